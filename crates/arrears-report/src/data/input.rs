//! What the input holds by month, whether it adds up, and what to look at before believing a figure.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// Something to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindingRow {
    /// A fixed name of what it is, such as `ends_early`.
    pub kind: String,
    /// The table it was found in.
    pub table: String,
    /// What was found and what it means, as a sentence.
    pub text: Wording,
    /// Whether figures are wrong if it is what it looks like.
    pub grave: bool,
}

/// Debits and credits at a day, in cents; what is open is the one less the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ControlReport {
    /// The day.
    pub date: String,
    /// Debit: invoices.
    pub invoiced_minor: i64,
    /// Debit: payments taken back.
    pub reversals_minor: i64,
    /// Debit: credit notes matched to an invoice or paid out.
    pub credit_notes_used_minor: i64,
    /// Credit: payments on invoices.
    pub payments_minor: i64,
    /// Credit: credit notes.
    pub credit_notes_minor: i64,
    /// Credit: early-payment discounts.
    pub discounts_minor: i64,
    /// Credit: offsets.
    pub offsets_minor: i64,
    /// Credit: write-offs.
    pub write_offs_minor: i64,
    /// Credit: cash on no invoice.
    pub unallocated_minor: i64,
    /// Debits less credits.
    pub balance_minor: i64,
    /// The general ledger's balance, where it was given. It is the same: a run with a difference is refused.
    pub given_minor: Option<i64>,
}

/// One table by month of its rows' own date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableMonths {
    /// The table, such as `invoices`.
    pub table: String,
    /// Whether its rows were derived from another table.
    pub derived: bool,
    /// Rows used.
    pub n_rows: u64,
    /// The column that dates a row; empty for customers.
    pub date_column: String,
    /// First date of all but stray rows.
    pub from: Option<String>,
    /// Last date of all but stray rows.
    pub until: Option<String>,
    /// Rows without a date in `months`.
    pub n_outside: u64,
    /// Months from the first to the last, empty ones included.
    pub months: Vec<MonthCount>,
    /// How far each column is filled.
    pub columns: Vec<ColumnShare>,
    /// How late rows were booked; none without `known_date`.
    pub bookings: Option<BookingLags>,
}

/// Rows of one month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MonthCount {
    /// The month.
    pub month: String,
    /// Rows dated in it.
    pub n_rows: u64,
}

/// How far a column is filled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnShare {
    /// Its canonical name.
    pub column: String,
    /// Rows in which it is filled.
    pub n_filled: u64,
    /// Their share of all rows.
    pub share: f64,
    /// The share by month, in the order of the table's months; none where a month has no row.
    pub by_month: Vec<Option<f64>>,
}

/// Days from a row's own date to its booking.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookingLags {
    /// Rows with both dates.
    pub n: u64,
    /// Share booked after its own date.
    pub late_share: f64,
    /// Share booked in a later month than its own date's.
    pub retroactive_share: f64,
    /// Share booked more than 31 days after its own date.
    pub month_late_share: f64,
    /// Share booked before its own date.
    pub ahead_share: f64,
    /// Days that half of the rows stay within.
    pub days_p50: i32,
    /// Days that nine in ten stay within.
    pub days_p90: i32,
    /// Days that 99 in a hundred stay within.
    pub days_p99: i32,
    /// The latest booking, in days.
    pub days_max: i32,
}
