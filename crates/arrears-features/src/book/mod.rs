//! The ledger by customer, in days and cents, sorted so that the order of rows in the files never matters.

use std::ops::Range;
use std::sync::OnceLock;

use arrears_ledger::{Coverage, Day, Ledger};
use polars::prelude::Column;

use crate::hazards::Hazards;
use crate::holidays::Holidays;
use crate::rates::Rates;
use crate::{Definitions, FeatureError};

mod attributes;
mod build;
mod columns;
mod credits;
mod customers;
mod events;
mod facts;
mod follow;
mod frame;
mod gather;
mod grouped;
mod index;
mod invoices;
mod promises;
mod reader;
mod rows;
mod settlement;
mod state;
mod words;

pub(crate) use attributes::AttributeTable;
pub use attributes::{Attributes, Contact, NATURAL_PERSON};
pub(crate) use events::{Event, EventKind};
pub(crate) use facts::Promise;
use facts::{Cash, Dispute, PromiseTurn, Reminder, Reversal, Signal};
pub(crate) use frame::{NO_AMOUNT, NO_DAY};
use gather::{gather_events, gather_events_alone};
use grouped::Grouped;
use index::IdIndex;
pub(crate) use index::{IdMap, NO_SYMBOL};
pub(crate) use invoices::Invoices;
pub use rows::{Balance, DisputeRow, InvoiceRow, InvoiceState, PromiseRow, ReminderRow, SignalRow};
use settlement::Change;
pub(crate) use settlement::{Claim, Standing};
pub use words::is_natural_person;
pub(crate) use words::{DisputeReason, SignalKind};

/// Days after which a dated count forgets an event.
pub(crate) const YEAR: i32 = 365;

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
    customer_ids: Vec<String>,
    customer_index: IdIndex,
    pub(crate) attributes: AttributeTable,
    pub(crate) invoices: Invoices,
    pub(crate) facts: Facts,
    /// See [`Book::events`].
    events: OnceLock<Grouped<Event>>,
    symbols: Vec<String>,
    signal_texts: Option<Column>,
    last_known: i32,
    rates: OnceLock<Rates>,
    hazards: OnceLock<Hazards>,
}

/// The dated facts, by invoice or customer.
#[derive(Debug)]
pub(crate) struct Facts {
    /// By invoice.
    pub(crate) changes: Grouped<Change>,
    /// By invoice.
    pub(crate) reminders: Grouped<Reminder>,
    /// By invoice.
    pub(crate) disputes: Grouped<Dispute>,
    /// By invoice.
    pub(crate) promises: Grouped<Promise>,
    /// By invoice.
    pub(crate) promise_turns: Grouped<PromiseTurn>,
    /// By customer.
    pub(crate) signals: Grouped<Signal>,
    /// In the order of invoices.
    pub(crate) reversals: Vec<Reversal>,
    /// By customer.
    pub(crate) cash: Grouped<Cash>,
    /// By customer: what was booked on an invoice before that was known, in and out.
    pub(crate) early: Grouped<Cash>,
}

impl Book {
    /// Builds the book; the cost is a sort of each customer's events.
    pub fn from_ledger(ledger: &Ledger, definitions: &Definitions) -> Result<Book, FeatureError> {
        let book = Book::build(ledger, definitions)?;
        // Gathered here, where all threads share the work and none waits for another.
        let events = gather_events(&book.invoices, &book.facts);
        book.events.get_or_init(|| events);
        Ok(book)
    }

    /// Builds the book of one who asks how invoices stand and for no feature: events are gathered only when asked for.
    pub fn of_standings(ledger: &Ledger, definitions: &Definitions) -> Result<Book, FeatureError> {
        Book::build(ledger, definitions)
    }

    /// Customers, with or without invoices.
    pub fn n_customers(&self) -> usize {
        self.customer_ids.len()
    }

    /// Invoices and credit notes.
    pub fn n_invoices(&self) -> usize {
        self.invoices.len()
    }

    /// The id of a customer.
    pub fn customer_id(&self, customer: CustomerIx) -> &str {
        &self.customer_ids[customer.0 as usize]
    }

    /// The id of an invoice.
    pub fn invoice_id(&self, invoice: InvoiceIx) -> &str {
        self.invoices.id(invoice.0 as usize)
    }

    /// The customer with this id.
    pub fn customer_index(&self, id: &str) -> Option<CustomerIx> {
        let id_at = |position: u32| self.customer_ids[position as usize].as_str();
        self.customer_index.find(id, id_at).map(CustomerIx)
    }

    /// The invoice with this id.
    pub fn invoice_index(&self, id: &str) -> Option<InvoiceIx> {
        self.invoices.find(id).map(InvoiceIx)
    }

    /// What an invoice says of itself.
    pub fn invoice(&self, invoice: InvoiceIx) -> InvoiceRow {
        let position = invoice.0 as usize;
        let invoices = &self.invoices;
        InvoiceRow {
            customer: CustomerIx(invoices.customer[position]),
            invoice_date: Day(invoices.date[position]),
            due_date: Day(invoices.due[position]),
            amount_minor: invoices.amount[position],
            known_day: Day(invoices.known[position]),
            is_credit_note: invoices.credit_note[position],
            direct_debit: invoices.direct_debit[position],
            terms_days: invoices.due[position] - invoices.date[position],
        }
    }

    /// The row of `Ledger::invoices` an invoice was read from.
    pub fn source_row(&self, invoice: InvoiceIx) -> usize {
        self.invoices.source_row[invoice.0 as usize] as usize
    }

    /// The invoices of a customer, by invoice date and id.
    pub fn invoices_of(&self, customer: CustomerIx) -> Range<u32> {
        let range = self.invoices.of_customer(customer.0 as usize);
        range.start as u32..range.end as u32
    }

    /// What the customers table says of a customer on a day (the latest row valid by then).
    pub fn attributes(&self, customer: CustomerIx, as_of: Day) -> Attributes<'_> {
        self.attributes.attributes(customer.0 as usize, as_of.0)
    }

    /// How a customer is reached, by the row valid on a day.
    pub fn contact(&self, customer: CustomerIx, as_of: Day) -> Contact<'_> {
        self.attributes.contact(customer.0 as usize, as_of.0)
    }

    /// The latest day on which anything was booked: an invoice, a payment, a credit. Whoever paid later is not in the ledger,
    /// also where reminders and calls are.
    pub fn last_known_day(&self) -> Day {
        Day(self.last_known)
    }

    /// Which tables and columns the source has.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The definitions the book was built with.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// Events of each customer in the order of the days on which they became known.
    pub(crate) fn events(&self) -> &Grouped<Event> {
        // By one thread alone: those that take part in other work meanwhile might come back here and wait for themselves.
        self.events
            .get_or_init(|| gather_events_alone(&self.invoices, &self.facts))
    }

    /// The text of a symbol.
    pub(crate) fn symbol(&self, number: u32) -> Option<&str> {
        self.symbols.get(number as usize).map(String::as_str)
    }

    /// The public holidays of a customer's country, taken as constant where it has no history.
    pub(crate) fn holidays(&self, customer: usize, day: i32) -> Option<Holidays> {
        let [_, _, country, _] = self.attributes.row(customer, day)?.symbols;
        self.symbol(country).and_then(Holidays::of_country)
    }

    /// Number of symbols.
    pub(crate) fn n_symbols(&self) -> usize {
        self.symbols.len()
    }

    /// Late rates at month-ends, made when first asked for.
    pub(crate) fn rates(&self) -> &Rates {
        self.rates.get_or_init(|| Rates::of(self))
    }

    /// Hazards of settlement at month-ends, made when first asked for.
    pub(crate) fn hazards(&self) -> &Hazards {
        self.hazards.get_or_init(|| Hazards::of(self))
    }
}
