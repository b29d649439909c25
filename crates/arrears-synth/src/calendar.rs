//! Days, Dutch holidays and business days.
//!
//! A day is a number of days since 1970-01-01. Payments and reminders fall on
//! business days: not on a weekend and not on one of the days Dutch banks and
//! offices close (Good Friday included; Liberation Day in every fifth year,
//! when most collective agreements give it off).

use chrono::{Datelike, NaiveDate};

/// The longest run of non-business days is Good Friday to Easter Monday.
const LONGEST_CLOSURE: i32 = 7;

/// Business days of a stretch of time, looked up by day.
#[derive(Debug)]
pub(crate) struct Calendar {
    first: i32,
    next_business: Vec<i32>,
    previous_business: Vec<i32>,
}

impl Calendar {
    /// The calendar from `first` to `last`, both included.
    pub(crate) fn new(first: i32, last: i32) -> Self {
        let next_business = (first..=last).map(|day| next_open(day, 1)).collect();
        let previous_business = (first..=last).map(|day| next_open(day, -1)).collect();
        Self {
            first,
            next_business,
            previous_business,
        }
    }

    pub(crate) fn first(&self) -> i32 {
        self.first
    }

    pub(crate) fn last(&self) -> i32 {
        self.first + self.next_business.len() as i32 - 1
    }

    /// That day, or the business day after it; days outside are held at the edge.
    pub(crate) fn on_or_after(&self, day: i32) -> i32 {
        self.next_business[self.index(day)]
    }

    /// That day, or the business day before it.
    pub(crate) fn on_or_before(&self, day: i32) -> i32 {
        self.previous_business[self.index(day)]
    }

    /// [`Self::on_or_before`] of that day and of each day after it.
    pub(crate) fn on_or_before_from(&self, day: i32) -> &[i32] {
        &self.previous_business[self.index(day)..]
    }

    /// Position of a day in tables that run along this calendar.
    pub(crate) fn index(&self, day: i32) -> usize {
        (day.clamp(self.first, self.last()) - self.first) as usize
    }
}

fn next_open(day: i32, step: i32) -> i32 {
    (0..=LONGEST_CLOSURE)
        .map(|n| day + n * step)
        .find(|&candidate| is_business_day(candidate))
        .unwrap_or(day)
}

/// Whether offices are open that day.
pub(crate) fn is_business_day(day: i32) -> bool {
    weekday(day) < 5 && !is_dutch_holiday(day)
}

/// Whether that day is a Dutch holiday.
pub(crate) fn is_dutch_holiday(day: i32) -> bool {
    const AFTER_EASTER: [i32; 6] = [-2, 0, 1, 39, 49, 50];
    let (year, month, day_of_month) = year_month_day(day);
    let fixed = match (month, day_of_month) {
        (1, 1) | (12, 25) | (12, 26) => true,
        (5, 5) => year % 5 == 0,
        (4, 26) => weekday(day + 1) == 6,
        (4, 27) => weekday(day) != 6,
        _ => false,
    };
    fixed || AFTER_EASTER.contains(&(day - easter_sunday(year)))
}

/// Easter Sunday of a year of the Gregorian calendar, by the rule of Meeus
/// (Astronomical Algorithms, 1991, chapter 8).
pub(crate) fn easter_sunday(year: i32) -> i32 {
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    day_number(year, (sum / 31) as u32, (sum % 31 + 1) as u32)
}

/// The day number of a date that exists; the epoch otherwise.
pub(crate) fn day_number(year: i32, month: u32, day: u32) -> i32 {
    NaiveDate::from_ymd_opt(year, month, day).map_or(0, |date| date.to_epoch_days())
}

/// Year, month (1 to 12) and day of the month.
pub(crate) fn year_month_day(day: i32) -> (i32, u32, u32) {
    let date = NaiveDate::from_epoch_days(day).unwrap_or_default();
    (date.year(), date.month(), date.day())
}

/// Monday is 0, Sunday is 6.
pub(crate) fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7)
}

/// Months since January of year 0.
pub(crate) fn month_number(day: i32) -> i32 {
    let (year, month, _) = year_month_day(day);
    year * 12 + month as i32 - 1
}

/// The last day of a month counted since January of year 0.
pub(crate) fn month_end(month_number: i32) -> i32 {
    month_start(month_number + 1) - 1
}

/// The first day of a month counted since January of year 0.
pub(crate) fn month_start(month_number: i32) -> i32 {
    day_number(
        month_number.div_euclid(12),
        month_number.rem_euclid(12) as u32 + 1,
        1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_on_the_published_sundays() {
        for (year, month, day) in [
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2019, 4, 21),
            (2023, 4, 9),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
        ] {
            let easter = easter_sunday(year);
            assert_eq!(easter, day_number(year, month, day), "Easter of {year}");
            assert_eq!(weekday(easter), 6);
        }
    }

    #[test]
    fn dutch_holidays_of_three_years_are_the_known_ones() {
        let known = [
            // 2023: King's Day on Thursday 27 April; 5 May an ordinary Friday.
            [
                (1, 1),
                (4, 7),
                (4, 9),
                (4, 10),
                (4, 27),
                (5, 18),
                (5, 28),
                (5, 29),
                (12, 25),
                (12, 26),
            ]
            .as_slice(),
            &[
                (1, 1),
                (3, 29),
                (3, 31),
                (4, 1),
                (4, 27),
                (5, 9),
                (5, 19),
                (5, 20),
                (12, 25),
                (12, 26),
            ],
            // 2025: 27 April is a Sunday, so the 26th; Liberation Day counts.
            &[
                (1, 1),
                (4, 18),
                (4, 20),
                (4, 21),
                (4, 26),
                (5, 5),
                (5, 29),
                (6, 8),
                (6, 9),
                (12, 25),
                (12, 26),
            ],
        ];
        for (year, expected) in (2023..).zip(known) {
            let found: Vec<(u32, u32)> = (day_number(year, 1, 1)..=day_number(year, 12, 31))
                .filter(|&day| is_dutch_holiday(day))
                .map(|day| (year_month_day(day).1, year_month_day(day).2))
                .collect();
            assert_eq!(found, expected, "holidays of {year}");
        }
    }

    #[test]
    fn the_calendar_steps_over_easter_and_christmas() {
        let calendar = Calendar::new(day_number(2023, 1, 1), day_number(2024, 12, 31));
        let good_friday = day_number(2024, 3, 29);
        assert_eq!(calendar.on_or_after(good_friday), day_number(2024, 4, 2));
        assert_eq!(
            calendar.on_or_before(day_number(2024, 4, 1)),
            good_friday - 1
        );
        assert_eq!(
            calendar.on_or_after(day_number(2023, 12, 23)),
            day_number(2023, 12, 27)
        );
        assert_eq!(
            calendar.on_or_after(day_number(2024, 2, 14)),
            day_number(2024, 2, 14)
        );
    }

    #[test]
    fn month_ends_know_leap_years() {
        assert_eq!(
            month_end(month_number(day_number(2024, 2, 3))),
            day_number(2024, 2, 29)
        );
        assert_eq!(
            month_end(month_number(day_number(2023, 12, 31))),
            day_number(2023, 12, 31)
        );
        assert_eq!(weekday(day_number(2025, 11, 24)), 0);
    }
}
