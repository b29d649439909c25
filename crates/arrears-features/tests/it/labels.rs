//! Labels: each sentence of the contract's definitions as an example.

use arrears_features::{Book, Definitions, InvoiceIx, Labels, labels};
use arrears_ledger::Day;

use crate::rows::{Invoice, Payment, Rows, day};

const DUE: &str = "2025-03-31";

/// One invoice of 1,000.00 issued on 2025-03-01, with these bookings as (kind, date, cents, booked).
fn rows(bookings: &[(&str, &str, i64, Option<&str>)]) -> Rows {
    let payments = bookings.iter().map(|(kind, date, amount, known)| Payment {
        invoice: Some("1".to_owned()),
        date: day(date),
        amount: *amount,
        kind: (*kind).to_owned(),
        known_date: known.map(day),
        ..Payment::default()
    });
    Rows {
        invoices: vec![Invoice {
            id: "1".to_owned(),
            customer: "ACME".to_owned(),
            date: day("2025-03-01"),
            due: day(DUE),
            amount: 100_000,
            ..Invoice::default()
        }],
        payments: payments.collect(),
        ..Rows::default()
    }
}

fn label(rows: &Rows, known: &str, grace_days: i32) -> Labels {
    let definitions = Definitions {
        grace_days,
        ..Definitions::default()
    };
    let book = Book::from_ledger(&rows.ledger(), &definitions).expect("a book");
    labels(&book, &[InvoiceIx(0)], Day(day(known)))
}

/// (mature, late, settled, days late, excluded)
fn check(rows: &Rows, known: &str, expected: (bool, bool, bool, i32, bool)) {
    let label = label(rows, known, 0);
    let found = (
        label.mature[0],
        label.late[0],
        label.settled[0],
        label.days_late[0],
        label.excluded[0],
    );
    assert_eq!(found, expected, "as known on {known}");
}

#[test]
fn an_invoice_is_mature_on_its_due_date_paid_or_not() {
    let rows = rows(&[("payment", "2025-03-20", 100_000, None)]);
    check(&rows, "2025-03-30", (false, false, true, -11, false));
    check(&rows, "2025-03-31", (true, false, true, -11, false));
}

#[test]
fn an_unpaid_invoice_is_late_with_a_lower_bound() {
    let rows = rows(&[]);
    check(&rows, "2025-03-31", (true, true, false, 0, false));
    check(&rows, "2025-05-10", (true, true, false, 40, false));
}

#[test]
fn paid_on_the_due_date_is_on_time_and_a_day_later_is_late() {
    check(
        &rows(&[("payment", DUE, 100_000, None)]),
        "2025-06-01",
        (true, false, true, 0, false),
    );
    let late = rows(&[("payment", "2025-04-01", 100_000, None)]);
    check(&late, "2025-06-01", (true, true, true, 1, false));
}

#[test]
fn grace_moves_maturity_and_lateness() {
    let rows = rows(&[("payment", "2025-04-03", 100_000, None)]);
    assert_eq!(label(&rows, "2025-04-02", 3).mature, [false]);
    assert_eq!(label(&rows, "2025-04-03", 3).mature, [true]);
    assert_eq!(label(&rows, "2025-04-03", 3).late, [false]);
    assert_eq!(label(&rows, "2025-04-03", 2).late, [true]);
}

#[test]
fn thirty_days_late_matures_thirty_days_after_the_due_date() {
    let rows = rows(&[("payment", "2025-04-30", 100_000, None)]);
    let before = label(&rows, "2025-04-29", 0);
    assert_eq!((before.late_30d_mature[0], before.late[0]), (false, true));
    let after = label(&rows, "2025-04-30", 0);
    assert_eq!((after.late_30d_mature[0], after.late_30d[0]), (true, false));
}

#[test]
fn a_payment_booked_later_did_not_exist_before() {
    let rows = rows(&[("payment", "2025-03-28", 100_000, Some("2025-04-02"))]);
    check(&rows, "2025-04-01", (true, true, false, 1, false));
    check(&rows, "2025-04-02", (true, false, true, -3, false));
}

#[test]
fn settled_when_all_but_the_tolerance_is_paid() {
    let rows = rows(&[
        ("payment", "2025-03-10", 60_000, None),
        ("discount", "2025-03-12", 2_000, None),
        ("offset", "2025-03-20", 37_900, None),
    ]);
    check(&rows, "2025-06-01", (true, false, true, -11, false));
}

#[test]
fn a_reversal_reopens_and_a_second_payment_settles() {
    let mut bookings = vec![
        ("payment", "2025-03-20", 100_000, None),
        ("reversal", "2025-04-05", 100_000, None),
    ];
    check(
        &rows(&bookings),
        "2025-04-04",
        (true, false, true, -11, false),
    );
    check(
        &rows(&bookings),
        "2025-04-10",
        (true, true, false, 10, false),
    );
    bookings.push(("payment", "2025-04-20", 100_000, None));
    check(
        &rows(&bookings),
        "2025-06-01",
        (true, true, true, 20, false),
    );
}

#[test]
fn a_settlement_before_the_invoice_date_counts_as_on_it() {
    let rows = rows(&[("payment", "2025-02-01", 100_000, None)]);
    check(&rows, "2025-06-01", (true, false, true, -30, false));
}

#[test]
fn a_write_off_is_not_settlement() {
    let mut bookings = vec![("write_off", "2025-12-31", 100_000, None)];
    check(
        &rows(&bookings),
        "2026-04-30",
        (true, true, false, 395, false),
    );
    bookings.push(("payment", "2026-05-10", 100_000, None));
    check(
        &rows(&bookings),
        "2026-06-01",
        (true, true, true, 405, false),
    );
}

#[test]
fn credited_for_half_is_cancelled_and_censored_at_the_credit_date() {
    let rows = rows(&[("credit_note", "2025-04-10", 50_000, None)]);
    check(&rows, "2025-04-09", (true, true, false, 9, false));
    check(&rows, "2025-06-01", (true, true, false, 10, true));
}

#[test]
fn credited_below_half_only_reduces_the_amount() {
    let rows = rows(&[
        ("credit_note", "2025-03-10", 49_999, None),
        ("payment", "2025-03-30", 50_001, None),
    ]);
    check(&rows, "2025-06-01", (true, false, true, -1, false));
}

#[test]
fn the_contractual_due_date_counts_not_a_changed_one() {
    let mut rows = rows(&[("payment", "2025-04-10", 100_000, None)]);
    rows.invoices[0].original_due = Some(day(DUE));
    rows.invoices[0].due = day("2025-04-30");
    check(&rows, "2025-06-01", (true, true, true, 10, false));
}

#[test]
fn credit_notes_and_what_is_not_known_have_no_label() {
    let mut rows = rows(&[]);
    rows.invoices[0].known_date = Some(day("2025-05-01"));
    assert_eq!(label(&rows, "2025-04-30", 0).excluded, [true]);
    assert_eq!(label(&rows, "2025-05-01", 0).excluded, [false]);
    rows.invoices[0].credit_note = true;
    assert_eq!(label(&rows, "2025-06-01", 0).excluded, [true]);
}
