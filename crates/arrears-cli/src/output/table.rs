//! Aligned text: labels left, values after them; or columns under their names. A value and a cell take one line each,
//! whatever the ledger wrote into them.

use std::fmt::Write;

use super::one_line;

/// Lines of label and value, the values aligned.
#[derive(Default)]
pub struct Rows {
    rows: Vec<(String, String)>,
}

impl Rows {
    /// Adds a line.
    pub fn add(&mut self, label: &str, value: impl Into<String>) -> &mut Rows {
        let line = |text: &str| one_line(text).into_owned();
        self.rows.push((line(label), line(&value.into())));
        self
    }

    /// Adds a line if there is a value.
    pub fn add_some(&mut self, label: &str, value: Option<String>) -> &mut Rows {
        if let Some(value) = value {
            self.add(label, value);
        }
        self
    }

    /// Adds further values under the last label.
    pub fn add_list(&mut self, label: &str, values: &[String]) -> &mut Rows {
        for (index, value) in values.iter().enumerate() {
            self.add(if index == 0 { label } else { "" }, value.clone());
        }
        self
    }

    /// The lines, each with two spaces before it.
    pub fn text(&self) -> String {
        let width = self
            .rows
            .iter()
            .map(|(label, _)| label.chars().count())
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        for (label, value) in &self.rows {
            let _ = writeln!(text, "  {label:width$}  {value}");
        }
        text
    }
}

/// Columns under their names. Cells that are numbers should be formatted already; `right` says which columns
/// are aligned to the right.
pub fn columns(names: &[&str], right: &[bool], rows: &[Vec<String>]) -> String {
    let line = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| one_line(cell).into_owned())
            .collect()
    };
    let mut lines: Vec<Vec<String>> = vec![line(names)];
    lines.extend(rows.iter().map(|row| {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        line(&cells)
    }));
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let mut text = String::new();
    for row in &lines {
        let mut line = String::from(" ");
        for ((cell, width), right) in row.iter().zip(&widths).zip(right) {
            let _ = if *right {
                write!(line, " {cell:>width$}")
            } else {
                write!(line, " {cell:width$}")
            };
            line.push(' ');
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_line() {
        let mut rows = Rows::default();
        rows.add("open", "3")
            .add("as of", "2025-01-31")
            .add_list("note", &["a".into(), "b".into()]);
        assert_eq!(
            rows.text(),
            "  open   3\n  as of  2025-01-31\n  note   a\n         b\n"
        );
    }

    #[test]
    fn no_value_and_no_cell_begins_a_line_of_its_own() {
        let mut rows = Rows::default();
        rows.add("a\nb", "c\nd");
        assert_eq!(rows.text(), "  a\\nb  c\\nd\n");
        let text = columns(&["what"], &[false], &[vec!["x)\n\nno alerts".into()]]);
        assert_eq!(text, "  what\n  x)\\n\\nno alerts\n");
    }

    #[test]
    fn columns_stand_in_line() {
        let rows = vec![
            vec!["a.csv".into(), "1,000".into()],
            vec!["é".into(), "5".into()],
        ];
        let text = columns(&["file", "rows"], &[false, true], &rows);
        assert_eq!(text, "  file    rows\n  a.csv  1,000\n  é          5\n");
    }
}
