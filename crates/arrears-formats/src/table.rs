//! A text as columns of cells that know their line.
//!
//! Cells are kept by column. A record whose cells do not match the header is set aside whole: shifting cells would put
//! values under wrong names.

use crate::chunks::{CHUNK, Rows};
use crate::column::TextColumn;
use crate::layout::{column_names, is_short_of_names};
use crate::marks::Marked;
use crate::part::Frame;
use crate::record::Record;
use crate::split::Splitter;
use crate::{Dialect, FormatError, Layout};

/// A text table: header, columns of cells, and the line of every row.
#[derive(Debug, Clone, Default)]
pub struct TextTable {
    /// Names of the columns, trimmed; a repeated name gets ` (2)`, an empty one is `column 3`.
    pub header: Vec<String>,
    /// Cells of the header as they stand, those of several lines joined; empty where the table has none.
    pub head: Vec<String>,
    /// Physical line of the header, or of the first row where there is none.
    pub head_line: u64,
    /// Cells by column, in the order of the header; a column that was not kept is empty.
    pub columns: Vec<TextColumn>,
    /// Records that do not match the header.
    pub ragged: Vec<RaggedRow>,
    /// Lines below the table that are no rows: totals, notes.
    pub below: Vec<u64>,
    /// Times the header came back among the rows.
    pub n_repeated: usize,
    /// Whether the header has fewer names than there are columns, so that names may stand over the wrong ones.
    pub lacks_names: bool,
    /// Rows written in another way than the table (another separator or escape), read all the same.
    pub n_mended: usize,
    /// Lines that are drawn around the table or through it.
    pub rules: Marked,
    /// Subtotals among the rows, marked by asterisks or told by their word.
    pub subtotals: Marked,
    /// Physical line on which each row begins, from 1.
    lines: Vec<u32>,
}

/// A record with more or fewer cells than the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaggedRow {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Cells found.
    pub n_cells: usize,
    /// Cells of the header.
    pub n_expected: usize,
    /// The record as it stands, without its line end; of a long one the beginning.
    pub text: String,
    /// Its cells.
    pub cells: Vec<String>,
    /// Rows of the table that stand before it.
    pub before: usize,
    /// Whether a blank line parts it from what stands before it.
    pub is_apart: bool,
    /// Whether it belongs to another table below this one, by the header that it has or follows.
    pub is_other: bool,
    /// Whether it is a last line without its end, cut off in its first cell.
    pub is_cut: bool,
}

impl TextTable {
    /// Splits the table of a text; `keep` tells by name which columns to hold.
    ///
    /// Blank lines and records of nothing but separators are no rows, nor is the header where it comes back. Cells beyond
    /// the header are allowed if they are empty, as some exports end every line with a separator. What stands below the
    /// table is told apart.
    pub fn split(
        text: &str,
        dialect: Dialect,
        layout: &Layout,
        keep: impl Fn(&str) -> bool,
    ) -> Result<TextTable, FormatError> {
        TextTable::split_in_chunks(text, dialect, layout, keep, CHUNK)
    }

    /// The same, in chunks of about so many bytes.
    pub(crate) fn split_in_chunks(
        text: &str,
        dialect: Dialect,
        layout: &Layout,
        keep: impl Fn(&str) -> bool,
        chunk: usize,
    ) -> Result<TextTable, FormatError> {
        let mut records = Splitter::new(text, dialect).mending(layout);
        let mut record = Record::default();
        for _ in 0..layout.n_above {
            records.next(&mut record);
        }
        let mut head = Vec::with_capacity(layout.n_header);
        for _ in 0..layout.n_header {
            if records.next(&mut record) {
                head.push(record.clone());
            }
        }
        if layout.width == 0 {
            return Err(FormatError::Empty);
        }
        let first = records.clone().next(&mut record).then_some(record.line);
        let header = column_names(&head, layout);
        let frame = Frame {
            kept: header.iter().map(|name| keep(name)).collect(),
            header,
            head,
            layout,
        };
        let rows = Rows::read(&frame, &records, layout.width, chunk)?;
        Ok(TextTable {
            head_line: match frame.head.first() {
                Some(head) => head.line,
                None => first.unwrap_or(1),
            },
            head: head_cells(&frame.head, layout),
            lacks_names: is_short_of_names(&frame.head, layout),
            header: frame.header,
            columns: rows.columns,
            ragged: rows.ragged,
            below: rows
                .settled
                .iter()
                .chain(&rows.below)
                .map(|record| record.line)
                .collect(),
            n_repeated: rows.n_repeated,
            n_mended: rows.n_mended,
            rules: rows.rules,
            subtotals: rows.subtotals,
            lines: rows.lines,
        })
    }

    /// Puts the numbers of a sheet's rows in the place of lines.
    #[must_use]
    pub fn renumbered(mut self, row_of: impl Fn(u64) -> u64) -> TextTable {
        let row = |line: u64| u32::try_from(row_of(line)).unwrap_or(u32::MAX);
        self.lines
            .iter_mut()
            .for_each(|line| *line = row(u64::from(*line)));
        self.below.iter_mut().for_each(|line| *line = row_of(*line));
        self.ragged
            .iter_mut()
            .for_each(|ragged| ragged.line = row_of(ragged.line));
        self.head_line = row_of(self.head_line);
        for marked in [&mut self.rules, &mut self.subtotals] {
            if marked.n > 0 {
                marked.first_line = row_of(marked.first_line);
            }
        }
        self
    }

    /// A table of cells that no splitting found: the records of a document.
    pub(crate) fn of_columns(
        header: Vec<String>,
        columns: Vec<TextColumn>,
        lines: Vec<u32>,
    ) -> Self {
        TextTable {
            head: header.clone(),
            head_line: 1,
            header,
            columns,
            lines,
            ..TextTable::default()
        }
    }

    /// Number of rows (ragged ones left out).
    pub fn n_rows(&self) -> usize {
        self.lines.len()
    }

    /// Physical line on which a row begins, from 1.
    pub fn line(&self, row: usize) -> u64 {
        u64::from(self.lines[row])
    }

    /// The columns, the line of every row, and the ragged records.
    pub fn into_parts(self) -> (Vec<TextColumn>, Vec<u32>, Vec<RaggedRow>) {
        (self.columns, self.lines, self.ragged)
    }

    /// Position of a column by name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

/// The header as it stands; of several lines the names read downwards.
fn head_cells(header: &[Record], layout: &Layout) -> Vec<String> {
    match header {
        [] => Vec::new(),
        [only] => {
            let cells: Vec<String> = only.texts().map(str::to_owned).collect();
            let ends_blank = only.width() == layout.n_columns + 1;
            let n =
                cells.len() - usize::from(ends_blank && cells.last().is_some_and(String::is_empty));
            cells[..n.max(1)].to_vec()
        }
        _ => column_names(header, layout),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<TextTable, FormatError> {
        let dialect = Dialect::detect(text, Some(b';'));
        TextTable::split(text, dialect, &Layout::detect(text, dialect), |_| true)
    }

    fn rows(table: &TextTable) -> Vec<(u64, Vec<String>)> {
        (0..table.n_rows())
            .map(|row| {
                (
                    table.line(row),
                    table
                        .columns
                        .iter()
                        .map(|column| column.get(row).to_owned())
                        .collect(),
                )
            })
            .collect()
    }

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let found = rows(&split(text).expect("splits"));
        let expected: Vec<(u64, Vec<String>)> = expected
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_last_header_cell_without_a_name_is_a_column_where_rows_fill_it() {
        check("a;b;\n1;2;\n", &[(2, &["1", "2"])]);
        check(
            "a;b;\n1;2;3\n4;5;\n",
            &[(2, &["1", "2", "3"]), (3, &["4", "5", ""])],
        );
    }

    #[test]
    fn rows_know_their_physical_line() {
        check("a;b\n1;2\n3;4", &[(2, &["1", "2"]), (3, &["3", "4"])]);
        check(
            "a;b\r\n1;2\r\n\r\n\r\n3;4\r\n",
            &[(2, &["1", "2"]), (5, &["3", "4"])],
        );
        check(
            "\n\na;b\n\"x\ny\";2\n3;4\n",
            &[(4, &["x\ny", "2"]), (6, &["3", "4"])],
        );
        check("a;b\r1;2\r\r3;4\r", &[(2, &["1", "2"]), (4, &["3", "4"])]);
        check(
            "a;b\r\n\"x\r\ny\";2\r\n3;4\r\n",
            &[(2, &["x\r\ny", "2"]), (4, &["3", "4"])],
        );
    }

    #[test]
    fn quotes_doubled_quotes_and_stray_quotes() {
        check(
            "a;b\n\"x;\"\"y\"\"\";6\" pipe\n",
            &[(2, &["x;\"y\"", "6\" pipe"])],
        );
    }

    #[test]
    fn blank_records_are_no_rows() {
        check("a;b\n;\n  ; \n1;\n", &[(4, &["1", ""])]);
    }

    #[test]
    fn ragged_records_are_set_aside_whole() {
        let table = split("a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n").expect("splits");
        assert_eq!(table.n_rows(), 2, "surplus cells that are empty do no harm");
        let ragged = |line, text: &str, before| RaggedRow {
            line,
            n_cells: text.split(';').count(),
            n_expected: 3,
            text: text.to_owned(),
            cells: text.split(';').map(str::to_owned).collect(),
            before,
            is_apart: false,
            is_other: false,
            is_cut: false,
        };
        assert_eq!(table.ragged, [ragged(3, "1;2", 1), ragged(4, "1;2;3;4", 1)]);
    }

    #[test]
    fn names_are_trimmed_and_made_unique() {
        assert_eq!(
            split("a;a;a (2);a\n").expect("splits").header,
            ["a", "a (2)", "a (2) (2)", "a (3)"]
        );
        assert_eq!(
            split(" a ;a;;b;\n").expect("splits").header,
            ["a", "a (2)", "column 3", "b"]
        );
    }

    #[test]
    fn only_kept_columns_are_held() {
        let (text, dialect) = ("a,b\n1,2\n", Dialect::PLAIN);
        let layout = Layout::detect(text, dialect);
        let table = TextTable::split(text, dialect, &layout, |name| name == "b").unwrap();
        assert_eq!((table.columns[0].len(), table.columns[1].get(0)), (0, "2"));
        assert_eq!(table.position("b"), Some(1));
    }

    #[test]
    fn a_quote_that_never_closes_keeps_to_its_line() {
        check(
            "a;b\n1;2\n3;\"4\n5;6\n",
            &[(2, &["1", "2"]), (3, &["3", "\"4"]), (4, &["5", "6"])],
        );
        check(
            "a;b\n\"x\"y\";2\n\"z\"\";3\n",
            &[(2, &["x\"y", "2"]), (3, &["z\"", "3"])],
        );
    }

    #[test]
    fn two_stray_quotes_swallow_no_rows_between_them() {
        for (open, close) in [
            ("4;2,00;\"Spoed", "9;2,00;monitor 19\""),
            ("4;2,00;\"Spoed, \"\"nu\"\"", "9;2,00;\"\"\" x\""),
        ] {
            let rows = |n: usize| "5;2,00;ok\n".repeat(n);
            let text = format!(
                "nr;bedrag;tekst\n{}{open}\n{}{close}\n{}",
                rows(40),
                rows(30),
                rows(40)
            );
            let dialect = Dialect::detect(&text, None);
            let layout = Layout::detect(&text, dialect);
            for chunk in [16, 100, usize::MAX] {
                let table =
                    TextTable::split_in_chunks(&text, dialect, &layout, |_| true, chunk).unwrap();
                assert_eq!((table.n_rows(), table.ragged.len()), (112, 0), "{open}");
                assert_eq!(table.line(111), 113);
                assert!(table.n_mended > 0);
            }
        }
        let text =
            "tekst;nr;bedrag\nok;1;2,00\n\"x;2;3,00\nok;3;4,00\ny\";4;5,00\n\"a\nb\";5;6,00\n";
        let first: Vec<String> = rows(&split(text).unwrap())
            .into_iter()
            .map(|(_, cells)| cells[0].clone())
            .collect();
        assert_eq!(first, ["ok", "\"x", "ok", "y\"", "a\nb"]);
    }

    #[test]
    fn what_joins_two_files_is_no_text() {
        let table = split("a;b\n1;2\n\u{1a}\u{feff}a;b\n3;4\n\u{1a}5;6\n").unwrap();
        assert_eq!((table.n_repeated, table.n_mended), (1, 1));
        assert_eq!(table.columns[0].iter().collect::<Vec<_>>(), ["1", "3", "5"]);
        assert_eq!(table.line(2), 5);
    }

    #[test]
    fn a_last_line_cut_off_in_its_first_cell_is_set_aside() {
        let rows = "nr;klant;bedrag\nF1;A;2,00\nF2;B;3,00\n";
        let cut = split(&format!("{rows}F900")).unwrap();
        assert_eq!((cut.below.len(), cut.ragged.len()), (0, 1));
        assert!(cut.ragged[0].is_cut && cut.ragged[0].line == 4);
        for foot in ["F900\n", "Afgedrukt 1-2-2025", "Einde", "-- 2 --"] {
            let foot = split(&format!("{rows}{foot}")).unwrap();
            assert_eq!((foot.below.len(), foot.ragged.len()), (1, 0));
        }
    }

    #[test]
    fn a_row_in_another_dialect_is_read_all_the_same() {
        let table = split("a;b;c\n1;2;3\n4,5,6\n7\t8\t9\n").expect("splits");
        assert_eq!((table.n_rows(), table.n_mended), (3, 2));
        assert_eq!(
            rows(&table)[1],
            (3, vec!["4".into(), "5".into(), "6".into()])
        );
    }

    #[test]
    fn titles_totals_and_repeated_headers_are_no_rows() {
        let text = "Openstaande posten\nper 31-12-2025\n\nnr;klant;bedrag\n1;A;2,00\n2;B;3,00\nnr;klant;bedrag\n3;C;4,00\n\nTotaal;;9,00\n";
        let table = split(text).expect("splits");
        assert_eq!(table.header, ["nr", "klant", "bedrag"]);
        assert_eq!((table.n_rows(), table.n_repeated), (3, 1));
        assert_eq!(table.below, [10]);
        assert_eq!(table.ragged, []);
    }

    #[test]
    fn a_header_of_two_lines_is_read_downwards_and_none_is_numbered() {
        let table =
            split("Factuur;Factuur;Bedrag\nnr;datum;\n1;01-02-2025;2,00\n2;03-02-2025;3,00\n");
        assert_eq!(
            table.unwrap().header,
            ["Factuur nr", "Factuur datum", "Bedrag"]
        );
        let table = split("1;01-02-2025;2,00\n2;03-02-2025;3,00\n").unwrap();
        assert_eq!((table.header[0].as_str(), table.n_rows()), ("column 1", 2));
    }

    #[test]
    fn a_first_row_without_its_figure_is_no_header() {
        let table =
            split("id;naam;limiet\nC001;Jansen;\nC002;De Vries;5000\nC003;Smit;100\n").unwrap();
        assert_eq!((table.header[0].as_str(), table.n_rows()), ("id", 3));
        let table = split("id;datum;bedrag\nF1;soon;ten\nF2;01-02-2025;1,00\nF3;01-02-2025;2,00\n")
            .unwrap();
        assert_eq!((table.header[0].as_str(), table.n_rows()), ("id", 3));
    }

    #[test]
    fn a_short_row_is_not_cut_at_what_its_cells_hold() {
        let table =
            split("a;b;c\n1;2;3\nF1;Jansen, P., Delft\n4;5;6\nAfgedrukt door Jansen\n7;8;9\n")
                .unwrap();
        assert_eq!((table.n_rows(), table.n_mended), (3, 0));
        assert_eq!(table.ragged.len(), 2);
    }

    #[test]
    fn an_empty_file_is_told() {
        assert_eq!(
            split(" \n\n").map(|table| table.header),
            Ok(vec!["column 1".to_owned()])
        );
        assert_eq!(split("\n\r\n").unwrap_err(), FormatError::Empty);
    }

    #[test]
    fn long_cells_and_many_columns_outgrow_the_buffers() {
        let cell = "é".repeat(40_000);
        let header: Vec<String> = (0..300).map(|i| format!("c{i}")).collect();
        let row = vec![cell.as_str(); 300].join(";");
        let table = split(&format!("{}\n{row}\n", header.join(";"))).expect("splits");
        assert_eq!(table.columns[299].get(0), cell);
    }
}
