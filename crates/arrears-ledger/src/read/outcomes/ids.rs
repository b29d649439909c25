//! Ids of invoices in one cell of a worklist, written and read back.
//!
//! Ids stand with `; ` between them. What would not come back as it is (a `;`, a quote, a backslash, a control character, what a
//! spreadsheet takes for the beginning of a formula, a space at either end) is written as in an address of the web: `%3B` for `;`, and
//! so `%25` for `%`. Quotes would be read as those of the CSV by some programs; this is the same in every form of file.

use std::fmt::Write;

/// Between the ids of a cell.
const BETWEEN: &str = "; ";

/// The ids as one cell: `F1; F2`, and `F%3B3` for the id `F;3`.
pub fn invoices_cell<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let written: Vec<String> = ids.map(written).collect();
    written.join(BETWEEN)
}

fn written(id: &str) -> String {
    let last = id.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(id.len());
    for (at, c) in id.chars().enumerate() {
        let is_formula = at == 0 && matches!(c, '=' | '+' | '-' | '@' | '\'');
        let is_at_an_end = at == 0 || at == last;
        if is_formula || (is_at_an_end && c.is_whitespace()) || is_unsafe(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// What no cell keeps, or what has a meaning in one: control characters, marks that turn text round, and our own.
fn is_unsafe(c: char) -> bool {
    matches!(c, ';' | '%' | '"' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control()
}

/// The ids of a cell, or what is wrong with it.
pub(super) fn ids_of(cell: &str) -> Result<Vec<String>, String> {
    let parts = cell.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            String::from_utf8(bytes_of(part)).map_err(|_| {
                format!("`{part}` is no id: what `%` and two digits stand for is no text")
            })
        })
        .collect()
}

/// The bytes of an id; a `%` that no two digits follow is one.
fn bytes_of(part: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_ids_stand_as_they_are_and_others_as_in_an_address() {
        let cell = |ids: &[&str]| invoices_cell(ids.iter().copied());
        assert_eq!(cell(&["F1", "2025/0042 - b"]), "F1; 2025/0042 - b");
        assert_eq!(cell(&["A; B", "F2"]), "A%3B B; F2");
        assert_eq!(cell(&["=1+1", "'7"]), "%3D1+1; %277");
        assert_eq!(
            cell(&["5\" pipe\nx", "\\", "50%"]),
            "5%22 pipe%0Ax; %5C; 50%25"
        );
        assert_eq!(cell(&["a\u{202e}b"]), "a%E2%80%AEb");
    }

    #[test]
    fn what_people_type_is_read_and_what_is_no_text_is_not() {
        let ids = |cell: &str| ids_of(cell).map(|ids| ids.join("|"));
        assert_eq!(ids(" F1;F2 ;; F3; "), Ok("F1|F2|F3".into()));
        assert_eq!(ids("50%; 5%2; %3b"), Ok("50%|5%2|;".into()));
        assert_eq!(
            ids("F1; %FFx"),
            Err("`%FFx` is no id: what `%` and two digits stand for is no text".into())
        );
    }

    proptest! {
        #[test]
        fn every_id_comes_back(
            ids in prop::collection::vec("[;%\"'=+@\\\\\n\r\t a-c0-3\u{1b}\u{202e}\u{a0}é-]{1,6}|\\PC{1,8}", 0..6)
        ) {
            let cell = invoices_cell(ids.iter().map(String::as_str));
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\'']));
            prop_assert!(!cell.contains(['"', '\\']) && !cell.contains(char::is_control));
            prop_assert_eq!(ids_of(&cell), Ok(ids));
        }
    }
}
