//! How long after a settlement it is booked: what is open in the ledger may have been paid already.

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;
use rayon::prelude::*;

/// Settlements are looked at from this many days back,
const SINCE: i32 = 395;
/// to this many days back: of later ones, those booked late are not known yet.
const UNTIL: i32 = 30;
/// Days after which a booking counts as a correction, of which nobody can know on the day.
const LONGEST: usize = 14;
/// Settlements that tell enough; with fewer, everything counts as booked at once.
const LEAST: u32 = 100;

/// The share of settlements that is booked more than 0, 1, 2, ... days later.
#[derive(Debug, Clone, PartialEq)]
pub struct BookingLags {
    later_than: Vec<f64>,
}

impl BookingLags {
    /// Shares booked more than 0, 1, 2, ... days later; none beyond the last.
    pub fn new(later_than: Vec<f64>) -> Self {
        Self { later_than }
    }

    /// Those of the settlements of a year, as known at the end of `as_of`.
    pub fn of(book: &Book, as_of: Day) -> Self {
        let customers: Vec<u32> = (0..book.n_customers() as u32).collect();
        let counts = customers
            .par_iter()
            .map(|&customer| of_customer(book, CustomerIx(customer), as_of))
            .reduce(
                || [0; LONGEST + 1],
                |a, b| std::array::from_fn(|i| a[i] + b[i]),
            );
        let n: u32 = counts.iter().sum();
        if n < LEAST {
            return Self::new(Vec::new());
        }
        let mut later = n;
        let mut later_than: Vec<f64> = counts
            .iter()
            .map(|count| {
                later -= count;
                f64::from(later) / f64::from(n)
            })
            .collect();
        later_than.truncate(later_than.iter().filter(|share| **share > 0.0).count());
        Self::new(later_than)
    }

    /// Shares booked more than 0, 1, 2, ... days later.
    pub fn later_than(&self) -> &[f64] {
        &self.later_than
    }

    /// Days after which everything is booked.
    pub fn longest(&self) -> i32 {
        self.later_than.len() as i32
    }
}

/// Settlements by days until they were booked.
fn of_customer(book: &Book, customer: CustomerIx, as_of: Day) -> [u32; LONGEST + 1] {
    let mut counts = [0; LONGEST + 1];
    let window = as_of - SINCE..as_of - UNTIL;
    for invoice in book.invoices_of(customer).map(InvoiceIx) {
        let known = book
            .balances(invoice)
            .take_while(|balance| balance.since <= as_of);
        let first = known
            .filter_map(|balance| Some((balance.settled_on?, balance.since)))
            .next();
        if let Some((settled, booked)) = first.filter(|(settled, _)| window.contains(settled)) {
            let lag = usize::try_from(booked - settled).unwrap_or(0);
            if let Some(count) = counts.get_mut(lag) {
                *count += 1;
            }
        }
    }
    counts
}
