//! Documents among the files: what a ledger draws from them needs no mapping.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use arrears_formats::{DocumentKind, TextTable};

use super::combine::{confirm_pattern, pattern};
use super::{Proposal, TableProposal, file_ref};
use crate::read::document::{Drawn, draw, kinds_of, tables_in};
use crate::read::files::{FileRef, in_folder};
use crate::{LedgerConfig, LedgerError, Table};

/// Documents of a kind; statements are one, however a bank writes them.
#[derive(Default)]
struct Found {
    kinds: BTreeSet<DocumentKind>,
    paths: Vec<PathBuf>,
    files: Vec<FileRef>,
}

/// Proposes the tables of the documents among `files`, and gives the files that are none. A folder is the files in it.
pub(super) fn take(
    files: &[PathBuf],
    proposal: &mut Proposal,
) -> Result<Vec<PathBuf>, LedgerError> {
    let mut documents: BTreeMap<DocumentKind, Found> = BTreeMap::new();
    let mut others = Vec::new();
    for path in files {
        let found = if path.is_dir() {
            in_folder(&path.display().to_string(), path)?
        } else {
            vec![file_ref(path)?]
        };
        let kinds = kinds_of(&found)?;
        if kinds.iter().all(Option::is_none) {
            others.push(path.clone());
            continue;
        }
        for (file, kind) in found.into_iter().zip(kinds) {
            let Some(kind) = kind else {
                proposal.unrecognised.push((
                    file.path,
                    "it is no document that can be read, and is passed over".to_owned(),
                ));
                continue;
            };
            let group = documents.entry(group(kind)).or_default();
            group.kinds.insert(kind);
            group.files.push(file);
            if group.paths.last() != Some(path) {
                group.paths.push(path.clone());
            }
        }
    }
    for (kind, found) in documents {
        proposal.add_documents(kind, &found)?;
    }
    Ok(others)
}

fn group(kind: DocumentKind) -> DocumentKind {
    match kind.is_statement() {
        true => DocumentKind::Camt053,
        false => kind,
    }
}

impl Proposal {
    fn add_documents(&mut self, kind: DocumentKind, found: &Found) -> Result<(), LedgerError> {
        let Found {
            kinds,
            paths,
            files,
        } = found;
        let path = self.one_path(paths);
        let label: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let label = label.join(" and ");
        let name = path.display().to_string();
        for table in tables_in(kind) {
            // What a statement pays is told by the invoices, which are not read yet.
            let drawn = if kind.is_statement() {
                Ok(Vec::new())
            } else {
                draw(*table, kind, &LedgerConfig::default(), &name, files)
            };
            match drawn {
                Ok(drawn) => self.add_table(*table, &label, path.clone(), &drawn),
                Err(error @ LedgerError::NoLedgerInDocument { .. }) => {
                    let hint = error.hint().unwrap_or_default();
                    self.unrecognised.push((path, format!("{error}; {hint}")));
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        if kind == DocumentKind::Ubl {
            self.add_table(Table::Customers, &label, path, &[]);
        }
        Ok(())
    }

    /// The one path of several files: a pattern, where one names them. Else the first, and the others are told.
    fn one_path(&mut self, paths: &[PathBuf]) -> PathBuf {
        let [first, others @ ..] = paths else {
            return PathBuf::new();
        };
        if others.is_empty() {
            return first.clone();
        }
        if let Some(pattern) = pattern(paths) {
            self.doubts.push(confirm_pattern(&pattern, paths.len()));
            return pattern;
        }
        for other in others {
            self.unrecognised.push((
                other.clone(),
                format!(
                    "no pattern names it together with `{}`: put both into one folder and give that",
                    first.display()
                ),
            ));
        }
        first.clone()
    }

    fn add_table(&mut self, table: Table, label: &str, path: PathBuf, drawn: &[Drawn]) {
        if self.tells_of_another(table, &path) {
            return;
        }
        let n_rows = drawn.iter().map(|drawn| drawn.table.n_rows() as u64).sum();
        if table == Table::Invoices {
            let tables = drawn.iter().map(|drawn| &drawn.table);
            self.doubts.extend(without_due_date(&path, tables));
            for drawn in drawn {
                let told = drawn.doubts.iter();
                self.doubts
                    .extend(told.map(|doubt| format!("`{}`: {doubt}", drawn.name)));
            }
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
            unknown_kinds: Vec::new(),
            dialect: Some(label.to_owned()),
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
