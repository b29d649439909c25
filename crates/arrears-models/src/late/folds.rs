//! Time-ordered folds inside the training period: each is predicted by a model that knew only what came before it.
//!
//! A fold's training rows are the invoices mature on the eve of its first day, with the labels *as known that eve*:
//! an invoice paid in time but booked afterwards was late for all that anyone knew. What the folds choose stands in
//! [`super::choose`].

use arrears_features::{InvoiceIx, Labels};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::ablation::AblationScore;
use super::challenger::ChallengerReport;
use super::estimates::Estimates;
use super::fit::TrainingRows;
use super::logit;
use super::terms::Terms;
use crate::config::ModelConfig;

/// What the folds said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoldReport {
    /// First day of each fold, in order.
    pub origins: Vec<Day>,
    /// Out-of-time log loss of each set of features and penalty, over all folds.
    pub candidates: Vec<CandidateScore>,
    /// Out-of-time log loss by half-life of the training rows, in days; none: all count alike.
    pub half_lives: Vec<OptionScore>,
    /// Out-of-time log loss by penalty on the departures of large customers; none: no departures.
    pub customer_penalties: Vec<OptionScore>,
    /// Share of the last shift that is carried into the final model.
    pub carry: f64,
    /// Out-of-time log loss without each part of the model, the whole first; empty where it was not asked for.
    #[serde(default)]
    pub ablation: Vec<AblationScore>,
    /// How the trees did beside the regression, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenger: Option<ChallengerReport>,
}

/// A setting that may be absent, and how it did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OptionScore {
    /// The setting.
    pub value: Option<f64>,
    /// Mean out-of-time log loss, in nats.
    pub log_loss: f64,
    /// Whether the model is fitted so.
    #[serde(default)]
    pub chosen: bool,
}

/// A set of features with a penalty, and how it did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CandidateScore {
    /// The set of features.
    pub terms: Terms,
    /// The L2 penalty.
    pub penalty: f64,
    /// Mean out-of-time log loss, in nats.
    pub log_loss: f64,
}

/// The latest fold, predicted by a model trained before it: the training period's own out-of-time sample.
#[derive(Debug, Clone, Default)]
pub struct Holdout {
    /// Position of each row among the training rows.
    pub rows: Vec<usize>,
    /// Predicted log-odds of being late.
    pub estimates: Estimates,
    /// Whether it was late, as known on the as-of date.
    pub late: Vec<bool>,
    /// Share late of the rows that the fold's model was trained on.
    pub base_rate: f64,
    /// The rows that the fold's model was trained on, and what was known of them.
    pub train: Vec<TrainedRow>,
}

/// A training row of the hold-out's model, as known on its eve.
#[derive(Debug, Clone, Copy)]
pub struct TrainedRow {
    /// Position among the training rows.
    pub row: usize,
    /// In-sample log-odds of being late.
    pub score: f64,
    /// Days from the due date to settlement, or to the last day seen open.
    pub days: i32,
    /// Whether `days` is a settlement.
    pub settled: bool,
    /// How much the row counts.
    pub weight: f64,
}

/// One fold's rows: positions among the training rows, and the labels as known then and now.
pub(super) struct Fold {
    pub(super) origin: Day,
    pub(super) train: Vec<usize>,
    pub(super) train_late: Vec<bool>,
    /// Days from the fold's origin back to each training row's issue.
    pub(super) train_age: Vec<f64>,
    /// Days from the due date to settlement, and whether it was one, as known then.
    pub(super) train_days: Vec<(i32, bool)>,
    pub(super) test: Vec<usize>,
    pub(super) test_late: Vec<bool>,
}

/// Rolling origins over the last half of the mature rows, each fold an equal share of it, never splitting a day.
pub(super) fn folds(rows: &TrainingRows, config: &ModelConfig) -> Vec<Fold> {
    let mut days: Vec<Day> = (0..rows.issued.len())
        .filter(|&i| rows.usable(i))
        .map(|i| rows.issued[i])
        .collect();
    days.sort_unstable();
    let n = days.len();
    let mut origins: Vec<Day> = (0..config.n_folds)
        .map(|k| {
            days.get(n / 2 + k * (n - n / 2) / config.n_folds.max(1))
                .copied()
        })
        .collect::<Option<_>>()
        .unwrap_or_default();
    origins.dedup();
    let end = days.last().map_or(Day(0), |last| *last + 1);
    let ends = origins.iter().skip(1).copied().chain([end]);
    origins
        .iter()
        .zip(ends)
        .map(|(&from, until)| fold(rows, from, until, config.fold_rows))
        .filter(|fold| {
            fold.train.len() >= config.min_invoices
                && fold.test.len() >= 10
                && varies(&fold.train_late)
        })
        .collect()
}

/// The invoices with a known outcome on the eve of a day, and what was known of them then.
pub(super) struct KnownBefore {
    /// Positions among the training rows.
    pub(super) rows: Vec<usize>,
    pub(super) late: Vec<bool>,
    /// Days from the day back to each row's issue.
    pub(super) age: Vec<f64>,
    /// Days from the due date to settlement, and whether it was one.
    days: Vec<(i32, bool)>,
}

/// At most `most` invoices that a model of the eve of `from` may learn from.
pub(super) fn known_before(rows: &TrainingRows, from: Day, most: usize) -> KnownBefore {
    let before: Vec<usize> = (0..rows.issued.len())
        .filter(|&i| rows.issued[i] < from)
        .collect();
    let before = thinned(before, most.saturating_mul(4));
    let ids: Vec<InvoiceIx> = before.iter().map(|&i| rows.invoices[i]).collect();
    let then: Labels = (rows.labels_at)(&ids, from - 1);
    let known: Vec<usize> = (0..ids.len())
        .filter(|&j| then.mature[j] && !then.excluded[j])
        .collect();
    let known = thinned(known, most);
    KnownBefore {
        rows: known.iter().map(|&j| before[j]).collect(),
        late: known.iter().map(|&j| then.late[j]).collect(),
        age: known
            .iter()
            .map(|&j| f64::from(from - rows.issued[before[j]]))
            .collect(),
        days: known
            .iter()
            .map(|&j| (then.days_late[j], then.settled[j]))
            .collect(),
    }
}

fn fold(rows: &TrainingRows, from: Day, until: Day, most: usize) -> Fold {
    let known = known_before(rows, from, most);
    let test = (0..rows.issued.len())
        .filter(|&i| rows.usable(i) && rows.issued[i] >= from && rows.issued[i] < until)
        .collect();
    let test = thinned(test, most);
    Fold {
        origin: from,
        train: known.rows,
        train_late: known.late,
        train_age: known.age,
        train_days: known.days,
        test_late: test.iter().map(|&i| rows.labels.late[i]).collect(),
        test,
    }
}

/// Every k-th element, so that at most `most` remain, evenly over the order.
pub(crate) fn thinned<T>(rows: Vec<T>, most: usize) -> Vec<T> {
    let step = rows.len().div_ceil(most.max(1)).max(1);
    if step == 1 {
        rows
    } else {
        rows.into_iter().step_by(step).collect()
    }
}

pub(super) fn varies(late: &[bool]) -> bool {
    late.iter().any(|&l| l) && late.iter().any(|&l| !l)
}

pub(super) fn share(late: &[bool]) -> f64 {
    (late.iter().filter(|&&l| l).count() as f64 + 0.5) / (late.len() as f64 + 1.0)
}

/// Log-odds of a smoothed share: the intercept of a base-rate model.
pub(super) fn base_log_odds(late: &[bool]) -> f64 {
    logit(share(late))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_is_even_and_bounded() {
        assert_eq!(thinned((0..10).collect(), 4), [0, 3, 6, 9]);
        assert_eq!(thinned((0..4).collect(), 4), [0, 1, 2, 3]);
    }
}
