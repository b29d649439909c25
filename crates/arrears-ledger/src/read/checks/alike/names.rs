//! When two names are spellings of one.
//!
//! Names are compared without case, accents, punctuation, legal form and the word for "and"; longer ones may differ by
//! one letter too (added, dropped, changed), never in a figure. Pairs at one letter's distance are found through what
//! is left of each name when a letter is taken out: names at that distance have one such rest in common.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// From so many characters on a name may differ by one.
const LONG: usize = 8;
/// Above so many names only equal ones are looked for: the rests of more would take too much memory.
const MOST_FOR_DISTANCE: usize = 200_000;

/// Words that say nothing of who it is.
const IDLE: &[&str] = &[
    "bv", "nv", "vof", "cv", "bvba", "cvba", "vzw", "srl", "sa", "sas", "sasu", "sarl", "sprl",
    "eurl", "snc", "asbl", "gmbh", "mbh", "ag", "kg", "ug", "ohg", "ek", "ev", "se", "ltd",
    "limited", "plc", "llc", "inc", "corp", "cie", "en", "and", "et", "und", "the", "de", "la",
    "le", "het", "der", "die", "das",
];

/// A name as it is compared: without case, accents, punctuation, legal form and the word for "and"; empty where nothing is left.
pub fn key_of(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            // "B.V." is one word, "Jan-Piet" two.
            '.' | '\'' | '’' => {}
            letter => push_unaccented(letter, &mut folded),
        }
    }
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: String = words
        .iter()
        .filter(|word| !IDLE.contains(word))
        .copied()
        .collect();
    if telling.is_empty() {
        words.concat()
    } else {
        telling
    }
}

/// Adds the letter without its accent, as one would type it.
fn push_unaccented(letter: char, out: &mut String) {
    match letter {
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        letter => {
            out.extend(
                std::iter::once(letter)
                    .nfkd()
                    .filter(|part| !is_combining_mark(*part)),
            );
        }
    }
}

/// For each key the first one that it is alike, if an earlier one is. Empty keys are like nothing.
pub(super) fn earlier_alike(keys: &[String]) -> Vec<Option<usize>> {
    let mut alike = vec![None; keys.len()];
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        match first.get(key.as_str()) {
            Some(&earlier) => alike[at] = Some(earlier),
            None => drop(first.insert(key, at)),
        }
    }
    if keys.len() > MOST_FOR_DISTANCE {
        return alike;
    }
    let mut by_rest: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        if alike[at].is_some() || key.chars().count() < LONG {
            continue;
        }
        let mut rests = rests(key);
        rests.push(key.clone());
        rests.sort_unstable();
        rests.dedup();
        let mut earliest = None;
        for rest in rests {
            let met = by_rest.entry(rest).or_default();
            let near = met
                .iter()
                .copied()
                .find(|&other| differ_by_a_letter(&keys[other], key));
            earliest = match (earliest, near) {
                (Some(a), Some(b)) => Some(usize::min(a, b)),
                (a, b) => a.or(b),
            };
            met.push(at);
        }
        alike[at] = earliest;
    }
    alike
}

/// What is left of a text when one of its letters is taken out.
fn rests(text: &str) -> Vec<String> {
    let without = |(at, letter): (usize, char)| {
        let mut rest = text.to_owned();
        rest.replace_range(at..at + letter.len_utf8(), "");
        rest
    };
    text.char_indices().map(without).collect()
}

/// At a distance of one letter, with the same figures.
fn differ_by_a_letter(a: &str, b: &str) -> bool {
    let figures = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    figures(a) == figures(b) && strsim::levenshtein(a, b) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_what_they_say() {
        for (name, key) in [
            ("Jansen B.V.", "jansen"),
            ("JANSEN BV", "jansen"),
            ("Müller & Söhne GmbH", "mullersohne"),
            (
                "Société Générale d'Équipement S.A.",
                "societegeneraledequipement",
            ),
            ("Bakkerij 't Stoepje", "bakkerijtstoepje"),
            ("De B.V.", "debv"),
            ("Straße 12", "strasse12"),
            ("Αθήνα Α.Ε.", "αθηνααε"),
            ("", ""),
        ] {
            assert_eq!(key_of(name), key, "{name}");
        }
        assert_eq!(key_of("Jansen en Zonen"), key_of("Jansen & Zonen"));
    }

    #[test]
    fn long_names_may_differ_by_a_letter_but_not_in_a_figure() {
        let keys =
            |names: &[&str]| -> Vec<String> { names.iter().map(|name| key_of(name)).collect() };
        let alike = |names: &[&str]| earlier_alike(&keys(names));
        assert_eq!(
            alike(&["Janssen Bouw", "Jansen Bouw BV", "Jansen Bauw"]),
            [None, Some(0), Some(1)]
        );
        assert_eq!(alike(&["Filiaal Oost 12", "Filiaal Oost 13"]), [None, None]);
        assert_eq!(alike(&["Bakker", "Bakkes"]), [None, None], "too short");
        assert_eq!(alike(&["BV", "", "B.V."]), [None, None, Some(0)]);
    }
}
