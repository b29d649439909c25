//! Documents at the command line: audit files, invoices, bank statements.

use crate::support::Sandbox;

const STATEMENTS: &str = "../arrears-ledger/tests/statements";
const PROFILES: &str = "../arrears-ledger/tests/profiles";
const DOCUMENTS: &str = "../arrears-ledger/tests/documents";

/// A file of the tests of ledgers, under another name.
fn copied(sandbox: &Sandbox, folder: &str, from: &str, to: &str) {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = std::path::Path::new(&root).join(folder).join(from);
    let target = sandbox.path(to);
    std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
    std::fs::copy(path, target).expect("copied");
}

#[test]
fn documents_are_told_without_empty_tables() {
    let sandbox = Sandbox::new();
    copied(&sandbox, DOCUMENTS, "auditfile-3.2.xaf", "books.xaf");
    insta::assert_snapshot!(sandbox.run("init books.xaf").stdout);
}

#[test]
fn how_a_file_of_two_tables_is_written_is_told_once() {
    let sandbox = Sandbox::new();
    copied(&sandbox, PROFILES, "sap-fbl5n.framed.export", "list.txt");
    let text = sandbox.run("init list.txt").stdout;
    assert_eq!(
        text.matches("dates are day, month, year").count(),
        1,
        "{text}"
    );
    assert!(
        text.contains("`[checks] max_rejected_share` allows"),
        "{text}"
    );
}

#[test]
fn entries_of_many_statements_are_shown_and_said_to_be_unused() {
    let sandbox = Sandbox::new();
    copied(&sandbox, STATEMENTS, "mt940-ing.sta", "bank/1.sta");
    copied(&sandbox, STATEMENTS, "camt-02-batch.xml", "bank/2.xml");
    insta::assert_snapshot!(sandbox.run("read bank").done());
    copied(&sandbox, STATEMENTS, "overlap.zip", "overlap.zip");
    let zip = sandbox.run("read overlap.zip").done();
    assert!(zip.contains("entries ("), "{zip}");
    assert!(!zip.contains("payments (0)"), "{zip}");
}

#[test]
fn statements_that_a_folder_of_invoices_passes_over_are_told() {
    let sandbox = Sandbox::new();
    copied(&sandbox, DOCUMENTS, "peppol-invoice.xml", "in/1.xml");
    copied(&sandbox, STATEMENTS, "mt940-ing.sta", "in/2.sta");
    sandbox.write("arrears.toml", "[ledger.invoices]\npath = \"in\"\n");
    let check = sandbox.run("check").stdout;
    assert!(
        check.contains("! `in/2.sta`: a bank statement: what it says is paid is not used"),
        "{check}"
    );
}
