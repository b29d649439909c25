//! How far a week's cash may lie from what is expected: open invoices paid in many simulated futures.
//!
//! In each future every open invoice is settled in one week, or not within them, by its own distribution and the
//! [shocks](super::shocks) it shares. Amounts are whole cents, so that sums do not depend on the order of threads.

use rand::Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

use super::shocks::{Loadings, Part, common, generator, shared, tenths};
use crate::statistics::normal_quantile;

/// An open invoice whose settlement is to be simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outstanding<const WEEKS: usize> {
    /// Its customer.
    pub customer: u32,
    /// Its due date, in days: what is due in one week is paid in one run.
    pub due_day: i32,
    /// Open amount, in cents.
    pub open_minor: i64,
    /// Probability that it is settled in each week.
    pub p_paid_by_week: [f64; WEEKS],
}

/// A tenth of the futures lies below the one, nine tenths below the other; cents by week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// P10 of every week.
    pub p10_minor: Vec<i64>,
    /// P90 of every week.
    pub p90_minor: Vec<i64>,
}

/// What comes in in each future, cents by week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Futures {
    n_weeks: usize,
    cents: Vec<Vec<i64>>,
}

impl Futures {
    /// Draws so many futures, each by its number.
    pub(super) fn draw(
        n: usize,
        n_weeks: usize,
        one: impl Fn(u64) -> Vec<i64> + Send + Sync,
    ) -> Futures {
        let cents = (0..n as u64).into_par_iter().map(one).collect();
        Futures { n_weeks, cents }
    }

    /// What comes in from either: the first future of the one is the first of the other.
    #[must_use]
    pub fn plus(&self, other: &Futures) -> Futures {
        let both = |(one, other): (&Vec<i64>, &Vec<i64>)| {
            one.iter().zip(other).map(|(a, b)| a + b).collect()
        };
        Futures {
            n_weeks: self.n_weeks.min(other.n_weeks),
            cents: self.cents.iter().zip(&other.cents).map(both).collect(),
        }
    }

    /// P10 and P90 of every week.
    pub fn band(&self) -> Band {
        let week = |week: usize| tenths(self.cents.iter().map(|future| future[week]).collect());
        let (p10_minor, p90_minor) = (0..self.n_weeks).map(week).unzip();
        Band {
            p10_minor,
            p90_minor,
        }
    }
}

/// Futures of what open invoices bring in by week. Invoices of a customer stand together.
pub fn simulate_open<const WEEKS: usize>(
    invoices: &[Outstanding<WEEKS>],
    loadings: Loadings,
    spread: &[f64],
    n_futures: usize,
    seed: u64,
) -> Futures {
    let mut items: Vec<Item<WEEKS>> = invoices.iter().map(Item::of).collect();
    items.sort_by_key(|item| (item.customer, item.run));
    Futures::draw(n_futures, WEEKS, |future| {
        let paid = one_future(&items, loadings, seed, future);
        shared(paid, &common(spread, seed, future))
    })
}

struct Item<const WEEKS: usize> {
    customer: u32,
    /// The week it is due in.
    run: i32,
    open_minor: i64,
    /// The shock up to which it is settled by each week's end.
    until: [f64; WEEKS],
}

impl<const WEEKS: usize> Item<WEEKS> {
    fn of(invoice: &Outstanding<WEEKS>) -> Item<WEEKS> {
        let mut p = 0.0;
        Item {
            customer: invoice.customer,
            // Day 0 was a Thursday: weeks begin on Monday.
            run: (invoice.due_day + 3).div_euclid(7),
            open_minor: invoice.open_minor,
            until: invoice.p_paid_by_week.map(|more| {
                p += more.max(0.0);
                normal_quantile(p)
            }),
        }
    }
}

fn one_future<const WEEKS: usize>(
    items: &[Item<WEEKS>],
    loadings: Loadings,
    seed: u64,
    future: u64,
) -> Vec<i64> {
    let mut rng = generator(seed, future, Part::Open);
    let mut draw = || rng.sample::<f64, _>(StandardNormal);
    let weights = loadings.weights();
    let mut paid = vec![0; WEEKS];
    let (mut of_customer, mut of_run) = (0.0, 0.0);
    let mut before: Option<(u32, i32)> = None;
    for item in items {
        let customer_before = before.map(|(customer, _)| customer);
        if customer_before != Some(item.customer) {
            of_customer = weights.customer * draw();
        }
        if before != Some((item.customer, item.run)) {
            of_run = weights.run * draw();
        }
        before = Some((item.customer, item.run));
        let shock = of_customer + of_run + weights.own * draw();
        let week = item.until.partition_point(|&until| until < shock);
        if let Some(sum) = paid.get_mut(week) {
            *sum += item.open_minor;
        }
    }
    paid
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Loadings = Loadings {
        customer: 0.0,
        run: 0.0,
    };

    /// Invoices of 100.00, each of its own customer, settled in the first week or the second with these chances.
    fn invoices(n: u32, customer: impl Fn(u32) -> u32) -> Vec<Outstanding<2>> {
        (0..n)
            .map(|i| Outstanding {
                customer: customer(i),
                due_day: 20_000,
                open_minor: 10_000,
                p_paid_by_week: [0.5, 0.3],
            })
            .collect()
    }

    #[test]
    fn independent_invoices_spread_as_the_binomial() {
        let found = simulate_open(&invoices(400, |i| i), NONE, &[0.0; 2], 500, 1).band();
        // 400 x 0.5 = 200, standard deviation 10: P10 and P90 at 187 and 213, within what 500 futures can tell.
        assert!((found.p10_minor[0] / 10_000 - 187).abs() <= 2, "{found:?}");
        assert!((found.p90_minor[0] / 10_000 - 213).abs() <= 2, "{found:?}");
        // 400 x 0.3 = 120, standard deviation 9.2.
        assert!((found.p10_minor[1] / 10_000 - 108).abs() <= 2, "{found:?}");
    }

    #[test]
    fn one_run_is_paid_together() {
        let together = Loadings { run: 1.0, ..NONE };
        let found = simulate_open(&invoices(400, |_| 7), together, &[0.0; 2], 500, 1).band();
        assert_eq!(found.p10_minor, [0, 0]);
        assert_eq!(found.p90_minor, [4_000_000, 4_000_000]);
    }

    #[test]
    fn what_is_shared_widens_the_band() {
        let width = |loadings, spread: f64| {
            let all = invoices(400, |i| i / 4);
            let found = simulate_open(&all, loadings, &[spread; 2], 500, 3).band();
            found.p90_minor[0] - found.p10_minor[0]
        };
        let customer = Loadings {
            customer: 0.4,
            ..NONE
        };
        assert!(width(NONE, 0.1) > 3 * width(NONE, 0.0) / 2);
        assert!(width(customer, 0.0) > width(NONE, 0.0) * 5 / 4);
    }

    #[test]
    fn the_same_on_one_and_on_three_threads() {
        let all = invoices(300, |i| i / 3);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap()
                .install(|| simulate_open(&all, Loadings::default(), &[0.1; 2], 50, 5))
        };
        assert_eq!(on(1), on(3));
        assert_ne!(
            on(1),
            simulate_open(&all, Loadings::default(), &[0.1; 2], 50, 6)
        );
    }

    #[test]
    fn what_is_certain_or_impossible_stays_so() {
        let mut all = invoices(2, |i| i);
        all[0].p_paid_by_week = [1.0, 0.0];
        all[1].p_paid_by_week = [0.0, 0.0];
        let found = simulate_open(&all, Loadings::default(), &[0.0; 2], 100, 1).band();
        assert_eq!(
            (found.p10_minor, found.p90_minor),
            (vec![10_000, 0], vec![10_000, 0])
        );
    }
}
