//! On ledgers made by hand: who counts as new, what is known when, and what an unseen sector is given.

use arrears_features::{Book, Definitions};
use arrears_ledger::{Coverage, Day, Ledger, Table, TableCoverage};
use polars::prelude::*;

use super::*;

const START: i32 = 19_000;

/// One invoice of a customer: begun on a day, due 30 days later, paid so many days after that.
#[derive(Clone)]
struct Line {
    customer: String,
    sector: &'static str,
    day: i32,
    paid: Option<i32>,
    score: Option<f64>,
}

fn line(customer: usize, sector: &'static str, day: i32, paid: Option<i32>) -> Line {
    Line {
        customer: format!("{customer:04}"),
        sector,
        day: START + day,
        paid,
        score: None,
    }
}

fn dated(frame: DataFrame, columns: &[&str]) -> DataFrame {
    let mut frame = frame;
    for column in columns {
        frame
            .apply(column, |days| days.cast(&DataType::Date).unwrap())
            .unwrap();
    }
    frame
}

fn book(lines: &[Line]) -> Book {
    let mut ledger = Ledger::default();
    let ids: Vec<String> = (0..lines.len()).map(|i| format!("F{i:05}")).collect();
    let mut seen: Vec<&Line> = lines.iter().collect();
    seen.sort_by(|a, b| a.customer.cmp(&b.customer));
    seen.dedup_by(|a, b| a.customer == b.customer);
    let of = |pick: fn(&Line) -> &str| {
        seen.iter()
            .map(|line| pick(line).to_owned())
            .collect::<Vec<_>>()
    };
    ledger.customers = df!(
        "customer_id" => of(|line| line.customer.as_str()),
        "sector" => of(|line| line.sector)
    )
    .unwrap();
    let day = |shift: i32| lines.iter().map(|l| l.day + shift).collect::<Vec<_>>();
    ledger.invoices = dated(
        df!(
            "invoice_id" => &ids,
            "customer_id" => lines.iter().map(|l| l.customer.clone()).collect::<Vec<_>>(),
            "invoice_date" => day(0), "due_date" => day(30),
            "amount" => vec![1_000.0; lines.len()],
            "kind" => vec!["invoice"; lines.len()]
        )
        .unwrap(),
        &["invoice_date", "due_date"],
    );
    let paid: Vec<(usize, i32)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, l)| Some((i, l.day + 30 + l.paid?)))
        .collect();
    ledger.payments = dated(
        df!(
            "invoice_id" => paid.iter().map(|(i, _)| ids[*i].clone()).collect::<Vec<_>>(),
            "payment_date" => paid.iter().map(|(_, day)| *day).collect::<Vec<_>>(),
            "amount" => vec![1_000.0; paid.len()],
            "kind" => vec!["payment"; paid.len()]
        )
        .unwrap(),
        &["payment_date"],
    );
    let scored: Vec<&Line> = lines.iter().filter(|line| line.score.is_some()).collect();
    ledger.signals = dated(
        df!(
            "customer_id" => scored.iter().map(|l| l.customer.clone()).collect::<Vec<_>>(),
            "signal_date" => scored.iter().map(|l| l.day - 5).collect::<Vec<_>>(),
            "kind" => vec!["credit_score"; scored.len()],
            "value" => scored.iter().map(|l| l.score.map(|v| v.to_string())).collect::<Vec<_>>()
        )
        .unwrap(),
        &["signal_date"],
    );
    ledger.coverage = Coverage {
        tables: [
            Table::Customers,
            Table::Invoices,
            Table::Payments,
            Table::Signals,
        ]
        .map(|table| (table, TableCoverage::default()))
        .into(),
    };
    Book::from_ledger(&ledger, &Definitions::default()).expect("a book")
}

/// Customers of two sectors that begin one a day from `from` on; of `slow` two in three pay late, of `fast` one in ten.
fn two_sectors(n: usize, from: i32) -> Vec<Line> {
    (0..n)
        .map(|i| {
            let (sector, late) = match i % 2 {
                0 => ("slow", (i / 2) % 3 > 0),
                _ => ("fast", (i / 2) % 10 == 0),
            };
            line(i, sector, from + i as i32, Some(if late { 20 } else { -5 }))
        })
        .collect()
}

fn applicant(sector: &str) -> Applicant {
    Applicant {
        sector: Some(sector.to_owned()),
        ..Applicant::default()
    }
}

const LAST: Day = Day(START + 2_000);

#[test]
fn a_sector_moves_the_estimate_and_an_unseen_one_is_less_sure() {
    let model = AcceptanceModel::fit(&book(&two_sectors(400, 0)), LAST, &[]).expect("a fit");
    let of = |sector| model.outlook(&applicant(sector));
    let (slow, fast, unseen) = (of("slow"), of("fast"), of("elsewhere"));
    assert!(slow.late.p > 0.55 && fast.late.p < 0.2, "{slow:?} {fast:?}");
    assert!(slow.late.low > model.base_rate() && fast.late.high < model.base_rate());
    assert!(
        unseen.late.low < fast.late.p && unseen.late.high > 0.5,
        "{unseen:?}"
    );
    assert_eq!(unseen.unseen, [Factor::Sector]);
    assert_eq!(
        (slow.comparable_by, unseen.comparable_by),
        (Some(Factor::Sector), None)
    );
    assert_eq!((slow.n_comparable, unseen.n_comparable), (200, 400));
    assert_eq!(slow.reasons[0].0, Factor::Sector);
    assert!(slow.reasons[0].1 > 0.0 && fast.reasons[0].1 < 0.0);
}

#[test]
fn the_three_risks_hold_each_other_and_their_intervals() {
    let model = AcceptanceModel::fit(&book(&two_sectors(400, 0)), LAST, &[]).expect("a fit");
    for sector in ["slow", "fast", "elsewhere"] {
        let outlook = model.outlook(&applicant(sector));
        let nested = [outlook.late, outlook.late_30d, outlook.never];
        for risk in nested {
            assert!(0.0 < risk.low && risk.low <= risk.p && risk.p <= risk.high && risk.high < 1.0);
        }
        assert!(nested.windows(2).all(|pair| pair[1].p <= pair[0].p));
    }
}

#[test]
fn what_is_forbidden_is_not_used() {
    let forbidden = ["sector".to_owned()];
    let model = AcceptanceModel::fit(&book(&two_sectors(400, 0)), LAST, &forbidden).expect("a fit");
    assert_eq!(
        model.outlook(&applicant("slow")).late,
        model.outlook(&applicant("fast")).late
    );
    assert!(model.outlook(&applicant("slow")).unseen.is_empty());
}

#[test]
fn the_figures_of_trust_are_those_of_customers_who_began_later() {
    let model = AcceptanceModel::fit(&book(&two_sectors(400, 0)), LAST, &[]).expect("a fit");
    let trust = model.trust().expect("enough began later");
    assert_eq!((trust.from, trust.n_customers), (Day(START + 280), 120));
    assert!(
        trust.log_loss < trust.log_loss_base_rate - 0.05,
        "{trust:?}"
    );
    // Two sectors and five fifths, each of at least ten customers.
    assert_eq!(trust.n_groups, 7);
    assert!(trust.n_covered >= 6, "{trust:?}");
}

#[test]
fn nothing_later_than_the_as_of_date_is_used() {
    let mut lines = two_sectors(400, 0);
    let as_of = Day(START + 300);
    let before = AcceptanceModel::fit(&book(&lines), as_of, &[]).expect("a fit");
    for line in &mut lines {
        // What was paid after that day is not paid at all, and who began after it pays otherwise.
        if line.day + 30 + line.paid.unwrap_or(0) > as_of.0 {
            line.paid = None;
        }
    }
    lines.push(line(900, "slow", 1_500, Some(-5)));
    let after = AcceptanceModel::fit(&book(&lines), as_of, &[]).expect("a fit");
    assert_eq!(
        before.outlook(&applicant("slow")),
        after.outlook(&applicant("slow"))
    );
    assert_eq!(before.trust(), after.trust());
}

#[test]
fn only_first_invoices_count_and_each_customer_once() {
    let mut lines = two_sectors(400, 0);
    // One customer with three first invoices, and many later ones, all late.
    for day in [0, 10, 25, 31, 60, 90, 120, 150] {
        lines.push(line(0, "slow", day, Some(40)));
    }
    let first = FirstInvoices::of(&book(&lines), LAST);
    let own: Vec<f64> = first
        .rows
        .iter()
        .filter(|row| row.customer.0 == 0)
        .map(|row| row.weight)
        .collect();
    assert_eq!(own, [0.25; 4], "the first, and those up to its due date");
    assert_eq!(first.n_customers, 400);
    assert!(
        !first.of_new_customers,
        "220 of them began later than the warm-up"
    );
    assert!(FirstInvoices::of(&book(&two_sectors(500, 0)), LAST).of_new_customers);
}

#[test]
fn a_credit_score_known_before_the_first_invoice_moves_the_estimate() {
    let mut lines = two_sectors(400, 0);
    for (i, line) in lines.iter_mut().enumerate() {
        let late = line.paid.is_some_and(|days| days > 0);
        line.score = (i % 4 > 0).then_some(if late { 40.0 } else { 70.0 } + (i % 7) as f64);
    }
    let model = AcceptanceModel::fit(&book(&lines), LAST, &[]).expect("a fit");
    let with = |score| {
        let scored = Applicant {
            credit_score: score,
            ..applicant("slow")
        };
        model.outlook(&scored)
    };
    assert!(with(Some(40.0)).late.p > with(None).late.p);
    assert!(with(None).late.p > with(Some(75.0)).late.p);
    assert!(with(None).unseen.contains(&Factor::CreditScore));
}

#[test]
fn too_few_customers_are_refused_and_one_outcome_is_the_base_rate() {
    let few = AcceptanceModel::fit(&book(&two_sectors(49, 0)), LAST, &[]).unwrap_err();
    assert_eq!(
        few.to_string(),
        "what new customers do is told by the first invoices of 49 customers, where 50 are wanted"
    );
    let all_prompt: Vec<Line> = (0..60)
        .map(|i| line(i, "fast", i as i32, Some(-3)))
        .collect();
    let model = AcceptanceModel::fit(&book(&all_prompt), LAST, &[]).expect("a fit");
    let outlook = model.outlook(&applicant("fast"));
    // The last three were not yet due when the ledger ends, three days before their due dates.
    assert_eq!(model.n_customers(), 57);
    assert!((outlook.late.p - 0.5 / 58.0).abs() < 1e-12);
    assert!(outlook.late.high > outlook.late.p && outlook.reasons.is_empty());
}
