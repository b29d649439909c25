//! Segments A, B and C: which procedure suits a customer, and why.
//!
//! - **C** (closest follow-up): any strong sign of risk. Not for one forgotten invoice, and not on a model's word
//!   about a customer with too little history of its own or one that pays promptly.
//! - **A** (leave alone): a low risk, a good pattern and nothing long overdue, all of them.
//! - **B**: everybody else, customers with little history among them.
//!
//! Each segment comes with every fact that decided it. The thresholds stand in [`Policy`].

use serde::{Deserialize, Serialize};

use super::pattern::{Pattern, PatternFinding};
use super::policy::{Policy, cents};
use super::reasons::{Reason, ReasonFact};
use crate::facts::{CustomerFacts, CustomerMoney};
use arrears_ledger::Day;

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
}

/// The customer's segment under the policy.
pub fn segment(evidence: Evidence<'_>, policy: &Policy) -> SegmentFinding {
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
            feature: "insolvency",
            value: None,
            contribution: 1.0,
            fact,
        });
    }
    if policy.c.patterns.contains(&evidence.pattern.pattern) {
        signs.push(Reason::of_pattern(evidence.pattern));
    }
    signs.extend(high_risk(evidence, policy));
    let limit = policy.c.days_past_due_from;
    let oldest = evidence.money.oldest_undisputed_days_past_due;
    if let Some(days_past_due) = oldest.filter(|&days| days >= limit)
        && !is_one_old_invoice(evidence, policy)
    {
        signs.push(long_overdue(days_past_due, limit));
    }
    signs
}

/// A single invoice left open, by a customer with a history: forgotten or in question, and no way of paying.
fn is_one_old_invoice(evidence: Evidence<'_>, policy: &Policy) -> bool {
    evidence.pattern.n_judged >= policy.c.forgotten_needs_invoices
        && evidence.money.n_materially_overdue <= 1
}

/// A risk at or above the threshold for this customer's pattern, size and exposure.
fn high_risk(evidence: Evidence<'_>, policy: &Policy) -> Option<Reason> {
    let p_late_30d = evidence.p_late_30d?;
    let own_history_is_good = matches!(
        evidence.pattern.pattern,
        Pattern::Prompt | Pattern::Insufficient
    );
    if own_history_is_good {
        return None;
    }
    let size = evidence.customer.size_class.as_ref();
    let by_size = size.and_then(|size| policy.size_classes.get(size).copied());
    let mut from = by_size.unwrap_or(policy.c.p_late_30d_from);
    if evidence.pattern.pattern == Pattern::Deteriorating {
        from = from.min(policy.c.deteriorating_p_late_30d_from);
    }
    let open_minor = evidence.money.open_minor;
    let is_large = open_minor >= cents(policy.exposure.large_amount);
    let reason = |fact, from| Reason {
        feature: "p_late_30d",
        value: Some(p_late_30d),
        contribution: p_late_30d - from,
        fact,
    };
    if p_late_30d >= from {
        return Some(reason(ReasonFact::HighRisk { p_late_30d, from }, from));
    }
    let large_from = policy.exposure.large_p_late_30d_from;
    (is_large && p_late_30d >= large_from).then(|| {
        reason(
            ReasonFact::LargeExposure {
                open_minor,
                p_late_30d,
            },
            large_from,
        )
    })
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
            feature: "one_forgotten_invoice",
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
            feature: "exposure",
            value: Some(invoiced_minor as f64 / 100.0),
            contribution: 0.0,
            fact: ReasonFact::SmallExposure { invoiced_minor },
        }
    };
    let mut reasons = vec![first];
    reasons.extend_from_slice(signs);
    Some(finding(Segment::B, reasons, evidence))
}

/// One late invoice (two for an incident), with no more of them lying open than those.
fn is_one_forgotten(evidence: Evidence<'_>, policy: &Policy) -> bool {
    let pattern = evidence.pattern;
    let is_single =
        pattern.n_material == 1 && pattern.n_judged >= policy.c.forgotten_needs_invoices;
    (pattern.pattern == Pattern::Incident || is_single)
        && evidence.money.n_materially_overdue <= pattern.n_material
}

fn against_a(evidence: Evidence<'_>, policy: &Policy) -> Vec<Reason> {
    let mut against = Vec::new();
    let pattern = evidence.pattern;
    if pattern.pattern == Pattern::Insufficient {
        let n_judged = pattern.n_judged;
        against.push(Reason {
            feature: "history",
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
    let oldest = evidence.money.oldest_undisputed_days_past_due;
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
            feature: "p_late_30d",
            value: None,
            contribution: 0.0,
            fact: ReasonFact::UnknownRisk,
        },
    };
    vec![Reason::of_pattern(evidence.pattern), risk]
}

fn probability_reason(feature: &'static str, p: f64, limit: f64, fact: ReasonFact) -> Reason {
    Reason {
        feature,
        value: Some(p),
        contribution: p - limit,
        fact,
    }
}

/// Its contribution grows with the days beyond the limit, to 1 at a year.
fn long_overdue(days_past_due: i32, limit: i32) -> Reason {
    Reason {
        feature: "days_past_due",
        value: Some(f64::from(days_past_due)),
        contribution: (f64::from(days_past_due.saturating_sub(limit)) / 365.0).clamp(0.0, 1.0),
        fact: ReasonFact::LongOverdue {
            days_past_due,
            limit,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::pattern::pattern;
    use crate::customers::trend::TrendRule;
    use crate::facts::InvoiceFacts;
    use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};

    struct Case {
        invoices: Vec<InvoiceFacts>,
        p_late: Option<f64>,
        p_late_30d: Option<f64>,
        insolvent: bool,
        policy: Policy,
    }

    fn case(invoices: Vec<InvoiceFacts>, p_late: f64, p_late_30d: f64) -> Case {
        let (p_late, p_late_30d) = (Some(p_late), Some(p_late_30d));
        Case {
            invoices,
            p_late,
            p_late_30d,
            insolvent: false,
            policy: Policy::default(),
        }
    }

    fn find(case: Case) -> SegmentFinding {
        let all = portfolio(vec![customer("c", case.invoices)]);
        let facts = &all.customers[0];
        let rule = &case.policy.pattern;
        let found = pattern(all.invoices_of(facts), DAY, rule, &TrendRule::default());
        let evidence = Evidence {
            customer: facts,
            money: &all.money_of(facts),
            pattern: &found,
            insolvent_since: case.insolvent.then_some(DAY - 10),
            p_late: case.p_late,
            p_late_30d: case.p_late_30d,
        };
        segment(evidence, &case.policy)
    }

    fn history(late: &[i32]) -> Vec<InvoiceFacts> {
        late.iter()
            .enumerate()
            .map(|(i, &late)| paid(61 + 61 * i as i32, late))
            .collect()
    }

    fn check(case: Case, segment: Segment, first_reason: &str) {
        let found = find(case);
        let codes: Vec<&str> = found.reasons.iter().map(|reason| reason.feature).collect();
        assert_eq!(
            (found.segment, codes.first()),
            (segment, Some(&first_reason)),
            "{codes:?}"
        );
        assert!(codes.contains(&"pattern"), "the pattern is always told");
    }

    #[test]
    fn a_prompt_customer_is_a() {
        check(case(history(&[-3; 8]), 0.10, 0.01), Segment::A, "pattern");
    }

    #[test]
    fn one_forgotten_invoice_is_never_c() {
        let mut forgotten = history(&[-3; 11]);
        forgotten.push(paid(60, 45));
        check(
            case(forgotten.clone(), 0.35, 0.30),
            Segment::B,
            "one_forgotten_invoice",
        );
        check(case(forgotten.clone(), 0.10, 0.02), Segment::A, "pattern");
        // Still open after a hundred days, and with little other history.
        let mut open = history(&[-3; 11]);
        open.push(unpaid(100));
        check(case(open, 0.35, 0.30), Segment::B, "one_forgotten_invoice");
        let mut short = history(&[-3; 2]);
        short.push(paid(100, 45));
        check(case(short, 0.35, 0.30), Segment::B, "one_forgotten_invoice");
    }

    #[test]
    fn several_invoices_left_open_are_not_one_forgotten() {
        let mut old = history(&[-3; 12]);
        old.push(unpaid(900));
        check(case(old.clone(), 0.1, 0.02), Segment::B, "days_past_due");
        old.extend([unpaid(850), unpaid(880)]);
        check(case(old.clone(), 0.1, 0.02), Segment::C, "days_past_due");
        old.push(paid(60, 45));
        check(case(old, 0.1, 0.02), Segment::C, "days_past_due");
    }

    #[test]
    fn insolvency_is_c_even_with_one_forgotten_invoice() {
        let mut forgotten = history(&[-3; 11]);
        forgotten.push(paid(60, 45));
        check(
            Case {
                insolvent: true,
                ..case(forgotten, 0.1, 0.02)
            },
            Segment::C,
            "insolvency",
        );
    }

    #[test]
    fn a_habit_is_c_whatever_the_model_says() {
        check(case(history(&[30; 8]), 0.2, 0.01), Segment::C, "pattern");
    }

    #[test]
    fn the_model_alone_does_not_put_a_prompt_or_unknown_customer_in_c() {
        check(case(history(&[-3; 8]), 0.6, 0.5), Segment::B, "p_late_30d");
        check(case(history(&[-3]), 0.6, 0.5), Segment::B, "history");
        check(case(history(&[-3]), 0.1, 0.01), Segment::B, "history");
    }

    #[test]
    fn slightly_late_customers_are_b_or_by_risk_c() {
        check(case(history(&[8; 8]), 0.8, 0.05), Segment::B, "pattern");
        check(case(history(&[8; 8]), 0.8, 0.25), Segment::C, "p_late_30d");
    }

    #[test]
    fn what_is_open_for_ninety_days_counts_without_history() {
        check(
            case(vec![unpaid(200), unpaid(120)], 0.3, 0.1),
            Segment::C,
            "days_past_due",
        );
        let mut disputed = vec![unpaid(200), unpaid(120)];
        disputed
            .iter_mut()
            .for_each(|invoice| invoice.dispute_open = true);
        check(case(disputed, 0.3, 0.1), Segment::B, "history");
    }

    #[test]
    fn exposure_and_size_move_the_threshold() {
        let mut large = history(&[8; 8]);
        large.push(InvoiceFacts {
            open_minor: 6_000_000,
            ..unpaid(-5)
        });
        check(case(large.clone(), 0.5, 0.21), Segment::C, "p_late_30d");
        check(case(history(&[8; 8]), 0.5, 0.21), Segment::B, "pattern");
        let mut small = case(history(&[30; 8]), 0.5, 0.4);
        small.policy.exposure.small_amount = 1_000_000.0;
        check(small, Segment::B, "exposure");
    }

    #[test]
    fn a_size_class_may_have_its_own_threshold() {
        let mut all = portfolio(vec![customer("c", history(&[8; 8]))]);
        all.customers[0].size_class = Some("large".into());
        let facts = &all.customers[0];
        let mut policy = Policy::default();
        policy.size_classes.insert("large".into(), 0.35);
        let found = pattern(all.invoices_of(facts), DAY, &policy.pattern, &policy.trend);
        let evidence = Evidence {
            customer: facts,
            money: &all.money_of(facts),
            pattern: &found,
            insolvent_since: None,
            p_late: Some(0.5),
            p_late_30d: Some(0.3),
        };
        assert_eq!(segment(evidence, &policy).segment, Segment::B);
        assert_eq!(segment(evidence, &Policy::default()).segment, Segment::C);
    }

    #[test]
    fn without_a_model_the_pattern_decides() {
        let unknown = |invoices| Case {
            p_late: None,
            p_late_30d: None,
            ..case(invoices, 0.0, 0.0)
        };
        check(unknown(history(&[-3; 8])), Segment::A, "pattern");
        check(unknown(history(&[30; 8])), Segment::C, "pattern");
        check(unknown(vec![]), Segment::B, "history");
    }

    #[test]
    fn a_higher_risk_never_gives_a_better_segment() {
        for late in [
            [-3, -3, -3, -3],
            [20, -3, -3, -3],
            [20, 20, 20, 20],
            [5, 5, 5, 5],
        ] {
            let mut last = Segment::A;
            for step in 0..=50 {
                let p = f64::from(step) / 50.0;
                let found = find(case(history(&late), p, p)).segment;
                assert!(found >= last, "{late:?} at {p}");
                last = found;
            }
        }
    }
}
