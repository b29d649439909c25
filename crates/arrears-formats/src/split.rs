//! Splits text into records of cells under a dialect, and mends single records that break it.
//!
//! A record ends at a line feed, a carriage return or both, outside quotes. A record that is not as wide as the table is
//! tried again: within its own line, with the other ways of quoting and escaping, and with other separators; it is taken
//! so only if it is then exactly as wide as the table and has figures where the table has figures.

use memchr::{memchr2, memchr3};

use crate::dialect::{Escape, Separator};
use crate::fast::plain_cells;
use crate::marks::{Marked, is_drawn};
use crate::quote::{Bound, Close, close, line_end, needs_unescaping, unescaped};
use crate::record::Record;
use crate::sense::is_figure;
use crate::{Dialect, Layout};

/// Separators that a single row may be written in: not the blank or the colon, which also stand in notes.
const FOREIGN: [Separator; 4] = [
    Separator::one(b';'),
    Separator::one(b'\t'),
    Separator::one(b'|'),
    Separator::one(b','),
];

/// Files put end to end have them before a line in the middle: the byte order mark of the second, the end-of-file mark
/// (Ctrl-Z) of the first.
const JOINTS: [char; 2] = ['\u{feff}', '\u{1a}'];
/// Cells of a row from which on a line of text is hardly a row by chance.
const NARROW: usize = 3;

/// What the rows of a table have in common, to judge another reading of one that does not fit.
#[derive(Debug, Clone, Default)]
struct Shape {
    /// Cells of a row.
    width: usize,
    /// Columns of figures.
    figures: Vec<usize>,
}

impl Shape {
    /// Whether a reading gives a row of the table: as wide, and figures where the table has figures.
    fn fits(&self, record: &Record<'_>) -> bool {
        let cell = |&column: &usize| record.text(column).trim();
        let filled = || {
            self.figures
                .iter()
                .map(cell)
                .filter(|cell| !cell.is_empty())
        };
        record.width() == self.width
            && filled().all(is_figure)
            && (self.figures.is_empty() || filled().next().is_some())
    }

    /// Whether a reading gives the names of the columns: words everywhere, as many as a row has cells.
    fn is_named_by(&self, record: &Record<'_>) -> bool {
        self.width > 1
            && record.width() == self.width
            && record
                .texts()
                .all(|cell| !cell.trim().is_empty() && !is_figure(cell))
    }
}

/// Walks through the records of a text.
#[derive(Clone)]
pub(crate) struct Splitter<'a> {
    text: &'a str,
    dialect: Dialect,
    /// What rows have in common, where that is known.
    shape: Option<Shape>,
    /// Whether a row of the table was read: from there on no record is its header.
    has_rows: bool,
    /// Drawn lines that were passed.
    rules: Marked,
    position: usize,
    line: u64,
}

impl<'a> Splitter<'a> {
    /// Starts at the beginning of the text.
    pub fn new(text: &'a str, dialect: Dialect) -> Splitter<'a> {
        Splitter {
            text,
            dialect,
            shape: None,
            has_rows: false,
            rules: Marked::default(),
            position: 0,
            line: 1,
        }
    }

    /// Goes on at another byte of the text, where a record below the header begins; lines are counted from `line`.
    pub fn at(&self, position: usize, line: u64) -> Splitter<'a> {
        Splitter {
            has_rows: true,
            rules: Marked::default(),
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

    /// The drawn lines passed since it began here or went on at another byte.
    pub fn rules(&self) -> Marked {
        self.rules
    }

    /// Mends records that are no rows of this table.
    pub fn mending(mut self, layout: &Layout) -> Splitter<'a> {
        self.shape = Some(Shape {
            width: layout.width,
            figures: layout.figures.clone(),
        });
        self
    }

    /// Reads the next record that is not an empty line into `record`; false at the end.
    pub fn next(&mut self, record: &mut Record<'a>) -> bool {
        let mut n_blank = self.skip_empty_lines();
        let mut has_mark = false;
        loop {
            if let Some(rest) = self.text[self.position..].strip_prefix(JOINTS) {
                has_mark = true;
                self.position = self.text.len() - rest.len();
            } else if !self.skip_drawn_line() {
                break;
            }
            n_blank += self.skip_empty_lines();
        }
        if self.position >= self.text.len() {
            return false;
        }
        record.n_blank_before = n_blank;
        record.line = self.line;
        self.read(self.position, self.dialect, Bound::Text, record);
        if record.is_open {
            self.read(record.start, self.dialect, Bound::Line, record);
            record.is_mended = true;
        }
        if let Some(shape) = self.shape.take() {
            if record.width() != shape.width || self.is_in_other_quotes(record) {
                self.mend(record, &shape);
            } else if self.is_several_rows(record, &shape) {
                self.read(record.start, self.dialect, Bound::Line, record);
                record.is_mended = true;
            }
            self.has_rows = self.has_rows || shape.fits(record);
            self.shape = Some(shape);
        }
        record.is_mended |= has_mark;
        self.position = record.end;
        self.line += self.lines_of(record);
        true
    }

    /// Whether a record of many lines is as many rows, taken for one by two stray quotes: each of its lines is a row of the
    /// table by itself. Of a narrow table, or one without figures, lines within a cell may look so by chance.
    fn is_several_rows(&self, record: &Record<'a>, shape: &Shape) -> bool {
        let bytes = self.text.as_bytes();
        let after_first = || after_line_end(bytes, line_end(bytes, record.start));
        if !record.has_quotes
            || shape.width < NARROW
            || shape.figures.is_empty()
            || after_first() >= record.end
        {
            return false;
        }
        let (mut line, mut at) = (Record::default(), record.start);
        while at < record.end {
            self.read(at, self.dialect, Bound::Line, &mut line);
            if !shape.fits(&line) {
                return false;
            }
            at = line.end;
        }
        true
    }

    /// Whether every cell that is not empty stands in the other kind of quotes.
    fn is_in_other_quotes(&self, record: &Record<'a>) -> bool {
        let quote = other_quote(self.dialect.quote);
        if self.text.as_bytes().get(record.start) != Some(&quote) || record.width() < 2 {
            return false;
        }
        (0..record.width())
            .map(|index| record.text(index).as_bytes())
            .all(|cell| {
                cell.is_empty() || (cell.len() > 1 && cell[0] == quote && cell.ends_with(&[quote]))
            })
    }

    /// Passes a line that is drawn; most lines are told by their first byte.
    fn skip_drawn_line(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let first = bytes.get(self.position);
        if !first.is_some_and(|byte| b"|-=_+ \t".contains(byte)) {
            return false;
        }
        let end = line_end(bytes, self.position);
        if !is_drawn(&bytes[self.position..end]) {
            return false;
        }
        self.rules.add(self.line);
        self.position = after_line_end(bytes, end);
        self.line += u64::from(self.position > end);
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

    /// Other readings of a record that is no row, the mildest first; without one that fits it stays as it is, but a quote
    /// does not swallow what follows its line.
    fn mend(&self, record: &mut Record<'a>, shape: &Shape) {
        let mut other = Record::default();
        (other.line, other.n_blank_before) = (record.line, record.n_blank_before);
        for (dialect, bound) in readings(self.dialect) {
            self.read(record.start, dialect, bound, &mut other);
            if !other.is_open && self.is_meant(&other, dialect, shape) {
                other.is_mended = true;
                std::mem::swap(record, &mut other);
                return;
            }
        }
        let spans_lines = self.lines_of(record) > 1;
        if spans_lines && record.width() > shape.width {
            self.read(record.start, self.dialect, Bound::Line, record);
        }
    }

    fn is_meant(&self, record: &Record<'a>, dialect: Dialect, shape: &Shape) -> bool {
        let own = self.dialect.separator;
        let is_row = shape.fits(record) || (!self.has_rows && shape.is_named_by(record));
        let own_quote = char::from(self.dialect.quote);
        let keeps_quotes = dialect.quote == self.dialect.quote
            || (0..record.width()).all(|index| {
                record.is_quoted(index, dialect.quote) || !record.text(index).starts_with(own_quote)
            });
        is_row && keeps_quotes && (dialect.separator == own || is_cut_nowhere(record, own, shape))
    }

    /// Reads the record that begins at `start`.
    fn read(&self, start: usize, dialect: Dialect, bound: Bound, record: &mut Record<'a>) {
        let bytes = self.text.as_bytes();
        record.clear(self.text, start);
        let limit = match bound {
            Bound::Line => line_end(bytes, start),
            Bound::Text | Bound::Lenient => bytes.len(),
        };
        let mut at = match dialect.separator.as_bytes() {
            [separator] => plain_cells(bytes, start, *separator, dialect.quote, record),
            _ => start,
        };
        while !record.is_whole {
            at = match bytes.get(at) {
                Some(&byte) if byte == dialect.quote => {
                    self.quoted(dialect, (bound, limit), at, record)
                }
                _ => self.plain(dialect, at, record),
            };
            if record.is_open {
                return;
            }
            match dialect.separator_at(bytes, at) {
                Some(length) => at += length,
                None => record.is_whole = true,
            }
        }
        record.end = after_line_end(bytes, at);
    }

    /// A cell without quotes around it: to the separator or the end of the line.
    fn plain(&self, dialect: Dialect, from: usize, record: &mut Record<'a>) -> usize {
        let end = plain_end(dialect, self.text.as_bytes(), from);
        record.push(from, end);
        end
    }

    /// A cell that begins with a quote.
    fn quoted(
        &self,
        dialect: Dialect,
        (bound, limit): (Bound, usize),
        from: usize,
        record: &mut Record<'a>,
    ) -> usize {
        record.has_quotes = true;
        let bytes = self.text.as_bytes();
        let kept = record.gathered();
        match close(bytes, dialect, bound, from, limit) {
            Close::At { quote, end } => {
                if !needs_unescaping(&bytes[from + 1..quote], dialect) {
                    record.push(from + 1, quote);
                    return end;
                }
                unescaped(bytes, dialect, from + 1..quote, |from, to| {
                    record.gather(from, to)
                });
                record.push_gathered(kept);
                end
            }
            Close::Early { quote } => {
                unescaped(bytes, dialect, from + 1..quote, |from, to| {
                    record.gather(from, to)
                });
                let end = plain_end(dialect, bytes, quote + 1);
                record.gather(quote + 1, end);
                record.push_gathered(kept);
                end
            }
            Close::Text => self.plain(dialect, from, record),
            Close::Open => {
                record.is_open = true;
                from
            }
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
}

/// Other ways in which a single row may be written, the mildest first.
fn readings(own: Dialect) -> impl Iterator<Item = (Dialect, Bound)> {
    let escapes = [Escape::Backslash, Escape::Doubled]
        .into_iter()
        .filter(move |escape| *escape != own.escape)
        .map(move |escape| (Dialect { escape, ..own }, Bound::Text));
    let quote = other_quote(own.quote);
    let separators = FOREIGN
        .into_iter()
        .filter(move |separator| *separator != own.separator)
        .map(move |separator| (Dialect { separator, ..own }, Bound::Line));
    [(own, Bound::Line), (own, Bound::Lenient)]
        .into_iter()
        .chain(escapes)
        .chain([(Dialect { quote, ..own }, Bound::Line)])
        .chain(separators)
}

fn other_quote(quote: u8) -> u8 {
    if quote == b'"' { b'\'' } else { b'"' }
}

/// Whether a row read by another separator has the table's own only where people write it within a cell: in a number, or
/// before a blank. Without columns of figures to hold it against, it may have none.
fn is_cut_nowhere(record: &Record<'_>, own: Separator, shape: &Shape) -> bool {
    record.texts().all(|cell| {
        let mut parts = cell.split(own.text());
        parts.next();
        let mut parts = parts.peekable();
        parts.peek().is_none()
            || (!shape.figures.is_empty()
                && (is_figure(cell) || parts.all(|part| part.starts_with(' '))))
    })
}

/// The end of a cell without quotes around it.
fn plain_end(dialect: Dialect, bytes: &[u8], from: usize) -> usize {
    let first = dialect.separator.as_bytes()[0];
    let mut at = from;
    while let Some(found) = memchr3(first, b'\n', b'\r', &bytes[at..]) {
        at += found;
        if bytes[at] != first || dialect.separator_at(bytes, at).is_some() {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

fn after_line_end(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => at + 2,
        (Some(b'\r' | b'\n'), _) => at + 1,
        _ => at,
    }
}
