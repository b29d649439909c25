//! The pages of the guide that are made from the definitions of the columns and from the profiles.

use std::path::PathBuf;

use arrears_ledger::schema;

#[test]
fn the_page_on_ledger_tables_is_up_to_date() {
    let page = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../docs/ledger.md");
    let expected = schema::to_markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &expected).expect("the page can be written");
    }
    let found = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        found == expected,
        "docs/ledger.md is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears-ledger reference`"
    );
}

#[test]
fn the_page_on_profiles_is_up_to_date() {
    let page = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../docs/profiles.md");
    let expected = arrears_ledger::profile::to_markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &expected).expect("written");
    }
    assert_eq!(
        std::fs::read_to_string(&page).unwrap_or_default(),
        expected,
        "docs/profiles.md is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears-ledger reference`"
    );
}
