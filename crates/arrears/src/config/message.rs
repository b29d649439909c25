//! The words of serde's errors, in the words of a config file.
//!
//! serde says ``invalid type: string "four", expected usize``; whoever wrote the file knows no `usize`.

/// What serde said, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// A value of the wrong type or spelling.
    Wrong {
        /// What would be right.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The same, said by ourselves of one key of a section.
    WrongIn {
        /// The key, without its section.
        key: String,
        /// What would be right.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A key that a strict section does not know.
    UnknownKey(String),
    /// A key that must be there is not.
    Missing(String),
    /// Anything else, as it was said.
    Other(String),
}

/// Takes a message of serde apart.
pub fn understand(message: &str) -> Said {
    let message = message.trim();
    let typed = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "));
    if let Some((found, expected)) = typed.and_then(|rest| rest.rsplit_once(", expected ")) {
        return Said::Wrong {
            expected: range_words(found, expected).unwrap_or_else(|| expected_words(expected)),
            found: found_words(found),
        };
    }
    if message.ends_with("number overflowed") {
        return Said::Wrong {
            expected: "a smaller number".into(),
            found: "one of too many digits".into(),
        };
    }
    if let Some((found, expected)) = message
        .strip_prefix("unknown variant ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        let expected = expected.strip_prefix("one of ").unwrap_or(expected);
        return Said::Wrong {
            expected: one_of(expected),
            found: format!("the text {found}"),
        };
    }
    if let Some((key, _)) = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once('`'))
    {
        return Said::UnknownKey(key.to_string());
    }
    if let Some((key, _)) = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'))
    {
        return Said::Missing(key.to_string());
    }
    let ours = message
        .strip_prefix('`')
        .and_then(|rest| rest.split_once("` must be "));
    if let Some((key, (expected, found))) =
        ours.and_then(|(key, rest)| Some((key, rest.rsplit_once(", found ")?)))
    {
        return Said::WrongIn {
            key: key.to_string(),
            expected: expected.to_string(),
            found: found.to_string(),
        };
    }
    Said::Other(message.to_string())
}

fn one_of(variants: &str) -> String {
    let variants: Vec<&str> = variants
        .split([',', ' '])
        .filter(|word| word.starts_with('`'))
        .collect();
    let quoted: Vec<String> = variants
        .iter()
        .map(|word| format!("\"{}\"", word.trim_matches('`')))
        .collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn expected_words(expected: &str) -> String {
    match expected {
        "usize" | "u64" | "u32" | "u16" | "u8" => "a whole number, 0 or more".into(),
        "isize" | "i64" | "i32" | "i16" | "i8" => "a whole number".into(),
        "f64" | "f32" => "a number".into(),
        "a string" | "string" | "str" | "string or table" => "text in quotes".into(),
        "a character" => "one character in quotes".into(),
        "a boolean" | "bool" => "true or false".into(),
        "a sequence" => "a list in square brackets".into(),
        "a map" => "a section".into(),
        other if other.starts_with("struct ") => "a section".into(),
        other if other.starts_with("enum ") || other.ends_with(" enum") => "text in quotes".into(),
        other => other.into(),
    }
}

/// The range, where a whole number is found that is none of the type's only because it is too large or too small.
fn range_words(found: &str, expected: &str) -> Option<String> {
    let is_negative = found.strip_prefix("integer `")?.starts_with('-');
    let range = |from: String, to: String| Some(format!("a whole number from {from} to {to}"));
    match expected {
        "u8" if !is_negative => range(u8::MIN.to_string(), u8::MAX.to_string()),
        "u16" if !is_negative => range(u16::MIN.to_string(), u16::MAX.to_string()),
        "u32" if !is_negative => range(u32::MIN.to_string(), u32::MAX.to_string()),
        "u64" | "usize" if !is_negative => range(u64::MIN.to_string(), u64::MAX.to_string()),
        "i32" => range(i32::MIN.to_string(), i32::MAX.to_string()),
        "i64" | "isize" => range(i64::MIN.to_string(), i64::MAX.to_string()),
        "f64" | "f32" => Some("a number of at most 19 digits, or one such as 1e20".into()),
        _ => None,
    }
}

fn found_words(found: &str) -> String {
    let found = found
        .trim_end_matches(" as i128")
        .trim_end_matches(" as u128");
    let after = |prefix: &str| {
        found
            .strip_prefix(prefix)
            .map(|rest| rest.trim_matches('`'))
    };
    if let Some(text) = after("string ") {
        format!("the text {text}")
    } else if let Some(number) = after("integer ").or_else(|| after("floating point ")) {
        format!("the number {number}")
    } else if let Some(value) = after("boolean ") {
        value.to_string()
    } else {
        match found {
            "sequence" => "a list".into(),
            "map" => "a section".into(),
            other => other.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_types_become_words() {
        let cases = [
            (
                "invalid type: string \"four\", expected usize",
                "a whole number, 0 or more",
                "the text \"four\"",
            ),
            (
                "invalid value: integer `-1`, expected u64",
                "a whole number, 0 or more",
                "the number -1",
            ),
            (
                "invalid type: floating point `1.5`, expected i32",
                "a whole number",
                "the number 1.5",
            ),
            (
                "invalid type: boolean `true`, expected a string",
                "text in quotes",
                "true",
            ),
            ("invalid type: sequence, expected f64", "a number", "a list"),
            (
                "invalid value: integer `300`, expected u8",
                "a whole number from 0 to 255",
                "the number 300",
            ),
            (
                "invalid type: integer `99999999999999999999` as i128, expected i32",
                "a whole number from -2147483648 to 2147483647",
                "the number 99999999999999999999",
            ),
            (
                "invalid type: integer `99999999999999999999` as i128, expected f64",
                "a number of at most 19 digits, or one such as 1e20",
                "the number 99999999999999999999",
            ),
            (
                "integer number overflowed",
                "a smaller number",
                "one of too many digits",
            ),
            (
                "invalid type: integer `3`, expected struct TableConfig",
                "a section",
                "the number 3",
            ),
            (
                "unknown variant `de`, expected one of `en`, `nl`, `fr`",
                "\"en\", \"nl\" or \"fr\"",
                "the text `de`",
            ),
            (
                "unknown variant `x`, expected `a` or `b`",
                "\"a\" or \"b\"",
                "the text `x`",
            ),
        ];
        for (message, expected, found) in cases {
            let right = Said::Wrong {
                expected: expected.into(),
                found: found.into(),
            };
            assert_eq!(understand(message), right, "{message}");
        }
    }

    #[test]
    fn a_strict_section_names_its_unknown_key() {
        let said = understand(
            "unknown field `graze_days`, expected `grace_days` or `settle_tolerance_minor`",
        );
        assert_eq!(said, Said::UnknownKey("graze_days".into()));
        assert_eq!(
            understand("missing field `path`"),
            Said::Missing("path".into())
        );
    }
}
