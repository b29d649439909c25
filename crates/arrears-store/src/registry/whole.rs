//! Whether a registry is whole: one copied by halves is not to be taken for a new one, whose first model nothing is compared with.

use std::path::Path;

use super::pointer::Pointer;
use super::{Format, REGISTRY_FORMAT, Registry, decisions, versions};
use crate::atomic::write_atomic;
use crate::error::StoreError;
use crate::json::to_json;

/// What is in a folder of a registry.
struct Parts {
    marker: bool,
    models: bool,
    pointer: bool,
    decisions: bool,
}

impl Parts {
    fn of(dir: &Path) -> Result<Parts, StoreError> {
        Ok(Parts {
            marker: dir.join("registry.json").exists(),
            models: !versions::ids(dir)?.is_empty(),
            pointer: Pointer::is_there(dir),
            decisions: decisions::any(dir)?,
        })
    }

    /// Whether there is anything that only a kept model leaves.
    fn any(&self) -> bool {
        self.models || self.pointer || self.decisions
    }

    /// The parts that are there, or are not. A registry may have no decisions, so they are never lacking.
    fn named(&self, there: bool) -> Vec<&'static str> {
        let all = [
            ("`registry.json`", self.marker),
            ("models in `models/`", self.models),
            ("`champion.json`", self.pointer),
            ("decisions in `decisions/`", self.decisions || !there),
        ];
        let those = all.into_iter().filter(|(_, is)| *is == there);
        those.map(|(name, _)| name).collect()
    }

    fn halved(&self, dir: &Path) -> Result<StoreError, StoreError> {
        Ok(StoreError::Halved {
            path: dir.to_path_buf(),
            there: self.named(true),
            lacking: self.named(false),
            available: versions::names(dir)?,
        })
    }
}

/// Refuses a folder without `registry.json` that holds what is left of a registry.
pub fn check(dir: &Path) -> Result<(), StoreError> {
    let parts = Parts::of(dir)?;
    match !parts.marker && parts.any() {
        true => Err(parts.halved(dir)?),
        false => Ok(()),
    }
}

/// Whether no model was ever kept; one that had models and has none is refused.
pub fn is_new(dir: &Path) -> Result<bool, StoreError> {
    let parts = Parts::of(dir)?;
    match (parts.models, parts.any()) {
        (false, true) => Err(parts.halved(dir)?),
        (models, _) => Ok(!models),
    }
}

/// Writes `registry.json`, unless a sound one is there.
pub fn stamp(dir: &Path) -> Result<(), StoreError> {
    let format = Format {
        format: REGISTRY_FORMAT,
    };
    match Registry::open(dir) {
        Err(
            StoreError::NoRegistry { .. } | StoreError::Halved { .. } | StoreError::Decode { .. },
        ) => write_atomic(&dir.join("registry.json"), &to_json(&format)?),
        found => found.map(|_| ()),
    }
}
