//! The thresholds of segments A and C, of exposure and of measures, with their defaults.

use serde::{Deserialize, Serialize};

use super::super::pattern::Pattern;

/// Segment A, all of: a low risk, a pattern of the list, nothing long overdue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentA {
    /// Largest share of the customers in A, those of the lowest risk: sets `p_late_30d_up_to` from the ledger itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Highest probability that the next invoice is late.
    pub p_late_up_to: f64,
    /// Highest probability that it is more than 30 days late.
    pub p_late_30d_up_to: f64,
    /// Patterns of A.
    pub patterns: Vec<Pattern>,
    /// Most days past due of an open, undisputed invoice.
    pub days_past_due_up_to: i32,
}

impl Default for SegmentA {
    fn default() -> SegmentA {
        SegmentA {
            share: None,
            p_late_up_to: 0.60,
            p_late_30d_up_to: 0.20,
            // Who is late by days alone may not fare worse than who was once late by weeks: what days cost is in `p_late`.
            patterns: vec![Pattern::Prompt, Pattern::SlightlyLate, Pattern::Incident],
            days_past_due_up_to: 30,
        }
    }
}

/// Segment C, any of: a high risk, a pattern of the list, something very long overdue, insolvency.
///
/// A customer with one forgotten invoice (pattern `incident`, or one materially late invoice of at least
/// `forgotten_needs_invoices`, with no more than those lying open) is never in C, but for insolvency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentC {
    /// Share of the customers in C, those of the highest risk: sets `p_late_30d_from` from the ledger itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Lowest probability of more than 30 days late that puts a customer in C.
    pub p_late_30d_from: f64,
    /// The same for a customer whose pattern is `deteriorating`.
    pub deteriorating_p_late_30d_from: f64,
    /// Patterns of C.
    pub patterns: Vec<Pattern>,
    /// Lowest probability of more than 30 days late that puts a customer of such a pattern in C.
    pub pattern_p_late_30d_from: f64,
    /// Days past due of an open, undisputed invoice that put a customer in C, unless it is the only one lying open
    /// of a customer with at least `forgotten_needs_invoices` and no habit of paying late.
    pub days_past_due_from: i32,
    /// Judged invoices from which a single materially late one is taken as forgotten.
    pub forgotten_needs_invoices: u32,
    /// Share of a customer's invoices with a known outcome that may lie open long past due and still count as one.
    pub forgotten_share: f64,
}

impl Default for SegmentC {
    fn default() -> SegmentC {
        SegmentC {
            share: None,
            p_late_30d_from: 0.40,
            deteriorating_p_late_30d_from: 0.30,
            patterns: vec![Pattern::Habit],
            pattern_p_late_30d_from: 0.35,
            days_past_due_from: 90,
            forgotten_needs_invoices: 3,
            forgotten_share: 0.08,
        }
    }
}

/// Amounts, in the ledger's currency (not cents).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExposureRule {
    /// Open amount from which an exposure is large.
    pub large_amount: f64,
    /// Lowest probability of more than 30 days late that puts a customer with a large exposure in C.
    pub large_p_late_30d_from: f64,
    /// Customers that owe and were invoiced less than this in 12 months are never in C; 0 turns it off.
    pub small_amount: f64,
}

impl Default for ExposureRule {
    fn default() -> ExposureRule {
        ExposureRule {
            large_amount: 50_000.0,
            large_p_late_30d_from: 0.30,
            small_amount: 0.0,
        }
    }
}

/// What measures are proposed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeasureRule {
    /// Fewest late, settled invoices from which the usual step of the ladder is read.
    pub min_late_invoices: u64,
    /// Share of them that must be paid at one step (or later) to call it usual.
    pub usual_step_share: f64,
    /// Share of invoices in dispute from which disputes are treated first.
    pub dispute_share: f64,
    /// Open amount, in the ledger's currency, from which one telephones.
    pub phone_amount: f64,
    /// Fewest customers behind a sector's measure.
    pub sector_min_customers: u64,
    /// Lowest shrunken risk (share more than 14 days late) of a sector that calls for a measure.
    pub sector_late_from: f64,
}

impl Default for MeasureRule {
    fn default() -> MeasureRule {
        MeasureRule {
            min_late_invoices: 3,
            usual_step_share: 0.5,
            dispute_share: 0.15,
            phone_amount: 10_000.0,
            sector_min_customers: 5,
            sector_late_from: 0.25,
        }
    }
}
