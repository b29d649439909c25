//! UBL invoices as a ledger: one invoice or credit note in a file, a folder or an archive of them together one table.
//!
//! What is due is the payable amount, on the due date, else at the end of the terms of payment. The customer is known by
//! one and the same identifier in the whole folder where there is one that all invoices have.

mod terms;

use arrears_formats::{
    DocumentKind, FormatError, TextTable, document_kind, read_document, root_element, shown,
};
use rayon::prelude::*;

use super::super::files::FileRef;
use super::drawn::{Rows, counted};
use super::parts::{Part, parts};
use super::{Drawn, Refused};
use crate::{LedgerError, RejectKind};
use terms::days_in_words;

const INVOICES: &[&str] = &[
    "invoice_id",
    "customer_id",
    "invoice_date",
    "due_date",
    "amount",
    "kind",
    "currency",
    "payment_terms_days",
    "credits_invoice_id",
    "delivery_date",
    "payment_method",
    "po_reference",
    "name",
    "country",
    "contact_name",
    "phone",
    "email",
    "vat_id",
    "SupplierAssignedAccountID",
    "PartyIdentification",
    "EndpointID",
    "CompanyID",
    "TaxCompanyID",
    "RegistrationName",
    "BuyerReference",
    "PaymentID",
    "PaymentTermsNote",
];

/// What a customer may be known by, the surest first.
const IDENTIFIERS: [&str; 6] = [
    "SupplierAssignedAccountID",
    "PartyIdentification",
    "EndpointID",
    "CompanyID",
    "TaxCompanyID",
    "RegistrationName",
];

/// Draws the invoices of files; `path` is what the config calls them together.
pub(super) fn draw(path: &str, files: &[FileRef]) -> Result<Drawn, LedgerError> {
    let read = files.par_iter().map(|file| {
        let (parts, n_others) = parts(file)?;
        let invoices: Vec<_> = parts.into_par_iter().map(read).collect();
        Ok((invoices, n_others))
    });
    let read = read.collect::<Result<Vec<_>, LedgerError>>()?;
    let n_others = read.iter().map(|(_, n_others)| n_others).sum();
    let mut folder = Folder::default();
    for part in read.into_iter().flat_map(|(invoices, _)| invoices) {
        match part {
            Ok(invoice) => folder.invoices.push(invoice),
            Err(refused) => folder.refused.push(*refused),
        }
    }
    folder.drawn(path, n_others)
}

/// A document that was read: its file, and its row.
struct Invoice {
    name: String,
    table: TextTable,
}

impl Invoice {
    fn get(&self, row: usize, column: &str) -> &str {
        let position = self.table.position(column);
        position.map_or("", |position| self.table.columns[position].get(row))
    }

    /// The first of some columns that says something.
    fn first(&self, row: usize, columns: &[&str]) -> &str {
        let mut cells = columns.iter().map(|column| self.get(row, column));
        cells.find(|cell| !cell.is_empty()).unwrap_or_default()
    }
}

fn read(part: Part) -> Result<Invoice, Box<Refused>> {
    let Part { name, bytes } = part;
    let refuse = |error: &FormatError| Refused {
        file: Some(name.clone()),
        line: match error {
            FormatError::Xml { line, .. } | FormatError::NotInEncoding { line, .. } => *line,
            _ => 1,
        },
        column: String::new(),
        value: String::new(),
        kind: RejectKind::Unreadable,
        reason: error.to_string(),
        cents: None,
    };
    let bytes = bytes.map_err(|error| Box::new(refuse(&error)))?;
    if document_kind(&bytes) != Some(DocumentKind::Ubl) {
        let found = root_element(&bytes).map_or_else(
            || "no XML".to_owned(),
            |root| format!("XML with the root element `{root}`"),
        );
        return Err(Box::new(Refused {
            reason: format!(
                "it is {found}: expected an invoice or a credit note in UBL (root element `Invoice` or `CreditNote`)"
            ),
            ..refuse(&FormatError::Empty)
        }));
    }
    let document =
        read_document(&bytes, DocumentKind::Ubl).map_err(|error| Box::new(refuse(&error)))?;
    let table = document.tables.into_iter().next().map(|found| found.table);
    Ok(Invoice {
        table: table.unwrap_or_default(),
        name,
    })
}

/// The documents of a path.
#[derive(Default)]
struct Folder {
    invoices: Vec<Invoice>,
    refused: Vec<Refused>,
}

impl Folder {
    fn drawn(mut self, path: &str, n_others: usize) -> Result<Drawn, LedgerError> {
        let (identifier, n_without) = self.identifier();
        let mut rows = Rows::new(INVOICES, 6);
        let (mut names, mut of_part) = (Vec::new(), Vec::new());
        for invoice in &self.invoices {
            for row in 0..invoice.table.n_rows() {
                if let Some(refused) = other_currency(invoice, row) {
                    self.refused.push(refused);
                    continue;
                }
                if names.last() != Some(&invoice.name) {
                    names.push(invoice.name.clone());
                }
                of_part.push(u32::try_from(names.len() - 1).unwrap_or(u32::MAX));
                push(&mut rows, invoice, row, identifier)?;
            }
        }
        let mut words = format!("UBL: {}", counted(of_part.len(), "document", "documents"));
        words.push_str(&format!("; customers known by `{identifier}`"));
        if n_without > 0 {
            words.push_str(&format!(
                ", {n_without} without one by what else they have: check that no customer is two"
            ));
        }
        if n_others > 0 {
            let others = counted(n_others, "file", "files");
            words.push_str(&format!("; {others} other than XML passed over"));
        }
        let table = rows.finish();
        Ok(if names.len() == 1 && names[0] == path {
            Drawn {
                name: path.to_owned(),
                table,
                parts: None,
                refused: self.refused,
                words,
                doubts: Vec::new(),
            }
        } else {
            Drawn {
                name: path.to_owned(),
                table,
                parts: Some((names, of_part)),
                refused: self.refused,
                words,
                doubts: Vec::new(),
            }
        })
    }

    /// The identifier that most documents have, the surest of those; and how many have it not.
    fn identifier(&self) -> (&'static str, usize) {
        let count = |identifier: &str| {
            let rows = self.invoices.iter().flat_map(|invoice| {
                (0..invoice.table.n_rows()).map(move |row| invoice.get(row, identifier))
            });
            rows.filter(|cell| cell.is_empty()).count()
        };
        let found = IDENTIFIERS.map(|identifier| (count(identifier), identifier));
        // The least without it; of those the first.
        let best = found.iter().min_by_key(|(n_without, _)| *n_without);
        best.map_or((IDENTIFIERS[0], 0), |(n_without, name)| (*name, *n_without))
    }
}

/// A document whose total is in another currency than the document.
fn other_currency(invoice: &Invoice, row: usize) -> Option<Refused> {
    let document = invoice.get(row, "DocumentCurrencyCode");
    let amount = invoice.get(row, "PayableCurrency");
    if document.is_empty() || amount.is_empty() || document == amount {
        return None;
    }
    Some(Refused {
        file: Some(invoice.name.clone()),
        line: invoice.table.line(row),
        column: "PayableAmount".to_owned(),
        value: format!(
            "{} {}",
            shown(amount),
            shown(invoice.get(row, "PayableAmount"))
        ),
        kind: RejectKind::NoRate,
        reason: format!(
            "the document `{}` is in `{}`",
            shown(invoice.get(row, "ID")),
            shown(document)
        ),
        cents: None,
    })
}

fn push(
    rows: &mut Rows,
    invoice: &Invoice,
    row: usize,
    identifier: &str,
) -> Result<(), LedgerError> {
    let get = |column| invoice.get(row, column);
    let is_credit_note = get("Document") == "CreditNote" || get("TypeCode") == "381";
    let customer = match get(identifier) {
        "" => invoice.first(row, &IDENTIFIERS),
        known => known,
    };
    let stated = [
        "DueDate",
        "PaymentDueDate",
        "PaymentTermsDueDate",
        "SettlementEndDate",
    ];
    let due = match invoice.first(row, &stated) {
        // Nobody pays a credit note: it is due when it is given, unless it says otherwise.
        "" if is_credit_note => get("IssueDate"),
        due => due,
    };
    let cells = [
        ("invoice_id", get("ID")),
        ("customer_id", customer),
        ("invoice_date", get("IssueDate")),
        ("due_date", due),
        (
            "amount",
            invoice.first(row, &["PayableAmount", "TaxInclusiveAmount"]),
        ),
        (
            "kind",
            if is_credit_note {
                "credit_note"
            } else {
                "invoice"
            },
        ),
        (
            "currency",
            invoice.first(row, &["DocumentCurrencyCode", "PayableCurrency"]),
        ),
        ("payment_terms_days", &terms_days(invoice, row)),
        (
            "credits_invoice_id",
            if is_credit_note {
                get("BillingReference")
            } else {
                ""
            },
        ),
        ("delivery_date", get("ActualDeliveryDate")),
        ("payment_method", payment_method(get("PaymentMeansCode"))),
        ("po_reference", get("OrderReference")),
        (
            "name",
            invoice.first(row, &["RegistrationName", "PartyName"]),
        ),
        ("country", get("CountryCode")),
        ("contact_name", get("ContactName")),
        ("phone", get("Telephone")),
        ("email", get("ElectronicMail")),
        ("vat_id", get("TaxCompanyID")),
    ];
    let own = INVOICES[cells.len()..]
        .iter()
        .map(|name| (*name, get(name)));
    let cells: Vec<(&str, &str)> = cells.into_iter().chain(own).collect();
    rows.push(&invoice.name, invoice.table.line(row), &cells)
}

/// The term of payment in days, where the document states it: as a duration, or in words that name one number of days.
fn terms_days(invoice: &Invoice, row: usize) -> String {
    let get = |column| invoice.get(row, column);
    if get("SettlementUnit") == "DAY" {
        return get("SettlementDuration").to_owned();
    }
    let days = days_in_words(get("PaymentTermsNote"));
    days.map_or_else(String::new, |days| days.to_string())
}

/// The way of paying, by its code (UNCL 4461).
fn payment_method(code: &str) -> &str {
    match code {
        "10" => "cash",
        "20" => "cheque",
        "30" | "31" | "42" | "58" => "transfer",
        "49" | "59" => "direct debit",
        "48" | "54" | "55" => "card",
        other => other,
    }
}
