//! The rows of one chunk of a text, by column.

use crate::FormatError;
use crate::column::ColumnPiece;
use crate::layout::is_below;
use crate::record::Record;
use crate::split::Splitter;
use crate::table::RaggedRow;

/// Characters kept of a ragged record.
const RAGGED_TEXT: usize = 200;

/// What every chunk of a text has to know of its table.
pub(crate) struct Frame<'a> {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The records that the header is made of: where they come back they are no rows.
    pub head: Vec<Record<'a>>,
    /// By column, whether it is held.
    pub kept: Vec<bool>,
}

impl Frame<'_> {
    fn is_head(&self, record: &Record<'_>) -> bool {
        self.head.iter().any(|head| head.texts().eq(record.texts()))
    }
}

/// The rows of one chunk. Lines and rows are counted from the chunk's beginning.
#[derive(Debug, Default)]
pub(crate) struct Part<'a> {
    /// A piece of each column.
    pub columns: Vec<ColumnPiece>,
    /// Line of each row.
    pub lines: Vec<u32>,
    /// Records that do not match the header.
    pub ragged: Vec<RaggedRow>,
    /// Times the header came back.
    pub n_repeated: usize,
    /// Rows written in another way than the table.
    pub n_mended: usize,
    /// Records at its end that are no rows, unless a row follows.
    pub below: Vec<Record<'a>>,
    /// Whether it has anything that makes rows of the records kept in `below` before it.
    pub has_rows: bool,
    /// Whether it was taken that rows stand before it.
    pub is_behind_rows: bool,
    /// Byte at which it begins.
    pub from: usize,
    /// Byte at which the next record begins, or a blank line before it.
    pub to: usize,
    /// Physical lines from the one to the other.
    pub n_lines: u64,
}

impl<'a> Part<'a> {
    /// Room for the rows of so many bytes of text, judged by the first of them.
    pub fn new(frame: &Frame<'_>, n_bytes: usize, example: &Record<'_>) -> Part<'a> {
        let n_rows = n_bytes / example.raw().len().max(8) + 1;
        let columns = frame.kept.iter().enumerate().map(|(index, &kept)| {
            if !kept {
                return ColumnPiece::default();
            }
            let length = if index < example.width() {
                example.text(index).len()
            } else {
                0
            };
            ColumnPiece::with_capacity(n_rows, n_rows * length)
        });
        Part {
            columns: columns.collect(),
            lines: Vec::with_capacity(n_rows),
            ..Part::default()
        }
    }

    /// Reads the records that begin at `from` and before `limit`.
    pub fn read(
        frame: &Frame<'a>,
        records: &Splitter<'a>,
        (from, limit): (usize, usize),
        is_behind_rows: bool,
    ) -> Result<Part<'a>, FormatError> {
        let mut records = records.at(from, 1);
        let mut record = Record::default();
        let mut more = from < limit && records.next(&mut record);
        let mut part = Part::new(frame, limit.saturating_sub(from), &record);
        (part.from, part.is_behind_rows) = (from, is_behind_rows);
        while more {
            part.push(frame, &records, &record)?;
            more = records.position() < limit && records.next(&mut record);
        }
        (part.to, part.n_lines) = (records.position(), records.line() - 1);
        Ok(part)
    }

    /// Adds a record; what looks like totals is kept until it is known whether a row follows it.
    fn push(
        &mut self,
        frame: &Frame<'a>,
        records: &Splitter<'a>,
        record: &Record<'a>,
    ) -> Result<(), FormatError> {
        if frame.is_head(record) {
            self.n_repeated += 1;
            return Ok(());
        }
        let is_mark = |c: char| c.is_whitespace() || records.is_separator(c);
        if record.raw().chars().all(is_mark) {
            return Ok(());
        }
        let is_behind_rows = self.is_behind_rows || !self.lines.is_empty();
        if is_behind_rows && is_below(record, frame.header.len()) {
            self.below.push(record.clone());
            return Ok(());
        }
        self.has_rows = true;
        for row in std::mem::take(&mut self.below) {
            self.add(frame, &row)?;
        }
        self.add(frame, record)
    }

    /// Adds a record as a row, or sets it aside if it does not match the header.
    pub fn add(&mut self, frame: &Frame<'_>, record: &Record<'_>) -> Result<(), FormatError> {
        let width = frame.header.len();
        let surplus_is_empty =
            || (width..record.width()).all(|index| record.text(index).is_empty());
        if record.width() < width || !surplus_is_empty() {
            self.ragged.push(RaggedRow {
                line: record.line,
                n_cells: record.width(),
                n_expected: width,
                text: record.raw().chars().take(RAGGED_TEXT).collect(),
                cells: record.texts().map(str::to_owned).collect(),
                before: self.lines.len(),
                is_apart: record.n_blank_before > 0,
            });
            return Ok(());
        }
        self.n_mended += usize::from(record.is_mended);
        self.lines
            .push(u32::try_from(record.line).unwrap_or(u32::MAX));
        for (index, piece) in self.columns.iter_mut().enumerate() {
            if frame.kept[index] && !piece.push(record.text(index)) {
                return Err(FormatError::TooLarge {
                    column: frame.header[index].clone(),
                });
            }
        }
        Ok(())
    }
}
