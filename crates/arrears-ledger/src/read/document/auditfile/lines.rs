//! Which lines of an audit file are receivables, and what each of them is.

use std::collections::{BTreeSet, HashMap};

use arrears_formats::{DecimalMark, Document, DocumentKind, parse_cents, shown};

use super::super::Read;
use super::super::drawn::{Refused, counted};
use super::{Cells, accounts};
use crate::{LedgerError, RejectKind, Table};

/// A line that is a receivable.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Line of the file on which it begins.
    pub line: u64,
    /// Whether it was open when the year began.
    pub is_opening: bool,
    /// What it is.
    pub sort: Sort,
    /// The customer.
    pub customer: &'a str,
    /// Number of the invoice; empty where it names none.
    pub reference: &'a str,
    /// What ties bookings together.
    pub match_key: &'a str,
    /// Amount: debit positive.
    pub cents: i64,
    /// Date of the invoice, as far as it is said.
    pub invoice_date: &'a str,
    /// Day on which it is due.
    pub due: &'a str,
    /// Day of the event.
    pub effective: &'a str,
    /// Day on which it was booked.
    pub booked: &'a str,
    /// The customer's order.
    pub order: &'a str,
}

/// What a line of receivables is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// Money that came in.
    Payment,
    /// Money that went back: a bounced direct debit, a refund.
    Reversal,
    /// Settled by a booking that moved no money.
    Offset,
}

/// The receivables of a file.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    /// The lines, in the order of the file.
    pub lines: Vec<Line<'a>>,
    /// Lines that cannot be used, with the table they would have gone to.
    pub refused: Vec<(Table, Refused)>,
    /// What is to be known of it.
    pub notes: Vec<String>,
}

/// Gathers the receivables of a file.
pub(super) fn gather<'a>(
    year: &'a Read,
    configured: &[String],
) -> Result<Gathered<'a>, LedgerError> {
    let document = &year.document;
    let mut gathered = Gathered::default();
    let relations = relation_kinds(document);
    let n_opening = gathered.subledger(document, "obSbLine", &relations);
    let n_year = gathered.subledger(document, "sbLine", &relations);
    if n_year == 0 {
        gathered.bookings(document, configured);
    }
    if gathered.lines.is_empty() && gathered.refused.is_empty() {
        return Err(LedgerError::NoLedgerInDocument {
            file: year.name.clone(),
            kind: DocumentKind::Auditfile,
            reason: "it has no line of a customer: no subledger of customers, and no booking of a customer on an account of receivables".to_owned(),
            hint: accounts::hint(document),
        });
    }
    if n_opening == 0 {
        gathered.notes.push(
            "it does not say which invoices were open when the year began, so that payments of them stay cash of the customer"
                .to_owned(),
        );
    }
    Ok(gathered)
}

/// What each customer or supplier is called: `C`, `S`, `B` or `O`.
fn relation_kinds(document: &Document) -> HashMap<&str, &str> {
    let Some(relations) = Cells::of(document, "customerSupplier") else {
        return HashMap::new();
    };
    let rows = 0..relations.n_rows();
    rows.map(|row| {
        (
            relations.get(row, "custSupID"),
            relations.get(row, "custSupTp"),
        )
    })
    .collect()
}

/// What a booking in the journals says of a line in a subledger.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Booked<'a> {
    journal: &'a str,
    effective: &'a str,
    booked: &'a str,
    order: &'a str,
}

/// Bookings by journal, transaction and line; `None` where a key is used twice and they differ.
fn bookings_by_key(document: &Document) -> HashMap<[&str; 3], Option<Booked<'_>>> {
    let mut bookings = HashMap::new();
    let Some(lines) = Cells::of(document, "trLine") else {
        return bookings;
    };
    for row in 0..lines.n_rows() {
        let key = ["jrnID", "trNr", "nr"].map(|name| lines.get(row, name));
        let booked = Booked {
            journal: lines.get(row, "jrnTp"),
            effective: lines.get(row, "effDate"),
            booked: lines.get(row, "trDt"),
            order: lines.get(row, "orderRef"),
        };
        let known = bookings.entry(key).or_insert(Some(booked));
        if *known != Some(booked) {
            *known = None;
        }
    }
    bookings
}

impl<'a> Gathered<'a> {
    /// Takes the lines of customers from the subledgers; gives how many there are.
    fn subledger(
        &mut self,
        document: &'a Document,
        name: &str,
        relations: &HashMap<&str, &str>,
    ) -> usize {
        let Some(cells) = Cells::of(document, name).filter(|cells| cells.n_rows() > 0) else {
            return 0;
        };
        let is_opening = name == "obSbLine";
        let bookings = bookings_by_key(document);
        let (mut n_customers, mut n_suppliers) = (0, 0);
        for row in 0..cells.n_rows() {
            let get = |column| cells.get(row, column);
            let relation = relations.get(get("custSupID")).copied().unwrap_or_default();
            match side(get("invPurSalTp"), get("sbType"), relation) {
                Some(Side::Customer) => n_customers += 1,
                Some(Side::Supplier) => {
                    n_suppliers += 1;
                    continue;
                }
                None => {
                    let reason = "neither `invPurSalTp` nor `sbType` nor `custSupTp` of the customer tells whether it is a receivable";
                    self.refuse(&cells, row, "sbType", RejectKind::Missing, reason);
                    continue;
                }
            }
            let key = ["jrnID", "trNr", "trLineNr"].map(get);
            let booked = bookings.get(&key).copied().flatten().unwrap_or_default();
            self.take(&cells, row, booked, is_opening);
        }
        if n_suppliers > 0 && !is_opening {
            self.notes.push(format!(
                "{} passed over",
                counted(n_suppliers, "line of suppliers", "lines of suppliers")
            ));
        }
        n_customers
    }

    /// Takes the bookings on the accounts of receivables.
    fn bookings(&mut self, document: &'a Document, configured: &[String]) {
        let receivables = accounts::receivables(document, configured);
        let Some(cells) = Cells::of(document, "trLine").filter(|_| !receivables.is_empty()) else {
            return;
        };
        for row in 0..cells.n_rows() {
            if receivables.contains(cells.get(row, "accID")) {
                let booked = Booked {
                    journal: cells.get(row, "jrnTp"),
                    effective: cells.get(row, "effDate"),
                    booked: cells.get(row, "trDt"),
                    order: cells.get(row, "orderRef"),
                };
                self.take(&cells, row, booked, false);
            }
        }
        self.notes.push(format!(
            "no subledger of customers: bookings on {}",
            listed(&receivables)
        ));
    }

    /// Takes a line that is a receivable, or refuses it.
    fn take(&mut self, cells: &Cells<'a>, row: usize, booked: Booked<'a>, is_opening: bool) {
        let get = |column| cells.get(row, column);
        let customer = get("custSupID");
        if customer.is_empty() {
            let reason = "`custSupID` is missing: a receivable of nobody";
            return self.refuse(cells, row, "custSupID", RejectKind::Missing, reason);
        }
        let Some(cents) = parse_cents(get("amnt"), DecimalMark::Point) else {
            return self.refuse(
                cells,
                row,
                "amnt",
                RejectKind::Unreadable,
                "unreadable amount",
            );
        };
        let cents = match get("amntTp") {
            "D" => cents,
            "C" => -cents,
            _ => {
                let reason = "neither debit nor credit: expected `D` or `C`";
                return self.refuse(cells, row, "amntTp", RejectKind::UnknownWord, reason);
            }
        };
        let sort = sort(
            cents,
            get("mutTp"),
            get("invTp"),
            booked.journal,
            is_opening,
        );
        let reference = [get("invRef"), get("docRef")];
        let is_document = matches!(sort, Sort::Invoice | Sort::CreditNote);
        // The reference of a document names an invoice; of a payment it names the statement.
        let n_references = if is_document { 2 } else { 1 };
        let reference = first_of(&reference[..n_references]);
        if is_document && reference.is_empty() {
            let reason = "`invRef` is missing, and so is `docRef`: an invoice without a number";
            return self.refuse(cells, row, "invRef", RejectKind::Missing, reason);
        }
        self.lines.push(Line {
            line: cells.line(row),
            is_opening,
            sort,
            customer,
            reference,
            match_key: get("matchKeyID"),
            cents,
            invoice_date: first_of(&[get("invDt"), booked.effective, booked.booked]),
            due: get("invDueDt"),
            effective: first_of(&[booked.effective, booked.booked, get("invDt")]),
            booked: booked.booked,
            order: booked.order,
        });
    }

    fn refuse(
        &mut self,
        cells: &Cells<'_>,
        row: usize,
        column: &str,
        kind: RejectKind,
        reason: &str,
    ) {
        let is_document = cells.get(row, "mutTp") == "I" || cells.get(row, "jrnTp") == "S";
        let table = match cells.get(row, "amntTp") {
            "C" if !is_document => Table::Payments,
            _ => Table::Invoices,
        };
        self.refused.push((
            table,
            Refused {
                file: None,
                line: cells.line(row),
                column: column.to_owned(),
                value: shown(cells.get(row, column)),
                kind,
                reason: match entry_of(cells, row) {
                    Some(entry) => format!("{reason} ({entry})"),
                    None => reason.to_owned(),
                },
                cents: None,
            },
        ));
    }
}

/// What a line of the file is called by who keeps the books.
fn entry_of(cells: &Cells<'_>, row: usize) -> Option<String> {
    let named = [
        ("invRef", "invoice"),
        ("docRef", "document"),
        ("trNr", "entry"),
        ("nr", "line"),
    ];
    named.iter().find_map(|(column, what)| {
        let cell = cells.get(row, column);
        (!cell.is_empty()).then(|| format!("{what} `{}`", shown(cell)))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Customer,
    Supplier,
}

/// Whose a line of a subledger is: by what it says itself, else by its subledger, else by its relation.
fn side(purchase_or_sale: &str, subledger: &str, relation: &str) -> Option<Side> {
    match (purchase_or_sale, subledger, relation) {
        ("S", _, _) => Some(Side::Customer),
        ("P", _, _) => Some(Side::Supplier),
        (_, "CU" | "C", _) => Some(Side::Customer),
        (_, "SU" | "S", _) => Some(Side::Supplier),
        (_, _, "C") => Some(Side::Customer),
        (_, _, "S") => Some(Side::Supplier),
        _ => None,
    }
}

/// What a line is: by what it says of itself, else by its journal (`S` sales, `B` bank, `C` cash).
fn sort(cents: i64, mutation: &str, invoice: &str, journal: &str, is_opening: bool) -> Sort {
    let is_money = matches!(journal, "B" | "C");
    match mutation {
        "I" if cents < 0 => Sort::CreditNote,
        "I" => Sort::Invoice,
        "P" if cents < 0 => Sort::Payment,
        "P" if is_opening => Sort::Invoice,
        "P" => Sort::Reversal,
        _ if cents >= 0 && is_money => Sort::Reversal,
        _ if cents >= 0 => Sort::Invoice,
        _ if invoice == "C" || journal == "S" => Sort::CreditNote,
        _ if is_money || is_opening => Sort::Payment,
        _ => Sort::Offset,
    }
}

fn first_of<'a>(cells: &[&'a str]) -> &'a str {
    cells
        .iter()
        .find(|cell| !cell.is_empty())
        .copied()
        .unwrap_or_default()
}

fn listed(accounts: &BTreeSet<String>) -> String {
    let accounts: Vec<String> = accounts
        .iter()
        .map(|account| format!("`{}`", shown(account)))
        .collect();
    accounts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_of_a_customer_by_what_stands_nearest() {
        assert_eq!(side("S", "SU", "S"), Some(Side::Customer));
        assert_eq!(side("P", "CU", "C"), Some(Side::Supplier));
        assert_eq!(side("", "CU", "B"), Some(Side::Customer));
        assert_eq!(side("", "CS", "C"), Some(Side::Customer));
        assert_eq!(side("", "CS", "S"), Some(Side::Supplier));
        assert_eq!(side("", "ZZ", "B"), None);
    }

    #[test]
    fn debit_is_an_invoice_and_credit_settles_it() {
        let year = |cents, mutation, journal| sort(cents, mutation, "", journal, false);
        assert_eq!(year(100, "I", ""), Sort::Invoice);
        assert_eq!(year(-100, "I", ""), Sort::CreditNote);
        assert_eq!(year(-100, "P", "M"), Sort::Payment);
        assert_eq!(year(100, "P", "B"), Sort::Reversal);
        assert_eq!(year(100, "", "S"), Sort::Invoice);
        assert_eq!(year(-100, "", "S"), Sort::CreditNote);
        assert_eq!(year(-100, "", "B"), Sort::Payment);
        assert_eq!(year(100, "", "B"), Sort::Reversal);
        assert_eq!(year(-100, "", "M"), Sort::Offset);
        assert_eq!(sort(-100, "", "", "", true), Sort::Payment);
        assert_eq!(sort(-100, "", "C", "", true), Sort::CreditNote);
    }
}
