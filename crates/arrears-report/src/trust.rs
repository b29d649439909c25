//! How far to trust the model: three questions with plain thresholds, and one beside them.
//!
//! Only a test out of time counts. Of its figures three are asked: does the
//! model put late invoices before timely ones better than the best simple rule,
//! does it come closer to what happened, and does it mean what it says? Whether it also names the day of payment better than
//! the best rule stands beside them and moves no verdict: chances may be right where the middle day is not.

use crate::{ModelReport, SampleMetrics, Score, ScoreKind};

/// Fewest test invoices, and fewest late ones among them, to say anything.
const FEWEST: u64 = 200;
const FEWEST_LATE: u64 = 50;
/// Largest expected calibration error that passes, where the test does not say what chance alone would give.
const MOST_ECE: f64 = 0.05;

/// What can be said of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Trust {
    /// There is no model.
    NoModel,
    /// It was not tested out of time.
    Untested,
    /// The test is too small.
    Few { n: u64, n_late: u64 },
    /// It was tested.
    Tested(Checks),
}

/// The answers; `None` where a figure is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Checks {
    pub(crate) order: Option<bool>,
    pub(crate) close: Option<bool>,
    pub(crate) calibrated: Option<bool>,
    /// Counts for no verdict.
    pub(crate) days: Option<bool>,
}

impl Checks {
    /// How many of the three passed.
    pub(crate) fn n_passed(&self) -> usize {
        [self.order, self.close, self.calibrated]
            .iter()
            .filter(|c| **c == Some(true))
            .count()
    }
}

impl Trust {
    pub(crate) fn of(model: Option<&ModelReport>) -> Trust {
        let Some(model) = model else {
            return Trust::NoModel;
        };
        let Some((sample, score)) = tested(model) else {
            return Trust::Untested;
        };
        let n_late = (score.n as f64 * score.event_rate.unwrap_or(0.0)).round() as u64;
        if score.n < FEWEST || n_late < FEWEST_LATE {
            return Trust::Few { n: score.n, n_late };
        }
        let beats = |own: Option<f64>, other: Option<f64>, higher: bool| {
            let (own, other) = (own?, other?);
            Some(if higher { own > other } else { own < other })
        };
        Trust::Tested(Checks {
            order: beats(score.auc, best_auc(sample).or(Some(0.5)), true),
            close: beats(score.brier, best_brier(sample), false),
            calibrated: score.ece.map(|ece| ece <= most_ece(model)),
            days: beats(score.mae_days, best_mae_days(sample), false),
        })
    }
}

/// Largest expected calibration error that passes.
pub(crate) fn most_ece(model: &ModelReport) -> f64 {
    model.ece_limit.map_or(MOST_ECE, |limit| limit.limit)
}

/// The test sample and the model's own score on it.
pub(crate) fn tested(model: &ModelReport) -> Option<(&SampleMetrics, &Score)> {
    let sample = model.samples.iter().find(|s| s.sample == "test")?;
    let score = sample.scores.iter().find(|s| s.kind == ScoreKind::Model)?;
    Some((sample, score))
}

/// The AUC of the baseline with the highest.
pub(crate) fn best_auc(sample: &SampleMetrics) -> Option<f64> {
    baselines(sample)
        .filter_map(|s| s.auc)
        .max_by(f64::total_cmp)
}

/// The Brier score of the baseline with the lowest.
pub(crate) fn best_brier(sample: &SampleMetrics) -> Option<f64> {
    baselines(sample)
        .filter_map(|s| s.brier)
        .min_by(f64::total_cmp)
}

/// The mean error in days of the baseline with the lowest.
pub(crate) fn best_mae_days(sample: &SampleMetrics) -> Option<f64> {
    baselines(sample)
        .filter_map(|s| s.mae_days)
        .min_by(f64::total_cmp)
}

fn baselines(sample: &SampleMetrics) -> impl Iterator<Item = &Score> {
    sample
        .scores
        .iter()
        .filter(|s| s.kind == ScoreKind::Baseline)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(scores: Vec<Score>) -> ModelReport {
        let sample = SampleMetrics {
            sample: "test".into(),
            scores,
            ..SampleMetrics::default()
        };
        ModelReport {
            samples: vec![sample],
            ..ModelReport::default()
        }
    }

    fn score(kind: ScoreKind, n: u64, auc: f64, brier: f64, ece: f64) -> Score {
        let (event_rate, auc) = (Some(0.4), Some(auc));
        Score {
            kind,
            n,
            event_rate,
            auc,
            brier: Some(brier),
            ece: Some(ece),
            ..Score::default()
        }
    }

    #[test]
    fn days_stand_beside_the_verdict() {
        let mut scores = vec![
            score(ScoreKind::Model, 1000, 0.86, 0.13, 0.02),
            score(ScoreKind::Baseline, 1000, 0.80, 0.15, 0.03),
        ];
        let of = |scores: &[Score]| match Trust::of(Some(&model(scores.to_vec()))) {
            Trust::Tested(checks) => checks,
            other => panic!("{other:?}"),
        };
        assert_eq!(of(&scores).days, None);
        scores[0].mae_days = Some(12.0);
        scores[1].mae_days = Some(11.0);
        assert_eq!((of(&scores).days, of(&scores).n_passed()), (Some(false), 3));
        scores[1].mae_days = Some(13.0);
        assert_eq!(of(&scores).days, Some(true));
    }

    #[test]
    fn a_model_that_beats_the_best_rule_passes() {
        let model = model(vec![
            score(ScoreKind::Model, 1000, 0.86, 0.13, 0.02),
            score(ScoreKind::Baseline, 1000, 0.80, 0.15, 0.03),
            score(ScoreKind::Baseline, 1000, 0.50, 0.24, 0.00),
        ]);
        let Trust::Tested(checks) = Trust::of(Some(&model)) else {
            panic!("not tested")
        };
        assert_eq!(checks.n_passed(), 3);
    }

    #[test]
    fn a_model_no_better_than_a_rule_does_not() {
        let model = model(vec![
            score(ScoreKind::Model, 1000, 0.80, 0.15, 0.08),
            score(ScoreKind::Baseline, 1000, 0.80, 0.15, 0.03),
        ]);
        let Trust::Tested(checks) = Trust::of(Some(&model)) else {
            panic!("not tested")
        };
        assert_eq!(checks.n_passed(), 0);
    }

    #[test]
    fn a_missing_small_or_absent_test_is_told_apart() {
        assert_eq!(Trust::of(None), Trust::NoModel);
        assert_eq!(Trust::of(Some(&ModelReport::default())), Trust::Untested);
        let few = model(vec![score(ScoreKind::Model, 100, 0.9, 0.1, 0.0)]);
        assert_eq!(Trust::of(Some(&few)), Trust::Few { n: 100, n_late: 40 });
    }
}
