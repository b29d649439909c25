//! Time-ordered folds inside the training period: each is predicted by a model that knew only what came before it.
//!
//! A fold's training rows are the invoices mature on the eve of its first day, with the labels *as known that eve*:
//! an invoice paid in time but booked afterwards was late for all that anyone knew. The folds choose the penalty,
//! say how much of the last fold's shift to carry forward, and give the out-of-time sample of the report.

use arrears_features::columns::Columns;
use arrears_features::{InvoiceIx, Labels};
use arrears_learn::logistic::LogisticModel;
use arrears_learn::metrics;
use arrears_ledger::Day;
use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::fit::{TrainingRows, regress};
use super::terms::Terms;
use super::{logit, sigmoid};
use crate::config::ModelConfig;
use crate::settlement::Observation;
use crate::{ModelError, encoding};

/// Shares of the previous fold's shift that may be carried to the next.
const CARRIES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// What the folds said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoldReport {
    /// First day of each fold, in order.
    pub origins: Vec<Day>,
    /// Out-of-time log loss of each set of features and penalty, over all folds.
    pub candidates: Vec<CandidateScore>,
    /// Share of the last shift that is carried into the final model.
    pub carry: f64,
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
    /// Predicted probability of being late.
    pub p_late: Vec<f64>,
    /// Whether it was late, as known on the as-of date.
    pub late: Vec<bool>,
    /// Share late of the rows that the fold's model was trained on.
    pub base_rate: f64,
    /// What the fold's model knew of settlements: its training rows, each with its in-sample probability.
    pub observations: Vec<Observation>,
}

/// Features, penalty, carried shift and hold-out, chosen on the folds.
pub(super) struct Choice {
    pub terms: Terms,
    pub penalty: f64,
    pub shift: f64,
    pub report: FoldReport,
    pub holdout: Holdout,
}

/// One fold's rows: positions among the training rows, and the labels as known then and now.
struct Fold {
    origin: Day,
    train: Vec<usize>,
    train_late: Vec<bool>,
    /// Days from the due date to settlement, and whether it was one, as known then.
    train_days: Vec<(i32, bool)>,
    test: Vec<usize>,
    test_late: Vec<bool>,
}

/// A fold predicted by each candidate.
struct Predicted {
    /// Log-odds of the test rows, by candidate.
    scores: Vec<Vec<f64>>,
    /// Log-odds of the training rows, by candidate.
    train_scores: Vec<Vec<f64>>,
}

/// Runs the folds. Nothing when the period is too short to hold one out.
pub(super) fn choose(
    rows: &TrainingRows,
    config: &ModelConfig,
) -> Result<Option<Choice>, ModelError> {
    let folds = folds(rows, config);
    if folds.is_empty() {
        return Ok(None);
    }
    let candidates: Vec<(Terms, f64)> = Terms::CANDIDATES
        .into_iter()
        .flat_map(|terms| {
            config
                .penalties
                .iter()
                .map(move |&penalty| (terms, penalty))
        })
        .collect();
    let predicted = folds
        .par_iter()
        .map(|fold| predict(rows.columns, fold, &candidates))
        .collect::<Result<Vec<_>, _>>()?;
    let scores: Vec<CandidateScore> = candidates
        .iter()
        .enumerate()
        .map(|(j, &(terms, penalty))| {
            let log_loss = pooled_log_loss(&folds, &predicted, j, &|_| 0.0);
            CandidateScore {
                terms,
                penalty,
                log_loss,
            }
        })
        .collect();
    let best = (0..scores.len())
        .min_by(|&a, &b| {
            scores[a]
                .log_loss
                .total_cmp(&scores[b].log_loss)
                .then(a.cmp(&b))
        })
        .unwrap_or(0);
    let shifts: Vec<f64> = folds
        .iter()
        .zip(&predicted)
        .map(|(fold, p)| shift(&p.scores[best], &fold.test_late))
        .collect();
    let carry = carry(&folds, &predicted, best, &shifts);
    let last = folds.len() - 1;
    let holdout_shift = if last > 0 {
        carry * shifts[last - 1]
    } else {
        0.0
    };
    let report = FoldReport {
        origins: folds.iter().map(|f| f.origin).collect(),
        candidates: scores,
        carry,
    };
    let holdout = holdout(&folds[last], &predicted[last], best, holdout_shift);
    Ok(Some(Choice {
        terms: candidates[best].0,
        penalty: candidates[best].1,
        shift: carry * shifts[last],
        report,
        holdout,
    }))
}

/// Rolling origins over the last half of the mature rows, each fold an equal share of it, never splitting a day.
fn folds(rows: &TrainingRows, config: &ModelConfig) -> Vec<Fold> {
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

fn fold(rows: &TrainingRows, from: Day, until: Day, most: usize) -> Fold {
    let before: Vec<usize> = (0..rows.issued.len())
        .filter(|&i| rows.issued[i] < from)
        .collect();
    let before = thinned(before, most * 4);
    let ids: Vec<InvoiceIx> = before.iter().map(|&i| rows.invoices[i]).collect();
    let then: Labels = (rows.labels_at)(&ids, from - 1);
    let known: Vec<usize> = (0..ids.len())
        .filter(|&j| then.mature[j] && !then.excluded[j])
        .collect();
    let known = thinned(known, most);
    let test = (0..rows.issued.len())
        .filter(|&i| rows.usable(i) && rows.issued[i] >= from && rows.issued[i] < until)
        .collect();
    let test = thinned(test, most);
    Fold {
        origin: from,
        train: known.iter().map(|&j| before[j]).collect(),
        train_late: known.iter().map(|&j| then.late[j]).collect(),
        train_days: known
            .iter()
            .map(|&j| (then.days_late[j], then.settled[j]))
            .collect(),
        test_late: test.iter().map(|&i| rows.labels.late[i]).collect(),
        test,
    }
}

fn predict(
    columns: &Columns,
    fold: &Fold,
    candidates: &[(Terms, f64)],
) -> Result<Predicted, ModelError> {
    let train = columns.select(&fold.train);
    let test = columns.select(&fold.test);
    let encoding = encoding::fit(&train, &vec![true; fold.train.len()]);
    let y: Array1<f64> = fold
        .train_late
        .iter()
        .map(|&late| f64::from(late))
        .collect();
    let mut predicted = Predicted {
        scores: Vec::new(),
        train_scores: Vec::new(),
    };
    for group in candidates.chunk_by(|a, b| a.0 == b.0) {
        let encoding = encoding.only(|feature| group[0].0.has(feature));
        if encoding.columns().is_empty() {
            let base = base_log_odds(&fold.train_late);
            for _ in group {
                predicted.scores.push(vec![base; fold.test.len()]);
                predicted.train_scores.push(vec![base; fold.train.len()]);
            }
            continue;
        }
        let (x, x_test) = (encoding.apply(&train)?, encoding.apply(&test)?);
        let pairs = group
            .par_iter()
            .map(|&(_, penalty)| {
                let model = regress(x.view(), y.view(), None, penalty, None)?;
                Ok((scores(&model, &x_test), scores(&model, &x)))
            })
            .collect::<Result<Vec<_>, ModelError>>()?;
        for (test, train) in pairs {
            predicted.scores.push(test);
            predicted.train_scores.push(train);
        }
    }
    Ok(predicted)
}

fn scores(model: &LogisticModel, x: &Array2<f64>) -> Vec<f64> {
    let coefficients: ArrayView1<f64> = model.coefficients();
    (x.dot(&coefficients) + model.intercept()).to_vec()
}

fn pooled_log_loss(
    folds: &[Fold],
    predicted: &[Predicted],
    penalty: usize,
    shift: &dyn Fn(usize) -> f64,
) -> f64 {
    let (mut sum, mut n) = (0.0, 0usize);
    for (k, (fold, p)) in folds.iter().zip(predicted).enumerate() {
        let shift = shift(k);
        let chances: Vec<f64> = p.scores[penalty]
            .iter()
            .map(|s| sigmoid(s + shift))
            .collect();
        // Only an empty fold has no log loss, and folds are never empty.
        sum += metrics::log_loss(&chances, &fold.test_late).unwrap_or(f64::INFINITY)
            * chances.len() as f64;
        n += chances.len();
    }
    sum / n as f64
}

/// The intercept shift that a fold's outcomes ask for: the root of `sum(late - sigmoid(score + shift))`, by Newton.
///
/// Half an invoice of either outcome is added at a chance of one half, so that a one-sided fold stays finite.
fn shift(scores: &[f64], late: &[bool]) -> f64 {
    let mut delta = 0.0;
    for _ in 0..50 {
        let (mut gradient, mut curvature) = (0.5 - sigmoid(delta), 0.25);
        for (score, &late) in scores.iter().zip(late) {
            let p = sigmoid(score + delta);
            gradient += f64::from(late) - p;
            curvature += p * (1.0 - p);
        }
        let step = (gradient / curvature).clamp(-1.0, 1.0);
        delta += step;
        if step.abs() < 1e-10 {
            break;
        }
    }
    delta
}

/// How much of a fold's shift would have served the next fold best; none with fewer than three folds to tell.
fn carry(folds: &[Fold], predicted: &[Predicted], penalty: usize, shifts: &[f64]) -> f64 {
    if folds.len() < 3 {
        return 0.0;
    }
    let loss = |share: f64| {
        pooled_log_loss(folds, predicted, penalty, &|k| {
            if k == 0 { 0.0 } else { share * shifts[k - 1] }
        })
    };
    CARRIES
        .into_iter()
        .min_by(|a, b| loss(*a).total_cmp(&loss(*b)))
        .unwrap_or(0.0)
}

fn holdout(fold: &Fold, predicted: &Predicted, penalty: usize, shift: f64) -> Holdout {
    let chances = |scores: &[f64]| {
        scores
            .iter()
            .map(|s| sigmoid(s + shift))
            .collect::<Vec<f64>>()
    };
    let observations = chances(&predicted.train_scores[penalty])
        .into_iter()
        .zip(&fold.train_days)
        .map(|(p_late, &(days, settled))| Observation {
            p_late,
            days,
            settled,
        })
        .collect();
    Holdout {
        rows: fold.test.clone(),
        p_late: chances(&predicted.scores[penalty]),
        late: fold.test_late.clone(),
        base_rate: share(&fold.train_late),
        observations,
    }
}

/// Every k-th element, so that at most `most` remain, evenly over the order.
pub(super) fn thinned(rows: Vec<usize>, most: usize) -> Vec<usize> {
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

    #[test]
    fn the_shift_brings_the_mean_to_the_outcomes() {
        let scores = vec![0.0; 1000];
        let late: Vec<bool> = (0..1000).map(|i| i % 4 == 0).collect();
        assert!((shift(&scores, &late) - (0.25f64 / 0.75).ln()).abs() < 0.01);
        assert!(shift(&scores, &vec![false; 1000]).is_finite());
    }
}
