//! The cells of a sheet, read one by one where `calamine` gives them so.
//!
//! A sheet is held as a rectangle from its first cell to its last. Where the cells come one by one, it is known how large
//! that is, and how much they say, before it is made; the other kinds are proved when they are opened.

use std::io::Cursor;

use calamine::{Cell, Data, DataRef, Error, Range, Reader, Sheets, XlsxError};

use super::spread::{MOST_TEXT, Spread, refuse_places, refuse_text};
use super::unreadable;
use crate::{FormatError, shown};

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// Whether a sheet has a cell with something in it.
pub(super) fn is_filled(workbook: &mut Workbook<'_>, name: &str) -> bool {
    let mut found = false;
    let mut stop = |_: (u32, u32), _: &DataRef<'_>| {
        found = true;
        Ok(false)
    };
    match each(workbook, name, &mut stop) {
        Some(_) => found,
        None => workbook
            .worksheet_range(name)
            .is_ok_and(|range| !range.is_empty()),
    }
}

/// A sheet as a rectangle; refused where that would fill the memory.
pub(super) fn range(workbook: &mut Workbook<'_>, name: &str) -> Result<Range<Data>, FormatError> {
    range_within(workbook, name, MOST_TEXT)
}

/// A sheet as a rectangle, whose cells say no more than so many characters.
fn range_within(
    workbook: &mut Workbook<'_>,
    name: &str,
    most: u64,
) -> Result<Range<Data>, FormatError> {
    let of = format!("its sheet `{}`", shown(name));
    let (mut spread, mut cells) = (Spread::default(), Vec::new());
    let mut take = |(row, column): (u32, u32), value: &DataRef<'_>| {
        spread.add(row, column);
        spread.n_characters += n_characters(value);
        // Before it is copied: a text that stands in the file once can be that of every cell.
        refuse_text(&of, spread.n_characters, most)?;
        cells.push(Cell::new((row, column), Data::from(value.clone())));
        Ok(true)
    };
    match each(workbook, name, &mut take) {
        Some(read) => read?,
        None => return workbook.worksheet_range(name).map_err(unreadable),
    }
    refuse_places(&of, spread.n_places())?;
    Ok(Range::from_sparse(cells))
}

/// Takes a cell with something in it, and says whether more are wanted.
type Take<'t> = &'t mut dyn FnMut((u32, u32), &DataRef<'_>) -> Result<bool, FormatError>;

/// Gives the cells of a sheet, as long as they are wanted; `None` where the kind of workbook does not give them so.
fn each(
    workbook: &mut Workbook<'_>,
    name: &str,
    take: Take<'_>,
) -> Option<Result<(), FormatError>> {
    match workbook {
        Sheets::Xlsx(workbook) => Some(match workbook.worksheet_cells_reader(name) {
            Ok(mut reader) => give(|| reader.next_cell().map_err(Error::from), take),
            // A chart is a sheet without cells.
            Err(XlsxError::NotAWorksheet(_)) => Ok(()),
            Err(error) => Err(unreadable(error.into())),
        }),
        Sheets::Xlsb(workbook) => Some(match workbook.worksheet_cells_reader(name) {
            Ok(mut reader) => give(|| reader.next_cell().map_err(Error::from), take),
            Err(error) => Err(unreadable(error.into())),
        }),
        Sheets::Xls(_) | Sheets::Ods(_) => None,
    }
}

fn give<'a>(
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, Error>,
    take: Take<'_>,
) -> Result<(), FormatError> {
    while let Some(cell) = next().map_err(unreadable)? {
        let is_wanted = match cell.get_value() {
            DataRef::Empty => true,
            value => take(cell.get_position(), value)?,
        };
        if !is_wanted {
            break;
        }
    }
    Ok(())
}

fn n_characters(value: &DataRef<'_>) -> u64 {
    match value {
        DataRef::String(text) => text.len() as u64,
        DataRef::SharedString(text) => text.len() as u64,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::tests::packed;
    use crate::read_sheet;
    use calamine::open_workbook_auto_from_rs;
    use rust_xlsxwriter::{Chart, Workbook as Written};

    /// A record of the binary format; kinds from 128 on take two bytes.
    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let kind = if kind < 128 {
            vec![kind as u8]
        } else {
            vec![(kind & 127) as u8 | 128, (kind >> 7) as u8]
        };
        [&kind, &[data.len() as u8][..], data].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn wide(text: &str) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        words(&[text.len() as u32])
            .into_iter()
            .chain(units)
            .collect()
    }

    /// A binary workbook with the number 1 in the given cells.
    fn binary(cells: &[(u32, u32)]) -> Vec<u8> {
        let sheet = [words(&[0, 1]), wide("rId1"), wide("A")].concat();
        let book = [record(0x9C, &sheet), record(0x90, &[]), record(0x9D, &[])].concat();
        let rows = cells.iter().flat_map(|(row, column)| {
            let value = [words(&[*column, 0]), 1_f64.to_le_bytes().to_vec()].concat();
            [record(0, &words(&[*row])), record(5, &value)].concat()
        });
        let begin = [record(0x94, &[0; 16]), record(0x91, &[])].concat();
        let rows: Vec<u8> = begin
            .into_iter()
            .chain(rows)
            .chain(record(0x92, &[]))
            .collect();
        packed(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/_rels/workbook.bin.rels", b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.bin\"/></Relationships>"),
            ("xl/workbook.bin", &book),
            ("xl/worksheets/sheet1.bin", &rows),
        ])
    }

    #[test]
    fn a_binary_workbook_is_read_and_its_cells_may_not_lie_far_apart() {
        let sheet = read_sheet(&binary(&[(0, 0), (1, 2)]), None).unwrap();
        assert_eq!(sheet.text, "1\t\t\n\t\t1\n");
        let message = read_sheet(&binary(&[(0, 0), (0, u32::MAX)]), None)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("sheet `A` span 4294967296 places"),
            "{message}"
        );
    }

    #[test]
    fn a_text_of_many_cells_counts_in_each() {
        let mut book = Written::new();
        let sheet = book.add_worksheet();
        for row in 0..100 {
            sheet.write(row, 0, "twelve bytes").unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes.as_slice())).unwrap();
        assert!(range_within(&mut book, "Sheet1", 1200).is_ok());
        let error = range_within(&mut book, "Sheet1", 1199).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("sheet `Sheet1` say 1200 characters, and 1199 are")
        );
    }

    #[test]
    fn only_cells_with_something_in_them_count() {
        let mut book = Written::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "a").unwrap();
        let bold = rust_xlsxwriter::Format::new().set_bold();
        sheet.write_blank(1_048_575, 16_383, &bold).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert_eq!(read_sheet(&bytes, None).unwrap().text, "a\n");
    }

    #[test]
    fn a_chart_before_the_table_is_passed_over() {
        let mut book = Written::new();
        let mut chart = Chart::new_line();
        chart.add_series().set_values("Sheet1!$A$1:$A$2");
        book.add_chartsheet().insert_chart(0, 0, &chart).unwrap();
        book.add_worksheet()
            .set_name("Sheet1")
            .unwrap()
            .write(0, 0, 7)
            .unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let sheet = read_sheet(&bytes, None).unwrap();
        assert_eq!(
            (sheet.name.as_str(), sheet.text.as_str()),
            ("Sheet1", "7\n")
        );
    }
}
