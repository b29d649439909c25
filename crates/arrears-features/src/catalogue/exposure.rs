//! What is open and overdue now. Direct debits count here too: they are money outstanding.

use arrears_ledger::Table;

use super::{ENTRY, FROM_INVOICES, FeatureDef, Requirement, Value};
use crate::kernel::{UNKNOWN, View, ratio};

/// Days in a mean month.
const MONTH: f64 = 365.0 / 12.0;

pub(super) fn features() -> Vec<FeatureDef> {
    vec![
        FeatureDef {
            id: "open_count",
            name: "Open items",
            unit: "count",
            meaning: "Invoices neither settled nor written off",
            formula: "count(open)",
            in_model: true,
            value: Value::Number(|view| view.sweep.totals.n_open as f64),
            ..ENTRY
        },
        FeatureDef {
            id: "open_amount",
            name: "Open amount",
            unit: "currency",
            meaning: "Left to pay on open items",
            formula: "sum over open(amount - payments - discounts - offsets - credits - write-offs + reversals)",
            value: Value::Number(|view| currency(view.sweep.totals.open_amount)),
            ..ENTRY
        },
        FeatureDef {
            id: "overdue_count",
            name: "Overdue items",
            unit: "count",
            meaning: "Open items with the due date behind them",
            formula: "count(open, due < D)",
            in_model: true,
            value: Value::Number(|view| view.sweep.totals.n_overdue as f64),
            ..ENTRY
        },
        FeatureDef {
            id: "overdue_amount",
            name: "Overdue amount",
            unit: "currency",
            meaning: "Left to pay on overdue items",
            formula: "sum over open with due < D(left to pay)",
            value: Value::Number(|view| currency(view.sweep.totals.overdue_amount)),
            ..ENTRY
        },
        FeatureDef {
            id: "overdue_share",
            name: "Overdue share",
            unit: "share",
            meaning: "Overdue part of the open amount; unknown where nothing is open",
            formula: "overdue_amount / open_amount",
            in_model: true,
            value: Value::Number(|view| {
                ratio(
                    view.sweep.totals.overdue_amount,
                    view.sweep.totals.open_amount,
                )
            }),
            ..ENTRY
        },
        FeatureDef {
            id: "oldest_days_past_due",
            name: "Oldest days past due",
            unit: "days",
            meaning: "Days past due of the oldest overdue item, 0 where nothing is overdue",
            formula: "max(D - due) over open with due < D",
            in_model: true,
            value: Value::Number(|view| view.oldest_days_past_due()),
            ..ENTRY
        },
        FeatureDef {
            id: "backlog_months",
            name: "Backlog in months of billing",
            meaning: "Open amount in months of what was billed over the last 365 days; unknown where nothing was",
            formula: "open_amount / (sum(amount issued in 365 days) / 12)",
            in_model: true,
            value: Value::Number(|view| {
                let billed = view.sweep.totals.amount_issued_year;
                12.0 * ratio(view.sweep.totals.open_amount, billed)
            }),
            ..ENTRY
        },
        FeatureDef {
            id: "balance_amount",
            name: "Balance",
            unit: "currency",
            meaning: "Everything outstanding: residuals of settled invoices, credit notes and cash without invoice included",
            formula: "sum(left to pay) + sum(credit notes not used up) - cash without invoice",
            value: Value::Number(|view| currency(balance(view))),
            ..ENTRY
        },
        FeatureDef {
            id: "credit_utilisation",
            name: "Credit utilisation",
            unit: "",
            meaning: "Balance as a part of the credit limit; a limit without `valid_from` is the current one and is never used at issue",
            formula: "balance_amount / credit_limit",
            sources: &["invoices", "payments", "customers"],
            requires: &[
                Requirement::Table(Table::Payments),
                Requirement::Column(Table::Customers, "credit_limit"),
                Requirement::DatedAtIssue,
            ],
            value: Value::Number(|view| {
                let limit = view.credit_limit();
                limit.map_or(UNKNOWN, |limit| ratio(balance(view), limit))
            }),
            ..ENTRY
        },
        FeatureDef {
            id: "billed_per_month",
            name: "Billed per month",
            unit: "currency",
            meaning: "Amount of the invoices of the last 365 days, per month that the customer is known (at least one, at most twelve)",
            formula: "sum(amount issued in 365 days) / (min(365, max(days since first invoice, 365/12)) / (365/12))",
            sources: FROM_INVOICES,
            requires: &[],
            value: Value::Number(|view| {
                currency(view.sweep.totals.amount_issued_year) / months_known(view)
            }),
            ..ENTRY
        },
    ]
}

fn balance(view: &View) -> i64 {
    view.sweep.totals.balance - view.sweep.cash
}

fn currency(cents: i64) -> f64 {
    cents as f64 / 100.0
}

/// Months since the first invoice, at least one and at most twelve.
pub(super) fn months_known(view: &View) -> f64 {
    let days = view.days_since().map_or(UNKNOWN, |(first, _)| first);
    // `clamp` keeps NaN.
    days.clamp(MONTH, 365.0) / MONTH
}
