//! Cash from invoices that are not known yet, from each customer's own last twelve months.
//!
//! ```text
//! expected on day d = g l(d) rate x mean amount x (F(d - 1) + sum over k of T(k) f(d + k))
//! ```
//!
//! `rate` is invoices per day, and `F(k)` the share of the customer's invoices that is settled within `k` days of the
//! invoice date (Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452), drawn towards all customers' as if five of
//! theirs had been seen. `T(k)` is the share of invoices booked more than `k` days after their date: those issued
//! already and not yet known, with `f` the change of `F`. `g` brings the yearly rates to the level of the last quarter, as far
//! as chance lets that be seen, and `l` is the pay calendar's weight of the week. The spread comes from simulated
//! futures: invoices as a Poisson process, amounts drawn from the customer's own, days from `F` with the
//! [shocks](super::shocks) that payments share.

use arrears_ledger::Day;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};
use rayon::prelude::*;

use super::shocks::{Loadings, Part, common, generator, shared};
use super::simulate::Futures;
use super::waits::{Waits, shares};
use super::weeks::WeekLevels;
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
/// What is left of that once the rates are brought to the level of the last quarter.
const VOLUME_LEFT: f64 = 0.06;
/// Days of a quarter.
const QUARTER: i32 = 91;
/// Days after which no invoice is expected to be booked.
const LONGEST: usize = 14;

/// What future sales bring in by week.
#[derive(Clone, Debug, PartialEq)]
pub struct FutureSales {
    /// Customers carried forward by their own rate.
    pub n_customers: usize,
    /// Expected by week, in cents.
    pub expected_minor: Vec<i64>,
    /// What may come in.
    pub futures: Futures,
}

/// Cash by week from what customers outside the own group will buy, if they go on as in the last twelve months. Those who
/// tell too little for a rate of their own are carried forward together.
pub fn future_sales(
    portfolio: &Portfolio,
    levels: &WeekLevels,
    loadings: Loadings,
    n_futures: usize,
    seed: u64,
) -> FutureSales {
    let n_weeks = levels.sales.len();
    let unbooked = unbooked(portfolio);
    let mut sellers = sellers(portfolio, 7 * n_weeks + unbooked.len() + 1);
    let growth = growth(portfolio, &sellers);
    sellers.iter_mut().for_each(|seller| seller.rate *= growth);
    let market = Market { sellers, unbooked };
    let sellers = &market.sellers;
    FutureSales {
        n_customers: sellers.iter().filter(|seller| seller.is_one).count(),
        expected_minor: market.expected(&levels.sales),
        futures: Futures::draw(n_futures, n_weeks, |future| {
            let paid = market.one_future(n_weeks, loadings, seed, future);
            let common = common(&levels.spread, seed, future);
            let factors = common
                .iter()
                .zip(&levels.sales)
                .map(|(all, level)| all * level);
            shared(paid, &factors.collect::<Vec<f64>>())
        }),
    }
}

/// The share of invoices booked more than 0, 1, 2, ... days after their date, of those dated a month to a year ago.
fn unbooked(portfolio: &Portfolio) -> Vec<f64> {
    let mut counts = [0_u32; LONGEST + 1];
    for (_, invoices) in portfolio.external() {
        for invoice in invoices.iter().filter(|invoice| !invoice.is_credit_note) {
            let ago = portfolio.as_of - invoice.invoice_date;
            let lag = usize::try_from(invoice.known_day - invoice.invoice_date).unwrap_or(0);
            if (30..30 + YEAR).contains(&ago) && lag <= LONGEST {
                counts[lag] += 1;
            }
        }
    }
    let n: u32 = counts.iter().sum();
    let mut later = n;
    let shares = counts.iter().map(|count| {
        later -= count;
        f64::from(later) / f64::from(n.max(1))
    });
    shares.take_while(|share| *share > 0.0).collect()
}

/// What the last quarter that is wholly booked sold over what the yearly rates make of it, drawn towards 1 by how much of the
/// difference may be chance (credibility: Buhlmann 1967, doi:10.1017/S0515036100008989).
fn growth(portfolio: &Portfolio, sellers: &[Seller]) -> f64 {
    let end = portfolio.as_of - LONGEST as i32;
    let (mut sold, mut squares) = (0.0, 0.0);
    for (_, invoices) in portfolio.external() {
        for invoice in invoices.iter().filter(|invoice| !invoice.is_credit_note) {
            if invoice.invoice_date > end - QUARTER && invoice.invoice_date <= end {
                let amount = invoice.sold_minor.max(0) as f64;
                sold += amount;
                squares += amount * amount;
            }
        }
    }
    let expected: f64 = sellers
        .iter()
        .map(|one| one.per_day() * f64::from(QUARTER))
        .sum();
    if sold <= 0.0 || expected <= 0.0 {
        return 1.0;
    }
    let chance = squares / (sold * sold);
    let credible = VOLUME * VOLUME / (VOLUME * VOLUME + chance);
    (credible * (sold / expected).ln()).exp().clamp(0.5, 2.0)
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
    /// Sold a day, in cents.
    fn per_day(&self) -> f64 {
        let total: i64 = self.amounts.iter().sum();
        self.rate * total as f64 / self.amounts.len() as f64
    }

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

/// All sellers, and the share of invoices booked more than 0, 1, 2, ... days late.
struct Market {
    sellers: Vec<Seller>,
    unbooked: Vec<f64>,
}

impl Market {
    /// Expected by week, with these factors on the weeks. Cumulative sums are rounded, and weeks are their differences.
    fn expected(&self, levels: &[f64]) -> Vec<i64> {
        let mut weeks = vec![0.0; levels.len()];
        for seller in &self.sellers {
            let (per_day, settled) = (seller.per_day(), &seller.settled);
            for (day, week) in (0..7 * levels.len()).map(|day| (day, day / 7)) {
                let on = |wait: usize| settled[wait] - settled[wait - 1];
                let issued: f64 = self
                    .unbooked
                    .iter()
                    .enumerate()
                    .map(|(ago, share)| share * on(day + 1 + ago))
                    .sum();
                weeks[week] += per_day * (settled[day] + issued);
            }
        }
        let (mut sum, mut before) = (0.0, 0);
        weeks
            .iter()
            .zip(levels)
            .map(|(week, level)| {
                sum += week * level;
                let until = (sum.round() as i64).max(before);
                let week = until - before;
                before = until;
                week
            })
            .collect()
    }

    fn one_future(&self, n_weeks: usize, loadings: Loadings, seed: u64, future: u64) -> Vec<i64> {
        let mut rng = generator(seed, future, Part::Sales);
        let weights = loadings.weights();
        let own = weights.run.hypot(weights.own);
        let draw = |rng: &mut ChaCha8Rng| rng.sample::<f64, _>(StandardNormal);
        let volume = (VOLUME_LEFT * draw(&mut rng) - VOLUME_LEFT * VOLUME_LEFT / 2.0).exp();
        let n_days = (7 * n_weeks) as f64;
        let n_unbooked: f64 = self.unbooked.iter().sum();
        let mut paid = vec![0; n_weeks];
        for seller in &self.sellers {
            let shared = if seller.is_one {
                weights.customer * draw(&mut rng)
            } else {
                0.0
            };
            let mean = volume * seller.rate * (n_days + n_unbooked);
            for _ in 0..poisson(mean, &mut rng) {
                let issued = self.issued(rng.random_range(0.0..n_days + n_unbooked), n_days);
                let amount = seller.amounts[rng.random_range(0..seller.amounts.len())];
                let shock = shared + own * draw(&mut rng);
                let wait = seller.until.partition_point(|&until| until < shock) as i32;
                let week = usize::try_from((issued + wait).div_euclid(7)).ok();
                if let Some(sum) = week.and_then(|week| paid.get_mut(week)) {
                    *sum += amount;
                }
            }
        }
        paid
    }

    /// The day of issue, 0 for the first one after the as-of date, that lies at `at` of the days to come and, after them, of
    /// the days whose invoices are not all booked.
    fn issued(&self, at: f64, n_days: f64) -> i32 {
        let mut left = at - n_days;
        if left < 0.0 {
            return at as i32;
        }
        for (ago, share) in (1..).zip(&self.unbooked) {
            if left < *share {
                return -ago;
            }
            left -= share;
        }
        -(self.unbooked.len() as i32)
    }
}

fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> u64 {
    Poisson::new(mean).map_or(0, |poisson| poisson.sample(rng) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::examples::{Example, customer, paid, portfolio, unpaid};

    fn even() -> WeekLevels {
        WeekLevels {
            open: vec![1.0; 13],
            sales: vec![1.0; 13],
            spread: vec![0.1; 13],
        }
    }

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
        let found = future_sales(&all, &even(), Loadings::default(), 500, 1);
        assert_eq!(found.n_customers, 1);
        // 35 invoices in the 355 days since the first: what is issued is paid from day 36 on, in the sixth week.
        assert!(found.expected_minor[..5].iter().all(|&cents| cents == 0));
        let week = 35.0 / 355.0 * 7.0 * 100_000.0;
        for &cents in &found.expected_minor[6..] {
            assert!((cents as f64 - week).abs() < 0.02 * week, "{found:?}");
        }
        let band = found.futures.band();
        assert!(band.p10_minor[10] <= found.expected_minor[10]);
        assert!(band.p90_minor[10] >= found.expected_minor[10]);
    }

    #[test]
    fn who_has_stopped_or_is_of_the_own_group_is_not_carried_forward() {
        let stopped = customer("stopped", (10..30).map(|i| paid(10 * i, 0)).collect());
        let mut own = regular();
        own.facts.intercompany = true;
        let all = portfolio(vec![stopped, own]);
        let found = future_sales(&all, &even(), Loadings::default(), 500, 1);
        assert_eq!((found.n_customers, found.expected_minor[12]), (0, 0));
        assert_eq!(found.futures.band().p90_minor, vec![0; 13]);
    }

    #[test]
    fn those_who_tell_too_little_are_carried_forward_together() {
        let few = || customer("few", vec![paid(100, 0), paid(200, 0)]);
        let new = customer("new", (0..8).map(|i| paid(i, 0)).collect());
        let all = portfolio(vec![few(), few(), new]);
        let found = future_sales(&all, &even(), Loadings::default(), 500, 1);
        assert_eq!(found.n_customers, 0);
        // Twelve invoices in 365 days, each paid 30 days after its date. Eight were of the last quarter, of which three were to
        // be expected: a difference of one, of which a fourteenth is taken for more than chance.
        let growth = (0.01 / (0.01 + 1.0 / 8.0) * (8.0 / (12.0 / 365.0 * 91.0_f64)).ln()).exp();
        let week = growth * 12.0 / 365.0 * 7.0 * 100_000.0;
        assert_eq!(found.expected_minor[3], 0);
        assert!(
            (found.expected_minor[12] as f64 - week).abs() < 0.02 * week,
            "{found:?}"
        );
    }

    #[test]
    fn what_is_issued_and_not_yet_booked_is_to_come() {
        let market = Market {
            sellers: vec![Seller {
                is_one: true,
                rate: 0.5,
                amounts: vec![100_000],
                // All are settled three days after their date.
                settled: [vec![0.0; 3], vec![1.0; 14]].concat(),
                until: Vec::new(),
            }],
            unbooked: vec![1.0, 0.4],
        };
        // Of those issued on the as-of date all, and of the day before two fifths, are paid in the first week, besides those of
        // its first four days.
        let found = market.expected(&[1.0, 2.0]);
        assert_eq!(found, [270_000, 700_000]);
        assert_eq!(market.issued(13.9, 14.0), 13);
        assert_eq!(
            (market.issued(14.9, 14.0), market.issued(15.1, 14.0)),
            (-1, -2)
        );
    }

    #[test]
    fn the_same_on_one_and_on_three_threads() {
        let all = portfolio(vec![regular(), regular()]);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap()
                .install(|| future_sales(&all, &even(), Loadings::default(), 50, 5))
        };
        assert_eq!(on(1), on(3));
    }
}
