//! Follow-up, reasons and the evidence from a ledger's frames: what was known on a day, and nothing later.

use arrears_features::{Book, CustomerIx, Definitions};
use arrears_insight::evidence::{COLUMNS, evidence, evidence_csv};
use arrears_insight::facts::{FollowUp, Portfolio};
use arrears_insight::frames::{evidence_frame, nonpayment_frame, risk_groups_frame};
use arrears_insight::groups::{RiskGroupRule, risk_groups};
use arrears_insight::nonpayment::{
    Basis, Reason, ReasonEvidence, ReasonWords, late_money, register,
};
use arrears_insight::text::Language;
use arrears_ledger::{Coverage, Ledger, Table, TableCoverage};
use polars::prelude::*;

use crate::book::{dates, day, frame, texts};

/// A baker with an invoice paid in two parts after reminders, one contested and one promised; ids that look like formulas.
fn ledger() -> Ledger {
    let mut ledger = Ledger {
        customers: frame(vec![
            texts("customer_id", &["=baker"]),
            texts("sector", &["10.71 Bakkerij"]),
            texts("sector_scheme", &["SBI 2008"]),
            texts("account_manager", &["Ann"]),
        ]),
        invoices: frame(vec![
            texts("invoice_id", &["-1+2", "b2", "b3", "b4", "old"]),
            texts("customer_id", &["=baker"; 5]),
            dates(
                "invoice_date",
                &[
                    "2025-08-01",
                    "2025-08-10",
                    "2025-09-01",
                    "2025-12-20",
                    "2024-01-05",
                ],
            ),
            dates(
                "due_date",
                &[
                    "2025-08-31",
                    "2025-09-09",
                    "2025-10-01",
                    "2026-01-19",
                    "2024-02-04",
                ],
            ),
            dates(
                "delivery_date",
                &["2025-07-25", "", "2025-09-01", "2025-12-20", ""],
            ),
            Column::new("amount".into(), [100.0, 200.5, 400.0, 50.0, 70.0]),
            texts("kind", &["invoice"; 5]),
        ]),
        payments: frame(vec![
            texts("invoice_id", &["-1+2", "-1+2", "b2", "old"]),
            dates(
                "payment_date",
                &["2025-09-20", "2025-10-01", "2026-01-02", "2024-02-01"],
            ),
            Column::new("amount".into(), [60.0, 40.0, 200.5, 70.0]),
            texts("kind", &["payment"; 4]),
        ]),
        reminders: frame(vec![
            texts("invoice_id", &["-1+2", "b2", "b2", "b3"]),
            dates(
                "sent_date",
                &["2025-09-15", "2025-09-24", "2025-10-03", "2026-01-02"],
            ),
            Column::new("level".into(), [1_i32, 1, 0, 1]),
            texts("channel", &["email", "letter", "phone", "email"]),
            dates("replied_date", &["", "", "2025-10-03", ""]),
        ]),
        disputes: frame(vec![
            texts("invoice_id", &["b3"]),
            dates("opened_date", &["2025-10-05"]),
            texts("reason", &["verkeerde prijs"]),
        ]),
        promises: frame(vec![
            texts("invoice_id", &["b2"]),
            dates("made_date", &["2025-10-03"]),
            dates("promised_date", &["2025-10-31"]),
        ]),
        signals: frame(vec![
            texts("customer_id", &["=baker", "=baker"]),
            texts("invoice_id", &["-1+2", "b2"]),
            dates("signal_date", &["2025-10-02", "2026-01-02"]),
            texts("kind", &["Nonpayment reason", "nonpayment_reason"]),
            texts("text", &["Vergeten", "geen geld"]),
        ]),
        ..Ledger::default()
    };
    ledger.coverage = covered(&ledger);
    ledger
}

fn covered(ledger: &Ledger) -> Coverage {
    let all = Table::ALL
        .into_iter()
        .filter(|&table| ledger.frame(table).height() > 0);
    let tables = all.map(|table| {
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
    Coverage {
        tables: tables.collect(),
    }
}

fn at(as_of: &str) -> (Book, Portfolio, FollowUp) {
    let book = Book::from_ledger(&ledger(), &Definitions::default()).expect("a good ledger");
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32).map(CustomerIx).collect();
    let portfolio = Portfolio::from_book(&book, day(as_of), "EUR", &customers);
    let follow_up = FollowUp::from_book(&book, &portfolio);
    (book, portfolio, follow_up)
}

fn position(book: &Book, portfolio: &Portfolio, id: &str) -> usize {
    let ix = book.invoice_index(id).expect("an invoice");
    portfolio
        .invoices
        .iter()
        .position(|invoice| invoice.ix == ix)
        .expect("it is known")
}

#[test]
fn contacts_have_their_channel_and_are_known_from_their_day() {
    let (book, portfolio, follow) = at("2025-12-31");
    let of = |id| follow.contacts(position(&book, &portfolio, id));
    let channel = |channel: Option<u32>| channel.map(|i| follow.channels[i as usize].as_str());
    let b2: Vec<_> = of("b2")
        .iter()
        .map(|c| (c.level, channel(c.channel), c.replied))
        .collect();
    assert_eq!(
        b2,
        [
            (1, Some("letter"), None),
            (0, Some("phone"), Some(day("2025-10-03")))
        ]
    );
    assert!(of("b3").is_empty(), "its reminder was sent later");
    assert_eq!(
        follow.delivery(position(&book, &portfolio, "-1+2")),
        Some(day("2025-07-25"))
    );
    assert_eq!(follow.delivery(position(&book, &portfolio, "b2")), None);
    assert!(
        follow.has_channels
            && follow.has_delivery
            && follow.has_account_managers
            && !follow.dated_customers
    );
    let traits = &portfolio.customers[0].traits;
    assert_eq!(
        (
            traits.sector_scheme.as_deref(),
            traits.account_manager.as_deref()
        ),
        (Some("SBI 2008"), Some("Ann"))
    );
}

#[test]
fn reasons_are_registered_or_inferred_by_what_was_known() {
    let (book, portfolio, follow) = at("2025-12-31");
    let written = ReasonEvidence::from_book(&book, &portfolio, &ReasonWords::default());
    let found = register(&portfolio, &follow, &written);
    let cents = |reason, basis| {
        found
            .money
            .get(&(reason, basis))
            .map(|money| money.late_minor)
    };
    assert_eq!(cents(Reason::Forgot, Basis::Registered), Some(10_000));
    assert_eq!(
        cents(Reason::NotKept, Basis::Inferred),
        Some(20_050),
        "no money is written down in January"
    );
    assert_eq!(cents(Reason::BillingError, Basis::Inferred), Some(40_000));
    assert_eq!(found.total.late_minor, late_money(&portfolio));
    let frame = nonpayment_frame(&portfolio, &found).unwrap();
    assert_eq!(
        frame.column("late_amount").unwrap().f64().unwrap().sum(),
        Some(700.5)
    );
    let (book, portfolio, follow) = at("2026-01-02");
    let written = ReasonEvidence::from_book(&book, &portfolio, &ReasonWords::default());
    let found = register(&portfolio, &follow, &written);
    let later = found.money.get(&(Reason::CashTrouble, Basis::Registered));
    assert_eq!(later.map(|money| money.late_minor), Some(20_050));
}

#[test]
fn the_evidence_has_a_row_per_invoice_of_the_last_six_months() {
    let (book, portfolio, follow) = at("2025-12-31");
    let rows = evidence(&book, &portfolio, &follow);
    let ids: Vec<&str> = rows.iter().map(|row| book.invoice_id(row.ix)).collect();
    assert_eq!(
        ids,
        ["-1+2", "b2", "b3", "b4"],
        "the invoice of 2024 is settled and silent"
    );
    let first = &rows[0];
    assert_eq!(
        (first.n_bookings, first.last_booking, first.open_minor()),
        (2, Some(day("2025-10-01")), 0)
    );
    assert_eq!((first.days_late, first.state.n_reminders), (Some(31), 1));
    let second = &rows[1];
    assert_eq!(
        (second.open_minor(), second.days_late, second.n_promises),
        (20_050, Some(113), 1)
    );
    assert_eq!(
        (
            second.last_channel.as_deref(),
            second.n_replies,
            second.state.n_broken_promises
        ),
        (Some("phone"), 1, 1)
    );
    assert_eq!(rows[2].dispute_reason.as_deref(), Some("verkeerde prijs"));
    let frame = evidence_frame(&book, &portfolio, &rows).unwrap();
    let names: Vec<&str> = frame
        .get_column_names()
        .into_iter()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(names, COLUMNS);
}

#[test]
fn the_evidence_is_safe_to_open_in_a_spreadsheet() {
    let (book, portfolio, follow) = at("2025-12-31");
    let rows = evidence(&book, &portfolio, &follow);
    let text = String::from_utf8(evidence_csv(&book, &portfolio, &rows)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], COLUMNS.join(","));
    assert!(
        lines[1].starts_with("'-1+2,'=baker,10.71 Bakkerij,2025-12-31,2025-08-01,"),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 5);
    assert!(
        lines
            .iter()
            .all(|line| line.split(',').count() == COLUMNS.len())
    );
}

#[test]
fn what_the_ledger_has_no_table_for_is_null_in_the_evidence() {
    let mut ledger = ledger();
    (ledger.reminders, ledger.disputes, ledger.promises) = Default::default();
    ledger.coverage = covered(&ledger);
    let book = Book::from_ledger(&ledger, &Definitions::default()).expect("a good ledger");
    let portfolio = Portfolio::from_book(&book, day("2025-12-31"), "EUR", &[CustomerIx(0)]);
    let rows = evidence(&book, &portfolio, &FollowUp::from_book(&book, &portfolio));
    let frame = evidence_frame(&book, &portfolio, &rows).unwrap();
    for name in [
        "n_reminders",
        "n_calls",
        "dunning_level",
        "n_disputes",
        "dispute_open",
        "n_promises",
    ] {
        assert_eq!(
            frame.column(name).unwrap().null_count(),
            rows.len(),
            "{name}"
        );
    }
    let text = String::from_utf8(evidence_csv(&book, &portfolio, &rows)).unwrap();
    assert!(
        text.lines().nth(1).unwrap().ends_with(",,,,,,,,,,,"),
        "{text}"
    );
}

#[test]
fn frames_have_the_same_types_without_rows() {
    let (book, portfolio, follow) = at("2025-12-31");
    let full = evidence_frame(&book, &portfolio, &evidence(&book, &portfolio, &follow)).unwrap();
    assert_eq!(
        evidence_frame(&book, &portfolio, &[]).unwrap().schema(),
        full.schema()
    );
    let none = risk_groups(&portfolio, &follow, &RiskGroupRule::default());
    let frame = risk_groups_frame(&none, portfolio.as_of, Language::Nl).unwrap();
    assert_eq!(frame.height(), 0);
    assert_eq!(
        frame.column("confirmed").unwrap().dtype(),
        &DataType::Boolean
    );
    assert_eq!(
        frame.column("characteristic_2").unwrap().dtype(),
        &DataType::String
    );
}
