//! What the model's figures are worth: how sure they are, for whom they hold, and what each part of it adds.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bounds {
    /// The figure.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The model against one simple rule, on the same invoices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LossDifference {
    /// The rule.
    pub name: Wording,
    /// Log loss of the model less the rule's, in nats: below 0 the model is better.
    pub log_loss: Bounds,
}

/// The line through the log-odds: `logit P(late) = intercept + slope logit p`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalibrationFigures {
    /// 1 is right; below it chances are too extreme.
    pub slope: Bounds,
    /// 0 is right.
    pub intercept: Bounds,
}

/// How large the expected calibration error may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EceLimit {
    /// The larger of 0.025 and `chance_95`.
    pub limit: f64,
    /// What 95 of 100 samples of right chances stay at or below.
    pub chance_95: f64,
}

/// The model on new or on returning customers, beside the base rate. Figures are `None` where there are too few.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryRow {
    /// New or returning.
    pub name: Wording,
    /// Invoices.
    pub n: u64,
    /// Customers that they are of.
    pub n_customers: u64,
    /// Share late.
    pub event_rate: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Mean predicted probability.
    pub mean_p_late: Option<f64>,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Log loss of the model, in nats.
    pub log_loss: Option<f64>,
    /// Log loss of the share late in training.
    pub base_rate_log_loss: Option<f64>,
    /// The first less the second.
    pub difference: Option<Bounds>,
}

/// The model without one of its parts, on the folds of the training period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartRow {
    /// The part left out.
    pub part: Wording,
    /// Log loss without it, in nats.
    pub log_loss: f64,
    /// That less the whole model's: above 0 the part earns its place.
    pub difference: f64,
    /// Columns that are left.
    pub n_columns: u64,
}

/// A setting of a refinement, tried on the folds of the training period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefinementRow {
    /// The refinement.
    pub refinement: Wording,
    /// Its setting; `None` is without it.
    pub setting: Option<f64>,
    /// Log loss with it, in nats.
    pub log_loss: f64,
    /// That less the log loss without the refinement: below 0 it is better.
    pub difference: f64,
    /// Whether the model was fitted so.
    pub chosen: bool,
}

/// One origin of a backtest: a model trained before it, tested on what was issued from it on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OriginRow {
    /// First test day.
    pub from: String,
    /// Last test day.
    pub until: String,
    /// Invoices with a known outcome.
    pub n: u64,
    /// Share late.
    pub event_rate: Option<f64>,
    /// Mean predicted probability.
    pub mean_p_late: Option<f64>,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Log loss, in nats.
    pub log_loss: Option<f64>,
    /// Log loss of the share late in the origin's training.
    pub base_rate_log_loss: Option<f64>,
}
