//! Reads the rows of a text in chunks, at the same time on all cores, as if in one go.
//!
//! A chunk begins where a record seems to begin: a line after which records of the table's width follow. Whether one does
//! begin there is known only when the chunk before it has been read: a record's reading depends on nothing but the byte
//! at which it begins, so a chunk is right if, and only if, the one before ends where it begins. If not (a quoted cell of
//! many lines that look like rows), it is read again from where it should have begun. So the rows are the same whatever
//! the size of the chunks and the number of threads.

use memchr::memchr2;
use rayon::prelude::*;

use crate::FormatError;
use crate::column::TextColumn;
use crate::marks::Marked;
use crate::part::{Frame, Part, Past};
use crate::record::Record;
use crate::split::Splitter;
use crate::table::RaggedRow;

/// Bytes of a chunk.
pub(crate) const CHUNK: usize = 4 * 1024 * 1024;
/// Cells of a row for which a chunk must have room, so that a million columns are not a million small pieces.
const ROWS_OF_A_CHUNK: usize = 1024;
/// Bytes in which a chunk's beginning is looked for, and lines that are tried.
const WINDOW: usize = 64 * 1024;
/// See [`WINDOW`].
const TRIES: usize = 16;
/// Records that must be as wide as the table.
const ALIKE: usize = 3;

/// The rows of a text, by column.
#[derive(Debug, Default)]
pub(crate) struct Rows<'a> {
    /// The columns; one that is not held is empty.
    pub columns: Vec<TextColumn>,
    /// Physical line on which each row begins, from 1.
    pub lines: Vec<u32>,
    /// Records that do not match the header.
    pub ragged: Vec<RaggedRow>,
    /// Records that are no rows, whatever follows.
    pub settled: Vec<Record<'a>>,
    /// Records at the end that are no rows.
    pub below: Vec<Record<'a>>,
    /// Times the header came back.
    pub n_repeated: usize,
    /// Rows written in another way than the table.
    pub n_mended: usize,
    /// Drawn lines, those above the rows included.
    pub rules: Marked,
    /// Subtotals among the rows.
    pub subtotals: Marked,
}

impl<'a> Rows<'a> {
    /// Reads all rows from where `records` stands.
    pub fn read(
        frame: &Frame<'a>,
        records: &Splitter<'a>,
        width: usize,
        chunk: usize,
    ) -> Result<Rows<'a>, FormatError> {
        let starts = starts(records, width, chunk);
        let ends = starts.iter().skip(1).copied().chain([records.text().len()]);
        let bounds: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
        let parts: Vec<Result<Part<'a>, FormatError>> = bounds
            .par_iter()
            .map(|&bounds| {
                let guess = Past {
                    has_rows: bounds.0 != starts[0],
                    ..Past::default()
                };
                Part::read(frame, &records.clone(), bounds, guess)
            })
            .collect();
        let mut rows = Rows {
            columns: vec![TextColumn::default(); frame.header.len()],
            rules: records.rules(),
            ..Rows::default()
        };
        let (mut position, mut line) = (records.position(), records.line());
        let mut past = Past::default();
        for (part, (_, limit)) in parts.into_iter().zip(bounds) {
            if position >= limit {
                continue;
            }
            let mut part = part?;
            if part.from != position || part.before != past {
                part = Part::read(frame, records, (position, limit), past)?;
            }
            past = part.past;
            (position, line) = (part.to, rows.append(frame, part, line)?);
        }
        rows.order_ragged();
        Ok(rows)
    }

    /// Puts the rows of the next chunk, which begins on `line`, behind the others; gives the line after it.
    fn append(&mut self, frame: &Frame<'a>, part: Part<'a>, line: u64) -> Result<u64, FormatError> {
        if part.has_rows && !self.below.is_empty() {
            self.take_up_below(frame)?;
        } else if part.begins_other {
            self.settled.append(&mut self.below);
        }
        let n_before = self.lines.len();
        for (column, piece) in self.columns.iter_mut().zip(part.columns) {
            column.append(piece);
        }
        let whole = |own: u64| own + line - 1;
        let in_text = |own: u32| u32::try_from(whole(u64::from(own))).unwrap_or(u32::MAX);
        self.lines.extend(part.lines.into_iter().map(in_text));
        self.ragged
            .extend(part.ragged.into_iter().map(|row| RaggedRow {
                line: whole(row.line),
                before: n_before + row.before,
                ..row
            }));
        let in_place = |mut record: Record<'a>| {
            record.line = whole(record.line);
            record
        };
        self.settled.extend(part.settled.into_iter().map(in_place));
        self.below.extend(part.below.into_iter().map(in_place));
        self.n_repeated += part.n_repeated;
        self.n_mended += part.n_mended;
        self.rules.append(part.rules, line);
        self.subtotals.append(part.subtotals, line);
        Ok(line + part.n_lines)
    }

    /// Puts the records set aside in the order of their lines: one that was kept to see what follows it came late.
    fn order_ragged(&mut self) {
        self.ragged.sort_by_key(|row| row.line);
        for row in &mut self.ragged {
            row.before = self
                .lines
                .partition_point(|line| u64::from(*line) < row.line);
        }
    }

    /// Records that looked like the end of the table are rows where another row follows.
    fn take_up_below(&mut self, frame: &Frame<'a>) -> Result<(), FormatError> {
        let below = std::mem::take(&mut self.below);
        let mut part = Part::new(frame, 0, &Record::default());
        for record in &below {
            part.add(frame, record, record.n_blank_before > 0)?;
        }
        self.append(frame, part, 1).map(|_| ())
    }
}

/// Where the chunks begin.
fn starts(records: &Splitter<'_>, width: usize, chunk: usize) -> Vec<usize> {
    let chunk = chunk.max(if chunk == CHUNK {
        width.saturating_mul(ROWS_OF_A_CHUNK)
    } else {
        1
    });
    let mut starts = vec![records.position()];
    let mut at = records.position().saturating_add(chunk);
    while at < records.text().len() {
        let found = start_from(records, width, at);
        starts.extend(found);
        at = found.unwrap_or(at).saturating_add(chunk);
    }
    starts
}

/// The first line from `at` on after which records of the table's width follow; never a blank line, nor the line after one.
fn start_from(records: &Splitter<'_>, width: usize, at: usize) -> Option<usize> {
    let bytes = records.text().as_bytes();
    let is_end = |at: usize| matches!(bytes.get(at), Some(b'\n' | b'\r'));
    let limit = at.saturating_add(WINDOW).min(bytes.len());
    let mut from = at;
    for _ in 0..TRIES {
        let end = from + memchr2(b'\n', b'\r', &bytes[from..limit])?;
        let next = match (bytes[end], bytes.get(end + 1)) {
            (b'\r', Some(b'\n')) => end + 2,
            _ => end + 1,
        };
        let after_blank = end == 0 || is_end(end - 1);
        if next < limit
            && !after_blank
            && !is_end(next)
            && records.are_alike(next, WINDOW, width, ALIKE)
        {
            return Some(next);
        }
        from = next.min(limit);
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Dialect, Layout, TextTable};

    fn split(text: &str, chunk: usize) -> TextTable {
        let dialect = Dialect::detect(text, Some(b';'));
        let layout = Layout::detect(text, dialect);
        TextTable::split_in_chunks(text, dialect, &layout, |_| true, chunk).unwrap_or_default()
    }

    /// Everything that a table says, whatever its pieces.
    fn told(table: &TextTable) -> String {
        let cells: Vec<Vec<&str>> = table.columns.iter().map(|c| c.iter().collect()).collect();
        let lines: Vec<u64> = (0..table.n_rows()).map(|row| table.line(row)).collect();
        format!(
            "{:?} {:?} {} {cells:?} {lines:?} {:?} {:?} {} {} {:?} {:?}",
            table.header,
            table.head,
            table.head_line,
            table.ragged,
            table.below,
            table.n_repeated,
            table.n_mended,
            table.rules,
            table.subtotals
        )
    }

    /// Lines as exports have them, and what makes a line look like another record than it is.
    fn line() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "1;2;3",
            "1;2;3",
            "1;2;3",
            "F1;Jansen;12,50",
            "\"7\";\"8\";\"9\"",
            "\"x\n1;2;3\n4;5;6\n7;8;9\n1;2;3\";5;6",
            "\"x\r\n\r\n1;2;3\r\n4;5;6\r\n\";5;\"6\n1;2;3\n1;2;3\n1;2;3\"",
            "a;b;c",
            "",
            ";;",
            "Totaal;;9",
            "*;;9",
            "-----",
            "| --- |",
            "naam;datum;soort",
            "Afgedrukt op 1 mei",
            "4,5,6",
            "kort;1",
            "1;2;3;4",
            "1;2;3;",
            "\"open;1;2",
            "\"open\"\";1;2",
            "1;\"\"\"2\"\"\";3",
            "7;8;\"Spoed",
            "7;8;monitor 9\"",
            "\"x;8;9",
            "y\";8;9",
            "\u{feff}1;2;3",
            "\u{feff}",
        ]);
        prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[a1;,\"' \n\r]{0,12}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn chunks_of_any_size_give_the_same_table(
            lines in prop::collection::vec(line(), 0..40),
            end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
            chunk in 1..60_usize,
        ) {
            let text = format!("a;b;c{end}{}", lines.join(end));
            prop_assert_eq!(told(&split(&text, chunk)), told(&split(&text, usize::MAX)));
        }

        #[test]
        fn chunks_of_any_text_give_the_same_table(text in "[ab12;,\"'\\\\\n\r é\u{feff}]{0,200}", chunk in 1..60_usize) {
            prop_assert_eq!(told(&split(&text, chunk)), told(&split(&text, usize::MAX)));
        }
    }

    #[test]
    fn a_chunk_that_begins_in_a_quoted_cell_is_read_again() {
        let cell = "1;2;3\n".repeat(50);
        let text = format!("a;b;c\n{}\"{cell}\";5;6\n7;8;9\n", "1;2;3\n".repeat(50));
        let table = split(&text, 16);
        assert_eq!(table.n_rows(), 52);
        assert_eq!(table.columns[0].get(50), cell);
        assert_eq!(table.line(51), 103);
        let dialect = Dialect::detect(&text, Some(b';'));
        let records = Splitter::new(&text, dialect).mending(&Layout::detect(&text, dialect));
        assert!(
            starts(&records, 3, 16)
                .iter()
                .any(|start| (310..600).contains(start))
        );
    }

    #[test]
    fn stray_quotes_do_not_make_a_long_text_slow() {
        let text = format!("a;b;c\n{}", "1;\"2;3\n".repeat(60_000));
        let table = split(&text, usize::MAX);
        assert_eq!(
            (table.n_rows(), table.columns[1].get(59_999)),
            (60_000, "\"2")
        );
    }
}
