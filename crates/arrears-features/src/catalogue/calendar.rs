//! The due date in the calendar, and the customer's payment runs: many pay on one weekday or day of the month.

use arrears_ledger::Day;

use super::{
    ENTRY, FROM_INVOICES, FROM_PAYMENTS, FeatureDef, FeatureKind, OF_INVOICES, PAYMENTS, Value,
};
use crate::Book;
use crate::book::NO_SYMBOL;
use crate::civil::civil;
use crate::kernel::{UNKNOWN, View, ratio};

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn features() -> Vec<FeatureDef> {
    [due_date(), runs()].concat()
}

fn due_date() -> Vec<FeatureDef> {
    let of_date = FeatureDef {
        sources: FROM_INVOICES,
        requires: &[],
        moments: OF_INVOICES,
        in_model: true,
        ..ENTRY
    };
    vec![
        FeatureDef {
            id: "due_weekday",
            name: "Weekday of the due date",
            kind: FeatureKind::Category,
            meaning: "Weekday on which the invoice falls due",
            formula: "weekday(due)",
            value: Value::Code(
                |view| due(view).map_or(NO_SYMBOL, Day::weekday),
                |_: &Book, code| WEEKDAYS.get(code as usize).copied(),
            ),
            ..of_date
        },
        FeatureDef {
            id: "due_month",
            name: "Month of the due date",
            kind: FeatureKind::Category,
            meaning: "Month in which the invoice falls due",
            formula: "month(due)",
            value: Value::Code(
                |view| due(view).map_or(NO_SYMBOL, |due| u32::from(civil(due).month) - 1),
                |_: &Book, code| MONTHS.get(code as usize).copied(),
            ),
            // Two years hold two of each month: too few to tell a season from a drift.
            in_model: false,
            ..of_date
        },
        FeatureDef {
            id: "due_day_of_month",
            name: "Day of the month of the due date",
            meaning: "Day of the month on which the invoice falls due, 1 to 31",
            formula: "day of month(due)",
            value: Value::Number(|view| due(view).map_or(UNKNOWN, |due| f64::from(civil(due).day))),
            ..of_date
        },
    ]
}

fn runs() -> Vec<FeatureDef> {
    let of_due = FeatureDef {
        sources: FROM_PAYMENTS,
        requires: PAYMENTS,
        moments: OF_INVOICES,
        in_model: true,
        ..ENTRY
    };
    let of_customer = FeatureDef {
        unit: "share",
        in_model: false,
        moments: super::EVERYWHERE,
        ..of_due
    };
    vec![
        FeatureDef {
            id: "due_weekday_share",
            name: "Share settled on the weekday of the due date",
            unit: "share",
            meaning: "How often this customer's invoices are settled on the weekday on which this one falls due",
            formula: "count(weekday(settled) = weekday(due)) / count(settled)",
            value: Value::Number(|view| {
                let totals = &view.sweep.totals;
                let on = |due: Day| totals.by_weekday[due.weekday() as usize];
                due(view).map_or(UNKNOWN, |due| ratio(on(due), totals.n_settled))
            }),
            ..of_due
        },
        FeatureDef {
            id: "run_weekday_gap",
            name: "Days from payment run to due date, by weekday",
            unit: "",
            meaning: "Mean days from the last weekday on which this customer's invoices are settled to the due date, over its settlements: a customer who pays on Fridays settles what falls due on a Thursday six days before, or late",
            formula: "mean over settled((weekday(due) - weekday(settled)) mod 7)",
            value: Value::Number(|view| due(view).map_or(UNKNOWN, |due| view.weekday_gap(due))),
            ..of_due
        },
        FeatureDef {
            id: "run_month_day_gap",
            name: "Days from payment run to due date, by day of the month",
            unit: "",
            meaning: "Mean days from the last day of the month on which this customer's invoices are settled to the due date, over its settlements; month-ends are one day",
            formula: "mean over settled(due - last such day of the month on or before due)",
            value: Value::Number(|view| due(view).map_or(UNKNOWN, |due| view.month_day_gap(due))),
            ..of_due
        },
        FeatureDef {
            id: "run_weekday_share",
            name: "Share settled on the usual weekday",
            meaning: "Share of settlements that fall on the customer's most frequent weekday: near 1 where payments go out in a weekly run",
            formula: "max over weekdays(count(settled)) / count(settled)",
            value: Value::Number(|view| {
                let totals = &view.sweep.totals;
                ratio(
                    totals.by_weekday.iter().copied().max().unwrap_or(0),
                    totals.n_settled,
                )
            }),
            ..of_customer
        },
        FeatureDef {
            id: "run_month_day_share",
            name: "Share settled on the usual day of the month",
            meaning: "Share of settlements that fall on the customer's most frequent day of the month, month-ends as one day",
            formula: "max over days of the month(count(settled)) / count(settled)",
            value: Value::Number(|view| {
                let totals = &view.sweep.totals;
                ratio(
                    totals.by_month_day.iter().copied().max().unwrap_or(0),
                    totals.n_settled,
                )
            }),
            ..of_customer
        },
    ]
}

fn due(view: &View) -> Option<Day> {
    view.query.subject.map(|subject| Day(subject.due))
}
