//! A grouping of customers, whichever method found it: fitted on points of the scale, and applied to others.

use arrears_learn::density::DensityModel;
use arrears_learn::kmeans::KMeansModel;
use arrears_learn::mixture::MixtureModel;
use arrears_learn::prototypes::{Mixed, PrototypesModel};
use linfa::traits::Predict;
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::points::Points;
use crate::ModelError;

/// Fitted groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Nearest of some centres.
    KMeans(KMeansModel),
    /// Most probable of some normal distributions.
    GaussianMixture(MixtureModel),
    /// Nearest of some crowds, if near enough.
    Dbscan(DensityModel),
    /// Nearest of some centres that have categories too.
    KPrototypes(PrototypesModel),
}

/// The distance of a row that belongs to no group.
pub(super) const NOWHERE: f64 = f64::INFINITY;

/// Rows in their groups.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// The group of each row; where it belongs to none, one beyond the last.
    pub(super) labels: Vec<usize>,
    /// Of each row to its group's centre, over the numbers; [`NOWHERE`] where it belongs to none.
    pub(super) distances: Vec<f64>,
}

impl Grouping {
    /// The group of each row, and how far it lies from the group's centre.
    pub(super) fn place(&self, points: &Points) -> Result<Placed, ModelError> {
        let labels = self.labels(points)?;
        let centres = self.centres();
        let distances = labels
            .par_iter()
            .enumerate()
            .map(|(row, &label)| match label < centres.nrows() {
                true => apart(points, row, &centres, label),
                false => NOWHERE,
            })
            .collect();
        Ok(Placed { labels, distances })
    }

    fn labels(&self, points: &Points) -> Result<Vec<usize>, ModelError> {
        Ok(match self {
            Grouping::KMeans(model) => model.predict(&points.x)?.to_vec(),
            Grouping::GaussianMixture(model) => model.predict(points.x.view())?,
            Grouping::Dbscan(model) => {
                let none = model.n_clusters();
                let found = model.predict(points.x.view())?;
                found.into_iter().map(|k| k.unwrap_or(none)).collect()
            }
            Grouping::KPrototypes(model) => model.predict(mixed(points))?,
        })
    }

    /// Centres on the scale, shape `(n_clusters, n_features)`.
    pub fn centres(&self) -> Array2<f64> {
        match self {
            Grouping::KMeans(model) => model.centres(),
            Grouping::GaussianMixture(model) => model.centres(),
            Grouping::Dbscan(model) => model.centres(),
            Grouping::KPrototypes(model) => model.centres(),
        }
    }

    /// Groups.
    pub fn n_clusters(&self) -> usize {
        match self {
            Grouping::KMeans(model) => model.n_clusters(),
            Grouping::GaussianMixture(model) => model.n_clusters(),
            Grouping::Dbscan(model) => model.n_clusters(),
            Grouping::KPrototypes(model) => model.n_clusters(),
        }
    }

    /// The same groups, numbered anew: new group `i` is old group `order[i]`.
    pub(super) fn reordered(&self, order: &[usize]) -> Grouping {
        match self {
            Grouping::KMeans(model) => {
                let renumbered = model.reordered(order);
                Grouping::KMeans(renumbered.unwrap_or_else(|| model.clone()))
            }
            Grouping::GaussianMixture(model) => Grouping::GaussianMixture(model.reordered(order)),
            Grouping::Dbscan(model) => Grouping::Dbscan(model.reordered(order)),
            Grouping::KPrototypes(model) => Grouping::KPrototypes(model.reordered(order)),
        }
    }
}

pub(super) fn mixed(points: &Points) -> Mixed<'_> {
    Mixed {
        numbers: points.x.view(),
        categories: points.codes.view(),
    }
}

/// Distance of a row from a centre, over the numbers.
pub(super) fn apart(points: &Points, row: usize, centres: &Array2<f64>, centre: usize) -> f64 {
    let pairs = points.x.row(row).into_iter().zip(centres.row(centre));
    pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}
