//! What must not matter, does not: the order of rows, the number of threads, the unit of money, the selection.

use arrears_features::columns::Columns;
use arrears_features::{
    Book, Definitions, FeatureTable, Questions, Selection, at_issue, next_invoice, of_customers,
    of_open,
};
use arrears_ledger::Day;
use proptest::prelude::*;

use crate::random::{self, Random};
use crate::rows::Rows;
use crate::table::{Cell, Table, assert_tables, table};

fn features(book: &Book, day: i32, selection: Selection) -> [FeatureTable; 4] {
    let day = Day(day);
    [
        at_issue(book, day + -300, day + 60, day + 90, selection),
        of_open(book, day, selection),
        of_customers(book, day, selection),
        next_invoice(book, day, selection),
    ]
}

fn tables(rows: &Rows, definitions: &Definitions, day: i32) -> [Table; 4] {
    let book = Book::from_ledger(&rows.ledger(), definitions).expect("a book");
    features(&book, day, Selection::All).map(|features| table(&book, &features))
}

fn shuffled(mut rows: Rows, seed: u64) -> Rows {
    let mut random = Random(seed);
    random.shuffle(&mut rows.customers);
    random.shuffle(&mut rows.invoices);
    random.shuffle(&mut rows.payments);
    random.shuffle(&mut rows.reminders);
    random.shuffle(&mut rows.disputes);
    random.shuffle(&mut rows.promises);
    random.shuffle(&mut rows.signals);
    rows
}

fn scaled(mut rows: Rows, factor: i64) -> Rows {
    rows.invoices
        .iter_mut()
        .for_each(|row| row.amount *= factor);
    rows.payments
        .iter_mut()
        .for_each(|row| row.amount *= factor);
    rows.promises
        .iter_mut()
        .flat_map(|row| &mut row.amount)
        .for_each(|amount| *amount *= factor);
    rows.customers
        .iter_mut()
        .flat_map(|row| &mut row.credit_limit)
        .for_each(|limit| *limit *= factor);
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_no_bit(seed in any::<u64>(), day in 19_700..20_300i32) {
        let rows = random::rows(seed, 60);
        let definitions = Definitions::default();
        let expected = tables(&rows, &definitions, day);
        let found = tables(&shuffled(rows, seed), &definitions, day);
        for (found, expected) in found.iter().zip(&expected) {
            assert_tables(found, expected, Cell::is_identical);
        }
    }

    #[test]
    fn money_in_another_unit_scales_what_is_money(seed in any::<u64>(), day in 19_700..20_300i32) {
        let rows = random::rows(seed, 60);
        let tolerance = |minor| Definitions { settle_tolerance_minor: minor, ..Definitions::default() };
        let expected = tables(&rows, &tolerance(100), day);
        let found = tables(&scaled(rows, 7), &tolerance(700), day);
        for (found, mut expected) in found.iter().zip(expected) {
            for row in expected.values_mut() {
                for (id, cell) in row {
                    let unit = arrears_features::catalogue::feature(id).expect("in the catalogue").unit;
                    if let Cell::Number(Some(number)) = cell {
                        match unit {
                            "currency" => *number *= 7.0,
                            "ln currency" => *number += 7f64.ln(),
                            _ => {}
                        }
                    }
                }
            }
            assert_tables(found, &expected, Cell::is_close);
        }
    }
}

#[test]
fn one_thread_and_many_agree_to_the_bit() {
    let rows = random::rows(5, 300);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| tables(&rows, &Definitions::default(), 20_100))
    };
    for (found, expected) in on(4).iter().zip(&on(1)) {
        assert_tables(found, expected, Cell::is_identical);
    }
}

#[test]
fn a_book_of_standings_has_the_same_features_when_asked() {
    let (rows, definitions) = (random::rows(9, 200), Definitions::default());
    let book = Book::of_standings(&rows.ledger(), &definitions).expect("a book");
    // Asked by two at once, as training and clustering do.
    let ask = || features(&book, 20_100, Selection::All).map(|features| table(&book, &features));
    let (one, other) = rayon::join(ask, ask);
    let expected = tables(&rows, &definitions, 20_100);
    for (found, expected) in one.iter().chain(&other).zip(expected.iter().cycle()) {
        assert_tables(found, expected, Cell::is_identical);
    }
}

#[test]
fn a_selection_is_a_part_of_the_whole_to_the_bit() {
    let rows = random::rows(8, 200);
    let book = Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book");
    let all = features(&book, 20_100, Selection::All);
    for selection in [Selection::Model, Selection::Clusters] {
        for (part, all) in features(&book, 20_100, selection).iter().zip(&all) {
            assert!(part.frame.width() < all.frame.width());
            let ids: Vec<String> = part
                .frame
                .get_column_names()
                .iter()
                .map(|name| name.to_string())
                .collect();
            let mut expected = table(&book, all);
            for row in expected.values_mut() {
                row.retain(|id, _| ids.contains(id));
            }
            assert_tables(&table(&book, part), &expected, Cell::is_identical);
        }
    }
    for feature in all[0].frame.get_column_names() {
        let ids = [feature.as_str()];
        let one = at_issue(
            &book,
            Day(19_800),
            Day(20_160),
            Day(20_190),
            Selection::Only(&ids),
        );
        let name = feature.as_str();
        let expected = all[0].frame.column(name).expect("a column");
        let found = one.frame.column(name).expect("a column");
        assert!(found.equals_missing(expected), "`{name}` alone differs");
    }
}

#[test]
fn columns_are_the_frames_and_histories_come_along_unchanged() {
    let rows = random::rows(11, 300);
    let book = Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book");
    let at_issue = Questions::at_issue(&book, Day(19_800), Day(20_160), Day(20_190));
    for questions in [at_issue, Questions::of_open(&book, Day(20_100))] {
        assert!(!questions.is_empty());
        // What cannot be compared where it is unknown is compared as text.
        let text = |columns: &Columns| format!("{columns:?}");
        let table = questions.features(&book, Selection::All);
        let (alone, absent) = questions.columns(&book, Selection::All);
        let (columns, histories, _) = questions.columns_and_histories(&book, Selection::All);
        assert_eq!(absent, table.absent);
        assert_eq!(text(&alone), text(&columns));
        let of_frame = Columns::from_frame(table.frame).expect("columns");
        assert_eq!(text(&columns), text(&of_frame));
        assert_eq!(histories, questions.histories(&book));
        assert_eq!(histories.rows().len(), questions.len());
    }
}
