//! The ledger by customer, in days and cents, sorted so that the order of rows in the files never matters.

use std::ops::Range;

use arrears_ledger::{Coverage, Day, Ledger};

use crate::{Definitions, FeatureError};

mod attributes;
mod rows;

pub use attributes::Attributes;
pub use rows::{DisputeRow, InvoiceRow, InvoiceState, PromiseRow, ReminderRow, SignalRow};

/// Position of a customer in the [`Book`], in the order of customer ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerIx(pub u32);

/// Position of an invoice in the [`Book`], in the order of customer, invoice date and invoice id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvoiceIx(pub u32);

/// A ledger by customer: what happened, and from which day on it was known.
#[derive(Debug)]
pub struct Book {
    coverage: Coverage,
    definitions: Definitions,
}

impl Book {
    /// Builds the book; cost is a sort of the events of each customer.
    pub fn from_ledger(ledger: &Ledger, definitions: &Definitions) -> Result<Book, FeatureError> {
        Ok(Book {
            coverage: ledger.coverage.clone(),
            definitions: definitions.clone(),
        })
    }

    /// Customers, with or without invoices.
    pub fn n_customers(&self) -> usize {
        0
    }

    /// Invoices and credit notes.
    pub fn n_invoices(&self) -> usize {
        0
    }

    /// The id of a customer.
    pub fn customer_id(&self, _customer: CustomerIx) -> &str {
        ""
    }

    /// The id of an invoice.
    pub fn invoice_id(&self, _invoice: InvoiceIx) -> &str {
        ""
    }

    /// The customer with this id.
    pub fn customer_index(&self, _id: &str) -> Option<CustomerIx> {
        None
    }

    /// The invoice with this id.
    pub fn invoice_index(&self, _id: &str) -> Option<InvoiceIx> {
        None
    }

    /// What an invoice says of itself.
    pub fn invoice(&self, _invoice: InvoiceIx) -> InvoiceRow {
        InvoiceRow::default()
    }

    /// The row of `Ledger::invoices` an invoice was read from.
    pub fn source_row(&self, _invoice: InvoiceIx) -> usize {
        0
    }

    /// The invoices of a customer, by invoice date and id.
    pub fn invoices_of(&self, _customer: CustomerIx) -> Range<u32> {
        0..0
    }

    /// How an invoice stood, as known at the end of `as_of`.
    pub fn state(&self, _invoice: InvoiceIx, _as_of: Day) -> InvoiceState {
        InvoiceState::default()
    }

    /// What the customers table says of a customer on a day (the latest row valid by then).
    pub fn attributes(&self, _customer: CustomerIx, _as_of: Day) -> Attributes<'_> {
        Attributes::default()
    }

    /// Reminders of an invoice in the order in which they became known.
    pub fn reminders(&self, _invoice: InvoiceIx) -> impl Iterator<Item = ReminderRow> + '_ {
        std::iter::empty()
    }

    /// Disputes of an invoice in the order in which they became known.
    pub fn disputes(&self, _invoice: InvoiceIx) -> impl Iterator<Item = DisputeRow<'_>> + '_ {
        std::iter::empty()
    }

    /// Promises on an invoice in the order in which they became known.
    pub fn promises(&self, _invoice: InvoiceIx) -> impl Iterator<Item = PromiseRow> + '_ {
        std::iter::empty()
    }

    /// Signals of a customer in the order in which they became known.
    pub fn signals(&self, _customer: CustomerIx) -> impl Iterator<Item = SignalRow<'_>> + '_ {
        std::iter::empty()
    }

    /// Customer cash not allocated to an invoice, in cents, as known at the end of `as_of`; positive is the customer's.
    pub fn unallocated_minor(&self, _customer: CustomerIx, _as_of: Day) -> i64 {
        0
    }

    /// The latest day on which anything became known: bookings, payments, reminders and so on, not due dates.
    pub fn last_known_day(&self) -> Day {
        Day(0)
    }

    /// Which tables and columns the source has.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The definitions the book was built with.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }
}
