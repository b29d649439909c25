//! Dates that stand for no date: what packages and databases write where none is known, or where none will come.
//!
//! All of them lie outside the years that a ledger's dates may have, so no real day is lost. Only a column that may be
//! empty takes them as empty; in one that every row needs they are impossible dates.

use std::collections::BTreeSet;

use arrears_formats::{DateOrder, parse_date};

use super::plan::PlannedColumn;
use super::source::RawFile;
use super::typing::ByFile;
use crate::Day;
use crate::read::cells::Parsed;
use crate::schema;

/// A cell that stands for no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Filler {
    /// Its row.
    pub row: u32,
    /// The day it names; none where it is all zeros.
    pub day: Option<i32>,
}

/// Ends and beginnings of time, beside every day of the year 9999: 31-12-2999 of packages that have no year 9999, the
/// first days of spreadsheets (Exact and AFAS through Excel), SQL Server (Business Central), Unix, Windows and .NET.
const NO_DATES: [(i32, u32, u32); 8] = [
    (2999, 12, 31),
    (1970, 1, 1),
    (1900, 1, 1),
    (1899, 12, 31),
    (1899, 12, 30),
    (1753, 1, 1),
    (1601, 1, 1),
    (1, 1, 1),
];

/// Whether a day is none that is meant.
pub(crate) fn is_filler(day: i32) -> bool {
    let day = Day(day);
    let written = (day.year(), day.month(), day.day_of_month());
    written.0 == 9999 || NO_DATES.contains(&written)
}

/// Whether a cell holds such a day, in whatever order it is written.
pub(crate) fn is_filler_cell(cell: &str) -> bool {
    // No order makes a day of our years one of these.
    parse_date(cell, DateOrder::Dmy)
        .or_else(|| parse_date(cell, DateOrder::Mdy))
        .is_some_and(is_filler)
}

/// Whether a column may be empty, so that a filler is no more than an empty cell.
pub(crate) fn may_be_empty(column: &PlannedColumn) -> bool {
    let known = schema::column(column.table, &column.canonical);
    !column.required && known.is_none_or(|known| !known.required)
}

/// What was read as empty, a sentence for every column of a file.
pub(crate) fn notes(
    planned: &[PlannedColumn],
    raw: &[RawFile],
    parsed: &ByFile<Parsed>,
) -> BTreeSet<String> {
    let mut notes = BTreeSet::new();
    for (file, columns) in raw.iter().zip(parsed) {
        for (column, parsed) in planned.iter().zip(columns) {
            let fillers = parsed.iter().flat_map(|parsed| &parsed.fillers);
            notes.extend(note(&column.source, file, &fillers.collect::<Vec<_>>()));
        }
    }
    notes
}

fn note(column: &str, file: &RawFile, fillers: &[&Filler]) -> Option<String> {
    let first = fillers.first()?;
    let row = first.row as usize;
    let name = file.places.part(row).unwrap_or(&file.name);
    let example = first
        .day
        .map_or("0000-00-00".to_owned(), |day| Day(day).to_string());
    Some(format!(
        "`{column}` of `{name}`: {} such as {example} {} for no date and {} read as empty, the first on {}",
        in_words(fillers.len()),
        if fillers.len() == 1 {
            "stands"
        } else {
            "stand"
        },
        if fillers.len() == 1 { "is" } else { "are" },
        file.places.of(row),
    ))
}

/// A number of cells.
pub(crate) fn in_words(n: usize) -> String {
    if n == 1 {
        "1 cell".to_owned()
    } else {
        format!("{n} cells")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_lie_outside_the_years_of_ledgers() {
        let in_years = crate::read::cells::year_range();
        for (year, month, day) in NO_DATES.into_iter().chain([(9999, 12, 31), (9999, 1, 1)]) {
            let day = Day::from_ymd(year, month, day).expect("a day").0;
            assert!(is_filler(day) && !in_years.contains(&day), "{}", Day(day));
        }
    }

    #[test]
    fn cells_are_told_in_any_order() {
        for cell in [
            "31-12-9999",
            "12/31/9999",
            "9999-12-31",
            "01.01.1900",
            "31-12-2999",
        ] {
            assert!(is_filler_cell(cell), "{cell}");
        }
        for cell in [
            "31-12-2099",
            "1989-12-31",
            "02-01-1900",
            "2999",
            "",
            "1999-12-31",
        ] {
            assert!(!is_filler_cell(cell), "{cell}");
        }
    }
}
