//! A table as CSV bytes, in the two styles ledgers come in.
//!
//! Both are UTF-8 without a byte order mark, with `\r\n` (Dutch) or `\n`
//! (ISO) line ends and quotes only where a cell needs them.

use crate::SynthTable;

/// How a table is written as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvStyle {
    /// As a Dutch ERP package exports: semicolons, decimal comma,
    /// `dd-mm-yyyy`, Dutch column headers, `J` and `N`.
    Dutch,
    /// Canonical names, commas, decimal point, ISO dates, `true` and `false`.
    Iso,
}

/// The table as CSV bytes in that style.
pub fn to_csv(_table: &SynthTable, _style: CsvStyle) -> Vec<u8> {
    Vec::new()
}

/// The canonical name and the Dutch header of every column of that table,
/// in no particular order; empty for a table that has no Dutch form.
pub fn dutch_headers(_table: &str) -> &'static [(&'static str, &'static str)] {
    &[]
}
