//! What can be wrong with `arrears.toml`, always with its line.

use std::path::{Path, PathBuf};

use arrears_store::StoreError;
use thiserror::Error;

use super::policy::NamedBy;

/// A config file that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file is not there.
    #[error("there is no config file `{}`", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The policy file is not there.
    #[error("there is no policy file `{}`", path.display())]
    MissingPolicy {
        /// The file.
        path: PathBuf,
        /// Where it is named.
        named_by: NamedBy,
    },
    /// The file is there but cannot be read.
    #[error(transparent)]
    Unreadable(#[from] StoreError),
    /// The file is not TOML.
    #[error("{}: this is not TOML: {message}", place(path, *line))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// The parser's reason.
        message: String,
    },
    /// A key that means nothing here.
    #[error("{}: unknown key {}; {}", place(path, *line), key_in(key, section), nearest_text(nearest))]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// The key, without its section.
        key: String,
        /// The section it stands in, such as `model`; empty at the top.
        section: String,
        /// The known key meant most likely, with its section if that is another one.
        nearest: Option<Box<str>>,
        /// Every key of the section.
        known: Box<[String]>,
    },
    /// A value of the wrong type or spelling.
    #[error("{}: {} must be {expected}, found {found}", place(path, *line), quoted(key))]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// The key with its section, such as `model.n_folds`.
        key: String,
        /// What would be right.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A value of the right type outside its range.
    #[error("{}: `{key}` must be {accepted}, found {received}", place(path, *line))]
    OutOfRange {
        /// The file.
        path: PathBuf,
        /// The line, from 1; `None` when the value is a default.
        line: Option<u32>,
        /// The key with its section.
        key: String,
        /// The range.
        accepted: String,
        /// The value.
        received: String,
    },
    /// A key that must be there is not.
    #[error("{}: {} lacks `{key}`", place(path, *line), quoted(section))]
    MissingKey {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// Where it is missing.
        section: String,
        /// The key.
        key: String,
    },
    /// The policy stands in the config, where it stood once.
    #[error("{}: `[policy.{section}]` is read from a policy file, no longer from here", place(path, *line))]
    PolicyInline {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// The section or key of the policy.
        section: String,
    },
    /// What a policy says does not suit the ledger.
    #[error("{}: {message}", place(path, *line))]
    Policy {
        /// The policy file.
        path: PathBuf,
        /// The line, from 1.
        line: Option<u32>,
        /// What does not suit.
        message: String,
        /// What would.
        hint: String,
    },
    /// A section that must be there is not.
    #[error("`{}` names no invoices: `[ledger.invoices]` with a `path` is the one section a ledger must have", path.display())]
    NoInvoices {
        /// The file.
        path: PathBuf,
    },
}

impl ConfigError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            ConfigError::Missing { .. } => {
                "`arrears init FILE...` writes one; `-c FILE` names another".into()
            }
            ConfigError::MissingPolicy { named_by, .. } => match named_by {
                NamedBy::Config => {
                    "`[policy] path` in `arrears.toml` names it, relative to that file; without it the default policy holds"
                        .into()
                }
                NamedBy::WhatIf => {
                    "`--what-if FILE` names the other policy, relative to the folder you are in; docs/policy.md says what it \
                     may hold"
                        .into()
                }
            },
            ConfigError::Unreadable(error) => return error.hint(),
            ConfigError::UnknownKey { section, known, .. } if !known.is_empty() => {
                format!("{} knows {}", section_name(section), list(known))
            }
            ConfigError::PolicyInline { section, .. } => format!(
                "move the policy to a file such as `policy.toml`, where this is `[{section}]`, and name it here: \
                 `[policy]` with `path = \"policy.toml\"`"
            ),
            ConfigError::Policy { hint, .. } => hint.clone(),
            ConfigError::NoInvoices { .. } => {
                "`arrears init FILE...` looks at your files and writes the section".into()
            }
            _ => return None,
        })
    }
}

fn place(path: &Path, line: Option<u32>) -> String {
    match line {
        Some(line) => format!("`{}`, line {line}", path.display()),
        None => format!("`{}`", path.display()),
    }
}

fn quoted(key: &str) -> String {
    if key.is_empty() {
        "a value".into()
    } else {
        format!("`{key}`")
    }
}

fn key_in(key: &str, section: &str) -> String {
    if section.is_empty() {
        format!("`{key}`")
    } else {
        format!("`{key}` in `[{section}]`")
    }
}

fn nearest_text(nearest: &Option<Box<str>>) -> String {
    match nearest {
        Some(nearest) => format!("the nearest known key is `{nearest}`"),
        None => "it means nothing here".into(),
    }
}

fn section_name(section: &str) -> String {
    if section.is_empty() {
        "the top of the file".into()
    } else {
        format!("`[{section}]`")
    }
}

fn list(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
