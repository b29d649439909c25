//! Every word that people read, in English, Dutch and French, in one place.
//!
//! Findings carry codes and figures; the sentences are made from them here and only when asked for, so that a
//! million customers cost figures and not texts. The tone is the field's: it describes payment behaviour and
//! judges nobody.

mod acceptance;
mod clusters;
mod format;
mod groups;
mod measures;
mod nearest;
mod patterns;
mod questions;
mod reasons;
mod sectors;
mod talk;
mod values;
mod warnings;
mod worklist;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use acceptance::{
    above_limit, acceptance_reason, acceptance_statement, comparable, in_ledger, unseen_reason,
};
pub(crate) use clusters::near_the_average;
pub use clusters::{ClusterName, NameBase, Qualifier, Rank};
pub use format::{
    count, date, days, decimal, money, money_to_the_cent, percent, percent_apart, plain_spaces,
};
pub use groups::{absent_sources, default_ladders};
pub use measures::review_note;
pub use questions::no_reminders;
pub use sectors::unknown_sector;
pub(crate) use sectors::{commonest_step, step_and_share, usual_step};
pub use talk::{Talk, TalkInvoice, TalkPart};
pub use values::value;
pub use warnings::certainty;
pub use worklist::{no_change, promised_part, spoken, step_by, why_unpaid};

/// A language that texts are written in.
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
    /// Every language, in the order of the contract.
    pub const ALL: [Language; 3] = [Language::En, Language::Nl, Language::Fr];
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Language, String> {
        match code {
            "en" => Ok(Language::En),
            "nl" => Ok(Language::Nl),
            "fr" => Ok(Language::Fr),
            other => Err(format!("`{other}` is none of `en`, `nl`, `fr`")),
        }
    }
}

/// One text in the three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// English.
    pub en: String,
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
}

impl Text {
    /// The three given texts.
    pub fn new(en: impl Into<String>, nl: impl Into<String>, fr: impl Into<String>) -> Text {
        Text {
            en: en.into(),
            nl: nl.into(),
            fr: fr.into(),
        }
    }

    /// One text for all languages, such as a name from the ledger.
    pub fn same(text: &str) -> Text {
        Text::new(text, text, text)
    }

    /// What `say` makes of each language.
    pub fn of(say: impl Fn(Language) -> String) -> Text {
        Text::new(say(Language::En), say(Language::Nl), say(Language::Fr))
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        pick(language, &self.en, &self.nl, &self.fr)
    }
}

/// The sentence that goes with every output about customers.
pub fn statement() -> Text {
    Text::new(
        "This estimates payment behaviour from past invoices; it judges nobody and decides nothing by itself.",
        "Dit schat betaalgedrag op grond van eerdere facturen; het oordeelt over niemand en beslist niets uit zichzelf.",
        "Ceci estime un comportement de paiement à partir de factures passées ; cela ne juge personne et ne décide rien de soi-même.",
    )
}

/// One of three, by language.
pub(crate) fn pick<'a>(language: Language, en: &'a str, nl: &'a str, fr: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Nl => nl,
        Language::Fr => fr,
    }
}

/// A step of the dunning ladder, as the thing after which one pays.
pub(crate) fn step_name(step: u8, language: Language) -> &'static str {
    let [en, nl, fr] = match step {
        0 => [
            "before any reminder",
            "vóór de eerste herinnering",
            "avant tout rappel",
        ],
        1 => [
            "after the first reminder",
            "na de eerste herinnering",
            "après le premier rappel",
        ],
        2 => [
            "after the second reminder",
            "na de tweede herinnering",
            "après le deuxième rappel",
        ],
        3 => [
            "after the formal notice",
            "na de ingebrekestelling",
            "après la mise en demeure",
        ],
        4 => [
            "after the collection agency or bailiff",
            "na het incassobureau of de deurwaarder",
            "après l’agence de recouvrement ou l’huissier",
        ],
        _ => [
            "after court or write-off",
            "na de rechter of de afboeking",
            "après le tribunal ou l’abandon de créance",
        ],
    };
    match language {
        Language::En => en,
        Language::Nl => nl,
        Language::Fr => fr,
    }
}
