//! What each setting means, once: the commented config of `arrears init` and the reference are made from it.
//!
//! Defaults are not repeated here: they are taken from [`Config::default`].

use std::fmt::Write;

use super::Config;

/// A section of the config outside `[ledger]`, whose keys the ledger crate describes.
struct Section {
    /// Its name; empty for the keys at the top.
    name: &'static str,
    about: &'static str,
    /// Key and meaning.
    keys: &'static [(&'static str, &'static str)],
}

const SECTIONS: &[Section] = &[
    Section {
        name: "",
        about: "",
        keys: &[
            (
                "seed",
                "Seed of every random choice: the same seed gives the same results, to the byte",
            ),
            (
                "threads",
                "Number of threads; 0 takes every core. Results do not depend on it",
            ),
        ],
    },
    Section {
        name: "checks",
        about: "When a ledger is too faulty to be used",
        keys: &[(
            "max_rejected_share",
            "Largest share of rejected rows, over all files, at which the job still runs (0 to 1)",
        )],
    },
    Section {
        name: "definitions",
        about: "What counts as late and as settled",
        keys: &[
            (
                "grace_days",
                "Days after the due date on which an invoice is not yet late (0 to 365)",
            ),
            (
                "settle_tolerance",
                "Amount that may stay unpaid on a settled invoice, in the ledger's currency",
            ),
        ],
    },
    Section {
        name: "model",
        about: "The late-payment model",
        keys: &[
            (
                "penalties",
                "L2 penalties to choose from; more is more cautious",
            ),
            (
                "n_folds",
                "Time-ordered folds on which the penalty is chosen (2 to 20)",
            ),
            (
                "fold_rows",
                "Rows at most in the fits of one fold; the final fit uses every row",
            ),
            (
                "n_bands",
                "Bands of predicted probability, each with a settlement curve of its own (1 to 100)",
            ),
            (
                "min_invoices",
                "Fewer invoices with a known outcome than this give the base rate instead of a model",
            ),
        ],
    },
    Section {
        name: "clusters",
        about: "The groups of customers who behave alike",
        keys: &[
            ("k_min", "Smallest number of clusters tried (2 to 50)"),
            ("k_max", "Largest number of clusters tried"),
            (
                "n_starts",
                "Random starts for each number of clusters (1 to 1,000)",
            ),
            (
                "silhouette_rows",
                "Customers at most on which the separation of clusters is measured",
            ),
            (
                "min_invoices",
                "Customers with fewer invoices with a known outcome than this stay apart",
            ),
            (
                "min_share",
                "Smallest share of the customers in a cluster (0 to 0.5)",
            ),
        ],
    },
    Section {
        name: "report",
        about: "The report for people",
        keys: &[(
            "language",
            "Language of the report: \"en\", \"nl\" or \"fr\"",
        )],
    },
    Section {
        name: "output",
        about: "Where results go",
        keys: &[(
            "dir",
            "Folder of the results, replaced as a whole by every run",
        )],
    },
    Section {
        name: "registry",
        about: "Where models are kept between runs",
        keys: &[(
            "path",
            "Folder of the models. Not set: `run` keeps its model inside its own results, `train` and `predict` \
             use the folder `registry` beside this file",
        )],
    },
];

/// A whole `arrears.toml`: `ledger` as given, every other setting commented out at its default.
pub fn render(ledger: &str) -> String {
    let mut text = String::from(
        "# What arrears reads and how it works. A line that is commented out shows its default.\n\
         # Paths are relative to this file.\n",
    );
    let defaults = defaults();
    for section in SECTIONS {
        text.push('\n');
        if !section.name.is_empty() {
            let _ = writeln!(text, "# {}.\n[{}]", section.about, section.name);
        }
        for (key, about) in section.keys {
            let value = default_of(&defaults, section.name, key);
            let _ = writeln!(text, "{}\n# {key} = {value}", comment(about));
        }
        if section.name.is_empty() {
            let _ = write!(text, "\n{}\n", ledger.trim_end());
        }
    }
    text
}

/// The settings as Markdown tables, for the reference.
pub fn settings_markdown() -> String {
    let mut text = String::new();
    let defaults = defaults();
    for section in SECTIONS {
        let title = if section.name.is_empty() {
            "At the top".to_string()
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
            "## {title}\n\n{about}| key | default | meaning |\n| --- | --- | --- |\n"
        );
        for (key, meaning) in section.keys {
            let _ = writeln!(
                text,
                "| `{key}` | `{}` | {meaning} |",
                default_of(&defaults, section.name, key)
            );
        }
        text.push('\n');
    }
    text
}

/// The longest line of a comment.
const WIDTH: usize = 100;

fn comment(about: &str) -> String {
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

/// A default as TOML; a key that is not set by default shows an empty text.
fn default_of(defaults: &toml::Table, section: &str, key: &str) -> String {
    let table = if section.is_empty() {
        Some(defaults)
    } else {
        defaults.get(section).and_then(toml::Value::as_table)
    };
    table
        .and_then(|table| table.get(key))
        .map_or_else(|| "\"\"".into(), toml::Value::to_string)
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
        let mut known = Vec::new();
        for section in SECTIONS {
            described.extend(
                section
                    .keys
                    .iter()
                    .map(|(key, _)| format!("{}.{key}", section.name)),
            );
        }
        let top = keys_at::<Config>(&[]);
        for name in top.iter().filter(|name| *name != "ledger") {
            let keys = keys_at::<Config>(std::slice::from_ref(name));
            if keys.is_empty() && name != "policy" {
                known.push(format!(".{name}"));
            }
            known.extend(keys.iter().map(|key| format!("{name}.{key}")));
        }
        described.sort();
        known.sort();
        assert_eq!(described, known);
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
