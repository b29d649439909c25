//! Files that say more than one table: XML Auditfile Financieel, UBL invoices, bank statements.
//!
//! A document is read into tables of text in the format's own words, a row per record with the line on which it
//! begins. What a record means for a ledger is decided elsewhere.

mod auditfile;
mod build;
mod camt;
mod mt940;
mod mt940_details;
mod statement;
mod ubl;

use std::fmt;

use crate::{FormatError, TextTable, XmlReader, decode, decode_xml, shown};

pub use build::TableBuilder;
pub use statement::{is_iban, mod_97};

/// A format of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// XML Auditfile Financieel (XAF), the Dutch audit file.
    Auditfile,
    /// An invoice or credit note in UBL 2 (Peppol BIS Billing and others), also in an envelope.
    Ubl,
    /// A bank statement of ISO 20022 (CAMT.053), or a message like it.
    Camt053,
    /// A bank statement of SWIFT (MT940), or a message like it.
    Mt940,
}

impl DocumentKind {
    /// Its short name.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Auditfile => "XML Auditfile Financieel",
            DocumentKind::Ubl => "UBL",
            DocumentKind::Camt053 => "CAMT.053",
            DocumentKind::Mt940 => "MT940",
        }
    }

    /// Whether it is a statement of a bank account.
    pub fn is_statement(self) -> bool {
        matches!(self, DocumentKind::Camt053 | DocumentKind::Mt940)
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A document as tables of text.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its format.
    pub kind: DocumentKind,
    /// Its tables, each with its name.
    pub tables: Vec<DocumentTable>,
    /// What a person should know, one sentence each.
    pub notes: Vec<String>,
}

/// One table of a document.
#[derive(Debug, Clone)]
pub struct DocumentTable {
    /// Its name, in the format's words.
    pub name: &'static str,
    /// Its records.
    pub table: TextTable,
}

impl Document {
    /// A table by its name.
    pub fn table(&self, name: &str) -> Option<&TextTable> {
        let found = self.tables.iter().find(|table| table.name == name);
        found.map(|found| &found.table)
    }
}

/// The format of a document; `None` where the bytes are no document.
pub fn document_kind(bytes: &[u8]) -> Option<DocumentKind> {
    if !begins_like_xml(bytes) {
        return mt940::message_of(bytes).map(|_| DocumentKind::Mt940);
    }
    // The root element stands in the first bytes; the rest may be faulty and is a document all the same.
    let decoded = decode_xml(head(bytes)).ok()?;
    match XmlReader::root(&decoded.text)?.name {
        "auditfile" => Some(DocumentKind::Auditfile),
        "Invoice" | "CreditNote" | "StandardBusinessDocument" => Some(DocumentKind::Ubl),
        _ => camt::message_of(bytes).map(|_| DocumentKind::Camt053),
    }
}

/// Reads a document of a known format.
pub fn read_document(bytes: &[u8], kind: DocumentKind) -> Result<Document, FormatError> {
    match kind {
        DocumentKind::Auditfile => auditfile::read(&decode_xml(bytes)?.text),
        DocumentKind::Ubl => ubl::read(&decode_xml(bytes)?.text),
        DocumentKind::Camt053 => {
            refuse(camt::message_of(bytes).and_then(camt::Message::refused))?;
            statement::document(kind, camt::read_camt(&decode_xml(bytes)?.text)?)
        }
        DocumentKind::Mt940 => {
            refuse(mt940::message_of(bytes).and_then(mt940::Message::refused))?;
            statement::document(kind, mt940::read_mt940(&decode(bytes, None)?.text)?)
        }
    }
}

/// Refuses a message that is no statement, by its name.
fn refuse(found: Option<&'static str>) -> Result<(), FormatError> {
    found.map_or(Ok(()), |found| Err(FormatError::NoStatement { found }))
}

/// Whether the bytes say of themselves that they are XML: such a file is no table of text.
pub fn is_xml(bytes: &[u8]) -> bool {
    let decoded = decode_xml(head(bytes));
    decoded.is_ok_and(|decoded| decoded.text.trim_start().starts_with("<?xml"))
}

/// The name of the root element, for messages on XML that is no document of ours.
pub fn root_element(bytes: &[u8]) -> Option<String> {
    let decoded = decode_xml(head(bytes)).ok()?;
    Some(shown(XmlReader::root(&decoded.text)?.name))
}

/// Bytes in which the root element of XML is looked for.
const HEAD: usize = 64 << 10;

/// The first bytes, cut where no character is cut.
fn head(bytes: &[u8]) -> &[u8] {
    if bytes.len() <= HEAD {
        return bytes;
    }
    // A character of UTF-8 begins with no byte of the form 10xxxxxx; a place divisible by four cuts none of UTF-16 but
    // a pair, of which an XML head has none.
    let is_inside = |at: usize| bytes[at] & 0xC0 == 0x80;
    let end = (HEAD - 4..=HEAD).rev().find(|&at| !is_inside(at));
    &bytes[..end.unwrap_or(HEAD)]
}

/// Whether the first sign is a `<`, in UTF-8 or UTF-16.
fn begins_like_xml(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"];
    let rest = marks.iter().find_map(|mark| bytes.strip_prefix(*mark));
    let mut signs = rest.unwrap_or(bytes).iter();
    signs.find(|byte| !byte.is_ascii_whitespace() && **byte != 0) == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_root_element() {
        let kind = |text: &str| document_kind(text.as_bytes());
        assert_eq!(
            kind("\u{feff}<?xml version=\"1.0\"?>\n<auditfile xmlns=\"x\"><header/>"),
            Some(DocumentKind::Auditfile)
        );
        assert_eq!(kind("<u:Invoice xmlns:u=\"x\">"), Some(DocumentKind::Ubl));
        assert_eq!(kind("<html><body>"), None);
        assert_eq!(kind("a;b\n<auditfile>;1\n"), None);
        assert_eq!(
            kind("<!DOCTYPE a><auditfile/>"),
            Some(DocumentKind::Auditfile),
            "which is refused when it is read"
        );
        let wide: Vec<u8> = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-16\"?><auditfile/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(document_kind(&wide), Some(DocumentKind::Auditfile));
    }

    #[test]
    fn a_long_document_is_told_by_its_head() {
        let mut text = "<auditfile><a>".to_owned();
        while text.len() < HEAD + 10 {
            text.push('é');
        }
        for cut in 0..3 {
            let shifted = format!("{}{text}", " ".repeat(cut));
            let kind = document_kind(shifted.as_bytes());
            assert_eq!(kind, Some(DocumentKind::Auditfile), "{cut}");
        }
    }
}
