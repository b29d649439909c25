//! Whether cents are all that an amount says.

/// Whether decimals say more than cents. Ten and more are of a float in full, whose noise begins far behind.
pub(crate) fn is_rounded(decimals: &[u8]) -> bool {
    let is_float = decimals.len() >= 10;
    let end = if is_float { 8 } else { decimals.len() };
    let telling = decimals.get(2..end).unwrap_or_default();
    let all = |figure: u8| telling.iter().all(|&one| one == figure);
    !(all(b'0') || is_float && all(b'9'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_cents_is_told_and_noise_is_not() {
        for decimals in ["005", "299", "001", "1234567891234567", "999"] {
            assert!(is_rounded(decimals.as_bytes()), "{decimals}");
        }
        for decimals in [
            "",
            "5",
            "05",
            "050",
            "0500",
            "30000000000000004",
            "29999999999999999",
        ] {
            assert!(!is_rounded(decimals.as_bytes()), "{decimals}");
        }
    }
}
