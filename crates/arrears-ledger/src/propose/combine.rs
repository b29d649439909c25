//! Several files of one table: a pattern where they have the same columns.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::facts::FileFacts;
use super::{Proposal, TableProposal};
use crate::read::EVERY_SHEET;

/// One proposal per table. Files with the same columns in one folder become a pattern; of others the first stays, a
/// whole one before one of which a column is missing.
pub(crate) fn combine(
    mut found: Vec<(TableProposal, Arc<FileFacts>)>,
    proposal: &mut Proposal,
) -> Vec<(TableProposal, Arc<FileFacts>)> {
    // Of the sheets of a workbook the fullest; files stay in the order in which they were given.
    found.sort_by_key(|(table, facts)| {
        let n_rows = if table.sheet.is_some() {
            facts.n_rows
        } else {
            0
        };
        (!table.missing.is_empty(), Reverse(n_rows))
    });
    let mut combined: Vec<(TableProposal, Arc<FileFacts>, Vec<PathBuf>)> = Vec::new();
    for (table, facts) in found {
        let Some((first, first_facts, paths)) = combined
            .iter_mut()
            .find(|(first, _, _)| first.table == table.table)
        else {
            let paths = vec![table.path.clone()];
            combined.push((table, facts, paths));
            continue;
        };
        if is_alike(first, &table) {
            first.n_rows += table.n_rows;
            first.unknown_kinds.extend(table.unknown_kinds);
            first.unknown_kinds.sort();
            first.unknown_kinds.dedup();
            if first.sheet != table.sheet {
                first.sheet = Some(EVERY_SHEET.to_owned());
            }
            if !paths.contains(&table.path) {
                paths.push(table.path);
            }
            // The forms are told by all files when they are read; here the largest one speaks.
            if facts.n_rows > first_facts.n_rows {
                *first_facts = facts;
            }
        } else {
            let why = match same_columns(first, &table) {
                true => "no pattern names both: put them into one folder",
                false => "with other columns: make them alike, or add it by hand",
            };
            let reason = format!(
                "it is a table of `{}` like `{}`; {why}",
                table.table,
                first.place()
            );
            let place = PathBuf::from(table.place());
            proposal.unrecognised.push((place, reason));
        }
    }
    let mut out = Vec::new();
    for (mut table, facts, mut paths) in combined {
        paths.sort();
        if table.sheet.as_deref() == Some(EVERY_SHEET) {
            proposal.doubts.push(format!(
                "`{}`: sheets with the same columns are read as one table of `{}`; name one with `sheet` if they are not",
                table.path.display(),
                table.table
            ));
        }
        if let [_, _, ..] = paths.as_slice()
            && let Some(pattern) = pattern(&paths)
        {
            let doubt = confirm_pattern(&pattern, paths.len());
            if !proposal.doubts.contains(&doubt) {
                proposal.doubts.push(doubt);
            }
            table.path = pattern;
        }
        out.push((table, facts));
    }
    out
}

/// Whether two files or sheets can be read as one table by a pattern.
fn is_alike(first: &TableProposal, other: &TableProposal) -> bool {
    let paths = [first.path.clone(), other.path.clone()];
    same_columns(first, other)
        && first.only.keys().eq(other.only.keys())
        && (paths[0] == paths[1] || pattern(&paths).is_some())
}

fn same_columns(first: &TableProposal, other: &TableProposal) -> bool {
    let names = |table: &TableProposal| -> Vec<(String, String)> {
        let columns = table.columns.iter();
        columns
            .map(|column| (column.canonical.clone(), column.column.clone()))
            .collect()
    };
    names(first) == names(other)
}

/// The question whether a pattern names what it should; files of several folders may be several companies'.
pub(super) fn confirm_pattern(pattern: &Path, n_files: usize) -> String {
    let folder = pattern.parent().map(Path::to_string_lossy);
    let several = match folder.is_some_and(|folder| folder.contains('*')) {
        true => {
            "; if the folders are several administrations, set `administration = \"folder\"` under `[ledger]`"
        }
        false => "",
    };
    format!(
        "`{}`: {n_files} files of one kind; confirm that the pattern names no other{several}",
        pattern.display()
    )
}

/// Files of one folder by their names' common beginning and end; files of one name by those of their folders.
pub(super) fn pattern(paths: &[PathBuf]) -> Option<PathBuf> {
    let same = |part: fn(&Path) -> Option<&Path>| {
        let mut parts = paths.iter().map(|path| part(path));
        let first = parts.next()?;
        parts.all(|part| part == first).then_some(first?)
    };
    let names = |of: fn(&Path) -> Option<&Path>| -> Option<Vec<&str>> {
        let names = paths.iter().map(|path| of(path)?.file_name()?.to_str());
        names.collect()
    };
    if let Some(folder) = same(Path::parent) {
        return Some(folder.join(between(&names(|path| Some(path))?)?));
    }
    let name = same(|path| path.file_name().map(Path::new))?;
    let above = same(|path| path.parent()?.parent())?;
    // A common ending alone, as that of noord and zuid, says nothing.
    let folder = between(&names(Path::parent)?).filter(|name| !name.starts_with('*'));
    let folder = folder.unwrap_or_else(|| "*".to_owned());
    Some(
        above
            .join(folder)
            .join(glob::Pattern::escape(name.to_str()?)),
    )
}

/// The names' common beginning and end with a `*` between.
fn between(names: &[&str]) -> Option<String> {
    let first = *names.first()?;
    let common = |equal: &dyn Fn(&str, usize) -> bool| {
        (0..=first.len())
            .rev()
            .find(|&n| names.iter().all(|name| equal(name, n)))
    };
    let start = common(&|name, n| first.get(..n).is_some_and(|start| name.starts_with(start)))?;
    let end = common(&|name, n| {
        let tail = first
            .len()
            .checked_sub(n)
            .and_then(|from| first.get(from..));
        tail.is_some_and(|tail| name.len() >= start + n && name.ends_with(tail))
    })?;
    Some(format!(
        "{}*{}",
        glob::Pattern::escape(first.get(..start)?),
        glob::Pattern::escape(first.get(first.len() - end..)?)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_a_pattern() {
        let check = |names: &[&str], expected: &str| {
            let paths: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
            assert_eq!(pattern(&paths), Some(PathBuf::from(expected)));
        };
        check(
            &["x/posten-2024.csv", "x/posten-2025.csv"],
            "x/posten-202*.csv",
        );
        check(&["a.csv", "b.csv"], "*.csv");
        check(&["aa.csv", "a.csv"], "a*.csv");
        check(&["p[1].csv", "p[2].csv"], "p[[]*[]].csv");
        check(&["x/noord/f.csv", "x/zuid/f.csv"], "x/*/f.csv");
        check(&["x/2024/f.csv", "x/2025/f.csv"], "x/202*/f.csv");
        check(&["bank/2024.sta", "bank/2025.xml"], "bank/202*");
    }
}
