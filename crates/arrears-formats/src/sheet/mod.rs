//! A sheet of a workbook (xlsx, xls, ods) as text, so that it goes the way of every text export from there on.
//!
//! Cells keep what they say: whole numbers without a decimal point, other numbers with one, dates as ISO dates. A number
//! with three decimals gets a fourth, a zero: else it would read as thousands.

mod cells;
mod old;
mod open_document;
mod shared;
mod spread;

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, ExcelDateTime, Range, Reader, Sheets, Xls, XlsxError, open_workbook_auto_from_rs,
};
use memchr::memmem;

use crate::archive::{Archive, is_archive};
use crate::compound::is_compound;
use crate::dialect::{Escape, Separator};
use crate::{Dialect, FormatError};
use cells::{is_filled, range};

/// How a sheet is written as text.
pub const SHEET_DIALECT: Dialect = Dialect {
    separator: Separator::one(b'\t'),
    quote: b'"',
    escape: Escape::Doubled,
};

/// One sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetText {
    /// The sheet.
    pub name: String,
    /// The sheets with something in them, this one included.
    pub filled: Vec<String>,
    /// A line of cells per row, in [`SHEET_DIALECT`].
    pub text: String,
    /// Physical line of the text on which each row begins, with the row's number in the sheet.
    rows: Vec<(u64, u64)>,
}

impl SheetText {
    /// The number of the row that stands on a line of the text.
    pub fn row_of(&self, line: u64) -> u64 {
        let at = self.rows.partition_point(|(begins, _)| *begins <= line);
        at.checked_sub(1).map_or(line, |at| self.rows[at].1)
    }
}

/// Whether these bytes are a workbook: a compound document, or an archive with a workbook's parts in it.
///
/// An archive that cannot be opened counts as one, so that it is told what is wrong with it.
pub fn is_workbook(bytes: &[u8]) -> bool {
    let is_part = |name: &str| {
        matches!(name, "[Content_Types].xml" | "content.xml") || name.starts_with("xl/")
    };
    let is_compound = is_compound(bytes);
    is_compound
        || is_archive(bytes)
            && Archive::open(bytes).map_or(true, |archive| archive.names().any(is_part))
}

/// Reads a sheet by name, or the first that has something in it.
///
/// The reader of workbooks may panic on a damaged one: that is the file's fault, not ours.
pub fn read_sheet(bytes: &[u8], sheet: Option<&str>) -> Result<SheetText, FormatError> {
    let read = catch_unwind(AssertUnwindSafe(|| read_named(bytes, sheet)));
    read.unwrap_or_else(|_| {
        Err(FormatError::Workbook {
            reason: "it is damaged".to_owned(),
        })
    })
}

fn read_named(bytes: &[u8], sheet: Option<&str>) -> Result<SheetText, FormatError> {
    if is_locked(bytes) {
        return Err(FormatError::Locked);
    }
    let bytes = proved(bytes)?;
    let mut workbook = open(&bytes)?;
    let names = workbook.sheet_names();
    let filled: Vec<String> = names
        .iter()
        .filter(|name| is_filled(&mut workbook, name))
        .cloned()
        .collect();
    let name = match sheet {
        Some(wanted) => names.iter().find(|name| name.as_str() == wanted),
        None => filled.first().or(names.first()),
    };
    let Some(name) = name.cloned() else {
        return Err(FormatError::NoSheet {
            wanted: sheet.unwrap_or_default().to_owned(),
            present: names,
        });
    };
    let range = range(&mut workbook, &name)?;
    let (text, rows) = as_text(&range);
    Ok(SheetText {
        name,
        filled,
        text,
        rows,
    })
}

/// The bytes of a workbook that `calamine` can open without filling the memory.
fn proved(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
    if is_archive(bytes) {
        let mut archive = Archive::open(bytes)?;
        shared::prove(&mut archive)?;
        open_document::prove(&mut archive)?;
        return Ok(Cow::Borrowed(bytes));
    }
    old::proved(bytes)
}

fn open(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, FormatError> {
    let bytes = Cursor::new(bytes);
    if is_compound(bytes.get_ref()) {
        // Of the kinds of workbooks this can be one only, and its reason is the one to tell.
        let workbook = Xls::new(bytes).map_err(|error| unreadable(error.into()))?;
        return Ok(Sheets::Xls(workbook));
    }
    open_workbook_auto_from_rs(bytes).map_err(unreadable)
}

/// Whether a compound document has a locked workbook (xlsx) in it, which stands there under a name of its own.
fn is_locked(bytes: &[u8]) -> bool {
    const NAME: &str = "EncryptedPackage";
    let name: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_compound(bytes) && memmem::find(bytes, &name).is_some()
}

fn unreadable(error: calamine::Error) -> FormatError {
    use calamine::{Error, OdsError, XlsError, XlsbError};
    match error {
        Error::Xlsx(XlsxError::Password)
        | Error::Xlsb(XlsbError::Password)
        | Error::Xls(XlsError::Password)
        | Error::Ods(OdsError::Password) => FormatError::Locked,
        other => FormatError::Workbook {
            reason: other.to_string(),
        },
    }
}

fn as_text(range: &Range<Data>) -> (String, Vec<(u64, u64)>) {
    let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
    let (mut text, mut rows, mut line) = (String::new(), Vec::new(), 1_u64);
    for (row, number) in range.rows().zip(first..) {
        rows.push((line, number));
        let begin = text.len();
        if row.iter().any(|cell| *cell != Data::Empty) {
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    text.push('\t');
                }
                push(&mut text, &shown(cell));
            }
        }
        text.push('\n');
        line += text[begin..].bytes().filter(|byte| *byte == b'\n').count() as u64;
    }
    (text, rows)
}

fn push(text: &mut String, cell: &str) {
    if cell.contains(['\t', '\n', '\r', '"']) {
        text.push('"');
        // A line feed alone, so that lines can be counted.
        text.push_str(
            &cell
                .replace("\r\n", "\n")
                .replace('\r', "\n")
                .replace('"', "\"\""),
        );
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => shown_number(*number),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(instant) => shown_instant(instant),
        Data::Error(error) => error.to_string(),
    }
}

fn shown_number(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => format!("{text}0"),
        _ => text,
    }
}

fn shown_instant(instant: &ExcelDateTime) -> String {
    if !instant.is_datetime() {
        return shown_number(instant.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = instant.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime as Instant, Format, Workbook};

    fn workbook() -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("Leeg").unwrap();
        let sheet = book.add_worksheet().set_name("Facturen").unwrap();
        let day = Format::new().set_num_format("dd-mm-yyyy");
        sheet.write(1, 0, "Openstaande posten").unwrap();
        for (column, name) in ["Factuurnr", "Datum", "Bedrag", "Tekst"].iter().enumerate() {
            sheet.write(3, column as u16, *name).unwrap();
        }
        for (row, (number, amount, text)) in
            [(25_000_101.0, 1299.99, "een"), (7.0, 129.125, "a\nb")]
                .into_iter()
                .enumerate()
        {
            let row = row as u32 + 4;
            sheet.write(row, 0, number).unwrap();
            let date = Instant::from_ymd(2025, 3, 26).unwrap();
            sheet.write_with_format(row, 1, &date, &day).unwrap();
            sheet.write(row, 2, amount).unwrap();
            sheet.write(row, 3, text).unwrap();
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_say_what_they_say() {
        let sheet = read_sheet(&workbook(), None).unwrap();
        assert_eq!((sheet.name.as_str(), sheet.filled.len()), ("Facturen", 1));
        assert_eq!(
            sheet.text,
            "Openstaande posten\t\t\t\n\nFactuurnr\tDatum\tBedrag\tTekst\n\
             25000101\t2025-03-26\t1299.99\teen\n7\t2025-03-26\t129.1250\t\"a\nb\"\n"
        );
        assert_eq!(
            (sheet.row_of(1), sheet.row_of(3), sheet.row_of(5)),
            (2, 4, 6)
        );
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let zeros = vec![b' '; 80 << 20];
        let bytes = crate::archive::tests::packed(&[("xl/worksheets/sheet1.xml", &zeros)]);
        let error = read_sheet(&bytes, None).unwrap_err().to_string();
        assert!(error.contains("to 83886080 bytes"), "{error}");
    }

    #[test]
    fn cells_far_apart_are_refused() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "a").unwrap();
        sheet.write(1_048_575, 16_383, "z").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let error = read_sheet(&bytes, None).unwrap_err().to_string();
        assert!(error.contains("span 17179869184 places"), "{error}");
    }

    #[test]
    fn a_sheet_that_is_not_there_is_told() {
        let error = read_sheet(&workbook(), Some("Blad9")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the workbook has no sheet `Blad9`; it has `Leeg`, `Facturen`"
        );
        assert!(matches!(
            read_sheet(b"PK\x03\x04 nonsense", None),
            Err(FormatError::Archive { .. })
        ));
    }
}
