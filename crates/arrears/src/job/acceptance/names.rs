//! Who bears the name of another: one party that asks twice, or a customer that comes back under a new number. Two parties may
//! well bear one name, so it is noted and nothing follows. Names are compared as the checks of a ledger compare them.

use std::collections::BTreeMap;

use arrears_insight::frames::AcceptanceRow;
use arrears_ledger::{name_key, shown};

use super::summary::{NAMED, first_of};

/// A note per name that several applicants bear, or an applicant and a customer of another number; `customers` are names by id.
pub(super) fn notes(rows: &[AcceptanceRow], customers: &BTreeMap<String, String>) -> Vec<String> {
    let mut customers_of: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (id, name) in customers {
        customers_of.entry(name_key(name)).or_default().push(id);
    }
    let mut applicants_of: BTreeMap<String, Vec<&AcceptanceRow>> = BTreeMap::new();
    for row in rows {
        let name = row.name.as_deref().map(name_key);
        let name = name.filter(|name| !name.is_empty());
        if let Some(name) = name {
            applicants_of.entry(name).or_default().push(row);
        }
    }
    let notes = applicants_of.iter().filter_map(|(name, applicants)| {
        let ids: Vec<&str> = applicants
            .iter()
            .map(|row| row.customer_id.as_str())
            .collect();
        let others = customers_of.get(name).map_or(&[][..], Vec::as_slice);
        let others: Vec<&str> = others
            .iter()
            .copied()
            .filter(|id| !ids.contains(id))
            .collect();
        let called = shown(applicants[0].name.as_deref()?);
        note(&called, &ids, &others)
    });
    let mut notes: Vec<String> = notes.collect();
    let more = notes.len().saturating_sub(NAMED);
    notes.truncate(NAMED);
    if more > 0 {
        notes.push(format!("{more} more names are borne by two or more"));
    }
    notes
}

fn note(called: &str, applicants: &[&str], customers: &[&str]) -> Option<String> {
    let named = |ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{}`", shown(id))).collect();
        first_of(&ids)
    };
    match (applicants.len(), customers) {
        (0 | 1, []) => None,
        (_, []) => Some(format!(
            "{} bear the same name, {called}: if they are one, ask for one row, and mind that their limits add up",
            named(applicants)
        )),
        (_, customers) => Some(format!(
            "{} of the file and {} of the ledger bear the same name, {called}: if they are one, its own history says more, and \
             what is open there counts against the limit",
            named(applicants),
            named(customers)
        )),
    }
}
