//! Invoices drawn anew: the customer with its own invoices is the customer, and only what is drawn counts.

use arrears_features::columns::{Column, Columns};
use arrears_features::{Book, Definitions, Questions, Redraws, Selection, redrawn};
use arrears_ledger::Day;
use proptest::prelude::*;

use crate::random;

const FEATURES: [&str; 9] = [
    "late_ratio_all",
    "late_ratio_12m",
    "median_days_late_all",
    "late_14d_share_undisputed",
    "dispute_share_all",
    "mean_depth_all",
    "n_mature_all",
    "n_issued_12m",
    "deviating_requests_12m",
];

fn book(seed: u64, n_invoices: i32) -> Book {
    Book::from_ledger(
        &random::rows(seed, n_invoices).ledger(),
        &Definitions::default(),
    )
    .expect("a book")
}

fn drawn(
    book: &Book,
    day: Day,
    most_invoices: usize,
    draw: &(dyn Fn(usize, usize, usize) -> Vec<usize> + Sync),
) -> Vec<Columns> {
    let customers = Questions::of_customers(book, day).customers();
    let redraws = Redraws {
        n: 3,
        most_invoices,
        draw,
    };
    redrawn(book, day, &customers, &FEATURES, &redraws)
}

fn plain(book: &Book, day: Day) -> Columns {
    let questions = Questions::of_customers(book, day);
    questions.columns(book, Selection::Only(&FEATURES)).0
}

fn bits(columns: &Columns) -> Vec<(String, Vec<u64>)> {
    let numbers = |column: &Column| match column {
        Column::Numeric(values) => values.iter().map(|value| value.to_bits()).collect(),
        Column::Category { .. } => Vec::new(),
    };
    let named = columns.iter();
    named
        .map(|(name, column)| (name.to_owned(), numbers(column)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_invoice_once_in_any_order_is_the_customer_itself(
        seed in any::<u64>(), n_invoices in 1..60i32, day in 19_700..20_400i32,
    ) {
        let book = book(seed, n_invoices);
        let all = bits(&plain(&book, Day(day)));
        for columns in drawn(&book, Day(day), usize::MAX, &|_, _, n| (0..n).rev().collect()) {
            prop_assert_eq!(&bits(&columns), &all);
        }
        // Those of more invoices than asked for keep their own.
        for columns in drawn(&book, Day(day), 0, &|_, _, _| Vec::new()) {
            prop_assert_eq!(&bits(&columns), &all);
        }
    }

    #[test]
    fn one_invoice_drawn_often_is_all_there_is(seed in any::<u64>(), day in 19_900..20_400i32) {
        let book = book(seed, 40);
        for columns in drawn(&book, Day(day), usize::MAX, &|_, number, n| vec![number % n; 7]) {
            let number = |name: &str| columns.numeric(name).expect("a number").to_vec();
            for (late, n) in number("late_ratio_all").iter().zip(number("n_mature_all")) {
                prop_assert!(n == 0.0 && late.is_nan() || n == 7.0 && [0.0, 1.0].contains(late));
            }
        }
    }
}
