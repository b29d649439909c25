//! From the frames of a ledger to the book: ids to positions, dates to days, amounts to cents, rows to events.

use arrears_ledger::{Ledger, Table};

use super::attributes::AttributeTable;
use super::customers::Customers;
use super::events::MAX_ROWS;
use super::follow::BookingParts;
use super::index::Interner;
use super::invoices::Invoices;
use super::reader::FactReader;
use super::{Book, Facts};
use crate::{Definitions, FeatureError};

impl Book {
    pub(super) fn build(ledger: &Ledger, definitions: &Definitions) -> Result<Book, FeatureError> {
        definitions.check()?;
        for table in Table::ALL {
            let rows = ledger.frame(table).height();
            if rows >= MAX_ROWS {
                return Err(FeatureError::TooManyRows {
                    table,
                    rows,
                    limit: MAX_ROWS - 1,
                });
            }
        }
        let mut symbols = Interner::default();
        let customers = Customers::read(ledger)?;
        let n_customers = customers.ids.len();
        let attributes =
            AttributeTable::read(ledger, &customers.of_rows, n_customers, &mut symbols)?;
        let invoices = Invoices::read(ledger, &customers.of_invoices, n_customers)?;
        let reader = FactReader {
            ledger,
            invoices: &invoices,
            customers: &customers,
        };
        let (bookings, cash) = reader.bookings()?;
        let reminders = reader.reminders(&mut symbols)?;
        let disputes = reader.disputes(&mut symbols)?;
        let promises = reader.promises()?;
        let signals = reader.signals(&mut symbols)?;
        let parts = BookingParts {
            invoices: &invoices,
            bookings: &bookings,
            promises: &promises,
            definitions,
        };
        let (changes, promise_turns, reversals) = parts.follow();
        drop(bookings);
        let facts = Facts {
            changes,
            reminders,
            disputes,
            promises,
            promise_turns,
            signals,
            reversals,
            cash: cash.unallocated,
            early: cash.early,
        };
        let last_known = last_known(&invoices, &facts);
        Ok(Book {
            coverage: ledger.coverage.clone(),
            definitions: definitions.clone(),
            customer_index: customers.index,
            customer_ids: customers.ids,
            attributes,
            invoices,
            facts,
            events: std::sync::OnceLock::new(),
            symbols: symbols.into_texts(),
            signal_texts: ledger.signals.column("text").ok().cloned(),
            last_known,
            rates: std::sync::OnceLock::new(),
            hazards: std::sync::OnceLock::new(),
        })
    }
}

/// The latest day on which an invoice or a payment became known. A reminder or a call of a later day does not tell who
/// paid since.
fn last_known(invoices: &Invoices, facts: &Facts) -> i32 {
    let days = [
        invoices.known.iter().copied().max(),
        facts.changes.items().iter().map(|fact| fact.known).max(),
        facts.cash.items().iter().map(|fact| fact.known).max(),
    ];
    days.into_iter().flatten().max().unwrap_or(0)
}
