//! Models on disk: immutable versions, and a pointer to the one in use.
//!
//! ```text
//! registry.json                  format of the registry
//! champion.json                  the model in use, the ones in use before it, and the challenger
//! models/2025-11-30-1a2b3c4d5e6f/
//!   model.json                   the model
//!   meta.json                    where it came from and how it did
//!   SHA256SUMS                   of the two, as `sha256sum --check` reads it
//! decisions/2025-11-30-9f8e7d6c5b4a.json
//!                                why a model became champion, or did not
//! ```
//!
//! A version's id is its as-of date and the start of its model's SHA-256, so the same training gives the same
//! id, and a version is never rewritten. No file holds a time: the same job gives the same registry.

mod changes;
mod decisions;
mod meta;
mod pointer;
mod verify;
mod versions;
mod whole;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use changes::{Change, diff};
pub use meta::{ModelId, ModelMeta, NewModel, id_of};
pub use verify::Finding;
pub use writer::{Before, Writer};

use crate::atomic::is_no_folder;
use crate::error::StoreError;
use crate::json::from_json;
use pointer::Pointer;

/// The newest registry format this program reads and writes.
pub const REGISTRY_FORMAT: u32 = 1;

/// A folder of models.
#[derive(Debug, Clone)]
pub struct Registry {
    dir: PathBuf,
}

/// Which model is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ModelChoice {
    /// The one in use.
    #[default]
    Champion,
    /// The one that stands ready beside it.
    Challenger,
    /// This one, by its id or by a start of it that no other id has.
    Id(String),
}

/// `champion`, `challenger`, or an id.
impl From<&str> for ModelChoice {
    fn from(text: &str) -> ModelChoice {
        match text {
            "champion" => ModelChoice::Champion,
            "challenger" => ModelChoice::Challenger,
            id => ModelChoice::Id(id.to_string()),
        }
    }
}

/// A version as `models list` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct VersionInfo {
    /// Whether it is the model in use.
    pub champion: bool,
    /// Whether it stands ready beside the model in use.
    pub challenger: bool,
    /// Whether a rollback took it out of use.
    pub rolled_back: bool,
    /// Where it came from and how it did.
    #[serde(flatten)]
    pub meta: ModelMeta,
}

#[derive(Serialize, Deserialize)]
struct Format {
    format: u32,
}

impl Registry {
    /// Opens the registry in `dir`, making it when there is none.
    pub fn create(dir: &Path) -> Result<Registry, StoreError> {
        let marker = dir.join("registry.json");
        if !marker.exists() {
            if let Some(file) = dir.ancestors().find(|path| is_no_folder(path)) {
                return Err(StoreError::NotAFolder {
                    path: dir.to_path_buf(),
                    file: file.to_path_buf(),
                });
            }
            whole::check(dir)?;
            let models = dir.join("models");
            fs::create_dir_all(&models).map_err(StoreError::io("make", &models))?;
            whole::stamp(dir)?;
        }
        Registry::open(dir)
    }

    /// As [`Registry::open`], also where `registry.json` is lost or damaged and models are there: promoting one of them by hand
    /// writes it anew.
    pub fn open_to_heal(dir: &Path) -> Result<Registry, StoreError> {
        match Registry::open(dir) {
            Err(StoreError::Halved { available, .. }) if !available.is_empty() => {}
            Err(StoreError::Decode { .. }) if !versions::ids(dir)?.is_empty() => {}
            found => return found,
        }
        Ok(Registry {
            dir: dir.to_path_buf(),
        })
    }

    /// Opens the registry in `dir`, which must be there. Needs no right to write.
    pub fn open(dir: &Path) -> Result<Registry, StoreError> {
        let marker = dir.join("registry.json");
        let bytes = match fs::read(&marker) {
            Ok(bytes) => bytes,
            Err(error) if missing(&error) => {
                whole::check(dir)?;
                return Err(StoreError::NoRegistry {
                    path: dir.to_path_buf(),
                });
            }
            Err(error) => return Err(StoreError::io("read", &marker)(error)),
        };
        let Format { format } = from_json(&bytes, &marker)?;
        if format > REGISTRY_FORMAT {
            return Err(StoreError::NewerRegistry {
                path: dir.to_path_buf(),
                found: format,
                known: REGISTRY_FORMAT,
            });
        }
        Ok(Registry {
            dir: dir.to_path_buf(),
        })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Loads a model of a format, its bytes verified against their SHA-256.
    pub fn load<T: DeserializeOwned>(
        &self,
        choice: &ModelChoice,
        format: u32,
    ) -> Result<(ModelMeta, T), StoreError> {
        let id = self.resolve(choice)?;
        let (meta, bytes) = versions::load_format(&self.dir, &id, format)?;
        let path = versions::model_path(&self.dir, &id);
        match serde_json::from_slice(&bytes) {
            Ok(model) => Ok((meta, model)),
            Err(error) => Err(StoreError::NotThisModel {
                path,
                written_by: meta.code_version,
                message: error.to_string(),
            }),
        }
    }

    /// What is known of a model, verified.
    pub fn meta(&self, choice: &ModelChoice) -> Result<ModelMeta, StoreError> {
        Ok(versions::load(&self.dir, &self.resolve(choice)?)?.0)
    }

    /// Every version, oldest first. A damaged one is left out; [`Registry::verify`] names it.
    pub fn list(&self) -> Result<Vec<VersionInfo>, StoreError> {
        let (champion, challenger) = (self.champion()?, self.challenger()?);
        let rolled_back = self.rolled_back()?;
        let ids = versions::ids(&self.dir)?;
        let known = ids
            .iter()
            .filter_map(|id| versions::load(&self.dir, id).ok());
        Ok(known
            .map(|(meta, _)| VersionInfo {
                champion: champion.as_ref() == Some(&meta.id),
                challenger: challenger.as_ref() == Some(&meta.id),
                rolled_back: rolled_back.contains(&meta.id),
                meta,
            })
            .collect())
    }

    /// Whether no model was ever kept here.
    ///
    /// # Errors
    /// Models are lost: what is left of the registry tells that there were some.
    pub fn is_new(&self) -> Result<bool, StoreError> {
        whole::is_new(&self.dir)
    }

    /// The model in use, if one was chosen.
    pub fn champion(&self) -> Result<Option<ModelId>, StoreError> {
        Ok(Pointer::read(&self.dir)?.map(|pointer| pointer.champion))
    }

    /// The model that stands ready beside it, if there is one.
    pub fn challenger(&self) -> Result<Option<ModelId>, StoreError> {
        Ok(Pointer::read(&self.dir)?.and_then(|pointer| pointer.challenger))
    }

    /// What was decided and why, oldest as-of date first, and what of the folder cannot be read as a decision.
    pub fn decisions<T: DeserializeOwned>(&self) -> Result<(Vec<T>, Vec<StoreError>), StoreError> {
        decisions::all(&self.dir)
    }

    /// The models that a rollback took out of use and that were not promoted since, in that order.
    pub fn rolled_back(&self) -> Result<Vec<ModelId>, StoreError> {
        Ok(Pointer::read(&self.dir)?.map_or_else(Vec::new, |pointer| pointer.rolled_back))
    }

    /// The model that a rollback would go back to.
    ///
    /// # Errors
    /// There is none.
    pub fn earlier_champion(&self) -> Result<ModelId, StoreError> {
        Ok(self.gone_back()?.champion)
    }

    /// The pointer after a rollback.
    fn gone_back(&self) -> Result<Pointer, StoreError> {
        let pointer = Pointer::read(&self.dir)?.and_then(Pointer::gone_back);
        pointer.ok_or_else(|| StoreError::NoEarlierChampion {
            path: self.dir.clone(),
        })
    }

    /// The model in use and the ones before it, newest first.
    pub fn champions(&self) -> Result<Vec<ModelId>, StoreError> {
        let pointer = Pointer::read(&self.dir)?;
        Ok(pointer.map_or_else(Vec::new, |pointer| {
            let before = pointer.before.into_iter().rev();
            std::iter::once(pointer.champion).chain(before).collect()
        }))
    }

    /// Reads every version and the pointer, and says what is damaged.
    pub fn verify(&self) -> Result<Vec<Finding>, StoreError> {
        verify::verify(&self.dir)
    }

    /// The id that is meant.
    pub fn resolve(&self, choice: &ModelChoice) -> Result<ModelId, StoreError> {
        match choice {
            // Where all models are lost, that is what is to be told.
            ModelChoice::Champion => match self.is_new().and_then(|_| self.champion())? {
                Some(id) => Ok(id),
                None => Err(StoreError::NoChampion {
                    path: self.dir.clone(),
                    available: versions::names(&self.dir)?,
                }),
            },
            ModelChoice::Challenger => match self.challenger()? {
                Some(id) => Ok(id),
                None => Err(StoreError::NoChallenger {
                    path: self.dir.clone(),
                }),
            },
            ModelChoice::Id(start) => versions::find(&self.dir, start),
        }
    }
}

/// Whether an error says that a file is not there; a file where a folder is wanted is not there either.
fn missing(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests;
