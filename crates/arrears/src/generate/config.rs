//! The `arrears.toml` that goes with a generated ledger.

use std::fmt::Write;

use arrears_synth::{Population, dutch_headers};

use super::{Format, extension};
use crate::config::render;
use crate::error::Error;

/// The config's text. Canonical names need no mapping; Dutch headers have one.
pub fn text(population: &Population, format: Format) -> Result<String, Error> {
    let mut ledger = String::from(
        "# The ledger's files. Their columns bear the canonical names unless mapped here.\n",
    );
    if format == Format::Dutch {
        ledger.push_str(
            "[ledger]\ndate_order = \"dmy\"\ndecimal_mark = \",\"\nseparator = \";\"\n\n",
        );
    }
    for table in &population.tables {
        let _ = write!(
            ledger,
            "[ledger.{0}]\npath = \"{0}.{1}\"\n\n",
            table.name,
            extension(format)
        );
        if format == Format::Dutch {
            let headers = dutch_headers(&table.name);
            let _ = writeln!(ledger, "[ledger.{}.columns]", table.name);
            for (name, _) in &table.columns {
                if let Some((canonical, header)) =
                    headers.iter().find(|(canonical, _)| canonical == name)
                {
                    let _ = writeln!(ledger, "{canonical} = {}", toml::Value::from(*header));
                }
            }
            ledger.push('\n');
        }
    }
    Ok(with_policy(&render(&ledger)))
}

/// Names the policy file that is written beside the config.
fn with_policy(text: &str) -> String {
    match text.split_once("[policy]\n") {
        Some((before, after)) => {
            let after = after.replacen("# path = \"\"", "path = \"policy.toml\"", 1);
            format!("{before}[policy]\n{after}")
        }
        None => text.to_owned(),
    }
}
