//! References with check digits: RF, the Belgian structured communication, the Dutch payment reference.
//!
//! | reference | form | check |
//! | --- | --- | --- |
//! | creditor reference (ISO 11649) | `RF`, two check digits, up to 21 letters and digits | modulo 97 leaves 1 |
//! | gestructureerde mededeling (OGM) | `+++123/4567/89002+++`, twelve digits | the first ten modulo 97, 97 for 0 |
//! | betalingskenmerk | 7, or 9 to 14, or 16 digits | modulo 11 with the weights 2 4 8 5 10 9 7 3 6 1 from the right |

use arrears_formats::mod_97;

/// What a reference says, without its check digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reference {
    /// The reference as written, without marks.
    pub whole: String,
    /// Its content: what stands in it besides check digits and length.
    pub content: String,
}

/// The reference in a field that holds nothing else; `None` where its check digits are wrong.
pub(crate) fn in_field(field: &str) -> Option<Reference> {
    let squeezed = squeeze(field);
    rf(&squeezed)
        .or_else(|| ogm(&squeezed))
        .or_else(|| payment_reference(&squeezed))
}

/// The references in free text: RF and the Belgian one, which is told by its marks or slashes.
pub(crate) fn in_text(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for token in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/')) {
        let slashes = token.matches('/').count();
        let is_belgian = slashes == 2 && token.split('/').map(str::len).eq([3, 4, 5]);
        if is_belgian {
            found.extend(ogm(&squeeze(token)));
        } else if slashes == 0 {
            found.extend(rf(token));
        }
    }
    // Without slashes twelve digits are a reference only between marks.
    for mark in ["+++", "***"] {
        let mut parts = text.split(mark);
        parts.next();
        found.extend(parts.step_by(2).filter_map(|part| ogm(&squeeze(part))));
    }
    // Printed in groups of four, an RF goes over several words.
    if let Some((_, rest)) = text.split_once("RF") {
        let run: String = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == ' ')
            .collect();
        found.extend(rf(&squeeze(&format!("RF{run}"))));
    }
    found.sort();
    found.dedup();
    found
}

/// Letters and digits only, in capitals.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn rf(squeezed: &str) -> Option<Reference> {
    let bytes = squeezed.as_bytes();
    let shaped = (5..=25).contains(&bytes.len())
        && squeezed.starts_with("RF")
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    let checked = shaped && mod_97(bytes[4..].iter().chain(&bytes[..4])) == Some(1);
    checked.then(|| Reference {
        whole: squeezed.to_owned(),
        content: squeezed[4..].to_owned(),
    })
}

fn ogm(squeezed: &str) -> Option<Reference> {
    if squeezed.len() != 12 || !squeezed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (number, check) = squeezed.split_at(10);
    let rest = number.parse::<u64>().ok()? % 97;
    let expected = if rest == 0 { 97 } else { rest };
    (check.parse::<u64>().ok()? == expected).then(|| Reference {
        whole: squeezed.to_owned(),
        content: number.to_owned(),
    })
}

fn payment_reference(squeezed: &str) -> Option<Reference> {
    if !squeezed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let content = match squeezed.len() {
        // Seven digits have no check.
        7 => {
            return Some(Reference {
                whole: squeezed.to_owned(),
                content: squeezed.to_owned(),
            });
        }
        // Check digit, a digit for the length, content.
        9..=14 => &squeezed[2..],
        16 => &squeezed[1..],
        _ => return None,
    };
    (squeezed[..1].parse::<u32>().ok()? == modulo_11(&squeezed[1..])).then(|| Reference {
        whole: squeezed.to_owned(),
        content: content.to_owned(),
    })
}

/// Check digit of a Dutch payment reference over the digits behind it.
fn modulo_11(digits: &str) -> u32 {
    const WEIGHTS: [u32; 10] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1];
    let weighted = digits.bytes().rev().zip(WEIGHTS.iter().cycle());
    let sum: u32 = weighted
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 1,
        11 => 0,
        check => check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(field: &str) -> Option<String> {
        in_field(field).map(|reference| reference.content)
    }

    #[test]
    fn check_digits_are_checked() {
        assert_eq!(
            content("RF18 5390 0754 7034").as_deref(),
            Some("539007547034")
        );
        assert_eq!(content("RF19539007547034"), None);
        assert_eq!(
            content("+++123/4567/89002+++").as_deref(),
            Some("1234567890")
        );
        assert_eq!(content("123456789003"), None);
        assert_eq!(
            content("000000009797").as_deref(),
            Some("0000000097"),
            "a rest of 0 is written 97"
        );
        let sixteen = format!("{}000000020240012", modulo_11("000000020240012"));
        assert_eq!(content(&sixteen).as_deref(), Some("000000020240012"));
        assert_eq!(content("1234567").as_deref(), Some("1234567"));
        assert_eq!(content("F2024-1"), None);
    }

    #[test]
    fn the_weights_of_the_dutch_reference() {
        // By hand: 2*1 + 4*2 + 8*3 from the right = 34; 34 % 11 = 1; 11 - 1 = 10, written 1.
        assert_eq!(modulo_11("321"), 1);
        assert_eq!(modulo_11("0"), 0);
    }

    #[test]
    fn references_stand_in_free_text() {
        let found = |text: &str| {
            in_text(text)
                .into_iter()
                .map(|reference| reference.whole)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("betaling 123/4567/89002 dank"), ["123456789002"]);
        assert_eq!(found("***123456789002***"), ["123456789002"]);
        assert_eq!(found("ref RF18539007547034."), ["RF18539007547034"]);
        assert_eq!(found("RF18 5390 0754 7034"), ["RF18539007547034"]);
        assert!(found("tel 123456789002 of 01/02/2025").is_empty());
    }
}
