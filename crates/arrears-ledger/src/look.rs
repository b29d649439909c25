//! One text file as it is seen: how it is written, its table, and what is doubtful about it.

mod document;

use std::path::Path;

use arrears_formats::{
    DateEvidence, DateOrder, DecimalMark, Escape, FormatError, MarkFinding, NumberEvidence,
    OrderFinding, TextColumn, TextTable, is_missing, is_zero_date, parse_bool, shown,
};
use rayon::prelude::*;
use serde::Serialize;

use crate::LedgerError;
use crate::read::fillers::{in_words, is_filler_cell};
use crate::read::seen::{Seen, marked_in_words, see};
use crate::read::source::TextOptions;

pub use document::DocumentLook;

/// A file as it is seen.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    /// What it is and holds, where it is a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentLook>,
    /// Name of the encoding, or of the sheet.
    pub encoding: String,
    /// What stands between cells.
    pub separator: String,
    /// What stands around cells.
    pub quote: char,
    /// What lets a quote stand in a quoted cell.
    pub escape: &'static str,
    /// Lines of the header; 0 where there is none.
    pub n_header: usize,
    /// Physical line on which the table begins.
    pub table_line: u64,
    /// Rows, those of another width included.
    pub n_rows: usize,
    /// Its columns.
    pub columns: Vec<ColumnLook>,
    /// The first rows.
    pub first_rows: Vec<Vec<String>>,
    /// What a person should look at, one sentence each.
    pub doubts: Vec<String>,
    /// Whether it is a sheet of a workbook, whose cells nothing separates.
    #[serde(skip)]
    pub is_sheet: bool,
    #[serde(skip)]
    table: TextTable,
}

/// A column as it is seen.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnLook {
    /// Its name.
    pub name: String,
    /// What its cells are, all of them together.
    pub form: String,
    /// Cells that are not empty.
    pub n_filled: u64,
}

/// Rows shown.
const FIRST: usize = 5;

/// Looks at a file, all of it; of a document or a folder of them at a table by its name, or at the invoices.
///
/// # Errors
/// A file that cannot be opened, that is no text, no workbook and no document, or a document without such a table.
pub fn look(path: &Path, table: Option<&str>) -> Result<Look, LedgerError> {
    let name = path.display().to_string();
    if let Some(look) = document::look(path, &name, table)? {
        return Ok(look);
    }
    if let Some(table) = table {
        return Err(LedgerError::OneTable {
            file: name,
            wanted: table.to_owned(),
        });
    }
    match see(path, &name, &TextOptions::default(), |_| true) {
        Ok(seen) => Ok(Look::of(seen)),
        Err(LedgerError::Format {
            source: FormatError::Empty,
            ..
        }) => Ok(Look::of(Seen::nothing())),
        Err(error) => Err(error),
    }
}

impl Look {
    fn of(seen: Seen) -> Look {
        let Seen {
            written,
            dialect,
            layout,
            table,
            remark,
            doubt,
            is_sheet,
            ..
        } = seen;
        let n_other = table.n_other();
        let columns: Vec<(ColumnLook, Option<String>)> = table
            .header
            .par_iter()
            .zip(&table.columns)
            .map(|(name, cells)| column(name, cells))
            .collect();
        let mut doubts: Vec<String> = remark.into_iter().chain(doubt).collect();
        doubts.extend(remarks(&layout, &table, n_other));
        doubts.extend(marked_in_words(&table, is_sheet));
        doubts.extend(columns.iter().filter_map(|(_, doubt)| doubt.clone()));
        let told = columns.par_iter().zip(&table.columns);
        let told = told.map(|((look, _), cells)| {
            let is_date = look.form.starts_with("date");
            is_date.then(|| fillers(look, cells, &table)).flatten()
        });
        doubts.extend(told.collect::<Vec<_>>().into_iter().flatten());
        let mut found = Look {
            document: None,
            encoding: written,
            separator: dialect.separator.name(),
            quote: char::from(dialect.quote),
            escape: match dialect.escape {
                Escape::Doubled => "a second quote",
                Escape::Backslash => "a backslash",
                Escape::Nul => "a byte of zero",
            },
            n_header: layout.n_header,
            table_line: table.head_line,
            n_rows: table.n_rows() + table.ragged.len() - n_other,
            columns: columns.into_iter().map(|(column, _)| column).collect(),
            first_rows: Vec::new(),
            doubts,
            is_sheet,
            table,
        };
        found.first_rows = found.rows().take(FIRST).collect();
        found
    }

    /// The rows in the order of the file: cells as they stand, short rows filled up to the width of the table.
    pub fn rows(&self) -> impl Iterator<Item = Vec<String>> {
        self.table.rows_in_place()
    }

    /// The table as CSV (RFC 4180, UTF-8): header and cells as they stand in the file, none changed.
    pub fn to_csv(&self) -> Vec<u8> {
        self.table.to_csv()
    }
}

fn remarks(layout: &arrears_formats::Layout, table: &TextTable, n_other: usize) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut add = |n: usize, text: String| {
        if n > 0 {
            remarks.push(text);
        }
    };
    let empty = usize::from(table.header.is_empty());
    add(empty, "the file is empty".to_owned());
    add(
        layout.n_above,
        format!(
            "{} above the table {} no part of it",
            lines(layout.n_above),
            be(layout.n_above)
        ),
    );
    let unnamed = usize::from(layout.n_header == 0 && empty == 0);
    add(
        unnamed,
        "no line looks like a header: columns are numbered".to_owned(),
    );
    let spread = usize::from(layout.n_header > 1);
    add(
        spread,
        format!(
            "the header is spread over {} lines: names are read downwards",
            layout.n_header
        ),
    );
    add(
        usize::from(table.lacks_names),
        format!(
            "the header names {} columns where its rows have {} cells: which has no name cannot be told, so a ledger refuses the file",
            table.head.len(),
            table.header.len()
        ),
    );
    add(
        table.n_repeated,
        format!(
            "the header comes back {} among the rows",
            times(table.n_repeated)
        ),
    );
    add(
        table.n_mended,
        format!(
            "{} written in another way than the others (separator, quotes, marks between joined files)",
            rows(table.n_mended)
        ),
    );
    let n_ragged = table.ragged.len() - n_other;
    let first = table.ragged.first().map_or(0, |row| row.line);
    add(
        n_ragged,
        format!(
            "{} not as many cells as the header, the first on line {first}: a ledger rejects them",
            if n_ragged == 1 {
                "1 row has".to_owned()
            } else {
                format!("{n_ragged} rows have")
            }
        ),
    );
    add(
        table.below.len(),
        format!(
            "{} below the table {} no row of it",
            lines(table.below.len()),
            be(table.below.len())
        ),
    );
    let other = table
        .ragged
        .iter()
        .find(|row| row.is_other)
        .or_else(|| table.ragged.get(table.ragged.len() - n_other))
        .map_or(0, |row| row.line);
    add(
        n_other,
        format!("another table begins on line {other}; it is not read"),
    );
    remarks
}

fn lines(n: usize) -> String {
    if n == 1 {
        "1 line".to_owned()
    } else {
        format!("{n} lines")
    }
}

fn be(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn rows(n: usize) -> String {
    if n == 1 {
        "1 row is".to_owned()
    } else {
        format!("{n} rows are")
    }
}

fn times(n: usize) -> String {
    if n == 1 {
        "once".to_owned()
    } else {
        format!("{n} times")
    }
}

/// What a column holds, judged on all its cells.
fn column(name: &str, cells: &TextColumn) -> (ColumnLook, Option<String>) {
    let (mut dates, mut numbers) = (DateEvidence::default(), NumberEvidence::default());
    let (mut n_filled, mut n_flags) = (0_u64, 0_u64);
    for cell in cells.iter().filter(|cell| !is_missing(cell)) {
        n_filled += 1;
        dates.add(cell);
        numbers.add(cell);
        n_flags += u64::from(parse_bool(cell).is_some());
    }
    let (form, doubt) = match n_filled {
        0 => ("empty".to_owned(), None),
        n if dates.n_dates() == n => date_form(name, &dates),
        n if n_flags == n => ("yes or no".to_owned(), None),
        n if numbers.n_numbers() == n => number_form(name, &numbers),
        n => {
            let nearly = |read: u64| read < n && read * 10 >= n * 9;
            let doubt = if nearly(dates.n_dates()) {
                Some(format!(
                    "`{}`: all but {} of {n} cells are dates",
                    shown(name),
                    n - dates.n_dates()
                ))
            } else if nearly(numbers.n_numbers()) {
                Some(format!(
                    "`{}`: all but {} of {n} cells are numbers",
                    shown(name),
                    n - numbers.n_numbers()
                ))
            } else {
                None
            };
            ("text".to_owned(), doubt)
        }
    };
    let look = ColumnLook {
        name: name.to_owned(),
        form,
        n_filled,
    };
    (look, doubt)
}

/// Dates of a column that stand for no date.
fn fillers(look: &ColumnLook, cells: &TextColumn, table: &TextTable) -> Option<String> {
    let is_none = |cell: &str| is_zero_date(cell) || is_filler_cell(cell);
    let mut found = (0..).zip(cells.iter()).filter(|(_, cell)| is_none(cell));
    let (row, first) = found.next()?;
    let n = 1 + found.count();
    Some(format!(
        "`{}`: {} such as `{}` {} for no date, the first on line {}; where a ledger's column may be empty, {} read as empty",
        shown(&look.name),
        in_words(n),
        shown(first.trim()),
        if n == 1 { "stands" } else { "stand" },
        table.line(row),
        if n == 1 { "it is" } else { "they are" },
    ))
}

fn date_form(name: &str, dates: &DateEvidence) -> (String, Option<String>) {
    let words = |order| match order {
        DateOrder::Dmy => "day, month, year",
        DateOrder::Mdy => "month, day, year",
        DateOrder::Ymd => "year, month, day",
    };
    match dates.finding() {
        OrderFinding::Indifferent => ("date".to_owned(), None),
        OrderFinding::Decided(order) => (format!("date: {}", words(order)), None),
        OrderFinding::Mixed(order, n) => (
            format!("date: {}", words(order)),
            Some(format!(
                "`{}`: {n} dates are in another order than the others",
                shown(name)
            )),
        ),
        OrderFinding::Ambiguous => (
            "date: day first or month first".to_owned(),
            Some(format!(
                "`{}`: every date can be read day first and month first; `date_order` in the config settles it",
                shown(name)
            )),
        ),
    }
}

fn number_form(name: &str, numbers: &NumberEvidence) -> (String, Option<String>) {
    let words = |mark| match mark {
        DecimalMark::Comma => "number: decimal comma",
        DecimalMark::Point => "number: decimal point",
    };
    match numbers.finding() {
        MarkFinding::Indifferent => ("number".to_owned(), None),
        MarkFinding::Decided(mark) => (words(mark).to_owned(), None),
        MarkFinding::Mixed(mark, n) => (
            words(mark).to_owned(),
            Some(format!(
                "`{}`: {n} numbers have the other decimal mark",
                shown(name)
            )),
        ),
        MarkFinding::Ambiguous => (
            "number: decimal comma or point".to_owned(),
            Some(format!(
                "`{}`: every number can be read with a comma and with a point; `decimal_mark` in the config settles it",
                shown(name)
            )),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Look {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.csv");
        std::fs::write(&path, text).unwrap();
        look(&path, None).unwrap()
    }

    #[test]
    fn a_file_is_told_whole() {
        let found = seen(
            "Export\n\nnr;datum;bedrag;betaald\n1;13-02-2025;1.299,00;ja\n2;01-03-2025;2,50;nee\n3;1\n",
        );
        assert_eq!(
            (found.separator.as_str(), found.table_line, found.n_rows),
            ("semicolon", 3, 3)
        );
        let forms: Vec<&str> = found.columns.iter().map(|c| c.form.as_str()).collect();
        assert_eq!(
            forms,
            [
                "number",
                "date: day, month, year",
                "number: decimal comma",
                "yes or no"
            ]
        );
        assert_eq!(found.doubts[0], "1 line above the table is no part of it");
        assert_eq!(
            String::from_utf8(found.to_csv()).unwrap(),
            "nr,datum,bedrag,betaald\r\n1,13-02-2025,\"1.299,00\",ja\r\n2,01-03-2025,\"2,50\",nee\r\n3,1,,\r\n"
        );
    }

    #[test]
    fn dates_that_stand_for_none_are_told() {
        let found = seen(
            "nr;datum;betaald\n1;13-02-2025;31-12-9999\n2;01-03-2025;00.00.0000\n3;14-03-2025;20-03-2025\n",
        );
        assert_eq!(
            found.doubts,
            [
                "`betaald`: 2 cells such as `31-12-9999` stand for no date, the first on line 2; where a ledger's \
                 column may be empty, they are read as empty"
            ]
        );
    }

    #[test]
    fn an_empty_file_is_an_empty_table() {
        let found = seen("");
        assert_eq!(
            (found.n_rows, found.columns.len(), found.to_csv()),
            (0, 0, Vec::new())
        );
    }

    #[test]
    fn a_header_short_of_a_name_is_told() {
        let found = seen("nrklant;bedrag\n17;A;2,00\n12;B;3,00\n13;C;4,00\n");
        assert!(found.doubts[0].starts_with("the header names 2 columns where its rows have 3"));
    }

    #[test]
    fn a_table_below_is_told_and_not_read() {
        let found = seen("a,b,c\n1,2,3\n4,5,6\n7,8,9\n\nx,y\nu,v\n");
        assert_eq!(found.n_rows, 3);
        assert!(
            found
                .doubts
                .iter()
                .any(|doubt| doubt == "another table begins on line 6; it is not read")
        );
    }
}
