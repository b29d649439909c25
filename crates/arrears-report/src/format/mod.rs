//! Numbers, money and dates as each language writes them.
//!
//! English `1,234.56`, Dutch `1.234,56`, French `1 234,56` with narrow no-break
//! spaces. What could not be computed is shown as a dash: never as zero.

mod date;
mod number;
mod unit;

pub(crate) use date::parse as parse_date;
pub(crate) use unit::MoneyUnit;

use crate::Language;

/// Shown where there is no figure.
pub(crate) const NONE: &str = "\u{2013}";

/// How figures are written: a language and a currency.
#[derive(Clone, Debug)]
pub(crate) struct Format {
    pub(crate) language: Language,
    /// ISO 4217 code.
    pub(crate) currency: String,
}

impl Format {
    pub(crate) fn new(language: Language, currency: &str) -> Format {
        Format {
            language,
            currency: currency.to_owned(),
        }
    }

    /// Between thousands.
    fn group_mark(&self) -> &'static str {
        match self.language {
            Language::En => ",",
            Language::Nl => ".",
            Language::Fr => "\u{202f}",
        }
    }

    /// Before the decimals.
    fn decimal_mark(&self) -> char {
        match self.language {
            Language::En => '.',
            Language::Nl | Language::Fr => ',',
        }
    }
}
