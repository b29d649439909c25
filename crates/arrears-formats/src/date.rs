//! How the dates of a column are written, and which days they are.
//!
//! `2020-03-26`, `26-03-2020`, `26.3.20`, `3/26/2020`, `20200326`, `20200326.0`, each with or without a time of day;
//! `26 mrt 2020` and `March 26, 2020` with months in Dutch, English, French and German; `43916` as spreadsheets count days.
//! Only the order of day and month cannot be told from one cell; [`DateEvidence`] tells it from all.

use crate::fast::plain_date;
use crate::month::{days, month_named};
use crate::too_few;

/// Order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateOrder {
    /// `31-12-2025`
    Dmy,
    /// `12/31/2025`
    Mdy,
    /// `2025-12-31`
    Ymd,
}

/// The day a cell names, in days since 1970-01-01; `None` if it names none under this order.
///
/// A cell that begins with a year of four digits is read as such under any order. A time of day is left out; the
/// day is the one written, whatever the zone. Years of two digits are 1970 to 2069. Five digits are days since
/// 1899-12-30, from 1990 to 2100.
pub fn parse_date(cell: &str, order: DateOrder) -> Option<i32> {
    match (Shape::read(cell)?, order) {
        (Shape::YearFirst(year, month, day), _) => days(year, month, day),
        (Shape::Serial(serial), _) => Some(serial as i32 - SERIAL_EPOCH),
        (
            Shape::YearLast {
                first,
                second,
                year,
            },
            DateOrder::Dmy,
        ) => days(year, second, first),
        (
            Shape::YearLast {
                first,
                second,
                year,
            },
            DateOrder::Mdy,
        ) => days(year, first, second),
        (Shape::TwoDigits(year, month, day), DateOrder::Ymd) => days(full_year(year), month, day),
        (Shape::TwoDigits(day, month, year), DateOrder::Dmy) => days(full_year(year), month, day),
        (Shape::TwoDigits(month, day, year), DateOrder::Mdy) => days(full_year(year), month, day),
        (Shape::YearLast { .. }, DateOrder::Ymd) => None,
    }
}

/// What the cells of a column say about the order of its dates. Evidence of several columns can be merged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateEvidence {
    /// Cells that say nothing.
    pub n_missing: u64,
    /// Year first: no question.
    pub n_year_first: u64,
    /// Only day-month-year is a day.
    pub n_day_first: u64,
    /// Only month-day-year is a day.
    pub n_month_first: u64,
    /// Both are days, and different ones: `01/02/2024`.
    pub n_either: u64,
    /// Both are the same day: `03-03-2024`.
    pub n_same: u64,
    /// No day in any order.
    pub n_unreadable: u64,
    /// Numbers that a spreadsheet may mean as days; only a column known to hold dates can tell.
    pub n_serial: u64,
}

/// The order of a column's dates, as far as its cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderFinding {
    /// No cell depends on it.
    Indifferent,
    /// All cells that tell agree.
    Decided(DateOrder),
    /// Most cells tell this order; so many tell the other.
    Mixed(DateOrder, u64),
    /// Some cells depend on it, and none tells, or too few.
    Ambiguous,
}

impl DateEvidence {
    /// The evidence of all cells of a column.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> DateEvidence {
        let mut evidence = DateEvidence::default();
        cells.for_each(|cell| evidence.add(cell));
        evidence
    }

    /// Adds one cell.
    pub fn add(&mut self, cell: &str) {
        if crate::is_missing(cell) {
            self.n_missing += 1;
            return;
        }
        let Some(shape) = Shape::read(cell) else {
            self.n_unreadable += 1;
            return;
        };
        let (first, second, year) = match shape {
            // Every month has these days.
            Shape::YearFirst(_, 1..=12, 1..=28) => {
                self.n_year_first += 1;
                return;
            }
            Shape::YearFirst(year, month, day) => {
                match days(year, month, day) {
                    Some(_) => self.n_year_first += 1,
                    None => self.n_unreadable += 1,
                }
                return;
            }
            Shape::YearLast {
                first,
                second,
                year,
            } => (first, second, year),
            Shape::TwoDigits(first, second, year) => (first, second, full_year(year)),
            Shape::Serial(_) => {
                self.n_serial += 1;
                return;
            }
        };
        match (first, second) {
            (1..=12, 1..=12) if first == second => {
                self.n_same += 1;
                return;
            }
            (1..=12, 1..=12) => {
                self.n_either += 1;
                return;
            }
            (13..=28, 1..=12) => {
                self.n_day_first += 1;
                return;
            }
            _ => {}
        }
        match (days(year, second, first), days(year, first, second)) {
            (Some(a), Some(b)) if a == b => self.n_same += 1,
            (Some(_), Some(_)) => self.n_either += 1,
            (Some(_), None) => self.n_day_first += 1,
            (None, Some(_)) => self.n_month_first += 1,
            (None, None) => self.n_unreadable += 1,
        }
    }

    /// Adds the evidence of another column or part, or `n` times that of a cell which stands in `n` rows.
    pub fn merge(&mut self, other: &DateEvidence, n: u64) {
        self.n_missing += n * other.n_missing;
        self.n_year_first += n * other.n_year_first;
        self.n_day_first += n * other.n_day_first;
        self.n_month_first += n * other.n_month_first;
        self.n_either += n * other.n_either;
        self.n_same += n * other.n_same;
        self.n_unreadable += n * other.n_unreadable;
        self.n_serial += n * other.n_serial;
    }

    /// Cells that are a day under some order.
    pub fn n_dates(&self) -> u64 {
        self.n_year_first + self.n_day_first + self.n_month_first + self.n_either + self.n_same
    }

    /// What the cells tell. A few that tell among many that do not prove nothing.
    pub fn finding(&self) -> OrderFinding {
        use DateOrder::{Dmy, Mdy};
        match (self.n_day_first, self.n_month_first) {
            (0, 0) if self.n_either == 0 => OrderFinding::Indifferent,
            (0, 0) => OrderFinding::Ambiguous,
            (day, month) if too_few(day + month, self.n_either) => OrderFinding::Ambiguous,
            (_, 0) => OrderFinding::Decided(Dmy),
            (0, _) => OrderFinding::Decided(Mdy),
            (day, month) if day >= month => OrderFinding::Mixed(Dmy, month),
            (day, _) => OrderFinding::Mixed(Mdy, day),
        }
    }
}

/// The three numbers of a date, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    YearFirst(u32, u32, u32),
    YearLast {
        first: u32,
        second: u32,
        year: u32,
    },
    TwoDigits(u32, u32, u32),
    /// Days since 1899-12-30.
    Serial(u32),
}

/// Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01.
const SERIAL_EPOCH: i32 = 25_569;
/// 1990-01-01 and 2100-12-31 as spreadsheets count them.
const SERIALS: std::ops::RangeInclusive<u32> = 32_874..=73_415;

impl Shape {
    fn read(cell: &str) -> Option<Shape> {
        plain_date(cell).or_else(|| Shape::in_any_dress(cell))
    }

    pub(crate) fn in_any_dress(cell: &str) -> Option<Shape> {
        let cell = cell.trim();
        let bytes = cell.as_bytes();
        if bytes.iter().any(u8::is_ascii_alphabetic)
            && let Some(shape) = Shape::worded(cell)
        {
            return Some(shape);
        }
        let (first, n_first) = leading_number(bytes)?;
        let rest = &bytes[n_first..];
        match rest.first() {
            Some(&mark @ (b'-' | b'/' | b'.')) if n_first <= 4 => {
                let (second, n_second) = leading_number(&rest[1..])?;
                let rest = rest[1 + n_second..].strip_prefix(&[mark])?;
                let (third, n_third) = leading_number(rest)?;
                if n_second > 2 || !is_time(&rest[n_third..]) {
                    return None;
                }
                match (n_first, n_third) {
                    (4, 1 | 2) => Some(Shape::YearFirst(first, second, third)),
                    (1 | 2, 4) => Some(Shape::YearLast {
                        first,
                        second,
                        year: third,
                    }),
                    (1 | 2, 2) => Some(Shape::TwoDigits(first, second, third)),
                    _ => None,
                }
            }
            None | Some(b'.' | b',') if n_first == 5 && SERIALS.contains(&first) => {
                let is_fraction = rest.iter().skip(1).all(u8::is_ascii_digit);
                (rest.len() != 1 && is_fraction).then_some(Shape::Serial(first))
            }
            _ if n_first == 8 && (is_zero_decimal(rest) || is_time(rest)) => {
                Some(Shape::compact(first))
            }
            _ => None,
        }
    }

    /// `26 mrt 2020`, `March 26th, 2020`, `2020-Mar-26`; a time of day behind it is left out.
    fn worded(cell: &str) -> Option<Shape> {
        let (mut numbers, mut month) = (Vec::new(), None);
        let words = cell.split(|c: char| !c.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
            let (figures, letters) = word.split_at(n_digits);
            let is_ordinal = ["", "st", "nd", "rd", "th", "e", "er"].contains(&letters);
            if n_digits > 0 && is_ordinal {
                numbers.push((figures.parse::<u32>().ok()?, n_digits));
            } else if n_digits == 0 && month.is_none() {
                month = Some(month_named(word)?);
            } else {
                return None;
            }
            if numbers.len() == 2 && month.is_some() {
                break;
            }
        }
        match (numbers.as_slice(), month?) {
            (&[(year, 4), (day, 1 | 2)], month) => Some(Shape::YearFirst(year, month, day)),
            (&[(day, 1 | 2), (year, 4)], month) => Some(Shape::YearFirst(year, month, day)),
            (&[(day, 1 | 2), (year, 2)], month) => {
                Some(Shape::YearFirst(full_year(year), month, day))
            }
            _ => None,
        }
    }

    /// `20200326` or `26032020`. The last four digits of a compact date that begins with its year are month and
    /// day, so never a year of our time: the two cannot be confused.
    fn compact(number: u32) -> Shape {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        if (1800..2300).contains(&year) && (1..=12).contains(&month) {
            Shape::YearFirst(year, month, day)
        } else {
            Shape::YearLast {
                first: number / 1_000_000,
                second: number / 10_000 % 100,
                year: number % 10_000,
            }
        }
    }
}

/// The digits that `bytes` begin with, at most nine, and how many they are.
fn leading_number(bytes: &[u8]) -> Option<(u32, usize)> {
    let length = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let number = bytes[..length]
        .iter()
        .fold(0, |number, byte| number * 10 + u32::from(byte - b'0'));
    Some((number, length))
}

/// `.0` behind a compact date: it went through a float on its way.
fn is_zero_decimal(rest: &[u8]) -> bool {
    rest.len() > 1 && matches!(rest[0], b'.' | b',') && rest[1..].iter().all(|&byte| byte == b'0')
}

/// Nothing, or a time of day with or without zone.
fn is_time(rest: &[u8]) -> bool {
    let time = match rest {
        [] | [b'Z'] => return true,
        [b'T' | b't' | b' ', time @ ..] => time.trim_ascii_start(),
        [b'+', ..] => rest,
        _ => return false,
    };
    let allowed = |byte: &u8| byte.is_ascii_digit() || b":.,+- AaPpMmZzUTCES".contains(byte);
    let digit_first = time
        .first()
        .is_some_and(|byte| byte.is_ascii_digit() || *byte == b'+');
    digit_first && time.contains(&b':') && time.iter().all(allowed)
}

fn full_year(two_digits: u32) -> u32 {
    if two_digits < 70 {
        2000 + two_digits
    } else {
        1900 + two_digits
    }
}

#[cfg(test)]
mod tests {
    use super::DateOrder::{Dmy, Mdy, Ymd};
    use super::*;

    fn check(cell: &str, order: DateOrder, expected: Option<(u32, u32, u32)>) {
        let expected = expected.map(|(year, month, day)| days(year, month, day).expect("a day"));
        assert_eq!(parse_date(cell, order), expected, "{cell} {order:?}");
    }

    #[test]
    fn days_in_all_their_dress() {
        let day = Some((2020, 3, 26));
        for cell in [
            "2020-03-26",
            "2020/3/26",
            "2020.03.26",
            "20200326",
            "20200326.0",
            "20200326,00",
            " 2020-03-26 ",
            "2020-03-26T12:34:56Z",
            "2020-03-26 00:00:00.000",
            "2020-03-26T23:59:59+02:00",
            "2020-03-26+01:00",
            "20200326 12:00",
            "2020-03-26Z",
        ] {
            for order in [Dmy, Mdy, Ymd] {
                check(cell, order, day);
            }
        }
        for cell in [
            "26-03-2020",
            "26/3/2020",
            "26.03.2020",
            "26032020",
            "26-3-20",
            "26-03-2020 14:30",
        ] {
            check(cell, Dmy, day);
            check(cell, Mdy, None);
        }
        for cell in [
            "3/26/2020",
            "03-26-2020",
            "03262020",
            "3/26/20",
            "3/26/2020 12:00:00 AM",
        ] {
            check(cell, Mdy, day);
            check(cell, Dmy, None);
        }
        check("20-03-26", Ymd, day);
        check("31-12-69", Dmy, Some((2069, 12, 31)));
        check("31-12-70", Dmy, Some((1970, 12, 31)));
    }

    #[test]
    fn what_is_no_day_is_not_made_one() {
        for cell in [
            "",
            "2020",
            "2020-02-30",
            "2020-13-01",
            "30-02-2020",
            "2020-03",
            "26-03/2020",
            "26-03-020",
            "2020032",
            "202003261",
            "20200326.5",
            "2020-03-26 morgen",
            "2020-03-26x",
            "-2020-03-26",
            "99999999999999",
            "2020-03-26 12",
        ] {
            check(cell, Dmy, None);
            check(cell, Mdy, None);
        }
        check("26-03-2020", Ymd, None);
    }

    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(parse_date("1970-01-01", Ymd), Some(0));
        assert_eq!(parse_date("1969-12-31", Ymd), Some(-1));
    }

    fn finding(cells: &[&str]) -> OrderFinding {
        DateEvidence::of(cells.iter().copied()).finding()
    }

    #[test]
    fn the_order_is_told_by_all_cells_together() {
        assert_eq!(
            finding(&["01/02/2024", "03/04/2024"]),
            OrderFinding::Ambiguous
        );
        assert_eq!(
            finding(&["01/02/2024", "13/04/2024"]),
            OrderFinding::Decided(Dmy)
        );
        assert_eq!(
            finding(&["01/02/2024", "04/13/2024"]),
            OrderFinding::Decided(Mdy)
        );
        assert_eq!(
            finding(&["2024-01-02", "", "03-03-2024"]),
            OrderFinding::Indifferent
        );
        assert_eq!(
            finding(&["13/04/2024", "14/04/2024", "04/14/2024"]),
            OrderFinding::Mixed(Dmy, 1)
        );
        assert_eq!(
            finding(&["04/13/2024", "04/14/2024", "14/04/2024"]),
            OrderFinding::Mixed(Mdy, 1)
        );
    }

    #[test]
    fn a_few_cells_among_many_that_fit_both_prove_nothing() {
        let either = |n: usize| vec!["01/02/2024"; n];
        let with = |n: usize, more: &[&'static str]| finding(&[&either(n), more].concat());
        assert_eq!(with(18, &["12/31/2024"]), OrderFinding::Decided(Mdy));
        assert_eq!(with(19, &["12/31/2024"]), OrderFinding::Decided(Mdy));
        assert_eq!(with(20, &["12/31/2024"]), OrderFinding::Ambiguous);
        assert_eq!(with(4_000, &["12/31/2024"; 200]), OrderFinding::Ambiguous);
        assert_eq!(
            with(4_000, &["12/31/2024"; 211]),
            OrderFinding::Decided(Mdy)
        );
    }

    #[test]
    fn evidence_counts_every_cell_once() {
        let cells = [
            "",
            "2024-01-02",
            "13/04/2024",
            "04/13/2024",
            "01/02/2024",
            "03/03/2024",
            "soon",
            "2024-02-30",
        ];
        let evidence = DateEvidence::of(cells.into_iter());
        let expected = DateEvidence {
            n_missing: 1,
            n_year_first: 1,
            n_day_first: 1,
            n_month_first: 1,
            n_either: 1,
            n_same: 1,
            n_unreadable: 2,
            n_serial: 0,
        };
        assert_eq!(evidence, expected);
        assert_eq!(evidence.n_dates(), 5);
    }
}
