//! Splits text into records of cells under a dialect, and mends single records that break it.
//!
//! A record ends at a line feed, a carriage return or both, outside quotes. A quote that stands in a quoted cell without
//! being escaped is text, unless a separator or the end of the line follows it. A record that is not as wide as the table
//! is tried again: within its own line, with the other ways of escaping, and with other separators; it is taken so
//! only if it is then exactly as wide as the table.

use memchr::{memchr2, memchr3};

use crate::Dialect;
use crate::dialect::{Escape, Separator};

/// Separators that a single row may be written in: not the blank or the colon, which also stand in notes.
const FOREIGN: [Separator; 4] = [
    Separator::one(b';'),
    Separator::one(b'\t'),
    Separator::one(b'|'),
    Separator::one(b','),
];

/// One record: its cells end to end, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    buffer: Vec<u8>,
    ends: Vec<usize>,
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
}

impl Record {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of a cell.
    pub fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.buffer[start..self.ends[index]]
    }

    /// The text of a cell. Text split at ASCII characters stays text.
    pub fn text(&self, index: usize) -> &str {
        std::str::from_utf8(self.cell(index)).unwrap_or_default()
    }

    /// The cells' texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.width()).map(|index| self.text(index))
    }

    /// Cells that are not blank.
    pub fn n_filled(&self) -> usize {
        self.texts().filter(|cell| !cell.trim().is_empty()).count()
    }

    fn clear(&mut self, start: usize) {
        self.buffer.clear();
        self.ends.clear();
        self.start = start;
        (self.is_open, self.is_mended) = (false, false);
    }

    fn push(&mut self, cell: &[u8]) {
        self.buffer.extend_from_slice(cell);
        self.ends.push(self.buffer.len());
    }
}

/// How strictly a record is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// Quoted cells may hold line ends.
    Text,
    /// The record ends with its line: a quote without its counterpart on the line is text.
    Line,
}

/// Walks through the records of a text.
pub(crate) struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    /// Cells of a record of the table, where that is known.
    width: Option<usize>,
    position: usize,
    line: u64,
}

impl<'a> Splitter<'a> {
    /// Starts at the beginning of the text.
    pub fn new(text: &'a str, dialect: Dialect) -> Splitter<'a> {
        Splitter {
            text,
            dialect,
            width: None,
            position: 0,
            line: 1,
        }
    }

    /// Mends records that are not this wide.
    pub fn mending(mut self, width: usize) -> Splitter<'a> {
        self.width = Some(width);
        self
    }

    /// Reads the next record that is not an empty line into `record`; false at the end.
    pub fn next(&mut self, record: &mut Record) -> bool {
        let from = self.position;
        self.skip_empty_lines();
        let n_blank = self.line_ends(from, self.position);
        self.line += n_blank;
        if self.position >= self.text.len() {
            return false;
        }
        record.n_blank_before = n_blank;
        record.line = self.line;
        self.read(self.position, self.dialect, Bound::Text, record);
        match self.width {
            Some(width) if record.is_open || record.width() != width => self.mend(record, width),
            None if record.is_open => {
                self.read(record.start, self.dialect, Bound::Line, record);
            }
            _ => {}
        }
        self.position = record.end;
        self.line += self.line_ends(record.start, record.end);
        true
    }

    fn skip_empty_lines(&mut self) {
        let bytes = self.text.as_bytes();
        while self.position < bytes.len() && matches!(bytes[self.position], b'\n' | b'\r') {
            self.position += 1;
        }
    }

    /// Other readings of a record that does not fit, the mildest first; without one that fits it stays as it is, but a
    /// quote that never closes does not swallow what follows its line.
    fn mend(&self, record: &mut Record, width: usize) {
        let mut other = Record {
            line: record.line,
            n_blank_before: record.n_blank_before,
            ..Record::default()
        };
        let own = self.dialect.separator;
        let has_own = self.raw(record).contains(own.text());
        for (dialect, bound) in self.readings() {
            // A row is written in another separator as a whole, or its cells would be cut where they hold one.
            if dialect.separator != own && has_own {
                continue;
            }
            self.read(record.start, dialect, bound, &mut other);
            if other.width() == width && !other.is_open {
                other.is_mended = true;
                std::mem::swap(record, &mut other);
                return;
            }
        }
        let spans_lines = self.line_ends(record.start, record.end) > 1;
        if record.is_open || (spans_lines && record.width() > width) {
            self.read(record.start, self.dialect, Bound::Line, record);
        }
    }

    fn readings(&self) -> impl Iterator<Item = (Dialect, Bound)> {
        let own = self.dialect;
        let escapes = [Escape::Backslash, Escape::Doubled]
            .into_iter()
            .filter(move |escape| *escape != own.escape)
            .map(move |escape| (Dialect { escape, ..own }, Bound::Text));
        let quotes = [b'\'', b'"']
            .into_iter()
            .filter(move |quote| *quote != own.quote)
            .map(move |quote| (Dialect { quote, ..own }, Bound::Line));
        let separators = FOREIGN
            .into_iter()
            .filter(move |separator| *separator != own.separator)
            .map(move |separator| (Dialect { separator, ..own }, Bound::Line));
        std::iter::once((own, Bound::Line))
            .chain(escapes)
            .chain(quotes)
            .chain(separators)
    }

    /// Reads the record that begins at `start`.
    fn read(&self, start: usize, dialect: Dialect, bound: Bound, record: &mut Record) {
        let bytes = self.text.as_bytes();
        record.clear(start);
        let mut at = start;
        loop {
            at = match bytes.get(at) {
                Some(&byte) if byte == dialect.quote => self.quoted(dialect, bound, at, record),
                _ => self.plain(dialect, at, record),
            };
            match dialect.separator_at(bytes, at) {
                Some(length) => at += length,
                None => break,
            }
        }
        record.end = after_line_end(bytes, at);
    }

    /// A cell without quotes around it: to the separator or the end of the line.
    fn plain(&self, dialect: Dialect, from: usize, record: &mut Record) -> usize {
        let bytes = self.text.as_bytes();
        let first = dialect.separator.as_bytes()[0];
        let mut at = from;
        let end = loop {
            match memchr3(first, b'\n', b'\r', &bytes[at..]) {
                None => break bytes.len(),
                Some(found) => {
                    at += found;
                    if bytes[at] != first || dialect.separator_at(bytes, at).is_some() {
                        break at;
                    }
                    at += 1;
                }
            }
        };
        record.push(&bytes[from..end]);
        end
    }

    /// A cell that begins with a quote. Where the quote has no counterpart it is text.
    fn quoted(&self, dialect: Dialect, bound: Bound, from: usize, record: &mut Record) -> usize {
        let bytes = self.text.as_bytes();
        let limit = match bound {
            Bound::Text => bytes.len(),
            Bound::Line => line_end(bytes, from),
        };
        let kept = record.buffer.len();
        let escape = dialect.escape.byte().unwrap_or(dialect.quote);
        let (mut at, mut copied) = (from + 1, from + 1);
        while let Some(found) = memchr2(dialect.quote, escape, &bytes[at..limit]) {
            at += found;
            let next = bytes.get(at + 1).copied().filter(|_| at + 1 < limit);
            if escape != dialect.quote && bytes[at] == escape {
                // The escape goes, what it escapes stays; before anything else it is a character of its own.
                if next == Some(dialect.quote) || next == Some(escape) {
                    record.buffer.extend_from_slice(&bytes[copied..at]);
                    copied = at + 1;
                    at += 1;
                }
                at += 1;
                continue;
            }
            let closes = |after: usize| ends_cell(dialect, bytes, after, limit);
            if next == Some(dialect.quote) && escape == dialect.quote {
                // Within a line, a doubled quote before a separator is a quote of the text and the closing one.
                record.buffer.extend_from_slice(&bytes[copied..=at]);
                copied = at + 2;
                at += 2;
                if let (Bound::Line, Some(end)) = (bound, closes(at)) {
                    record.ends.push(record.buffer.len());
                    return end;
                }
                continue;
            }
            if let Some(end) = closes(at + 1) {
                record.buffer.extend_from_slice(&bytes[copied..at]);
                record.ends.push(record.buffer.len());
                return end;
            }
            at += 1;
        }
        record.buffer.truncate(kept);
        match bound {
            Bound::Text => {
                record.is_open = true;
                record.push(&bytes[from..]);
                bytes.len()
            }
            Bound::Line => self.plain(dialect, from, record),
        }
    }

    /// Line ends in a stretch of the text; a carriage return with a line feed counts once.
    fn line_ends(&self, from: usize, to: usize) -> u64 {
        let bytes = self.text.as_bytes();
        let mut n = 0;
        let mut at = from;
        while let Some(found) = memchr2(b'\n', b'\r', &bytes[at..to]) {
            at += found;
            let pair = bytes[at] == b'\r' && at + 1 < to && bytes[at + 1] == b'\n';
            at += if pair { 2 } else { 1 };
            n += 1;
        }
        n
    }

    /// Whether the character is one of the separator's.
    pub fn is_separator(&self, character: char) -> bool {
        let bytes = self.dialect.separator.as_bytes();
        u8::try_from(character).is_ok_and(|byte| bytes.contains(&byte))
    }

    /// The record as it stands in the text, without its line end.
    pub fn raw(&self, record: &Record) -> &'a str {
        self.text[record.start..record.end].trim_end_matches(['\r', '\n'])
    }
}

/// The end of the cell, where after `at` only blanks stand before a separator or the end of the line.
fn ends_cell(dialect: Dialect, bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
    let mut end = at;
    while end < limit && bytes[end] == b' ' && dialect.separator_at(bytes, end).is_none() {
        end += 1;
    }
    let ends = end >= limit
        || matches!(bytes[end], b'\n' | b'\r')
        || dialect.separator_at(bytes, end).is_some();
    ends.then_some(end)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[from..]).map_or(bytes.len(), |found| from + found)
}

fn after_line_end(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => at + 2,
        (Some(b'\r' | b'\n'), _) => at + 1,
        _ => at,
    }
}
