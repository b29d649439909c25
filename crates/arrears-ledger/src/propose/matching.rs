//! Which table a file is, and which of its columns are which.
//!
//! A header is a known one, or means a column by its words (see [`super::meaning`]). What stands in the column must
//! fit, and where two columns could be one and the same the better one is taken with a question.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use super::customer::named_customer;
use super::facts::{ColumnFacts, FileFacts};
use super::meaning::meaning;
use super::open_amount::open_amount;
use super::words::{fold, read};
use super::{ColumnProposal, Confidence, TableProposal};
use crate::Table;
use crate::schema::{self, ColumnDef, ColumnType, squeeze};

/// Share of a column's values that must be of its type.
const FIT: f64 = 0.9;
/// From here on two names count as spellings of one.
const ALIKE: f64 = 0.94;
/// Letters in which spellings of one name may differ.
const SLIPS: usize = 1;
/// Two columns this near to each other could both be meant.
const NEAR: f64 = 0.1;
/// Headers that mean several things; the values must help.
const VAGUE: [&str; 44] = [
    "solde",
    "restant",
    "remaining",
    "date",
    "datum",
    "type",
    "soort",
    "value",
    "total",
    "totaal",
    "balance",
    "saldo",
    "document",
    "account",
    "terms",
    "contact",
    "step",
    "accountid",
    "accountnumber",
    "amountdue",
    "totalopenamount",
    "cleardate",
    "clearingdate",
    "closeddate",
    "afletterdatum",
    "ausgleichsdatum",
    "augdt",
    "boekdatum",
    "documentnumber",
    "documentno",
    "documentnr",
    "documentnummer",
    "docno",
    "docnumber",
    "belegnummer",
    "belegnr",
    "belnr",
    "stuknummer",
    "boekstuk",
    "boekstuknr",
    "boekstuknummer",
    "piece",
    "numeropiece",
    "bezahlt",
];
/// Words in file names, by table.
const FILE_WORDS: [(Table, &[&str]); 7] = [
    (
        Table::Customers,
        &[
            "customer", "client", "debtor", "debiteur", "klant", "relatie", "kunde", "debitor",
        ],
    ),
    (
        Table::Invoices,
        &["invoice", "factu", "openstaande", "rechnung", "verkoop"],
    ),
    (
        Table::Payments,
        &[
            "payment",
            "betaling",
            "ontvangst",
            "paiement",
            "reglement",
            "zahlung",
        ],
    ),
    (
        Table::Reminders,
        &[
            "reminder",
            "dunning",
            "aanmaning",
            "herinnering",
            "relance",
            "mahnung",
        ],
    ),
    (
        Table::Disputes,
        &["dispute", "betwisting", "geschil", "litige", "reklamation"],
    ),
    (
        Table::Promises,
        &[
            "promise",
            "toezegging",
            "betaalafspra",
            "promesse",
            "zusage",
        ],
    ),
    (Table::Signals, &["signal", "signaal", "signaux"]),
];

/// How well a column is a canonical one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    score: f64,
    confidence: Confidence,
    reason: String,
}

impl Match {
    fn new(score: f64, confidence: Confidence, reason: &str) -> Match {
        Match {
            score,
            confidence,
            reason: reason.to_owned(),
        }
    }
}

/// The table of which the file fills the most required columns: all of them, or at least two besides the ids.
pub(crate) fn best_table(facts: &FileFacts, path: &Path) -> Option<TableProposal> {
    let stem = path
        .file_stem()
        .map(|stem| squeeze(&stem.to_string_lossy()))
        .unwrap_or_default();
    let mut best: Option<(bool, f64, TableProposal)> = None;
    for table in Table::ALL {
        let proposal = as_table(facts, path, table);
        let Some(merit) = merit(&proposal, &stem) else {
            continue;
        };
        // What is due is billed: a list with a due date is none of payments, unless it can be nothing else.
        let is_billed = table == Table::Payments && facts.columns.iter().any(is_due);
        let is_whole = proposal.missing.is_empty() && !is_billed;
        let rank = (is_whole, merit);
        if best
            .as_ref()
            .is_none_or(|(whole, most, _)| rank > (*whole, *most))
        {
            best = Some((is_whole, merit, proposal));
        }
    }
    best.map(|(_, _, proposal)| proposal)
}

fn is_due(column: &ColumnFacts) -> bool {
    let due = schema::column(Table::Invoices, "due_date");
    due.and_then(|def| match_column(def, column))
        .is_some_and(|found| found.confidence == Confidence::High)
}

/// A file taken as one table.
pub(crate) fn as_table(facts: &FileFacts, path: &Path, table: Table) -> TableProposal {
    let all: Vec<&ColumnFacts> = facts.columns.iter().collect();
    let wanted = schema::columns_of(table).iter();
    let mut columns = assign(wanted.filter(|def| def.name != "open_amount"), &all);
    if matches!(table, Table::Invoices | Table::Payments) {
        columns.extend(named_customer(&columns, &all));
        drop_balance(&mut columns);
        date_by_booking(table, &mut columns);
    }
    if table == Table::Invoices {
        columns.extend(open_amount(&columns, &all));
    }
    TableProposal::new(table, path, facts, columns)
}

/// Where nothing else dates the rows, the day of booking does.
fn date_by_booking(table: Table, columns: &mut [ColumnProposal]) {
    let dates = match table {
        Table::Invoices => "invoice_date",
        _ => "payment_date",
    };
    if columns.iter().any(|column| column.canonical == dates) {
        return;
    }
    let booked = columns
        .iter_mut()
        .find(|column| column.canonical == "known_date");
    if let Some(booked) = booked {
        dates.clone_into(&mut booked.canonical);
        booked.confidence = Confidence::Low;
        "the day of booking: there is no other date".clone_into(&mut booked.reason);
    }
}

/// Beside an amount in two columns a doubtful third one is a balance.
fn drop_balance(columns: &mut Vec<ColumnProposal>) {
    let has = |name: &str| columns.iter().any(|column| column.canonical == name);
    if has("debit") && has("credit") {
        columns
            .retain(|column| column.canonical != "amount" || column.confidence == Confidence::High);
    }
}

/// The required columns of a table that are not mapped, nor stood in for by others.
pub(crate) fn missing(table: Table, columns: &[ColumnProposal]) -> Vec<String> {
    let has = |name: &str| columns.iter().any(|column| column.canonical == name);
    let stands_in = |name: &str| match (table, name) {
        (Table::Invoices, "due_date") => has("payment_terms_days"),
        (Table::Invoices | Table::Payments, "amount") => has("debit") || has("credit"),
        (Table::Payments, "invoice_id") => has("clearing_id") || has("entry_id"),
        _ => false,
    };
    schema::columns_of(table)
        .iter()
        .filter(|column| column.required && !has(column.name) && !stands_in(column.name))
        .map(|column| column.name.to_owned())
        .collect()
}

/// Required columns filled, and a little for each other one; `None` if too few are there to say anything.
fn merit(proposal: &TableProposal, stem: &str) -> Option<f64> {
    let (table, columns) = (proposal.table, &proposal.columns);
    let required = schema::columns_of(table)
        .iter()
        .filter(|column| column.required)
        .count();
    let n_filled = required - proposal.missing.len();
    // A part of a table is worth a skeleton where it is more than half of it, and of the invoices.
    let is_enough = proposal.missing.is_empty()
        || (table == Table::Invoices && 2 * n_filled > required)
        || (table == Table::Payments && n_filled + 1 == required);
    // Dates and kinds are in nearly every file too: the tables of events must be named by some header of their own.
    let is_event = matches!(
        table,
        Table::Disputes | Table::Promises | Table::Signals | Table::Reminders
    );
    let is_named = columns.iter().any(|column| {
        column.confidence == Confidence::High
            && !matches!(column.canonical.as_str(), "invoice_id" | "customer_id")
    });
    if is_event && !is_named {
        return None;
    }
    // A column of customers is in nearly every file: only what is said of them makes a table of customers.
    if !is_enough || (table == Table::Customers && columns.len() < 2) {
        return None;
    }
    let sure = columns
        .iter()
        .filter(|column| column.confidence == Confidence::High)
        .count();
    let words = FILE_WORDS
        .iter()
        .find(|(of, _)| *of == table)
        .map_or(&[] as &[&str], |(_, words)| words);
    let named = words.iter().any(|word| stem.contains(word));
    Some(
        n_filled as f64
            + 0.2 * columns.len() as f64
            + 0.2 * sure as f64
            + if named { 2.0 } else { 0.0 },
    )
}

/// Best matches first, each column and each definition once; in the order of the definitions.
pub(super) fn assign<'d>(
    wanted: impl Iterator<Item = &'d ColumnDef>,
    columns: &[&ColumnFacts],
) -> Vec<ColumnProposal> {
    let wanted: Vec<&ColumnDef> = wanted.collect();
    let mut matches: Vec<(Match, usize, usize)> = Vec::new();
    for (d, def) in wanted.iter().enumerate() {
        for (c, column) in columns.iter().enumerate() {
            if let Some(found) = match_column(def, column) {
                matches.push((found, d, c));
            }
        }
    }
    let rank = |(found, d, c): &(Match, usize, usize)| {
        (-(found.score * 100.0) as i64, !wanted[*d].required, *d, *c)
    };
    matches.sort_by_key(rank);
    let (mut taken_defs, mut taken_columns) = (Vec::new(), Vec::new());
    let mut chosen: Vec<(usize, usize, Match)> = Vec::new();
    for (found, d, c) in &matches {
        if !taken_defs.contains(d) && !taken_columns.contains(c) {
            taken_defs.push(*d);
            taken_columns.push(*c);
            chosen.push((*d, *c, found.clone()));
        }
    }
    for (d, c, found) in &mut chosen {
        // A column that is left over and could be it as well makes it a question.
        let rival = matches.iter().find(|(other, od, oc)| {
            od == d && oc != c && !taken_columns.contains(oc) && other.score + NEAR > found.score
        });
        if let Some((_, _, rival)) = rival {
            found.confidence = found.confidence.min(Confidence::Medium);
            found.reason = format!("`{}` could be it too", columns[*rival].name);
        }
    }
    chosen.sort_by_key(|(d, _, _)| *d);
    chosen
        .into_iter()
        .map(|(d, c, found)| ColumnProposal {
            canonical: wanted[d].name.to_owned(),
            column: columns[c].name.clone(),
            confidence: found.confidence,
            reason: found.reason,
        })
        .collect()
}

pub(super) fn match_column(def: &ColumnDef, column: &ColumnFacts) -> Option<Match> {
    let fits = column.fit(def.column_type) >= FIT;
    if !fits || (def.column_type == ColumnType::Id && !column.may_be_id()) {
        return None;
    }
    let found = by_name(def, column).or_else(|| {
        let found = [by_words(def, column), by_part(def, column)];
        let found = found.into_iter().flatten();
        found.max_by(|a, b| a.score.total_cmp(&b.score))
    })?;
    Some(weighed(def, column, found))
}

/// The header is the canonical name, or one of those that the definition lists.
fn by_name(def: &ColumnDef, column: &ColumnFacts) -> Option<Match> {
    let name = squeeze(&fold(&column.name));
    if name == squeeze(def.name) {
        return Some(Match::new(1.0, Confidence::High, "its canonical name"));
    }
    known_headers(def)
        .contains(&name)
        .then(|| {
            if VAGUE.contains(&name.as_str()) {
                Match::new(0.8, Confidence::Medium, "a header of several meanings")
            } else {
                Match::new(0.95, Confidence::High, "a known header")
            }
        })
        .map(|found| match by_words(def, column) {
            // Words that are all understood and mean several things: what is to be asked is asked.
            Some(words) if words.confidence < Confidence::High && is_understood(column) => Match {
                score: found.score.min(words.score),
                ..words
            },
            Some(words) => Match {
                score: found.score.max(words.score),
                ..found
            },
            None => found,
        })
}

/// The headers that a definition lists, without case, accents, blanks and marks; made once, as a file may have thousands of
/// columns to compare them with.
fn known_headers(def: &ColumnDef) -> &'static [String] {
    static BY_COLUMN: LazyLock<HashMap<(Table, &str), Vec<String>>> = LazyLock::new(|| {
        let defs = Table::ALL.into_iter().flat_map(schema::columns_of);
        let folded = |def: &ColumnDef| def.synonyms().map(|name| squeeze(&fold(name))).collect();
        defs.map(|def| ((def.table, def.name), folded(def)))
            .collect()
    });
    BY_COLUMN
        .get(&(def.table, def.name))
        .map_or(&[], Vec::as_slice)
}

fn is_understood(column: &ColumnFacts) -> bool {
    read(&column.name).n_unknown == 0
}

/// The words of the header mean the column.
fn by_words(def: &ColumnDef, column: &ColumnFacts) -> Option<Match> {
    let found = meaning(def.table, def.name, &read(&column.name))?;
    let confidence = match (found.is_sure, found.score) {
        (true, _) => Confidence::High,
        (false, score) if score >= 0.6 => Confidence::Medium,
        (false, _) => Confidence::Low,
    };
    let reason = found.remark.unwrap_or("its words mean it");
    Some(Match::new(found.score, confidence, reason))
}

/// The header is nearly a known one, or contains one.
fn by_part(def: &ColumnDef, column: &ColumnFacts) -> Option<Match> {
    let name = squeeze(&fold(&column.name));
    let own = squeeze(&fold(def.name));
    let names = || {
        let all = known_headers(def).iter().chain([&own]);
        all.filter(|synonym| synonym.len() >= 6 && !VAGUE.contains(&synonym.as_str()))
    };
    if names().any(|synonym| {
        strsim::jaro_winkler(synonym, &name) >= ALIKE
            && strsim::damerau_levenshtein(synonym, &name) <= SLIPS
            && synonym.chars().next() == name.chars().next()
    }) {
        return Some(Match::new(
            0.65,
            Confidence::Medium,
            "nearly a known header",
        ));
    }
    // A type that text fits too says too little for a part of a name.
    let telling = !matches!(def.column_type, ColumnType::Text | ColumnType::Id) || def.required;
    let longest = names()
        .filter(|synonym| name.contains(synonym.as_str()))
        .map(String::len)
        .max()?;
    telling.then(|| {
        let score = 0.35 + longest as f64 / 1_000.0;
        Match::new(score, Confidence::Low, "contains a known header")
    })
}

/// What the values say of a match.
fn weighed(def: &ColumnDef, column: &ColumnFacts, mut found: Match) -> Match {
    // Of two amounts the one with decimals is the amount.
    if def.column_type == ColumnType::Amount && column.has_decimals() {
        found.score += 0.02;
    }
    let mut doubt = |less: f64, confidence: Confidence, reason: &str| {
        found.score -= less;
        if confidence < found.confidence {
            found.confidence = confidence;
            found.reason = reason.to_owned();
        }
    };
    let is_number = matches!(def.name, "customer_id" | "invoice_id");
    if is_number && column.is_worded() {
        doubt(0.25, Confidence::Low, "its values look like names");
    }
    let is_numbers = column.fit(ColumnType::Number) >= FIT && column.n_values() > 0;
    if def.table == Table::Customers && def.name == "name" && is_numbers {
        doubt(0.2, Confidence::Low, "its values are numbers");
    }
    let is_key = def.name == "invoice_id" && def.table == Table::Invoices;
    if is_key && column.n_values() > 10 && column.share_distinct() < 0.6 {
        doubt(0.2, Confidence::Low, "its values come back in many rows");
    }
    if column.n_values() == 0 && def.required {
        doubt(0.2, Confidence::Low, "it is empty");
    }
    found
}
