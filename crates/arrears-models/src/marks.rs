//! Marks of some of the invoices that a model was made on, by which a later run tells whether it is of the same ledger.
//!
//! A model keeps no list of customers: it is applied to whatever ledger it meets, and customers of another ledger may well
//! have the same numbers. So it keeps the smallest of the hashes of (customer, date, amount) of a year's invoices, an
//! even sample of them that a later export of the same ledger has too, also where its oldest years or its invoice numbers
//! are no longer the same (bottom-k sketch: Cohen and Kaspar 2007, doi:10.1145/1281100.1281133).

use arrears_features::{Book, InvoiceIx};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

/// Marks kept.
const MOST: usize = 500;
/// Days up to the as-of date whose invoices are marked: what a ledger of the next month holds still.
const WINDOW_DAYS: i32 = 365;
/// Of the marks, one in so many must be found for a ledger to be the same.
const LEAST_SHARE: usize = 20;

/// The marks, rising.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marks(Vec<u64>);

/// The marks of every invoice of a ledger, rising: what a model's are looked up in.
#[derive(Debug)]
pub struct LedgerMarks(Vec<u64>);

impl LedgerMarks {
    /// Of a ledger, whenever its invoices became known.
    pub fn of(book: &Book) -> LedgerMarks {
        let mut marks = marks(book, |_, _| true);
        marks.sort_unstable();
        LedgerMarks(marks)
    }
}

/// How many marks a ledger has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Marks of the model.
    pub n: usize,
    /// Of which in the ledger.
    pub n_found: usize,
}

impl Marks {
    /// Of the invoices of a year, as known at the end of `as_of`.
    pub(crate) fn of(book: &Book, as_of: Day) -> Marks {
        let mut marks = marks(book, |date, known| {
            known <= as_of && date > as_of - WINDOW_DAYS
        });
        marks.sort_unstable();
        marks.dedup();
        marks.truncate(MOST);
        Marks(marks)
    }

    /// How many of them a ledger has.
    pub fn found_in(&self, ledger: &LedgerMarks) -> Found {
        let is_there = |mark: &&u64| ledger.0.binary_search(mark).is_ok();
        Found {
            n: self.0.len(),
            n_found: self.0.iter().filter(is_there).count(),
        }
    }

    /// How many of them a ledger has, where it has almost none and so is another one; nothing where it has, or where there
    /// is nothing to tell by.
    pub fn of_another(&self, ledger: &LedgerMarks) -> Option<Found> {
        let found = self.found_in(ledger);
        (found.n_found * LEAST_SHARE < found.n).then_some(found)
    }
}

/// The mark of every invoice whose date, and the day it is known since, will do.
fn marks(book: &Book, will_do: impl Fn(Day, Day) -> bool) -> Vec<u64> {
    let all = (0..book.n_invoices() as u32).map(|at| book.invoice(InvoiceIx(at)));
    all.filter(|row| will_do(row.invoice_date, row.known_day))
        .map(|row| {
            let customer = book.customer_id(row.customer);
            mark(customer, row.invoice_date, row.amount_minor)
        })
        .collect()
}

/// FNV-1a over the customer's id, the date and the amount, then stirred (the finaliser of SplitMix64), so that the
/// smallest are an even sample.
fn mark(customer: &str, date: Day, amount_minor: i64) -> u64 {
    let numbers = [i64::from(date.0).to_le_bytes(), amount_minor.to_le_bytes()];
    let bytes = numbers.iter().flatten().chain(customer.as_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_of_the_customer_the_date_and_the_amount() {
        let all = [
            mark("7", Day(20_000), 1_000),
            mark("8", Day(20_000), 1_000),
            mark("7", Day(20_001), 1_000),
            mark("7", Day(20_000), 1_001),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|other| other != one));
        }
        // Kept models must be read by later builds: the value is fixed.
        assert_eq!(all[0], mark("7", Day(20_000), 1_000));
    }

    #[test]
    fn what_a_ledger_still_has_is_counted_and_another_one_has_almost_none() {
        let known = Marks((0..100).collect());
        let has = |n: u64| LedgerMarks((0..n).chain(1_000..1_900).collect());
        let found = |n_found| Found { n: 100, n_found };
        assert_eq!(known.found_in(&has(59)), found(59));
        assert_eq!(known.of_another(&has(5)), None);
        assert_eq!(known.of_another(&has(4)), Some(found(4)));
        assert_eq!(Marks::default().of_another(&has(0)), None);
    }

    #[test]
    fn the_smallest_marks_are_an_even_sample() {
        let smallest = |n: i32| {
            let mut all: Vec<(u64, i32)> = (0..n).map(|i| (mark("7", Day(i), 5), i)).collect();
            all.sort_unstable();
            all.truncate(MOST);
            all
        };
        let early = smallest(10_000).iter().filter(|(_, i)| *i < 5_000).count();
        assert!((200..300).contains(&early), "{early}");
    }
}
