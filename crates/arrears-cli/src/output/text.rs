//! Numbers and lists as people read them.

/// A count with thousands apart: `6,000`.
pub fn count(n: usize) -> String {
    group(&n.to_string())
}

/// A count with its noun: `1 row`, `6,000 rows`.
pub fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// An amount with its currency: `EUR 1,234.50`.
pub fn amount(value: f64, currency: &str) -> String {
    let text = format!("{:.2}", value.abs());
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{currency} {sign}{}.{cents}", group(whole))
}

/// `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => items.concat(),
    }
}

fn group(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [count(0), count(999), count(1000), count(1234567)],
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [counted(1, "row"), counted(2000, "row")],
            ["1 row", "2,000 rows"]
        );
        assert_eq!(amount(1234.5, "EUR"), "EUR 1,234.50");
        assert_eq!(amount(-0.4, "EUR"), "EUR -0.40");
    }

    #[test]
    fn lists_end_with_and() {
        let items = ["a".to_string(), "b".into(), "c".into()];
        assert_eq!(
            [list(&items), list(&items[..1]), list(&[])],
            ["a, b and c", "a", ""]
        );
    }
}
