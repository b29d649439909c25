//! `docs/cli.md` says what the command line is.

use std::fs;
use std::path::Path;

use crate::support::Sandbox;

/// Run with `UPDATE_DOCS=1` to rewrite the page.
#[test]
fn the_reference_is_up_to_date() {
    let page = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../docs/cli.md");
    let right = Sandbox::new().run("reference").done();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&page, &right).unwrap();
    }
    let found = fs::read_to_string(&page).unwrap_or_default();
    assert!(
        found == right,
        "docs/cli.md is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears-cli`"
    );
}

#[test]
fn every_command_has_its_section() {
    let page = Sandbox::new().run("reference").done();
    for command in [
        "",
        " demo",
        " generate",
        " init",
        " check",
        " run",
        " train",
        " predict",
        " report",
        " backtest",
        " models",
        " models list",
        " models show",
        " models diff",
        " models promote",
        " models rollback",
        " models verify",
        " completions",
    ] {
        assert!(
            page.contains(&format!("\n## `arrears{command}`\n")),
            "{command}"
        );
    }
    assert!(!page.contains("arrears reference"));
}
