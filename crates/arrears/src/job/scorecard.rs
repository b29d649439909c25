//! The late-payment estimate as points: fitted, written in every form, and loaded again.

use std::path::{Path, PathBuf};
use std::time::Instant;

use arrears_features::{Selection, at_issue};
use arrears_ledger::Day;
use arrears_models::scorecard::{FORMAT, Reason, Scorecard, to_csv, to_sql};
use arrears_store::{OutputKind, StagedDir, from_json, read_text, to_json};
use serde::Serialize;

use super::material::{self, Loaded};
use super::output::{self, Manifest};
use super::{refuse_beyond, tables};
use crate::error::Error;
use crate::plan::ScorecardPlan;
use crate::pool;
use crate::progress::{Progress, Stage};

/// What a scorecard came to.
#[derive(Debug, Clone, Serialize)]
pub struct ScorecardSummary {
    /// The as-of date.
    pub as_of: Day,
    /// Folder of the results.
    pub out: PathBuf,
    /// Invoices that the card was fitted on.
    pub n_invoices: usize,
    /// Of which late.
    pub n_late: usize,
    /// Points of every invoice, before those of its features.
    pub base_points: i64,
    /// The score at which the odds are `base_odds`.
    pub base_score: f64,
    /// Odds of payment in time there, to one.
    pub base_odds: f64,
    /// Points that double the odds.
    pub points_to_double_odds: f64,
    /// The features of the card, the most informative first.
    pub features: Vec<FeatureSummary>,
    /// Out of time, on the latest fold; absent where none could be held out.
    pub auc: Option<f64>,
    /// The same, in nats.
    pub log_loss: Option<f64>,
    /// The late-payment model's regression on the same invoices.
    pub regression_auc: Option<f64>,
    /// The same, in nats.
    pub regression_log_loss: Option<f64>,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

/// One feature of the card.
#[derive(Debug, Clone, Serialize)]
pub struct FeatureSummary {
    /// The catalogue's name.
    pub feature: String,
    /// What it tells by itself.
    pub information_value: f64,
    /// Change of the log-odds of lateness per unit of weight of evidence.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Fewest points of its bins.
    pub points_from: i64,
    /// Most points of its bins.
    pub points_to: i64,
}

/// Fits a scorecard and writes it as CSV, JSON and SQL, with every invoice's score beside it.
pub fn scorecard(plan: &ScorecardPlan, progress: &dyn Progress) -> Result<ScorecardSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let staged = StagedDir::beside(&plan.out, OutputKind::Scorecard)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let config = &plan.settings.config;
        let card = progress.stage(Stage::Model, 0, || {
            arrears_models::scorecard::scorecard(
                &loaded.book,
                plan.as_of,
                &config.model,
                &config.scorecard,
            )
        })?;
        progress.stage(Stage::Write, 0, || {
            write(&staged, &loaded, &card)?;
            let manifest = Manifest::of("scorecard", &plan.settings, &loaded, plan.as_of, started)?;
            staged.write_manifest(&manifest)?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        Ok(summary(plan, &loaded, &card, started))
    })
}

/// Loads a card from its JSON; it scores as it did when it was written.
pub fn load_scorecard(path: &Path) -> Result<Scorecard, Error> {
    let card: Scorecard = from_json(read_text(path)?.as_bytes(), path)?;
    if card.format == FORMAT {
        return Ok(card);
    }
    Err(Error::NotEnoughData {
        what: format!(
            "the scorecard `{}` has form {}; this version of arrears knows form {FORMAT}",
            path.display(),
            card.format
        ),
        hint: "use the version of arrears that wrote it, or make the card again".into(),
    })
}

fn write(dir: &StagedDir, loaded: &Loaded, card: &Scorecard) -> Result<(), Error> {
    dir.write("scorecard.csv", &to_csv(card))?;
    dir.write("scorecard.json", &to_json(card)?)?;
    dir.write("scorecard.sql", to_sql(card).as_bytes())?;
    let features: Vec<&str> = card.features.iter().map(|f| f.feature.as_str()).collect();
    let book = &loaded.book;
    let known = card.as_of.min(book.last_known_day());
    let table = at_issue(
        book,
        Day(i32::MIN / 2),
        known,
        known,
        Selection::Only(&features),
    );
    output::parquet(
        dir,
        "scored_invoices.parquet",
        tables::scored(book, table, card, known)?,
        &["invoice_id"],
    )
}

fn summary(
    plan: &ScorecardPlan,
    loaded: &Loaded,
    card: &Scorecard,
    started: Instant,
) -> ScorecardSummary {
    let features = card.features.iter().map(|feature| {
        let (points_from, points_to) = feature.bins.range();
        FeatureSummary {
            feature: feature.feature.clone(),
            information_value: feature.information_value,
            coefficient: feature.coefficient,
            standard_error: feature.standard_error,
            points_from,
            points_to,
        }
    });
    let tested = card.out_of_time.as_ref();
    ScorecardSummary {
        as_of: card.as_of,
        out: plan.out.clone(),
        n_invoices: card.n_invoices,
        n_late: card.n_late,
        base_points: card.base_points,
        base_score: card.scale.base_score,
        base_odds: card.scale.base_odds,
        points_to_double_odds: card.scale.points_to_double_odds,
        features: features.collect(),
        auc: tested.and_then(|test| test.card.auc),
        log_loss: tested.and_then(|test| test.card.log_loss),
        regression_auc: tested.and_then(|test| test.regression.auc),
        regression_log_loss: tested.and_then(|test| test.regression.log_loss),
        warnings: warnings(plan, loaded, card),
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn warnings(plan: &ScorecardPlan, loaded: &Loaded, card: &Scorecard) -> Vec<String> {
    let given = &plan.settings.config.scorecard.bins;
    let mut warnings: Vec<String> = card
        .left_out
        .iter()
        .filter(|left| given.contains_key(&left.feature))
        .map(|left| format!("`{}` is not on the card: {}", left.feature, left.why))
        .collect();
    let wrong: Vec<String> = card
        .left_out
        .iter()
        .filter(|left| left.reason == Reason::WrongSign && !given.contains_key(&left.feature))
        .map(|left| format!("`{}`", left.feature))
        .collect();
    if !wrong.is_empty() {
        warnings.push(format!(
            "not on the card, since beside the others their coefficients have the wrong sign: {}",
            wrong.join(", ")
        ));
    }
    if card.out_of_time.is_none() {
        warnings.push(
            "the period is too short to hold a part of it out: how good the card is was not measured"
                .into(),
        );
    }
    let n_rejected = loaded.rejected.len();
    if n_rejected > 0 {
        warnings.push(format!(
            "rows rejected: {n_rejected}; `arrears check` says which and why"
        ));
    }
    warnings
}
