//! Money is neither made nor lost: what is open is what was billed less what was booked, however it is booked.

use arrears_features::{Book, Definitions, InvoiceIx};
use arrears_ledger::Day;
use proptest::prelude::*;

use crate::random::{self, Random};
use crate::rows::{Days, Invoice, Payment, Rows};

/// What is open by a day, by the bookkeeper's sum: debits less credits. Links are not in it.
fn debits_less_credits(rows: &Rows, day: Days) -> i64 {
    let known = |date: Days, known: Option<Days>| date.max(known.unwrap_or(date));
    let invoice_known = |invoice: &Invoice| known(invoice.date, invoice.known_date);
    let mut sum = 0;
    for invoice in rows.invoices.iter().filter(|row| invoice_known(row) <= day) {
        let bookings = rows.payments.iter().filter(|row| {
            row.invoice.as_ref() == Some(&invoice.id)
                && known(row.date, row.known_date).max(invoice_known(invoice)) <= day
        });
        if invoice.credit_note {
            let (mut cash, mut other) = (0, 0);
            for row in bookings {
                match row.kind.as_str() {
                    "credit_note" | "write_off" => other += row.amount.abs(),
                    "reversal" => cash -= row.amount.abs(),
                    _ => cash += row.amount,
                }
            }
            sum += cash.abs() + other - invoice.amount.abs();
        } else {
            let credits = bookings.map(|row| match row.kind.as_str() {
                "reversal" => -row.amount.abs(),
                _ => row.amount,
            });
            sum += invoice.amount - credits.sum::<i64>();
        }
    }
    sum
}

fn book(rows: &Rows) -> Book {
    Book::from_ledger(&rows.ledger(), &Definitions::default()).expect("a book")
}

fn invoices(book: &Book) -> impl Iterator<Item = InvoiceIx> {
    (0..book.n_invoices() as u32).map(InvoiceIx)
}

/// Every booking but reversals, which are counted, in two of the same day.
fn split(rows: &Rows, random: &mut Random) -> Rows {
    let mut parts = rows.clone();
    parts.payments.clear();
    for row in &rows.payments {
        let first = match row.kind.as_str() {
            "reversal" => row.amount,
            _ => row.amount * i64::from(random.between(0, 100)) / 100,
        };
        for amount in [first, row.amount - first] {
            let part = Payment {
                amount,
                ..row.clone()
            };
            parts.payments.extend((amount != 0).then_some(part));
        }
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn open_amounts_are_debits_less_credits(
        seed in any::<u64>(),
        n_invoices in 1..60i32,
        day in 19_700..20_400i32,
    ) {
        let rows = random::rows(seed, n_invoices);
        let book = book(&rows);
        let open: i64 = invoices(&book).map(|invoice| book.state(invoice, Day(day)).open_minor).sum();
        prop_assert_eq!(open, debits_less_credits(&rows, day));
    }

    #[test]
    fn a_link_moves_money_and_makes_none(seed in any::<u64>(), day in 19_700..20_400i32) {
        let linked = random::rows(seed, 60);
        let mut free = linked.clone();
        free.invoices.iter_mut().for_each(|invoice| invoice.credits = None);
        let open = |rows: &Rows| -> i64 {
            let book = book(rows);
            invoices(&book).map(|invoice| book.state(invoice, Day(day)).open_minor).sum()
        };
        prop_assert_eq!(open(&linked), open(&free));
    }

    #[test]
    fn a_booking_in_two_of_one_day_is_one(seed in any::<u64>(), day in 19_700..20_400i32) {
        let rows = random::rows(seed, 60);
        let (whole, parts) = (book(&rows), book(&split(&rows, &mut Random(seed))));
        for invoice in invoices(&whole) {
            prop_assert_eq!(
                whole.state(invoice, Day(day)),
                parts.state(invoice, Day(day)),
                "{}", whole.invoice_id(invoice)
            );
        }
    }
}
