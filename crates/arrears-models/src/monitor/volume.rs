//! How much came in: invoices and payments by month, beside a usual month. A half-empty month is the commonest broken import.

use arrears_features::{Book, InvoiceIx, labels};
use arrears_ledger::Day;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::retrain::{Window, first_of_month};

/// Months that a usual one is told from, and how few will do.
const PAST: usize = 12;
const LEAST_PAST: usize = 3;
/// The standard normal's 99th percentile: what a month may fall short by chance.
const NORMAL_99: f64 = 2.326_347_874_040_840_8;
/// Median absolute deviation of a normal to its standard deviation.
const MAD: f64 = 1.482_602_218_505_602;
/// A ledger whose first day is this early in a month has all of it.
const EARLY: u32 = 7;
/// The running month is looked at from this day on: fewer days say little of it.
const ENOUGH: u32 = 10;

/// One month: a whole one, or the running one so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthVolume {
    /// Its first day.
    pub month: Day,
    /// Its last day looked at, of those before it too: that of the month, or the as-of date in the running one.
    pub until: Day,
    /// Invoices dated in it.
    pub n_invoices: usize,
    /// Their amount, in cents.
    pub amount_minor: i64,
    /// Payments booked in it.
    pub n_payments: usize,
    /// Its invoices beside a usual month's; none where there are not three to compare with.
    pub invoices: Option<Usual>,
    /// Its payments likewise.
    pub payments: Option<Usual>,
}

/// A month's number beside those before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// Months before, twelve at most.
    pub n_months: usize,
    /// Their median.
    pub median: f64,
    /// The month over the median.
    pub ratio: f64,
    /// The month over the same one a year before.
    pub ratio_last_year: Option<f64>,
    /// The ratio that chance alone goes below in one of a hundred such months.
    pub chance: f64,
}

impl Usual {
    /// How far the month falls short, or exceeds: the nearer to 1 of both ratios; below 1 for either way.
    pub(super) fn off(&self) -> f64 {
        let off = |ratio: f64| if ratio > 1.0 { 1.0 / ratio } else { ratio };
        let same_way = |other: &f64| (*other > 1.0) == (self.ratio > 1.0);
        match self.ratio_last_year {
            None => off(self.ratio),
            Some(last) if same_way(&last) => off(self.ratio).max(off(last)),
            Some(_) => 1.0,
        }
    }
}

/// Invoices and payments of a ledger, by day.
#[derive(Default)]
pub(super) struct Flow {
    invoices: Vec<Issued>,
    /// The days on which payments were booked.
    payments: Vec<Day>,
}

struct Issued {
    date: Day,
    known: Day,
    amount_minor: i64,
}

impl Flow {
    pub(super) fn of(book: &Book) -> Self {
        let all = || {
            let numbers = (0..book.n_invoices() as u32).into_par_iter();
            numbers
                .map(InvoiceIx)
                .filter(|&ix| !book.invoice(ix).is_credit_note)
        };
        let issued = |ix| {
            let row = book.invoice(ix);
            Issued {
                date: row.invoice_date,
                known: row.known_day,
                amount_minor: row.amount_minor,
            }
        };
        Self {
            invoices: all().map(issued).collect(),
            payments: all().flat_map_iter(|ix| paid_on(book, ix)).collect(),
        }
    }

    /// Invoices dated in a window, as known at the end of a day.
    pub(super) fn n_invoices(&self, window: Window, known: Day) -> usize {
        self.issued(window, known).count()
    }

    /// Payments booked in a window.
    pub(super) fn n_payments(&self, window: Window) -> usize {
        let within = |day: &&Day| (window.from..=window.until).contains(*day);
        self.payments.iter().filter(within).count()
    }

    fn issued(&self, window: Window, known: Day) -> impl Iterator<Item = &Issued> {
        let dated = move |row: &&Issued| {
            (window.from..=window.until).contains(&row.date) && row.known <= known
        };
        self.invoices.iter().filter(dated)
    }
}

/// The days on which anything was paid on an invoice.
fn paid_on(book: &Book, invoice: InvoiceIx) -> Vec<Day> {
    let mut before = 0;
    let amount = book.invoice(invoice).amount_minor;
    book.balances(invoice)
        .filter_map(|balance| {
            let left = balance.residual_minor + balance.credited_minor + balance.written_off_minor;
            let paid = amount - left;
            let more = paid > before;
            before = paid;
            more.then_some(balance.since)
        })
        .collect()
}

/// Of the invoices that fell due in a window the share settled by its end; none where none fell due.
pub(super) fn settled_share(book: &Book, window: Window) -> Option<f64> {
    let numbers = (0..book.n_invoices() as u32).map(InvoiceIx);
    let due: Vec<InvoiceIx> = numbers
        .filter(|&ix| (window.from..=window.until).contains(&book.invoice(ix).due_date))
        .collect();
    let outcome = labels(book, &due, window.until);
    let counted = || (0..due.len()).filter(|&i| !outcome.excluded[i]);
    let n_settled = counted().filter(|&i| outcome.settled[i]).count();
    (counted().count() > 0).then(|| n_settled as f64 / counted().count() as f64)
}

/// The whole months of a window, and the running one once it has days enough; each as known as long after its last day as those
/// before it are.
pub(super) fn months(flow: &Flow, window: Window, as_of: Day, known: Day) -> Vec<MonthVolume> {
    let mut months = Vec::new();
    let mut first = first_of_month(window.until);
    while first.month_end() >= window.from {
        let until = first.month_end().min(window.until);
        if until == first.month_end() || until.day_of_month() >= ENOUGH {
            months.push(month(flow, first, until, as_of, known));
        }
        first = first_of_month(first - 1);
    }
    months.reverse();
    months
}

fn month(flow: &Flow, first: Day, until: Day, as_of: Day, known: Day) -> MonthVolume {
    // Of a whole month all days of the others, however long they are.
    let n_days = match until == first.month_end() {
        true => i32::MAX,
        false => until - first,
    };
    let days = |first: Day| Window {
        from: first,
        until: first + (first.month_end() - first).min(n_days),
    };
    let by = |first: Day| (days(first).until + (as_of - until)).min(known);
    let n_invoices = |first: Day| flow.n_invoices(days(first), by(first));
    let n_payments = |first: Day| flow.n_payments(days(first));
    let since = |days: Option<Day>| days.map(whole_from);
    let first_issued = since(flow.invoices.iter().map(|row| row.date).min());
    let first_paid = since(flow.payments.iter().copied().min());
    MonthVolume {
        month: first,
        until,
        n_invoices: n_invoices(first),
        amount_minor: flow
            .issued(days(first), by(first))
            .map(|row| row.amount_minor)
            .sum(),
        n_payments: n_payments(first),
        invoices: usual(first, first_issued, n_invoices),
        payments: usual(first, first_paid, n_payments),
    }
}

/// The first month that a ledger with this first day has all of.
fn whole_from(day: Day) -> Day {
    match day.day_of_month() <= EARLY {
        true => first_of_month(day),
        false => day.month_end() + 1,
    }
}

fn usual(month: Day, since: Option<Day>, count: impl Fn(Day) -> usize) -> Option<Usual> {
    let since = since?;
    let mut past = Vec::new();
    let mut first = first_of_month(month - 1);
    while first >= since && past.len() < PAST {
        past.push(count(first) as f64);
        first = first_of_month(first - 1);
    }
    if past.len() < LEAST_PAST {
        return None;
    }
    let last_year = past.get(PAST - 1).copied().filter(|n| *n > 0.0);
    let median = median(&mut past.clone());
    if median <= 0.0 {
        return None;
    }
    let now = count(month) as f64;
    let mut off: Vec<f64> = past
        .iter()
        .map(|n| (n.max(0.5) / median).ln().abs())
        .collect();
    // Numbers this small are a matter of luck by themselves (Poisson).
    let spread = (MAD * self::median(&mut off)).max((1.0 / median).sqrt());
    Some(Usual {
        n_months: past.len(),
        median,
        ratio: now / median,
        ratio_last_year: last_year.map(|last| now / last),
        chance: (-NORMAL_99 * spread).exp(),
    })
}

/// The upper median; 0 of none.
fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn told(past: usize, now: usize, n_past: i32) -> Option<Usual> {
        let month = day("2025-12-01");
        let since = (0..n_past).fold(month, |first, _| first_of_month(first - 1));
        usual(
            month,
            Some(since),
            |first| if first == month { now } else { past },
        )
    }

    #[test]
    fn half_a_month_is_off_and_two_months_are_too_few_to_tell() {
        let half = told(100, 50, 12).expect("twelve months");
        assert_eq!(
            (half.ratio, half.ratio_last_year, half.off()),
            (0.5, Some(0.5), 0.5)
        );
        // e^(-2.326 / 10).
        assert!((half.chance - 0.7924).abs() < 1e-4, "{half:?}");
        assert_eq!(told(100, 50, 2), None);
        assert_eq!(
            told(100, 50, 3).and_then(|usual| usual.ratio_last_year),
            None
        );
        // Two of four, by chance.
        assert!(told(4, 2, 12).expect("months").chance < 0.5);
    }

    #[test]
    fn a_month_that_is_always_low_is_not_off() {
        let august = Usual {
            n_months: 12,
            median: 100.0,
            ratio: 0.4,
            ratio_last_year: Some(1.1),
            chance: 0.8,
        };
        assert_eq!(august.off(), 1.0);
        let still_low = Usual {
            ratio_last_year: Some(0.9),
            ..august
        };
        assert_eq!(still_low.off(), 0.9);
    }

    #[test]
    fn a_ledger_that_begins_in_mid_month_has_its_next() {
        assert_eq!(whole_from(day("2025-03-05")), day("2025-03-01"));
        assert_eq!(whole_from(day("2025-03-09")), day("2025-04-01"));
    }

    #[test]
    fn a_running_month_is_held_against_the_same_days_of_those_before() {
        // Two invoices a day from January on, until the export stops.
        let flow = |stops: Day| Flow {
            invoices: (0..=stops - day("2025-01-01"))
                .flat_map(|i| [day("2025-01-01") + i; 2])
                .map(|date| Issued {
                    date,
                    known: date,
                    amount_minor: 100,
                })
                .collect(),
            payments: Vec::new(),
        };
        let running = |stops: &str, as_of: &str| {
            let (stops, as_of) = (day(stops), day(as_of));
            let window = Window {
                from: day("2025-12-01"),
                until: as_of,
            };
            months(&flow(stops), window, as_of, as_of.min(stops)).pop()
        };
        let stopped = running("2025-12-03", "2025-12-30").expect("the running month");
        assert_eq!((stopped.until, stopped.n_invoices), (day("2025-12-30"), 6));
        let usual = stopped.invoices.expect("eleven months");
        // Sixty in thirty days of each month, fifty-six in February.
        assert_eq!((usual.n_months, usual.median), (11, 60.0));
        assert_eq!(usual.ratio, 0.1);
        let whole = running("2025-12-30", "2025-12-30").and_then(|month| month.invoices);
        assert_eq!(whole.map(|usual| usual.ratio), Some(1.0));
        // Too early to tell: nine days, and ten.
        assert_eq!(running("2025-12-03", "2025-12-09"), None);
        let early = running("2025-12-03", "2025-12-10").and_then(|month| month.invoices);
        assert_eq!(early.map(|usual| usual.ratio), Some(0.3));
    }

    #[test]
    fn months_are_whole_or_the_running_one_and_in_the_window() {
        let flow = Flow::default();
        let window = Window {
            from: day("2025-10-11"),
            until: day("2025-12-15"),
        };
        let found = months(&flow, window, window.until, window.until);
        let days: Vec<(Day, Day)> = found.iter().map(|row| (row.month, row.until)).collect();
        let expected = [
            ("2025-10-01", "2025-10-31"),
            ("2025-11-01", "2025-11-30"),
            ("2025-12-01", "2025-12-15"),
        ];
        assert_eq!(
            days,
            expected.map(|(first, until)| (day(first), day(until)))
        );
        assert!(found.iter().all(|month| month.invoices.is_none()));
    }
}
