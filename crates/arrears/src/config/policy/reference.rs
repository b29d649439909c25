//! The commented policy that goes with a ledger, and the reference of every key.

use std::fmt::Write;

use arrears_insight::customers::Policy;
use arrears_insight::customers::policy::Step;

use super::super::meanings::Shown;
use super::super::template::{comment, default_of};
use super::meanings::SECTIONS;

/// A whole `policy.toml`: what people change, commented out at its default, the ladders written out.
pub fn render_policy() -> String {
    let mut text = String::from(
        "# What divides the segments A, B and C, and what is done with each. A line that is commented out shows its\n\
         # default; docs/policy.md explains it, docs/policy-reference.md lists every key.\n",
    );
    let defaults = defaults();
    for section in SECTIONS
        .iter()
        .filter(|section| section.shown == Shown::Everywhere)
    {
        let _ = writeln!(text, "\n# {}.\n[{}]", section.about, section.name);
        for (key, about) in section.keys {
            let _ = writeln!(text, "{}", comment(about));
            // A key that is not set has no default to show.
            if let Some(value) = default_of(&defaults, section, key) {
                let _ = writeln!(text, "# {key} = {value}");
            }
        }
    }
    text.push_str("\n# Dunning ladders: days past due, by level and channel.\n[ladders]\n");
    let policy = Policy::default();
    for name in policy.ladders.names() {
        let steps = policy.ladders.get(name).unwrap_or_default();
        let _ = writeln!(
            text,
            "# {name} = [{}]",
            steps.iter().map(step).collect::<Vec<_>>().join(", ")
        );
    }
    text
}

fn step(step: &Step) -> String {
    format!(
        "{{ level = {}, days = {}, channel = \"{}\" }}",
        step.level,
        step.days,
        step.channel.code()
    )
}

/// `docs/policy-reference.md`: every key with its default and meaning.
pub fn policy_markdown() -> String {
    let mut text = String::from(
        "# The policy's reference\n\n\
         <!-- Made from `crates/arrears/src/config/policy/meanings.rs` by `UPDATE_DOCS=1 cargo test`. -->\n\n\
         Every key of a policy file; [the policy](policy.md) explains them, and `policy.schema.json` beside this page is \
         their schema for an editor. All have a default; an unknown key is an error that names the nearest known one.\n",
    );
    let defaults = defaults();
    for section in SECTIONS {
        let title = match section.name {
            "" => "At the top".to_owned(),
            name => format!("`[{name}]`"),
        };
        let about = match section.about {
            "" => String::new(),
            about => format!("{about}.\n\n"),
        };
        let _ = write!(
            text,
            "\n## {title}\n\n{about}| key | default | meaning |\n| --- | --- | --- |\n"
        );
        for (key, meaning) in section.keys {
            let default = default_of(&defaults, section, key).filter(|_| *key != "ladders");
            let default = match (*key, default) {
                ("ladders", _) => "below".to_owned(),
                (_, Some(value)) if value == "{}" || value == "[]" => "none".to_owned(),
                (_, default) => default.map_or("not set".into(), |value| format!("`{value}`")),
            };
            let _ = writeln!(text, "| `{key}` | {default} | {meaning} |");
        }
    }
    text.push_str("\n## The ladders\n\n| ladder | level | days past due | channel |\n| --- | --- | --- | --- |\n");
    let policy = Policy::default();
    for name in policy.ladders.names() {
        for Step {
            level,
            days,
            channel,
        } in policy.ladders.get(name).unwrap_or_default()
        {
            let _ = writeln!(
                text,
                "| `{name}` | {level} | {days} | `{}` |",
                channel.code()
            );
        }
    }
    text
}

/// The default policy as TOML.
pub(super) fn defaults() -> toml::Table {
    toml::Table::try_from(Policy::default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::known::keys_at;

    #[test]
    fn every_key_is_described_and_no_other() {
        let mut described: Vec<String> = SECTIONS
            .iter()
            .flat_map(|section| {
                section
                    .keys
                    .iter()
                    .map(|(key, _)| format!("{}.{key}", section.name))
            })
            .collect();
        let mut known = Vec::new();
        leaves(&[], &mut known);
        described.sort();
        known.sort();
        assert_eq!(described, known);
    }

    /// Every key that is no section, with a dot before its name; those of a list's entries under its name.
    fn leaves(path: &[String], known: &mut Vec<String>) {
        for key in keys_at::<Policy>(path) {
            let inner = [path, std::slice::from_ref(&key)].concat();
            let entry = [inner.as_slice(), &["0".to_owned()]].concat();
            if !keys_at::<Policy>(&inner).is_empty() {
                leaves(&inner, known);
            } else if key == "rule" {
                known.extend(
                    keys_at::<Policy>(&entry)
                        .iter()
                        .map(|of| format!("{key}.{of}")),
                );
            } else {
                known.push(format!("{}.{key}", path.join(".")));
            }
        }
    }
}
