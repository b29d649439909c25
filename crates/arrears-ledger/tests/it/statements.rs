//! Bank statements as banks write them, each with what is to become of its entries beside it.
//!
//! A case is two files in `tests/statements`: `NAME.sta`, `.xml` or `.zip`, the statement, and `NAME.expected`: what
//! `bank_matches.csv` says, and what is odd; or the error. All are matched to the same invoices and customers.

use std::path::{Path, PathBuf};

use arrears_ledger::{Ledger, LedgerConfig, bank_matches_csv, read};

fn folder() -> PathBuf {
    Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("tests/statements")
}

fn config(statement: &str) -> LedgerConfig {
    let text = format!(
        "[invoices]\npath = \"invoices.csv\"\n[customers]\npath = \"customers.csv\"\n[payments]\npath = \"{statement}\"\n"
    );
    toml::from_str(&text).expect("a config")
}

fn told(ledger: &Ledger) -> String {
    let mut out = String::from_utf8(bank_matches_csv(&ledger.bank_matches))
        .expect("UTF-8")
        .replace('\r', "");
    for flag in &ledger.flags {
        let first = &flag.examples[0];
        out.push_str(&format!(
            "odd: {} {}: {} {}\n",
            flag.kind.text(),
            first.place,
            first.id,
            first.detail
        ));
    }
    out
}

#[test]
fn every_statement_is_matched_as_expected() {
    let folder = folder();
    let entries = std::fs::read_dir(&folder).expect("the statements");
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.retain(|name| {
        [".sta", ".xml", ".zip"]
            .iter()
            .any(|ending| name.ends_with(ending))
    });
    names.sort();
    assert!(names.len() >= 17, "{}", names.len());
    let mut wrong = Vec::new();
    for name in names {
        let found = match read(&config(&name), &folder) {
            Ok(ledger) => {
                account_is_closed(&name, &ledger);
                told(&ledger)
            }
            Err(error) => format!(
                "error: {error}\nhint: {}\n",
                error.hint().unwrap_or_default()
            ),
        };
        let beside = folder.join(Path::new(&name).with_extension("expected"));
        if std::env::var_os("UPDATE_STATEMENTS").is_some() {
            std::fs::write(&beside, &found).expect("a place for it");
        }
        let wanted = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != wanted {
            wrong.push(format!("{name}\nfound:\n{found}\nwanted:\n{wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every entry is a payment or rejected, and no cent is lost or made.
fn account_is_closed(name: &str, ledger: &Ledger) {
    for row in ledger.rejected.iter().filter(|row| !row.kind.is_fault()) {
        assert!(row.cents.is_some(), "{name}: {row:?}");
        assert!(
            row.reason.contains(" of the file, booked "),
            "{name}: {row:?}"
        );
    }
    let of_payments =
        |count: &&arrears_ledger::FileCount| count.table == arrears_ledger::Table::Payments;
    for count in ledger.row_counts.iter().filter(of_payments) {
        let told = ledger.rejected.iter().filter(|row| row.file == count.file);
        let (known, unknown): (Vec<_>, Vec<_>) = told.partition(|row| row.cents.is_some());
        let cents = count.cents.expect("an account of cents");
        let rejected: i64 = known.iter().filter_map(|row| row.cents).sum();
        assert_eq!(cents.rejected, rejected, "{name}");
        assert_eq!(cents.n_unreadable, unknown.len() as u64, "{name}");
        assert_eq!(cents.read, cents.used + cents.rejected, "{name}");
    }
    let payments = ledger.payments.column("amount").unwrap().f64().unwrap();
    let kinds = ledger.payments.column("kind").unwrap().str().unwrap();
    let booked: i64 = payments
        .iter()
        .zip(kinds.iter())
        .map(|(amount, kind)| {
            (amount.unwrap() * 100.0).round() as i64 * if kind == Some("reversal") { -1 } else { 1 }
        })
        .sum();
    let matched =
        |entry: &&arrears_ledger::BankMatch| entry.status == arrears_ledger::BankStatus::Matched;
    let of_entries: i64 = ledger
        .bank_matches
        .iter()
        .filter(matched)
        .filter_map(|entry| entry.cents)
        .sum();
    assert_eq!(booked, of_entries, "{name}");
    let n_others = ledger.bank_matches.len() - ledger.bank_matches.iter().filter(matched).count();
    assert_eq!(ledger.rejected.len(), n_others, "{name}");
}

#[test]
fn a_repeated_reading_gives_the_same() {
    let folder = folder();
    let once = told(&read(&config("mt940-*.sta"), &folder).expect("statements"));
    let again = told(&read(&config("mt940-*.sta"), &folder).expect("statements"));
    assert_eq!(once, again);
}
