//! A table as a person sees it: rows that do not fit stand where they stand in the file.
//!
//! A ledger sets such rows aside; whoever wants to see what a file holds wants them between their neighbours. Nothing is
//! trimmed, rounded or left out but what lies above and below the table.

use crate::{RaggedRow, TextTable};

impl TextTable {
    /// How many of the last ragged rows are a table of their own: parted by a blank line, and with a header or all of one
    /// width.
    pub fn n_other(&self) -> usize {
        let n_headed = self.ragged.iter().filter(|row| row.is_other).count();
        if n_headed > 0 {
            return n_headed;
        }
        let n = self.n_rows();
        let tail = self
            .ragged
            .iter()
            .rev()
            .take_while(|row| row.before == n)
            .count();
        let tail = &self.ragged[self.ragged.len() - tail..];
        let Some(first) = tail.iter().rposition(|row| row.is_apart) else {
            return 0;
        };
        let tail = &tail[first..];
        let alike = tail
            .windows(2)
            .all(|pair| pair[0].n_cells == pair[1].n_cells);
        if n > 0 && tail.len() > 1 && alike {
            tail.len()
        } else {
            0
        }
    }

    /// The rows in the order of the file: cells as they stand, short rows filled up to the width of the table.
    pub fn rows_in_place(&self) -> impl Iterator<Item = Vec<String>> {
        let is_headed = self.ragged.iter().any(|row| row.is_other);
        let n_tail = if is_headed { 0 } else { self.n_other() };
        let ragged = &self.ragged[..self.ragged.len() - n_tail];
        let mut next = 0;
        (0..=self.n_rows()).flat_map(move |row| {
            let first = next;
            while ragged.get(next).is_some_and(|ragged| ragged.before == row) {
                next += 1;
            }
            let even = (row < self.n_rows()).then(|| {
                self.columns
                    .iter()
                    .map(|column| column.get(row).to_owned())
                    .collect()
            });
            let between: Vec<Vec<String>> = ragged[first..next]
                .iter()
                .filter(|row| !row.is_other)
                .map(|row| self.filled(row))
                .collect();
            between.into_iter().chain(even)
        })
    }

    fn filled(&self, row: &RaggedRow) -> Vec<String> {
        let mut cells = row.cells.clone();
        cells.resize(cells.len().max(self.header.len()), String::new());
        cells
    }

    /// The table as CSV (RFC 4180, UTF-8): header and cells as they stand in the file, none changed.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.head.is_empty() {
            line(&mut out, self.head.iter());
        }
        for row in self.rows_in_place() {
            line(&mut out, row.iter());
        }
        out
    }
}

fn line<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'a String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            out.push(b'"');
            out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}
