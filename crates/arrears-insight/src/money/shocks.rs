//! Payments are not independent: what delays one, delays others. The shocks behind a simulated payment.
//!
//! An invoice's settlement day is its distribution's quantile at `u`, with
//!
//! ```text
//! u = Phi(x),   x = a M + k W + b C + c R + d E
//! ```
//!
//! `M`, `W`, `C`, `R` and `E` are independent standard normal draws: one for all invoices (a slow month), one for all that
//! are due in one week (holidays, the days on which many pay), one per customer, one per payment run of a customer (its
//! invoices due in one week, which are paid together), one per invoice. The squares of the weights add up to 1, so each
//! invoice keeps exactly its own distribution, and only their sum spreads more.
//! This is a Gaussian copula with factors (Li 2000, doi:10.2139/ssrn.187289; Vasicek 1987).

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Shares of the variance that payments have in common.
///
/// Set on ledgers made by `arrears generate` with seeds that no test uses; docs/money.md tells what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loadings {
    /// Of all invoices.
    pub common: f64,
    /// Of all invoices due in one week.
    pub week: f64,
    /// Of one customer's invoices.
    pub customer: f64,
    /// Of a customer's invoices due in one week.
    pub run: f64,
}

impl Default for Loadings {
    fn default() -> Loadings {
        Loadings {
            common: 0.06,
            week: 0.20,
            customer: 0.10,
            run: 0.35,
        }
    }
}

impl Loadings {
    /// The square roots of the shares; `own` is what they leave.
    pub(super) fn weights(&self) -> Weights {
        let own = 1.0 - self.common - self.week - self.customer - self.run;
        let root = |share: f64| share.max(0.0).sqrt();
        Weights {
            common: root(self.common),
            week: root(self.week),
            customer: root(self.customer),
            run: root(self.run),
            own: root(own),
        }
    }
}

/// What a standard normal draw of each kind is multiplied with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) common: f64,
    pub(super) week: f64,
    pub(super) customer: f64,
    pub(super) run: f64,
    pub(super) own: f64,
}

/// Simulated futures: the least with which a tenth of them is not a matter of chance (its rank is sure to 1.3 percent).
const SIMULATIONS: usize = 500;
/// The same from [`MANY_INVOICES`] on, where a future takes long: a tenth is then a rank of 20, give or take 4.
const SIMULATIONS_OF_MANY: usize = 200;
const MANY_INVOICES: usize = 50_000;

/// Futures drawn of so many invoices.
pub(super) fn n_futures(n_invoices: usize) -> usize {
    if n_invoices < MANY_INVOICES {
        SIMULATIONS
    } else {
        SIMULATIONS_OF_MANY
    }
}

/// The generator of one future: the seed makes the key, the future's number the stream, so that it does not matter which
/// thread draws it.
pub(super) fn generator(seed: u64, future: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(future);
    rng
}

/// The values below which a tenth and nine tenths of the futures lie, in cents.
pub(super) fn tenths(mut futures: Vec<i64>) -> (i64, i64) {
    futures.sort_unstable();
    let at = |share: f64| {
        let rank = (share * futures.len() as f64).ceil() as usize;
        futures.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    };
    (at(0.1), at(0.9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_invoices_are_drawn_less_often() {
        assert_eq!((n_futures(49_999), n_futures(50_000)), (500, 200));
    }

    #[test]
    fn the_weights_leave_each_invoice_its_own_spread() {
        let w = Loadings::default().weights();
        let all = [w.common, w.week, w.customer, w.run, w.own];
        let variance: f64 = all.iter().map(|weight| weight * weight).sum();
        assert!((variance - 1.0).abs() < 1e-12);
    }

    #[test]
    fn tenths_of_a_hundred() {
        assert_eq!(tenths((1..=100).rev().collect()), (10, 90));
        assert_eq!(tenths(Vec::new()), (0, 0));
    }
}
