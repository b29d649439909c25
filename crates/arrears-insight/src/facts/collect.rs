//! From the Book to plain facts: one pass over each customer's invoices, in parallel over customers.

use arrears_features::{Book, CustomerIx, InvoiceIx, labels};
use arrears_ledger::{Day, Table};
use rayon::prelude::*;

use super::{
    CustomerFacts, Evidence, InvoiceFacts, KPI_WINDOW_DAYS, Portfolio, Promised, SignalFact, Traits,
};

impl Portfolio {
    /// The facts of `customers` (in the Book's order: a customer feature table's rows) as known at `as_of`.
    ///
    /// Outcomes are those known at `as_of`, or on the ledger's last known day if that is earlier: an invoice that fell
    /// due after the export was made is not late, it is unknown.
    pub fn from_book(
        book: &Book,
        as_of: Day,
        currency: &str,
        customers: &[CustomerIx],
    ) -> Portfolio {
        let n_invoices = customers
            .iter()
            .map(|&customer| book.invoices_of(customer).len())
            .sum();
        let mut portfolio = Portfolio {
            as_of,
            known: as_of.min(book.last_known_day()),
            currency: currency.to_owned(),
            evidence: evidence(book),
            customers: Vec::with_capacity(customers.len()),
            invoices: Vec::with_capacity(n_invoices),
        };
        // Some customers at a time: their parts are copied into one list, and should not stand twice in memory.
        for some in customers.chunks(CHUNK) {
            let parts: Vec<(CustomerFacts, Vec<InvoiceFacts>)> = some
                .par_iter()
                .map(|&customer| part(book, customer, &portfolio))
                .collect();
            for (mut customer, invoices) in parts {
                let start = portfolio.invoices.len();
                customer.invoices = start..start + invoices.len();
                portfolio.invoices.extend(invoices);
                portfolio.customers.push(customer);
            }
        }
        portfolio
    }
}

/// Customers collected at a time.
const CHUNK: usize = 4_096;

fn part(
    book: &Book,
    customer: CustomerIx,
    portfolio: &Portfolio,
) -> (CustomerFacts, Vec<InvoiceFacts>) {
    let (as_of, known) = (portfolio.as_of, portfolio.known);
    (
        facts(book, customer, as_of),
        invoices(book, customer, as_of, known),
    )
}

fn evidence(book: &Book) -> Evidence {
    let has = |table| book.coverage().has_table(table);
    Evidence {
        reminders: has(Table::Reminders),
        disputes: has(Table::Disputes),
        promises: has(Table::Promises),
        signals: has(Table::Signals),
    }
}

fn facts(book: &Book, ix: CustomerIx, as_of: Day) -> CustomerFacts {
    let attributes = book.attributes(ix, as_of);
    let owned = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let consumer = attributes.consumer == Some(true);
    let mut signals: Vec<SignalFact> = book
        .signals(ix)
        .filter(|signal| signal.known <= as_of)
        .map(|signal| SignalFact {
            kind: canonical(signal.kind),
            day: signal.day,
            end: signal.end.filter(|&end| end <= as_of),
        })
        .collect();
    signals.sort_by(|a, b| (a.day, &a.kind).cmp(&(b.day, &b.kind)));
    CustomerFacts {
        ix,
        customer_id: book.customer_id(ix).to_owned(),
        sector: owned(attributes.sector),
        size_class: owned(attributes.size_class),
        traits: Traits::of(&attributes),
        consumer,
        natural_person: attributes.natural_person || consumer,
        intercompany: attributes.intercompany == Some(true),
        signals,
        invoices: 0..0,
    }
}

/// A kind in the contract's spelling, however the source writes it: `Direct debit revoked`, `LAWSUIT`.
pub(crate) fn canonical(kind: &str) -> String {
    let words = kind.to_lowercase().replace(['_', '-'], " ");
    words.split_whitespace().collect::<Vec<&str>>().join("_")
}

fn invoices(book: &Book, customer: CustomerIx, as_of: Day, known: Day) -> Vec<InvoiceFacts> {
    let indices: Vec<InvoiceIx> = book
        .invoices_of(customer)
        .map(InvoiceIx)
        .filter(|&ix| book.invoice(ix).known_day <= as_of)
        .collect();
    let outcomes = labels(book, &indices, known);
    let mut all: Vec<InvoiceFacts> = indices
        .iter()
        .enumerate()
        .map(|(i, &ix)| InvoiceFacts {
            excluded: outcomes.excluded[i],
            mature: outcomes.mature[i],
            late: outcomes.mature[i] && outcomes.late[i],
            days_late: outcomes.days_late[i],
            ..stand(book, ix, as_of)
        })
        .collect();
    all.sort_by_key(|invoice| (invoice.due_date, invoice.ix));
    all
}

/// The highest dunning level sent before the day of settlement, as known on a day, and the day on which it first was.
fn depth_while_unpaid(
    book: &Book,
    ix: InvoiceIx,
    known: Day,
    settled_on: Option<Day>,
) -> (u8, Option<Day>) {
    let steps = book.reminders(ix).filter(|step| {
        let while_unpaid = settled_on.is_none_or(|day| step.sent < day);
        step.level > 0 && step.known <= known && while_unpaid
    });
    let highest = steps.max_by_key(|step| (step.level, std::cmp::Reverse(step.sent)));
    highest.map_or((0, None), |step| (step.level, Some(step.sent)))
}

/// An invoice as it stands at `as_of`, its outcome not yet filled in.
fn stand(book: &Book, ix: InvoiceIx, as_of: Day) -> InvoiceFacts {
    let row = book.invoice(ix);
    let now = book.state(ix, as_of);
    let opening_day = as_of - KPI_WINDOW_DAYS;
    // What was not yet known at the opening has the empty state: nothing open, level 0.
    let opening = if row.known_day <= opening_day {
        book.state(ix, opening_day)
    } else {
        Default::default()
    };
    let (unpaid_depth, unpaid_depth_since) = depth_while_unpaid(book, ix, as_of, now.settled_on);
    InvoiceFacts {
        ix,
        invoice_date: row.invoice_date,
        due_date: row.due_date,
        known_day: row.known_day,
        // What was credited (below half: above it the invoice is cancelled) was never owed.
        amount_minor: if now.cancelled_on.is_none() && row.amount_minor > 0 {
            row.amount_minor - now.credited_minor
        } else {
            row.amount_minor
        },
        sold_minor: row.amount_minor - now.credited_minor,
        open_minor: if now.is_open { now.open_minor } else { 0 },
        opening_minor: if opening.is_open {
            opening.open_minor
        } else {
            0
        },
        is_credit_note: row.is_credit_note,
        direct_debit: row.direct_debit,
        excluded: false,
        mature: false,
        late: false,
        settled_on: now.settled_on,
        days_late: 0,
        depth: now.depth,
        depth_since: now.depth_since,
        unpaid_depth,
        unpaid_depth_since,
        opening_unpaid_depth: depth_while_unpaid(book, ix, opening_day, now.settled_on).0,
        has_dispute: now.has_dispute,
        dispute_open: now.dispute_open,
        promised: match now.is_open {
            true => Promised::of(book, ix, now.open_minor, as_of),
            false => Promised::default(),
        },
        n_broken_promises: now.n_broken_promises,
        opening_broken_promises: opening.n_broken_promises,
    }
}
