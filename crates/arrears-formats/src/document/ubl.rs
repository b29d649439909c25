//! Invoices and credit notes in UBL 2 (Peppol BIS Billing 3, NLCIUS, EN 16931 and others), one in a file.
//!
//! The elements that tell who owes what and until when become one row. Lines, taxes and attachments are passed over. The
//! invoice may stand in an envelope (StandardBusinessDocument) beside its header.

use super::build::{Field, TableBuilder, cell};
use super::{Document, DocumentKind};
use crate::{Element, FormatError, Start, XmlReader, shown};

/// Reads the invoice or credit note of a file.
pub(super) fn read(text: &str) -> Result<Document, FormatError> {
    let mut reader = XmlReader::new(text);
    let Some(root) = reader.next_child()? else {
        return Err(FormatError::Empty);
    };
    let mut table = TableBuilder::new("invoice", &header());
    if is_invoice(&root) {
        invoice(&mut reader, root, &mut table)?;
    } else {
        let envelope = root.line;
        let mut n_invoices = 0;
        while let Some(part) = reader.next_child()? {
            if is_invoice(&part) {
                n_invoices += 1;
                invoice(&mut reader, part, &mut table)?;
            } else {
                reader.skip()?;
            }
        }
        if n_invoices == 0 {
            return Err(FormatError::Xml {
                line: envelope,
                reason: format!(
                    "an envelope `{}` without an invoice in it",
                    shown(root.name)
                ),
            });
        }
    }
    reader.finish()?;
    Ok(Document {
        kind: DocumentKind::Ubl,
        tables: vec![table.finish()],
        notes: Vec::new(),
    })
}

fn is_invoice(start: &Start<'_>) -> bool {
    matches!(start.name, "Invoice" | "CreditNote")
}

/// What one element directly in an invoice tells: its name, and the fields in it.
const PARTS: &[(&str, &[Field])] = &[
    ("ID", &[("ID", &[])]),
    ("IssueDate", &[("IssueDate", &[])]),
    ("DueDate", &[("DueDate", &[])]),
    ("InvoiceTypeCode", &[("TypeCode", &[])]),
    ("CreditNoteTypeCode", &[("TypeCode", &[])]),
    ("DocumentCurrencyCode", &[("DocumentCurrencyCode", &[])]),
    ("BuyerReference", &[("BuyerReference", &[])]),
    ("OrderReference", &[("OrderReference", &["ID"])]),
    (
        "BillingReference",
        &[("BillingReference", &["InvoiceDocumentReference", "ID"])],
    ),
    (
        "AccountingCustomerParty",
        &[
            ("SupplierAssignedAccountID", &["SupplierAssignedAccountID"]),
            (
                "PartyIdentification",
                &["Party", "PartyIdentification", "ID"],
            ),
            ("EndpointID", &["Party", "EndpointID"]),
            ("CompanyID", &["Party", "PartyLegalEntity", "CompanyID"]),
            ("TaxCompanyID", &["Party", "PartyTaxScheme", "CompanyID"]),
            (
                "RegistrationName",
                &["Party", "PartyLegalEntity", "RegistrationName"],
            ),
            ("PartyName", &["Party", "PartyName", "Name"]),
            (
                "CountryCode",
                &["Party", "PostalAddress", "Country", "IdentificationCode"],
            ),
            ("ContactName", &["Party", "Contact", "Name"]),
            ("Telephone", &["Party", "Contact", "Telephone"]),
            ("ElectronicMail", &["Party", "Contact", "ElectronicMail"]),
        ],
    ),
    (
        "Delivery",
        &[("ActualDeliveryDate", &["ActualDeliveryDate"])],
    ),
    (
        "PaymentMeans",
        &[
            ("PaymentMeansCode", &["PaymentMeansCode"]),
            ("PaymentDueDate", &["PaymentDueDate"]),
            ("PaymentID", &["PaymentID"]),
        ],
    ),
    (
        "PaymentTerms",
        &[
            ("PaymentTermsNote", &["Note"]),
            ("PaymentTermsDueDate", &["PaymentDueDate"]),
            ("SettlementEndDate", &["SettlementPeriod", "EndDate"]),
            (
                "SettlementDuration",
                &["SettlementPeriod", "DurationMeasure"],
            ),
            (
                "SettlementUnit",
                &["SettlementPeriod", "DurationMeasure", "@unitCode"],
            ),
        ],
    ),
    (
        "LegalMonetaryTotal",
        &[
            ("TaxInclusiveAmount", &["TaxInclusiveAmount"]),
            ("PrepaidAmount", &["PrepaidAmount"]),
            ("PayableRoundingAmount", &["PayableRoundingAmount"]),
            ("PayableAmount", &["PayableAmount"]),
            ("PayableCurrency", &["PayableAmount", "@currencyID"]),
        ],
    ),
];

/// The columns: what it is (`Invoice` or `CreditNote`), and every field once.
fn header() -> Vec<&'static str> {
    let mut names = vec!["Document"];
    for (name, _) in PARTS.iter().flat_map(|(_, fields)| *fields) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
}

fn invoice<'a>(
    reader: &mut XmlReader<'a>,
    start: Start<'a>,
    table: &mut TableBuilder,
) -> Result<(), FormatError> {
    let names = header();
    let mut cells: Vec<String> = vec![String::new(); names.len()];
    cells[0] = start.name.to_owned();
    while let Some(part) = reader.next_child()? {
        let Some((_, fields)) = PARTS.iter().find(|(name, _)| *name == part.name) else {
            reader.skip()?;
            continue;
        };
        let element = reader.element(part)?;
        for (name, path) in *fields {
            let place = names.iter().position(|known| known == name).unwrap_or(0);
            // Some parts may stand several times; the first that says something counts.
            if cells[place].is_empty() {
                cells[place] = told(&element, path).to_owned();
            }
        }
    }
    table.push(start.line, cells.iter().map(String::as_str))
}

fn told<'a>(element: &'a Element<'_>, path: &[&str]) -> &'a str {
    if path.is_empty() {
        element.text.as_ref()
    } else {
        cell(element, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOICE: &str =
        include_str!("../../../arrears-ledger/tests/documents/peppol-invoice.xml");
    const ENVELOPE: &str = include_str!("../../../arrears-ledger/tests/documents/envelope.xml");

    fn row(text: &str) -> Vec<(String, String)> {
        let document = read(text).unwrap();
        let table = document.table("invoice").unwrap();
        assert_eq!(table.n_rows(), 1);
        let cells = table.columns.iter().map(|column| column.get(0).to_owned());
        table.header.iter().cloned().zip(cells).collect()
    }

    fn said<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
        let found = row.iter().find(|(known, _)| known == name);
        found.map_or("?", |(_, cell)| cell)
    }

    #[test]
    fn an_invoice_is_a_row() {
        let row = row(INVOICE);
        for (name, wanted) in [
            ("Document", "Invoice"),
            ("ID", "2025-0101"),
            ("IssueDate", "2025-03-03"),
            ("DueDate", "2025-04-02"),
            ("PartyIdentification", "10042"),
            ("RegistrationName", "Bakkerij De Jong B.V."),
            ("CountryCode", "NL"),
            ("PayableAmount", "1210.00"),
            ("PayableCurrency", "EUR"),
            ("OrderReference", "PO-778"),
        ] {
            assert_eq!(said(&row, name), wanted, "{name}");
        }
    }

    #[test]
    fn a_credit_note_in_an_envelope_is_a_row() {
        let row = row(ENVELOPE);
        assert_eq!(said(&row, "Document"), "CreditNote");
        assert_eq!(said(&row, "BillingReference"), "2025-0101");
    }

    #[test]
    fn an_envelope_without_an_invoice_is_told() {
        let error = read("<StandardBusinessDocument>\n<Order/></StandardBusinessDocument>");
        assert_eq!(
            error.unwrap_err().to_string(),
            "not sound XML on line 1: an envelope `StandardBusinessDocument` without an invoice in it"
        );
    }
}
