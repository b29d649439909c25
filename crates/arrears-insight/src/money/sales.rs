//! Cash from invoices that are yet to be issued, from each customer's own last twelve months.
//!
//! ```text
//! expected on day d = rate x mean amount x F(d - 1)
//! ```
//!
//! `rate` is invoices per day, and `F(k)` the share of the customer's invoices that is settled within `k` days of the
//! invoice date (Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452), drawn towards all customers' as if five of
//! theirs had been seen. The spread comes from simulated futures: invoices as a Poisson process, amounts drawn from the
//! customer's own, days from `F` with the [shocks](super::shocks) that payments share.

use arrears_ledger::Day;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};
use rayon::prelude::*;

use super::shocks::{Loadings, generator, n_futures};
use super::simulate::Band;
use crate::facts::{InvoiceFacts, Portfolio};
use crate::statistics::normal_quantile;

/// Days looked back.
const YEAR: i32 = 365;
/// A customer of fewer invoices in the year, or known for less than a quarter, tells too little to be carried forward.
const LEAST_INVOICES: usize = 6;
const LEAST_DAYS: i32 = 90;
/// One from whom so long a silence was this improbable has stopped.
const SILENT: f64 = 0.05;
/// How far a quarter's sales lie from those of the year before, as a share: the standard deviation of its logarithm.
const VOLUME: f64 = 0.10;
/// Invoices of all customers that each is taken to have shown besides its own.
const PRIOR: f64 = 5.0;

/// What future sales bring in by week.
#[derive(Clone, Debug, PartialEq)]
pub struct FutureSales {
    /// Customers carried forward by their own rate.
    pub n_customers: usize,
    /// Expected by week, in cents.
    pub expected_minor: Vec<i64>,
    /// P10 and P90.
    pub band: Band,
}

/// Cash by week from what customers outside the own group will buy, if they go on as in the last twelve months. Those who
/// tell too little for a rate of their own are carried forward together.
pub fn future_sales(
    portfolio: &Portfolio,
    n_weeks: usize,
    loadings: Loadings,
    seed: u64,
) -> FutureSales {
    let n_days = 7 * n_weeks;
    let sellers = sellers(portfolio, n_days);
    let n_sold: f64 = sellers.iter().map(|one| one.rate * n_days as f64).sum();
    let futures: Vec<Vec<i64>> = (0..n_futures(n_sold as usize) as u64)
        .into_par_iter()
        .map(|future| one_future(&sellers, n_weeks, loadings, seed, future))
        .collect();
    FutureSales {
        n_customers: sellers.iter().filter(|seller| seller.is_one).count(),
        expected_minor: expected(&sellers, n_weeks),
        band: Band::of(&futures, n_weeks),
    }
}

/// A customer who goes on buying, or those together who tell too little.
struct Seller {
    /// One customer, whose invoices share its shock.
    is_one: bool,
    /// Invoices per day.
    rate: f64,
    /// Amounts of the last year's invoices, in cents.
    amounts: Vec<i64>,
    /// Share settled within 0, 1, 2, ... days of the invoice date.
    settled: Vec<f64>,
    /// The shock up to which that is so.
    until: Vec<f64>,
}

fn sellers(portfolio: &Portfolio, n_days: usize) -> Vec<Seller> {
    let recent: Vec<Recent> = portfolio
        .external()
        .map(|(_, invoices)| Recent::of(invoices, portfolio.as_of))
        .collect();
    let known = portfolio.known;
    let mut all = Waits::new(n_days);
    for one in &recent {
        one.invoices
            .iter()
            .for_each(|invoice| all.add(invoice, known));
    }
    let all = all.hazards(None);
    let mut sellers: Vec<Seller> = recent
        .par_iter()
        .filter_map(|recent| recent.seller(&all, known))
        .collect();
    let together = recent.iter().filter(|recent| recent.rate().is_none());
    let invoices: Vec<&InvoiceFacts> = together.flat_map(|one| one.invoices.clone()).collect();
    if !invoices.is_empty() {
        let rate = invoices.len() as f64 / f64::from(YEAR);
        let one = Seller::new(rate, &invoices, &all, known);
        sellers.push(Seller {
            is_one: false,
            ..one
        });
    }
    sellers
}

impl Seller {
    fn new(rate: f64, invoices: &[&InvoiceFacts], all: &[f64], known: Day) -> Seller {
        let mut waits = Waits::new(all.len());
        invoices
            .iter()
            .for_each(|invoice| waits.add(invoice, known));
        let settled = shares(&waits.hazards(Some(all)));
        let sold = invoices.iter().map(|invoice| invoice.sold_minor.max(0));
        Seller {
            is_one: true,
            rate,
            amounts: sold.collect(),
            until: settled
                .iter()
                .map(|&share| normal_quantile(share))
                .collect(),
            settled,
        }
    }
}

/// A customer's invoices of the last year.
struct Recent<'a> {
    as_of: Day,
    invoices: Vec<&'a InvoiceFacts>,
    /// The day of its first invoice ever.
    first: Day,
}

impl<'a> Recent<'a> {
    fn of(invoices: &'a [InvoiceFacts], as_of: Day) -> Recent<'a> {
        let real = || invoices.iter().filter(|invoice| !invoice.is_credit_note);
        let first = real().map(|invoice| invoice.invoice_date).min();
        Recent {
            as_of,
            first: first.unwrap_or(as_of),
            invoices: real()
                .filter(|i| i.invoice_date > as_of - YEAR && i.invoice_date <= as_of)
                .collect(),
        }
    }

    /// Invoices per day: over the year, or since the first invoice, which only starts the clock.
    fn rate(&self) -> Option<f64> {
        let days = (self.as_of - self.first).min(YEAR);
        let started_within = usize::from(self.first > self.as_of - YEAR);
        let n = self.invoices.len() - started_within.min(self.invoices.len());
        let enough = self.invoices.len() >= LEAST_INVOICES && days >= LEAST_DAYS;
        enough.then(|| n as f64 / f64::from(days))
    }

    fn seller(&self, all: &[f64], known: Day) -> Option<Seller> {
        let rate = self.rate()?;
        let last = self
            .invoices
            .iter()
            .map(|invoice| invoice.invoice_date)
            .max()?;
        if (-rate * f64::from(self.as_of - last)).exp() < SILENT {
            return None;
        }
        Some(Seller::new(rate, &self.invoices, all, known))
    }
}

/// How many invoices were settled so many days after their date, and how many were seen unsettled till then.
struct Waits {
    settled: Vec<f64>,
    seen: Vec<f64>,
}

impl Waits {
    fn new(n_days: usize) -> Waits {
        Waits {
            settled: vec![0.0; n_days],
            seen: vec![0.0; n_days],
        }
    }

    fn add(&mut self, invoice: &InvoiceFacts, known: Day) {
        // A cancelled one was never to be paid.
        if invoice.excluded {
            return;
        }
        let until = invoice.settled_on.unwrap_or(known) - invoice.invoice_date;
        let Ok(until) = usize::try_from(until) else {
            return;
        };
        let n_days = self.seen.len();
        self.seen[..n_days.min(until + 1)]
            .iter_mut()
            .for_each(|seen| *seen += 1.0);
        if invoice.settled_on.is_some() && until < n_days {
            self.settled[until] += 1.0;
        }
    }

    /// The chance of being settled on each day, if not before; drawn towards `all`.
    fn hazards(&self, all: Option<&[f64]>) -> Vec<f64> {
        let prior = |day: usize| all.map_or((0.0, 0.0), |all| (PRIOR * all[day], PRIOR));
        (0..self.seen.len())
            .map(|day| {
                let (settled, seen) = prior(day);
                let seen = self.seen[day] + seen;
                if seen > 0.0 {
                    (self.settled[day] + settled) / seen
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// Share settled by the end of each day.
fn shares(hazards: &[f64]) -> Vec<f64> {
    let mut open = 1.0;
    hazards
        .iter()
        .map(|hazard| {
            open *= 1.0 - hazard;
            1.0 - open
        })
        .collect()
}

/// Cumulative sums are rounded, and weeks are their differences.
fn expected(sellers: &[Seller], n_weeks: usize) -> Vec<i64> {
    let mut sums = vec![0.0; n_weeks];
    for seller in sellers {
        let total: i64 = seller.amounts.iter().sum();
        let per_day = seller.rate * total as f64 / seller.amounts.len() as f64;
        let mut cash = 0.0;
        for (day, settled) in seller.settled.iter().enumerate() {
            cash += per_day * settled;
            if day % 7 == 6 {
                sums[day / 7] += cash;
            }
        }
    }
    let mut before = 0;
    sums.iter()
        .map(|sum| {
            let until = (sum.round() as i64).max(before);
            let week = until - before;
            before = until;
            week
        })
        .collect()
}

fn one_future(
    sellers: &[Seller],
    n_weeks: usize,
    loadings: Loadings,
    seed: u64,
    future: u64,
) -> Vec<i64> {
    let mut rng = generator(seed, 2 * future + 1);
    let weights = loadings.weights();
    let own = weights.run.hypot(weights.own);
    let draw = |rng: &mut ChaCha8Rng| rng.sample::<f64, _>(StandardNormal);
    let common = weights.common * draw(&mut rng);
    let of_week: Vec<f64> = (0..n_weeks)
        .map(|_| common + weights.week * draw(&mut rng))
        .collect();
    let volume = (VOLUME * draw(&mut rng) - VOLUME * VOLUME / 2.0).exp();
    let mut paid = vec![0; n_weeks];
    for seller in sellers {
        let shared = if seller.is_one {
            weights.customer * draw(&mut rng)
        } else {
            0.0
        };
        let mean = volume * seller.rate * (7 * n_weeks) as f64;
        for _ in 0..poisson(mean, &mut rng) {
            let issued = rng.random_range(0..7 * n_weeks);
            let amount = seller.amounts[rng.random_range(0..seller.amounts.len())];
            let shock = of_week[issued / 7] + shared + own * draw(&mut rng);
            let wait = seller.until.partition_point(|&until| until < shock);
            if let Some(sum) = paid.get_mut((issued + wait) / 7) {
                *sum += amount;
            }
        }
    }
    paid
}

fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> u64 {
    Poisson::new(mean).map_or(0, |poisson| poisson.sample(rng) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{Example, customer, paid, portfolio, unpaid};

    /// A customer with an invoice of 1,000.00 every ten days, the last of them five days ago, each paid 35 days after it.
    fn regular() -> Example {
        let one = |due_ago: i32| match due_ago {
            5.. => paid(due_ago, 5),
            _ => unpaid(due_ago),
        };
        customer("regular", (0..36).map(|i| one(10 * i - 25)).collect())
    }

    #[test]
    fn a_regular_customer_goes_on() {
        let all = portfolio(vec![regular()]);
        let found = future_sales(&all, 13, Loadings::default(), 1);
        assert_eq!(found.n_customers, 1);
        // 35 invoices in the 355 days since the first: what is issued is paid from day 36 on, in the sixth week.
        assert!(found.expected_minor[..5].iter().all(|&cents| cents == 0));
        let week = 35.0 / 355.0 * 7.0 * 100_000.0;
        for &cents in &found.expected_minor[6..] {
            assert!((cents as f64 - week).abs() < 0.02 * week, "{found:?}");
        }
        assert!(found.band.p10_minor[10] <= found.expected_minor[10]);
        assert!(found.band.p90_minor[10] >= found.expected_minor[10]);
    }

    #[test]
    fn who_has_stopped_or_is_of_the_own_group_is_not_carried_forward() {
        let stopped = customer("stopped", (10..30).map(|i| paid(10 * i, 0)).collect());
        let mut own = regular();
        own.facts.intercompany = true;
        let all = portfolio(vec![stopped, own]);
        let found = future_sales(&all, 13, Loadings::default(), 1);
        assert_eq!((found.n_customers, found.expected_minor[12]), (0, 0));
        assert_eq!(found.band.p90_minor, vec![0; 13]);
    }

    #[test]
    fn those_who_tell_too_little_are_carried_forward_together() {
        let few = || customer("few", vec![paid(100, 0), paid(200, 0)]);
        let new = customer("new", (0..8).map(|i| paid(i, 0)).collect());
        let all = portfolio(vec![few(), few(), new]);
        let found = future_sales(&all, 13, Loadings::default(), 1);
        assert_eq!(found.n_customers, 0);
        // Twelve invoices in 365 days, each paid 30 days after its date.
        let week = 12.0 / 365.0 * 7.0 * 100_000.0;
        assert_eq!(found.expected_minor[3], 0);
        assert!(
            (found.expected_minor[12] as f64 - week).abs() < 0.02 * week,
            "{found:?}"
        );
    }

    #[test]
    fn open_invoices_count_for_as_long_as_they_were_seen() {
        // Two settled on day 1, one seen unsettled until day 1: two of three, then nothing is known.
        let mut waits = Waits::new(3);
        waits.settled = vec![0.0, 2.0, 0.0];
        waits.seen = vec![3.0, 3.0, 0.0];
        let hazards = waits.hazards(None);
        assert_eq!(shares(&hazards), [0.0, 2.0 / 3.0, 2.0 / 3.0]);
        // With five of all customers', of whom none was settled so early.
        let drawn = waits.hazards(Some(&[0.0; 3]));
        assert_eq!(shares(&drawn)[1], 0.25);
    }

    #[test]
    fn the_same_on_one_and_on_three_threads() {
        let all = portfolio(vec![regular(), regular()]);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap()
                .install(|| future_sales(&all, 13, Loadings::default(), 5))
        };
        assert_eq!(on(1), on(3));
    }
}
