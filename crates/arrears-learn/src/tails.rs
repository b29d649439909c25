//! The chance that a rate exceeds a threshold, after some outcomes were seen.
//!
//! With whole-number parameters the tail of a beta distribution is a finite binomial sum, and that of a gamma
//! distribution a finite Poisson sum, so no continued fraction is needed: Abramowitz and Stegun, *Handbook of
//! Mathematical Functions* (1964), 26.5.24 with 6.6.4, and 26.4.21.

/// P(Beta(`alpha`, `beta`) > `threshold`), for whole `alpha`, `beta` >= 1 and `threshold` in `[0, 1]`.
///
/// ```text
/// P(B > x) = P(N <= alpha - 1),   N ~ Binomial(alpha + beta - 1, x)
/// ```
///
/// Of `n` trials with `k` successes, seen with the prior Beta(a, b), the rate is Beta(a + k, b + n - k).
///
/// ```
/// use arrears_learn::tails::beta_upper_tail;
/// // Nothing seen, uniform prior: the chance of a rate above 1/3 is 2/3.
/// assert!((beta_upper_tail(1, 1, 1.0 / 3.0) - 2.0 / 3.0).abs() < 1e-15);
/// ```
pub fn beta_upper_tail(alpha: u32, beta: u32, threshold: f64) -> f64 {
    if threshold <= 0.0 {
        return 1.0;
    }
    if threshold >= 1.0 {
        return 0.0;
    }
    let trials = f64::from(alpha) + f64::from(beta) - 1.0;
    let log_odds = threshold.ln() - (1.0 - threshold).ln();
    // Logarithms, because (1 - x)^n is 0 in floating point for n in the thousands while the sum is not.
    let mut log_term = trials * (1.0 - threshold).ln();
    let mut sum = log_term.exp();
    for k in 1..alpha {
        let k = f64::from(k);
        log_term += ((trials - k + 1.0) / k).ln() + log_odds;
        sum += log_term.exp();
    }
    sum.min(1.0)
}

/// P(Gamma(`shape`, `rate`) > `threshold`), for whole `shape` >= 1, `rate` > 0 and `threshold` >= 0.
///
/// ```text
/// P(G > x) = P(N <= shape - 1),   N ~ Poisson(rate x)
/// ```
///
/// Of `k` events in `t` years, seen with the prior Gamma(a, b), the yearly rate is Gamma(a + k, b + t).
pub fn gamma_upper_tail(shape: u32, rate: f64, threshold: f64) -> f64 {
    let mean = rate * threshold;
    if mean <= 0.0 {
        return 1.0;
    }
    let mut log_term = -mean;
    let mut sum = log_term.exp();
    for k in 1..shape {
        log_term += mean.ln() - f64::from(k).ln();
        sum += log_term.exp();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(alpha: u32, beta: u32, threshold: f64, expected: f64) {
        let tail = beta_upper_tail(alpha, beta, threshold);
        assert!(
            (tail - expected).abs() < 1e-12,
            "{alpha} {beta}: {tail} is not {expected}"
        );
    }

    #[test]
    fn tails_worked_by_hand() {
        check(1, 1, 0.25, 0.75);
        check(1, 2, 1.0 / 3.0, 4.0 / 9.0);
        check(2, 1, 0.5, 0.75);
        check(2, 2, 0.5, 0.5);
        // Beta(3, 2) at 1/3: N ~ Bin(4, 1/3), P(N <= 2) = (16 + 32 + 24) / 81.
        check(3, 2, 1.0 / 3.0, 72.0 / 81.0);
        // Beta(2, 12) at 1/3: (2/3)^13 + 13/3 (2/3)^12.
        let third = 2.0_f64 / 3.0;
        check(
            2,
            12,
            1.0 / 3.0,
            third.powi(13) + 13.0 / 3.0 * third.powi(12),
        );
        check(3, 4, 0.0, 1.0);
        check(3, 4, 1.0, 0.0);
    }

    #[test]
    fn both_tails_add_to_one() {
        for (alpha, beta) in [(1, 1), (3, 7), (12, 2), (40, 90), (3_000, 5_000)] {
            for threshold in [0.05, 1.0 / 3.0, 0.5, 0.9] {
                // 1 - B ~ Beta(beta, alpha): an independent sum from the other end.
                let lower = beta_upper_tail(beta, alpha, 1.0 - threshold);
                let sum = beta_upper_tail(alpha, beta, threshold) + lower;
                assert!(
                    (sum - 1.0).abs() < 1e-9,
                    "{alpha} {beta} {threshold}: {sum}"
                );
            }
        }
    }

    #[test]
    fn more_hits_raise_the_chance() {
        for n in 1..40 {
            for k in 0..n {
                let fewer = beta_upper_tail(1 + k, 2 + n - k, 1.0 / 3.0);
                let more = beta_upper_tail(2 + k, 1 + n - k, 1.0 / 3.0);
                // Strictly, until both are 1 to within rounding.
                assert!(
                    more > fewer || more >= 1.0 - 1e-15,
                    "{k} of {n}: {more} after {fewer}"
                );
            }
        }
    }

    #[test]
    fn gamma_tails_worked_by_hand() {
        // No event: exp(-x). One: exp(-x) (1 + x). Two: exp(-x) (1 + x + x^2 / 2).
        assert!((gamma_upper_tail(1, 3.0, 0.5) - (-1.5_f64).exp()).abs() < 1e-15);
        assert!((gamma_upper_tail(2, 3.0, 0.5) - 2.5 * (-1.5_f64).exp()).abs() < 1e-15);
        assert!((gamma_upper_tail(3, 3.0, 0.5) - 3.625 * (-1.5_f64).exp()).abs() < 1e-15);
        assert_eq!(gamma_upper_tail(5, 2.0, 0.0), 1.0);
        assert!(gamma_upper_tail(900, 1.0, 10.0) <= 1.0);
    }
}
