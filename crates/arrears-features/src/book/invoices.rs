//! The invoices of the book, a column per field.

use std::ops::Range;
use std::sync::OnceLock;

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
    /// Day of delivery, or [`NO_DAY`]; empty where the source has none.
    pub(crate) delivery: Vec<i32>,
    /// The row of the frame.
    pub(crate) source_row: Vec<u32>,
    /// Ids in the order of the frame.
    ids: StringChunked,
    /// From an id to its row of the frame, made when first needed.
    index: OnceLock<IdIndex>,
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
        let known_date = source.known_days()?;
        let amount = source.cents("amount")?;
        check_total(Table::Invoices, amount.iter().copied())?;
        let kind = source.optional_text("kind")?;
        let credit_note = classify(kind.as_ref(), date.len(), |kind| kind == "credit_note");
        let method = source.optional_text("payment_method")?;
        let direct_debit = classify(method.as_ref(), date.len(), is_direct_debit);
        let start = starts(customers, n_customers);
        let rows = sorted_rows(customers, &start, &date, &ids);
        let mut position_of_row = vec![0; rows.len()];
        for (position, &row) in rows.iter().enumerate() {
            position_of_row[row as usize] = position as u32;
        }
        let named = source.optional_text("credits_invoice_id")?;
        let dates = pick(&rows, |row| date[row]);
        let mut invoices = Invoices {
            customer: repeated(&start),
            start,
            due: pick(&rows, |row| due[row]),
            known: match known_date {
                Some(known_date) => pick(&rows, |row| date[row].max(known_date[row])),
                None => dates.clone(),
            },
            date: dates,
            amount: pick(&rows, |row| match credit_note[row] {
                true => -amount[row].abs(),
                false => amount[row],
            }),
            credit_note: pick_flags(&rows, &credit_note),
            direct_debit: pick_flags(&rows, &direct_debit),
            delivery: delivery(&source, &rows)?,
            source_row: rows,
            ids,
            index: OnceLock::new(),
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
        let row = self.row(id)?;
        Some(self.position_of_row[row as usize])
    }

    /// The row of the frame with this id.
    fn row(&self, id: &str) -> Option<u32> {
        let index = self.index.get_or_init(|| {
            let hashes = (0..self.ids.len()).map(|row| hash(self.ids.get(row).unwrap_or("")));
            IdIndex::new(hashes)
        });
        index.find(id, |row| self.ids.get(row as usize).unwrap_or(""))
    }

    /// The invoices with these ids, [`NO_ROW`] where there is none such.
    ///
    /// Tables mostly list invoices in one order, so the row after the last one found is tried before the index is: a
    /// comparison of neighbours instead of a jump across memory.
    pub(crate) fn find_all(&self, ids: &StringChunked) -> Vec<u32> {
        const ROWS: usize = 16_384;
        if let Some(found) = self.find_in_order(ids) {
            return found;
        }
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
                    false => self.row(id),
                };
                if let Some(row) = row {
                    *found = self.position_of_row[row as usize];
                    next = row as usize + 1;
                }
            }
        });
        found
    }

    /// The same where these ids stand in the order of the frame, each once, as in payments drawn from the invoices: then
    /// one walk through both finds them all, and no index is needed.
    fn find_in_order(&self, ids: &StringChunked) -> Option<Vec<u32>> {
        let mut rows = 0..self.ids.len();
        let place = |id: Option<&str>| {
            let Some(id) = id else { return Some(NO_ROW) };
            let row = rows.find(|&row| self.ids.get(row) == Some(id))?;
            Some(self.position_of_row[row])
        };
        ids.iter().map(place).collect()
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

/// Days of delivery in the order of `rows`; none where the column is absent.
fn delivery(source: &Source, rows: &[u32]) -> Result<Vec<i32>, FeatureError> {
    if !source.has("delivery_date") {
        return Ok(Vec::new());
    }
    let days = source.optional_days("delivery_date")?;
    Ok(pick(rows, |row| days[row]))
}

/// `original_due_date` where there is one: a changed due date is a signal, and has no date of its own.
fn contractual_due(source: &Source) -> Result<Vec<i32>, FeatureError> {
    let mut due = source.days("due_date")?;
    if !source.has("original_due_date") {
        return Ok(due);
    }
    let original = source.optional_days("original_due_date")?;
    for (due, &original) in due.iter_mut().zip(&original) {
        if original != NO_DAY {
            *due = original;
        }
    }
    Ok(due)
}

/// Rows of the frame in the order of customer, invoice date and id; `start` has the place of each customer's first.
fn sorted_rows(customers: &[u32], start: &[u32], date: &[i32], ids: &StringChunked) -> Vec<u32> {
    // Dealt by customer first: most are in the order of days already, and few of one have one day.
    let mut keys = vec![0_u64; customers.len()];
    let mut next = start.to_vec();
    for (row, &customer) in customers.iter().enumerate() {
        let place = &mut next[customer as usize];
        let day = date[row].cast_unsigned() ^ (1 << 31);
        keys[*place as usize] = u64::from(day) << 32 | row as u64;
        *place += 1;
    }
    let (mut of_customers, mut rest) = (Vec::with_capacity(start.len()), keys.as_mut_slice());
    for ends in start.windows(2) {
        let (own, others) = rest.split_at_mut((ends[1] - ends[0]) as usize);
        of_customers.push(own);
        rest = others;
    }
    let id = |key: &u64| ids.get((key & 0xffff_ffff) as usize);
    of_customers.into_par_iter().for_each(|own| {
        own.sort_unstable();
        for day in own.chunk_by_mut(|a, b| a >> 32 == b >> 32) {
            day.sort_unstable_by(|a, b| id(a).cmp(&id(b)));
        }
    });
    keys.into_iter().map(|key| key as u32).collect()
}

/// The customer of each place.
fn repeated(start: &[u32]) -> Vec<u32> {
    let mut customers = Vec::with_capacity(start.last().map_or(0, |end| *end as usize));
    for (customer, ends) in start.windows(2).enumerate() {
        customers.resize(ends[1] as usize, customer as u32);
    }
    customers
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

/// Flags in another order of rows; most ledgers have none of a kind.
fn pick_flags(rows: &[u32], flags: &[bool]) -> Vec<bool> {
    match flags.contains(&true) {
        true => pick(rows, |row| flags[row]),
        false => vec![false; rows.len()],
    }
}

fn pick<T: Send>(rows: &[u32], value: impl Fn(usize) -> T + Sync) -> Vec<T> {
    rows.par_iter().map(|&row| value(row as usize)).collect()
}
