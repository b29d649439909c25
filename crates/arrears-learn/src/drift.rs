//! Have the rows changed? Two samples of one column against each other, bin by bin.
//!
//! A model was fitted on rows of some time ago; [`stability_index`] says how far today's rows lie from those. It is the
//! symmetric Kullback-Leibler divergence of two histograms, which credit scoring calls the population stability index
//! (PSI) of a score and the characteristic stability index (CSI) of a feature (Siddiqi 2006, *Credit Risk Scorecards*,
//! chapter 9, where 0.1 asks for a look and 0.25 for a new model).
//!
//! Histograms of few rows differ by chance: without any change, the index of `b` bins times `1 / (1/n + 1/m)` follows a
//! chi-squared distribution of `b - 1` degrees of freedom (Yurdakul and Naranjo 2020, Statistical properties of the
//! population stability index, Journal of Risk Model Validation 14). [`chance_limit`] is a percentile of it. Rows that
//! resemble each other count for fewer: [`crate::clustered`] says for how many.

use serde::{Deserialize, Serialize};

use crate::quantile::quantile;

/// Rows per bin added to either histogram, so that an empty bin has a logarithm: Jeffreys' half.
const PRIOR: f64 = 0.5;
/// The standard normal's 95th percentile.
pub const NORMAL_95: f64 = 1.644_853_626_951_472_7;
/// Its 99.9th, for who looks at many columns every month.
pub const NORMAL_999: f64 = 3.090_232_306_167_813;

/// Where the bins of a column end, and how many rows each holds; what is not a number has a bin of its own.
///
/// ```
/// use arrears_learn::drift::Histogram;
/// let reference = Histogram::by_quantiles(&[1.0, 2.0, 3.0, 4.0, f64::NAN], 2);
/// assert_eq!(reference.edges, [2.5]);
/// assert_eq!(reference.counts, [2.0, 2.0, 1.0]);
/// assert_eq!(reference.of(&[9.0, 2.5, 0.0]).counts, [1.0, 2.0, 0.0]);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Bin `i` holds values from edge `i - 1` up to below edge `i`; ascending and distinct.
    pub edges: Vec<f64>,
    /// Rows of each bin, and last those that are not a number.
    pub counts: Vec<f64>,
}

impl Histogram {
    /// At most `n_bins` bins of about equal count; fewer where values repeat.
    pub fn by_quantiles(values: &[f64], n_bins: usize) -> Self {
        Self::over(&sorted(values), values, n_bins)
    }

    /// A bin for every value where there are at most `n_bins` of them, so that a rare flag has one of its own; else as
    /// [`Histogram::by_quantiles`].
    ///
    /// ```
    /// use arrears_learn::drift::Histogram;
    /// let flag: Vec<f64> = (0..100).map(|i| f64::from(i == 7)).collect();
    /// assert_eq!(Histogram::by_values(&flag, 10).counts, [99.0, 1.0, 0.0]);
    /// assert_eq!(Histogram::by_quantiles(&flag, 10).counts, [100.0, 0.0]);
    /// ```
    pub fn by_values(values: &[f64], n_bins: usize) -> Self {
        let known = sorted(values);
        let mut distinct = known.clone();
        distinct.dedup();
        if distinct.len() > n_bins {
            return Self::over(&known, values, n_bins);
        }
        let empty = Self {
            edges: distinct.into_iter().skip(1).collect(),
            counts: Vec::new(),
        };
        empty.of(values)
    }

    fn over(known: &[f64], values: &[f64], n_bins: usize) -> Self {
        let least = known.first().copied();
        let mut edges: Vec<f64> = (1..n_bins)
            .filter_map(|i| quantile(known, i as f64 / n_bins as f64))
            // Below the least value there is nothing to count.
            .filter(|edge| Some(*edge) > least)
            .collect();
        edges.dedup();
        let empty = Self {
            counts: Vec::new(),
            edges,
        };
        empty.of(values)
    }

    /// The bin of a value; the last for what is not a number.
    pub fn bin(&self, value: f64) -> usize {
        match value.is_nan() {
            true => self.edges.len() + 1,
            false => self.edges.partition_point(|edge| *edge <= value),
        }
    }

    /// Other values in the same bins.
    pub fn of(&self, values: &[f64]) -> Self {
        let mut counts = vec![0.0; self.edges.len() + 2];
        for value in values {
            counts[self.bin(*value)] += 1.0;
        }
        Self {
            edges: self.edges.clone(),
            counts,
        }
    }
}

/// How far two histograms over the same bins lie apart, 0 where they agree; none where one of them is empty or the numbers of
/// bins differ. Bins that are empty in both say nothing.
///
/// ```text
/// sum over bins of (a - e) ln(a / e),   e and a the shares of expected and actual rows in the bin
/// ```
///
/// ```
/// use arrears_learn::drift::stability_index;
/// let same = stability_index(&[500.0, 500.0], &[50.0, 50.0]).unwrap();
/// let moved = stability_index(&[500_000.0, 500_000.0], &[200_000.0, 800_000.0]).unwrap();
/// assert!(same < 1e-12);
/// // (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5)
/// assert!((moved - 0.4159).abs() < 1e-4);
/// ```
pub fn stability_index(expected: &[f64], actual: &[f64]) -> Option<f64> {
    if expected.len() != actual.len() {
        return None;
    }
    let bins: Vec<(f64, f64)> = expected
        .iter()
        .zip(actual)
        .filter(|(e, a)| **e + **a > 0.0)
        .map(|(e, a)| (*e, *a))
        .collect();
    let (n, m) = totals(&bins);
    if n <= 0.0 || m <= 0.0 {
        return None;
    }
    let more = PRIOR * bins.len() as f64;
    let part = |(e, a): &(f64, f64)| {
        let (e, a) = ((e + PRIOR) / (n + more), (a + PRIOR) / (m + more));
        (a - e) * (a / e).ln()
    };
    Some(bins.iter().map(part).sum())
}

/// The index that chance alone stays below where nothing has changed, at the percentile that `normal` is of the standard
/// normal; `n` and `m` are numbers of independent rows.
///
/// ```
/// use arrears_learn::drift::{NORMAL_95, NORMAL_999, chance_limit};
/// // Chi-squared of 9 degrees of freedom: 16.92 in one of twenty samples, 27.88 in one of a thousand.
/// let limit = |normal| chance_limit(10, 1_000.0, 1_000.0, normal);
/// assert!((limit(NORMAL_95) - 16.92 * 0.002).abs() < 1e-4);
/// assert!((limit(NORMAL_999) - 27.88 * 0.002).abs() < 5e-4);
/// ```
pub fn chance_limit(n_bins: usize, n: f64, m: f64, normal: f64) -> f64 {
    let freedom = n_bins.saturating_sub(1) as f64;
    if freedom == 0.0 || n <= 0.0 || m <= 0.0 {
        return 0.0;
    }
    // Wilson and Hilferty 1931: the cube root of a chi-squared value is nearly normal.
    let part = 2.0 / (9.0 * freedom);
    let chi_squared = freedom * (1.0 - part + normal * part.sqrt()).powi(3);
    chi_squared * (1.0 / n + 1.0 / m)
}

/// The known values, ascending.
fn sorted(values: &[f64]) -> Vec<f64> {
    let mut known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    known.sort_unstable_by(f64::total_cmp);
    known
}

fn totals(bins: &[(f64, f64)]) -> (f64, f64) {
    bins.iter()
        .fold((0.0, 0.0), |(n, m), (e, a)| (n + e, m + a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::task_rng;
    use rand::Rng;

    #[test]
    fn repeated_values_share_a_bin_and_the_least_gets_no_empty_one() {
        let counted = Histogram::by_quantiles(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0], 10);
        assert!(
            counted.counts.iter().rev().skip(1).all(|n| *n > 0.0),
            "{counted:?}"
        );
        let constant = Histogram::by_quantiles(&[3.0; 20], 10);
        assert_eq!(
            (constant.edges.len(), &constant.counts[..]),
            (0, &[20.0, 0.0][..])
        );
        assert_eq!(Histogram::by_quantiles(&[], 10).counts, [0.0, 0.0]);
    }

    #[test]
    fn what_cannot_be_compared_has_no_index() {
        assert_eq!(stability_index(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(stability_index(&[0.0, 0.0], &[1.0, 2.0]), None);
        assert_eq!(stability_index(&[], &[]), None);
    }

    #[test]
    fn a_column_that_goes_missing_shows() {
        let reference = Histogram::by_quantiles(&(0..1_000).map(f64::from).collect::<Vec<_>>(), 10);
        let now = reference.of(&[f64::NAN; 200]);
        assert!(stability_index(&reference.counts, &now.counts).expect("an index") > 5.0);
    }

    /// 400 pairs of samples of one population: about one in twenty lies beyond the limit.
    #[test]
    fn chance_alone_exceeds_the_limit_once_in_twenty() {
        let reference: Vec<f64> = (0..10_000).map(|i| f64::from(i) / 10_000.0).collect();
        let bins = Histogram::by_quantiles(&reference, 10);
        let beyond = (0..400).filter(|&i| {
            let mut rng = task_rng(5, i);
            let mut draw = |n: usize| -> Vec<f64> { (0..n).map(|_| rng.random()).collect() };
            let (first, second) = (bins.of(&draw(2_000)), bins.of(&draw(500)));
            let index = stability_index(&first.counts, &second.counts).expect("an index");
            index > chance_limit(10, 2_000.0, 500.0, NORMAL_95)
        });
        let share = beyond.count() as f64 / 400.0;
        assert!((0.02..=0.08).contains(&share), "{share}");
    }
}
