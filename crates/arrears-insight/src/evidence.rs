//! The evidence itself: a row per invoice of the last six months, with what is open, reminders, calls, payments, disputes
//! and promises side by side.
//!
//! An invoice is of the last six months if it was issued in them, is still open, or had a payment, reminder, dispute or
//! promise in them. All is as known at the as-of day. Credit notes are none; the own group is left out.

use arrears_features::{Book, InvoiceIx, InvoiceState};
use arrears_ledger::{Day, Table, csv};
use rayon::prelude::*;

use crate::facts::{FollowUp, InvoiceFacts, Portfolio};
use crate::questions::external;

/// Days of the last six months.
pub const EVIDENCE_DAYS: i32 = 182;

/// What is known of one invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceRow {
    /// The invoice.
    pub ix: InvoiceIx,
    /// Its customer, as a position in the portfolio.
    pub customer: usize,
    /// Invoice date.
    pub invoice_date: Day,
    /// Contractual due date.
    pub due_date: Day,
    /// As issued, in cents.
    pub amount_minor: i64,
    /// How it stands.
    pub state: InvoiceState,
    /// Days late where it is settled, days past due where it is open.
    pub days_late: Option<i32>,
    /// The last payment, credit or write-off that changed its balance: the day from which that was known.
    pub last_booking: Option<Day>,
    /// How often its balance changed.
    pub n_bookings: u32,
    /// Channel of the last reminder or call.
    pub last_channel: Option<String>,
    /// Reminders and calls that were replied to.
    pub n_replies: u32,
    /// Disputes, closed or not.
    pub n_disputes: u32,
    /// Reason of the last dispute, as the ledger has it.
    pub dispute_reason: Option<String>,
    /// Promises made.
    pub n_promises: u32,
}

/// Which of it the ledger has tables for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceSources {
    /// Reminders.
    pub reminders: bool,
    /// Disputes.
    pub disputes: bool,
    /// Promises.
    pub promises: bool,
}

impl EvidenceSources {
    /// Of a ledger.
    pub fn of(book: &Book) -> EvidenceSources {
        let has = |table| book.coverage().has_table(table);
        EvidenceSources {
            reminders: has(Table::Reminders),
            disputes: has(Table::Disputes),
            promises: has(Table::Promises),
        }
    }
}

/// The rows, by customer and due date.
pub fn evidence(book: &Book, portfolio: &Portfolio, follow_up: &FollowUp) -> Vec<EvidenceRow> {
    let customers: Vec<(usize, std::ops::Range<usize>)> = external(portfolio)
        .map(|(position, customer, _)| (position, customer.invoices.clone()))
        .collect();
    let of_customer = |(position, own): &(usize, std::ops::Range<usize>)| -> Vec<EvidenceRow> {
        let rows = own
            .clone()
            .filter_map(|at| row(book, portfolio, follow_up, *position, at));
        rows.collect()
    };
    let parts: Vec<Vec<EvidenceRow>> = customers.par_iter().map(of_customer).collect();
    parts.into_iter().flatten().collect()
}

fn row(
    book: &Book,
    portfolio: &Portfolio,
    follow_up: &FollowUp,
    customer: usize,
    at: usize,
) -> Option<EvidenceRow> {
    let invoice = &portfolio.invoices[at];
    let as_of = portfolio.as_of;
    if invoice.is_credit_note {
        return None;
    }
    let first = as_of - EVIDENCE_DAYS + 1;
    let mut bookings = book
        .balances(invoice.ix)
        .skip(1)
        .filter(|balance| balance.since <= as_of);
    let contacts = follow_up.contacts(at);
    let disputes = || book.disputes(invoice.ix).filter(|row| row.known <= as_of);
    let promises = || book.promises(invoice.ix).filter(|row| row.known <= as_of);
    let is_late_news = invoice.is_open()
        || invoice.invoice_date >= first
        || contacts.iter().any(|contact| contact.sent >= first)
        || bookings.any(|balance| balance.since >= first)
        || disputes().any(|row| row.opened >= first)
        || promises().any(|row| row.made >= first);
    if !is_late_news {
        return None;
    }
    let bookings: Vec<Day> = book
        .balances(invoice.ix)
        .skip(1)
        .map(|b| b.since)
        .filter(|&day| day <= as_of)
        .collect();
    let last = contacts.last();
    let state = book.state(invoice.ix, as_of);
    Some(EvidenceRow {
        ix: invoice.ix,
        customer,
        invoice_date: invoice.invoice_date,
        due_date: invoice.due_date,
        amount_minor: book.invoice(invoice.ix).amount_minor,
        days_late: days_late(invoice, as_of),
        last_booking: bookings.last().copied(),
        n_bookings: bookings.len() as u32,
        last_channel: last.and_then(|c| follow_up.channels.get(c.channel? as usize).cloned()),
        n_replies: contacts
            .iter()
            .filter(|contact| contact.replied.is_some())
            .count() as u32,
        n_disputes: disputes().count() as u32,
        dispute_reason: disputes()
            .filter_map(|row| row.reason.map(str::to_owned))
            .last(),
        n_promises: promises().count() as u32,
        state,
    })
}

fn days_late(invoice: &InvoiceFacts, as_of: Day) -> Option<i32> {
    match invoice.settled_on {
        Some(day) => Some(day - invoice.due_date),
        None => invoice.is_open().then(|| invoice.days_past_due(as_of)),
    }
}

/// Columns of both files, in their order.
pub const COLUMNS: [&str; 27] = [
    "invoice_id",
    "customer_id",
    "sector",
    "as_of",
    "invoice_date",
    "due_date",
    "amount",
    "open_amount",
    "paid_amount",
    "credited_amount",
    "written_off_amount",
    "settled_on",
    "days_late",
    "n_bookings",
    "last_booking",
    "dunning_level",
    "n_reminders",
    "n_calls",
    "n_replies",
    "last_reminder",
    "last_channel",
    "n_disputes",
    "dispute_open",
    "dispute_reason",
    "n_promises",
    "last_promise",
    "n_broken_promises",
];

/// RFC 4180 UTF-8, safe to open in a spreadsheet: an id that looks like a formula stays a text.
pub fn evidence_csv(book: &Book, portfolio: &Portfolio, rows: &[EvidenceRow]) -> Vec<u8> {
    let sources = EvidenceSources::of(book);
    let mut order: Vec<&EvidenceRow> = rows.iter().collect();
    order.par_sort_by(|a, b| book.invoice_id(a.ix).cmp(book.invoice_id(b.ix)));
    let part = |rows: &[&EvidenceRow]| {
        let lines = rows.iter().map(|row| cells(book, portfolio, row, sources));
        // Without the line end of an empty header.
        csv("", lines).split_off(LINE_END.len())
    };
    let parts: Vec<Vec<u8>> = order.par_chunks(ROWS).map(part).collect();
    let mut file = COLUMNS.join(",").into_bytes();
    file.extend_from_slice(LINE_END);
    file.extend(parts.into_iter().flatten());
    file
}

/// Rows that are written at a time.
const ROWS: usize = 8_192;
/// What a line of RFC 4180 ends with.
const LINE_END: &[u8] = b"\r\n";

fn cells(
    book: &Book,
    portfolio: &Portfolio,
    row: &EvidenceRow,
    sources: EvidenceSources,
) -> Vec<String> {
    let customer = &portfolio.customers[row.customer];
    let state = &row.state;
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let of = |has: bool, text: String| if has { text } else { String::new() };
    vec![
        book.invoice_id(row.ix).to_owned(),
        customer.customer_id.clone(),
        customer.sector.clone().unwrap_or_default(),
        portfolio.as_of.to_string(),
        row.invoice_date.to_string(),
        row.due_date.to_string(),
        in_currency(row.amount_minor),
        in_currency(row.open_minor()),
        in_currency(state.paid_minor),
        in_currency(state.credited_minor),
        in_currency(state.written_off_minor),
        day(state.settled_on),
        row.days_late.map_or(String::new(), |days| days.to_string()),
        row.n_bookings.to_string(),
        day(row.last_booking),
        of(sources.reminders, state.depth.to_string()),
        of(sources.reminders, state.n_reminders.to_string()),
        of(sources.reminders, state.n_calls.to_string()),
        of(sources.reminders, row.n_replies.to_string()),
        day(state.last_reminder),
        row.last_channel.clone().unwrap_or_default(),
        of(sources.disputes, row.n_disputes.to_string()),
        of(sources.disputes, state.dispute_open.to_string()),
        row.dispute_reason.clone().unwrap_or_default(),
        of(sources.promises, row.n_promises.to_string()),
        day(state.last_promise),
        of(sources.promises, state.n_broken_promises.to_string()),
    ]
}

impl EvidenceRow {
    /// What is open, in cents: 0 of a settled or written-off invoice.
    pub fn open_minor(&self) -> i64 {
        if self.state.is_open {
            self.state.open_minor
        } else {
            0
        }
    }
}

fn in_currency(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        minor.unsigned_abs() / 100,
        minor.unsigned_abs() % 100
    )
}
