//! Parts of the messages and hints of a ledger that cannot be read.

use arrears_formats::{DocumentKind, FormatError};

use crate::{AdministrationFrom, Table};

pub(super) fn format_hint(source: &FormatError) -> Option<String> {
    Some(match source {
        FormatError::UnknownEncoding { .. } => {
            "names are those of the web, such as `utf-8`, `windows-1252`, `iso-8859-15`, `utf-16le`, and `cp850` of DOS"
                .to_owned()
        }
        FormatError::NotInEncoding { .. } => {
            "leave `encoding` out to have it found, or set the one the file was written in"
                .to_owned()
        }
        FormatError::NotText { .. }
        | FormatError::Workbook { .. }
        | FormatError::Archive { .. } => {
            "save it as CSV, Excel (xlsx, xls, ods) or Parquet".to_owned()
        }
        FormatError::Locked => "open it, take the password off and save it again".to_owned(),
        FormatError::UnknownXml { .. } => {
            "XML Auditfile Financieel (3.0 to 3.2), UBL invoices and CAMT.053 are read; else save it as CSV or Excel".to_owned()
        }
        FormatError::Xml { .. } => {
            "export it again: a file that is cut off or edited by hand is not read in part"
                .to_owned()
        }
        FormatError::NoStatement { .. } => {
            "export the statements of the day instead, as CAMT.053 or MT940".to_owned()
        }
        FormatError::OtherDocument => {
            "name nothing but bank statements in the `path` of the payments".to_owned()
        }
        FormatError::NoSheet { .. } => {
            "name one of them with `sheet` in the section of the table".to_owned()
        }
        _ => return None,
    })
}

pub(super) fn administration_text(from: AdministrationFrom) -> &'static str {
    match from {
        AdministrationFrom::Folder => "folder",
        AdministrationFrom::Wildcard => "wildcard",
    }
}

pub(super) fn nearest_text(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|nearest| format!(" (did you mean `{nearest}`?)"))
        .unwrap_or_default()
}

pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 40;
    let mut text = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", arrears_formats::shown(name)))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

pub(super) fn empty_text(n_read: u64, first: &Option<String>) -> String {
    match (n_read, first) {
        (0, _) | (_, None) => "its invoices have no row".to_owned(),
        (1, Some(first)) => format!("its one invoice row could not be used: {first}"),
        (n_read, Some(first)) => {
            format!("none of its {n_read} invoice rows could be used; first, {first}")
        }
    }
}

/// Why values that fit two ways are not read in one of them.
pub(super) fn too_few(n_telling: u64) -> String {
    match n_telling {
        0 => "no other value tells".to_owned(),
        1 => "the one value that tells may be a mistake".to_owned(),
        n => format!("the {n} values that tell are too few to go by"),
    }
}

/// Which tables a document may hold.
pub(super) fn document_hint(kind: DocumentKind, tables: &[Table]) -> String {
    let sections: Vec<String> = tables
        .iter()
        .map(|table| format!("`[ledger.{table}]`"))
        .collect();
    format!("{kind} may be the `path` of {}", sections.join(", "))
}

/// What else may be meant where a row names another currency.
pub(super) fn already_in_ledgers(ledger: &str, table: Table) -> String {
    format!(
        "if the amounts are already in {ledger}, remove `currency` under `[ledger.{table}.columns]`"
    )
}

/// How folders of one name are told apart.
pub(super) fn two_folders_hint(table: Table) -> String {
    format!(
        "give the folders different names, or set `administration = \"wildcard\"` and a `path` under `[ledger.{table}]` \
                 whose first `*` tells them apart, or name a column: `administration = \"<column in the file>\"` under \
                 `[ledger.{table}.columns]`"
    )
}

/// How to say what negative amounts mean.
pub(super) fn negative_hint(table: Table) -> String {
    format!(
        "set `negative` under `[ledger.{table}]`: `\"size\"` where they are written as negative amounts, \
         `\"taken-back\"` where a negative one takes an earlier one back"
    )
}
