//! Where in the text of a config a key or a value stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line, from 1, on which the key at `path` stands (or the deepest part of the path that is there).
pub fn line_of_key(text: &str, path: &[String]) -> Option<u32> {
    let root = DeTable::parse(text).ok()?;
    let mut table = Some(root.get_ref());
    let mut at = None;
    for step in path {
        let Some((key, value)) =
            table.and_then(|table| table.iter().find(|(key, _)| key.get_ref() == step))
        else {
            break;
        };
        at = Some(key.span().start);
        table = value.get_ref().as_table();
    }
    at.map(|offset| line_of(text, offset))
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
            _ => false,
        };
        if inside || covers(value, offset) {
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
