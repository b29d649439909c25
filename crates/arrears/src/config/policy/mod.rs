//! `policy.toml`: what divides the segments and what is done with each.
//!
//! The keys are [`Policy`]'s; here they are read, their mistakes given a file and a line, and their reference, schema
//! and template made.

mod meanings;
mod reference;
mod schema;

use std::path::{Path, PathBuf};

use arrears_features::catalogue::FeatureKind;
use arrears_features::{Moment, catalogue};
use arrears_insight::InsightError;
use arrears_insight::customers::Policy;
use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use super::file::{nearest, read_as, shown};
use super::known::keys_at;
use super::locate::{line_of_key, line_of_set_key};

pub use reference::{policy_markdown, render_policy};
pub use schema::policy_schema;

/// `[policy]`: the file of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyConfig {
    /// The file, relative to the config. Not set: the default policy.
    pub path: Option<String>,
}

/// Where a policy file is named, for what to do when it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// `[policy] path`.
    Config,
    /// `--what-if`.
    WhatIf,
}

/// A policy with the file it came from.
#[derive(Debug, Clone, Default)]
pub struct PolicyFile {
    /// The policy, defaults filled in.
    pub policy: Policy,
    /// The file; `None` for the default policy.
    pub path: Option<PathBuf>,
    /// Its text, for the lines in later messages.
    pub text: String,
}

impl PolicyFile {
    /// The policy that a config names, or the default.
    pub(crate) fn named(config: &PolicyConfig, base_dir: &Path) -> Result<PolicyFile, ConfigError> {
        match config.path.as_deref().filter(|path| !path.is_empty()) {
            Some(path) => PolicyFile::load(&base_dir.join(path), NamedBy::Config),
            None => Ok(PolicyFile::default()),
        }
    }

    /// Reads and proves a policy file.
    pub fn load(path: &Path, named_by: NamedBy) -> Result<PolicyFile, ConfigError> {
        let text = arrears_store::read_text(path).map_err(|error| match error.is_absent() {
            true => ConfigError::MissingPolicy {
                path: path.to_path_buf(),
                named_by,
            },
            false => ConfigError::Unreadable(error),
        })?;
        PolicyFile::parse(path, text)
    }

    /// Proves the text of a policy; `path` is what messages name.
    pub fn parse(path: &Path, text: String) -> Result<PolicyFile, ConfigError> {
        let policy: Policy = read_as(path, &text)?;
        let file = PolicyFile {
            policy,
            path: Some(path.to_path_buf()),
            text,
        };
        let good = file.policy.check().and_then(|()| file.check_kinds());
        match good {
            Ok(()) => Ok(file),
            Err(error) => Err(file.error(error)),
        }
    }

    /// Refuses a rule that asks a feature of the catalogue for what it has not: a text of numbers, or a number of texts.
    fn check_kinds(&self) -> Result<(), InsightError> {
        let of_customers = |name: &&str| {
            let found = catalogue::feature(name)?;
            found.moments.contains(&Moment::Customer).then_some(found)
        };
        let wanted = self.policy.features_wanted();
        wanted
            .iter()
            .filter_map(of_customers)
            .try_for_each(|found| {
                let is_text = found.kind == FeatureKind::Category;
                self.policy.check_kind(found.id, is_text)
            })
    }

    /// What the policy says wrong, with its file and line.
    pub(crate) fn error(&self, error: InsightError) -> ConfigError {
        let path = self.path.clone().unwrap_or_else(|| "policy.toml".into());
        let (key, accepted, received) = match error {
            InsightError::Policy {
                setting,
                received,
                accepted,
            } => (setting.to_owned(), accepted.to_owned(), received),
            InsightError::PolicyAt {
                setting,
                received,
                accepted,
            } => (setting, accepted, received),
            InsightError::Overlap {
                lower,
                lower_value,
                upper,
                upper_value,
                may_be_equal,
            } => {
                let (lower_side, upper_side) = match may_be_equal {
                    true => ("at most", "at least"),
                    false => ("below", "above"),
                };
                let (lower, upper) = ((lower, lower_value), (upper, upper_value));
                let (own, side, other) = match self.is_written_after(&lower.0, &upper.0) {
                    true => (lower, lower_side, upper),
                    false => (upper, upper_side, lower),
                };
                let by_default = self.by_default(&other.0);
                let accepted = format!(
                    "{side} `{}`, which is {}{by_default}",
                    shown(&steps(&other.0)),
                    other.1
                );
                (own.0, accepted, own.1.to_string())
            }
            InsightError::PatternInBoth { pattern } => {
                let (own, other) = match self.is_written_after("a.patterns", "c.patterns") {
                    true => ("a.patterns", "c.patterns"),
                    false => ("c.patterns", "a.patterns"),
                };
                let by_default = self.by_default(other);
                let accepted = format!("without what `{other}` has{by_default}");
                (own.to_owned(), accepted, format!("`{pattern}`"))
            }
            InsightError::NoSegment { .. } => {
                return ConfigError::Policy {
                    path,
                    line: self.line_of("segments_by"),
                    message: error.to_string(),
                    hint: "`otherwise = \"B\"` at the top of the file gives them one, or a further `[[rule]]`".into(),
                };
            }
            other => {
                return ConfigError::Syntax {
                    path,
                    line: None,
                    message: other.to_string(),
                };
            }
        };
        ConfigError::OutOfRange {
            path,
            line: self.line_of(&key),
            key: shown(&steps(&key)),
            accepted,
            received,
        }
    }

    /// What decides on an attribute that may not be used.
    pub(super) fn forbidden(&self, key: &str, name: &str, column: &str) -> ConfigError {
        let made = if name == column {
            "it is"
        } else {
            "it is made of"
        };
        ConfigError::Policy {
            path: self.path.clone().unwrap_or_else(|| "policy.toml".into()),
            line: self.line_of(key),
            message: format!(
                "`{name}` may not be used: {made} `{column}`, which `[trust] forbidden` names"
            ),
            hint: "leave it out of the policy, or `[trust] forbidden` of `arrears.toml`".into(),
        }
    }

    /// A rule that decides on what tells who is a natural person.
    pub(super) fn of_persons(&self, key: &str, name: &str, column: &str) -> ConfigError {
        let made = match name == column {
            true => String::new(),
            false => format!(" is made of `{column}` and"),
        };
        ConfigError::Policy {
            path: self.path.clone().unwrap_or_else(|| "policy.toml".into()),
            line: self.line_of(key),
            message: format!(
                "a rule may not decide on `{name}`, which{made} tells who is a natural person"
            ),
            hint: format!(
                "a rule on how a customer pays may; where this one may too, `[trust] rules_may_use = [\"{column}\"]` of \
                 `arrears.toml` says so"
            ),
        }
    }

    /// A rule on a feature that there is not, with the nearest of those there are.
    pub(crate) fn unknown_feature(
        &self,
        name: &str,
        known: &[String],
        why: Option<&str>,
    ) -> ConfigError {
        let i = self
            .policy
            .rules
            .iter()
            .position(|rule| rule.feature == name)
            .unwrap_or(0);
        let (message, hint) = match why {
            Some(why) => (
                format!(
                    "`{name}` of `rule[{}]` cannot be told from this ledger, which lacks {why}",
                    i + 1
                ),
                "leave the rule out, or give the ledger what it lacks".to_owned(),
            ),
            None => {
                let near = nearest(name, known).unwrap_or_default();
                (
                    format!("unknown feature `{name}` in `rule[{}]`; the nearest known one is `{near}`", i + 1),
                    "docs/data-dictionary.md has the features of a customer; a rule may name any column of `customers` \
                     too, and docs/policy.md the figures of the segment itself"
                        .to_owned(),
                )
            }
        };
        ConfigError::Policy {
            path: self.path.clone().unwrap_or_else(|| "policy.toml".into()),
            line: self.line_of(&format!("rule.{i}.feature")),
            message,
            hint,
        }
    }

    /// Whether the first of two keys is the one to lead with: what the user wrote, and of two what stands later.
    fn is_written_after(&self, first: &str, second: &str) -> bool {
        let line = |key: &str| line_of_set_key(&self.text, &steps(key));
        line(first) >= line(second)
    }

    /// That a key has its default, for a value that a user looks for in vain in the file.
    fn by_default(&self, key: &str) -> &'static str {
        match line_of_set_key(&self.text, &steps(key)) {
            Some(_) => "",
            None => " by default",
        }
    }

    /// The line of a key such as `rule.0.is`, or of the deepest part of it that is there.
    pub(crate) fn line_of(&self, key: &str) -> Option<u32> {
        line_of_key(&self.text, &steps(key))
    }
}

fn steps(key: &str) -> Vec<String> {
    key.split('.').map(str::to_owned).collect()
}

/// Whether a key of `arrears.toml` is one of the policy's, which stood there once.
pub(super) fn was_inline(key: &[String]) -> bool {
    match key {
        [policy, inner, ..] => policy == "policy" && keys_at::<Policy>(&[]).contains(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
