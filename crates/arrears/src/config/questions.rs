//! `[questions]`: the margin that a loss is earned back with, and words for reasons of non-payment.

use arrears_insight::nonpayment::{Reason, ReasonWords};
use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use super::file::{ConfigFile, nearest};
use super::meanings::{Section, Shown};

/// `[questions]`: what the four questions and what stands beside them need to be told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionsConfig {
    /// Margin on turnover, with which losses are earned back (0 to 1).
    pub margin: Option<f64>,
    /// Words of the ledger's own for reasons of non-payment.
    pub reasons: ReasonWords,
}

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "questions",
    about: "The four questions and what stands beside them; see [the questions](questions.md)",
    keys: &[
        (
            "margin",
            "Margin on turnover, such as 0.08, for the turnover that earns a loss back (above 0, to 1). Not set: no such \
             figure",
        ),
        (
            "reasons",
            "Reason = words that stand for it in signals `nonpayment_reason`, as a section `[questions.reasons]`: \
             `forgot = [\"kwijtgeraakt\", \"7\"]`. They are looked for before the built-in ones",
        ),
    ],
    shown: Shown::Reference,
};

/// Proves the margin and the codes of reasons.
pub(super) fn check_questions(file: &ConfigFile) -> Result<(), ConfigError> {
    let QuestionsConfig { margin, reasons } = &file.config.questions;
    if let Some(margin) = margin.filter(|margin| !(*margin > 0.0 && *margin <= 1.0)) {
        let key = "questions.margin";
        return Err(ConfigError::OutOfRange {
            path: file.path.clone(),
            line: file.line_of(key),
            key: key.into(),
            accepted: "above 0, to 1".into(),
            received: margin.to_string(),
        });
    }
    let Some(code) = reasons.unknown_code() else {
        return Ok(());
    };
    let known: Vec<String> = Reason::ALL
        .into_iter()
        .filter(|reason| *reason != Reason::Unknown)
        .map(|reason| reason.code().to_owned())
        .collect();
    Err(ConfigError::UnknownKey {
        path: file.path.clone(),
        line: file.line_of(&format!("questions.reasons.{code}")),
        nearest: nearest(code, &known).map(String::into_boxed_str),
        key: code.to_owned(),
        section: "questions.reasons".into(),
        known: known.into_boxed_slice(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_owned()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_margin_is_a_share_of_turnover() {
        assert_eq!(message("[questions]\nmargin = 0.08\n"), "sound");
        assert_eq!(
            message("[questions]\nmargin = 8.0\n"),
            "`arrears.toml`, line 2: `questions.margin` must be above 0, to 1, found 8"
        );
    }

    #[test]
    fn an_unknown_reason_names_the_nearest() {
        assert_eq!(
            message("[questions.reasons]\nforgot = [\"kwijt\"]\n"),
            "sound"
        );
        assert_eq!(
            message("[questions.reasons]\nforgott = [\"kwijt\"]\n"),
            "`arrears.toml`, line 2: unknown key `forgott` in `[questions.reasons]`; the nearest known key is `forgot`"
        );
    }
}
