//! The proposal tried out: the first rows of each table as the ledger has them, and what it rejects.

use std::path::Path;

use polars::prelude::{AnyValue, DataFrame};

use super::Proposal;
use crate::read::read;
use crate::{FileCount, LedgerError, RejectedRow, Table};

/// What the proposed config makes of the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The first rows of each table.
    pub tables: Vec<PreviewTable>,
    /// Rows by file and table.
    pub counts: Vec<FileCount>,
    /// The first rows that are rejected.
    pub rejected: Vec<RejectedRow>,
    /// How many are rejected.
    pub n_rejected: usize,
    /// How many of them are at fault.
    pub n_faulty: u64,
    /// Rows read, over all files.
    pub n_read: u64,
}

/// The first rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewTable {
    /// The table.
    pub table: Table,
    /// Its rows.
    pub n_rows: usize,
    /// Canonical names of the columns shown.
    pub columns: Vec<String>,
    /// Their cells.
    pub rows: Vec<Vec<String>>,
}

/// Rows shown of a table.
const N_ROWS: usize = 5;
/// Rejected rows shown.
const N_REJECTED: usize = 3;
/// Columns shown, of those that a table has.
const SHOWN: [(Table, &[&str]); 4] = [
    (Table::Customers, &["customer_id", "name", "country"]),
    (
        Table::Invoices,
        &[
            "invoice_id",
            "customer_id",
            "invoice_date",
            "due_date",
            "amount",
            "kind",
            "paid_date",
        ],
    ),
    (
        Table::Payments,
        &[
            "invoice_id",
            "customer_id",
            "payment_date",
            "amount",
            "kind",
        ],
    ),
    (Table::Reminders, &["invoice_id", "sent_date", "level"]),
];

impl Proposal {
    /// Reads the files as proposed; `base_dir` is the folder that the config's paths are seen from.
    pub fn preview(&self, base_dir: &Path) -> Result<Preview, LedgerError> {
        let ledger = read(&self.config, base_dir)?;
        let tables = SHOWN
            .iter()
            .filter(|(table, _)| ledger.frame(*table).height() > 0)
            .map(|(table, names)| PreviewTable::of(*table, names, ledger.frame(*table)))
            // Ids of customers alone show nothing that the invoices do not.
            .filter(|table| table.columns.len() > 1);
        let tables = tables.collect();
        let n_rejected = ledger.rejected.len();
        let faulty = ledger.rejected.iter().filter(|row| row.kind.is_fault());
        let (n_faulty, n_read) = (faulty.count() as u64, ledger.n_read());
        let mut rejected = ledger.rejected;
        rejected.truncate(N_REJECTED);
        Ok(Preview {
            tables,
            counts: ledger.row_counts,
            rejected,
            n_rejected,
            n_faulty,
            n_read,
        })
    }
}

impl PreviewTable {
    fn of(table: Table, names: &[&str], frame: &DataFrame) -> PreviewTable {
        let present = names.iter().filter_map(|name| frame.column(name).ok());
        let columns: Vec<_> = present.collect();
        let row = |row: usize| {
            let cells = columns.iter().map(|column| match column.get(row) {
                Ok(value) => cell(&value),
                Err(_) => String::new(),
            });
            cells.collect()
        };
        PreviewTable {
            table,
            n_rows: frame.height(),
            columns: columns
                .iter()
                .map(|column| column.name().to_string())
                .collect(),
            rows: (0..frame.height().min(N_ROWS)).map(row).collect(),
        }
    }
}

/// A value as people read it; nothing where there is none.
fn cell(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => arrears_formats::shown(text),
        AnyValue::StringOwned(text) => arrears_formats::shown(text),
        AnyValue::Float64(amount) => format!("{amount:.2}"),
        other => other.to_string(),
    }
}
