//! Which rows of a file a table takes: `only = { "<column>" = ["value", ...] }`.
//!
//! One file of open items can serve invoices and payments. Each of its tables takes the rows that its `only`
//! names; the first of them also answers for the rows that no table takes, so that over all tables of a file
//! rows in = used + rejected.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::files::FileRef;
use super::plan::nearest;
use super::source::RawFile;
use crate::{LedgerConfig, LedgerError, Table, TableConfig};

/// Column in the file = the values it may have.
pub(crate) type Only = BTreeMap<String, Vec<String>>;

/// What the tables of one file say about its rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The table's own condition; empty where it takes all rows.
    own: Only,
    /// Conditions of the other tables of the file, where this table answers for the rows that none takes.
    others: Vec<(Table, Only)>,
    /// Whether this table answers for the rest of the file.
    pub answers: bool,
}

/// Whose a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This table's.
    Own,
    /// Another table's, or for another to answer for.
    Other,
    /// No table's.
    Nobody,
}

impl Selection {
    /// The columns of the file that are needed to tell.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let others = self.others.iter().flat_map(|(_, only)| only.keys());
        self.own.keys().chain(others).map(String::as_str)
    }

    /// The table's own columns must be there; those of the others are told of when their table is read.
    pub fn check(&self, table: Table, file: &str, header: &[String]) -> Result<(), LedgerError> {
        match self.own.keys().find(|column| !header.contains(column)) {
            None => Ok(()),
            Some(column) => Err(LedgerError::MissingColumn {
                file: file.to_owned(),
                table,
                canonical: "only".into(),
                wanted: column.as_str().into(),
                present: header.to_vec(),
                nearest: nearest(column, header.iter().map(String::as_str)),
            }),
        }
    }

    /// Whose each row of a file is; `None` where all are the table's own.
    pub fn owners(&self, file: &RawFile) -> Option<Vec<Owner>> {
        if self.own.is_empty() {
            return None;
        }
        let owner = |row: usize| {
            let mut others = self.others.iter();
            if takes(&self.own, file, row) {
                Owner::Own
            } else if !self.answers || others.any(|(_, only)| takes(only, file, row)) {
                Owner::Other
            } else {
                Owner::Nobody
            }
        };
        Some((0..file.n_rows).map(owner).collect())
    }

    /// Column, value and reason for a row that is nobody's.
    pub fn refusal(&self, table: Table, file: &RawFile, row: usize) -> (String, String, String) {
        let column = self.own.keys().next().cloned().unwrap_or_default();
        let value = file.selector(&column, row).unwrap_or_default();
        let mut wanted = vec![in_words(table, &self.own)];
        wanted.extend(
            self.others
                .iter()
                .map(|(table, only)| in_words(*table, only)),
        );
        let reason = format!("no table takes it: {}", wanted.join("; "));
        (column, value, reason)
    }
}

fn takes(only: &Only, file: &RawFile, row: usize) -> bool {
    only.iter().all(|(column, values)| {
        file.selector(column, row)
            .is_some_and(|cell| values.iter().any(|value| value.trim() == cell.trim()))
    })
}

fn in_words(table: Table, only: &Only) -> String {
    let columns: Vec<String> = only
        .iter()
        .map(|(column, values)| format!("`{column}` is `{}`", values.join("`, `")))
        .collect();
    format!("`{table}` those where {}", columns.join(" and "))
}

/// A file as one source of rows: its place, and its sheet.
type Source = (PathBuf, Option<String>);

/// For every table and file, what of it is the table's.
#[derive(Debug, Default)]
pub(crate) struct Selections {
    /// Tables by source, in the order of reading.
    by_source: BTreeMap<Source, Vec<(Table, Only)>>,
}

impl Selections {
    /// Notes the files of a table; in the order in which tables are read.
    pub fn note(&mut self, table: Table, config: &TableConfig, files: &[FileRef]) {
        for file in files {
            let tables = self.by_source.entry(source(config, file)).or_default();
            tables.push((table, config.only.clone()));
        }
    }

    /// What of a file is a table's.
    pub fn of(&self, table: Table, config: &TableConfig, file: &FileRef) -> Selection {
        let tables = self.by_source.get(&source(config, file));
        let tables = tables.map_or(&[] as &[_], Vec::as_slice);
        let is_first = tables.first().is_none_or(|(first, _)| *first == table);
        // A table without a condition takes every row: none is left.
        let some_take_all = tables.iter().any(|(_, only)| only.is_empty());
        let others = tables.iter().filter(|(other, _)| *other != table);
        Selection {
            own: config.only.clone(),
            others: others.cloned().collect(),
            answers: is_first && !some_take_all,
        }
    }

    /// Whether a table is the first to read a file: it tells of the rows that cannot be split.
    pub fn is_first(&self, table: Table, config: &TableConfig, file: &FileRef) -> bool {
        let tables = self.by_source.get(&source(config, file));
        tables
            .and_then(|tables| tables.first())
            .is_none_or(|(first, _)| *first == table)
    }
}

fn source(config: &TableConfig, file: &FileRef) -> Source {
    let path = file
        .path
        .canonicalize()
        .unwrap_or_else(|_| file.path.clone());
    (path, config.sheet.clone())
}

/// The order in which tables are read.
pub(crate) const READING_ORDER: [Table; 7] = [
    Table::Invoices,
    Table::Customers,
    Table::Payments,
    Table::Reminders,
    Table::Disputes,
    Table::Promises,
    Table::Signals,
];

/// The tables of a config in the order of reading.
pub(crate) fn tables(config: &LedgerConfig) -> impl Iterator<Item = (Table, &TableConfig)> {
    READING_ORDER
        .into_iter()
        .filter_map(|table| Some((table, config.table(table)?)))
}
