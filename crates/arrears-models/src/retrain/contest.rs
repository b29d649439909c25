//! Both recipes on the same invoices: fitted as of the eve of the test months, judged on them.

use arrears_features::Book;
use arrears_learn::bootstrap::{BootstrapParams, paired_mean_difference};
use arrears_learn::drift::{Histogram, stability_index};
use arrears_ledger::Day;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::RetrainConfig;
use super::groups::{GroupDifference, Losses, by_group};
use super::verdict::Refusal;
use super::window::Window;
use crate::certainty::{CalibrationLine, Estimate, calibration_line, log_loss};
use crate::evaluate::{Scores, scores};
use crate::judged::Judged;
use crate::late::{LateModel, shift, sigmoid};
use crate::train::late_model;
use crate::{ModelConfig, ModelError, Trained};

/// Bins of the scores whose stability is measured.
const SCORE_BINS: usize = 10;

/// Who meets: the model in use with the recipe that made it, and the recipe that would make the new one.
#[derive(Debug, Clone, Copy)]
pub struct Entrants<'a> {
    /// The champion, if there is one.
    pub champion: Option<(&'a Trained, &'a ModelConfig)>,
    /// The new model's recipe.
    pub recipe: &'a ModelConfig,
}

/// How one of the two did on the test months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// Whether it is the champion's own bytes, trained before the test months; otherwise its recipe, fitted on their eve.
    pub own: bool,
    /// Its figures.
    pub scores: Scores,
    /// Its calibration, where one can be told.
    pub calibration: Option<CalibrationLine>,
}

/// What the test months say of the two.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The test months.
    pub window: Window,
    /// Their invoices with a known outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Customers they are of.
    pub n_customers: usize,
    /// The champion, if there is one.
    pub champion: Option<Tested>,
    /// The new recipe.
    pub challenger: Tested,
    /// Whether both have the same recipe.
    pub same_recipe: bool,
    /// Log loss of the share late before the test months, on the same invoices.
    pub base_rate_log_loss: Option<f64>,
    /// Log loss of the new one less the champion's, with its 95 % interval; none where both are one and the same model.
    pub difference: Option<Estimate>,
    /// The same by group, for groups large enough.
    pub groups: Vec<GroupDifference>,
    /// The new recipe's log-odds on the test months.
    log_odds: Vec<f64>,
}

/// Fits both recipes as of the eve of `window`, and judges them on what is known of it at the end of `known`.
///
/// # Errors
/// What training refuses; a feature of the champion that the ledger does not give.
pub fn contest(
    book: &Book,
    window: Window,
    known: Day,
    entrants: Entrants,
    config: &RetrainConfig,
    seed: u64,
) -> Result<Contest, ModelError> {
    let judged = Judged::of(book, window, known);
    let eve = window.eve();
    let challenger = late_model(book, eve, entrants.recipe)?;
    let z = judged.log_odds(book, &challenger)?;
    let same_recipe = entrants
        .champion
        .is_some_and(|(_, recipe)| recipe.spelt_out() == entrants.recipe.spelt_out());
    let champion = match entrants.champion {
        None => None,
        Some((trained, _)) if trained.as_of <= eve => {
            Some((true, judged.log_odds(book, &trained.late)?))
        }
        Some(_) if same_recipe => Some((false, z.clone())),
        Some((_, recipe)) => Some((
            false,
            judged.log_odds(book, &late_model(book, eve, recipe)?)?,
        )),
    };
    let base_rate = vec![challenger.base_rate(); judged.late.len()];
    let mut contest = Contest {
        window,
        n: judged.late.len(),
        n_late: judged.late.iter().filter(|late| **late).count(),
        n_customers: judged.n_customers(),
        challenger: tested(&judged, false, &z),
        champion: champion.as_ref().map(|(own, z)| tested(&judged, *own, z)),
        same_recipe,
        base_rate_log_loss: scores(&base_rate, &judged.late, &judged.amounts).log_loss,
        difference: None,
        groups: Vec::new(),
        log_odds: z.clone(),
    };
    if let Some((_, theirs)) = champion.filter(|(own, _)| *own || !same_recipe) {
        contest.compare(&judged, book, (&z, &theirs), config, seed)?;
    }
    Ok(contest)
}

impl Contest {
    fn compare(
        &mut self,
        judged: &Judged,
        book: &Book,
        (new, champion): (&[f64], &[f64]),
        config: &RetrainConfig,
        seed: u64,
    ) -> Result<(), ModelError> {
        if judged.late.is_empty() {
            return Ok(());
        }
        let loss = |z: &[f64]| -> Vec<f64> {
            let rows = z.iter().zip(&judged.late);
            rows.map(|(z, late)| log_loss(sigmoid(*z), *late)).collect()
        };
        let (new, champion) = (loss(new), loss(champion));
        let losses = Losses {
            new: &new,
            champion: &champion,
            late: &judged.late,
            drawn: &judged.drawn(),
        };
        let params = BootstrapParams::new(seed)
            .n_resamples(config.n_resamples)
            .check()?;
        self.difference =
            paired_mean_difference(&new, &champion, losses.drawn, &params)?.map(Estimate::from);
        let margin = self.margin(config);
        let groupings = judged.groupings(book, self.window);
        self.groups = by_group(&losses, &groupings, margin, seed, config)?;
        Ok(())
    }

    /// How the model fitted to everything scores the test months, beside the tested one.
    ///
    /// Both are first brought to the level that these months turned out to have: what a model carries forward of the
    /// latest months' level is its business, and told apart.
    ///
    /// # Errors
    /// A feature of the model that the ledger does not give.
    pub fn stability(
        &self,
        book: &Book,
        known: Day,
        model: &LateModel,
    ) -> Result<Option<Stability>, ModelError> {
        let judged = Judged::of(book, self.window, known);
        let z = judged.log_odds(book, model)?;
        let at_level = |z: &[f64]| -> (f64, Vec<f64>) {
            let shift = shift(z, &judged.late);
            (shift, z.iter().map(|z| sigmoid(z + shift)).collect())
        };
        let ((_, tested), (shift, last)) = (at_level(&self.log_odds), at_level(&z));
        let bins = Histogram::by_quantiles(&tested, SCORE_BINS);
        let psi = stability_index(&bins.counts, &bins.of(&last).counts);
        Ok(psi.map(|psi| Stability { psi, level: -shift }))
    }
}

/// Whether the model fitted to everything is the one that was tested, as far as its scores on the test months tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Population stability index over ten bins of the tested model's scores, both at the level of the outcomes.
    pub psi: f64,
    /// By how much its log-odds lie above what these months turned out to be.
    pub level: f64,
}

impl Stability {
    /// What of it refuses a promotion.
    pub fn refusals(&self, config: &RetrainConfig) -> Vec<Refusal> {
        let drifted = (self.psi >= config.max_psi).then_some(Refusal::Drifted {
            psi: self.psi,
            limit: config.max_psi,
        });
        let off = (self.level.abs() >= config.max_level).then_some(Refusal::LevelOff {
            level: self.level,
            limit: config.max_level,
        });
        drifted.into_iter().chain(off).collect()
    }
}

fn tested(judged: &Judged, own: bool, z: &[f64]) -> Tested {
    let p: Vec<f64> = z.iter().map(|z| sigmoid(*z)).collect();
    Tested {
        own,
        scores: scores(&p, &judged.late, &judged.amounts),
        calibration: calibration_line(&p, &judged.late, &judged.customers),
    }
}
