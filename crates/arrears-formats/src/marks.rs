//! Lines that are drawn around a table, and subtotals that stand in it: what lists printed to a text file have, as those of
//! SAP do. Neither is a row, wherever it stands.

use crate::Layout;
use crate::record::Record;
use crate::sense::is_figure;

/// Lines of one kind that are no rows: how many, and where the first stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marked {
    /// How many they are.
    pub n: usize,
    /// Physical line of the first, from 1; 0 where there is none.
    pub first_line: u64,
}

impl Marked {
    /// Adds one. One that was kept to see what follows it may come after a later one.
    pub(crate) fn add(&mut self, line: u64) {
        if self.n == 0 || line < self.first_line {
            self.first_line = line;
        }
        self.n += 1;
    }

    /// Adds those of a text that follows, which begins on `line`.
    pub(crate) fn append(&mut self, later: Marked, line: u64) {
        let first = (later.first_line + line).saturating_sub(1);
        if later.n > 0 && (self.n == 0 || first < self.first_line) {
            self.first_line = first;
        }
        self.n += later.n;
    }
}

/// Strokes in a row that make a line; a single one is a word for nothing.
const STROKES: usize = 3;

/// Whether a line of text, given without its end, is drawn: strokes of one kind, and bars or blanks between them.
pub(crate) fn is_drawn(line: &[u8]) -> bool {
    let (mut stroke, mut run, mut longest) = (None, 0, 0);
    for &byte in line {
        match byte {
            b'-' | b'=' | b'_' if stroke.is_none_or(|known| known == byte) => {
                stroke = Some(byte);
                run += 1;
                longest = longest.max(run);
            }
            b'|' | b'+' | b' ' | b'\t' => run = 0,
            _ => return false,
        }
    }
    longest >= STROKES
}

/// Whether a record is a subtotal as SAP marks them: asterisks in its first filled cell, an amount, and half of what rows
/// have filled at most.
pub(crate) fn is_subtotal(record: &Record<'_>, layout: &Layout) -> bool {
    let mut filled = record
        .texts()
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else {
        return false;
    };
    let rest = first.trim_start_matches('*');
    rest.len() < first.len()
        && (rest.is_empty() || rest.starts_with(' '))
        && filled.any(is_figure)
        && 2 * record.n_filled() <= layout.usual_filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, TextTable};

    #[test]
    fn lines_are_strokes_and_nothing_else() {
        for line in [
            "---",
            "|----|----|",
            "  -------  ",
            "+-----+--+",
            "===\t===",
            "|-|---|",
        ] {
            assert!(is_drawn(line.as_bytes()), "{line}");
        }
        for line in [
            "", "-|-|-|-", "--", "-;-;---", "---x", "|  |", "-=-=-=", "***",
        ] {
            assert!(!is_drawn(line.as_bytes()), "{line}");
        }
    }

    const LIST: &str = "01.12.2025            Dynamic List Display            1\n\
        -------------------------------------------------------\n\
        |Customer|DocumentNo|Doc. Date |Net due dt|      Amount|\n\
        |--------|----------|----------|----------|------------|\n\
        |100001  |1800000001|01.10.2025|31.10.2025|    1.234,56|\n\
        |100001  |1800000002|13.10.2025|12.11.2025|    1.000,00|\n\
        |*       |          |          |          |    2.234,56|\n\
        |--------|----------|----------|----------|------------|\n\
        |100002  |1800000003|14.10.2025|13.11.2025|       10,00|\n\
        |*       |          |          |          |       10,00|\n\
        |**      |          |          |          |    2.244,56|\n\
        -------------------------------------------------------\n";

    fn split(text: &str) -> TextTable {
        let dialect = Dialect::detect(text, None);
        let layout = Layout::detect(text, dialect);
        TextTable::split(text, dialect, &layout, |_| true).expect("splits")
    }

    #[test]
    fn a_printed_list_is_its_rows() {
        let table = split(LIST);
        assert_eq!(
            table.header[1..],
            [
                "Customer",
                "DocumentNo",
                "Doc. Date",
                "Net due dt",
                "Amount"
            ]
        );
        let documents: Vec<&str> = table.columns[2].iter().collect();
        assert_eq!(documents, ["1800000001", "1800000002", "1800000003"]);
        assert_eq!((table.ragged.len(), table.below.len()), (0, 0));
        assert_eq!(
            (table.rules, table.subtotals),
            (
                Marked {
                    n: 4,
                    first_line: 2
                },
                Marked {
                    n: 3,
                    first_line: 7
                }
            )
        );
    }

    #[test]
    fn a_list_whose_header_stands_on_every_page_has_one() {
        let page =
            "|  |Konto|Belegnr|Datum     |  Betrag|\n|--|-----|-------|----------|--------|\n";
        let row = |n: usize| format!("|  |00{n:03}|18000{n:02}|13.10.2025|{n:5},00|\n");
        for n_on_a_page in [1, 2, 50] {
            let text: String = (1..=n_on_a_page * 4)
                .map(|n| {
                    let is_first = n % n_on_a_page == 1 % n_on_a_page;
                    [if is_first { page } else { "" }, &row(n)].concat()
                })
                .collect();
            let table = split(&text);
            assert_eq!(
                table.header[2..6],
                ["Konto", "Belegnr", "Datum", "Betrag"],
                "{text}"
            );
            assert_eq!((table.n_rows(), table.n_repeated), (n_on_a_page * 4, 3));
        }
    }

    #[test]
    fn a_row_that_begins_with_an_asterisk_is_a_row() {
        let table = split(
            "vlag;nr;datum;bedrag;;\n*;1;13-10-2025;2,00;;\n;2;14-10-2025;3,00;;\n*;3;15-10-2025;4,00;;\n",
        );
        assert_eq!((table.n_rows(), table.subtotals.n), (3, 0));
    }
}
