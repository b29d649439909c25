//! One table from all its files: typed columns end to end, and the account of every row.

use std::collections::BTreeMap;

use arrears_formats::shown;
use polars::prelude::*;
use rayon::prelude::*;

use super::cells::{Fault, Parsed};
use super::cents::{CentsIn, n_unreadable, refused_cents, rounded_rows};
use super::checks::clearing::Shares;
use super::fillers;
use super::flags::Flags;
use super::forms::{Forms, Known};
use super::only::{Owner, Selection};
use super::plan::PlannedColumn;
use super::reasons;
use super::source::{Places, RawFile};
use super::typing::{
    convert_all, decide_forms, join_files, parse_all, raw_cell, refuse_wrong_types,
};
use super::view::money;
use crate::schema::ColumnType;
use crate::{FlagKind, LedgerError, Place, RejectKind, RejectedRow, Table};

/// A table as read. Rejected rows are still in it, marked, until [`Loaded::finish`].
pub(crate) struct Loaded {
    /// The table.
    pub table: Table,
    /// Typed columns, in one chunk each, all of one length.
    pub columns: Vec<LoadedColumn>,
    /// The files, in the order in which their rows stand.
    pub files: Vec<LoadedFile>,
    /// By row, whether it is left out: rejected, or absorbed.
    pub bad: Vec<bool>,
    /// By row, whether it is another table's: it counts nowhere here. Empty where none is.
    others: Vec<bool>,
    /// Rows of the ledger that rows of the files become, where some become several.
    pub shares: Option<Shares>,
    /// The forms its text was read in.
    pub forms: Forms,
    /// Rows whose customer was merged into another.
    pub moved: Vec<usize>,
    /// Rows left out, by order of their faults.
    pub(super) rejected: Vec<Rejection>,
    /// Rows left out that count as used: what they say stands in another row.
    pub(super) absorbed: Vec<usize>,
    /// What the amounts added up to as they were read, before any check.
    pub(super) cents: Option<CentsIn>,
    /// By row, the amount as it is written, in cents, where the ledger's is another: in its own currency, or by its
    /// size.
    pub(super) restated: BTreeMap<usize, i64>,
    /// Rows of which an amount says more than cents, each with the column's name.
    rounded: BTreeMap<usize, String>,
}

/// A row left out, and where it is in the table; a ragged one is not in it.
pub(super) struct Rejection {
    pub file: usize,
    pub row: Option<usize>,
    pub told: RejectedRow,
}

/// One typed column.
pub(crate) struct LoadedColumn {
    /// What it is.
    pub planned: PlannedColumn,
    /// Its values.
    pub series: Series,
    /// Whether a file has it.
    pub from_file: bool,
}

/// One file of a table.
pub(crate) struct LoadedFile {
    /// Name for messages.
    pub name: String,
    /// Its first row in the table.
    pub start: usize,
    /// Its rows in the table.
    pub n_rows: usize,
    /// Columns of the file that are not used.
    pub unused: Vec<String>,
    /// Encoding and separator in words, for text.
    pub dialect: Option<String>,
    /// What speaks against the whole file.
    pub doubts: Vec<String>,
    /// Whether it is drawn from documents, where a line may be the whole file.
    pub is_document: bool,
    /// What the refused records of a document add up to, and how many they are whose amount can be read.
    pub refused_cents: (i128, u64),
    /// Records rejected as they were read: not as wide as the header, or of a document and of no use.
    pub n_ragged: u64,
    /// Rows that are another table's.
    pub n_others: u64,
    places: Places,
}

impl LoadedFile {
    /// Whether nothing was read of it, not even to be rejected.
    pub fn is_passed_over(&self) -> bool {
        self.n_rows == 0 && self.n_ragged == 0
    }
}

impl Loaded {
    /// Gives all cells of all files their type and rejects the rows with cells at fault.
    pub fn new(
        table: Table,
        planned: &[PlannedColumn],
        mut raw: Vec<RawFile>,
        selections: &[Selection],
        known: Known,
    ) -> Result<Loaded, LedgerError> {
        let converted = convert_all(planned, &raw)?;
        let mut forms = decide_forms(planned, &raw, &converted, known)?;
        let mut parsed = parse_all(planned, &mut raw, converted, &forms);
        let owners: Vec<Option<Vec<Owner>>> = raw
            .iter()
            .zip(selections)
            .map(|(file, selection)| selection.owners(file))
            .collect();
        for (columns, owners) in parsed.iter_mut().zip(&owners) {
            // What another table's rows hold is no fault here.
            let Some(owners) = owners else { continue };
            for parsed in columns.iter_mut().flatten() {
                parsed.keep_faults(|row| owners[row as usize] == Owner::Own);
            }
        }
        for (file, columns) in raw.iter().zip(&parsed) {
            refuse_wrong_types(planned, file, columns)?;
        }
        forms.notes.extend(fillers::notes(planned, &raw, &parsed));
        let mut loaded = Loaded {
            table,
            columns: Vec::new(),
            files: Vec::new(),
            bad: Vec::new(),
            others: Vec::new(),
            shares: None,
            forms,
            moved: Vec::new(),
            rejected: Vec::new(),
            absorbed: Vec::new(),
            cents: None,
            restated: BTreeMap::new(),
            rounded: rounded_rows(planned, &raw, &parsed),
        };
        for (index, (file, columns)) in raw.iter().zip(&parsed).enumerate() {
            loaded.reject_faults(index, planned, file, columns);
            if let Some(owners) = &owners[index] {
                loaded.leave_others(index, file, owners, &selections[index]);
            }
        }
        let n_others: Vec<u64> = owners
            .iter()
            .map(|owners| {
                owners
                    .iter()
                    .flatten()
                    .filter(|o| **o == Owner::Other)
                    .count() as u64
            })
            .collect();
        let unreadable = n_unreadable(table, planned, &parsed);
        loaded.columns = join_files(planned, &raw, parsed)?;
        let mut start = 0;
        for (file, n_others) in raw.into_iter().zip(n_others) {
            loaded.files.push(LoadedFile {
                name: file.name,
                start,
                n_rows: file.n_rows,
                unused: file.unused,
                dialect: file.dialect,
                doubts: file.doubts,
                is_document: file.is_document,
                refused_cents: refused_cents(&file.refused),
                places: file.places,
                n_ragged: (file.ragged.len() + file.refused.len()) as u64,
                n_others,
            });
            start += file.n_rows;
        }
        loaded.cents = CentsIn::of(&loaded, &unreadable)?;
        Ok(loaded)
    }

    /// Marks the rows of a file that are not this table's, and rejects those that are nobody's.
    fn leave_others(
        &mut self,
        index: usize,
        file: &RawFile,
        owners: &[Owner],
        selection: &Selection,
    ) {
        let start = self.bad.len() - file.n_rows;
        for (row, owner) in owners.iter().enumerate() {
            if *owner == Owner::Own {
                continue;
            }
            self.bad[start + row] = true;
            if *owner == Owner::Nobody {
                let (column, value, reason) = selection.refusal(self.table, file, row);
                let line = file.places.of(row).number();
                self.rejected.push(Rejection {
                    file: index,
                    row: Some(start + row),
                    told: told(
                        (self.table, file),
                        line,
                        &column,
                        &value,
                        RejectKind::Untaken,
                        reason,
                    ),
                });
            }
        }
        self.others.resize(start, false);
        self.others
            .extend(owners.iter().map(|owner| *owner != Owner::Own));
    }

    /// Flags the rows of which an amount was rounded to cents.
    pub fn flag_rounded(&self, flags: &mut Flags) -> Result<(), LedgerError> {
        let ids = match self.text("invoice_id")? {
            None => self.text("customer_id")?,
            ids => ids,
        };
        let usable = self.rounded.iter().filter(|(row, _)| !self.bad[**row]);
        for (&row, column) in usable {
            let to = self.amounts(column)?.and_then(|view| view.cents(row));
            flags.row(FlagKind::RoundedToCents, self, row, || {
                let id = ids.as_ref().and_then(|ids| ids.get(row));
                let to = money(to.unwrap_or(0));
                (
                    id.unwrap_or_default().to_owned(),
                    format!("`{column}` taken as {to}"),
                )
            });
        }
        Ok(())
    }

    /// Whether a row is not this table's.
    pub fn is_others(&self, row: usize) -> bool {
        self.others.get(row) == Some(&true)
    }

    /// Number of rows, rejected ones included.
    pub fn n_rows(&self) -> usize {
        self.bad.len()
    }

    /// The usable rows of which something holds, in order.
    pub fn usable_rows(&self, holds: impl Fn(usize) -> bool + Sync) -> Vec<usize> {
        (0..self.n_rows())
            .into_par_iter()
            .with_min_len(16 * 1024)
            .filter(|&row| !self.bad[row] && holds(row))
            .collect()
    }

    /// One column by its canonical name.
    pub fn series(&self, name: &str) -> Option<&Series> {
        self.column(name).map(|column| &column.series)
    }

    /// One column with its plan.
    pub fn column(&self, name: &str) -> Option<&LoadedColumn> {
        self.columns
            .iter()
            .find(|column| column.planned.table == self.table && column.planned.canonical == name)
    }

    /// Names of this table's columns that some file has; those set by us are not among them.
    pub fn columns_in_files(&self) -> Vec<String> {
        let own = self
            .columns
            .iter()
            .filter(|column| column.planned.table == self.table && column.from_file);
        own.map(|column| column.planned.canonical.clone()).collect()
    }

    /// Replaces or adds a column of this table.
    pub fn set(&mut self, name: &'static str, column_type: ColumnType, series: Series) {
        let series = series.with_name(name.into());
        if let Some(index) = self.columns.iter().position(|column| {
            column.planned.table == self.table && column.planned.canonical == name
        }) {
            self.columns[index].series = series;
        } else {
            let planned = PlannedColumn {
                table: self.table,
                canonical: name.to_owned(),
                source: name.to_owned(),
                parts: Vec::new(),
                column_type,
                required: false,
                mapped: false,
                expected: false,
            };
            self.columns.push(LoadedColumn {
                planned,
                series,
                from_file: false,
            });
        }
    }

    /// The file in which a row stands, and its place there.
    pub fn place(&self, row: usize) -> (usize, Place) {
        let file = self
            .files
            .partition_point(|file| file.start <= row)
            .saturating_sub(1);
        (
            file,
            self.files[file].places.of(row - self.files[file].start),
        )
    }

    /// The file in which a row stands: of a folder or archive, the one in it.
    pub fn file_name(&self, row: usize) -> &str {
        let (index, _) = self.place(row);
        let file = &self.files[index];
        file.places.part(row - file.start).unwrap_or(&file.name)
    }

    /// Rejects a row, unless it is already.
    pub fn reject(
        &mut self,
        row: usize,
        column: &str,
        value: &str,
        kind: RejectKind,
        reason: String,
    ) {
        if std::mem::replace(&mut self.bad[row], true) {
            return;
        }
        let (file, place) = self.place(row);
        let source = self
            .column(column)
            .map_or(column, |column| column.planned.source.as_str())
            .to_owned();
        let name = self.file_name(row).to_owned();
        self.rejected.push(Rejection {
            file,
            row: Some(row),
            told: RejectedRow {
                table: self.table,
                file: name,
                line: place.number(),
                column: source,
                value: shown(value),
                kind,
                reason,
                cents: None,
            },
        });
    }

    /// Leaves a row out that another row stands for: it counts as used.
    pub fn absorb(&mut self, row: usize) {
        if !std::mem::replace(&mut self.bad[row], true) {
            self.absorbed.push(row);
        }
    }

    fn reject_faults(
        &mut self,
        index: usize,
        planned: &[PlannedColumn],
        file: &RawFile,
        columns: &[Option<Parsed>],
    ) {
        for refused in &file.refused {
            self.rejected.push(Rejection {
                file: index,
                row: None,
                told: RejectedRow {
                    table: self.table,
                    file: refused.file.clone().unwrap_or_else(|| file.name.clone()),
                    line: refused.line,
                    column: refused.column.clone(),
                    value: refused.value.clone(),
                    kind: refused.kind,
                    reason: refused.reason.clone(),
                    cents: refused.cents,
                },
            });
        }
        for ragged in &file.ragged {
            let reason = if ragged.is_other {
                "a row of another table that begins below this one".to_owned()
            } else if ragged.is_cut {
                reasons::cut_off(ragged.n_expected)
            } else {
                reasons::ragged(ragged.n_cells, ragged.n_expected, self.table)
            };
            self.rejected.push(Rejection {
                file: index,
                row: None,
                told: told(
                    (self.table, file),
                    ragged.line,
                    "",
                    &ragged.text,
                    RejectKind::Ragged,
                    reason,
                ),
            });
        }
        let mut faults: Vec<(u32, usize, Fault)> = Vec::new();
        for (column, parsed) in columns.iter().enumerate() {
            faults.extend(
                parsed
                    .iter()
                    .flat_map(|parsed| &parsed.faults)
                    .map(|(row, fault)| (*row, column, *fault)),
            );
        }
        faults.sort_unstable_by_key(|(row, column, _)| (*row, *column));
        // The first fault of a row is the one that is told.
        faults.dedup_by_key(|(row, _, _)| *row);
        let start = self.bad.len();
        self.bad.resize(start + file.n_rows, false);
        for (row, column, fault) in faults {
            self.bad[start + row as usize] = true;
            let line = file.places.of(row as usize).number();
            let value = columns[column].as_ref().map_or_else(String::new, |parsed| {
                raw_cell(file, parsed, column, row as usize)
            });
            let form = self.forms.by_witness[column];
            let written = reasons::Written {
                form,
                order_known: self.forms.order.is_some(),
                mark_known: self.forms.mark.is_some(),
                read_as: self.table,
            };
            let reason = reasons::cell(&planned[column], fault, written);
            let source = &planned[column].source;
            self.rejected.push(Rejection {
                file: index,
                row: Some(start + row as usize),
                told: RejectedRow {
                    file: file
                        .places
                        .part(row as usize)
                        .unwrap_or(&file.name)
                        .to_owned(),
                    ..told(
                        (self.table, file),
                        line,
                        source,
                        &value,
                        fault.kind(),
                        reason,
                    )
                },
            });
        }
    }
}

/// A row of a file that is left out before the files are joined.
fn told(
    (table, file): (Table, &RawFile),
    line: u64,
    column: &str,
    value: &str,
    kind: RejectKind,
    reason: String,
) -> RejectedRow {
    RejectedRow {
        table,
        file: file.name.clone(),
        line,
        column: column.to_owned(),
        value: shown(value.trim()),
        kind,
        reason,
        cents: None,
    }
}
