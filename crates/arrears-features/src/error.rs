//! What can go wrong between a ledger and its features.

use arrears_ledger::{Day, Table};
use polars::prelude::{DataType, PolarsError};

/// A ledger or frame that features cannot be made from.
#[derive(Debug, thiserror::Error)]
pub enum FeatureError {
    /// A frame lacks a column that it must have.
    #[error("{place} has no column `{column}`; it has {}", list(present))]
    MissingColumn {
        /// The table or frame.
        place: String,
        /// The column looked for.
        column: String,
        /// The columns there are.
        present: Vec<String>,
    },
    /// A column has a type that cannot be used.
    #[error("column `{column}` of {place} has type {found}; {expected} is needed")]
    ColumnType {
        /// The table or frame.
        place: String,
        /// The column.
        column: String,
        /// Its type.
        found: DataType,
        /// What would be right.
        expected: &'static str,
    },
    /// A required cell is empty.
    #[error("row {row} of {table} has no `{column}`")]
    EmptyCell {
        /// The table.
        table: Table,
        /// The column.
        column: &'static str,
        /// The row of the frame, from 1.
        row: usize,
    },
    /// A date too far off to count days with.
    #[error(
        "row {row} of {table}: `{column}` is {value}; dates from 1900-01-01 to 2200-12-31 are needed"
    )]
    DateOutOfRange {
        /// The table.
        table: Table,
        /// The column.
        column: &'static str,
        /// The row of the frame, from 1.
        row: usize,
        /// The date found.
        value: Day,
    },
    /// An amount that is not finite or too large to count in cents.
    #[error("row {row} of {table}: `{column}` is {value}; a finite amount below 10^13 is needed")]
    AmountOutOfRange {
        /// The table.
        table: Table,
        /// The column.
        column: &'static str,
        /// The row of the frame, from 1.
        row: usize,
        /// The amount found.
        value: f64,
    },
    /// Amounts that add up to more than can be counted in cents.
    #[error(
        "the amounts of {table} add up to {total}, more than can be counted in cents: look for amounts that are ids or dates"
    )]
    TotalOutOfRange {
        /// The table.
        table: Table,
        /// The sum of the amounts without sign, in the ledger's currency.
        total: i128,
    },
    /// A definition out of its range.
    #[error("`{key}` is {value}; {range} is needed")]
    Definition {
        /// The key of `[definitions]`.
        key: &'static str,
        /// The value found.
        value: i64,
        /// The range that would be right.
        range: &'static str,
    },
    /// More rows than an index of 32 bits (less a few for the kind of event) can count.
    #[error("{table} has {rows} rows; at most {limit} can be used at once")]
    TooManyRows {
        /// The table.
        table: Table,
        /// Its rows.
        rows: usize,
        /// The most that can be used.
        limit: usize,
    },
    /// Training was asked for on a ledger in which nothing has fallen due.
    #[error(
        "of the {n_invoices} invoices known on {known} none had fallen due by then, grace of {grace_days} days included{}: \
         there is nothing to learn from",
        first.map_or_else(String::new, |day| format!(", and the first will on {day}"))
    )]
    NothingMature {
        /// The as-of day of training.
        known: Day,
        /// Invoices known by then, credit notes and cancelled ones left out.
        n_invoices: usize,
        /// Days after the due date on which an invoice is not late yet.
        grace_days: i32,
        /// The first day on which an outcome is known; none without an invoice.
        first: Option<Day>,
    },
    /// Training was asked for on an export of open items alone.
    #[error(
        "of {n_mature} invoices due by {known}, {n_settled} are settled: this looks like an export of open items alone, on which every customer seems to pay late"
    )]
    OpenItemsOnly {
        /// The as-of day of training.
        known: Day,
        /// Invoices due by then.
        n_mature: usize,
        /// Those of them that were settled by then.
        n_settled: usize,
    },
    /// Training was asked for on invoices that are settled by nothing, though as much came in as credit notes or as cash
    /// on no invoice.
    #[error(
        "of {n_due} invoices due by {known}, {} in all, {n_settled} are settled, while {} came in: such settle no \
         invoice, and every customer seems to pay late",
        money(*due),
        came_in(*credited, *cash)
    )]
    SettledElsewhere {
        /// The as-of day of training.
        known: Day,
        /// Invoices due by then.
        n_due: usize,
        /// Their amounts, in cents.
        due: i64,
        /// Those of them that were settled by then.
        n_settled: usize,
        /// Credit notes, in cents.
        credited: i64,
        /// Cash on no invoice, in cents.
        cash: i64,
    },
    /// Training was asked for on months whose settled invoices are not in the export.
    #[error(
        "invoices due in {} lack their settled ones ({n_settled} of {n_mature} {what}, against {percent_elsewhere} % in the other months): on them every customer seems to pay late",
        list(months)
    )]
    CohortsMissSettled {
        /// The months, as `2024-03`.
        months: Vec<String>,
        /// Invoices due in them.
        n_mature: usize,
        /// Those of them that were settled.
        n_settled: usize,
        /// By what they are counted: `settled`, or `settled in time`.
        what: &'static str,
        /// Settled share of the other months, in whole per cent.
        percent_elsewhere: u32,
    },
    /// Training was asked for on open items with what was paid lately.
    #[error(
        "hardly a settlement is dated before {start}, though {n_before} of {n_mature} invoices were due long before it: \
         this looks like an export of open items with what was paid lately, on which every customer seems to pay late"
    )]
    SettlementsStartLate {
        /// The day by which one settlement in twenty had happened.
        start: Day,
        /// Invoices due long before it.
        n_before: usize,
        /// Invoices due.
        n_mature: usize,
    },
    /// Names and columns of a matrix differ in number.
    #[error("{names} names were given for {columns} columns of the matrix")]
    ColumnCount {
        /// Names given.
        names: usize,
        /// Columns there are.
        columns: usize,
    },
    /// polars could not make or read a frame.
    #[error("the frame could not be made or read")]
    Frame(#[from] PolarsError),
}

impl FeatureError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NothingMature {
                first: Some(first), ..
            } => {
                return Some(format!(
                    "choose an as-of date well after {first}, or add older invoices"
                ));
            }
            Self::NothingMature { .. } => "choose a later as-of date, or add older invoices",
            Self::OpenItemsOnly { .. } | Self::SettlementsStartLate { .. } => {
                "export all invoices of the period, paid ones included, with their payments"
            }
            Self::SettledElsewhere { credited, cash, .. } if credited > cash => {
                "if they are payments, say so with `[ledger.payments.kinds]`, or take their rows out of the invoices with \
                 `only` under `[ledger.invoices]`"
            }
            Self::SettledElsewhere { .. } => {
                "map `invoice_id` under `[ledger.payments.columns]` to the column with the numbers of the invoices"
            }
            Self::CohortsMissSettled { .. } => {
                "export all invoices of those months, paid ones included, or leave the months out"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

/// Credit notes and cash on no invoice, those that there are.
fn came_in(credited: i64, cash: i64) -> String {
    let credit_notes = format!("credit notes of {}", money(credited));
    let unallocated = format!("cash of {} that is on no invoice", money(cash));
    match (credited > 0, cash > 0) {
        (true, true) => format!("{credit_notes} and {unallocated}"),
        (true, false) => credit_notes,
        _ => unallocated,
    }
}

/// Cents as `1,234.50`.
fn money(cents: i64) -> String {
    let digits = (cents.unsigned_abs() / 100).to_string();
    let mut whole = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{whole}.{:02}", cents.unsigned_abs() % 100)
}

/// Names in backticks, separated by commas.
fn list(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
