//! Any column of the customers table, also one of the user's own: for rules that a user writes, never for a model.

use arrears_ledger::Day;
use polars::prelude::{DataType, StringChunked};

use super::attributes::{AttributeTable, NATURAL_PERSON};
use super::{Book, CustomerIx};

/// What says who and when, and is no property of a customer.
const NO_PROPERTY: [&str; 3] = ["customer_id", "valid_from", NATURAL_PERSON];

impl Book {
    /// The columns of the customers table, in its order.
    pub fn customer_columns(&self) -> Vec<&str> {
        let names = self.attributes.column_names();
        names.filter(|name| !NO_PROPERTY.contains(name)).collect()
    }

    /// A column of the customers table as text, as it stands on a day; `None` where there is no such column.
    pub fn customer_texts(
        &self,
        column: &str,
        customers: &[CustomerIx],
        as_of: Day,
    ) -> Option<Vec<Option<String>>> {
        let cells = self.attributes.texts(column)?;
        let cell = |customer: &CustomerIx| {
            let row = self.attributes.row(customer.0 as usize, as_of.0)?;
            let text = cells.get(row.source_row as usize)?;
            (!text.trim().is_empty()).then(|| text.to_owned())
        };
        Some(customers.iter().map(cell).collect())
    }
}

impl AttributeTable {
    fn column_names(&self) -> impl Iterator<Item = &str> {
        self.frame
            .columns()
            .iter()
            .map(|column| column.name().as_str())
    }

    fn texts(&self, column: &str) -> Option<StringChunked> {
        let found = self.frame.column(column).ok()?;
        let texts = found.cast(&DataType::String).ok()?;
        texts.str().ok().map(|texts| texts.rechunk().into_owned())
    }
}
