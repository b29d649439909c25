//! Where the table stands in a text: what lies above it, its header, what lies below it.
//!
//! Exports put a title above the table and totals below it, repeat or spread the header, or leave it out. The table is as
//! wide as most records; it begins at the first record of that width that is not a padded title. A header is told from
//! rows by columns of figures: its cells there are words.

use crate::Dialect;
use crate::dialect::{count, usual_width, whole_lines};
use crate::record::Record;
use crate::sense::{is_figure, reads_as_value};
use crate::split::Splitter;
use crate::totals::{Sums, is_sum, is_total};

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
    /// Columns of the table: fewer than cells where every line ends with a separator.
    pub n_columns: usize,
    /// Columns whose cells are numbers, dates or times.
    pub figures: Vec<usize>,
    /// Cells that half of its rows have filled.
    pub(crate) usual_filled: usize,
    /// Whether the first column is of several words, such as names.
    first_is_words: bool,
    /// Whether the first column counts the rows: 0, 1, 2 or 1, 2, 3.
    first_counts: bool,
    /// The columns by which a sum is told from a row.
    pub(crate) sums: Sums,
}

impl Layout {
    /// Finds the table of a text.
    pub fn detect(text: &str, dialect: Dialect) -> Layout {
        let sample = whole_lines(text, SAMPLE);
        let mut found = records(Splitter::new(sample, dialect));
        let mut widths = Vec::new();
        found
            .iter()
            .for_each(|record| count(&mut widths, record.width()));
        let width = usual_width(&widths);
        if found.is_empty() {
            return Layout::default();
        }
        let mut layout = Layout {
            width,
            n_columns: width,
            ..Layout::default()
        };
        if found.iter().any(|record| record.width() != width) {
            // Rows and a header that are written otherwise are part of the table too.
            layout.figures = figure_columns(&rows_of(&found, width), width);
            found = records(Splitter::new(sample, dialect).mending(&layout));
        }
        layout.n_above = start(&found, width);
        layout.n_header = header_rows(&found[layout.n_above..], width);
        let (above, rows) = found.split_at(layout.n_above + layout.n_header);
        let header = &above[layout.n_above..];
        let mut rows = rows_of(rows, width);
        rows.retain(|row| !header.iter().any(|line| comes_back(line, row)));
        layout.judge_rows(header, &rows);
        layout
    }

    fn judge_rows(&mut self, header: &[Record], rows: &[&Record]) {
        let width = self.width;
        self.figures = figure_columns(rows, width);
        self.sums = Sums::of(rows, &self.figures);
        let mut filled: Vec<usize> = rows.iter().map(|row| row.n_filled()).collect();
        filled.sort_unstable();
        self.usual_filled = filled.get(filled.len() / 2).copied().unwrap_or_default();
        let firsts = || rows.iter().map(|row| row.text(0).trim());
        let of_words = |row: &&&Record| {
            let cell = row.text(0).trim();
            cell.contains(' ') && !is_figure(cell) && row.n_filled() > 1
        };
        self.first_is_words = 10 * rows.iter().filter(of_words).count() > rows.len();
        let start = usize::from(firsts().next() != Some("0"));
        self.first_counts = rows.len() > 1
            && firsts()
                .enumerate()
                .all(|(index, cell)| cell == (start + index).to_string());
        let ends_blank =
            |record: &&Record| width > record.width() || record.text(width - 1).trim().is_empty();
        let is_nameless = !header.is_empty() && header.iter().all(|record| ends_blank(&record));
        if width > 1 && is_nameless && rows.iter().all(ends_blank) {
            self.n_columns = width - 1;
        }
    }
}

fn records<'a>(mut splitter: Splitter<'a>) -> Vec<Record<'a>> {
    let mut found = Vec::new();
    let mut record = Record::default();
    while found.len() < ROWS * 2 && splitter.next(&mut record) {
        found.push(record.clone());
    }
    found
}

fn rows_of<'a, 'b>(records: &'b [Record<'a>], width: usize) -> Vec<&'b Record<'a>> {
    records
        .iter()
        .filter(|record| record.width() == width)
        .take(ROWS)
        .collect()
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
        && before.n_filled() + 1 >= before.width()
        && before.texts().all(|cell| !is_figure(cell))
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
    let figures_below = |n: usize| figure_columns(&rows_of(&records[n..], width), width);
    let mut n = 1;
    while n < MOST_HEADER_ROWS
        && n + 1 < records.len()
        && !records[n].texts().eq(first.texts())
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

/// Whether the first record is a header: words over most columns of figures (a year may be a name too), and names that
/// differ and do not come back below.
fn looks_like_names(records: &[Record], width: usize) -> bool {
    let first = &records[0];
    let below = records[1..].iter().take(ROWS);
    let rows: Vec<&Record> = below.filter(|record| !comes_back(first, record)).collect();
    let figures = figure_columns(&rows, width);
    let over_figures = || figures.iter().filter(|&&column| column < first.width());
    let n_figures = over_figures()
        .filter(|&&column| is_figure(first.text(column)) && !is_year_over(records, column))
        .count();
    let n_words = over_figures()
        .filter(|&&column| first.text(column).chars().any(char::is_alphabetic))
        .filter(|&&column| !is_figure(first.text(column)))
        .count();
    let is_year = |&&column: &&usize| is_year_over(records, column);
    let n_words = n_words + over_figures().filter(is_year).count();
    if n_figures > 0 && n_figures >= n_words {
        return false;
    }
    let mut names: Vec<&str> = first.texts().map(str::trim).collect();
    names.sort_unstable();
    let differ = names.windows(2).all(|pair| pair[0] != pair[1]);
    let is_page = |record: &Record| n_words > 0 && comes_back(first, record);
    let back = (0..first.width()).any(|column| {
        let name = first.text(column).trim();
        !name.is_empty()
            && records[1..]
                .iter()
                .take(ROWS)
                .filter(|record| column < record.width() && !is_page(record))
                .filter(|record| record.text(column).trim() == name)
                .count()
                > 1
    });
    (n_words > 0 || !mostly_values(first)) && (differ || !back)
}

/// Whether a record is a line of the header again, as on every page of a printed list.
fn comes_back(header: &Record, record: &Record) -> bool {
    record.texts().eq(header.texts())
}

/// Whether the first record names a year or a book year (`2024`, `2024-25`) over figures that are no years.
fn is_year_over(records: &[Record], column: usize) -> bool {
    let is_year = |record: &Record| {
        let cell = if column < record.width() {
            record.text(column).trim()
        } else {
            ""
        };
        let (year, rest) = cell.split_at_checked(4).unwrap_or(("", ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let span = rest.strip_prefix(['-', '/']).unwrap_or(rest);
        (year.starts_with("19") || year.starts_with("20"))
            && is_number(year)
            && is_number(span)
            && (rest.is_empty() || rest.len() > span.len())
    };
    let below = &records[1..records.len().min(ROWS)];
    let n_years = below.iter().filter(|record| is_year(record)).count();
    is_year(&records[0]) && 2 * n_years < below.len()
}

fn mostly_values(record: &Record) -> bool {
    let values = record.texts().filter(|cell| is_figure(cell)).count();
    2 * values > record.n_filled().max(1)
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

/// The cells of a header over the columns they name. A header of one record may be longer than its rows by empty cells,
/// or shorter by the name of the row numbers.
fn over_columns<'a>(record: &'a Record, layout: &Layout) -> Vec<&'a str> {
    let mut cells: Vec<&str> = record.texts().map(str::trim).collect();
    let n_empty = cells.iter().filter(|cell| cell.is_empty()).count();
    if layout.n_header == 1 && n_empty > 0 && cells.len() == layout.width + n_empty {
        cells.retain(|cell| !cell.is_empty());
    }
    if lacks_row_number(record, layout) {
        cells.insert(0, "");
    }
    cells
}

fn lacks_row_number(record: &Record, layout: &Layout) -> bool {
    layout.first_counts && record.width() + 1 == layout.n_columns
}

/// Whether a header has too few names for its columns, and which has none cannot be told.
pub(crate) fn is_short_of_names(header: &[Record], layout: &Layout) -> bool {
    header
        .iter()
        .all(|record| record.width() < layout.n_columns && !lacks_row_number(record, layout))
        && !header.is_empty()
}

/// Names for a table's columns: the header's rows read downwards; a repeated name gets ` (2)`, an empty one is
/// `column 3`.
pub(crate) fn column_names(header: &[Record], layout: &Layout) -> Vec<String> {
    let width = layout.n_columns;
    let header: Vec<Vec<&str>> = header
        .iter()
        .map(|record| over_columns(record, layout))
        .collect();
    let mut names: Vec<String> = Vec::with_capacity(width);
    let mut seen: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    for column in 0..width {
        let parts: Vec<&str> = header
            .iter()
            .filter_map(|row| row.get(column).copied())
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
pub(crate) fn is_below(record: &Record, is_apart: bool, layout: &Layout) -> bool {
    let width = layout.n_columns;
    if width < 3 || is_cut_off(record, layout) {
        return false;
    }
    if is_sum(record, layout) {
        return true;
    }
    let is_narrow = record.width() < width;
    // Nearly all rows: as wide as the table, and too much is filled for a note or a total.
    if !is_narrow && record.has_filled(width.max(4) / 2 + 1) {
        return false;
    }
    let n_filled = record.n_filled();
    let is_line = is_narrow && record.width() == 1;
    let is_note = is_narrow && is_apart && 2 * n_filled <= width.max(4);
    // A sentence in the first cell of a row without anything else, where first cells are numbers or ids.
    let is_padded_note =
        width > 3 && n_filled == 1 && !layout.first_is_words && record.text(0).trim().contains(' ');
    is_line || is_note || is_padded_note || (2 * n_filled <= width.max(4) && is_total(record))
}

/// Whether a record is a last line that does not end, with the beginning of a number or an id and nothing else.
pub(crate) fn is_cut_off(record: &Record, layout: &Layout) -> bool {
    let is_open = layout.n_columns > 2 && !record.with_line_end().ends_with(['\r', '\n']);
    is_open && record.width() == 1 && {
        let cell = record.text(0);
        let is_of_id = |c: char| c.is_alphanumeric() || "-_/.".contains(c);
        cell.chars().all(is_of_id) && cell.chars().any(|c| c.is_ascii_digit())
    }
}

/// Whether a record that stands apart from the rows before it is the header of another table.
pub(crate) fn begins_another(record: &Record, layout: &Layout) -> bool {
    record.width() >= layout.width.min(layout.n_columns)
        && 2 * record.n_filled() > record.width()
        && continues_header(record, &layout.figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FormatError, TextTable};

    fn split(text: &str) -> Result<TextTable, FormatError> {
        let dialect = Dialect::detect(text, Some(b';'));
        TextTable::split(text, dialect, &Layout::detect(text, dialect), |_| true)
    }

    #[test]
    fn years_are_names_over_figures() {
        let table = split("post;2023;2024\nomzet;12,5;13\nkosten;8;7,25\n").unwrap();
        assert_eq!(table.header, ["post", "2023", "2024"]);
        let table = split("2023;1\n2024;2\n2025;3\n").unwrap();
        assert_eq!((table.header[0].as_str(), table.n_rows()), ("column 1", 3));
    }

    #[test]
    fn a_header_is_held_against_its_rows() {
        let table = split("klant;bedrag\n1;A;2,00\n2;B;3,00\n3;C;4,00\n").unwrap();
        assert_eq!(table.header, ["column 1", "klant", "bedrag"]);
        assert!(!table.lacks_names, "row numbers have no name");
        let table = split("nrklant;bedrag\n17;A;2,00\n12;B;3,00\n13;C;4,00\n").unwrap();
        assert!(table.lacks_names);
        let table = split("nr;;klant;bedrag\n17;A;2,00\n12;B;3,00\n").unwrap();
        assert_eq!(table.header, ["nr", "klant", "bedrag"]);
        assert_eq!(table.head, ["nr", "", "klant", "bedrag"]);
    }

    #[test]
    fn a_row_with_a_separator_too_many_is_not_displaced() {
        let table = split("a;b;c\n1;2;x\n3;4;\n;5;6;\n7;8;y;\n").unwrap();
        assert_eq!((table.n_rows(), table.ragged.len()), (3, 1));
        assert_eq!(table.ragged[0].cells, ["", "5", "6", ""]);
    }

    #[test]
    fn another_header_below_begins_another_table() {
        let table = split(
            "nr;klant;bedrag\n1;A;2,00\n2;B;3,00\n\ndatum;soort;totaal\n1;x;3,00\n2;y;2,00\n",
        )
        .unwrap();
        assert_eq!(table.n_rows(), 2);
        assert!(table.ragged.iter().all(|row| row.is_other));
        assert_eq!((table.ragged.len(), table.n_other()), (3, 3));
    }
}
