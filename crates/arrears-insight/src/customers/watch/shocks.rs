//! What moved all customers' payments in a month: holidays, a bank's failure, a strike. It is taken out of every
//! invoice's days late, so that a bad month is no change of a single customer.
//!
//! An invoice's residual is its days late less the customer's own median. The shift of a month of due dates is the median
//! residual over customers (censored where invoices are open, each customer-month counting once), drawn towards zero where
//! few customers tell of it; a sector's shift is the same of what is left.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use rayon::prelude::*;

use super::history::History;
use crate::statistics::{Censored, censored_median};

/// Shifts by month of the due date, in days.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shocks {
    common: BTreeMap<i32, f64>,
    sector: BTreeMap<(usize, i32), f64>,
}

/// Customers that the shifts are read from: a sample tells a median as well.
pub(super) const MAX_CUSTOMERS: usize = 5_000;
/// Days after which an invoice's outcome enters the customer's own median.
const SETTLED_DAYS: i32 = 45;
/// Invoices of a customer from which it takes part.
const MIN_INVOICES: usize = 4;
/// Customers behind half of a month's common shift, and of a sector's.
const HALF_COMMON: f64 = 10.0;
const HALF_SECTOR: f64 = 40.0;
/// No month is taken to have moved all customers by more.
const MOST_DAYS: f64 = 10.0;

struct Residual {
    month: i32,
    sector: usize,
    value: Censored,
}

impl Shocks {
    /// The shifts as known at the end of `day`.
    pub(crate) fn of(histories: &[History], day: i32, lag: i32) -> Shocks {
        let step = super::every(histories.len(), MAX_CUSTOMERS);
        let parts: Vec<Vec<Residual>> = histories
            .par_iter()
            .step_by(step)
            .map(|history| residuals(history, day, lag))
            .collect();
        let mut by_month: BTreeMap<i32, Vec<(usize, Censored)>> = BTreeMap::new();
        for residual in parts.into_iter().flatten() {
            let month = by_month.entry(residual.month).or_default();
            month.push((residual.sector, residual.value));
        }
        let mut shocks = Shocks::default();
        for (month, residuals) in by_month {
            shocks.add(month, &residuals);
        }
        shocks
    }

    fn add(&mut self, month: i32, residuals: &[(usize, Censored)]) {
        let mut all: Vec<Censored> = residuals.iter().map(|residual| residual.1).collect();
        let common = median(&mut all, HALF_COMMON);
        self.common.insert(month, common);
        let mut by_sector: BTreeMap<usize, Vec<Censored>> = BTreeMap::new();
        for &(sector, value) in residuals {
            let left = Censored {
                value: value.value - common,
                ..value
            };
            by_sector.entry(sector).or_default().push(left);
        }
        for (sector, mut values) in by_sector {
            self.sector
                .insert((sector, month), median(&mut values, HALF_SECTOR));
        }
    }

    /// Days by which an invoice due that day was moved with all others.
    pub(crate) fn shift(&self, due: i32, sector: usize) -> f64 {
        let month = month_of(due);
        let common = self.common.get(&month).copied().unwrap_or(0.0);
        common + self.sector.get(&(sector, month)).copied().unwrap_or(0.0)
    }
}

/// The median, drawn towards zero by as many customers as `half`.
fn median(values: &mut [Censored], half: f64) -> f64 {
    let n: f64 = values.iter().map(|value| value.weight).sum();
    let found = censored_median(values).unwrap_or(0.0);
    found.clamp(-MOST_DAYS, MOST_DAYS) * n / (n + half)
}

fn residuals(history: &History, day: i32, lag: i32) -> Vec<Residual> {
    let seen = || {
        let due = history.tracks.iter().take_while(|track| track.due <= day);
        due.filter_map(|track| Some((track.due, track.days_late(day, lag)?)))
    };
    let mut own: Vec<Censored> = seen()
        .filter(|(due, _)| *due <= day - SETTLED_DAYS)
        .map(|(_, (days, known))| Censored {
            value: f64::from(days),
            weight: 1.0,
            known,
        })
        .collect();
    if own.len() < MIN_INVOICES {
        return Vec::new();
    }
    let Some(median) = censored_median(&mut own) else {
        return Vec::new();
    };
    let mut in_month: BTreeMap<i32, f64> = BTreeMap::new();
    for (due, _) in seen() {
        *in_month.entry(month_of(due)).or_default() += 1.0;
    }
    seen()
        .map(|(due, (days, known))| {
            let month = month_of(due);
            let weight = 1.0 / in_month[&month];
            let value = f64::from(days) - median;
            Residual {
                month,
                sector: history.sector,
                value: Censored {
                    value,
                    weight,
                    known,
                },
            }
        })
        .collect()
}

/// Months since the year 0.
pub(crate) fn month_of(day: i32) -> i32 {
    let day = Day(day);
    12 * day.year() + day.month() as i32 - 1
}

#[cfg(test)]
mod tests {
    use super::super::history::Track;
    use super::*;

    /// Twenty customers with an invoice due on the 10th of each month of 2024, paid 5 days early but for March.
    fn histories(march: i32) -> Vec<History> {
        let due = |month| Day::from_ymd(2024, month, 10).expect("a day").0;
        let track = |month| {
            let paid = due(month) - 5 + if month == 3 { march } else { 0 };
            Track {
                due: due(month),
                known: due(month) - 30,
                turns: Box::new([(paid, Some(paid))]),
                ..Track::default()
            }
        };
        let one = History {
            tracks: (1..=12).map(track).collect(),
            ..History::default()
        };
        vec![one; 20]
    }

    #[test]
    fn a_month_that_moved_all_is_taken_out() {
        let last = Day::from_ymd(2024, 12, 31).expect("a day").0;
        let due = |month| Day::from_ymd(2024, month, 10).expect("a day").0;
        let shocks = Shocks::of(&histories(6), last, 0);
        // Common: 6 x 20/30 = 4; of the 2 left, the sector's: 2 x 20/60.
        assert!((shocks.shift(due(3), 0) - (4.0 + 2.0 / 3.0)).abs() < 1e-9);
        assert_eq!(shocks.shift(due(4), 0), 0.0);
        assert!(
            (shocks.shift(due(3), 1) - 4.0).abs() < 1e-9,
            "an unseen sector has the common shift"
        );
    }

    #[test]
    fn what_is_not_yet_known_moves_nothing() {
        let early = Day::from_ymd(2024, 2, 20).expect("a day").0;
        let shocks = Shocks::of(&histories(6), early, 0);
        assert_eq!(
            shocks.shift(Day::from_ymd(2024, 3, 10).expect("a day").0, 0),
            0.0
        );
    }
}
