//! `arrears retrain`: the champion against its challenger, and the better of them kept.
//!
//! Everything is decided before anything is written, and written in an order that a kill at any moment leaves whole: the new
//! version, the decision, the pointer. The registry is locked all the while, so that two runs cannot pass each other.

mod unfit;

use std::time::Instant;

use arrears_ledger::Day;
use arrears_models::certainty::Estimate;
use arrears_models::retrain::{
    Contest, Entrants, GroupDifference, Kind, Recalibration, Refusal, RetrainConfig, Stability,
    Tested, Window, contest, recalibrate,
};
use arrears_models::{MODEL_FORMAT, ModelConfig, Trained};
use arrears_store::{ModelChoice, ModelId, ModelMeta, Registry, StoreError, Writer, id_of};
use serde::{Deserialize, Serialize};

use super::keep::{Origin, passport};
use super::material::{self, Loaded};
use super::{refuse_beyond, refuse_other_definitions, usable};
use crate::error::Error;
use crate::plan::{RetrainPlan, Settings};
use crate::pool;
use crate::progress::{Progress, Stage};
use unfit::{no_window, refuse_changed, refuse_earlier, refuse_nothing_new, refuse_older};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The new model took over.
    Promoted,
    /// The champion stays.
    Refused,
    /// The champion stays, its level set right, as a new version.
    Recalibrated,
    /// The champion is of this as-of date already.
    Current,
}

/// What was decided, and on what grounds: the answer of `retrain`, and the file in `decisions/`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Decision {
    /// The as-of date.
    pub as_of: Day,
    /// What became of it.
    pub outcome: Outcome,
    /// What a promotion was, or would have been.
    pub kind: Option<Kind>,
    /// The champion before.
    pub champion: Option<String>,
    /// The new model; none where none was kept.
    pub challenger: Option<String>,
    /// The months both were judged on.
    pub window: Option<Window>,
    /// Invoices of them with a known outcome.
    pub n: Option<usize>,
    /// Of which late.
    pub n_late: Option<usize>,
    /// Customers they are of.
    pub n_customers: Option<usize>,
    /// How the champion did on them.
    pub champion_test: Option<Tested>,
    /// How the new recipe did on them.
    pub challenger_test: Option<Tested>,
    /// Log loss of the share late before them.
    pub base_rate_log_loss: Option<f64>,
    /// Log loss of the new one less the champion's.
    pub difference: Option<Estimate>,
    /// The same by group.
    pub groups: Vec<GroupDifference>,
    /// The final model's scores on them beside the tested one's.
    pub stability: Option<Stability>,
    /// Why the new model does not take over.
    pub refusals: Vec<Refusal>,
    /// How the champion's level was set right.
    pub recalibration: Option<Recalibration>,
}

/// The answer of `retrain`.
#[derive(Debug, Clone, Serialize)]
pub struct RetrainSummary {
    /// The registry.
    pub registry: std::path::PathBuf,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// What was decided.
    #[serde(flatten)]
    pub decision: Decision,
    /// Old versions that were removed.
    pub removed: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

/// Puts the champion's recipe and today's to the same test, fits the winner to all that is known, and promotes it or says why
/// not.
pub fn retrain(plan: &RetrainPlan, progress: &dyn Progress) -> Result<RetrainSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let registry = open(plan)?;
        let writer = match &registry {
            Some(registry) if !plan.dry_run => Some(registry.writer()?),
            _ => None,
        };
        let champion = registry.as_ref().map(champion).transpose()?.flatten();
        let (decision, removed) = match &champion {
            Some(champion) if champion.trained.as_of == plan.as_of => {
                (current(champion, plan.as_of), Vec::new())
            }
            _ => decide(plan, champion.as_ref(), writer.as_ref(), progress)?,
        };
        Ok(RetrainSummary {
            registry: plan.registry.clone(),
            dry_run: plan.dry_run,
            decision,
            removed,
            seconds: started.elapsed().as_secs_f64(),
        })
    })
}

/// The model in use.
struct Champion {
    meta: ModelMeta,
    trained: Trained,
    recipe: ModelConfig,
    /// What was champion and was rolled back by hand.
    rolled_back: Vec<ModelId>,
}

/// The registry, if there is one: only a first model that is to be kept makes it.
fn open(plan: &RetrainPlan) -> Result<Option<Registry>, Error> {
    match Registry::open(&plan.registry) {
        Err(StoreError::NoRegistry { .. }) => Ok(None),
        found => Ok(Some(found?)),
    }
}

/// The registry of a first model. Another run may have made one since this one looked.
fn make(plan: &RetrainPlan) -> Result<Registry, Error> {
    let registry = Registry::create(&plan.registry)?;
    match registry.is_new()? {
        true => Ok(registry),
        false => Err(Error::Gate {
            reason: format!(
                "another run kept a first model in `{}` meanwhile: run again, to be compared with it",
                plan.registry.display()
            ),
        }),
    }
}

/// The champion with its recipe; none in an empty registry. One that has models and no champion, or the other way round, was
/// copied by halves or damaged: nobody can say which model was in use.
fn champion(registry: &Registry) -> Result<Option<Champion>, Error> {
    if registry.is_new()? {
        return Ok(None);
    }
    let (meta, trained) = usable(registry, &ModelChoice::Champion)?;
    let recipe = serde_json::from_value(meta.recipe.clone()).map_err(|_| Error::NotEnoughData {
        what: format!(
            "model `{}` does not say by which recipe it was made: arrears {} wrote it, and this is {}",
            meta.id,
            meta.code_version,
            crate::VERSION
        ),
        hint: "`arrears train --promote` makes a champion that does".into(),
    })?;
    Ok(Some(Champion {
        meta,
        trained,
        recipe,
        rolled_back: registry.rolled_back()?,
    }))
}

fn decide(
    plan: &RetrainPlan,
    champion: Option<&Champion>,
    writer: Option<&Writer>,
    progress: &dyn Progress,
) -> Result<(Decision, Vec<String>), Error> {
    let settings = &plan.settings;
    if let Some(champion) = champion {
        refuse_earlier(champion, plan.as_of)?;
        refuse_other_definitions(&champion.meta, &champion.trained, settings)?;
    }
    let loaded = material::load(settings, plan.as_of, progress)?;
    refuse_beyond(&loaded, plan.as_of)?;
    if let Some(champion) = champion {
        refuse_older(champion, &loaded)?;
        refuse_nothing_new(champion, &loaded)?;
        refuse_changed(champion, &loaded, plan)?;
    }
    let known = plan.as_of.min(loaded.book.last_known_day());
    let config = &settings.config.retrain;
    let contest = progress.stage(Stage::Compare, 0, || {
        held(&loaded, known, champion, settings)
    })?;
    let mut decision = Decision::of(plan.as_of, champion, contest.as_ref());
    if let Some(contest) = &contest {
        decision.refusals = contest.refusals(config);
    }
    let recipe = &settings.config.model;
    let trained = progress.stage(Stage::Model, 0, || {
        let last = champion.map(|champion| &champion.trained);
        fit(&loaded, settings, recipe, plan.as_of, last)
    })?;
    if let Some(contest) = &contest {
        decision.stability = contest.stability(&loaded.book, known, &trained.late)?;
        // A first model has no champion that could stay: its stability is told, and refuses nothing.
        let found = decision.stability.iter().filter(|_| champion.is_some());
        let refusals: Vec<Refusal> = found.flat_map(|found| found.refusals(config)).collect();
        decision.refusals.extend(refusals);
    }
    let origin = Origin {
        settings,
        loaded: &loaded,
        recipe,
        parent: None,
    };
    decision
        .refusals
        .extend(rolled_back(champion, &trained, plan.as_of)?);
    if decision.refusals.is_empty() {
        decision.outcome = Outcome::Promoted;
    }
    let mended = match (decision.outcome, champion, &contest) {
        (Outcome::Refused, Some(champion), Some(contest)) => {
            mend(&loaded, champion, contest, plan.as_of, config)?
        }
        _ => None,
    };
    if let Some((_, recalibration)) = &mended {
        decision.outcome = Outcome::Recalibrated;
        decision.recalibration = Some(*recalibration);
    }
    // What was read must be what is on record, also where nothing is kept.
    let new = passport(&origin, &trained)?;
    let mut removed = Vec::new();
    let made = match writer.is_none() && !plan.dry_run {
        true => Some(make(plan)?),
        false => None,
    };
    let first = made.as_ref().map(Registry::writer).transpose()?;
    if let Some(writer) = writer.or(first.as_ref()) {
        let new = writer.save(&trained, new)?;
        decision.challenger = Some(new.id.to_string());
        let mended = match (mended, champion) {
            (Some((trained, _)), Some(champion)) => {
                Some(save_mended(writer, &origin, champion, &trained)?)
            }
            _ => None,
        };
        removed = settle(writer, &decision, &new, mended.as_ref(), settings)?;
    }
    Ok((decision, removed))
}

/// Writes what was decided: the decision first, then the pointers, then what is no longer kept.
fn settle(
    writer: &Writer,
    decision: &Decision,
    new: &ModelMeta,
    mended: Option<&ModelMeta>,
    settings: &Settings,
) -> Result<Vec<String>, Error> {
    writer.record(&decision.as_of.to_string(), decision)?;
    let promote =
        |meta: &ModelMeta| writer.promote(&ModelChoice::Id(meta.id.to_string()), MODEL_FORMAT);
    match (decision.outcome, mended) {
        (Outcome::Promoted, _) => {
            promote(new)?;
            writer.challenge(None)?;
        }
        (_, Some(mended)) => {
            promote(mended)?;
            writer.challenge(Some(&new.id))?;
        }
        _ => writer.challenge(Some(&new.id))?,
    }
    let removed = writer.retain(settings.config.registry.keep)?;
    Ok(removed.iter().map(|id| id.to_string()).collect())
}

/// Both recipes on the last mature months; nothing where there are none, which only a first model may go without.
fn held(
    loaded: &Loaded,
    known: Day,
    champion: Option<&Champion>,
    settings: &Settings,
) -> Result<Option<Contest>, Error> {
    let config = &settings.config;
    let Some(window) = Window::last_mature(&loaded.book, known, &config.retrain) else {
        return match champion {
            None => Ok(None),
            Some(champion) => Err(no_window(champion, known, &config.retrain)),
        };
    };
    let entrants = Entrants {
        champion: champion.map(|champion| (&champion.trained, &champion.recipe)),
        recipe: &config.model,
    };
    let found = contest(
        &loaded.book,
        window,
        known,
        entrants,
        &config.retrain,
        config.seed,
    );
    match (found, champion) {
        (Ok(contest), _) => Ok(Some(contest)),
        // A first model has nothing to be compared with.
        (Err(_), None) => Ok(None),
        (Err(error), Some(_)) => Err(error.into()),
    }
}

fn fit(
    loaded: &Loaded,
    settings: &Settings,
    recipe: &ModelConfig,
    as_of: Day,
    last: Option<&Trained>,
) -> Result<Trained, Error> {
    let config = &settings.config;
    let training = arrears_models::train(
        &loaded.book,
        as_of,
        recipe,
        &config.clusters,
        config.seed,
        last,
    )?;
    Ok(training.trained)
}

fn mend(
    loaded: &Loaded,
    champion: &Champion,
    contest: &Contest,
    as_of: Day,
    config: &RetrainConfig,
) -> Result<Option<(Trained, Recalibration)>, Error> {
    // A comparison that could not be made says nothing of the champion either.
    let judged = contest.n >= config.min_labels;
    match judged {
        false => Ok(None),
        true => {
            let mended = recalibrate(&loaded.book, &champion.trained, contest, as_of, config)?;
            match &mended {
                Some((trained, _)) if rolled_back(Some(champion), trained, as_of)?.is_some() => {
                    Ok(None)
                }
                _ => Ok(mended),
            }
        }
    }
}

/// The refusal of a model that was rolled back: the same training makes the same model, and somebody decided against that one.
fn rolled_back(
    champion: Option<&Champion>,
    trained: &Trained,
    as_of: Day,
) -> Result<Option<Refusal>, Error> {
    let known = champion.map_or(&[][..], |champion| &champion.rolled_back);
    if known.is_empty() {
        return Ok(None);
    }
    let id = id_of(trained, &as_of.to_string())?;
    Ok(known
        .contains(&id)
        .then(|| Refusal::RolledBack { id: id.to_string() }))
}

fn save_mended(
    writer: &Writer,
    origin: &Origin,
    champion: &Champion,
    trained: &Trained,
) -> Result<ModelMeta, Error> {
    let origin = Origin {
        settings: origin.settings,
        loaded: origin.loaded,
        recipe: &champion.recipe,
        parent: Some(champion.meta.id.to_string()),
    };
    Ok(writer.save(trained, passport(&origin, trained)?)?)
}

impl Decision {
    fn of(as_of: Day, champion: Option<&Champion>, contest: Option<&Contest>) -> Self {
        Self {
            as_of,
            outcome: Outcome::Refused,
            kind: contest.map_or(champion.is_none().then_some(Kind::First), |c| {
                Some(c.kind())
            }),
            champion: champion.map(|champion| champion.meta.id.to_string()),
            challenger: None,
            window: contest.map(|contest| contest.window),
            n: contest.map(|contest| contest.n),
            n_late: contest.map(|contest| contest.n_late),
            n_customers: contest.map(|contest| contest.n_customers),
            champion_test: contest.and_then(|contest| contest.champion.clone()),
            challenger_test: contest.map(|contest| contest.challenger.clone()),
            base_rate_log_loss: contest.and_then(|contest| contest.base_rate_log_loss),
            difference: contest.and_then(|contest| contest.difference),
            groups: contest.map_or_else(Vec::new, |contest| contest.groups.clone()),
            stability: None,
            refusals: Vec::new(),
            recalibration: None,
        }
    }
}

/// The champion of this very date: a run that was cut off after its promotion, or a second one. There is nothing to do.
fn current(champion: &Champion, as_of: Day) -> Decision {
    Decision {
        outcome: Outcome::Current,
        ..Decision::of(as_of, Some(champion), None)
    }
}
