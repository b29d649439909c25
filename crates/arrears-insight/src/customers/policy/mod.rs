//! The policy: what divides the segments, and what is done with each, with a documented default.
//!
//! It is read from a file of its own (`policy.toml`); unknown keys are the reader's to refuse, contradictions are
//! refused here by [`Policy::check`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod handling;
mod ladder;
mod rules;
mod thresholds;
mod values;

use super::pattern::PatternRule;
use super::segments::Segment;
use super::warnings::WarningRule;
use crate::InsightError;
use crate::text::NameBase;

pub use handling::{Handling, SegmentHandling, Who};
pub(crate) use ladder::STANDARD;
pub use ladder::{Ladders, Step};
pub use rules::{Rule, SegmentsBy};
pub use thresholds::{ExposureRule, MeasureRule, SegmentA, SegmentC};
pub(in crate::customers) use values::bound_of_share;
pub use values::{OWN_FIGURES, RuleColumn, RuleValue, RuleValues};

/// All rules about customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Where the segments come from.
    pub segments_by: SegmentsBy,
    /// The segment of who no rule fits, where the rules alone decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Segment>,
    /// What a customer needs for segment A.
    pub a: SegmentA,
    /// What puts a customer in segment C.
    pub c: SegmentC,
    /// What large and small amounts change.
    pub exposure: ExposureRule,
    /// Per size class (as the ledger names it): its own `c.p_late_30d_from`.
    pub size_classes: BTreeMap<String, f64>,
    /// Rules on any feature of the catalogue or column of the customers table.
    #[serde(rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Habit or incident.
    pub pattern: PatternRule,
    /// Early warnings.
    pub warnings: WarningRule,
    /// What measures are proposed from.
    pub measures: MeasureRule,
    /// What is done with each segment.
    pub segments: SegmentHandling,
    /// What is done with customers of a cluster, by what it is called.
    pub clusters: BTreeMap<NameBase, Handling>,
    /// What is done with customers of a sector, as the ledger names it.
    pub sectors: BTreeMap<String, Handling>,
    /// Dunning ladders by name.
    pub ladders: Ladders,
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
        let of_pattern = self.c.pattern_p_late_30d_from;
        probability("c.pattern_p_late_30d_from", of_pattern)?;
        probability("c.forgotten_share", self.c.forgotten_share)?;
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
        self.check_shares()?;
        rules::check(&self.rules)?;
        self.check_otherwise()?;
        self.ladders.check()?;
        self.check_handling()?;
        self.warnings.check()?;
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
        Ok(())
    }

    fn check_shares(&self) -> Result<(), InsightError> {
        let (a, c) = (self.a.share, self.c.share);
        probability("a.share", a.unwrap_or(0.0))?;
        probability("c.share", c.unwrap_or(0.0))?;
        match a.zip(c).filter(|(a, c)| a + c > 1.0) {
            None => Ok(()),
            Some((a, c)) => {
                let accepted = format!("at most {}, what `c.share` leaves", 1.0 - c);
                Err(at("a.share".to_owned(), a, accepted))
            }
        }
    }

    /// `otherwise` belongs to rules that decide alone, and they need rules.
    fn check_otherwise(&self) -> Result<(), InsightError> {
        match self.segments_by {
            SegmentsBy::Rules if self.rules.is_empty() => {
                let accepted = "beside a `[[rule]]`: without one no customer has a segment";
                Err(at("segments_by".to_owned(), "rules", accepted))
            }
            SegmentsBy::Behaviour if self.otherwise.is_some() => {
                let accepted = "beside `segments_by = \"rules\"`: behaviour leaves no customer without a segment";
                let received = self.otherwise.map_or("", Segment::code);
                Err(at("otherwise".to_owned(), received, accepted))
            }
            _ => Ok(()),
        }
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

/// A setting outside its range, at a place made of names of the policy's own.
fn at(setting: String, received: impl ToString, accepted: impl ToString) -> InsightError {
    InsightError::PolicyAt {
        setting,
        received: received.to_string(),
        accepted: accepted.to_string(),
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

pub(crate) fn amount(setting: &'static str, value: f64) -> Result<(), InsightError> {
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
    use crate::customers::Pattern;

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
            refused(|p| p.a.p_late_30d_up_to = 0.45),
            "policy thresholds overlap: `a.p_late_30d_up_to` is 0.45, which must be below `c.p_late_30d_from` at 0.4"
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
        assert!(refused(|p| p.warnings.window_days = 3).contains("warnings.window_days"));
        assert!(refused(|p| p.pattern.prior_late = 0).contains("at least 1"));
        assert!(refused(|p| p.pattern.incident_probability = 0.9).contains("overlap"));
        assert!(refused(|p| p.a.days_past_due_up_to = 90).contains("c.days_past_due_from"));
        let by_size = refused(|p| p.size_classes.extend([("L".to_owned(), 0.05)]));
        assert!(by_size.contains("size_classes"));
    }
}
