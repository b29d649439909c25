//! The invoices of the book, a column per field.

use std::ops::Range;

use arrears_ledger::{Ledger, Table};
use polars::prelude::StringChunked;
use rayon::prelude::*;

use super::credits::links;
use super::frame::{NO_DAY, Source};
use super::index::{IdIndex, hash};
use super::reader::{check_total, classify};
use super::settlement::Claim;
use super::words::is_direct_debit;
use crate::FeatureError;

/// No such invoice.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// Invoices and credit notes by customer, invoice date and id.
#[derive(Debug, Default)]
pub(crate) struct Invoices {
    /// Position of each customer's first invoice, and the end.
    start: Vec<u32>,
    pub(crate) customer: Vec<u32>,
    pub(crate) date: Vec<i32>,
    /// Contractual due date.
    pub(crate) due: Vec<i32>,
    pub(crate) known: Vec<i32>,
    /// In cents; negative for a credit note.
    pub(crate) amount: Vec<i64>,
    pub(crate) credit_note: Vec<bool>,
    pub(crate) direct_debit: Vec<bool>,
    /// The row of the frame.
    pub(crate) source_row: Vec<u32>,
    /// Ids in the order of the frame.
    ids: StringChunked,
    /// From an id to its row of the frame.
    index: IdIndex,
    /// From a row of the frame to its position here.
    position_of_row: Vec<u32>,
    /// Credit notes and the invoices they name.
    links: Vec<(u32, u32)>,
}

impl Invoices {
    /// Reads the table; `customers` has the customer of each of its rows.
    pub(super) fn read(
        ledger: &Ledger,
        customers: &[u32],
        n_customers: usize,
    ) -> Result<Invoices, FeatureError> {
        let source = Source::new(Table::Invoices, &ledger.invoices);
        if source.n_rows() == 0 {
            return Ok(Invoices {
                start: vec![0; n_customers + 1],
                ..Invoices::default()
            });
        }
        let ids = source.text("invoice_id")?;
        let date = source.days("invoice_date")?;
        let due = contractual_due(&source)?;
        let known_date = source.optional_days("known_date")?;
        let amount = source.cents("amount")?;
        check_total(Table::Invoices, amount.iter().copied())?;
        let kind = source.optional_text("kind")?;
        let credit_note = classify(kind.as_ref(), date.len(), |kind| kind == "credit_note");
        let method = source.optional_text("payment_method")?;
        let direct_debit = classify(method.as_ref(), date.len(), is_direct_debit);
        let rows = sorted_rows(customers, &date, &ids);
        let hashes: Vec<u64> = (0..ids.len())
            .into_par_iter()
            .map(|row| hash(ids.get(row).unwrap_or("")))
            .collect();
        let mut position_of_row = vec![0; rows.len()];
        for (position, &row) in rows.iter().enumerate() {
            position_of_row[row as usize] = position as u32;
        }
        let named = source.optional_text("credits_invoice_id")?;
        let mut invoices = Invoices {
            start: starts(customers, n_customers),
            customer: pick(&rows, |row| customers[row]),
            date: pick(&rows, |row| date[row]),
            due: pick(&rows, |row| due[row]),
            known: pick(&rows, |row| date[row].max(known_date[row])),
            amount: pick(&rows, |row| match credit_note[row] {
                true => -amount[row].abs(),
                false => amount[row],
            }),
            credit_note: pick(&rows, |row| credit_note[row]),
            direct_debit: pick(&rows, |row| direct_debit[row]),
            source_row: rows,
            ids,
            index: IdIndex::new(hashes.into_iter()),
            position_of_row,
            links: Vec::new(),
        };
        if let Some(named) = named {
            let by_row = invoices.find_all(&named);
            let by_position: Vec<u32> = pick(&invoices.source_row, |row| by_row[row]);
            invoices.links = links(&invoices.credit_note, &by_position);
        }
        Ok(invoices)
    }

    /// Credit notes and the invoices they name, in the order of the credit notes.
    pub(crate) fn links(&self) -> &[(u32, u32)] {
        &self.links
    }

    pub(crate) fn len(&self) -> usize {
        self.date.len()
    }

    pub(crate) fn n_customers(&self) -> usize {
        self.start.len() - 1
    }

    /// Positions of a customer's invoices.
    pub(crate) fn of_customer(&self, customer: usize) -> Range<usize> {
        self.start[customer] as usize..self.start[customer + 1] as usize
    }

    pub(crate) fn id(&self, invoice: usize) -> &str {
        self.ids
            .get(self.source_row[invoice] as usize)
            .unwrap_or("")
    }

    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let row = self
            .index
            .find(id, |row| self.ids.get(row as usize).unwrap_or(""))?;
        Some(self.position_of_row[row as usize])
    }

    /// The invoices with these ids, [`NO_ROW`] where there is none such.
    ///
    /// Tables mostly list invoices in one order, so the row after the last one found is tried before the index is: a
    /// comparison of neighbours instead of a jump across memory.
    pub(crate) fn find_all(&self, ids: &StringChunked) -> Vec<u32> {
        const ROWS: usize = 16_384;
        let mut found = vec![NO_ROW; ids.len()];
        let blocks = found.par_chunks_mut(ROWS).enumerate();
        blocks.for_each(|(block, found)| {
            let mut next = usize::MAX;
            for (offset, found) in found.iter_mut().enumerate() {
                let Some(id) = ids.get(block * ROWS + offset) else {
                    continue;
                };
                let row = match next < self.ids.len() && self.ids.get(next) == Some(id) {
                    true => Some(next as u32),
                    false => self
                        .index
                        .find(id, |row| self.ids.get(row as usize).unwrap_or("")),
                };
                if let Some(row) = row {
                    *found = self.position_of_row[row as usize];
                    next = row as usize + 1;
                }
            }
        });
        found
    }

    /// What settlement needs to know of an invoice.
    pub(crate) fn claim(&self, invoice: usize, tolerance: i64) -> Claim {
        Claim {
            invoice_date: self.date[invoice],
            amount: self.amount[invoice],
            tolerance,
            credit_note: self.credit_note[invoice],
        }
    }

    /// Ranges of customers with about `n_invoices` invoices each.
    pub(crate) fn customer_chunks(&self, n_invoices: usize) -> Vec<Range<usize>> {
        let mut chunks = Vec::new();
        let mut first = 0;
        for customer in 0..self.n_customers() {
            let size = (self.start[customer + 1] - self.start[first]) as usize;
            // Customers without invoices count too, so that a chunk never grows without bound.
            if size + (customer - first) >= n_invoices || customer + 1 == self.n_customers() {
                chunks.push(first..customer + 1);
                first = customer + 1;
            }
        }
        chunks
    }
}

/// `original_due_date` where there is one: a changed due date is a signal, and has no date of its own.
fn contractual_due(source: &Source) -> Result<Vec<i32>, FeatureError> {
    let mut due = source.days("due_date")?;
    let original = source.optional_days("original_due_date")?;
    for (due, &original) in due.iter_mut().zip(&original) {
        if original != NO_DAY {
            *due = original;
        }
    }
    Ok(due)
}

/// Rows of the frame in the order of customer, invoice date and id.
fn sorted_rows(customers: &[u32], date: &[i32], ids: &StringChunked) -> Vec<u32> {
    let mut keys: Vec<(u64, u32)> = (0..customers.len())
        .map(|row| {
            let day = date[row].cast_unsigned() ^ (1 << 31);
            (u64::from(customers[row]) << 32 | u64::from(day), row as u32)
        })
        .collect();
    keys.par_sort_unstable_by(|a, b| {
        let by_id = || ids.get(a.1 as usize).cmp(&ids.get(b.1 as usize));
        a.0.cmp(&b.0).then_with(by_id)
    });
    keys.into_iter().map(|(_, row)| row).collect()
}

fn starts(customers: &[u32], n_customers: usize) -> Vec<u32> {
    let mut start = vec![0; n_customers + 1];
    for &customer in customers {
        start[customer as usize + 1] += 1;
    }
    for customer in 0..n_customers {
        start[customer + 1] += start[customer];
    }
    start
}

fn pick<T: Send>(rows: &[u32], value: impl Fn(usize) -> T + Sync) -> Vec<T> {
    rows.par_iter().map(|&row| value(row as usize)).collect()
}
