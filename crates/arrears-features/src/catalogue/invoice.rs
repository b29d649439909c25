//! The invoice itself: its terms and amount, and how that compares to the customer's others.

use arrears_ledger::Table;

use super::{ENTRY, FROM_INVOICES, FeatureDef, FeatureKind, OF_INVOICES, Requirement, Value};
use crate::kernel::{Needs, Subject, UNKNOWN};

pub(super) fn features() -> Vec<FeatureDef> {
    let of_invoice = FeatureDef {
        sources: FROM_INVOICES,
        requires: &[],
        moments: OF_INVOICES,
        ..ENTRY
    };
    vec![
        FeatureDef {
            id: "terms_days",
            name: "Payment terms",
            unit: "days",
            meaning: "Contractual due date less invoice date",
            formula: "due - invoice date",
            in_model: true,
            value: Value::Number(|view| {
                view.of_subject(|subject| f64::from(subject.due - subject.date))
            }),
            ..of_invoice
        },
        FeatureDef {
            id: "log_amount",
            name: "Amount (logarithm)",
            unit: "ln currency",
            meaning: "Natural logarithm of the invoice amount; unknown for amounts of zero or less",
            formula: "ln(amount)",
            in_model: true,
            value: Value::Number(|view| view.of_subject(log_amount)),
            ..of_invoice
        },
        FeatureDef {
            id: "amount_vs_usual",
            name: "Amount against the usual",
            unit: "ln ratio",
            meaning: "Logarithm of the amount less the mean logarithm of the customer's other known invoices: 0.7 is twice the usual",
            formula: "ln(amount) - mean(ln(amount of known invoices))",
            needs: Needs::AMOUNTS,
            in_model: true,
            value: Value::Number(|view| view.of_subject(log_amount) - view.usual_log_amount()),
            ..of_invoice
        },
        FeatureDef {
            id: "direct_debit",
            name: "Direct debit",
            kind: FeatureKind::Flag,
            unit: "flag",
            meaning: "The invoice is collected by direct debit, on a date that the creditor picks; the customer's history leaves such invoices out",
            formula: "1 if invoices.payment_method is direct debit",
            requires: &[Requirement::Column(Table::Invoices, "payment_method")],
            in_model: true,
            value: Value::Number(|view| {
                view.of_subject(|subject| f64::from(u8::from(subject.direct_debit)))
            }),
            ..of_invoice
        },
    ]
}

fn log_amount(subject: &Subject) -> f64 {
    if subject.amount <= 0 {
        return UNKNOWN;
    }
    (subject.amount as f64 / 100.0).ln()
}
