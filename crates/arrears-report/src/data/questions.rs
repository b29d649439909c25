//! The four questions, what stands beside them, risk groups, and reasons for non-payment.

use serde::{Deserialize, Serialize};

use super::SectorRow;
use crate::Wording;

/// A number of cases of all that could have been, with the interval of its share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShareOf {
    /// The cases.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// The share; none of no cases.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The four questions; one without an answer says why in its notes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionsReport {
    /// Who pays late as a rule.
    pub late_rule: QuestionReport,
    /// Whose reminders run up to a formal notice.
    pub formal: QuestionReport,
    /// Which sectors delay, small ones rolled up.
    pub sectors: Vec<SectorRow>,
    /// Which business models delay.
    pub business_models: Vec<SectorRow>,
    /// What could not be grouped.
    pub sector_notes: Vec<Wording>,
    /// Who costs follow-up.
    pub effort: Vec<EffortRow>,
    /// All customers together, and who is too small to tell.
    pub effort_notes: Vec<Wording>,
}

/// A question that lists customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionReport {
    /// The answer in sentences, or why there is none.
    pub notes: Vec<Wording>,
    /// The customers.
    pub rows: Vec<CustomerShareRow>,
}

/// A customer in the answer to a question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerShareRow {
    /// Its identifier.
    pub customer_id: String,
    /// Its name; may be empty.
    pub name: String,
    /// A natural person.
    pub natural_person: bool,
    /// Invoices of which it is so.
    pub of: ShareOf,
    /// Their amount in the last twelve months.
    pub amount_minor: i64,
    /// Past due now.
    pub overdue_minor: i64,
}

/// What follow-up a customer took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EffortRow {
    /// Its identifier.
    pub customer_id: String,
    /// Its name; may be empty.
    pub name: String,
    /// A natural person.
    pub natural_person: bool,
    /// Invoices that fell due in the last twelve months.
    pub n_invoices: u64,
    /// Their amount.
    pub amount_minor: i64,
    /// Reminders.
    pub n_reminders: u64,
    /// Calls.
    pub n_calls: u64,
    /// Disputes.
    pub n_disputes: u64,
    /// Reminders, calls and disputes per thousand of the amount.
    pub per_thousand: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Days of chasing per thousand.
    pub days_per_thousand: Option<f64>,
}

/// Groups of customers with a characteristic in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupsReport {
    /// How they were looked for, or why there are none.
    pub notes: Vec<Wording>,
    /// Those found, the ones late more often first.
    pub rows: Vec<GroupRow>,
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupRow {
    /// Its characteristics with their values.
    pub name: Wording,
    /// Their values alone, for the chart.
    pub short_name: Wording,
    /// Customers in the earlier period.
    pub n_customers: u64,
    /// Share more than 14 days late in the earlier period.
    pub earlier: ShareOf,
    /// That of all others.
    pub rest_share: Option<f64>,
    /// The same drawn towards the mean of its like.
    pub shrunken: f64,
    /// Share in the later period.
    pub later: ShareOf,
    /// That of all others there.
    pub later_rest_share: Option<f64>,
    /// Late more often than all others; else less often.
    pub higher: bool,
    /// Whether the later period confirms it; none with too few customers there.
    pub confirmed: Option<bool>,
    /// Of two characteristics, whether each alone explains it.
    pub parts_explain: Option<bool>,
    /// Past due now.
    pub overdue_minor: i64,
}

/// How the creditor follows up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUpReport {
    /// Whether the steps of the ladder were sent when they should be.
    pub ladder: Vec<LadderRow>,
    /// What to know of the ladder that this is held against.
    pub ladder_notes: Vec<Wording>,
    /// Invoices late by the lag from delivery to invoice.
    pub lags: Vec<LagRow>,
    /// What followed each channel.
    pub channels: Vec<ChannelRow>,
    /// Money per account manager.
    pub managers: Vec<ManagerRow>,
    /// What was lost, and the turnover that earns it back.
    pub loss_notes: Vec<Wording>,
    /// What the ledger has no source for.
    pub absent: Vec<Wording>,
}

/// One step of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LadderRow {
    /// The segment; empty for all customers.
    pub segment: String,
    /// The level.
    pub level: u8,
    /// Its day after the due date; none where customers have several ladders.
    pub day: Option<i32>,
    /// Sent on time, of all that fell due.
    pub on_time: ShareOf,
    /// Sent early.
    pub n_early: u64,
    /// Sent late.
    pub n_late: u64,
    /// Not sent.
    pub n_not_sent: u64,
    /// Median day after the due date on which it was sent.
    pub median_day: Option<i32>,
}

/// Invoices of one lag.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LagRow {
    /// The lag.
    pub name: Wording,
    /// Late, of all.
    pub late: ShareOf,
}

/// What followed one channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelRow {
    /// The channel in words; one without words as the ledger names it.
    pub channel: Wording,
    /// Paid within a fortnight, of all contacts.
    pub paid: ShareOf,
    /// Median days until payment.
    pub median_days: Option<i32>,
    /// Mean level of the ladder.
    pub mean_level: f64,
    /// Share replied to.
    pub replied: Option<f64>,
}

/// The customers of one account manager.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ManagerRow {
    /// As the ledger names them; empty for customers without one.
    pub manager: String,
    /// Customers.
    pub n_customers: u64,
    /// Fell due in the last twelve months.
    pub due_minor: i64,
    /// Of which more than 14 days late.
    pub late_minor: i64,
    /// Past due now.
    pub overdue_minor: i64,
    /// Written off in the last twelve months.
    pub written_off_minor: i64,
    /// Invoices more than 14 days late, of all.
    pub late: ShareOf,
}

/// Why invoices were not paid in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonsReport {
    /// What it is made from.
    pub notes: Vec<Wording>,
    /// By reason, the most money first, what has none last.
    pub rows: Vec<ReasonRow>,
    /// All late money of the last twelve months.
    pub total_minor: i64,
    /// By quarter, oldest first.
    pub quarters: Vec<ReasonQuarter>,
    /// By sector: the sectors with the most late money.
    pub sectors: Vec<ReasonSector>,
}

/// One reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonRow {
    /// The reason.
    pub reason: Wording,
    /// Late invoices.
    pub n: u64,
    /// Late money of which someone wrote the reason down.
    pub registered_minor: i64,
    /// Late money of which other records tell it.
    pub inferred_minor: i64,
    /// Late money of which nothing tells a reason.
    pub unknown_minor: i64,
    /// Of all of it still open.
    pub open_minor: i64,
}

/// Late money by reason of one quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonQuarter {
    /// Its first day.
    pub from: String,
    /// Late money per reason, in the order of [`ReasonsReport::rows`].
    pub minor: Vec<i64>,
}

/// Late money by reason of one sector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonSector {
    /// The sector; empty for customers without one.
    pub sector: String,
    /// Its late money.
    pub late_minor: i64,
    /// Per reason, in the order of [`ReasonsReport::rows`].
    pub minor: Vec<i64>,
}
