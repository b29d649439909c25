//! Several files as one table: folders of documents, statements of several formats, files of several folders.

use std::path::{Path, PathBuf};

use arrears_ledger::{Ledger, LedgerConfig, Table, propose, read};

/// A folder with a statement of each format in `bank`, and what they pay.
fn bank() -> tempfile::TempDir {
    let cases = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("tests/statements");
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::create_dir(dir.path().join("bank")).expect("a folder");
    for (from, to) in [
        ("invoices.csv", "invoices.csv"),
        ("customers.csv", "customers.csv"),
        ("mt940-ing.sta", "bank/2024.sta"),
        ("camt-02-batch.xml", "bank/2025.xml"),
    ] {
        std::fs::copy(cases.join(from), dir.path().join(to)).expect("a copy");
    }
    dir
}

fn read_payments(dir: &Path, path: &str) -> Ledger {
    let text = format!(
        "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n[payments]\npath = \"{path}\"\n"
    );
    let config: LedgerConfig = toml::from_str(&text).expect("a config");
    read(&config, dir).expect("a ledger")
}

/// By file of the payments, the rows that it has.
fn counts(ledger: &Ledger) -> Vec<(String, u64)> {
    let of_payments = ledger.row_counts.iter();
    of_payments
        .filter(|count| count.table == Table::Payments)
        .map(|count| (count.file.clone(), count.read))
        .collect()
}

#[test]
fn a_folder_of_statements_is_read_whole_and_what_is_none_is_named() {
    let dir = bank();
    let alone: Vec<u64> = ["bank/2024.sta", "bank/2025.xml"]
        .iter()
        .map(|path| counts(&read_payments(dir.path(), path))[0].1)
        .collect();
    assert!(alone.iter().all(|n| *n > 0), "{alone:?}");
    std::fs::write(dir.path().join("bank/leesmij.txt"), "niets\n").expect("a file");
    let ledger = read_payments(dir.path(), "bank");
    assert_eq!(
        counts(&ledger),
        [
            ("bank/2024.sta".to_owned(), alone[0]),
            ("bank/2025.xml".to_owned(), alone[1]),
            ("bank/leesmij.txt".to_owned(), 0),
        ]
    );
    let note = "`bank/leesmij.txt`: passed over: it is no document, expected a bank statement";
    assert!(
        ledger.notes.iter().any(|told| told == note),
        "{:?}",
        ledger.notes
    );
}

#[test]
fn statements_of_two_formats_are_proposed_as_one_path() {
    let dir = bank();
    let at = |names: &[&str]| -> Vec<PathBuf> {
        names.iter().map(|name| dir.path().join(name)).collect()
    };
    let two = [
        "invoices.csv",
        "customers.csv",
        "bank/2024.sta",
        "bank/2025.xml",
    ];
    for (files, path) in [
        (&two[..], "bank/202*"),
        (&["invoices.csv", "customers.csv", "bank"], "bank"),
    ] {
        let mut proposal = propose(&at(files)).expect("a proposal");
        proposal.relative_to(dir.path());
        let text = proposal.to_toml();
        assert_eq!(text.matches("\n[ledger.payments]\n").count(), 1, "{text}");
        assert!(text.contains(&format!("path = \"{path}\"")), "{text}");
        let ledger = read(&proposal.config, dir.path()).expect("a ledger");
        assert_eq!(counts(&ledger).len(), 2, "{path}");
    }
}

#[test]
fn a_table_that_two_kinds_of_files_hold_is_proposed_once() {
    let dir = bank();
    std::fs::write(
        dir.path().join("payments.csv"),
        "invoice_id,payment_date,amount\nF1,2025-01-01,10.00\nF2,2025-01-13,20.00\n",
    )
    .expect("a file");
    let files = ["invoices.csv", "bank/2024.sta", "payments.csv"];
    let proposal = propose(&files.map(|name| dir.path().join(name))).expect("a proposal");
    let text = proposal.to_toml();
    assert_eq!(text.matches("\n[ledger.payments]\n").count(), 1, "{text}");
    let (path, reason) = &proposal.unrecognised[0];
    assert!(
        path.ends_with("payments.csv") && reason.contains("2024.sta"),
        "{reason}"
    );
}

#[test]
fn files_of_one_name_in_several_folders_are_one_pattern_with_a_question() {
    let dir = tempfile::tempdir().expect("a directory");
    let files: Vec<PathBuf> = ["noord", "zuid"]
        .iter()
        .map(|folder| {
            std::fs::create_dir(dir.path().join(folder)).expect("a folder");
            let path = dir.path().join(folder).join("facturen.csv");
            let text = "Factuurnummer;Debiteurnr;Factuurdatum;Vervaldatum;Bedrag\n\
                        F1;10000;13-01-2025;13-02-2025;1.250,00\n";
            std::fs::write(&path, text).expect("a file");
            path
        })
        .collect();
    let proposal = propose(&files).expect("a proposal");
    assert!(
        proposal.unrecognised.is_empty(),
        "{:?}",
        proposal.unrecognised
    );
    let asks = |doubt: &String| doubt.contains("administration = \"folder\"");
    assert!(proposal.doubts.iter().any(asks), "{:?}", proposal.doubts);
    let config = proposal.config.invoices.expect("invoices");
    let wanted = dir.path().join("*/facturen.csv");
    assert_eq!(Path::new(&config.path), wanted);
}
