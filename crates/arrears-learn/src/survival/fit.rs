//! The product-limit estimate.
//!
//! There is nothing to tune, so this estimator has no `params.rs`.

use ndarray::ArrayView1;
use rayon::prelude::*;

use super::error::SurvivalError;
use super::model::{KaplanMeier, SurvivalStep};
use crate::validate::{self, DataError};

impl KaplanMeier {
    /// Fits on the time of each row (any integers, negative ones too) and whether the event was
    /// observed then; `false` says that the row was last seen at that time without the event.
    ///
    /// A row of weight 2 counts as two rows. `O(n_rows log n_rows)`.
    pub fn fit(
        times: &[i32],
        observed: &[bool],
        weights: Option<&[f64]>,
    ) -> Result<Self, SurvivalError> {
        if times.is_empty() {
            return Err(DataError::Empty { name: "times" }.into());
        }
        validate::length("observed", observed.len(), times.len())?;
        validate::weights(weights.map(ArrayView1::from), times.len())?;
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let mut rows: Vec<(i32, usize)> = times.iter().copied().zip(0..).collect();
        rows.retain(|&(_, row)| weight(row) > 0.0);
        // The row breaks ties, so that weights are added up in one order.
        rows.par_sort_unstable();
        let totals = totals(&rows, observed, weight);
        Ok(Self::from_steps(steps(&totals), rows[0].0, totals))
    }
}

/// One distinct time: weight of the events and of all rows then.
pub(super) struct Total {
    pub(super) time: i32,
    pub(super) events: f64,
    pub(super) leaving: f64,
}

fn totals(rows: &[(i32, usize)], observed: &[bool], weight: impl Fn(usize) -> f64) -> Vec<Total> {
    rows.chunk_by(|a, b| a.0 == b.0)
        .map(|tied| {
            let rows = || tied.iter().map(|&(_, row)| row);
            let events: f64 = rows().filter(|&row| observed[row]).map(&weight).sum();
            let censored: f64 = rows().filter(|&row| !observed[row]).map(&weight).sum();
            Total {
                time: tied[0].0,
                events,
                leaving: events + censored,
            }
        })
        .collect()
}

fn steps(totals: &[Total]) -> Vec<SurvivalStep> {
    // At risk is added up from the far end: taking weights away from the total instead would leave
    // rounding noise, even below zero, where nobody is left.
    let mut at_risk: Vec<f64> = Vec::with_capacity(totals.len());
    for total in totals.iter().rev() {
        at_risk.push(total.leaving + at_risk.last().copied().unwrap_or(0.0));
    }
    at_risk.reverse();
    let (mut survival, mut hazard_variance) = (1.0, 0.0);
    let mut steps = Vec::new();
    for (total, at_risk) in totals.iter().zip(at_risk) {
        if total.events == 0.0 {
            continue;
        }
        survival *= 1.0 - total.events / at_risk;
        hazard_variance += total.events / (at_risk * (at_risk - total.events));
        steps.push(SurvivalStep {
            time: total.time,
            at_risk,
            events: total.events,
            survival,
            // Greenwood's sum is infinite once nobody is left; the limit of the product is 0.
            variance: if survival == 0.0 {
                0.0
            } else {
                survival * survival * hazard_variance
            },
        });
    }
    steps
}
