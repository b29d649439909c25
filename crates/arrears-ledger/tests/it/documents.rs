//! Documents and workbooks as ledgers, each with what is to be read of it beside it.
//!
//! A case is two files in `tests/documents`: `NAME.ENDING`, the document, and `NAME.ledger`: lines of config, then either
//! the tables that are read, the rejected rows and what is told of the file, or the error and its hint. In the config the
//! document is `FILE`. `UPDATE_DOCS=1` writes the second file anew; look at what it then says.

use std::path::{Path, PathBuf};

use arrears_ledger::{Ledger, LedgerConfig, read};
use polars::prelude::DataFrame;

use crate::helper::cells;

fn folder() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("tests/documents")
}

/// The cases: what is expected, and the document.
fn cases() -> Vec<(PathBuf, PathBuf)> {
    let entries = std::fs::read_dir(folder()).expect("the folder").flatten();
    let paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    let is_expected = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "ledger");
    let mut cases: Vec<(PathBuf, PathBuf)> = Vec::new();
    for expected in paths.iter().filter(|path| is_expected(path)) {
        let document = paths
            .iter()
            .find(|path| path.file_stem() == expected.file_stem() && !is_expected(path));
        let document = document.unwrap_or_else(|| panic!("no document for {}", expected.display()));
        cases.push((expected.clone(), document.clone()));
    }
    cases.sort();
    cases
}

#[test]
fn every_document_is_read_as_is_written_beside_it() {
    let cases = cases();
    assert!(cases.len() >= 12, "{}", cases.len());
    let mut wrong = Vec::new();
    for (expected, document) in cases {
        let wanted = std::fs::read_to_string(&expected).expect("text");
        let config = wanted.split("\n# ").next().expect("a config");
        let found = format!("{}\n{}", config.trim_end(), told(config, &document));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&expected, &found).expect("written");
        } else if found != wanted {
            wrong.push(format!("{}\n{found}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn told(config: &str, document: &Path) -> String {
    let name = document.file_name().expect("a name").to_string_lossy();
    let config: LedgerConfig = toml::from_str(&config.replace("FILE", &name)).expect("a config");
    match read(&config, &folder()) {
        Ok(ledger) => ledger_text(&ledger),
        Err(error) => {
            let text = error
                .to_string()
                .replace(&folder().display().to_string(), "FOLDER");
            format!("\n# error\n{text}\n{}\n", error.hint().unwrap_or_default())
        }
    }
}

fn ledger_text(ledger: &Ledger) -> String {
    let mut text = String::new();
    for (name, frame) in [
        ("customers", &ledger.customers),
        ("invoices", &ledger.invoices),
        ("payments", &ledger.payments),
    ] {
        if frame.height() > 0 {
            text.push_str(&format!("\n# {name}\n{}", table_text(frame)));
        }
    }
    if !ledger.rejected.is_empty() {
        text.push_str("\n# rejected\n");
    }
    for row in &ledger.rejected {
        text.push_str(&format!(
            "{}:{} {}={}: {}\n",
            row.file, row.line, row.column, row.value, row.reason
        ));
    }
    for count in &ledger.row_counts {
        assert_eq!(count.read, count.used + count.rejected, "{}", count.file);
    }
    if !ledger.doubts.is_empty() {
        text.push_str(&format!("\n# look at\n{}\n", ledger.doubts.join("\n")));
    }
    text.push_str("\n# read as\n");
    for note in &ledger.notes {
        text.push_str(&format!("{note}\n"));
    }
    text
}

fn table_text(frame: &DataFrame) -> String {
    let names: Vec<String> = frame
        .get_column_names()
        .iter()
        .map(|name| name.to_string())
        .collect();
    let columns: Vec<Vec<String>> = names.iter().map(|name| cells(frame, name)).collect();
    let mut text = format!("{}\n", names.join(" | "));
    for row in 0..frame.height() {
        let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
        text.push_str(&format!("{}\n", cells.join(" | ")));
    }
    text
}
