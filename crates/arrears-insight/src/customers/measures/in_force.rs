//! Measures that hold for a customer already: to propose them again tells nobody anything.

use super::{Measure, Situation};
use crate::facts::canonical;

/// Terms in days that are short as they are.
const SHORT_TERMS: f64 = 14.0;

/// Whether a customer has what the measure would bring.
pub(super) fn is(measure: Measure, situation: Situation<'_>) -> bool {
    let method = situation.customer.traits.payment_method.as_deref();
    let pays_by = |code: &str| method.is_some_and(|method| canonical(method) == code);
    match measure {
        Measure::PartInAdvance => pays_by("prepayment"),
        Measure::PaymentLinkOrDirectDebit => pays_by("direct_debit"),
        Measure::AdaptTerms => {
            let terms = situation.behaviour.mean_terms_days;
            terms.is_some_and(|days| days <= SHORT_TERMS)
        }
        _ => false,
    }
}
