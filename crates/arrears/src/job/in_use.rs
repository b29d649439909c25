//! Which champion was in use on which day, so that the past is told as it was scored then.
//!
//! No file of a registry holds a clock's time: a champion counts as in use from its own as-of date until that of the next one. What was
//! rolled back counts as never used.

use arrears_ledger::Day;
use arrears_models::Trained;
use arrears_store::{ModelChoice, ModelId, Registry};

use super::kept;
use crate::error::Error;
use crate::plan::Settings;

/// A champion and the days it was in use.
pub struct Term {
    /// Its id.
    pub id: ModelId,
    /// Its as-of date: the first day it could score.
    pub from: Day,
    /// The model; none where this program cannot read it, or it means another thing by late.
    pub model: Option<Box<Trained>>,
}

/// The champions that were in use on any day from `first` through `last`, oldest first.
pub fn terms(
    registry: &Registry,
    settings: &Settings,
    first: Day,
    last: Day,
) -> Result<Vec<Term>, Error> {
    let mut terms: Vec<Term> = Vec::new();
    for id in registry.champions()? {
        let Ok(from) = id.as_of().parse::<Day>() else {
            continue;
        };
        // An older model that was promoted again took the place of those after it.
        let is_superseded = terms.last().is_some_and(|newer| newer.from <= from);
        if from > last || is_superseded {
            continue;
        }
        let found = kept(registry.dir(), &ModelChoice::Id(id.to_string())).ok();
        let model = found.map(|(_, trained)| trained);
        let model = model.filter(|trained| trained.definitions == settings.definitions);
        terms.push(Term {
            id,
            from,
            model: model.map(Box::new),
        });
        if from <= first {
            break;
        }
    }
    terms.reverse();
    Ok(terms)
}

/// The term in which a day lies; `terms` are oldest first.
pub fn on(terms: &[Term], day: Day) -> Option<&Term> {
    terms.iter().rev().find(|term| term.from <= day)
}
