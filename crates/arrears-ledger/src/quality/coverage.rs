//! How far each column is filled, by month of the row's own date; and columns that stop being filled.

use polars::prelude::*;
use rayon::prelude::*;
use serde::Serialize;

use super::days::{BLOCK, month_name, month_number};
use super::frames::Days;
use super::{Dated, Finding, FindingKind, date_column};
use crate::{Day, Table};

/// Rows of one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthRows {
    /// `2025-03`.
    pub month: String,
    /// Rows dated in it.
    pub n_rows: u64,
}

/// How far a column is filled.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnCoverage {
    /// Its canonical name.
    pub column: String,
    /// Rows in which it is filled.
    pub n_filled: u64,
    /// Their share of all rows.
    pub share: f64,
    /// The same by month, as the table's `months`; null where a month has no row.
    pub by_month: Vec<Option<f64>>,
}

/// A table by month.
pub(crate) struct ByMonth {
    pub months: Vec<MonthRows>,
    pub n_outside: u64,
    pub columns: Vec<ColumnCoverage>,
}

/// Counts rows and filled cells by month; the columns go side by side.
pub(crate) fn by_month(dated: &Dated<'_>) -> ByMonth {
    let frame = dated.frame;
    let slots = Slots::of(dated);
    let n_rows = &slots.n_rows;
    let n_outside = n_rows.last().copied().unwrap_or(0);
    let n_months = n_rows.len() - 1;
    let columns = frame.columns.par_iter().map(|(name, series)| {
        let (n_filled, filled) = slots.filled(series);
        let by_month = (0..n_months)
            .map(|month| (n_rows[month] > 0).then(|| filled[month] as f64 / n_rows[month] as f64));
        ColumnCoverage {
            column: name.clone(),
            n_filled,
            share: n_filled as f64 / frame.n_rows.max(1) as f64,
            by_month: by_month.collect(),
        }
    });
    ByMonth {
        months: (0..n_months)
            .map(|month| MonthRows {
                month: month_name(slots.first + month as i32),
                n_rows: n_rows[month],
            })
            .collect(),
        n_outside,
        columns: columns.collect(),
    }
}

/// The month of every row, as a slot from 0; the last slot is for rows without a date or outside of the body.
struct Slots {
    first: i32,
    n_months: usize,
    of_row: Vec<u16>,
    /// Rows by slot.
    n_rows: Vec<u64>,
}

impl Slots {
    fn of(dated: &Dated<'_>) -> Slots {
        let n_rows = dated.frame.n_rows;
        let days = dated.frame.days(date_column(dated.frame.table));
        let (Some(body), Some(days)) = (dated.body, days) else {
            return Slots {
                first: 0,
                n_months: 0,
                of_row: vec![0; n_rows],
                n_rows: vec![n_rows as u64],
            };
        };
        let first = month_number(body.0);
        let n_months = (month_number(body.1) - first + 1) as usize;
        // A table of the body's days, since the arithmetic of the calendar costs more than a look-up.
        let months: Vec<u16> = (body.0..=body.1)
            .map(|day| (month_number(day) - first) as u16)
            .collect();
        let slot = |row: usize| {
            let at = days.get(row).map(|day| usize::try_from(day - body.0));
            match at {
                Some(Ok(at)) if at < months.len() => months[at],
                _ => n_months as u16,
            }
        };
        let mut slots = Slots {
            first,
            n_months,
            of_row: slots(&days, slot),
            n_rows: Vec::new(),
        };
        slots.n_rows = slots.count(|_| true);
        slots
    }

    /// Filled cells of a column: all, and by slot. A column without a null needs no pass.
    fn filled(&self, series: &Series) -> (u64, Vec<u64>) {
        let n_filled = (series.len() - series.null_count()) as u64;
        if series.null_count() == 0 {
            return (n_filled, self.n_rows.clone());
        }
        let filled = series.is_not_null();
        let filled = filled.downcast_as_array();
        let by_slot = match n_filled {
            0 => vec![0; self.n_months + 1],
            _ => self.count(|row| filled.value(row)),
        };
        (n_filled, by_slot)
    }

    fn count(&self, takes: impl Fn(usize) -> bool + Sync) -> Vec<u64> {
        let none = || vec![0_u64; self.n_months + 1];
        let blocks = self.of_row.par_chunks(BLOCK).enumerate();
        let parts = blocks.map(|(block, slots)| {
            let mut counts = none();
            for (at, &slot) in slots.iter().enumerate() {
                counts[slot as usize] += u64::from(takes(block * BLOCK + at));
            }
            counts
        });
        parts.reduce(none, |mut all, part| {
            all.iter_mut().zip(part).for_each(|(all, n)| *all += n);
            all
        })
    }
}

fn slots(days: &Days, slot: impl Fn(usize) -> u16 + Sync + Send) -> Vec<u16> {
    (0..days.len())
        .into_par_iter()
        .with_min_len(64 * 1024)
        .map(slot)
        .collect()
}

/// Columns that say how a thing ended: they are empty in the last months because it has not ended yet.
const OUTCOMES: [&str; 9] = [
    "open_amount",
    "paid_date",
    "closed_date",
    "replied_date",
    "end_date",
    "dunning_level",
    "disputed",
    "clearing_id",
    "blocked_amount",
];

/// A column counts as kept up to a month if at least this share of its rows is filled, over this many rows and months.
const KEPT_SHARE: f64 = 0.5;
const KEPT_ROWS: f64 = 50.0;
const KEPT_MONTHS: usize = 3;
/// And as stopped if no more than this share is filled in the months that follow.
const STOPPED_SHARE: f64 = 0.02;
const STOPPED_ROWS: f64 = 50.0;
const STOPPED_MONTHS: usize = 2;

/// Columns that are filled up to some month and empty from then on.
pub(crate) fn stops(table: Table, by_month: &ByMonth) -> Vec<Finding> {
    let rows: Vec<f64> = by_month.months.iter().map(|m| m.n_rows as f64).collect();
    let stopped = |column: &ColumnCoverage| {
        let filled: Vec<f64> = column
            .by_month
            .iter()
            .zip(&rows)
            .map(|(share, rows)| share.unwrap_or(0.0) * rows)
            .collect();
        let from = filled.iter().rposition(|&n| n > 0.0)? + 1;
        // A cell or two in the last months do not make a column kept.
        let from = (KEPT_MONTHS..=from).find(|&from| {
            let (n, n_filled): (f64, f64) =
                (rows[from..].iter().sum(), filled[from..].iter().sum());
            n_filled <= STOPPED_SHARE * n
        })?;
        let (before, after): (f64, f64) = (rows[..from].iter().sum(), rows[from..].iter().sum());
        let kept = filled[..from].iter().sum::<f64>() >= KEPT_SHARE * before
            && before >= KEPT_ROWS
            && filled[from - 1] > 0.0;
        let gone = after >= STOPPED_ROWS && rows.len() - from >= STOPPED_MONTHS;
        (kept && gone).then(|| Finding {
            column: Some(column.column.clone()),
            from: first_day(&by_month.months[from].month),
            n: after as u64,
            share: Some(filled[..from].iter().sum::<f64>() / before),
            ..Finding::new(FindingKind::ColumnStops, table)
        })
    };
    by_month
        .columns
        .iter()
        .filter(|column| !OUTCOMES.contains(&column.column.as_str()))
        .filter_map(stopped)
        .collect()
}

fn first_day(month: &str) -> Option<Day> {
    format!("{month}-01").parse().ok()
}
