//! The languages of the report, and texts that come with the figures.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ReportError;

/// A language that the report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English (British).
    #[default]
    En,
    /// Dutch.
    Nl,
    /// French.
    Fr,
}

impl Language {
    /// Every language, in the order of their codes in the contract.
    pub const ALL: [Language; 3] = [Language::En, Language::Nl, Language::Fr];

    /// The code used in `arrears.toml` and in the page's `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Nl => "nl",
            Language::Fr => "fr",
        }
    }
}

impl FromStr for Language {
    type Err = ReportError;

    fn from_str(code: &str) -> Result<Language, ReportError> {
        let known = Language::ALL.into_iter().find(|l| l.code() == code);
        known.ok_or_else(|| ReportError::UnknownLanguage {
            given: code.to_owned(),
        })
    }
}

/// A text that comes with the figures: a feature's label, a reason, a measure.
///
/// English is always there; a language without a text of its own falls back on
/// it. Made from a `&str` or `String` when English is all there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// English.
    pub en: String,
    /// Dutch, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nl: Option<String>,
    /// French, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
}

impl Wording {
    /// The text in all three languages.
    pub fn new(en: impl Into<String>, nl: impl Into<String>, fr: impl Into<String>) -> Wording {
        Wording {
            en: en.into(),
            nl: Some(nl.into()),
            fr: Some(fr.into()),
        }
    }

    /// The text in `language`, or in English where that is missing.
    pub fn get(&self, language: Language) -> &str {
        let own = match language {
            Language::En => None,
            Language::Nl => self.nl.as_deref(),
            Language::Fr => self.fr.as_deref(),
        };
        own.unwrap_or(&self.en)
    }
}

impl From<&str> for Wording {
    fn from(en: &str) -> Wording {
        Wording {
            en: en.to_owned(),
            nl: None,
            fr: None,
        }
    }
}

impl From<String> for Wording {
    fn from(en: String) -> Wording {
        Wording {
            en,
            nl: None,
            fr: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_falls_back_on_english() {
        let wording = Wording {
            en: "late".into(),
            nl: Some("te laat".into()),
            fr: None,
        };
        assert_eq!(wording.get(Language::Nl), "te laat");
        assert_eq!(wording.get(Language::Fr), "late");
    }

    #[test]
    fn an_unknown_language_names_the_known_ones() {
        let error = "de".parse::<Language>().unwrap_err().to_string();
        assert_eq!(
            error,
            "`de` is not a language of the report: it is one of `en`, `nl`, `fr`"
        );
    }
}
