//! Puts the checked tables together: frames in the schema's order, coverage, accounts.

use std::collections::BTreeMap;

use polars::prelude::*;

use super::account::Finished;
use super::checks::{customers, payments};
use super::files::FileRef;
use super::flags::Flags;
use super::table::Loaded;
use super::view::ours;
use crate::schema::{self, ColumnType};
use crate::{BankMatch, InputFile, Ledger, LedgerError, RejectedRow, Table, TableCoverage};

/// The ledger under construction.
#[derive(Default)]
pub(crate) struct Assembly {
    tables: BTreeMap<Table, Done>,
    inputs: Vec<InputFile>,
    /// What speaks against whole files.
    pub doubts: Vec<String>,
    /// What `check` tells beside the account.
    pub notes: Vec<String>,
    /// What became of the entries of bank statements.
    pub bank_matches: Vec<BankMatch>,
    /// Who is billed, by first appearance in the invoices that are used; where that was asked already.
    pub billed: Option<StringChunked>,
    /// Columns of the customers, where they are drawn from the invoices.
    pub shared_customers: Option<Vec<Column>>,
}

/// A finished table, and what it was before.
struct Done {
    finished: Finished,
    /// Columns that files have.
    from_files: Vec<String>,
    unused: Vec<String>,
}

impl Assembly {
    /// Notes the files of a table and how their text was read.
    pub fn note_inputs(&mut self, files: &[FileRef], table: &Loaded) {
        for file in files {
            if !self.inputs.iter().any(|input| input.path == file.path) {
                self.inputs.push(file.clone().into());
            }
        }
        let forms = form_words(table);
        for file in &table.files {
            for doubt in &file.doubts {
                let doubt = format!("`{}`: {doubt}", file.name);
                if !self.doubts.contains(&doubt) {
                    self.doubts.push(doubt);
                }
            }
            if let Some(dialect) = &file.dialect {
                let forms = if file.is_passed_over() { "" } else { &forms };
                let note = format!("`{}`: {dialect}{forms}", file.name);
                // A file of several tables is told once where it is read the same for them.
                if !self.notes.contains(&note) {
                    self.notes.push(note);
                }
            }
        }
        self.notes.extend(
            table
                .forms
                .notes
                .iter()
                .map(|note| format!("`{}`: {note}", table.table)),
        );
    }

    /// Notes a file that is no table.
    pub fn note_input(&mut self, file: &FileRef) {
        self.inputs.push(file.clone().into());
    }

    /// Adds a checked table.
    pub fn add(&mut self, loaded: Loaded) -> Result<(), LedgerError> {
        let table = loaded.table;
        let mut unused: Vec<String> = Vec::new();
        for name in loaded.files.iter().flat_map(|file| &file.unused) {
            if !unused.contains(name) {
                unused.push(name.clone());
            }
        }
        let from_files = loaded.columns_in_files();
        let finished = loaded.finish()?;
        self.tables.insert(
            table,
            Done {
                finished,
                from_files,
                unused,
            },
        );
        Ok(())
    }

    /// The ledger. Fails if no invoice is left.
    pub fn finish(mut self, flags: Flags) -> Result<Ledger, LedgerError> {
        let invoices = self.tables.get(&Table::Invoices).map(|done| &done.finished);
        if let Some(invoices) = invoices.filter(|invoices| invoices.n_rows == 0) {
            return Err(empty(invoices));
        }
        let derived_payments = match (invoices, self.tables.contains_key(&Table::Payments)) {
            (Some(invoices), false) => payments::derive(invoices)?,
            _ => None,
        };
        let mut ledger = Ledger {
            inputs: self.inputs,
            notes: self.notes,
            doubts: self.doubts,
            bank_matches: self.bank_matches,
            ..Ledger::default()
        };
        for table in Table::ALL {
            let done = self.tables.remove(&table);
            let (mut columns, coverage) = match done {
                Some(done) => {
                    let coverage = (done.from_files, done.unused);
                    ledger.row_counts.extend(done.finished.counts);
                    ledger.rejected.extend(done.finished.rejected);
                    let own = done
                        .finished
                        .columns
                        .into_iter()
                        .filter(|column| column.planned.table == table);
                    (
                        own.map(|column| column.series.into_column()).collect(),
                        Some(coverage),
                    )
                }
                None => (Vec::new(), None),
            };
            let mut coverage = coverage;
            if table == Table::Payments
                && let Some(derived) = &derived_payments
            {
                columns = derived.clone().into_columns();
                coverage = Some((Vec::new(), Vec::new()));
            }
            if table == Table::Customers
                && let Some(shared) = self.shared_customers.take()
            {
                columns = shared;
                coverage = Some((
                    columns
                        .iter()
                        .map(|column| column.name().to_string())
                        .collect(),
                    Vec::new(),
                ));
            }
            let frame = frame_of(table, columns)?;
            if let Some((from_files, unused)) = coverage {
                ledger
                    .coverage
                    .tables
                    .insert(table, coverage_of(&frame, from_files, unused));
            }
            if let Some(own) = frame_mut(&mut ledger, table) {
                *own = frame;
            }
        }
        name_customers(&mut ledger, self.billed)?;
        ledger.flags = flags.into_vec();
        Ok(ledger)
    }
}

/// Forms of a table's text, in words, where some column shows them.
fn form_words(table: &Loaded) -> String {
    let order = table.forms.order.map(|order| match order {
        arrears_formats::DateOrder::Dmy => "; dates day first",
        arrears_formats::DateOrder::Mdy => "; dates month first",
        arrears_formats::DateOrder::Ymd => "; dates year first",
    });
    let mark = table.forms.mark.map(|mark| match mark {
        arrears_formats::DecimalMark::Comma => "; decimal comma",
        arrears_formats::DecimalMark::Point => "; decimal point",
    });
    format!("{}{}", order.unwrap_or_default(), mark.unwrap_or_default())
}

fn empty(invoices: &Finished) -> LedgerError {
    let n_read = invoices.counts.iter().map(|count| count.read).sum();
    let first = invoices.rejected.first().map(in_words);
    LedgerError::Empty { n_read, first }
}

/// A rejected row, for the message of what stops at it.
pub(super) fn in_words(row: &RejectedRow) -> String {
    let RejectedRow {
        file,
        line,
        column,
        value,
        reason,
        ..
    } = row;
    if column.is_empty() {
        format!("`{file}` line {line}: {reason}")
    } else {
        format!("`{file}` line {line}, column `{column}`, value `{value}`: {reason}")
    }
}

/// The frame of a table: canonical columns in the schema's order, then the user's own; required ones always.
fn frame_of(table: Table, mut columns: Vec<Column>) -> Result<DataFrame, LedgerError> {
    let failed = ours("making a frame");
    let height = columns.first().map_or(0, Column::len);
    let always = |name: &str| {
        schema::column(table, name).is_some_and(|column| column.required)
            || (table == Table::Payments && name == "kind")
    };
    for column in schema::columns_of(table) {
        let present = columns
            .iter()
            .any(|found| found.name().as_str() == column.name);
        if !present && always(column.name) && table != Table::Customers {
            columns.push(Column::full_null(
                column.name.into(),
                height,
                &column.column_type.dtype(),
            ));
        }
    }
    if table == Table::Customers && columns.is_empty() {
        columns.push(Column::new_empty(
            "customer_id".into(),
            &ColumnType::Id.dtype(),
        ));
    }
    let rank = |column: &Column| {
        let name = column.name().as_str();
        schema::columns_of(table)
            .iter()
            .position(|known| known.name == name)
            .unwrap_or(usize::MAX)
    };
    columns.sort_by_key(rank);
    DataFrame::new(height, columns).map_err(failed)
}

fn coverage_of(frame: &DataFrame, from_files: Vec<String>, unused: Vec<String>) -> TableCoverage {
    let columns: Vec<String> = frame
        .get_column_names()
        .iter()
        .map(|name| name.to_string())
        .collect();
    let derived = columns
        .iter()
        .filter(|name| !from_files.contains(name))
        .cloned()
        .collect();
    TableCoverage {
        columns,
        derived,
        unused,
    }
}

/// The frame of a table; worklists have none.
pub(super) fn frame_mut(ledger: &mut Ledger, table: Table) -> Option<&mut DataFrame> {
    Some(match table {
        Table::Customers => &mut ledger.customers,
        Table::Invoices => &mut ledger.invoices,
        Table::Payments => &mut ledger.payments,
        Table::Reminders => &mut ledger.reminders,
        Table::Disputes => &mut ledger.disputes,
        Table::Promises => &mut ledger.promises,
        Table::Signals => &mut ledger.signals,
        Table::Worklists => return None,
    })
}

/// Without a file of customers: every customer that any table names, by first appearance.
fn name_customers(ledger: &mut Ledger, billed: Option<StringChunked>) -> Result<(), LedgerError> {
    if ledger.coverage.has_table(Table::Customers) {
        return Ok(());
    }
    let failed = ours("naming the customers");
    let invoices = billed.is_none().then_some(&ledger.invoices);
    let ids: Vec<StringChunked> = invoices
        .into_iter()
        .chain([&ledger.payments, &ledger.signals])
        .filter_map(|frame| frame.column("customer_id").ok())
        .map(|column| column.str().cloned())
        .collect::<PolarsResult<_>>()
        .map_err(&failed)?;
    let ids: Vec<StringChunked> = billed.into_iter().chain(ids).collect();
    let column = customers::from_ids(ids.iter());
    ledger.customers = DataFrame::new(column.len(), vec![column]).map_err(&failed)?;
    let coverage = TableCoverage {
        columns: vec!["customer_id".to_owned()],
        derived: vec!["customer_id".to_owned()],
        unused: Vec::new(),
    };
    ledger.coverage.tables.insert(Table::Customers, coverage);
    Ok(())
}
