//! Public holidays on which banks and offices are closed, in the Netherlands, Belgium, France and Germany.
//!
//! Only days that the whole country keeps: Germany's further holidays differ by state and are left out. Sources: the
//! calendars of public holidays of the four countries (NL: Algemene termijnenwet, article 3, with the King's Day; BE:
//! royal decree of 18 April 1974, article 1; FR: Code du travail, article L3133-1; DE: Einigungsvertrag, article 2, and
//! the laws of all sixteen states).

use std::sync::LazyLock;

use arrears_ledger::Day;

use crate::civil::{DAYS, FIRST};

/// The calendar of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holidays {
    /// The Netherlands.
    Nl,
    /// Belgium.
    Be,
    /// France.
    Fr,
    /// Germany.
    De,
}

/// Years of the calendars: those of the table of days. No holiday is known outside.
const FIRST_YEAR: i32 = 1990;
const LAST_YEAR: i32 = 2050;

/// Whether each day is a holiday, for each calendar.
static TABLES: LazyLock<[Vec<bool>; 4]> = LazyLock::new(|| {
    [Holidays::Nl, Holidays::Be, Holidays::Fr, Holidays::De].map(|calendar| {
        let mut table = vec![false; DAYS as usize];
        for day in (FIRST_YEAR..=LAST_YEAR).flat_map(|year| calendar.of_year(year)) {
            table[(day - FIRST) as usize] = true;
        }
        table
    })
});

impl Holidays {
    /// The calendar of a country, by its ISO 3166 code or its name in Dutch, English, French or German.
    pub fn of_country(country: &str) -> Option<Holidays> {
        match country.trim().to_lowercase().as_str() {
            "nl" | "nld" | "nederland" | "netherlands" | "the netherlands" | "pays-bas"
            | "niederlande" => Some(Holidays::Nl),
            "be" | "bel" | "belgië" | "belgie" | "belgium" | "belgique" | "belgien" => {
                Some(Holidays::Be)
            }
            "fr" | "fra" | "frankrijk" | "france" | "frankreich" => Some(Holidays::Fr),
            "de" | "deu" | "duitsland" | "germany" | "allemagne" | "deutschland" => {
                Some(Holidays::De)
            }
            _ => None,
        }
    }

    /// Whether a day is a public holiday.
    #[inline]
    pub fn has(self, day: Day) -> bool {
        let at = usize::try_from(day.0 - FIRST).ok();
        at.and_then(|at| TABLES[self as usize].get(at).copied())
            .unwrap_or(false)
    }

    fn of_year(self, year: i32) -> Vec<i32> {
        let fixed: &[(u32, u32)] = match self {
            Holidays::Nl => &[(1, 1), (12, 25), (12, 26)],
            Holidays::Be => &[
                (1, 1),
                (5, 1),
                (7, 21),
                (8, 15),
                (11, 1),
                (11, 11),
                (12, 25),
            ],
            Holidays::Fr => &[
                (1, 1),
                (5, 1),
                (5, 8),
                (7, 14),
                (8, 15),
                (11, 1),
                (11, 11),
                (12, 25),
            ],
            Holidays::De => &[(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)],
        };
        // Days after Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday.
        let after_easter: &[i32] = match self {
            Holidays::De => &[-2, 1, 39, 50],
            _ => &[1, 39, 50],
        };
        let easter = easter_sunday(year);
        let mut days: Vec<i32> = fixed
            .iter()
            .filter_map(|&(month, day)| Day::from_ymd(year, month, day))
            .map(|day| day.0)
            .chain(after_easter.iter().map(|days| easter + days))
            .collect();
        if self == Holidays::Nl {
            days.push(kings_day(year));
        }
        days
    }
}

/// 27 April from 2014, 30 April before; a day earlier where it would be a Sunday.
fn kings_day(year: i32) -> i32 {
    let day = if year >= 2014 { 27 } else { 30 };
    let date = Day::from_ymd(year, 4, day).map_or(0, |day| day.0);
    date - i32::from(Day(date).weekday() == 6)
}

/// Easter Sunday of the Gregorian calendar: Meeus (1991), Astronomical Algorithms, chapter 8.
fn easter_sunday(year: i32) -> i32 {
    let (century, of_century) = (year / 100, year % 100);
    let golden = year % 19;
    let leap = (8 * century + 13) / 25;
    let moon = (19 * golden + century - century / 4 - leap + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let sum = moon + sunday - 7 * late + 114;
    let (month, day) = (sum / 31, sum % 31 + 1);
    Day::from_ymd(year, month as u32, day as u32).map_or(0, |day| day.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn easter_falls_on_the_published_sundays() {
        for text in [
            "1991-03-31",
            "2000-04-23",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2038-04-25",
        ] {
            assert_eq!(easter_sunday(day(text).year()), day(text).0, "{text}");
        }
    }

    #[test]
    fn each_country_keeps_its_own_days() {
        assert!(Holidays::Nl.has(day("2025-04-26")), "the 27th is a Sunday");
        assert!(!Holidays::Nl.has(day("2025-05-01")) && Holidays::Be.has(day("2025-05-01")));
        assert!(Holidays::Fr.has(day("2025-07-14")) && !Holidays::Be.has(day("2025-07-14")));
        assert!(Holidays::De.has(day("2025-04-18")) && !Holidays::Fr.has(day("2025-04-18")));
        assert!(
            [Holidays::Nl, Holidays::Be, Holidays::Fr, Holidays::De]
                .iter()
                .all(|country| country.has(day("2025-05-29")) && country.has(day("2025-06-09")))
        );
    }

    #[test]
    fn a_country_is_known_by_code_and_name() {
        assert_eq!(Holidays::of_country("NL"), Some(Holidays::Nl));
        assert_eq!(Holidays::of_country(" België "), Some(Holidays::Be));
        assert_eq!(Holidays::of_country("391"), None);
    }
}
