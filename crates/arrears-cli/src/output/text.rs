//! Numbers and lists as people read them, and text as a terminal may have it.

use std::borrow::Cow;

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

/// An amount of so many cents: `1,234.50`.
pub fn cents(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let whole = group(&(minor.unsigned_abs() / 100).to_string());
    format!("{sign}{whole}.{:02}", minor.unsigned_abs() % 100)
}

/// `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => items.concat(),
    }
}

/// Text of several lines as a terminal may have it: what would command it or turn the text round is shown, not obeyed.
/// Names of files and customers can hold anything.
pub fn printable(text: &str) -> Cow<'_, str> {
    shown(text, |c| c != '\n' && commands(c))
}

/// The same for what takes one line, whatever it holds: a line end of the ledger would begin a line that says it is ours.
pub fn one_line(text: &str) -> Cow<'_, str> {
    shown(text, commands)
}

/// Whether a terminal would do something in place of showing it.
fn commands(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shown(text: &str, commands: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&commands) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if commands(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
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
        assert_eq!(
            [cents(123_456_789), cents(-5), cents(0)],
            ["1,234,567.89", "-0.05", "0.00"]
        );
    }

    #[test]
    fn what_commands_a_terminal_is_shown() {
        assert_eq!(printable("a\n  bé €"), "a\n  bé €");
        assert_eq!(
            printable("\u{1b}[31m\u{7}\u{202e}x\r\u{9b}"),
            "\\u{1b}[31m\\u{7}\\u{202e}x\\r\\u{9b}"
        );
        assert_eq!(
            one_line("Wholesale)\n\nno alerts é"),
            "Wholesale)\\n\\nno alerts é"
        );
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
