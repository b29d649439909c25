//! How late things were booked: what a past day did not know yet.

use rayon::prelude::*;
use serde::Serialize;

use super::days::BLOCK;
use super::frames::Frame;
use super::{Finding, FindingKind, date_column};
use crate::{Day, Table};

/// Days from a row's own date to its booking (`known_date`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bookings {
    /// Rows with both dates.
    pub n: u64,
    /// Share booked after its own date.
    pub late_share: f64,
    /// Share booked in a later month than that of its own date: a month-end that was looked at before is different now.
    pub retroactive_share: f64,
    /// Share booked before its own date: dated ahead.
    pub ahead_share: f64,
    /// Share booked more than a month after its own date.
    pub month_late_share: f64,
    /// Days that half of the rows stay within.
    pub days_p50: i32,
    /// Days that nine in ten stay within.
    pub days_p90: i32,
    /// Days that 99 in a hundred stay within.
    pub days_p99: i32,
    /// The latest booking, in days.
    pub days_max: i32,
}

/// Lags outside of these are held at them; only the greatest is told as it is.
const SHORTEST: i32 = -400;
const LONGEST: i32 = 4_000;
/// Days after which a booking is a month late.
const MONTH: i32 = 31;
/// Share of such bookings that is told, and how many at least.
const TOLD_SHARE: f64 = 0.05;
const TOLD_ROWS: u64 = 20;

/// What one pass counts.
struct Counts {
    lags: Vec<u64>,
    n_retroactive: u64,
    longest: i32,
}

impl Counts {
    fn none() -> Counts {
        Counts {
            lags: vec![0; (LONGEST - SHORTEST + 1) as usize],
            n_retroactive: 0,
            longest: i32::MIN,
        }
    }

    fn with(mut self, other: Counts) -> Counts {
        self.lags
            .iter_mut()
            .zip(other.lags)
            .for_each(|(all, n)| *all += n);
        self.n_retroactive += other.n_retroactive;
        self.longest = self.longest.max(other.longest);
        self
    }
}

/// The lags of a table; `None` without `known_date`.
pub(crate) fn bookings(frame: &Frame) -> Option<Bookings> {
    let dates = frame.days(date_column(frame.table))?;
    let known = frame.days("known_date")?;
    let blocks = (0..dates.len().div_ceil(BLOCK)).into_par_iter();
    let parts = blocks.map(|block| {
        let mut counts = Counts::none();
        for row in block * BLOCK..((block + 1) * BLOCK).min(dates.len()) {
            let (Some(date), Some(known)) = (dates.get(row), known.get(row)) else {
                continue;
            };
            let lag = known.saturating_sub(date);
            counts.lags[(lag.clamp(SHORTEST, LONGEST) - SHORTEST) as usize] += 1;
            counts.longest = counts.longest.max(lag);
            // Most rows are booked within days: the calendar is asked of the others alone.
            counts.n_retroactive += u64::from(lag > 0 && known > Day(date).month_end().0);
        }
        counts
    });
    let counts = parts.reduce(Counts::none, Counts::with);
    let n: u64 = counts.lags.iter().sum();
    let beyond = |days: i32| {
        counts.lags[(days - SHORTEST + 1) as usize..]
            .iter()
            .sum::<u64>()
    };
    let share = |part: u64| part as f64 / n.max(1) as f64;
    (n > 0).then(|| Bookings {
        n,
        late_share: share(beyond(0)),
        retroactive_share: share(counts.n_retroactive),
        ahead_share: share(n - beyond(-1)),
        month_late_share: share(beyond(MONTH)),
        days_p50: quantile(&counts.lags, n, 0.5),
        days_p90: quantile(&counts.lags, n, 0.9),
        days_p99: quantile(&counts.lags, n, 0.99),
        days_max: counts.longest,
    })
}

fn quantile(lags: &[u64], n: u64, share: f64) -> i32 {
    let wanted = (share * n as f64).ceil() as u64;
    let mut so_far = 0;
    let at = lags.iter().position(|count| {
        so_far += count;
        so_far >= wanted
    });
    at.unwrap_or(0) as i32 + SHORTEST
}

/// Many late bookings: a past as-of date knew less than the ledger knows of it now.
pub(crate) fn finding(table: Table, bookings: Option<&Bookings>) -> Option<Finding> {
    let bookings = bookings?;
    let n = (bookings.month_late_share * bookings.n as f64).round() as u64;
    (bookings.month_late_share >= TOLD_SHARE && n >= TOLD_ROWS).then(|| Finding {
        column: Some("known_date".to_owned()),
        n,
        share: Some(bookings.month_late_share),
        ..Finding::new(FindingKind::BookedLate, table)
    })
}
