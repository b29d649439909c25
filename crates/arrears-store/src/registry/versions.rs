//! The folder `models/`: one immutable folder per version. What is not named as one is somebody else's, and left alone.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::meta::{ModelId, ModelMeta, NewModel, is_id};
use super::missing;
use crate::atomic::{sync_folder, sync_tree};
use crate::error::StoreError;
use crate::hash::sha256;
use crate::json::{from_json, to_json};

const MODEL: &str = "model.json";
const META: &str = "meta.json";
const SUMS: &str = "SHA256SUMS";
/// Endings of hidden folders: a version on its way in, and one on its way out.
const STAGING: &str = ".staging";
const REMOVED: &str = ".removed";

/// Writes a version into a folder with a hidden name, then renames it, so that a version is whole or absent.
/// The caller holds the registry's lock, so any such folder that is there already was left by a dead process.
pub fn save<T: Serialize + ?Sized>(
    dir: &Path,
    model: &T,
    new: NewModel,
) -> Result<ModelMeta, StoreError> {
    let model = to_json(model)?;
    let meta = ModelMeta::new(sha256(&model), new);
    let place = folder(dir, &meta.id);
    match load(dir, &meta.id) {
        Ok((kept, _)) => return Ok(kept),
        // A damaged folder of this id is replaced by what it should have been.
        Err(StoreError::Damaged { .. } | StoreError::Decode { .. }) => {
            fs::remove_dir_all(&place).map_err(StoreError::io("remove", &place))?;
        }
        Err(StoreError::NoModel { .. }) => {}
        Err(other) => return Err(other),
    }
    let models = dir.join("models");
    let staging = models.join(format!(".{}{STAGING}", meta.id));
    if staging.exists() {
        fs::remove_dir_all(&staging).map_err(StoreError::io("remove", &staging))?;
    }
    let outcome = fill(&staging, &model, &to_json(&meta)?)
        .and_then(|()| fs::rename(&staging, &place).map_err(StoreError::io("write", &place)));
    if let Err(error) = outcome {
        let _ = fs::remove_dir_all(&staging);
        return Err(error);
    }
    sync_folder(&models)?;
    Ok(meta)
}

/// Removes a version: out of sight by one rename, then for good.
pub fn remove(dir: &Path, id: &ModelId) -> Result<(), StoreError> {
    let place = folder(dir, id);
    let hidden = dir.join("models").join(format!(".{id}{REMOVED}"));
    if hidden.exists() {
        fs::remove_dir_all(&hidden).map_err(StoreError::io("remove", &hidden))?;
    }
    fs::rename(&place, &hidden).map_err(StoreError::io("remove", &place))?;
    fs::remove_dir_all(&hidden).map_err(StoreError::io("remove", &hidden))?;
    sync_folder(&dir.join("models"))
}

/// Removes what a dead process left: versions half written or half removed. The caller holds the registry's lock.
pub fn clear_leftovers(dir: &Path) -> Result<(), StoreError> {
    let models = dir.join("models");
    let entries = fs::read_dir(&models).map_err(StoreError::io("open", &models))?;
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_str().is_some_and(is_leftover) && path.is_dir() {
            fs::remove_dir_all(&path).map_err(StoreError::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Whether a name is that of a version on its way in or out.
fn is_leftover(name: &str) -> bool {
    let hidden = name.strip_prefix('.');
    let id = hidden.and_then(|name| {
        let staged = name.strip_suffix(STAGING);
        staged.or_else(|| name.strip_suffix(REMOVED))
    });
    id.is_some_and(is_id)
}

fn fill(staging: &Path, model: &[u8], meta: &[u8]) -> Result<(), StoreError> {
    fs::create_dir_all(staging).map_err(StoreError::io("make", staging))?;
    let sums = sums_text(model, meta);
    for (name, bytes) in [(MODEL, model), (META, meta), (SUMS, sums.as_bytes())] {
        let path = staging.join(name);
        fs::write(&path, bytes).map_err(StoreError::io("write", &path))?;
    }
    sync_tree(staging)
}

fn sums_text(model: &[u8], meta: &[u8]) -> String {
    format!("{}  {META}\n{}  {MODEL}\n", sha256(meta), sha256(model))
}

/// Reads a version: its meta and its model's bytes, proved to be the ones that were written.
pub fn load(dir: &Path, id: &ModelId) -> Result<(ModelMeta, Vec<u8>), StoreError> {
    let place = folder(dir, id);
    if !id.is_sound() || !place.is_dir() {
        return Err(StoreError::NoModel {
            path: dir.to_path_buf(),
            id: id.to_string(),
            available: names(dir)?,
        });
    }
    let (model, meta, sums) = (
        read(&place, MODEL)?,
        read(&place, META)?,
        read(&place, SUMS)?,
    );
    let expected = sums_text(&model, &meta);
    if sums != expected.as_bytes() {
        return Err(StoreError::Damaged {
            path: culprit(&place, &sums, &expected),
        });
    }
    let meta: ModelMeta = from_json(&meta, &place.join(META))?;
    let renamed = &meta.id != id
        || ModelId::new(&meta.as_of, &meta.sha256) != *id
        || meta.sha256 != sha256(&model);
    if renamed {
        Err(StoreError::Damaged { path: place })
    } else {
        Ok((meta, model))
    }
}

/// As [`load`], of a format alone.
pub fn load_format(
    dir: &Path,
    id: &ModelId,
    format: u32,
) -> Result<(ModelMeta, Vec<u8>), StoreError> {
    let (meta, model) = load(dir, id)?;
    if meta.format == format {
        return Ok((meta, model));
    }
    Err(StoreError::OtherFormat {
        path: model_path(dir, id),
        found: meta.format,
        known: format,
        written_by: meta.code_version,
    })
}

/// A file that is missing from a version is damage, not an absent model.
fn read(place: &Path, name: &str) -> Result<Vec<u8>, StoreError> {
    let path = place.join(name);
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        Err(error) if missing(&error) => Err(StoreError::Damaged { path }),
        Err(error) => Err(StoreError::io("read", &path)(error)),
    }
}

/// The file whose sum differs; the list of sums itself when it makes no sense.
fn culprit(place: &Path, sums: &[u8], expected: &str) -> PathBuf {
    let sums = String::from_utf8_lossy(sums);
    let differs = expected
        .lines()
        .zip(sums.lines())
        .find(|(right, found)| right != found);
    match differs {
        Some((right, found)) if right[64..] == *found.get(64..).unwrap_or_default() => {
            place.join(&right[66..])
        }
        _ => place.join(SUMS),
    }
}

/// The id that `start` is, or is the only start of.
pub fn find(dir: &Path, start: &str) -> Result<ModelId, StoreError> {
    let ids = ids(dir)?;
    let matching: Vec<&ModelId> = ids
        .iter()
        .filter(|id| !start.is_empty() && id.as_str().starts_with(start))
        .collect();
    let path = dir.to_path_buf();
    match matching.as_slice() {
        [id] => Ok((*id).clone()),
        [] => Err(StoreError::NoModel {
            path,
            id: start.to_string(),
            available: ids.iter().map(ToString::to_string).collect(),
        }),
        several => Err(StoreError::SeveralModels {
            path,
            start: start.to_string(),
            matching: several.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// Every id as text, in the order of [`ids`].
pub fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    Ok(ids(dir)?.iter().map(ToString::to_string).collect())
}

/// Every id, by as-of date, then by hash.
pub fn ids(dir: &Path) -> Result<Vec<ModelId>, StoreError> {
    let models = dir.join("models");
    let entries = match fs::read_dir(&models) {
        Ok(entries) => entries,
        Err(error) if missing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io("open", &models)(error)),
    };
    let mut ids: Vec<ModelId> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| ModelId::from_name(entry.file_name().to_str()?))
        .collect();
    ids.sort();
    Ok(ids)
}

/// Where a version's model stands.
pub fn model_path(dir: &Path, id: &ModelId) -> PathBuf {
    folder(dir, id).join(MODEL)
}

fn folder(dir: &Path, id: &ModelId) -> PathBuf {
    dir.join("models").join(id.as_str())
}
