//! Is a share higher now than before, or is that chance? Fisher's exact test, one-sided.
//!
//! R. A. Fisher (1935), *The Design of Experiments*; exact at any count, so it is honest with three invoices.

/// The chance of `late_now` or more late among `n_now`, when `late_before` of `n_before` and the margins are given.
///
/// ```text
/// P(X >= late_now),  X ~ Hypergeometric(n_now + n_before, late_now + late_before, n_now)
/// ```
///
/// Small means: this rise would be rare if nothing had changed. 1 where nothing is late or nothing was seen.
pub fn fisher_upper_tail(late_now: u32, n_now: u32, late_before: u32, n_before: u32) -> f64 {
    let all = n_now + n_before;
    let late = late_now + late_before;
    let log_ways = log_choose(all, n_now);
    let highest = late.min(n_now);
    let mut sum = 0.0;
    for k in late_now..=highest {
        if n_now - k > all - late {
            continue;
        }
        sum += (log_choose(late, k) + log_choose(all - late, n_now - k) - log_ways).exp();
    }
    f64::min(sum, 1.0)
}

fn log_choose(n: u32, k: u32) -> f64 {
    log_factorial(n) - log_factorial(k) - log_factorial(n - k)
}

/// ln n!: a sum for small n, Stirling's series above (Abramowitz and Stegun 6.1.41; the error is below 1e-11).
fn log_factorial(n: u32) -> f64 {
    if n < 32 {
        return (2..=n).map(|i| f64::from(i).ln()).sum();
    }
    let x = f64::from(n) + 1.0;
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(late_now: u32, n_now: u32, late_before: u32, n_before: u32, expected: f64) {
        let p = fisher_upper_tail(late_now, n_now, late_before, n_before);
        assert!((p - expected).abs() < 1e-11, "{p} is not {expected}");
    }

    #[test]
    fn tails_worked_by_hand() {
        check(3, 3, 0, 3, 1.0 / 20.0);
        check(3, 3, 0, 5, 1.0 / 56.0);
        // Fisher's tea: 3 or 4 cups of 4 right, (16 + 1) / 70.
        check(3, 4, 1, 4, 17.0 / 70.0);
        check(0, 3, 2, 5, 1.0);
        check(2, 2, 3, 3, 1.0);
        check(0, 0, 0, 0, 1.0);
    }

    #[test]
    fn both_ways_of_making_a_factorial_agree() {
        let by_sum: f64 = (2..=60).map(|i| f64::from(i).ln()).sum();
        assert!((log_factorial(60) - by_sum).abs() < 1e-10);
    }

    #[test]
    fn all_tails_lie_between_zero_and_one() {
        for n_now in 0..9 {
            for n_before in 0..9 {
                for late_now in 0..=n_now {
                    for late_before in 0..=n_before {
                        let p = fisher_upper_tail(late_now, n_now, late_before, n_before);
                        assert!((0.0..=1.0).contains(&p) && p > 0.0);
                    }
                }
            }
        }
        let many = fisher_upper_tail(9_000, 12_000, 9_000, 30_000);
        assert!((0.0..1e-9).contains(&many));
    }
}
