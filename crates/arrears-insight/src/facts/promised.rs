//! How much of an invoice was promised: what is still to come, and what did not come on its day.
//!
//! What is promised on one day is agreed together (instalments are several days of one agreement); a later promise takes
//! the place of an earlier one. A promise without an amount is for all of it. What was paid from the day it was made on
//! counts for the earliest day first. What was not promised is still to be asked for.

use arrears_features::{Book, InvoiceIx, PromiseRow};
use arrears_ledger::Day;

/// What the last promise on an open invoice amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promised {
    /// Promised for today or later and not yet paid, in cents: not to be called about.
    pub to_come_minor: i64,
    /// Promised for a day that has passed and not paid, in cents.
    pub missed_minor: i64,
    /// Days that it was promised for.
    pub n_days: usize,
}

impl Promised {
    /// As known at the end of the day.
    pub(super) fn of(book: &Book, ix: InvoiceIx, open_minor: i64, as_of: Day) -> Promised {
        let mut last: Vec<PromiseRow> = Vec::new();
        for promise in book.promises(ix).filter(|row| row.known <= as_of) {
            if last.first().is_some_and(|other| other.made != promise.made) {
                last.clear();
            }
            last.push(promise);
        }
        let Some(made) = last.first().map(|promise| promise.made) else {
            return Promised::default();
        };
        let paid_by = |day: Day| book.state(ix, day).paid_minor;
        // A payment of the day on which it was promised counts, as it does for whether the promise was kept.
        let paid = (paid_by(as_of) - paid_by(made - 1)).max(0);
        Promised::from_rows(&last, open_minor, paid, as_of)
    }

    fn from_rows(promises: &[PromiseRow], open: i64, paid: i64, as_of: Day) -> Promised {
        let all = open.saturating_add(paid);
        let sum = |to_come: bool| {
            let rows = promises.iter();
            let rows = rows.filter(|promise| (promise.promised >= as_of) == to_come);
            let amounts = rows.map(|promise| promise.amount_minor.unwrap_or(all).max(0));
            amounts.fold(0, i64::saturating_add)
        };
        let (passed, to_come) = (sum(false), sum(true));
        let paid_beyond = (paid - passed).max(0);
        let to_come_minor = (to_come - paid_beyond).clamp(0, open.max(0));
        let mut days: Vec<Day> = promises.iter().map(|promise| promise.promised).collect();
        days.sort();
        days.dedup();
        Promised {
            to_come_minor,
            missed_minor: (passed - paid).clamp(0, (open - to_come_minor).max(0)),
            n_days: days.len(),
        }
    }

    /// Whether all that is open is still to come.
    pub fn covers(&self, open_minor: i64) -> bool {
        open_minor > 0 && self.to_come_minor >= open_minor
    }

    /// Whether it was promised in instalments.
    pub fn is_plan(&self) -> bool {
        self.n_days > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::DAY;

    /// Promised on one day, each for so many days after the as-of day.
    fn promised(rows: &[(i32, Option<i64>)], open: i64, paid: i64) -> (i64, i64, bool) {
        let rows: Vec<PromiseRow> = rows
            .iter()
            .map(|&(after, amount_minor)| PromiseRow {
                made: DAY - 60,
                known: DAY - 60,
                promised: DAY + after,
                amount_minor,
            })
            .collect();
        let told = Promised::from_rows(&rows, open, paid, DAY);
        assert_eq!(told.is_plan(), rows.len() > 1);
        (told.to_come_minor, told.missed_minor, told.covers(open))
    }

    #[test]
    fn what_nobody_promised_is_still_to_be_asked_for() {
        // The rest of 30,000 covers 19,637.00 of the 43,178.74 open: 23,541.74 are left to call about.
        assert_eq!(
            promised(&[(9, Some(1_963_700))], 4_317_874, 0),
            (1_963_700, 0, false)
        );
        assert_eq!(promised(&[(9, None)], 10_000, 0), (10_000, 0, true));
        assert_eq!(promised(&[(0, Some(10_000))], 10_000, 0), (10_000, 0, true));
        // Of 6,000 promised of 10,000, 2,000 came: 4,000 of the 8,000 open are still to come.
        assert_eq!(
            promised(&[(9, Some(6_000))], 8_000, 2_000),
            (4_000, 0, false)
        );
        assert_eq!(promised(&[(9, Some(6_000))], 4_000, 6_000), (0, 0, false));
    }

    #[test]
    fn what_did_not_come_on_its_day_is_missed() {
        assert_eq!(promised(&[(-1, None)], 10_000, 0), (0, 10_000, false));
        assert_eq!(
            promised(&[(-1, Some(6_000))], 8_000, 2_000),
            (0, 4_000, false)
        );
        // Three instalments of 3,000, the first was not paid: it is called about, the plan is not.
        let plan = [(-9, Some(3_000)), (20, Some(3_000)), (50, Some(3_000))];
        assert_eq!(promised(&plan, 9_000, 0), (6_000, 3_000, false));
        assert_eq!(promised(&plan, 6_000, 3_000), (6_000, 0, true));
    }
}
