//! The rows of one chunk of a text, by column.

use crate::column::ColumnPiece;
use crate::layout::{begins_another, is_below, is_cut_off};
use crate::marks::{Marked, is_subtotal};
use crate::record::Record;
use crate::split::Splitter;
use crate::table::RaggedRow;
use crate::totals::is_sum;
use crate::{FormatError, Layout};

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
    /// Where the table stands and what its rows have in common.
    pub layout: &'a Layout,
}

impl Frame<'_> {
    fn is_head(&self, record: &Record<'_>) -> bool {
        self.head.iter().any(|head| head.texts().eq(record.texts()))
    }
}

/// What of the text before a record bears on its reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Past {
    /// Whether rows of the table stand before it.
    pub has_rows: bool,
    /// Whether a record of nothing but separators stands right before it.
    pub ends_blank: bool,
    /// Whether the header of another table stands before it.
    pub in_other: bool,
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
    /// Drawn lines.
    pub rules: Marked,
    /// Subtotals among the rows.
    pub subtotals: Marked,
    /// Records at its end that are no rows, unless a row follows.
    pub below: Vec<Record<'a>>,
    /// Records before the header of another table that are no rows, whatever follows.
    pub settled: Vec<Record<'a>>,
    /// Whether it has anything that makes rows of the records kept in `below` before it.
    pub has_rows: bool,
    /// Whether the header of another table stands in it.
    pub begins_other: bool,
    /// What was taken to stand before it.
    pub before: Past,
    /// What stands before the record after it.
    pub past: Past,
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
        before: Past,
    ) -> Result<Part<'a>, FormatError> {
        let mut records = records.at(from, 1);
        let mut record = Record::default();
        let mut more = from < limit && records.next(&mut record);
        let mut part = Part::new(frame, limit.saturating_sub(from), &record);
        (part.from, part.before, part.past) = (from, before, before);
        while more {
            part.push(frame, &records, &record)?;
            more = records.position() < limit && records.next(&mut record);
        }
        part.rules = records.rules();
        part.columns.iter_mut().for_each(ColumnPiece::close);
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
            self.past.in_other = false;
            return Ok(());
        }
        let is_mark = |c: char| c.is_whitespace() || records.is_separator(c);
        let filled = record.with_line_end().trim_start_matches(is_mark);
        if filled.is_empty() {
            self.past.ends_blank = true;
            return Ok(());
        }
        if filled.starts_with('*') && is_subtotal(record, frame.layout) {
            self.subtotals.add(record.line);
            return Ok(());
        }
        let is_apart = std::mem::take(&mut self.past.ends_blank) || record.n_blank_before > 0;
        if self.past.has_rows && !self.past.in_other {
            self.past.in_other = is_apart && begins_another(record, frame.layout);
            if self.past.in_other {
                self.begins_other = true;
                self.settled.append(&mut self.below);
            }
            if !self.past.in_other && is_below(record, is_apart, frame.layout) {
                self.below.push(record.clone());
                return Ok(());
            }
        }
        if !self.past.in_other {
            self.has_rows |= !self.begins_other;
            for row in std::mem::take(&mut self.below) {
                self.add(frame, &row, row.n_blank_before > 0)?;
            }
        }
        self.add(frame, record, is_apart)
    }

    /// Adds a record as a row, counts it if it is the sum of rows, or sets it aside if it does not match the header.
    pub fn add(
        &mut self,
        frame: &Frame<'_>,
        record: &Record<'_>,
        is_apart: bool,
    ) -> Result<(), FormatError> {
        let in_other = self.past.in_other;
        if !in_other && is_sum(record, frame.layout) {
            self.subtotals.add(record.line);
            return Ok(());
        }
        if in_other || !is_row(record, frame) {
            self.ragged.push(RaggedRow {
                line: record.line,
                n_cells: record.width(),
                n_expected: frame.header.len(),
                text: record.raw().chars().take(RAGGED_TEXT).collect(),
                cells: record.texts().map(str::to_owned).collect(),
                before: self.lines.len(),
                is_apart,
                is_other: in_other,
                is_cut: is_cut_off(record, frame.layout),
            });
            return Ok(());
        }
        self.past.has_rows = true;
        self.n_mended += usize::from(record.is_mended);
        self.lines
            .push(u32::try_from(record.line).unwrap_or(u32::MAX));
        for (index, piece) in self.columns.iter_mut().enumerate() {
            if frame.kept[index] && !record.push_to(index, piece) {
                return Err(FormatError::TooLarge {
                    column: frame.header[index].clone(),
                });
            }
        }
        Ok(())
    }
}

/// Whether the cells stand under their names. Empty cells beyond the last column do no harm where every line has them, or
/// where no other cell is empty: else one of those may be the one too many, and the cells after it displaced.
fn is_row(record: &Record<'_>, frame: &Frame<'_>) -> bool {
    let width = frame.header.len();
    let is_empty = |index: usize| record.text(index).is_empty();
    let n_cells = record.width();
    n_cells == width
        || (n_cells > width
            && (width..n_cells).all(is_empty)
            && (n_cells == frame.layout.width || !(0..width).any(is_empty)))
}
