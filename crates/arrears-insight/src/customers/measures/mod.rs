//! What to do: the measures of the field and a channel, by rules for a customer and for a cluster, and the ladder.
//!
//! Terms (shorter, or a part in advance), invoice sooner, payment link or direct debit, follow up earlier, check
//! creditworthiness, a discount for early payment, personal contact, or leave as is: small changes per group, not a new
//! policy for all. What the policy names goes before what the situation asks for (see [`super::policy`]), and what is in force already is
//! not proposed. A measure that restricts a
//! natural person is never proposed to the program: it stands apart, for a colleague to decide on.

mod barred;
mod channel;
mod in_force;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

pub use barred::Barred;
pub use channel::Channel;

use super::pattern::Pattern;
use super::policy::{MeasureRule, Policy, Who, cents};
use super::segments::Segment;
use super::warnings::{Warning, WarningCode};
use crate::facts::{Behaviour, CustomerFacts, CustomerMoney, InvoiceFacts};
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
    /// A person of ours calls or visits.
    PersonalContact,
    /// Invoice sooner: weekly, or on delivery.
    InvoiceSooner,
    /// Payment link or direct debit.
    PaymentLinkOrDirectDebit,
    /// Follow up earlier.
    FollowUpEarlier,
    /// A discount for early payment.
    EarlyPaymentDiscount,
    /// Leave as it is.
    LeaveAsIs,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 9] = [
        Measure::CheckCreditworthiness,
        Measure::PartInAdvance,
        Measure::AdaptTerms,
        Measure::PersonalContact,
        Measure::InvoiceSooner,
        Measure::PaymentLinkOrDirectDebit,
        Measure::FollowUpEarlier,
        Measure::EarlyPaymentDiscount,
        Measure::LeaveAsIs,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Measure::CheckCreditworthiness => "check_creditworthiness",
            Measure::PartInAdvance => "part_in_advance",
            Measure::AdaptTerms => "adapt_terms",
            Measure::PersonalContact => "personal_contact",
            Measure::InvoiceSooner => "invoice_sooner",
            Measure::PaymentLinkOrDirectDebit => "payment_link_or_direct_debit",
            Measure::FollowUpEarlier => "follow_up_earlier",
            Measure::EarlyPaymentDiscount => "early_payment_discount",
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
    /// Name of its ladder in the policy: [`super::policy::Ladders::get`] has its steps.
    pub ladder: String,
    /// Why no step is to be taken automatically; empty when one may be.
    pub barred: Vec<Barred>,
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
    /// What its cluster is called, when it is in one.
    pub cluster: Option<NameBase>,
}

/// Measures, channel and ladder for one customer, with its invoices as known at `as_of`.
pub fn for_customer(
    situation: Situation<'_>,
    invoices: &[InvoiceFacts],
    as_of: Day,
    policy: &Policy,
) -> Advice {
    let who = Who {
        segment: situation.segment,
        cluster: situation.cluster,
        sector: situation.customer.sector.as_deref(),
        consumer: situation.customer.consumer,
        country: situation.customer.traits.country.as_deref(),
    };
    let (named, further) = policy.named_measures(who);
    let mut proposed = named.unwrap_or_else(|| propose(situation, &policy.measures));
    proposed.extend(further);
    proposed.retain(|&measure| !in_force::is(measure, situation));
    tidy(&mut proposed);
    let natural_person = situation.customer.natural_person;
    let (for_review, mut measures): (Vec<Measure>, Vec<Measure>) = proposed
        .into_iter()
        .partition(|measure| natural_person && measure.is_restrictive());
    if measures.is_empty() {
        let left_alone = situation.insolvent || situation.segment == Segment::A;
        measures.push(match ask(situation) {
            Some(ask) if !situation.insolvent => ask,
            _ if left_alone => Measure::LeaveAsIs,
            _ => Measure::FollowUpEarlier,
        });
    }
    let acts = !for_review.is_empty() || measures != [Measure::LeaveAsIs];
    Advice {
        channel: channel::choose(situation, &measures, policy, who),
        review_required: natural_person && acts,
        ladder: policy.ladder_of(who).to_owned(),
        barred: barred::of(situation, invoices, as_of),
        measures,
        for_review,
    }
}

fn propose(situation: Situation<'_>, rule: &MeasureRule) -> Vec<Measure> {
    if situation.insolvent {
        // The claim goes to who administers the estate: to call, remind or agree terms brings nothing in.
        return vec![Measure::CheckCreditworthiness, Measure::PartInAdvance];
    }
    let mut measures = Vec::new();
    let warned = |code| {
        situation
            .warnings
            .iter()
            .any(|warning| warning.code == code)
    };
    if disputes_first(situation.behaviour, rule) {
        // Sooner and on delivery: what is wrong with an invoice then shows while it can be put right.
        measures.push(Measure::InvoiceSooner);
    }
    measures.extend(by_pattern(situation, rule));
    if warned(WarningCode::DirectDebitRevoked) || warned(WarningCode::Lawsuit) {
        measures.push(Measure::CheckCreditworthiness);
    }
    if worth_a_visit(situation, rule) {
        measures.push(Measure::PersonalContact);
    }
    if measures == [Measure::LeaveAsIs] {
        measures.extend(ask(situation));
    }
    measures
}

/// What an early warning asks for where nothing else does: it is a reason to look, so somebody asks what changed. A consumer
/// is written to sooner and not called upon.
fn ask(situation: Situation<'_>) -> Option<Measure> {
    let measure = match situation.customer.consumer {
        true => Measure::FollowUpEarlier,
        false => Measure::PersonalContact,
    };
    (!situation.warnings.is_empty()).then_some(measure)
}

/// Each once, the weightiest first; to leave things as they are is no measure beside another.
fn tidy(measures: &mut Vec<Measure>) {
    measures.sort();
    measures.dedup();
    if measures.len() > 1 {
        measures.retain(|&measure| measure != Measure::LeaveAsIs);
    }
}

/// A large overdue amount of who needs the closest follow-up, or of who disputes.
fn worth_a_visit(situation: Situation<'_>, rule: &MeasureRule) -> bool {
    let close = situation.segment == Segment::C || disputes_first(situation.behaviour, rule);
    close && situation.money.overdue_minor >= cents(rule.phone_amount)
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
    } else if behaviour
        .unsettled_after_60()
        .is_some_and(|share| share <= CERTAIN)
    {
        vec![Measure::FollowUpEarlier, Measure::EarlyPaymentDiscount]
    } else {
        vec![Measure::AdaptTerms, Measure::FollowUpEarlier]
    }
}

/// Largest share unsettled 60 days after the due date at which late money is certain, and a discount can bring it
/// forward.
const CERTAIN: f64 = 0.02;

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
        NameBase::DaysLate | NameBase::WeeksLate | NameBase::MonthsLate => {
            vec![Measure::AdaptTerms, Measure::FollowUpEarlier]
        }
        NameBase::LargeSlowCertain => {
            vec![Measure::FollowUpEarlier, Measure::EarlyPaymentDiscount]
        }
        NameBase::DisputesFirst => vec![Measure::InvoiceSooner],
        NameBase::SlowUncertain => vec![Measure::CheckCreditworthiness, Measure::PartInAdvance],
        NameBase::LittleHistory | NameBase::Unclear => vec![Measure::LeaveAsIs],
        NameBase::Outliers => vec![Measure::CheckCreditworthiness],
    }
}

#[cfg(test)]
mod tests;
