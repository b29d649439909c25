//! OpenDocument sheets (ods), proved to need no more memory than a ledger does before `calamine` sees them.
//!
//! A cell and a row may say how often they are repeated, and a blank how wide it is: a line of XML can be a whole sheet.
//! `calamine` writes all of it out when it opens the workbook, with a value and a formula for each place, so it is counted
//! here first. Layout: OpenDocument 1.2, sections 9.1 (tables) and 6.1.3 (blanks).

use std::fmt::Display;
use std::io::BufRead;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::spread::{MOST_TEXT, Spread, refuse_places, refuse_text};
use crate::{Archive, FormatError};

/// Rows and columns of a sheet; `calamine` passes over what is repeated beyond them.
const MOST_ROWS: u64 = 1_048_576;
const MOST_COLUMNS: u64 = 16_384;

const REPEATED_ROWS: &str = "table:number-rows-repeated";
const REPEATED_COLUMNS: &str = "table:number-columns-repeated";
const FORMULA: &str = "table:formula";
/// Says of a cell that it is an error, which is a value too.
const ERROR: &str = "calcext:value-type";

/// Proves every sheet of an archive, if it is such a workbook.
pub(super) fn prove(archive: &mut Archive<'_>) -> Result<(), FormatError> {
    for position in archive.named(|name| name == "content.xml") {
        // One that cannot be unpacked is told by `calamine`.
        if let Some(content) = archive.unpacking(position) {
            walk(content)?;
        }
    }
    Ok(())
}

/// Walks the content, which is to be sound to its end: `calamine` waits for the end of a table or a note for ever.
fn walk(content: impl BufRead) -> Result<(), FormatError> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    let (mut sheets, mut depth, mut buffer) = (Sheets::default(), 0_usize, Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(start) => {
                depth += 1;
                sheets.begin(&start)?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                sheets.end(end.name().into_inner())?;
            }
            Event::Text(text) => sheets.say(text.len() as u64),
            Event::GeneralRef(_) => sheets.say(1),
            Event::Eof if depth > 0 => return Err(damaged("it is cut off")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn damaged(reason: impl Display) -> FormatError {
    FormatError::Workbook {
        reason: format!("it is damaged: {reason}"),
    }
}

/// What the sheets of a workbook take, as far as they were walked.
#[derive(Default)]
struct Sheets {
    /// Places of the sheets before this one.
    n_places: u64,
    n_characters: u64,
    sheet: Sheet,
    /// The rows we are in: a sheet may stand in a cell.
    rows: Vec<Row>,
}

/// What a sheet takes.
#[derive(Default)]
struct Sheet {
    cells: Spread,
    formulas: Spread,
    /// Cells that are held while the sheet is read: those of its rows, not repeated.
    n_held: u64,
    next_row: u64,
}

/// A row that is being walked.
#[derive(Default)]
struct Row {
    n_repeated: u64,
    /// Cells written out, and empty ones that will be if another follows.
    n_cells: u64,
    n_empty: u64,
    /// Columns with something in them.
    filled: Option<(u64, u64)>,
    has_formula: bool,
    /// Cells we are in, and how often the outermost is repeated.
    depth: usize,
    n_times: u64,
    n_characters: u64,
}

impl Sheets {
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), FormatError> {
        match start.name().into_inner() {
            "table:table-row" => self.rows.push(Row {
                n_repeated: times(start, REPEATED_ROWS)?.min(MOST_ROWS),
                ..Row::default()
            }),
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(row) = self.rows.last_mut() {
                    row.begin_cell(start)?;
                }
            }
            "text:s" => self.say(times(start, "text:c")?),
            "text:p" | "text:tab" | "text:line-break" => self.say(1),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), FormatError> {
        match name {
            "table:table-row" => {
                self.end_row();
                self.refuse()?;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(row) = self.rows.last_mut() {
                    row.depth = row.depth.saturating_sub(1);
                }
            }
            "table:table" => {
                self.n_places = self
                    .n_places
                    .saturating_add(std::mem::take(&mut self.sheet).n_places())
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self) {
        if let Some(row) = self.rows.pop() {
            let n_characters = row.n_characters.saturating_mul(row.n_repeated.max(1));
            self.n_characters = self.n_characters.saturating_add(n_characters);
            self.sheet.take(&row);
        }
    }

    /// Takes characters of the cell we are in.
    fn say(&mut self, n_characters: u64) {
        if let Some(row) = self.rows.last_mut().filter(|row| row.depth > 0) {
            row.say(n_characters);
        }
    }

    fn refuse(&self) -> Result<(), FormatError> {
        let n_places = self.n_places.saturating_add(self.sheet.n_places());
        refuse_places(
            "its sheets and their formulas",
            n_places.max(2 * self.sheet.n_held),
        )?;
        refuse_text("its sheets", self.n_characters, MOST_TEXT)
    }
}

impl Sheet {
    fn take(&mut self, row: &Row) {
        self.n_held += row.n_cells;
        let first = self.next_row;
        self.next_row = first.saturating_add(row.n_repeated);
        let Some((first_column, last_column)) = row.filled else {
            return;
        };
        let last = self.next_row.saturating_sub(1).max(first);
        let narrow = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
        for (at, column) in [(first, first_column), (last, last_column)] {
            self.cells.add(narrow(at), narrow(column));
            if row.has_formula {
                self.formulas.add(narrow(at), narrow(column));
            }
        }
    }

    fn n_places(&self) -> u64 {
        let formulas = self.formulas.n_places();
        self.cells.n_places().saturating_add(formulas)
    }
}

impl Row {
    /// Takes a cell. Whatever says a value or a formula fills it.
    fn begin_cell(&mut self, start: &BytesStart<'_>) -> Result<(), FormatError> {
        let (mut n_times, mut is_filled, mut n_characters) = (1, false, 0);
        for attribute in attributes(start) {
            let attribute = attribute?;
            let name = attribute.key.into_inner();
            if name == REPEATED_COLUMNS {
                n_times = number(&attribute).min(MOST_COLUMNS);
            } else if name == FORMULA || name.starts_with("office:") || name == ERROR {
                self.has_formula |= name == FORMULA;
                is_filled = true;
                n_characters += attribute.value.len() as u64;
            }
        }
        // What is in a cell of a cell is in both.
        let outer = if self.depth > 0 { self.n_times } else { 0 };
        self.n_times = n_times.max(outer);
        self.depth += 1;
        self.say(n_characters);
        self.place(n_times, is_filled);
        Ok(())
    }

    fn place(&mut self, n_times: u64, is_filled: bool) {
        self.write(self.n_empty);
        self.n_empty = 0;
        if is_filled {
            let first = self.n_cells;
            self.write(n_times);
            let last = self.n_cells.max(first + 1) - 1;
            self.filled = Some((self.filled.map_or(first, |(first, _)| first), last));
        } else {
            self.n_empty = n_times;
        }
    }

    /// Writes cells out, as far as a row goes.
    fn write(&mut self, n_cells: u64) {
        self.n_cells = (self.n_cells + n_cells).min(MOST_COLUMNS);
    }

    fn say(&mut self, n_characters: u64) {
        // A cell that is repeated no times is read all the same.
        let all = n_characters.saturating_mul(self.n_times.max(1));
        self.n_characters = self.n_characters.saturating_add(all);
    }
}

/// How often an element says that it is repeated; once if it does not say.
fn times(start: &BytesStart<'_>, name: &str) -> Result<u64, FormatError> {
    for attribute in attributes(start) {
        let attribute = attribute?;
        if attribute.key.into_inner() == name {
            return Ok(number(&attribute));
        }
    }
    Ok(1)
}

/// The attributes of an element. One that cannot be read here might be read by `calamine`.
fn attributes<'a>(
    start: &'a BytesStart<'_>,
) -> impl Iterator<Item = Result<Attribute<'a>, FormatError>> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.map(|attribute| attribute.map_err(damaged))
}

/// A number as `calamine` reads it. Something else than a number it refuses.
fn number(attribute: &Attribute<'_>) -> u64 {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    value.ok().and_then(|value| value.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use crate::archive::tests::packed;
    use crate::{FormatError, SheetText, read_sheet};

    /// A workbook of the given tables.
    fn read(tables: &str) -> Result<SheetText, FormatError> {
        // Cut off where its tables are.
        let end = if tables.ends_with("</table:table>") {
            "</office:spreadsheet>"
        } else {
            ""
        };
        let content = format!("<office:spreadsheet>{tables}{end}");
        read_sheet(
            &packed(&[
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.spreadsheet",
                ),
                ("META-INF/manifest.xml", b"<manifest:manifest/>"),
                ("content.xml", content.as_bytes()),
            ]),
            None,
        )
    }

    fn refused(rows: &str) -> String {
        let table = format!("<table:table table:name=\"a\">{rows}</table:table>");
        read(&table).unwrap_err().to_string()
    }

    const CELL: &str = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";

    fn repeated(n_rows: u64, n_columns: u64, cell: &str) -> String {
        let repeated = format!("<table:table-cell table:number-columns-repeated=\"{n_columns}\"");
        let cell = cell.replace("<table:table-cell", &repeated);
        format!("<table:table-row table:number-rows-repeated=\"{n_rows}\">{cell}</table:table-row>")
    }

    #[test]
    fn cells_are_read_as_often_as_they_say() {
        let empty = "<table:table-cell/>";
        let rows = repeated(2, 3, CELL) + &repeated(1_048_570, 16_384, empty);
        let sheet = read(&format!(
            "<table:table table:name=\"a\">{rows}</table:table>"
        ))
        .unwrap();
        assert_eq!(sheet.text, "1\t1\t1\n1\t1\t1\n");
    }

    #[test]
    fn a_cell_that_is_a_whole_sheet_is_refused() {
        let message = refused(&repeated(1_048_576, 16_384, CELL));
        assert!(message.contains("span 17179869184 places"), "{message}");
    }

    #[test]
    fn cells_far_apart_are_refused() {
        let row = |n_columns: u64| {
            let empty =
                format!("<table:table-cell table:number-columns-repeated=\"{n_columns}\"/>");
            format!("<table:table-row>{empty}{CELL}</table:table-row>")
        };
        let rows = row(0) + &repeated(1_000_000, 1, "<table:table-cell/>") + &row(16_000);
        let message = refused(&rows);
        assert!(message.contains("span 16001032002 places"), "{message}");
    }

    #[test]
    fn rows_that_are_all_blank_are_refused_where_they_are_written_out() {
        // An empty cell that another follows is written out, in every row.
        let empty =
            "<table:table-cell table:number-columns-repeated=\"16384\"/><table:table-cell/>";
        let rows = format!("<table:table-row>{empty}</table:table-row>").repeat(1_600);
        let message = refused(&rows);
        assert!(message.contains("places"), "{message}");
    }

    #[test]
    fn formulas_count_like_values() {
        let formula = CELL.replace("office:value=", "table:formula=\"of:=1\" office:value=");
        assert!(refused(&repeated(30_000, 1_000, &formula)).contains("span 60000000 places"));
        assert!(refused(&repeated(60_000, 1_000, CELL)).contains("span 60000000 places"));
    }

    #[test]
    fn sheets_count_together() {
        let rows = repeated(20_000, 1_000, CELL);
        let tables: String = (0..3)
            .map(|number| format!("<table:table table:name=\"{number}\">{rows}</table:table>"))
            .collect();
        let message = read(&tables).unwrap_err().to_string();
        assert!(message.contains("span 60000000 places"), "{message}");
    }

    #[test]
    fn a_blank_that_is_wider_than_memory_is_refused() {
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"2000000000\"/></text:p></table:table-cell>";
        let message = refused(&format!("<table:table-row>{cell}</table:table-row>"));
        assert!(message.contains("say 2000000"), "{message}");
        let message = refused(&format!(
            "<table:table-row table:number-rows-repeated=\"0\">{cell}</table:table-row>"
        ));
        assert!(
            message.contains("say 2000000"),
            "read once all the same: {message}"
        );
        let little = cell.replace("2000000000", "2");
        let row = format!(
            "<table:table table:name=\"a\"><table:table-row>{little}</table:table-row></table:table>"
        );
        assert_eq!(read(&row).unwrap().text, "a  \n");
    }

    #[test]
    fn a_text_repeated_beyond_memory_is_refused() {
        let text = "a".repeat(100_000);
        let cell = format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        );
        let message = refused(&repeated(1_000, 100, &cell));
        assert!(message.contains("characters, and"), "{message}");
    }

    #[test]
    fn what_is_cut_off_is_refused_and_not_waited_for() {
        let note = "<office:annotation><text:p>note</text:p>";
        let cell = format!("<table:table-cell office:value-type=\"string\">{note}");
        for tables in [
            "<table:table table:name=\"a\"><table:table-row>".to_owned()
                + CELL
                + "</table:table-row>",
            format!("<table:table table:name=\"a\"><table:table-row>{cell}"),
        ] {
            let message = read(&tables).unwrap_err().to_string();
            assert!(message.contains("it is damaged: "), "{message}");
        }
        let closed = format!(
            "<table:table table:name=\"a\"><table:table-row>{cell}</office:annotation>x</table:table-cell></table:table-row></table:table>"
        );
        assert_eq!(read(&closed).unwrap().text, "x\n");
    }
}
