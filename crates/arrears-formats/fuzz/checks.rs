//! What holds for any bytes at all, parser by parser. The fuzz targets and the tests of the normal run share it.
//!
//! No parser panics or runs away; and what it does give agrees with itself: a table has as many cells as rows in every
//! column, a row stands on a line that the text has, an amount or a day written plainly is read as the same.

use std::io::{Cursor, Write};

use arrears_formats::{
    Archive, DateEvidence, DateOrder, DecimalMark, Dialect, DocumentKind, Layout, NumberEvidence,
    SHEET_DIALECT, TextTable, XmlReader, decode, decode_xml, document_kind, is_missing, parse_bool,
    parse_cents, parse_date, parse_number, read_document, read_sheet, shown,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MARKS: [DecimalMark; 2] = [DecimalMark::Comma, DecimalMark::Point];
const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// Encoding, dialect, layout and splitting of a text.
pub fn text(bytes: &[u8]) {
    let Ok(decoded) = decode(bytes, None) else {
        return;
    };
    let dialect = Dialect::detect(&decoded.text, None);
    let layout = Layout::detect(&decoded.text, dialect);
    if let Ok(table) = TextTable::split(&decoded.text, dialect, &layout, |_| true) {
        agrees(&table, decoded.text.split(['\n', '\r']).count() as u64);
    }
}

/// A cell as a number, and a column of such cells.
pub fn number(bytes: &[u8]) {
    let cells = cells(bytes);
    NumberEvidence::of(cells.lines()).finding();
    for (cell, mark) in cells
        .lines()
        .flat_map(|cell| MARKS.map(|mark| (cell, mark)))
    {
        if let Some(number) = parse_number(cell, mark) {
            assert!(number.is_finite(), "{cell:?}");
        }
        if let Some(cents) = parse_cents(cell, mark) {
            assert!(cents.unsigned_abs() <= 1 << 53, "{cell:?}");
            let sign = if cents < 0 { "-" } else { "" };
            let size = cents.unsigned_abs();
            let plain = format!("{sign}{}.{:02}", size / 100, size % 100);
            assert_eq!(
                parse_cents(&plain, DecimalMark::Point),
                Some(cents),
                "{cell:?}"
            );
        }
    }
}

/// A cell as a day, and a column of such cells.
pub fn date(bytes: &[u8]) {
    let cells = cells(bytes);
    DateEvidence::of(cells.lines()).finding();
    for cell in cells.lines() {
        for day in ORDERS
            .into_iter()
            .filter_map(|order| parse_date(cell, order))
        {
            // Days since 1970 of the years 0 to 9999.
            assert!((-719_528..=2_932_896).contains(&day), "{cell:?}: {day}");
        }
    }
}

/// A cell as yes or no, as nothing, and in a message.
pub fn boolean(bytes: &[u8]) {
    for cell in cells(bytes).lines() {
        assert_eq!(
            parse_bool(cell),
            parse_bool(&format!(" {cell} ")),
            "{cell:?}"
        );
        is_missing(cell);
        assert!(shown(cell).chars().all(|c| !c.is_control()), "{cell:?}");
    }
}

/// A workbook.
pub fn sheet(bytes: &[u8]) {
    let Ok(sheet) = read_sheet(bytes, None) else {
        return;
    };
    let layout = Layout::detect(&sheet.text, SHEET_DIALECT);
    if let Ok(table) = TextTable::split(&sheet.text, SHEET_DIALECT, &layout, |_| true) {
        agrees(&table, sheet.text.lines().count() as u64 + 1);
    }
}

/// The XML of a workbook, as the content of an ods and as the sheet and the shared texts of an xlsx. In an archive as it
/// comes, a changed byte is found by its checksum before it is read.
pub fn workbook_xml(bytes: &[u8]) {
    sheet(&packed(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", bytes),
    ]));
    sheet(&packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", br#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/sharedStrings.xml", bytes),
        ("xl/worksheets/sheet1.xml", bytes),
    ]));
}

/// An archive of files by name, not compressed.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let started = writer.start_file(*name, stored);
        started.expect("a name of ours");
        writer.write_all(content).expect("written to memory");
    }
    writer.finish().expect("written to memory").into_inner()
}

/// An archive: what each of its files unpacks to is no more than it says.
pub fn archive(bytes: &[u8]) {
    if let Ok(mut archive) = Archive::open(bytes) {
        let n_files = archive.names().len();
        for position in 0..n_files {
            let _ = archive.read(position);
        }
    }
}

/// XML, held whole: every element stands on a line that the text has, and none before the one it is in.
pub fn xml(bytes: &[u8]) {
    fn in_order(element: &arrears_formats::Element<'_>, last: u64) {
        for child in &element.children {
            assert!((element.line()..=last).contains(&child.line()));
            in_order(child, last);
        }
    }
    let Ok(decoded) = decode_xml(bytes) else {
        return;
    };
    let mut reader = XmlReader::new(&decoded.text);
    if let Ok(Some(root)) = reader.next_child()
        && let Ok(element) = reader.element(root)
    {
        in_order(&element, decoded.text.split('\n').count() as u64);
        let _ = reader.finish();
    }
}

/// A document of a kind, whatever the bytes are.
pub fn document(kind: DocumentKind, bytes: &[u8]) {
    document_kind(bytes);
    let Ok(document) = read_document(bytes, kind) else {
        return;
    };
    // A character of UTF-16 is two bytes, so that no text has more lines than bytes.
    let n_lines = bytes.len() as u64 + 1;
    for table in &document.tables {
        agrees(&table.table, n_lines);
    }
}

/// A table that agrees with itself.
fn agrees(table: &TextTable, n_lines: u64) {
    assert_eq!(table.header.len(), table.columns.len());
    for column in &table.columns {
        assert_eq!(column.len(), table.n_rows());
        assert_eq!(column.iter().count(), table.n_rows());
    }
    for row in 0..table.n_rows() {
        assert!(
            (1..=n_lines).contains(&table.line(row)),
            "{}",
            table.line(row)
        );
    }
}

/// Bytes as lines of cells.
fn cells(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
