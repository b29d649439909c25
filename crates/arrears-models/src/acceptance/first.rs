//! How customers paid their first invoices: those issued while nothing was known yet of how they pay.
//!
//! A customer's first invoices are those dated up to the due date of its very first one. Everything said of them (the
//! attributes, the credit score) is as known the day before the invoice; only their outcomes are known later.
//!
//! A ledger begins in the middle of things: most of its customers were customers before. Those who began at least
//! [`WARM_UP_DAYS`] after its first invoice are new to it; where they are fewer than [`MIN_NEW_CUSTOMERS`], the first invoices
//! of all are taken, and that is said.

use arrears_features::{Book, CustomerIx, InvoiceIx, labels};
use arrears_ledger::Day;

use super::Applicant;

/// Days from the ledger's first invoice after which a customer that begins is new.
pub const WARM_UP_DAYS: i32 = 180;
/// New customers that are enough to speak for themselves.
pub const MIN_NEW_CUSTOMERS: usize = 300;
/// Customers at most; the latest to begin are taken.
const MAX_CUSTOMERS: usize = 20_000;
/// Days after the due date from which an invoice counts as never paid.
const YEAR: i32 = 365;

/// First invoices, by the day on which their customer began.
#[derive(Debug, Clone, Default)]
pub struct FirstInvoices {
    /// A row per invoice; a customer's stand together.
    pub rows: Vec<FirstInvoice>,
    /// Whether they are of new customers only.
    pub of_new_customers: bool,
    /// Customers.
    pub n_customers: usize,
}

/// One first invoice.
#[derive(Debug, Clone)]
pub struct FirstInvoice {
    /// Its customer.
    pub customer: CustomerIx,
    /// Date of that customer's very first invoice.
    pub began: Day,
    /// One over the number of the customer's first invoices: each customer counts once.
    pub weight: f64,
    /// What was known at its issue.
    pub applicant: Applicant,
    /// Not settled by due + grace; none while that is not known.
    pub late: Option<bool>,
    /// Not settled by due + 30.
    pub late_30d: Option<bool>,
    /// Not settled by due + 365.
    pub never: Option<bool>,
}

impl FirstInvoices {
    /// The first invoices known by `known`, with their outcomes as known then. Own group, cancelled invoices and direct
    /// debits are left out.
    pub fn of(book: &Book, known: Day) -> FirstInvoices {
        let mut customers: Vec<(Day, Vec<InvoiceIx>)> = (0..book.n_customers() as u32)
            .map(CustomerIx)
            .filter_map(|customer| first_invoices(book, customer, known))
            .collect();
        let ledger_began = customers.iter().map(|(began, _)| *began).min();
        let is_new = |began: Day| ledger_began.is_some_and(|first| began >= first + WARM_UP_DAYS);
        let n_new = customers.iter().filter(|(began, _)| is_new(*began)).count();
        let of_new_customers = n_new >= MIN_NEW_CUSTOMERS;
        if of_new_customers {
            customers.retain(|(began, _)| is_new(*began));
        }
        customers.sort();
        customers.drain(..customers.len().saturating_sub(MAX_CUSTOMERS));
        FirstInvoices {
            n_customers: customers.len(),
            rows: rows(book, &customers, known),
            of_new_customers,
        }
    }

    /// Those of customers who began on a day of which `keep` is true.
    pub fn began(&self, keep: impl Fn(Day) -> bool) -> Vec<&FirstInvoice> {
        self.rows.iter().filter(|row| keep(row.began)).collect()
    }

    /// The day before which this share of the customers began.
    pub fn day_at(&self, share: f64) -> Option<Day> {
        let mut days: Vec<Day> = self.rows.iter().map(|row| row.began).collect();
        days.sort();
        let at = (days.len() as f64 * share) as usize;
        days.get(at).copied()
    }
}

/// When a customer began, and its first invoices; none for who has none that is known, and for the own group.
fn first_invoices(book: &Book, customer: CustomerIx, known: Day) -> Option<(Day, Vec<InvoiceIx>)> {
    let own = book.attributes(customer, known).intercompany == Some(true);
    let billed = || {
        let invoices = book.invoices_of(customer).map(InvoiceIx);
        invoices.filter(|&invoice| {
            let row = book.invoice(invoice);
            !row.is_credit_note && row.known_day <= known
        })
    };
    let first = book.invoice(billed().next().filter(|_| !own)?);
    let until = first.due_date.max(first.invoice_date);
    let of_first = billed().filter(|&invoice| {
        let row = book.invoice(invoice);
        row.invoice_date <= until && !row.direct_debit
    });
    Some((first.invoice_date, of_first.collect()))
}

fn rows(book: &Book, customers: &[(Day, Vec<InvoiceIx>)], known: Day) -> Vec<FirstInvoice> {
    let invoices: Vec<InvoiceIx> = customers
        .iter()
        .flat_map(|(_, invoices)| invoices.iter().copied())
        .collect();
    let outcomes = labels(book, &invoices, known);
    let mut rows = Vec::with_capacity(invoices.len());
    let mut at = 0;
    for (began, own) in customers {
        let begun = rows.len();
        for &invoice in own {
            let i = at;
            at += 1;
            if outcomes.excluded[i] {
                continue;
            }
            let row = book.invoice(invoice);
            let never = !outcomes.settled[i] || outcomes.days_late[i] > YEAR;
            rows.push(FirstInvoice {
                customer: row.customer,
                began: *began,
                weight: 1.0,
                applicant: applicant(book, invoice),
                late: outcomes.mature[i].then_some(outcomes.late[i]),
                late_30d: outcomes.late_30d_mature[i].then_some(outcomes.late_30d[i]),
                never: (row.due_date + YEAR <= known).then_some(never),
            });
        }
        let n = rows.len() - begun;
        for row in &mut rows[begun..] {
            row.weight = 1.0 / n as f64;
        }
    }
    rows
}

/// What was known of an invoice and its customer the day before its date.
fn applicant(book: &Book, invoice: InvoiceIx) -> Applicant {
    let row = book.invoice(invoice);
    let day = row.invoice_date - 1;
    let dated = book.attributes(row.customer, row.invoice_date);
    let text = |value: Option<&str>| {
        value
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let scores = book
        .signals(row.customer)
        .filter(|signal| signal.kind.eq_ignore_ascii_case("credit_score"));
    let score = scores
        .filter(|signal| signal.known <= day && signal.day <= day)
        .filter_map(|signal| Some((signal.day, signal.value?)))
        .max_by_key(|(day, _)| *day);
    Applicant {
        sector: text(dated.sector),
        size_class: text(dated.size_class),
        country: text(dated.country),
        terms_days: Some(row.terms_days),
        amount_minor: Some(row.amount_minor),
        credit_score: score.map(|(_, value)| value),
    }
}
