//! What of the open amounts will not be paid, by age: `provision_matrix.csv`.
//!
//! ```text
//! lost share of an age = lost amount / open amount, over all month ends at which an invoice had that age
//! provision            = open amount now x lost share
//! ```
//!
//! Lost is what was not paid or credited within 365 days of the due date. Only invoices for which that day has passed
//! tell of it, paid or not. What is open for longer already is lost by the same definition, and provided for in full.
//! A sector has shares of its own where it tells enough; segments and clusters have not, since they are made from the very
//! outcomes that the shares would be measured on. This is the provision matrix of IFRS 9, B5.5.35, without a forecast
//! of the economy.

use std::collections::BTreeMap;

use arrears_features::{Balance, Book, CustomerIx, InvoiceIx};
use arrears_ledger::{Day, csv};
use rayon::prelude::*;

use super::ageing::{Bucket, bucket};

/// Days past due after which an invoice is lost.
const LOST_AFTER: i32 = 365;
/// Observations that a sector needs of every age to have shares of its own.
const ENOUGH: u64 = 50;
/// The name of the customers whose sector has no shares of its own, and of all where no sector has.
const REST: &str = "rest";
const ALL: &str = "all";

/// One age of one group of customers. Amounts in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionRow {
    /// The sector; `rest` for the others, `all` where there are no sectors with enough history.
    pub segment: String,
    /// The age.
    pub bucket: Bucket,
    /// Invoices that were open with that age at a month's end, once for each, and whose outcome is known.
    pub n_history: u64,
    /// What was open of them then.
    pub history_minor: i64,
    /// What of that was not paid within 365 days of the due date.
    pub lost_minor: i64,
    /// The one divided by the other; `None` without history.
    pub lost_share: Option<f64>,
    /// Open invoices now.
    pub n_open: u64,
    /// Open amount now.
    pub open_minor: i64,
    /// Of which more than 365 days past due.
    pub beyond_minor: i64,
    /// What will not be paid; `None` where something is open and there is no share.
    pub provision_minor: Option<i64>,
}

/// A row per group and age, youngest first. Open amounts add up to those of all customers outside the own group.
pub fn provision_matrix(book: &Book, as_of: Day) -> Vec<ProvisionRow> {
    let known = as_of.min(book.last_known_day());
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32).map(CustomerIx).collect();
    // Whole cents: the order of addition does not matter.
    let sums = customers
        .par_chunks(CHUNK)
        .map(|some| {
            let mut sums = BySector::new();
            for &customer in some {
                add_customer(book, customer, as_of, known, &mut sums);
            }
            sums
        })
        .reduce(BySector::new, plus);
    matrix(sums)
}

/// Customers added up at a time.
const CHUNK: usize = 512;

type BySector = BTreeMap<String, Sums>;

#[derive(Clone, Copy, Default)]
struct Sums {
    n_history: [u64; 5],
    history: [i64; 5],
    lost: [i64; 5],
    n_open: [u64; 5],
    open: [i64; 5],
    beyond: [i64; 5],
}

fn add_customer(book: &Book, customer: CustomerIx, as_of: Day, known: Day, all: &mut BySector) {
    let attributes = book.attributes(customer, as_of);
    if attributes.intercompany == Some(true) {
        return;
    }
    let sector = attributes.sector.unwrap_or_default();
    let mut sums = Sums::default();
    for ix in book.invoices_of(customer).map(InvoiceIx) {
        let row = book.invoice(ix);
        if row.is_credit_note || row.known_day > as_of {
            continue;
        }
        let balances: Vec<Balance> = book.balances(ix).collect();
        sums.add_open(row.due_date, &balances, as_of);
        if row.due_date + LOST_AFTER <= known {
            sums.add_history(row.due_date, &balances);
        }
    }
    let found = all.entry(sector.to_owned()).or_default();
    found.plus(&sums);
}

fn plus(mut all: BySector, other: BySector) -> BySector {
    for (sector, sums) in other {
        all.entry(sector).or_default().plus(&sums);
    }
    all
}

/// How it stood at the end of a day; `None` before it was known.
fn at(balances: &[Balance], day: Day) -> Option<&Balance> {
    let known = balances.partition_point(|balance| balance.since <= day);
    balances[..known].last()
}

impl Sums {
    fn add_open(&mut self, due: Day, balances: &[Balance], as_of: Day) {
        let Some(balance) = at(balances, as_of).filter(|balance| balance.is_open) else {
            return;
        };
        let age = bucket(as_of - due) as usize;
        self.n_open[age] += 1;
        self.open[age] += balance.residual_minor;
        if as_of - due > LOST_AFTER {
            self.beyond[age] += balance.residual_minor;
        }
    }

    /// Every month's end at which it was open, with what was lost of it in the end.
    fn add_history(&mut self, due: Day, balances: &[Balance]) {
        let end = due + LOST_AFTER;
        let (Some(first), Some(last)) = (balances.first(), at(balances, end)) else {
            return;
        };
        // What a write-off takes away was not paid; a rest within the tolerance counts as paid.
        let left = match last.is_open || last.written_off_minor > 0 {
            true => (last.residual_minor + last.written_off_minor).max(0),
            false => 0,
        };
        let mut day = first.since.month_end();
        while day < end {
            let balance = at(balances, day).filter(|balance| balance.is_open);
            if let Some(balance) = balance {
                let age = bucket(day - due) as usize;
                self.n_history[age] += 1;
                self.history[age] += balance.residual_minor;
                self.lost[age] += left.min(balance.residual_minor);
            } else if day >= last.since {
                break;
            }
            day = (day + 1).month_end();
        }
    }

    fn plus(&mut self, other: &Sums) {
        for age in 0..5 {
            self.n_history[age] += other.n_history[age];
            self.history[age] += other.history[age];
            self.lost[age] += other.lost[age];
            self.n_open[age] += other.n_open[age];
            self.open[age] += other.open[age];
            self.beyond[age] += other.beyond[age];
        }
    }

    fn is_enough(&self) -> bool {
        self.n_history.iter().all(|&n| n >= ENOUGH)
    }

    /// These open amounts, with the shares of `history`.
    fn rows(&self, segment: &str, history: &Sums) -> impl Iterator<Item = ProvisionRow> {
        Bucket::ALL.into_iter().map(|bucket| {
            let age = bucket as usize;
            let (whole, lost) = (history.history[age], history.lost[age]);
            let lost_share = (whole > 0).then(|| lost as f64 / whole as f64);
            let (open, beyond) = (self.open[age], self.beyond[age]);
            let young = open - beyond;
            let of_young = match lost_share {
                _ if young == 0 => Some(0),
                share => share.map(|share| (young as f64 * share).round() as i64),
            };
            ProvisionRow {
                segment: segment.to_owned(),
                bucket,
                n_history: history.n_history[age],
                history_minor: whole,
                lost_minor: lost,
                lost_share,
                n_open: self.n_open[age],
                open_minor: open,
                beyond_minor: beyond,
                provision_minor: of_young.map(|young| young + beyond),
            }
        })
    }
}

fn matrix(sectors: BySector) -> Vec<ProvisionRow> {
    let (mut all, mut rest) = (Sums::default(), Sums::default());
    let mut rows = Vec::new();
    for (sector, sums) in &sectors {
        all.plus(sums);
        if !sector.is_empty() && sums.is_enough() {
            rows.extend(sums.rows(sector, sums));
        } else {
            rest.plus(sums);
        }
    }
    let name = if rows.is_empty() { ALL } else { REST };
    rows.extend(rest.rows(name, &all));
    rows
}

/// The first line of `provision_matrix.csv`.
const HEADER: &str = "segment,bucket,n_history,history_amount,lost_amount,lost_share,n_open,open_amount,beyond_365_amount,\
     provision_amount";

/// RFC 4180 UTF-8, in the order given.
pub fn provision_csv(rows: &[ProvisionRow]) -> Vec<u8> {
    let cells = |row: &ProvisionRow| {
        vec![
            row.segment.clone(),
            row.bucket.code().to_owned(),
            row.n_history.to_string(),
            in_currency(row.history_minor),
            in_currency(row.lost_minor),
            row.lost_share
                .map_or(String::new(), |share| format!("{share:.6}")),
            row.n_open.to_string(),
            in_currency(row.open_minor),
            in_currency(row.beyond_minor),
            row.provision_minor.map_or(String::new(), in_currency),
        ]
    };
    csv(HEADER, rows.iter().map(cells))
}

fn in_currency(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        minor.unsigned_abs() / 100,
        minor.unsigned_abs() % 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-01-31.
    const DUE: Day = Day(19_753);

    fn balance(day: Day, is_open: bool, residual_minor: i64, written_off_minor: i64) -> Balance {
        Balance {
            since: day,
            is_open,
            residual_minor,
            credited_minor: 0,
            written_off_minor,
            settled_on: None,
        }
    }

    /// 1,000.00 of 2 January, due on the 31st.
    fn issued() -> Balance {
        balance(DUE - 29, true, 100_000, 0)
    }

    #[test]
    fn an_invoice_is_seen_at_every_month_end_with_what_became_of_it() {
        let mut sums = Sums::default();
        // Half paid on 10 March, the rest 20 days after a year: 500.00 lost at every month's end from January on.
        let half = balance(DUE + 39, true, 50_000, 0);
        let paid = balance(DUE + 385, false, 0, 0);
        sums.add_history(DUE, &[issued(), half, paid]);
        // 31 January; 29 February; 31 March (60 days); 30 April (90 days); nine more until 31 December, 335 days.
        assert_eq!(sums.n_history, [1, 1, 1, 1, 8]);
        assert_eq!(sums.history, [100_000, 100_000, 50_000, 50_000, 400_000]);
        assert_eq!(sums.lost, [50_000, 50_000, 50_000, 50_000, 400_000]);
    }

    #[test]
    fn what_is_written_off_is_lost_and_what_is_settled_is_not() {
        let mut sums = Sums::default();
        sums.add_history(DUE, &[issued(), balance(DUE + 40, false, 0, 100_000)]);
        // Fifty cents short is paid by the tolerance.
        sums.add_history(DUE, &[issued(), balance(DUE + 10, false, 50, 0)]);
        assert_eq!(sums.n_history, [2, 1, 0, 0, 0]);
        assert_eq!(sums.lost, [100_000, 100_000, 0, 0, 0]);
    }

    #[test]
    fn shares_are_applied_and_amounts_add_up() {
        let known = Sums {
            n_history: [60; 5],
            history: [1_000; 5],
            lost: [10, 50, 100, 300, 500],
            n_open: [1; 5],
            open: [101, 102, 103, 104, 1_000],
            beyond: [0, 0, 0, 0, 400],
        };
        let few = Sums {
            open: [7, 0, 0, 0, 0],
            n_open: [1, 0, 0, 0, 0],
            ..Sums::default()
        };
        let sectors = [("retail".to_owned(), known), (String::new(), few)];
        let rows = matrix(sectors.into_iter().collect());
        let names: Vec<&str> = rows.iter().map(|row| row.segment.as_str()).collect();
        assert_eq!((names[0], names[5], rows.len()), ("retail", "rest", 10));
        assert_eq!(rows.iter().map(|row| row.open_minor).sum::<i64>(), 1_417);
        let provisions: Vec<Option<i64>> = rows.iter().map(|row| row.provision_minor).collect();
        // Half of 600, and all of the 400 that is open for more than a year.
        assert_eq!(provisions[..5], [1, 5, 10, 31, 700].map(Some));
        // The rest is provided for with the shares of all.
        assert_eq!((rows[5].lost_share, provisions[5]), (Some(0.01), Some(0)));
        let text = String::from_utf8(provision_csv(&rows)).unwrap();
        let line = "retail,90+,60,10.00,5.00,0.500000,1,10.00,4.00,7.00\r\n";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn without_history_there_is_no_share_and_no_provision() {
        let open = Sums {
            open: [7, 0, 0, 0, 500],
            beyond: [0, 0, 0, 0, 500],
            ..Sums::default()
        };
        let rows = matrix([(String::new(), open)].into_iter().collect());
        let provisions: Vec<Option<i64>> = rows.iter().map(|row| row.provision_minor).collect();
        assert_eq!(provisions, [None, Some(0), Some(0), Some(0), Some(500)]);
        assert_eq!(
            (rows[0].segment.as_str(), rows[0].lost_share),
            ("all", None)
        );
    }
}
