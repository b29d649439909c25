//! Tests of [`proved`].

use super::*;
use crate::compound::tests::with_stream;
use crate::read_sheet;

/// A record.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16).to_le_bytes();
    [&kind.to_le_bytes(), &length, data].concat()
}

/// Numbers of two bytes.
fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn begin() -> Vec<u8> {
    record(kind::BEGIN, &shorts(&[0x0600, 0x0010, 0, 0, 0, 0, 0, 0]))
}

fn end() -> Vec<u8> {
    record(kind::END, &[])
}

/// A cell with a number.
fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let place = shorts(&[row, column, 0]);
    record(
        kind::NUMBER,
        &[place, value.to_le_bytes().to_vec()].concat(),
    )
}

/// A cell with the shared text of a number.
fn label(row: u16, column: u16, text: u16) -> Vec<u8> {
    record(kind::SHARED_LABEL, &shorts(&[row, column, 0, text, 0]))
}

fn dimensions(first: u32, rows: u32, columns: u16) -> Vec<u8> {
    let place = [first.to_le_bytes(), rows.to_le_bytes()].concat();
    record(
        kind::DIMENSIONS,
        &[place, shorts(&[0, columns, 0])].concat(),
    )
}

/// A stream with records before the sheets, and a sheet of each of the given records.
fn stream(globals: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
    let sheets: Vec<Vec<u8>> = sheets
        .iter()
        .map(|sheet| [begin(), sheet.clone(), end()].concat())
        .collect();
    // Each is named by a record of 13 bytes.
    let mut start = begin().len() + globals.len() + 13 * sheets.len() + end().len();
    let mut before = [begin(), globals.to_vec()].concat();
    for (number, sheet) in (b'A'..).zip(&sheets) {
        let name = [&(start as u32).to_le_bytes()[..], &[0, 0, 1, 0, number]].concat();
        before.extend(record(kind::SHEET, &name));
        start += sheet.len();
    }
    [before, end(), sheets.concat()].concat()
}

fn workbook(globals: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
    with_stream("Workbook", &stream(globals, sheets))
}

fn text(records: &[Vec<u8>]) -> String {
    read_sheet(&workbook(&[], &[records.concat()]), None)
        .unwrap()
        .text
}

fn refused(bytes: &[u8]) -> String {
    read_sheet(bytes, None).unwrap_err().to_string()
}

#[test]
fn cells_are_read() {
    let texts = record(
        kind::TEXTS,
        &[&[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0][..], b"ja"].concat(),
    );
    let sheet = [dimensions(0, 2, 2), number(0, 0, 1.5), label(1, 1, 0)].concat();
    let bytes = workbook(&texts, &[sheet]);
    assert!(matches!(proved(&bytes), Ok(Cow::Borrowed(_))));
    assert_eq!(read_sheet(&bytes, None).unwrap().text, "1.5\t\n\tja\n");
}

#[test]
fn a_sheet_larger_than_its_kind_can_be_is_refused() {
    for (rows, columns) in [(u32::MAX, 3), (65_537, 1), (1, 257), (65_536, u16::MAX)] {
        let sheet = [dimensions(0, rows, columns), number(0, 0, 1.0)].concat();
        let message = refused(&workbook(&[], &[number(0, 0, 1.0), sheet]));
        let said = format!(
            "it says that sheet 2 has {rows} rows and {columns} columns, and a sheet of its kind has at most 65536 and 256"
        );
        assert!(message.contains(&said), "{message}");
    }
    assert_eq!(
        text(&[dimensions(0, 65_536, 256), number(0, 0, 1.0)]),
        "1\n"
    );
    assert_eq!(
        text(&[dimensions(0, 0, u16::MAX), number(0, 0, 1.0)]),
        "1\n"
    );
}

#[test]
fn the_format_before_the_last_may_have_as_many_rows() {
    let short = |rows: u16| record(kind::DIMENSIONS, &shorts(&[0, rows, 0, 1, 0]));
    let book = |rows: u16| {
        let records = [short(rows), number(rows - 1, 0, 1.0)].concat();
        with_stream("Book", &stream(&[], &[records]))
    };
    assert_eq!(read_sheet(&book(40_000), None).unwrap().text, "1\n");
    let wide = record(kind::DIMENSIONS, &shorts(&[0, u16::MAX, 0, u16::MAX, 0]));
    assert!(
        refused(&with_stream("Book", &stream(&[], &[wide])))
            .contains("has 65535 rows and 65535 columns")
    );
}

#[test]
fn a_sheet_that_ends_before_it_begins_is_read_all_the_same() {
    // As PEAR's writer says of a sheet that it wrote nothing to, small and in whole sectors.
    for n_rows in [1, 300] {
        let rows: Vec<Vec<u8>> = (0..n_rows).map(|row| number(row, 0, 1.0)).collect();
        let bytes = workbook(&[], &[rows.concat(), dimensions(65_537, 1, 1)]);
        assert!(matches!(proved(&bytes), Ok(Cow::Owned(_))));
        assert_eq!(
            read_sheet(&bytes, None).unwrap().text,
            "1\n".repeat(n_rows.into())
        );
    }
    assert_eq!(text(&[dimensions(9, 9, 1), number(0, 0, 1.0)]), "1\n");
}

#[test]
fn a_chart_in_a_sheet_says_nothing_of_the_sheet() {
    let chart = [
        begin(),
        dimensions(0, u32::MAX, 9),
        number(u16::MAX, u16::MAX, 1.0),
        end(),
    ]
    .concat();
    assert_eq!(
        text(&[number(0, 0, 1.0), chart, number(0, 1, 2.0)]),
        "1\t2\n"
    );
}

#[test]
fn cells_far_apart_are_refused() {
    let numbers = |row: u16, column: u16| {
        record(
            kind::NUMBERS,
            &shorts(&[row, column, 0, 0, 0, 0, 0, 0, column + 1]),
        )
    };
    let formula = |row: u16, column: u16| {
        let place = shorts(&[row, column, 0]);
        record(
            kind::FORMULA,
            &[place, 1_f64.to_le_bytes().to_vec(), vec![0; 8]].concat(),
        )
    };
    let last = u16::MAX - 1;
    let cells: [(&str, Vec<u8>); 8] = [
        ("number", number(last, last, 1.0)),
        (
            "label",
            record(kind::LABEL, &shorts(&[last, last, 0, 0, 0])),
        ),
        (
            "rich label",
            record(kind::RICH_LABEL, &shorts(&[last, last, 0, 0, 0])),
        ),
        (
            "yes or no",
            record(kind::BOOL_OR_ERROR, &shorts(&[last, last, 0, 1])),
        ),
        (
            "short number",
            record(kind::SHORT_NUMBER, &shorts(&[last, last, 0, 0, 0])),
        ),
        ("numbers", numbers(last, last - 1)),
        ("shared label", label(last, last, 0)),
        ("formula", formula(last, last)),
    ];
    for (name, cell) in cells {
        let message = refused(&workbook(&[], &[[number(0, 0, 1.0), cell].concat()]));
        let wanted = format!(
            "the cells of its sheets and their formulas span {} places, and 50000000 are",
            65_535_u64.pow(2) + u64::from(name == "formula")
        );
        assert!(message.contains(&wanted), "{name}: {message}");
    }
    let texts = [
        formula(last, 0),
        record(kind::TEXT_OF_FORMULA, &shorts(&[0, 0])),
        number(0, last, 1.0),
    ];
    assert!(refused(&workbook(&[], &[texts.concat()])).contains("span 4294836226 places"));
}

#[test]
fn sheets_count_together() {
    let sheet = [number(0, 0, 1.0), number(65_535, 255, 1.0)].concat();
    assert_eq!(
        turned(&stream(&[], &[sheet.clone(), sheet.clone()])),
        Ok(vec![])
    );
    let three = vec![sheet; 3];
    let message = refused(&workbook(&[], &three));
    assert!(message.contains("span 50331648 places"), "{message}");
}

#[test]
fn sheets_that_are_one_are_refused() {
    let mut sheets = stream(&[], &[number(0, 0, 1.0).repeat(100), vec![], vec![]]);
    // All of them begin where the first does.
    let places: Vec<usize> = (0..3).map(|sheet| begin().len() + 13 * sheet + 4).collect();
    for place in &places[1..] {
        sheets.copy_within(places[0]..places[0] + 4, *place);
    }
    let message = refused(&with_stream("Workbook", &sheets));
    assert!(
        message.contains("it is damaged: its sheets overlap"),
        "{message}"
    );
}

#[test]
fn a_text_of_more_cells_than_memory_is_refused() {
    let long = [
        &[9, 0, 0, 0, 1, 0, 0, 0][..],
        &shorts(&[60_000]),
        &[0],
        &[b'a'; 60_000],
    ]
    .concat();
    let rows: Vec<Vec<u8>> = (0..20_000).map(|row| label(row, 0, 0)).collect();
    // Longer than the documents that these tests make.
    let stream = stream(&record(kind::TEXTS, &long), &[rows.concat()]);
    let message = turned(&stream).unwrap_err().to_string();
    assert!(
        message.contains("say 1200000000 characters, and 1073741824 are"),
        "{message}"
    );
}

#[test]
fn shared_texts_are_passed_over_as_they_are_cut() {
    let first = [
        &[0; 8][..],
        // Two characters of one byte.
        &[2, 0, 0, b'a', b'b'],
        // Three of two bytes with two runs of formats and five bytes more, cut within the characters.
        &[3, 0, 13, 2, 0, 5, 0, 0, 0, b'c', 0, b'd', 0],
    ]
    .concat();
    // The last goes on in one byte; then the runs and the rest, cut again, and a text of nothing.
    let second = [&[0, b'e'][..], &[7; 10]].concat();
    let third = [&[7; 3][..], &[0, 0, 0], &[1, 0, 0, b'f']].concat();
    let further = [
        record(kind::CONTINUED, &second),
        record(kind::CONTINUED, &third),
        end(),
    ]
    .concat();
    assert_eq!(
        lengths(&first, Records::new(&further, 0)),
        Some(vec![2, 3, 0, 1])
    );
    // And so does the reader of workbooks.
    let texts = [
        record(kind::TEXTS, &first),
        further[..further.len() - 4].to_vec(),
    ]
    .concat();
    let sheet: Vec<Vec<u8>> = (0..4).map(|at| label(0, at, at)).collect();
    let bytes = workbook(&texts, &[sheet.concat()]);
    assert_eq!(read_sheet(&bytes, None).unwrap().text, "ab\tcde\t\tf\n");
}

#[test]
fn a_locked_workbook_is_told() {
    let lock = record(kind::LOCK, &shorts(&[1, 1, 1]));
    let bytes = workbook(&lock, &[dimensions(0, u32::MAX, 9)]);
    assert_eq!(read_sheet(&bytes, None), Err(FormatError::Locked));
}
