//! What the folds choose, one thing after the other: features and penalty, how fast older invoices lose weight, whether
//! large customers go their own way, and how much of the last fold's shift to carry forward.
//!
//! A setting beyond the plainest is taken only where it lowers the pooled out-of-time log loss by [`MIN_GAIN`]: each
//! addition earns its place.

use arrears_learn::metrics;
use rayon::prelude::*;

use super::ablation;
use super::challenger;
use super::estimates::Estimates;
use super::fit::TrainingRows;
use super::folds::{
    CandidateScore, Fold, FoldReport, Holdout, OptionScore, TrainedRow, folds, share,
};
use super::prepared::{Candidate, FoldData, Predicted, Ready};
use super::sigmoid;
use super::terms::Terms;
use crate::ModelError;
use crate::config::{ChallengerKind, ModelConfig};

/// Shares of the previous fold's shift that may be carried to the next.
const CARRIES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Half-lives of the training rows' weights, in days.
const HALF_LIVES: [f64; 3] = [365.0, 180.0, 90.0];
/// Penalties on the departures of large customers.
const CUSTOMER_PENALTIES: [f64; 3] = [30.0, 100.0, 300.0];
/// Log loss that a refinement must gain, in nats.
pub(super) const MIN_GAIN: f64 = 0.0005;

/// How a late-payment model is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Recipe {
    pub(super) terms: Terms,
    pub(super) penalty: f64,
    /// Days after which a training row counts half; none: all count alike.
    pub(super) half_life: Option<f64>,
    /// Penalty on the departures of large customers; none: no departures.
    pub(super) customer_penalty: Option<f64>,
}

/// Recipe, carried shift and hold-out, chosen on the folds.
pub(super) struct Choice {
    pub(super) recipe: Recipe,
    pub(super) shift: f64,
    pub(super) report: FoldReport,
    pub(super) holdout: Holdout,
    /// The trees, where they were asked for.
    pub(super) challenger: Option<challenger::Chosen>,
}

/// What is added to log-odds because the base rate moved.
pub(super) struct Carried {
    /// Share of the last shift that is carried.
    carry: f64,
    /// Added on the last fold, as told by the one before it.
    pub(super) last: f64,
    /// Added to the final model, as told by the last fold.
    pub(super) next: f64,
}

/// How much of the folds' shifts to carry forward, and what that adds.
pub(super) fn carried(folds: &[Fold], predicted: &[Predicted]) -> Carried {
    let shifts: Vec<f64> = folds
        .iter()
        .zip(predicted)
        .map(|(fold, p)| shift(&p.scores, &fold.test_late))
        .collect();
    let carry = carry(folds, predicted, &shifts);
    let last = folds.len() - 1;
    Carried {
        carry,
        last: last
            .checked_sub(1)
            .map_or(0.0, |before| carry * shifts[before]),
        next: carry * shifts[last],
    }
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
    let data = folds
        .par_iter()
        .map(|fold| FoldData::new(rows.columns, fold))
        .collect::<Result<Vec<_>, _>>()?;
    let fitted = data
        .par_iter()
        .map(|data| data.candidates(&config.penalties))
        .collect::<Result<Vec<_>, _>>()?;
    let candidates = scores(&folds, &fitted, config);
    let best = first_best(candidates.iter().map(|candidate| candidate.log_loss));
    let CandidateScore { terms, penalty, .. } = candidates[best];
    let ready: Vec<Ready> = data
        .into_par_iter()
        .zip(fitted)
        .map(|(data, fitted)| Ready::new(data, terms, fitted[best].clone()))
        .collect();
    let common = |half_life| on_all(&ready, |_, fold| fold.common(penalty, half_life));
    let ages = refine(&folds, common(None)?, &HALF_LIVES, |half_life| {
        common(Some(half_life))
    })?;
    let plain = ages.predicted.clone();
    let customers = refine(&folds, plain, &CUSTOMER_PENALTIES, |own_penalty| {
        on_all(&ready, |k, fold| {
            fold.with_departures(&ages.predicted[k], ages.value, own_penalty)
        })
    })?;
    let predicted = customers.predicted;
    let recipe = Recipe {
        terms,
        penalty,
        half_life: ages.value,
        customer_penalty: customers.value,
    };
    let ablation = match config.ablation {
        true => ablation::measure(&ready, &folds, recipe)?,
        false => Vec::new(),
    };
    let shift = carried(&folds, &predicted);
    let challenger = match config.challenger {
        ChallengerKind::Trees => Some(challenger::judge(rows, &folds, &predicted, recipe, config)?),
        ChallengerKind::None => None,
    };
    let last = folds.len() - 1;
    Ok(Some(Choice {
        recipe,
        shift: shift.next,
        report: FoldReport {
            origins: folds.iter().map(|f| f.origin).collect(),
            candidates,
            half_lives: ages.scores,
            customer_penalties: customers.scores,
            carry: shift.carry,
            ablation,
            challenger: challenger.as_ref().map(|trees| trees.report.clone()),
        },
        holdout: holdout(
            &folds[last],
            &predicted[last],
            recipe,
            shift.last,
            challenger.as_ref(),
        ),
        challenger,
    }))
}

/// Weights of training rows by their age in days: half after each half-life, 1 on average.
pub(super) fn weights(ages: &[f64], half_life: Option<f64>) -> Vec<f64> {
    let Some(half_life) = half_life else {
        return vec![1.0; ages.len()];
    };
    let raw: Vec<f64> = ages.iter().map(|age| (-age / half_life).exp2()).collect();
    let mean = raw.iter().sum::<f64>() / raw.len().max(1) as f64;
    raw.into_iter().map(|weight| weight / mean).collect()
}

/// How every set of features with every penalty did over all folds.
fn scores(folds: &[Fold], fitted: &[Vec<Candidate>], config: &ModelConfig) -> Vec<CandidateScore> {
    let n: usize = folds.iter().map(|fold| fold.test.len()).sum();
    let penalties = &config.penalties;
    let pairs = Terms::CANDIDATES
        .into_iter()
        .flat_map(|terms| penalties.iter().map(move |&penalty| (terms, penalty)));
    pairs
        .enumerate()
        .map(|(at, (terms, penalty))| CandidateScore {
            terms,
            penalty,
            log_loss: fitted.iter().map(|fold| fold[at].log_loss).sum::<f64>() / n as f64,
        })
        .collect()
}

/// A setting that may be absent: what was chosen, what it predicts, and how each value did, none first.
struct Refined {
    value: Option<f64>,
    predicted: Vec<Predicted>,
    scores: Vec<OptionScore>,
}

/// Tries the values of a setting, and takes the best where it earns its place against none.
fn refine(
    folds: &[Fold],
    plain: Vec<Predicted>,
    values: &[f64],
    predict: impl Fn(f64) -> Result<Vec<Predicted>, ModelError>,
) -> Result<Refined, ModelError> {
    let score = |value, predicted: &[Predicted]| OptionScore {
        value,
        log_loss: pooled(folds, predicted),
        chosen: false,
    };
    let none = score(None, &plain);
    let mut least = none.log_loss - MIN_GAIN;
    let mut refined = Refined {
        value: None,
        predicted: plain,
        scores: vec![none],
    };
    for &value in values {
        let predicted = predict(value)?;
        let tried = score(Some(value), &predicted);
        refined.scores.push(tried);
        if tried.log_loss < least {
            least = tried.log_loss;
            refined.value = Some(value);
            refined.predicted = predicted;
        }
    }
    for tried in &mut refined.scores {
        tried.chosen = tried.value == refined.value;
    }
    Ok(refined)
}

/// What each fold, by its position, predicts.
fn on_all(
    ready: &[Ready],
    predict: impl Fn(usize, &Ready) -> Result<Predicted, ModelError> + Sync,
) -> Result<Vec<Predicted>, ModelError> {
    let folds = ready.par_iter().enumerate();
    folds.map(|(k, fold)| predict(k, fold)).collect()
}

/// Mean log loss over the test rows of all folds.
pub(super) fn pooled(folds: &[Fold], predicted: &[Predicted]) -> f64 {
    pooled_log_loss(folds, predicted, &|_| 0.0)
}

fn pooled_log_loss(folds: &[Fold], predicted: &[Predicted], shift: &dyn Fn(usize) -> f64) -> f64 {
    let (mut sum, mut n) = (0.0, 0usize);
    for (k, (fold, p)) in folds.iter().zip(predicted).enumerate() {
        let shift = shift(k);
        let shifted: Vec<f64> = p.scores.iter().map(|score| score + shift).collect();
        sum += summed_log_loss(&shifted, &fold.test_late);
        n += shifted.len();
    }
    sum / n as f64
}

pub(super) fn summed_log_loss(scores: &[f64], late: &[bool]) -> f64 {
    let chances: Vec<f64> = scores.iter().map(|score| sigmoid(*score)).collect();
    // Only an empty fold has no log loss, and folds are never empty.
    metrics::log_loss(&chances, late).unwrap_or(f64::INFINITY) * chances.len() as f64
}

/// Position of the smallest; of equals, the first.
fn first_best(losses: impl Iterator<Item = f64>) -> usize {
    losses
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
        .map_or(0, |(at, _)| at)
}

/// The intercept shift that a fold's outcomes ask for: the root of `sum(late - sigmoid(score + shift))`, by Newton.
///
/// Half an invoice of either outcome is added at a chance of one half, so that a one-sided fold stays finite.
pub fn shift(scores: &[f64], late: &[bool]) -> f64 {
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
fn carry(folds: &[Fold], predicted: &[Predicted], shifts: &[f64]) -> f64 {
    if folds.len() < 3 {
        return 0.0;
    }
    let loss = |share: f64| {
        pooled_log_loss(folds, predicted, &|k| {
            if k == 0 { 0.0 } else { share * shifts[k - 1] }
        })
    };
    CARRIES
        .into_iter()
        .min_by(|a, b| loss(*a).total_cmp(&loss(*b)))
        .unwrap_or(0.0)
}

fn holdout(
    fold: &Fold,
    predicted: &Predicted,
    recipe: Recipe,
    shift: f64,
    challenger: Option<&challenger::Chosen>,
) -> Holdout {
    let weights = weights(&fold.train_age, recipe.half_life);
    let train = (0..fold.train.len()).map(|i| TrainedRow {
        row: fold.train[i],
        score: predicted.train_scores[i] + shift,
        days: fold.train_days[i].0,
        settled: fold.train_days[i].1,
        weight: weights[i],
    });
    Holdout {
        rows: fold.test.clone(),
        estimates: Estimates {
            regression: predicted.scores.iter().map(|score| score + shift).collect(),
            trees: challenger.map(|trees| trees.holdout.clone()),
            trees_lead: challenger.is_some_and(|trees| trees.report.leads),
        },
        late: fold.test_late.clone(),
        base_rate: share(&fold.train_late),
        train: train.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_halve_with_age_and_are_one_on_average() {
        let weights = weights(&[0.0, 90.0, 180.0], Some(90.0));
        assert!((weights[0] / weights[1] - 2.0).abs() < 1e-12);
        assert!((weights[0] / weights[2] - 4.0).abs() < 1e-12);
        assert!((weights.iter().sum::<f64>() - 3.0).abs() < 1e-12);
        assert_eq!(super::weights(&[3.0, 4.0], None), [1.0, 1.0]);
    }

    #[test]
    fn the_shift_brings_the_mean_to_the_outcomes() {
        let scores = vec![0.0; 1000];
        let late: Vec<bool> = (0..1000).map(|i| i % 4 == 0).collect();
        assert!((shift(&scores, &late) - (0.25f64 / 0.75).ln()).abs() < 0.01);
        assert!(shift(&scores, &vec![false; 1000]).is_finite());
    }
}
