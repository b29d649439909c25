//! Each warning by hand-made customers.

use super::*;
use crate::customers::watch::Step;
use crate::facts::SignalFact;
use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};

fn check(invoices: Vec<InvoiceFacts>, signals: &[(&str, i32, Option<i32>)], expected: &[&str]) {
    let mut all = portfolio(vec![customer("c", invoices)]);
    all.customers[0].signals = signals
        .iter()
        .map(|&(kind, ago, end)| SignalFact {
            kind: kind.to_owned(),
            day: DAY - ago,
            end: end.map(|ago| DAY - ago),
        })
        .collect();
    let facts = &all.customers[0];
    let found = warnings(&all, facts, None, &WarningRule::default());
    let codes: Vec<&str> = found.iter().map(|warning| warning.code.code()).collect();
    assert_eq!(codes, expected);
}

fn timely(n: i32) -> Vec<InvoiceFacts> {
    (0..n).map(|i| paid(120 + 10 * i, -3)).collect()
}

#[test]
fn a_quiet_customer_has_none() {
    check(timely(12), &[], &[]);
    check(vec![], &[], &[]);
}

#[test]
fn signals_count_while_they_are_new_and_hold() {
    check(
        timely(6),
        &[("direct_debit_revoked", 30, None)],
        &["direct_debit_revoked"],
    );
    check(timely(6), &[("direct_debit_revoked", 90, None)], &[]);
    check(timely(6), &[("lawsuit", 30, Some(5))], &[]);
    check(timely(6), &[("bankruptcy", 40, None)], &["insolvency"]);
    check(timely(6), &[("bankruptcy", 400, None)], &[]);
    check(timely(6), &[("bankruptcy", 400, Some(100))], &[]);
    check(timely(6), &[("negative_review", 3, None)], &[]);
}

fn change(direction: Direction) -> Change {
    let level = Level {
        before: -10.0,
        sd: 6.0,
        n_before: 12,
        since: 8.0,
        at_least: false,
        n_since: 3,
        size_known: true,
    };
    Change {
        direction,
        since: DAY - 70,
        raised: DAY - 31,
        is_new: false,
        evidence: 6.0,
        certainty: 0.8,
        days: Some(level),
        rates: vec![RateChange {
            code: WarningCode::DisputesRising,
            before: (12, 0),
            since: (3, 2),
        }],
        path: vec![Step {
            due: DAY - 70,
            days: 8,
            settled: true,
        }],
    }
}

#[test]
fn what_the_watch_found_is_a_warning_for_each_thing_that_changed() {
    let all = portfolio(vec![customer("c", timely(3))]);
    let of = |direction| {
        let found = warnings(
            &all,
            &all.customers[0],
            Some(&change(direction)),
            &WarningRule::default(),
        );
        found
            .iter()
            .map(|warning| warning.code.code())
            .collect::<Vec<&str>>()
    };
    assert_eq!(of(Direction::Worse), ["paying_later", "disputes_rising"]);
    assert!(
        of(Direction::Better).is_empty(),
        "an improvement is no warning"
    );
    let better = improvement(Some(&change(Direction::Better))).expect("one");
    assert_eq!(better.code, WarningCode::PayingSooner);
    assert_eq!(improvement(Some(&change(Direction::Worse))), None);
    let level = better.days().expect("days");
    assert_eq!(
        (level.size_days(), level.size_sd()),
        (Some(18.0), Some(3.0))
    );
}

#[test]
fn settings_that_find_nothing_are_refused() {
    WarningRule::default().check().expect("the default is good");
    let refused = |rule: WarningRule| rule.check().expect_err("refused").to_string();
    let rate = refused(WarningRule {
        false_alarms_per_100_months: 0.0,
        ..WarningRule::default()
    });
    assert!(
        rate.contains("`warnings.false_alarms_per_100_months` is 0"),
        "{rate}"
    );
    assert!(
        refused(WarningRule {
            window_days: 10,
            ..WarningRule::default()
        })
        .contains("from 30 to 365")
    );
    assert!(
        refused(WarningRule {
            min_invoices: 1,
            ..WarningRule::default()
        })
        .contains("from 3 to 100")
    );
}

#[test]
fn the_first_second_reminder_is_a_warning_once() {
    let escalated = |opening_depth| InvoiceFacts {
        unpaid_depth: 2,
        unpaid_depth_since: Some(DAY - 20),
        opening_unpaid_depth: opening_depth,
        ..unpaid(95)
    };
    let with = |opening_depth| {
        let mut all = timely(6);
        all.push(escalated(opening_depth));
        all
    };
    check(with(0), &[], &["first_escalation"]);
    check(with(2), &[], &[]);
    check(vec![escalated(0)], &[], &[]);
}

#[test]
fn what_was_paid_since_is_told_as_past_and_after_what_is_unpaid() {
    let settled = InvoiceFacts {
        unpaid_depth: 3,
        unpaid_depth_since: Some(DAY - 25),
        ..paid(60, 40)
    };
    let unpaid = InvoiceFacts {
        unpaid_depth: 2,
        unpaid_depth_since: Some(DAY - 20),
        ..unpaid(60)
    };
    let told = |all: &[InvoiceFacts]| {
        let found = first_escalation(all, &WarningRule::default()).expect("one");
        (found.level, found.settled, found.since)
    };
    let mut all = timely(6);
    all.push(settled);
    assert_eq!(told(&all), (Some(3), true, Some(DAY - 25)));
    all.push(unpaid);
    assert_eq!(told(&all), (Some(2), false, Some(DAY - 20)));
}
