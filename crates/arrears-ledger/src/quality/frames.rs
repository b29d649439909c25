//! Columns of a frame in one chunk, for passes over rows.

use polars::prelude::*;

use crate::read::{ours, to_cents};
use crate::{LedgerError, Table};

/// A table's columns, each in one chunk.
pub(crate) struct Frame {
    pub table: Table,
    pub n_rows: usize,
    /// In the order of the frame.
    pub columns: Vec<(String, Series)>,
}

impl Frame {
    pub fn new(table: Table, frame: &DataFrame) -> Result<Frame, LedgerError> {
        let columns = frame.columns().iter().map(|column| {
            let series = column.as_materialized_series().rechunk();
            (column.name().to_string(), series)
        });
        Ok(Frame {
            table,
            n_rows: frame.height(),
            columns: columns.collect(),
        })
    }

    pub fn series(&self, name: &str) -> Option<&Series> {
        self.columns
            .iter()
            .find(|(column, _)| column == name)
            .map(|(_, series)| series)
    }

    /// A date column; none where it is absent or empty throughout.
    pub fn days(&self, name: &str) -> Option<Days> {
        let days = self.series(name)?.date().ok()?.physical().clone();
        (days.null_count() < days.len()).then_some(Days(days))
    }

    /// A money column.
    pub fn cents(&self, name: &str) -> Option<Cents> {
        Some(Cents(self.series(name)?.f64().ok()?.clone()))
    }

    /// A text column.
    pub fn text(&self, name: &str) -> Option<StringChunked> {
        self.series(name)?.str().ok().cloned()
    }

    /// A column that the schema requires.
    pub fn sure<T>(&self, column: Option<T>) -> Result<T, LedgerError> {
        column.ok_or_else(|| {
            ours("reading a required column")(polars_err!(ColumnNotFound: "{}", self.table))
        })
    }
}

/// Days by row.
pub(crate) struct Days(Int32Chunked);

impl Days {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, row: usize) -> Option<i32> {
        self.0.downcast_as_array().get(row)
    }
}

/// Money by row.
pub(crate) struct Cents(Float64Chunked);

impl Cents {
    pub fn get(&self, row: usize) -> Option<i64> {
        self.0.downcast_as_array().get(row).map(to_cents)
    }
}
