//! Everything that changes a registry, under its lock: one writer at a time, each step whole or absent.
//!
//! The order of the steps is what makes a kill harmless. A version is on disk before anything points to it, a
//! [decision](Writer::record) before the pointer that follows from it, and a pointer forgets a version before that is
//! removed. Whatever is cut off half-way is done again by the next run, to the same bytes.

use serde::Serialize;

use super::decisions;
use super::meta::{ModelId, ModelMeta, NewModel};
use super::pointer::Pointer;
use super::{ModelChoice, Registry, versions, whole};
use crate::error::StoreError;
use crate::lock::Lock;

/// A registry that this process alone may change, until it is dropped.
#[derive(Debug)]
pub struct Writer<'a> {
    registry: &'a Registry,
    _lock: Lock,
}

/// What a promotion found in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// This model.
    Champion(ModelId),
    /// Nothing that can be read: these champions are known from the decisions and still kept, oldest first.
    Rebuilt(Vec<ModelId>),
}

impl Registry {
    /// Takes the registry's lock, or says at once who has it.
    ///
    /// # Errors
    /// Another process holds it, or the folder cannot be written to.
    pub fn writer(&self) -> Result<Writer<'_>, StoreError> {
        Ok(Writer {
            registry: self,
            _lock: Lock::acquire(&self.dir.join("registry.lock"), &self.dir)?,
        })
    }
}

impl Writer<'_> {
    /// Keeps a model. The same model again is the same version: it is found, not written twice.
    ///
    /// # Errors
    /// A model that is not finite, or a disk that refuses.
    pub fn save<T: Serialize + ?Sized>(
        &self,
        model: &T,
        new: NewModel,
    ) -> Result<ModelMeta, StoreError> {
        versions::save(&self.registry.dir, model, new)
    }

    /// Makes a model the one in use, after verifying it and its format; where `registry.json` is lost it is written anew. Returns
    /// what was in use before; where the pointer is lost too, that is rebuilt from the decisions.
    ///
    /// # Errors
    /// An unknown or damaged model, or one of another format.
    pub fn promote(&self, choice: &ModelChoice, format: u32) -> Result<Before, StoreError> {
        let dir = &self.registry.dir;
        let id = self.registry.resolve(choice)?;
        versions::load_format(dir, &id, format)?;
        let (before, pointer) = match Pointer::read_or_none(dir)? {
            Some(pointer) => (
                Before::Champion(pointer.champion.clone()),
                pointer.promoted(id),
            ),
            None => {
                let pointer = Pointer::new(id, decisions::promoted(dir)?);
                (Before::Rebuilt(pointer.before.clone()), pointer)
            }
        };
        whole::stamp(dir)?;
        pointer.write(dir)?;
        Ok(before)
    }

    /// Goes back to the model that was in use before the present one, after verifying it and its format. Returns it.
    ///
    /// # Errors
    /// No earlier champion, or one that is damaged or of another format.
    pub fn rollback(&self, format: u32) -> Result<ModelId, StoreError> {
        let dir = &self.registry.dir;
        let pointer = self.registry.gone_back()?;
        versions::load_format(dir, &pointer.champion, format)?;
        pointer.write(dir)?;
        Ok(pointer.champion)
    }

    /// Names the model that stands ready beside the champion, or none.
    ///
    /// # Errors
    /// No champion that it could stand beside, or an unknown model.
    pub fn challenge(&self, id: Option<&ModelId>) -> Result<(), StoreError> {
        let dir = &self.registry.dir;
        if let Some(id) = id {
            versions::load(dir, id)?;
        }
        let pointer = Pointer::read(dir)?.ok_or_else(|| StoreError::NoChampion {
            path: dir.clone(),
            available: versions::names(dir).unwrap_or_default(),
        })?;
        let changed = pointer.clone().challenged(id.cloned());
        match changed == pointer {
            true => Ok(()),
            false => changed.write(dir),
        }
    }

    /// Keeps what was decided about a model and why, beside the versions: a file per decision, never rewritten.
    ///
    /// # Errors
    /// A decision that is not finite, or a disk that refuses.
    pub fn record<T: Serialize + ?Sized>(
        &self,
        as_of: &str,
        decision: &T,
    ) -> Result<(), StoreError> {
        decisions::record(&self.registry.dir, as_of, decision)
    }

    /// Removes the oldest versions beyond `keep`; never the champion, the one before it, the challenger, or what these were
    /// made from.
    /// Returns what was removed, oldest first.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn retain(&self, keep: usize) -> Result<Vec<ModelId>, StoreError> {
        let dir = &self.registry.dir;
        versions::clear_leftovers(dir)?;
        let pointer = Pointer::read(dir)?;
        let held = match &pointer {
            Some(pointer) => held(dir, pointer),
            None => Vec::new(),
        };
        let ids = versions::ids(dir)?;
        let beyond = ids.len().saturating_sub(keep);
        let gone: Vec<ModelId> = ids
            .into_iter()
            .filter(|id| !held.contains(id))
            .take(beyond)
            .collect();
        if let Some(pointer) = pointer.filter(|_| !gone.is_empty()) {
            pointer.without(&gone).write(dir)?;
        }
        for id in &gone {
            versions::remove(dir, id)?;
        }
        Ok(gone)
    }
}

/// The champion, the one that a rollback would go to, the challenger, and the versions they were made from.
fn held(dir: &std::path::Path, pointer: &Pointer) -> Vec<ModelId> {
    let mut held: Vec<ModelId> = std::iter::once(&pointer.champion)
        .chain(pointer.before.last())
        .chain(&pointer.challenger)
        .cloned()
        .collect();
    let parents: Vec<ModelId> = held
        .iter()
        .filter_map(|id| ModelId::from_name(&versions::load(dir, id).ok()?.0.parent?))
        .collect();
    held.extend(parents);
    held
}
