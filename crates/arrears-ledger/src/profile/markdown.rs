//! The page on the profiles, as Markdown.

use std::fmt::Write as _;

use super::{Profile, profiles};

/// `docs/profiles.md`: what each profile is, how its export is made, and what to mind.
pub fn to_markdown() -> String {
    let mut out = String::from(
        "# Profiles\n\n\
         <!-- Made from the profiles by `UPDATE_DOCS=1 cargo test --release -p arrears-ledger reference`. -->\n\n\
         Exports whose columns are known. `arrears init FILE...` recognises them by their headers, in any order, with \
         further columns between them and whatever their case and punctuation, and writes a config as the profile maps \
         them. Nothing needs to be named or copied. Any other export is mapped by its headers and values. Each profile is \
         a file in `profiles/`; [adding a profile](adding-a-profile.md) says how another comes in.\n\n\
         | profile | export | tables |\n| --- | --- | --- |\n",
    );
    for profile in profiles() {
        let tables: Vec<&str> = profile.tables.keys().map(|table| table.name()).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            profile.id,
            profile.name,
            tables.join(", ")
        );
    }
    for profile in profiles() {
        section(&mut out, profile);
    }
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
