//! Will this invoice be paid late: a logistic regression on what was known when it was issued.
//!
//! The model sees an invoice as on the eve of its date: the customer's earlier payment behaviour, what is open and
//! overdue, the invoice's own terms, amount and calendar, and the sector. It predicts the probability that the
//! invoice is not settled by its due date plus grace. The features and the penalty are chosen on time-ordered folds inside the training
//! period, and the intercept is moved when the latest fold shows that the base rate has moved ([`fit`]).
//!
//! With one outcome only, or too few mature invoices, the model is the (smoothed) base rate and says so.
//!
//! Reference: McCullagh and Nelder (1989), Generalized Linear Models, chapter 4, doi:10.1007/978-1-4899-3242-6.

mod ablation;
mod challenger;
mod choose;
mod customers;
mod estimates;
mod explain;
pub(crate) mod families;
mod fit;
mod folds;
mod prepared;
mod separation;
mod terms;

pub use ablation::AblationScore;
pub use challenger::{ChallengerReport, TREES_BUILT, TreesScore};
pub(crate) use choose::shift;
pub use customers::{CustomerEffects, MIN_OWN_INVOICES};
pub use estimates::Estimates;
pub(crate) use fit::TOLERANCE;
pub use fit::{Fitted, TrainingRows, fit};
pub(crate) use folds::thinned;
pub use folds::{CandidateScore, FoldReport, Holdout, OptionScore, TrainedRow};
pub use separation::{Separation, Shows};
pub use terms::Terms;

use arrears_features::columns::Columns;
use ndarray::ArrayView1;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use challenger::Challenger;

use crate::ModelError;
use crate::encoding::{EncodedColumn, Encoding};

/// A fitted late-payment model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LateModel {
    encoding: Encoding,
    /// Log-odds of an average training invoice, the latest fold's shift included.
    intercept: f64,
    coefficients: Vec<f64>,
    standard_errors: Vec<f64>,
    /// What is particular to customers with many invoices.
    customers: CustomerEffects,
    /// Trees beside the regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    challenger: Option<Challenger>,
    /// What was added to the intercept because the base rate moved.
    intercept_shift: f64,
    terms: Terms,
    penalty: Option<f64>,
    /// Days after which a training row counted half.
    half_life: Option<f64>,
    base_rate: f64,
    n_rows: usize,
    note: Option<String>,
    /// Features that tell late from in time by themselves in training.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    separated: Vec<Separation>,
    folds: FoldReport,
}

/// What one feature adds to one prediction, in log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The catalogue's name of the feature.
    pub feature: String,
    /// The feature's value for this row; none for a category or an unknown value.
    pub value: Option<f64>,
    /// The category, where the feature is one.
    pub category: Option<String>,
    /// Log-odds against the average training invoice.
    pub log_odds: f64,
    /// The customer's own figures behind it, with the weightiest contribution of its payment history.
    pub past_year: Option<PastYear>,
}

/// How a customer paid what matured in the last 365 days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastYear {
    /// Invoices that matured.
    pub n_invoices: u32,
    /// Those of them that were late.
    pub n_late: u32,
    /// Mean days late; below 0 is early.
    pub mean_days_late: f64,
}

impl LateModel {
    /// Whether each column has a coefficient and a standard error.
    pub(crate) fn check(&self) -> Result<(), ModelError> {
        let n_columns = self.encoding.columns().len();
        for (what, n) in [
            ("coefficients", self.coefficients.len()),
            ("standard errors", self.standard_errors.len()),
        ] {
            if n != n_columns {
                return Err(ModelError::Parts { what, n, n_columns });
            }
        }
        Ok(())
    }

    /// Probability of being late for each row, in `[0, 1]`.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn predict(&self, rows: &Columns) -> Result<Vec<f64>, ModelError> {
        Ok(self.log_odds(rows)?.into_iter().map(sigmoid).collect())
    }

    /// Log-odds of being late for each row: the regression's, or those of trees that lead.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn log_odds(&self, rows: &Columns) -> Result<Vec<f64>, ModelError> {
        match self.leading_trees() {
            Some(trees) => trees.log_odds(rows),
            None => self.regression_log_odds(rows),
        }
    }

    /// The log-odds of the regression, and of the trees beside it.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn estimates(&self, rows: &Columns) -> Result<Estimates, ModelError> {
        let trees = self.challenger.as_ref();
        Ok(Estimates {
            regression: self.regression_log_odds(rows)?,
            trees: trees.map(|trees| trees.log_odds(rows)).transpose()?,
            trees_lead: self.trees_lead(),
        })
    }

    /// Log-odds of being late by the regression, whoever leads.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn regression_log_odds(&self, rows: &Columns) -> Result<Vec<f64>, ModelError> {
        let x = self.encoding.apply(rows)?;
        let mut scores = (x.dot(&ArrayView1::from(&self.coefficients)) + self.intercept).to_vec();
        self.customers.of(rows)?.add_to(&mut scores);
        Ok(scores)
    }

    /// Each feature's share in each row's log-odds: with the intercept they add up to it exactly.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn contributions(&self, rows: &Columns) -> Result<Vec<Vec<Contribution>>, ModelError> {
        self.explain(rows, |_, shares| {
            shares.iter().copied().enumerate().collect()
        })
    }

    /// The weightiest reasons of each row: `n` by size, and the strongest that lowers the estimate if none of these does,
    /// since something always speaks for the customer. What tells of the same behaviour is one reason, with the sum of its
    /// features' shares; rates of the customer's groups are not told.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn reasons(&self, rows: &Columns, n: usize) -> Result<Vec<Vec<Contribution>>, ModelError> {
        self.explain(rows, |names, shares| names.weightiest(shares, n))
    }

    fn explain(
        &self,
        rows: &Columns,
        keep: impl Fn(&explain::Names, &[f64]) -> Vec<(usize, f64)> + Sync,
    ) -> Result<Vec<Vec<Contribution>>, ModelError> {
        if let Some(trees) = self.leading_trees() {
            let added = trees.contributions(rows)?;
            let names = explain::Names::of_trees(&trees.encoding, rows);
            return Ok((0..added.nrows())
                .into_par_iter()
                .map(|i| names.kept(i, &names.by_feature(added.row(i)), &keep))
                .collect());
        }
        let x = self.encoding.apply(rows)?;
        let effects = self.customers.of(rows)?;
        let names = explain::Names::of(self, rows);
        Ok((0..x.nrows())
            .into_par_iter()
            .map(|i| {
                let shares = names.shares(self, x.row(i), effects.effect(i));
                names.kept(i, &shares, &keep)
            })
            .collect())
    }

    /// Names of the features that the model reads.
    pub fn features(&self) -> Vec<&str> {
        let mut features = self.encoding.features();
        let trees = self.challenger.iter();
        let others = self.customers.features().into_iter();
        for name in others.chain(trees.flat_map(|trees| trees.encoding.features())) {
            if !features.contains(&name) {
                features.push(name);
            }
        }
        features
    }

    /// Whether trees give the probability in the regression's place.
    pub fn trees_lead(&self) -> bool {
        self.leading_trees().is_some()
    }

    fn leading_trees(&self) -> Option<&Challenger> {
        self.challenger.as_ref().filter(|trees| trees.leads)
    }

    /// What is particular to customers with many invoices.
    pub fn customers(&self) -> &CustomerEffects {
        &self.customers
    }

    /// Days after which a training row counted half; none where all counted alike.
    pub fn half_life(&self) -> Option<f64> {
        self.half_life
    }

    /// The columns of the regression with their coefficient and standard error.
    pub fn terms(&self) -> impl Iterator<Item = (&EncodedColumn, f64, f64)> {
        self.encoding
            .columns()
            .iter()
            .zip(self.coefficients.iter().zip(&self.standard_errors))
            .map(|(column, (b, se))| (column, *b, *se))
    }

    /// What a row's contributions are added to: log-odds of an average training invoice.
    pub fn intercept(&self) -> f64 {
        match self.leading_trees() {
            Some(trees) => trees.intercept(),
            None => self.intercept,
        }
    }

    /// What was added to the intercept because the base rate moved, in log-odds.
    pub fn intercept_shift(&self) -> f64 {
        self.intercept_shift
    }

    /// The same model with every row's log-odds moved by as much as these outcomes ask for.
    pub fn recalibrated(&self, log_odds: &[f64], late: &[bool]) -> Self {
        let shift = choose::shift(log_odds, late);
        let mut model = self.clone();
        model.intercept += shift;
        model.intercept_shift += shift;
        if let Some(trees) = &mut model.challenger {
            trees.shift += shift;
        }
        model
    }

    /// The set of features chosen.
    pub fn terms_chosen(&self) -> Terms {
        self.terms
    }

    /// The L2 penalty chosen; none for a base-rate model.
    pub fn penalty(&self) -> Option<f64> {
        self.penalty
    }

    /// Share late of the training invoices.
    pub fn base_rate(&self) -> f64 {
        self.base_rate
    }

    /// Mature invoices that the model was fitted on.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Why the model is no more than the base rate, where it is.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Features that tell late from in time by themselves in training, which mostly means that they were written down
    /// after the outcome.
    pub fn separated(&self) -> &[Separation] {
        &self.separated
    }

    /// How the candidates did on the folds.
    pub fn folds(&self) -> &FoldReport {
        &self.folds
    }
}

/// The name of the reason that this customer's invoices are later, or earlier, than the features alone say. It is no
/// feature of the catalogue.
pub const CUSTOMER_LEVEL: &str = "customer_level";

pub(crate) fn sigmoid(x: f64) -> f64 {
    // exp of a large positive number overflows; of a large negative one it only vanishes.
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        x.exp() / (1.0 + x.exp())
    }
}

pub(crate) fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function_keeps_its_tails() {
        assert_eq!((sigmoid(800.0), sigmoid(-800.0)), (1.0, 0.0));
        assert!((logit(sigmoid(3.0)) - 3.0).abs() < 1e-12);
    }
}
