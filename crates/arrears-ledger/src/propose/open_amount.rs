//! The column of what is still open.

use super::facts::ColumnFacts;
use super::matching::assign;
use super::{ColumnProposal, Confidence};
use crate::{Table, schema};

/// What is still open, where another column says what was billed: the only amount there is, is taken for that. A column
/// that may well be a balance of the customer's is left alone.
pub(super) fn open_amount(
    mapped: &[ColumnProposal],
    columns: &[&ColumnFacts],
) -> Option<ColumnProposal> {
    let has_amount = |column: &ColumnProposal| {
        matches!(column.canonical.as_str(), "amount" | "debit" | "credit")
    };
    if !mapped.iter().any(has_amount) {
        return None;
    }
    let is_free = |column: &&&ColumnFacts| !mapped.iter().any(|other| other.column == column.name);
    let free: Vec<&ColumnFacts> = columns.iter().filter(is_free).copied().collect();
    let wanted = schema::column(Table::Invoices, "open_amount");
    let found = assign(wanted.into_iter(), &free).into_iter().next()?;
    (found.confidence >= Confidence::Medium).then_some(found)
}
