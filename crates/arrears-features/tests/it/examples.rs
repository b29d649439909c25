//! Small ledgers worked by hand.

use arrears_features::{
    Book, Definitions, FeatureTable, Selection, at_issue, next_invoice, of_customers, of_open,
};
use arrears_ledger::{Day, Ledger};

use crate::rows::{Customer, Dispute, Invoice, Payment, Promise, Reminder, Rows, day};

fn invoice(id: &str, date: &str, due: &str, amount: i64) -> Invoice {
    Invoice {
        id: id.to_owned(),
        customer: "ACME".to_owned(),
        date: day(date),
        due: day(due),
        amount,
        ..Invoice::default()
    }
}

fn payment(invoice: &str, date: &str, amount: i64) -> Payment {
    Payment {
        invoice: Some(invoice.to_owned()),
        date: day(date),
        amount,
        kind: "payment".to_owned(),
        ..Payment::default()
    }
}

/// Four invoices: two days early, ten days late, open since the end of March, and a new one.
fn ledger() -> Rows {
    Rows {
        customers: vec![Customer {
            id: "ACME".to_owned(),
            sector: Some("retail".to_owned()),
            ..Customer::default()
        }],
        invoices: vec![
            invoice("1", "2025-01-01", "2025-01-31", 100_000),
            invoice("2", "2025-02-01", "2025-03-03", 200_000),
            invoice("3", "2025-03-01", "2025-03-31", 300_000),
            invoice("4", "2025-04-20", "2025-05-20", 400_000),
        ],
        payments: vec![
            payment("1", "2025-01-29", 100_000),
            payment("2", "2025-03-13", 200_000),
        ],
        ..Rows::default()
    }
}

fn book(rows: &Rows) -> Book {
    Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book")
}

fn number(features: &FeatureTable, id: &str, row: usize) -> Option<f64> {
    features
        .frame
        .column(id)
        .expect(id)
        .f64()
        .expect("a number")
        .get(row)
}

fn as_of(text: &str) -> Day {
    Day(day(text))
}

#[test]
fn a_customer_on_a_day() {
    let book = book(&ledger());
    let features = of_customers(&book, as_of("2025-04-10"), Selection::All);
    let value = |id| number(&features, id, 0).expect(id);
    assert_eq!(features.n_rows(), 1);
    // Days late: -2, 10 and, unsettled, 10 so far.
    assert_eq!(value("late_ratio_all"), 2.0 / 3.0);
    assert_eq!(value("late_ratio_amount_12m"), 5.0 / 6.0);
    assert_eq!(value("mean_days_late_all"), 6.0);
    assert!((value("spread_days_late_all") - 48f64.sqrt()).abs() < 1e-12);
    assert_eq!(value("median_days_late_all"), 10.0);
    assert_eq!(value("worst_days_late_all"), 10.0);
    assert_eq!(value("last_days_late_all"), 10.0);
    // In the last 90 days all three matured: 2025-01-31 is 69 days ago.
    assert_eq!(value("trend_late_ratio"), 0.0);
    assert_eq!(value("open_count"), 1.0);
    assert_eq!(value("overdue_amount"), 3_000.0);
    assert_eq!(value("oldest_days_past_due"), 10.0);
    assert_eq!(value("days_since_first_invoice"), 99.0);
    assert_eq!(value("days_since_last_invoice"), 40.0);
    assert_eq!(
        value("run_weekday_share"),
        0.5,
        "a Wednesday and a Thursday"
    );
    assert_eq!(
        number(&features, "promises_broken_share", 0),
        None,
        "no promises"
    );
}

#[test]
fn a_censored_median_is_not_the_median_of_what_is_settled() {
    let mut rows = ledger();
    rows.payments.remove(1);
    // Settled -2; unsettled 38 and 10 days: the curve stays at 2/3, so the largest value stands.
    let features = of_customers(&book(&rows), as_of("2025-04-10"), Selection::All);
    assert_eq!(number(&features, "median_days_late_all", 0), Some(38.0));
}

#[test]
fn an_invoice_is_seen_from_the_day_before_it() {
    let book = book(&ledger());
    let features = at_issue(
        &book,
        as_of("2025-01-01"),
        as_of("2025-12-31"),
        as_of("2025-12-31"),
        Selection::All,
    );
    let late: Vec<Option<f64>> = (0..4)
        .map(|row| number(&features, "late_ratio_all", row))
        .collect();
    // On 2025-01-31 the first has just matured, on 2025-02-28 the second has not yet.
    assert_eq!(late, [None, Some(0.0), Some(0.0), Some(2.0 / 3.0)]);
    assert_eq!(number(&features, "terms_days", 3), Some(30.0));
    assert_eq!(features.as_of[3], as_of("2025-04-19"));
    assert_eq!(
        number(&features, "amount_vs_usual", 1),
        Some(2000f64.ln() - 1000f64.ln())
    );
}

#[test]
fn an_open_invoice_leaves_itself_out_of_history() {
    let mut rows = ledger();
    rows.reminders = vec![
        Reminder {
            invoice: "3".to_owned(),
            sent: day("2025-04-14"),
            level: 1,
            ..Reminder::default()
        },
        Reminder {
            invoice: "3".to_owned(),
            sent: day("2025-04-24"),
            level: 2,
            ..Reminder::default()
        },
    ];
    rows.payments.push(payment("3", "2025-04-25", 75_000));
    rows.disputes = vec![Dispute {
        invoice: "3".to_owned(),
        opened: day("2025-03-05"),
        closed: Some(day("2025-06-01")),
        ..Dispute::default()
    }];
    rows.promises = vec![Promise {
        invoice: "3".to_owned(),
        made: day("2025-04-15"),
        promised: day("2025-04-22"),
        ..Promise::default()
    }];
    let book = book(&rows);
    let features = of_open(&book, as_of("2025-04-30"), Selection::All);
    assert_eq!(features.n_rows(), 2);
    let value = |id| number(&features, id, 0).expect(id);
    assert_eq!(value("late_ratio_all"), 0.5, "of the first two");
    assert_eq!(value("own_days_past_due"), 30.0);
    assert_eq!(value("own_depth"), 2.0);
    assert_eq!(value("own_days_at_level"), 6.0);
    assert_eq!(value("own_share_paid"), 0.25);
    assert_eq!(value("own_dispute_open"), 1.0);
    assert_eq!(value("own_promise_broken"), 1.0);
    assert_eq!(
        value("disputes_open"),
        0.0,
        "the dispute is this invoice's own"
    );
    assert_eq!(value("open_count"), 1.0, "the other one");
    let other = |id| number(&features, id, 1).expect(id);
    assert_eq!(other("late_ratio_all"), 2.0 / 3.0);
    assert_eq!(other("disputes_open"), 1.0);
    assert_eq!(other("promises_broken"), 1.0);
    assert_eq!(other("level2_share_all"), 1.0 / 3.0);
}

#[test]
fn the_next_invoice_has_the_usual_terms_and_amount() {
    let book = book(&ledger());
    let features = next_invoice(&book, as_of("2025-04-30"), Selection::All);
    assert_eq!(number(&features, "terms_days", 0), Some(30.0));
    assert_eq!(
        number(&features, "log_amount", 0),
        Some(2000f64.ln()),
        "the lower of two middles"
    );
    assert_eq!(features.invoice, [None]);
    let weekday = features.frame.column("due_weekday").expect("a column");
    assert_eq!(
        weekday.str().expect("text").get(0),
        Some("saturday"),
        "2025-05-31"
    );
}

#[test]
fn a_direct_debit_is_owed_but_says_nothing_of_behaviour() {
    let mut rows = ledger();
    rows.invoices[2].direct_debit = true;
    let features = of_customers(&book(&rows), as_of("2025-04-10"), Selection::All);
    assert_eq!(number(&features, "late_ratio_all", 0), Some(0.5));
    assert_eq!(number(&features, "open_count", 0), Some(1.0));
}

#[test]
fn what_has_no_source_is_left_out_and_named() {
    let mut ledger = ledger().ledger();
    for table in [
        arrears_ledger::Table::Reminders,
        arrears_ledger::Table::Signals,
    ] {
        ledger.coverage.tables.remove(&table);
    }
    ledger.reminders = Ledger::default().reminders;
    ledger.signals = Ledger::default().signals;
    let book = Book::from_ledger(&ledger, &Definitions::default()).expect("a book");
    let ids = [
        "late_ratio_all",
        "mean_depth_all",
        "credit_score",
        "no_such_feature",
    ];
    let features = of_customers(&book, as_of("2025-04-10"), Selection::Only(&ids));
    assert_eq!(features.frame.get_column_names(), ["late_ratio_all"]);
    let absent: Vec<(&str, &str)> = features
        .absent
        .iter()
        .map(|absent| (absent.feature.as_str(), absent.missing.as_str()))
        .collect();
    assert_eq!(
        absent,
        [
            (
                "no_such_feature",
                "a feature of this name at this moment in the catalogue"
            ),
            ("mean_depth_all", "table `reminders`"),
            ("credit_score", "table `signals`"),
        ]
    );
}

#[test]
fn a_table_without_features_still_has_its_rows() {
    let book = book(&ledger());
    let features = of_customers(&book, as_of("2025-04-10"), Selection::Only(&[]));
    assert_eq!(features.frame.shape(), (1, 0));
}

#[test]
fn an_empty_ledger_has_no_rows() {
    let book = Book::from_ledger(&Ledger::default(), &Definitions::default()).expect("a book");
    assert_eq!((book.n_customers(), book.n_invoices()), (0, 0));
    assert_eq!(of_customers(&book, Day(20_000), Selection::All).n_rows(), 0);
    assert_eq!(of_open(&book, Day(20_000), Selection::Model).n_rows(), 0);
}

#[test]
fn faults_name_table_column_and_row() {
    let message = |rows: &Rows, definitions: &Definitions| {
        Book::from_ledger(&rows.ledger(), definitions)
            .unwrap_err()
            .to_string()
    };
    let mut rows = ledger();
    rows.payments[1].date = day("2201-01-01");
    assert_eq!(
        message(&rows, &Definitions::default()),
        "row 2 of payments: `payment_date` is 2201-01-01; dates from 1900-01-01 to 2200-12-31 are needed"
    );
    let mut rows = ledger();
    rows.invoices[0].amount = 3_000_000_000_000_000;
    assert_eq!(
        message(&rows, &Definitions::default()),
        "row 1 of invoices: `amount` is 30000000000000; a finite amount below 10^13 is needed"
    );
    let definitions = Definitions {
        grace_days: -1,
        ..Definitions::default()
    };
    assert_eq!(
        message(&ledger(), &definitions),
        "`grace_days` is -1; 0 to 365 days is needed"
    );
}
