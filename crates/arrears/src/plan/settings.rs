//! The config with what was typed laid over it.

use std::path::{Path, PathBuf};

use arrears_features::Definitions;
use arrears_ledger::Day;
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

    /// Folder of the results: as typed, else as the config says; `{as_of}` and `{month}` in it stand for the as-of date.
    pub(super) fn out(&self, typed: &Typed, as_of: Day) -> Result<PathBuf, Error> {
        match &typed.out {
            Some(out) => filled(out, as_of),
            None => filled(&self.base_dir.join(&self.config.output.dir), as_of),
        }
    }

    /// Folder of results of another kind: as typed, else beside those of runs, with `ending` after their name.
    pub(super) fn out_beside(
        &self,
        typed: &Typed,
        as_of: Day,
        ending: &str,
    ) -> Result<PathBuf, Error> {
        let mut name = self.out(typed, as_of)?.into_os_string();
        if typed.out.is_none() {
            name.push(ending);
        }
        Ok(name.into())
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

/// A folder's name with the as-of date in the places for it, so that every month has one of its own.
fn filled(out: &Path, as_of: Day) -> Result<PathBuf, Error> {
    // A name that is no text has no places.
    let Some(text) = out.to_str() else {
        return Ok(out.to_path_buf());
    };
    let day = as_of.to_string();
    let month = format!("{:04}-{:02}", as_of.year(), as_of.month());
    let name = text.replace("{as_of}", &day).replace("{month}", &month);
    let place = name
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once('}'));
    match place {
        None => Ok(name.into()),
        Some((unknown, _)) => Err(Error::Usage {
            message: format!("`{{{unknown}}}` in the folder `{text}` stands for nothing"),
            hint:
                "`{as_of}` stands for the as-of date and `{month}` for its month, such as 2025-12"
                    .into(),
        }),
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
    config.monitor = Default::default();
    config.policy = Default::default();
    Ok(sha256(&arrears_store::to_json(&(config, &policy.policy))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_has_a_folder_of_its_own() {
        let day: Day = "2025-12-31".parse().expect("a day");
        let named = |out: &str| filled(Path::new(out), day).map(|path| path.display().to_string());
        assert_eq!(named("runs/{month}").expect("known"), "runs/2025-12");
        assert_eq!(
            named("{month}/{as_of}-x").expect("known"),
            "2025-12/2025-12-31-x"
        );
        assert_eq!(named("plain {name").expect("no place"), "plain {name");
        let error = named("runs/{moth}").expect_err("unknown");
        assert!(
            error
                .to_string()
                .starts_with("`{moth}` in the folder `runs/{moth}`"),
            "{error}"
        );
    }
}
