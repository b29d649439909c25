//! What is kept beside a model: where it came from and how it did. Holds no time of the clock.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::StoreError;
use crate::hash::sha256;
use crate::json::to_json;

/// Identifies a version: `<as-of date>-<first 12 hexadecimal digits of the model's SHA-256>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(String);

impl ModelId {
    /// The id of a model with these bytes' SHA-256.
    pub(crate) fn new(as_of: &str, sha256: &str) -> ModelId {
        // A damaged passport may hold less than a hash.
        ModelId(format!("{as_of}-{}", sha256.get(..12).unwrap_or(sha256)))
    }

    /// Takes a name as it stands on disk; none where it is not in the form of an id, and so not one of ours.
    pub(crate) fn from_name(name: &str) -> Option<ModelId> {
        is_id(name).then(|| ModelId(name.to_string()))
    }

    /// Whether it is in the form of an id: a pointer that was written to by hand may hold anything.
    pub(crate) fn is_sound(&self) -> bool {
        is_id(&self.0)
    }

    /// The as-of date that the id begins with, ISO: known also of a version that is damaged, or no longer there.
    pub fn as_of(&self) -> &str {
        self.0.rsplit_once('-').map_or("", |(as_of, _)| as_of)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id that a model of this as-of date has, kept or not.
///
/// # Errors
/// A model that is not finite.
pub fn id_of<T: Serialize + ?Sized>(model: &T, as_of: &str) -> Result<ModelId, StoreError> {
    Ok(ModelId::new(as_of, &sha256(&to_json(model)?)))
}

/// Whether a name is `YYYY-MM-DD-` and twelve hexadecimal digits.
pub(crate) fn is_id(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 23
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => *byte == b'-',
            0..=9 => byte.is_ascii_digit(),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the one who trained a model says about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewModel {
    /// As-of date of the training, ISO.
    pub as_of: String,
    /// Version of the program that trained it.
    pub code_version: String,
    /// Format of the model's file.
    pub format: u32,
    /// Seed of every random choice.
    pub seed: u64,
    /// SHA-256 of the settings that can change a result.
    pub config_sha256: String,
    /// How it was made, as its maker can make it again; nothing where that is not known.
    pub recipe: Value,
    /// Version it was made from, for a recalibrated one.
    pub parent: Option<String>,
    /// First and last invoice date it was trained on, ISO.
    pub data_window: Option<(String, String)>,
    /// SHA-256 of each input file, by its name.
    pub inputs: BTreeMap<String, String>,
    /// Names of its features, in the model's order.
    pub features: Vec<String>,
    /// Figures by name, such as `auc`.
    pub metrics: BTreeMap<String, f64>,
}

/// `meta.json`: a kept model's passport.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelMeta {
    /// Its id.
    pub id: ModelId,
    /// SHA-256 of `model.json`.
    pub sha256: String,
    /// As-of date of the training, ISO.
    pub as_of: String,
    /// Version of the program that trained it.
    pub code_version: String,
    /// Format of the model's file. A program reads one format; a file that says none has the first.
    #[serde(default = "first_format")]
    pub format: u32,
    /// Seed of every random choice.
    pub seed: u64,
    /// SHA-256 of the settings that can change a result.
    pub config_sha256: String,
    /// How it was made, as its maker can make it again; nothing where that is not known.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub recipe: Value,
    /// Version it was made from, for a recalibrated one.
    #[serde(default)]
    pub parent: Option<String>,
    /// First and last invoice date it was trained on, ISO.
    #[serde(default)]
    pub data_window: Option<(String, String)>,
    /// SHA-256 of each input file, by its name.
    #[serde(default)]
    pub inputs: BTreeMap<String, String>,
    /// Names of its features, in the model's order.
    #[serde(default)]
    pub features: Vec<String>,
    /// Figures by name, such as `auc`.
    #[serde(default)]
    pub metrics: BTreeMap<String, f64>,
}

fn first_format() -> u32 {
    1
}

impl ModelMeta {
    pub(crate) fn new(sha256: String, new: NewModel) -> ModelMeta {
        ModelMeta {
            id: ModelId::new(&new.as_of, &sha256),
            sha256,
            as_of: new.as_of,
            code_version: new.code_version,
            format: new.format,
            seed: new.seed,
            config_sha256: new.config_sha256,
            recipe: new.recipe,
            parent: new.parent,
            data_window: new.data_window,
            inputs: new.inputs,
            features: new.features,
            metrics: new.metrics,
        }
    }
}
