//! Tables of a ledger drawn from documents: audit files, folders of invoices.
//!
//! A document is read in its own words by `arrears-formats`; here it is decided what a record means, and a table in
//! canonical columns is made of it, which then goes the way of every other. A record that cannot be used is refused with
//! its line in the document. What a document says beyond its tables is told in words.

mod auditfile;
pub(crate) mod bank;
mod drawn;
mod matching;
mod parts;
mod ubl;

use std::path::Path;

use arrears_formats::{Document, DocumentKind};

use super::files::{FileRef, in_folder};
use super::plan::PlannedColumn;
use super::source::RawFile;
use crate::{LedgerConfig, LedgerError, Table};

pub(crate) use drawn::{Drawn, Refused};
pub use matching::MatchMethod;
pub(crate) use parts::{holds_documents, kinds_of, unused_payments};

/// A document that was read, by its name.
pub(crate) struct Read {
    /// The file; within an archive `archive.zip/file.xml`.
    pub name: String,
    /// What it says.
    pub document: Document,
}

/// A table drawn from the documents that its files are; `None` where they are none.
pub(crate) fn load(
    table: Table,
    config: &LedgerConfig,
    files: &[FileRef],
    planned: &[PlannedColumn],
) -> Result<Option<Vec<RawFile>>, LedgerError> {
    let Some(kind) = kind_for(table, files)? else {
        return Ok(None);
    };
    let path = config.table(table).map_or("", |table| table.path.as_str());
    let drawn = draw(table, kind, config, path, files)?;
    let raw = drawn.into_iter().map(|drawn| drawn.into_raw(planned));
    raw.collect::<Result<Vec<_>, _>>().map(Some)
}

/// The tables that documents of a kind hold.
pub(crate) fn tables_in(kind: DocumentKind) -> &'static [Table] {
    match kind {
        DocumentKind::Auditfile => &[Table::Customers, Table::Invoices, Table::Payments],
        DocumentKind::Ubl => &[Table::Invoices],
        DocumentKind::Camt053 | DocumentKind::Mt940 => &[Table::Payments],
    }
}

/// The kind of documents that a table is drawn from: the first that holds it; `None` where the files are none.
fn kind_for(table: Table, files: &[FileRef]) -> Result<Option<DocumentKind>, LedgerError> {
    let kinds = kinds_of(files)?;
    let mut found = kinds.iter().copied().flatten();
    let first = found.clone().next();
    Ok(found
        .find(|kind| tables_in(*kind).contains(&table))
        .or(first))
}

/// Whether files are bank statements, of which payments are made by matching.
pub(crate) fn are_statements(files: &[FileRef]) -> Result<bool, LedgerError> {
    Ok(kind_for(Table::Payments, files)?.is_some_and(DocumentKind::is_statement))
}

/// Whether the customers are drawn from the same records as the invoices.
pub(crate) fn shares_customers(files: &[FileRef]) -> Result<bool, LedgerError> {
    Ok(kind_for(Table::Customers, files)? != Some(DocumentKind::Auditfile))
}

/// Draws a table from files of a kind; `path` is what the config calls them together.
pub(crate) fn draw(
    table: Table,
    kind: DocumentKind,
    config: &LedgerConfig,
    path: &str,
    files: &[FileRef],
) -> Result<Vec<Drawn>, LedgerError> {
    let (files, passed) = parts::apart(files, kind)?;
    let mut drawn = match kind {
        _ if !tables_in(kind).contains(&table) => Err(LedgerError::NotInDocument {
            file: path.to_owned(),
            kind,
            table,
            tables: tables_in(kind).to_vec(),
        }),
        DocumentKind::Auditfile => {
            let accounts = accounts(config, table);
            auditfile::draw(table, &parts::read_all(&files, kind)?, accounts)
        }
        DocumentKind::Ubl => ubl::draw(path, &files).map(|drawn| vec![drawn]),
        DocumentKind::Camt053 | DocumentKind::Mt940 => Ok(Vec::new()),
    }?;
    drawn.extend(passed.into_iter().map(|mut passed| {
        // Statements that the payments are drawn from are not lost where another table passes over them.
        if config.payments.is_some() {
            passed.doubts.clear();
        }
        passed
    }));
    Ok(drawn)
}

/// The tables of a document.
pub(crate) struct Tables {
    /// What it is.
    pub kind: DocumentKind,
    /// The tables that a ledger draws from it.
    pub drawn: Vec<(Table, Vec<Drawn>)>,
    /// Why no ledger can be drawn from it, if none can.
    pub no_ledger: Option<String>,
    /// It as it was read, where its own tables are shown; statements are as many as there are.
    pub own: Vec<Read>,
}

/// All tables of a document or a folder of them, for a look at it; `None` where it is none.
pub(crate) fn look(path: &Path, name: &str) -> Result<Option<Tables>, LedgerError> {
    let files = in_place(path, name)?;
    let Some(kind) = kinds_of(&files)?.into_iter().flatten().next() else {
        return Ok(None);
    };
    let config = LedgerConfig::default();
    let (mut drawn, mut no_ledger) = (Vec::new(), None);
    for table in tables_in(kind) {
        match draw(*table, kind, &config, name, &files) {
            Ok(found) => drawn.push((*table, found)),
            Err(error @ LedgerError::NoLedgerInDocument { .. }) => {
                no_ledger = Some(error.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    let (files, _) = parts::apart(&files, kind)?;
    let own = match files.as_slice() {
        [_] if kind != DocumentKind::Ubl => parts::read_all(&files, kind)?,
        _ if kind.is_statement() => parts::read_all(&files, kind)?,
        _ => Vec::new(),
    };
    let is_shown = own.len() == 1 || kind.is_statement();
    Ok(Some(Tables {
        kind,
        drawn,
        no_ledger,
        own: if is_shown { own } else { Vec::new() },
    }))
}

/// The file that a path names, or the files of the folder that it is.
fn in_place(path: &Path, name: &str) -> Result<Vec<FileRef>, LedgerError> {
    let metadata = std::fs::metadata(path).map_err(|source| LedgerError::Io {
        path: path.to_path_buf(),
        source,
    })?;
    if metadata.is_dir() {
        return in_folder(name, path);
    }
    if !metadata.is_file() {
        return Err(LedgerError::NotAFile {
            path: path.to_path_buf(),
        });
    }
    Ok(vec![FileRef::of(
        name.to_owned(),
        path.to_path_buf(),
        &metadata,
    )])
}

/// The accounts that the config names as receivables: of the table, else of the invoices.
fn accounts(config: &LedgerConfig, table: Table) -> &[String] {
    let of = |table| {
        let accounts = config
            .table(table)
            .map(|table| table.receivables_accounts.as_slice());
        accounts.filter(|accounts| !accounts.is_empty())
    };
    of(table)
        .or_else(|| of(Table::Invoices))
        .unwrap_or_default()
}
