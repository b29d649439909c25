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
    /// The text in all three languages; French with the spaces and apostrophes that it is printed with, unless it is the
    /// same in English and so no French at all but a word of the ledger's.
    pub fn new(en: impl Into<String>, nl: impl Into<String>, fr: impl Into<String>) -> Wording {
        let (en, fr) = (en.into(), fr.into());
        let fr = if fr == en { fr } else { printed_french(&fr) };
        Wording {
            en,
            nl: Some(nl.into()),
            fr: Some(fr),
        }
    }

    /// Both texts, one after the other.
    pub fn and(&self, other: &Wording) -> Wording {
        let both = |language| format!("{} {}", self.get(language), other.get(language));
        Wording::new(both(Language::En), both(Language::Nl), both(Language::Fr))
    }

    /// Whether there is a text in `language` itself.
    pub fn has(&self, language: Language) -> bool {
        match language {
            Language::En => true,
            Language::Nl => self.nl.is_some(),
            Language::Fr => self.fr.is_some(),
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

/// French as it is printed: no line may break before `: ; ? ! % »` nor after `«` (Imprimerie nationale, *Lexique des règles
/// typographiques*), and the apostrophe of an elision is a curved one.
fn printed_french(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| letters.get(i)).copied();
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let printed = |(i, &c): (usize, &char)| match (c, at(i.checked_sub(1)), at(i.checked_add(1))) {
        (c, _, Some(';' | '?' | '!' | '%')) if is_space(c) => '\u{202f}',
        (c, _, Some(':' | '»')) if is_space(c) => '\u{a0}',
        (c, Some('«'), _) if is_space(c) => '\u{a0}',
        ('\'', Some(before), Some(after)) if before.is_lowercase() && after.is_alphabetic() => '’',
        (c, _, _) => c,
    };
    letters.iter().enumerate().map(printed).collect()
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
    fn french_is_printed_as_french_is() {
        let wording = |fr: &str| Wording::new("x", "x", fr).fr.unwrap_or_default();
        assert_eq!(
            wording("Risque : 40 % ; l'issue est « sûre » !"),
            "Risque\u{a0}: 40\u{202f}%\u{202f}; l’issue est «\u{a0}sûre\u{a0}»\u{202f}!"
        );
        assert_eq!(wording("10\u{a0}% d'ici"), "10\u{202f}% d’ici");
        assert_eq!(wording("à 12:30, D'Hondt"), "à 12:30, D'Hondt");
        // A word of the ledger's is left as it is.
        assert_eq!(Wording::new("a : b", "a : b", "a : b").fr.unwrap(), "a : b");
    }

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
