//! How nearly all cells are written, read at once: `2020-03-26`, `26-03-2020`, `1299.99`, `-1.299,99`; and nearly all
//! lines: cells without quotes.
//!
//! These readings only save time: what they give is what the general reading gives, and where they give nothing, the
//! general reading decides. The tests hold the two against each other.

use crate::DecimalMark;
use crate::date::Shape;
use crate::record::Record;

/// A date of ten characters, four of them its year, with two marks alike.
#[inline]
pub(crate) fn plain_date(cell: &str) -> Option<Shape> {
    let bytes: &[u8; 10] = cell.as_bytes().try_into().ok()?;
    let &[a, b, c, d, e, f, g, h, i, j] = bytes;
    let is_mark = |byte: u8| matches!(byte, b'-' | b'/' | b'.');
    if e == h && is_mark(e) {
        let [century, year, month, day] = pairs([a, b, c, d, f, g, i, j])?;
        Some(Shape::YearFirst(century * 100 + year, month, day))
    } else if c == f && is_mark(c) {
        let [first, second, century, year] = pairs([a, b, d, e, g, h, i, j])?;
        Some(Shape::YearLast {
            first,
            second,
            year: century * 100 + year,
        })
    } else {
        None
    }
}

/// The numbers that eight figures write two by two; all are read at once, as bytes of one word.
#[inline]
fn pairs(figures: [u8; 8]) -> Option<[u32; 4]> {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    /// What takes a byte beyond `9` to its highest bit.
    const BEYOND: u64 = 0x4646_4646_4646_4646;
    let word = u64::from_le_bytes(figures);
    if (word | word.wrapping_add(BEYOND) | word.wrapping_sub(ZEROS)) & HIGHEST != 0 {
        return None;
    }
    let values = word - ZEROS;
    // Ten times a figure and the one after it stay within their byte.
    let pairs = values * 10 + (values >> 8);
    let pair = |at: u32| (pairs >> (16 * at) & 0xff) as u32;
    Some([pair(0), pair(1), pair(2), pair(3)])
}

/// The most figures before the decimal mark: fewer than 2^53 cents.
const MOST_WHOLE: usize = 13;

/// An amount of figures, with or without points or commas between thousands, at most two decimals and a minus before it.
#[inline]
pub(crate) fn plain_cents(cell: &str, mark: DecimalMark) -> Option<i64> {
    let (decimal, group) = match mark {
        DecimalMark::Comma => (b',', b'.'),
        DecimalMark::Point => (b'.', b','),
    };
    let bytes = cell.as_bytes();
    let (negative, bytes) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    let (mut cents, mut n_whole, mut since_group, mut grouped) = (0_i64, 0, 0, false);
    let mut rest = bytes.iter();
    let mut has_mark = false;
    for &byte in rest.by_ref() {
        let figure = byte.wrapping_sub(b'0');
        if figure <= 9 {
            (n_whole, since_group) = (n_whole + 1, since_group + 1);
            if n_whole > MOST_WHOLE {
                return None;
            }
            cents = cents * 10 + i64::from(figure);
        } else if byte == group && (since_group == 3 || (!grouped && (1..3).contains(&since_group)))
        {
            (grouped, since_group) = (true, 0);
        } else if byte == decimal {
            has_mark = true;
            break;
        } else {
            return None;
        }
    }
    if n_whole == 0 || (grouped && since_group != 3) {
        return None;
    }
    let figure = |byte: u8| Some(i64::from(byte.wrapping_sub(b'0'))).filter(|figure| *figure <= 9);
    let decimals = match (has_mark, rest.as_slice()) {
        (false, _) => 0,
        (true, &[tenth]) => 10 * figure(tenth)?,
        (true, &[tenth, hundredth]) => 10 * figure(tenth)? + figure(hundredth)?,
        _ => return None,
    };
    let cents = cents * 100 + decimals;
    Some(if negative { -cents } else { cents })
}

/// The mark of an amount that has one or two decimals, and is no number under the other mark.
#[inline]
pub(crate) fn plain_mark(cell: &str) -> Option<DecimalMark> {
    let bytes = cell.as_bytes();
    let at = |back: usize| bytes.len().checked_sub(back).map(|at| bytes[at]);
    let mark = match (at(3), at(2)) {
        (Some(b','), _) | (_, Some(b',')) => DecimalMark::Comma,
        (Some(b'.'), _) | (_, Some(b'.')) => DecimalMark::Point,
        _ => return None,
    };
    plain_cents(cell, mark).map(|_| mark)
}

/// Reads cells that do not begin with a quote, eight bytes at a time. Gives the end of the record, which is whole then, or
/// where a cell begins that is to be read with more care: it begins with a quote, or the text ends within eight bytes.
pub(crate) fn plain_cells(
    bytes: &[u8],
    start: usize,
    separator: u8,
    quote: u8,
    record: &mut Record<'_>,
) -> usize {
    let (mut cell, mut at) = (start, start);
    if bytes.get(start) == Some(&quote) {
        return start;
    }
    while let Some(word) = bytes.get(at..at + 8).and_then(|word| word.try_into().ok()) {
        let word = u64::from_le_bytes(word);
        let mut marks =
            bytes_equal(word, separator) | bytes_equal(word, b'\n') | bytes_equal(word, b'\r');
        while marks != 0 {
            let mark = at + marks.trailing_zeros() as usize / 8;
            record.push(cell, mark);
            if bytes[mark] != separator {
                record.is_whole = true;
                return mark;
            }
            cell = mark + 1;
            if bytes.get(cell) == Some(&quote) {
                return cell;
            }
            marks &= marks - 1;
        }
        at += 8;
    }
    cell
}

/// The highest bit of each byte of a word that is the one asked for.
#[inline]
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let differs = word ^ (0x0101_0101_0101_0101 * u64::from(byte));
    // A byte of zero carries nothing into its highest bit; sums stay within their byte.
    !(((differs & LOW) + LOW) | differs | LOW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::NumberEvidence;
    use crate::number::cents_in_any_dress;

    const MARKS: [DecimalMark; 2] = [DecimalMark::Comma, DecimalMark::Point];

    /// Where the fast reading gives something, the general one gives the same.
    fn agrees(cell: &str) -> Result<(), TestCaseError> {
        if let Some(shape) = plain_date(cell) {
            prop_assert_eq!(Some(shape), Shape::in_any_dress(cell), "{}", cell);
        }
        for mark in MARKS {
            if let Some(cents) = plain_cents(cell, mark) {
                prop_assert_eq!(Some(cents), cents_in_any_dress(cell, mark), "{}", cell);
            }
        }
        if let Some(mark) = plain_mark(cell) {
            let mut evidence = NumberEvidence::default();
            evidence.add_in_any_dress(cell);
            let (n_comma, n_point) = match mark {
                DecimalMark::Comma => (1, 0),
                DecimalMark::Point => (0, 1),
            };
            let expected = NumberEvidence {
                n_comma,
                n_point,
                ..NumberEvidence::default()
            };
            prop_assert_eq!(evidence, expected, "{}", cell);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn near_dates_and_amounts_are_read_alike(cell in "[-0-9./,]{0,16}") {
            agrees(&cell)?;
        }

        #[test]
        fn dates_are_read_alike(cell in "[0-9]{1,4}[-./ ][0-9]{1,2}[-./,][0-9]{2,4}") {
            agrees(&cell)?;
        }

        #[test]
        fn amounts_are_read_alike(cell in "[-+( ]?[0-9]{1,4}([.,' ][0-9]{3}){0,4}([.,][0-9]{0,3})?[- )]?") {
            agrees(&cell)?;
        }

        #[test]
        fn any_cells_are_read_alike(cell in "\\PC{0,12}") {
            agrees(&cell)?;
        }
    }

    #[test]
    fn usual_cells_are_read_fast() {
        assert_eq!(
            plain_date("2020-03-26"),
            Some(Shape::YearFirst(2020, 3, 26))
        );
        assert!(plain_date("26-03-2020").is_some());
        for (cell, mark, cents) in [
            ("1299.99", DecimalMark::Point, 129_999),
            ("-1.299,9", DecimalMark::Comma, -129_990),
            ("12", DecimalMark::Comma, 1200),
            ("1.234.567,00", DecimalMark::Comma, 123_456_700),
        ] {
            assert_eq!(plain_cents(cell, mark), Some(cents), "{cell}");
        }
        assert_eq!(plain_mark("1.299,99"), Some(DecimalMark::Comma));
        assert_eq!(plain_mark("12.5"), Some(DecimalMark::Point));
        for cell in ["1.299", "12", "1,2,3", "12,5 CR", "", ".5"] {
            assert_eq!(plain_mark(cell), None, "{cell}");
        }
    }
}
