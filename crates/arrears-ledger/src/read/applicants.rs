//! Reads a file of applicants: would-be customers, with what they ask for.
//!
//! It is read as the table of customers is, by the same ways: encoding, separator, forms of dates and numbers, sheets,
//! and every row used or rejected with its reason. Beside the columns of `customers` it may have those of [`ASKED`]. A
//! column is found by the name that `[acceptance.columns]` gives it, by its canonical name, or by the name that the table of
//! customers has for it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use polars::prelude::*;

use super::files::{FileRef, resolve};
use super::forms::Known;
use super::identity::Identity;
use super::only::Selection;
use super::plan::{PlannedColumn, nearest, plan};
use super::seen::see;
use super::source::{RawFile, TextOptions, load, parquet_columns};
use super::table::Loaded;
use super::view::ours;
use crate::schema::{self, ColumnType};
use crate::{
    FileCount, InputFile, LedgerConfig, LedgerError, RejectKind, RejectedRow, Table, TableConfig,
};

/// Columns that applicants may have beside those of `customers`.
pub const ASKED: &[(&str, ColumnType)] = &[
    ("terms_asked", ColumnType::Integer),
    ("payment_terms_days", ColumnType::Integer),
    ("amount", ColumnType::Amount),
    ("credit_score", ColumnType::Number),
    ("terms_extension_requested", ColumnType::Flag),
    ("prepayment_refused", ColumnType::Flag),
    ("bankruptcy", ColumnType::Flag),
    ("lawsuit", ColumnType::Flag),
    ("negative_review", ColumnType::Flag),
];

/// Longest terms that anyone asks for, in days.
const LONGEST_TERMS: i32 = 3_650;

/// Applicants as read.
#[derive(Debug)]
pub struct Applicants {
    /// A row per applicant: `customer_id` always, any other column of `customers` or [`ASKED`] where the file has it.
    pub frame: DataFrame,
    /// Rows read = used + rejected.
    pub count: FileCount,
    /// Rows left out.
    pub rejected: Vec<RejectedRow>,
    /// The file.
    pub input: InputFile,
    /// Columns of the file that are not used.
    pub unused: Vec<String>,
}

/// Reads a file of applicants; `path` is relative to the working directory, `columns` are those of `[acceptance.columns]`.
///
/// # Errors
/// A file or column that as a whole cannot be used, or a key of `columns` that is no column.
pub fn read_applicants(
    config: &LedgerConfig,
    columns: &BTreeMap<String, String>,
    path: &Path,
) -> Result<Applicants, LedgerError> {
    let table = TableConfig {
        path: path.to_string_lossy().into_owned(),
        ..TableConfig::default()
    };
    let mut files = resolve(Table::Customers, &table, Path::new(""))?;
    let file = files.swap_remove(0);
    let customers = config.customers.clone().unwrap_or_default();
    // Of one sheet only where the file itself does not tell: the customers' sheet bears another name.
    let options = TextOptions {
        sheet: None,
        ..TextOptions::of(config, &customers)
    };
    let header = header(&file, &options)?;
    let planned = planned(&customers, columns, &header)?;
    let raw = load(&file, &planned, &options, &Selection::default())?;
    let known = Known {
        set_order: customers.date_order.or(config.date_order).map(Into::into),
        set_mark: customers
            .decimal_mark
            .or(config.decimal_mark)
            .map(Into::into),
        ..Known::default()
    };
    let unused = raw.unused.clone();
    let loaded = checked(config, &planned, raw, known)?;
    finished(loaded, file, unused)
}

/// The names over the columns of a file.
pub(super) fn header(file: &FileRef, options: &TextOptions) -> Result<Vec<String>, LedgerError> {
    if file.is_parquet() {
        return parquet_columns(file);
    }
    Ok(see(&file.path, &file.name, options, |_| false)?
        .table
        .header)
}

/// The columns that the file has, each under the first of its names that the header knows.
fn planned(
    customers: &TableConfig,
    columns: &BTreeMap<String, String>,
    header: &[String],
) -> Result<Vec<PlannedColumn>, LedgerError> {
    let mut planned = plan(Table::Customers, &TableConfig::default())?;
    planned.extend(ASKED.iter().map(|(name, column_type)| PlannedColumn {
        table: Table::Customers,
        canonical: (*name).to_owned(),
        source: (*name).to_owned(),
        parts: Vec::new(),
        column_type: *column_type,
        required: false,
        mapped: false,
        expected: false,
    }));
    if let Some(key) = columns
        .keys()
        .find(|key| planned.iter().all(|column| column.canonical != **key))
    {
        let names = planned.iter().map(|column| column.canonical.as_str());
        return Err(LedgerError::UnknownApplicantColumn {
            key: key.clone(),
            nearest: nearest(key, names),
        });
    }
    for column in &mut planned {
        let own = columns.get(&column.canonical);
        let as_customer = customers
            .columns
            .get(&column.canonical)
            .filter(|name| header.contains(name) && !header.contains(&column.canonical));
        if let Some(name) = own.or(as_customer) {
            column.source.clone_from(name);
            column.mapped = true;
            column.expected |= own.is_some();
        }
    }
    Ok(planned)
}

/// Gives the cells their types and rejects what cannot be an application.
fn checked(
    config: &LedgerConfig,
    planned: &[PlannedColumn],
    raw: RawFile,
    known: Known,
) -> Result<Loaded, LedgerError> {
    let selections = [Selection::default()];
    let mut loaded = Loaded::new(Table::Customers, planned, vec![raw], &selections, known)?;
    Identity::new(config)?.apply(&mut loaded, "", &mut Vec::new())?;
    reject_repeated(&mut loaded)?;
    reject_impossible(&mut loaded)?;
    Ok(loaded)
}

fn reject_repeated(loaded: &mut Loaded) -> Result<(), LedgerError> {
    let Some(ids) = loaded.text("customer_id")? else {
        return Ok(());
    };
    let mut seen = HashSet::new();
    for row in 0..loaded.n_rows() {
        let Some(id) = ids.get(row).filter(|_| !loaded.bad[row]) else {
            continue;
        };
        if !seen.insert(id.to_owned()) {
            let reason = "an applicant of this id stands above: one row each".to_owned();
            loaded.reject(row, "customer_id", id, RejectKind::Duplicate, reason);
        }
    }
    Ok(())
}

fn reject_impossible(loaded: &mut Loaded) -> Result<(), LedgerError> {
    if let Some(amounts) = loaded.amounts("amount")? {
        for row in 0..loaded.n_rows() {
            if let Some(cents) = amounts.cents(row).filter(|cents| *cents < 0) {
                let value = super::money(cents);
                let reason = "an amount asked cannot be negative".to_owned();
                loaded.reject(row, "amount", &value, RejectKind::Impossible, reason);
            }
        }
    }
    for column in ["terms_asked", "payment_terms_days"] {
        let Some(terms) = loaded.integers(column)? else {
            continue;
        };
        for row in 0..loaded.n_rows() {
            if let Some(days) = terms
                .get(row)
                .filter(|days| !(0..=LONGEST_TERMS).contains(days))
            {
                let reason = format!("terms are from 0 to {LONGEST_TERMS} days");
                let value = days.to_string();
                loaded.reject(row, column, &value, RejectKind::Impossible, reason);
            }
        }
    }
    Ok(())
}

fn finished(loaded: Loaded, file: FileRef, unused: Vec<String>) -> Result<Applicants, LedgerError> {
    let mut finished = loaded.finish()?;
    let count = finished.counts.swap_remove(0);
    let columns = finished.columns.into_iter().map(|column| {
        column
            .series
            .with_name(column.planned.canonical.as_str().into())
            .into_column()
    });
    let frame = DataFrame::new(finished.n_rows, columns.collect());
    Ok(Applicants {
        frame: frame.map_err(ours("gathering the applicants"))?,
        count,
        rejected: finished.rejected,
        input: file.into(),
        unused,
    })
}

/// The columns that applicants may have, for messages.
pub fn applicant_columns() -> Vec<&'static str> {
    let of_customers = schema::columns_of(Table::Customers)
        .iter()
        .map(|column| column.name);
    of_customers
        .chain(ASKED.iter().map(|(name, _)| *name))
        .collect()
}
