//! Invoices, and the bookings that settle them, from the receivables of an audit file.

use std::collections::{HashMap, HashSet};

use super::super::Read;
use super::super::drawn::{Refused, counted};
use super::lines::{Gathered, Line, Sort, gather};
use crate::{LedgerError, Table};

/// An invoice or a credit note.
pub(super) struct Invoice<'a> {
    pub line: u64,
    pub id: &'a str,
    pub customer: &'a str,
    pub date: &'a str,
    pub due: &'a str,
    pub cents: i64,
    pub kind: &'static str,
    pub booked: &'a str,
    pub order: &'a str,
    pub match_key: &'a str,
}

/// A booking that settles.
pub(super) struct Booking<'a> {
    pub line: u64,
    /// The invoice; empty where it is the customer's cash.
    pub invoice: &'a str,
    pub customer: &'a str,
    pub date: &'a str,
    pub cents: i64,
    pub kind: &'static str,
    pub booked: &'a str,
    pub match_key: &'a str,
}

/// Invoices of earlier files: company, customer, number.
#[derive(Default)]
pub(super) struct Earlier(HashSet<[String; 3]>);

impl Earlier {
    fn has(&self, company: &str, line: &Line<'_>) -> bool {
        // Most ledgers are one file: nothing is made up to look it up.
        !self.0.is_empty()
            && self
                .0
                .contains(&[company, line.customer, line.reference].map(str::to_owned))
    }
}

/// What an audit file says of receivables.
pub(super) struct Book<'a> {
    pub invoices: Vec<Invoice<'a>>,
    pub payments: Vec<Booking<'a>>,
    /// What is to be known of it, a sentence each.
    pub notes: Vec<String>,
    refused: Vec<(Table, Refused)>,
    n_joined: usize,
    n_carried: usize,
}

impl<'a> Book<'a> {
    /// The book of a year; its invoices are added to those of earlier files.
    pub fn of(
        year: &'a Read,
        accounts: &[String],
        earlier: &mut Earlier,
    ) -> Result<Book<'a>, LedgerError> {
        let Gathered {
            lines,
            refused,
            notes,
        } = gather(year, accounts)?;
        let company = super::company(&year.document);
        let mut book = Book {
            invoices: Vec::new(),
            payments: Vec::new(),
            notes,
            refused,
            n_joined: 0,
            n_carried: 0,
        };
        book.bill(&lines, |line| earlier.has(&company, line));
        let index = Index::of(&book.invoices);
        for line in lines.iter().filter(|line| line.sort != Sort::Invoice) {
            book.settle(line, &index, |line| earlier.has(&company, line));
        }
        book.note_counts();
        let new = book.invoices.iter();
        earlier.0.extend(
            new.map(|invoice| [company.as_str(), invoice.customer, invoice.id].map(str::to_owned)),
        );
        Ok(book)
    }

    /// The lines that could not be used of a table.
    pub fn refused(&self, table: Table) -> Vec<Refused> {
        let of_table = self.refused.iter().filter(|(found, _)| *found == table);
        of_table.map(|(_, refused)| refused.clone()).collect()
    }

    /// Makes invoices of the lines that are. Lines with one number, customer and days are one invoice.
    fn bill(&mut self, lines: &[Line<'a>], is_known: impl Fn(&Line<'a>) -> bool) {
        let mut places: HashMap<[&str; 4], usize> = HashMap::new();
        for line in lines.iter().filter(|line| line.sort == Sort::Invoice) {
            if line.is_opening && is_known(line) {
                self.n_carried += 1;
                continue;
            }
            let key = [line.customer, line.reference, line.invoice_date, line.due];
            if let Some(&place) = places.get(&key) {
                self.invoices[place].cents += line.cents;
                self.n_joined += 1;
            } else {
                places.insert(key, self.invoices.len());
                self.invoices.push(billed(line, "invoice"));
            }
        }
    }

    /// Books a line that is no invoice: to its invoice, else to its customer.
    fn settle(&mut self, line: &Line<'a>, index: &Index<'a>, is_known: impl Fn(&Line<'a>) -> bool) {
        let named = index.has(line) || !line.reference.is_empty() && is_known(line);
        let kind = match line.sort {
            // A credit note with a number of its own stands beside the invoices.
            Sort::CreditNote if !named => return self.invoices.push(billed(line, "credit_note")),
            Sort::CreditNote => "credit_note",
            Sort::Reversal => "reversal",
            Sort::Offset => "offset",
            Sort::Payment | Sort::Invoice => "payment",
        };
        let invoice = if named {
            line.reference
        } else {
            index.matched(line)
        };
        self.payments.push(Booking {
            line: line.line,
            invoice,
            customer: line.customer,
            date: line.effective,
            cents: line.cents,
            kind,
            booked: line.booked,
            match_key: line.match_key,
        });
    }

    fn note_counts(&mut self) {
        if self.n_joined > 0 {
            self.notes.push(format!(
                "{} to an invoice of the same number",
                counted(self.n_joined, "further line added", "further lines added")
            ));
        }
        if self.n_carried > 0 {
            self.notes.push(format!(
                "{} of an earlier file",
                counted(
                    self.n_carried,
                    "open item is an invoice",
                    "open items are invoices"
                )
            ));
        }
    }
}

fn billed<'a>(line: &Line<'a>, kind: &'static str) -> Invoice<'a> {
    let due = match kind {
        // Nobody pays a credit note: it is due when it is given, unless it says otherwise.
        "credit_note" if line.due.is_empty() => line.invoice_date,
        _ => line.due,
    };
    Invoice {
        line: line.line,
        id: line.reference,
        customer: line.customer,
        date: line.invoice_date,
        due,
        cents: line.cents,
        kind,
        booked: line.booked,
        order: line.order,
        match_key: line.match_key,
    }
}

/// The invoices of a file, by number and by match key.
struct Index<'a> {
    numbers: HashSet<[&'a str; 2]>,
    /// By customer and match key, the one invoice that has it; empty where several have.
    matched: HashMap<[&'a str; 2], &'a str>,
}

impl<'a> Index<'a> {
    fn of(invoices: &[Invoice<'a>]) -> Index<'a> {
        let mut matched = HashMap::new();
        for invoice in invoices
            .iter()
            .filter(|invoice| !invoice.match_key.is_empty())
        {
            let one = matched
                .entry([invoice.customer, invoice.match_key])
                .or_insert(invoice.id);
            if *one != invoice.id {
                *one = "";
            }
        }
        let numbers = invoices
            .iter()
            .map(|invoice| [invoice.customer, invoice.id]);
        Index {
            numbers: numbers.collect(),
            matched,
        }
    }

    fn has(&self, line: &Line<'_>) -> bool {
        self.numbers.contains(&[line.customer, line.reference])
    }

    fn matched(&self, line: &Line<'_>) -> &'a str {
        let key = [line.customer, line.match_key];
        self.matched.get(&key).copied().unwrap_or_default()
    }
}
