//! How many broken files are seen as what they hold.
//!
//! Tables of our own ([`sources`]) are written with one deviation from RFC 4180 each ([`files`], [`positions`]), the file is
//! read without any parameter, and the table seen is measured against the table written ([`score`]). The normal run
//! takes every deviation of the file as a whole and some positions; `ARREARS_FULL=1` takes every row and every column, and
//! `ARREARS_ROBUSTNESS=FOLDER` writes the scores of each kind there.

mod files;
mod held_out;
mod positions;
mod score;
mod sources;
mod writing;

use std::collections::BTreeMap;

use arrears_formats::{Dialect, Layout, TextTable, decode};
use sources::{Source, Table};

/// A file with a deviation, and what is to be seen in it.
pub struct Case {
    /// The kind of deviation.
    pub kind: &'static str,
    /// Which of its kind.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What it holds.
    pub wanted: Table,
}

/// What became of the cases of a kind.
#[derive(Default)]
struct Tally {
    n: usize,
    n_exact: usize,
    sum: f64,
}

/// The table of a file, as `arrears read` sees it.
fn seen(bytes: &[u8]) -> Option<Table> {
    let decoded = decode(bytes, None).ok()?;
    let dialect = Dialect::detect(&decoded.text, None);
    let layout = Layout::detect(&decoded.text, dialect);
    match TextTable::split(&decoded.text, dialect, &layout, |_| true) {
        Ok(table) => Some(Table {
            header: table.head.clone(),
            rows: table.rows_in_place().collect(),
        }),
        Err(arrears_formats::FormatError::Empty) => Some(Table::default()),
        Err(_) => None,
    }
}

/// Mean score per file and per kind of deviation, with a table of kinds for the reader of a failure.
fn measure(source: &Source, step: usize) -> (f64, f64, String) {
    let mut kinds: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut failures = String::new();
    let mut take = |case: Case| {
        let found = seen(&case.bytes);
        let tally = kinds.entry(case.kind).or_default();
        tally.n += 1;
        tally.sum += score::score(found.as_ref(), &case.wanted);
        if found.as_ref() == Some(&case.wanted) {
            tally.n_exact += 1;
        } else if tally.n - tally.n_exact <= SHOWN {
            failures.push_str(&difference(&case, found.as_ref()));
        }
    };
    files::each(source, &mut take);
    positions::each(source, step, &mut take);
    let mean = |tallies: &mut dyn Iterator<Item = (f64, usize)>| {
        let (sum, n) = tallies.fold((0.0, 0), |(sum, n), (one, of)| (sum + one, n + of));
        sum / n as f64
    };
    let per_file = mean(&mut kinds.values().map(|tally| (tally.sum, tally.n)));
    let per_kind = mean(&mut kinds.values().map(|tally| (tally.sum / tally.n as f64, 1)));
    let (n, n_exact) = kinds.values().fold((0, 0), |(n, exact), tally| {
        (n + tally.n, exact + tally.n_exact)
    });
    let mut report = format!(
        "{}: {per_file:.3} per file, {per_kind:.3} per kind, {n_exact} of {n} exactly\n",
        source.name
    );
    for (kind, tally) in &kinds {
        let mean = tally.sum / tally.n as f64;
        report.push_str(&format!(
            "  {mean:6.3} {:5} of {:5} {kind}\n",
            tally.n_exact, tally.n
        ));
    }
    (per_file, per_kind, report + &failures)
}

/// Failures of a kind that are shown.
const SHOWN: usize = 3;

fn difference(case: &Case, found: Option<&Table>) -> String {
    let Some(found) = found else {
        return format!("  {} {}: not read\n", case.kind, case.name);
    };
    let mut lines = format!("  {} {}:\n", case.kind, case.name);
    if found.header != case.wanted.header {
        lines.push_str(&format!(
            "    header {:?}\n    wanted {:?}\n",
            found.header, case.wanted.header
        ));
    }
    let n = found.rows.len().max(case.wanted.rows.len());
    if let Some(row) = (0..n).find(|&row| found.rows.get(row) != case.wanted.rows.get(row)) {
        lines.push_str(&format!(
            "    {} rows of {}; row {} {:?}\n    wanted {:?}\n",
            found.rows.len(),
            case.wanted.rows.len(),
            row + 1,
            found.rows.get(row),
            case.wanted.rows.get(row)
        ));
    }
    lines
}

/// Every `step`-th row of a positional deviation.
fn step() -> usize {
    if std::env::var_os("ARREARS_FULL").is_some() {
        1
    } else {
        9
    }
}

/// Measures tables, and holds each to a least score, per file and per kind.
fn check(sources: Vec<Source>, least: f64, file: &str) {
    let mut reports = String::new();
    let mut worst = 10.0_f64;
    for source in sources {
        let (per_file, per_kind, report) = measure(&source, step());
        worst = worst.min(per_file).min(per_kind);
        reports.push_str(&report);
    }
    if let Some(folder) = std::env::var_os("ARREARS_ROBUSTNESS") {
        let path = std::path::Path::new(&folder).join(file);
        std::fs::write(path, &reports).expect("the report");
    }
    assert!(worst >= least, "{reports}");
}

#[test]
fn broken_files_are_seen_as_what_they_hold() {
    check(sources::known(), 9.9, "known.txt");
}

#[test]
fn broken_files_of_tables_held_out_are_seen_too() {
    check(held_out::held_out(), 9.85, "held_out.txt");
}
