//! On which days of a month payments come, over the whole ledger: weeks with pay days bring more than others.
//!
//! ```text
//! settlements of a day = level(month) x weekday x day of the month x (last working day of a month or not)
//! ```
//!
//! fitted to the daily counts of two years by proportional fitting (Deming and Stephan 1940, doi:10.1214/aoms/1177731829),
//! each day of the month drawn towards 1.

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;
use rayon::prelude::*;

/// Days looked back.
const DAYS: i32 = 730;
/// The latest settlements, which may not all be booked, are left out.
const UNBOOKED: i32 = 7;
/// Settlements on an even day that each day of the month is taken to have shown besides its own.
const PRIOR: f64 = 50.0;
/// Settlements that tell enough.
const LEAST: u32 = 500;
const ROUNDS: usize = 10;
/// What one customer settles on one day counts as no more than this: one catch-up of thousands is no pay day of all.
const MOST_OF_ONE: u32 = 20;
/// A week weighs no less and no more than this against an average one.
const BOUNDS: (f64, f64) = (0.05, 3.0);

/// How heavily each day weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct PayCalendar {
    weekdays: [f64; 7],
    days: [f64; 32],
    last_working_day: f64,
    /// Mean weight of seven days.
    week: f64,
}

impl PayCalendar {
    /// All days alike.
    pub const EVEN: PayCalendar = PayCalendar {
        weekdays: [1.0; 7],
        days: [1.0; 32],
        last_working_day: 1.0,
        week: 7.0,
    };

    /// The calendar of the settlements known at the end of `as_of`; even where they are few.
    pub fn of(book: &Book, as_of: Day) -> PayCalendar {
        let first = as_of - DAYS;
        let customers: Vec<u32> = (0..book.n_customers() as u32).collect();
        let none = || vec![0_u32; (DAYS - UNBOOKED) as usize];
        let counts = customers
            .par_chunks(CHUNK)
            .map(|some| {
                let mut counts = none();
                for &customer in some {
                    count(book, CustomerIx(customer), as_of, first, &mut counts);
                }
                counts
            })
            .reduce(none, |a, b| a.iter().zip(b).map(|(a, b)| a + b).collect());
        PayCalendar::fit(first, &counts)
    }

    /// From counts of the days after `first`, in order.
    fn fit(first: Day, counts: &[u32]) -> PayCalendar {
        let mut found = PayCalendar::EVEN;
        if counts.iter().sum::<u32>() < LEAST {
            return found;
        }
        let mut days: Vec<Counted> = counts
            .iter()
            .zip(1..)
            .map(|(&n, i)| Counted::new(first + i, f64::from(n)))
            .collect();
        for _ in 0..ROUNDS {
            for month in days.chunk_by_mut(|a, b| a.month_end == b.month_end) {
                let level = ratio(month.iter().map(|day| (day.n, found.weight(day.day))), 0.0);
                month.iter_mut().for_each(|day| day.level = level);
            }
            let known = found.clone();
            for weekday in 0..7 {
                let own = days
                    .iter()
                    .filter(|day| day.day.weekday() as usize == weekday);
                let others = |day: &Counted| day.level * known.without_weekday(day.day);
                found.weekdays[weekday] = ratio(own.map(|day| (day.n, others(day))), 0.0);
            }
            let known = found.clone();
            for of_month in 1..32 {
                let own = days
                    .iter()
                    .filter(|day| day.day.day_of_month() as usize == of_month);
                let others =
                    |day: &Counted| day.level * known.weight(day.day) / known.days[of_month];
                found.days[of_month] = ratio(own.map(|day| (day.n, others(day))), PRIOR);
            }
            let own = days.iter().filter(|day| is_last_working_day(day.day));
            let others = |day: &Counted| day.level * found.weight(day.day) / found.last_working_day;
            found.last_working_day = ratio(own.map(|day| (day.n, others(day))), PRIOR);
        }
        let all: f64 = days.iter().map(|day| found.weight(day.day)).sum();
        found.week = 7.0 * all / days.len() as f64;
        found
    }

    fn weight(&self, day: Day) -> f64 {
        self.weekdays[day.weekday() as usize] * self.without_weekday(day)
    }

    fn without_weekday(&self, day: Day) -> f64 {
        let last = if is_last_working_day(day) {
            self.last_working_day
        } else {
            1.0
        };
        self.days[day.day_of_month() as usize] * last
    }

    /// By how much the seven days from `from` on weigh more than others: a logarithm, 0 for an average week.
    pub fn log_weight(&self, from: Day) -> f64 {
        let sum: f64 = (0..7).map(|day| self.weight(from + day)).sum();
        (sum / self.week).clamp(BOUNDS.0, BOUNDS.1).ln()
    }
}

/// Customers counted at a time.
const CHUNK: usize = 512;

fn count(book: &Book, customer: CustomerIx, as_of: Day, first: Day, counts: &mut [u32]) {
    let settled_on = |invoice: InvoiceIx| {
        let known = book
            .balances(invoice)
            .take_while(|balance| balance.since <= as_of);
        known.last().and_then(|balance| balance.settled_on)
    };
    let invoices = book.invoices_of(customer).map(InvoiceIx);
    let mut days: Vec<Day> = invoices.filter_map(settled_on).collect();
    days.sort_unstable();
    for day in days.chunk_by(|a, b| a == b) {
        let place = usize::try_from(day[0] - first - 1).ok();
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += MOST_OF_ONE.min(day.len() as u32);
        }
    }
}

struct Counted {
    day: Day,
    month_end: Day,
    n: f64,
    level: f64,
}

impl Counted {
    fn new(day: Day, n: f64) -> Counted {
        Counted {
            day,
            month_end: day.month_end(),
            n,
            level: 1.0,
        }
    }
}

/// What was counted over what was expected, drawn towards 1 by so many more.
fn ratio(pairs: impl Iterator<Item = (f64, f64)>, prior: f64) -> f64 {
    let (mut n, mut expected) = (prior, prior);
    for (counted, weight) in pairs {
        n += counted;
        expected += weight;
    }
    if expected > 0.0 { n / expected } else { 1.0 }
}

fn is_last_working_day(day: Day) -> bool {
    let left = day.month_end() - day;
    match day.weekday() {
        0..4 => left == 0,
        4 => left <= 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_weighs_within_bounds() {
        let mut calendar = PayCalendar::EVEN;
        calendar.days[10] = 100.0;
        let with_the_tenth = "2025-11-10".parse().expect("a day");
        assert_eq!(calendar.log_weight(with_the_tenth), 3.0_f64.ln());
        let without = "2025-11-17".parse().expect("a day");
        assert_eq!(calendar.log_weight(without), 0.0);
    }

    #[test]
    fn pay_days_are_found() {
        // 100 on each working day, three times as many on the 25th, for two years.
        let first = Day::from_ymd(2024, 1, 1).unwrap();
        let counts: Vec<u32> = (1..=700)
            .map(|i| first + i)
            .map(|day| match (day.weekday(), day.day_of_month()) {
                (5.., _) => 0,
                (_, 25) => 300,
                _ => 100,
            })
            .collect();
        let found = PayCalendar::fit(first, &counts);
        assert!(found.days[25] > 2.0 * found.days[12], "{found:?}");
        assert!((found.last_working_day - 1.0).abs() < 0.1, "{found:?}");
        assert_eq!(found.weekdays[6], 0.0);
        let week = |day| found.log_weight(Day::from_ymd(2026, 3, day).unwrap());
        // 700 against 500 on an average of 5 x 100 + 200 x 12 / 52 = 546.
        assert!(
            (week(23) - (700.0_f64 / 546.0).ln()).abs() < 0.06,
            "{}",
            week(23)
        );
        assert!(
            (week(9) - (500.0_f64 / 546.0).ln()).abs() < 0.06,
            "{}",
            week(9)
        );
    }

    #[test]
    fn few_settlements_tell_nothing() {
        let found = PayCalendar::fit(Day(20_000), &[7; 60]);
        assert_eq!(found, PayCalendar::EVEN);
        assert_eq!(found.log_weight(Day(20_001)), 0.0);
    }
}
