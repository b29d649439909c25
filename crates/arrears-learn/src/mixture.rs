//! Groups as overlapping ellipses: a mixture of normal distributions, fitted by linfa's expectation maximisation.
//!
//! linfa fits; what is kept is plain data, and rows are assigned by logarithms of densities, which do not underflow far
//! from every centre as linfa's own prediction does. Its random numbers come from the seed alone and its sums are made
//! in order, so that the same data give the same model at any number of threads.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use linfa_clustering::{GaussianMixtureModel, GmmError};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use crate::linalg::log_determinant;
use crate::validate::{self, DataError};

/// Added to the variances, so that a group whose rows agree in a column has a width there.
const LEAST_VARIANCE: f64 = 1e-3;
/// Gain in mean log likelihood below which the fit has converged, and the steps at most.
const TOLERANCE: f64 = 1e-4;
const STEPS: u64 = 300;

/// Why a mixture was refused or not found.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MixtureError {
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The fit did not converge, or a group lost all its rows.
    #[error("no mixture of {n_clusters} groups was found: {reason}")]
    NotFound {
        /// Groups asked for.
        n_clusters: usize,
        /// What linfa said.
        reason: String,
    },
}

/// A fitted mixture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixtureModel {
    groups: Vec<Normal>,
}

/// One of its distributions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Normal {
    centre: Vec<f64>,
    /// Inverse of the covariance, row by row.
    precision: Vec<f64>,
    /// Logarithm of its weight and of the root of the precision's determinant.
    log_scale: f64,
}

impl MixtureModel {
    /// Fits `n_clusters` groups to `x`.
    pub fn fit(
        x: ArrayView2<'_, f64>,
        n_clusters: usize,
        seed: u64,
    ) -> Result<MixtureModel, MixtureError> {
        validate::matrix("x", x)?;
        let not_found = |error: GmmError| MixtureError::NotFound {
            n_clusters,
            reason: error.to_string(),
        };
        let rng = Xoshiro256Plus::seed_from_u64(seed);
        let params = GaussianMixtureModel::params_with_rng(n_clusters, rng)
            .reg_covariance(LEAST_VARIANCE)
            .tolerance(TOLERANCE)
            .max_n_iterations(STEPS);
        let fitted = params
            .check()
            .and_then(|params| params.fit(&DatasetBase::from(x)))
            .map_err(not_found)?;
        let weights = fitted.weights().iter();
        let parts = weights
            .zip(fitted.means().outer_iter())
            .zip(fitted.precisions().outer_iter());
        let normal =
            |((&weight, centre), precision): ((&f64, ArrayView1<f64>), ArrayView2<f64>)| {
                let determinant = log_determinant(precision)?;
                Some(Normal {
                    centre: centre.to_vec(),
                    precision: precision.iter().copied().collect(),
                    log_scale: weight.ln() + 0.5 * determinant,
                })
            };
        let groups: Option<Vec<Normal>> = parts.map(normal).collect();
        let groups = groups.filter(|groups| groups.iter().all(Normal::is_finite));
        groups
            .map(|groups| MixtureModel { groups })
            .ok_or_else(|| MixtureError::NotFound {
                n_clusters,
                reason: "a group has no width".to_owned(),
            })
    }

    /// Groups.
    pub fn n_clusters(&self) -> usize {
        self.groups.len()
    }

    /// Centres, shape `(n_clusters, n_features)`.
    pub fn centres(&self) -> Array2<f64> {
        let width = self.groups.first().map_or(0, |group| group.centre.len());
        Array2::from_shape_fn((self.groups.len(), width), |(k, j)| {
            self.groups[k].centre[j]
        })
    }

    /// The most probable group of each row; the lowest number among equals.
    pub fn predict(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>, MixtureError> {
        validate::matrix_of_width("x", x, self.centres().ncols())?;
        Ok(x.axis_iter(Axis(0)).map(|row| self.of_row(row)).collect())
    }

    fn of_row(&self, row: ArrayView1<'_, f64>) -> usize {
        let mut best = (f64::NEG_INFINITY, 0);
        for (k, group) in self.groups.iter().enumerate() {
            let density = group.log_density(row);
            if density > best.0 {
                best = (density, k);
            }
        }
        best.1
    }

    /// The same groups, numbered anew: new group `i` is old group `order[i]`.
    pub fn reordered(&self, order: &[usize]) -> MixtureModel {
        let groups = order.iter().filter_map(|&k| self.groups.get(k).cloned());
        MixtureModel {
            groups: groups.collect(),
        }
    }
}

impl Normal {
    /// But for a constant.
    fn log_density(&self, row: ArrayView1<'_, f64>) -> f64 {
        let width = self.centre.len();
        let apart: Vec<f64> = row.iter().zip(&self.centre).map(|(x, c)| x - c).collect();
        let lines = self.precision.chunks_exact(width.max(1)).zip(&apart);
        let squared: f64 = lines
            .map(|(line, own)| {
                let sum: f64 = line.iter().zip(&apart).map(|(p, x)| p * x).sum();
                own * sum
            })
            .sum();
        self.log_scale - 0.5 * squared
    }

    fn is_finite(&self) -> bool {
        let values = self.centre.iter().chain(&self.precision);
        self.log_scale.is_finite() && values.into_iter().all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two clouds on a line, one narrow and one wide.
    fn clouds() -> Array2<f64> {
        Array2::from_shape_fn((200, 2), |(row, column)| {
            let step = (row / 2) as f64 / 100.0 - 0.5;
            match (row % 2, column) {
                (0, 0) => 0.2 * step,
                (0, _) => 0.2 * (step * 37.0).sin(),
                (_, 0) => 6.0 + 4.0 * step,
                _ => 4.0 * (step * 37.0).cos(),
            }
        })
    }

    #[test]
    fn two_clouds_are_two_groups_wherever_the_row_lies() {
        let x = clouds();
        let model = MixtureModel::fit(x.view(), 2, 3).unwrap();
        let labels = model.predict(x.view()).unwrap();
        assert!(
            labels
                .iter()
                .enumerate()
                .all(|(row, &k)| k == labels[row % 2])
        );
        assert_ne!(labels[0], labels[1]);
        // The wide one reaches farther, even where both densities underflow.
        let far = ndarray::array![[-900.0, 0.0]];
        assert_eq!(model.predict(far.view()).unwrap(), [labels[1]]);
        let turned = model.reordered(&[1, 0]);
        assert_eq!(turned.predict(x.view()).unwrap()[0], 1 - labels[0]);
        assert!(model.predict(ndarray::array![[1.0]].view()).is_err());
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
        let x = clouds();
        let fit = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap()
                .install(|| MixtureModel::fit(x.view(), 3, 11).unwrap())
        };
        let (one, four) = (fit(1), fit(4));
        assert_eq!(
            serde_json::to_string(&one).unwrap(),
            serde_json::to_string(&four).unwrap()
        );
    }

    #[test]
    fn rows_all_alike_are_no_groups_but_no_panic_either() {
        let x = Array2::from_elem((20, 2), 0.5);
        let _ = MixtureModel::fit(x.view(), 3, 1);
        assert!(MixtureModel::fit(Array2::zeros((0, 2)).view(), 2, 1).is_err());
    }
}
