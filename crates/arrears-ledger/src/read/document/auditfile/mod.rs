//! XML Auditfile Financieel as a ledger.
//!
//! Receivables are the lines of the subledgers that are of customers; where a file has none, the bookings on the accounts
//! of receivables that name a customer ([`lines`]). A line in debit is an invoice, one in credit a payment or a credit
//! note ([`book`]); they are linked by the invoice's number, else by the match key, else the cash is the customer's. What
//! was open when the year began are invoices of earlier years, unless an earlier file has them.

mod accounts;
mod book;
mod lines;
mod relations;

use std::collections::{BTreeSet, HashSet};

use arrears_formats::{Document, DocumentKind, TextTable, shown};

use super::drawn::{Rows, amount, counted};
use super::{Drawn, Read};
use crate::{LedgerError, Table};
use book::{Book, Booking, Earlier};

/// Draws a table from audit files, in the order of their book years.
pub(super) fn draw(
    table: Table,
    files: &[Read],
    accounts: &[String],
) -> Result<Vec<Drawn>, LedgerError> {
    let mut years: Vec<&Read> = files.iter().collect();
    years.sort_by_key(|year| (header(&year.document, "startDate").to_owned(), &year.name));
    let companies: BTreeSet<String> = years.iter().map(|year| company(&year.document)).collect();
    let mut earlier = Earlier::default();
    let mut drawn = Vec::new();
    for (at, year) in years.iter().enumerate() {
        refuse_version(year)?;
        let book = Book::of(year, accounts, &mut earlier)?;
        let administration = if companies.len() > 1 {
            company(&year.document)
        } else {
            String::new()
        };
        drawn.push(match table {
            Table::Customers => {
                relations::draw(year, &book, &administration, &later(&years[at + 1..], year))?
            }
            Table::Invoices => invoices(year, &book, &administration)?,
            _ => payments(year, &book, &administration)?,
        });
    }
    Ok(drawn)
}

/// The customers that later files of the same company tell of: theirs is the last word.
fn later<'a>(years: &[&'a Read], year: &Read) -> HashSet<&'a str> {
    let own = company(&year.document);
    let later = years.iter().filter(|later| company(&later.document) == own);
    later
        .filter_map(|later| Cells::of(&later.document, "customerSupplier"))
        .flat_map(|relations| {
            (0..relations.n_rows()).map(move |row| relations.get(row, "custSupID"))
        })
        .collect()
}

/// What the header of a file says.
fn header<'a>(document: &'a Document, name: &str) -> &'a str {
    document
        .table("header")
        .and_then(|table| Some(table.columns[table.position(name)?].get(0)))
        .unwrap_or_default()
}

/// What tells one administration from another.
fn company(document: &Document) -> String {
    let of = |name| header(document, name).to_owned();
    Some(of("companyIdent"))
        .filter(|ident| !ident.is_empty())
        .unwrap_or_else(|| of("companyName"))
}

fn refuse_version(year: &Read) -> Result<(), LedgerError> {
    let version = header(&year.document, "version");
    if !version.starts_with('4') {
        return Ok(());
    }
    Err(LedgerError::NoLedgerInDocument {
        file: year.name.clone(),
        kind: DocumentKind::Auditfile,
        reason: format!(
            "version {version} has no subledger of debtors, so that no line tells when an invoice is due or what was open before"
        ),
        hint: "export the audit file as version 3.2 with its subledgers, or export open items and payments as CSV or Excel"
            .to_owned(),
    })
}

const INVOICES: &[&str] = &[
    "invoice_id",
    "customer_id",
    "invoice_date",
    "due_date",
    "amount",
    "currency",
    "kind",
    "known_date",
    "po_reference",
    "clearing_id",
    "administration",
];

fn invoices(year: &Read, book: &Book<'_>, administration: &str) -> Result<Drawn, LedgerError> {
    let currency = header(&year.document, "curCode");
    let mut rows = Rows::new(INVOICES, 5);
    for invoice in &book.invoices {
        let cells = [
            ("invoice_id", invoice.id),
            ("customer_id", invoice.customer),
            ("invoice_date", invoice.date),
            ("due_date", invoice.due),
            ("amount", &amount(invoice.cents.abs())),
            ("currency", currency),
            ("kind", invoice.kind),
            ("known_date", invoice.booked),
            ("po_reference", invoice.order),
            ("clearing_id", invoice.match_key),
            ("administration", administration),
        ];
        rows.push(&year.name, invoice.line, &cells)?;
    }
    let told = counted(book.invoices.len(), "invoice", "invoices");
    Ok(drawn(year, book, Table::Invoices, rows, told))
}

const PAYMENTS: &[&str] = &[
    "invoice_id",
    "payment_date",
    "amount",
    "customer_id",
    "kind",
    "known_date",
    "clearing_id",
    "administration",
];

fn payments(year: &Read, book: &Book<'_>, administration: &str) -> Result<Drawn, LedgerError> {
    let mut rows = Rows::new(PAYMENTS, 5);
    for payment in &book.payments {
        let cells = [
            ("invoice_id", payment.invoice),
            ("payment_date", payment.date),
            ("amount", &amount(payment.cents.abs())),
            ("customer_id", payment.customer),
            ("kind", payment.kind),
            ("known_date", payment.booked),
            ("clearing_id", payment.match_key),
            ("administration", administration),
        ];
        rows.push(&year.name, payment.line, &cells)?;
    }
    let of_none = |payment: &&Booking<'_>| payment.invoice.is_empty();
    let n_loose = book.payments.iter().filter(of_none).count();
    let mut told = counted(book.payments.len(), "booking", "bookings");
    if n_loose > 0 {
        told.push_str(&format!(
            ", {n_loose} of no invoice in it: cash of the customer"
        ));
    }
    Ok(drawn(year, book, Table::Payments, rows, told))
}

fn drawn(year: &Read, book: &Book<'_>, table: Table, rows: Rows, told: String) -> Drawn {
    Drawn {
        name: year.name.clone(),
        table: rows.finish(),
        parts: None,
        refused: book.refused(table),
        words: words(year, book, &told),
        doubts: year.document.notes.clone(),
    }
}

/// How a file was read: its version, its company and year, what was drawn from it, and what is to be known of it.
fn words(year: &Read, book: &Book<'_>, told: &str) -> String {
    let of = |name| header(&year.document, name);
    let mut words = format!("{} {}", DocumentKind::Auditfile, of("version"));
    for name in ["companyName", "fiscalYear", "softwareDesc"] {
        if !of(name).is_empty() {
            words.push_str(&format!(", {}", shown(of(name))));
        }
    }
    words.push_str(&format!(": {told}"));
    for note in &book.notes {
        words.push_str(&format!("; {note}"));
    }
    words
}

/// Cells of a table of a document, by the name of their column.
struct Cells<'a> {
    table: &'a TextTable,
}

impl<'a> Cells<'a> {
    fn of(document: &'a Document, name: &str) -> Option<Cells<'a>> {
        document.table(name).map(|table| Cells { table })
    }

    fn n_rows(&self) -> usize {
        self.table.n_rows()
    }

    fn line(&self, row: usize) -> u64 {
        self.table.line(row)
    }

    fn get(&self, row: usize, column: &str) -> &'a str {
        let position = self.table.position(column);
        position.map_or("", |position| self.table.columns[position].get(row))
    }
}
