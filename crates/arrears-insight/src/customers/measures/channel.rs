//! How to reach a customer.

use serde::{Deserialize, Serialize};

use super::{Measure, Situation, disputes_first};
use crate::customers::policy::{Policy, Who, cents};
use crate::customers::segments::Segment;

/// How to reach the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Letter.
    Letter,
    /// A secured payment link by messenger.
    PaymentLink,
    /// Telephone.
    Phone,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 4] = [
        Channel::Email,
        Channel::Letter,
        Channel::PaymentLink,
        Channel::Phone,
    ];

    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Letter => "letter",
            Channel::PaymentLink => "payment_link",
            Channel::Phone => "phone",
        }
    }
}

/// The channel for a customer: a consumer's by law, else what the policy names, else a call where it is worth one or a warning
/// asks for it, and a letter where the ladder asks for it.
pub(super) fn choose(
    situation: Situation<'_>,
    measures: &[Measure],
    policy: &Policy,
    who: Who<'_>,
) -> Channel {
    let rule = &policy.measures;
    let overdue = situation.money.overdue_minor;
    let link = measures.contains(&Measure::PaymentLinkOrDirectDebit);
    if situation.customer.consumer {
        // A consumer has to have had a fourteen-day letter before any cost of collection.
        return match (situation.open_depth, link) {
            (1.., _) if overdue > 0 => Channel::Letter,
            (_, true) => Channel::PaymentLink,
            _ => Channel::Email,
        };
    }
    if let Some(named) = policy.named_channel(who) {
        return named;
    }
    let disputed = disputes_first(situation.behaviour, rule);
    let close = situation.segment == Segment::C || disputed;
    match () {
        () if measures.contains(&Measure::PersonalContact) => Channel::Phone,
        () if situation.segment == Segment::A => Channel::Email,
        () if overdue > 0 && (close || overdue >= cents(rule.phone_amount)) => Channel::Phone,
        () if overdue > 0 && situation.open_depth >= 2 => Channel::Letter,
        () if link => Channel::PaymentLink,
        () => Channel::Email,
    }
}
