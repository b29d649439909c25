//! Since when: the day on which a yes-or-no outcome became more frequent.

/// Twice the gain in log-likelihood from which a change is accepted.
///
/// The 5 % critical value of the supremum of a likelihood ratio over an unknown break of one parameter: Andrews
/// (1993), *Econometrica* 61(4), table 1, doi:10.2307/2951764.
pub const CHANGE_THRESHOLD: f64 = 8.85;

/// The first index from which `outcomes` are true more often than before, if there is such a change.
///
/// Of all splits with a higher rate after than before, the one with the highest likelihood of two constant rates;
/// `None` where two rates explain the outcomes no better than one. Linear in the number of outcomes.
pub fn change_point(outcomes: &[bool]) -> Option<usize> {
    let n = outcomes.len();
    let total = count(outcomes);
    let one_rate = log_likelihood(total, n);
    let mut before = 0;
    let mut best: Option<(f64, usize)> = None;
    for split in 1..n {
        before += usize::from(outcomes[split - 1]);
        let after = total - before;
        // The rate after must be the higher one: compared by cross-multiplying counts.
        if after * split <= before * (n - split) {
            continue;
        }
        let gain = log_likelihood(before, split) + log_likelihood(after, n - split) - one_rate;
        if best.is_none_or(|(highest, _)| gain > highest) {
            best = Some((gain, split));
        }
    }
    best.filter(|(gain, _)| 2.0 * gain >= CHANGE_THRESHOLD)
        .map(|(_, split)| split)
}

fn count(outcomes: &[bool]) -> usize {
    outcomes.iter().filter(|&&outcome| outcome).count()
}

/// Bernoulli log-likelihood of `k` in `n` at its own rate; 0 ln 0 = 0.
fn log_likelihood(k: usize, n: usize) -> f64 {
    let part = |m: usize| {
        if m == 0 {
            0.0
        } else {
            m as f64 * (m as f64 / n as f64).ln()
        }
    };
    part(k) + part(n - k)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(text: &str) -> Vec<bool> {
        text.chars().map(|c| c == 'L').collect()
    }

    #[test]
    fn a_clear_change_is_found_where_it_happened() {
        assert_eq!(change_point(&outcomes("........LLLL")), Some(8));
        assert_eq!(change_point(&outcomes("..........LL.LLL")), Some(10));
    }

    #[test]
    fn no_change_is_claimed_without_one() {
        assert_eq!(change_point(&outcomes("LLLLLLLL")), None);
        assert_eq!(change_point(&outcomes("........")), None);
        assert_eq!(change_point(&outcomes("L.L.L.L.L.L.")), None);
        assert_eq!(change_point(&outcomes("..LL")), None, "too few to tell");
        assert_eq!(
            change_point(&outcomes("LLLLLL......")),
            None,
            "an improvement is no rise"
        );
        assert_eq!(change_point(&[]), None);
    }
}
