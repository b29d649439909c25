//! Systematic damage: one cell of a clean ledger is damaged in every way a column of its type can be, and is then
//! rejected on its line with its value, or read as what it says; nothing else of the ledger changes.
//!
//! The cases follow from the schema, so a new column is damaged as soon as it is defined.

mod clean;
mod damage;
mod rows;

use clean::Clean;
use damage::{Case, Outcome, cases};

#[test]
fn every_field_damaged_in_every_way_is_rejected_or_read_right() {
    let clean = Clean::ledger();
    let undamaged = clean.read().expect("the clean ledger is read");
    assert_eq!(undamaged.rejected, Vec::<String>::new());
    let cases = cases(&clean);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| fault_of(case, &clean, &undamaged))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    assert!(
        cases.len() >= 700,
        "{} cases: the schema has shrunk",
        cases.len()
    );
}

/// What is wrong with the way a damaged ledger is read; `None` if nothing is.
fn fault_of(case: &Case, clean: &Clean, undamaged: &clean::Seen) -> Option<String> {
    let damaged = clean.with(case.table, case.column, &case.cell);
    let place = format!("{}.{} = {:?}", case.table, case.column, case.cell);
    let seen = match (damaged.read(), &case.outcome) {
        (Err(message), Outcome::Refused(words)) => {
            return (!message.contains(words)).then(|| format!("{place}: refused with {message}"));
        }
        (Err(message), _) => return Some(format!("{place}: refused: {message}")),
        (Ok(seen), _) => seen,
    };
    let expected = match &case.outcome {
        Outcome::Refused(_) => return Some(format!("{place}: read, not refused")),
        Outcome::Rejected(kind) => undamaged.without(case.table, clean.line(case.table), |line| {
            format!(
                "{}.csv:{line} {}={} {kind:?}",
                case.table,
                case.column,
                arrears_formats::shown(case.cell.trim())
            )
        }),
        Outcome::Missing => undamaged.with(case.table, case.column, "-"),
        Outcome::Reads(value) => undamaged.with(case.table, case.column, value),
    };
    expected
        .difference(&seen)
        .map(|difference| format!("{place}: {difference}"))
}
