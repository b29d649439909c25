//! One record of a text: its cells, and where it stands.
//!
//! Cells are stretches of the text itself; only those that had escapes taken out are put together in a buffer of the record.

use crate::column::ColumnPiece;

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    text: &'a str,
    cells: Vec<Span>,
    buffer: String,
    /// Byte at which it begins.
    pub start: usize,
    /// Byte after its line end.
    pub end: usize,
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Blank lines right before it.
    pub n_blank_before: u64,
    /// Whether a quote was still open at the end of the text (or of the line, where it had to end there).
    pub is_open: bool,
    /// Whether it was read in another way than the table.
    pub is_mended: bool,
    /// Whether a cell of it begins with a quote, so that line ends may stand in it.
    pub has_quotes: bool,
    /// Whether all of its cells were read.
    pub(crate) is_whole: bool,
}

/// A stretch of the text, or of the record's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: usize,
    end: usize,
    in_buffer: bool,
}

impl<'a> Record<'a> {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// The text of a cell.
    pub fn text(&self, index: usize) -> &str {
        let Span {
            start,
            end,
            in_buffer,
        } = self.cells[index];
        if in_buffer {
            &self.buffer[start..end]
        } else {
            &self.text[start..end]
        }
    }

    /// Puts a cell behind those of a column.
    #[inline]
    pub fn push_to(&self, index: usize, piece: &mut ColumnPiece) -> bool {
        let Span {
            start,
            end,
            in_buffer,
        } = self.cells[index];
        if in_buffer {
            piece.push(&self.buffer[start..end])
        } else {
            piece.push_from(self.text, start, end)
        }
    }

    /// Whether a cell had escapes taken out.
    pub fn is_unescaped(&self, index: usize) -> bool {
        self.cells[index].in_buffer
    }

    /// Whether a cell stands in these quotes.
    pub fn is_quoted(&self, index: usize, quote: u8) -> bool {
        let Span {
            start, in_buffer, ..
        } = self.cells[index];
        in_buffer || (start > self.start && self.text.as_bytes()[start - 1] == quote)
    }

    /// The cells' texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.width()).map(|index| self.text(index))
    }

    /// Cells that are not blank.
    pub fn n_filled(&self) -> usize {
        self.filled().count()
    }

    /// Whether so many cells are not blank; the others are not looked at.
    pub fn has_filled(&self, n: usize) -> bool {
        self.filled().take(n).count() == n
    }

    fn filled(&self) -> impl Iterator<Item = &str> {
        let is_filled = |cell: &&str| match cell.as_bytes() {
            [] => false,
            [first, ..] => first.is_ascii_graphic() || !cell.trim().is_empty(),
        };
        self.texts().filter(is_filled)
    }

    /// The record as it stands in the text, without its line end.
    pub fn raw(&self) -> &'a str {
        self.with_line_end().trim_end_matches(['\r', '\n'])
    }

    /// The record as it stands in the text.
    pub fn with_line_end(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// Begins anew, at a byte of a text.
    pub(crate) fn clear(&mut self, text: &'a str, start: usize) {
        self.text = text;
        self.buffer.clear();
        self.cells.clear();
        self.start = start;
        (self.is_open, self.is_mended) = (false, false);
        (self.has_quotes, self.is_whole) = (false, false);
    }

    /// Adds a cell that stands in the text as it is.
    pub(crate) fn push(&mut self, start: usize, end: usize) {
        self.cells.push(Span {
            start,
            end,
            in_buffer: false,
        });
    }

    /// Adds a piece of a cell that is put together.
    pub(crate) fn gather(&mut self, start: usize, end: usize) {
        self.buffer.push_str(&self.text[start..end]);
    }

    /// Length of what is put together so far.
    pub(crate) fn gathered(&self) -> usize {
        self.buffer.len()
    }

    /// Adds the cell that was put together from `start` of the buffer on.
    pub(crate) fn push_gathered(&mut self, start: usize) {
        let end = self.buffer.len();
        self.cells.push(Span {
            start,
            end,
            in_buffer: true,
        });
    }
}
