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
//! | `paid` | the signal `payment_claimed` on every invoice: somebody looks for the payment |
//! | `disputed` | a dispute on every invoice, with the note as its reason |
//! | `billing_error`, `terms_extension_requested` | the signal of that kind |
//! | `forgot`, `not_received`, `internal_process`, `cash_trouble` | the signal `nonpayment_reason` with that text |
//!
//! Contacts are added only where the ledger has a table of reminders: without one, nothing would tell who was never sent any.
//! A row counts once, in however many files it stands. A file of which no filled row can be used is no list of this ledger.

mod events;
mod ids;
mod invoices;
mod row;

use std::collections::HashMap;
use std::path::Path;

pub use ids::invoices_cell;

use super::applicants::header;
use super::assemble::in_words;
use super::files::{FileRef, resolve};
use super::forms::Known;
use super::only::Selection;
use super::plan::PlannedColumn;
use super::source::{TextOptions, load};
use super::table::Loaded;
use super::typing::ENOUGH;
use crate::schema::ColumnType;
use crate::{Ledger, LedgerConfig, LedgerError, RejectKind, Table, TableConfig};
use events::{Events, Key};
use invoices::{Invoices, Owners};
use row::{Cells, Refusal};

/// What a call can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The code, which is read in every list.
    pub code: &'static str,
    /// What the workbook has to choose from, in English, Dutch and French; read in every list too.
    pub words: [&'static str; 3],
}

/// Everything that a call can come to.
pub const OUTCOMES: [Outcome; 11] = [
    outcome("reached", ["reached", "bereikt", "joint"]),
    outcome("promise", ["promise", "toezegging", "promesse"]),
    outcome("paid", ["has paid", "heeft betaald", "a payé"]),
    outcome("disputed", ["disputed", "betwist", "contesté"]),
    outcome("no_answer", ["no answer", "geen gehoor", "pas de réponse"]),
    outcome(
        "billing_error",
        [
            "billing error",
            "fout in de factuur",
            "erreur de facturation",
        ],
    ),
    outcome(
        "terms_extension_requested",
        [
            "asks for longer terms",
            "vraagt langere termijn",
            "demande un délai",
        ],
    ),
    outcome("forgot", ["forgot", "vergeten", "oublié"]),
    outcome(
        "not_received",
        [
            "invoice not received",
            "factuur niet ontvangen",
            "facture non reçue",
        ],
    ),
    outcome(
        "internal_process",
        [
            "approval or payment run",
            "goedkeuring of betaalrun",
            "validation ou échéancier",
        ],
    ),
    outcome(
        "cash_trouble",
        ["short of cash", "krap bij kas", "trésorerie tendue"],
    ),
];

const fn outcome(code: &'static str, words: [&'static str; 3]) -> Outcome {
    Outcome { code, words }
}

/// The columns that are read: canonical name, type, and the heads of the workbook in English, Dutch and French.
const COLUMNS: [(&str, ColumnType, [&str; 3]); 8] = [
    (
        "as_of",
        ColumnType::Date,
        ["List of", "Lijst van", "Liste du"],
    ),
    (
        "customer_id",
        ColumnType::Text,
        ["Customer no.", "Klantnummer", "N° client"],
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

/// Adds what the filled worklists tell to the tables of the ledger; `known` is what these have shown of how dates and
/// amounts are written.
pub(super) fn add(
    ledger: &mut Ledger,
    config: &LedgerConfig,
    base_dir: &Path,
    known: Known,
) -> Result<(), LedgerError> {
    let set = config.worklists.as_ref();
    let Some(path) = set.filter(|path| !path.trim().is_empty()) else {
        return Ok(());
    };
    let files = match resolve(Table::Worklists, &TableConfig::at(path.clone()), base_dir) {
        // A folder into which no list was put back yet; or a slip of the pen.
        Err(LedgerError::MissingFile { .. }) if path.contains(['*', '?']) => {
            ledger.no_worklist = Some(path.clone());
            Vec::new()
        }
        files => files?,
    };
    let mut reader = Reader {
        config,
        known: Known {
            set_order: config.date_order.map(Into::into),
            set_mark: config.decimal_mark.map(Into::into),
            ..known
        },
        owners: Owners::of(ledger, config)?,
        events: Events::default(),
        heard: HashMap::new(),
    };
    for file in files {
        reader.read(ledger, &file)?;
        ledger.inputs.push(file.into());
    }
    reader.events.append_to(ledger)
}

/// What is needed on the way from one list to the next.
struct Reader<'a> {
    config: &'a LedgerConfig,
    known: Known,
    owners: Owners,
    events: Events,
    /// Where each outcome was read first.
    heard: HashMap<Key, String>,
}

impl Reader<'_> {
    /// Reads one filled list; a row without an outcome says nothing.
    fn read(&mut self, ledger: &mut Ledger, file: &FileRef) -> Result<(), LedgerError> {
        let options = TextOptions::of_file(self.config, None);
        let header = header(file, &options)?;
        let planned: Vec<PlannedColumn> = COLUMNS
            .iter()
            .map(|(name, column_type, heads)| planned(name, *column_type, heads, &header))
            .collect();
        let raw = load(file, &planned, &options, &Selection::default())?;
        let selections = [Selection::default()];
        let mut loaded = Loaded::new(
            Table::Worklists,
            &planned,
            vec![raw],
            &selections,
            self.known,
        )?;
        let n_used = self.take_rows(ledger, &mut loaded)?;
        let finished = loaded.finish()?;
        let rejected = &finished.rejected;
        let is_repeated = rejected.iter().any(|row| row.kind == RejectKind::Duplicate);
        if let Some(first) = rejected
            .first()
            .filter(|_| n_used == 0 && !is_repeated && rejected.len() >= ENOUGH)
        {
            return Err(LedgerError::NothingUsed {
                file: file.name.clone(),
                n: rejected.len() as u64,
                first: in_words(first),
            });
        }
        ledger.row_counts.extend(finished.counts);
        ledger.rejected.extend(finished.rejected);
        Ok(())
    }

    /// Takes what the filled rows tell, and rejects those that tell nothing sound; how many were taken.
    fn take_rows(&mut self, ledger: &Ledger, loaded: &mut Loaded) -> Result<usize, LedgerError> {
        let cells = Cells::of(loaded)?;
        let filled: Vec<usize> = (0..loaded.n_rows())
            .filter(|&row| !loaded.bad[row] && cells.outcome(row).is_some())
            .collect();
        let named = filled.iter().flat_map(|&row| cells.invoices(row));
        let invoices = Invoices::of(ledger, named.flatten())?;
        let mut n_used = 0;
        for row in filled {
            let told = cells.told(row, &invoices, &self.owners);
            let (_, place) = loaded.place(row);
            let here = format!("{place} of `{}`", loaded.file_name(row));
            match told.and_then(|told| self.heard_once(told.key(), here).map(|()| told)) {
                Ok(told) => {
                    self.events.take(told);
                    n_used += 1;
                }
                Err(refusal) => {
                    let reason = in_words_of_the_file(loaded, refusal.reason);
                    loaded.reject(row, refusal.column, &refusal.value, refusal.kind, reason);
                }
            }
        }
        Ok(n_used)
    }

    /// Refuses what was read before: a list that is put back twice tells nothing new.
    fn heard_once(&mut self, key: Key, here: String) -> Result<(), Refusal> {
        if let Some(first) = self.heard.get(&key) {
            let reason = format!(
                "the same outcome of this call stands on {first}: it counts once (a payment plan has a row per promised day)"
            );
            return Err(Refusal {
                column: "outcome",
                value: key.outcome.to_owned(),
                kind: RejectKind::Duplicate,
                reason,
            });
        }
        self.heard.insert(key, here);
        Ok(())
    }
}

/// A reason with every column called as the file calls it.
fn in_words_of_the_file(loaded: &Loaded, reason: String) -> String {
    COLUMNS.iter().fold(reason, |told, (name, _, _)| {
        let head = loaded.column(name).map(|column| &column.planned.source);
        match head {
            Some(head) => told.replace(&format!("`{name}`"), &format!("`{head}`")),
            None => told,
        }
    })
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
        table: Table::Worklists,
        canonical: name.to_owned(),
        source: source.cloned().unwrap_or_else(|| name.to_owned()),
        parts: Vec::new(),
        column_type,
        required: false,
        mapped: false,
        expected: matches!(name, "as_of" | "invoices" | "outcome"),
    }
}
