//! Reads everything in a registry and says what is damaged: every byte that could decide what is predicted.

use std::path::Path;

use serde::Serialize;

use super::meta::ModelId;
use super::pointer::Pointer;
use super::{decisions, versions, whole};
use crate::error::StoreError;

/// The outcome of verifying one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was verified: an id, `champion`, `challenger`, a decision's file, or `registry` where models are lost.
    pub what: String,
    /// What is wrong with it; `None` when it is sound.
    pub problem: Option<String>,
}

/// Every version by id, every decision, then the pointers.
pub fn verify(dir: &Path) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for id in versions::ids(dir)? {
        let problem = versions::load(dir, &id)
            .err()
            .map(|error| error.to_string());
        findings.push(Finding {
            what: id.to_string(),
            problem,
        });
    }
    for (name, problem) in decisions::verify(dir)? {
        findings.push(Finding {
            what: format!("decisions/{name}"),
            problem: problem.map(|error| error.to_string()),
        });
    }
    findings.extend(pointers(dir));
    // What is lost altogether has no name that could stand among these.
    if let Err(error) = whole::is_new(dir) {
        findings.push(Finding {
            what: "registry".into(),
            problem: Some(error.to_string()),
        });
    }
    Ok(findings)
}

/// Whether what the pointers name is there, and whole; an earlier champion that was not kept is no damage.
fn pointers(dir: &Path) -> Vec<Finding> {
    let named = |what: &str, id: &ModelId| Finding {
        what: what.into(),
        problem: versions::load(dir, id).err().map(|error| error.to_string()),
    };
    match Pointer::read(dir) {
        Ok(None) => Vec::new(),
        Ok(Some(pointer)) => {
            let mut champion = named("champion", &pointer.champion);
            if pointer.names_itself() {
                let own = format!(
                    "`champion.json` names `{}` as the champion before itself",
                    pointer.champion
                );
                champion.problem.get_or_insert(own);
            }
            std::iter::once(champion)
                .chain(pointer.challenger.iter().map(|id| named("challenger", id)))
                .collect()
        }
        Err(error) => vec![Finding {
            what: "champion".into(),
            problem: Some(error.to_string()),
        }],
    }
}
