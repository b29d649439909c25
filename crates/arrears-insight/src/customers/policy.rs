//! The policy: every threshold of segments, warnings and measures, with a documented default.
//!
//! It is read from the configuration; unknown keys are the configuration layer's to refuse, contradictions are
//! refused here by [`Policy::check`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pattern::{Pattern, PatternRule};
use super::trend::TrendRule;
use super::warnings::WarningRule;
use crate::InsightError;

/// All rules about customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// What a customer needs for segment A.
    pub a: SegmentA,
    /// What puts a customer in segment C.
    pub c: SegmentC,
    /// What large and small amounts change.
    pub exposure: ExposureRule,
    /// Per size class (as the ledger names it): its own `c.p_late_30d_from`.
    pub size_classes: BTreeMap<String, f64>,
    /// Habit or incident.
    pub pattern: PatternRule,
    /// The last three months against the nine before.
    pub trend: TrendRule,
    /// Early warnings.
    pub warnings: WarningRule,
    /// Measures.
    pub measures: MeasureRule,
}

/// Segment A, all of: a low risk, a pattern of the list, nothing long overdue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentA {
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
            p_late_up_to: 0.45,
            p_late_30d_up_to: 0.10,
            patterns: vec![Pattern::Prompt, Pattern::Incident],
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
    /// Lowest probability of more than 30 days late that puts a customer in C.
    pub p_late_30d_from: f64,
    /// The same for a customer whose pattern is `deteriorating`.
    pub deteriorating_p_late_30d_from: f64,
    /// Patterns of C whatever the probability.
    pub patterns: Vec<Pattern>,
    /// Days past due of an open, undisputed invoice that put a customer in C, unless it is the only one lying open
    /// of a customer with at least `forgotten_needs_invoices`.
    pub days_past_due_from: i32,
    /// Judged invoices from which a single materially late one is taken as forgotten.
    pub forgotten_needs_invoices: u32,
}

impl Default for SegmentC {
    fn default() -> SegmentC {
        SegmentC {
            p_late_30d_from: 0.25,
            deteriorating_p_late_30d_from: 0.15,
            patterns: vec![Pattern::Habit],
            days_past_due_from: 90,
            forgotten_needs_invoices: 3,
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
            large_p_late_30d_from: 0.20,
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

impl Policy {
    /// Refuses what contradicts itself: probabilities outside `[0, 1]`, overlapping thresholds, empty tests.
    pub fn check(&self) -> Result<(), InsightError> {
        probability("a.p_late_up_to", self.a.p_late_up_to)?;
        probability("a.p_late_30d_up_to", self.a.p_late_30d_up_to)?;
        probability("c.p_late_30d_from", self.c.p_late_30d_from)?;
        let deteriorating = self.c.deteriorating_p_late_30d_from;
        probability("c.deteriorating_p_late_30d_from", deteriorating)?;
        probability(
            "exposure.large_p_late_30d_from",
            self.exposure.large_p_late_30d_from,
        )?;
        let low = ("a.p_late_30d_up_to", self.a.p_late_30d_up_to);
        ordered(low, ("c.p_late_30d_from", self.c.p_late_30d_from))?;
        ordered(
            low,
            (
                "exposure.large_p_late_30d_from",
                self.exposure.large_p_late_30d_from,
            ),
        )?;
        ordered(low, ("c.deteriorating_p_late_30d_from", deteriorating))?;
        for &from in self.size_classes.values() {
            probability("size_classes", from)?;
            ordered(low, ("size_classes", from))?;
        }
        ordered(
            (
                "a.days_past_due_up_to",
                f64::from(self.a.days_past_due_up_to),
            ),
            ("c.days_past_due_from", f64::from(self.c.days_past_due_from)),
        )?;
        self.check_lists()?;
        self.check_amounts()?;
        self.pattern.check()
    }

    fn check_lists(&self) -> Result<(), InsightError> {
        let both = self
            .a
            .patterns
            .iter()
            .find(|pattern| self.c.patterns.contains(pattern));
        if let Some(pattern) = both {
            return Err(InsightError::Policy {
                setting: "a.patterns",
                received: pattern.code().to_owned(),
                accepted: "without a pattern that `c.patterns` has too",
            });
        }
        probability("trend.significance", self.trend.significance)?;
        if self.trend.recent_days < 1 || self.trend.window_days <= self.trend.recent_days {
            return Err(InsightError::Policy {
                setting: "trend.window_days",
                received: self.trend.window_days.to_string(),
                accepted: "more than `trend.recent_days`, which is at least 1",
            });
        }
        Ok(())
    }

    fn check_amounts(&self) -> Result<(), InsightError> {
        amount("exposure.large_amount", self.exposure.large_amount)?;
        amount("exposure.small_amount", self.exposure.small_amount)?;
        amount("measures.phone_amount", self.measures.phone_amount)?;
        probability("measures.usual_step_share", self.measures.usual_step_share)?;
        probability("measures.dispute_share", self.measures.dispute_share)?;
        probability("measures.sector_late_from", self.measures.sector_late_from)
    }
}

/// An amount of the policy in cents.
pub(crate) fn cents(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

pub(crate) fn probability(setting: &'static str, value: f64) -> Result<(), InsightError> {
    if value.is_finite() && (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(InsightError::Policy {
        setting,
        received: value.to_string(),
        accepted: "from 0 to 1",
    })
}

fn amount(setting: &'static str, value: f64) -> Result<(), InsightError> {
    if value.is_finite() && (0.0..=1e15).contains(&value) {
        return Ok(());
    }
    Err(InsightError::Policy {
        setting,
        received: value.to_string(),
        accepted: "an amount of 0 or more",
    })
}

pub(crate) fn ordered(
    (lower, lower_value): (&'static str, f64),
    (upper, upper_value): (&'static str, f64),
) -> Result<(), InsightError> {
    if lower_value < upper_value {
        return Ok(());
    }
    Err(InsightError::Overlap {
        lower,
        lower_value,
        upper,
        upper_value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl Fn(&mut Policy)) -> String {
        let mut policy = Policy::default();
        change(&mut policy);
        policy
            .check()
            .expect_err("it contradicts itself")
            .to_string()
    }

    #[test]
    fn the_default_is_consistent() {
        Policy::default().check().expect("the default is good");
    }

    #[test]
    fn contradictions_name_the_settings() {
        assert_eq!(
            refused(|p| p.a.p_late_30d_up_to = 0.3),
            "policy thresholds overlap: `a.p_late_30d_up_to` is 0.3, which must be below `c.p_late_30d_from` at 0.25"
        );
        assert_eq!(
            refused(|p| p.c.p_late_30d_from = f64::NAN),
            "policy `c.p_late_30d_from` is NaN: it must be from 0 to 1"
        );
        assert_eq!(
            refused(|p| p.a.patterns.push(Pattern::Habit)),
            "policy `a.patterns` is habit: it must be without a pattern that `c.patterns` has too"
        );
        assert!(refused(|p| p.exposure.large_amount = -1.0).contains("an amount of 0 or more"));
        assert!(refused(|p| p.trend.window_days = 90).contains("trend.recent_days"));
        assert!(refused(|p| p.pattern.prior_late = 0).contains("at least 1"));
        assert!(refused(|p| p.pattern.incident_probability = 0.9).contains("overlap"));
        assert!(refused(|p| p.a.days_past_due_up_to = 90).contains("c.days_past_due_from"));
        let by_size = refused(|p| p.size_classes.extend([("L".to_owned(), 0.05)]));
        assert!(by_size.contains("size_classes"));
    }
}
