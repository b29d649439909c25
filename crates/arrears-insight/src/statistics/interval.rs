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

/// Byar's interval (95 %) of a Poisson mean of which `count` was seen; a count may be a fraction.
///
/// Rothman and Boice (1979), *Epidemiologic Analysis with a Programmable Calculator*; within 1 % of the exact one from
/// counts of 5 up.
pub fn poisson_interval(count: f64) -> Interval {
    let above = count + 1.0;
    let cube = |n: f64, z: f64| {
        n * (1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt()))
            .max(0.0)
            .powi(3)
    };
    Interval {
        low: if count > 0.0 { cube(count, -Z_95) } else { 0.0 },
        high: cube(above, Z_95),
    }
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
    fn poisson_intervals_are_near_the_exact_ones() {
        // Garwood (1936): 10 gives 4.795 to 18.39, 100 gives 81.36 to 121.6, 0 gives 0 to 3.689.
        for (count, low, high, near) in [
            (10.0, 4.795, 18.39, 0.01),
            (100.0, 81.36, 121.63, 0.001),
            (0.0, 0.0, 3.689, 0.1),
        ] {
            let found = poisson_interval(count);
            assert!(
                (found.low - low).abs() <= near * low && (found.high - high).abs() <= near * high,
                "{found:?}"
            );
        }
    }

    #[test]
    fn none_and_all_stay_in_range() {
        assert_eq!(wilson(0.0, 5.0).map(|i| i.low), Some(0.0));
        assert_eq!(wilson(1.0, 5.0).map(|i| i.high), Some(1.0));
        assert_eq!(wilson(0.5, 0.0), None);
    }
}
