//! Does what happened carry the higher score? AUC, Gini, Kolmogorov-Smirnov and the ROC curve.
//!
//! All four read one list: rows sorted by descending score, cut where the score changes. Rows of
//! one score are one step, so the order of tied rows cannot matter.

use ndarray::ArrayView1;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::MetricError;
use crate::validate;

/// Points [`roc_curve`] returns at most.
pub const ROC_POINTS: usize = 200;

/// The chance that a random row with the event has a higher score than a random one without; a tie
/// counts half. 0.5 is guessing, 1 is perfect order.
///
/// It says nothing on whether the probabilities are right: halving them all leaves it unchanged.
/// The cost is one sort, `O(n_rows log n_rows)`.
///
/// ```
/// let auc = arrears_learn::metrics::auc(&[0.1, 0.4, 0.4, 0.8], &[false, true, false, true])?;
/// assert_eq!(auc, 0.875); // of four pairs three are in order and one is tied
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// auc = ( #{(i, j): s_i > s_j} + 1/2 #{(i, j): s_i = s_j} ) / (n_1 n_0)
///
/// i runs over the n_1 rows with the event, j over the n_0 rows without; s are scores
/// ```
///
/// Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747.
pub fn auc(scores: &[f64], outcomes: &[bool]) -> Result<f64, MetricError> {
    let ranking = Ranking::new("auc", scores, outcomes)?;
    // In integers and doubled, so that the count is exact however many rows there are.
    let mut doubled: u128 = 0;
    let mut events_above: u128 = 0;
    for step in &ranking.steps {
        let (events, others) = (u128::from(step.events), u128::from(step.others));
        doubled += others * (2 * events_above + events);
        events_above += events;
    }
    Ok(doubled as f64 / 2.0 / ranking.n_events / ranking.n_others)
}

/// `2 auc - 1`: 0 is guessing, 1 is perfect order.
pub fn gini(scores: &[f64], outcomes: &[bool]) -> Result<f64, MetricError> {
    Ok(2.0 * auc(scores, outcomes)? - 1.0)
}

/// The greatest distance between the score distributions of rows with and without the event, in
/// `[0, 1]` (the two-sample Kolmogorov-Smirnov statistic).
pub fn ks(scores: &[f64], outcomes: &[bool]) -> Result<f64, MetricError> {
    let curve = Ranking::new("ks", scores, outcomes)?.curve();
    let gap = |point: &RocPoint| (point.true_positive_rate - point.false_positive_rate).abs();
    Ok(curve.iter().map(gap).fold(0.0, f64::max))
}

/// One point of a ROC curve: what flagging every score at or above a threshold would catch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RocPoint {
    /// Flagged share of the rows without the event, in `[0, 1]`.
    pub false_positive_rate: f64,
    /// Flagged share of the rows with the event, in `[0, 1]`.
    pub true_positive_rate: f64,
    /// Lowest flagged score; none at the origin, where nothing is flagged.
    pub threshold: Option<f64>,
}

/// The ROC curve from (0, 0) to (1, 1), thinned evenly along its length to [`ROC_POINTS`] points at
/// most; points are left out, never moved.
pub fn roc_curve(scores: &[f64], outcomes: &[bool]) -> Result<Vec<RocPoint>, MetricError> {
    let curve = Ranking::new("roc_curve", scores, outcomes)?.curve();
    if curve.len() <= ROC_POINTS {
        return Ok(curve);
    }
    // The sum of both rates runs from 0 to 2: keep the first point in each equal part of it.
    let part = |point: &RocPoint| {
        let length = point.false_positive_rate + point.true_positive_rate;
        (length / 2.0 * (ROC_POINTS - 2) as f64) as usize
    };
    let last = curve[curve.len() - 1];
    let mut thinned = vec![curve[0]];
    let mut taken = None;
    for point in &curve[1..curve.len() - 1] {
        if taken != Some(part(point)) {
            taken = Some(part(point));
            thinned.push(*point);
        }
    }
    thinned.push(last);
    Ok(thinned)
}

/// Rows by descending score, one step per distinct score.
struct Ranking {
    steps: Vec<Step>,
    n_events: f64,
    n_others: f64,
}

struct Step {
    score: f64,
    events: u64,
    others: u64,
}

impl Ranking {
    fn new(metric: &'static str, scores: &[f64], outcomes: &[bool]) -> Result<Self, MetricError> {
        let n_rows = outcomes.len();
        validate::vector("scores", ArrayView1::from(scores), n_rows)?;
        let n_events = outcomes.iter().filter(|&&event| event).count();
        if n_rows == 0 {
            return Err(validate::DataError::Empty { name: "outcomes" }.into());
        }
        if n_events == 0 || n_events == n_rows {
            return Err(MetricError::OneOutcome {
                metric,
                outcome: n_events > 0,
                n_rows,
            });
        }
        Ok(Self {
            steps: steps(scores, outcomes),
            n_events: n_events as f64,
            n_others: (n_rows - n_events) as f64,
        })
    }

    fn curve(&self) -> Vec<RocPoint> {
        let (mut events, mut others) = (0, 0);
        let mut curve = vec![RocPoint {
            false_positive_rate: 0.0,
            true_positive_rate: 0.0,
            threshold: None,
        }];
        for step in &self.steps {
            events += step.events;
            others += step.others;
            curve.push(RocPoint {
                false_positive_rate: others as f64 / self.n_others,
                true_positive_rate: events as f64 / self.n_events,
                threshold: Some(step.score),
            });
        }
        curve
    }
}

fn steps(scores: &[f64], outcomes: &[bool]) -> Vec<Step> {
    // Adding 0.0 turns -0.0 into 0.0, which total_cmp would rank apart.
    let pair = |(&score, &event): (&f64, &bool)| (score + 0.0, event);
    let mut rows: Vec<(f64, bool)> = scores.iter().zip(outcomes).map(pair).collect();
    rows.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    rows.chunk_by(|a, b| a.0 == b.0)
        .map(|tied| {
            let events = tied.iter().filter(|row| row.1).count() as u64;
            Step {
                score: tied[0].0,
                events,
                others: tied.len() as u64 - events,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(scores: &[f64], outcomes: &[bool]) -> f64 {
        let (mut won, mut n) = (0.0, 0.0);
        for (i, &event) in outcomes.iter().enumerate() {
            for (j, &other) in outcomes.iter().enumerate() {
                if event && !other {
                    n += 1.0;
                    won += match scores[i].total_cmp(&scores[j]) {
                        std::cmp::Ordering::Greater => 1.0,
                        std::cmp::Ordering::Equal => 0.5,
                        std::cmp::Ordering::Less => 0.0,
                    };
                }
            }
        }
        won / n
    }

    #[test]
    fn auc_is_the_share_of_pairs_in_order() {
        let scores: Vec<f64> = (0..60).map(|i| f64::from(i * 37 % 11)).collect();
        let outcomes: Vec<bool> = (0..60).map(|i| i * 29 % 7 < 3).collect();
        let fast = auc(&scores, &outcomes).unwrap();
        assert!((fast - pairs(&scores, &outcomes)).abs() < 1e-15);
        assert!((gini(&scores, &outcomes).unwrap() - (2.0 * fast - 1.0)).abs() < 1e-15);
    }

    #[test]
    fn all_tied_is_a_coin() {
        assert_eq!(auc(&[0.3; 4], &[true, false, false, true]).unwrap(), 0.5);
        assert_eq!(ks(&[0.0, -0.0], &[true, false]).unwrap(), 0.0);
    }

    #[test]
    fn ks_by_hand() {
        // Above 0.5: both events, one of two others.
        let gap = ks(&[0.9, 0.6, 0.6, 0.1], &[true, true, false, false]).unwrap();
        assert_eq!(gap, 0.5);
    }

    #[test]
    fn one_outcome_has_no_ranking() {
        let error = auc(&[0.1, 0.2], &[true, true]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`auc` needs both outcomes, got 2 rows that are all true"
        );
    }

    #[test]
    fn the_curve_runs_from_corner_to_corner_in_few_points() {
        let scores: Vec<f64> = (0..5000).map(|i| f64::from(i * 7919 % 5000)).collect();
        let outcomes: Vec<bool> = (0..5000).map(|i| i * 31 % 17 < 6).collect();
        let curve = roc_curve(&scores, &outcomes).unwrap();
        assert!(curve.len() <= ROC_POINTS && curve.len() > ROC_POINTS / 2);
        let (first, last) = (curve[0], curve[curve.len() - 1]);
        assert_eq!((first.false_positive_rate, first.threshold), (0.0, None));
        assert_eq!(
            (last.false_positive_rate, last.true_positive_rate),
            (1.0, 1.0)
        );
        let area: f64 = curve
            .windows(2)
            .map(|w| {
                (w[1].false_positive_rate - w[0].false_positive_rate)
                    * (w[0].true_positive_rate + w[1].true_positive_rate)
                    / 2.0
            })
            .sum();
        assert!((area - auc(&scores, &outcomes).unwrap()).abs() < 2e-3);
    }
}
