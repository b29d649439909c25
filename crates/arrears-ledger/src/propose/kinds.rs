//! Words of the kinds of rows that nobody knows: what they are is asked, never guessed.

use super::facts::FileFacts;
use super::{Proposal, TableProposal};
use crate::Table;
use crate::schema::{INVOICE_KINDS, Kind, PAYMENT_KINDS, normalise_kind};

impl Proposal {
    /// A question where the column of kinds has words that are none.
    pub(super) fn ask_for_kinds(&mut self, table: &mut TableProposal, facts: &FileFacts) {
        let Some(known) = kinds_of(table.table) else {
            return;
        };
        let mut columns = table.columns.iter();
        let kind = columns.find(|column| column.canonical == "kind");
        let Some(column) = kind.and_then(|kind| facts.column(&kind.column)) else {
            return;
        };
        let is_of_table = |word: &String| {
            let only = table.only.get(&column.name);
            only.is_none_or(|words| words.contains(word))
        };
        let unknown = column
            .distinct()
            .iter()
            .filter(|word| is_of_table(word) && normalise_kind(word, known).is_none());
        table.unknown_kinds = unknown.cloned().collect();
        if table.unknown_kinds.is_empty() {
            return;
        }
        self.doubts.push(format!(
            "`{}`: say what `{}` of `{}` means under `[ledger.{}.kinds]`: rows with another word than those that are \
             known are rejected",
            table.path.display(),
            table.unknown_kinds.join("`, `"),
            column.name,
            table.table
        ));
    }
}

/// The kinds of a table that has some.
pub(super) fn kinds_of(table: Table) -> Option<&'static [Kind]> {
    match table {
        Table::Invoices => Some(INVOICE_KINDS),
        Table::Payments => Some(PAYMENT_KINDS),
        _ => None,
    }
}
