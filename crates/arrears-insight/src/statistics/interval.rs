//! An interval for a share that behaves at 0, at 1 and with few cases.

use serde::{Deserialize, Serialize};

/// A lower and an upper end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Standard normal quantile for 95 %, two-sided.
const Z_95: f64 = 1.959_963_984_540_054;

/// Wilson's score interval (95 %) of a share in `[0, 1]` seen in `n` cases; `None` without cases.
///
/// E. B. Wilson (1927), *JASA* 22(158), 209-212, doi:10.1080/01621459.1927.10502953. `n` may be an effective
/// number of cases, hence a float (see [`super::effective_n`]).
pub fn wilson(share: f64, n: f64) -> Option<Interval> {
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let z2 = Z_95 * Z_95;
    let centre = share + z2 / (2.0 * n);
    let half = Z_95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some(Interval {
        low: ((centre - half) / scale).clamp(0.0, share),
        high: ((centre + half) / scale).clamp(share, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(share: f64, n: f64, low: f64, high: f64) {
        let found = wilson(share, n).expect("there are cases");
        assert!(
            (found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5,
            "{found:?}"
        );
    }

    #[test]
    fn intervals_known_from_the_literature() {
        // Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        check(81.0 / 263.0, 263.0, 0.2553, 0.3662);
        check(15.0 / 148.0, 148.0, 0.0624, 0.1605);
        check(0.0, 20.0, 0.0, 0.1611);
        check(1.0 / 29.0, 29.0, 0.0061, 0.1718);
    }

    #[test]
    fn none_and_all_stay_in_range() {
        assert_eq!(wilson(0.0, 5.0).map(|i| i.low), Some(0.0));
        assert_eq!(wilson(1.0, 5.0).map(|i| i.high), Some(1.0));
        assert_eq!(wilson(0.5, 0.0), None);
    }
}
