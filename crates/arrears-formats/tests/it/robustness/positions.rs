//! One row breaks the rule: at every row, and where it applies at every column.

use super::Case;
use super::sources::{Source, Table};
use super::writing::{STANDARD, Style};

/// All positional deviations of every `step`-th row.
pub fn each(source: &Source, step: usize, take: &mut impl FnMut(Case)) {
    let table = &source.table;
    for row in (0..table.rows.len()).step_by(step) {
        for column in 0..table.header.len() {
            take(missing_separator(table, row, column));
            take(further_separator(table, row, column));
            take(stray_quote(table, row, column));
        }
        for style in OTHER_STYLES {
            take(other_style(table, row, style));
        }
        for line_end in ["\n", "\r"] {
            take(other_line_end(table, row, line_end));
        }
    }
    for column in 0..table.header.len() {
        take(header_without_separator(table, column));
        take(header_with_further_separator(table, column));
        take(header_without_name(table, column));
        take(empty_column(table, column));
    }
}

/// The file with the text of one row replaced.
fn with_row(table: &Table, row: usize, text: &str) -> Vec<u8> {
    let mut out = STANDARD.record(&table.header) + STANDARD.line_end;
    for (index, record) in table.rows.iter().enumerate() {
        if index == row {
            out.push_str(text);
        } else {
            out.push_str(&STANDARD.record(record));
        }
        out.push_str(STANDARD.line_end);
    }
    out.into_bytes()
}

fn case(kind: &'static str, row: usize, column: usize, bytes: Vec<u8>, wanted: Table) -> Case {
    Case {
        kind,
        name: format!("row {} column {}", row + 1, column + 1),
        bytes,
        wanted,
    }
}

/// Two cells run into one; the row is a cell short, which is filled up at its end. The last cell has no separator
/// after it, so the row loses it whole.
fn missing_separator(table: &Table, row: usize, column: usize) -> Case {
    let mut pieces = STANDARD.cells(&table.rows[row]);
    let mut wanted = table.clone();
    let cells = &mut wanted.rows[row];
    if column + 1 == pieces.len() {
        pieces.pop();
        cells[column].clear();
        let bytes = with_row(table, row, &pieces.join(","));
        return case("row: last cell missing", row, column, bytes, wanted);
    }
    let second = pieces.remove(column + 1);
    *cells = run_together(cells, column, pieces[column].starts_with('"'), &second);
    pieces[column].push_str(&second);
    let bytes = with_row(table, row, &pieces.join(","));
    case("row: separator missing", row, column, bytes, wanted)
}

/// The cells of a row of which two stand together, as spreadsheets read them: after a closing quote what follows
/// belongs to the cell; a quote within a cell that began without one is text, and protects no separator.
fn run_together(cells: &[String], column: usize, first_quoted: bool, second: &str) -> Vec<String> {
    let (first, other) = (&cells[column], &cells[column + 1]);
    let joined = match (first_quoted, second.starts_with('"')) {
        (true, true) => vec![format!("{first}\"{other}")],
        (true, false) | (false, false) => vec![format!("{first}{other}")],
        (false, true) if first.is_empty() => vec![other.clone()],
        (false, true) => format!("{first}{second}")
            .split(',')
            .map(str::to_owned)
            .collect(),
    };
    let mut row: Vec<String> = cells[..column].to_vec();
    row.extend(joined);
    row.extend_from_slice(&cells[column + 2..]);
    row.resize(row.len().max(cells.len()), String::new());
    row
}

/// An empty cell too many; at the end of a row without empty cells it is nothing.
fn further_separator(table: &Table, row: usize, column: usize) -> Case {
    let mut pieces = STANDARD.cells(&table.rows[row]);
    pieces.insert(column + 1, String::new());
    let mut wanted = table.clone();
    let is_last = column + 1 == table.header.len();
    if !is_last || table.rows[row].iter().any(String::is_empty) {
        wanted.rows[row].insert(column + 1, String::new());
    }
    let bytes = with_row(table, row, &pieces.join(","));
    case("row: separator too many", row, column, bytes, wanted)
}

/// A quote too many, at the beginning, in the middle or at the end of the cell's text: it is text.
fn stray_quote(table: &Table, row: usize, column: usize) -> Case {
    let mut pieces = STANDARD.cells(&table.rows[row]);
    let text = &table.rows[row][column];
    let is_quoted = pieces[column].starts_with('"');
    let length = text.chars().count();
    let at = [0, length / 2, length][(row + column) % 3];
    let byte = text
        .char_indices()
        .nth(at)
        .map_or(text.len(), |(byte, _)| byte);
    let (before, after) = text.split_at(byte);
    pieces[column] = if is_quoted {
        let inner = |part: &str| part.replace('"', "\"\"");
        format!("\"{}\"{}\"", inner(before), inner(after))
    } else {
        format!("{before}\"{after}")
    };
    let mut wanted = table.clone();
    wanted.rows[row][column] = format!("{before}\"{after}");
    let bytes = with_row(table, row, &pieces.join(","));
    let kind = if is_quoted {
        "row: stray quote in a quoted cell"
    } else {
        "row: stray quote"
    };
    case(kind, row, column, bytes, wanted)
}

const OTHER_STYLES: [(&str, Style); 5] = [
    (
        "row: separated by semicolons",
        Style {
            separator: ";",
            ..STANDARD
        },
    ),
    (
        "row: separated by tabs",
        Style {
            separator: "\t",
            ..STANDARD
        },
    ),
    (
        "row: in single quotes",
        Style {
            quote: '\'',
            quotes_all: true,
            ..STANDARD
        },
    ),
    (
        "row: all in quotes",
        Style {
            quotes_all: true,
            ..STANDARD
        },
    ),
    (
        "row: quotes escaped by a backslash",
        Style {
            escape: Some('\\'),
            quotes_all: true,
            ..STANDARD
        },
    ),
];

fn other_style(table: &Table, row: usize, (kind, style): (&'static str, Style)) -> Case {
    let bytes = with_row(table, row, &style.record(&table.rows[row]));
    case(kind, row, 0, bytes, table.clone())
}

fn other_line_end(table: &Table, row: usize, line_end: &str) -> Case {
    let mut out = STANDARD.record(&table.header) + STANDARD.line_end;
    for (index, record) in table.rows.iter().enumerate() {
        out.push_str(&STANDARD.record(record));
        out.push_str(if index == row {
            line_end
        } else {
            STANDARD.line_end
        });
    }
    case(
        "row: another line end",
        row,
        0,
        out.into_bytes(),
        table.clone(),
    )
}

fn with_header(table: &Table, pieces: &[String]) -> Vec<u8> {
    let mut out = pieces.join(",") + STANDARD.line_end;
    out.push_str(&STANDARD.records(table.rows.iter()));
    out.into_bytes()
}

/// Two names run into one.
fn header_without_separator(table: &Table, column: usize) -> Case {
    let mut pieces = STANDARD.cells(&table.header);
    if column + 1 < pieces.len() {
        let second = pieces.remove(column + 1);
        pieces[column].push_str(&second);
    } else {
        pieces.pop();
    }
    let wanted = Table {
        header: pieces.clone(),
        ..table.clone()
    };
    case(
        "header: separator missing",
        0,
        column,
        with_header(table, &pieces),
        wanted,
    )
}

fn header_with_further_separator(table: &Table, column: usize) -> Case {
    let mut pieces = STANDARD.cells(&table.header);
    pieces.insert(column + 1, String::new());
    let mut wanted = table.clone();
    if column + 1 < table.header.len() {
        wanted.header = pieces.clone();
    }
    case(
        "header: separator too many",
        0,
        column,
        with_header(table, &pieces),
        wanted,
    )
}

fn header_without_name(table: &Table, column: usize) -> Case {
    let mut wanted = table.clone();
    wanted.header[column].clear();
    let bytes = with_header(table, &STANDARD.cells(&wanted.header));
    case("header: a name missing", 0, column, bytes, wanted)
}

fn empty_column(table: &Table, column: usize) -> Case {
    let mut wanted = table.clone();
    wanted.rows.iter_mut().for_each(|row| row[column].clear());
    let bytes = with_header(&wanted, &STANDARD.cells(&wanted.header));
    case("column: empty", 0, column, bytes, wanted)
}
