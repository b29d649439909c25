//! Rows of the book as its readers see them.

use arrears_ledger::Day;

use super::{CustomerIx, InvoiceIx};

/// What an invoice says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Its customer.
    pub customer: CustomerIx,
    /// Invoice date.
    pub invoice_date: Day,
    /// Contractual due date (`original_due_date` where present).
    pub due_date: Day,
    /// Amount in cents; negative for a credit note.
    pub amount_minor: i64,
    /// The later of invoice date and booking.
    pub known_day: Day,
    /// A credit note, which is no invoice to be paid.
    pub is_credit_note: bool,
    /// Collected by direct debit, where the creditor picks the date.
    pub direct_debit: bool,
    /// Due date less invoice date, in days.
    pub terms_days: i32,
}

impl Default for InvoiceRow {
    fn default() -> Self {
        InvoiceRow {
            customer: CustomerIx(0),
            invoice_date: Day(0),
            due_date: Day(0),
            amount_minor: 0,
            known_day: Day(0),
            is_credit_note: false,
            direct_debit: false,
            terms_days: 0,
        }
    }
}

/// How an invoice stood, as known at the end of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InvoiceState {
    /// Whether the invoice itself was known; if not, nothing else here is.
    pub known: bool,
    /// An invoice (not a credit note) neither settled nor written off: an open item.
    pub is_open: bool,
    /// Amount less payments, discounts, offsets, credits and write-offs, in cents: the residual in the balance.
    /// Of a settled invoice it is within the tolerance, or negative where overpaid; of a credit note negative.
    pub open_minor: i64,
    /// Payments, discounts and offsets less reversals, in cents.
    pub paid_minor: i64,
    /// Credited, in cents.
    pub credited_minor: i64,
    /// Written off, in cents.
    pub written_off_minor: i64,
    /// The day from which it is settled (not before the invoice date), if it is.
    pub settled_on: Option<Day>,
    /// The day on which half or more was credited: no label, censored here.
    pub cancelled_on: Option<Day>,
    /// The day from which nothing is left but through a write-off.
    pub written_off_on: Option<Day>,
    /// Escalation depth: the highest dunning level reached, 0 to 5.
    pub depth: u8,
    /// The day on which that level was first reached.
    pub depth_since: Option<Day>,
    /// Reminders of level 1 and up.
    pub n_reminders: u32,
    /// Calls and contacts of level 0.
    pub n_calls: u32,
    /// The last reminder or call.
    pub last_reminder: Option<Day>,
    /// A dispute is open.
    pub dispute_open: bool,
    /// A dispute was opened, closed or not.
    pub has_dispute: bool,
    /// The latest date promised.
    pub last_promise: Option<Day>,
    /// Promises whose date has passed without what was promised.
    pub n_broken_promises: u32,
}

/// What is left of an invoice from one day on, until the next change becomes known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The day from whose end on this was known.
    pub since: Day,
    /// An invoice (not a credit note) neither settled nor written off.
    pub is_open: bool,
    /// As [`InvoiceState::open_minor`]: the residual in the balance, open or not.
    pub residual_minor: i64,
    /// Credited, in cents.
    pub credited_minor: i64,
    /// Written off, in cents.
    pub written_off_minor: i64,
    /// The day from which it is settled.
    pub settled_on: Option<Day>,
}

/// A reminder or call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderRow<'a> {
    /// The day it was sent.
    pub sent: Day,
    /// The day it was known.
    pub known: Day,
    /// 0 for a call or contact, 1 to 5 for a step of the ladder.
    pub level: u8,
    /// The day the customer replied, if so (known on that day).
    pub replied: Option<Day>,
    /// The way of contact as the source has it.
    pub channel: Option<&'a str>,
}

/// A dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisputeRow<'a> {
    /// The day it was opened.
    pub opened: Day,
    /// The day it was known.
    pub known: Day,
    /// The day it was closed, if so (known on that day).
    pub closed: Option<Day>,
    /// The reason as the source has it.
    pub reason: Option<&'a str>,
}

/// A promise to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseRow {
    /// The day it was made.
    pub made: Day,
    /// The day it was known.
    pub known: Day,
    /// The day promised.
    pub promised: Day,
    /// The amount promised, in cents; none means all.
    pub amount_minor: Option<i64>,
}

/// A signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalRow<'a> {
    /// Its date.
    pub day: Day,
    /// The day it was known.
    pub known: Day,
    /// The day it ended, if so.
    pub end: Option<Day>,
    /// The invoice it is about, where it names one of the customer's.
    pub invoice: Option<InvoiceIx>,
    /// Kind, as the source has it.
    pub kind: &'a str,
    /// Value as a number, where it is one.
    pub value: Option<f64>,
    /// Text.
    pub text: Option<&'a str>,
}
