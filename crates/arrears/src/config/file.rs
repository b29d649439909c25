//! Reading `arrears.toml`: every mistake is named with its line, its key and what would be right.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::ConfigError;
use super::known::keys_at;
use super::locate::{key_at, line_of, line_of_key};
use super::message::{Said, understand};
use super::{Config, policy, validate};

/// A config with the file it came from.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Every setting, defaults filled in.
    pub config: Config,
    /// The file.
    pub path: PathBuf,
    /// Its text, for the lines in later messages.
    pub text: String,
}

impl ConfigFile {
    /// Reads and proves a config file.
    pub fn load(path: &Path) -> Result<ConfigFile, ConfigError> {
        let text = arrears_store::read_text(path).map_err(|error| match error.is_absent() {
            true => ConfigError::Missing {
                path: path.to_path_buf(),
            },
            false => ConfigError::Unreadable(error),
        })?;
        ConfigFile::parse(path, text)
    }

    /// Proves the text of a config; `path` is what messages name and what its paths are relative to.
    pub fn parse(path: &Path, text: String) -> Result<ConfigFile, ConfigError> {
        let mut unknown = Vec::new();
        let config = parse(path, &text, &mut unknown)?;
        if let Some(key) = unknown.iter().find(|key| policy::was_inline(key)) {
            return Err(ConfigError::PolicyInline {
                path: path.to_path_buf(),
                line: line_of_key(&text, key),
                section: key[1].clone(),
            });
        }
        refuse_unknown::<Config>(path, &text, unknown)?;
        let file = ConfigFile {
            config,
            path: path.to_path_buf(),
            text,
        };
        validate::validate(&file)?;
        Ok(file)
    }

    /// The folder that paths in the config are relative to; empty when that is the working directory, so that
    /// paths are shown as they were written.
    pub fn base_dir(&self) -> PathBuf {
        self.path
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default()
    }

    /// The line of a key such as `model.n_folds`, if the file sets it.
    pub fn line_of(&self, key: &str) -> Option<u32> {
        let path: Vec<String> = key.split('.').map(str::to_string).collect();
        line_of_key(&self.text, &path)
    }
}

/// Text of TOML as `T`, with its unknown keys refused.
pub(super) fn read_as<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, ConfigError> {
    let mut unknown = Vec::new();
    let read = parse(path, text, &mut unknown)?;
    refuse_unknown::<T>(path, text, unknown)?;
    Ok(read)
}

/// The first unknown key in the file is the one to mend first.
fn refuse_unknown<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    mut unknown: Vec<Vec<String>>,
) -> Result<(), ConfigError> {
    unknown.sort_by_key(|key| line_of_key(text, key));
    match unknown.first() {
        None => Ok(()),
        Some(key) => Err(unknown_key::<T>(path, text, key)),
    }
}

fn parse<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    unknown: &mut Vec<Vec<String>>,
) -> Result<T, ConfigError> {
    let deserializer = toml::Deserializer::parse(text).map_err(|error| ConfigError::Syntax {
        path: path.to_path_buf(),
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_string(),
    })?;
    let mut ignored = |key: serde_ignored::Path<'_>| unknown.push(steps(&key));
    T::deserialize(serde_ignored::Deserializer::new(deserializer, &mut ignored))
        .map_err(|error| wrong_value::<T>(path, text, &error))
}

/// A path of serde's as the keys a person wrote.
fn steps(path: &serde_ignored::Path<'_>) -> Vec<String> {
    use serde_ignored::Path as At;
    match path {
        At::Root => Vec::new(),
        At::Map { parent, key } => {
            let mut keys = steps(parent);
            keys.push(key.clone());
            keys
        }
        At::Seq { parent, index } => {
            let mut keys = steps(parent);
            keys.push(index.to_string());
            keys
        }
        At::Some { parent } => steps(parent),
        At::NewtypeStruct { parent } | At::NewtypeVariant { parent } => steps(parent),
    }
}

fn wrong_value<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    error: &toml::de::Error,
) -> ConfigError {
    let span = error.span();
    let line = span.as_ref().map(|span| line_of(text, span.start));
    let keys = span
        .as_ref()
        .and_then(|span| key_at(text, span))
        .unwrap_or_default();
    let (path, key) = (path.to_path_buf(), shown(&keys));
    match understand(error.message()) {
        Said::Wrong { expected, found } => ConfigError::WrongType {
            path,
            line,
            key,
            expected,
            found,
        },
        Said::WrongIn {
            key,
            expected,
            found,
        } => {
            let keys = with_last(keys, key);
            ConfigError::WrongType {
                path,
                line: line_of_key(text, &keys).or(line),
                key: shown(&keys),
                expected,
                found,
            }
        }
        Said::UnknownKey(unknown) => unknown_key::<T>(&path, text, &with_last(keys, unknown)),
        Said::Missing(missing) => ConfigError::MissingKey {
            path,
            line,
            section: shown(&keys),
            key: missing,
        },
        Said::Other(message) => ConfigError::Syntax {
            path,
            line,
            message,
        },
    }
}

/// The keys of a place, of which `last` is the last.
fn with_last(mut keys: Vec<String>, last: String) -> Vec<String> {
    if keys.last() != Some(&last) {
        keys.push(last);
    }
    keys
}

/// A place in words: the entries of a list are counted from 1.
pub(super) fn shown(keys: &[String]) -> String {
    let mut place = String::new();
    for key in keys {
        match key.parse::<usize>() {
            Ok(i) => place.push_str(&format!("[{}]", i + 1)),
            Err(_) => {
                place.push_str(if place.is_empty() { "" } else { "." });
                place.push_str(key);
            }
        }
    }
    place
}

fn unknown_key<T: DeserializeOwned>(path: &Path, text: &str, keys: &[String]) -> ConfigError {
    let (key, section) = match keys.split_last() {
        Some((key, section)) => (key.clone(), section),
        None => (String::new(), keys),
    };
    let known = keys_at::<T>(section);
    ConfigError::UnknownKey {
        path: path.to_path_buf(),
        line: line_of_key(text, keys),
        nearest: elsewhere::<T>(&key, section)
            .or_else(|| nearest(&key, &known))
            .map(String::into_boxed_str),
        key,
        section: shown(section),
        known: known.into_boxed_slice(),
    }
}

/// The same key in another section: a right key in a wrong place.
fn elsewhere<T: DeserializeOwned>(key: &str, section: &[String]) -> Option<String> {
    let sections = keys_at::<T>(&[])
        .into_iter()
        .filter(|name| section != [name.clone()]);
    let mut found = sections.filter(|name| {
        keys_at::<T>(std::slice::from_ref(name))
            .iter()
            .any(|known| known == key)
    });
    let first = found.next()?;
    // A key that several sections have, such as `path`, says nothing about which was meant.
    found.next().is_none().then(|| format!("{first}.{key}"))
}

/// The known key with the fewest edits to `key`; the first of several.
pub(crate) fn nearest(key: &str, known: &[String]) -> Option<String> {
    let key = key.to_lowercase();
    let distance = |known: &String| strsim::damerau_levenshtein(&key, &known.to_lowercase());
    known.iter().min_by_key(|known| distance(known)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message for a config of this text.
    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_string()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    fn hint(text: &str) -> Option<String> {
        ConfigFile::parse(Path::new("arrears.toml"), text.to_string())
            .unwrap_err()
            .hint()
    }

    #[test]
    fn an_empty_file_is_all_defaults() {
        assert_eq!(message(""), "sound");
        assert_eq!(message("# nothing set\n[model]\n"), "sound");
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        let text = "seed = 3\n[model]\nn_fold = 4\n";
        assert_eq!(
            message(text),
            "`arrears.toml`, line 3: unknown key `n_fold` in `[model]`; the nearest known key is `n_folds`"
        );
        assert!(
            hint(text)
                .unwrap()
                .starts_with("`[model]` knows `features`, `penalties`, `n_folds`")
        );
        assert_eq!(
            message("[polcy]\nx = 1\n"),
            "`arrears.toml`, line 1: unknown key `polcy`; the nearest known key is `policy`"
        );
        assert_eq!(
            message("[ledger.invoices]\npath = \"a.csv\"\nseperator = \";\"\n"),
            "`arrears.toml`, line 3: unknown key `seperator` in `[ledger.invoices]`; the nearest known key is `separator`"
        );
    }

    #[test]
    fn a_right_key_in_a_wrong_place_is_shown_its_place() {
        assert_eq!(
            message("grace_days = 5\n"),
            "`arrears.toml`, line 1: unknown key `grace_days`; the nearest known key is `definitions.grace_days`"
        );
    }

    #[test]
    fn the_first_of_several_unknown_keys_is_named() {
        assert!(
            message("[report]\nlang = \"nl\"\n[model]\nfold = 1\n")
                .contains("line 2: unknown key `lang`")
        );
    }

    #[test]
    fn a_wrong_type_names_key_line_expected_and_found() {
        assert_eq!(
            message("[model]\nn_folds = \"four\"\n"),
            "`arrears.toml`, line 2: `model.n_folds` must be a whole number, 0 or more, found the text \"four\""
        );
        assert_eq!(
            message("[report]\nlanguage = \"de\"\n"),
            "`arrears.toml`, line 2: `report.language` must be \"en\", \"nl\" or \"fr\", found the text `de`"
        );
        assert_eq!(
            message("[ledger]\ninvoices = \"a.csv\"\n"),
            "`arrears.toml`, line 2: `ledger.invoices` must be a section, found the text \"a.csv\""
        );
        assert_eq!(
            message("seed = -1"),
            "`arrears.toml`, line 1: `seed` must be a whole number, 0 or more, found the number -1"
        );
    }

    #[test]
    fn a_column_that_is_no_name_is_told_with_its_line() {
        let config = |columns: &str| {
            message(&format!(
                "[ledger.invoices]\npath = \"a.csv\"\n[ledger.invoices.columns]\namount = \"x\"\n{columns}\n"
            ))
        };
        let must = "must be the name of a column, or of ids a list of names such as [\"BELNR\", \"GJAHR\"]";
        assert_eq!(
            config("invoice_id = []"),
            format!(
                "`arrears.toml`, line 5: `ledger.invoices.columns.invoice_id` {must}, found an empty list"
            )
        );
        assert!(config("invoice_id = 5").ends_with("found 5"));
    }

    #[test]
    fn what_is_not_toml_has_a_line() {
        assert!(
            message("[model\nn_folds = 4\n")
                .starts_with("`arrears.toml`, line 1: this is not TOML: ")
        );
        assert!(
            message("seed = 1\nseed = 2\n")
                .starts_with("`arrears.toml`, line 2: this is not TOML: duplicate key")
        );
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let base = |path: &str| {
            ConfigFile::parse(Path::new(path), String::new())
                .unwrap()
                .base_dir()
        };
        assert_eq!(base("arrears.toml"), Path::new(""));
        assert_eq!(base("some/where/arrears.toml"), Path::new("some/where"));
    }
}
