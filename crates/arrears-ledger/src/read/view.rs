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
    /// A view on a column of amounts.
    pub fn of(series: &Series) -> Result<AmountView, LedgerError> {
        let amounts = series.f64().map_err(ours("reading amounts"))?;
        Ok(AmountView(amounts.rechunk().into_owned()))
    }

    /// The amount of a row in cents.
    pub fn cents(&self, row: usize) -> Option<i64> {
        self.0.downcast_as_array().get(row).map(to_cents)
    }
}

/// Amounts are rounded to cents and within 2^53 of them: this only takes the float's last bits off.
///
/// It is `(amount * 100.0).round()`, which is a call into the mathematical library on most machines: too slow for what
/// every pass over the amounts asks of every row.
pub(crate) fn to_cents(amount: f64) -> i64 {
    let cents = amount * 100.0;
    let whole = cents as i64;
    let rest = cents - whole as f64;
    if rest >= 0.5 {
        whole.saturating_add(1)
    } else if rest <= -0.5 {
        whole.saturating_sub(1)
    } else {
        whole
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::to_cents;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn cents_are_the_rounded_hundredfold(amount in prop_oneof![
            prop::num::f64::ANY,
            -1e14..1e14,
            -10.0..10.0,
            (-(1_i64 << 53)..1 << 53).prop_map(|cents| cents as f64 / 100.0),
            (-10_000_i64..10_000).prop_map(|halves| halves as f64 / 200.0),
        ]) {
            prop_assert_eq!(to_cents(amount), (amount * 100.0).round() as i64);
        }

        #[test]
        fn cents_come_back(cents in -(1_i64 << 51)..=1 << 51) {
            prop_assert_eq!(to_cents(cents as f64 / 100.0), cents);
        }
    }
}
