//! Documents among the files: what a ledger draws from them needs no mapping.

use std::collections::BTreeMap;
use std::path::PathBuf;

use arrears_formats::{DocumentKind, TextTable};

use super::combine::pattern;
use super::{Proposal, TableProposal, file_ref};
use crate::read::document::{Drawn, draw, kind_of, tables_in};
use crate::read::files::{FileRef, in_folder};
use crate::{LedgerConfig, LedgerError, Table};

/// Proposes the tables of the documents among `files`, and gives the files that are none. A folder is its XML files.
pub(super) fn take(
    files: &[PathBuf],
    proposal: &mut Proposal,
) -> Result<Vec<PathBuf>, LedgerError> {
    let mut documents: BTreeMap<DocumentKind, Vec<(PathBuf, Vec<FileRef>)>> = BTreeMap::new();
    let mut others = Vec::new();
    for path in files {
        let found = if path.is_dir() {
            in_folder(&path.display().to_string(), path)?
        } else {
            vec![file_ref(path)?]
        };
        match kind_of(&found)? {
            Some(kind) => documents
                .entry(kind)
                .or_default()
                .push((path.clone(), found)),
            None => others.push(path.clone()),
        }
    }
    for (kind, found) in documents {
        let paths: Vec<PathBuf> = found.iter().map(|(path, _)| path.clone()).collect();
        let files: Vec<FileRef> = found.into_iter().flat_map(|(_, files)| files).collect();
        proposal.add_documents(kind, &paths, &files)?;
    }
    Ok(others)
}

impl Proposal {
    fn add_documents(
        &mut self,
        kind: DocumentKind,
        paths: &[PathBuf],
        files: &[FileRef],
    ) -> Result<(), LedgerError> {
        let path = match paths {
            [path] => path.clone(),
            // Without a common name they cannot be one path: the first is proposed, the others are told.
            _ => pattern(paths).unwrap_or_else(|| paths[0].clone()),
        };
        let name = path.display().to_string();
        for table in tables_in(kind) {
            // What a statement pays is told by the invoices, which are not read yet.
            let drawn = if kind.is_statement() {
                Ok(Vec::new())
            } else {
                draw(*table, kind, &LedgerConfig::default(), &name, files)
            };
            match drawn {
                Ok(drawn) => self.add_table(*table, kind, path.clone(), &drawn),
                Err(error @ LedgerError::NoLedgerInDocument { .. }) => {
                    let hint = error.hint().unwrap_or_default();
                    self.unrecognised.push((path, format!("{error}; {hint}")));
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        if kind == DocumentKind::Ubl {
            self.add_table(Table::Customers, kind, path, &[]);
        }
        Ok(())
    }

    fn add_table(&mut self, table: Table, kind: DocumentKind, path: PathBuf, drawn: &[Drawn]) {
        let n_rows = drawn.iter().map(|drawn| drawn.table.n_rows() as u64).sum();
        if table == Table::Invoices {
            let tables = drawn.iter().map(|drawn| &drawn.table);
            self.doubts.extend(without_due_date(&path, tables));
            if let Some(currency) = currency(drawn) {
                self.config.currency = currency;
            }
        }
        self.tables.push(TableProposal {
            table,
            path,
            sheet: None,
            only: BTreeMap::new(),
            n_rows,
            columns: Vec::new(),
            missing: Vec::new(),
            unmapped: Vec::new(),
            dialect: Some(kind.to_string()),
            date_order: None,
            decimal_mark: None,
        });
    }
}

/// What is to be set where invoices say neither when they are due nor in how many days.
fn without_due_date<'a>(
    path: &std::path::Path,
    tables: impl Iterator<Item = &'a TextTable>,
) -> Option<String> {
    let (mut n_without, mut n_rows) = (0, 0);
    for table in tables {
        let says = |row: usize, name: &str| {
            let position = table.position(name);
            position.is_some_and(|position| !table.columns[position].get(row).is_empty())
        };
        n_rows += table.n_rows();
        n_without += (0..table.n_rows())
            .filter(|row| !says(*row, "due_date") && !says(*row, "payment_terms_days"))
            .count();
    }
    (n_without > 0).then(|| {
        format!(
            "`{}`: {n_without} of {n_rows} invoices do not say when they are due: set `payment_terms_days` under `[ledger.invoices]`",
            path.display()
        )
    })
}

/// The one currency of the invoices drawn.
fn currency(drawn: &[Drawn]) -> Option<String> {
    let mut cells = drawn.iter().flat_map(|drawn| {
        let table = &drawn.table;
        let position = table.position("currency");
        let column = position.map(|position| &table.columns[position]);
        (0..table.n_rows()).filter_map(move |row| column.map(|column| column.get(row)))
    });
    let first = cells.next()?.to_owned();
    cells.all(|cell| cell == first).then_some(first)
}
