//! One definition per ledger column: table, name, type, required, unit, meaning, synonyms.
//!
//! Checks, documentation and `arrears init` are all made from [`COLUMNS`].

use crate::Table;

/// The type a column has in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Identifier: text, never parsed as a number.
    Id,
    /// Free text or a category.
    Text,
    /// Calendar day.
    Date,
    /// Money in the ledger's currency, rounded to cents.
    Amount,
    /// Whole number.
    Integer,
    /// Number with decimals that is not money.
    Number,
    /// Yes or no.
    Flag,
}

/// The definition of one column.
#[derive(Debug, Clone, Copy)]
pub struct ColumnDef {
    /// The table it belongs to.
    pub table: Table,
    /// Canonical name.
    pub name: &'static str,
    /// Type in the ledger.
    pub column_type: ColumnType,
    /// Whether a file without it is refused.
    pub required: bool,
    /// Unit, or empty.
    pub unit: &'static str,
    /// Meaning, in a sentence without a full stop.
    pub meaning: &'static str,
    /// Values allowed, or empty for any.
    pub values: &'static [&'static str],
    /// Headers that mean this column, in EN, NL, FR, DE; lower case, words by single spaces.
    pub synonyms: &'static [&'static str],
}

/// Every canonical column, by table, in the order of the contract.
pub static COLUMNS: &[ColumnDef] = &[];

/// The columns of one table.
pub fn columns_of(table: Table) -> impl Iterator<Item = &'static ColumnDef> {
    COLUMNS.iter().filter(move |column| column.table == table)
}

/// One column by name.
pub fn column(table: Table, name: &str) -> Option<&'static ColumnDef> {
    columns_of(table).find(|column| column.name == name)
}

/// The ledger's data dictionary as Markdown, a section per table.
pub fn to_markdown() -> String {
    String::new()
}
