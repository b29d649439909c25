//! Which table a file is, and which of its columns are which.

use std::path::Path;

use super::facts::{ColumnFacts, FileFacts};
use super::{ColumnProposal, Confidence, TableProposal};
use crate::Table;
use crate::schema::{self, ColumnDef, ColumnType, squeeze};

/// Share of a column's values that must be of its type.
const FIT: f64 = 0.9;
/// From here on two names count as spellings of one.
const ALIKE: f64 = 0.94;
/// Headers that mean several things; the values must help.
const VAGUE: [&str; 14] = [
    "date", "datum", "type", "soort", "value", "total", "totaal", "balance", "saldo", "document",
    "account", "terms", "contact", "step",
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

/// How well a column's name says what it is.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct NameMatch {
    score: f64,
    confidence: Confidence,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum How {
    Canonical,
    Synonym,
    Vague,
    Spelling,
    Part,
}

/// The table of which the file fills the most required columns, if it fills all of any.
pub(crate) fn best_table(facts: &FileFacts, path: &Path) -> Option<TableProposal> {
    let stem = path
        .file_stem()
        .map(|stem| squeeze(&stem.to_string_lossy()))
        .unwrap_or_default();
    let mut best: Option<(f64, TableProposal)> = None;
    for table in Table::ALL {
        let columns = assign(table, schema::columns_of(table).iter(), &facts.columns);
        let Some(merit) = merit(table, &columns, &stem) else {
            continue;
        };
        if best.as_ref().is_none_or(|(most, _)| merit > *most) {
            let used = |name: &str| columns.iter().any(|column| column.column == name);
            let unmapped = facts
                .columns
                .iter()
                .map(|column| column.name.clone())
                .filter(|name| !used(name))
                .collect();
            let proposal = TableProposal {
                table,
                path: path.to_owned(),
                n_rows: facts.n_rows,
                columns,
                unmapped,
                dialect: facts.dialect.clone(),
                date_order: None,
                decimal_mark: None,
            };
            best = Some((merit, proposal));
        }
    }
    best.map(|(_, proposal)| proposal)
}

/// What the invoice file tells of the customers, from columns that the invoices do not use.
pub(crate) fn customer_columns(
    invoices: &mut TableProposal,
    facts: &FileFacts,
) -> Option<TableProposal> {
    let customer = invoices
        .columns
        .iter()
        .find(|column| column.canonical == "customer_id")?
        .clone();
    let free: Vec<&ColumnFacts> = facts
        .columns
        .iter()
        .filter(|column| invoices.unmapped.contains(&column.name))
        .collect();
    let wanted = schema::columns_of(Table::Customers)
        .iter()
        .filter(|column| column.name != "customer_id" && column.name != "valid_from");
    let mut columns = assign_among(wanted, &free);
    columns.retain(|column| column.confidence >= Confidence::Medium);
    if columns.is_empty() {
        return None;
    }
    invoices
        .unmapped
        .retain(|name| !columns.iter().any(|column| column.column == *name));
    columns.insert(0, customer);
    Some(TableProposal {
        table: Table::Customers,
        columns,
        unmapped: Vec::new(),
        date_order: None,
        decimal_mark: None,
        ..invoices.clone()
    })
}

/// Required columns filled, and a little for each other one; `None` if one is missing.
fn merit(table: Table, columns: &[ColumnProposal], stem: &str) -> Option<f64> {
    let has = |name: &str| columns.iter().any(|column| column.canonical == name);
    let required: Vec<&ColumnDef> = schema::columns_of(table)
        .iter()
        .filter(|column| column.required)
        .collect();
    let filled = |column: &ColumnDef| {
        has(column.name) || (column.name == "due_date" && has("payment_terms_days"))
    };
    if !required.iter().all(|column| filled(column)) {
        return None;
    }
    // A column of customers is in nearly every file: only what is said of them makes a table of customers.
    if table == Table::Customers && columns.len() < 2 {
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
        required.len() as f64
            + 0.2 * columns.len() as f64
            + 0.2 * sure as f64
            + if named { 2.0 } else { 0.0 },
    )
}

fn assign<'d>(
    table: Table,
    wanted: impl Iterator<Item = &'d ColumnDef>,
    columns: &[ColumnFacts],
) -> Vec<ColumnProposal> {
    debug_assert!(
        schema::columns_of(table)
            .iter()
            .all(|column| column.table == table)
    );
    assign_among(wanted, &columns.iter().collect::<Vec<_>>())
}

/// Best matches first, each column and each definition once; in the order of the definitions.
fn assign_among<'d>(
    wanted: impl Iterator<Item = &'d ColumnDef>,
    columns: &[&ColumnFacts],
) -> Vec<ColumnProposal> {
    let wanted: Vec<&ColumnDef> = wanted.collect();
    let mut matches: Vec<(NameMatch, usize, usize)> = Vec::new();
    for (d, def) in wanted.iter().enumerate() {
        for (c, column) in columns.iter().enumerate() {
            if let Some(found) = match_column(def, column) {
                matches.push((found, d, c));
            }
        }
    }
    let rank = |(found, d, c): &(NameMatch, usize, usize)| {
        (-(found.score * 100.0) as i64, !wanted[*d].required, *d, *c)
    };
    matches.sort_by_key(rank);
    let (mut taken_defs, mut taken_columns, mut chosen) = (Vec::new(), Vec::new(), Vec::new());
    for (found, d, c) in matches {
        if !taken_defs.contains(&d) && !taken_columns.contains(&c) {
            taken_defs.push(d);
            taken_columns.push(c);
            chosen.push((
                d,
                ColumnProposal {
                    canonical: wanted[d].name.to_owned(),
                    column: columns[c].name.clone(),
                    confidence: found.confidence,
                    reason: found.how.words().to_owned(),
                },
            ));
        }
    }
    chosen.sort_by_key(|(d, _)| *d);
    chosen.into_iter().map(|(_, column)| column).collect()
}

fn match_column(def: &ColumnDef, column: &ColumnFacts) -> Option<NameMatch> {
    if column.fit(def.column_type) < FIT {
        return None;
    }
    let name = squeeze(&column.name);
    let canonical = squeeze(def.name);
    if name == canonical {
        return Some(NameMatch {
            score: 1.0,
            confidence: Confidence::High,
            how: How::Canonical,
        });
    }
    let synonyms: Vec<String> = def.synonyms().map(squeeze).collect();
    if synonyms.contains(&name) {
        let vague = VAGUE.contains(&name.as_str());
        // Of two vague amounts the one with decimals is the amount.
        let decimals = if def.column_type == ColumnType::Amount && column.has_decimals() {
            0.02
        } else {
            0.0
        };
        return Some(if vague {
            NameMatch {
                score: 0.8 + decimals,
                confidence: Confidence::Medium,
                how: How::Vague,
            }
        } else {
            NameMatch {
                score: 0.95 + decimals,
                confidence: Confidence::High,
                how: How::Synonym,
            }
        });
    }
    let all = || {
        synonyms
            .iter()
            .chain([&canonical])
            .filter(|synonym| !VAGUE.contains(&synonym.as_str()))
    };
    if all().any(|synonym| synonym.len() >= 6 && strsim::jaro_winkler(synonym, &name) >= ALIKE) {
        return Some(NameMatch {
            score: 0.7,
            confidence: Confidence::Medium,
            how: How::Spelling,
        });
    }
    // A type that text fits too says too little for a part of a name.
    let telling = !matches!(def.column_type, ColumnType::Text | ColumnType::Id) || def.required;
    let longest = all()
        .filter(|synonym| synonym.len() >= 6 && name.contains(synonym.as_str()))
        .map(String::len)
        .max()?;
    telling.then(|| NameMatch {
        score: 0.5 + longest as f64 / 1_000.0,
        confidence: Confidence::Low,
        how: How::Part,
    })
}

impl How {
    fn words(self) -> &'static str {
        match self {
            How::Canonical => "its canonical name",
            How::Synonym => "a known header",
            How::Vague => "a header of several meanings",
            How::Spelling => "nearly a known header",
            How::Part => "contains a known header",
        }
    }
}
