//! How much of a table was seen: ten measures, each from 0 to 1.
//!
//! Whether the file loads at all, and precision, recall and their harmonic mean of the header's names, of the records and
//! of the cells (Vitagliano and others 2023, doi:10.14778/3594512.3594518). The order of records does not count there; it
//! does in `exact`.

use std::collections::BTreeMap;

use super::sources::Table;

/// The score of one file, at most 10.
pub fn score(found: Option<&Table>, wanted: &Table) -> f64 {
    let Some(found) = found else {
        return 0.0;
    };
    let cells = |table: &Table| {
        table
            .rows
            .iter()
            .flatten()
            .cloned()
            .collect::<Vec<String>>()
    };
    1.0 + overlap(&found.header, &wanted.header)
        + overlap(&found.rows, &wanted.rows)
        + overlap(&cells(found), &cells(wanted))
}

/// Precision plus recall plus their harmonic mean, of two bags.
fn overlap<T: Ord>(found: &[T], wanted: &[T]) -> f64 {
    if found.is_empty() && wanted.is_empty() {
        return 3.0;
    }
    let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
    for item in wanted {
        *counts.entry(item).or_default() += 1;
    }
    let mut n_both = 0_usize;
    for item in found {
        if let Some(left) = counts.get_mut(item).filter(|left| **left > 0) {
            *left -= 1;
            n_both += 1;
        }
    }
    if n_both == 0 {
        return 0.0;
    }
    let precision = n_both as f64 / found.len() as f64;
    let recall = n_both as f64 / wanted.len() as f64;
    precision + recall + 2.0 * precision * recall / (precision + recall)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &[&str], rows: &[&[&str]]) -> Table {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            header: owned(header),
            rows: rows.iter().map(|row| owned(row)).collect(),
        }
    }

    #[test]
    fn measures_by_hand() {
        let wanted = table(&["a", "b"], &[&["1", "2"], &["3", "4"]]);
        assert_eq!(score(Some(&wanted), &wanted), 10.0);
        assert_eq!(score(None, &wanted), 0.0);
        // Header 2 of 2; one record of two; of four cells three.
        let found = table(&["a", "b"], &[&["1", "2"], &["3", "x"]]);
        assert_eq!(score(Some(&found), &wanted), 1.0 + 3.0 + 1.5 + 2.25);
        // Twice the same record is right once.
        let found = table(&[], &[&["1", "2"], &["1", "2"]]);
        assert_eq!(score(Some(&found), &wanted), 1.0 + 0.0 + 1.5 + 1.5);
        assert_eq!(score(Some(&Table::default()), &Table::default()), 10.0);
    }
}
