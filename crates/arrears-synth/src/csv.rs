//! A table as CSV bytes, in the two styles ledgers come in.
//!
//! Both are UTF-8 without a byte order mark; a cell is quoted only where it
//! holds a separator, a quote or a line break, and a missing value is an empty
//! cell. Coded cells (`kind`, `channel`, `reason`, ...) keep the contract's
//! words in both styles, so that a mapping of columns is all a reader needs.

use std::io::Write;

use crate::{
    calendar::year_month_day,
    dutch::dutch_headers,
    table::{SynthColumn, SynthTable},
};

/// How a table is written as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvStyle {
    /// As a Dutch ERP package exports: semicolons, decimal comma without
    /// thousands, `dd-mm-yyyy`, Dutch headers, `J` and `N`, lines end in `\r\n`.
    Dutch,
    /// Canonical names, commas, decimal point, `yyyy-mm-dd`, `true` and
    /// `false`, lines end in `\n`.
    Iso,
}

/// The table as CSV bytes in that style, header first.
pub fn to_csv(table: &SynthTable, style: CsvStyle) -> Vec<u8> {
    let mut writer = CsvWriter {
        bytes: Vec::new(),
        style,
        n_cells: 0,
    };
    for (name, _) in &table.columns {
        writer.text(header(&table.name, name, style));
    }
    writer.end_line();
    for row in 0..table.n_rows() {
        for (_, column) in &table.columns {
            writer.cell(column, row);
        }
        writer.end_line();
    }
    writer.bytes
}

/// The header of a column: the Dutch one if the style and the table have it.
fn header<'a>(table: &str, name: &'a str, style: CsvStyle) -> &'a str {
    let dutch = dutch_headers(table)
        .iter()
        .find(|(canonical, _)| *canonical == name);
    match (style, dutch) {
        (CsvStyle::Dutch, Some((_, dutch))) => dutch,
        _ => name,
    }
}

struct CsvWriter {
    bytes: Vec<u8>,
    style: CsvStyle,
    /// Cells of the line so far.
    n_cells: usize,
}

impl CsvWriter {
    fn separator(&self) -> u8 {
        match self.style {
            CsvStyle::Dutch => b';',
            CsvStyle::Iso => b',',
        }
    }

    fn begin_cell(&mut self) {
        if self.n_cells > 0 {
            self.bytes.push(self.separator());
        }
        self.n_cells += 1;
    }

    fn end_line(&mut self) {
        if self.style == CsvStyle::Dutch {
            self.bytes.push(b'\r');
        }
        self.bytes.push(b'\n');
        self.n_cells = 0;
    }

    fn text(&mut self, cell: &str) {
        self.begin_cell();
        let separator = self.separator();
        let special = |byte: &u8| [separator, b'"', b'\n', b'\r'].contains(byte);
        if cell.as_bytes().iter().any(special) {
            self.bytes.push(b'"');
            self.bytes
                .extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            self.bytes.push(b'"');
        } else {
            self.bytes.extend_from_slice(cell.as_bytes());
        }
    }

    fn cell(&mut self, column: &SynthColumn, row: usize) {
        match column {
            SynthColumn::Text(cells) => self.text(cells[row].as_deref().unwrap_or("")),
            SynthColumn::Date(cells) => self.date(cells[row]),
            SynthColumn::Money(cells) => self.money(cells[row]),
            SynthColumn::Int(cells) => self.plain(cells[row]),
            SynthColumn::Float(cells) => self.number(cells[row]),
            SynthColumn::Bool(cells) => {
                let [yes, no] = match self.style {
                    CsvStyle::Dutch => ["J", "N"],
                    CsvStyle::Iso => ["true", "false"],
                };
                self.plain(cells[row].map(|cell| if cell { yes } else { no }));
            }
        }
    }

    fn date(&mut self, cell: Option<i32>) {
        let style = self.style;
        self.plain(cell.map(|day| {
            let (year, month, day) = year_month_day(day);
            match style {
                CsvStyle::Dutch => format!("{day:02}-{month:02}-{year:04}"),
                CsvStyle::Iso => format!("{year:04}-{month:02}-{day:02}"),
            }
        }));
    }

    fn money(&mut self, cell: Option<i64>) {
        let mark = self.decimal_mark();
        self.plain(cell.map(|minor| {
            let sign = if minor < 0 { "-" } else { "" };
            let minor = minor.unsigned_abs();
            format!("{sign}{}{mark}{:02}", minor / 100, minor % 100)
        }));
    }

    fn number(&mut self, cell: Option<f64>) {
        let mark = self.decimal_mark();
        // The shortest form that reads back to the same number.
        self.plain(cell.map(|number| number.to_string().replace('.', mark)));
    }

    fn decimal_mark(&self) -> &'static str {
        match self.style {
            CsvStyle::Dutch => ",",
            CsvStyle::Iso => ".",
        }
    }

    /// A cell that needs no quotes.
    fn plain(&mut self, cell: Option<impl std::fmt::Display>) {
        self.begin_cell();
        if let Some(cell) = cell {
            // Writing to a vector of bytes cannot fail.
            let _ = write!(self.bytes, "{cell}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> SynthTable {
        let mut table = SynthTable::new("invoices");
        let text =
            |cells: [&str; 2]| SynthColumn::Text(cells.map(|cell| Some(cell.to_owned())).into());
        table.push("customer_id", text(["0001234", "a;b,\"c\""]));
        table.push("invoice_date", SynthColumn::Date(vec![Some(19_358), None]));
        table.push("amount", SynthColumn::Money(vec![Some(129_905), Some(-7)]));
        table.push("dunning_level", SynthColumn::Int(vec![Some(2), None]));
        table.push("disputed", SynthColumn::Bool(vec![Some(true), Some(false)]));
        table.push("x", SynthColumn::Float(vec![Some(0.5), None]));
        table
    }

    fn check(style: CsvStyle, expected: &str) {
        let csv = String::from_utf8(to_csv(&sample(), style)).expect("UTF-8");
        assert_eq!(csv, expected);
    }

    #[test]
    fn dutch_style() {
        check(
            CsvStyle::Dutch,
            "Debiteurnr;Factuurdatum;Bedrag;Aanmaanniveau;Betwist;x\r\n\
             0001234;01-01-2023;1299,05;2;J;0,5\r\n\
             \"a;b,\"\"c\"\"\";;-0,07;;N;\r\n",
        );
    }

    #[test]
    fn iso_style() {
        check(
            CsvStyle::Iso,
            "customer_id,invoice_date,amount,dunning_level,disputed,x\n\
             0001234,2023-01-01,1299.05,2,true,0.5\n\
             \"a;b,\"\"c\"\"\",,-0.07,,false,\n",
        );
    }
}
