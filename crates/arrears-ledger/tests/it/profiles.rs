//! Exports of bookkeeping packages, made by us: `init` recognises each, and what it proposes reads it as it is to be read.
//!
//! A case is an export `tests/profiles/PROFILE[.VARIANT].export` with its ledger beside it, `....ledger.csv`: a line per
//! row of each table, and per rejected row. `UPDATE_LEDGERS=1` writes what is read; look at the difference.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use arrears_ledger::{Ledger, Table, profile, propose, read};

use crate::helper::{cells, rejected};

fn folder(name: &str) -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join(name)
}

fn exports() -> Vec<PathBuf> {
    let mut exports: Vec<PathBuf> = std::fs::read_dir(folder("tests/profiles"))
        .expect("the exports")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "export"))
        .collect();
    exports.sort();
    exports
}

/// The profile that an export is of, by its name.
fn profile_of(export: &Path) -> String {
    let name = export.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// Every table of a ledger, a line per row.
fn as_text(ledger: &Ledger) -> String {
    let mut text = String::new();
    for table in Table::ALL {
        let frame = ledger.frame(table);
        if frame.height() == 0 {
            continue;
        }
        let names: Vec<String> = frame
            .get_column_names()
            .iter()
            .map(|name| name.to_string())
            .collect();
        text.push_str(&format!("{table};{}\n", names.join(";")));
        let columns: Vec<Vec<String>> = names.iter().map(|name| cells(frame, name)).collect();
        for row in 0..frame.height() {
            let line: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            text.push_str(&format!("{table};{}\n", line.join(";")));
        }
    }
    for line in rejected(ledger) {
        let line = line
            .split_once(".export")
            .map_or(line.as_str(), |(_, line)| line);
        text.push_str(&format!("rejected{line}\n"));
    }
    text
}

#[test]
fn every_export_is_recognised_and_read_as_it_is() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for export in exports() {
        let name = export.display().to_string();
        let mut proposal = propose(std::slice::from_ref(&export)).expect("a proposal");
        proposal.relative_to(export.parent().expect("a folder"));
        let Some(known) = proposal.known.first() else {
            wrong.push(format!("{name}: not recognised"));
            continue;
        };
        if known.id != profile_of(&export) || !known.is_sure {
            wrong.push(format!("{name}: recognised as {known:?}"));
        }
        seen.insert(known.id.clone());
        let ledger = match read(&proposal.config, export.parent().expect("a folder")) {
            Ok(ledger) => ledger,
            Err(error) => {
                wrong.push(format!("{name}: {error}\n{}", proposal.to_toml()));
                continue;
            }
        };
        let n_rows: u64 = ledger.row_counts.iter().map(|count| count.read).sum();
        let n_kept: u64 = ledger
            .row_counts
            .iter()
            .map(|count| count.used + count.rejected)
            .sum();
        assert_eq!(n_rows, n_kept, "{name}");
        let (found, beside) = (as_text(&ledger), export.with_extension("ledger.csv"));
        if std::env::var_os("UPDATE_LEDGERS").is_some() {
            std::fs::write(&beside, &found).expect("written");
        }
        let wanted = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != wanted {
            wrong.push(format!("{name}: read as\n{found}\nand not as\n{wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all: BTreeSet<String> = profile::profiles()
        .iter()
        .map(|known| known.id.clone())
        .collect();
    assert_eq!(seen, all, "every profile has an export");
}

#[test]
fn the_folder_of_profiles_is_compiled_in_whole() {
    let mut in_folder = BTreeSet::new();
    for entry in std::fs::read_dir(folder("../../profiles"))
        .expect("the profiles")
        .flatten()
    {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let id = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&path).expect("a profile");
            let parsed =
                profile::Profile::parse(&id, &text).unwrap_or_else(|error| panic!("{error}"));
            let compiled = profile::profiles().iter().find(|known| known.id == id);
            assert_eq!(compiled, Some(&parsed), "{id}");
            in_folder.insert(id);
        }
    }
    assert_eq!(in_folder.len(), profile::profiles().len());
}

#[test]
fn a_profile_maps_columns_that_it_names_to_columns_that_there_are() {
    for known in profile::profiles() {
        let named = |key: &String| assert!(known.headers.contains_key(key), "{}: {key}", known.id);
        known.signature.iter().for_each(named);
        for (table, of_table) in &known.tables {
            of_table
                .needs
                .iter()
                .chain(of_table.only.keys())
                .for_each(named);
            for (canonical, choice) in &of_table.columns {
                assert!(
                    arrears_ledger::schema::column(*table, canonical).is_some(),
                    "{}: {table}.{canonical}",
                    known.id
                );
                choice.keys().iter().for_each(named);
            }
            for canonical in of_table.notes.keys() {
                assert!(
                    of_table.columns.contains_key(canonical),
                    "{}: note on {canonical}",
                    known.id
                );
            }
        }
        for text in [&known.name, &known.about, &known.export, &known.confirmed] {
            assert!(!text.is_empty(), "{}", known.id);
        }
    }
}

#[test]
fn headers_are_recognised_in_any_order_and_writing() {
    let header =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let mut names = header(&[
        "NET DUE DATE",
        "further",
        "amount in LOCAL currency",
        "Document_Type",
        "document  date",
        "document-number",
        "account",
    ]);
    let found = profile::recognise(&names).expect("recognised");
    assert_eq!(
        (found.profile.id.as_str(), found.is_sure()),
        ("sap-fbl5n", true)
    );
    names.retain(|name| name != "Document_Type");
    assert!(
        profile::recognise(&names).is_none_or(|found| !found.is_sure()),
        "one of five is missing"
    );
    assert_eq!(profile::recognise(&header(&["a", "b"])), None);
}
