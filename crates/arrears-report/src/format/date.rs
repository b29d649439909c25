//! Dates and months. They come as ISO texts; one that is none is shown as it is.

use super::Format;
use crate::Language;

impl Format {
    /// `31 December 2025`, for headings.
    pub(crate) fn date(&self, iso: &str) -> String {
        match parse(iso) {
            Some((year, month, Some(day))) => {
                let first = if self.language == Language::Fr && day == 1 {
                    "er"
                } else {
                    ""
                };
                format!("{day}{first}\u{a0}{} {year}", self.long_months()[month - 1])
            }
            _ => iso.to_owned(),
        }
    }

    /// `31 Dec 2025`, for tables.
    pub(crate) fn short_date(&self, iso: &str) -> String {
        match parse(iso) {
            Some((year, month, Some(day))) => {
                format!("{day}\u{a0}{}\u{a0}{year}", self.short_months()[month - 1])
            }
            _ => iso.to_owned(),
        }
    }

    /// `31 Dec`, for axes.
    pub(crate) fn day_and_month(&self, iso: &str) -> String {
        match parse(iso) {
            Some((_, month, Some(day))) => format!("{day}\u{a0}{}", self.short_months()[month - 1]),
            _ => iso.to_owned(),
        }
    }

    /// `Dec 2025` from `2025-12`.
    pub(crate) fn month(&self, iso: &str) -> String {
        match parse(iso) {
            Some((year, month, _)) => format!("{}\u{a0}{year}", self.short_months()[month - 1]),
            None => iso.to_owned(),
        }
    }

    fn long_months(&self) -> &'static [&'static str; 12] {
        match self.language {
            Language::En => &[
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Language::Nl => &[
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ],
            Language::Fr => &[
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        }
    }

    fn short_months(&self) -> &'static [&'static str; 12] {
        match self.language {
            Language::En => &[
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ],
            Language::Nl => &[
                "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
            ],
            Language::Fr => &[
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
                "nov.", "déc.",
            ],
        }
    }
}

/// Year, month (1..12) and, where there is one, day of an ISO text.
pub(crate) fn parse(iso: &str) -> Option<(i32, usize, Option<u32>)> {
    let mut parts = iso.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts
        .next()?
        .parse()
        .ok()
        .filter(|m| (1..=12).contains(m))?;
    let day = match parts.next() {
        None => None,
        Some(day) => Some(day.parse().ok().filter(|d| (1..=31).contains(d))?),
    };
    parts.next().is_none().then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_names_the_months() {
        let shown = Language::ALL.map(|language| {
            let f = Format::new(language, "EUR");
            (
                f.date("2025-08-01"),
                f.short_date("2025-03-31"),
                f.month("2025-02"),
            )
        });
        let plain = shown.map(|(a, b, c)| format!("{a}; {b}; {c}").replace('\u{a0}', " "));
        assert_eq!(
            plain,
            [
                "1 August 2025; 31 Mar 2025; Feb 2025",
                "1 augustus 2025; 31 mrt 2025; feb 2025",
                "1er août 2025; 31 mars 2025; févr. 2025",
            ]
        );
    }

    #[test]
    fn what_is_no_date_is_shown_as_it_is() {
        let f = Format::new(Language::En, "EUR");
        for odd in ["", "2025-13-01", "31-12-2025x", "2025-12-31-1", "soon"] {
            assert_eq!(f.date(odd), odd);
        }
    }
}
