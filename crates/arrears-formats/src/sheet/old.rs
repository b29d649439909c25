//! Old workbooks (xls), proved to need no more memory than a ledger does before `calamine` sees them.
//!
//! `calamine` reads such a workbook as a whole when it opens it. It sets memory aside for as many cells as a sheet says it
//! has, and for every place between its cells, whatever they are; and it copies a text for each cell that refers to it. So
//! the records are walked here first, in the order and with the lengths in which it walks them: [MS-XLS], sections 2.1.4
//! (records), 2.4.90 (dimensions), 2.4.265 (shared texts).

use std::borrow::Cow;

use super::spread::{MOST_TEXT, Spread, refuse_places, refuse_text};
use crate::FormatError;
use crate::compound::{Compound, whole_sectors};

/// Rows and columns of an old sheet. The format before the last allows 16,384 rows, but programs that write it, and Excel
/// that reads it, take the larger number for both.
const MOST_ROWS: u32 = 65_536;
const MOST_COLUMNS: u32 = 256;

/// Kinds of records.
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const LOCK: u16 = 0x002F;
    pub const CONTINUED: u16 = 0x003C;
    pub const SHEET: u16 = 0x0085;
    pub const NUMBERS: u16 = 0x00BD;
    pub const RICH_LABEL: u16 = 0x00D6;
    pub const TEXTS: u16 = 0x00FC;
    pub const SHARED_LABEL: u16 = 0x00FD;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const TEXT_OF_FORMULA: u16 = 0x0207;
    pub const SHORT_NUMBER: u16 = 0x027E;
    pub const BEGIN: u16 = 0x0809;
}

/// The bytes of an old workbook, as `calamine` may have them.
///
/// Some programs write of an empty sheet that its first row is behind its last, which `calamine` takes for four thousand
/// million rows. What such a record says is of no use to anybody, so it is made one that is passed over.
pub(super) fn proved(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FormatError> {
    let mut bytes = whole_sectors(bytes);
    let turned = places_turned(&bytes)?;
    if turned.is_empty() {
        return Ok(bytes);
    }
    for place in turned {
        bytes.to_mut()[place] = 0;
    }
    // What was passed over may have been something else too, where records of two sheets overlap.
    if places_turned(&bytes)?.is_empty() {
        Ok(bytes)
    } else {
        Err(damaged("its sheets overlap"))
    }
}

/// The places, in the file, of the kinds of records that say a sheet ends before it begins.
fn places_turned(bytes: &[u8]) -> Result<Vec<usize>, FormatError> {
    let Some(document) = Compound::open(bytes).map_err(damaged)? else {
        return Ok(Vec::new());
    };
    let mut places = Vec::new();
    // `calamine` takes the first that it can follow; a file may have one for each of two versions.
    for stream in document.streams(&["Workbook", "Book"]).map_err(damaged)? {
        for at in turned(&stream.content)? {
            places.extend([at, at + 1].into_iter().filter_map(|at| stream.place(at)));
        }
    }
    Ok(places)
}

/// Walks the sheets of a workbook. Gives where the records stand that say a sheet ends before it begins.
fn turned(stream: &[u8]) -> Result<Vec<usize>, FormatError> {
    let globals = Globals::read(stream)?;
    let (mut turned, mut n_walked) = (Vec::new(), 0);
    let (mut n_places, mut n_characters) = (0_u64, 0_u64);
    for (number, start) in (1..).zip(&globals.sheets) {
        let mut sheet = Sheet::new(number, &globals.lengths);
        for record in Records::new(stream, *start) {
            n_walked += record.data.len() + 4;
            if !sheet.take(&record)? {
                break;
            }
        }
        // Sheets stand one after the other: all of them together are no longer than the stream.
        if n_walked > stream.len().saturating_mul(2) {
            return Err(damaged("its sheets overlap"));
        }
        n_places = n_places.saturating_add(sheet.n_places());
        n_characters = n_characters.saturating_add(sheet.cells.n_characters);
        refuse_places("its sheets and their formulas", n_places)?;
        refuse_text("its sheets", n_characters, MOST_TEXT)?;
        turned.append(&mut sheet.turned);
    }
    Ok(turned)
}

/// What the records before the sheets say.
#[derive(Default)]
struct Globals {
    /// Where the sheets begin.
    sheets: Vec<usize>,
    /// Characters of each text that cells refer to.
    lengths: Vec<u16>,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Globals, FormatError> {
        let mut globals = Globals::default();
        let mut records = Records::new(stream, 0);
        while let Some(record) = records.next() {
            match record.kind {
                kind::LOCK if short(record.data, 0).is_some_and(|way| way != 0) => {
                    return Err(FormatError::Locked);
                }
                kind::SHEET => globals
                    .sheets
                    .extend(long(record.data, 0).map(|at| at as usize)),
                kind::TEXTS => {
                    globals.lengths = lengths(record.data, records.clone()).unwrap_or_default()
                }
                kind::END => break,
                _ => {}
            }
        }
        Ok(globals)
    }
}

/// What the records of a sheet say, up to its end.
struct Sheet<'a> {
    /// The how manieth it is.
    number: usize,
    /// Characters of each text that cells refer to.
    lengths: &'a [u16],
    has_begun: bool,
    /// Charts in a sheet are sheets in a sheet, which are passed over.
    depth: usize,
    cells: Spread,
    /// `calamine` keeps formulas apart from what they give.
    formulas: Spread,
    /// Where the last formula stands: its text comes in a record of its own.
    last: (u32, u32),
    turned: Vec<usize>,
}

impl Sheet<'_> {
    fn new(number: usize, lengths: &[u16]) -> Sheet<'_> {
        Sheet {
            number,
            lengths,
            has_begun: false,
            depth: 0,
            cells: Spread::default(),
            formulas: Spread::default(),
            last: (0, 0),
            turned: Vec::new(),
        }
    }

    fn n_places(&self) -> u64 {
        self.cells
            .n_places()
            .saturating_add(self.formulas.n_places())
    }

    /// Takes the next record; `false` at the end of the sheet.
    fn take(&mut self, record: &Record<'_>) -> Result<bool, FormatError> {
        match record.kind {
            kind::BEGIN if self.has_begun => self.depth += 1,
            kind::BEGIN => self.has_begun = true,
            kind::END if self.depth == 0 => return Ok(false),
            kind::END => self.depth -= 1,
            _ if self.depth > 0 => {}
            kind::DIMENSIONS => self.take_dimensions(record)?,
            _ => self.take_cells(record),
        }
        Ok(true)
    }

    fn take_cells(&mut self, record: &Record<'_>) {
        if record.kind == kind::TEXT_OF_FORMULA {
            self.cells.add(self.last.0, self.last.1);
            return;
        }
        let (Some(row), Some(column)) = (short(record.data, 0), short(record.data, 2)) else {
            return;
        };
        match record.kind {
            kind::NUMBER
            | kind::LABEL
            | kind::RICH_LABEL
            | kind::BOOL_OR_ERROR
            | kind::SHORT_NUMBER => {}
            kind::SHARED_LABEL => {
                let length = long(record.data, 6).and_then(|at| self.lengths.get(at as usize));
                self.cells.n_characters += u64::from(length.copied().unwrap_or(0));
            }
            // Six bytes for each number of a row, and six about them all.
            kind::NUMBERS => {
                let n_numbers = (record.data.len() as u32).saturating_sub(6) / 6;
                self.cells.add(row, column + n_numbers.saturating_sub(1));
            }
            kind::FORMULA => {
                self.last = (row, column);
                self.formulas.add(row, column);
            }
            _ => return,
        }
        self.cells.add(row, column);
    }

    fn take_dimensions(&mut self, record: &Record<'_>) -> Result<(), FormatError> {
        let data = record.data;
        let (first, rows, columns) = match data.len() {
            10 => (short(data, 0), short(data, 2), short(data, 6)),
            14 | 16 => (long(data, 0), long(data, 4), short(data, 10)),
            _ => return Ok(()),
        };
        let (Some(first), Some(rows @ 1..), Some(columns @ 1..)) = (first, rows, columns) else {
            return Ok(());
        };
        if first >= rows {
            self.turned.push(record.at);
        } else if rows > MOST_ROWS || columns > MOST_COLUMNS {
            return Err(FormatError::Workbook {
                reason: format!(
                    "it says that sheet {} has {rows} rows and {columns} columns, and a sheet of its kind has at most {MOST_ROWS} and {MOST_COLUMNS}",
                    self.number
                ),
            });
        }
        Ok(())
    }
}

/// A record of a stream.
struct Record<'a> {
    /// Where it begins.
    at: usize,
    kind: u16,
    data: &'a [u8],
}

/// The records of a stream from a place on, as far as they are whole.
#[derive(Clone)]
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    fn new(stream: &'a [u8], at: usize) -> Records<'a> {
        Records { stream, at }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let rest = self.stream.get(self.at..)?;
        let length = short(rest, 2)? as usize;
        let record = Record {
            at: self.at,
            kind: short(rest, 0)? as u16,
            data: rest.get(4..4 + length)?,
        };
        self.at += 4 + length;
        Some(record)
    }
}

/// The characters of each shared text: they stand in a record and those that continue it, cut anywhere.
fn lengths(data: &[u8], further: Records<'_>) -> Option<Vec<u16>> {
    let mut texts = Texts {
        data: data.get(8..)?,
        further,
    };
    let mut lengths = Vec::new();
    while !texts.data.is_empty() || texts.go_on() {
        match texts.next_length() {
            Some(length) => lengths.push(length),
            // Here `calamine` gives up the workbook.
            None => break,
        }
    }
    Some(lengths)
}

/// Where we are among the shared texts.
struct Texts<'a> {
    data: &'a [u8],
    further: Records<'a>,
}

impl Texts<'_> {
    /// Goes on with the next record, if it continues this one.
    fn go_on(&mut self) -> bool {
        match self.further.next() {
            Some(record) if record.kind == kind::CONTINUED => {
                self.data = record.data;
                true
            }
            _ => {
                self.further = Records::new(&[], 0);
                false
            }
        }
    }

    /// Passes over a text: its length, what kind it is, what comes after it, and itself.
    fn next_length(&mut self) -> Option<u16> {
        if self.data.is_empty() {
            return Some(0);
        }
        let length = short(self.data, 0)? as usize;
        let flags = *self.data.get(2)?;
        self.data = &self.data[3..];
        let mut n_after = 0;
        if flags & 8 != 0 {
            n_after += 4 * short(self.data, 0)? as usize;
            self.data = &self.data[2..];
        }
        if flags & 4 != 0 {
            n_after += long(self.data, 0)? as usize;
            self.data = &self.data[4..];
        }
        self.pass_characters(length, flags)?;
        self.pass(n_after)?;
        Some(length as u16)
    }

    /// Passes over characters of one or two bytes; a record that continues says which anew.
    fn pass_characters(&mut self, mut n_left: usize, mut flags: u8) -> Option<()> {
        while n_left > 0 {
            let width = 1 + usize::from(flags & 1);
            let n_here = n_left.min(self.data.len() / width);
            self.data = &self.data[n_here * width..];
            n_left -= n_here;
            if n_left > 0 {
                if !self.go_on() {
                    return None;
                }
                (flags, self.data) = (*self.data.first()?, &self.data[1..]);
            }
        }
        Some(())
    }

    fn pass(&mut self, mut n_left: usize) -> Option<()> {
        while n_left > 0 {
            if self.data.is_empty() && !self.go_on() {
                return None;
            }
            let n_here = n_left.min(self.data.len());
            self.data = &self.data[n_here..];
            n_left -= n_here;
        }
        Some(())
    }
}

fn damaged(reason: &str) -> FormatError {
    FormatError::Workbook {
        reason: format!("it is damaged: {reason}"),
    }
}

/// Two bytes as a number.
fn short(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at + 2)?;
    Some(u32::from(u16::from_le_bytes([bytes[0], bytes[1]])))
}

/// Four bytes as a number.
fn long(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at + 4)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

#[cfg(test)]
#[path = "old_tests.rs"]
mod tests;
