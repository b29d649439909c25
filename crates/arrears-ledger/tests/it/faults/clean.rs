//! A small clean ledger with every table and nearly every column, to be damaged cell by cell.

use std::collections::BTreeMap;

use arrears_ledger::Table;
use arrears_ledger::schema::{ColumnType, columns_of};

use crate::helper::{cells, try_read};

/// Columns that are another way of saying what a column of the clean ledger says already.
const SAID_OTHERWISE: [&str; 10] = [
    "debit",
    "credit",
    "side",
    "clearing_id",
    "entry_id",
    "cleared_date",
    "payment_terms_days_2",
    "payment_terms_days_3",
    "baseline_date",
    "administration",
];

/// Files as cells, by table.
#[derive(Clone)]
pub struct Clean {
    tables: BTreeMap<Table, Vec<Vec<String>>>,
}

/// What a reading gives: cells by table and column, and rejected rows in a line each.
#[derive(Clone, PartialEq, Eq)]
pub struct Seen {
    frames: BTreeMap<Table, BTreeMap<String, Vec<String>>>,
    pub rejected: Vec<String>,
    pub notes: Vec<String>,
}

impl Clean {
    /// Five invoices with events, a sixth without, and a customer without invoices.
    pub fn ledger() -> Clean {
        let tables = Table::ALL.map(|table| {
            let names: Vec<&str> = columns_of(table)
                .iter()
                .map(|column| column.name)
                .filter(|name| !SAID_OTHERWISE.contains(name))
                .collect();
            let mut rows = vec![names.iter().map(|name| (*name).to_owned()).collect()];
            for row in 0..n_rows(table) {
                rows.push(names.iter().map(|name| value(table, name, row)).collect());
            }
            (table, rows)
        });
        Clean {
            tables: tables.into_iter().collect(),
        }
    }

    /// Names of a table's columns.
    pub fn columns(&self, table: Table) -> &[String] {
        &self.tables[&table][0]
    }

    /// The row that is damaged: the last, to which nothing else refers.
    pub fn row(&self, table: Table) -> usize {
        self.tables[&table].len() - 2
    }

    /// Its line in the file.
    pub fn line(&self, table: Table) -> usize {
        self.row(table) + 2
    }

    /// With one cell of the row replaced.
    pub fn with(&self, table: Table, column: &str, cell: &str) -> Clean {
        let mut damaged = self.clone();
        let at = self
            .columns(table)
            .iter()
            .position(|name| name == column)
            .expect("a column");
        let row = self.row(table) + 1;
        damaged.tables.get_mut(&table).expect("a table")[row][at] = cell.to_owned();
        damaged
    }

    /// A table's file.
    pub fn bytes(&self, table: Table) -> Vec<u8> {
        csv(&self.tables[&table])
    }

    /// Reads the ledger, or gives the message and its hint.
    pub fn read(&self) -> Result<Seen, String> {
        let files: Vec<(String, Vec<u8>)> = Table::ALL
            .into_iter()
            .map(|table| (format!("{table}.csv"), self.bytes(table)))
            .collect();
        Seen::of(&files)
    }
}

impl Seen {
    /// Reads files named after their tables.
    pub fn of(files: &[(String, Vec<u8>)]) -> Result<Seen, String> {
        let config: String = Table::ALL
            .iter()
            .map(|table| format!("[{table}]\npath = \"{table}.csv\"\n"))
            .collect();
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let ledger = try_read(&config, &files).map_err(|error| {
            let hint = error.hint().unwrap_or_default();
            format!("{error} ({hint})")
        })?;
        let frames = Table::ALL.map(|table| {
            let frame = ledger.frame(table);
            let columns = frame
                .get_column_names()
                .into_iter()
                .map(|name| (name.to_string(), cells(frame, name)));
            (table, columns.collect())
        });
        let rejected = ledger
            .rejected
            .iter()
            .map(|row| {
                format!(
                    "{}:{} {}={} {:?}",
                    row.file, row.line, row.column, row.value, row.kind
                )
            })
            .collect();
        Ok(Seen {
            frames: frames.into_iter().collect(),
            rejected,
            notes: ledger.notes,
        })
    }

    /// With another value in the damaged row.
    pub fn with(&self, table: Table, column: &str, value: &str) -> Seen {
        let mut seen = self.clone();
        let cells = seen.frames.get_mut(&table).and_then(|f| f.get_mut(column));
        *cells.and_then(|cells| cells.last_mut()).expect("a cell") = value.to_owned();
        seen
    }

    /// With the damaged row rejected.
    pub fn without(&self, table: Table, line: usize, told: impl Fn(usize) -> String) -> Seen {
        let mut seen = self.clone();
        for cells in seen.frames.get_mut(&table).expect("a table").values_mut() {
            cells.pop();
        }
        seen.rejected.push(told(line));
        seen
    }

    /// The first difference, in words.
    pub fn difference(&self, seen: &Seen) -> Option<String> {
        if self.rejected != seen.rejected {
            return Some(format!(
                "rejected {:?}, expected {:?}",
                seen.rejected, self.rejected
            ));
        }
        self.frames
            .iter()
            .flat_map(|(table, columns)| {
                columns
                    .iter()
                    .map(move |(name, cells)| (table, name, cells))
            })
            .find_map(|(table, name, cells)| {
                let found = &seen.frames[table].get(name)?;
                (*found != cells)
                    .then(|| format!("`{table}.{name}` is {found:?}, expected {cells:?}"))
            })
    }
}

fn n_rows(table: Table) -> usize {
    match table {
        Table::Customers | Table::Invoices => 6,
        _ => 5,
    }
}

/// A value that is right for the column, another in each row.
fn value(table: Table, column: &str, row: usize) -> String {
    let column_type = arrears_ledger::schema::column(table, column)
        .expect("a column")
        .column_type;
    match (table, column, column_type) {
        (Table::Customers, "customer_id", _) => format!("K{}", row + 1),
        (_, "customer_id", _) => format!("K{}", row.min(4) + 1),
        (Table::Invoices, "invoice_id", _) | (_, "invoice_id", _) => format!("I{}", row + 1),
        (_, "invoice_date" | "made_date" | "opened_date", _) => format!("2025-01-{}", 13 + row),
        (_, "due_date" | "original_due_date", _) => format!("2025-02-{}", 13 + row),
        (_, "valid_from" | "customer_since", _) => format!("2024-01-{}", 13 + row),
        (_, _, ColumnType::Date) => format!("2025-03-{}", 13 + row),
        (Table::Invoices, "kind", _) => "invoice".to_owned(),
        (Table::Payments, "kind", _) => "payment".to_owned(),
        (_, "kind", _) => "credit_score".to_owned(),
        (_, "currency", _) => "EUR".to_owned(),
        (_, "payment_terms_days", _) => "30".to_owned(),
        (_, _, ColumnType::Amount) => format!("{}.5{row}", 100 + row),
        (_, _, ColumnType::Integer) => "1".to_owned(),
        (_, _, ColumnType::Number) => format!("2.5{}", row + 1),
        (_, _, ColumnType::Flag) => ["ja", "nee"][row % 2].to_owned(),
        (_, _, ColumnType::Id | ColumnType::Text) => format!("{column} {row}"),
    }
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut out = String::new();
    for row in rows {
        out.push_str(&row.iter().map(quoted).collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out.into_bytes()
}
