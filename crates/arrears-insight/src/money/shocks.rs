//! Payments are not independent: what delays one, delays others. The shocks behind a simulated payment.
//!
//! An invoice's settlement day is its distribution's quantile at `u`, with
//!
//! ```text
//! u = Phi(x),   x = b C + c R + d E
//! ```
//!
//! `C`, `R` and `E` are independent standard normal draws: one per customer, one per payment run of a customer (its
//! invoices due in one week, which are paid together), one per invoice. The squares of the weights add up to 1, so each
//! invoice keeps exactly its own distribution, and only their sum spreads more.
//! This is a Gaussian copula with factors (Li 2000, doi:10.2139/ssrn.187289; Vasicek 2002).
//!
//! What all customers have in common is a factor on a whole week's cash, `exp(sd_h Z - sd_h^2 / 2)`, with one standard normal
//! draw `Z` per future and week, and the spread that past weeks showed ([`super::WeekLevels`]).

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Shares of the variance that payments of one customer have in common.
///
/// Set on ledgers made by `arrears generate` with seeds that no test uses; docs/money.md tells what was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loadings {
    /// Of one customer's invoices.
    pub customer: f64,
    /// Of a customer's invoices due in one week.
    pub run: f64,
}

impl Default for Loadings {
    fn default() -> Loadings {
        Loadings {
            customer: 0.10,
            run: 0.35,
        }
    }
}

impl Loadings {
    /// The square roots of the shares; `own` is what they leave.
    pub(super) fn weights(&self) -> Weights {
        let root = |share: f64| share.max(0.0).sqrt();
        Weights {
            customer: root(self.customer),
            run: root(self.run),
            own: root(1.0 - self.customer - self.run),
        }
    }
}

/// What a standard normal draw of each kind is multiplied with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) customer: f64,
    pub(super) run: f64,
    pub(super) own: f64,
}

/// Simulated futures: the least with which a tenth of them is not a matter of chance (its rank is sure to 1.3 percent).
const SIMULATIONS: usize = 500;
/// The same from [`MANY_INVOICES`] on, where a future takes long: a tenth is then a rank of 20, give or take 4.
const SIMULATIONS_OF_MANY: usize = 200;
const MANY_INVOICES: usize = 50_000;

/// Futures drawn where so many invoices are open.
pub fn n_futures(n_invoices: usize) -> usize {
    if n_invoices < MANY_INVOICES {
        SIMULATIONS
    } else {
        SIMULATIONS_OF_MANY
    }
}

/// What is drawn apart from the rest of a future.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// What all invoices share, open or yet to be issued.
    Common,
    /// Open invoices.
    Open,
    /// Invoices yet to be issued.
    Sales,
}

/// The generator of one part of one future: the seed makes the key, future and part the stream, so that it does not matter
/// which thread draws it.
pub(super) fn generator(seed: u64, future: u64, part: Part) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(3 * future + part as u64);
    rng
}

/// The factors on each week's cash that all invoices of a future share, with these standard deviations of their logarithms.
/// Their mean is 1.
pub(super) fn common(spread: &[f64], seed: u64, future: u64) -> Vec<f64> {
    let mut rng = generator(seed, future, Part::Common);
    let factor = |sd: &f64| (sd * rng.sample::<f64, _>(StandardNormal) - sd * sd / 2.0).exp();
    spread.iter().map(factor).collect()
}

/// A future's cash by week with these factors on it.
pub(super) fn shared(cents: Vec<i64>, factors: &[f64]) -> Vec<i64> {
    let one = |(cents, factor): (i64, &f64)| (cents as f64 * factor).round() as i64;
    cents.into_iter().zip(factors).map(one).collect()
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
        let all = [w.customer, w.run, w.own];
        let variance: f64 = all.iter().map(|weight| weight * weight).sum();
        assert!((variance - 1.0).abs() < 1e-12);
    }

    #[test]
    fn common_factors_have_a_mean_of_one_and_their_spread() {
        let logs: Vec<f64> = (0..4_000)
            .map(|future| common(&[0.3], 1, future)[0].ln())
            .collect();
        let mean = logs.iter().sum::<f64>() / 4_000.0;
        let variance = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / 4_000.0;
        assert!((mean + 0.045).abs() < 0.02, "{mean}");
        assert!((variance.sqrt() - 0.3).abs() < 0.02, "{variance}");
        assert_eq!(shared(vec![100, 7], &[1.5, 1.0]), [150, 7]);
    }

    #[test]
    fn tenths_of_a_hundred() {
        assert_eq!(tenths((1..=100).rev().collect()), (10, 90));
        assert_eq!(tenths(Vec::new()), (0, 0));
    }
}
