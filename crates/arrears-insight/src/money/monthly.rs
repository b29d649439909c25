//! The key figures month by month, each as known at that month's end: `kpis.parquet`.
//!
//! One pass over how every invoice's balance went. At each day asked for, what is left of the ledger is in exactly one
//! place: open invoices by age, what is left on invoices no longer open, credit notes not used up, cash on no
//! invoice, and the own group. So the places add up to the ledger's balance, to the cent.

use std::collections::BTreeSet;

use arrears_features::{Balance, Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;
use rayon::prelude::*;

use super::ageing::{AgeBucket, Bucket, bucket};
use super::ratios::{Amounts, Ratios};
use crate::facts::KPI_WINDOW_DAYS;

/// Months at most: a date of a hundred years ago, mistyped, makes no thousand rows.
const MOST_MONTHS: i32 = 120;

/// The key figures at the end of one day, as known then. Amounts in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiMonth {
    /// The last day of a month, or the as-of day.
    pub day: Day,
    /// Open invoices of customers outside the own group, by age.
    pub ageing: [AgeBucket; 5],
    /// Open 90 days before, sold since, and booked since.
    pub amounts: Amounts,
    /// DSO and its kin.
    pub ratios: Ratios,
    /// Left on invoices that are settled or written off: within the tolerance, or overpaid and then negative.
    pub residual_minor: i64,
    /// Credit notes not used up; negative.
    pub credit_notes_minor: i64,
    /// Cash on no invoice; positive is the customers'.
    pub unallocated_minor: i64,
    /// All that the own group owes, its credit notes and cash taken off.
    pub own_group_minor: i64,
}

impl KpiMonth {
    /// Open invoices.
    pub fn n_open(&self) -> u64 {
        self.ageing.iter().map(|age| age.n).sum()
    }

    /// Of which past due.
    pub fn n_overdue(&self) -> u64 {
        self.n_open() - self.ageing[Bucket::Current as usize].n
    }

    /// The ledger's balance: every place added up.
    pub fn balance_minor(&self) -> i64 {
        self.amounts.open + self.residual_minor + self.credit_notes_minor - self.unallocated_minor
            + self.own_group_minor
    }
}

/// The key figures at every month's end from the first invoice on, and at `as_of`.
pub fn kpis_by_month(book: &Book, as_of: Day) -> Vec<KpiMonth> {
    let invoices = || (0..book.n_invoices() as u32).map(InvoiceIx);
    let first = invoices().map(|ix| book.invoice(ix).known_day).min();
    let days = Days::until(as_of, first.unwrap_or(as_of));
    let customers: Vec<CustomerIx> = (0..book.n_customers() as u32).map(CustomerIx).collect();
    // Whole cents: the order of addition does not matter.
    let sums = customers
        .par_chunks(CHUNK)
        .map(|some| {
            let mut sums = Sums::new(&days);
            for &customer in some {
                add_customer(book, customer, as_of, &days, &mut sums);
            }
            sums
        })
        .reduce(|| Sums::new(&days), Sums::plus);
    days.rows
        .iter()
        .map(|&row| sums.month(&days, row))
        .collect()
}

/// Customers added up at a time.
const CHUNK: usize = 512;

fn add_customer(book: &Book, customer: CustomerIx, as_of: Day, days: &Days, sums: &mut Sums) {
    let own_group = book.attributes(customer, as_of).intercompany == Some(true);
    for (known, cents) in book.cash_on_account(customer) {
        sums.add_cash(days, known, cents, own_group);
    }
    for ix in book.invoices_of(customer).map(InvoiceIx) {
        let row = book.invoice(ix);
        let history = History {
            invoice_date: row.invoice_date,
            due_date: row.due_date,
            known_day: row.known_day,
            amount_minor: row.amount_minor,
            is_credit_note: row.is_credit_note,
            own_group,
            balances: book.balances(ix).collect(),
        };
        sums.add(days, &history);
    }
}

/// How one invoice or credit note went.
struct History {
    invoice_date: Day,
    due_date: Day,
    known_day: Day,
    amount_minor: i64,
    is_credit_note: bool,
    own_group: bool,
    balances: Vec<Balance>,
}

/// The days at which the ledger is looked at: those of the rows, and their openings.
struct Days {
    all: Vec<Day>,
    /// Of each row: where it and its opening stand in `all`.
    rows: Vec<(usize, usize)>,
}

impl Days {
    fn until(as_of: Day, first: Day) -> Days {
        let mut rows = vec![as_of];
        let mut end = as_of - as_of.day_of_month() as i32;
        while end >= first && (rows.len() as i32) < MOST_MONTHS {
            rows.push(end);
            end = end - end.day_of_month() as i32;
        }
        rows.reverse();
        let openings = rows.iter().map(|&day| day - KPI_WINDOW_DAYS);
        let all: BTreeSet<Day> = rows.iter().copied().chain(openings).collect();
        let all: Vec<Day> = all.into_iter().collect();
        let place = |day: Day| all.partition_point(|&other| other < day);
        let rows = rows
            .iter()
            .map(|&day| (place(day), place(day - KPI_WINDOW_DAYS)))
            .collect();
        Days { all, rows }
    }
}

/// What stands where, at each day looked at.
#[derive(Clone, Default)]
struct Place {
    n: [u64; 5],
    open: [i64; 5],
    residual: i64,
    credit_notes: i64,
    unallocated: i64,
    own_group: i64,
    sales: i64,
    booked: i64,
}

#[derive(Clone)]
struct Sums(Vec<Place>);

impl Sums {
    fn new(days: &Days) -> Sums {
        Sums(vec![Place::default(); days.all.len()])
    }

    fn add_cash(&mut self, days: &Days, known: Day, cents: i64, own_group: bool) {
        let from = days.all.partition_point(|&day| day < known);
        for place in &mut self.0[from..] {
            match own_group {
                true => place.own_group -= cents,
                false => place.unallocated += cents,
            }
        }
    }

    fn add(&mut self, days: &Days, history: &History) {
        let from = days.all.partition_point(|&day| day < history.known_day);
        // From the last change on, an invoice that is done and out of the window tells nothing more.
        let last = history.balances.last();
        let done = last.filter(|last| !last.is_open && last.residual_minor == 0);
        let window = history.known_day.max(history.invoice_date) + KPI_WINDOW_DAYS;
        let end = done.map(|last| last.since.max(window));
        let mut at = 0;
        for (place, &day) in self.0[from..].iter_mut().zip(&days.all[from..]) {
            while history
                .balances
                .get(at + 1)
                .is_some_and(|next| next.since <= day)
            {
                at += 1;
            }
            if end.is_some_and(|end| day > end) {
                break;
            }
            place.add(history, &history.balances[at], day);
        }
    }

    fn plus(mut self, other: Sums) -> Sums {
        for (place, more) in self.0.iter_mut().zip(other.0) {
            place.plus(more);
        }
        self
    }

    fn month(&self, days: &Days, (row, opening): (usize, usize)) -> KpiMonth {
        let place = &self.0[row];
        let ageing = Bucket::ALL.map(|bucket| AgeBucket {
            bucket,
            n: place.n[bucket as usize],
            open_minor: place.open[bucket as usize],
        });
        let amounts = Amounts {
            open: place.open.iter().sum(),
            current: place.open[Bucket::Current as usize],
            opening: self.0[opening].open.iter().sum(),
            sales: place.sales,
            booked: place.booked,
        };
        KpiMonth {
            day: days.all[row],
            ageing,
            ratios: amounts.ratios(),
            amounts,
            residual_minor: place.residual,
            credit_notes_minor: place.credit_notes,
            unallocated_minor: place.unallocated,
            own_group_minor: place.own_group,
        }
    }
}

impl Place {
    fn add(&mut self, history: &History, balance: &Balance, day: Day) {
        if history.own_group {
            self.own_group += balance.residual_minor;
            return;
        }
        if history.is_credit_note {
            self.credit_notes += balance.residual_minor;
            return;
        }
        if balance.is_open {
            let age = bucket(day - history.due_date) as usize;
            self.n[age] += 1;
            self.open[age] += balance.residual_minor;
        } else {
            self.residual += balance.residual_minor;
        }
        let start = day - KPI_WINDOW_DAYS;
        let sold = history.amount_minor - balance.credited_minor;
        if history.invoice_date > start {
            self.sales += sold;
        }
        if history.known_day > start {
            self.booked += sold;
        }
    }

    fn plus(&mut self, other: Place) {
        for age in 0..5 {
            self.n[age] += other.n[age];
            self.open[age] += other.open[age];
        }
        self.residual += other.residual;
        self.credit_notes += other.credit_notes;
        self.unallocated += other.unallocated;
        self.own_group += other.own_group;
        self.sales += other.sales;
        self.booked += other.booked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-12-31.
    const AS_OF: Day = Day(20_453);

    fn balance(ago: i32, is_open: bool, residual_minor: i64, credited_minor: i64) -> Balance {
        Balance {
            since: AS_OF - ago,
            is_open,
            residual_minor,
            credited_minor,
            written_off_minor: 0,
            settled_on: None,
        }
    }

    /// An invoice of 1,000.00 at 30 days that many days ago.
    fn invoice(ago: i32, more: &[Balance]) -> History {
        let mut balances = vec![balance(ago, true, 100_000, 0)];
        balances.extend(more);
        History {
            invoice_date: AS_OF - ago,
            due_date: AS_OF - ago + 30,
            known_day: AS_OF - ago,
            amount_minor: 100_000,
            is_credit_note: false,
            own_group: false,
            balances,
        }
    }

    fn months(histories: &[History], first: Day) -> Vec<KpiMonth> {
        let days = Days::until(AS_OF, first);
        let mut sums = Sums::new(&days);
        histories.iter().for_each(|one| sums.add(&days, one));
        days.rows
            .iter()
            .map(|&row| sums.month(&days, row))
            .collect()
    }

    #[test]
    fn months_worked_by_hand() {
        let histories = [
            // 2 November: overdue since 2 December, open still.
            invoice(59, &[]),
            // 1 December: not due yet, half paid on 21 December.
            invoice(30, &[balance(10, true, 50_000, 0)]),
            // 12 October: paid on 26 November, 50 cents short.
            invoice(80, &[balance(35, false, 50, 0)]),
            // 2 September: open 90 days before the end, a fifth credited, the rest paid on 1 December.
            invoice(
                120,
                &[
                    balance(40, true, 80_000, 20_000),
                    balance(30, false, 0, 20_000),
                ],
            ),
        ];
        let found = months(&histories, AS_OF - 120);
        let ends: Vec<String> = found.iter().map(|month| month.day.to_string()).collect();
        let expected = ["2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31"];
        assert_eq!(ends, expected);
        let open: Vec<i64> = found.iter().map(|month| month.amounts.open).collect();
        assert_eq!(open, [100_000, 200_000, 180_000, 150_000]);
        let last = &found[3];
        assert_eq!(
            last.ageing.map(|age| age.open_minor),
            [50_000, 100_000, 0, 0, 0]
        );
        assert_eq!((last.n_open(), last.n_overdue()), (2, 1));
        // Opening on 2 October, sold since: three invoices.
        assert_eq!(
            (last.amounts.opening, last.amounts.sales),
            (100_000, 300_000)
        );
        // 150 / 300 x 90; not past due 50 / 300 x 90.
        assert_eq!(last.ratios.dso_days, Some(45.0));
        assert_eq!(last.ratios.best_possible_dso_days, Some(15.0));
        assert_eq!(last.ratios.add_days, Some(30.0));
        // (100 + 300 - 150) / (100 + 300 - 50)
        let cei = last.ratios.cei_percent.unwrap();
        assert!((cei - 100.0 * 250.0 / 350.0).abs() < 1e-9);
        // In November the credit has lowered what was sold in September.
        assert_eq!(found[2].amounts.sales, 100_000 + 100_000 + 80_000);
        assert_eq!((last.residual_minor, last.balance_minor()), (50, 150_050));
    }

    #[test]
    fn every_place_is_in_the_balance_once() {
        let note = History {
            amount_minor: -20_000,
            is_credit_note: true,
            balances: vec![balance(20, false, -20_000, 0)],
            ..invoice(20, &[])
        };
        let own = History {
            own_group: true,
            ..invoice(20, &[])
        };
        let days = Days::until(AS_OF, AS_OF);
        let mut sums = Sums::new(&days);
        for one in [&note, &own, &invoice(20, &[])] {
            sums.add(&days, one);
        }
        sums.add_cash(&days, AS_OF - 3, 7_000, false);
        let found = sums.month(&days, days.rows[0]);
        assert_eq!(found.amounts.open, 100_000);
        assert_eq!(
            (found.credit_notes_minor, found.unallocated_minor),
            (-20_000, 7_000)
        );
        assert_eq!(
            (found.own_group_minor, found.balance_minor()),
            (100_000, 173_000)
        );
    }

    #[test]
    fn months_end_where_the_calendar_says_and_at_the_as_of_day() {
        let days = Days::until(
            Day::from_ymd(2024, 3, 15).unwrap(),
            Day::from_ymd(2024, 1, 31).unwrap(),
        );
        let rows: Vec<String> = days
            .rows
            .iter()
            .map(|&(row, _)| days.all[row].to_string())
            .collect();
        assert_eq!(rows, ["2024-01-31", "2024-02-29", "2024-03-15"]);
        let none = Days::until(AS_OF, Day(0));
        assert_eq!(none.rows.len() as i32, MOST_MONTHS);
    }
}
