//! `champion.json`: which model is in use, which ones were before it, and which one stands ready beside it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::meta::ModelId;
use super::missing;
use crate::atomic::write_atomic;
use crate::error::StoreError;
use crate::json::{from_json, to_json};

/// The pointer, replaced as a whole by every promotion and rollback: champion and challenger change together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The model in use.
    pub champion: ModelId,
    /// The ones before it, oldest first.
    #[serde(default)]
    pub before: Vec<ModelId>,
    /// The latest model that was fitted and not promoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenger: Option<ModelId>,
}

impl Pointer {
    /// Whether there is one on disk, sound or not.
    pub fn is_there(dir: &Path) -> bool {
        place(dir).exists()
    }

    /// The pointer on disk; `None` when nothing was promoted yet.
    pub fn read(dir: &Path) -> Result<Option<Pointer>, StoreError> {
        let path = place(dir);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(from_json(&bytes, &path)?)),
            Err(error) if missing(&error) => Ok(None),
            Err(error) => Err(StoreError::io("read", &path)(error)),
        }
    }

    /// As [`Pointer::read`], where a damaged pointer counts as none: promoting heals it.
    pub fn read_or_none(dir: &Path) -> Result<Option<Pointer>, StoreError> {
        let path = place(dir);
        match fs::read(&path) {
            Ok(bytes) => Ok(from_json(&bytes, &path).ok()),
            Err(error) if missing(&error) => Ok(None),
            Err(error) => Err(StoreError::io("read", &path)(error)),
        }
    }

    /// Puts the pointer on disk, all or nothing.
    pub fn write(&self, dir: &Path) -> Result<(), StoreError> {
        write_atomic(&place(dir), &to_json(self)?)
    }

    /// The pointer after `id` was promoted. Promoting the champion again changes nothing; a challenger that is promoted
    /// is one no longer.
    pub fn promoted(before: Option<Pointer>, id: ModelId) -> Pointer {
        let Some(mut pointer) = before else {
            return Pointer {
                champion: id,
                before: Vec::new(),
                challenger: None,
            };
        };
        pointer.challenger = pointer.challenger.filter(|challenger| *challenger != id);
        if pointer.champion != id {
            let former = std::mem::replace(&mut pointer.champion, id);
            pointer.before.push(former);
        }
        pointer
    }

    /// The pointer with another challenger; the champion is none.
    pub fn challenged(mut self, id: Option<ModelId>) -> Pointer {
        self.challenger = id.filter(|id| *id != self.champion);
        self
    }

    /// The pointer after going back one step; `None` when there is none to go back to.
    pub fn rolled_back(mut self) -> Option<Pointer> {
        self.champion = self.before.pop()?;
        self.challenger = self.challenger.filter(|id| *id != self.champion);
        Some(self)
    }

    /// The pointer without the earlier champions that are gone.
    pub fn without(mut self, gone: &[ModelId]) -> Pointer {
        self.before.retain(|id| !gone.contains(id));
        self
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("champion.json")
}
