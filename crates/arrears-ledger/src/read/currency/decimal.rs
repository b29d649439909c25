//! A rate as the decimal number it was published as, and amounts converted by it without a float.

use arrears_formats::{DecimalMark, parse_number};

/// A positive decimal number: `digits / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    digits: i128,
    scale: u32,
}

/// Most digits of a rate: with 2^53 cents the product stays within 128 bits.
const MOST_DIGITS: usize = 18;

impl Rate {
    /// The rate that a cell writes; `None` where it is no number above zero, or has too many digits.
    pub fn parse(cell: &str, mark: DecimalMark) -> Option<Rate> {
        let cell = cell.trim();
        // The float proves the cell well-formed; the digits are taken from the cell itself.
        parse_number(cell, mark).filter(|value| *value > 0.0 && value.is_finite())?;
        let mark = match mark {
            DecimalMark::Comma => ',',
            DecimalMark::Point => '.',
        };
        let (whole, decimals) = cell.rsplit_once(mark).unwrap_or((cell, ""));
        let decimals = decimals.trim_end_matches('0');
        let is_digit = |c: &char| c.is_ascii_digit();
        if cell.contains(['%', '(', '-', 'e', 'E']) || !decimals.chars().all(|c| is_digit(&c)) {
            return None;
        }
        let text: String = whole
            .chars()
            .chain(decimals.chars())
            .filter(is_digit)
            .collect();
        let text = text.trim_start_matches('0');
        if text.len() > MOST_DIGITS || decimals.len() > MOST_DIGITS {
            return None;
        }
        Some(Rate {
            digits: text.parse().ok()?,
            scale: decimals.len() as u32,
        })
    }

    /// One, which converts nothing.
    pub fn is_one(&self) -> bool {
        self.digits == 1 && self.scale == 0
    }

    /// Cents divided by the rate, rounded half to even.
    pub fn divide(&self, cents: i64) -> Option<i64> {
        let scaled = i128::from(cents).checked_mul(10_i128.checked_pow(self.scale)?)?;
        half_to_even(scaled, self.digits)
    }

    /// Cents times the rate, rounded half to even.
    pub fn multiply(&self, cents: i64) -> Option<i64> {
        let product = i128::from(cents).checked_mul(self.digits)?;
        half_to_even(product, 10_i128.checked_pow(self.scale)?)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:0>width$}", self.digits, width = self.scale as usize + 1);
        let (whole, decimals) = digits.split_at(digits.len() - self.scale as usize);
        if decimals.is_empty() {
            f.write_str(whole)
        } else {
            write!(f, "{whole}.{decimals}")
        }
    }
}

/// `dividend / divisor` (above zero) to the nearest whole number, of two equally near the even one.
fn half_to_even(dividend: i128, divisor: i128) -> Option<i64> {
    let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
    let up = match (rest * 2).cmp(&divisor) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    i64::try_from(quotient + i128::from(up)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(cell: &str) -> Rate {
        Rate::parse(cell, DecimalMark::Point).expect("a rate")
    }

    #[test]
    fn rates_keep_their_digits() {
        for (cell, shown) in [
            ("1.0823", "1.0823"),
            ("162.50", "162.5"),
            ("0.0001", "0.0001"),
            ("16,250.25", "16250.25"),
            ("1", "1"),
            (" 7.4605 ", "7.4605"),
        ] {
            assert_eq!(rate(cell).to_string(), shown, "{cell}");
        }
        assert_eq!(
            Rate::parse("1.234,5", DecimalMark::Comma)
                .unwrap()
                .to_string(),
            "1234.5"
        );
        for cell in [
            "",
            "0",
            "0.00",
            "-1.2",
            "(1.2)",
            "12 %",
            "N/A",
            "1.2.3",
            "nan",
            "1e3",
            "1.1234567890123456789",
        ] {
            assert_eq!(Rate::parse(cell, DecimalMark::Point), None, "{cell}");
        }
    }

    #[test]
    fn halves_go_to_the_even_cent() {
        assert_eq!(rate("2").divide(1), Some(0), "half a cent");
        assert_eq!(rate("2").divide(3), Some(2), "one and a half");
        assert_eq!(rate("2").divide(5), Some(2), "two and a half");
        assert_eq!(rate("2").divide(-1), Some(0));
        assert_eq!(rate("2").divide(-3), Some(-2));
        assert_eq!(rate("0.5").multiply(5), Some(2));
    }

    #[test]
    fn amounts_are_converted_by_hand() {
        // 100.00 USD at 1.0823 USD for 1 EUR: 92.3958... EUR.
        assert_eq!(rate("1.0823").divide(10_000), Some(9_240));
        // The reverse quotation, 0.9240 EUR for 1 USD.
        assert_eq!(rate("0.9240").multiply(10_000), Some(9_240));
        // 10,000 JPY at 162.53: 61.5271... EUR.
        assert_eq!(rate("162.53").divide(1_000_000), Some(6_153));
        let most = 1_i64 << 53;
        assert_eq!(rate("999999999999999999").multiply(most), None, "too much");
        assert_eq!(rate("1").divide(most), Some(most));
    }
}
