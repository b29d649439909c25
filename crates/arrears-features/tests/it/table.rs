//! Feature tables as rows that tests can compare.

use std::collections::BTreeMap;

use arrears_features::{Book, FeatureTable};

/// A cell: a number (none for unknown) or a category.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Number(Option<f64>),
    Text(Option<String>),
}

impl Cell {
    /// The same to the last bit.
    pub fn is_identical(&self, other: &Cell) -> bool {
        match (self, other) {
            (Cell::Number(a), Cell::Number(b)) => a.map(f64::to_bits) == b.map(f64::to_bits),
            _ => self == other,
        }
    }

    /// The same but for rounding.
    pub fn is_close(&self, other: &Cell) -> bool {
        match (self, other) {
            (Cell::Number(Some(a)), Cell::Number(Some(b))) => {
                (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
            }
            _ => self == other,
        }
    }
}

/// Features of one row.
pub type Row = BTreeMap<String, Cell>;

/// Rows by customer, invoice (empty for none) and as-of day.
pub type Table = BTreeMap<(String, String, i32), Row>;

pub fn table(book: &Book, features: &FeatureTable) -> Table {
    let names: Vec<String> = features
        .frame
        .get_column_names()
        .iter()
        .map(|name| name.to_string())
        .collect();
    let mut table = Table::new();
    for at in 0..features.n_rows() {
        let invoice = features.invoice[at].map_or("", |invoice| book.invoice_id(invoice));
        let key = (
            book.customer_id(features.customer[at]).to_owned(),
            invoice.to_owned(),
            features.as_of[at].0,
        );
        let row = names
            .iter()
            .map(|name| (name.clone(), cell(features, name, at)))
            .collect();
        assert!(table.insert(key, row).is_none(), "a row stands twice");
    }
    table
}

fn cell(features: &FeatureTable, name: &str, at: usize) -> Cell {
    let column = features.frame.column(name).expect("a column");
    match column.f64() {
        Ok(numbers) => {
            let number = numbers.get(at);
            assert!(number.is_none_or(f64::is_finite), "`{name}` is {number:?}");
            Cell::Number(number)
        }
        Err(_) => Cell::Text(column.str().expect("text").get(at).map(str::to_owned)),
    }
}

/// Fails with the first row and feature that differ.
pub fn assert_tables(found: &Table, expected: &Table, same: impl Fn(&Cell, &Cell) -> bool) {
    let keys = |table: &Table| table.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(found), keys(expected), "rows differ");
    for (key, row) in found {
        let other = &expected[key];
        assert_eq!(
            row.keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>(),
            "features differ"
        );
        for (name, cell) in row {
            assert!(
                same(cell, &other[name]),
                "`{name}` of {key:?} is {cell:?}, expected {:?}",
                other[name]
            );
        }
    }
}
