//! One outcome of first invoices, fitted: the regression, its posterior, and what it says of an applicant.

use arrears_learn::logistic::{LogisticModel, LogisticParams, Posterior, sigmoid};
use linfa::ParamGuard;
use ndarray::{Array1, ArrayView1};

use super::design::{Design, Factor, Placed};
use super::first::FirstInvoice;
use super::{Applicant, Risk};
use crate::ModelError;
use crate::late::logit;

/// Standard normal quantile of a 90 % interval.
const Z90: f64 = 1.644_853_626_951_472_7;
/// Customers added to the base rate, half of them late, so that it is neither 0 nor 1.
const PRIOR_CUSTOMERS: f64 = 1.0;

/// A fitted outcome.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    design: Design,
    penalty: f64,
    regression: Option<(LogisticModel, Posterior)>,
    base_rate: f64,
    n_customers: usize,
}

impl Fitted {
    /// Fits an outcome on the rows of which it is known.
    pub(super) fn of(
        rows: &[&FirstInvoice],
        outcome: impl Fn(&FirstInvoice) -> Option<bool>,
        penalty: f64,
        forbidden: &[String],
    ) -> Result<Fitted, ModelError> {
        let known: Vec<(&FirstInvoice, bool)> = rows
            .iter()
            .filter_map(|row| Some((*row, outcome(row)?)))
            .collect();
        let rows: Vec<&FirstInvoice> = known.iter().map(|(row, _)| *row).collect();
        let weights: Array1<f64> = rows.iter().map(|row| row.weight).collect();
        let late: Array1<f64> = known.iter().map(|(_, late)| f64::from(*late)).collect();
        let n = weights.sum();
        let n_late = weights.dot(&late);
        let design = Design::learn(&rows, forbidden);
        let both = late.iter().any(|&late| late > 0.0) && late.iter().any(|&late| late < 1.0);
        let regression = match both && design.n_columns() > 0 {
            true => Some(regression(&design, &rows, &late, &weights, penalty)?),
            false => None,
        };
        Ok(Fitted {
            design,
            penalty,
            regression,
            base_rate: (n_late + 0.5 * PRIOR_CUSTOMERS) / (n + PRIOR_CUSTOMERS),
            n_customers: n.round() as usize,
        })
    }

    /// The risk of an applicant, and its place in the columns.
    pub(super) fn risk(&self, applicant: &Applicant) -> (Risk, Placed) {
        let placed = self.design.place(applicant);
        let (log_odds, variance) = self.log_odds(&placed);
        let at = |z: f64| sigmoid(log_odds + z * variance.sqrt());
        let risk = Risk {
            p: sigmoid(log_odds),
            low: at(-Z90),
            high: at(Z90),
        };
        (risk, placed)
    }

    fn log_odds(&self, placed: &Placed) -> (f64, f64) {
        let Some((model, posterior)) = &self.regression else {
            // One outcome, or nothing to tell customers apart by: the base rate, as uncertain as a share of so many.
            let p = self.base_rate;
            let n = self.n_customers as f64 + PRIOR_CUSTOMERS;
            return (logit(p), 1.0 / (n * p * (1.0 - p)));
        };
        let row = ArrayView1::from(&placed.values);
        let log_odds = model.intercept() + model.coefficients().dot(&row);
        // A level never seen differs from the others by as much as they are taken to differ. A number that is not said is
        // taken as the usual one, as it was for the customers of whom it was not known.
        let levels = placed.unseen.iter().filter(|factor| factor.is_level());
        let unseen: f64 = levels
            .map(|factor| 1.0 / (self.penalty * factor.penalty_factor()))
            .sum();
        (log_odds, posterior.variance(row) + unseen)
    }

    /// What each factor adds to the log-odds against the mean of the first invoices, the weightiest first.
    pub(super) fn reasons(&self, placed: &Placed) -> Vec<(Factor, f64)> {
        let Some((model, _)) = &self.regression else {
            return Vec::new();
        };
        let mut reasons: Vec<(Factor, f64)> = Vec::new();
        for (j, factor) in self.design.factors().enumerate() {
            let added = model.coefficients()[j] * self.design.against_mean(j, placed.values[j]);
            match reasons.iter_mut().find(|(of, _)| *of == factor) {
                Some((_, sum)) => *sum += added,
                None => reasons.push((factor, added)),
            }
        }
        reasons.retain(|(factor, _)| !placed.unseen.contains(factor));
        reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        reasons
    }

    pub(super) fn design(&self) -> &Design {
        &self.design
    }

    pub(super) fn base_rate(&self) -> f64 {
        self.base_rate
    }

    pub(super) fn n_customers(&self) -> usize {
        self.n_customers
    }
}

fn regression(
    design: &Design,
    rows: &[&FirstInvoice],
    late: &Array1<f64>,
    weights: &Array1<f64>,
    penalty: f64,
) -> Result<(LogisticModel, Posterior), ModelError> {
    let x = design.matrix(rows);
    let params = LogisticParams::new()
        .l2(penalty)
        .penalty_factors(design.penalty_factors())
        .check()?;
    let (y, weights) = (late.view(), Some(weights.view()));
    let model = params.fit_weighted(x.view(), y, weights, None, None)?;
    let posterior = params.posterior(&model, x.view(), weights)?;
    Ok((model, posterior))
}
