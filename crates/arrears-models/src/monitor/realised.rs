//! What became of it: the models that were in use, on the invoices they scored that have an outcome by now.

use std::collections::BTreeMap;

use arrears_features::Book;
use arrears_learn::bootstrap::{BootstrapParams, paired_mean_difference};
use arrears_learn::metrics::entropy;
use arrears_ledger::Day;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::in_use::{Answers, InUse, LeftOut, Said};
use super::levels::{GroupLevel, Outcomes, levels};
use super::{Expected, MonitorConfig};
use crate::ModelError;
use crate::certainty::{CalibrationLine, Estimate, calibration_line, log_loss};
use crate::evaluate::{Scores, scores};
use crate::judged::Judged;
use crate::retrain::Window;

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
    /// The figures of what was said of each.
    pub scores: Scores,
    /// The line through the log-odds, with intervals; none where it cannot be told.
    pub calibration: Option<CalibrationLine>,
    /// What the probabilities promised, on the same invoices.
    pub expected: Option<Expected>,
    /// Share late of the training invoices of the model that scored each, on average.
    pub base_rate: f64,
    /// Log loss of these shares, on the same invoices.
    pub base_rate_log_loss: Option<f64>,
    /// The log loss less that of the base rate; above 0 the models are worse.
    pub against_base_rate: Option<Estimate>,
    /// The log loss less the expected one; above 0 it is worse than the probabilities promised.
    pub against_expected: Option<Estimate>,
    /// The same by month of issue.
    pub months: Vec<MonthRealised>,
    /// The same by the model that scored them, oldest first.
    pub models: Vec<ModelRealised>,
    /// All of it, and groups of customers that are large enough, the surest first.
    pub groups: Vec<GroupLevel>,
}

/// One month of issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthRealised {
    /// Its first day.
    pub month: Day,
    /// What came of its invoices.
    #[serde(flatten)]
    pub came: Came,
}

/// One model that was in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelRealised {
    /// Its id.
    pub id: String,
    /// First invoice date of those it scored.
    pub from: Day,
    /// Last invoice date of those it scored.
    pub until: Day,
    /// What came of them.
    #[serde(flatten)]
    pub came: Came,
}

/// What came of some invoices, beside what was promised. Figures of no invoices are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Came {
    /// Invoices with an outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Share late that was promised.
    pub promised: Option<f64>,
    /// Log loss.
    pub log_loss: Option<f64>,
    /// Log loss expected.
    pub expected_log_loss: Option<f64>,
}

impl Realised {
    /// Of the models that were in use, as known at the end of a day, and of whom it cannot be told; none where nothing has
    /// matured.
    pub(super) fn of(
        book: &Book,
        in_use: &[InUse],
        known: Day,
        config: &MonitorConfig,
    ) -> Result<(Option<Self>, Vec<LeftOut>), ModelError> {
        let Some(first) = in_use.first() else {
            return Ok((None, Vec::new()));
        };
        let window = Window {
            from: first.issued.from,
            until: known,
        };
        let answers = Answers::of(book, in_use, window, known)?;
        let judged = &answers.judged;
        if judged.late.is_empty() {
            return Ok((None, answers.left_out));
        }
        let rows = Rows::new(judged, &answers.said);
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
        let base: Vec<f64> = answers.said.iter().map(|said| said.base_rate).collect();
        let realised = Self {
            window,
            n: rows.late.len(),
            n_late: rows.late.iter().filter(|late| **late).count(),
            n_customers: judged.n_customers(),
            scores: scores(&rows.p, rows.late, &judged.amounts),
            calibration: calibration_line(&rows.p, rows.late, &judged.customers),
            expected: Expected::of(&rows.p),
            base_rate: base.iter().sum::<f64>() / base.len() as f64,
            base_rate_log_loss: scores(&base, rows.late, &judged.amounts).log_loss,
            against_base_rate: rows.interval(&rows.base)?,
            against_expected: rows.interval(&rows.entropy)?,
            months: rows.months(&judged.months),
            models: rows.models(in_use, &answers),
            groups,
        };
        Ok((Some(realised), answers.left_out))
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
    fn new(judged: &'a Judged, said: &[Said]) -> Self {
        let rows = || said.iter().zip(&judged.late);
        Self {
            p: said.iter().map(|said| said.p).collect(),
            late: &judged.late,
            drawn: judged.drawn(),
            loss: rows().map(|(said, late)| log_loss(said.p, *late)).collect(),
            base: rows()
                .map(|(said, late)| log_loss(said.base_rate, *late))
                .collect(),
            entropy: said.iter().map(|said| entropy(said.p)).collect(),
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
        let told = |(month, rows): (Day, Vec<usize>)| MonthRealised {
            month,
            came: self.came(&rows),
        };
        by_month.into_iter().map(told).collect()
    }

    /// Of each model that could be asked, also one whose invoices have no outcome yet.
    fn models(&self, in_use: &[InUse], answers: &Answers) -> Vec<ModelRealised> {
        let asked = |(by, model): (usize, &InUse)| {
            let is_left_out = |left: &LeftOut| left.id == model.id;
            if model.model.is_err() || answers.left_out.iter().any(is_left_out) {
                return None;
            }
            let is_own = |row: &usize| answers.said[*row].by == by;
            let rows: Vec<usize> = (0..answers.said.len()).filter(is_own).collect();
            Some(ModelRealised {
                id: model.id.to_owned(),
                from: model.issued.from,
                until: model.issued.until,
                came: self.came(&rows),
            })
        };
        in_use.iter().enumerate().filter_map(asked).collect()
    }

    fn came(&self, rows: &[usize]) -> Came {
        let mean = |values: &[f64]| {
            let sum: f64 = rows.iter().map(|&i| values[i]).sum();
            (!rows.is_empty()).then(|| sum / rows.len() as f64)
        };
        Came {
            n: rows.len(),
            n_late: rows.iter().filter(|&&i| self.late[i]).count(),
            promised: mean(&self.p),
            log_loss: mean(&self.loss),
            expected_log_loss: mean(&self.entropy),
        }
    }
}
