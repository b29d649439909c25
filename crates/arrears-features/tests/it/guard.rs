//! Ledgers that must not be learnt from.

use arrears_features::{Book, Definitions, training_guard};
use arrears_ledger::Day;

use crate::rows::{Invoice, Payment, Rows, day};

/// Ten invoices a month through 2024, due after 20 days; nine of ten paid two days late.
fn year() -> Rows {
    let mut rows = Rows::default();
    for month in 1..=12 {
        for number in 0..10 {
            let date = Day::from_ymd(2024, month, 1).expect("a day").0;
            let id = format!("{month:02}-{number}");
            if number > 0 {
                rows.payments.push(Payment {
                    invoice: Some(id.clone()),
                    date: date + 22,
                    amount: 100_000,
                    kind: "payment".to_owned(),
                    ..Payment::default()
                });
            }
            rows.invoices.push(Invoice {
                id,
                customer: "ACME".to_owned(),
                date,
                due: date + 20,
                amount: 100_000,
                ..Invoice::default()
            });
        }
    }
    rows
}

fn guard(rows: &Rows, known: &str) -> Result<(), String> {
    let book = Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book");
    training_guard(&book, Day(day(known))).map_err(|error| error.to_string())
}

/// Takes out the settled invoices of some months, as an export of open items would.
fn without_settled(mut rows: Rows, months: &[&str]) -> Rows {
    let lost = |id: &str| months.contains(&&id[..2]) && !id.ends_with("-0");
    rows.invoices.retain(|row| !lost(&row.id));
    rows.payments
        .retain(|row| row.invoice.as_deref().is_none_or(|id| !lost(id)));
    rows
}

#[test]
fn a_whole_ledger_passes() {
    for known in ["2024-02-05", "2024-06-30", "2025-06-30"] {
        assert_eq!(guard(&year(), known), Ok(()), "{known}");
    }
}

#[test]
fn everybody_late_passes() {
    let mut rows = year();
    rows.payments.iter_mut().for_each(|row| row.date += 60);
    assert_eq!(guard(&rows, "2025-06-30"), Ok(()));
}

#[test]
fn open_items_alone_are_refused() {
    let mut rows = year();
    rows.payments.clear();
    assert_eq!(
        guard(&rows, "2025-06-30").unwrap_err(),
        "of 120 invoices due by 2025-06-30, 0 are settled: this looks like an export of open items alone, on which \
         every customer seems to pay late"
    );
}

#[test]
fn payments_that_came_in_as_something_else_are_named() {
    let mut as_cash = year();
    for row in &mut as_cash.payments {
        (row.invoice, row.customer) = (None, Some("ACME".to_owned()));
    }
    assert_eq!(
        guard(&as_cash, "2025-06-30").unwrap_err(),
        "of 120 invoices due by 2025-06-30, 120,000.00 in all, 0 are settled, while cash of 108,000.00 that is on no \
         invoice came in: such settle no invoice, and every customer seems to pay late"
    );
    let mut as_documents = year();
    let payments = std::mem::take(&mut as_documents.payments);
    let documents = payments.iter().map(|payment| Invoice {
        id: format!("{}-payment", payment.invoice.as_deref().unwrap_or("")),
        customer: "ACME".to_owned(),
        date: payment.date,
        due: payment.date,
        amount: -payment.amount,
        credit_note: true,
        ..Invoice::default()
    });
    as_documents.invoices.extend(documents);
    let message = guard(&as_documents, "2025-06-30").unwrap_err();
    assert!(
        message.contains("0 are settled, while credit notes of 108,000.00 came in"),
        "{message}"
    );
    let mut as_credits = year();
    for row in &mut as_credits.payments {
        row.kind = "credit_note".to_owned();
    }
    let message = guard(&as_credits, "2025-06-30").unwrap_err();
    assert!(message.contains("credit notes of 108,000.00"), "{message}");
}

#[test]
fn open_items_with_a_few_credit_notes_are_open_items() {
    let mut rows = year();
    rows.payments.truncate(20);
    for row in &mut rows.payments {
        row.kind = "credit_note".to_owned();
    }
    let message = guard(&rows, "2025-06-30").unwrap_err();
    assert!(message.contains("open items alone"), "{message}");
}

#[test]
fn months_that_miss_their_settled_invoices_are_refused_by_name() {
    // Open items of the first half year, one a month; all invoices after it.
    let mut rows = without_settled(year(), &["01", "02", "03", "04", "05", "06"]);
    for month in 1..=6 {
        for number in 1..4 {
            let mut row = rows.invoices[month - 1].clone();
            row.id = format!("{month:02}-open-{number}");
            rows.invoices.push(row);
        }
    }
    let message = guard(&rows, "2025-06-30").unwrap_err();
    assert_eq!(
        message,
        "invoices due in `2024-01`, `2024-02`, `2024-03`, `2024-04`, `2024-05`, `2024-06` lack their settled ones (0 of \
         24 settled, against 90 % in the other months): on them every customer seems to pay late"
    );
}

#[test]
fn one_bad_month_of_a_small_ledger_is_no_proof() {
    let mut rows = without_settled(year(), &["05"]);
    for number in 1..3 {
        let mut row = rows.invoices[40].clone();
        row.id = format!("05-open-{number}");
        rows.invoices.push(row);
    }
    assert_eq!(
        guard(&rows, "2025-06-30"),
        Ok(()),
        "three unpaid invoices happen"
    );
}

#[test]
fn nothing_due_is_nothing_to_learn_from() {
    let refusal = guard(&year(), "2024-01-15").unwrap_err();
    assert!(
        refusal.contains("invoices known on 2024-01-15 none had fallen due by then, grace of 0 days included, and the first will on 2024-"),
        "{refusal}"
    );
}

#[test]
fn open_items_with_what_was_paid_lately_are_refused() {
    // In time or ten days late; then only what was paid in the last month, or is open, remains.
    let mut rows = year();
    let late = |id: &str| id.ends_with('3') || id.ends_with('7');
    for row in &mut rows.payments {
        if late(row.invoice.as_deref().unwrap_or("")) {
            row.date += 10;
        }
    }
    assert_eq!(guard(&rows, "2024-12-31"), Ok(()));
    let since = day("2024-11-25");
    let lost: Vec<String> = rows
        .payments
        .iter()
        .filter(|row| row.date < since)
        .filter_map(|row| row.invoice.clone())
        .collect();
    rows.invoices.retain(|row| !lost.contains(&row.id));
    rows.payments.retain(|row| row.date >= since);
    // Enough open items of old, so that their number is telling.
    for number in 0..30 {
        let mut row = rows.invoices[0].clone();
        row.id = format!("old-{number}");
        rows.invoices.push(row);
    }
    let message = guard(&rows, "2024-12-31").unwrap_err();
    assert!(
        message.contains("lack their settled ones") || message.contains("paid lately"),
        "{message}"
    );
}

#[test]
fn latest_months_without_their_settled_invoices_are_refused() {
    let mut rows = year();
    // Paid two days after the due date of 20 days: in time is before it.
    for row in &mut rows.payments {
        row.date -= 5;
    }
    assert_eq!(guard(&rows, "2024-12-31"), Ok(()));
    let rows = without_settled(rows, &["11", "12"]);
    let mut rows = rows;
    for number in 0..12 {
        let mut row = rows.invoices.last().expect("an invoice").clone();
        row.id = format!("12-more-{number}");
        rows.invoices.push(row);
    }
    let message = guard(&rows, "2024-12-31").unwrap_err();
    assert!(
        message.contains("`2024-12`") && message.contains("settled in time, against 90 %"),
        "{message}"
    );
}
