//! What makes a row unusable, and what is odd but true, table by table.

pub(crate) mod alike;
pub(crate) mod amounts;
pub(crate) mod clearing;
pub(crate) mod customers;
pub(crate) mod events;
pub(crate) mod invoices;
mod links;
pub(crate) mod open_amounts;
pub(crate) mod payments;
mod signs;
mod totals;

use std::collections::{BTreeMap, HashMap, HashSet};

use polars::prelude::*;

use super::identity::NearIds;
use super::index::{IdIndex, NONE};
use super::reasons;
use super::table::Loaded;
use super::view::{AmountView, DayView, TextView};
use crate::schema::{Kind, normalise_kind, squeeze};
use crate::{LedgerError, RejectKind, Table};

/// The customers that a customers table names; `None` where there is no such table and any id is one.
pub(crate) type KnownCustomers<'a> = Option<&'a IdIndex<'a>>;

/// What the other tables need to know of the invoices. Rows are those of the loaded table.
pub(crate) struct InvoiceLookup<'a> {
    /// Usable invoices by id.
    pub index: &'a IdIndex<'a>,
    /// Ids of rejected invoices.
    pub rejected: &'a HashSet<String>,
    /// Customer by row.
    pub customer: TextView,
    /// Invoice date by row.
    pub date: DayView,
    /// Amount by row.
    pub amount: AmountView,
}

impl InvoiceLookup<'_> {
    /// Rejects the rows whose invoice is unknown; gives the invoice's row by row (`NONE`: no usable one). Where
    /// `optional`, a row without an invoice stays.
    pub fn resolve(&self, table: &mut Loaded, optional: bool) -> Result<Vec<u32>, LedgerError> {
        let Some(ids) = table.text("invoice_id")? else {
            return Ok(vec![NONE; table.n_rows()]);
        };
        let rows = self.index.rows(&ids.0);
        let kind = table.table;
        let near = self.near(&rows, &ids);
        for (row, _) in rows.iter().enumerate().filter(|(_, found)| **found == NONE) {
            match ids.get(row) {
                None if optional => {}
                None => table.reject(
                    row,
                    "invoice_id",
                    "",
                    RejectKind::Missing,
                    reasons::missing(kind, "invoice_id"),
                ),
                Some(id) if self.rejected.contains(id) => {
                    table.reject(
                        row,
                        "invoice_id",
                        id,
                        RejectKind::InvoiceRejected,
                        reasons::invoice_rejected(),
                    );
                }
                Some(id) => table.reject(
                    row,
                    "invoice_id",
                    id,
                    RejectKind::UnknownInvoice,
                    near.reason("invoice", id, || reasons::unknown_invoice(kind)),
                ),
            }
        }
        Ok(rows)
    }

    fn near(&self, rows: &[u32], ids: &TextView) -> NearIds {
        let unknown = (0..rows.len()).filter(|&row| rows[row] == NONE);
        NearIds::new(
            unknown.filter_map(|row| ids.get(row)),
            self.index.ids().iter().flatten(),
        )
    }
}

/// Rejects the rows whose `customer_id` is in no customers table, if there is one.
pub(crate) fn reject_unknown_customers(
    table: &mut Loaded,
    known: KnownCustomers<'_>,
) -> Result<(), LedgerError> {
    let (Some(known), Some(ids)) = (known, table.text("customer_id")?) else {
        return Ok(());
    };
    let of = table.table;
    let rows = known.rows(&ids.0);
    let unknown = (0..rows.len()).filter(|&row| rows[row] == NONE);
    let near = NearIds::new(
        unknown.filter_map(|row| ids.get(row)),
        known.ids().iter().flatten(),
    );
    for (row, _) in rows.iter().enumerate().filter(|(_, found)| **found == NONE) {
        if let Some(id) = ids.get(row) {
            table.reject(
                row,
                "customer_id",
                id,
                RejectKind::UnknownCustomer,
                near.reason("customer", id, || reasons::unknown_customer(of)),
            );
        }
    }
    Ok(())
}

/// Words of the user's own for kinds, in the config of a table.
pub(crate) type OwnWords<'a> = &'a BTreeMap<String, String>;

/// Rewrites a column of kinds to canonical names; rejects the rows with another word. Empty cells stay null.
pub(crate) fn normalise_kinds(
    table: &mut Loaded,
    kinds: &'static [Kind],
    own: OwnWords<'_>,
) -> Result<Option<StringChunked>, LedgerError> {
    let Some(words) = table.text("kind")? else {
        return Ok(None);
    };
    let mut known: HashMap<&str, Option<&'static str>> = HashMap::new();
    let mut builder = StringChunkedBuilder::new("kind".into(), words.0.len());
    for row in 0..words.0.len() {
        let word = words.get(row);
        let kind = word.and_then(|word| {
            let meaning = || own_kind(word, kinds, own).or_else(|| normalise_kind(word, kinds));
            *known.entry(word).or_insert_with(meaning)
        });
        if let (Some(word), None) = (word, kind) {
            let reason = unknown_kind(table.table, kinds);
            table.reject(row, "kind", word, RejectKind::UnknownWord, reason);
        }
        builder.append_option(kind);
    }
    Ok(Some(builder.finish()))
}

/// What the config says of a word; first as it stands, then without regard to case, spaces and punctuation.
fn own_kind(word: &str, kinds: &'static [Kind], own: OwnWords<'_>) -> Option<&'static str> {
    let squeezed = squeeze(word);
    let found = own.get(word).or_else(|| {
        own.iter()
            .find(|(own, _)| squeeze(own) == squeezed)
            .map(|(_, kind)| kind)
    })?;
    kinds
        .iter()
        .find(|kind| kind.name == found)
        .map(|kind| kind.name)
}

fn unknown_kind(table: Table, kinds: &'static [Kind]) -> String {
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| format!("`{}`", kind.name))
        .collect();
    format!(
        "unknown kind: expected {}, or a word that `[ledger.{table}.kinds]` names ({})",
        names.join(", "),
        reasons::which_column(table, "kind")
    )
}
