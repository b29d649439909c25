//! What a person should look at before believing the figures.

use std::cmp::Reverse;

use serde::Serialize;

use crate::{Day, Table};

/// One thing to look at. Which fields are filled, and what they mean, depends on the kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// Whether figures are wrong if it is what it looks like.
    pub grave: bool,
    /// The table it was found in.
    pub table: Table,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// First day concerned.
    pub from: Option<Day>,
    /// Last day concerned.
    pub until: Option<Day>,
    /// Rows concerned.
    pub n: u64,
    /// Rows that were to be expected instead.
    pub expected: Option<u64>,
    /// Share of the table's rows.
    pub share: Option<f64>,
    /// The amount it is about, in cents.
    pub amount_minor: Option<i64>,
}

/// The kinds of findings, the gravest first. Thresholds and reasons are in `docs/data-quality.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The table ends while others go on: `from` its last day, `until` theirs, `expected` rows in between.
    EndsEarly,
    /// The payments begin long after the invoices: `from` the invoices' first day, `until` the payments'.
    StartsLate,
    /// No row from `from` to `until`, where `expected` were to be expected.
    Gap,
    /// `n` rows dated from `from` to `until` are all due on one day, the day being in `column`'s place: `share` of all.
    DueOnOneDay,
    /// `n` rows on one day `from`, where the busiest day of a usual month has `expected`; `column` is the date.
    ManyOnOneDay,
    /// `n` rows have one `amount_minor`.
    OneAmount,
    /// `share` of the rows are dated the first or the last day of a month, weekends included.
    MonthEdge,
    /// `column` is filled up to `from` and empty in the `n` rows after it.
    ColumnStops,
    /// `n` rows are dated far after all others: `from` to `until`.
    FutureDates,
    /// `n` rows are dated far before all others.
    StrayDates,
    /// `n` rows were booked more than a month after their date.
    BookedLate,
}

impl Finding {
    /// A finding of a kind, with nothing else filled.
    pub(crate) fn new(kind: FindingKind, table: Table) -> Finding {
        let of_payments = table == Table::Payments;
        Finding {
            kind,
            grave: match kind {
                FindingKind::EndsEarly | FindingKind::StartsLate | FindingKind::Gap => of_payments,
                FindingKind::DueOnOneDay | FindingKind::MonthEdge => true,
                _ => false,
            },
            table,
            column: None,
            from: None,
            until: None,
            n: 0,
            expected: None,
            share: None,
            amount_minor: None,
        }
    }
}

/// The grave ones first, then by kind, table and day.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (Reverse(f.grave), f.kind, f.table, f.from);
        key(a).cmp(&key(b)).then_with(|| a.column.cmp(&b.column))
    });
}
