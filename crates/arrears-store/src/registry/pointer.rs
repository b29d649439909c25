//! `champion.json`: which model is in use, and which ones were before it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::meta::ModelId;
use super::missing;
use crate::atomic::write_atomic;
use crate::error::StoreError;
use crate::json::{from_json, to_json};

/// The pointer, replaced as a whole by every promotion and rollback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The model in use.
    pub champion: ModelId,
    /// The ones before it, oldest first.
    #[serde(default)]
    pub before: Vec<ModelId>,
}

impl Pointer {
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

    /// The pointer after `id` was promoted. Promoting the champion again changes nothing.
    pub fn promoted(before: Option<Pointer>, id: ModelId) -> Pointer {
        match before {
            None => Pointer {
                champion: id,
                before: Vec::new(),
            },
            Some(pointer) if pointer.champion == id => pointer,
            Some(Pointer {
                champion,
                before: mut earlier,
            }) => {
                earlier.push(champion);
                Pointer {
                    champion: id,
                    before: earlier,
                }
            }
        }
    }

    /// The pointer after going back one step; `None` when there is none to go back to.
    pub fn rolled_back(mut self) -> Option<Pointer> {
        let champion = self.before.pop()?;
        Some(Pointer {
            champion,
            before: self.before,
        })
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("champion.json")
}
