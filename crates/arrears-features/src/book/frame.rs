//! Typed columns out of the ledger's frames: days, cents, texts.

use arrears_ledger::{Day, Table};
use polars::prelude::{Column, DataFrame, DataType, StringChunked};

use crate::FeatureError;

/// Stands for "no day".
pub(crate) const NO_DAY: i32 = i32::MIN;
/// Stands for "no amount".
pub(crate) const NO_AMOUNT: i64 = i64::MIN;
/// Amounts lie below this, in cents, on either side.
const AMOUNT_LIMIT: f64 = 1e15;

/// The frame of one table.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    table: Table,
    frame: &'a DataFrame,
}

impl<'a> Source<'a> {
    pub(crate) fn new(table: Table, frame: &'a DataFrame) -> Source<'a> {
        Source { table, frame }
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.frame.height()
    }

    /// Whether the frame has rows and this column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.n_rows() > 0 && self.frame.column(column).is_ok()
    }

    /// A text column in one chunk.
    pub(crate) fn text(&self, column: &'static str) -> Result<StringChunked, FeatureError> {
        let text = self.column(column)?;
        let text = text.str().map_err(|_| self.type_error(text, "String"))?;
        Ok(text.rechunk().into_owned())
    }

    /// A text column that may be absent: then every cell is empty.
    pub(crate) fn optional_text(
        &self,
        column: &'static str,
    ) -> Result<Option<StringChunked>, FeatureError> {
        if self.has(column) {
            self.text(column).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Required days: an empty cell is an error.
    pub(crate) fn days(&self, column: &'static str) -> Result<Vec<i32>, FeatureError> {
        let days = self.read_days(column)?;
        match days.iter().position(|&day| day == NO_DAY) {
            None => Ok(days),
            Some(row) => Err(FeatureError::EmptyCell {
                table: self.table,
                column,
                row: row + 1,
            }),
        }
    }

    /// Days that may be empty ([`NO_DAY`]); all are where the column is absent.
    pub(crate) fn optional_days(&self, column: &'static str) -> Result<Vec<i32>, FeatureError> {
        if self.has(column) {
            self.read_days(column)
        } else {
            Ok(vec![NO_DAY; self.n_rows()])
        }
    }

    /// The days of `known_date`, which may be empty ([`NO_DAY`]); none where the column is absent.
    pub(crate) fn known_days(&self) -> Result<Option<Vec<i32>>, FeatureError> {
        let column = "known_date";
        self.has(column).then(|| self.read_days(column)).transpose()
    }

    /// Required amounts in cents: an empty cell is an error.
    pub(crate) fn cents(&self, column: &'static str) -> Result<Vec<i64>, FeatureError> {
        let cents = self.read_cents(column)?;
        match cents.iter().position(|&amount| amount == NO_AMOUNT) {
            None => Ok(cents),
            Some(row) => Err(FeatureError::EmptyCell {
                table: self.table,
                column,
                row: row + 1,
            }),
        }
    }

    /// Amounts in cents that may be empty ([`NO_AMOUNT`]); all are where the column is absent.
    pub(crate) fn optional_cents(&self, column: &'static str) -> Result<Vec<i64>, FeatureError> {
        if self.has(column) {
            self.read_cents(column)
        } else {
            Ok(vec![NO_AMOUNT; self.n_rows()])
        }
    }

    /// Levels, held within 0 to 5; empty counts as 1, an unspecified step of the ladder.
    pub(crate) fn levels(&self, column: &'static str) -> Result<Vec<u8>, FeatureError> {
        let cells = self.column(column)?;
        let cells = cells
            .cast(&DataType::Int64)
            .map_err(|_| self.type_error(cells, "Int32"))?;
        Ok(cells
            .i64()?
            .iter()
            .map(|level| level.map_or(1, |level| level.clamp(0, 5) as u8))
            .collect())
    }

    /// Yes, no or empty; all are empty where the column is absent.
    pub(crate) fn flags(&self, column: &'static str) -> Result<Vec<Option<bool>>, FeatureError> {
        if !self.has(column) {
            return Ok(vec![None; self.n_rows()]);
        }
        let cells = self.column(column)?;
        let flags = cells
            .bool()
            .map_err(|_| self.type_error(cells, "Boolean"))?;
        Ok(flags.iter().collect())
    }

    /// Numbers, from numeric cells or from text that is one; NaN where empty or none.
    pub(crate) fn numbers(&self, column: &'static str) -> Result<Vec<f64>, FeatureError> {
        if !self.has(column) {
            return Ok(vec![f64::NAN; self.n_rows()]);
        }
        let cells = self.column(column)?;
        if let Ok(text) = cells.str() {
            let number = |cell: &str| cell.trim().replace(',', ".").parse().unwrap_or(f64::NAN);
            return Ok(text
                .iter()
                .map(|cell| cell.map_or(f64::NAN, number))
                .collect());
        }
        let cells = cells
            .cast(&DataType::Float64)
            .map_err(|_| self.type_error(cells, "Float64"))?;
        Ok(cells
            .f64()?
            .iter()
            .map(|cell| cell.filter(|value| value.is_finite()).unwrap_or(f64::NAN))
            .collect())
    }

    fn read_days(&self, column: &'static str) -> Result<Vec<i32>, FeatureError> {
        let cells = self.column(column)?;
        let dates = cells.date().map_err(|_| self.type_error(cells, "Date"))?;
        let range = day_range();
        let mut days = Vec::with_capacity(dates.len());
        for (row, cell) in dates.physical().iter().enumerate() {
            let day = cell.unwrap_or(NO_DAY);
            if day != NO_DAY && !range.contains(&day) {
                return Err(FeatureError::DateOutOfRange {
                    table: self.table,
                    column,
                    row: row + 1,
                    value: Day(day),
                });
            }
            days.push(day);
        }
        Ok(days)
    }

    fn read_cents(&self, column: &'static str) -> Result<Vec<i64>, FeatureError> {
        let cells = self.column(column)?;
        let amounts = cells.f64().map_err(|_| self.type_error(cells, "Float64"))?;
        let mut cents = Vec::with_capacity(amounts.len());
        for (row, cell) in amounts.iter().enumerate() {
            let Some(value) = cell else {
                cents.push(NO_AMOUNT);
                continue;
            };
            let rounded = (value * 100.0).round();
            if rounded.is_nan() || rounded.abs() >= AMOUNT_LIMIT {
                return Err(FeatureError::AmountOutOfRange {
                    table: self.table,
                    column,
                    row: row + 1,
                    value,
                });
            }
            cents.push(rounded as i64);
        }
        Ok(cents)
    }

    fn column(&self, column: &'static str) -> Result<&'a Column, FeatureError> {
        self.frame
            .column(column)
            .map_err(|_| FeatureError::MissingColumn {
                place: format!("table `{}`", self.table),
                column: column.to_owned(),
                present: self
                    .frame
                    .get_column_names()
                    .iter()
                    .map(|name| name.to_string())
                    .collect(),
            })
    }

    fn type_error(&self, column: &Column, expected: &'static str) -> FeatureError {
        FeatureError::ColumnType {
            place: format!("table `{}`", self.table),
            column: column.name().to_string(),
            found: column.dtype().clone(),
            expected,
        }
    }
}

/// 1900-01-01 to 2200-12-31, as days since 1970-01-01.
fn day_range() -> std::ops::RangeInclusive<i32> {
    -25_567..=84_370
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_days_is_three_centuries() {
        assert_eq!(
            *day_range().start(),
            Day::from_ymd(1900, 1, 1).expect("a day").0
        );
        assert_eq!(
            *day_range().end(),
            Day::from_ymd(2200, 12, 31).expect("a day").0
        );
    }
}
