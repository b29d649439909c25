//! The page of the guide that is made from the catalogue.

use std::path::PathBuf;

use arrears_features::catalogue;

#[test]
fn the_data_dictionary_is_up_to_date() {
    let page = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../docs/data-dictionary.md");
    let expected = catalogue::to_markdown();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&page, &expected).expect("the page can be written");
    }
    let found = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        found == expected,
        "docs/data-dictionary.md is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears-features dictionary`"
    );
}
