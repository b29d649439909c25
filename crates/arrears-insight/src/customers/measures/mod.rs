//! What to do: the six measures of the field and a channel, by rules for a customer and for a cluster.
//!
//! Terms (shorter, or a part in advance), invoice sooner, payment link or direct debit, follow up earlier, check
//! creditworthiness, or leave as is: small changes per group, not a new policy for all. A measure that restricts a
//! natural person is never proposed to the program: it stands apart, for a colleague to decide on.

mod channel;

use serde::{Deserialize, Serialize};

pub use channel::Channel;

use super::pattern::Pattern;
use super::policy::MeasureRule;
use super::segments::Segment;
use super::warnings::{Warning, WarningCode};
use crate::facts::{Behaviour, CustomerFacts, CustomerMoney};
use crate::text::NameBase;

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Check creditworthiness.
    CheckCreditworthiness,
    /// A part in advance.
    PartInAdvance,
    /// Shorter terms.
    AdaptTerms,
    /// Invoice sooner: weekly, or on delivery.
    InvoiceSooner,
    /// Payment link or direct debit.
    PaymentLinkOrDirectDebit,
    /// Follow up earlier.
    FollowUpEarlier,
    /// Leave as it is.
    LeaveAsIs,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 7] = [
        Measure::CheckCreditworthiness,
        Measure::PartInAdvance,
        Measure::AdaptTerms,
        Measure::InvoiceSooner,
        Measure::PaymentLinkOrDirectDebit,
        Measure::FollowUpEarlier,
        Measure::LeaveAsIs,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Measure::CheckCreditworthiness => "check_creditworthiness",
            Measure::PartInAdvance => "part_in_advance",
            Measure::AdaptTerms => "adapt_terms",
            Measure::InvoiceSooner => "invoice_sooner",
            Measure::PaymentLinkOrDirectDebit => "payment_link_or_direct_debit",
            Measure::FollowUpEarlier => "follow_up_earlier",
            Measure::LeaveAsIs => "leave_as_is",
        }
    }

    /// Whether it narrows what the customer is offered.
    pub fn is_restrictive(self) -> bool {
        matches!(
            self,
            Measure::CheckCreditworthiness | Measure::PartInAdvance | Measure::AdaptTerms
        )
    }
}

/// What to do for a customer, and by which channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Measures, the weightiest first; never empty.
    pub measures: Vec<Measure>,
    /// Restrictive measures for a natural person: for a colleague to decide on, never automatic.
    pub for_review: Vec<Measure>,
    /// How to reach the customer.
    pub channel: Channel,
    /// A person must decide before anything is done.
    pub review_required: bool,
}

/// What is known of a customer when its measures are chosen.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The customer.
    pub customer: &'a CustomerFacts,
    /// How it paid.
    pub behaviour: &'a Behaviour,
    /// What it owes.
    pub money: &'a CustomerMoney,
    /// Its pattern.
    pub pattern: Pattern,
    /// Its segment.
    pub segment: Segment,
    /// A signal of insolvency holds, however old.
    pub insolvent: bool,
    /// Its warnings.
    pub warnings: &'a [Warning],
    /// Highest dunning level of its open invoices.
    pub open_depth: u8,
}

/// Measures and channel for one customer.
pub fn for_customer(situation: Situation<'_>, rule: &MeasureRule) -> Advice {
    let proposed = propose(situation, rule);
    let natural_person = situation.customer.natural_person;
    let (for_review, mut measures): (Vec<Measure>, Vec<Measure>) = proposed
        .into_iter()
        .partition(|measure| natural_person && measure.is_restrictive());
    if measures.is_empty() {
        measures.push(match situation.segment {
            Segment::A => Measure::LeaveAsIs,
            _ => Measure::FollowUpEarlier,
        });
    }
    let acts = !for_review.is_empty() || measures != [Measure::LeaveAsIs];
    Advice {
        channel: channel::choose(situation, &measures, rule),
        review_required: natural_person && acts,
        measures,
        for_review,
    }
}

fn propose(situation: Situation<'_>, rule: &MeasureRule) -> Vec<Measure> {
    let mut measures = Vec::new();
    let warned = |code| {
        situation
            .warnings
            .iter()
            .any(|warning| warning.code == code)
    };
    if situation.insolvent {
        measures.extend([Measure::CheckCreditworthiness, Measure::PartInAdvance]);
    }
    if disputes_first(situation.behaviour, rule) {
        // Sooner and on delivery: what is wrong with an invoice then shows while it can be put right.
        measures.push(Measure::InvoiceSooner);
    }
    measures.extend(by_pattern(situation, rule));
    if warned(WarningCode::DirectDebitRevoked) || warned(WarningCode::Lawsuit) {
        measures.push(Measure::CheckCreditworthiness);
    }
    measures.sort();
    measures.dedup();
    if measures.len() > 1 {
        measures.retain(|&measure| measure != Measure::LeaveAsIs);
    }
    measures
}

fn by_pattern(situation: Situation<'_>, rule: &MeasureRule) -> Vec<Measure> {
    let is_c = situation.segment == Segment::C;
    match situation.pattern {
        _ if situation.segment == Segment::A => vec![Measure::LeaveAsIs],
        Pattern::Prompt if !is_c => vec![Measure::LeaveAsIs],
        Pattern::Incident | Pattern::SlightlyLate if !is_c => {
            vec![Measure::PaymentLinkOrDirectDebit]
        }
        Pattern::Deteriorating => vec![Measure::CheckCreditworthiness, Measure::FollowUpEarlier],
        Pattern::Insufficient if is_c => {
            vec![Measure::CheckCreditworthiness, Measure::FollowUpEarlier]
        }
        Pattern::Insufficient => vec![Measure::LeaveAsIs],
        Pattern::Unclear if !is_c => {
            vec![Measure::PaymentLinkOrDirectDebit, Measure::FollowUpEarlier]
        }
        _ => by_step(situation.behaviour, rule),
    }
}

/// For who is late as a rule: by the step of the ladder that it waits for.
fn by_step(behaviour: &Behaviour, rule: &MeasureRule) -> Vec<Measure> {
    let enough = behaviour.n_late_steps >= rule.min_late_invoices;
    let waits = |from| {
        enough
            && behaviour
                .late_from_step(from)
                .is_some_and(|share| share >= rule.usual_step_share)
    };
    if waits(2) {
        vec![Measure::PartInAdvance, Measure::FollowUpEarlier]
    } else if waits(1) {
        vec![Measure::PaymentLinkOrDirectDebit, Measure::FollowUpEarlier]
    } else {
        vec![Measure::AdaptTerms, Measure::FollowUpEarlier]
    }
}

fn disputes_first(behaviour: &Behaviour, rule: &MeasureRule) -> bool {
    behaviour.n_mature >= rule.min_late_invoices
        && behaviour
            .dispute_share
            .is_some_and(|share| share >= rule.dispute_share)
}

/// Measures for a whole cluster, by what it is called.
pub fn for_cluster(base: NameBase) -> Vec<Measure> {
    match base {
        NameBase::Early | NameBase::Prompt | NameBase::MostlyOnTime | NameBase::Empty => {
            vec![Measure::LeaveAsIs]
        }
        NameBase::Forgetful => vec![Measure::PaymentLinkOrDirectDebit],
        NameBase::AfterFirstReminder => {
            vec![Measure::PaymentLinkOrDirectDebit, Measure::FollowUpEarlier]
        }
        NameBase::AfterSecondReminder | NameBase::AfterFormalNotice => {
            vec![Measure::PartInAdvance, Measure::FollowUpEarlier]
        }
        NameBase::HabituallyLate | NameBase::LargeSlowCertain => {
            vec![Measure::AdaptTerms, Measure::FollowUpEarlier]
        }
        NameBase::DisputesFirst => vec![Measure::InvoiceSooner],
        NameBase::SlowUncertain => vec![Measure::CheckCreditworthiness, Measure::PartInAdvance],
        NameBase::LittleHistory => vec![Measure::LeaveAsIs],
        NameBase::Outliers => vec![Measure::CheckCreditworthiness],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{customer, portfolio};

    struct Case {
        pattern: Pattern,
        segment: Segment,
        behaviour: Behaviour,
        money: CustomerMoney,
        open_depth: u8,
        natural_person: bool,
        consumer: bool,
        insolvent: bool,
        warning: Option<WarningCode>,
    }

    fn case(pattern: Pattern, segment: Segment) -> Case {
        Case {
            pattern,
            segment,
            behaviour: Behaviour {
                n_mature: 20,
                n_late_steps: 10,
                ..Behaviour::default()
            },
            money: CustomerMoney {
                overdue_minor: 10_000,
                ..CustomerMoney::default()
            },
            open_depth: 0,
            natural_person: false,
            consumer: false,
            insolvent: false,
            warning: None,
        }
    }

    fn advise(case: &Case) -> Advice {
        let mut all = portfolio(vec![customer("c", vec![])]);
        all.customers[0].natural_person = case.natural_person;
        all.customers[0].consumer = case.consumer;
        let warnings: Vec<Warning> = case
            .warning
            .map(|code| Warning {
                code,
                since: None,
                level: None,
                trend: None,
            })
            .into_iter()
            .collect();
        let situation = Situation {
            customer: &all.customers[0],
            behaviour: &case.behaviour,
            money: &case.money,
            pattern: case.pattern,
            segment: case.segment,
            insolvent: case.insolvent,
            warnings: &warnings,
            open_depth: case.open_depth,
        };
        for_customer(situation, &MeasureRule::default())
    }

    fn check(case: Case, measures: &[Measure], channel: Channel) {
        let advice = advise(&case);
        assert_eq!(
            (advice.measures.as_slice(), advice.channel),
            (measures, channel)
        );
        assert!(!advice.review_required);
    }

    use Measure::*;

    #[test]
    fn who_pays_is_left_alone() {
        check(
            case(Pattern::Prompt, Segment::A),
            &[LeaveAsIs],
            Channel::Email,
        );
        check(
            case(Pattern::Incident, Segment::A),
            &[LeaveAsIs],
            Channel::Email,
        );
        check(
            case(Pattern::Insufficient, Segment::B),
            &[LeaveAsIs],
            Channel::Email,
        );
    }

    #[test]
    fn who_forgets_gets_a_link() {
        check(
            case(Pattern::Incident, Segment::B),
            &[PaymentLinkOrDirectDebit],
            Channel::PaymentLink,
        );
    }

    #[test]
    fn who_waits_for_the_ladder_is_met_on_its_step() {
        let habit = || case(Pattern::Habit, Segment::C);
        let steps = |late_steps| Behaviour {
            late_steps: Some(late_steps),
            ..habit().behaviour
        };
        let second = Case {
            behaviour: steps([0.1, 0.2, 0.7, 0.0, 0.0, 0.0]),
            ..habit()
        };
        check(second, &[PartInAdvance, FollowUpEarlier], Channel::Phone);
        let first = Case {
            behaviour: steps([0.1, 0.8, 0.1, 0.0, 0.0, 0.0]),
            ..habit()
        };
        check(
            first,
            &[PaymentLinkOrDirectDebit, FollowUpEarlier],
            Channel::Phone,
        );
        let none = Case {
            behaviour: steps([0.9, 0.1, 0.0, 0.0, 0.0, 0.0]),
            ..habit()
        };
        check(none, &[AdaptTerms, FollowUpEarlier], Channel::Phone);
    }

    #[test]
    fn disputes_are_met_by_sooner_invoices_and_a_call() {
        let behaviour = Behaviour {
            n_mature: 9,
            dispute_share: Some(0.3),
            ..Behaviour::default()
        };
        let disputing = Case {
            behaviour,
            ..case(Pattern::Unclear, Segment::B)
        };
        check(
            disputing,
            &[InvoiceSooner, PaymentLinkOrDirectDebit, FollowUpEarlier],
            Channel::Phone,
        );
    }

    #[test]
    fn what_restricts_a_natural_person_is_for_a_colleague() {
        let person = Case {
            natural_person: true,
            ..case(Pattern::Habit, Segment::C)
        };
        let advice = advise(&person);
        assert_eq!(advice.measures, [FollowUpEarlier]);
        assert_eq!(advice.for_review, [AdaptTerms]);
        assert!(advice.review_required);
        let insolvent = Case {
            insolvent: true,
            ..person
        };
        assert_eq!(
            advise(&insolvent).for_review,
            [CheckCreditworthiness, PartInAdvance, AdaptTerms]
        );
        let prompt = Case {
            natural_person: true,
            ..case(Pattern::Prompt, Segment::A)
        };
        assert!(
            !advise(&prompt).review_required,
            "nothing is done, so nothing is decided"
        );
    }

    #[test]
    fn no_natural_person_is_ever_restricted_automatically() {
        for pattern in Pattern::ALL {
            for segment in Segment::ALL {
                for warning in WarningCode::ALL {
                    let person = Case {
                        natural_person: true,
                        insolvent: true,
                        warning: Some(warning),
                        ..case(pattern, segment)
                    };
                    let advice = advise(&person);
                    assert!(!advice.measures.is_empty());
                    assert!(
                        advice
                            .measures
                            .iter()
                            .all(|measure| !measure.is_restrictive())
                    );
                    assert!(
                        advice
                            .for_review
                            .iter()
                            .all(|measure| measure.is_restrictive())
                    );
                }
            }
        }
    }

    #[test]
    fn a_reminded_consumer_gets_a_letter_never_a_call() {
        let consumer = Case {
            consumer: true,
            natural_person: true,
            ..case(Pattern::Habit, Segment::C)
        };
        assert_eq!(advise(&consumer).channel, Channel::Email);
        assert_eq!(
            advise(&Case {
                open_depth: 1,
                ..consumer
            })
            .channel,
            Channel::Letter
        );
    }

    #[test]
    fn large_amounts_are_telephoned_about() {
        let large = CustomerMoney {
            overdue_minor: 1_000_000,
            ..CustomerMoney::default()
        };
        check(
            Case {
                money: large,
                ..case(Pattern::SlightlyLate, Segment::B)
            },
            &[PaymentLinkOrDirectDebit],
            Channel::Phone,
        );
        check(
            Case {
                open_depth: 2,
                ..case(Pattern::SlightlyLate, Segment::B)
            },
            &[PaymentLinkOrDirectDebit],
            Channel::Letter,
        );
    }
}
