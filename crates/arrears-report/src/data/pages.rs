//! Every customer in a line, and the customers that have a page of their own.

use serde::{Deserialize, Serialize};

use super::{CustomerRow, OpenInvoiceRow, WorklistRow};
use crate::Wording;

/// One line of the list of all customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListedCustomer {
    /// The customer's identifier in the ledger.
    pub customer_id: String,
    /// Name; may be empty.
    pub name: String,
    /// `A`, `B` or `C`.
    pub segment: String,
    /// Cluster, where it is in one.
    pub cluster_id: Option<u32>,
    /// Probability that the next invoice is late.
    pub p_late: Option<f64>,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Whether there is an early warning.
    pub early_warning: bool,
    /// A natural person: never decided about automatically.
    pub natural_person: bool,
}

/// A customer's page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerPage {
    /// Who, how risky, why, what to do.
    pub customer: CustomerRow,
    /// Its line of the worklist, where it has one of its own.
    pub call: Option<WorklistRow>,
    /// Its open invoices by due date, the last ones where there are many.
    pub open: Vec<OpenInvoiceRow>,
    /// Open invoices, shown or not.
    pub n_open: u64,
    /// What happened to its last invoices, by invoice date.
    pub timeline: Vec<TimelineInvoice>,
    /// How it stood at the ends of the last months, oldest first, and on the as-of date.
    pub months: Vec<CustomerMonth>,
}

/// One invoice and what happened to it, as known on the as-of date.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimelineInvoice {
    /// The invoice's identifier in the ledger.
    pub invoice_id: String,
    /// Invoice date.
    pub invoice_date: String,
    /// Due date.
    pub due_date: String,
    /// Its amount.
    pub amount_minor: i64,
    /// The day it was settled, cancelled or written off; `None` while it is open.
    pub ended_on: Option<String>,
    /// What happened, by date.
    pub events: Vec<TimelineEvent>,
}

/// Something that happened to an invoice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimelineEvent {
    /// Its day: of a payment the day it was booked.
    pub day: String,
    /// As a code: `payment`, `credit`, `write_off`, `reversal`, `call`, `reminder`, `dispute`, `dispute_closed`, `promise`.
    pub kind: String,
    /// The amount, where it has one.
    pub amount_minor: Option<i64>,
    /// Of a reminder its level; else 0.
    pub level: u8,
    /// Of a promise the day promised.
    pub until: Option<String>,
    /// Of a dispute its reason, in the ledger's words; may be empty.
    pub reason: String,
}

/// How a customer stood on a day, as known then; and the invoices that fell due since the day before it in the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerMonth {
    /// A month's end, or the as-of date.
    pub day: String,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Invoices that fell due since, with grace; those collected by direct debit and cancelled ones are left out.
    pub n_due: u64,
    /// Of which not settled in time.
    pub n_late: u64,
    /// How risky it was called that day; `None` where nobody said it, or no invoice of it was known.
    pub scored: Option<ScoredThen>,
}

/// What the champion in use on a day said of a customer, by what was known on the day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoredThen {
    /// Probability that the next invoice is late.
    pub p_late: f64,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: f64,
    /// `A`, `B` or `C` under today's policy; may be empty.
    pub segment: String,
}

/// Whose word the customers' risk over time is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RiskOverTime {
    /// The days of every customer's months, in the same order.
    pub days: Vec<ScoringDay>,
    /// Why days are left open, after the first that was scored.
    pub notes: Vec<Wording>,
    /// Whether no folder is named in which models of earlier months could be.
    pub is_unnamed: bool,
}

/// Who scored a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoringDay {
    /// A month's end, or the as-of date.
    pub day: String,
    /// As a code: `model`; `not_yet` before the first champion that is kept; `unfit` where it cannot be applied.
    pub by: String,
    /// The model's id in the registry; may be empty.
    pub model_id: String,
    /// Its as-of date; may be empty.
    pub model_of: String,
}
