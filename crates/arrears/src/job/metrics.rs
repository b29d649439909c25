//! `metrics.json`: how good the model was, per sample and per group, with its baselines beside it.

use std::collections::BTreeMap;

use arrears_insight::customers::shares::SegmentShares;
use arrears_insight::statistics::wilson;
use arrears_insight::text::statement;
use arrears_ledger::Day;
use arrears_models::Origin;
use arrears_models::certainty::{CalibrationLine, EceLimit, Estimate};
use arrears_models::evaluate::{Evaluation, Named, Scores};
use arrears_models::groups::{Group, GroupScores, HistoryScores};
use arrears_models::late::{AblationScore, ChallengerReport, LateModel, Separation};
use serde::Serialize;

/// The file.
#[derive(Debug, Serialize)]
pub struct MetricsFile {
    as_of: Day,
    /// That all of this is an estimate of payment behaviour.
    statement: String,
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
    /// Features that tell late from in time by themselves in training: were they known at issue?
    #[serde(skip_serializing_if = "Vec::is_empty")]
    separated: Vec<Separation>,
    /// Of a backtest, the figures of each origin: the model trained before it, on the invoices issued from it on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    origins: Vec<Origin>,
    /// Customers and shares of the segments per sector, size class and country; small groups are not told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    segment_shares: Vec<SegmentShares>,
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
    /// What chance alone does to the model's calibration error.
    ece_limit: Option<EceLimit>,
    /// New customers beside returning ones, the model beside the base rate.
    new_and_returning: BTreeMap<String, HistoryFigures>,
    /// Amounts in cents between the groups by amount.
    amount_quartiles_minor: Option<[i64; 3]>,
    groups: BTreeMap<String, BTreeMap<String, GroupFigures>>,
}

/// Figures of a group; of one that is too small, how small.
#[derive(Debug, Serialize)]
struct GroupFigures {
    n_customers: usize,
    /// 95 % interval of the late share.
    event_rate_interval: Option<[f64; 2]>,
    #[serde(flatten)]
    scores: Shown,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Shown {
    Scores(Box<Scores>),
    TooFew { n: usize },
}

#[derive(Debug, Serialize)]
struct HistoryFigures {
    n: usize,
    n_customers: usize,
    /// 95 % interval of the late share.
    event_rate_interval: Option<[f64; 2]>,
    model: Option<Scores>,
    base_rate: Option<Scores>,
    /// Log loss of the model less the base rate's.
    log_loss_difference: Option<Estimate>,
}

impl MetricsFile {
    /// The figures of both samples.
    pub fn new(as_of: Day, test: &Evaluation, train: &Evaluation) -> Self {
        Self {
            as_of,
            statement: statement().en,
            test: SampleMetrics::new(test),
            train: SampleMetrics::new(train),
            ablation: Vec::new(),
            challenger: None,
            separated: Vec::new(),
            origins: Vec::new(),
            segment_shares: Vec::new(),
        }
    }

    /// Adds what the folds said of the model's parts and of its challenger, and which features separate the outcomes.
    #[must_use]
    pub fn with_model(mut self, late: &LateModel) -> Self {
        self.ablation = late.folds().ablation.clone();
        self.challenger = late.folds().challenger.clone();
        self.separated = late.separated().to_vec();
        self
    }

    /// Adds how the segments fall in each sector, size class and country.
    #[must_use]
    pub fn with_segments(mut self, shares: &[SegmentShares]) -> Self {
        self.segment_shares = shares.to_vec();
        self
    }

    /// Adds the figures of each origin of a backtest.
    #[must_use]
    pub fn with_origins(mut self, origins: &[Origin]) -> Self {
        self.origins = origins.to_vec();
        self
    }
}

impl SampleMetrics {
    fn new(evaluation: &Evaluation) -> Self {
        Self {
            from: evaluation.from,
            until: evaluation.until,
            model: evaluation.model.clone(),
            late_30d: evaluation.late_30d.clone(),
            baselines: evaluation
                .baselines
                .iter()
                .map(|named| (named.name.clone(), named.scores.clone()))
                .collect(),
            log_loss_differences: evaluation
                .differences
                .iter()
                .map(|difference| (difference.name.clone(), difference.log_loss))
                .collect(),
            calibration: evaluation.calibration,
            ece_limit: evaluation.ece_limit,
            new_and_returning: evaluation
                .by_history
                .iter()
                .map(|part| (part.name.clone(), HistoryFigures::new(part)))
                .collect(),
            amount_quartiles_minor: (!evaluation.by_group.is_empty())
                .then_some(evaluation.amount_quartiles),
            groups: evaluation
                .by_group
                .iter()
                .map(|group| (group.by.clone(), group_figures(group)))
                .collect(),
        }
    }
}

fn group_figures(group: &Group) -> BTreeMap<String, GroupFigures> {
    let figures = |group: &GroupScores| GroupFigures {
        n_customers: group.n_customers,
        event_rate_interval: late_interval(group.scores.as_ref(), group.effective_n),
        scores: match &group.scores {
            Some(scores) => Shown::Scores(Box::new(scores.clone())),
            None => Shown::TooFew { n: group.n },
        },
    };
    let named = |group: &GroupScores| (group.name.clone(), figures(group));
    group.groups.iter().map(named).collect()
}

impl HistoryFigures {
    fn new(part: &HistoryScores) -> Self {
        Self {
            n: part.n,
            n_customers: part.n_customers,
            event_rate_interval: late_interval(part.model.as_ref(), part.effective_n),
            model: part.model.clone(),
            base_rate: part.base_rate.clone(),
            log_loss_difference: part.log_loss_difference,
        }
    }
}

/// The 95 % interval of a group's late share.
pub fn late_interval(scores: Option<&Scores>, effective_n: f64) -> Option<[f64; 2]> {
    wilson(scores?.event_rate, effective_n).map(|interval| [interval.low, interval.high])
}

/// Of the customer's own median, the mean error in days on the test.
pub fn customer_median_mae(evaluation: &Evaluation) -> Option<f64> {
    let own = |named: &&Named| named.name == "customer_median_days";
    evaluation.baselines.iter().find(own)?.scores.mae_days
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
