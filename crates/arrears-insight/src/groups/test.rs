//! Is a group late more often than all others, if one customer must not decide?
//!
//! Every customer has one residual, its share less that of all, weighted by what its invoices are worth (see
//! [`crate::statistics::invoice_weight`]). If the characteristic said nothing, a group's residuals would be a draw
//! without replacement from all customers', so that their sum has
//!
//! ```text
//! mean 0,   variance m (N - m) / (N (N - 1)) x sum of e^2        m of the N customers are in the group
//! ```
//!
//! That is the permutation distribution's own variance, whatever the shape of the residuals; from 30 customers up its
//! normal approximation is used. Lehmann and Romano (2005), *Testing Statistical Hypotheses*, section 5.12.

use crate::statistics::{
    Count, Interval, intraclass_correlation, invoice_weight, normal_upper_tail, wilson,
};

/// What one period says of every customer.
pub(crate) struct Residuals {
    /// Correlation of two invoices of one customer.
    pub(crate) correlation: f64,
    /// Share of all, customers weighed.
    pub(crate) mean: f64,
    /// Worth of each customer's invoices; 0 without any.
    pub(crate) weights: Vec<f64>,
    /// Weighted residual of each customer.
    residuals: Vec<f64>,
    n: f64,
    squares: f64,
    weight: f64,
}

/// Sums over a group.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    /// Customers with an invoice.
    pub(crate) n: usize,
    weight: f64,
    residual: f64,
}

impl Residuals {
    pub(crate) fn of(counts: &[Count]) -> Residuals {
        let correlation = intraclass_correlation(counts);
        let weights: Vec<f64> = counts
            .iter()
            .map(|c| c.n as f64 * invoice_weight(c.n, correlation))
            .collect();
        let share = |c: &Count| c.late as f64 / c.n.max(1) as f64;
        let weight: f64 = weights.iter().sum();
        let late: f64 = weights.iter().zip(counts).map(|(w, c)| w * share(c)).sum();
        let mean = if weight > 0.0 { late / weight } else { 0.0 };
        let residuals: Vec<f64> = weights
            .iter()
            .zip(counts)
            .map(|(w, c)| w * (share(c) - mean))
            .collect();
        Residuals {
            correlation,
            mean,
            n: counts.iter().filter(|c| c.n > 0).count() as f64,
            squares: residuals.iter().map(|e| e * e).sum(),
            weight,
            weights,
            residuals,
        }
    }

    /// Adds a customer with an invoice to a group.
    pub(crate) fn add(&self, sums: &mut Sums, customer: usize) {
        sums.n += 1;
        sums.weight += self.weights[customer];
        sums.residual += self.residuals[customer];
    }

    /// The group's share, customers weighed.
    pub(crate) fn share(&self, sums: &Sums) -> Option<f64> {
        (sums.weight > 0.0).then(|| (self.mean + sums.residual / sums.weight).clamp(0.0, 1.0))
    }

    /// Its 95 % interval, at what its invoices are worth.
    pub(crate) fn interval(&self, sums: &Sums) -> Option<Interval> {
        wilson(self.share(sums)?, sums.weight)
    }

    /// The share of all others.
    pub(crate) fn rest(&self, sums: &Sums) -> Option<f64> {
        let weight = self.weight - sums.weight;
        (weight > 1e-9).then(|| (self.mean - sums.residual / weight).clamp(0.0, 1.0))
    }

    /// How many standard deviations the group lies above all others; 0 where nothing varies.
    pub(crate) fn z(&self, sums: &Sums) -> f64 {
        let m = sums.n as f64;
        let variance = m * (self.n - m) / (self.n * (self.n - 1.0)) * self.squares;
        if variance > 1e-12 {
            sums.residual / variance.sqrt()
        } else {
            0.0
        }
    }
}

/// The chance of such a distance either way.
pub(crate) fn two_sided(z: f64) -> f64 {
    (2.0 * normal_upper_tail(z.abs())).min(1.0)
}
