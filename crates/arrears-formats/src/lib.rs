//! What do the bytes say?
//!
//! Turns the bytes of a text export into cells of text that know their column and line ([`TextTable`]), and
//! decides for a whole column how its numbers ([`NumberEvidence`]), dates ([`DateEvidence`]) and yes/no values
//! ([`parse_bool`]) are written. Nothing here knows a ledger, and nothing turns a doubtful value into a null:
//! a cell either is empty, has a value, or is unreadable.

mod archive;
mod boolean;
mod chunks;
mod column;
mod compound;
mod cp850;
mod date;
mod dialect;
mod document;
mod encoding;
mod error;
mod fast;
mod few;
mod in_place;
mod layout;
mod marks;
mod month;
mod number;
mod part;
mod quote;
mod record;
mod rounding;
mod sense;
mod sheet;
mod split;
mod table;
mod totals;
mod xml;

pub use archive::{Archive, is_archive};
pub use boolean::parse_bool;
pub use column::{ColumnPiece, TextColumn};
pub use cp850::{Cp850Doubt, Telling};
pub use date::{DateEvidence, DateOrder, OrderFinding, parse_date};
pub use dialect::{Dialect, Escape, Separator};
pub use document::{
    Document, DocumentKind, DocumentTable, TableBuilder, document_kind, is_iban, is_xml, mod_97,
    read_document, root_element,
};
pub use encoding::{Decoded, decode};
pub use error::FormatError;
pub use layout::Layout;
pub use marks::Marked;
pub use number::{
    DecimalMark, MarkFinding, NumberEvidence, parse_cents, parse_money, parse_number,
};
pub use sheet::{SHEET_DIALECT, SheetText, is_workbook, read_sheet};
pub use table::{RaggedRow, TextTable};
pub use totals::{is_total_word, is_worded_as_total};
pub use xml::{Element, Start, XmlReader, decode_xml};

/// Whether a cell of a date, number or yes/no column says "nothing here".
///
/// Besides the empty cell these are the words that database and spreadsheet exports write for it, and dates of nothing
/// but zeros ([`is_zero_date`]). Text columns know the empty cell only.
pub fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 8] = ["null", "(null)", "nan", "nat", "none", "n/a", "#n/a", "-"];
    // Most cells are told by how they begin, without comparing words.
    if matches!(
        cell.as_bytes(),
        [b'1'..=b'9' | b'A'..=b'M', ..] | [b'0', b'1'..=b'9' | b'.' | b',', ..]
    ) {
        return false;
    }
    let cell = cell.trim();
    match cell.as_bytes() {
        [] => true,
        [b'0', b'0', ..] => is_zero_date(cell),
        [b'n' | b'N' | b'(' | b'#' | b'-', ..] => {
            WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
        }
        _ => false,
    }
}

/// Whether a cell is a date of nothing but zeros, as SAP and MySQL write where there is none: `00.00.0000`,
/// `00000000`, `0000-00-00 00:00:00`.
pub fn is_zero_date(cell: &str) -> bool {
    let cell = cell.trim();
    // Nearly every date is told by how it begins.
    if !cell.starts_with("00") {
        return false;
    }
    let (date, time) = cell.split_once([' ', 'T']).unwrap_or((cell, ""));
    let mark = date.chars().find(|c| matches!(c, '-' | '.' | '/'));
    let parts: Vec<&str> = date.split(|c| Some(c) == mark).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(lengths.as_slice(), [8] | [4, 2, 2] | [2, 2, 4])
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte == b'0'))
        && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

/// Cells from which on a few that tell are too few.
const MANY: u64 = 20;

/// Whether the cells that tell how a column is written are too few beside those that fit two ways: one in twenty at least,
/// where three in five of the days of a year tell. A single mistake would otherwise turn thousands of cells.
pub(crate) fn too_few(n_telling: u64, n_either: u64) -> bool {
    n_telling + n_either >= MANY && n_telling.saturating_mul(MANY) < n_telling + n_either
}

/// A value for a message: at most 80 characters, control characters escaped.
pub fn shown(value: &str) -> String {
    let mut out = String::new();
    let mut characters = value.chars();
    for character in characters.by_ref().take(80) {
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_empty_or_a_word_for_it() {
        for cell in [
            "",
            "  ",
            "NULL",
            "NaT",
            "#N/A",
            "-",
            "00000000",
            "0000-00-00",
            "00.00.0000",
            "0000/00/00",
            " 0000-00-00 00:00:00 ",
        ] {
            assert!(is_missing(cell), "{cell}");
        }
        for cell in [
            "0",
            "0.00",
            "nihil",
            "12",
            "--",
            "00.00",
            "000000000",
            "0000-00.00",
            "00000000 x",
        ] {
            assert!(!is_missing(cell), "{cell}");
        }
    }

    #[test]
    fn values_in_messages_are_short_and_printable() {
        assert_eq!(shown("a\nb\u{0}"), "a\\nb\\u{0}");
        assert_eq!(shown(&"x".repeat(81)), format!("{}…", "x".repeat(80)));
        assert_eq!(shown(&"é".repeat(80)), "é".repeat(80));
    }
}
