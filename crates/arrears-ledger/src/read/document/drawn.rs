//! A table drawn from documents, and the records that could not be used.

use arrears_formats::{DocumentKind, TableBuilder, TextTable};

use super::super::plan::{PlannedColumn, locate};
use super::super::source::{Places, RawColumn, RawFile, unused};
use crate::{LedgerError, RejectKind};

/// A table drawn from a document, or from many that are one folder.
pub(crate) struct Drawn {
    /// Name for messages.
    pub name: String,
    /// Its rows, in canonical columns.
    pub table: TextTable,
    /// The file of each row, where there are many: names, and by row the position of its name.
    pub parts: Option<(Vec<String>, Vec<u32>)>,
    /// Records that could not be used.
    pub refused: Vec<Refused>,
    /// How it was read, in words.
    pub words: String,
    /// What speaks against the whole file.
    pub doubts: Vec<String>,
}

/// A record that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The file in a folder or archive, where there are many.
    pub file: Option<String>,
    /// Line on which it begins.
    pub line: u64,
    /// The element at fault.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What kind of fault it is.
    pub kind: RejectKind,
    /// Why, and what would be right.
    pub reason: String,
    /// Its amount, where it can be read.
    pub cents: Option<i64>,
}

impl Drawn {
    /// A file that is not read: `what` it is, and as what it would be.
    pub fn passed_over(name: &str, what: &str, kind: DocumentKind) -> Drawn {
        let wanted = match kind.is_statement() {
            true => "a bank statement",
            false => kind.name(),
        };
        Drawn {
            name: name.to_owned(),
            table: TextTable::default(),
            parts: None,
            refused: Vec::new(),
            words: format!("it is {what}, expected {wanted}"),
            doubts: Vec::new(),
        }
    }

    /// The same as columns of a file.
    pub fn into_raw(self, planned: &[PlannedColumn]) -> Result<RawFile, LedgerError> {
        if self.table.header.is_empty() {
            return Ok(RawFile {
                doubts: self.doubts,
                ..RawFile::passed_over(self.name, &self.words)
            });
        }
        let located = locate(planned, &self.name, &self.table.header)?;
        let unused = unused(&self.table.header, &located, &[], &[]);
        let (columns, lines, ragged) = self.table.into_parts();
        Ok(RawFile {
            name: self.name,
            n_rows: lines.len(),
            columns: columns.into_iter().map(RawColumn::Text).collect(),
            located,
            selectors: Vec::new(),
            unused,
            places: match self.parts {
                Some((names, parts)) => Places::Parts {
                    names,
                    parts,
                    lines,
                },
                None => Places::Lines(lines),
            },
            ragged,
            refused: self.refused,
            dialect: Some(self.words),
            doubts: self.doubts,
            is_document: true,
        })
    }
}

/// Rows in canonical columns on their way to a table: each row names what it fills.
pub(super) struct Rows {
    header: &'static [&'static str],
    builder: TableBuilder,
    /// By column, whether it stays: it must, or some row fills it.
    stays: Vec<bool>,
}

impl Rows {
    /// No rows yet. The first `n_required` columns stay, filled or not; of the others those that some row fills.
    pub fn new(header: &'static [&'static str], n_required: usize) -> Rows {
        Rows {
            header,
            builder: TableBuilder::new("rows", header),
            stays: (0..header.len()).map(|at| at < n_required).collect(),
        }
    }

    /// Adds a row: name of a column and its cell; what is not named is empty.
    pub fn push(
        &mut self,
        name: &str,
        line: u64,
        cells: &[(&str, &str)],
    ) -> Result<(), LedgerError> {
        let cell = |column: &str| {
            let found = cells.iter().find(|(name, _)| *name == column);
            found.map_or("", |(_, cell)| *cell)
        };
        let row: Vec<&str> = self.header.iter().map(|column| cell(column)).collect();
        for (stays, cell) in self.stays.iter_mut().zip(&row) {
            *stays |= !cell.is_empty();
        }
        let pushed = self.builder.push(line, row);
        pushed.map_err(|source| LedgerError::Format {
            file: name.to_owned(),
            source,
        })
    }

    /// The table.
    pub fn finish(self) -> TextTable {
        let mut table = self.builder.finish().table;
        let mut stays = self.stays.iter();
        table.columns.retain(|_| *stays.next().unwrap_or(&true));
        let mut stays = self.stays.iter();
        table.header.retain(|_| *stays.next().unwrap_or(&true));
        table.head.clone_from(&table.header);
        table
    }
}

/// An amount of cents as a ledger is given it: `1210.00`.
pub(super) fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        cents.unsigned_abs() / 100,
        cents.unsigned_abs() % 100
    )
}

/// `1 invoice`, `3 invoices`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}
