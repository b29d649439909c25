//! Typed views on columns in one chunk, for the checks.

use polars::prelude::*;

use super::table::Loaded;
use crate::{Day, LedgerError};

/// A polars failure on a column we built ourselves.
pub(crate) fn ours(doing: &'static str) -> impl Fn(PolarsError) -> LedgerError {
    move |error| LedgerError::Internal {
        doing,
        reason: error.to_string(),
    }
}

/// Text by row.
#[derive(Clone)]
pub(crate) struct TextView(pub StringChunked);

impl TextView {
    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.0.downcast_as_array().get(row)
    }
}

/// Days by row.
#[derive(Clone)]
pub(crate) struct DayView(Int32Chunked);

impl DayView {
    /// The day of a row.
    pub fn get(&self, row: usize) -> Option<Day> {
        self.0.downcast_as_array().get(row).map(Day)
    }
}

/// Money by row.
#[derive(Clone)]
pub(crate) struct AmountView(Float64Chunked);

impl AmountView {
    /// The amount of a row in cents.
    pub fn cents(&self, row: usize) -> Option<i64> {
        // Amounts are rounded to cents and within 2^53 of them: this only takes the float's last bits off.
        self.0
            .downcast_as_array()
            .get(row)
            .map(|amount| (amount * 100.0).round() as i64)
    }
}

/// Whole numbers by row.
#[derive(Clone)]
pub(crate) struct IntegerView(Int32Chunked);

impl IntegerView {
    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<i32> {
        self.0.downcast_as_array().get(row)
    }
}

impl Loaded {
    /// A text column, if the table has it.
    pub fn text(&self, name: &str) -> Result<Option<TextView>, LedgerError> {
        self.series(name)
            .map(|series| {
                Ok(TextView(
                    series.str().map_err(ours("reading text"))?.clone(),
                ))
            })
            .transpose()
    }

    /// A text column of the customers, in their own table or in that of the invoices.
    pub fn customer_text(&self, name: &str) -> Result<Option<TextView>, LedgerError> {
        let column = self.columns.iter().find(|column| {
            column.planned.table == crate::Table::Customers && column.planned.canonical == name
        });
        column
            .map(|column| {
                let text = column.series.str().map_err(ours("reading text"))?;
                Ok(TextView(text.clone()))
            })
            .transpose()
    }

    /// A date column, if the table has it.
    pub fn days(&self, name: &str) -> Result<Option<DayView>, LedgerError> {
        self.series(name)
            .map(|series| {
                Ok(DayView(
                    series
                        .date()
                        .map_err(ours("reading dates"))?
                        .physical()
                        .clone(),
                ))
            })
            .transpose()
    }

    /// A money column, if the table has it.
    pub fn amounts(&self, name: &str) -> Result<Option<AmountView>, LedgerError> {
        self.series(name)
            .map(|series| {
                Ok(AmountView(
                    series.f64().map_err(ours("reading amounts"))?.clone(),
                ))
            })
            .transpose()
    }

    /// A column of whole numbers, if the table has it.
    pub fn integers(&self, name: &str) -> Result<Option<IntegerView>, LedgerError> {
        self.series(name)
            .map(|series| {
                Ok(IntegerView(
                    series.i32().map_err(ours("reading numbers"))?.clone(),
                ))
            })
            .transpose()
    }
}

/// A column the plan made sure of.
pub(crate) fn sure<T>(column: Option<T>) -> Result<T, LedgerError> {
    column.ok_or_else(|| LedgerError::Internal {
        doing: "finding a required column",
        reason: "it is not there".to_owned(),
    })
}

/// Cents as text with two decimals, for messages.
pub(crate) fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        cents.unsigned_abs() / 100,
        cents.unsigned_abs() % 100
    )
}
