//! Rejected rows by what is wrong with them: one mistake in a mapping rejects a thousand rows in one way, and is told once.

use std::collections::BTreeMap;

use arrears_ledger::{RejectKind, RejectedRow, Table};
use serde::Serialize;

use crate::load;

/// Rows rejected alike: of one table, for one column and one reason.
#[derive(Debug, Clone, Serialize)]
pub struct RejectGroup {
    /// The kind of fault.
    pub kind: RejectKind,
    /// Whether the rows are at fault; if not they are only beside the matter.
    pub is_fault: bool,
    /// The table.
    pub table: Table,
    /// Column as the file names it; empty where the fault is the row's own.
    pub column: String,
    /// Rows.
    pub n: usize,
    /// Why, where it is the same to the letter for those told in `first`.
    pub reason: Option<String>,
    /// The first ten, in words.
    pub first: Vec<String>,
    /// Where these stand and what they hold, a line per file.
    pub places: Vec<String>,
}

impl RejectGroup {
    /// What became of the rows, in a word: what is known to be no receipt is no fault, so it is not called rejected.
    pub fn label(&self) -> &'static str {
        match self.kind {
            RejectKind::Unmatched => "unmatched",
            _ if self.is_fault => "rejected",
            _ => "set aside",
        }
    }
}

/// How many rows of a group are told.
const SHOWN: usize = 10;

/// What rows rejected alike have in common: kind, table, column and the sense of the reason.
type Likeness<'a> = (RejectKind, Table, &'a str, String);
/// How many rows they are, and the first of them.
type Rows<'a> = (usize, Vec<&'a RejectedRow>);

/// Groups what is rejected alike: faults first, the most frequent first.
pub fn group(rejected: &[RejectedRow]) -> Vec<RejectGroup> {
    let mut alike: BTreeMap<Likeness<'_>, Rows<'_>> = BTreeMap::new();
    for row in rejected {
        let key = (row.kind, row.table, row.column.as_str(), sense(&row.reason));
        let (n, first) = alike.entry(key).or_default();
        *n += 1;
        if first.len() < SHOWN {
            first.push(row);
        }
    }
    let mut groups: Vec<RejectGroup> = alike.into_values().map(describe).collect();
    groups.sort_by_key(|group| (!group.is_fault, std::cmp::Reverse(group.n)));
    groups
}

fn describe((n, rows): Rows<'_>) -> RejectGroup {
    let first = rows[0];
    let is_one = rows.iter().all(|row| row.reason == first.reason);
    RejectGroup {
        kind: first.kind,
        is_fault: first.kind.is_fault(),
        table: first.table,
        column: first.column.clone(),
        n,
        reason: is_one.then(|| first.reason.clone()),
        first: rows.iter().map(|row| load::describe(row)).collect(),
        places: places(&rows),
    }
}

/// `line 5 (`abc`) and 9 of `invoices.csv``, a line per file.
fn places(rows: &[&RejectedRow]) -> Vec<String> {
    let mut by_file: Vec<(&str, Vec<String>)> = Vec::new();
    for row in rows {
        let place = match row.value.as_str() {
            "" => format!("line {}", row.line),
            value => format!("line {} (`{value}`)", row.line),
        };
        match by_file.iter_mut().find(|(file, _)| *file == row.file) {
            Some((_, places)) => places.push(place),
            None => by_file.push((&row.file, vec![place])),
        }
    }
    let line = |(file, places): (&str, Vec<String>)| format!("`{file}`: {}", places.join(", "));
    by_file.into_iter().map(line).collect()
}

/// A reason without what differs from row to row: names, values and figures.
fn sense(reason: &str) -> String {
    let outside_quotes = reason.split('`').step_by(2);
    let letters = |part: &str| {
        part.chars()
            .filter(|c| !c.is_ascii_digit())
            .collect::<String>()
    };
    outside_quotes.map(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: RejectKind, line: u64, value: &str, reason: &str) -> RejectedRow {
        RejectedRow {
            table: Table::Invoices,
            file: "a.csv".to_owned(),
            line,
            column: "x".to_owned(),
            value: value.to_owned(),
            kind,
            reason: reason.to_owned(),
            cents: None,
        }
    }

    #[test]
    fn rows_alike_are_one_group_with_its_first_ten() {
        let mut rows: Vec<RejectedRow> = (1..=12)
            .map(|line| row(RejectKind::Unreadable, line, "abc", "no number"))
            .collect();
        rows.push(row(RejectKind::Total, 20, "", "a total"));
        rows.push(RejectedRow {
            table: Table::Payments,
            ..row(RejectKind::Unreadable, 3, "", "no number")
        });
        let groups = group(&rows);
        let told: Vec<(Table, usize, usize, bool)> = groups
            .iter()
            .map(|group| (group.table, group.n, group.first.len(), group.is_fault))
            .collect();
        assert_eq!(
            told,
            [
                (Table::Invoices, 12, 10, true),
                (Table::Payments, 1, 1, true),
                (Table::Invoices, 1, 1, false)
            ]
        );
        assert!(groups[0].places[0].starts_with("`a.csv`: line 1 (`abc`), line 2 (`abc`), "));
    }

    #[test]
    fn reasons_that_differ_in_figures_and_names_only_are_alike_but_not_told_as_one() {
        let rows = [
            row(
                RejectKind::Duplicate,
                5,
                "F1",
                "the number of line 2, with another `amount`",
            ),
            row(
                RejectKind::Duplicate,
                6,
                "F2",
                "the number of line 3, with another `due_date`",
            ),
        ];
        let groups = group(&rows);
        assert_eq!((groups.len(), groups[0].n), (1, 2));
        assert_eq!(groups[0].reason, None);
    }
}
