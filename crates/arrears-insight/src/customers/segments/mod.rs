//! Segments A, B and C: which procedure suits a customer, and why.
//!
//! - **C** (closest follow-up): any strong sign of risk. Not for one forgotten invoice, and not on a model's word
//!   about a customer with too little history of its own or one that pays promptly.
//! - **A** (leave alone): a low risk, a good pattern and nothing long overdue, all of them.
//! - **B**: everybody else, customers with little history among them.
//!
//! Before all of these go the rules of the policy: a rule that fits decides, the riskiest letter of several. Each segment
//! comes with every fact that decided it, and with the nearest change that would move it ([`nearest`]). The thresholds
//! stand in [`Policy`].

pub mod nearest;
mod resolve;

use serde::{Deserialize, Serialize};

use super::pattern::{Pattern, PatternFinding};
use super::policy::{Policy, Rule, RuleValue, SegmentsBy, cents};
use super::reasons::{Bar, Reason, ReasonFact};
use crate::facts::{CustomerFacts, CustomerMoney};
use arrears_ledger::Day;

pub(super) use resolve::resolved;

/// A procedure of its own for like customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Segment {
    /// Pays as agreed: the standard procedure, nothing more.
    A,
    /// To watch, or not yet known.
    B,
    /// Closest follow-up.
    C,
}

impl Segment {
    /// Every segment.
    pub const ALL: [Segment; 3] = [Segment::A, Segment::B, Segment::C];

    /// The letter in files.
    pub fn code(self) -> &'static str {
        match self {
            Segment::A => "A",
            Segment::B => "B",
            Segment::C => "C",
        }
    }
}

/// A segment with its reasons, what decided it first.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentFinding {
    /// The segment.
    pub segment: Segment,
    /// Why: never empty.
    pub reasons: Vec<Reason>,
}

/// What is known of a customer when its segment is decided.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The customer.
    pub customer: &'a CustomerFacts,
    /// What it owes.
    pub money: &'a CustomerMoney,
    /// Its pattern.
    pub pattern: &'a PatternFinding,
    /// Day of a signal of insolvency that holds now.
    pub insolvent_since: Option<Day>,
    /// Probability that the next invoice is late; `None` without a model.
    pub p_late: Option<f64>,
    /// Probability that it is more than 30 days late; `None` without a model.
    pub p_late_30d: Option<f64>,
    /// What each rule of the policy is held against, in its order.
    pub rules: &'a [RuleValue<'a>],
}

/// The customer's segment under the policy.
pub fn segment(evidence: Evidence<'_>, policy: &Policy) -> SegmentFinding {
    let by_rules = policy.segments_by == SegmentsBy::Rules;
    if let Some(segment) = by_rule(evidence, policy) {
        let insolvent = evidence.insolvent_since.is_some() && !by_rules;
        if !insolvent {
            return finding(segment, rules_of(segment, evidence, policy), evidence);
        }
    }
    if by_rules {
        let segment = policy.otherwise.unwrap_or(Segment::B);
        let fact = ReasonFact::NoRule { segment };
        return finding(segment, vec![Reason::plain("rule", fact)], evidence);
    }
    let signs = signs_of_c(evidence, policy);
    if let Some(finding) = kept_out_of_c(evidence, policy, &signs) {
        return finding;
    }
    if !signs.is_empty() {
        return finding(Segment::C, signs, evidence);
    }
    let against = against_a(evidence, policy);
    if !against.is_empty() {
        return finding(Segment::B, against, evidence);
    }
    finding(Segment::A, for_a(evidence, policy), evidence)
}

/// Whether the policy has a segment for the customer: rules that decide alone may leave one out.
pub(super) fn has_segment(evidence: Evidence<'_>, policy: &Policy) -> bool {
    policy.segments_by == SegmentsBy::Behaviour
        || policy.otherwise.is_some()
        || by_rule(evidence, policy).is_some()
}

/// The riskiest segment of the rules that fit.
fn by_rule(evidence: Evidence<'_>, policy: &Policy) -> Option<Segment> {
    fitting(evidence, policy)
        .filter_map(|(rule, _)| rule.segment)
        .max()
}

/// The rules that fit, with what they are held against.
fn fitting<'a>(
    evidence: Evidence<'a>,
    policy: &'a Policy,
) -> impl Iterator<Item = (&'a Rule, RuleValue<'a>)> {
    let held = policy.rules.iter().zip(evidence.rules.iter().copied());
    held.filter(|(rule, value)| rule.fits(*value))
}

/// The rules that put a customer in its segment.
fn rules_of(segment: Segment, evidence: Evidence<'_>, policy: &Policy) -> Vec<Reason> {
    fitting(evidence, policy)
        .filter(|(rule, _)| rule.segment == Some(segment))
        .map(|(rule, value)| Reason::of_rule(rule, segment, value))
        .collect()
}

/// Every customer's reasons tell its pattern, whatever decided.
fn finding(segment: Segment, mut reasons: Vec<Reason>, evidence: Evidence<'_>) -> SegmentFinding {
    if !reasons.iter().any(|reason| reason.feature == "pattern") {
        reasons.push(Reason::of_pattern(evidence.pattern));
    }
    SegmentFinding { segment, reasons }
}

fn signs_of_c(evidence: Evidence<'_>, policy: &Policy) -> Vec<Reason> {
    let mut signs = Vec::new();
    if let Some(day) = evidence.insolvent_since {
        let fact = ReasonFact::Insolvency { day };
        signs.push(Reason {
            feature: "insolvency".into(),
            value: None,
            contribution: 1.0,
            fact,
        });
    }
    if is_pattern_of_c(evidence, policy) {
        signs.push(Reason::of_pattern(evidence.pattern));
    }
    signs.extend(high_risk(evidence, policy));
    let limit = policy.c.days_past_due_from;
    let oldest = evidence.money.oldest_undisputed_days_past_due;
    if let Some(days_past_due) = oldest.filter(|&days| days >= limit)
        && !is_none_of_c(evidence, policy)
    {
        signs.push(long_overdue(days_past_due, limit));
    }
    signs
}

/// A pattern of C, with a risk that goes with it; without a model the pattern alone.
fn is_pattern_of_c(evidence: Evidence<'_>, policy: &Policy) -> bool {
    let from = policy.c.pattern_p_late_30d_from;
    policy.c.patterns.contains(&evidence.pattern.pattern)
        && evidence.p_late_30d.is_none_or(|p| p >= from)
}

/// What is left open is no sign of C: one old invoice, of a customer without a habit of paying late.
fn is_none_of_c(evidence: Evidence<'_>, policy: &Policy) -> bool {
    evidence.pattern.pattern != Pattern::Habit && is_one_old_invoice(evidence, policy)
}

/// A single invoice left open, or few beside all that were paid, by a customer with a history: forgotten or in
/// question, and no way of paying.
fn is_one_old_invoice(evidence: Evidence<'_>, policy: &Policy) -> bool {
    evidence.pattern.n_judged >= policy.c.forgotten_needs_invoices
        && evidence.money.n_materially_overdue <= few(evidence, policy)
}

/// How many invoices left open still count as one.
fn few(evidence: Evidence<'_>, policy: &Policy) -> u32 {
    let share = policy.c.forgotten_share * f64::from(evidence.money.n_mature);
    (share.floor() as u32).max(1)
}

/// A risk at or above the threshold that holds for this customer.
fn high_risk(evidence: Evidence<'_>, policy: &Policy) -> Option<Reason> {
    let p_late_30d = evidence.p_late_30d?;
    let (from, bar) = bar_of_c(evidence, policy)?;
    (p_late_30d >= from).then(|| {
        let fact = ReasonFact::HighRisk {
            p_late_30d,
            from,
            bar,
        };
        probability_reason("p_late_30d", p_late_30d, from, fact)
    })
}

/// The lowest risk that puts this customer in C, of those for its pattern, size and exposure, and which of them it is;
/// `None` where a risk alone does not: its own history is good, or there is none.
fn bar_of_c(evidence: Evidence<'_>, policy: &Policy) -> Option<(f64, Bar)> {
    let pattern = evidence.pattern.pattern;
    if matches!(pattern, Pattern::Prompt | Pattern::Insufficient) {
        return None;
    }
    let size = evidence.customer.size_class.as_ref();
    let by_size = size.and_then(|size| {
        let from = policy.size_classes.get(size)?;
        Some((*from, Bar::SizeClass(size.clone())))
    });
    let general = by_size.unwrap_or((policy.c.p_late_30d_from, Bar::General));
    let open_minor = evidence.money.open_minor;
    let is_large = open_minor >= cents(policy.exposure.large_amount);
    let bars = [
        Some(general),
        (pattern == Pattern::Deteriorating)
            .then_some((policy.c.deteriorating_p_late_30d_from, Bar::Deteriorating)),
        (policy.c.patterns.contains(&pattern))
            .then_some((policy.c.pattern_p_late_30d_from, Bar::Pattern(pattern))),
        is_large.then_some((
            policy.exposure.large_p_late_30d_from,
            Bar::LargeExposure { open_minor },
        )),
    ];
    // Of equal ones the first, which is the more general.
    let bars = bars.into_iter().flatten();
    bars.min_by(|(a, _), (b, _)| a.total_cmp(b))
}

/// What would be C but must not be: one forgotten invoice, or an amount too small for it.
fn kept_out_of_c(
    evidence: Evidence<'_>,
    policy: &Policy,
    signs: &[Reason],
) -> Option<SegmentFinding> {
    if signs.is_empty() || evidence.insolvent_since.is_some() {
        return None;
    }
    let first = if is_one_forgotten(evidence, policy) {
        let (n_material, n_judged) = (evidence.pattern.n_material, evidence.pattern.n_judged);
        Reason {
            feature: "one_forgotten_invoice".into(),
            value: Some(f64::from(n_material)),
            contribution: evidence.pattern.p_habit - 0.5,
            fact: ReasonFact::OneForgotten {
                n_material,
                n_judged,
            },
        }
    } else {
        let invoiced_minor = evidence.money.invoiced_12m_minor;
        let limit = cents(policy.exposure.small_amount);
        if invoiced_minor.max(evidence.money.open_minor) >= limit {
            return None;
        }
        Reason {
            feature: "exposure".into(),
            value: Some(invoiced_minor as f64 / 100.0),
            contribution: 0.0,
            fact: ReasonFact::SmallExposure { invoiced_minor },
        }
    };
    let mut reasons = vec![first];
    reasons.extend_from_slice(signs);
    Some(finding(Segment::B, reasons, evidence))
}

/// One late invoice (two for an incident), with no more of them lying open than those, or than a few.
fn is_one_forgotten(evidence: Evidence<'_>, policy: &Policy) -> bool {
    let pattern = evidence.pattern;
    let is_single =
        pattern.n_material == 1 && pattern.n_judged >= policy.c.forgotten_needs_invoices;
    (pattern.pattern == Pattern::Incident || is_single)
        && evidence.money.n_materially_overdue <= pattern.n_material.max(few(evidence, policy))
}

fn against_a(evidence: Evidence<'_>, policy: &Policy) -> Vec<Reason> {
    let mut against = Vec::new();
    let pattern = evidence.pattern;
    if pattern.pattern == Pattern::Insufficient {
        let n_judged = pattern.n_judged;
        against.push(Reason {
            feature: "history".into(),
            value: Some(f64::from(n_judged)),
            contribution: 0.0,
            fact: ReasonFact::LittleHistory { n_judged },
        });
    } else if !policy.a.patterns.contains(&pattern.pattern) {
        against.push(Reason::of_pattern(pattern));
    }
    let up_to = policy.a.p_late_30d_up_to;
    match evidence.p_late_30d {
        Some(p_late_30d) if p_late_30d > up_to => {
            let fact = ReasonFact::MiddleRisk { p_late_30d, up_to };
            against.push(probability_reason("p_late_30d", p_late_30d, up_to, fact));
        }
        _ => {}
    }
    let up_to = policy.a.p_late_up_to;
    if let Some(p_late) = evidence.p_late.filter(|&p| p > up_to) {
        let fact = ReasonFact::OftenLate { p_late, up_to };
        against.push(probability_reason("p_late", p_late, up_to, fact));
    }
    let limit = policy.a.days_past_due_up_to;
    // One old invoice does not keep out of A, but what is handed over for collection is not forgotten.
    let oldest = if is_one_old_invoice(evidence, policy) {
        evidence.money.oldest_handed_over_days_past_due
    } else {
        evidence.money.oldest_undisputed_days_past_due
    };
    if let Some(days_past_due) = oldest.filter(|&days| days > limit) {
        against.push(long_overdue(days_past_due, limit));
    }
    against
}

fn for_a(evidence: Evidence<'_>, policy: &Policy) -> Vec<Reason> {
    let up_to = policy.a.p_late_30d_up_to;
    let risk = match evidence.p_late_30d {
        Some(p_late_30d) => {
            let fact = ReasonFact::LowRisk { p_late_30d, up_to };
            probability_reason("p_late_30d", p_late_30d, up_to, fact)
        }
        None => Reason {
            feature: "p_late_30d".into(),
            value: None,
            contribution: 0.0,
            fact: ReasonFact::UnknownRisk,
        },
    };
    vec![Reason::of_pattern(evidence.pattern), risk]
}

fn probability_reason(feature: &'static str, p: f64, limit: f64, fact: ReasonFact) -> Reason {
    Reason {
        feature: feature.into(),
        value: Some(p),
        contribution: p - limit,
        fact,
    }
}

/// Its contribution grows with the days beyond the limit, to 1 at a year.
fn long_overdue(days_past_due: i32, limit: i32) -> Reason {
    Reason {
        feature: "days_past_due".into(),
        value: Some(f64::from(days_past_due)),
        contribution: (f64::from(days_past_due.saturating_sub(limit)) / 365.0).clamp(0.0, 1.0),
        fact: ReasonFact::LongOverdue {
            days_past_due,
            limit,
        },
    }
}

#[cfg(test)]
mod tests;
