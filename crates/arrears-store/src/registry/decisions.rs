//! The folder `decisions/`: why each champion became one, or a model did not.
//!
//! A file's name is the as-of date and the start of its content's SHA-256: the same decision is the same file.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::meta::{ModelId, is_id};
use super::{missing, versions};
use crate::atomic::write_atomic;
use crate::error::StoreError;
use crate::hash::sha256;
use crate::json::{from_json, to_json};

const FOLDER: &str = "decisions";

/// Writes a decision, unless it is there already.
pub fn record<T: Serialize + ?Sized>(
    dir: &Path,
    as_of: &str,
    decision: &T,
) -> Result<(), StoreError> {
    let bytes = to_json(decision)?;
    let folder = dir.join(FOLDER);
    fs::create_dir_all(&folder).map_err(StoreError::io("make", &folder))?;
    let path = folder.join(format!("{as_of}-{}.json", &sha256(&bytes)[..12]));
    match fs::read(&path) {
        Ok(kept) if kept == bytes => Ok(()),
        _ => write_atomic(&path, &bytes),
    }
}

/// Every decision, oldest as-of date first, and what cannot be read as one: a file that is cut off or somebody else's must not
/// hide the others.
pub fn all<T: DeserializeOwned>(dir: &Path) -> Result<(Vec<T>, Vec<StoreError>), StoreError> {
    let folder = dir.join(FOLDER);
    let (mut decisions, mut problems) = (Vec::new(), Vec::new());
    for name in names(&folder)? {
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(StoreError::io("read", &path));
        match bytes.and_then(|bytes| from_json(&bytes, &path)) {
            Ok(decision) => decisions.push(decision),
            Err(error) => problems.push(error),
        }
    }
    Ok((decisions, problems))
}

/// What a decision says of the version that it made champion.
#[derive(Deserialize)]
struct Settled {
    as_of: String,
    outcome: String,
    champion: Option<String>,
    challenger: Option<String>,
}

/// The versions that decisions made champion, as far as they are kept, oldest first.
pub fn promoted(dir: &Path) -> Result<Vec<ModelId>, StoreError> {
    let (decisions, _) = all::<Settled>(dir)?;
    let ids = versions::ids(dir)?;
    // The version that a recalibration made is the one of its day that has the champion as its parent.
    let is_mended = |id: &ModelId, decision: &Settled| {
        let parent = versions::load(dir, id)
            .ok()
            .and_then(|(meta, _)| meta.parent);
        id.as_of() == decision.as_of && parent.is_some() && parent == decision.champion
    };
    let find = |decision: &Settled| match decision.outcome.as_str() {
        "promoted" => ids
            .iter()
            .find(|id| Some(id.as_str()) == decision.challenger.as_deref()),
        "recalibrated" => ids.iter().find(|id| is_mended(id, decision)),
        _ => None,
    };
    Ok(decisions.iter().filter_map(find).cloned().collect())
}

/// Whether any decision was ever written here. A name that is not in the form of one is somebody else's file.
pub fn any(dir: &Path) -> Result<bool, StoreError> {
    let names = names(&dir.join(FOLDER))?;
    Ok(names
        .iter()
        .any(|name| name.strip_suffix(".json").is_some_and(is_id)))
}

/// Every decision by name, and what is wrong with it, if anything is.
pub fn verify(dir: &Path) -> Result<Vec<(String, Option<StoreError>)>, StoreError> {
    let folder = dir.join(FOLDER);
    let names = names(&folder)?;
    Ok(names
        .into_iter()
        .map(|name| {
            let path = folder.join(&name);
            let problem = match fs::read(&path) {
                Ok(bytes) if name.ends_with(&format!("-{}.json", &sha256(&bytes)[..12])) => None,
                Ok(_) => Some(StoreError::Damaged { path }),
                Err(error) => Some(StoreError::io("read", &path)(error)),
            };
            (name, problem)
        })
        .collect())
}

fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if missing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("open", folder)(error)),
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json") && !name.starts_with('.'))
        .collect();
    names.sort();
    Ok(names)
}
