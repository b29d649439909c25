//! What becomes known after a day cannot change what was known on it: not by a bit.
//!
//! A random ledger is changed in every row and cell that became known after the day: rows added, taken away and
//! changed, open ends filled in and filled ends opened, due dates moved that are not the contractual ones, end-state
//! flags flipped, attributes of later validity replaced. Features, labels and states as of the day stay identical.

use arrears_features::{
    Book, Definitions, InvoiceIx, Selection, at_issue, labels, next_invoice, of_customers, of_open,
    training_guard,
};
use arrears_ledger::Day;
use proptest::prelude::*;

use crate::random::{
    self, Random, add_invoice, any_day, customer, dispute, payment, promise, reminder, signal,
};
use crate::rows::{Days, Invoice, Rows};
use crate::table::{Cell, Table, assert_tables, table};

/// The day on which an invoice was known.
fn known(invoice: &Invoice) -> Days {
    invoice.date.max(invoice.known_date.unwrap_or(invoice.date))
}

/// Changes everything that became known after `day`.
fn change_what_came_later(rows: &mut Rows, day: Days, random: &mut Random) {
    change_customers(rows, day, random);
    let later = |date: Days, known_date: Option<Days>| date.max(known_date.unwrap_or(date)) > day;
    // Rows known later: some go, the others change.
    let gone: Vec<String> = rows
        .invoices
        .iter()
        .filter(|row| known(row) > day && random.chance(40))
        .map(|row| row.id.clone())
        .collect();
    rows.invoices.retain(|row| !gone.contains(&row.id));
    rows.payments
        .retain(|row| row.invoice.as_ref().is_none_or(|id| !gone.contains(id)));
    rows.reminders.retain(|row| !gone.contains(&row.invoice));
    rows.disputes.retain(|row| !gone.contains(&row.invoice));
    rows.promises.retain(|row| !gone.contains(&row.invoice));
    rows.payments
        .retain(|row| !later(row.date, row.known_date) || random.chance(60));
    for row in rows
        .payments
        .iter_mut()
        .filter(|row| later(row.date, row.known_date))
    {
        row.amount = i64::from(random.between(1, 200_000));
        row.kind = (*random.pick(&["payment", "reversal", "credit_note", "write_off"])).to_owned();
        row.date -= random.between(0, (row.date - day - 1).max(0));
    }
    rows.reminders
        .retain(|row| !later(row.sent, row.known_date) || random.chance(60));
    for row in &mut rows.reminders {
        if later(row.sent, row.known_date) {
            row.level = random.between(0, 5);
        }
        if row.replied.is_none_or(|replied| replied > day) {
            row.replied = random.maybe(50, |random| day + random.between(1, 200));
        }
    }
    rows.disputes
        .retain(|row| !later(row.opened, row.known_date) || random.chance(60));
    for row in &mut rows.disputes {
        if later(row.opened, row.known_date) {
            row.reason = Some("price".to_owned());
        }
        if row.closed.is_none_or(|closed| closed > day) {
            row.closed = random.maybe(50, |random| day + random.between(1, 200));
        }
    }
    rows.promises
        .retain(|row| !later(row.made, row.known_date) || random.chance(60));
    for row in rows
        .promises
        .iter_mut()
        .filter(|row| later(row.made, row.known_date))
    {
        row.promised += random.between(-20, 20);
        row.amount = Some(1);
    }
    rows.signals
        .retain(|row| !later(row.date, row.known_date) || random.chance(60));
    for row in &mut rows.signals {
        if later(row.date, row.known_date) {
            row.value = Some("77".to_owned());
        }
        if row.end.is_none_or(|end| end > day) {
            row.end = random.maybe(50, |random| day + random.between(1, 200));
        }
    }
    change_invoices(rows, day, random);
    add_later_rows(rows, day, random);
}

fn change_customers(rows: &mut Rows, day: Days, random: &mut Random) {
    if rows.dated {
        rows.customers
            .retain(|row| row.valid_from.is_none_or(|from| from <= day) || random.chance(50));
        for row in rows
            .customers
            .iter_mut()
            .filter(|row| row.valid_from > Some(day))
        {
            row.sector = Some("mining".to_owned());
            row.credit_limit = Some(1);
        }
        let id = rows.customers.first().map(|row| row.id.clone());
        let later = id.map(|id| customer(random, &id, Some(day + random.clone().between(1, 90))));
        rows.customers.extend(later);
    }
}

fn change_invoices(rows: &mut Rows, day: Days, random: &mut Random) {
    for row in &mut rows.invoices {
        // End states without a date of their own.
        row.paid_date = random.maybe(50, any_day);
        row.dunning_level = random.maybe(50, |random| random.between(0, 5));
        row.disputed = random.maybe(50, |random| random.chance(50));
        if row.original_due.is_some() {
            row.due += random.between(-30, 90);
        }
        if known(row) > day {
            row.credits = row.credits.take().filter(|_| random.chance(50));
            row.amount = i64::from(random.between(1, 500_000));
            row.direct_debit = random.chance(50);
            row.due += random.between(-10, 10);
        }
    }
}

fn add_later_rows(rows: &mut Rows, day: Days, random: &mut Random) {
    let invoices = rows.invoices.clone();
    for invoice in &invoices {
        let known_date = Some(day + random.between(1, 300));
        if random.chance(40) {
            let mut row = payment(random, invoice);
            row.known_date = known_date;
            rows.payments.push(row);
        }
        if random.chance(20) {
            let mut row = reminder(random, invoice);
            row.known_date = known_date;
            rows.reminders.push(row);
        }
        if random.chance(20) {
            let mut row = dispute(random, invoice);
            row.known_date = known_date;
            rows.disputes.push(row);
        }
        if random.chance(20) {
            let mut row = promise(random, invoice);
            row.known_date = known_date;
            rows.promises.push(row);
        }
        if random.chance(20) {
            let mut row = signal(random, &invoice.customer);
            row.known_date = known_date;
            rows.signals.push(row);
        }
    }
    for number in 0..10 {
        // Dated at any time, some long before the day, but booked after it; some of new customers.
        let customer = format!("C{}", random.between(0, 7));
        add_invoice(random, rows, format!("later {number}"), customer);
        let invoice = rows.invoices.last_mut().expect("an invoice");
        invoice.known_date = Some(day + random.between(1, 100));
    }
    let known_customers: Vec<String> = rows.customers.iter().map(|row| row.id.clone()).collect();
    for number in 0..=7 {
        let id = format!("C{number}");
        if !known_customers.contains(&id) && !rows.dated {
            rows.customers.push(customer(random, &id, None));
        }
    }
}

struct Snapshot {
    tables: [Table; 4],
    labels: Vec<(String, String)>,
    guard: String,
}

fn snapshot(rows: &Rows, definitions: &Definitions, day: Days) -> Snapshot {
    let book = Book::from_ledger(&rows.ledger(), definitions).expect("a book");
    let day = Day(day);
    let all = Selection::All;
    let tables = [
        at_issue(&book, Day(0), day + 1, day, all),
        of_open(&book, day, all),
        of_customers(&book, day, all),
        next_invoice(&book, day, all),
    ];
    let mut invoices: Vec<InvoiceIx> = (0..book.n_invoices() as u32).map(InvoiceIx).collect();
    invoices.retain(|&invoice| book.invoice(invoice).known_day <= day);
    let labels = invoices.into_iter().map(|invoice| {
        let label = labels(&book, &[invoice], day);
        let state = book.state(invoice, day);
        (
            book.invoice_id(invoice).to_owned(),
            format!("{label:?} {state:?}"),
        )
    });
    let mut labels: Vec<(String, String)> = labels.collect();
    labels.sort();
    Snapshot {
        tables: tables.map(|features| table(&book, &features)),
        labels,
        guard: format!("{:?}", training_guard(&book, day)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_later_changes_nothing(
        seed in any::<u64>(),
        n_invoices in 1..60i32,
        grace in prop::sample::select(vec![0, 5]),
        day in 19_700..20_300i32,
    ) {
        let definitions = Definitions { grace_days: grace, ..Definitions::default() };
        let mut rows = random::rows(seed, n_invoices);
        let before = snapshot(&rows, &definitions, day);
        change_what_came_later(&mut rows, day, &mut Random(seed ^ 0xABCD));
        let after = snapshot(&rows, &definitions, day);
        for (before, after) in before.tables.iter().zip(&after.tables) {
            assert_tables(after, before, Cell::is_identical);
        }
        prop_assert_eq!(before.labels, after.labels);
        prop_assert_eq!(before.guard, after.guard);
    }
}

#[test]
fn a_current_credit_limit_is_no_feature_at_issue() {
    let rows = random::rows(3, 40);
    let rows = Rows {
        dated: false,
        ..rows
    };
    let book = Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book");
    let (from, to) = (Day(0), Day(30_000));
    let features = at_issue(&book, from, to, to, Selection::All);
    let absent = features
        .absent
        .iter()
        .find(|absent| absent.feature == "credit_utilisation");
    assert_eq!(
        absent.expect("left out").missing,
        "column `valid_from` of table `customers`"
    );
    assert!(
        of_open(&book, Day(20_000), Selection::All)
            .frame
            .column("credit_utilisation")
            .is_ok()
    );
}
