//! `rejected_rows.csv` and other tables for people, safe to open in a spreadsheet.

use std::borrow::Cow;

use crate::RejectedRow;

/// The first line of `rejected_rows.csv`.
pub const REJECTED_ROWS_HEADER: &str = "file,line,column,value,reason";

/// RFC 4180 UTF-8 with the columns `file,line,column,value,reason`; cells are safe against formula injection.
pub fn rejected_rows_csv(rows: &[RejectedRow]) -> Vec<u8> {
    let cells = |row: &RejectedRow| {
        vec![
            row.file.clone(),
            row.line.to_string(),
            row.column.clone(),
            row.value.clone(),
            row.reason.clone(),
        ]
    };
    csv(REJECTED_ROWS_HEADER, rows.iter().map(cells))
}

/// RFC 4180 UTF-8 under a header; cells are safe against formula injection.
pub fn csv(header: &str, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = format!("{header}\r\n");
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(&quote(&escape_formula(cell)));
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// `cell` with a leading `'` if a spreadsheet would take it for a formula, or if it would read as one that has it already, so
/// that two cells never become one; plain numbers stay as they are. What would command a terminal is written out.
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    let is_number = !cell.is_empty()
        && cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b','))
        && cell
            .bytes()
            .skip(1)
            .all(|byte| !matches!(byte, b'-' | b'+'))
        && cell.bytes().any(|byte| byte.is_ascii_digit());
    let bare = cell.trim_start_matches('\'');
    if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        Cow::Owned(format!("'{}", visible(cell)))
    } else {
        visible(cell)
    }
}

/// A cell as it was before [`escape_formula`], but for what was written out.
pub(crate) fn unescaped(cell: &str) -> &str {
    let bare = cell.trim_start_matches('\'');
    match cell.strip_prefix('\'') {
        Some(rest) if bare.starts_with(['=', '+', '-', '@', '\\']) => rest,
        _ => cell,
    }
}

/// With control characters but line feeds, and what turns text round, written out: a file is shown by terminals too.
fn visible(cell: &str) -> Cow<'_, str> {
    let hides = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !cell.contains(hides) {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len() + 8);
    for character in cell.chars() {
        if hides(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Quoted if the cell has a separator, a quote or a line end, or begins or ends with a space.
fn quote(cell: &str) -> Cow<'_, str> {
    let plain = !cell.contains([',', ';', '"', '\n', '\r', '\t']) && cell.trim() == cell;
    if plain {
        Cow::Borrowed(cell)
    } else {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::RejectKind;

    #[test]
    fn formulas_are_escaped_and_numbers_are_not() {
        for (cell, escaped) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+31 20 123", "'+31 20 123"),
            ("-2+3", "'-2+3"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'\\t=1"),
            ("\r=1", "'\\r=1"),
            ("a\u{1b}[31m\u{202e}b\nc", "a\\u{1b}[31m\\u{202e}b\nc"),
            ("-", "'-"),
            ("'=1", "''=1"),
            ("''-5", "'''-5"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("-12,50", "-12,50"),
            ("+5", "+5"),
            ("-1.234.567", "-1.234.567"),
            ("Jansen", "Jansen"),
            ("", ""),
        ] {
            assert_eq!(escape_formula(cell), escaped, "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn two_cells_never_become_one_and_each_comes_back(a in "['=+@a5-]{0,4}", b in "['=+@a5-]{0,4}") {
            prop_assert_eq!(a == b, escape_formula(&a) == escape_formula(&b));
            let escaped = escape_formula(&a).into_owned();
            prop_assert_eq!(unescaped(&escaped), a.as_str());
        }
    }

    #[test]
    fn rows_are_rfc_4180() {
        let row = RejectedRow {
            table: crate::Table::Customers,
            file: "a,b.csv".to_owned(),
            line: 12,
            column: "Naam".to_owned(),
            value: "=1+\"x\"".to_owned(),
            kind: RejectKind::UnknownCustomer,
            reason: "unknown customer".to_owned(),
            cents: None,
        };
        let text = String::from_utf8(rejected_rows_csv(&[row])).unwrap();
        assert_eq!(
            text,
            "file,line,column,value,reason\r\n\"a,b.csv\",12,Naam,\"'=1+\"\"x\"\"\",unknown customer\r\n"
        );
        assert_eq!(rejected_rows_csv(&[]), b"file,line,column,value,reason\r\n");
    }
}
