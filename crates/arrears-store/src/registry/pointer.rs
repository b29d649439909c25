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
    /// The ones that a rollback took out of use, until one of them is promoted again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rolled_back: Vec<ModelId>,
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
            // What the decoder has to say of a file of three lines helps nobody.
            Ok(bytes) => match from_json(&bytes, &path) {
                Ok(pointer) => Ok(Some(pointer)),
                Err(_) => Err(StoreError::BadPointer { path }),
            },
            Err(error) if missing(&error) => Ok(None),
            Err(error) => Err(StoreError::io("read", &path)(error)),
        }
    }

    /// As [`Pointer::read`], where a damaged pointer counts as none: promoting heals it.
    pub fn read_or_none(dir: &Path) -> Result<Option<Pointer>, StoreError> {
        match Pointer::read(dir) {
            Err(StoreError::BadPointer { .. }) => Ok(None),
            found => found,
        }
    }

    /// Puts the pointer on disk, all or nothing.
    pub fn write(&self, dir: &Path) -> Result<(), StoreError> {
        write_atomic(&place(dir), &to_json(self)?)
    }

    /// A pointer to `id` where none is known, after these champions.
    pub fn new(id: ModelId, mut before: Vec<ModelId>) -> Pointer {
        before.retain(|earlier| *earlier != id);
        before.dedup();
        Pointer {
            champion: id,
            before,
            challenger: None,
            rolled_back: Vec::new(),
        }
    }

    /// The pointer after `id` was promoted. Promoting the champion again changes nothing; a challenger that is promoted
    /// is one no longer, and one that was rolled back is in use again.
    pub fn promoted(mut self, id: ModelId) -> Pointer {
        self.challenger = self.challenger.filter(|challenger| *challenger != id);
        self.rolled_back.retain(|earlier| *earlier != id);
        if self.champion != id {
            let former = std::mem::replace(&mut self.champion, id);
            self.before.push(former);
        }
        self
    }

    /// The pointer with another challenger; the champion is none.
    pub fn challenged(mut self, id: Option<ModelId>) -> Pointer {
        self.challenger = id.filter(|id| *id != self.champion);
        self
    }

    /// The pointer after going back one step; `None` when there is none to go back to.
    pub fn gone_back(mut self) -> Option<Pointer> {
        let former = self.champion;
        // A list that was written to by hand may name the present one again: that would be no step.
        while self.before.last() == Some(&former) {
            self.before.pop();
        }
        self.champion = self.before.pop()?;
        self.challenger = self.challenger.filter(|id| *id != self.champion);
        self.rolled_back
            .retain(|id| *id != self.champion && *id != former);
        self.rolled_back.push(former);
        Some(self)
    }

    /// Whether it names the champion as the one before itself.
    pub fn names_itself(&self) -> bool {
        self.before.last() == Some(&self.champion)
    }

    /// The pointer without the earlier champions that are gone. What was rolled back stays known: the same training would make
    /// it again.
    pub fn without(mut self, gone: &[ModelId]) -> Pointer {
        self.before.retain(|id| !gone.contains(id));
        self.before.dedup();
        self
    }
}

fn place(dir: &Path) -> PathBuf {
    dir.join("champion.json")
}
