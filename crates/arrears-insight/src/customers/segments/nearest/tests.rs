//! The nearest change of hand-made customers: what it says, and that it does what it says.

use super::*;
use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};

fn history(late: &[i32]) -> Vec<InvoiceFacts> {
    let dated = late.iter().enumerate();
    dated
        .map(|(i, &late)| paid(61 + 61 * i as i32, late))
        .collect()
}

fn found(
    invoices: Vec<InvoiceFacts>,
    p_late: f64,
    p_late_30d: f64,
    policy: &Policy,
    rules: &[RuleValue<'_>],
) -> (Segment, Option<Nearest>) {
    let all = portfolio(vec![customer("c", invoices)]);
    let facts = &all.customers[0];
    let invoices = all.invoices_of(facts);
    let pattern = pattern(invoices, DAY, &policy.pattern, None);
    let evidence = Evidence {
        customer: facts,
        money: &all.money_of(facts),
        pattern: &pattern,
        insolvent_since: None,
        p_late: Some(p_late),
        p_late_30d: Some(p_late_30d),
        rules,
    };
    let now = segment(evidence, policy).segment;
    (now, nearest(evidence, invoices, now, &all, policy))
}

fn check(
    invoices: Vec<InvoiceFacts>,
    (p_late, p_late_30d): (f64, f64),
    from: Segment,
    to: Segment,
    changes: &[Change],
) {
    let (segment, nearest) = found(invoices, p_late, p_late_30d, &Policy::default(), &[]);
    let nearest = nearest.expect("something would move it");
    assert_eq!((segment, nearest.segment), (from, to));
    assert_eq!(nearest.changes, changes);
}

use Segment::{A, B, C};

#[test]
fn a_middle_risk_would_have_to_be_lower() {
    let change = Change::Risk30 {
        to: 0.2,
        below: false,
        now: 0.23,
    };
    check(
        history(&[-3; 8]),
        (0.2, 0.23),
        B,
        A,
        std::slice::from_ref(&change),
    );
    let also = Change::Risk { to: 0.6, now: 0.7 };
    check(history(&[-3; 8]), (0.7, 0.23), B, A, &[change, also]);
}

#[test]
fn a_high_risk_would_have_to_be_below_the_threshold_of_c() {
    let below = |to| Change::Risk30 {
        to,
        below: true,
        now: 0.5,
    };
    check(history(&[8; 8]), (0.8, 0.5), C, B, &[below(0.4)]);
    // A large exposure has a lower threshold: below the first, this customer would still be in C.
    let mut large = history(&[8; 8]);
    large.push(InvoiceFacts {
        open_minor: 6_000_000,
        ..unpaid(-5)
    });
    check(large, (0.8, 0.5), C, B, &[below(0.3)]);
}

#[test]
fn a_risk_lowered_twice_is_told_from_the_customers_own() {
    // A habit asks for less than 35 %, the large exposure then for less than 30 %.
    let mut large = history(&[30; 8]);
    large.push(InvoiceFacts {
        open_minor: 6_000_000,
        ..unpaid(-5)
    });
    let below = Change::Risk30 {
        to: 0.3,
        below: true,
        now: 0.49,
    };
    check(large, (0.9, 0.49), C, B, &[below]);
}

#[test]
fn old_invoices_are_paid_until_none_counts() {
    let mut old = history(&[-3; 12]);
    old.extend([unpaid(60), unpaid(40)]);
    // One that is left open counts as forgotten.
    check(
        old.clone(),
        (0.1, 0.02),
        B,
        A,
        &[Change::Paid {
            n: 1,
            days_past_due: 60,
        }],
    );
    old.push(unpaid(122));
    check(
        old,
        (0.1, 0.02),
        C,
        B,
        &[Change::Paid {
            n: 1,
            days_past_due: 122,
        }],
    );
}

#[test]
fn one_invoice_handed_over_is_the_one_to_pay() {
    // Of sixty, a few may be left open: the oldest is let pass, the one handed over is not.
    let mut open = history(&[-3; 60]);
    open.extend([
        unpaid(200),
        InvoiceFacts {
            depth: 4,
            ..unpaid(100)
        },
    ]);
    let paid = Change::Paid {
        n: 1,
        days_past_due: 100,
    };
    check(open.clone(), (0.1, 0.02), B, A, &[paid]);
    open.pop();
    open.push(InvoiceFacts {
        depth: 4,
        ..unpaid(28)
    });
    let still_open = Change::StillOpen {
        days_past_due: 28,
        days: 3,
    };
    let (segment, nearest) = found(open, 0.1, 0.0, &Policy::default(), &[]);
    let nearest = nearest.expect("left open it moves");
    assert_eq!((segment, nearest.segment), (A, B));
    assert_eq!(nearest.changes, [still_open]);
}

#[test]
fn a_habit_is_left_by_a_lower_risk_or_by_invoices_paid_on_time() {
    let habit = |p| found(history(&[30; 8]), 0.9, p, &Policy::default(), &[]);
    let (segment, nearest) = habit(0.45);
    let lower = Change::Risk30 {
        to: 0.35,
        below: true,
        now: 0.45,
    };
    assert_eq!((segment, nearest.unwrap().changes), (C, vec![lower]));
    let mixed = history(&[-3, -3, -3, 30, 30, 30, 30, 30]);
    let (segment, nearest) = found(mixed, 0.9, 0.99, &Policy::default(), &[]);
    let nearest = nearest.expect("timely invoices would move it");
    assert_eq!((segment, nearest.segment), (C, B));
    let [Change::OnTime { n }, Change::Risk30 { to: 0.4, .. }] = nearest.changes[..] else {
        panic!("{nearest:?}")
    };
    // Beside 5 late ones of 8, so many timely ones make P(rate > 1/3) fall below 0.8, and one fewer would not.
    let still = |n: u32| crate::statistics::beta_upper_tail(6, 5 + n, 1.0 / 3.0) >= 0.8;
    assert!(n <= 4 && still(n - 1) && !still(n), "{n}");
}

#[test]
fn a_prompt_customer_would_move_for_the_worse() {
    let change = Change::Risk30Above { to: 0.2, now: 0.19 };
    check(history(&[-3; 8]), (0.1, 0.19), A, B, &[change]);
    let mut open = history(&[-3; 8]);
    open.extend([unpaid(28), unpaid(27)]);
    check(
        open,
        (0.1, 0.01),
        A,
        B,
        &[Change::StillOpen {
            days_past_due: 28,
            days: 3,
        }],
    );
}

#[test]
fn a_rule_is_left_at_its_nearest_bound() {
    let rule = Rule {
        feature: "dispute_share_12m".into(),
        at_least: Some(0.2),
        segment: Some(C),
        ..Rule::default()
    };
    let policy = Policy {
        rules: vec![rule],
        ..Policy::default()
    };
    let values = [RuleValue::Number(0.31)];
    let (segment, nearest) = found(history(&[-3; 8]), 0.1, 0.01, &policy, &values);
    let nearest = nearest.expect("outside the rule it is prompt");
    assert_eq!((segment, nearest.segment), (C, A));
    let outside = Change::Outside {
        feature: "dispute_share_12m".into(),
        bound: Some(RuleBound::Below(0.2)),
        now: Some(0.31),
    };
    assert_eq!(nearest.changes, [outside]);
}

#[test]
fn the_bound_named_is_the_bound() {
    for p in [0.11, 0.2, 0.249, 0.4, 0.3, 0.7] {
        for late in [[-3; 8], [8; 8]] {
            let policy = Policy::default();
            let (now, nearest) = found(history(&late), 0.2, p, &policy, &[]);
            let Some(Nearest { segment, changes }) = nearest else {
                continue;
            };
            let [Change::Risk30 { to, below, .. }] = changes[..] else {
                continue;
            };
            let within = if below { to.next_down() } else { to };
            assert_eq!(found(history(&late), 0.2, within, &policy, &[]).0, segment);
            let beyond = if below { to } else { to.next_up() };
            assert_eq!(
                found(history(&late), 0.2, beyond, &policy, &[]).0,
                now,
                "{p} {late:?}"
            );
        }
    }
}
