//! A document as it is seen: the tables that a ledger draws from it, and its own.

use std::collections::BTreeSet;
use std::path::Path;

use arrears_formats::{DocumentKind, Layout, TableBuilder, TextTable};
use serde::Serialize;

use super::{Look, lines};
use crate::read::document::{self, Drawn, Read, Refused, Tables};
use crate::read::seen::Seen;
use crate::{LedgerError, Table};

/// What a document is, and the tables it has.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentLook {
    /// Its format.
    pub format: String,
    /// The table that is shown.
    pub table: String,
    /// All that may be shown, each with its number of rows: those that a ledger draws from it, then its own.
    pub tables: Vec<(String, usize)>,
}

/// Records shown that could not be used.
const FIRST_REFUSED: usize = 5;

/// Looks at a document or a folder of them; `None` where it is none.
pub(super) fn look(
    path: &Path,
    name: &str,
    wanted: Option<&str>,
) -> Result<Option<Look>, LedgerError> {
    let Some(Tables {
        kind,
        drawn,
        no_ledger,
        own,
    }) = document::look(path, name)?
    else {
        return Ok(None);
    };
    let mut tables: Vec<(String, TextTable, Vec<String>)> = Vec::new();
    let mut of_all: Vec<String> = document::unused_payments(kind).into_iter().collect();
    for (table, drawn) in drawn {
        // What a statement pays is told by the invoices, which are not here.
        if kind.is_statement() {
            of_all.extend(doubts(&drawn));
            continue;
        }
        let doubts = doubts(&drawn);
        let drawn = drawn.into_iter().map(|drawn| (None, drawn.table));
        tables.push((table.to_string(), joined(drawn.collect(), name)?, doubts));
    }
    let format = formats(kind, &own);
    for (own, table) in own_tables(own, name)? {
        tables.push((own, table, Vec::new()));
    }
    let names: Vec<(String, usize)> = tables
        .iter()
        .map(|(name, table, _)| (name.clone(), table.n_rows()))
        .collect();
    let first = match kind.is_statement() {
        true => "entries",
        false => Table::Invoices.name(),
    };
    let shown = wanted.unwrap_or(first);
    let named =
        |(known, n_rows): &(String, usize)| known == shown && (wanted.is_some() || *n_rows > 0);
    // Without invoices, the first table with something in it: of statements, their entries.
    let filled = || names.iter().position(|(_, n_rows)| *n_rows > 0);
    let position = match (names.iter().position(named), wanted) {
        (Some(position), _) => position,
        (None, None) if !names.is_empty() => filled().unwrap_or(0),
        (None, _) => {
            return Err(LedgerError::NoTableInDocument {
                file: name.to_owned(),
                wanted: shown.to_owned(),
                tables: names.into_iter().map(|(name, _)| name).collect(),
            });
        }
    };
    let (table_name, table, mut doubts) = tables.swap_remove(position);
    doubts.extend(no_ledger);
    doubts.extend(of_all);
    Ok(Some(of(format, table_name, names, table, doubts)))
}

/// The formats of all documents; of one that is not shown by itself, that of the first.
fn formats(kind: DocumentKind, own: &[Read]) -> String {
    let kinds = own.iter().map(|read| read.document.kind).chain([kind]);
    let kinds: BTreeSet<DocumentKind> = kinds.collect();
    let names: Vec<String> = kinds.iter().map(DocumentKind::to_string).collect();
    names.join(" and ")
}

fn of(
    format: String,
    table_name: String,
    tables: Vec<(String, usize)>,
    table: TextTable,
    doubts: Vec<String>,
) -> Look {
    let mut layout = Layout::default();
    (layout.width, layout.n_header) = (table.header.len(), 1);
    let mut look = Look::of(Seen {
        written: format.clone(),
        layout,
        table,
        is_sheet: true,
        ..Seen::nothing()
    });
    look.doubts.splice(0..0, doubts);
    look.document = Some(DocumentLook {
        format,
        table: table_name,
        tables,
    });
    look
}

/// What a person should look at in a table drawn: how it was read, and what could not be used.
fn doubts(drawn: &[Drawn]) -> Vec<String> {
    let words = |drawn: &Drawn| match drawn.table.header.is_empty() {
        true => format!("`{}` is passed over: {}", drawn.name, drawn.words),
        false => drawn.words.clone(),
    };
    let mut doubts: Vec<String> = drawn.iter().map(words).collect();
    doubts.extend(drawn.iter().flat_map(|drawn| drawn.doubts.clone()));
    let refused: Vec<(&str, &Refused)> = drawn
        .iter()
        .flat_map(|drawn| {
            drawn
                .refused
                .iter()
                .map(|refused| (drawn.name.as_str(), refused))
        })
        .collect();
    for (name, refused) in refused.iter().take(FIRST_REFUSED) {
        let name = refused.file.as_deref().unwrap_or(name);
        let at = if refused.column.is_empty() {
            String::new()
        } else {
            format!(", `{}` is `{}`", refused.column, refused.value)
        };
        doubts.push(format!(
            "`{name}` line {}{at}: {}",
            refused.line, refused.reason
        ));
    }
    if refused.len() > FIRST_REFUSED {
        let more = lines(refused.len() - FIRST_REFUSED);
        doubts.push(format!("and {more} more that a ledger rejects"));
    }
    doubts
}

/// The tables that documents have of their own; those of several documents are one, with the file of each row.
fn own_tables(read: Vec<Read>, name: &str) -> Result<Vec<(String, TextTable)>, LedgerError> {
    let is_many = read.len() > 1;
    let mut tables: Vec<(String, Vec<Part>)> = Vec::new();
    for read in read {
        for found in read.document.tables {
            let part = (is_many.then(|| read.name.clone()), found.table);
            match tables.iter_mut().find(|(name, _)| name == found.name) {
                Some((_, parts)) => parts.push(part),
                None => tables.push((found.name.to_owned(), vec![part])),
            }
        }
    }
    let tables = tables.into_iter();
    tables
        .map(|(own, parts)| Ok((own, joined(parts, name)?)))
        .collect()
}

/// A table, and the file that its rows are to name.
type Part = (Option<String>, TextTable);

/// The tables of several documents as one: the columns of all, in the order in which they come.
fn joined(mut parts: Vec<Part>, name: &str) -> Result<TextTable, LedgerError> {
    if parts.len() == 1 {
        return Ok(parts.remove(0).1);
    }
    let names_file = parts.iter().any(|(file, _)| file.is_some());
    let mut header: Vec<&str> = if names_file { vec!["file"] } else { Vec::new() };
    for column in parts.iter().flat_map(|(_, table)| &table.header) {
        if !header.contains(&column.as_str()) {
            header.push(column);
        }
    }
    let mut builder = TableBuilder::new("rows", &header);
    for (file, table) in &parts {
        let places: Vec<Option<usize>> = header.iter().map(|name| table.position(name)).collect();
        for row in 0..table.n_rows() {
            let cells = places.iter().enumerate().map(|(index, place)| match place {
                Some(at) => table.columns[*at].get(row),
                None if index == 0 => file.as_deref().unwrap_or_default(),
                None => "",
            });
            let pushed = builder.push(table.line(row), cells);
            pushed.map_err(|source| LedgerError::Format {
                file: name.to_owned(),
                source,
            })?;
        }
    }
    Ok(builder.finish().table)
}
