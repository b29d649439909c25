//! Totals and subtotals of a table, told by their word and by what they lack: a sum has no date and no number of its own.
//!
//! They stand below the table or among its rows, as `;Subtotal Jansen;;;1.234,00` does after each customer. Their word is
//! the first thing in them, and all the rest are amounts.

use crate::layout::Layout;
use crate::record::Record;
use crate::sense::is_figure;
use crate::{DateOrder, parse_date};

/// Words for a total, in Dutch, English, French and German.
const WORDS: [&str; 28] = [
    "totaal",
    "total",
    "totals",
    "totalen",
    "eindtotaal",
    "subtotaal",
    "subtotal",
    "sub-total",
    "sub-totaal",
    "tussentotaal",
    "grand total",
    "somme",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "total général",
    "totaux",
    "sous-total",
    "endsumme",
    "zwischensumme",
    "saldo",
    "eindsaldo",
    "endsaldo",
    "solde",
    "balance",
    "closing balance",
    "openstaand saldo",
];
/// Words that end a subtotal, as in `Jansen Total`.
const ENDINGS: [&str; 4] = [" total", " totaal", " ergebnis", " summe"];
/// Share of the filled cells of a column that are dates, or whole numbers, from which it is one of those.
const MOST: f64 = 0.7;
/// See [`MOST`].
const NEARLY_ALL: f64 = 0.95;
/// Share of the rows that have a date, from which a row without one is no row.
const OFTEN: f64 = 1.0 / 3.0;

/// The columns by which a sum is told from a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sums {
    /// Columns of dates; none where rows may be without one.
    dates: Vec<usize>,
    /// Columns of amounts.
    amounts: Vec<usize>,
}

impl Sums {
    /// Of a table's rows and its columns of figures.
    pub fn of(rows: &[&Record], figures: &[usize]) -> Sums {
        let cells = |column: usize| {
            rows.iter()
                .filter(move |row| column < row.width())
                .map(move |row| row.text(column).trim())
                .filter(|cell| !cell.is_empty())
        };
        let share = |column: usize, is: fn(&str) -> bool| {
            let n = cells(column).filter(|cell| is(cell)).count();
            n as f64 / cells(column).count().max(1) as f64
        };
        let (dates, others): (Vec<usize>, Vec<usize>) = figures
            .iter()
            .partition(|&&column| share(column, is_date) >= MOST);
        let often = OFTEN * rows.len() as f64;
        if !dates
            .iter()
            .any(|&date| cells(date).count() as f64 >= often)
        {
            return Sums::default();
        }
        let is_whole = |column: &usize| share(*column, is_digits) >= NEARLY_ALL;
        let with_decimals: Vec<usize> = others.iter().copied().filter(|c| !is_whole(c)).collect();
        let amounts = match with_decimals.is_empty() {
            false => with_decimals,
            // Numbers and ids stand before the amounts.
            true => others.last().copied().into_iter().collect(),
        };
        Sums { dates, amounts }
    }
}

/// Whether a record of the table's width is the sum of rows: a word for it, amounts, no date, and nothing else.
pub(crate) fn is_sum(record: &Record, layout: &Layout) -> bool {
    let sums = &layout.sums;
    let is_dated = |&date: &usize| {
        let cell = record.text(date);
        cell.starts_with(|c: char| c.is_ascii_digit()) || is_date(cell.trim())
    };
    if sums.dates.is_empty() || record.width() < layout.n_columns || sums.dates.iter().any(is_dated)
    {
        return false;
    }
    let mut filled = (0..record.width()).filter(|&column| !record.text(column).trim().is_empty());
    let has_word = filled.next().is_some_and(|first| {
        is_worded_as_total(record.text(first)) && !sums.amounts.contains(&first)
    });
    if !has_word {
        return false;
    }
    let mut n_amounts = 0;
    for column in filled {
        let cell = record.text(column).trim();
        match sums.amounts.contains(&column) && is_figure(cell) {
            true => n_amounts += 1,
            false if is_currency(cell) => {}
            false => return false,
        }
    }
    n_amounts > 0
}

/// Whether its first filled cell is a word for a total.
pub(crate) fn is_total(record: &Record) -> bool {
    let first = record.texts().map(str::trim).find(|cell| !cell.is_empty());
    first.is_some_and(is_worded_as_total)
}

/// Whether a cell is a word for a total and nothing else, in Dutch, English, French or German: `Totaal`, `Grand total:`.
pub fn is_total_word(cell: &str) -> bool {
    WORDS.contains(&plain(cell).as_str())
}

fn plain(cell: &str) -> String {
    cell.trim().trim_end_matches([':', '.', ' ']).to_lowercase()
}

/// Whether a cell begins with a word for a total, or ends as a subtotal does: `Totaal debiteuren`, `Jansen Total`.
pub fn is_worded_as_total(cell: &str) -> bool {
    let cell = plain(cell);
    let begins = |word: &str| {
        cell.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
    };
    WORDS.iter().any(|word| begins(word)) || ENDINGS.iter().any(|ending| cell.ends_with(ending))
}

fn is_date(cell: &str) -> bool {
    let orders = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy];
    let may_be = match is_digits(cell) {
        true => cell.len() == 8,
        false => is_figure(cell),
    };
    may_be
        && orders
            .iter()
            .any(|order| parse_date(cell, *order).is_some())
}

fn is_digits(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_currency(cell: &str) -> bool {
    ["€", "$", "£"].contains(&cell)
        || (cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Marked, TextTable};

    fn split(text: &str) -> TextTable {
        let dialect = Dialect::detect(text, Some(b';'));
        let layout = Layout::detect(text, dialect);
        let table = TextTable::split(text, dialect, &layout, |_| true).expect("splits");
        for chunk in [1, 60] {
            let cut = TextTable::split_in_chunks(text, dialect, &layout, |_| true, chunk).unwrap();
            assert_eq!(
                (cut.subtotals, &cut.below, cut.n_rows()),
                (table.subtotals, &table.below, table.n_rows())
            );
        }
        table
    }

    const HEADER: &str = "nr;klant;datum;verval;valuta;bedrag;0-30;31+\n";
    const ROWS: &str = "1001;Jansen;01-02-2025;03-03-2025;EUR;100,00;100,00;\n\
                        1002;Jansen;02-02-2025;04-03-2025;EUR;50,50;;50,50\n";

    #[test]
    fn subtotals_among_the_rows_are_counted_and_no_rows() {
        for subtotal in [
            ";Subtotaal Jansen;;;;150,50;100,00;50,50",
            ";Jansen Totaal;;;EUR;150,50;;",
            "Total Jansen:;;;;;150,50;100,00;50,50",
            "Zwischensumme;;;;€;150,50;100,00;",
        ] {
            let text = format!("{HEADER}{ROWS}{subtotal}\n{ROWS}{subtotal}\n{ROWS}{subtotal}\n");
            let table = split(&text);
            let marked = Marked {
                n: 2,
                first_line: 4,
            };
            assert_eq!((table.n_rows(), table.subtotals), (6, marked), "{subtotal}");
            assert_eq!((table.ragged.len(), &table.below[..]), (0, &[10][..]));
        }
    }

    #[test]
    fn last_lines_with_a_word_for_a_total_are_no_rows() {
        for word in [
            "Totaal",
            "Saldo",
            "Eindsaldo",
            "Solde",
            "Gesamt",
            "Summe",
            "Balance",
        ] {
            for last in [
                format!("Totaal;;;;;301,00;200,00;101,00\n{word};;;;;301,00;200,00;101,00\n"),
                format!("\n{word}:;;;;;301,00;;\n"),
                format!("{word}\n"),
                format!("\n{word};301,00\n"),
            ] {
                let table = split(&format!("{HEADER}{ROWS}{ROWS}{last}"));
                assert_eq!((table.n_rows(), table.ragged.len()), (4, 0), "{last}");
                assert_eq!(table.below.len(), last.trim().lines().count(), "{last}");
            }
        }
        let small = split("nr;datum;bedrag\n1;1-2-2025;100\n2;1-2-2025;250\nSaldo;;350\n");
        assert_eq!((small.n_rows(), small.below.len()), (2, 1));
        let dated = split("datum;nr;bedrag\n1-2-2025;1;100\n1-3-2025;2;250\nSaldo;;350\n");
        assert_eq!((dated.n_rows(), dated.below.len()), (2, 1));
    }

    #[test]
    fn rows_with_such_a_word_are_rows() {
        for row in [
            "1003;Total Energies;05-02-2025;07-03-2025;EUR;10,00;10,00;",
            ";Total Energies;;07-03-2025;EUR;10,00;10,00;",
            "Total Energies;1003;;;EUR;10,00;10,00;",
            "1003;Totaal Bouw;;;EUR;10,00;10,00;",
            ";Jansen;;;EUR;10,00;10,00;",
        ] {
            let table = split(&format!("{HEADER}{ROWS}{row}\n{ROWS}"));
            assert_eq!((table.n_rows(), table.subtotals.n), (5, 0), "{row}");
        }
        let customers = split("naam;nr;limiet\nJansen;1;500\nBalance BV;2;100\nSmit;3;200\n");
        assert_eq!((customers.n_rows(), customers.subtotals.n), (3, 0));
    }
}
