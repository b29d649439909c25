//! An open invoice's own story so far.

use arrears_ledger::Table;

use super::{
    DISPUTES, ENTRY, FROM_DISPUTES, FROM_INVOICES, FROM_PAYMENTS, FROM_PROMISES, FROM_REMINDERS,
    FeatureDef, FeatureKind, OF_OPEN, PAYMENTS, PROMISES, REMINDERS, Requirement, Value,
};
use crate::kernel::{NO_INVOICE, UNKNOWN};

pub(super) fn features() -> Vec<FeatureDef> {
    let own = FeatureDef {
        sources: FROM_INVOICES,
        requires: &[],
        moments: OF_OPEN,
        in_model: true,
        ..ENTRY
    };
    let reminded = FeatureDef {
        sources: FROM_REMINDERS,
        requires: REMINDERS,
        ..own
    };
    vec![
        FeatureDef {
            id: "own_days_past_due",
            name: "Days past due",
            unit: "days",
            meaning: "As-of date less due date of this invoice; below 0 before it",
            formula: "D - due",
            value: Value::Number(|view| view.of_own(|_, past_due| f64::from(past_due))),
            ..own
        },
        FeatureDef {
            id: "own_age_days",
            name: "Age",
            unit: "days",
            meaning: "As-of date less invoice date of this invoice",
            formula: "D - invoice date",
            value: Value::Number(|view| {
                if view.query.own == NO_INVOICE {
                    return UNKNOWN;
                }
                view.of_subject(|subject| f64::from(view.day() - subject.date))
            }),
            ..own
        },
        FeatureDef {
            id: "own_depth",
            name: "Escalation depth so far",
            meaning: "Highest dunning level that this invoice has reached",
            formula: "max(level)",
            value: Value::Number(|view| view.of_own(|state, _| f64::from(state.depth))),
            ..reminded
        },
        FeatureDef {
            id: "own_days_at_level",
            name: "Days at the level reached",
            unit: "days",
            meaning: "Days since this invoice reached its level; unknown before the first reminder",
            formula: "D - first reminder of the highest level",
            value: Value::Number(|view| {
                view.of_own(|state, _| {
                    let since = state.depth_since;
                    since.map_or(UNKNOWN, |since| f64::from(view.day() - since.0))
                })
            }),
            ..reminded
        },
        FeatureDef {
            id: "own_contacts",
            name: "Reminders and calls so far",
            unit: "count",
            meaning: "Reminders and calls about this invoice",
            formula: "count(reminders)",
            value: Value::Number(|view| {
                view.of_own(|state, _| f64::from(state.n_reminders + state.n_calls))
            }),
            ..reminded
        },
        FeatureDef {
            id: "own_dispute_open",
            name: "In dispute",
            kind: FeatureKind::Flag,
            unit: "flag",
            meaning: "A dispute about this invoice is open",
            formula: "1 if opened by D and not closed by D",
            sources: FROM_DISPUTES,
            requires: DISPUTES,
            value: Value::Number(|view| {
                view.of_own(|state, _| f64::from(u8::from(state.dispute_open)))
            }),
            ..own
        },
        FeatureDef {
            id: "own_promise_broken",
            name: "Promise broken",
            kind: FeatureKind::Flag,
            unit: "flag",
            meaning: "A promise on this invoice was not kept",
            formula: "1 if promised by D and not kept as known at D",
            sources: FROM_PROMISES,
            requires: PROMISES,
            value: Value::Number(|view| {
                view.of_own(|state, _| f64::from(u8::from(state.n_broken_promises > 0)))
            }),
            ..own
        },
        FeatureDef {
            id: "own_promise_pending",
            name: "Promise pending",
            kind: FeatureKind::Flag,
            unit: "flag",
            meaning: "The latest date promised for this invoice is still to come",
            formula: "1 if made by D and promised > D",
            sources: FROM_PROMISES,
            requires: &[Requirement::Table(Table::Promises)],
            value: Value::Number(|view| {
                view.of_own(|state, _| {
                    let pending = state.last_promise.is_some_and(|day| day.0 > view.day());
                    f64::from(u8::from(pending))
                })
            }),
            ..own
        },
        FeatureDef {
            id: "own_share_paid",
            name: "Share paid so far",
            unit: "share",
            meaning: "Part of this invoice, less credits, that is paid, held within 0 and 1",
            formula: "(payments + discounts + offsets - reversals) / (amount - credits)",
            sources: FROM_PAYMENTS,
            requires: PAYMENTS,
            value: Value::Number(|view| {
                view.of_own(|state, _| {
                    let claimed =
                        view.of_subject(|subject| (subject.amount - state.credited_minor) as f64);
                    // NaN fails the comparison, so it stays unknown with the rest.
                    if claimed > 0.0 {
                        (state.paid_minor as f64 / claimed).clamp(0.0, 1.0)
                    } else {
                        UNKNOWN
                    }
                })
            }),
            ..own
        },
    ]
}
