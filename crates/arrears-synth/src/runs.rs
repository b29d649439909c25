//! When a customer pays once it is ready to: its payment run, then off
//! weekends and holidays.
//!
//! A run is a calendar of the customer, not of the invoice, so everything that
//! is ready by a run is paid in that run: open invoices share it.

use crate::calendar::{Calendar, month_end, month_number, weekday, year_month_day};

/// The days on which a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentRun {
    /// Any business day.
    None,
    /// One weekday, 0 (Monday) to 4 (Friday).
    Weekday(u8),
    /// The 15th and the last day of the month.
    MidAndEnd,
    /// The 25th.
    TwentyFifth,
}

impl PaymentRun {
    const ALL: [Self; 8] = [
        Self::None,
        Self::Weekday(0),
        Self::Weekday(1),
        Self::Weekday(2),
        Self::Weekday(3),
        Self::Weekday(4),
        Self::MidAndEnd,
        Self::TwentyFifth,
    ];

    /// The run's name in the truth.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weekday(0) => "monday",
            Self::Weekday(1) => "tuesday",
            Self::Weekday(2) => "wednesday",
            Self::Weekday(3) => "thursday",
            Self::Weekday(_) => "friday",
            Self::MidAndEnd => "15th_and_month_end",
            Self::TwentyFifth => "25th",
        }
    }

    fn position(self) -> usize {
        match self {
            Self::None => 0,
            Self::Weekday(day) => 1 + usize::from(day.min(4)),
            Self::MidAndEnd => 6,
            Self::TwentyFifth => 7,
        }
    }

    /// The first run on or after a day, before weekends and holidays.
    fn next(self, ready: i32) -> i32 {
        let (_, _, day_of_month) = year_month_day(ready);
        let end = month_end(month_number(ready));
        match self {
            Self::None => ready,
            Self::Weekday(day) => ready + (i32::from(day) - weekday(ready)).rem_euclid(7),
            Self::MidAndEnd if day_of_month <= 15 => ready + 15 - day_of_month as i32,
            Self::MidAndEnd => end,
            Self::TwentyFifth if day_of_month <= 25 => ready + 25 - day_of_month as i32,
            Self::TwentyFifth => end + 25,
        }
    }
}

/// For every run and day, the day on which the money leaves.
#[derive(Debug)]
pub(crate) struct RunCalendar {
    paid_on: Vec<Vec<i32>>,
    latest_ready: Vec<Vec<i32>>,
}

impl RunCalendar {
    /// Tabulates all runs along the calendar.
    pub(crate) fn new(calendar: &Calendar) -> Self {
        let days = calendar.first()..=calendar.last();
        let paid_on: Vec<Vec<i32>> = PaymentRun::ALL
            .iter()
            .map(|run| {
                days.clone()
                    .map(|ready| calendar.on_or_after(run.next(ready)).max(ready))
                    .collect()
            })
            .collect();
        let latest_ready = paid_on
            .iter()
            .map(|paid| latest_ready(paid, calendar.first()))
            .collect();
        Self {
            paid_on,
            latest_ready,
        }
    }

    /// The day on which that run pays what is ready on that calendar position.
    pub(crate) fn paid_on(&self, run: PaymentRun) -> &[i32] {
        &self.paid_on[run.position()]
    }

    /// The last ready day whose money has left by that calendar position.
    pub(crate) fn latest_ready(&self, run: PaymentRun) -> &[i32] {
        &self.latest_ready[run.position()]
    }
}

/// The inverse of a non-decreasing table of payment days.
fn latest_ready(paid_on: &[i32], first: i32) -> Vec<i32> {
    let mut ready = 0_usize;
    (0..paid_on.len())
        .map(|position| {
            let day = first + position as i32;
            while ready < paid_on.len() && paid_on[ready] <= day {
                ready += 1;
            }
            first + ready as i32 - 1
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day_number;

    fn check(run: PaymentRun, ready: (i32, u32, u32), expected: (i32, u32, u32)) {
        let calendar = Calendar::new(day_number(2023, 1, 1), day_number(2026, 12, 31));
        let runs = RunCalendar::new(&calendar);
        let ready = day_number(ready.0, ready.1, ready.2);
        let paid = runs.paid_on(run)[calendar.index(ready)];
        assert_eq!(
            paid,
            day_number(expected.0, expected.1, expected.2),
            "{run:?}"
        );
        let latest = runs.latest_ready(run)[calendar.index(paid)];
        assert!(latest >= ready, "{run:?}: {latest} is before {ready}");
        assert_eq!(runs.paid_on(run)[calendar.index(latest)], paid);
    }

    #[test]
    fn a_run_moves_to_its_day_and_off_weekends_and_holidays() {
        // Wednesday 5 June 2024 to Thursday; from Friday a week on.
        check(PaymentRun::Weekday(3), (2024, 6, 5), (2024, 6, 6));
        check(PaymentRun::Weekday(3), (2024, 6, 7), (2024, 6, 13));
        // Monday is Easter Monday 2024: Tuesday.
        check(PaymentRun::Weekday(0), (2024, 3, 30), (2024, 4, 2));
        // 15 June 2024 is a Saturday, 30 June a Sunday, 31 August a Saturday.
        check(PaymentRun::MidAndEnd, (2024, 6, 12), (2024, 6, 17));
        check(PaymentRun::MidAndEnd, (2024, 6, 16), (2024, 7, 1));
        check(PaymentRun::MidAndEnd, (2024, 8, 16), (2024, 9, 2));
        // The 25th, the 26th waits a month, and Christmas moves it to the 27th.
        check(PaymentRun::TwentyFifth, (2024, 6, 25), (2024, 6, 25));
        check(PaymentRun::TwentyFifth, (2024, 6, 26), (2024, 7, 25));
        check(PaymentRun::TwentyFifth, (2024, 12, 1), (2024, 12, 27));
        check(PaymentRun::None, (2024, 6, 8), (2024, 6, 10));
    }

    #[test]
    fn a_shared_run_gathers_what_is_ready() {
        let calendar = Calendar::new(day_number(2024, 1, 1), day_number(2024, 12, 31));
        let runs = RunCalendar::new(&calendar);
        let paid = runs.paid_on(PaymentRun::TwentyFifth);
        let first = calendar.index(day_number(2024, 6, 26));
        let last = calendar.index(day_number(2024, 7, 25));
        assert!(
            paid[first..=last]
                .iter()
                .all(|&day| day == day_number(2024, 7, 25))
        );
    }
}
