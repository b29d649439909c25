//! The free text of an MT940 entry (`:86:`), in the forms that banks give it.
//!
//! | form | as in |
//! | --- | --- |
//! | words between slashes | `/EREF/2024-17//CNTP/NL32INGB0000012345/INGBNL2A/Jansen///REMI/USTD//Factuur 12/` |
//! | numbered subfields of German banks | `166?00GUTSCHRIFT?20EREF+2024-17?21SVWZ+RE 12?31DE89...?32Jansen` |
//! | words with a colon | `SEPA OVERBOEKING IBAN: NL32INGB0000012345 NAAM: Jansen OMSCHRIJVING: Factuur 12` |
//! | anything else | taken as what the payer wrote |
//!
//! Banks break the text wherever a line is full, also within a word: the first two forms are joined without anything
//! between their lines, the others with a space.

use super::statement::{Entry, is_iban};

/// Adds what the text says to its entry.
pub(super) fn read_details(lines: &[&str], entry: &mut Entry) {
    let joined: String = lines.concat();
    if let Some(subfields) = numbered(&joined) {
        read_numbered(&joined, &subfields, entry);
        return;
    }
    let parts = between_slashes(&joined);
    if !parts.is_empty() {
        read_slashes(&parts, entry);
        return;
    }
    let spaced = lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ");
    let parts = with_colons(&spaced);
    if parts.is_empty() {
        spaced.trim().clone_into(&mut entry.remittance);
    } else {
        read_colons(&spaced, &parts, entry);
    }
}

/// Words that stand between slashes.
const SLASH_WORDS: [&str; 24] = [
    "EREF", "REMI", "NAME", "IBAN", "BIC", "ADDR", "TRTP", "CSID", "MARF", "ORDP", "BENM", "ULTD",
    "ULTB", "ULTC", "CNTP", "RTRN", "PREF", "PURP", "ISDT", "TRCD", "ACCW", "IREF", "CREF", "OCMT",
];

/// A word and what follows it.
type Part<'a> = (&'a str, &'a str);

fn between_slashes(text: &str) -> Vec<Part<'_>> {
    let mut marks: Vec<(usize, &str)> = Vec::new();
    for (at, _) in text.match_indices('/') {
        let word = text[at + 1..].split('/').next().unwrap_or_default();
        let is_closed = text[at + 1 + word.len()..].starts_with('/');
        if is_closed && SLASH_WORDS.contains(&word) {
            marks.push((at, word));
        }
    }
    // A slash in what a payer wrote is no such form: this one begins with a word.
    if marks
        .first()
        .is_none_or(|(at, _)| !text[..*at].trim().is_empty())
    {
        return Vec::new();
    }
    cut(text, &marks, |word| word.len() + 2)
}

/// The text from each mark up to the next one; `width` is what the mark itself takes.
fn cut<'a>(
    text: &'a str,
    marks: &[(usize, &'a str)],
    width: impl Fn(&str) -> usize,
) -> Vec<Part<'a>> {
    let ends = marks.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    marks
        .iter()
        .zip(ends)
        .map(|((at, word), end)| (*word, text.get(at + width(word)..end).unwrap_or_default()))
        .collect()
}

fn read_slashes(parts: &[Part<'_>], entry: &mut Entry) {
    for (word, value) in parts {
        let trimmed = value.trim().trim_matches('/').trim();
        match *word {
            "EREF" if !is_filler(trimmed) => trimmed.clone_into(&mut entry.end_to_end_id),
            "NAME" if entry.counterparty.is_empty() => trimmed.clone_into(&mut entry.counterparty),
            "IBAN" if entry.counterparty_account.is_empty() => {
                entry.counterparty_account = squeezed(trimmed);
            }
            "CNTP" => read_counterparty(value, entry),
            "RTRN" => trimmed.clone_into(&mut entry.return_reason),
            "REMI" => read_remittance(value, entry),
            "TRTP" if entry.code.is_empty() => trimmed.clone_into(&mut entry.code),
            _ => {}
        }
    }
}

/// `IBAN/BIC/name/city`, where each may be missing.
fn read_counterparty(value: &str, entry: &mut Entry) {
    let mut parts = value.split('/').map(str::trim);
    let mut next = || parts.next().unwrap_or_default();
    entry.counterparty_account = squeezed(next());
    let _bank = next();
    next().clone_into(&mut entry.counterparty);
}

/// `USTD//text` or `STRD/CUR/reference`; without such words the text itself.
fn read_remittance(value: &str, entry: &mut Entry) {
    let value = value.trim();
    if let Some(text) = value.strip_prefix("USTD/") {
        text.trim()
            .trim_matches('/')
            .trim()
            .clone_into(&mut entry.remittance);
    } else if let Some(reference) = value.strip_prefix("STRD/") {
        let (issuer, reference) = reference.split_once('/').unwrap_or(("", reference));
        let reference = if reference.trim_matches('/').is_empty() {
            issuer
        } else {
            reference
        };
        reference
            .trim()
            .trim_matches('/')
            .clone_into(&mut entry.creditor_reference);
    } else {
        value
            .trim_matches('/')
            .trim()
            .clone_into(&mut entry.remittance);
    }
}

/// What stands where there is no reference.
fn is_filler(reference: &str) -> bool {
    const FILLERS: [&str; 5] = ["NOTPROVIDED", "NONREF", "NOT PROVIDED", "NONE", "NOREF"];
    FILLERS
        .iter()
        .any(|filler| reference.eq_ignore_ascii_case(filler))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Subfields of German banks: number and text each; the character between them is the one after the code in front.
fn numbered(text: &str) -> Option<Vec<(u32, &str)>> {
    let code = text.get(..3)?;
    let separator = text[3..].chars().next()?;
    if !code.bytes().all(|byte| byte.is_ascii_digit())
        || separator.is_alphanumeric()
        || separator == ' '
    {
        return None;
    }
    let mut subfields: Vec<(u32, &str)> = Vec::new();
    let mut begin = 0;
    let is_numbered = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 2)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let mut number = None;
    for (at, _) in text.match_indices(separator) {
        let after = at + separator.len_utf8();
        let Some(found) = is_numbered(after) else {
            continue;
        };
        if let Some(number) = number {
            subfields.push((number, &text[begin..at]));
        }
        (number, begin) = (Some(found), after + 2);
    }
    subfields.push((number?, &text[begin..]));
    Some(subfields)
}

/// SEPA's words within the subfields for what was written.
const PLUS_WORDS: [&str; 13] = [
    "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "PURP+", "COAM+",
    "OAMT+", "IBAN+", "BIC+",
];

/// Characters that a subfield holds: a full one may be broken within a word.
const SUBFIELD_WIDTH: usize = 27;

fn read_numbered(text: &str, subfields: &[(u32, &str)], entry: &mut Entry) {
    let code = &text[..3];
    let mut written = String::new();
    let mut is_full = true;
    for (number, value) in subfields {
        match number {
            20..=29 | 60..=63 => {
                let begins = PLUS_WORDS.iter().any(|word| value.starts_with(word));
                if !written.is_empty() && (!is_full || begins) {
                    written.push(' ');
                }
                written.push_str(value);
                is_full = value.chars().count() >= SUBFIELD_WIDTH;
            }
            31 => entry.counterparty_account = squeezed(value),
            32 | 33 => entry.counterparty.push_str(value),
            _ => {}
        }
    }
    entry.counterparty = entry.counterparty.trim().to_owned();
    read_plus_words(&written, entry);
    // Business transaction codes of returns: direct debits (108, 109, 111) and transfers (159).
    if matches!(code, "108" | "109" | "111" | "159") && entry.return_reason.is_empty() {
        entry.return_reason = format!("GVC {code}");
    }
    entry.code = format!("{} {code}", entry.code).trim().to_owned();
}

fn read_plus_words(written: &str, entry: &mut Entry) {
    let mut marks: Vec<(usize, &str)> = PLUS_WORDS
        .iter()
        .flat_map(|word| written.match_indices(word))
        .filter(|(at, _)| *at == 0 || written[..*at].ends_with(' '))
        .collect();
    marks.sort_unstable();
    let Some((first, _)) = marks.first() else {
        written.trim().clone_into(&mut entry.remittance);
        return;
    };
    let mut remittance = written[..*first].trim().to_owned();
    for (word, value) in cut(written, &marks, str::len) {
        let value = value.trim();
        match word {
            "EREF+" if !is_filler(value) => entry.end_to_end_id = squeezed(value),
            "SVWZ+" => remittance = format!("{remittance} {value}").trim().to_owned(),
            "IBAN+" if entry.counterparty_account.is_empty() => {
                entry.counterparty_account = squeezed(value)
            }
            _ => {}
        }
    }
    entry.remittance = remittance;
}

/// Words that stand before a colon.
const COLON_WORDS: [&str; 9] = [
    "IBAN:",
    "BIC:",
    "NAAM:",
    "OMSCHRIJVING:",
    "KENMERK:",
    "BETALINGSKENM.:",
    "BETALINGSKENMERK:",
    "MACHTIGING:",
    "INCASSANT:",
];

fn with_colons(text: &str) -> Vec<Part<'_>> {
    let mut marks: Vec<(usize, &str)> = COLON_WORDS
        .iter()
        .flat_map(|word| text.match_indices(word))
        .filter(|(at, _)| *at == 0 || text[..*at].ends_with(' '))
        .collect();
    marks.sort_unstable();
    let has_account = marks.iter().any(|(_, word)| *word == "IBAN:");
    if has_account {
        cut(text, &marks, str::len)
    } else {
        Vec::new()
    }
}

fn read_colons(text: &str, parts: &[Part<'_>], entry: &mut Entry) {
    for (word, value) in parts {
        let value = value.trim();
        match *word {
            "IBAN:" => {
                let account = squeezed(value);
                if is_iban(&account) {
                    entry.counterparty_account = account;
                }
            }
            "NAAM:" => value.clone_into(&mut entry.counterparty),
            "OMSCHRIJVING:" => value.clone_into(&mut entry.remittance),
            "KENMERK:" if !is_filler(value) => value.clone_into(&mut entry.end_to_end_id),
            "BETALINGSKENM.:" | "BETALINGSKENMERK:" => {
                value.clone_into(&mut entry.creditor_reference)
            }
            _ => {}
        }
    }
    if text.starts_with("SEPA") && text.contains("STORNO") && entry.return_reason.is_empty() {
        "STORNO".clone_into(&mut entry.return_reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str]) -> Entry {
        let mut entry = Entry::default();
        read_details(lines, &mut entry);
        entry
    }

    fn shown(entry: &Entry) -> [&str; 4] {
        [
            &entry.counterparty,
            &entry.counterparty_account,
            &entry.end_to_end_id,
            &entry.remittance,
        ]
        .map(|text| text.as_str())
    }

    #[test]
    fn words_between_slashes() {
        let entry = check(&[
            "/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2A/JAN",
            "SEN BV/AMSTERDAM///REMI/USTD//Factuur 2024/0012 en 13/",
        ]);
        assert_eq!(
            shown(&entry),
            [
                "JANSEN BV",
                "NL32INGB0000012345",
                "EV12341REP1231456T1234",
                "Factuur 2024/0012 en 13"
            ]
        );
        let entry = check(&[
            "/TRTP/SEPA OVERBOEKING/IBAN/NL32INGB0000012345/BIC/INGBNL2A/NAME/J ",
            "JANSEN/REMI/Factuur 12/EREF/NOTPROVIDED",
        ]);
        assert_eq!(
            shown(&entry),
            ["J JANSEN", "NL32INGB0000012345", "", "Factuur 12"]
        );
        let entry = check(&["/ORDP//NAME/Smit/REMI/STRD/CUR/9999990012345678/ISDT/2024-03-01"]);
        assert_eq!(
            (
                entry.counterparty.as_str(),
                entry.creditor_reference.as_str()
            ),
            ("Smit", "9999990012345678")
        );
        assert_eq!(check(&["/RTRN/AC04//REMI/x/"]).return_reason, "AC04");
    }

    #[test]
    fn numbered_subfields() {
        let entry = check(&[
            "166?00GUTSCHRIFT?109310?20EREF+RE-2024-0012?21SVWZ+Rechnung RE-2024-00?2212 vom 3.1.?30COBADEFF",
            "XXX?31DE89370400440532013000?32Müller & Söhne GmbH?33 und Co",
        ]);
        assert_eq!(
            shown(&entry),
            [
                "Müller & Söhne GmbH und Co",
                "DE89370400440532013000",
                "RE-2024-0012",
                "Rechnung RE-2024-00 12 vom 3.1."
            ]
        );
        let entry = check(&["109?00RUECKLASTSCHRIFT?20EREF+X1?21SVWZ+R"]);
        assert_eq!(
            (entry.return_reason.as_str(), entry.code.as_str()),
            ("GVC 109", "109")
        );
        let entry = check(&["051?00UEBERWEISUNG?20RECHNUNGEN 2024-100 2024-1?2101"]);
        assert_eq!(entry.remittance, "RECHNUNGEN 2024-100 2024-1 01");
        let entry = check(&["051?00UEBERWEISUNG?20RECHNUNGEN 202410 UND 20241?211"]);
        assert_eq!(
            entry.remittance, "RECHNUNGEN 202410 UND 202411",
            "a full subfield goes on"
        );
    }

    #[test]
    fn words_with_a_colon_and_plain_text() {
        let entry = check(&[
            "SEPA OVERBOEKING                 IBAN: NL32INGB0000012345",
            "BIC: INGBNL2A                    NAAM: JANSEN",
            "OMSCHRIJVING: FACTUUR 12         KENMERK: NONREF",
        ]);
        assert_eq!(
            shown(&entry),
            ["JANSEN", "NL32INGB0000012345", "", "FACTUUR 12"]
        );
        let entry = check(&["betaling factuur 12", " 2024/13  NAAM: x"]);
        assert_eq!(entry.remittance, "betaling factuur 12 2024/13  NAAM: x");
        assert_eq!(check(&[]), Entry::default());
        assert_eq!(check(&["a/REMI/b"]).remittance, "a/REMI/b");
    }
}
