//! Who to look at: segments, customers and open invoices.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// One segment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentRow {
    /// `A`, `B` or `C`.
    pub segment: String,
    /// Customers in it.
    pub n_customers: u64,
    /// Their open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Mean probability that the next invoice is late.
    pub mean_p_late: Option<f64>,
    /// Who is in it and why, in a sentence.
    pub meaning: Wording,
    /// What to do with them.
    pub measures: Vec<Wording>,
}

/// How the segments fall in one group of customers; figures are `None` where the group is too small to be told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentShareRow {
    /// What the customers are grouped by.
    pub by: Wording,
    /// The group, as the ledger names it or in words; empty for customers of which it is not known.
    pub name: Wording,
    /// Customers.
    pub n_customers: Option<u64>,
    /// Shares of A, B and C.
    pub shares: Option<[f64; 3]>,
}

/// A reason for a prediction: one feature and what it adds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reason {
    /// The feature's identifier in the catalogue.
    pub feature: String,
    /// The reason in words, with the value in it.
    pub text: Wording,
    /// What it adds to the log-odds of being late (negative lowers the risk).
    pub contribution: f64,
}

/// One customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerRow {
    /// The customer's identifier in the ledger.
    pub customer_id: String,
    /// Name; may be empty.
    pub name: String,
    /// Sector; may be empty.
    pub sector: String,
    /// `A`, `B` or `C`.
    pub segment: String,
    /// Cluster, when there are clusters.
    pub cluster_id: Option<u32>,
    /// The cluster's name; may be empty.
    pub cluster_name: Wording,
    /// Probability that the next invoice is late.
    pub p_late: Option<f64>,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: Option<f64>,
    /// 0..1000, high is risky: 1000 x `p_late_30d`, rounded.
    pub risk_score: Option<u32>,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Days past due of the oldest open invoice; negative when nothing is due.
    pub oldest_days_past_due: Option<i32>,
    /// `prompt`, `incident`, `habit`, `deteriorating`, `unclear`, ...
    pub pattern: String,
    /// Whether the payment behaviour changed for the worse of late.
    pub early_warning: bool,
    /// What changed, in words.
    pub warnings: Vec<Wording>,
    /// A natural person (sole trader): never decided about automatically.
    pub natural_person: bool,
    /// Why the risk is what it is, the weightiest first.
    pub reasons: Vec<Reason>,
    /// The nearest change that would move it to another segment; may be empty.
    pub nearest: Wording,
    /// What to do.
    pub measures: Vec<Wording>,
    /// The channel to do it by; may be empty.
    pub channel: Wording,
}

/// One open invoice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenInvoiceRow {
    /// The invoice's identifier in the ledger.
    pub invoice_id: String,
    /// Its customer.
    pub customer_id: String,
    /// The customer's name; may be empty.
    pub customer_name: String,
    /// Due date.
    pub due_date: String,
    /// Open amount.
    pub open_minor: i64,
    /// As-of date less due date; negative when not yet due.
    pub days_past_due: i32,
    /// Probability of being late; 1 when already past due.
    pub p_late: Option<f64>,
    /// Probability of not being paid within 365 days past due.
    pub p_never: Option<f64>,
    /// Probability of being paid within 30 days of the as-of date.
    pub p_paid_30d: Option<f64>,
    /// Expected payment date; `None` when it is not expected within a year after the due date.
    pub expected_pay_date: Option<String>,
    /// A date before which it is paid with probability 10 %; `None` as above.
    pub pay_date_p10: Option<String>,
    /// A date before which it is paid with probability 90 %; `None` as above.
    pub pay_date_p90: Option<String>,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}
