//! Which customers behave alike: k-means on payment behaviour, on a robust scale.
//!
//! Features are transformed (days and money by a logarithm-like shape), filled with the median where unknown, centred
//! on the median and scaled by the interquartile range, and held within four such ranges, so that no single extreme
//! customer pulls a centre. Customers with fewer than a handful of mature invoices are not clustered: they get
//! [`TOO_FEW_INVOICES`]. Clusters are numbered from 0 by rising late share of their centre.

mod choose;
mod scale;

pub use choose::{Candidate, fit};
pub use scale::ClusterScale;

use arrears_features::columns::Columns;
use arrears_learn::kmeans::KMeansModel;
use linfa::traits::Predict;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::ModelError;

/// `cluster_id` of a customer with too few mature invoices to be placed.
pub const TOO_FEW_INVOICES: i32 = -1;

/// Fitted clusters: the frozen scale, the centres on it, and the candidates that were compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterModel {
    scale: ClusterScale,
    kmeans: KMeansModel,
    candidates: Vec<Candidate>,
    stability: Vec<Option<f64>>,
    min_invoices: u32,
    /// Customers that the centres were fitted on.
    n_customers: usize,
}

impl ClusterModel {
    /// The cluster of each row, or [`TOO_FEW_INVOICES`] where `n_mature` is below the minimum.
    ///
    /// # Errors
    /// A clustering feature that `rows` does not hold.
    pub fn assign(&self, rows: &Columns, n_mature: &[u32]) -> Result<Vec<i32>, ModelError> {
        if rows.n_rows() == 0 {
            return Ok(Vec::new());
        }
        let labels = self.kmeans.predict(&self.scaled(rows)?)?;
        Ok(labels
            .iter()
            .zip(n_mature)
            .map(|(&label, &n)| {
                if n < self.min_invoices {
                    TOO_FEW_INVOICES
                } else {
                    label as i32
                }
            })
            .collect())
    }

    /// The rows on the clusters' scale, shape `(n_rows, n_features)`.
    ///
    /// # Errors
    /// A clustering feature that `rows` does not hold.
    pub fn scaled(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        self.scale.apply(rows)
    }

    /// Centres on the scale, shape `(n_clusters, n_features)`.
    pub fn centres(&self) -> Array2<f64> {
        self.kmeans.centres()
    }

    /// The features clustered on, in the order of the centres' columns.
    pub fn features(&self) -> Vec<&str> {
        self.scale.features()
    }

    /// Number of clusters.
    pub fn n_clusters(&self) -> usize {
        self.kmeans.n_clusters()
    }

    /// Every number of clusters that was tried, and how it did.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// How well each cluster is found again when customers are drawn anew: mean Jaccard similarity with its best match,
    /// in `[0, 1]`; absent where it was not asked for.
    pub fn stability(&self) -> &[Option<f64>] {
        &self.stability
    }

    /// Customers that the centres were fitted on.
    pub fn n_customers(&self) -> usize {
        self.n_customers
    }

    /// Mature invoices below which a customer is not placed.
    pub fn min_invoices(&self) -> u32 {
        self.min_invoices
    }
}
