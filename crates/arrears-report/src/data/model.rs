//! The late-payment model: how it was made and how far to trust it.

use serde::{Deserialize, Serialize};

use super::evidence::{
    CalibrationFigures, EceLimit, HistoryRow, LossDifference, OriginRow, PartRow, RefinementRow,
};
use crate::Wording;

/// The late-payment model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelReport {
    /// What kind of model it is, in a sentence or two.
    pub description: Wording,
    /// First invoice date it was trained on.
    pub train_from: Option<String>,
    /// Last invoice date it was trained on.
    pub train_until: Option<String>,
    /// Invoices it was trained on.
    pub n_train: u64,
    /// Penalty of the squared coefficients on the standardised scale.
    pub l2: Option<f64>,
    /// How well it did, per sample.
    pub samples: Vec<SampleMetrics>,
    /// The model against each simple rule, on the test sample.
    pub differences: Vec<LossDifference>,
    /// The line through the log-odds of the test sample.
    pub calibration: Option<CalibrationFigures>,
    /// How large the calibration error of the test sample may be.
    pub ece_limit: Option<EceLimit>,
    /// New customers and returning ones of the test sample.
    pub history: Vec<HistoryRow>,
    /// ROC curves of the test sample: the model first, then the baselines.
    pub roc: Vec<RocCurve>,
    /// Predicted and observed late share of the test sample, by bin of the prediction.
    pub reliability: Vec<ReliabilityBin>,
    /// Coefficients; the report sorts them by weight.
    pub coefficients: Vec<CoefficientRow>,
    /// How well it did per group of customers or invoices.
    pub groups: Vec<GroupMetrics>,
    /// Log loss on the folds of the whole model; `None` where its parts were not measured.
    pub folds_log_loss: Option<f64>,
    /// What is lost without each part; the report sorts them.
    pub parts: Vec<PartRow>,
    /// How each setting of the refinements did.
    pub refinements: Vec<RefinementRow>,
    /// Of a backtest with several origins, how each did, oldest first.
    pub origins: Vec<OriginRow>,
    /// Remarks, such as why no test out of time was possible.
    pub notes: Vec<Wording>,
}

/// The metrics of one sample of invoices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleMetrics {
    /// `test` (out of time: the figures to trust), `train`, `validation`, ...
    pub sample: String,
    /// First invoice date.
    pub from: Option<String>,
    /// Last invoice date.
    pub until: Option<String>,
    /// The model, then whatever it is compared with.
    pub scores: Vec<Score>,
}

/// What a score belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreKind {
    /// The model in use.
    #[default]
    Model,
    /// A simple rule that the model has to beat.
    Baseline,
    /// The model with a part left out or added, such as the clusters.
    Ablation,
    /// Another model on the same features, such as trees beside a regression.
    Challenger,
}

/// The metrics of one way of predicting. All by count of invoices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Score {
    /// What predicted, such as "customer's own late ratio".
    pub name: Wording,
    /// The model, a baseline or an ablation.
    pub kind: ScoreKind,
    /// Invoices.
    pub n: u64,
    /// Share of them that was late.
    pub event_rate: Option<f64>,
    /// Area under the ROC curve (0.5 is chance, 1 is perfect).
    pub auc: Option<f64>,
    /// 2 x AUC - 1.
    pub gini: Option<f64>,
    /// Kolmogorov-Smirnov distance of the scores of late and timely invoices.
    pub ks: Option<f64>,
    /// Mean squared error of the probability (low is better).
    pub brier: Option<f64>,
    /// Mean negative log-likelihood in nats (low is better).
    pub log_loss: Option<f64>,
    /// Expected calibration error: mean gap between predicted and observed.
    pub ece: Option<f64>,
    /// Mean absolute error of the expected days late.
    pub mae_days: Option<f64>,
    /// Share of settlement dates within the 80 % interval.
    pub interval_coverage: Option<f64>,
    /// Predicted late amount / realised late amount.
    pub amount_ratio: Option<f64>,
}

/// A ROC curve.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RocCurve {
    /// What predicted.
    pub name: Wording,
    /// The model, a baseline or an ablation.
    pub kind: ScoreKind,
    /// Area under it.
    pub auc: Option<f64>,
    /// (false positive rate, true positive rate), from (0, 0) to (1, 1).
    pub points: Vec<(f64, f64)>,
}

/// Invoices with like predictions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReliabilityBin {
    /// Mean predicted probability.
    pub predicted: f64,
    /// Share that was late.
    pub observed: f64,
    /// Lower end of the 95 % interval of the observed share.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Invoices.
    pub n: u64,
}

/// One coefficient of the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoefficientRow {
    /// The feature's identifier in the catalogue.
    pub feature: String,
    /// Its label.
    pub label: Wording,
    /// Its unit.
    pub unit: Wording,
    /// Change of the log-odds per standard deviation of the feature.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// exp(coefficient): what a standard deviation more does to the odds.
    pub odds_ratio_per_sd: f64,
}

/// The metrics of one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupMetrics {
    /// What the invoices are grouped by, such as "size class".
    pub dimension: Wording,
    /// Which of them.
    pub group: Wording,
    /// Of a group by amount, what its amounts lie above and do not exceed, in minor units.
    pub amounts: Option<(Option<i64>, Option<i64>)>,
    /// Invoices.
    pub n: u64,
    /// Customers that they are of.
    pub n_customers: u64,
    /// Share of the invoices that was late; `None`, as all that follows, where there are too few to say.
    pub event_rate: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Mean predicted probability.
    pub mean_p_late: Option<f64>,
    /// Area under the ROC curve; `None` where all or none were late.
    pub auc: Option<f64>,
    /// Mean squared error of the probability.
    pub brier: Option<f64>,
    /// Expected calibration error.
    pub ece: Option<f64>,
}
