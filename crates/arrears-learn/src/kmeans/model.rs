//! The fitted centres, and the assignment of rows to them.

use linfa::traits::Predict;
use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Data, Ix2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::distance::{PackedCentres, squared};
use super::error::KMeansError;
use crate::parallel::{self, Rows};
use crate::validate;

/// Fitted k-means: centres of shape `(n_clusters, n_features)` and how the fit went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KMeansModel {
    n_clusters: usize,
    n_features: usize,
    centres: Vec<f64>,
    cluster_weights: Vec<f64>,
    inertia: f64,
    n_iterations: usize,
    converged: bool,
    start: usize,
}

impl KMeansModel {
    pub(super) fn new(
        centres: Array2<f64>,
        cluster_weights: Vec<f64>,
        inertia: f64,
        n_iterations: usize,
        converged: bool,
        start: usize,
    ) -> Self {
        Self {
            n_clusters: centres.nrows(),
            n_features: centres.ncols(),
            centres: centres.iter().copied().collect(),
            cluster_weights,
            inertia,
            n_iterations,
            converged,
            start,
        }
    }

    /// Groups.
    pub fn n_clusters(&self) -> usize {
        self.n_clusters
    }

    /// Columns the model was fitted on.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Centres, shape `(n_clusters, n_features)`, in the units of the training columns.
    pub fn centres(&self) -> Array2<f64> {
        let shape = (self.n_clusters, self.n_features);
        Array2::from_shape_fn(shape, |(k, j)| self.centres[k * self.n_features + j])
    }

    /// Total weight (rows, when unweighted) of each cluster in training.
    pub fn cluster_weights(&self) -> &[f64] {
        &self.cluster_weights
    }

    /// Weighted sum of squared distances of the training rows to their centres.
    pub fn inertia(&self) -> f64 {
        self.inertia
    }

    /// Lloyd iterations of the start that was kept.
    pub fn n_iterations(&self) -> usize {
        self.n_iterations
    }

    /// Whether the kept start met the tolerance before its iterations ran out.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// Which start was kept, from 0; the lowest among equals.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The same model with its clusters renumbered: new cluster `i` is old cluster `order[i]`.
    ///
    /// `None` unless `order` holds each of `0..n_clusters` once.
    pub fn reordered(&self, order: &[usize]) -> Option<Self> {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        if !sorted.iter().copied().eq(0..self.n_clusters) {
            return None;
        }
        let width = self.n_features;
        let centre = |&k: &usize| self.centres[k * width..(k + 1) * width].iter().copied();
        Some(Self {
            centres: order.iter().flat_map(centre).collect(),
            cluster_weights: order.iter().map(|&k| self.cluster_weights[k]).collect(),
            ..self.clone()
        })
    }

    /// Euclidean distances to every centre, shape `(n_rows, n_clusters)`.
    pub fn distances(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>, KMeansError> {
        validate::matrix_of_width("x", x, self.n_features)?;
        let x = x.as_standard_layout();
        let mut distances = Array2::zeros((x.nrows(), self.n_clusters));
        let Some(rows) = Rows::new(x.view()) else {
            return Ok(distances);
        };
        distances
            .as_slice_mut()
            .unwrap_or_default()
            .par_chunks_mut(self.n_clusters)
            .enumerate()
            .for_each(|(row, out)| {
                let centres = self.centres.chunks_exact(self.n_features);
                for (out, centre) in out.iter_mut().zip(centres) {
                    *out = squared(rows.row(row), centre).sqrt();
                }
            });
        Ok(distances)
    }
}

impl<D: Data<Elem = f64>> Predict<&ArrayBase<D, Ix2>, Result<Array1<usize>, KMeansError>>
    for KMeansModel
{
    /// The nearest centre of each row; the lowest number among equals.
    fn predict(&self, x: &ArrayBase<D, Ix2>) -> Result<Array1<usize>, KMeansError> {
        validate::matrix_of_width("x", x.view(), self.n_features)?;
        let x = x.as_standard_layout();
        let Some(rows) = Rows::new(x.view()) else {
            return Ok(Array1::zeros(x.nrows()));
        };
        let packed = PackedCentres::<8>::new(&self.centres, self.n_features);
        let nearest = |row: usize| packed.nearest(rows.row(row)).label as usize;
        let labels = parallel::chunks(x.nrows(), |range| range.map(nearest).collect::<Vec<_>>());
        Ok(labels.into_iter().flatten().collect())
    }
}
