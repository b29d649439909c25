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
    /// Whether a customer's segment hangs on the other customers: a threshold is a share of all.
    pub fn is_by_share(&self) -> bool {
        let shares = [self.a.share, self.c.share];
        shares.iter().any(Option::is_some) || self.rules.iter().any(Rule::is_by_share)
    }

    /// Refuses what contradicts itself: probabilities outside `[0, 1]`, overlapping thresholds, empty tests.
    pub fn check(&self) -> Result<(), InsightError> {
        self.check_a_below_c()?;
        self.check_own_bars()?;
        self.check_lists()?;
        self.check_amounts()?;
        self.check_shares()?;
        self.check_pattern()?;
        rules::check(&self.rules)?;
        self.check_otherwise()?;
        self.ladders.check()?;
        self.check_handling()?;
        self.warnings.check()?;
        self.pattern.check()
    }

    /// Every risk that puts a customer in C lies above the highest of A.
    fn check_a_below_c(&self) -> Result<(), InsightError> {
        probability("a.p_late_up_to", self.a.p_late_up_to)?;
        probability("a.p_late_30d_up_to", self.a.p_late_30d_up_to)?;
        let low = ("a.p_late_30d_up_to", self.a.p_late_30d_up_to);
        let general = ("c.p_late_30d_from", self.c.p_late_30d_from);
        for (setting, from) in [general].into_iter().chain(self.own_bars()) {
            probability(setting, from)?;
            // A habit has a pattern that is none of A's, so its risk need not be above A's.
            if setting != PATTERN_BAR {
                below(low, (setting, from))?;
            }
        }
        probability("c.forgotten_share", self.c.forgotten_share)?;
        for (name, &from) in &self.size_classes {
            let setting = format!("size_classes.{name}");
            if !is_probability(from) {
                return Err(at(setting, from, "from 0 to 1"));
            }
            below(low, (&setting, from))?;
        }
        let days = |days: i32| f64::from(days);
        below(
            ("a.days_past_due_up_to", days(self.a.days_past_due_up_to)),
            ("c.days_past_due_from", days(self.c.days_past_due_from)),
        )
    }

    /// The risks from which customers of some kind are in C: lower than the general one.
    fn own_bars(&self) -> [(&'static str, f64); 3] {
        [
            (
                "exposure.large_p_late_30d_from",
                self.exposure.large_p_late_30d_from,
            ),
            (
                "c.deteriorating_p_late_30d_from",
                self.c.deteriorating_p_late_30d_from,
            ),
            (PATTERN_BAR, self.c.pattern_p_late_30d_from),
        ]
    }

    /// A risk of their own for some customers that lies above the general one would never decide.
    ///
    /// One left at its default is let be: a general risk below it takes its place, and nobody wrote the contrary. Where the
    /// ledger sets the general one, there is nothing to hold them against.
    fn check_own_bars(&self) -> Result<(), InsightError> {
        if self.c.share.is_some() {
            return Ok(());
        }
        let general = ("c.p_late_30d_from", self.c.p_late_30d_from);
        let usual = Policy::default().own_bars();
        let written = self.own_bars().into_iter().zip(usual);
        for (own, _) in written.filter(|(own, usual)| own.1 != usual.1) {
            at_most(own, general)?;
        }
        Ok(())
    }

    fn check_lists(&self) -> Result<(), InsightError> {
        let mut both = self.a.patterns.iter();
        match both.find(|pattern| self.c.patterns.contains(pattern)) {
            Some(pattern) => Err(InsightError::PatternInBoth {
                pattern: pattern.code(),
            }),
            None => Ok(()),
        }
    }

    /// A pattern wants no more judged invoices than it looks at.
    fn check_pattern(&self) -> Result<(), InsightError> {
        let (least, most) = (self.pattern.min_judged, self.pattern.last_invoices);
        match least > most {
            false => Ok(()),
            true => {
                let accepted = format!("at most `pattern.last_invoices`, which is {most}");
                Err(at("pattern.min_judged".to_owned(), least, accepted))
            }
        }
    }

    fn check_shares(&self) -> Result<(), InsightError> {
        let (a, c) = (self.a.share, self.c.share);
        probability("a.share", a.unwrap_or(0.0))?;
        probability("c.share", c.unwrap_or(0.0))?;
        match a.zip(c).filter(|(a, c)| a + c > 1.0) {
            None => Ok(()),
            Some((a, c)) => {
                let left = (1e6 * (1.0 - c)).round() / 1e6;
                let accepted = format!("at most {left}, what `c.share` leaves");
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
        at_most(
            ("exposure.small_amount", self.exposure.small_amount),
            ("exposure.large_amount", self.exposure.large_amount),
        )?;
        amount("measures.phone_amount", self.measures.phone_amount)?;
        probability("measures.usual_step_share", self.measures.usual_step_share)?;
        probability("measures.dispute_share", self.measures.dispute_share)?;
        probability("measures.sector_late_from", self.measures.sector_late_from)
    }
}

/// The risk that puts a pattern of C in C.
const PATTERN_BAR: &str = "c.pattern_p_late_30d_from";

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
    if is_probability(value) {
        return Ok(());
    }
    Err(InsightError::Policy {
        setting,
        received: value.to_string(),
        accepted: "from 0 to 1",
    })
}

fn is_probability(value: f64) -> bool {
    value.is_finite() && (0.0..=1.0).contains(&value)
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

/// Refuses two thresholds of which the first does not lie below the second.
pub(crate) fn below(lower: (&str, f64), upper: (&str, f64)) -> Result<(), InsightError> {
    apart(lower, upper, lower.1 < upper.1, false)
}

/// Refuses two thresholds of which the first lies above the second.
fn at_most(lower: (&str, f64), upper: (&str, f64)) -> Result<(), InsightError> {
    apart(lower, upper, lower.1 <= upper.1, true)
}

fn apart(
    lower: (&str, f64),
    upper: (&str, f64),
    good: bool,
    may_be_equal: bool,
) -> Result<(), InsightError> {
    if good {
        return Ok(());
    }
    Err(InsightError::Overlap {
        lower: lower.0.to_owned(),
        lower_value: lower.1,
        upper: upper.0.to_owned(),
        upper_value: upper.1,
        may_be_equal,
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
            "policy `a.patterns` and `c.patterns` both have `habit`: a pattern belongs to one of the two"
        );
        assert!(refused(|p| p.exposure.large_amount = -1.0).contains("an amount of 0 or more"));
        assert!(refused(|p| p.warnings.window_days = 3).contains("warnings.window_days"));
        assert!(refused(|p| p.pattern.prior_late = 0).contains("at least 1"));
        assert!(refused(|p| p.pattern.incident_probability = 0.9).contains("overlap"));
        assert!(refused(|p| p.a.days_past_due_up_to = 90).contains("c.days_past_due_from"));
        let by_size = refused(|p| p.size_classes.extend([("L".to_owned(), 0.05)]));
        assert!(by_size.contains("`size_classes.L` at 0.05"), "{by_size}");
    }

    #[test]
    fn thresholds_that_can_never_decide_are_refused() {
        assert_eq!(
            refused(|p| p.exposure.large_p_late_30d_from = 0.5),
            "policy thresholds overlap: `exposure.large_p_late_30d_from` is 0.5, which must be at most `c.p_late_30d_from` \
             at 0.4"
        );
        assert!(refused(|p| p.c.pattern_p_late_30d_from = 0.45).contains("c.pattern_p_late"));
        assert!(refused(|p| p.c.deteriorating_p_late_30d_from = 0.45).contains("c.deteriorating"));
        assert_eq!(
            refused(|p| p.exposure.small_amount = 60_000.0),
            "policy thresholds overlap: `exposure.small_amount` is 60000, which must be at most `exposure.large_amount` at \
             50000"
        );
    }

    #[test]
    fn a_lower_general_risk_takes_the_place_of_defaults_above_it() {
        let mut policy = Policy::default();
        policy.c.p_late_30d_from = 0.25;
        policy.check().expect("the defaults above it do not matter");
        policy.exposure.large_p_late_30d_from = 0.25;
        policy.check().expect("equal is the same for all");
        policy.c.share = Some(0.2);
        policy.exposure.large_p_late_30d_from = 0.9;
        policy.check().expect("the ledger sets the general one");
    }
}
