//! From the ledger's frames through the Book to facts: what was known on a day, and nothing later.

use arrears_features::{Book, CustomerIx, Definitions};
use arrears_insight::customers::warnings::{WarningRule, warnings};
use arrears_insight::customers::{Pattern, PatternRule, pattern::pattern};
use arrears_insight::facts::Portfolio;
use arrears_insight::money::{came_in, kpis};
use arrears_ledger::{Coverage, Day, Ledger, Table, TableCoverage};
use polars::prelude::*;

pub fn day(text: &str) -> Day {
    text.parse().expect(text)
}

pub fn texts(name: &str, values: &[&str]) -> Column {
    Column::new(name.into(), values)
}

pub fn dates(name: &str, values: &[&str]) -> Column {
    let days: Vec<Option<i32>> = values
        .iter()
        .map(|text| (!text.is_empty()).then(|| day(text).0))
        .collect();
    Column::new(name.into(), days)
        .cast(&DataType::Date)
        .expect("days are dates")
}

pub fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new(columns[0].len(), columns).expect("columns of one length")
}

/// A baker that paid late once after a reminder, a shop of the own group, and a person with a bankruptcy.
fn ledger() -> Ledger {
    let mut ledger = Ledger {
        customers: frame(vec![
            texts("customer_id", &["baker", "own", "person"]),
            texts("sector", &["food", "food", "retail"]),
            texts("legal_form", &["BV", "BV", "Eenmanszaak"]),
            Column::new("intercompany".into(), [false, true, false]),
        ]),
        invoices: frame(vec![
            texts("invoice_id", &["b1", "b2", "b3", "o1", "p1", "p2"]),
            texts(
                "customer_id",
                &["baker", "baker", "baker", "own", "person", "person"],
            ),
            dates(
                "invoice_date",
                &[
                    "2025-01-10",
                    "2025-08-10",
                    "2025-12-01",
                    "2025-12-01",
                    "2025-11-01",
                    "2026-01-05",
                ],
            ),
            dates(
                "due_date",
                &[
                    "2025-02-09",
                    "2025-09-09",
                    "2025-12-31",
                    "2025-12-31",
                    "2025-12-01",
                    "2026-02-04",
                ],
            ),
            Column::new("amount".into(), [100.0, 200.5, 400.0, 999.0, 50.0, 60.0]),
            texts("kind", &["invoice"; 6]),
        ]),
        payments: frame(vec![
            texts("invoice_id", &["b1", "b2", "b3"]),
            dates("payment_date", &["2025-02-07", "2025-10-09", "2026-01-03"]),
            Column::new("amount".into(), [100.0, 200.5, 400.0]),
            texts("kind", &["payment"; 3]),
        ]),
        reminders: frame(vec![
            texts("invoice_id", &["b2", "b2", "b3"]),
            dates("sent_date", &["2025-09-23", "2025-10-03", "2026-01-02"]),
            Column::new("level".into(), [1_i32, 2, 1]),
        ]),
        signals: frame(vec![
            texts("customer_id", &["person", "person"]),
            dates("signal_date", &["2025-12-20", "2026-01-02"]),
            texts("kind", &["Bankruptcy", "lawsuit"]),
        ]),
        ..Ledger::default()
    };
    let tables = [
        Table::Customers,
        Table::Invoices,
        Table::Payments,
        Table::Reminders,
        Table::Signals,
    ];
    let coverage = tables.map(|table| {
        let names = ledger.frame(table).get_column_names();
        let columns = names.into_iter().map(|name| name.to_string()).collect();
        (
            table,
            TableCoverage {
                columns,
                ..TableCoverage::default()
            },
        )
    });
    ledger.coverage = Coverage {
        tables: coverage.into_iter().collect(),
    };
    ledger
}

fn facts(as_of: &str) -> Portfolio {
    facts_of(&ledger(), as_of)
}

fn facts_of(ledger: &Ledger, as_of: &str) -> Portfolio {
    let book = Book::from_ledger(ledger, &Definitions::default()).expect("a good ledger");
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32).map(CustomerIx).collect();
    Portfolio::from_book(&book, day(as_of), "EUR", &customers)
}

#[test]
fn a_step_sent_after_payment_is_no_escalation_and_hides_none_sent_before() {
    let told = |steps: &[(&str, i32)]| {
        let mut ledger = ledger();
        let (sent, levels): (Vec<&str>, Vec<i32>) = steps.iter().copied().unzip();
        ledger.reminders = frame(vec![
            texts("invoice_id", &vec!["b2"; steps.len()]),
            dates("sent_date", &sent),
            Column::new("level".into(), levels),
        ]);
        let all = facts_of(&ledger, "2025-12-31");
        let rule = WarningRule {
            escalation_min_invoices: 1,
            ..WarningRule::default()
        };
        let found = warnings(&all, &all.customers[0], None, &rule);
        let first = found.first();
        first.map(|warning| (warning.level, warning.settled, warning.since))
    };
    // It was paid on 9 October; the window began on 2 October.
    let second = ("2025-10-03", 2);
    let as_second = Some((Some(2), true, Some(day("2025-10-03"))));
    assert_eq!(told(&[("2025-09-23", 1), second]), as_second);
    assert_eq!(told(&[second, ("2025-10-20", 3)]), as_second);
    assert_eq!(told(&[("2025-10-09", 2)]), None);
    assert_eq!(told(&[("2025-10-20", 3)]), None);
    // One from before the window is no first; an error of ours from before it is none at all.
    assert_eq!(told(&[("2025-09-23", 2), ("2025-10-05", 3)]), None);
}

#[test]
fn facts_are_those_known_on_the_day() {
    let all = facts("2025-12-31");
    let baker = &all.customers[0];
    let invoices = all.invoices_of(baker);
    assert_eq!(invoices.len(), 3);
    assert_eq!(
        (
            invoices[0].late,
            invoices[0].days_late,
            invoices[0].open_minor
        ),
        (false, -2, 0)
    );
    assert_eq!(
        (invoices[1].late, invoices[1].days_late, invoices[1].depth),
        (true, 30, 2)
    );
    assert_eq!(
        invoices[1].opening_unpaid_depth, 1,
        "by 2025-10-02 the first reminder alone was sent"
    );
    assert_eq!(invoices[1].opening_minor, 20_050);
    // Due today and not paid by its end: late from now on, though its payment came three days later.
    assert_eq!(
        (invoices[2].mature, invoices[2].late, invoices[2].open_minor),
        (true, true, 40_000)
    );
    assert_eq!(invoices[2].depth, 0, "its reminder is not yet sent");
    let person = &all.customers[2];
    assert!(person.natural_person && !baker.natural_person);
    assert_eq!(
        all.invoices_of(person).len(),
        1,
        "the invoice of January is not yet known"
    );
    assert_eq!(person.signals.len(), 1);
    assert!(all.evidence.reminders && !all.evidence.disputes);
}

#[test]
fn key_figures_and_warnings_follow_from_the_ledger() {
    let all = facts("2025-12-31");
    let found = kpis(&all);
    assert_eq!((found.open_minor, found.overdue_minor), (45_000, 5_000));
    assert_eq!((found.opening_minor, found.sales_minor), (20_050, 45_000));
    assert_eq!(found.dso_days, Some(90.0));
    assert_eq!(
        (found.n_customers, found.intercompany_open_minor),
        (2, 99_900)
    );
    let person = &all.customers[2];
    let paid = pattern(
        all.invoices_of(person),
        all.known,
        &PatternRule::default(),
        None,
    );
    assert_eq!(paid.pattern, Pattern::Insufficient);
    let codes: Vec<&str> = warnings(&all, person, None, &WarningRule::default())
        .iter()
        .map(|warning| warning.code.code())
        .collect();
    assert_eq!(codes, ["insolvency"]);
}

#[test]
fn what_fell_due_after_the_export_is_unknown_not_late() {
    // The ledger ends on 2026-01-05; by March the invoice due on 4 February would be long overdue.
    let all = facts("2026-03-01");
    assert_eq!(all.known, day("2026-01-05"));
    let person = all.invoices_of(&all.customers[2]);
    assert_eq!(
        (person[1].mature, person[1].late, person[1].open_minor),
        (false, false, 6_000)
    );
    assert_eq!(
        person[1].days_past_due(all.as_of),
        25,
        "the calendar still runs"
    );
}

#[test]
fn what_came_in_is_told_apart_by_what_was_open() {
    let mut ledger = ledger();
    ledger.payments = frame(vec![
        texts("invoice_id", &["b1", "b2", "b3", "p1", "p1", "p2", "o1"]),
        dates(
            "payment_date",
            &[
                "2025-02-07",
                "2025-12-30",
                "2026-01-03",
                "2025-12-20",
                "2026-01-14",
                "2026-01-20",
                "2026-01-02",
            ],
        ),
        // The second was booked after the as-of day: it came in before, and is no cash to come.
        dates(
            "known_date",
            &[
                "2025-02-07",
                "2026-01-02",
                "2026-01-05",
                "2025-12-20",
                "2026-01-14",
                "2026-01-20",
                "2026-01-02",
            ],
        ),
        Column::new(
            "amount".into(),
            [100.0, 200.5, 400.0, 20.0, 30.0, 60.0, 999.0],
        ),
        texts("kind", &["payment"; 7]),
    ]);
    let book = Book::from_ledger(&ledger, &Definitions::default()).expect("a book");
    let found = &came_in(&book, &[day("2025-12-31")], 3)[0];
    // b3 in the first week; the rest of p1 in the second; p2, issued on 5 January, in the third. The own group's is nowhere.
    assert_eq!(found.open, [40_000, 3_000, 0]);
    assert_eq!(found.future_sales, [0, 0, 6_000]);
    assert_eq!(found.elsewhere, [0; 3]);
    // p2 is due on 4 February: five weeks ahead.
    assert_eq!(found.sales_when_due, [0; 3]);
    assert_eq!(
        came_in(&book, &[day("2025-12-31")], 6)[0].sales_when_due[4],
        6_000
    );
}
