//! The commented config of `arrears init`, and the reference of every setting.
//!
//! Both are made from [`SECTIONS`], and the defaults they show from [`Config::default`].

use std::fmt::Write;

use super::Config;
use super::meanings::{SECTIONS, Section, Shown};

/// A whole `arrears.toml`: `ledger` as given, the settings people change commented out at their defaults.
pub fn render(ledger: &str) -> String {
    let mut text = String::from(
        "# What arrears reads and how it works. A line that is commented out shows its default; docs/settings.md\n\
         # lists every setting. Paths are relative to this file.\n",
    );
    let defaults = defaults();
    for section in SECTIONS
        .iter()
        .filter(|section| section.shown == Shown::Everywhere)
    {
        text.push('\n');
        if !section.name.is_empty() {
            let _ = writeln!(text, "# {}.\n[{}]", section.about, section.name);
        }
        for (key, about) in section.keys {
            let value = default_of(&defaults, section, key).unwrap_or_else(|| "\"\"".into());
            let _ = writeln!(text, "{}\n# {key} = {value}", comment(about));
        }
        if section.name.is_empty() {
            let _ = write!(text, "\n{}\n", ledger.trim_end());
        }
    }
    text
}

/// `docs/settings.md`: every setting with its default and meaning.
pub fn settings_markdown() -> String {
    let mut text = String::from(
        "# Settings\n\n\
         <!-- Made from `crates/arrears/src/config/meanings.rs` by `UPDATE_DOCS=1 cargo test`. -->\n\n\
         Every key of `arrears.toml`. All have a default but the path of the invoices; an unknown key is an error that \
         names the nearest known one. Paths are relative to the file.\n",
    );
    let defaults = defaults();
    for section in SECTIONS {
        let title = if section.name.is_empty() {
            "At the top".into()
        } else {
            format!("`[{}]`", section.name)
        };
        let about = if section.about.is_empty() {
            String::new()
        } else {
            format!("{}.\n\n", section.about)
        };
        let _ = write!(
            text,
            "\n## {title}\n\n{about}| key | default | meaning |\n| --- | --- | --- |\n"
        );
        for (key, meaning) in section.keys {
            let default = default_of(&defaults, section, key)
                .map_or("not set".into(), |value| format!("`{value}`"));
            let _ = writeln!(text, "| `{key}` | {default} | {meaning} |");
        }
    }
    text
}

/// The longest line of a comment.
const WIDTH: usize = 100;

pub(super) fn comment(about: &str) -> String {
    let mut text = String::new();
    let mut line = String::from("#");
    for word in about.split_whitespace() {
        if line.len() + 1 + word.len() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    text + &line + "."
}

fn defaults() -> toml::Table {
    toml::Table::try_from(Config::default()).unwrap_or_default()
}

/// A default as TOML; `None` for a key that is not set by default.
pub(super) fn default_of(defaults: &toml::Table, section: &Section, key: &str) -> Option<String> {
    let names = section.name.split('.').filter(|name| !name.is_empty());
    let mut table = defaults;
    for name in names {
        table = table.get(name)?.as_table()?;
    }
    table.get(key).map(|value| match value {
        // 1/3 is not a third to a reader: the digits a person would write are enough.
        toml::Value::Float(number) if number.to_string().len() > 6 => format!("{number:.4}"),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;
    use crate::config::known::keys_at;
    use std::path::Path;

    const LEDGER: &str = "[ledger.invoices]\npath = \"invoices.csv\"\n";

    #[test]
    fn every_setting_is_described_and_no_other() {
        let mut described: Vec<String> = Vec::new();
        for section in SECTIONS {
            described.extend(
                section
                    .keys
                    .iter()
                    .map(|(key, _)| format!("{}.{key}", section.name)),
            );
        }
        let mut known = Vec::new();
        leaves(&[], &mut known);
        // The tables of a ledger have the same keys: they are described once.
        known.retain(|key| match key.strip_prefix("ledger.") {
            Some(rest) => {
                let shown = ["invoices.", "rates.", "control."];
                !rest.contains('.') || shown.iter().any(|section| rest.starts_with(section))
            }
            None => true,
        });
        described.sort();
        known.sort();
        assert_eq!(described, known);
    }

    /// Every key that is no section, with a dot before its name.
    fn leaves(path: &[String], known: &mut Vec<String>) {
        for key in keys_at::<Config>(path) {
            let inner = [path, std::slice::from_ref(&key)].concat();
            if keys_at::<Config>(&inner).is_empty() {
                known.push(format!("{}.{key}", path.join(".")));
            } else {
                leaves(&inner, known);
            }
        }
    }

    /// Run with `UPDATE_DOCS=1` to rewrite the page.
    #[test]
    fn the_reference_is_up_to_date() {
        let page = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../../docs/settings.md");
        let right = settings_markdown();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, &right).unwrap();
        }
        let found = std::fs::read_to_string(&page).unwrap_or_default();
        assert!(
            found == right,
            "docs/settings.md is stale: run `UPDATE_DOCS=1 cargo test --release -p arrears`"
        );
    }

    #[test]
    fn the_commented_defaults_are_the_defaults() {
        let text = render(LEDGER);
        let active: String = text
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(setting)
                    if setting
                        .split_once(" = ")
                        .is_some_and(|(key, _)| !key.contains(' ')) =>
                {
                    setting
                }
                _ => line,
            })
            .filter(|line| *line != "path = \"\"")
            .collect::<Vec<_>>()
            .join("\n");
        let read = |text: &str| {
            ConfigFile::parse(Path::new("arrears.toml"), text.to_string())
                .unwrap()
                .config
        };
        let as_text = |config: &Config| toml::to_string(config).unwrap();
        assert_eq!(as_text(&read(&active)), as_text(&read(&text)));
        assert_eq!(read(&text).ledger.invoices.unwrap().path, "invoices.csv");
    }
}
