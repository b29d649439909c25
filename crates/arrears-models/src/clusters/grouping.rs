//! A grouping of customers, whichever method found it: fitted on points of the scale, and applied to others.

use arrears_learn::kmeans::{KMeansModel, KMeansParams, sweep};
use linfa::traits::Predict;
use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::ModelError;

/// Fitted groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Nearest of some centres.
    KMeans(KMeansModel),
}

/// How a grouping is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    pub(super) n_starts: usize,
    pub(super) seed: u64,
}

impl Search {
    /// A grouping of `x` into each number of groups.
    pub(super) fn all(&self, x: &Array2<f64>, ks: &[usize]) -> Result<Vec<Grouping>, ModelError> {
        let Some(&first) = ks.first() else {
            return Ok(Vec::new());
        };
        let params = KMeansParams::new(first, self.seed).n_starts(self.n_starts);
        let models = sweep(x.view(), None, ks, &params)?;
        Ok(models.into_iter().map(Grouping::KMeans).collect())
    }
}

impl Grouping {
    /// The group of each row, and how far it lies from the group's centre.
    pub(super) fn place(&self, x: &Array2<f64>) -> Result<Placed, ModelError> {
        let labels = match self {
            Grouping::KMeans(model) => model.predict(x)?.to_vec(),
        };
        let centres = self.centres();
        let rows = labels.iter().zip(x.outer_iter());
        let distances = rows
            .map(|(&label, row)| {
                let pairs = row.iter().zip(centres.row(label));
                pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
            })
            .collect();
        Ok(Placed { labels, distances })
    }

    /// Centres on the scale, shape `(n_clusters, n_features)`.
    pub fn centres(&self) -> Array2<f64> {
        match self {
            Grouping::KMeans(model) => model.centres(),
        }
    }

    /// Groups.
    pub fn n_clusters(&self) -> usize {
        match self {
            Grouping::KMeans(model) => model.n_clusters(),
        }
    }

    /// The same groups, numbered anew: new group `i` is old group `order[i]`.
    pub(super) fn reordered(&self, order: &[usize]) -> Grouping {
        match self {
            Grouping::KMeans(model) => {
                let renumbered = model.reordered(order);
                Grouping::KMeans(renumbered.unwrap_or_else(|| model.clone()))
            }
        }
    }
}

/// Rows in their groups.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) labels: Vec<usize>,
    /// Of each row to its group's centre.
    pub(super) distances: Vec<f64>,
}

/// How many rows of `x` differ, counted up to `enough`.
pub(super) fn distinct(x: ArrayView2<'_, f64>, enough: usize) -> usize {
    let mut seen: Vec<Vec<u64>> = Vec::new();
    for row in x.axis_iter(Axis(0)) {
        let bits: Vec<u64> = row.iter().map(|v| v.to_bits()).collect();
        if !seen.contains(&bits) {
            seen.push(bits);
        }
        if seen.len() >= enough {
            break;
        }
    }
    seen.len()
}
