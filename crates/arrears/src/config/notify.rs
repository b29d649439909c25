//! `[notify]`: who is told when a job has ended, and what the settings mean.

use serde::{Deserialize, Serialize};

use super::meanings::{Section, Shown};
use super::validate::{Check, within};

/// `[notify]`: a command of the user's own that is told how a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotifyConfig {
    /// The program and its arguments, without a shell; empty tells nobody.
    pub command: Vec<String>,
    /// After which endings.
    pub on: Vec<Ending>,
    /// Seconds after which the command is stopped (1 to 3600).
    pub timeout_seconds: u32,
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// Done: exit code 0.
    Success,
    /// A quality gate refused: exit code 3.
    Refusal,
    /// Any other exit code.
    Failure,
}

impl Default for NotifyConfig {
    fn default() -> Self {
        NotifyConfig {
            command: Vec::new(),
            on: vec![Ending::Failure, Ending::Refusal],
            timeout_seconds: 30,
        }
    }
}

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "notify",
    about: "A command of your own that is told how a job ended; see [operations](operations.md#being-told)",
    keys: &[
        (
            "command",
            "Program and arguments, such as `[\"./tell\", \"finance\"]`, run without a shell in the folder of this file, with \
             the summary as JSON on its standard input",
        ),
        (
            "on",
            "After which endings: `success`, `refusal` (exit code 3), `failure` (any other)",
        ),
        (
            "timeout_seconds",
            "Seconds after which the command is stopped (1 to 3600)",
        ),
    ],
    shown: Shown::Reference,
};

/// Every setting against its range.
pub(super) fn checks(set: &NotifyConfig) -> Vec<Check> {
    vec![within(
        "notify.timeout_seconds",
        set.timeout_seconds,
        1..=3600,
        "from 1 to 3600 seconds",
    )]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::ConfigFile;

    #[test]
    fn every_bound_is_kept() {
        let message = |text: &str| match ConfigFile::parse(
            Path::new("arrears.toml"),
            format!("[notify]\n{text}\n"),
        ) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        };
        let sound = "command = [\"./tell\"]\non = [\"success\"]\ntimeout_seconds = 3600";
        assert_eq!(message(sound), "sound");
        assert_eq!(
            message("timeout_seconds = 0"),
            "`arrears.toml`, line 2: `notify.timeout_seconds` must be from 1 to 3600 seconds, found 0"
        );
        assert!(message("on = [\"always\"]").contains("always"));
        assert!(message("command = \"./tell\"").contains("notify.command"));
    }
}
