//! Why a row is rejected, in words: what is wrong, what was expected, and the key of the config that would change it.

use arrears_formats::{DateOrder, DecimalMark};

use super::cells::{FIRST_YEAR, Fault, LAST_YEAR};
use super::forms::Form;
use super::plan::PlannedColumn;
use crate::Table;
use crate::schema::ColumnType;

/// How a column is written, as far as the table's cells tell.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    pub form: Form,
    pub order_known: bool,
    pub mark_known: bool,
    /// The table whose section says how the file is read.
    pub read_as: Table,
}

/// A cell that is empty or cannot be read.
pub(crate) fn cell(column: &PlannedColumn, fault: Fault, written: Written) -> String {
    let (name, section) = (&column.canonical, written.read_as.section());
    let which = which_column(column.table, name);
    match (fault, column.column_type) {
        (Fault::Missing, _) => missing(column.table, name),
        (Fault::Incomplete, _) => format!(
            "`{name}` lacks a part: expected a value in each of `{}` ({which})",
            column.parts.join("`, `")
        ),
        (Fault::YearOutside, _) => {
            format!("impossible date: expected a year from {FIRST_YEAR} to {LAST_YEAR} ({which})")
        }
        (Fault::TooLarge, _) => {
            format!("impossible amount: expected less than 10,000,000,000,000 ({which})")
        }
        (Fault::Unreadable, ColumnType::Date) => format!(
            "impossible date: expected {} (`date_order` under `{section}`)",
            order_words(written)
        ),
        (Fault::Unreadable, ColumnType::Amount) => format!(
            "unreadable amount: expected a number{} (`decimal_mark` under `{section}`)",
            mark_words(written)
        ),
        (Fault::Unreadable, ColumnType::Number) => format!(
            "`{name}` is not a number: expected one{} (`decimal_mark` under `{section}`)",
            mark_words(written)
        ),
        (Fault::Unreadable, ColumnType::Integer) => {
            format!("`{name}` is not a whole number: expected one such as 3 ({which})")
        }
        (Fault::Unreadable, ColumnType::Flag) => {
            format!(
                "`{name}` is not yes or no: expected a word such as yes, no, true, false, 1 or 0 ({which})"
            )
        }
        (Fault::Unreadable, expected) => format!("`{name}` is not {expected} ({which})"),
    }
}

/// An empty cell that must be filled.
pub(crate) fn missing(table: Table, name: &str) -> String {
    format!(
        "`{name}` is missing: expected a value in every row ({})",
        which_column(table, name)
    )
}

/// A row that is not as wide as the header.
pub(crate) fn ragged(n_cells: usize, n_expected: usize, read_as: Table) -> String {
    let cells = if n_cells == 1 { "cell" } else { "cells" };
    let section = read_as.section();
    format!(
        "{n_cells} {cells} where the header has {n_expected}: expected one for each column (`separator` under `{section}`)"
    )
}

/// A last line that ends in its first cell.
pub(crate) fn cut_off(n_expected: usize) -> String {
    format!(
        "1 cell where the header has {n_expected}, and no end of the line: expected a whole row; the file may be cut off"
    )
}

/// An invoice that is in no table of invoices.
pub(crate) fn unknown_invoice(table: Table) -> String {
    format!(
        "unknown invoice: expected an `invoice_id` of the table `invoices`, leading zeros included (`path` under \
         `[ledger.invoices]`; {})",
        which_column(table, "invoice_id")
    )
}

/// An invoice whose own row was rejected.
pub(crate) fn invoice_rejected() -> String {
    "its invoice was rejected: expected one that can be used; mend that row, and this one follows"
        .to_owned()
}

/// A customer that is in no table of customers.
pub(crate) fn unknown_customer(table: Table) -> String {
    format!(
        "unknown customer: expected a `customer_id` of the table `customers`, leading zeros included (`path` under \
         `[ledger.customers]`; {})",
        which_column(table, "customer_id")
    )
}

/// An id that an earlier row has; `first` says which.
pub(crate) fn duplicate(first: &str, table: Table, name: &str) -> String {
    format!(
        "{first}; expected an id of its own in every row ({})",
        which_column(table, name)
    )
}

/// A number outside of what its column allows.
pub(crate) fn outside(table: Table, name: &str, range: &str) -> String {
    format!(
        "`{name}` is out of range: expected {range} ({})",
        which_column(table, name)
    )
}

/// The key that says which column of the file is meant.
pub(crate) fn which_column(table: Table, name: &str) -> String {
    match table {
        Table::Worklists => format!("the column `{name}` of a worklist"),
        table => format!("`{name}` under `[ledger.{table}.columns]` says which column it is"),
    }
}

fn order_words(written: Written) -> &'static str {
    match written.form.date_order {
        _ if !written.order_known => "a day of the calendar, such as 2025-12-31",
        DateOrder::Dmy => "day-month-year, as in the other dates",
        DateOrder::Mdy => "month-day-year, as in the other dates",
        DateOrder::Ymd => "year-month-day, as in the other dates",
    }
}

fn mark_words(written: Written) -> &'static str {
    match written.form.decimal_mark {
        _ if !written.mark_known => ", such as 1299.99",
        DecimalMark::Comma => " with a decimal comma, such as 1.299,99",
        DecimalMark::Point => " with a decimal point, such as 1,299.99",
    }
}
