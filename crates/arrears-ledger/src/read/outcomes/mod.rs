//! What became of the calls of a worklist: its filled outcome columns, read back as rows of the ledger.
//!
//! `arrears run` writes a worklist with five empty columns. Filled in and named under `[ledger] worklists`, each row with an
//! outcome becomes what the ledger has tables for, on the day of the contact and known from then on:
//!
//! | outcome | becomes |
//! | --- | --- |
//! | every one but `no_answer` | a contact that was replied to (`reminders`, level 0), on every invoice of the row |
//! | `no_answer` | a contact without a reply, and the signal `contact_unanswered` |
//! | `promise` | a promise on every invoice, for `promised_date`; of `promised_amount`, the oldest invoice first |
//! | `disputed` | a dispute on every invoice, with the note as its reason |
//! | `billing_error`, `terms_extension_requested` | the signal of that kind |
//! | `forgot`, `not_received`, `internal_process`, `cash_trouble` | the signal `nonpayment_reason` with that text |
//!
//! Contacts are added only where the ledger has a table of reminders: without one, nothing would tell who was never sent any.

mod events;
mod invoices;

use std::path::Path;

use super::applicants::header;
use super::files::{FileRef, resolve};
use super::forms::Known;
use super::only::Selection;
use super::plan::PlannedColumn;
use super::source::{TextOptions, load};
use super::table::Loaded;
use super::view::{AmountView, DayView, TextView, sure};
use crate::schema::ColumnType;
use crate::{Ledger, LedgerConfig, LedgerError, RejectKind, Table, TableConfig};
use events::{Events, Told};
use invoices::{Billed, Invoices};

/// What a call can come to, as the worklist writes it.
pub const OUTCOMES: [&str; 10] = [
    "reached",
    "promise",
    "disputed",
    "no_answer",
    "billing_error",
    "terms_extension_requested",
    "forgot",
    "not_received",
    "internal_process",
    "cash_trouble",
];

/// Between the invoices of a row.
pub const INVOICE_MARK: &str = "; ";

/// The columns that are read: canonical name, type, and the heads of the workbook in English, Dutch and French.
const COLUMNS: [(&str, ColumnType, [&str; 3]); 7] = [
    (
        "as_of",
        ColumnType::Date,
        ["List of", "Lijst van", "Liste du"],
    ),
    (
        "invoices",
        ColumnType::Text,
        ["Invoices", "Facturen", "Factures"],
    ),
    (
        "outcome",
        ColumnType::Text,
        ["Outcome", "Uitkomst", "Résultat"],
    ),
    (
        "outcome_on",
        ColumnType::Date,
        ["Day of contact", "Dag van contact", "Jour du contact"],
    ),
    (
        "promised_date",
        ColumnType::Date,
        ["Promised day", "Toegezegde dag", "Jour promis"],
    ),
    (
        "promised_amount",
        ColumnType::Amount,
        ["Promised amount", "Toegezegd bedrag", "Montant promis"],
    ),
    (
        "outcome_note",
        ColumnType::Text,
        ["Note", "Notitie", "Remarque"],
    ),
];

/// Adds what the filled worklists tell to the tables of the ledger.
pub(super) fn add(
    ledger: &mut Ledger,
    config: &LedgerConfig,
    base_dir: &Path,
) -> Result<(), LedgerError> {
    let Some(path) = &config.worklists else {
        return Ok(());
    };
    let files = match resolve(Table::Signals, &TableConfig::at(path.clone()), base_dir) {
        // A folder into which no list was put back yet.
        Err(LedgerError::MissingFile { .. }) if path.contains(['*', '?']) => Vec::new(),
        files => files?,
    };
    let mut events = Events::default();
    for file in files {
        read_file(ledger, config, &file, &mut events)?;
        ledger.inputs.push(file.into());
    }
    events.append_to(ledger)
}

/// Reads one filled list; a row without an outcome says nothing.
fn read_file(
    ledger: &mut Ledger,
    config: &LedgerConfig,
    file: &FileRef,
    events: &mut Events,
) -> Result<(), LedgerError> {
    let options = TextOptions::of_file(config, None);
    let header = header(file, &options)?;
    let planned: Vec<PlannedColumn> = COLUMNS
        .iter()
        .map(|(name, column_type, heads)| planned(name, *column_type, heads, &header))
        .collect();
    let raw = load(file, &planned, &options, &Selection::default())?;
    let known = Known {
        set_order: config.date_order.map(Into::into),
        set_mark: config.decimal_mark.map(Into::into),
        ..Known::default()
    };
    let selections = [Selection::default()];
    let mut loaded = Loaded::new(Table::Signals, &planned, vec![raw], &selections, known)?;
    let cells = Cells::of(&loaded)?;
    let filled: Vec<usize> = (0..loaded.n_rows())
        .filter(|&row| !loaded.bad[row] && cells.outcome(row).is_some())
        .collect();
    let invoices = Invoices::of(ledger, filled.iter().flat_map(|&row| cells.invoices(row)))?;
    for row in filled {
        match cells.told(row, &invoices) {
            Ok(told) => events.take(told),
            Err(refusal) => loaded.reject(
                row,
                refusal.column,
                &refusal.value,
                refusal.kind,
                refusal.reason,
            ),
        }
    }
    let finished = loaded.finish()?;
    ledger.row_counts.extend(finished.counts);
    ledger.rejected.extend(finished.rejected);
    Ok(())
}

/// A column under its own name, or under the one that a workbook has for it.
fn planned(
    name: &str,
    column_type: ColumnType,
    heads: &[&str; 3],
    header: &[String],
) -> PlannedColumn {
    let plain = |head: &str| head.replace(['\u{a0}', '\u{202f}'], " ");
    let stands = |head: &&String| **head == name || heads.contains(&plain(head).as_str());
    let source = header.iter().find(stands);
    PlannedColumn {
        table: Table::Signals,
        canonical: name.to_owned(),
        source: source.cloned().unwrap_or_else(|| name.to_owned()),
        parts: Vec::new(),
        column_type,
        required: false,
        mapped: false,
        expected: matches!(name, "as_of" | "invoices" | "outcome"),
    }
}

/// Why a row cannot be used.
struct Refusal {
    column: &'static str,
    value: String,
    kind: RejectKind,
    reason: String,
}

/// The cells of a filled list.
struct Cells {
    as_of: DayView,
    invoices: Option<TextView>,
    outcome: TextView,
    on: Option<DayView>,
    promised: Option<DayView>,
    amount: Option<AmountView>,
    note: Option<TextView>,
}

impl Cells {
    fn of(loaded: &Loaded) -> Result<Cells, LedgerError> {
        Ok(Cells {
            as_of: sure(loaded.days("as_of")?)?,
            invoices: loaded.text("invoices")?,
            outcome: sure(loaded.text("outcome")?)?,
            on: loaded.days("outcome_on")?,
            promised: loaded.days("promised_date")?,
            amount: loaded.amounts("promised_amount")?,
            note: loaded.text("outcome_note")?,
        })
    }

    fn outcome(&self, row: usize) -> Option<&str> {
        let outcome = self.outcome.get(row)?.trim();
        (!outcome.is_empty()).then_some(outcome)
    }

    fn invoices(&self, row: usize) -> Vec<String> {
        let cell = self.invoices.as_ref().and_then(|cells| cells.get(row));
        cell.map(unescaped)
            .unwrap_or_default()
            .split(INVOICE_MARK)
            .filter(|id| !id.trim().is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn told(&self, row: usize, invoices: &Invoices) -> Result<Told, Refusal> {
        let said = self.outcome(row).unwrap_or_default();
        let outcome = OUTCOMES.into_iter().find(|code| *code == said);
        let Some(outcome) = outcome else {
            let reason = format!("no outcome of a call: it is one of {}", OUTCOMES.join(", "));
            return Err(refusal("outcome", said, RejectKind::UnknownWord, reason));
        };
        let on = self.on.as_ref().and_then(|days| days.get(row));
        let Some(on) = on.or_else(|| self.as_of.get(row)) else {
            let reason = "neither the day of the contact nor that of the list is known".to_owned();
            return Err(refusal("as_of", "", RejectKind::Missing, reason));
        };
        let promised = self.promised.as_ref().and_then(|days| days.get(row));
        if outcome == "promise" && promised.is_none() {
            let reason = "a promise wants its day in `promised_date`".to_owned();
            return Err(refusal("promised_date", "", RejectKind::Missing, reason));
        }
        let mut billed: Vec<Billed> = Vec::new();
        for id in self.invoices(row) {
            let found = invoices.get(&id).ok_or_else(|| {
                let reason = "unknown invoice: no table of invoices has it".to_owned();
                refusal("invoices", &id, RejectKind::UnknownInvoice, reason)
            })?;
            billed.push(found);
        }
        if billed.is_empty() {
            let reason = "the row names no invoice in `invoices`".to_owned();
            return Err(refusal("invoices", "", RejectKind::Missing, reason));
        }
        billed.sort_by(|a, b| (a.due, &a.invoice_id).cmp(&(b.due, &b.invoice_id)));
        let note = self.note.as_ref().and_then(|notes| notes.get(row));
        Ok(Told {
            outcome,
            invoices: billed,
            on,
            promised,
            amount_minor: self.amount.as_ref().and_then(|cells| cells.cents(row)),
            note: note.map(unescaped).map(str::to_owned),
        })
    }
}

fn refusal(column: &'static str, value: &str, kind: RejectKind, reason: String) -> Refusal {
    Refusal {
        column,
        value: value.to_owned(),
        kind,
        reason,
    }
}

/// A cell without the `'` that keeps spreadsheets from taking it for a formula.
fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\\']) => rest,
        _ => cell,
    }
}
