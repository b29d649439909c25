//! One definition per ledger column: table, name, type, required, unit, meaning, synonyms.
//!
//! Checks, documentation and `arrears init` are all made from these definitions, which stand in one file per
//! table. A required column must be in the file and filled in every row; any other may be absent.

mod currencies;
mod customers;
mod events;
mod invoices;
mod kinds;
mod markdown;
mod payments;

pub(crate) use currencies::currency_code;
pub(crate) use kinds::squeeze;
pub use kinds::{INVOICE_KINDS, Kind, PAYMENT_KINDS, SIDES, normalise_kind};
pub use markdown::to_markdown;

use std::fmt;

use polars::prelude::DataType;

use crate::Table;

/// The definition of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnDef {
    /// The table it belongs to.
    pub table: Table,
    /// Canonical name.
    pub name: &'static str,
    /// Type in the ledger.
    pub column_type: ColumnType,
    /// Whether a file without it is refused, and a row without it rejected.
    pub required: bool,
    /// Unit, or empty.
    pub unit: &'static str,
    /// Meaning, without a full stop.
    pub meaning: &'static str,
    /// Headers that mean this column, separated by `, `; see [`ColumnDef::synonyms`].
    synonyms: &'static str,
}

/// The type a column has in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Identifier: text, never parsed as a number.
    Id,
    /// Text or a category.
    Text,
    /// Calendar day.
    Date,
    /// Money in the ledger's currency, rounded to cents.
    Amount,
    /// Whole number.
    Integer,
    /// Number that is not money.
    Number,
    /// Yes or no.
    Flag,
}

impl ColumnType {
    /// The polars type of the column in the ledger.
    pub fn dtype(self) -> DataType {
        match self {
            ColumnType::Id | ColumnType::Text => DataType::String,
            ColumnType::Date => DataType::Date,
            ColumnType::Amount | ColumnType::Number => DataType::Float64,
            ColumnType::Integer => DataType::Int32,
            ColumnType::Flag => DataType::Boolean,
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ColumnType::Id => "an id",
            ColumnType::Text => "text",
            ColumnType::Date => "a date",
            ColumnType::Amount => "an amount of money",
            ColumnType::Integer => "a whole number",
            ColumnType::Number => "a number",
            ColumnType::Flag => "yes or no",
        })
    }
}

/// The columns of one table, in the order of the contract.
pub fn columns_of(table: Table) -> &'static [ColumnDef] {
    match table {
        Table::Customers => customers::COLUMNS,
        Table::Invoices => invoices::COLUMNS,
        Table::Payments => payments::COLUMNS,
        Table::Reminders => events::REMINDERS,
        Table::Disputes => events::DISPUTES,
        Table::Promises => events::PROMISES,
        Table::Signals => events::SIGNALS,
        Table::Worklists => &[],
    }
}

/// Every column, by table.
pub fn columns() -> impl Iterator<Item = &'static ColumnDef> {
    Table::ALL.into_iter().flat_map(columns_of)
}

/// One column by its canonical name.
pub fn column(table: Table, name: &str) -> Option<&'static ColumnDef> {
    columns_of(table).iter().find(|column| column.name == name)
}

/// Whether a table may have columns of the user's own, beside the canonical ones.
pub fn allows_user_columns(table: Table) -> bool {
    matches!(table, Table::Customers | Table::Invoices)
}

/// The meaning of `administration`. It has no other headers: a company code in an export of one company is none.
const ADMINISTRATION: &str =
    "Administration of the row, where a ledger has several; ids become `administration/id`";

/// Starts a definition: an optional column without unit or synonyms.
const fn define(
    table: Table,
    name: &'static str,
    column_type: ColumnType,
    meaning: &'static str,
) -> ColumnDef {
    ColumnDef {
        table,
        name,
        column_type,
        required: false,
        unit: "",
        meaning,
        synonyms: "",
    }
}

impl ColumnDef {
    /// Headers that mean this column, in English, Dutch, French and German, besides its own name. Compare them
    /// without case, spaces and punctuation.
    pub fn synonyms(&self) -> impl Iterator<Item = &'static str> {
        self.synonyms
            .split(", ")
            .filter(|synonym| !synonym.is_empty())
    }

    const fn required(mut self) -> ColumnDef {
        self.required = true;
        self
    }

    const fn unit(mut self, unit: &'static str) -> ColumnDef {
        self.unit = unit;
        self
    }

    const fn also(mut self, synonyms: &'static str) -> ColumnDef {
        self.synonyms = synonyms;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_column_is_defined_once_and_in_full() {
        let mut seen = BTreeSet::new();
        for column in columns() {
            assert!(
                seen.insert((column.table, column.name)),
                "{} {}",
                column.table,
                column.name
            );
            assert!(
                !column.meaning.is_empty() && !column.meaning.ends_with('.'),
                "{}",
                column.name
            );
            let money = column.column_type == ColumnType::Amount;
            assert_eq!(
                money,
                column.unit == "ledger currency",
                "{} {}",
                column.table,
                column.name
            );
        }
        assert_eq!(
            seen.len(),
            25 + 33 + 14 + 7 + 6 + 6 + 9,
            "the columns of the contract"
        );
    }

    #[test]
    fn a_synonym_means_one_column_of_a_table() {
        for table in Table::ALL {
            let mut seen = BTreeSet::new();
            for column in columns_of(table) {
                for name in column.synonyms().chain([column.name]) {
                    let squeezed: String = name
                        .to_lowercase()
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect();
                    assert!(seen.insert(squeezed), "`{name}` of {table} is given twice");
                }
            }
        }
    }

    #[test]
    fn starred_columns_of_the_contract_are_required() {
        let required: Vec<String> = columns()
            .filter(|column| column.required)
            .map(|column| format!("{}.{}", column.table, column.name))
            .collect();
        assert_eq!(
            required,
            [
                "customers.customer_id",
                "invoices.invoice_id",
                "invoices.customer_id",
                "invoices.invoice_date",
                "invoices.due_date",
                "invoices.amount",
                "payments.invoice_id",
                "payments.payment_date",
                "payments.amount",
                "reminders.invoice_id",
                "reminders.sent_date",
                "reminders.level",
                "disputes.invoice_id",
                "disputes.opened_date",
                "promises.invoice_id",
                "promises.made_date",
                "promises.promised_date",
                "signals.customer_id",
                "signals.signal_date",
                "signals.kind",
            ]
        );
    }
}
