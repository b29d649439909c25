//! Who pays otherwise than before.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// The early warnings: how the watch was set, what became of earlier ones, and the customers listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatchReport {
    /// New false alarms per 100 customer-months, as set.
    pub false_alarms_per_100_months: f64,
    /// Customers with enough invoices to be watched.
    pub n_watched: u64,
    /// Of which had an invoice due this month: those that the rate is counted on.
    pub n_counted: u64,
    /// Customers that the watch warns of.
    pub n_warned: u64,
    /// Of which for the first time.
    pub n_new: u64,
    /// Customers with any warning, recorded facts included.
    pub n_with_warning: u64,
    /// Customers that pay sooner.
    pub n_improved: u64,
    /// What became of the warnings of a quarter ago.
    pub followed: Option<FollowedWarnings>,
    /// Customers with a warning, those with most money open first; the report shows all it is given.
    pub warned: Vec<WatchRow>,
    /// Customers that pay sooner, in the same order.
    pub improved: Vec<WatchRow>,
}

/// Warnings of a quarter ago, and the customers that were not warned of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowedWarnings {
    /// Customers warned of then.
    pub n_warned: u64,
    /// Of which had an invoice due since.
    pub n_judged: u64,
    /// Of which paid later than before the change.
    pub n_later: u64,
    /// Customers not warned of, with such an invoice.
    pub n_others: u64,
    /// Of which paid so much later.
    pub n_others_later: u64,
}

/// One customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WatchRow {
    /// The customer's identifier in the ledger.
    pub customer_id: String,
    /// Name; may be empty.
    pub name: String,
    /// `A`, `B` or `C`.
    pub segment: String,
    /// Open amount: what is at stake.
    pub open_minor: i64,
    /// A natural person: never decided about automatically.
    pub natural_person: bool,
    /// Told for the first time.
    pub is_new: bool,
    /// What changed, in sentences.
    pub changes: Vec<Wording>,
    /// How sure, in words; empty for recorded facts.
    pub certainty: Wording,
    /// Share of changes at least this evident that are no chance finding.
    pub certainty_share: Option<f64>,
    /// Due date of the first invoice since the change.
    pub since: Option<String>,
    /// Usual days late before it.
    pub days_before: Option<f64>,
    /// The customer's standard deviation, in days.
    pub sd_days: Option<f64>,
    /// What to do.
    pub measures: Vec<Wording>,
    /// The last invoices by due date.
    pub path: Vec<PathPoint>,
}

/// One invoice of a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PathPoint {
    /// Due date.
    pub due: String,
    /// Days late, or what they are at least.
    pub days: i32,
    /// Whether it is settled.
    pub settled: bool,
}
