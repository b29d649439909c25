//! Warnings of two runs: new, ended, and still standing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tables::{RunTables, WarningRow};

/// Warnings of two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WarningComparison {
    /// Warnings in both runs.
    pub n_standing: u64,
    /// In the later run alone, most money open first.
    pub new: Vec<WarningEntry>,
    /// In the earlier run alone, in the same order; what is open is of the earlier run.
    pub ended: Vec<WarningEntry>,
    /// Customers that pay sooner, in the later run alone.
    pub n_new_improvements: u64,
}

/// One warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WarningEntry {
    /// Whose.
    pub customer_id: String,
    /// A natural person: a person looks before anything is decided.
    pub natural_person: bool,
    /// What changed.
    pub code: String,
    /// The customer's open amount, in cents.
    pub open_minor: i64,
    /// The sentence, in the language of its run.
    pub text: String,
}

/// Compares the warnings; none where a run has no table of them.
pub fn warnings(before: &RunTables, now: &RunTables) -> Option<WarningComparison> {
    let (first, second) = (before.warnings.as_ref()?, now.warnings.as_ref()?);
    let (old, new) = (of(first, "worse"), of(second, "worse"));
    let (old_better, new_better) = (of(first, "better"), of(second, "better"));
    Some(WarningComparison {
        n_standing: new.keys().filter(|key| old.contains_key(*key)).count() as u64,
        new: only(&new, &old),
        ended: only(&old, &new),
        n_new_improvements: only(&new_better, &old_better).len() as u64,
    })
}

type ByKey<'a> = BTreeMap<(&'a str, &'a str), &'a WarningRow>;

fn of<'a>(rows: &'a [WarningRow], direction: &str) -> ByKey<'a> {
    let such = rows.iter().filter(|row| row.direction == direction);
    such.map(|row| ((row.customer_id.as_str(), row.code.as_str()), row))
        .collect()
}

/// Those of `these` that are not in `others`.
fn only(these: &ByKey, others: &ByKey) -> Vec<WarningEntry> {
    let apart = these.iter().filter(|(key, _)| !others.contains_key(*key));
    let mut entries: Vec<WarningEntry> = apart
        .map(|(_, row)| WarningEntry {
            customer_id: row.customer_id.clone(),
            natural_person: row.natural_person,
            code: row.code.clone(),
            open_minor: row.open_minor,
            text: row.text.clone(),
        })
        .collect();
    // Ties keep the order of customers and codes.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.open_minor));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(rows: &[(&str, &str, &str, i64)]) -> RunTables {
        let row = |&(id, code, direction, open_minor): &(&str, &str, &str, i64)| WarningRow {
            customer_id: id.into(),
            code: code.into(),
            direction: direction.into(),
            open_minor,
            ..WarningRow::default()
        };
        RunTables {
            warnings: Some(rows.iter().map(row).collect()),
            ..RunTables::default()
        }
    }

    #[test]
    fn a_warning_is_a_customer_and_a_code() {
        let before = run(&[
            ("a", "paying_later", "worse", 1),
            ("a", "lawsuit", "worse", 1),
            ("b", "paying_sooner", "better", 1),
        ]);
        let now = run(&[
            ("a", "paying_later", "worse", 2),
            ("c", "lawsuit", "worse", 5),
            ("d", "lawsuit", "worse", 9),
            ("e", "paying_sooner", "better", 1),
        ]);
        let found = warnings(&before, &now).unwrap();
        let ids = |list: &[WarningEntry]| -> Vec<String> {
            list.iter().map(|w| w.customer_id.clone()).collect()
        };
        assert_eq!((found.n_standing, found.n_new_improvements), (1, 1));
        assert_eq!(
            (ids(&found.new), ids(&found.ended)),
            (vec!["d".into(), "c".into()], vec!["a".into()])
        );
        assert_eq!(warnings(&before, &RunTables::default()), None);
    }
}
