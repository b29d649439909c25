//! What the two runs were made from, and in what that differs.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::folder::{Account, InputMark, RunFolder};

/// Parts of the config that cannot change a result, as in its hash; of the policy the name of its file alone.
const NO_RESULT: [&str; 6] = [
    "threads", "output", "registry", "retrain", "notify", "policy",
];

/// One run.
#[derive(Debug, Clone, Serialize)]
pub struct RunSide {
    /// Its folder, as typed.
    pub folder: std::path::PathBuf,
    /// The as-of date.
    pub as_of: arrears_ledger::Day,
    /// `run`, `report` or `predict`.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// The model.
    pub model_id: String,
    /// The seed.
    pub seed: Option<u64>,
    /// SHA-256 of the settings.
    pub config_sha256: String,
}

/// A setting that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The key, such as `clusters.k_max`.
    pub key: String,
    /// Its value in the earlier run, as JSON; `None` where it had none.
    pub before: Option<String>,
    /// Its value in the later run.
    pub now: Option<String>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputChange {
    /// Its name; its path where a run read two of the name.
    pub file: String,
    /// Whether it is the same.
    pub state: InputState,
    /// Its length in the earlier run.
    pub bytes_before: Option<u64>,
    /// Its length in the later run.
    pub bytes_now: Option<u64>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputState {
    /// The same bytes.
    Same,
    /// Other bytes.
    Changed,
    /// Read by the later run alone.
    Added,
    /// Read by the earlier run alone.
    Dropped,
}

impl RunSide {
    /// What its manifest says.
    pub fn of(run: &RunFolder) -> RunSide {
        let account = &run.account;
        RunSide {
            folder: run.path.clone(),
            as_of: run.as_of,
            command: account.command.clone(),
            version: account.version.clone(),
            model_id: account.model_id.clone(),
            seed: account.seed,
            config_sha256: account.config_sha256.clone(),
        }
    }
}

/// Settings of the config that differ and can change a result.
pub fn config_changes(before: &Account, now: &Account) -> Vec<Changed> {
    let without = |config: &Value| {
        let mut config = config.clone();
        if let Value::Object(keys) = &mut config {
            NO_RESULT.iter().for_each(|key| {
                keys.remove(*key);
            });
        }
        config
    };
    changes(&without(&before.config), &without(&now.config))
}

/// Keys of the policy that differ.
pub fn policy_changes(before: &Account, now: &Account) -> Vec<Changed> {
    changes(&before.policy, &now.policy)
}

fn changes(before: &Value, now: &Value) -> Vec<Changed> {
    let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
    leaves(before, "", &mut first);
    leaves(now, "", &mut second);
    let keys: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    keys.into_iter()
        .filter(|key| first.get(*key) != second.get(*key))
        .map(|key| Changed {
            key: key.clone(),
            before: first.get(key).cloned(),
            now: second.get(key).cloned(),
        })
        .collect()
}

/// Every value that is no section, by its key; a list is one value.
fn leaves(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(keys) if !keys.is_empty() => {
            for (key, inner) in keys {
                let here = match path {
                    "" => key.clone(),
                    path => format!("{path}.{key}"),
                };
                leaves(inner, &here, found);
            }
        }
        Value::Null => {}
        value => {
            found.insert(path.to_owned(), value.to_string());
        }
    }
}

/// The files that either run read.
pub fn inputs(before: &[InputMark], now: &[InputMark]) -> Vec<InputChange> {
    let (first, second) = (by_name(before), by_name(now));
    let files: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    files
        .into_iter()
        .map(|file| {
            let (old, new) = (first.get(file), second.get(file));
            InputChange {
                file: file.clone(),
                state: match (old, new) {
                    (Some(old), Some(new)) if old.sha256 == new.sha256 => InputState::Same,
                    (Some(_), Some(_)) => InputState::Changed,
                    (None, _) => InputState::Added,
                    (_, None) => InputState::Dropped,
                },
                bytes_before: old.map(|mark| mark.bytes),
                bytes_now: new.map(|mark| mark.bytes),
            }
        })
        .collect()
}

/// A folder may have moved between two months, so files go by their names; by their paths where those repeat.
fn by_name(marks: &[InputMark]) -> BTreeMap<String, &InputMark> {
    let name = |mark: &InputMark| {
        let end = mark.path.rsplit(['/', '\\']).next();
        end.unwrap_or_default().to_owned()
    };
    let repeated = |of: &str| marks.iter().filter(|mark| name(mark) == of).count() > 1;
    marks
        .iter()
        .map(|mark| match name(mark) {
            name if repeated(&name) => (mark.path.clone(), mark),
            name => (name, mark),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_that_differ_are_named_by_their_key() {
        let account = |config: Value| -> Account {
            serde_json::from_value(json!({ "config": config })).unwrap()
        };
        let before = account(
            json!({"threads": 1, "seed": 1, "clusters": {"k_max": 10, "old": true}, "registry": {"keep": 3}}),
        );
        let now = account(
            json!({"threads": 8, "seed": 1, "clusters": {"k_max": 12}, "model": {"penalties": [1.0]}}),
        );
        let told: Vec<_> = config_changes(&before, &now)
            .into_iter()
            .map(|change| (change.key, change.before, change.now))
            .collect();
        let some = |text: &str| Some(text.to_owned());
        let expected = [
            ("clusters.k_max".to_owned(), some("10"), some("12")),
            ("clusters.old".to_owned(), some("true"), None),
            ("model.penalties".to_owned(), None, some("[1.0]")),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn files_are_told_apart_by_name_and_bytes() {
        let mark = |path: &str, sha256: &str| InputMark {
            path: path.into(),
            bytes: 1,
            sha256: sha256.into(),
        };
        let before = [
            mark("/a/x.csv", "1"),
            mark("/a/y.csv", "1"),
            mark("/a/z.csv", "1"),
        ];
        let now = [
            mark("/b/x.csv", "1"),
            mark("C:\\b\\y.csv", "2"),
            mark("/b/n.csv", "1"),
        ];
        let states: Vec<_> = inputs(&before, &now)
            .into_iter()
            .map(|input| (input.file, input.state))
            .collect();
        use InputState::{Added, Changed, Dropped, Same};
        let expected = [
            ("n.csv", Added),
            ("x.csv", Same),
            ("y.csv", Changed),
            ("z.csv", Dropped),
        ];
        assert_eq!(
            states,
            expected.map(|(file, state)| (file.to_owned(), state))
        );
        let twice = [mark("/a/x.csv", "1"), mark("/b/x.csv", "2")];
        let files: Vec<_> = inputs(&twice, &twice).into_iter().map(|i| i.file).collect();
        assert_eq!(files, ["/a/x.csv", "/b/x.csv"]);
    }
}
