//! What makes a row unusable, and what is odd but true, table by table.

pub(crate) mod amounts;
pub(crate) mod clearing;
pub(crate) mod customers;
pub(crate) mod events;
pub(crate) mod invoices;
pub(crate) mod payments;

use std::collections::HashSet;

use polars::prelude::*;

use super::index::{IdIndex, NONE};
use super::reasons;
use super::table::Loaded;
use super::view::{AmountView, DayView, TextView};
use crate::schema::{Kind, normalise_kind};
use crate::{LedgerError, RejectKind};

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
                    reasons::unknown_invoice(kind),
                ),
            }
        }
        Ok(rows)
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
    let rows = known.rows(&ids.0);
    for (row, _) in rows.iter().enumerate().filter(|(_, found)| **found == NONE) {
        if let Some(id) = ids.get(row) {
            table.reject(
                row,
                "customer_id",
                id,
                RejectKind::UnknownCustomer,
                reasons::unknown_customer(table.table),
            );
        }
    }
    Ok(())
}

/// Rewrites a column of kinds to canonical names; rejects the rows with another word. Empty cells stay null.
pub(crate) fn normalise_kinds(
    table: &mut Loaded,
    kinds: &'static [Kind],
) -> Result<Option<StringChunked>, LedgerError> {
    let Some(words) = table.text("kind")? else {
        return Ok(None);
    };
    let mut builder = StringChunkedBuilder::new("kind".into(), words.0.len());
    for row in 0..words.0.len() {
        let word = words.get(row);
        let kind = word.and_then(|word| normalise_kind(word, kinds));
        if let (Some(word), None) = (word, kind) {
            let names: Vec<String> = kinds
                .iter()
                .map(|kind| format!("`{}`", kind.name))
                .collect();
            table.reject(
                row,
                "kind",
                word,
                RejectKind::UnknownWord,
                format!(
                    "unknown kind: expected {} ({})",
                    names.join(", "),
                    reasons::which_column(table.table, "kind")
                ),
            );
        }
        builder.append_option(kind);
    }
    Ok(Some(builder.finish()))
}
