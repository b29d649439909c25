//! Why a customer is in its segment: facts with their figures, from which sentences are made when asked for.

use std::borrow::Cow;

use arrears_ledger::Day;

use super::pattern::{Pattern, PatternFinding};
use super::policy::{Rule, RuleValue};
use super::segments::Segment;
use crate::text::{Language, Text};

/// One reason, as a row of `reasons` in `segments.parquet`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is about: `p_late_30d`, `pattern`, `days_past_due`, the feature of a rule, ...
    pub feature: Cow<'static, str>,
    /// The figure, when there is one.
    pub value: Option<f64>,
    /// How far it speaks for more (above 0) or less (below 0) risk: the figure less its threshold, on a scale of
    /// probability.
    pub contribution: f64,
    /// What is behind it.
    pub fact: ReasonFact,
}

/// What a reason says, with all its figures.
#[derive(Clone, Debug, PartialEq)]
pub enum ReasonFact {
    /// A signal of insolvency on this day.
    Insolvency {
        /// Its day.
        day: Day,
    },
    /// The customer's pattern.
    Pattern {
        /// The pattern.
        pattern: Pattern,
        /// Materially late ones.
        n_material: u32,
        /// Of so many last invoices.
        n_judged: u32,
        /// Since when.
        since: Option<Day>,
        /// The probability that material lateness is a habit.
        p_habit: f64,
    },
    /// Risk of more than 30 days late at or above the threshold of C.
    HighRisk {
        /// Probability of more than 30 days late.
        p_late_30d: f64,
        /// The threshold: the lowest of those that hold for the customer.
        from: f64,
        /// Why it is that one.
        bar: Bar,
    },
    /// The same below the threshold of C, yet above that of A.
    MiddleRisk {
        /// Probability of more than 30 days late.
        p_late_30d: f64,
        /// The highest of A.
        up_to: f64,
    },
    /// A risk low enough for A.
    LowRisk {
        /// Probability of more than 30 days late.
        p_late_30d: f64,
        /// The highest of A.
        up_to: f64,
    },
    /// The next invoice is likely to be late by days, which keeps the customer out of A.
    OftenLate {
        /// Probability of being late.
        p_late: f64,
        /// The highest of A.
        up_to: f64,
    },
    /// No model: the risk is unknown.
    UnknownRisk,
    /// An open, undisputed invoice is long past due.
    LongOverdue {
        /// Days past due.
        days_past_due: i32,
        /// Days from which it counts.
        limit: i32,
    },
    /// So little money that the customer is kept out of C.
    SmallExposure {
        /// Invoiced in 12 months, in cents.
        invoiced_minor: i64,
    },
    /// One forgotten invoice is no pattern: kept out of C.
    OneForgotten {
        /// Materially late ones.
        n_material: u32,
        /// Of so many last invoices.
        n_judged: u32,
    },
    /// Too few invoices for A or C.
    LittleHistory {
        /// Invoices with a known outcome.
        n_judged: u32,
    },
    /// A rule of the policy fits.
    Rule {
        /// The feature of the rule.
        feature: String,
        /// The customer's value.
        value: RuleFigure,
        /// What fits.
        bounds: Vec<RuleBound>,
        /// Where the rule puts it.
        segment: Segment,
    },
    /// No rule of the policy fits.
    NoRule {
        /// Where the policy puts who no rule fits.
        segment: Segment,
    },
}

/// What a customer's threshold of C stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Bar {
    /// That of everybody.
    General,
    /// Its size class has one of its own.
    SizeClass(String),
    /// It pays later than was usual.
    Deteriorating,
    /// Its pattern is one of C.
    Pattern(Pattern),
    /// It owes much.
    LargeExposure {
        /// Open, in cents.
        open_minor: i64,
    },
}

/// A value that a rule was held against.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleFigure {
    /// A number.
    Number(f64),
    /// A text of the ledger.
    Text(String),
}

/// One bound of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleBound {
    /// From this value.
    AtLeast(f64),
    /// Above it.
    Above(f64),
    /// Up to it.
    AtMost(f64),
    /// Below it.
    Below(f64),
}

impl Reason {
    /// The sentence in one language.
    pub fn say(&self, language: Language, currency: &str) -> String {
        self.fact.say(language, currency)
    }

    /// The sentence in all three.
    pub fn text(&self, currency: &str) -> Text {
        Text::of(|language| self.say(language, currency))
    }

    pub(crate) fn of_pattern(finding: &PatternFinding) -> Reason {
        let known = finding.pattern != Pattern::Insufficient;
        Reason {
            feature: "pattern".into(),
            value: known.then_some(finding.p_habit),
            contribution: if known { finding.p_habit - 0.5 } else { 0.0 },
            fact: ReasonFact::Pattern {
                pattern: finding.pattern,
                n_material: finding.n_material,
                n_judged: finding.n_judged,
                since: finding.since,
                p_habit: finding.p_habit,
            },
        }
    }

    /// A reason without a figure.
    pub(crate) fn plain(feature: &'static str, fact: ReasonFact) -> Reason {
        Reason {
            feature: feature.into(),
            value: None,
            contribution: 0.0,
            fact,
        }
    }

    /// A rule that fits a value; it speaks for the risk of its segment.
    pub(crate) fn of_rule(rule: &Rule, segment: Segment, value: RuleValue<'_>) -> Reason {
        let figure = match value {
            RuleValue::Number(number) => RuleFigure::Number(number),
            RuleValue::Text(text) => RuleFigure::Text(text.to_owned()),
            RuleValue::Unknown => RuleFigure::Text(String::new()),
        };
        let bounds = [
            rule.at_least.map(RuleBound::AtLeast),
            rule.above.map(RuleBound::Above),
            rule.at_most.map(RuleBound::AtMost),
            rule.below.map(RuleBound::Below),
        ];
        Reason {
            feature: rule.feature.clone().into(),
            value: match value {
                RuleValue::Number(number) => Some(number),
                _ => None,
            },
            contribution: match segment {
                Segment::A => -1.0,
                Segment::B => 0.0,
                Segment::C => 1.0,
            },
            fact: ReasonFact::Rule {
                feature: rule.feature.clone(),
                value: figure,
                bounds: bounds.into_iter().flatten().collect(),
                segment,
            },
        }
    }
}
