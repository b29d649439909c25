//! What the source says is open of each invoice, beside what the ledger makes of its payments.
//!
//! The source speaks of the day of its export, which is the ledger's last day or about it. Where the two differ, a
//! payment is missing, one is dated too late, or paid invoices have no date; the figures are then not to be believed.

use arrears_features::{Book, InvoiceIx};
use arrears_ledger::{Day, Ledger, shown};

use crate::input::cents;

/// Invoices that are told.
const TOLD: usize = 3;

/// An invoice of which the two differ, in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Difference {
    /// Its row among the invoices.
    row: usize,
    invoice_id: String,
    source: i64,
    ledger: i64,
}

/// Both sums, in cents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Compared {
    n: usize,
    source: i64,
    ledger: i64,
    differing: Vec<Difference>,
}

/// What to look at, if the source and the ledger do not agree on what is open; `column` is the source's.
pub fn differ(ledger: &Ledger, book: &Book, column: &str) -> Option<String> {
    let day = book.last_known_day();
    let compared = compare(ledger, book, day)?;
    (!compared.differing.is_empty()).then(|| in_words(&compared, column, day))
}

fn compare(ledger: &Ledger, book: &Book, day: Day) -> Option<Compared> {
    let open = ledger.invoices.column("open_amount").ok()?.f64().ok()?;
    let mut compared = Compared::default();
    for invoice in (0..book.n_invoices() as u32).map(InvoiceIx) {
        let row = book.source_row(invoice);
        let state = book.state(invoice, day);
        let (false, Some(source)) = (book.invoice(invoice).is_credit_note, open.get(row)) else {
            continue;
        };
        let source = (source * 100.0).round() as i64;
        compared.n += 1;
        compared.source = compared.source.saturating_add(source);
        compared.ledger = compared.ledger.saturating_add(state.open_minor);
        if source != state.open_minor {
            compared.differing.push(Difference {
                row,
                invoice_id: book.invoice_id(invoice).to_owned(),
                source,
                ledger: state.open_minor,
            });
        }
    }
    compared.differing.sort_by_key(|difference| difference.row);
    Some(compared)
}

fn in_words(compared: &Compared, column: &str, day: Day) -> String {
    let one = |found: &Difference| {
        format!(
            "`{}` ({}, the ledger {})",
            shown(&found.invoice_id),
            cents(found.source),
            cents(found.ledger)
        )
    };
    let first: Vec<String> = compared.differing.iter().take(TOLD).map(one).collect();
    let n = compared.differing.len();
    let invoices = if n == 1 {
        "invoice differs"
    } else {
        "invoices differ"
    };
    format!(
        "`{}` adds up to {} over {} invoices, the ledger says {} is open of them on {day}: {n} {invoices}, first {}; a \
         payment is missing, or has no date",
        shown(column),
        cents(compared.source),
        compared.n,
        cents(compared.ledger),
        first.join(", ")
    )
}
