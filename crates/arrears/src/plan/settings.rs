//! The config with what was typed laid over it.

use std::path::{Path, PathBuf};

use arrears_features::Definitions;
use arrears_store::sha256;

use super::Typed;
use crate::config::{Config, ConfigError, ConfigFile, PolicyFile};
use crate::error::Error;

/// What every plan holds: the config with what was typed laid over it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The config after merging; its `seed` and `threads` are the ones to use.
    pub config: Config,
    /// The policy that the config names, or the default.
    pub policy: PolicyFile,
    /// The config file.
    pub config_path: PathBuf,
    /// The folder that paths in the config are relative to; empty when that is the working directory.
    pub base_dir: PathBuf,
    /// The definitions in the units of the features.
    pub definitions: Definitions,
    /// SHA-256 of everything in the config and the policy that can change a result (not threads, output or registry).
    pub config_sha256: String,
}

impl Settings {
    /// Merges a config that must name a ledger with what was typed.
    pub fn new(file: ConfigFile, typed: &Typed) -> Result<Settings, Error> {
        if file.config.ledger.invoices.is_none() {
            return Err(ConfigError::NoInvoices { path: file.path }.into());
        }
        let base_dir = file.base_dir();
        let mut config = file.config;
        let policy = PolicyFile::named(&config.policy, &base_dir)?;
        config.trust.check_policy(&policy)?;
        // It changes no result, may hold secrets, and has no place in a manifest.
        config.notify = Default::default();
        config.seed = typed.seed.unwrap_or(config.seed);
        config.threads = typed.threads.unwrap_or(config.threads);
        config.report.language = typed.language.unwrap_or(config.report.language);
        Ok(Settings {
            definitions: config.definitions.resolve(),
            config_sha256: config_hash(&config, &policy)?,
            config,
            policy,
            config_path: file.path,
            base_dir,
        })
    }

    /// A file's name as the config would write it, so that a ledger that moves keeps its names.
    pub fn name_of(&self, path: &Path) -> String {
        let name = path.strip_prefix(&self.base_dir).unwrap_or(path);
        name.display().to_string().replace('\\', "/")
    }

    /// Folder of the results: as typed, else as the config says.
    pub(super) fn out(&self, typed: &Typed) -> PathBuf {
        typed
            .out
            .clone()
            .unwrap_or_else(|| self.base_dir.join(&self.config.output.dir))
    }

    /// Folder of results of another kind: as typed, else beside those of runs, with `ending` after their name.
    pub(super) fn out_beside(&self, typed: &Typed, ending: &str) -> PathBuf {
        typed.out.clone().unwrap_or_else(|| {
            let mut name = self.out(typed).into_os_string();
            name.push(ending);
            name.into()
        })
    }

    /// Folder of the models, if one was named.
    pub(super) fn registry(&self, typed: &Typed) -> Option<PathBuf> {
        named_registry(&self.config, &self.base_dir, typed)
    }

    /// Folder of the models: as named, else beside the config.
    pub(super) fn registry_or_default(&self, typed: &Typed) -> PathBuf {
        self.registry(typed)
            .unwrap_or_else(|| self.base_dir.join("registry"))
    }
}

/// Folder of the models for a command that needs no ledger.
pub fn registry_of(file: &ConfigFile, typed: &Typed) -> PathBuf {
    named_registry(&file.config, &file.base_dir(), typed)
        .unwrap_or_else(|| file.base_dir().join("registry"))
}

fn named_registry(config: &Config, base_dir: &Path, typed: &Typed) -> Option<PathBuf> {
    let named = config
        .registry
        .path
        .as_ref()
        .filter(|path| !path.is_empty());
    typed
        .registry
        .clone()
        .or_else(|| named.map(|path| base_dir.join(path)))
}

/// The hash of the settings that can change a result. Two files that say the same in other words agree.
fn config_hash(config: &Config, policy: &PolicyFile) -> Result<String, Error> {
    let mut config = config.clone();
    config.threads = 0;
    config.output = Default::default();
    config.registry = Default::default();
    config.retrain = Default::default();
    config.policy = Default::default();
    Ok(sha256(&arrears_store::to_json(&(config, &policy.policy))?))
}
