//! Who to call today, about what, and who not to call.
//!
//! A line per customer (or per parent) with an overdue invoice. Lines are ordered by the overdue euros that a call can
//! reduce: what is open of the invoices it is about and was not promised, less cash that is on no invoice, times the chance
//! that it is still unpaid in 30 days. What is disputed, promised, planned, handed over, being collected or a matter of an insolvency is
//! listed with that cause, after the calls.

mod cause;
mod config;
mod next;
mod status;

pub use cause::Cause;
pub use config::WorklistConfig;
pub use next::NextStep;
pub use status::Status;

use std::collections::BTreeMap;

use arrears_features::{Book, InvoiceIx};
use arrears_ledger::Day;

use crate::customers::CustomerInsight;
use crate::customers::measures::Channel;
use crate::customers::policy::Policy;
use crate::facts::{CustomerFacts, InvoiceFacts, Portfolio, canonical};

/// One overdue invoice of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct CallItem {
    /// The invoice.
    pub invoice: InvoiceIx,
    /// Due date.
    pub due_date: Day,
    /// Days past due.
    pub days_past_due: i32,
    /// What is open, in cents.
    pub open_minor: i64,
    /// What of it was promised for a day that has not passed, in cents; the rest is called about.
    pub promised_minor: i64,
    /// What of it was promised for a day that has passed, and did not come, in cents.
    pub missed_minor: i64,
    /// What is open less what was promised and the cash on account set against it, in cents; 0 for what is not called about.
    pub net_minor: i64,
    /// That it is still unpaid in 30 days.
    pub p_unpaid_30d: Option<f64>,
    /// The highest dunning level that it has had.
    pub level: u8,
    /// Why it is not called about.
    pub cause: Option<Cause>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Position in the portfolio of the customer it is about: of several, the one that owes most of what is overdue.
    pub customer: usize,
    /// The parent that its customers share, where lines are by parent.
    pub parent_id: Option<String>,
    /// Positions of all its customers.
    pub customers: Vec<usize>,
    /// Their overdue invoices, oldest first.
    pub items: Vec<CallItem>,
    /// Cash on no invoice, in cents.
    pub unallocated_minor: i64,
    /// What is done about it, and when.
    pub status: Status,
    /// Why nobody is called; none where something is to be done.
    pub cause: Option<Cause>,
    /// The next step of the ladder; none where all are taken, and where nobody is called.
    pub next: Option<NextStep>,
}

impl Call {
    /// What is overdue, in cents, called about or not.
    pub fn overdue_minor(&self) -> i64 {
        self.items.iter().map(|item| item.open_minor).sum()
    }

    /// What the call is about, in cents, cash on account taken off.
    pub fn net_minor(&self) -> i64 {
        self.items.iter().map(|item| item.net_minor).sum()
    }

    /// The part of it that is expected to be unpaid in 30 days, in cents.
    pub fn expected_minor(&self) -> i64 {
        let expected = |item: &CallItem| item.net_minor as f64 * item.p_unpaid_30d.unwrap_or(0.0);
        self.items
            .iter()
            .map(|item| expected(item).round() as i64)
            .sum()
    }

    /// Days past due of the oldest invoice that the call is about; where nobody is called, of all.
    pub fn oldest_days_past_due(&self) -> i32 {
        let called = self.cause.is_none();
        let about = self
            .items
            .iter()
            .filter(|item| !called || item.cause.is_none());
        about.map(|item| item.days_past_due).max().unwrap_or(0)
    }

    /// Whether the next step is written to the customer and not said.
    pub fn in_writing(&self) -> bool {
        self.next.is_some_and(|next| next.channel != Channel::Phone)
    }

    /// The invoices that the call is about.
    pub fn to_call_about(&self) -> impl Iterator<Item = &CallItem> {
        self.items.iter().filter(|item| item.cause.is_none())
    }
}

/// The worklist of the portfolio's day: what is to be done, the weightiest first, then who is not called, by cause.
///
/// `p_unpaid_30d` gives the chance that an open invoice is still unpaid in 30 days.
pub fn worklist(
    book: &Book,
    portfolio: &Portfolio,
    insights: &[CustomerInsight],
    policy: &Policy,
    config: &WorklistConfig,
    p_unpaid_30d: impl Fn(InvoiceIx) -> Option<f64>,
) -> Vec<Call> {
    let mut lines: BTreeMap<Key, Call> = BTreeMap::new();
    for (customer, facts) in portfolio.customers.iter().enumerate() {
        let own = Cause::of_customer(facts);
        let invoices = portfolio.invoices_of(facts).iter();
        let items: Vec<CallItem> = invoices
            .filter(|invoice| invoice.is_open() && invoice.days_past_due(portfolio.as_of) > 0)
            .map(|invoice| {
                let as_of = portfolio.as_of;
                let claimed = claimed(book, facts, invoice, as_of);
                let days = config.direct_debit_days;
                let cause = own.or_else(|| Cause::of_invoice(invoice, claimed, as_of, days));
                CallItem {
                    p_unpaid_30d: p_unpaid_30d(invoice.ix),
                    cause,
                    ..item(invoice, as_of)
                }
            })
            .collect();
        if items.is_empty() {
            continue;
        }
        let parent_id = parent(book, portfolio, customer).filter(|_| config.per_parent);
        let key = match &parent_id {
            Some(parent) => Key::Parent(parent.clone()),
            None => Key::Customer(customer),
        };
        let line = lines.entry(key).or_insert_with(|| Call {
            customer,
            parent_id,
            customers: Vec::new(),
            items: Vec::new(),
            unallocated_minor: 0,
            status: Status::NotCalled,
            cause: None,
            next: None,
        });
        line.customers.push(customer);
        line.items.extend(items);
        line.unallocated_minor += book.unallocated_minor(facts.ix, portfolio.as_of).max(0);
    }
    let mut lines: Vec<Call> = lines.into_values().collect();
    for line in &mut lines {
        complete(line, book, portfolio, insights, policy);
    }
    lines.sort_by_key(|line| {
        let first = match line.cause {
            None => line.expected_minor(),
            Some(_) => line.overdue_minor(),
        };
        (line.cause, std::cmp::Reverse(first), line.customer)
    });
    lines
}

/// The last day on which the customer said that it had paid an invoice.
fn claimed(
    book: &Book,
    customer: &CustomerFacts,
    invoice: &InvoiceFacts,
    as_of: Day,
) -> Option<Day> {
    let signals = book.signals(customer.ix).filter(|signal| {
        signal.known <= as_of
            && signal.invoice == Some(invoice.ix)
            && canonical(signal.kind) == "payment_claimed"
    });
    signals.map(|signal| signal.day).max()
}

/// Whose line it is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Parent(String),
    Customer(usize),
}

fn item(invoice: &InvoiceFacts, as_of: Day) -> CallItem {
    CallItem {
        invoice: invoice.ix,
        due_date: invoice.due_date,
        days_past_due: invoice.days_past_due(as_of),
        open_minor: invoice.open_minor,
        promised_minor: invoice.promised.to_come_minor,
        missed_minor: invoice.promised.missed_minor,
        net_minor: 0,
        p_unpaid_30d: None,
        level: invoice.depth,
        cause: None,
    }
}

/// The parent of a customer: named, or the customer itself where others name it.
fn parent(book: &Book, portfolio: &Portfolio, customer: usize) -> Option<String> {
    let facts = &portfolio.customers[customer];
    let named = book.attributes(facts.ix, portfolio.as_of).parent_id;
    let named = named.map(str::trim).filter(|id| !id.is_empty());
    Some(named.unwrap_or(&facts.customer_id).to_owned())
}

/// Sets cash against the oldest invoices, and says what is done next, or why nothing is.
fn complete(
    line: &mut Call,
    book: &Book,
    portfolio: &Portfolio,
    insights: &[CustomerInsight],
    policy: &Policy,
) {
    line.items.sort_by_key(|item| (item.due_date, item.invoice));
    let mut cash = line.unallocated_minor;
    for item in line.items.iter_mut().filter(|item| item.cause.is_none()) {
        let asked = item.open_minor - item.promised_minor;
        let covered = cash.min(asked);
        cash -= covered;
        item.net_minor = asked - covered;
    }
    let owes = |customer: &usize| {
        let facts = &portfolio.customers[*customer];
        let own = portfolio
            .invoices_of(facts)
            .iter()
            .filter(|invoice| invoice.is_open() && invoice.days_past_due(portfolio.as_of) > 0);
        let overdue: i64 = own.map(|invoice| invoice.open_minor).sum();
        (overdue, std::cmp::Reverse(*customer))
    };
    line.customer = line
        .customers
        .iter()
        .copied()
        .max_by_key(owes)
        .unwrap_or(line.customer);
    let nothing_to_ask = line.to_call_about().next().is_none();
    line.cause = match nothing_to_ask {
        true => line.items.iter().filter_map(|item| item.cause).min(),
        false if line.net_minor() <= 0 => Some(Cause::CoveredByCash),
        false => None,
    };
    if line.cause.is_none() {
        line.next = next::of_line(line, book, portfolio, insights, policy);
        line.status = Status::of(line.next, portfolio.as_of);
    }
}
