//! When money comes in: the open invoices' settlement distributions added up by week.
//!
//! An expectation, not a promise: open amount times the probability that it is settled in that week, from the very
//! distributions that the predictions are written from. Invoices yet to be issued are not in it. Weeks start the day
//! after the as-of day; what came in before it and is not yet booked is no cash to come. Unbooked, weeks, later and never add up to the open amount, to the cent.

use arrears_ledger::Day;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// An open invoice to forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenPrediction {
    /// Open amount, in cents.
    pub open_minor: i64,
    /// Due date.
    pub due_date: Day,
    /// Probability that it is not settled by due date + 365, if it is not settled already.
    pub p_never: f64,
    /// Probability that it is settled already, and not yet booked.
    pub p_unbooked: f64,
}

/// Expected cash of one week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashWeek {
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// Expected, in cents.
    pub expected_minor: i64,
    /// What would come in if everything were paid on its due date (what is overdue in the first week), in cents.
    pub contractual_minor: i64,
    /// Expected to be open and past due at the end of the last day, of what is open now, in cents.
    pub overdue_minor: i64,
}

/// Expected cash by week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CashForecast {
    /// The weeks, in order.
    pub weeks: Vec<CashWeek>,
    /// Expected after the last week, in cents.
    pub later_minor: i64,
    /// Not expected within 365 days past due, in cents.
    pub never_minor: i64,
    /// Expected to have come in already, and not yet booked, in cents.
    pub unbooked_minor: i64,
    /// Contractually due after the last week, in cents.
    pub contractual_later_minor: i64,
}

impl CashForecast {
    /// All that is open, in cents: what came in unbooked, the weeks, later and never.
    pub fn open_minor(&self) -> i64 {
        let weeks: i64 = self.weeks.iter().map(|week| week.expected_minor).sum();
        self.unbooked_minor + weeks + self.later_minor + self.never_minor
    }
}

/// Invoices added up at a time: fixed, so that the sum is the same on any number of threads.
const CHUNK: usize = 4_096;

/// Expected cash of `n_weeks` weeks after `as_of`.
///
/// `p_paid_by(i, day)` is the probability, seen from the as-of day, that the i-th invoice is settled by the end of
/// `day`, if it is not settled already: non-decreasing in `day`, and 0 at the as-of day. Values are held in `[0, 1]` and never fall; one that is
/// not a number counts as no change.
pub fn expected_cash(
    invoices: &[OpenPrediction],
    as_of: Day,
    n_weeks: usize,
    p_paid_by: impl Fn(usize, Day) -> f64 + Sync,
) -> CashForecast {
    let parts: Vec<Sums> = invoices
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, part)| sums(part, chunk * CHUNK, as_of, n_weeks, &p_paid_by))
        .collect();
    let mut total = Sums::new(n_weeks);
    for part in parts {
        total.add(part);
    }
    let open: i64 = invoices.iter().map(|invoice| invoice.open_minor).sum();
    total.finish(open, as_of)
}

/// Cumulative expectations by week's end, and what is never paid.
struct Sums {
    unbooked: f64,
    by_week: Vec<f64>,
    overdue: Vec<f64>,
    never: f64,
    contractual: Vec<i64>,
}

impl Sums {
    fn new(n_weeks: usize) -> Sums {
        Sums {
            unbooked: 0.0,
            by_week: vec![0.0; n_weeks],
            overdue: vec![0.0; n_weeks],
            never: 0.0,
            contractual: vec![0; n_weeks + 1],
        }
    }

    fn add(&mut self, other: Sums) {
        self.unbooked += other.unbooked;
        self.never += other.never;
        for (sum, part) in self.by_week.iter_mut().zip(other.by_week) {
            *sum += part;
        }
        for (sum, part) in self.overdue.iter_mut().zip(other.overdue) {
            *sum += part;
        }
        for (sum, part) in self.contractual.iter_mut().zip(other.contractual) {
            *sum += part;
        }
    }

    /// Cumulative sums are rounded, and weeks are their differences: so the parts add up to the whole.
    fn finish(self, open: i64, as_of: Day) -> CashForecast {
        let unbooked_minor = (self.unbooked.round() as i64).clamp(0, open.max(0));
        let open = open - unbooked_minor;
        let mut paid = 0;
        let mut weeks = Vec::with_capacity(self.by_week.len());
        for (week, cumulative) in self.by_week.iter().enumerate() {
            let until = (cumulative.round() as i64).clamp(paid, open.max(paid));
            weeks.push(CashWeek {
                from: as_of + (7 * week as i32 + 1),
                until: as_of + 7 * (week as i32 + 1),
                expected_minor: until - paid,
                contractual_minor: self.contractual[week],
                overdue_minor: self.overdue[week].round() as i64,
            });
            paid = until;
        }
        let never_minor = (self.never.round() as i64).clamp(0, (open - paid).max(0));
        CashForecast {
            later_minor: open - paid - never_minor,
            never_minor,
            unbooked_minor,
            contractual_later_minor: self.contractual.last().copied().unwrap_or(0),
            weeks,
        }
    }
}

fn sums(
    part: &[OpenPrediction],
    offset: usize,
    as_of: Day,
    n_weeks: usize,
    p_paid_by: &(impl Fn(usize, Day) -> f64 + Sync),
) -> Sums {
    let mut sums = Sums::new(n_weeks);
    for (i, invoice) in part.iter().enumerate() {
        let unbooked = invoice.p_unbooked.clamp(0.0, 1.0);
        let open = invoice.open_minor as f64 * (1.0 - unbooked);
        sums.unbooked += invoice.open_minor as f64 * unbooked;
        let mut p = 0.0_f64;
        for week in 0..n_weeks {
            let end = as_of + 7 * (week as i32 + 1);
            // `max` also drops what is not a number.
            p = p.max(p_paid_by(offset + i, end)).min(1.0);
            sums.by_week[week] += open * p;
            if invoice.due_date < end {
                sums.overdue[week] += open * (1.0 - p);
            }
        }
        sums.never += open * invoice.p_never.clamp(0.0, 1.0 - p);
        let days_to_due = invoice.due_date - as_of;
        let week = ((days_to_due - 1).max(0) / 7) as usize;
        sums.contractual[week.min(n_weeks)] += invoice.open_minor;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::DAY;

    fn open(open_minor: i64, due_in: i32, p_never: f64) -> OpenPrediction {
        OpenPrediction {
            open_minor,
            due_date: DAY + due_in,
            p_never,
            p_unbooked: 0.0,
        }
    }

    #[test]
    fn weeks_worked_by_hand() {
        let invoices = [open(10_000, 3, 0.1), open(20_000, 10, 0.0)];
        // The first: half by day 7, 80 % by day 14. The second: nothing by day 7, all by day 14.
        let p = |i: usize, day: Day| match (i, day - DAY) {
            (0, 7) => 0.5,
            (0, _) => 0.8,
            (_, 7) => 0.0,
            _ => 1.0,
        };
        let found = expected_cash(&invoices, DAY, 2, p);
        let weeks: Vec<i64> = found.weeks.iter().map(|week| week.expected_minor).collect();
        assert_eq!(weeks, [5_000, 23_000]);
        assert_eq!((found.never_minor, found.later_minor), (1_000, 1_000));
        // Half of the first after a week, when the second is not due yet; a fifth of the first after two.
        let overdue: Vec<i64> = found.weeks.iter().map(|week| week.overdue_minor).collect();
        assert_eq!(overdue, [5_000, 2_000]);
        let contractual: Vec<i64> = found
            .weeks
            .iter()
            .map(|week| week.contractual_minor)
            .collect();
        assert_eq!(contractual, [10_000, 20_000]);
        assert_eq!(
            (found.weeks[0].from, found.weeks[1].until),
            (DAY + 1, DAY + 14)
        );
    }

    #[test]
    fn what_came_in_unbooked_is_no_cash_to_come() {
        let invoice = OpenPrediction {
            p_unbooked: 0.2,
            ..open(10_000, 3, 0.25)
        };
        let found = expected_cash(&[invoice], DAY, 1, |_, _| 0.5);
        // A fifth came in; of the rest half comes and a quarter never does.
        assert_eq!(found.unbooked_minor, 2_000);
        assert_eq!(found.weeks[0].expected_minor, 4_000);
        assert_eq!((found.never_minor, found.later_minor), (2_000, 2_000));
        assert_eq!(found.open_minor(), 10_000);
    }

    #[test]
    fn due_dates_fall_in_their_own_week() {
        let dues = [-40, 0, 1, 7, 8, 14, 15, 99].map(|due_in| open(100, due_in, 0.0));
        let found = expected_cash(&dues, DAY, 2, |_, _| 0.0);
        let weeks: Vec<i64> = found
            .weeks
            .iter()
            .map(|week| week.contractual_minor)
            .collect();
        assert_eq!(
            (weeks, found.contractual_later_minor),
            (vec![400, 200], 200)
        );
    }

    #[test]
    fn every_cent_comes_in_once_or_never() {
        // A made-up spread of amounts and probabilities, more than one chunk of them.
        let invoices: Vec<OpenPrediction> = (0..10_000_u32)
            .map(|i| {
                open(
                    i64::from(i * 7_919 % 100_003),
                    (i % 90) as i32 - 40,
                    f64::from(i % 20) / 40.0,
                )
            })
            .collect();
        let p = |i: usize, day: Day| 1.0 - (-f64::from(day - DAY) / (10.0 + (i % 80) as f64)).exp();
        let found = expected_cash(&invoices, DAY, 13, p);
        let total: i64 = invoices.iter().map(|invoice| invoice.open_minor).sum();
        let weeks: i64 = found.weeks.iter().map(|week| week.expected_minor).sum();
        assert_eq!(weeks + found.later_minor + found.never_minor, total);
        assert!(found.weeks.iter().all(|week| week.expected_minor >= 0));
        let contractual: i64 = found.weeks.iter().map(|week| week.contractual_minor).sum();
        assert_eq!(contractual + found.contractual_later_minor, total);
    }

    #[test]
    fn probabilities_that_fall_or_are_none_do_no_harm() {
        let p = |_: usize, day: Day| match day - DAY {
            7 => 0.6,
            14 => 0.4,
            21 => f64::NAN,
            _ => 7.0,
        };
        let found = expected_cash(&[open(1_000, 5, 0.5)], DAY, 4, p);
        let weeks: Vec<i64> = found.weeks.iter().map(|week| week.expected_minor).collect();
        assert_eq!(weeks, [600, 0, 0, 400]);
        assert_eq!((found.later_minor, found.never_minor), (0, 0));
        assert!(
            expected_cash(&[], DAY, 13, p)
                .weeks
                .iter()
                .all(|week| week.expected_minor == 0)
        );
    }
}
