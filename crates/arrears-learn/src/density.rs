//! Groups as crowds: rows with many others near by, joined where they touch (linfa's DBSCAN).
//!
//! Rows in no crowd belong to no group. A row that comes later belongs to the nearest row of a crowd within the radius.
//!
//! Ester, Kriegel, Sander and Xu 1996, A density-based algorithm for discovering clusters, KDD-96, pages 226 to 231.

use linfa::ParamGuard;
use linfa::prelude::Transformer;
use linfa_clustering::Dbscan;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::validate::{self, DataError, ParamError};

/// Why groups by density were refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DensityError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// Fitted crowds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DensityModel {
    radius: f64,
    n_clusters: usize,
    n_features: usize,
    /// Rows of the crowds, and the group of each.
    members: Vec<f64>,
    labels: Vec<usize>,
}

impl DensityModel {
    /// Rows with at least `min_points` rows (itself among them) within `radius` make crowds, numbered in the order of
    /// their first row.
    pub fn fit(
        x: ArrayView2<'_, f64>,
        min_points: usize,
        radius: f64,
    ) -> Result<DensityModel, DensityError> {
        validate::matrix("x", x)?;
        let refused = |name, accepted, value| ParamError {
            name,
            accepted,
            value,
        };
        if min_points < 2 {
            let error = refused("min_points", "2 or more", min_points.to_string());
            return Err(error.into());
        }
        if !(radius > 0.0 && radius.is_finite()) {
            return Err(refused("radius", "above 0", radius.to_string()).into());
        }
        let params = Dbscan::params(min_points).tolerance(radius);
        let found = match params.check() {
            Ok(params) => params.transform(&x),
            Err(error) => return Err(refused("radius", "above 0", error.to_string()).into()),
        };
        let inside = x.axis_iter(Axis(0)).zip(&found);
        let (members, labels): (Vec<Vec<f64>>, Vec<usize>) = inside
            .filter_map(|(row, label)| label.map(|label| (row.to_vec(), label)))
            .unzip();
        Ok(DensityModel {
            radius,
            n_clusters: labels.iter().max().map_or(0, |&last| last + 1),
            n_features: x.ncols(),
            members: members.concat(),
            labels,
        })
    }

    /// Groups.
    pub fn n_clusters(&self) -> usize {
        self.n_clusters
    }

    /// How near a row must be to a crowd to belong to it.
    pub fn radius(&self) -> f64 {
        self.radius
    }

    /// Mean of each group's rows, shape `(n_clusters, n_features)`: what is typical of it, not where it ends.
    pub fn centres(&self) -> Array2<f64> {
        let mut centres = Array2::zeros((self.n_clusters, self.n_features));
        let mut sizes = vec![0.0; self.n_clusters];
        for (row, &label) in self.rows().zip(&self.labels) {
            sizes[label] += 1.0;
            for (sum, value) in centres.row_mut(label).iter_mut().zip(row) {
                *sum += value;
            }
        }
        for (mut centre, size) in centres.outer_iter_mut().zip(sizes) {
            centre /= f64::max(size, 1.0);
        }
        centres
    }

    /// The group of each row; none outside every crowd.
    pub fn predict(&self, x: ArrayView2<'_, f64>) -> Result<Vec<Option<usize>>, DensityError> {
        validate::matrix_of_width("x", x, self.n_features)?;
        let rows: Vec<ArrayView1<f64>> = x.axis_iter(Axis(0)).collect();
        Ok(rows.par_iter().map(|row| self.of_row(*row)).collect())
    }

    fn of_row(&self, row: ArrayView1<'_, f64>) -> Option<usize> {
        let mut best = (self.radius * self.radius, None);
        for (member, &label) in self.rows().zip(&self.labels) {
            let pairs = row.iter().zip(member);
            let squared: f64 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
            if squared < best.0 || squared == best.0 && best.1.is_none() {
                best = (squared, Some(label));
            }
        }
        best.1
    }

    /// The same groups, numbered anew: new group `i` is old group `order[i]`.
    pub fn reordered(&self, order: &[usize]) -> DensityModel {
        let new = |label: &usize| order.iter().position(|old| old == label);
        DensityModel {
            labels: self
                .labels
                .iter()
                .map(|label| new(label).unwrap_or(*label))
                .collect(),
            ..self.clone()
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.members.chunks_exact(self.n_features.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_crowds_and_one_alone() {
        let x = array![[0.0], [0.1], [0.2], [5.0], [5.1], [5.2], [9.0]];
        let model = DensityModel::fit(x.view(), 3, 0.15).unwrap();
        assert_eq!(model.n_clusters(), 2);
        let labels = model.predict(x.view()).unwrap();
        assert_eq!(
            labels,
            [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None]
        );
        // Within the radius of the nearest member, and just beyond it.
        let later = array![[0.34], [0.36]];
        assert_eq!(model.predict(later.view()).unwrap(), [Some(0), None]);
        assert!((model.centres()[[1, 0]] - 5.1).abs() < 1e-12);
        let turned = model.reordered(&[1, 0]);
        assert_eq!(turned.predict(x.view()).unwrap()[0], Some(1));
    }

    #[test]
    fn bounds_are_kept_and_no_crowd_is_no_group() {
        let x = array![[0.0], [1.0], [2.0]];
        assert!(DensityModel::fit(x.view(), 1, 0.5).is_err());
        assert!(DensityModel::fit(x.view(), 3, 0.0).is_err());
        assert!(DensityModel::fit(x.view(), 3, f64::NAN).is_err());
        let none = DensityModel::fit(x.view(), 3, 0.5).unwrap();
        assert_eq!(none.n_clusters(), 0);
        assert_eq!(none.predict(x.view()).unwrap(), [None; 3]);
        assert!(none.predict(array![[0.0, 1.0]].view()).is_err());
    }
}
