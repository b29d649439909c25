//! What the model would lose without each of its parts: the chosen recipe fitted again on every fold without them.
//!
//! Parts overlap (a customer's history speaks in the sector's rate too), so the losses do not add up; a part whose loss
//! is nought, or less, does not earn its place on this ledger.

use arrears_features::catalogue::{self, FeatureDef};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::choose::{Recipe, pooled};
use super::folds::Fold;
use super::prepared::Ready;
use crate::ModelError;

/// The out-of-time log loss without a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AblationScore {
    /// The part left out; `nothing` for the whole recipe.
    pub without: String,
    /// Mean out-of-time log loss, in nats.
    pub log_loss: f64,
    /// Columns of the regression that are left.
    pub n_columns: usize,
}

/// A part, and whether a feature belongs to it.
type Part = (&'static str, fn(&FeatureDef) -> bool);

const PARTS: [Part; 7] = [
    ("likeness", |feature| feature.id.starts_with("late_chance_")),
    ("payment_history", |feature| {
        feature.sources.contains(&"payments") && !feature.sources.contains(&"reminders")
    }),
    ("reminders", |feature| {
        feature.sources.contains(&"reminders")
    }),
    ("disputes_and_promises", |feature| {
        feature.sources.contains(&"disputes") || feature.sources.contains(&"promises")
    }),
    ("signals", |feature| feature.sources.contains(&"signals")),
    ("sector_and_other_groups", |feature| {
        feature.sources.contains(&"customers")
    }),
    ("invoice", |feature| feature.sources == ["invoices"]),
];

/// Fits the recipe without each part that has a column, and without each refinement that was taken.
pub(super) fn measure(
    ready: &[Ready],
    folds: &[Fold],
    recipe: Recipe,
) -> Result<Vec<AblationScore>, ModelError> {
    let whole = |_: &str| true;
    let mut scores = vec![score("nothing", ready, folds, recipe, whole)?];
    for (name, belongs) in PARTS {
        let keep = |id: &str| !catalogue::feature(id).is_some_and(belongs);
        let without = score(name, ready, folds, recipe, keep)?;
        if without.n_columns < scores[0].n_columns {
            scores.push(without);
        }
    }
    if recipe.half_life.is_some() {
        let alike = Recipe {
            half_life: None,
            ..recipe
        };
        scores.push(score("age_of_invoices", ready, folds, alike, whole)?);
    }
    if recipe.customer_penalty.is_some() {
        let common = Recipe {
            customer_penalty: None,
            ..recipe
        };
        scores.push(score(
            "customers_of_their_own",
            ready,
            folds,
            common,
            whole,
        )?);
    }
    Ok(scores)
}

fn score(
    without: &str,
    ready: &[Ready],
    folds: &[Fold],
    recipe: Recipe,
    keep: impl Fn(&str) -> bool + Sync,
) -> Result<AblationScore, ModelError> {
    let predicted = ready
        .par_iter()
        .map(|fold| fold.predict_with(recipe, &keep))
        .collect::<Result<Vec<_>, _>>()?;
    let n_columns = ready
        .iter()
        .map(|fold| fold.n_columns(recipe.terms, &keep))
        .max();
    Ok(AblationScore {
        without: without.to_owned(),
        log_loss: pooled(folds, &predicted),
        n_columns: n_columns.unwrap_or(0),
    })
}
