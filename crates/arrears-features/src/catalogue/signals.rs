//! What else is known of a customer: scores, requests, errors, news, payments taken back.

use super::{
    ENTRY, FROM_PAYMENTS, FROM_REQUESTS, FROM_SIGNALS, FeatureDef, FeatureKind, PAYMENTS, SIGNALS,
    Value,
};
use crate::book::SignalKind;
use crate::kernel::{UNKNOWN, View, ratio};

const COUNT: &str = "count(signals of this kind, D - 365 < date <= D)";
const ACTIVE: &str = "1 if known by D and not ended by D";

pub(super) fn features() -> Vec<FeatureDef> {
    let signal = FeatureDef {
        sources: FROM_SIGNALS,
        requires: SIGNALS,
        ..ENTRY
    };
    let count = FeatureDef {
        unit: "count",
        formula: COUNT,
        ..signal
    };
    let flag = FeatureDef {
        kind: FeatureKind::Flag,
        unit: "flag",
        formula: ACTIVE,
        in_model: true,
        ..signal
    };
    vec![
        FeatureDef {
            id: "credit_score",
            name: "Credit score",
            meaning: "Value of the latest credit score known",
            formula: "value of the credit_score with the latest date",
            in_model: true,
            value: Value::Number(|view| {
                view.sweep.signals.score.map_or(UNKNOWN, |(_, score)| score)
            }),
            ..signal
        },
        FeatureDef {
            id: "terms_extensions_12m",
            name: "Requests for longer terms (12 months)",
            meaning: "Times the customer asked for longer terms",
            in_model: true,
            value: Value::Number(|view| view.signals(SignalKind::TermsExtensionRequested)),
            ..count
        },
        FeatureDef {
            id: "prepayments_refused_12m",
            name: "Prepayments refused (12 months)",
            meaning: "Times the customer refused to pay in advance",
            value: Value::Number(|view| view.signals(SignalKind::PrepaymentRefused)),
            ..count
        },
        FeatureDef {
            id: "billing_errors_12m",
            name: "Billing errors (12 months)",
            meaning: "Invoices to the customer that were wrong",
            in_model: true,
            value: Value::Number(|view| view.signals(SignalKind::BillingError)),
            ..count
        },
        FeatureDef {
            id: "contacts_unanswered_12m",
            name: "Contacts unanswered (12 months)",
            meaning: "Times the customer did not answer",
            in_model: true,
            value: Value::Number(|view| view.signals(SignalKind::ContactUnanswered)),
            ..count
        },
        FeatureDef {
            id: "direct_debits_revoked_12m",
            name: "Direct debit mandates revoked (12 months)",
            meaning: "Direct debit mandates that the customer revoked",
            value: Value::Number(|view| view.signals(SignalKind::DirectDebitRevoked)),
            ..count
        },
        FeatureDef {
            id: "negative_reviews_12m",
            name: "Negative reviews (12 months)",
            meaning: "Negative reviews of the customer",
            value: Value::Number(|view| view.signals(SignalKind::NegativeReview)),
            ..count
        },
        FeatureDef {
            id: "bankruptcy_known",
            name: "Bankruptcy known",
            meaning: "A bankruptcy or suspension of payment is known and has not ended",
            value: Value::Number(|view| view.is_signalled(SignalKind::Bankruptcy)),
            ..flag
        },
        FeatureDef {
            id: "lawsuit_known",
            name: "Lawsuit known",
            meaning: "A lawsuit is known and has not ended",
            value: Value::Number(|view| view.is_signalled(SignalKind::Lawsuit)),
            ..flag
        },
        FeatureDef {
            id: "reversals_12m",
            name: "Payments taken back (12 months)",
            unit: "count",
            meaning: "Payments reversed in the last 365 days, direct debits included",
            formula: "count(reversals, D - 365 < date <= D)",
            sources: FROM_PAYMENTS,
            requires: PAYMENTS,
            in_model: true,
            value: Value::Number(|view| view.sweep.totals.n_reversals_year as f64),
            ..ENTRY
        },
        FeatureDef {
            id: "deviating_requests_12m",
            name: "Requests for deviating arrangements (12 months)",
            meaning: "Times the customer asked to pay in another way than agreed: longer terms, no payment in advance, a direct debit mandate revoked, an invoice paid in instalments",
            formula: "terms_extensions_12m + prepayments_refused_12m + direct_debits_revoked_12m + count(promises of less than what was open, D - 365 < made <= D)",
            sources: FROM_REQUESTS,
            value: Value::Number(deviating_requests),
            ..count
        }
        .of_clusters(),
        FeatureDef {
            id: "deviating_requests_per_invoice",
            name: "Requests for deviating arrangements per invoice",
            meaning: "Requests for longer terms and refusals to pay in advance, per invoice of the last 365 days",
            formula: "(terms_extensions_12m + prepayments_refused_12m) / count(issued in 365 days)",
            value: Value::Number(|view| {
                let kinds = [
                    SignalKind::TermsExtensionRequested,
                    SignalKind::PrepaymentRefused,
                ];
                per_invoice(view, &kinds)
            }),
            ..signal
        },
        FeatureDef {
            id: "billing_errors_per_invoice",
            name: "Billing errors per invoice",
            meaning: "Billing errors per invoice of the last 365 days",
            formula: "billing_errors_12m / count(issued in 365 days)",
            value: Value::Number(|view| per_invoice(view, &[SignalKind::BillingError])),
            ..signal
        }
        .of_clusters(),
    ]
}

/// Signals of the last year that ask for other arrangements, and instalments that were promised.
fn deviating_requests(view: &View) -> f64 {
    let asked: f64 = [
        SignalKind::TermsExtensionRequested,
        SignalKind::PrepaymentRefused,
        SignalKind::DirectDebitRevoked,
    ]
    .map(|kind| view.signals(kind))
    .into_iter()
    .sum();
    asked + view.instalments_promised() as f64
}

fn per_invoice(view: &View, kinds: &[SignalKind]) -> f64 {
    let signals = kinds
        .iter()
        .map(|&kind| view.sweep.signals.n_year[kind as usize])
        .sum();
    ratio(signals, view.sweep.totals.n_issued_year)
}
