//! What came in by week after a day, from what was open on it and from what was booked later: a forecast is held against it.
//!
//! Cash is payments, discounts and offsets less reversals, no credit notes and no write-offs. What settles an invoice counts on
//! its settlement date, whenever it was booked; what came before that, on the day it was booked. Each cent is in one place: on invoices open on the day, on invoices that were not known
//! yet, or elsewhere (on invoices that were settled already). Cash on no invoice, and the own group's, is in none.

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;
use rayon::prelude::*;

/// What came in after one day, by week, in cents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameIn {
    /// On invoices known and open at the end of the day.
    pub open: Vec<i64>,
    /// On invoices that became known later.
    pub future_sales: Vec<i64>,
    /// On invoices that were known and not open.
    pub elsewhere: Vec<i64>,
    /// Invoices that became known later, had they been paid on their due dates: each in its week, if not before the day.
    pub sales_when_due: Vec<i64>,
}

impl CameIn {
    fn new(n_weeks: usize) -> CameIn {
        let none = vec![0; n_weeks];
        CameIn {
            open: none.clone(),
            future_sales: none.clone(),
            elsewhere: none.clone(),
            sales_when_due: none,
        }
    }

    fn plus(mut self, other: CameIn) -> CameIn {
        let parts = [
            (&mut self.open, other.open),
            (&mut self.future_sales, other.future_sales),
            (&mut self.elsewhere, other.elsewhere),
            (&mut self.sales_when_due, other.sales_when_due),
        ];
        for (sums, more) in parts {
            sums.iter_mut()
                .zip(more)
                .for_each(|(sum, more)| *sum += more);
        }
        self
    }
}

/// What came in during `n_weeks` weeks after each of these days. Looks ahead of every one of them: for tests of forecasts only.
pub fn came_in(book: &Book, days: &[Day], n_weeks: usize) -> Vec<CameIn> {
    let Some(&last) = days.iter().max() else {
        return Vec::new();
    };
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32).map(CustomerIx).collect();
    let none = || vec![CameIn::new(n_weeks); days.len()];
    // Whole cents: the order of addition does not matter.
    customers
        .par_chunks(CHUNK)
        .map(|some| {
            let mut sums = none();
            for &customer in some {
                if book.attributes(customer, last).intercompany != Some(true) {
                    add_customer(book, customer, days, &mut sums);
                }
            }
            sums
        })
        .reduce(none, |all, more| {
            all.into_iter().zip(more).map(|(a, b)| a.plus(b)).collect()
        })
}

/// Customers added up at a time.
const CHUNK: usize = 512;

fn add_customer(book: &Book, customer: CustomerIx, days: &[Day], sums: &mut [CameIn]) {
    for ix in book.invoices_of(customer).map(InvoiceIx) {
        let row = book.invoice(ix);
        if row.is_credit_note {
            continue;
        }
        let went: Vec<Step> = steps(book, ix, row.amount_minor);
        for (&day, sums) in days.iter().zip(sums.iter_mut()) {
            let week = |on: Day| (on > day).then(|| ((on - day - 1) / 7) as usize);
            let place = match went.iter().take_while(|step| step.since <= day).last() {
                Some(step) if step.is_open => &mut sums.open,
                Some(_) => &mut sums.elsewhere,
                None => {
                    let due = week(row.due_date).and_then(|week| sums.sales_when_due.get_mut(week));
                    due.into_iter().for_each(|sum| *sum += row.amount_minor);
                    &mut sums.future_sales
                }
            };
            for step in went.iter().filter(|step| step.cash_minor != 0) {
                let sum = week(step.paid_on).and_then(|week| place.get_mut(week));
                sum.into_iter().for_each(|sum| *sum += step.cash_minor);
            }
        }
    }
}

/// From this day on an invoice stood like this, and so much cash had just been booked on it.
struct Step {
    since: Day,
    is_open: bool,
    paid_on: Day,
    cash_minor: i64,
}

fn steps(book: &Book, ix: InvoiceIx, amount_minor: i64) -> Vec<Step> {
    let (mut before, mut settled) = (0, None);
    book.balances(ix)
        .map(|balance| {
            let left = balance.residual_minor + balance.credited_minor + balance.written_off_minor;
            let paid = amount_minor - left;
            let step = Step {
                since: balance.since,
                is_open: balance.is_open,
                paid_on: balance
                    .settled_on
                    .filter(|_| settled.is_none())
                    .unwrap_or(balance.since),
                cash_minor: paid - before,
            };
            (before, settled) = (paid, balance.settled_on);
            step
        })
        .collect()
}
