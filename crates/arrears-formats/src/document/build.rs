//! Records of a document, collected into a table of text.

use super::DocumentTable;
use crate::{Element, FormatError, TextColumn, TextTable};

/// A column: its name, and where in a record its cell stands (names of elements; `@name` at the end for an attribute).
pub(super) type Field = (&'static str, &'static [&'static str]);

/// Collects records, a row each.
#[derive(Debug)]
pub struct TableBuilder {
    name: &'static str,
    header: Vec<String>,
    columns: Vec<TextColumn>,
    lines: Vec<u32>,
}

impl TableBuilder {
    /// A table without rows.
    pub fn new(name: &'static str, header: &[&str]) -> TableBuilder {
        TableBuilder {
            name,
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            columns: vec![TextColumn::default(); header.len()],
            lines: Vec::new(),
        }
    }

    /// Adds a row: as many cells as there are columns.
    pub fn push<'a>(
        &mut self,
        line: u64,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), FormatError> {
        let mut cells = cells.into_iter();
        for (column, name) in self.columns.iter_mut().zip(&self.header) {
            if !column.push(cells.next().unwrap_or_default()) {
                return Err(FormatError::TooLarge {
                    column: name.clone(),
                });
            }
        }
        // Lines beyond u32 would need a file beyond 4 GiB of line ends.
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        Ok(())
    }

    /// The table.
    pub fn finish(self) -> DocumentTable {
        DocumentTable {
            name: self.name,
            table: TextTable::of_columns(self.header, self.columns, self.lines),
        }
    }
}

/// The cell of a field in a record.
pub(super) fn cell<'a>(record: &'a Element<'_>, path: &[&str]) -> &'a str {
    match path.split_last() {
        Some((last, rest)) if last.starts_with('@') => {
            let found = if rest.is_empty() {
                Some(record)
            } else {
                record.at(rest)
            };
            found
                .and_then(|element| element.attribute(&last[1..]))
                .unwrap_or_default()
                .trim()
        }
        _ => record.text_at(path),
    }
}
