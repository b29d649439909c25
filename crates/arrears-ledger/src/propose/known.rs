//! A file of a known export: its tables as the profile maps them.

use std::collections::BTreeMap;
use std::path::Path;

use super::facts::FileFacts;
use super::matching::{as_table, missing};
use super::{ColumnProposal, Confidence, KnownExport, TableProposal};
use crate::Table;
use crate::profile::{ProfileTable, Recognised, recognise};
use crate::schema;

/// The tables of a file, if it is of a known export; and what export.
pub(crate) fn known_tables(
    facts: &FileFacts,
    path: &Path,
) -> Option<(KnownExport, Vec<TableProposal>)> {
    let found = recognise(&facts.header())?;
    let mut tables: Vec<TableProposal> = found
        .profile
        .tables
        .iter()
        .filter_map(|(table, known)| table_of(*table, known, &found, facts, path))
        .collect();
    // What no table uses is told once, by the first.
    let used: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            let columns = table.columns.iter().map(|column| &column.column);
            columns
                .chain(table.only.keys())
                .cloned()
                .collect::<Vec<_>>()
        })
        .collect();
    tables.sort_by_key(|table| table.table != Table::Invoices);
    for (index, table) in tables.iter_mut().enumerate() {
        table
            .unmapped
            .retain(|name| index == 0 && !used.contains(name));
    }
    let mut export = export_of(&found, path);
    // Headers alike and values not: another program's, or another administration's codes.
    export.is_sure &= tables.iter().all(|table| has_rows(table, facts));
    (!tables.is_empty()).then_some((export, tables))
}

/// Whether some row of the invoices is one of those that the profile takes.
fn has_rows(table: &TableProposal, facts: &FileFacts) -> bool {
    table.table != Table::Invoices
        || table.only.iter().all(|(column, wanted)| {
            let values = facts.column(column).and_then(|column| column.few_values());
            values.is_none_or(|values| values.iter().any(|value| wanted.contains(value)))
        })
}

fn export_of(found: &Recognised, path: &Path) -> KnownExport {
    KnownExport {
        path: path.to_owned(),
        id: found.profile.id.clone(),
        name: found.profile.name.clone(),
        n_found: found.n_found,
        n_wanted: found.profile.signature.len(),
        is_sure: found.is_sure(),
        others: found
            .others
            .iter()
            .map(|other| (*other).to_owned())
            .collect(),
        traps: found.profile.traps.clone(),
    }
}

fn table_of(
    table: Table,
    known: &ProfileTable,
    found: &Recognised,
    facts: &FileFacts,
    path: &Path,
) -> Option<TableProposal> {
    if !known
        .needs
        .iter()
        .all(|key| found.located.contains_key(key))
    {
        return None;
    }
    let mut columns: Vec<ColumnProposal> = schema::columns_of(table)
        .iter()
        .filter_map(|def| {
            let keys = known.columns.get(def.name)?.keys();
            let column = keys.iter().find_map(|key| found.located.get(key))?;
            let note = known.notes.get(def.name);
            Some(ColumnProposal {
                canonical: def.name.to_owned(),
                column: column.clone(),
                confidence: if found.is_sure() {
                    Confidence::High
                } else {
                    Confidence::Medium
                },
                reason: note
                    .cloned()
                    .unwrap_or_else(|| format!("profile {}", found.profile.id)),
            })
        })
        .collect();
    drop_only_amount(&mut columns);
    let has = |name: &str| columns.iter().any(|column| column.canonical == name);
    if table == Table::Payments
        && !["invoice_id", "clearing_id", "entry_id"]
            .iter()
            .any(|name| has(name))
    {
        columns.insert(0, no_invoice());
    }
    fill_in(table, &mut columns, facts, path);
    let only: BTreeMap<String, Vec<String>> = known
        .only
        .iter()
        .filter_map(|(key, values)| Some((found.located.get(key)?.clone(), values.clone())))
        .collect();
    // Without the column that tells its rows from the others' the table cannot be told.
    if only.len() < known.only.len() {
        return None;
    }
    Some(TableProposal {
        only,
        ..TableProposal::new(table, path, facts, columns)
    })
}

/// What is open stands in for what was billed where nothing else says that; then nothing tells the two apart.
fn drop_only_amount(columns: &mut Vec<ColumnProposal>) {
    let amount = columns.iter().find(|column| column.canonical == "amount");
    let Some(amount) = amount.map(|column| column.column.clone()) else {
        return;
    };
    columns.retain(|column| column.canonical != "open_amount" || column.column != amount);
}

/// What the table must have and the profile does not know under this name, as for any other file.
fn fill_in(table: Table, columns: &mut Vec<ColumnProposal>, facts: &FileFacts, path: &Path) {
    let wanted = missing(table, columns);
    if wanted.is_empty() {
        return;
    }
    for other in as_table(facts, path, table).columns {
        let is_taken = columns.iter().any(|column| column.column == other.column);
        if wanted.contains(&other.canonical) && !is_taken {
            columns.push(other);
        }
    }
}

/// Payments of which the export does not say what they are for.
pub(crate) fn no_invoice() -> ColumnProposal {
    ColumnProposal {
        canonical: "invoice_id".to_owned(),
        column: String::new(),
        confidence: Confidence::High,
        reason: "the file does not say which invoice is paid: payments stay with the customer"
            .to_owned(),
    }
}
