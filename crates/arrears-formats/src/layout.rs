//! Where the table stands in a text: what lies above it, its header, what lies below it.
//!
//! Exports put a title above the table and totals below it, repeat or spread the header, or leave it out. The table is as
//! wide as most records; it begins at the first record of that width that is not a padded title. A header is told from
//! rows by columns of figures: its cells there are words.

use crate::Dialect;
use crate::dialect::{reads_as_value, whole_lines};
use crate::record::Record;
use crate::split::Splitter;

/// Bytes of the text on which the layout is judged; the table's end is judged when it is reached.
const SAMPLE: usize = 1024 * 1024;
/// Rows of the table that columns are judged on.
const ROWS: usize = 500;
/// A column holds figures when at least this share of its filled cells are figures.
const FIGURES: f64 = 0.7;
/// Rows that a header is spread over at most.
const MOST_HEADER_ROWS: usize = 4;

/// Where the table stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Cells of a row.
    pub width: usize,
    /// Records above the header: titles, dates of export.
    pub n_above: usize,
    /// Records that the header is made of; 0 where the table has none.
    pub n_header: usize,
}

impl Layout {
    /// Finds the table of a text.
    pub fn detect(text: &str, dialect: Dialect) -> Layout {
        let records = records(whole_lines(text, SAMPLE), dialect);
        let width = usual_width(&records);
        if records.is_empty() {
            return Layout::default();
        }
        let n_above = start(&records, width);
        let n_header = header_rows(&records[n_above..], width);
        Layout {
            width,
            n_above,
            n_header,
        }
    }
}

fn records(text: &str, dialect: Dialect) -> Vec<Record<'_>> {
    let mut splitter = Splitter::new(text, dialect);
    let mut found = Vec::new();
    let mut record = Record::default();
    while found.len() < ROWS * 2 && splitter.next(&mut record) {
        found.push(record.clone());
    }
    found
}

/// The width that explains most cells: a title of one cell per line must not outvote a table of twenty.
fn usual_width(records: &[Record]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for record in records {
        match counts
            .iter_mut()
            .find(|(width, _)| *width == record.width())
        {
            Some((_, n)) => *n += 1,
            None => counts.push((record.width(), 1)),
        }
    }
    // Of equals the earlier: the header.
    let weight = |&(width, n): &(usize, usize)| if width == 1 { n } else { n * width.min(4) };
    let best = counts.iter().map(weight).max().unwrap_or(0);
    counts
        .iter()
        .find(|count| weight(count) == best)
        .map_or(0, |(width, _)| *width)
}

/// The first record of the table.
fn start(records: &[Record], width: usize) -> usize {
    let is_row = |record: &Record| {
        record.width() == width
            && (width < 3 || 2 * record.n_filled() >= width || record.n_filled() > 2)
    };
    let Some(first) = records.iter().position(is_row) else {
        return 0;
    };
    if width == 1 || first == 0 {
        return first;
    }
    // A header may be a cell short or long of its rows, as where the row numbers have no name.
    let before = &records[first - 1];
    let near = before.width() > 1 && before.width().abs_diff(width) <= 1 + width / 10;
    let is_header = near
        && before.n_filled() == before.width()
        && before.texts().all(|cell| !reads_as_value(cell))
        && records[first].texts().any(reads_as_value)
        && records[first].n_blank_before == 0;
    first - usize::from(is_header)
}

/// How many of the first records are the header.
fn header_rows(records: &[Record], width: usize) -> usize {
    let Some(first) = records.first() else {
        return 0;
    };
    if records.len() == 1 {
        return usize::from(!mostly_values(first));
    }
    let figures_below = |n: usize| {
        let rows: Vec<&Record> = records[n..]
            .iter()
            .filter(|record| record.width() == width)
            .take(ROWS)
            .collect();
        figure_columns(&rows, width)
    };
    let mut n = 1;
    while n < MOST_HEADER_ROWS
        && n + 1 < records.len()
        && continues_header(&records[n], &figures_below(n + 1))
    {
        n += 1;
    }
    if n > 1 && records[..n].iter().all(|record| !mostly_values(record)) {
        return n;
    }
    usize::from(looks_like_names(records, width))
}

/// Whether a record below the first is one more line of the header: words over figures, and no digit anywhere. A row whose
/// amount or date is missing has its number, its customer or its other date; to take it for names would lose it.
fn continues_header(record: &Record, figures: &[usize]) -> bool {
    let over_figures = |&&column: &&usize| {
        column < record.width() && record.text(column).chars().any(char::is_alphabetic)
    };
    let named = figures.iter().filter(over_figures).count();
    let has_digit = record
        .texts()
        .any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
    !has_digit && named > 0 && 2 * named >= figures.len()
}

/// Whether the first record is a header: names are filled, differ, and do not come back below.
fn looks_like_names(records: &[Record], width: usize) -> bool {
    let first = &records[0];
    let figures = figure_columns(&records[1..].iter().take(ROWS).collect::<Vec<_>>(), width);
    if figures
        .iter()
        .any(|&column| column < first.width() && is_figure(first.text(column)))
    {
        return false;
    }
    let mut names: Vec<&str> = first.texts().map(str::trim).collect();
    names.sort_unstable();
    let differ = names.windows(2).all(|pair| pair[0] != pair[1]);
    let back = (0..first.width()).any(|column| {
        let name = first.text(column).trim();
        !name.is_empty()
            && records[1..]
                .iter()
                .take(ROWS)
                .filter(|record| column < record.width())
                .filter(|record| record.text(column).trim() == name)
                .count()
                > 1
    });
    !mostly_values(first) && (differ || !back)
}

fn mostly_values(record: &Record) -> bool {
    let values = record.texts().filter(|cell| is_figure(cell)).count();
    2 * values > record.n_filled().max(1)
}

/// A number, a date or a time; an empty cell is none.
fn is_figure(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && reads_as_value(cell)
}

fn figure_columns(rows: &[&Record], width: usize) -> Vec<usize> {
    (0..width)
        .filter(|&column| {
            let filled = || {
                rows.iter()
                    .filter(|row| column < row.width() && !row.text(column).trim().is_empty())
            };
            let n = filled().count();
            let figures = filled().filter(|row| is_figure(row.text(column))).count();
            n > 0 && figures as f64 >= FIGURES * n as f64
        })
        .collect()
}

/// Names for a table's columns: the header's rows read downwards; a repeated name gets ` (2)`, an empty one is
/// `column 3`.
pub(crate) fn column_names(header: &[Record], width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    let mut seen: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    for column in 0..width {
        let parts: Vec<&str> = header
            .iter()
            .filter(|row| column < row.width())
            .map(|row| row.text(column).trim())
            .filter(|part| !part.is_empty())
            .collect();
        let base = if parts.is_empty() {
            format!("column {}", column + 1)
        } else {
            parts.join(" ")
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

/// Whether a record below the table is no row of it: totals, a page number, the name of the program.
pub(crate) fn is_below(record: &Record, width: usize) -> bool {
    if width < 3 {
        return false;
    }
    let n_filled = record.n_filled();
    let stands_apart = record.width() == 1 || record.n_blank_before > 0;
    let is_note = record.width() < width && stands_apart && n_filled <= 2;
    is_note || (2 * n_filled <= width.max(4) && is_total(record))
}

/// Whether its first filled cell is a word for a total, in Dutch, English, French or German.
fn is_total(record: &Record) -> bool {
    const WORDS: [&str; 14] = [
        "totaal",
        "total",
        "totals",
        "totalen",
        "eindtotaal",
        "subtotaal",
        "subtotal",
        "grand total",
        "somme",
        "summe",
        "gesamt",
        "gesamtsumme",
        "total général",
        "endsumme",
    ];
    let first = record.texts().map(str::trim).find(|cell| !cell.is_empty());
    first.is_some_and(|cell| {
        let cell = cell.trim_end_matches([':', '.']).to_lowercase();
        WORDS.iter().any(|word| {
            cell.strip_prefix(word)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    })
}
