//! Splits text into columns of cells that know their line.
//!
//! Cells are kept by column, end to end in one text, so that a million rows are a few allocations. A record
//! whose cells do not match the header is set aside whole: shifting cells would put values under wrong names.

use std::collections::HashMap;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::{Dialect, FormatError};

/// A text table: header, columns of cells, and the line of every row.
#[derive(Debug, Clone, Default)]
pub struct TextTable {
    /// Names of the columns, trimmed; a repeated name gets ` (2)`, an empty one is `column 3`.
    pub header: Vec<String>,
    /// Cells by column, in the order of the header; a column that was not kept is empty.
    pub columns: Vec<TextColumn>,
    /// Records that do not match the header.
    pub ragged: Vec<RaggedRow>,
    /// Physical line on which each row begins, from 1.
    lines: Vec<u32>,
}

/// One column of cells.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

/// Characters kept of a ragged record.
const RAGGED_TEXT: usize = 200;

/// A record with more or fewer cells than the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaggedRow {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Cells found.
    pub n_cells: usize,
    /// Cells of the header.
    pub n_expected: usize,
    /// The record as it stands, without its line end; of a long one the beginning.
    pub text: String,
}

impl TextTable {
    /// Splits `text`; `keep` tells by name which columns to hold.
    ///
    /// Blank lines and records of nothing but separators are no rows. Cells beyond the header are allowed if
    /// they are empty, as some exports end every line with a separator.
    pub fn split(
        text: &str,
        dialect: Dialect,
        keep: impl Fn(&str) -> bool,
    ) -> Result<TextTable, FormatError> {
        let mut records = Records::new(text, dialect);
        if !records.next()? {
            return Err(FormatError::Empty);
        }
        let mut header = column_names(&records);
        let nameless = records.n_cells > 1 && records.cell(records.n_cells - 1).is_empty();
        let mut more = records.next()?;
        // A header that ends with a separator names no column there, unless the rows have a value in it.
        let last = header.len() - 1;
        if nameless && !(more && records.n_cells > last && !records.cell(last).is_empty()) {
            header.pop();
        }
        let mut builder = Builder::new(header, keep);
        while more {
            builder.push(&records)?;
            more = records.next()?;
        }
        builder.finish()
    }

    /// Number of rows (ragged ones left out).
    pub fn n_rows(&self) -> usize {
        self.lines.len()
    }

    /// Physical line on which a row begins, from 1.
    pub fn line(&self, row: usize) -> u64 {
        u64::from(self.lines[row])
    }

    /// The columns, the line of every row, and the ragged records.
    pub fn into_parts(self) -> (Vec<TextColumn>, Vec<u32>, Vec<RaggedRow>) {
        (self.columns, self.lines, self.ragged)
    }

    /// Position of a column by name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

impl TextColumn {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell of a row, as it stands (not trimmed).
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 {
            0
        } else {
            self.ends[row - 1] as usize
        };
        &self.text[start..self.ends[row] as usize]
    }

    /// The cells in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }
}

fn column_names(records: &Records) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for index in 0..records.n_cells {
        let cell = String::from_utf8_lossy(records.cell(index));
        let base = match cell.trim() {
            "" => format!("column {}", index + 1),
            name => name.to_owned(),
        };
        let mut name = base.clone();
        while seen.contains_key(&name) {
            // Counted on from the last one of this name, so that a million alike cost no more than others.
            let n = seen.entry(base.clone()).or_insert(1);
            *n += 1;
            name = format!("{base} ({n})");
        }
        seen.insert(name.clone(), 1);
        names.push(name);
    }
    names
}

/// Collects records into columns.
struct Builder {
    header: Vec<String>,
    kept: Vec<bool>,
    texts: Vec<Vec<u8>>,
    ends: Vec<Vec<u32>>,
    lines: Vec<u32>,
    ragged: Vec<RaggedRow>,
}

impl Builder {
    fn new(header: Vec<String>, keep: impl Fn(&str) -> bool) -> Builder {
        let width = header.len();
        Builder {
            kept: header.iter().map(|name| keep(name)).collect(),
            header,
            texts: vec![Vec::new(); width],
            ends: vec![Vec::new(); width],
            lines: Vec::new(),
            ragged: Vec::new(),
        }
    }

    fn push(&mut self, record: &Records) -> Result<(), FormatError> {
        let width = self.header.len();
        if record.all_blank() {
            return Ok(());
        }
        let surplus_is_empty = (width..record.n_cells).all(|index| record.cell(index).is_empty());
        if record.n_cells < width || !surplus_is_empty {
            self.ragged.push(RaggedRow {
                line: record.line,
                n_cells: record.n_cells,
                n_expected: width,
                text: record.raw().chars().take(RAGGED_TEXT).collect(),
            });
            return Ok(());
        }
        // Lines beyond u32 would need a column beyond 4 GiB, which is refused below.
        self.lines
            .push(u32::try_from(record.line).unwrap_or(u32::MAX));
        for index in (0..width).filter(|&index| self.kept[index]) {
            let text = &mut self.texts[index];
            text.extend_from_slice(record.cell(index));
            let end = u32::try_from(text.len()).map_err(|_| FormatError::TooLarge {
                column: self.header[index].clone(),
            })?;
            self.ends[index].push(end);
        }
        Ok(())
    }

    fn finish(self) -> Result<TextTable, FormatError> {
        let mut columns = Vec::with_capacity(self.header.len());
        for (text, ends) in self.texts.into_iter().zip(self.ends) {
            // Cells of valid UTF-8 split at ASCII bytes are valid UTF-8: no byte is replaced here.
            let text = String::from_utf8(text)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            columns.push(TextColumn { text, ends });
        }
        Ok(TextTable {
            header: self.header,
            columns,
            ragged: self.ragged,
            lines: self.lines,
        })
    }
}

/// Walks through the records of a text with csv-core, one at a time in a buffer that is used again.
struct Records<'a> {
    input: &'a str,
    reader: Reader,
    separator: u8,
    /// Whether a carriage return may stand without a line feed (very old exports).
    lone_returns: bool,
    /// Where the next record, or the blank lines before it, begins.
    position: usize,
    /// Physical line at `position`.
    next_line: u64,
    buffer: Vec<u8>,
    ends: Vec<usize>,
    start: usize,
    /// Cells in the present record.
    n_cells: usize,
    /// Physical line on which the present record begins.
    line: u64,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Records<'a> {
        let reader = ReaderBuilder::new()
            .delimiter(dialect.separator)
            .quote(dialect.quote)
            .build();
        let returns = text.bytes().filter(|&byte| byte == b'\r').count();
        let lone_returns = returns > 0 && text.matches("\r\n").count() != returns;
        Records {
            input: text,
            reader,
            separator: dialect.separator,
            lone_returns,
            position: 0,
            next_line: 1,
            buffer: vec![0; 16 * 1024],
            ends: vec![0; 64],
            start: 0,
            n_cells: 0,
            line: 1,
        }
    }

    /// Reads the next record; false at the end.
    fn next(&mut self) -> Result<bool, FormatError> {
        self.skip_blank_lines();
        let bytes = self.input.as_bytes();
        if self.position >= bytes.len() {
            return Ok(false);
        }
        (self.start, self.line, self.n_cells) = (self.position, self.next_line, 0);
        let mut n_bytes = 0;
        loop {
            let at_end = self.position >= bytes.len();
            // A line end of our own closes the last record, unless it stands inside quotes.
            let rest: &[u8] = if at_end {
                b"\n"
            } else {
                &bytes[self.position..]
            };
            let (result, n_read, n_written, n_ended) = self.reader.read_record(
                rest,
                &mut self.buffer[n_bytes..],
                &mut self.ends[self.n_cells..],
            );
            self.position += if at_end { 0 } else { n_read };
            n_bytes += n_written;
            self.n_cells += n_ended;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if !at_end => {}
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {
                    return Err(FormatError::OpenQuote { line: self.line });
                }
            }
        }
        self.next_line += self.lines_between(self.start, self.position);
        Ok(true)
    }

    fn skip_blank_lines(&mut self) {
        let bytes = self.input.as_bytes();
        let from = self.position;
        while self.position < bytes.len() && matches!(bytes[self.position], b'\n' | b'\r') {
            self.position += 1;
        }
        self.next_line += self.lines_between(from, self.position);
    }

    fn lines_between(&self, from: usize, to: usize) -> u64 {
        let bytes = self.input.as_bytes();
        let feeds = bytes[from..to]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        if !self.lone_returns {
            return feeds as u64;
        }
        let lone = (from..to)
            .filter(|&i| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n'))
            .count();
        (feeds + lone) as u64
    }

    fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.buffer[start..self.ends[index]]
    }

    fn all_blank(&self) -> bool {
        let raw = &self.input.as_bytes()[self.start..self.position];
        raw.iter()
            .all(|&byte| byte.is_ascii_whitespace() || byte == self.separator)
    }

    fn raw(&self) -> &'a str {
        self.input[self.start..self.position].trim_end_matches(['\r', '\n'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<TextTable, FormatError> {
        TextTable::split(
            text,
            Dialect {
                separator: b';',
                quote: b'"',
            },
            |_| true,
        )
    }

    fn rows(table: &TextTable) -> Vec<(u64, Vec<String>)> {
        (0..table.n_rows())
            .map(|row| {
                (
                    table.line(row),
                    table
                        .columns
                        .iter()
                        .map(|column| column.get(row).to_owned())
                        .collect(),
                )
            })
            .collect()
    }

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let found = rows(&split(text).expect("splits"));
        let expected: Vec<(u64, Vec<String>)> = expected
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_last_header_cell_without_a_name_is_a_column_where_rows_fill_it() {
        check("a;b;\n1;2;\n", &[(2, &["1", "2"])]);
        check(
            "a;b;\n1;2;3\n4;5;\n",
            &[(2, &["1", "2", "3"]), (3, &["4", "5", ""])],
        );
    }

    #[test]
    fn rows_know_their_physical_line() {
        check("a;b\n1;2\n3;4", &[(2, &["1", "2"]), (3, &["3", "4"])]);
        check(
            "a;b\r\n1;2\r\n\r\n\r\n3;4\r\n",
            &[(2, &["1", "2"]), (5, &["3", "4"])],
        );
        check(
            "\n\na;b\n\"x\ny\";2\n3;4\n",
            &[(4, &["x\ny", "2"]), (6, &["3", "4"])],
        );
        check("a;b\r1;2\r\r3;4\r", &[(2, &["1", "2"]), (4, &["3", "4"])]);
        check(
            "a;b\r\n\"x\r\ny\";2\r\n3;4\r\n",
            &[(2, &["x\r\ny", "2"]), (4, &["3", "4"])],
        );
    }

    #[test]
    fn quotes_doubled_quotes_and_stray_quotes() {
        check(
            "a;b\n\"x;\"\"y\"\"\";6\" pipe\n",
            &[(2, &["x;\"y\"", "6\" pipe"])],
        );
    }

    #[test]
    fn blank_records_are_no_rows() {
        check("a;b\n;\n  ; \n1;\n", &[(4, &["1", ""])]);
    }

    #[test]
    fn ragged_records_are_set_aside_whole() {
        let table = split("a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n").expect("splits");
        assert_eq!(table.n_rows(), 2, "surplus cells that are empty do no harm");
        assert_eq!(
            table.ragged,
            [
                RaggedRow {
                    line: 3,
                    n_cells: 2,
                    n_expected: 3,
                    text: "1;2".to_owned()
                },
                RaggedRow {
                    line: 4,
                    n_cells: 4,
                    n_expected: 3,
                    text: "1;2;3;4".to_owned()
                },
            ]
        );
    }

    #[test]
    fn names_are_trimmed_and_made_unique() {
        assert_eq!(
            split("a;a;a (2);a\n").expect("splits").header,
            ["a", "a (2)", "a (2) (2)", "a (3)"]
        );
        assert_eq!(
            split(" a ;a;;b;\n").expect("splits").header,
            ["a", "a (2)", "column 3", "b"]
        );
    }

    #[test]
    fn only_kept_columns_are_held() {
        let table = TextTable::split(
            "a,b\n1,2\n",
            Dialect {
                separator: b',',
                quote: b'"',
            },
            |name| name == "b",
        )
        .unwrap();
        assert_eq!((table.columns[0].len(), table.columns[1].get(0)), (0, "2"));
        assert_eq!(table.position("b"), Some(1));
    }

    #[test]
    fn an_open_quote_and_an_empty_file_are_told() {
        assert_eq!(
            split("a;b\n1;2\n3;\"4\n5;6\n").unwrap_err().to_string(),
            "the quoted cell that opens on line 3 or after is never closed"
        );
        assert_eq!(
            split(" \n\n").map(|table| table.header),
            Ok(vec!["column 1".to_owned()])
        );
        assert_eq!(split("\n\r\n").unwrap_err(), FormatError::Empty);
    }

    #[test]
    fn long_cells_and_many_columns_outgrow_the_buffers() {
        let cell = "é".repeat(40_000);
        let header: Vec<String> = (0..300).map(|i| format!("c{i}")).collect();
        let row = vec![cell.as_str(); 300].join(";");
        let table = split(&format!("{}\n{row}\n", header.join(";"))).expect("splits");
        assert_eq!(table.columns[299].get(0), cell);
    }
}
