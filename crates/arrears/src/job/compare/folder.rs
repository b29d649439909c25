//! A run's folder, read back: its manifest first, then what a comparison needs of it.
//!
//! A file counts only as the manifest lists it, byte for byte. One that is not there, or that another version wrote without
//! a column, is noted by name and what rests on it is left out; one that was changed since is refused, as its figures are
//! no longer those of the run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrears_insight::compare::{self, NoColumn, RunTables};
use arrears_insight::text::{Language, Text};
use arrears_ledger::Day;
use arrears_ledger::parquet::read_parquet;
use arrears_store::{MANIFEST, OutputFile, from_json, read_text, sha256_file};
use polars::prelude::DataFrame;
use serde::Deserialize;
use serde_json::Value;

use crate::error::Error;

/// What the manifest of any version says; what it lacks is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    made_by: String,
    kind: String,
    /// The command.
    pub command: String,
    /// The program's version.
    pub version: String,
    /// The as-of date.
    pub as_of: Option<Day>,
    /// The seed.
    pub seed: Option<u64>,
    /// The model.
    pub model_id: String,
    /// SHA-256 of the settings.
    pub config_sha256: String,
    /// The merged config.
    pub config: Value,
    /// The policy.
    pub policy: Value,
    /// Files read.
    pub inputs: Vec<InputMark>,
    outputs: Vec<OutputFile>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct InputMark {
    /// Its path on that day.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// A run, as its folder tells it.
pub struct RunFolder {
    /// The folder.
    pub path: PathBuf,
    /// The as-of day.
    pub as_of: Day,
    /// Its manifest.
    pub account: Account,
    /// Its tables.
    pub tables: RunTables,
    /// Names of its clusters, in all languages where it has them.
    pub names: BTreeMap<i32, Text>,
    /// Its metrics.
    pub metrics: Option<Value>,
    /// What could not be read, and why.
    pub notes: Vec<Text>,
}

impl RunFolder {
    /// Reads a folder of `run`, `report` or `predict`.
    pub fn read(path: &Path) -> Result<RunFolder, Error> {
        let account = account(path)?;
        let as_of = account.as_of.ok_or_else(|| {
            unusable(
                format!(
                    "`{}` does not say of which day it is",
                    shown(path, MANIFEST)
                ),
                "run the month again with this version",
            )
        })?;
        let mut reader = Reader {
            path,
            listed: &account.outputs,
            notes: Vec::new(),
        };
        let grace_days = account.config.pointer("/definitions/grace_days");
        let tables = RunTables {
            as_of,
            grace_days: grace_days.and_then(Value::as_i64).unwrap_or_default() as i32,
            customers: reader.table("segments.parquet", compare::customer_rows)?,
            invoices: reader.table("predictions.parquet", compare::invoice_rows)?,
            warnings: reader.table("warnings.parquet", compare::warning_rows)?,
            kpis: reader.table("kpis.parquet", compare::kpi_rows)?,
            cash: reader.table("cash_forecast.parquet", compare::cash_rows)?,
            evidence: reader.table("evidence.parquet", compare::evidence_rows)?,
            provision_minor: reader.provision()?,
        };
        let names = reader.json("clusters.json")?;
        let metrics = reader.json("metrics.json")?;
        Ok(RunFolder {
            path: path.to_path_buf(),
            as_of,
            tables,
            names: names.as_ref().map_or_else(BTreeMap::new, cluster_names),
            metrics,
            notes: reader.notes,
            account,
        })
    }

    /// The ledger's currency; empty where the manifest does not say.
    pub fn currency(&self) -> &str {
        let currency = self.account.config.pointer("/ledger/currency");
        currency.and_then(Value::as_str).unwrap_or_default()
    }

    /// The language that its texts are in.
    pub fn language(&self) -> Option<Language> {
        let language = self.account.config.pointer("/report/language")?;
        language.as_str()?.parse().ok()
    }

    /// Names of its clusters in a language.
    pub fn names_in(&self, language: Language) -> BTreeMap<i32, String> {
        let names = self.names.iter();
        names
            .map(|(id, name)| (*id, name.get(language).to_owned()))
            .collect()
    }
}

impl Account {
    /// The account of a run whose files are all there, at the length that it lists.
    pub fn whole(path: &Path) -> Option<Account> {
        let account = account(path).ok()?;
        let there = |listed: &OutputFile| {
            let found = path.join(&listed.file).metadata();
            found.is_ok_and(|found| found.len() == listed.bytes)
        };
        account.outputs.iter().all(there).then_some(account)
    }
}

fn account(path: &Path) -> Result<Account, Error> {
    let file = path.join(MANIFEST);
    let not_ours = |why: &str| Error::Usage {
        message: format!("`{}` is not a folder of results: {why}", path.display()),
        hint: "name two folders that `arrears run`, `report` or `predict` has written".into(),
    };
    let text = match read_text(&file) {
        Ok(text) => text,
        Err(error) if error.is_absent() && !path.is_dir() => {
            return Err(not_ours("there is no such folder"));
        }
        Err(error) if error.is_absent() => return Err(not_ours("it has no `manifest.json`")),
        Err(error) => return Err(error.into()),
    };
    let account: Account = from_json(text.as_bytes(), &file)?;
    match (account.made_by.as_str(), account.kind.as_str()) {
        ("arrears", "run") => Ok(account),
        ("arrears", kind) => Err(not_ours(&format!(
            "it holds {}, and only runs are compared",
            held(kind, &account.command)
        ))),
        _ => Err(not_ours("arrears did not make it")),
    }
}

fn held(kind: &str, command: &str) -> String {
    match (kind, command) {
        ("ledger", _) => "a generated ledger".into(),
        (_, "") => format!("results of another kind (`{kind}`)"),
        (_, command) => format!("the results of `{command}`"),
    }
}

fn unusable(message: String, hint: &str) -> Error {
    Error::Incomparable {
        message,
        hint: hint.to_owned(),
    }
}

fn shown(path: &Path, name: &str) -> String {
    path.join(name).display().to_string()
}

/// Reads files of one folder, and notes what it could not read.
struct Reader<'a> {
    path: &'a Path,
    listed: &'a [OutputFile],
    notes: Vec<Text>,
}

impl Reader<'_> {
    /// The file as the manifest lists it; `None`, with a note, where it is not there.
    fn whole(&mut self, name: &str) -> Result<Option<PathBuf>, Error> {
        let file = self.path.join(name);
        let Some(listed) = self.listed.iter().find(|listed| listed.file == name) else {
            self.notes.push(absent(&shown(self.path, name)));
            return Ok(None);
        };
        if !file.exists() {
            self.notes.push(absent(&shown(self.path, name)));
            return Ok(None);
        }
        let (found, _) = sha256_file(&file)?;
        match found == listed.sha256 {
            true => Ok(Some(file)),
            false => Err(unusable(
                format!(
                    "`{}` is not what its manifest lists: it was changed since",
                    file.display()
                ),
                "restore it, or run that month again; results are read, not edited",
            )),
        }
    }

    fn table<T>(
        &mut self,
        name: &str,
        rows: fn(&DataFrame) -> Result<Vec<T>, NoColumn>,
    ) -> Result<Option<Vec<T>>, Error> {
        let Some(file) = self.whole(name)? else {
            return Ok(None);
        };
        match rows(&read_parquet(&file)?) {
            Ok(rows) => Ok(Some(rows)),
            Err(lack) => {
                self.notes
                    .push(another_version(&shown(self.path, name), lack.column));
                Ok(None)
            }
        }
    }

    fn json(&mut self, name: &str) -> Result<Option<Value>, Error> {
        let Some(file) = self.whole(name)? else {
            return Ok(None);
        };
        let text = read_text(&file)?;
        Ok(Some(from_json(text.as_bytes(), &file)?))
    }

    /// All of the provision matrix, in cents; `None` where a cell of it is empty, as with less than a year of history.
    fn provision(&mut self) -> Result<Option<i64>, Error> {
        let Some(file) = self.whole("provision_matrix.csv")? else {
            return Ok(None);
        };
        Ok(provision_minor(&read_text(&file)?))
    }
}

/// The sum of the column `provision_amount`. It is counted from the end of a line: the group at its start may hold commas.
fn provision_minor(csv: &str) -> Option<i64> {
    let mut lines = csv.lines();
    let from_end = lines
        .next()?
        .rsplit(',')
        .position(|head| head == "provision_amount")?;
    lines
        .map(|line| line.rsplit(',').nth(from_end).and_then(cents))
        .sum()
}

/// `12.30` as 1230; the file has two decimals always.
fn cents(amount: &str) -> Option<i64> {
    let (whole, part) = amount.split_once('.')?;
    (part.len() == 2).then(|| format!("{whole}{part}").parse().ok())?
}

fn cluster_names(file: &Value) -> BTreeMap<i32, Text> {
    let clusters = file.get("clusters").and_then(Value::as_array);
    let name = |cluster: &Value| {
        let id = i32::try_from(cluster.get("cluster_id")?.as_i64()?).ok()?;
        let alone = cluster
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let names = cluster.get("names").cloned();
        let names = names.and_then(|names| serde_json::from_value(names).ok());
        Some((id, names.unwrap_or_else(|| Text::same(alone))))
    };
    clusters.into_iter().flatten().filter_map(name).collect()
}

fn absent(file: &str) -> Text {
    Text::new(
        format!("`{file}` is not there, so what rests on it is left out"),
        format!("`{file}` is er niet; wat daarop steunt is weggelaten"),
        format!("`{file}` est absent\u{202f}; ce qui en dépend est omis"),
    )
}

fn another_version(file: &str, column: &str) -> Text {
    Text::new(
        format!(
            "`{file}` was written by another version, without the column `{column}` as it is now, so what rests on it is left out"
        ),
        format!(
            "`{file}` is door een andere versie geschreven, zonder de kolom `{column}` zoals die nu is; wat daarop steunt is weggelaten"
        ),
        format!(
            "`{file}` a été écrit par une autre version, sans la colonne `{column}` telle qu’elle est aujourd’hui\u{202f}; ce qui en dépend est omis"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provisions_are_added_in_cents_past_names_with_commas() {
        let csv = "segment,bucket,open_amount,provision_amount\n\"a, b\",current,1.00,0.10\nc,1-30,2.00,20.05\n";
        assert_eq!(provision_minor(csv), Some(2_015));
        let few = "segment,provision_amount\na,\n";
        assert_eq!(provision_minor(few), None);
        assert_eq!(provision_minor("segment,other\na,1.00\n"), None);
        assert_eq!(
            [cents("-0.05"), cents("1.5"), cents("")],
            [Some(-5), None, None]
        );
    }

    #[test]
    fn clusters_of_an_older_file_have_their_one_name() {
        let file = serde_json::json!({"clusters": [
            {"cluster_id": 0, "name": "late", "names": {"en": "late", "nl": "laat", "fr": "tard"}},
            {"cluster_id": 3, "name": "cluster 3"},
            {"name": "without a number"},
        ]});
        let names = cluster_names(&file);
        assert_eq!(names.len(), 2);
        assert_eq!(
            (names[&0].nl.as_str(), names[&3].fr.as_str()),
            ("laat", "cluster 3")
        );
    }
}
