//! Splits text into records of cells under a dialect, and mends single records that break it.
//!
//! A record ends at a line feed, a carriage return or both, outside quotes. A quote that stands in a quoted cell without
//! being escaped is text, unless a separator or the end of the line follows it. A record that is not as wide as the table
//! is tried again: within its own line, with the other ways of escaping, and with other separators; it is taken so
//! only if it is then exactly as wide as the table.

use memchr::{memchr2, memchr3};

use crate::Dialect;
use crate::dialect::{Escape, Separator};
use crate::record::Record;

/// Separators that a single row may be written in: not the blank or the colon, which also stand in notes.
const FOREIGN: [Separator; 4] = [
    Separator::one(b';'),
    Separator::one(b'\t'),
    Separator::one(b'|'),
    Separator::one(b','),
];

/// How strictly a record is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// Quoted cells may hold line ends.
    Text,
    /// The record ends with its line: a quote without its counterpart on the line is text.
    Line,
}

/// Walks through the records of a text.
#[derive(Clone)]
pub(crate) struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    /// Cells of a record of the table, where that is known.
    width: Option<usize>,
    position: usize,
    line: u64,
    /// By escape, the first quote found after which none closes a cell, to the end of the text.
    never_closed: [usize; 3],
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
            never_closed: [usize::MAX; 3],
        }
    }

    /// Goes on at another byte of the text, where a record begins; lines are counted from `line`.
    pub fn at(&self, position: usize, line: u64) -> Splitter<'a> {
        Splitter {
            position,
            line,
            ..self.clone()
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether the records from a byte on are of the table's width, judged by the first few within `most` bytes.
    pub fn are_alike(&self, from: usize, most: usize, width: usize, n: usize) -> bool {
        let rest = &self.text[from..];
        let window = &rest[..rest.floor_char_boundary(most)];
        let mut records = Splitter::new(window, self.dialect);
        let mut record = Record::default();
        for _ in 0..n {
            if !records.next(&mut record) || record.end == window.len() {
                return records.position > 0;
            }
            if record.is_open || record.width() != width {
                return false;
            }
        }
        true
    }

    /// Byte at which the next record or blank line begins.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Physical line of that byte, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Mends records that are not this wide.
    pub fn mending(mut self, width: usize) -> Splitter<'a> {
        self.width = Some(width);
        self
    }

    /// Reads the next record that is not an empty line into `record`; false at the end.
    pub fn next(&mut self, record: &mut Record<'a>) -> bool {
        let n_blank = self.skip_empty_lines();
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
        self.line += self.lines_of(record);
        true
    }

    fn skip_empty_lines(&mut self) -> u64 {
        let (bytes, from) = (self.text.as_bytes(), self.position);
        while self.position < bytes.len() && matches!(bytes[self.position], b'\n' | b'\r') {
            self.position += 1;
        }
        let n_blank = self.line_ends(from, self.position);
        self.line += n_blank;
        n_blank
    }

    /// Line ends that a record takes up, its own included.
    fn lines_of(&self, record: &Record<'a>) -> u64 {
        if record.has_quotes {
            return self.line_ends(record.start, record.end);
        }
        let last = record
            .end
            .checked_sub(1)
            .map(|last| self.text.as_bytes()[last]);
        u64::from(matches!(last, Some(b'\n' | b'\r')))
    }

    /// Other readings of a record that does not fit, the mildest first; without one that fits it stays as it is, but a
    /// quote that never closes does not swallow what follows its line.
    fn mend(&mut self, record: &mut Record<'a>, width: usize) {
        let mut other = Record::default();
        (other.line, other.n_blank_before) = (record.line, record.n_blank_before);
        let own = self.dialect.separator;
        let has_own = record.raw().contains(own.text());
        for (dialect, bound) in readings(self.dialect) {
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
        let spans_lines = self.lines_of(record) > 1;
        if record.is_open || (spans_lines && record.width() > width) {
            self.read(record.start, self.dialect, Bound::Line, record);
        }
    }

    /// Reads the record that begins at `start`.
    fn read(&mut self, start: usize, dialect: Dialect, bound: Bound, record: &mut Record<'a>) {
        let bytes = self.text.as_bytes();
        record.clear(self.text, start);
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
    fn plain(&self, dialect: Dialect, from: usize, record: &mut Record<'a>) -> usize {
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
        record.push(from, end);
        end
    }

    /// A cell that begins with a quote. Where the quote has no counterpart it is text.
    fn quoted(
        &mut self,
        dialect: Dialect,
        bound: Bound,
        from: usize,
        record: &mut Record<'a>,
    ) -> usize {
        record.has_quotes = true;
        let bytes = self.text.as_bytes();
        let limit = match bound {
            Bound::Text => bytes.len(),
            Bound::Line => line_end(bytes, from),
        };
        let search_end = match bound {
            Bound::Text => self.search_end(dialect, from),
            Bound::Line => limit,
        };
        let kept = record.gathered();
        let escape = dialect.escape.byte().unwrap_or(dialect.quote);
        let (mut at, mut copied) = (from + 1, from + 1);
        while let Some(found) = memchr2(
            dialect.quote,
            escape,
            &bytes[at.min(search_end)..search_end],
        ) {
            at += found;
            let next = bytes.get(at + 1).copied().filter(|_| at + 1 < limit);
            if escape != dialect.quote && bytes[at] == escape {
                // The escape goes, what it escapes stays; before anything else it is a character of its own.
                if next == Some(dialect.quote) || next == Some(escape) {
                    record.gather(copied, at);
                    copied = at + 1;
                    at += 1;
                }
                at += 1;
                continue;
            }
            let closes = |after: usize| ends_cell(dialect, bytes, after, limit);
            if next == Some(dialect.quote) && escape == dialect.quote {
                // Within a line, a doubled quote before a separator is a quote of the text and the closing one.
                record.gather(copied, at + 1);
                copied = at + 2;
                at += 2;
                if let (Bound::Line, Some(end)) = (bound, closes(at)) {
                    record.push_gathered(kept);
                    return end;
                }
                continue;
            }
            if let Some(end) = closes(at + 1) {
                if copied == from + 1 {
                    record.push(copied, at);
                } else {
                    record.gather(copied, at);
                    record.push_gathered(kept);
                }
                return end;
            }
            at += 1;
        }
        record.ungather(kept);
        match bound {
            Bound::Text => {
                self.note_never_closed(dialect, from);
                record.is_open = true;
                record.push(from, bytes.len());
                bytes.len()
            }
            Bound::Line => self.plain(dialect, from, record),
        }
    }

    /// Where to stop looking for the quote that closes a cell. Once one was looked for to the end of the text, a later one
    /// can only be closed within the run of quotes it begins: the rest was seen. A text full of stray quotes would
    /// otherwise be walked through once for each of them.
    fn search_end(&self, dialect: Dialect, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        if from < self.never_closed[dialect.escape as usize] {
            return bytes.len();
        }
        let run = bytes[from..]
            .iter()
            .take_while(|byte| **byte == dialect.quote);
        from + run.count()
    }

    fn note_never_closed(&mut self, dialect: Dialect, from: usize) {
        let noted = &mut self.never_closed[dialect.escape as usize];
        *noted = from.min(*noted);
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
}

/// Other ways to read a record, the mildest first.
fn readings(own: Dialect) -> impl Iterator<Item = (Dialect, Bound)> {
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
