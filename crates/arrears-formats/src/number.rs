//! How the numbers of a column are written, and what they are.
//!
//! `1.299,99`, `1,299.99`, `1 299,99`, `1'299.99`, `12,50-`, `(12,50)`, `€ 12,-`: everything but the decimal mark can
//! be told from one cell. The mark is told from all cells together ([`NumberEvidence`]), since `1.299` alone may
//! be a thousand or a little more than one.

use crate::fast::{plain_cents, plain_mark};
use crate::rounding::is_rounded;
use crate::too_few;

/// The mark between whole units and decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalMark {
    /// `1.299,99`
    Comma,
    /// `1,299.99`
    Point,
}

/// An amount in cents, rounded half away from zero; `None` if the cell is no number under this mark.
/// Up to 2^53 cents, so that the amount is exact as a float too.
pub fn parse_cents(cell: &str, mark: DecimalMark) -> Option<i64> {
    parse_money(cell, mark).map(|(cents, _)| cents)
}

/// As [`parse_cents`], and whether more than the noise of a float was rounded away: `0.005`, but not `0.30000000000000004`.
pub fn parse_money(cell: &str, mark: DecimalMark) -> Option<(i64, bool)> {
    if let Some(cents) = plain_cents(cell, mark) {
        return Some((cents, false));
    }
    let number = Digits::read(cell, mark, false)?;
    let cents = whole_cents(&number)?;
    Some((cents, is_rounded(number.split().1)))
}

#[cfg(test)]
pub(crate) fn cents_in_any_dress(cell: &str, mark: DecimalMark) -> Option<i64> {
    whole_cents(&Digits::read(cell, mark, false)?)
}

fn whole_cents(number: &Digits) -> Option<i64> {
    let (whole, decimals) = number.split();
    let mut cents = 0_i64;
    let two = [
        decimals.first().copied().unwrap_or(b'0'),
        decimals.get(1).copied().unwrap_or(b'0'),
    ];
    for digit in whole.iter().chain(&two) {
        cents = cents
            .checked_mul(10)?
            .checked_add(i64::from(digit - b'0'))?;
    }
    if decimals.get(2).is_some_and(|&digit| digit >= b'5') {
        cents = cents.checked_add(1)?;
    }
    if cents > 1 << 53 {
        return None;
    }
    Some(if number.negative { -cents } else { cents })
}

/// A number that is not money, as the nearest float; a per cent sign is allowed and left out.
pub fn parse_number(cell: &str, mark: DecimalMark) -> Option<f64> {
    let number = Digits::read(cell, mark, true)?;
    let (whole, decimals) = number.split();
    let mut text = String::with_capacity(number.length + 2);
    // Leading zeros are dropped, so the text of a plain 0 would be the point alone, which is no number.
    text.push('0');
    text.extend(whole.iter().map(|&digit| digit as char));
    text.push('.');
    text.extend(decimals.iter().map(|&digit| digit as char));
    let value: f64 = text.parse().ok()?;
    Some(if number.negative { -value } else { value })
}

/// What the cells of a column say about its decimal mark. Evidence of several columns can be merged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NumberEvidence {
    /// Cells that say nothing.
    pub n_missing: u64,
    /// Numbers that are the same under both marks.
    pub n_plain: u64,
    /// Numbers under the decimal comma only.
    pub n_comma: u64,
    /// Numbers under the decimal point only.
    pub n_point: u64,
    /// Different numbers under the one and the other: `1.299`.
    pub n_either: u64,
    /// No numbers.
    pub n_unreadable: u64,
}

/// The decimal mark of a column, as far as its cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkFinding {
    /// No cell depends on it.
    Indifferent,
    /// All cells that tell agree.
    Decided(DecimalMark),
    /// Most cells tell this one; so many tell the other and are unreadable.
    Mixed(DecimalMark, u64),
    /// Some cells depend on it, and none tells, or too few.
    Ambiguous,
}

impl NumberEvidence {
    /// The evidence of all cells of a column.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> NumberEvidence {
        let mut evidence = NumberEvidence::default();
        cells.for_each(|cell| evidence.add(cell));
        evidence
    }

    /// Adds one cell.
    pub fn add(&mut self, cell: &str) {
        match plain_mark(cell) {
            Some(DecimalMark::Comma) => self.n_comma += 1,
            Some(DecimalMark::Point) => self.n_point += 1,
            None => self.add_in_any_dress(cell),
        }
    }

    pub(crate) fn add_in_any_dress(&mut self, cell: &str) {
        if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()) {
            self.n_plain += 1;
            return;
        }
        if crate::is_missing(cell) {
            self.n_missing += 1;
            return;
        }
        let comma = Digits::read(cell, DecimalMark::Comma, true);
        let point = Digits::read(cell, DecimalMark::Point, true);
        match (comma, point) {
            (Some(comma), Some(point)) if comma.split() == point.split() => self.n_plain += 1,
            (Some(_), Some(_)) => self.n_either += 1,
            (Some(_), None) => self.n_comma += 1,
            (None, Some(_)) => self.n_point += 1,
            (None, None) => self.n_unreadable += 1,
        }
    }

    /// Adds the evidence of another column or part, or `n` times that of a cell which stands in `n` rows.
    pub fn merge(&mut self, other: &NumberEvidence, n: u64) {
        self.n_missing += n * other.n_missing;
        self.n_plain += n * other.n_plain;
        self.n_comma += n * other.n_comma;
        self.n_point += n * other.n_point;
        self.n_either += n * other.n_either;
        self.n_unreadable += n * other.n_unreadable;
    }

    /// Cells that are a number under some mark.
    pub fn n_numbers(&self) -> u64 {
        self.n_plain + self.n_comma + self.n_point + self.n_either
    }

    /// What the cells tell. A few that tell among many that do not prove nothing.
    pub fn finding(&self) -> MarkFinding {
        use DecimalMark::{Comma, Point};
        match (self.n_comma, self.n_point) {
            (0, 0) if self.n_either == 0 => MarkFinding::Indifferent,
            (0, 0) => MarkFinding::Ambiguous,
            (comma, point) if too_few(comma + point, self.n_either) => MarkFinding::Ambiguous,
            (_, 0) => MarkFinding::Decided(Comma),
            (0, _) => MarkFinding::Decided(Point),
            (comma, point) if comma >= point => MarkFinding::Mixed(Comma, point),
            (comma, _) => MarkFinding::Mixed(Point, comma),
        }
    }
}

const MAX_DIGITS: usize = 40;

/// A number taken apart: its digits without marks, and how many of them are decimals.
struct Digits {
    negative: bool,
    digits: [u8; MAX_DIGITS],
    length: usize,
    n_decimals: usize,
}

impl Digits {
    fn read(cell: &str, mark: DecimalMark, per_cent: bool) -> Option<Digits> {
        let (negative, body) = strip_signs(cell, per_cent)?;
        let decimal = if mark == DecimalMark::Comma { ',' } else { '.' };
        let mut number = Digits {
            negative,
            digits: [0; MAX_DIGITS],
            length: 0,
            n_decimals: 0,
        };
        let mut groups = Groups::default();
        let mut in_decimals = false;
        for character in body.chars() {
            if character.is_ascii_digit() {
                *number.digits.get_mut(number.length)? = character as u8;
                number.length += 1;
                number.n_decimals += usize::from(in_decimals);
                groups.digits_since_mark += 1;
            } else if in_decimals {
                return None;
            } else if character == decimal {
                groups.close()?;
                in_decimals = true;
            } else {
                groups.mark(character)?;
            }
        }
        if !in_decimals {
            groups.close()?;
        }
        (number.length > 0).then_some(number)
    }

    /// Whole digits and decimals, without the zeros that say nothing.
    fn split(&self) -> (&[u8], &[u8]) {
        let (whole, decimals) = self.digits[..self.length].split_at(self.length - self.n_decimals);
        let first = whole
            .iter()
            .position(|&digit| digit != b'0')
            .unwrap_or(whole.len());
        let last = decimals
            .iter()
            .rposition(|&digit| digit != b'0')
            .map_or(0, |last| last + 1);
        (&whole[first..], &decimals[..last])
    }
}

/// Checks that thousands are grouped by three with one and the same mark.
#[derive(Default)]
struct Groups {
    mark: Option<char>,
    digits_since_mark: usize,
}

impl Groups {
    fn mark(&mut self, character: char) -> Option<()> {
        let known = matches!(
            character,
            '.' | ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}'
        );
        if !known {
            return None;
        }
        match self.mark {
            None if (1..=3).contains(&self.digits_since_mark) => {}
            Some(mark) if mark == character && self.digits_since_mark == 3 => {}
            _ => return None,
        }
        self.mark = Some(character);
        self.digits_since_mark = 0;
        Some(())
    }

    fn close(&self) -> Option<()> {
        (self.mark.is_none() || self.digits_since_mark == 3).then_some(())
    }
}

/// Takes sign, parentheses, currency and `,-` off a cell; `None` if there are two of a kind.
fn strip_signs(cell: &str, per_cent: bool) -> Option<(bool, &str)> {
    let mut body = cell.trim();
    let ends_plain = |text: &str| {
        let bytes = text.as_bytes();
        bytes.first().is_some_and(u8::is_ascii_digit)
            && bytes.last().is_some_and(u8::is_ascii_digit)
    };
    if ends_plain(body) {
        return Some((false, body));
    }
    let (mut sign, mut currency) = (None, false);
    if let Some(inner) = body
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        (sign, body) = (Some(true), inner.trim());
    }
    while !ends_plain(body) {
        let before = body;
        // `12,-` is Dutch and German for 12,00: no minus.
        if let Some(rest) = [",--", ",-", ",–", ",—"]
            .iter()
            .find_map(|mark| body.strip_suffix(mark))
        {
            body = rest;
        }
        if let Some((negative, rest)) = strip_sign(body) {
            if sign.replace(negative).is_some() {
                return None;
            }
            body = rest.trim();
        }
        if let Some(rest) = strip_currency(body) {
            if std::mem::replace(&mut currency, true) {
                return None;
            }
            body = rest.trim();
        }
        if let Some(rest) = body.strip_suffix('%').filter(|_| per_cent) {
            body = rest.trim();
        }
        if body.len() == before.len() {
            break;
        }
    }
    Some((sign.unwrap_or(false), body))
}

fn strip_sign(text: &str) -> Option<(bool, &str)> {
    for (mark, negative) in [('-', true), ('\u{2212}', true), ('+', false)] {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            return Some((negative, rest));
        }
    }
    strip_side(text)
}

/// The side of the books behind an amount: credit (`CR`, `C`, German `H`) takes off what is owed, debit adds to it.
fn strip_side(text: &str) -> Option<(bool, &str)> {
    const SIDES: [(&str, bool); 6] = [
        ("cr", true),
        ("dr", false),
        ("c", true),
        ("h", true),
        ("d", false),
        ("s", false),
    ];
    let text = text.strip_suffix('.').unwrap_or(text);
    for (side, negative) in SIDES {
        let at = text.len().checked_sub(side.len())?;
        let Some((figures, word)) = text.split_at_checked(at) else {
            continue;
        };
        let figures = figures.trim_end();
        if word.eq_ignore_ascii_case(side) && figures.ends_with(|c: char| c.is_ascii_digit()) {
            return Some((negative, figures));
        }
    }
    None
}

fn strip_currency(text: &str) -> Option<&str> {
    const SIGNS: [&str; 4] = ["€", "$", "£", "¥"];
    const CODES: [&str; 9] = [
        "EUR", "USD", "GBP", "CHF", "DKK", "SEK", "NOK", "PLN", "CZK",
    ];
    for sign in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some(rest);
        }
    }
    let is_code = |part: Option<&str>| {
        part.is_some_and(|part| CODES.iter().any(|code| part.eq_ignore_ascii_case(code)))
    };
    if is_code(text.get(..3)) {
        return text.get(3..);
    }
    let cut = text.len().checked_sub(3)?;
    if is_code(text.get(cut..)) {
        text.get(..cut)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::DecimalMark::{Comma, Point};
    use super::*;

    #[test]
    fn the_side_of_the_books_is_a_sign() {
        for (cell, cents) in [
            ("12,50 CR", -1250),
            ("12,50CR", -1250),
            ("1.299,99 C", -129_999),
            ("45,00 H", -4500),
            ("45,00 S", 4500),
            ("45,00 Dr.", 4500),
            ("45,00 D", 4500),
        ] {
            assert_eq!(parse_cents(cell, DecimalMark::Comma), Some(cents), "{cell}");
        }
        for cell in ["CR", "12,50 CRX", "-12,50 CR", "12,50 X"] {
            assert_eq!(parse_cents(cell, DecimalMark::Comma), None, "{cell}");
        }
    }

    #[test]
    fn amounts_in_all_their_dress() {
        for (cell, mark, cents) in [
            ("1.299,99", Comma, 129_999),
            ("1,299.99", Point, 129_999),
            ("1 299,99", Comma, 129_999),
            ("1\u{a0}299,99", Comma, 129_999),
            ("1\u{202f}299,9", Comma, 129_990),
            ("1'299.99", Point, 129_999),
            ("1.234.567,00", Comma, 123_456_700),
            ("12,50-", Comma, -1_250),
            ("-12,50", Comma, -1_250),
            ("\u{2212}12,50", Comma, -1_250),
            ("(12,50)", Comma, -1_250),
            ("€ -12,50", Comma, -1_250),
            ("-€ 12,50", Comma, -1_250),
            ("12.50 EUR", Point, 1_250),
            ("EUR 12,50-", Comma, -1_250),
            ("€ 12,-", Comma, 1_200),
            ("-12,--", Comma, -1_200),
            ("+5", Point, 500),
            ("0012", Point, 1_200),
            (",5", Comma, 50),
            ("12.", Point, 1_200),
            (" 7 ", Comma, 700),
            ("0.005", Point, 1),
            ("0.0049", Point, 0),
            ("-0,00", Comma, 0),
            ("90071992547409.92", Point, 1 << 53),
        ] {
            assert_eq!(parse_cents(cell, mark), Some(cents), "{cell}");
        }
    }

    #[test]
    fn what_is_no_amount_is_not_made_one() {
        for (cell, mark) in [
            ("1.299,99", Point),
            ("1,299.99", Comma),
            ("12.5", Comma),
            ("1.29.999", Comma),
            ("1.299 999", Comma),
            ("1234.567", Comma),
            ("1,2,3", Comma),
            ("--12", Comma),
            ("(-12)", Comma),
            ("12 EUR EUR", Comma),
            ("1E5", Point),
            ("", Point),
            ("-", Point),
            ("€", Point),
            ("12%", Point),
            ("NaN", Point),
            ("inf", Point),
            ("90071992547409.93", Point),
            ("99999999999999999999999999999999999999999999999", Point),
        ] {
            assert_eq!(parse_cents(cell, mark), None, "{cell}");
        }
    }

    #[test]
    fn a_plain_zero_is_a_number() {
        for cell in ["0", "00", "0,0", "-0"] {
            assert_eq!(parse_number(cell, DecimalMark::Comma), Some(0.0), "{cell}");
        }
    }

    #[test]
    fn numbers_that_are_not_money_keep_their_decimals() {
        assert_eq!(parse_number("2,125 %", Comma), Some(2.125));
        assert_eq!(parse_number("-1.234,5", Comma), Some(-1234.5));
        assert_eq!(parse_number("0.1", Point), Some(0.1));
    }

    fn finding(cells: &[&str]) -> MarkFinding {
        NumberEvidence::of(cells.iter().copied()).finding()
    }

    #[test]
    fn the_mark_is_told_by_all_cells_together() {
        assert_eq!(
            finding(&["1.299", "2.500", "12,5"]),
            MarkFinding::Decided(Comma)
        );
        assert_eq!(
            finding(&["1.299", "2.500", "12.5"]),
            MarkFinding::Decided(Point)
        );
        assert_eq!(finding(&["1.299", "2.500"]), MarkFinding::Ambiguous);
        let many = [&["1.299"; 50][..], &["12.50"]].concat();
        assert_eq!(finding(&many), MarkFinding::Ambiguous);
        assert_eq!(finding(&many[35..]), MarkFinding::Decided(Point));
        assert_eq!(
            finding(&["1299", "", "-5", "1 000"]),
            MarkFinding::Indifferent
        );
        assert_eq!(
            finding(&["1,50", "2,50", "2.50"]),
            MarkFinding::Mixed(Comma, 1)
        );
        assert_eq!(
            finding(&["1.50", "2.50", "2,50"]),
            MarkFinding::Mixed(Point, 1)
        );
    }
}
