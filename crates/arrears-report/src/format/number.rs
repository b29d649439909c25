//! Counts, amounts and shares.

use super::{Format, NONE};
use crate::Language;

/// Minus as typeset: as wide as a plus, and no hyphen for a line to break at.
const MINUS: &str = "\u{2212}";

impl Format {
    /// A count: `12,345`.
    pub(crate) fn count(&self, n: u64) -> String {
        grouped(&n.to_string(), self.group_mark())
    }

    /// A number with so many decimals: `1,234.5`.
    pub(crate) fn number(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return NONE.to_owned();
        }
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = grouped(whole, self.group_mark());
        if !rest.is_empty() {
            text.push(self.decimal_mark());
            text.push_str(rest);
        }
        let is_zero = plain.chars().all(|c| c == '0' || c == '.');
        if value < 0.0 && !is_zero {
            format!("{MINUS}{text}")
        } else {
            text
        }
    }

    /// A number, or a dash.
    pub(crate) fn maybe(&self, value: Option<f64>, decimals: usize) -> String {
        value.map_or_else(|| NONE.to_owned(), |v| self.number(v, decimals))
    }

    /// A number with its sign: `+1.2`.
    pub(crate) fn signed(&self, value: f64, decimals: usize) -> String {
        let text = self.number(value, decimals);
        let positive = value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c));
        if positive { format!("+{text}") } else { text }
    }

    /// A number with about three figures, whatever its size: for values of
    /// unlike units that stand in one column.
    pub(crate) fn figures(&self, value: Option<f64>) -> String {
        let Some(value) = value.filter(|v| v.is_finite()) else {
            return NONE.to_owned();
        };
        let decimals = match value.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            size if size > 0.0 && size < 0.1 => 3,
            _ => 2,
        };
        self.number(value, decimals)
    }

    /// A share in `[0, 1]` as a percentage: `12.3%`.
    pub(crate) fn percent(&self, share: f64, decimals: usize) -> String {
        if !share.is_finite() {
            return NONE.to_owned();
        }
        format!(
            "{}{}",
            self.number(share * 100.0, decimals),
            self.percent_sign()
        )
    }

    /// A share, or a dash.
    pub(crate) fn maybe_percent(&self, share: Option<f64>, decimals: usize) -> String {
        share.map_or_else(|| NONE.to_owned(), |s| self.percent(s, decimals))
    }

    /// A probability in whole percents; what is not certain is not shown as such.
    pub(crate) fn chance(&self, p: Option<f64>) -> String {
        match p.filter(|p| p.is_finite()) {
            None => NONE.to_owned(),
            Some(p) if p > 0.0 && p < 0.005 => format!("<{}", self.percent(0.01, 0)),
            Some(p) if (0.995..1.0).contains(&p) => format!(">{}", self.percent(0.99, 0)),
            Some(p) => self.percent(p, 0),
        }
    }

    /// Money in whole units without the currency: for columns and axes that name it.
    pub(crate) fn amount(&self, minor: i64) -> String {
        self.signed_digits(
            minor,
            &grouped(&rounded(minor).to_string(), self.group_mark()),
        )
    }

    /// Money in whole units, as [`Format::amount`] rounds it.
    pub(crate) fn units(&self, minor: i64) -> i64 {
        let size = i64::try_from(rounded(minor)).unwrap_or(i64::MAX);
        if minor < 0 { -size } else { size }
    }

    /// Money to the cent without the currency.
    pub(crate) fn amount_exact(&self, minor: i64) -> String {
        let size = minor.unsigned_abs();
        let whole = grouped(&(size / 100).to_string(), self.group_mark());
        self.signed_digits(
            minor,
            &format!("{whole}{}{:02}", self.decimal_mark(), size % 100),
        )
    }

    /// Money in whole units with its currency: `€1,234`, `€ 1.234`, `1 234 €`.
    pub(crate) fn money(&self, minor: i64) -> String {
        let amount = self.amount(minor);
        let symbol = match self.currency.as_str() {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            code => code,
        };
        match self.language {
            Language::En if symbol.chars().count() == 1 => match amount.strip_prefix(MINUS) {
                Some(size) => format!("{MINUS}{symbol}{size}"),
                None => format!("{symbol}{amount}"),
            },
            Language::En | Language::Nl => format!("{symbol}\u{a0}{amount}"),
            Language::Fr => format!("{amount}\u{a0}{symbol}"),
        }
    }

    fn signed_digits(&self, minor: i64, digits: &str) -> String {
        let is_zero = !digits.chars().any(|c| ('1'..='9').contains(&c));
        if minor < 0 && !is_zero {
            format!("{MINUS}{digits}")
        } else {
            digits.to_owned()
        }
    }

    fn percent_sign(&self) -> &'static str {
        match self.language {
            Language::En | Language::Nl => "%",
            Language::Fr => "\u{202f}%",
        }
    }
}

/// Whole units, half away from zero.
fn rounded(minor: i64) -> u64 {
    (minor.unsigned_abs() + 50) / 100
}

/// Digits in groups of three.
fn grouped(digits: &str, mark: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, expected: [&str; 5]) {
        let f = Format::new(language, "EUR");
        let given = [
            f.amount_exact(-123_456_789),
            f.money(123_450),
            f.percent(0.1234, 1),
            f.count(1_234_567),
            f.number(-0.04, 1),
        ];
        assert_eq!(given, expected);
    }

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        check(
            Language::En,
            ["−1,234,567.89", "€1,235", "12.3%", "1,234,567", "0.0"],
        );
        check(
            Language::Nl,
            ["−1.234.567,89", "€\u{a0}1.235", "12,3%", "1.234.567", "0,0"],
        );
        check(
            Language::Fr,
            [
                "−1\u{202f}234\u{202f}567,89",
                "1\u{202f}235\u{a0}€",
                "12,3\u{202f}%",
                "1\u{202f}234\u{202f}567",
                "0,0",
            ],
        );
    }

    #[test]
    fn a_near_certainty_is_not_shown_as_certain() {
        let f = Format::new(Language::En, "EUR");
        let shown = [
            None,
            Some(0.0),
            Some(0.001),
            Some(0.5),
            Some(0.999),
            Some(1.0),
        ]
        .map(|p| f.chance(p));
        assert_eq!(shown, ["–", "0%", "<1%", "50%", ">99%", "100%"]);
    }

    #[test]
    fn extreme_and_missing_values_are_written_too() {
        let f = Format::new(Language::En, "CHF");
        assert_eq!(f.money(i64::MIN), "CHF\u{a0}−92,233,720,368,547,758");
        assert_eq!(f.money(-40), "CHF\u{a0}0");
        assert_eq!(f.number(f64::NAN, 1), "–");
        assert_eq!(f.signed(0.001, 1), "0.0");
        assert_eq!(f.signed(0.26, 1), "+0.3");
        assert_eq!(f.figures(Some(1234.5)), "1,234");
        assert_eq!(f.figures(Some(-8.06)), "−8.06");
        assert_eq!([0.0, 0.004].map(|v| f.figures(Some(v))), ["0.00", "0.004"]);
    }
}
