//! Is the difference between two models more than the luck of the rows?
//!
//! Whole groups are drawn, not rows: rows of one group resemble each other, and drawing them one by
//! one would make the interval too narrow (Field and Welsh 2007,
//! doi:10.1111/j.1467-9868.2007.00593.x, the cluster bootstrap).

use std::collections::BTreeMap;

use ndarray::ArrayView1;
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::params::BootstrapValidParams;
use crate::quantile::quantile;
use crate::random::task_rng;
use crate::validate::{self, DataError};

/// A statistic with its percentile interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The statistic on all rows.
    pub estimate: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Resamples the statistic had a value on; the interval is theirs.
    pub n_resamples: usize,
}

/// A percentile interval of `statistic` under resampling of whole groups.
///
/// `groups` names the group of each row. The statistic receives row numbers, repeated as drawn and
/// in an order that depends on the draw alone; for two models it returns their difference on those
/// rows, so that what is hard for both cancels out. A resample it has no value on (`None` or not
/// finite, such as an AUC without events) is left out and not counted.
///
/// `Ok(None)` when it has no value on all rows or on any resample.
///
/// ```
/// use arrears_learn::bootstrap::{BootstrapParams, paired_difference};
/// use linfa::ParamGuard;
/// let (a, b) = ([0.3, 0.2, 0.4, 0.3], [0.1, 0.1, 0.2, 0.1]);
/// let mean = |rows: &[usize]| {
///     Some(rows.iter().map(|&row| a[row] - b[row]).sum::<f64>() / rows.len() as f64)
/// };
/// let params = BootstrapParams::new(1).check()?;
/// let interval = paired_difference(&[7, 7, 8, 9], &params, mean)?.unwrap();
/// assert!((interval.estimate - 0.175).abs() < 1e-12);
/// assert!(interval.lower > 0.14 && interval.upper < 0.21);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Efron 1979, doi:10.1214/aos/1176344552; percentile interval: Efron and Tibshirani 1986,
/// doi:10.1214/ss/1177013815.
pub fn paired_difference(
    groups: &[usize],
    params: &BootstrapValidParams,
    statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
) -> Result<Option<Interval>, DataError> {
    let members = members(groups)?;
    let statistic = |rows: &[usize]| statistic(rows).filter(|value| value.is_finite());
    let all: Vec<usize> = (0..groups.len()).collect();
    let draw = |index: usize| {
        let mut rng = task_rng(params.seed(), index as u64);
        let mut rows = Vec::with_capacity(groups.len());
        for _ in 0..members.len() {
            rows.extend_from_slice(&members[rng.random_range(0..members.len())]);
        }
        statistic(&rows)
    };
    let values = (0..params.n_resamples())
        .into_par_iter()
        .map(draw)
        .collect();
    Ok(interval(statistic(&all), values, params.level()))
}

/// The mean of `first` less `second`, and what it is on each resample of whole groups.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanResamples {
    /// The mean difference on all rows.
    pub estimate: f64,
    /// Its values on the resamples, ascending.
    values: Vec<f64>,
    level: f64,
}

impl MeanResamples {
    /// The percentile interval at the level asked for.
    pub fn interval(&self) -> Option<Interval> {
        let values = self.values.iter().copied().map(Some).collect();
        interval(Some(self.estimate), values, self.level)
    }

    /// How often chance alone would give so large a difference if the true one were no more than `margin`: the share
    /// of resamples at or below it, never 0 (Davison and Hinkley 1997, section 4.2).
    ///
    /// ```
    /// use arrears_learn::bootstrap::{BootstrapParams, paired_mean_resamples};
    /// use linfa::ParamGuard;
    /// let params = BootstrapParams::new(1).n_resamples(99).check()?;
    /// let worse = paired_mean_resamples(&[0.5, 0.6], &[0.1, 0.1], &[0, 1], &params)?;
    /// assert_eq!(worse.p_value_above(0.0), 0.01);
    /// assert_eq!(worse.p_value_above(0.9), 1.0);
    /// assert_eq!((worse.p_value_below(0.0), worse.p_value_below(0.9)), (1.0, 0.01));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn p_value_above(&self, margin: f64) -> f64 {
        let below = self.values.partition_point(|value| *value <= margin);
        (1.0 + below as f64) / (1.0 + self.values.len() as f64)
    }

    /// The same for so small a difference if the true one were no less than `margin`: the share of resamples at or above it.
    pub fn p_value_below(&self, margin: f64) -> f64 {
        let below = self.values.partition_point(|value| *value < margin);
        let above = self.values.len() - below;
        (1.0 + above as f64) / (1.0 + self.values.len() as f64)
    }
}

/// [`paired_difference`] of the means of two losses per row, `first` less `second`, from sums per
/// group: the cost per resample is the number of groups, not of rows.
pub fn paired_mean_difference(
    first: &[f64],
    second: &[f64],
    groups: &[usize],
    params: &BootstrapValidParams,
) -> Result<Option<Interval>, DataError> {
    Ok(paired_mean_resamples(first, second, groups, params)?.interval())
}

/// [`paired_mean_difference`] with every resample, for a test of it.
pub fn paired_mean_resamples(
    first: &[f64],
    second: &[f64],
    groups: &[usize],
    params: &BootstrapValidParams,
) -> Result<MeanResamples, DataError> {
    validate::vector("first", ArrayView1::from(first), groups.len())?;
    validate::vector("second", ArrayView1::from(second), groups.len())?;
    let members = members(groups)?;
    let sum = |rows: &Vec<usize>| {
        let total: f64 = rows.iter().map(|&row| first[row] - second[row]).sum();
        (total, rows.len() as f64)
    };
    let sums: Vec<(f64, f64)> = members.iter().map(sum).collect();
    let mean = |drawn: &mut dyn Iterator<Item = (f64, f64)>| {
        let (total, n) = drawn.fold((0.0, 0.0), |(t, n), (total, rows)| (t + total, n + rows));
        total / n
    };
    let draw = |index: usize| {
        let mut rng = task_rng(params.seed(), index as u64);
        mean(&mut (0..sums.len()).map(|_| sums[rng.random_range(0..sums.len())]))
    };
    let drawn = (0..params.n_resamples()).into_par_iter().map(draw);
    let mut values: Vec<f64> = drawn.collect();
    values.sort_unstable_by(f64::total_cmp);
    Ok(MeanResamples {
        estimate: mean(&mut sums.iter().copied()),
        values,
        level: params.level(),
    })
}

/// The rows of each group, groups in ascending order.
fn members(groups: &[usize]) -> Result<Vec<Vec<usize>>, DataError> {
    if groups.is_empty() {
        return Err(DataError::Empty { name: "groups" });
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, &group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(row);
    }
    Ok(members.into_values().collect())
}

fn interval(estimate: Option<f64>, values: Vec<Option<f64>>, level: f64) -> Option<Interval> {
    let mut values: Vec<f64> = values.into_iter().flatten().collect();
    values.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Some(Interval {
        estimate: estimate?,
        lower: quantile(&values, tail)?,
        upper: quantile(&values, 1.0 - tail)?,
        n_resamples: values.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::BootstrapParams;
    use linfa::ParamGuard;

    fn params() -> BootstrapValidParams {
        BootstrapParams::new(3).n_resamples(400).check().unwrap()
    }

    #[test]
    fn the_fast_mean_is_the_general_mean() {
        let first: Vec<f64> = (0..60).map(|i| f64::from(i * 37 % 23)).collect();
        let second: Vec<f64> = (0..60).map(|i| f64::from(i * 11 % 19)).collect();
        let groups: Vec<usize> = (0..60).map(|i| i * i % 17).collect();
        let fast = paired_mean_difference(&first, &second, &groups, &params())
            .unwrap()
            .unwrap();
        let slow = paired_difference(&groups, &params(), |rows| {
            let gap = |&row: &usize| first[row] - second[row];
            Some(rows.iter().map(gap).sum::<f64>() / rows.len() as f64)
        });
        let slow = slow.unwrap().unwrap();
        assert!((fast.estimate - slow.estimate).abs() < 1e-12);
        assert!((fast.lower - slow.lower).abs() < 1e-12);
        assert!((fast.upper - slow.upper).abs() < 1e-12);
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_each_way() {
        // 400 groups of one row, values 0 and 1 in turn: standard error 0.5 / 20.
        let first: Vec<f64> = (0..400).map(|i| f64::from(i % 2)).collect();
        let groups: Vec<usize> = (0..400).collect();
        let params = BootstrapParams::new(0).n_resamples(4000).check().unwrap();
        let result = paired_mean_difference(&first, &[0.0; 400], &groups, &params);
        let result = result.unwrap().unwrap();
        assert_eq!(result.estimate, 0.5);
        assert!((result.upper - 0.549).abs() < 0.006 && (result.lower - 0.451).abs() < 0.006);
    }

    #[test]
    fn rows_of_one_group_widen_the_interval() {
        let first: Vec<f64> = (0..400).map(|i| f64::from(i / 20 % 2)).collect();
        let width = |groups: Vec<usize>| {
            let zeros = [0.0; 400];
            let interval = paired_mean_difference(&first, &zeros, &groups, &params());
            let interval = interval.unwrap().unwrap();
            interval.upper - interval.lower
        };
        assert!(width((0..400).map(|i| i / 20).collect()) > 3.0 * width((0..400).collect()));
    }

    #[test]
    fn resamples_without_value_are_not_counted() {
        let some = paired_difference(&[0, 1], &params(), |rows| {
            (rows[0] != rows[1]).then_some(1.0)
        });
        let some = some.unwrap().unwrap();
        assert!(some.n_resamples > 100 && some.n_resamples < 300);
        let none = paired_difference(&[0, 1], &params(), |_| None).unwrap();
        assert_eq!(none, None);
        assert!(paired_difference(&[], &params(), |_| None).is_err());
    }
}
