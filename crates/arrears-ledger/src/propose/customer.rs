//! The customers in a file of invoices: by which column they are known, and what else it tells of them.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ColumnFacts, FileFacts};
use super::lexicon::Notion;
use super::matching::{assign, match_column};
use super::words::read;
use super::{ColumnProposal, Confidence, TableProposal};
use crate::Table;
use crate::schema;

/// Where no column numbers the customers, the one that names them.
pub(super) fn named_customer(
    mapped: &[ColumnProposal],
    columns: &[&ColumnFacts],
) -> Option<ColumnProposal> {
    let is_mapped = |column: &ColumnProposal| column.canonical == "customer_id";
    if mapped.iter().any(is_mapped) {
        return None;
    }
    let name = schema::column(Table::Customers, "name")?;
    let is_free = |column: &&&ColumnFacts| !mapped.iter().any(|other| other.column == column.name);
    let named = columns
        .iter()
        .filter(is_free)
        .find(|column| match_column(name, column).is_some())?;
    let mut numbers = columns.iter().filter(is_free);
    if let Some(number) = numbers.find(|column| numbers_names(column, named)) {
        return Some(ColumnProposal {
            canonical: "customer_id".to_owned(),
            column: number.name.clone(),
            confidence: Confidence::Medium,
            reason: format!("it stands one to one with the names in `{}`", named.name),
        });
    }
    Some(ColumnProposal {
        canonical: "customer_id".to_owned(),
        column: named.name.clone(),
        confidence: Confidence::Low,
        reason: "no column numbers the customers: their name stands for it".to_owned(),
    })
}

/// Whether a column called a number or a code is the number of those that another names: always the same one for a name,
/// and some of them in several rows, as the numbers of invoices are not.
fn numbers_names(number: &ColumnFacts, names: &ColumnFacts) -> bool {
    let is_number = read(&number.name).notions == BTreeSet::from([Notion::Number]);
    if !is_number || !number.may_be_id() {
        return false;
    }
    let pairs = || {
        let rows = 0..number.n_rows();
        rows.filter_map(|row| Some((number.cell(row)?, names.cell(row)?)))
    };
    let (by_number, by_name): (BTreeMap<_, _>, BTreeMap<_, _>) = pairs()
        .map(|(number, name)| ((number, name), (name, number)))
        .unzip();
    let are_filled = pairs().all(|(number, name)| !number.is_empty() && !name.is_empty());
    are_filled
        && by_number.len() < number.n_rows()
        && by_number.len() == by_name.len()
        && pairs().all(|(number, name)| by_number[number] == name && by_name[name] == number)
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
    let mut columns = assign(wanted, &free);
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
        unknown_kinds: Vec::new(),
        only: BTreeMap::new(),
        missing: Vec::new(),
        date_order: None,
        decimal_mark: None,
        ..invoices.clone()
    })
}
