//! How long and how often the customer buys.

use super::exposure::months_known;
use super::{ENTRY, FROM_INVOICES, FeatureDef, Value};
use crate::kernel::UNKNOWN;

pub(super) fn features() -> Vec<FeatureDef> {
    let of_invoices = FeatureDef {
        sources: FROM_INVOICES,
        requires: &[],
        in_model: true,
        ..ENTRY
    };
    vec![
        FeatureDef {
            id: "days_since_first_invoice",
            name: "Days since the first invoice",
            unit: "days",
            meaning: "Days from the customer's first known invoice date (not before the ledger begins)",
            formula: "D - min(invoice date)",
            value: Value::Number(|view| view.days_since().map_or(UNKNOWN, |(first, _)| first)),
            ..of_invoices
        },
        FeatureDef {
            id: "days_since_last_invoice",
            name: "Days since the last invoice",
            unit: "days",
            meaning: "Days from the customer's last known invoice date",
            formula: "D - max(invoice date)",
            value: Value::Number(|view| view.days_since().map_or(UNKNOWN, |(_, last)| last)),
            ..of_invoices
        },
        FeatureDef {
            id: "n_issued_12m",
            name: "Invoices issued (12 months)",
            unit: "count",
            meaning: "Invoices of the last 365 days",
            formula: "count(issued in 365 days)",
            in_model: false,
            value: Value::Number(|view| view.sweep.totals.n_issued_year as f64),
            ..of_invoices
        },
        FeatureDef {
            id: "invoices_per_month",
            name: "Invoices per month",
            meaning: "Invoices of the last 365 days, per month that the customer is known (at least one, at most twelve)",
            formula: "count(issued in 365 days) / (min(365, max(days since first invoice, 365/12)) / (365/12))",
            value: Value::Number(|view| {
                view.sweep.totals.n_issued_year as f64 / months_known(view)
            }),
            ..of_invoices
        },
    ]
}
