//! The total of a list that fills its cells as an invoice does.
//!
//! Totals that leave cells empty are told from the table's rows where the text is split. One that fills them all shows by
//! its amount: it is the last row of its file, and the sum of all rows above it to the cent.

use std::collections::HashSet;

use super::super::flags::Flags;
use super::super::table::Loaded;
use super::super::view::{TextView, money, sure};
use crate::schema::squeeze;
use crate::{FlagKind, LedgerError, RejectKind};

/// Rows that must stand above a total.
const FEWEST: usize = 3;
/// Words with which a total begins, in Dutch, English, French and German.
const WORDS: [&str; 14] = [
    "totaal",
    "totalen",
    "eindtotaal",
    "subtotaal",
    "som",
    "total",
    "totals",
    "subtotal",
    "sum",
    "totaux",
    "somme",
    "summe",
    "gesamt",
    "gesamtsumme",
];

/// Rejects the last row of a file that is the total of the others; flags it where nothing but the sum says so.
pub(crate) fn reject(table: &mut Loaded, flags: &mut Flags) -> Result<(), LedgerError> {
    let amounts = sure(table.amounts("amount")?)?;
    let invoices = sure(table.text("invoice_id")?)?;
    let customers = sure(table.text("customer_id")?)?;
    let files: Vec<(usize, usize)> = table
        .files
        .iter()
        .map(|file| (file.start, file.start + file.n_rows))
        .collect();
    for (start, end) in files {
        let Some(last) = end.checked_sub(1).filter(|&last| last >= start) else {
            continue;
        };
        let above = || (start..last).filter(|&row| !table.is_others(row));
        let sum: i128 = above()
            .filter_map(|row| amounts.cents(row))
            .map(i128::from)
            .sum();
        let n_above = above().count();
        let own = amounts.cents(last).unwrap_or(0);
        let is_sum = own != 0 && i128::from(own) == sum && n_above >= FEWEST;
        if !is_sum || table.bad[last] {
            continue;
        }
        let known: HashSet<&str> = above().filter_map(|row| customers.get(row)).collect();
        let is_stranger = customers.get(last).is_some_and(|id| !known.contains(id));
        if is_stranger || is_worded(&invoices, last) || is_worded(&customers, last) {
            let reason = format!(
                "a total, no invoice: its amount is the sum of the {n_above} rows above it; expected an invoice in every \
                 row (`path` under `[ledger.invoices]`: take the row out of the file)"
            );
            table.reject(last, "amount", &money(own), RejectKind::Total, reason);
        } else {
            flags.row(FlagKind::SumOfOthers, table, last, || {
                let id = invoices.get(last).unwrap_or_default().to_owned();
                (
                    id,
                    format!("{}, the sum of the {n_above} rows above", money(own)),
                )
            });
        }
    }
    Ok(())
}

/// Whether an id begins with a word for a total.
fn is_worded(ids: &TextView, row: usize) -> bool {
    let first = ids.get(row).and_then(|id| id.split_whitespace().next());
    first.is_some_and(|word| WORDS.contains(&squeeze(word).as_str()))
}
