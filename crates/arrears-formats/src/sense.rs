//! What people write in one cell: a number, an amount, a date, plain words.

use crate::dialect::{Dialect, Escape};
use crate::{DateOrder, DecimalMark, is_missing, parse_date, parse_number};

/// How well a cell reads as one cell: 1 for a number, a date, plain words or nothing at all.
pub(crate) fn makes_sense(cell: &str, dialect: Dialect) -> f64 {
    let trimmed = cell.trim();
    if trimmed.is_empty() {
        return if cell.is_empty() { 1.0 } else { 0.9 };
    }
    // Blanks around a cell are rare: they are part of a separator of two characters.
    let tidy = if trimmed.len() == cell.len() {
        1.0
    } else {
        0.7
    };
    let mut sense = 1.0_f64;
    if trimmed.starts_with(['"', '\'']) && !trimmed.starts_with("'s") {
        sense = 0.2;
    } else if has_escape(trimmed, dialect) || trimmed.contains(['\n', '\r', '\0']) {
        sense = 0.5;
    } else if !reads_as_value(trimmed) {
        for (marks, worth) in [
            (&[';', '\t', '|', '^', '~'][..], 0.3),
            (&[','][..], 0.7),
            (&[':', '#'][..], 0.9),
        ] {
            let own = |mark: &char| dialect.separator.text().contains(*mark);
            if marks
                .iter()
                .any(|mark| !own(mark) && trimmed.contains(*mark))
            {
                sense = sense.min(worth);
            }
        }
        if !trimmed.chars().any(char::is_alphanumeric) {
            sense = sense.min(0.3);
        }
    }
    sense * tidy
}

/// Whether an escape stands in a cell that was not understood: a backslash before a quote, or two quotes.
fn has_escape(cell: &str, dialect: Dialect) -> bool {
    let quote = char::from(dialect.quote);
    let is_doubled = dialect.escape != Escape::Doubled && cell.contains(&format!("{quote}{quote}"));
    cell.contains("\\\"") || cell.contains(&format!("\\{quote}")) || is_doubled
}

/// Whether a cell is a number, an amount, a date or a time as a whole.
pub(crate) fn reads_as_value(cell: &str) -> bool {
    let cell = cell.trim();
    if is_missing(cell) {
        return true;
    }
    if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let marks = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}.,'’-+/:()%€$£".contains(c);
    let rest_is_figures = cell.chars().all(|c| marks(c) || c.is_alphabetic());
    rest_is_figures
        && match letters {
            0 => true,
            // `2025-01-02T10:00:00Z`, `12,50 EUR`, `3 mrt 2025`, `12,50 CR`
            _ => is_stamp(cell) || is_amount_with_unit(cell) || is_worded_date(cell),
        }
}

/// Whether a line is one number, one date or one time.
pub(crate) fn is_one_value(line: &str) -> bool {
    let line = line.trim();
    let is_number =
        |mark| parse_number(line, mark).is_some() || line.bytes().all(|b| b.is_ascii_digit());
    let is_time = (1..=2).contains(&line.matches(':').count())
        && line
            .split(':')
            .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
    let is_date = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy]
        .into_iter()
        .any(|order| parse_date(line, order).is_some());
    is_number(DecimalMark::Comma) || is_number(DecimalMark::Point) || is_time || is_date
}

/// A number, a date or a time; an empty cell is none.
pub(crate) fn is_figure(cell: &str) -> bool {
    cell.bytes().any(|byte| byte.is_ascii_digit()) && reads_as_value(cell)
}

fn is_stamp(cell: &str) -> bool {
    cell.len() >= 19
        && cell.as_bytes().get(10) == Some(&b'T')
        && cell[..10].bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn is_amount_with_unit(cell: &str) -> bool {
    let is_unit = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters == word.chars().count() && (1..=4).contains(&letters)
    };
    let (mut numbers, mut units) = (0, 0);
    for word in cell.split_whitespace() {
        if parse_number(word, DecimalMark::Comma).is_some()
            || parse_number(word, DecimalMark::Point).is_some()
        {
            numbers += 1;
        } else if is_unit(word) {
            units += 1;
        } else {
            return false;
        }
    }
    numbers == 1 && units == 1
}

fn is_worded_date(cell: &str) -> bool {
    let words: Vec<&str> = cell
        .split([' ', '-', '/', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let n_numbers = words
        .iter()
        .filter(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .count();
    let n_months = words
        .iter()
        .filter(|word| {
            (3..=9).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
        })
        .count();
    words.len() == 3 && n_numbers == 2 && n_months == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_in_one_cell() {
        for cell in [
            "12,50",
            "-1.299,99",
            "2025-01-02",
            "3 mrt 2025",
            "12,50 CR",
            "€ 5",
            "10:30",
            "2025-01-02T10:00:00Z",
        ] {
            assert!(reads_as_value(cell), "{cell}");
        }
        for cell in ["Jansen", "F2025-001a b c", "Kerkstraat 12 bis Delft"] {
            assert!(!reads_as_value(cell), "{cell}");
        }
    }
}
