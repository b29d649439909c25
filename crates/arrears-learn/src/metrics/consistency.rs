//! How large is the calibration error of probabilities that are right?
//!
//! Never 0: outcomes are drawn, and rows of one group share what befell the group. Outcomes are drawn again and again
//! from the probabilities themselves, and the error of each draw is taken: a parametric bootstrap under perfect
//! calibration, as for the consistency bars of Bröcker and Smith 2007, doi:10.1175/WAF993.1.
//!
//! **Shock.** Each draw moves the log-odds of all rows of a group alike, by `x` standard deviations `s`: 0 with a chance
//! of 2/3, `+sqrt(3)` and `-sqrt(3)` with 1/6 each, the first five moments of a normal shock (three-point Gauss-Hermite
//! quadrature). Each row's log-odds are first placed so that its mean over the shock is its probability: perfect
//! calibration stays perfect. `s` is found by moments: it is the shock whose covariance between rows of a group, summed
//! over pairs, is the sum seen, `sum over groups of (sum e)^2 - sum e^2` with residuals `e = outcome - probability`; 0
//! where that sum is not positive.

use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::MetricError;
use super::probability;
use super::reliability::{Binning, bin_numbers};
use crate::quantile::quantile;
use crate::random::task_rng;
use crate::validate;

/// Draws of all outcomes.
const DRAWS: u64 = 500;
/// Share of the draws whose error lies at or below the limit.
const LEVEL: f64 = 0.95;
/// The shock in standard deviations, and the chance of each.
const NODES: [(f64, f64); 3] = [(-SQRT_3, 1.0 / 6.0), (0.0, 2.0 / 3.0), (SQRT_3, 1.0 / 6.0)];
const SQRT_3: f64 = 1.732_050_807_568_877_2;
/// Largest shock looked for, in log-odds: beyond it nearly every row of a group has the same outcome.
const MOST_SHOCK: f64 = 4.0;
/// Halvings of the range of the shock: its last digit is then below 0.001.
const HALVINGS: usize = 12;
/// Probabilities nearer to 0 or 1 are held here, so that their log-odds are finite.
const LEAST: f64 = 1e-9;

/// What chance alone does to the calibration error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ConsistentEce {
    /// The error that 95 % of the draws stay at or below.
    pub upper: f64,
    /// Standard deviation of a group's shock, in log-odds.
    pub shock: f64,
}

/// The 95th percentile of [`ece`](super::ece) over 500 draws of outcomes from the probabilities, with the shock that
/// rows of one of the `groups` share by these outcomes.
///
/// # Errors
/// Probabilities outside `[0, 1]`, lengths that differ, no rows, or no bins.
pub fn consistent_ece(
    probabilities: &[f64],
    outcomes: &[bool],
    groups: &[usize],
    binning: Binning,
    seed: u64,
) -> Result<ConsistentEce, MetricError> {
    probability::check(probabilities, outcomes)?;
    validate::length("groups", groups.len(), outcomes.len())?;
    let (Binning::EqualCount(n_bins) | Binning::EqualWidth(n_bins)) = binning;
    validate::at_least_one("n_bins", n_bins)?;
    let rows = Rows::new(probabilities, outcomes, groups);
    let shock = rows.shock();
    let chances: Vec<[f64; 3]> = rows
        .probabilities
        .par_iter()
        .map(|p| conditional(*p, shock))
        .collect();
    let sorted: Vec<(f64, bool)> = rows.probabilities.iter().map(|p| (*p, false)).collect();
    let bins = bin_numbers(&sorted, n_bins, binning);
    let mut errors: Vec<f64> = (0..DRAWS)
        .into_par_iter()
        .map(|draw| rows.drawn_error(&chances, &bins, n_bins, seed, draw))
        .collect();
    errors.sort_unstable_by(f64::total_cmp);
    Ok(ConsistentEce {
        upper: quantile(&errors, LEVEL).unwrap_or(0.0),
        shock,
    })
}

/// Rows by ascending probability.
struct Rows {
    probabilities: Vec<f64>,
    outcomes: Vec<bool>,
    /// The group of each row, numbered from 0.
    groups: Vec<usize>,
    n_groups: usize,
}

impl Rows {
    fn new(probabilities: &[f64], outcomes: &[bool], groups: &[usize]) -> Self {
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        // Stable: of equal probabilities the given order, so that the draws do not depend on the sort.
        order.par_sort_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
        let mut known = groups.to_vec();
        known.par_sort_unstable();
        known.dedup();
        let number = |row: &usize| known.binary_search(&groups[*row]).unwrap_or(0);
        Self {
            probabilities: order.iter().map(|&row| probabilities[row]).collect(),
            outcomes: order.iter().map(|&row| outcomes[row]).collect(),
            groups: order.iter().map(number).collect(),
            n_groups: known.len(),
        }
    }

    /// The shock whose covariance within groups is the one seen, by bisection: the covariance grows with it.
    fn shock(&self) -> f64 {
        let residuals = self.probabilities.iter().zip(&self.outcomes);
        let residuals: Vec<f64> = residuals.map(|(p, late)| f64::from(*late) - p).collect();
        let seen = self.pairs(&residuals);
        let (mut low, mut high) = (0.0, MOST_SHOCK);
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            if self.covariance(middle) < seen {
                low = middle;
            } else {
                high = middle;
            }
        }
        if seen > 0.0 { low } else { 0.0 }
    }

    /// Expected sum over pairs of one group under a shock.
    fn covariance(&self, shock: f64) -> f64 {
        let moved: Vec<[f64; 3]> = self
            .probabilities
            .par_iter()
            .map(|p| conditional(*p, shock).map(|given| given - p))
            .collect();
        let nodes = NODES.iter().enumerate();
        nodes
            .map(|(k, (_, weight))| {
                let moved: Vec<f64> = moved.iter().map(|row| row[k]).collect();
                weight * self.pairs(&moved)
            })
            .sum()
    }

    /// Sum over ordered pairs of different rows of one group of the product of their values.
    fn pairs(&self, values: &[f64]) -> f64 {
        let mut sums = vec![(0.0, 0.0); self.n_groups];
        for (group, value) in self.groups.iter().zip(values) {
            sums[*group].0 += value;
            sums[*group].1 += value * value;
        }
        sums.iter().map(|(sum, squares)| sum * sum - squares).sum()
    }

    /// The error of one draw: over the bins, the distance between sums of probabilities and of outcomes.
    fn drawn_error(
        &self,
        chances: &[[f64; 3]],
        bins: &[usize],
        n_bins: usize,
        seed: u64,
        draw: u64,
    ) -> f64 {
        let mut rng = task_rng(seed, draw);
        let nodes: Vec<usize> = (0..self.n_groups).map(|_| node(rng.random())).collect();
        let mut gaps = vec![0.0; n_bins];
        for (row, chances) in chances.iter().enumerate() {
            let outcome = rng.random::<f64>() < chances[nodes[self.groups[row]]];
            gaps[bins[row]] += self.probabilities[row] - f64::from(outcome);
        }
        gaps.iter().map(|gap| gap.abs()).sum::<f64>() / chances.len() as f64
    }
}

/// The node that a uniform draw falls on.
fn node(draw: f64) -> usize {
    let first = NODES[0].1;
    if draw < first {
        0
    } else if draw < 1.0 - first {
        1
    } else {
        2
    }
}

/// The probability of a row at each node of the shock, with mean `p`: Newton's method within a bracket.
fn conditional(p: f64, shock: f64) -> [f64; 3] {
    let p = p.clamp(LEAST, 1.0 - LEAST);
    let logit = (p / (1.0 - p)).ln();
    let at = |centre: f64| NODES.map(|(x, _)| 1.0 / (1.0 + (-(centre + shock * x)).exp()));
    let (mut low, mut high) = (logit - SQRT_3 * shock, logit + SQRT_3 * shock);
    let mut centre = logit;
    for _ in 0..60 {
        let given = at(centre);
        let mean = |value: fn(f64) -> f64| -> f64 {
            given
                .iter()
                .zip(NODES)
                .map(|(g, (_, w))| w * value(*g))
                .sum()
        };
        let gap = mean(|g| g) - p;
        if gap.abs() < 1e-12 {
            break;
        }
        if gap > 0.0 {
            high = centre;
        } else {
            low = centre;
        }
        let next = centre - gap / mean(|g| g * (1.0 - g));
        centre = if low < next && next < high {
            next
        } else {
            (low + high) / 2.0
        };
    }
    at(centre)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::ece;

    const BINS: Binning = Binning::EqualCount(10);

    /// `n_groups` groups of `size` rows, with outcomes drawn under a shock.
    fn drawn(n_groups: usize, size: usize, shock: f64) -> (Vec<f64>, Vec<bool>, Vec<usize>) {
        let mut rng = task_rng(7, 0);
        let (mut p, mut outcomes, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for group in 0..n_groups {
            let node = node(rng.random());
            for _ in 0..size {
                let chance: f64 = rng.random_range(0.05..0.95);
                outcomes.push(rng.random::<f64>() < conditional(chance, shock)[node]);
                p.push(chance);
                groups.push(group * 3 + 1);
            }
        }
        (p, outcomes, groups)
    }

    #[test]
    fn the_shock_leaves_the_mean_as_it_was() {
        for p in [0.0, 0.001, 0.2, 0.5, 0.97, 1.0] {
            for shock in [0.0, 0.5, 2.0, 4.0] {
                let given = conditional(p, shock);
                let mean: f64 = given.iter().zip(NODES).map(|(g, (_, w))| g * w).sum();
                assert!((mean - p).abs() < 1e-8, "{p} {shock} {mean}");
            }
        }
    }

    #[test]
    fn the_shock_is_found_again() {
        for shock in [0.0, 0.8, 1.5] {
            let (p, outcomes, groups) = drawn(2_000, 12, shock);
            let found = consistent_ece(&p, &outcomes, &groups, BINS, 1).expect("rows");
            // Moments tell the variance: of 2,000 groups, to about a tenth.
            let (variance, truth) = (found.shock.powi(2), shock * shock);
            assert!(
                (variance - truth).abs() < 0.06 + 0.1 * truth,
                "{shock} {found:?}"
            );
        }
    }

    #[test]
    fn without_a_shock_the_limit_is_that_of_single_rows() {
        let p = vec![0.5; 1_000];
        let late: Vec<bool> = (0..1_000).map(|i| i % 2 == 0).collect();
        let groups: Vec<usize> = (0..1_000).collect();
        // One bin: the error is |mean - 0.5|, whose 95th percentile is 1.96 standard errors, 0.031.
        let found = consistent_ece(&p, &late, &groups, BINS, 1).expect("rows");
        assert_eq!(found.shock, 0.0);
        assert!((found.upper - 0.031).abs() < 0.003, "{found:?}");
    }

    #[test]
    fn of_right_probabilities_about_one_in_twenty_lies_above() {
        let above = (0..60).filter(|&seed| {
            let mut rng = task_rng(99, seed);
            let p: Vec<f64> = (0..600).map(|_| rng.random_range(0.1..0.9)).collect();
            let groups: Vec<usize> = (0..600).map(|i| i / 10).collect();
            let nodes: Vec<usize> = (0..60).map(|_| node(rng.random())).collect();
            let outcomes: Vec<bool> = (0..600)
                .map(|i| rng.random::<f64>() < conditional(p[i], 1.0)[nodes[groups[i]]])
                .collect();
            let limit = consistent_ece(&p, &outcomes, &groups, BINS, 1).expect("rows");
            ece(&p, &outcomes, BINS).expect("rows") > limit.upper
        });
        // Binomial(60, 0.05) is above 8 with a chance below 0.5 %.
        assert!(above.count() <= 8);
    }

    #[test]
    fn shared_shocks_raise_the_limit() {
        let (p, outcomes, groups) = drawn(50, 40, 1.5);
        let alone: Vec<usize> = (0..p.len()).collect();
        let limit = |groups: &[usize]| {
            consistent_ece(&p, &outcomes, groups, BINS, 1)
                .expect("rows")
                .upper
        };
        assert!(limit(&groups) > 1.3 * limit(&alone));
        assert!(consistent_ece(&p, &outcomes, &groups[1..], BINS, 1).is_err());
    }
}
