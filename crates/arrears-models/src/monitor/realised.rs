//! What became of it: the model on the invoices issued after its as-of date that have an outcome by now.

use std::collections::BTreeMap;

use arrears_features::Book;
use arrears_learn::bootstrap::{BootstrapParams, paired_mean_difference};
use arrears_learn::metrics::entropy;
use arrears_ledger::Day;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::levels::{GroupLevel, Outcomes, levels};
use super::{Expected, MonitorConfig, chances};
use crate::certainty::{CalibrationLine, Estimate, calibration_line, log_loss};
use crate::evaluate::{Scores, scores};
use crate::judged::Judged;
use crate::retrain::Window;
use crate::{ModelError, Trained};

/// Seed of the resamples: the same invoices give the same intervals.
const SEED: u64 = 1;

/// Quality as it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Realised {
    /// Invoice dates it is told of.
    pub window: Window,
    /// Invoices with an outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Customers they are of.
    pub n_customers: usize,
    /// The model's figures.
    pub scores: Scores,
    /// The line through its log-odds, with intervals; none where it cannot be told.
    pub calibration: Option<CalibrationLine>,
    /// What its probabilities promised, on the same invoices.
    pub expected: Option<Expected>,
    /// Share late of the training invoices.
    pub base_rate: f64,
    /// Log loss of that share, on the same invoices.
    pub base_rate_log_loss: Option<f64>,
    /// The model's log loss less that of the base rate; above 0 the model is worse.
    pub against_base_rate: Option<Estimate>,
    /// The model's log loss less the expected one; above 0 it is worse than its probabilities promised.
    pub against_expected: Option<Estimate>,
    /// The same by month of issue.
    pub months: Vec<MonthRealised>,
    /// All of it, and groups of customers that are large enough, the surest first.
    pub groups: Vec<GroupLevel>,
}

/// One month of issue.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MonthRealised {
    /// Its first day.
    pub month: Day,
    /// Invoices with an outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Share late that was promised.
    pub promised: f64,
    /// Log loss.
    pub log_loss: f64,
    /// Log loss expected.
    pub expected_log_loss: f64,
}

impl Realised {
    /// Of a model, as known at the end of a day; none where nothing has matured, or a feature is gone.
    pub(super) fn of(
        book: &Book,
        model: &Trained,
        known: Day,
        config: &MonitorConfig,
    ) -> Result<Option<Self>, ModelError> {
        let window = Window {
            from: model.as_of + 1,
            until: known,
        };
        let judged = Judged::of(book, window, known);
        let log_odds = match judged.log_odds(book, &model.late) {
            Err(ModelError::FeatureMissing { .. }) => return Ok(None),
            found => found?,
        };
        if judged.late.is_empty() {
            return Ok(None);
        }
        let rows = Rows::new(&judged, &chances(&log_odds), model.late.base_rate());
        let outcomes = Outcomes {
            p: &rows.p,
            late: rows.late,
            customers: &judged.customers,
            drawn: &rows.drawn,
        };
        let groups = match config.group_labels <= judged.late.len() {
            true => levels(&outcomes, &judged.groupings(book, window), config)?,
            false => Vec::new(),
        };
        let base = vec![model.late.base_rate(); rows.p.len()];
        Ok(Some(Self {
            window,
            n: rows.late.len(),
            n_late: rows.late.iter().filter(|late| **late).count(),
            n_customers: judged.n_customers(),
            scores: scores(&rows.p, rows.late, &judged.amounts),
            calibration: calibration_line(&rows.p, rows.late, &judged.customers),
            expected: Expected::of(&rows.p),
            base_rate: model.late.base_rate(),
            base_rate_log_loss: scores(&base, rows.late, &judged.amounts).log_loss,
            against_base_rate: rows.interval(&rows.base)?,
            against_expected: rows.interval(&rows.entropy)?,
            months: rows.months(&judged.months),
            groups,
        }))
    }
}

/// What is known of every invoice.
struct Rows<'a> {
    p: Vec<f64>,
    late: &'a [bool],
    /// Whom, or which months of whom, a resample draws.
    drawn: Vec<usize>,
    loss: Vec<f64>,
    base: Vec<f64>,
    entropy: Vec<f64>,
}

impl<'a> Rows<'a> {
    fn new(judged: &'a Judged, p: &[f64], base_rate: f64) -> Self {
        let rows = || p.iter().zip(&judged.late);
        Self {
            p: p.to_vec(),
            late: &judged.late,
            drawn: judged.drawn(),
            loss: rows().map(|(p, late)| log_loss(*p, *late)).collect(),
            base: rows().map(|(_, late)| log_loss(base_rate, *late)).collect(),
            entropy: p.iter().map(|p| entropy(*p)).collect(),
        }
    }

    /// The mean loss less the mean of another column.
    fn interval(&self, other: &[f64]) -> Result<Option<Estimate>, ModelError> {
        let params = BootstrapParams::new(SEED).check()?;
        let interval = paired_mean_difference(&self.loss, other, &self.drawn, &params)?;
        Ok(interval.map(Estimate::from))
    }

    fn months(&self, months: &[Day]) -> Vec<MonthRealised> {
        let mut by_month: BTreeMap<Day, Vec<usize>> = BTreeMap::new();
        for (i, month) in months.iter().enumerate() {
            by_month.entry(*month).or_default().push(i);
        }
        let told = |(month, rows): (Day, Vec<usize>)| {
            let mean = |values: &[f64]| mean(&rows, |i| values[i]);
            MonthRealised {
                month,
                n: rows.len(),
                n_late: rows.iter().filter(|&&i| self.late[i]).count(),
                promised: mean(&self.p),
                log_loss: mean(&self.loss),
                expected_log_loss: mean(&self.entropy),
            }
        };
        by_month.into_iter().map(told).collect()
    }
}

fn mean(rows: &[usize], value: impl Fn(usize) -> f64) -> f64 {
    rows.iter().map(|&i| value(i)).sum::<f64>() / rows.len().max(1) as f64
}
