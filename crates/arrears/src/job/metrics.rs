//! `metrics.json`: how good the model was, per sample and per group, with its baselines beside it.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use arrears_models::Origin;
use arrears_models::certainty::{CalibrationLine, Estimate};
use arrears_models::evaluate::{Evaluation, Scores};
use arrears_models::late::{AblationScore, ChallengerReport, FoldReport};
use serde::Serialize;

/// The file.
#[derive(Debug, Serialize)]
pub struct MetricsFile {
    as_of: Day,
    /// Out of time: the figures to trust. In a run, the latest stretch of the training period, predicted by a model
    /// trained before it; in a backtest, the test period.
    test: SampleMetrics,
    /// The training sample itself, in sample.
    train: SampleMetrics,
    /// Out-of-time log loss on the folds of the training period without each part of the model, the whole first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ablation: Vec<AblationScore>,
    /// How the trees did beside the regression on the folds, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    challenger: Option<ChallengerReport>,
    /// Of a backtest, the figures of each origin: the model trained before it, on the invoices issued from it on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    origins: Vec<Origin>,
}

#[derive(Debug, Serialize)]
struct SampleMetrics {
    from: Option<Day>,
    until: Option<Day>,
    model: Scores,
    /// The model on the other event: not settled by 30 days after due.
    late_30d: Scores,
    baselines: BTreeMap<String, Scores>,
    /// Log loss of the model less each baseline's, with a 95 % interval by customer: below 0 the model is better.
    log_loss_differences: BTreeMap<String, Estimate>,
    /// The line through the model's log-odds: slope 1 and intercept 0 are right.
    calibration: Option<CalibrationLine>,
    groups: BTreeMap<String, BTreeMap<String, Scores>>,
}

impl MetricsFile {
    /// The figures of both samples.
    pub fn new(as_of: Day, test: &Evaluation, train: &Evaluation) -> Self {
        Self {
            as_of,
            test: SampleMetrics::new(test),
            train: SampleMetrics::new(train),
            ablation: Vec::new(),
            challenger: None,
            origins: Vec::new(),
        }
    }

    /// Adds what the folds said of the model's parts, and of its challenger.
    #[must_use]
    pub fn with_folds(mut self, folds: &FoldReport) -> Self {
        self.ablation = folds.ablation.clone();
        self.challenger = folds.challenger.clone();
        self
    }

    /// Adds the figures of each origin of a backtest.
    #[must_use]
    pub fn with_origins(mut self, origins: &[Origin]) -> Self {
        self.origins = origins.to_vec();
        self
    }

    /// Adds a baseline that only forecasts days, such as the customer's own median.
    #[must_use]
    pub fn with_days_baseline(mut self, name: &str, mae_days: Option<f64>) -> Self {
        let (n, event_rate) = (self.test.model.n, self.test.model.event_rate);
        let scores = Scores {
            n,
            event_rate,
            mae_days,
            ..Scores::default()
        };
        self.test.baselines.insert(name.to_owned(), scores);
        self
    }
}

impl SampleMetrics {
    fn new(evaluation: &Evaluation) -> Self {
        let named = |list: &[arrears_models::evaluate::Named]| {
            list.iter()
                .map(|named| (named.name.clone(), named.scores.clone()))
                .collect()
        };
        Self {
            from: evaluation.from,
            until: evaluation.until,
            model: evaluation.model.clone(),
            late_30d: evaluation.late_30d.clone(),
            baselines: named(&evaluation.baselines),
            log_loss_differences: evaluation
                .differences
                .iter()
                .map(|difference| (difference.name.clone(), difference.log_loss))
                .collect(),
            calibration: evaluation.calibration,
            groups: evaluation
                .by_group
                .iter()
                .map(|group| (group.by.clone(), named(&group.groups)))
                .collect(),
        }
    }
}

/// The test figures by name, for summaries and the registry; what is undefined is left out.
pub fn headline(evaluation: &Evaluation) -> BTreeMap<String, f64> {
    let scores = &evaluation.model;
    let all = [
        ("auc", scores.auc),
        ("brier", scores.brier),
        ("log_loss", scores.log_loss),
        ("ece", scores.ece),
        ("ks", scores.ks),
        ("mae_days", scores.mae_days),
        ("interval_coverage", scores.interval_coverage),
        ("event_rate", (scores.n > 0).then_some(scores.event_rate)),
        ("n_test", Some(scores.n as f64)),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
