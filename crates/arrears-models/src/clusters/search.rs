//! How groupings are looked for, by each method.

use arrears_learn::density::DensityModel;
use arrears_learn::kmeans::{KMeansParams, sweep};
use arrears_learn::mixture::{MixtureError, MixtureModel};
use arrears_learn::prototypes::PrototypesParams;
use ndarray::Array2;
use rayon::prelude::*;

use super::grouping::{Grouping, mixed};
use super::points::Points;
use crate::ModelError;
use crate::config::ClusterMethod;

/// What a category that differs counts in k-prototypes: as a step of a half on the scale, squared.
pub(super) const CATEGORY: f64 = 0.25;

/// Customers at most that crowds are looked for among, and normal distributions fitted to: every pair of the former is looked
/// at, and each step of the latter takes a matrix per group.
const FEW_ROWS: usize = 3_000;
/// Radii tried, ascending, in steps of the scale.
const RADII: [f64; 9] = [0.04, 0.06, 0.08, 0.12, 0.16, 0.20, 0.25, 0.32, 0.40];

/// How a grouping is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    pub(super) method: ClusterMethod,
    pub(super) n_starts: usize,
    pub(super) seed: u64,
}

impl Search {
    /// Groupings into those numbers of groups of `ks` that the method finds, in their order.
    pub(super) fn all(&self, points: &Points, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
        match self.method {
            ClusterMethod::Kmeans => self.kmeans(points, ks),
            ClusterMethod::GaussianMixture => self.mixtures(points, ks),
            ClusterMethod::Dbscan => crowds(points, ks),
            ClusterMethod::Kprototypes => self.prototypes(points, ks),
        }
    }

    /// A grouping of other points as `found` is one of its own: as many groups, or crowds of the same radius.
    pub(super) fn again(
        &self,
        points: &Points,
        found: &Grouping,
    ) -> Result<Option<Grouping>, ModelError> {
        if let Grouping::Dbscan(model) = found {
            let crowd = crowd(points, model.radius())?;
            return Ok(Some(Grouping::Dbscan(crowd)));
        }
        // Copies of one customer may leave fewer distinct rows than clusters.
        let k = found.n_clusters();
        let k = k.min(points.distinct(k));
        Ok(self.all(points, &[k])?.pop())
    }

    fn kmeans(&self, points: &Points, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
        let Some(&first) = ks.first() else {
            return Ok(Vec::new());
        };
        let params = KMeansParams::new(first, self.seed).n_starts(self.n_starts);
        let models = sweep(points.x.view(), None, ks, &params)?;
        Ok(models.into_iter().map(Grouping::KMeans).collect())
    }

    /// A number of groups to which no mixture converges is left out.
    fn mixtures(&self, points: &Points, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
        let few = thinned_points(points);
        let found: Vec<Option<Grouping>> = ks
            .par_iter()
            .map(|&k| match MixtureModel::fit(few.x.view(), k, self.seed) {
                Ok(model) => Ok(Some(Grouping::GaussianMixture(model))),
                Err(MixtureError::NotFound { .. }) => Ok(None),
                Err(error) => Err(ModelError::from(error)),
            })
            .collect::<Result<_, _>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn prototypes(&self, points: &Points, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
        ks.par_iter()
            .map(|&n_clusters| {
                let params = PrototypesParams {
                    n_clusters,
                    n_starts: self.n_starts,
                    gamma: CATEGORY,
                    seed: self.seed,
                };
                Ok(Grouping::KPrototypes(params.fit(mixed(points))?))
            })
            .collect()
    }
}

/// For each number of groups, the crowds that leave the fewest customers outside, of all radii tried.
fn crowds(points: &Points, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
    let few = thinned_points(points);
    let tried: Vec<DensityModel> = RADII
        .par_iter()
        .map(|&radius| crowd(&few, radius))
        .collect::<Result<_, _>>()?;
    // A larger radius leaves fewer outside.
    let widest = |k: usize| tried.iter().rev().find(|model| model.n_clusters() == k);
    let found = ks.iter().filter_map(|&k| widest(k));
    Ok(found.cloned().map(Grouping::Dbscan).collect())
}

fn crowd(points: &Points, radius: f64) -> Result<DensityModel, ModelError> {
    let few = thinned_points(points);
    Ok(DensityModel::fit(few.x.view(), neighbours(&few.x), radius)?)
}

fn thinned_points(points: &Points) -> Points {
    points.select(&super::thinned(points.n_rows(), FEW_ROWS))
}

/// Customers that make a crowd: twice as many as there are features (Sander and others 1998,
/// doi:10.1023/A:1009745219419), and no fewer than one in a hundred.
fn neighbours(x: &Array2<f64>) -> usize {
    (2 * x.ncols()).max(x.nrows() / 100).max(2)
}
