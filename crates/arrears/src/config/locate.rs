//! Where in the text of a config a key or a value stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// The line, from 1, on which the key at `path` stands (or the deepest part of the path that is there).
pub fn line_of_key(text: &str, path: &[String]) -> Option<u32> {
    deepest(text, path).map(|(offset, _)| line_of(text, offset))
}

/// The line, from 1, on which the key at `path` itself stands; `None` where the file does not set it.
pub fn line_of_set_key(text: &str, path: &[String]) -> Option<u32> {
    let (offset, n_steps) = deepest(text, path)?;
    (n_steps == path.len()).then(|| line_of(text, offset))
}

/// Where the deepest part of the path that is there begins, and how many steps it has.
fn deepest(text: &str, path: &[String]) -> Option<(usize, usize)> {
    let root = DeTable::parse(text).ok()?;
    let mut at = None;
    let (mut table, mut list) = (Some(root.get_ref()), None);
    for (step, n_steps) in path.iter().zip(1..) {
        let (start, value) = match (table, list) {
            (Some(inside), _) => {
                let inside: &DeTable<'_> = inside;
                let found = inside.iter().find(|(key, _)| key.get_ref() == step);
                match found {
                    Some((key, value)) => (key.span().start, value),
                    None => break,
                }
            }
            (None, Some(entries)) => match entry(entries, step) {
                Some(value) => (value.span().start, value),
                None => break,
            },
            (None, None) => break,
        };
        at = Some((start, n_steps));
        table = value.get_ref().as_table();
        list = value.get_ref().as_array();
    }
    at
}

/// The entry of a list at a place that is written as a number.
fn entry<'a, 'i>(entries: &'a DeArray<'i>, place: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    entries.get(place.parse::<usize>().ok()?)
}

/// The path of the key whose value covers `span`, the innermost one.
pub fn key_at(text: &str, span: &Range<usize>) -> Option<Vec<String>> {
    let root = DeTable::parse(text).ok()?;
    let mut path = Vec::new();
    descend(root.get_ref(), span.start, &mut path).then_some(path)
}

/// The line, from 1, of a byte of the text.
pub fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    let n_breaks = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(n_breaks + 1).unwrap_or(u32::MAX)
}

/// Sections are searched whatever span they claim: a section may be spread over the file.
fn descend(table: &DeTable<'_>, offset: usize, path: &mut Vec<String>) -> bool {
    for (key, value) in table {
        path.push(key.get_ref().to_string());
        let inside = match value.get_ref() {
            DeValue::Table(inner) => descend(inner, offset, path),
            DeValue::Array(entries) => descend_list(entries, offset, path),
            _ => false,
        };
        if inside || covers(value, offset) {
            return true;
        }
        path.pop();
    }
    false
}

/// An entry that is no section itself is named by its list alone.
fn descend_list(entries: &DeArray<'_>, offset: usize, path: &mut Vec<String>) -> bool {
    for (i, entry) in entries.iter().enumerate() {
        let DeValue::Table(inner) = entry.get_ref() else {
            continue;
        };
        path.push(i.to_string());
        if descend(inner, offset, path) || covers(entry, offset) {
            return true;
        }
        path.pop();
    }
    false
}

fn covers(value: &Spanned<DeValue<'_>>, offset: usize) -> bool {
    value.span().contains(&offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "seed = 1\n\n[model]\nn_folds = 4\n\n[ledger.invoices]\npath = \"a.csv\"\ncolumns = { amount = \"Bedrag\" }\n";

    fn path(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_string()).collect()
    }

    #[test]
    fn keys_have_lines() {
        let line = |keys: &[&str]| line_of_key(TEXT, &path(keys));
        assert_eq!(line(&["seed"]), Some(1));
        assert_eq!(line(&["model"]), Some(3));
        assert_eq!(line(&["model", "n_folds"]), Some(4));
        assert_eq!(line(&["ledger", "invoices", "columns", "amount"]), Some(8));
        assert_eq!(line(&["ledger", "invoices", "absent"]), Some(6));
        assert_eq!(line(&["absent"]), None);
        let set = |keys: &[&str]| line_of_set_key(TEXT, &path(keys));
        assert_eq!(set(&["model", "n_folds"]), Some(4));
        assert_eq!(set(&["ledger", "invoices", "absent"]), None);
    }

    #[test]
    fn entries_of_lists_have_lines() {
        let text = "[[rule]]\na = 1\n\n[[rule]]\nb = 2\nc = [\n  { d = 3 },\n]\n";
        let line = |keys: &[&str]| line_of_key(text, &path(keys));
        assert_eq!(line(&["rule", "0", "a"]), Some(2));
        assert_eq!(line(&["rule", "1"]), Some(4));
        assert_eq!(line(&["rule", "1", "c", "0", "d"]), Some(7));
        let start = text.find("2\n").unwrap();
        assert_eq!(
            key_at(text, &(start..start + 1)),
            Some(path(&["rule", "1", "b"]))
        );
    }

    #[test]
    fn values_have_keys() {
        let key = |word: &str| {
            let start = TEXT.find(word).unwrap();
            key_at(TEXT, &(start..start + 1))
        };
        assert_eq!(key("4\n"), Some(path(&["model", "n_folds"])));
        assert_eq!(key("\"a.csv"), Some(path(&["ledger", "invoices", "path"])));
        assert_eq!(
            key("\"Bedrag"),
            Some(path(&["ledger", "invoices", "columns", "amount"]))
        );
    }
}
