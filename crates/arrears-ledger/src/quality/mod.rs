//! How good is the data, and does it add up?
//!
//! [`assess`] looks at a whole ledger, a table at a time: what each column holds by month, how late things were
//! booked, and what a person should look at before believing a figure ([`Finding`]): a gap, a table that ends before
//! the others, a suspicious spike. [`control_totals`] adds up debits and credits at a day, and [`reconcile`] holds them
//! against the general ledger's balance. Frames go in, plain values come out; nothing is changed. What every finding
//! means, with its thresholds and their reasons, is in `docs/data-quality.md`.

mod balances;
mod bookings;
mod control;
mod coverage;
mod days;
mod findings;
mod frames;
mod gaps;
mod reconcile;
mod spikes;

use rayon::prelude::*;
use serde::Serialize;

pub(crate) use balances::given_balances;
pub use balances::{GivenBalances, stated_balance};
pub use bookings::Bookings;
pub use control::{ControlTotals, CustomerTotals, Sums, control_totals, control_totals_csv};
pub use coverage::{ColumnCoverage, MonthRows};
pub use findings::{Finding, FindingKind};
pub use reconcile::{Cause, CustomerDifference, Reconciliation, reconcile};

use crate::{Day, Ledger, LedgerError, Table};
use days::DayCounts;
use frames::Frame;

/// The first column of `control_totals.csv` and those after it.
pub use control::CONTROL_TOTALS_HEADER;

/// What a ledger's tables hold by month, and what a person should look at.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quality {
    /// The tables that have rows, in the ledger's order.
    pub tables: Vec<TableQuality>,
    /// What to look at, the gravest first.
    pub findings: Vec<Finding>,
}

/// One table by month of its rows' own date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableQuality {
    /// The table.
    pub table: Table,
    /// Whether its rows were derived (payments from the invoices' `paid_date`).
    pub derived: bool,
    /// Rows used.
    pub n_rows: u64,
    /// The column that dates a row; empty for customers, who have no date.
    pub date_column: &'static str,
    /// First and last date of all but stray rows.
    pub dates: Option<(Day, Day)>,
    /// Months from the first to the last, empty ones included.
    pub months: Vec<MonthRows>,
    /// Rows dated outside of these months.
    pub n_outside: u64,
    /// How far each column is filled, in the order of the frame.
    pub columns: Vec<ColumnCoverage>,
    /// How late rows were booked; `None` without `known_date`.
    pub bookings: Option<Bookings>,
}

/// The column by which a table's rows are dated.
pub fn date_column(table: Table) -> &'static str {
    match table {
        Table::Customers | Table::Worklists => "",
        Table::Invoices => "invoice_date",
        Table::Payments => "payment_date",
        Table::Reminders => "sent_date",
        Table::Disputes => "opened_date",
        Table::Promises => "made_date",
        Table::Signals => "signal_date",
    }
}

/// Looks at a whole ledger.
pub fn assess(ledger: &Ledger) -> Result<Quality, LedgerError> {
    let frames = Table::ALL
        .iter()
        .filter(|table| ledger.frame(**table).height() > 0)
        .map(|&table| Frame::new(table, ledger.frame(table)))
        .collect::<Result<Vec<_>, _>>()?;
    let dated: Vec<Dated> = frames.par_iter().map(Dated::of).collect();
    let mut quality = Quality::default();
    for found in dated
        .par_iter()
        .map(look_at)
        .collect::<Result<Vec<_>, _>>()?
    {
        quality.findings.extend(found.1);
        quality.tables.push(TableQuality {
            derived: found.0.table == Table::Payments && is_derived(ledger),
            ..found.0
        });
    }
    quality.findings.extend(gaps::ends_and_starts(&dated));
    findings::sort(&mut quality.findings);
    Ok(quality)
}

fn is_derived(ledger: &Ledger) -> bool {
    ledger
        .row_counts
        .iter()
        .all(|count| count.table != Table::Payments)
}

/// A table with the days of its rows counted.
pub(crate) struct Dated<'a> {
    pub frame: &'a Frame,
    /// Rows by day of their own date.
    pub days: DayCounts,
    /// First and last day of all but stray rows.
    pub body: Option<(i32, i32)>,
}

impl Dated<'_> {
    fn of(frame: &Frame) -> Dated<'_> {
        let days = frame
            .days(date_column(frame.table))
            .map(|days| DayCounts::of(&days))
            .unwrap_or_default();
        Dated {
            body: days.body(),
            frame,
            days,
        }
    }
}

fn look_at(dated: &Dated<'_>) -> Result<(TableQuality, Vec<Finding>), LedgerError> {
    let table = dated.frame.table;
    let by_month = coverage::by_month(dated);
    let mut found = gaps::strays(dated);
    found.extend(gaps::gaps(dated));
    found.extend(coverage::stops(table, &by_month));
    found.extend(spikes::spikes(dated));
    let bookings = bookings::bookings(dated.frame);
    found.extend(bookings::finding(table, bookings.as_ref()));
    Ok((
        TableQuality {
            table,
            derived: false,
            n_rows: dated.frame.n_rows as u64,
            date_column: date_column(table),
            dates: dated.body.map(|(first, last)| (Day(first), Day(last))),
            n_outside: by_month.n_outside,
            months: by_month.months,
            columns: by_month.columns,
            bookings,
        },
        found,
    ))
}
