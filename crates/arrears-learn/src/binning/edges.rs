//! Where bins begin and end: quantiles to start from, and edges that a person can read.

use super::counts::Counts;

/// An initial bin: its counts, and the lowest and highest value in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    pub(super) counts: Counts,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Bins of about equal count over rows sorted by value; equal values are never divided.
pub(super) fn quantile_runs(sorted: &[(f64, bool)], n_quantiles: usize) -> Vec<Run> {
    let n = sorted.len();
    let mut runs: Vec<Run> = Vec::new();
    let mut next_cut = 0;
    for (row, &(value, event)) in sorted.iter().enumerate() {
        let new_value = runs.last().is_none_or(|run| run.high != value);
        if new_value && row >= next_cut {
            runs.push(Run {
                counts: Counts::default(),
                low: value,
                high: value,
            });
            let quantile = row * n_quantiles / n;
            next_cut = ((quantile + 1) * n).div_ceil(n_quantiles);
        }
        if let Some(run) = runs.last_mut() {
            run.counts.add(event);
            run.high = value;
        }
    }
    runs
}

/// The decimal number with the fewest digits above `below` and not above `upper`.
///
/// It divides the rows as `upper` would, and is what a person would write: 0.14 for 0.1373626.
pub(super) fn shortest_between(below: f64, upper: f64) -> f64 {
    (-15..=15)
        .map(|digits| floor_to(upper, digits))
        .find(|&candidate| below < candidate && candidate <= upper)
        .unwrap_or(upper)
}

/// Rounded down to so many decimals; below 0, to tens, hundreds and so on.
fn floor_to(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits.abs());
    if digits < 0 {
        (value / scale).floor() * scale
    } else {
        (value * scale).floor() / scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_of_equal_count_and_hold_equal_values_together() {
        let rows = |values: &[f64]| -> Vec<(f64, bool)> {
            values.iter().map(|&value| (value, value > 2.0)).collect()
        };
        let bounds = |values: &[f64], n| -> Vec<(f64, f64)> {
            let runs = quantile_runs(&rows(values), n);
            runs.iter().map(|run| (run.low, run.high)).collect()
        };
        assert_eq!(bounds(&[1.0, 2.0, 3.0, 4.0], 2), [(1.0, 2.0), (3.0, 4.0)]);
        assert_eq!(bounds(&[1.0, 1.0, 1.0, 4.0], 2), [(1.0, 1.0), (4.0, 4.0)]);
        assert_eq!(bounds(&[1.0, 2.0], 20).len(), 2);
        assert!(bounds(&[], 20).is_empty());
    }

    #[test]
    fn an_edge_is_as_short_as_it_can_be() {
        assert_eq!(shortest_between(0.12, 0.1373626), 0.13);
        assert_eq!(shortest_between(0.0, 3.0), 3.0);
        assert_eq!(shortest_between(1180.2, 1234.5), 1200.0);
        assert_eq!(shortest_between(-3.7, -1.2), -2.0);
        assert_eq!(shortest_between(-3.0, 4.0), 0.0);
        let (low, high) = (0.1, 0.1 + f64::EPSILON);
        let edge = shortest_between(low, high);
        assert!(low < edge && edge <= high);
    }
}
