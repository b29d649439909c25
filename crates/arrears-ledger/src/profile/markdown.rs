//! The page on the profiles, as Markdown.

use std::fmt::Write as _;

use super::{Profile, profiles};

/// `profiles/README.md`: what each profile is, how its export is made, and what to mind.
pub fn to_markdown() -> String {
    let mut out = String::from(
        "# Profiles\n\n\
         <!-- Made from the profiles by `UPDATE_DOCS=1 cargo test --release -p arrears-ledger reference`. -->\n\n\
         Exports whose columns are known. `arrears init FILE...` recognises them by their headers, in any order, with \
         further columns between them and whatever their case and punctuation, and writes a config as the profile maps \
         them. Nothing needs to be named or copied. Any other export is mapped by its headers and values.\n\n\
         | profile | export | tables |\n| --- | --- | --- |\n",
    );
    for profile in profiles() {
        let tables: Vec<&str> = profile.tables.keys().map(|table| table.name()).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| [`{}`]({}.toml) | {} | {} |",
            profile.id,
            profile.id,
            profile.name,
            tables.join(", ")
        );
    }
    for profile in profiles() {
        section(&mut out, profile);
    }
    out.push_str(ADD);
    out
}

fn section(out: &mut String, profile: &Profile) {
    let _ = write!(
        out,
        "\n## {}\n\n{}.\n\n- **Make it**: {}.\n- **Headers**: {}.\n",
        profile.name, profile.about, profile.export, profile.confirmed
    );
    for trap in &profile.traps {
        let _ = writeln!(out, "- **Mind**: {trap}.");
    }
}

/// How a profile is added.
const ADD: &str = "
## Add a profile

Write a file NAME.toml here (the fields are those of `Profile` in `crates/arrears-ledger/src/profile/mod.rs`), name it in
`crates/arrears-ledger/src/profile/list.rs`, and put an export made by hand, NAME.export, into
`crates/arrears-ledger/tests/profiles`. `UPDATE_LEDGERS=1 cargo test --release -p arrears-ledger profiles`
writes what is read beside it: check it row by row before it is kept. Say under `confirmed` which headers were found in
public material, and which were not.
";
