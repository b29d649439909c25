//! Whole portfolios under a policy.

use super::*;
use crate::customers::policy::{Rule, RuleColumn, SegmentsBy};
use crate::facts::examples::{customer, paid, portfolio, unpaid};

fn three() -> Portfolio {
    let prompt = (0..8).map(|i| paid(70 + 60 * i, -2)).collect();
    let mut late: Vec<_> = (0..8).map(|i| paid(100 + 60 * i, 30)).collect();
    late.push(unpaid(40));
    portfolio(vec![
        customer("prompt", prompt),
        customer("late", late),
        customer("new", vec![unpaid(-10)]),
    ])
}

fn scores(p: &[f64]) -> CustomerScores {
    let list: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
    CustomerScores {
        p_late: list.clone(),
        p_late_30d: list,
        ..CustomerScores::default()
    }
}

#[test]
fn every_customer_gets_one_segment_with_reasons_and_a_measure() {
    let found = assess(
        &three(),
        &scores(&[0.03, 0.4, 0.1]),
        &[],
        &[],
        &Policy::default(),
    )
    .unwrap();
    let segments: Vec<Segment> = found.iter().map(|customer| customer.segment).collect();
    assert_eq!(segments, [Segment::A, Segment::C, Segment::B]);
    assert!(
        found
            .iter()
            .all(|c| !c.reasons.is_empty() && !c.advice.measures.is_empty())
    );
    assert_eq!(found[1].risk_score, Some(400));
    assert_eq!(found[1].money.overdue_minor, 100_000);
    assert_eq!((found[2].cluster_id, &found[2].cluster_name), (None, &None));
    let totals = summarise(&found);
    assert_eq!(totals.iter().map(|total| total.n_customers).sum::<u64>(), 3);
    assert_eq!(
        totals.iter().map(|total| total.open_minor).sum::<i64>(),
        200_000
    );
}

#[test]
fn totals_leave_out_the_own_group_as_the_key_figures_do() {
    let mut all = three();
    all.customers[1].intercompany = true;
    let found = assess(
        &all,
        &scores(&[0.03, 0.4, 0.1]),
        &[],
        &[],
        &Policy::default(),
    )
    .unwrap();
    let totals = summarise(&found);
    let kpis = crate::money::kpis(&all);
    let open: i64 = totals.iter().map(|total| total.open_minor).sum();
    let overdue: i64 = totals.iter().map(|total| total.overdue_minor).sum();
    let n: u64 = totals.iter().map(|total| total.n_customers).sum();
    assert_eq!(
        (open, overdue, n),
        (kpis.open_minor, kpis.overdue_minor, kpis.n_customers)
    );
    assert_eq!(open, 100_000);
}

#[test]
fn what_is_no_probability_is_refused_with_its_customer() {
    let error = assess(
        &three(),
        &scores(&[0.1, f64::NAN, 0.1]),
        &[],
        &[],
        &Policy::default(),
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "`p_late` of customer `late` is NaN: a probability lies in [0, 1]"
    );
    let error = assess(&three(), &scores(&[0.1]), &[], &[], &Policy::default());
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("has 1 entries for 3 customers")
    );
}

#[test]
fn no_customers_are_no_error() {
    let none = portfolio(vec![]);
    assert!(
        assess(&none, &scores(&[]), &[], &[], &Policy::default())
            .unwrap()
            .is_empty()
    );
}

fn rule(feature: &str, segment: Segment) -> Rule {
    Rule {
        feature: feature.into(),
        segment: Some(segment),
        ..Rule::default()
    }
}

fn letters(policy: &Policy, values: RuleValues) -> Result<Vec<Segment>, InsightError> {
    let scores = CustomerScores {
        values,
        ..scores(&[0.03, 0.4, 0.1])
    };
    let found = assess(&three(), &scores, &[], &[], policy)?;
    Ok(found.iter().map(|customer| customer.segment).collect())
}

use Segment::{A, B, C};

#[test]
fn a_rule_on_any_feature_decides() {
    let colour = RuleColumn::Texts(vec![Some("red".into()), None, Some("Blue".into())]);
    let values = RuleValues::from([("colour".to_owned(), colour)]);
    let red = Rule {
        is: Some("Red".into()),
        ..rule("colour", C)
    };
    let blue = Rule {
        is: Some("blue".into()),
        ..rule("colour", A)
    };
    let policy = Policy {
        rules: vec![red.clone(), blue],
        ..Policy::default()
    };
    assert_eq!(letters(&policy, values.clone()).unwrap(), [C, C, A]);
    let open = Rule {
        at_least: Some(500.0),
        ..rule("open_amount", C)
    };
    let policy = Policy {
        rules: vec![open],
        ..Policy::default()
    };
    assert_eq!(letters(&policy, RuleValues::new()).unwrap(), [A, C, C]);
    let number = Rule {
        is: None,
        at_least: Some(1.0),
        ..red
    };
    let policy = Policy {
        rules: vec![number],
        ..Policy::default()
    };
    let error = letters(&policy, values).unwrap_err().to_string();
    assert!(error.contains("its values are texts"), "{error}");
}

#[test]
fn a_rule_on_an_unknown_feature_is_refused() {
    let policy = Policy {
        rules: vec![Rule {
            at_least: Some(1.0),
            ..rule("colour", C)
        }],
        ..Policy::default()
    };
    let error = letters(&policy, RuleValues::new()).unwrap_err().to_string();
    assert!(error.contains("`rule.0.feature` is colour"), "{error}");
}

#[test]
fn rules_alone_leave_no_customer_without_a_segment() {
    let mut policy = Policy {
        segments_by: SegmentsBy::Rules,
        rules: vec![Rule {
            at_least: Some(0.3),
            ..rule("p_late_30d", C)
        }],
        ..Policy::default()
    };
    let error = letters(&policy, RuleValues::new()).unwrap_err().to_string();
    assert_eq!(
        error,
        "the policy leaves 2 of 3 customers without a segment, such as `prompt`, `new`: no rule fits them"
    );
    policy.otherwise = Some(B);
    assert_eq!(letters(&policy, RuleValues::new()).unwrap(), [B, C, B]);
}

#[test]
fn a_share_holds_no_more_than_its_customers() {
    let slow =
        |id: &str, late: i32| customer(id, (0..8).map(|i| paid(70 + 60 * i, late)).collect());
    let all = portfolio((0..10).map(|i| slow(&format!("c{i}"), 8)).collect());
    let p: Vec<f64> = (1..=10).map(|i| 0.01 * f64::from(i)).collect();
    let share = |a: Option<f64>, c: Option<f64>| {
        let mut policy = Policy::default();
        policy
            .a
            .patterns
            .push(crate::customers::Pattern::SlightlyLate);
        (policy.a.share, policy.c.share) = (a, c);
        let found = assess(&all, &scores(&p), &[], &[], &policy).unwrap();
        let letters: Vec<&str> = found
            .iter()
            .map(|customer| customer.segment.code())
            .collect();
        letters.concat()
    };
    assert_eq!(share(None, None), "AAAAAAAAAA");
    assert_eq!(share(None, Some(0.2)), "AAAAAAAACC");
    assert_eq!(share(Some(0.5), Some(0.2)), "AAAAABBBCC");
    assert_eq!(share(Some(0.0), Some(0.0)), "BBBBBBBBBB");
}

#[test]
fn a_rule_by_share_takes_the_highest_values() {
    let top = Rule {
        highest: Some(0.34),
        ..rule("open_amount", C)
    };
    let policy = Policy {
        rules: vec![top],
        ..Policy::default()
    };
    // Two of three owe 1,000.00: a third of three is one, and those of one value are in together.
    assert_eq!(letters(&policy, RuleValues::new()).unwrap(), [A, C, C]);
}

#[test]
fn rules_that_meet_by_share_are_told_with_who_fits_both() {
    let rule = |segment: Segment| Rule {
        feature: "p_late".into(),
        segment: Some(segment),
        ..Rule::default()
    };
    let riskiest = Rule {
        highest: Some(0.7),
        ..rule(Segment::C)
    };
    let low = |at_most: f64| Rule {
        at_most: Some(at_most),
        ..rule(Segment::A)
    };
    let found = |rules: &[&Rule]| {
        let policy = Policy {
            rules: rules.iter().map(|&rule| rule.clone()).collect(),
            ..Policy::default()
        };
        ambiguous(&three(), &scores(&[0.03, 0.4, 0.1]), &policy)
    };
    // Seven tenths of three customers are two: those at 0.4 and 0.1.
    let both = |n_customers| Ambiguous {
        earlier: 0,
        later: 1,
        n_customers,
    };
    assert_eq!(found(&[&low(0.1), &riskiest]), [both(1)]);
    assert_eq!(found(&[&riskiest, &low(0.5)]), [both(2)]);
    assert_eq!(found(&[&low(0.09), &riskiest]), []);
    let also = Rule {
        segment: Some(Segment::C),
        ..low(0.5)
    };
    assert_eq!(found(&[&riskiest, &also]), [], "one segment is no question");
}
