//! The customers of an audit file.

use std::collections::HashSet;

use super::super::Read;
use super::super::drawn::{Drawn, Rows, counted};
use super::book::Book;
use super::{Cells, words};
use crate::LedgerError;

const CUSTOMERS: &[&str] = &[
    "customer_id",
    "name",
    "country",
    "credit_limit",
    "contact_name",
    "phone",
    "email",
    "vat_id",
    "iban",
    "administration",
    "commerceNr",
    "custSupGrpID",
    "city",
    "postalCode",
];

/// Draws the customers: the relations that are said to be, and those that a receivable names. Of those that a later file
/// tells of, nothing is said here.
pub(super) fn draw(
    year: &Read,
    book: &Book<'_>,
    administration: &str,
    later: &HashSet<&str>,
) -> Result<Drawn, LedgerError> {
    let mut rows = Rows::new(CUSTOMERS, 1);
    let invoiced = book.invoices.iter().map(|invoice| invoice.customer);
    let paying = book.payments.iter().map(|payment| payment.customer);
    let named: HashSet<&str> = invoiced.chain(paying).collect();
    let (mut n_customers, mut n_others, mut n_later) = (0, 0, 0);
    if let Some(relations) = Cells::of(&year.document, "customerSupplier") {
        for row in 0..relations.n_rows() {
            let get = |column| relations.get(row, column);
            if !matches!(get("custSupTp"), "C" | "B") && !named.contains(get("custSupID")) {
                n_others += 1;
                continue;
            }
            if later.contains(get("custSupID")) {
                n_later += 1;
                continue;
            }
            n_customers += 1;
            let country = Some(get("country")).filter(|country| !country.is_empty());
            let cells = [
                ("customer_id", get("custSupID")),
                ("name", get("custSupName")),
                (
                    "country",
                    country.unwrap_or_else(|| get("taxRegistrationCountry")),
                ),
                ("credit_limit", get("custCreditLimit")),
                ("contact_name", get("contact")),
                ("phone", get("telephone")),
                ("email", get("eMail")),
                ("vat_id", get("taxRegIdent")),
                ("iban", get("bankAccNr")),
                ("administration", administration),
                ("commerceNr", get("commerceNr")),
                ("custSupGrpID", get("custSupGrpID")),
                ("city", get("city")),
                ("postalCode", get("postalCode")),
            ];
            rows.push(&year.name, relations.line(row), &cells)?;
        }
    }
    let mut told = counted(n_customers, "customer", "customers");
    if n_others > 0 {
        told.push_str(&format!(
            ", {} passed over",
            counted(n_others, "relation that is none", "relations that are none")
        ));
    }
    if n_later > 0 {
        told.push_str(&format!(", {n_later} as a later file tells of them"));
    }
    Ok(Drawn {
        name: year.name.clone(),
        table: rows.finish(),
        parts: None,
        refused: Vec::new(),
        doubts: year.document.notes.clone(),
        words: words(year, book, &told),
    })
}
