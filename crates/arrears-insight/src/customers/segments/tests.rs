//! Segments by hand-made customers.

use super::*;
use crate::customers::pattern::pattern;
use crate::facts::InvoiceFacts;
use crate::facts::examples::{DAY, customer, paid, portfolio, unpaid};

struct Case {
    invoices: Vec<InvoiceFacts>,
    p_late: Option<f64>,
    p_late_30d: Option<f64>,
    insolvent: bool,
    policy: Policy,
}

fn case(invoices: Vec<InvoiceFacts>, p_late: f64, p_late_30d: f64) -> Case {
    let (p_late, p_late_30d) = (Some(p_late), Some(p_late_30d));
    Case {
        invoices,
        p_late,
        p_late_30d,
        insolvent: false,
        policy: Policy::default(),
    }
}

fn find(case: Case) -> SegmentFinding {
    let all = portfolio(vec![customer("c", case.invoices)]);
    let facts = &all.customers[0];
    let rule = &case.policy.pattern;
    let found = pattern(all.invoices_of(facts), DAY, rule, None);
    let evidence = Evidence {
        customer: facts,
        money: &all.money_of(facts),
        pattern: &found,
        insolvent_since: case.insolvent.then_some(DAY - 10),
        p_late: case.p_late,
        p_late_30d: case.p_late_30d,
        rules: &[],
    };
    segment(evidence, &case.policy)
}

fn history(late: &[i32]) -> Vec<InvoiceFacts> {
    late.iter()
        .enumerate()
        .map(|(i, &late)| paid(61 + 61 * i as i32, late))
        .collect()
}

fn check(case: Case, segment: Segment, first_reason: &str) {
    let found = find(case);
    let codes: Vec<&str> = found
        .reasons
        .iter()
        .map(|reason| reason.feature.as_ref())
        .collect();
    assert_eq!(
        (found.segment, codes.first()),
        (segment, Some(&first_reason)),
        "{codes:?}"
    );
    assert!(codes.contains(&"pattern"), "the pattern is always told");
}

#[test]
fn a_prompt_customer_is_a() {
    check(case(history(&[-3; 8]), 0.10, 0.01), Segment::A, "pattern");
}

#[test]
fn one_forgotten_invoice_is_never_c() {
    let mut forgotten = history(&[-3; 11]);
    forgotten.push(paid(60, 45));
    check(
        case(forgotten.clone(), 0.35, 0.45),
        Segment::B,
        "one_forgotten_invoice",
    );
    check(case(forgotten.clone(), 0.10, 0.02), Segment::A, "pattern");
    // Still open after a hundred days, and with little other history.
    let mut open = history(&[-3; 11]);
    open.push(unpaid(100));
    check(case(open, 0.35, 0.45), Segment::B, "one_forgotten_invoice");
    let mut short = history(&[-3; 2]);
    short.push(paid(100, 45));
    check(case(short, 0.35, 0.45), Segment::B, "one_forgotten_invoice");
}

#[test]
fn several_invoices_left_open_are_not_one_forgotten() {
    let mut old = history(&[-3; 12]);
    old.push(unpaid(900));
    check(case(old.clone(), 0.1, 0.02), Segment::A, "pattern");
    old.extend([unpaid(850), unpaid(880)]);
    check(case(old.clone(), 0.1, 0.02), Segment::C, "days_past_due");
    old.push(paid(60, 45));
    check(case(old, 0.1, 0.02), Segment::C, "days_past_due");
    // Beside sixty that were paid, three are few: a share of at most 8 %.
    let mut many = history(&[-3; 60]);
    many.extend([unpaid(850), unpaid(880), unpaid(900)]);
    check(case(many.clone(), 0.1, 0.02), Segment::A, "pattern");
    many.extend([unpaid(870), unpaid(860), unpaid(865)]);
    check(case(many, 0.1, 0.02), Segment::C, "days_past_due");
}

#[test]
fn what_is_handed_over_is_not_forgotten() {
    let handed_over = |depth: u8, dispute_open: bool| {
        let mut invoices = history(&[-3; 12]);
        invoices.push(InvoiceFacts {
            depth,
            dispute_open,
            ..unpaid(200)
        });
        case(invoices, 0.1, 0.02)
    };
    check(handed_over(3, false), Segment::A, "pattern");
    check(handed_over(4, false), Segment::B, "days_past_due");
    check(handed_over(4, true), Segment::A, "pattern");
    // Only what is long past due keeps out of A.
    let mut young = history(&[-3; 12]);
    young.push(InvoiceFacts {
        depth: 4,
        ..unpaid(30)
    });
    check(case(young, 0.1, 0.02), Segment::A, "pattern");
}

#[test]
fn one_old_invoice_of_a_habit_counts() {
    let with_open = |ago: i32| {
        let mut invoices = history(&[30; 8]);
        invoices.push(unpaid(ago));
        case(invoices, 0.9, 0.3)
    };
    check(with_open(90), Segment::C, "days_past_due");
    check(with_open(89), Segment::B, "pattern");
}

#[test]
fn insolvency_is_c_even_with_one_forgotten_invoice() {
    let mut forgotten = history(&[-3; 11]);
    forgotten.push(paid(60, 45));
    check(
        Case {
            insolvent: true,
            ..case(forgotten, 0.1, 0.02)
        },
        Segment::C,
        "insolvency",
    );
}

#[test]
fn a_habit_is_c_from_its_own_threshold() {
    check(case(history(&[30; 8]), 0.2, 0.34), Segment::B, "pattern");
    check(case(history(&[30; 8]), 0.2, 0.35), Segment::C, "pattern");
}

#[test]
fn the_reason_is_the_threshold_that_decided() {
    let told = |case: Case| {
        let found = find(case);
        assert_eq!(found.segment, Segment::C);
        let told = found
            .reasons
            .into_iter()
            .find_map(|reason| match reason.fact {
                ReasonFact::HighRisk { from, bar, .. } => Some((from, bar, reason.contribution)),
                _ => None,
            });
        told.expect("a high risk")
    };
    // A habit is in C from 35 %, though 45 % would do for anybody.
    let (from, bar, contribution) = told(case(history(&[30; 8]), 0.9, 0.45));
    assert_eq!((from, bar), (0.35, Bar::Pattern(Pattern::Habit)));
    assert!((contribution - 0.1).abs() < 1e-9);
    let mut large = history(&[30; 8]);
    large.push(InvoiceFacts {
        open_minor: 6_000_000,
        ..unpaid(-5)
    });
    let large_exposure = Bar::LargeExposure {
        open_minor: 6_000_000,
    };
    let (from, bar, _) = told(case(large, 0.9, 0.45));
    assert_eq!((from, bar), (0.3, large_exposure));
    let (from, bar, _) = told(case(history(&[8; 8]), 0.9, 0.45));
    assert_eq!((from, bar), (0.4, Bar::General));
    // Where a lower general threshold overtakes the default for a habit, it is the one that is told.
    let mut lower = case(history(&[30; 8]), 0.9, 0.45);
    lower.policy.c.p_late_30d_from = 0.25;
    let (from, bar, _) = told(lower);
    assert_eq!((from, bar), (0.25, Bar::General));
}

#[test]
fn the_model_alone_does_not_put_a_prompt_or_unknown_customer_in_c() {
    check(case(history(&[-3; 8]), 0.6, 0.5), Segment::B, "p_late_30d");
    check(case(history(&[-3]), 0.6, 0.5), Segment::B, "history");
    check(case(history(&[-3]), 0.1, 0.01), Segment::B, "history");
}

#[test]
fn slightly_late_customers_are_a_unless_days_late_are_the_rule() {
    check(case(history(&[8; 8]), 0.55, 0.05), Segment::A, "pattern");
    check(case(history(&[8; 8]), 0.8, 0.05), Segment::B, "p_late");
    check(case(history(&[8; 8]), 0.8, 0.25), Segment::B, "p_late_30d");
    check(case(history(&[8; 8]), 0.8, 0.4), Segment::C, "p_late_30d");
}

#[test]
fn who_was_never_late_by_weeks_is_no_worse_off_than_who_once_was() {
    // Five of twelve late by eight days; the same customer with one of them forty days late.
    let late = |first: i32| [first, 8, 8, 8, 8, -3, -3, -3, -3, -3, -3, -3];
    let found = |first: i32| find(case(history(&late(first)), 0.3, 0.05)).segment;
    assert_eq!((found(8), found(40)), (Segment::A, Segment::A));
}

#[test]
fn what_is_open_for_ninety_days_counts_without_history() {
    check(
        case(vec![unpaid(200), unpaid(120)], 0.3, 0.1),
        Segment::C,
        "days_past_due",
    );
    let mut disputed = vec![unpaid(200), unpaid(120)];
    disputed
        .iter_mut()
        .for_each(|invoice| invoice.dispute_open = true);
    check(case(disputed, 0.3, 0.1), Segment::B, "history");
}

#[test]
fn exposure_and_size_move_the_threshold() {
    let mut large = history(&[8; 8]);
    large.push(InvoiceFacts {
        open_minor: 6_000_000,
        ..unpaid(-5)
    });
    check(case(large.clone(), 0.5, 0.31), Segment::C, "p_late_30d");
    check(case(history(&[8; 8]), 0.5, 0.31), Segment::B, "p_late_30d");
    let mut small = case(history(&[30; 8]), 0.5, 0.4);
    small.policy.exposure.small_amount = 1_000_000.0;
    check(small, Segment::B, "exposure");
}

#[test]
fn a_size_class_may_have_its_own_threshold() {
    let mut all = portfolio(vec![customer("c", history(&[8; 8]))]);
    all.customers[0].size_class = Some("large".into());
    let facts = &all.customers[0];
    let mut policy = Policy::default();
    policy.size_classes.insert("large".into(), 0.55);
    let found = pattern(all.invoices_of(facts), DAY, &policy.pattern, None);
    let evidence = Evidence {
        customer: facts,
        money: &all.money_of(facts),
        pattern: &found,
        insolvent_since: None,
        p_late: Some(0.5),
        p_late_30d: Some(0.45),
        rules: &[],
    };
    assert_eq!(segment(evidence, &policy).segment, Segment::B);
    assert_eq!(segment(evidence, &Policy::default()).segment, Segment::C);
}

#[test]
fn without_a_model_the_pattern_decides() {
    let unknown = |invoices| Case {
        p_late: None,
        p_late_30d: None,
        ..case(invoices, 0.0, 0.0)
    };
    check(unknown(history(&[-3; 8])), Segment::A, "pattern");
    check(unknown(history(&[30; 8])), Segment::C, "pattern");
    check(unknown(vec![]), Segment::B, "history");
}

#[test]
fn a_higher_risk_never_gives_a_better_segment() {
    for late in [
        [-3, -3, -3, -3],
        [20, -3, -3, -3],
        [20, 20, 20, 20],
        [5, 5, 5, 5],
    ] {
        let mut last = Segment::A;
        for step in 0..=50 {
            let p = f64::from(step) / 50.0;
            let found = find(case(history(&late), p, p)).segment;
            assert!(found >= last, "{late:?} at {p}");
            last = found;
        }
    }
}
