//! On which days payments come: by weekday, and on the last working day of a month.
//!
//! Customers pay in runs. Where a band of days is wide, its share of settlements is spread over its days by this
//! profile; where it is one day, the profile says whether that day is one of theirs.

use std::sync::LazyLock;

use arrears_ledger::Day;

use crate::civil::{DAYS, FIRST, civil};
use crate::holidays::Holidays;

const SUNDAY: usize = 6;
/// Working days of a month, on average.
const WORKING_DAYS: f64 = 21.0;
/// Settlements that the profile drawn towards is worth.
const PRIOR_SETTLEMENTS: f64 = 6.0;

/// How heavily each day weighs against an even spread over all days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayProfile {
    /// By weekday, Monday first; the mean is 1.
    pub weekdays: [f64; 7],
    /// Factor of the last working day of a month against its weekday.
    pub month_end: f64,
    /// Public holidays of the customer's country, where it is known: they count as Sundays.
    pub holidays: Option<Holidays>,
}

impl DayProfile {
    /// Every day alike.
    pub const EVEN: DayProfile = DayProfile {
        weekdays: [1.0; 7],
        month_end: 1.0,
        holidays: None,
    };

    /// The weights of the days from `first` on, one after the other.
    pub fn weights(&self, first: Day) -> impl Iterator<Item = f64> + '_ {
        // The weekday is counted on, not divided out of each day.
        let weekdays = (0..7).cycle().skip(first.weekday() as usize);
        let days = (first.0..).map(Day).zip(weekdays);
        days.map(|(day, weekday)| self.weight_on(day, weekday))
    }

    /// The weight of a day.
    #[inline]
    pub fn weight(&self, day: Day) -> f64 {
        self.weight_on(day, day.weekday() as usize)
    }

    #[inline]
    fn weight_on(&self, day: Day, weekday: usize) -> f64 {
        if self.holidays.is_some_and(|holidays| holidays.has(day)) {
            return self.weekdays[SUNDAY];
        }
        let weekday = self.weekdays[weekday];
        if is_month_end(day) {
            weekday * self.month_end
        } else {
            weekday
        }
    }
}

/// Settlements by weekday, and on the last working day of a month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DayCounts {
    by_weekday: [i64; 7],
    on_month_end: i64,
}

impl DayCounts {
    pub(crate) const NONE: DayCounts = DayCounts {
        by_weekday: [0; 7],
        on_month_end: 0,
    };

    #[inline]
    pub(crate) fn add(&mut self, day: i32) {
        self.by_weekday[Day(day).weekday() as usize] += 1;
        self.on_month_end += i64::from(is_month_end(Day(day)));
    }

    pub(crate) fn merge(&mut self, other: &DayCounts) {
        for (own, other) in self.by_weekday.iter_mut().zip(other.by_weekday) {
            *own += other;
        }
        self.on_month_end += other.on_month_end;
    }

    /// The profile of these settlements, drawn towards another.
    pub(crate) fn profile(&self, towards: &DayProfile) -> DayProfile {
        let n: i64 = self.by_weekday.iter().sum();
        let all = n as f64 + PRIOR_SETTLEMENTS;
        let share = |own: i64, towards: f64| (own as f64 + PRIOR_SETTLEMENTS * towards) / all;
        DayProfile {
            weekdays: std::array::from_fn(|weekday| {
                7.0 * share(self.by_weekday[weekday], towards.weekdays[weekday] / 7.0)
            }),
            month_end: WORKING_DAYS * share(self.on_month_end, towards.month_end / WORKING_DAYS),
            holidays: towards.holidays,
        }
    }
}

/// Whether each day is a month's last working day: asked for hundreds of days of every invoice.
static MONTH_ENDS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    (FIRST..FIRST + DAYS)
        .map(|day| computed_month_end(Day(day)))
        .collect()
});

/// Whether a day is the last of its month that is no Saturday or Sunday.
#[inline]
fn is_month_end(day: Day) -> bool {
    let tabled = usize::try_from(day.0 - FIRST)
        .ok()
        .and_then(|at| MONTH_ENDS.get(at));
    tabled.copied().unwrap_or_else(|| computed_month_end(day))
}

fn computed_month_end(day: Day) -> bool {
    let left = civil(day).last - civil(day).day;
    match day.weekday() {
        0..4 => left == 0,
        4 => left <= 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_month_ends_on_its_last_working_day() {
        assert!(is_month_end(day("2025-01-31")), "a Friday");
        assert!(is_month_end(day("2025-05-30")), "the 31st is a Saturday");
        assert!(!is_month_end(day("2025-05-31")));
        assert!(is_month_end(day("2025-08-29")), "the 31st is a Sunday");
        assert!(!is_month_end(day("2025-08-28")));
    }

    #[test]
    fn a_public_holiday_counts_as_a_sunday() {
        let mut profile = DayProfile::EVEN;
        profile.weekdays[SUNDAY] = 0.1;
        profile.holidays = Some(Holidays::Nl);
        assert_eq!(profile.weight(day("2025-12-25")), 0.1, "a Thursday");
        assert_eq!(profile.weight(day("2025-12-18")), 1.0);
        profile.weekdays = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let first = day("2025-12-20");
        for (i, weight) in profile.weights(first).take(20).enumerate() {
            assert_eq!(weight, profile.weight(first + i as i32));
        }
    }

    #[test]
    fn few_settlements_are_drawn_towards_the_profile_of_all() {
        let none = DayCounts::default().profile(&DayProfile::EVEN);
        assert_eq!(none, DayProfile::EVEN);
        let mut counts = DayCounts::default();
        for _ in 0..6 {
            counts.add(day("2025-01-02").0);
        }
        let thursdays = counts.profile(&DayProfile::EVEN);
        assert_eq!(thursdays.weekdays[3], 7.0 * (6.0 + 6.0 / 7.0) / 12.0);
        assert_eq!(thursdays.month_end, 21.0 * (6.0 / 21.0) / 12.0);
        assert!((thursdays.weekdays.iter().sum::<f64>() - 7.0).abs() < 1e-12);
    }
}
