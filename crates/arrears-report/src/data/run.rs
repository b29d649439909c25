//! Which run a report is of, and how good its input was.

use serde::{Deserialize, Serialize};

use super::input::{ControlReport, FindingRow, TableMonths};
use crate::Wording;

/// Which run this is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunInfo {
    /// A title of the user's, such as the company's name; may be empty.
    pub title: String,
    /// ISO 4217 code of the ledger's currency.
    pub currency: String,
    /// The as-of date: nothing known after it was used.
    pub as_of: String,
    /// The day of the last event in the ledger.
    pub last_known_day: Option<String>,
    /// Days from that one to the as-of date.
    pub days_since_last: i32,
    /// The model in use; empty when there is none.
    pub model_id: String,
    /// Seed of the run.
    pub seed: u64,
    /// Version of the program.
    pub version: String,
    /// Hash of the resolved configuration.
    pub config_hash: String,
    /// Columns of the customers table that no feature, cluster, rule or group may be made of.
    pub forbidden: Vec<String>,
    /// Days of grace after the due date before an invoice counts as late.
    pub grace_days: i32,
}

/// How good the input was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataQuality {
    /// Rows read, used and rejected, per file.
    pub files: Vec<FileRows>,
    /// Rejected rows by reason, the most frequent first.
    pub rejects: Vec<RejectCount>,
    /// What is odd but was kept.
    pub flags: Vec<FlagCount>,
    /// Features left out because the ledger does not hold their source.
    pub absent_features: Vec<AbsentFeature>,
    /// What to look at before believing a figure, the gravest first.
    pub findings: Vec<FindingRow>,
    /// Debits, credits and what is open.
    pub control: Option<ControlReport>,
    /// The tables by month.
    pub tables: Vec<TableMonths>,
    /// Further remarks, such as "customer attributes are taken as constant".
    pub notes: Vec<Wording>,
}

/// Rows of one file. Rows read = rows used + rows rejected, and amounts likewise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileRows {
    /// The file's name.
    pub file: String,
    /// The ledger table it fills, such as `invoices`.
    pub table: String,
    /// Rows read.
    pub read: u64,
    /// Rows used.
    pub used: u64,
    /// Rows rejected; they stand in `rejected_rows.csv`.
    pub rejected: u64,
    /// Sum of all amounts that can be read; none where the table has no amounts.
    pub amount_read_minor: Option<i64>,
    /// Sum over the rows used.
    pub amount_used_minor: Option<i64>,
    /// Sum over the rows rejected.
    pub amount_rejected_minor: Option<i64>,
    /// Rows whose amount cannot be read; they are in none of the sums.
    pub n_unreadable: u64,
    /// Rows without an amount.
    pub n_empty: u64,
}

/// Rows rejected for one reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RejectCount {
    /// Why, in words.
    pub reason: Wording,
    /// How many rows.
    pub n: u64,
    /// One of them: file, line, column and value; may be empty.
    pub example: String,
}

/// Something odd that was kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlagCount {
    /// What is odd, in words.
    pub flag: Wording,
    /// How many rows.
    pub n: u64,
    /// One of them; may be empty.
    pub example: String,
}

/// A feature that was left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AbsentFeature {
    /// The feature's identifier in the catalogue.
    pub feature: String,
    /// Its label.
    pub label: Wording,
    /// The table or column that is missing, such as `disputes`.
    pub missing: Wording,
}

/// One row of the data dictionary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DictionaryRow {
    /// The feature's identifier in the catalogue, a column of `features.parquet`.
    pub feature: String,
    /// Its label.
    pub label: Wording,
    /// Its unit, such as `days`, `share`, `EUR`.
    pub unit: Wording,
    /// What it means.
    pub meaning: Wording,
    /// The columns it is made from.
    pub sources: Vec<String>,
    /// How it is computed.
    pub formula: String,
    /// Whether the late-payment model uses it.
    pub in_model: bool,
    /// Whether the clusters use it.
    pub in_clusters: bool,
}
