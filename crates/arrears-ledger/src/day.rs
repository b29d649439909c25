//! A calendar day as a number, so that days late and terms are subtractions.
//!
//! Civil-date arithmetic follows the proleptic Gregorian calendar (the algorithm of Howard Hinnant,
//! "chrono-compatible low-level date algorithms"); it is exact for every year an `i32` of days reaches.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Days since 1970-01-01. Written and read as ISO text (`2025-12-31`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct Day(pub i32);

impl Day {
    /// The day with this year, month (1 to 12) and day of the month, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(-99_999..=99_999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        if day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Day(days_from_civil(year, month, day)))
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        civil_from_days(self.0).0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        civil_from_days(self.0).1
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        civil_from_days(self.0).2
    }

    /// Day of the week, 0 = Monday to 6 = Sunday.
    #[inline]
    pub fn weekday(self) -> u32 {
        (i64::from(self.0) + 3).rem_euclid(7) as u32
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        let (year, month, day) = civil_from_days(self.0);
        self + (days_in_month(year, month) as i32 - day as i32)
    }
}

impl Add<i32> for Day {
    type Output = Day;
    /// `days` later, held at the ends of the range.
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    /// `days` earlier, held at the ends of the range.
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;
    /// Days from `earlier` to `self`.
    fn sub(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0);
        // `pad` lets `{:>12}` align it.
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// A text that is no ISO day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a day written as YYYY-MM-DD{}", meant(text))]
pub struct DayError {
    /// What was given.
    pub text: String,
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        parse_iso(text).ok_or_else(|| DayError {
            text: text.chars().take(80).collect(),
        })
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;
    fn try_from(text: String) -> Result<Day, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

/// The day that is meant where the day of the month comes first; one up to twelve could be the month.
fn meant(text: &str) -> String {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let found = match parts.as_slice() {
        [day, month, year] if year.len() == 4 && day.len() == 2 && *day > "12" => {
            parse_iso(&format!("{year}-{month:0>2}-{day}"))
        }
        _ => None,
    };
    match found {
        Some(day) => format!(": did you mean {day}?"),
        None => String::new(),
    }
}

fn parse_iso(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = &text.get(from..to)?;
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            digits.parse().ok()
        } else {
            None
        }
    };
    Day::from_ymd(number(0, 4)? as i32, number(5, 7)?, number(8, 10)?)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Eras of 400 years (146,097 days) counted from 0000-03-01, so that the leap day ends the year.
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = i64::from(days) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_index + 2) / 5 + 1) as u32;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    } as u32;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    #[test]
    fn known_days_have_their_known_numbers() {
        assert_eq!(day("1970-01-01"), Day(0));
        assert_eq!(day("1969-12-31"), Day(-1));
        assert_eq!(day("2000-03-01"), Day(11_017));
        assert_eq!(day("2025-12-31"), Day(20_453));
        assert_eq!(day("2024-03-01") - day("2024-02-28"), 2);
        assert_eq!(day("2023-03-01") - day("2023-02-28"), 1);
    }

    #[test]
    fn weekday_counts_from_monday() {
        assert_eq!(day("1970-01-01").weekday(), 3, "a Thursday");
        assert_eq!(day("2025-12-29").weekday(), 0, "a Monday");
        assert_eq!(day("1969-12-28").weekday(), 6, "a Sunday before the epoch");
    }

    #[test]
    fn month_ends_know_leap_years() {
        assert_eq!(day("2024-02-10").month_end(), day("2024-02-29"));
        assert_eq!(day("1900-02-10").month_end(), day("1900-02-28"));
        assert_eq!(day("2025-12-31").month_end(), day("2025-12-31"));
    }

    #[test]
    fn no_such_day_is_refused() {
        for text in [
            "2023-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-1-01",
            "20230101",
            "",
            "2023-01-0a",
            "+023-01-01",
        ] {
            assert_eq!(
                text.parse::<Day>().unwrap_err().to_string(),
                format!("`{text}` is not a day written as YYYY-MM-DD")
            );
        }
    }

    #[test]
    fn every_day_of_four_centuries_round_trips() {
        let mut expected = day("1799-12-31");
        for number in expected.0..day("2200-01-01").0 {
            let here = Day(number);
            assert_eq!(
                Day::from_ymd(here.year(), here.month(), here.day_of_month()),
                Some(here)
            );
            assert_eq!(here.to_string().parse(), Ok(here));
            expected = expected + 1;
            assert_eq!(expected.0, number + 1);
        }
    }

    #[test]
    fn arithmetic_stays_within_the_range() {
        assert_eq!(Day(i32::MAX) + 1, Day(i32::MAX));
        assert_eq!(Day(i32::MIN) - 1, Day(i32::MIN));
        assert_eq!(Day(i32::MAX).year(), 5_881_580);
    }
}
