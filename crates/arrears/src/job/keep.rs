//! Keeping a model: its passport, and the proof that the files it was made from stood still.

use std::collections::BTreeMap;
use std::path::Path;

use arrears_ledger::InputFile;
use arrears_models::{MODEL_FORMAT, ModelConfig, Trained};
use arrears_store::{ModelChoice, ModelMeta, NewModel, Registry, sha256_file};

use super::material::Loaded;
use super::metrics::headline;
use crate::error::Error;
use crate::plan::Settings;

/// Where a model came from.
pub struct Origin<'a> {
    pub settings: &'a Settings,
    pub loaded: &'a Loaded,
    /// The recipe it was made by.
    pub recipe: &'a ModelConfig,
    /// The version it was made from, for a recalibrated one.
    pub parent: Option<String>,
}

/// Keeps a model; the first one of a registry becomes its champion, a later one when asked.
pub fn keep(
    dir: &Path,
    origin: &Origin,
    trained: &Trained,
    promote: bool,
) -> Result<ModelMeta, Error> {
    let new = passport(origin, trained)?;
    let registry = Registry::create(dir)?;
    // A registry that lost its models is refused: this one would pass for its first.
    registry.is_new()?;
    let writer = registry.writer()?;
    let meta = writer.save(trained, new)?;
    if promote || registry.champion()?.is_none() {
        writer.promote(&ModelChoice::Id(meta.id.to_string()), MODEL_FORMAT)?;
    }
    Ok(meta)
}

/// What is kept beside a model.
///
/// # Errors
/// A file of the ledger that cannot be read any more, or is no longer the one that was read.
pub fn passport(origin: &Origin, trained: &Trained) -> Result<NewModel, Error> {
    let window = trained.in_sample.from.zip(trained.in_sample.until);
    let features = trained.late.features().into_iter().map(str::to_owned);
    Ok(NewModel {
        as_of: trained.as_of.to_string(),
        code_version: crate::VERSION.to_owned(),
        format: MODEL_FORMAT,
        seed: trained.seed,
        config_sha256: origin.settings.config_sha256.clone(),
        recipe: serde_json::to_value(origin.recipe.spelt_out()).map_err(|error| Error::Bug {
            what: format!("the recipe has no JSON form: {error}"),
        })?,
        parent: origin.parent.clone(),
        data_window: window.map(|(from, until)| (from.to_string(), until.to_string())),
        inputs: inputs(origin.settings, origin.loaded)?,
        features: features.collect(),
        metrics: headline(&trained.holdout),
    })
}

/// SHA-256 of each input file, by its name.
fn inputs(settings: &Settings, loaded: &Loaded) -> Result<BTreeMap<String, String>, Error> {
    let named = |file: &InputFile| Ok((settings.name_of(&file.path), hashed(file)?.0));
    loaded.inputs.iter().map(named).collect()
}

/// SHA-256 and size of an input file that is still the one that was read.
///
/// # Errors
/// It cannot be read any more, or was written to since reading it began.
pub fn hashed(file: &InputFile) -> Result<(String, u64), Error> {
    let found = sha256_file(&file.path)?;
    match file.has_changed() {
        false => Ok(found),
        true => Err(Error::InputChanged {
            path: file.path.clone(),
        }),
    }
}
