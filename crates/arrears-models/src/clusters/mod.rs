//! Which customers behave alike: clusters of payment behaviour, on a scale that no extreme customer can stretch.
//!
//! Shares of invoices stand on the scale as the chance that the customer's own rate exceeds a threshold (`features.rs`),
//! so that few invoices say little. The number of clusters is chosen among those that are found again when customers
//! and their invoices are drawn anew (`choose.rs`, `stability.rs`). Customers with fewer than a handful of mature invoices
//! are not clustered: they get [`TOO_FEW_INVOICES`]. Those unlike all others get [`OUTLIER`] and pull no centre
//! (`outliers.rs`). The first clusters are numbered
//! from 0 by rising late share; later ones take over the numbers of those before them ([`identity`]).

mod candidates;
mod choose;
mod features;
mod gaps;
mod grouping;
pub mod identity;
mod notes;
mod outliers;
mod points;
mod scale;
mod search;
mod stability;

pub use candidates::Candidate;
pub use choose::{Customers, fit};
pub use features::{ClusterFeature, Shape};
pub use grouping::Grouping;
pub use notes::NoClusters;
pub use scale::{ClusterScale, default_columns};

use arrears_features::AbsentFeature;
use arrears_features::columns::Columns;
use identity::Identity;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::ModelError;
use crate::config::{ClusterConfig, ClusterMethod};

/// `cluster_id` of a customer with too few mature invoices to be placed.
pub const TOO_FEW_INVOICES: i32 = -1;

/// `cluster_id` of a customer unlike all others.
pub const OUTLIER: i32 = -2;

/// Fitted clusters: the scale, the groups on it, and the numbers of groups that were compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterModel {
    scale: ClusterScale,
    grouping: Grouping,
    /// Distance from its cluster's centre beyond which a customer is an outlier.
    limit: Option<f64>,
    unclear: bool,
    /// Whether their number is an earlier model's, though another did better.
    #[serde(default)]
    held: bool,
    /// Mean Jaccard similarity with which a cluster must be found again, by the config that these were made with.
    #[serde(default = "default_min_jaccard")]
    min_jaccard: f64,
    candidates: Vec<Candidate>,
    identity: Identity,
    /// The feature that makes nearly all of the difference, and its share of it.
    dominating: Option<(String, f64)>,
    left_out: Vec<AbsentFeature>,
    min_invoices: u32,
    /// Customers that were clustered.
    n_customers: usize,
}

/// What models that were kept without it were made with, unless a config said otherwise.
fn default_min_jaccard() -> f64 {
    ClusterConfig::default().min_jaccard
}

impl ClusterModel {
    /// The number of each row's cluster, [`TOO_FEW_INVOICES`] where `n_mature` is below the minimum, or [`OUTLIER`].
    ///
    /// # Errors
    /// A column of [`ClusterModel::columns`] that `rows` does not hold.
    pub fn assign(&self, rows: &Columns, n_mature: &[u32]) -> Result<Vec<i32>, ModelError> {
        if rows.n_rows() == 0 {
            return Ok(Vec::new());
        }
        let placed = self.grouping.place(&self.scale.points(rows)?)?;
        let far = |distance: f64| self.limit.is_some_and(|limit| distance > limit);
        let rows = placed.labels.iter().zip(&placed.distances).zip(n_mature);
        Ok(rows
            .map(|((&label, &distance), &n)| match () {
                () if n < self.min_invoices => TOO_FEW_INVOICES,
                () if far(distance) => OUTLIER,
                () => self.identity.ids()[label],
            })
            .collect())
    }

    /// The rows on the clusters' scale, shape `(n_rows, n_features)`.
    ///
    /// # Errors
    /// A column of [`ClusterModel::columns`] that `rows` does not hold.
    pub fn scaled(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        self.scale.apply(rows)
    }

    /// Centres on the scale, shape `(n_clusters, n_features)`.
    pub fn centres(&self) -> Array2<f64> {
        self.grouping.centres()
    }

    /// The numbers of the clusters, in the order of the centres, and where they come from.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The features clustered on, in the order of the centres' columns.
    pub fn features(&self) -> Vec<&str> {
        self.scale.features()
    }

    /// The columns that assigning reads: the features, and what their shares are of.
    pub fn columns(&self) -> Vec<&str> {
        self.scale.columns()
    }

    /// Number of clusters.
    pub fn n_clusters(&self) -> usize {
        self.grouping.n_clusters()
    }

    /// Whether no number of clusters was sound, so that these are the least doubtful.
    pub fn is_unclear(&self) -> bool {
        self.unclear
    }

    /// Whether the number of clusters is an earlier model's, though another did better, by too little to give it up.
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// Mean Jaccard similarity below which a cluster is unclear.
    pub fn min_jaccard(&self) -> f64 {
        self.min_jaccard
    }

    /// Every number of clusters that was tried, and how it did.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// How well each cluster is found again when customers and their invoices are drawn anew: mean Jaccard similarity
    /// with its best match, in `[0, 1]`; absent where it was not asked for.
    pub fn stability(&self) -> Vec<Option<f64>> {
        self.of_chosen(|candidate| &candidate.jaccard)
    }

    /// Per cluster, the share of its customers that stay in it when their invoices are drawn anew.
    pub fn kept(&self) -> Vec<Option<f64>> {
        self.of_chosen(|candidate| &candidate.kept)
    }

    fn of_chosen(&self, values: fn(&Candidate) -> &Vec<Option<f64>>) -> Vec<Option<f64>> {
        let chosen = self.candidates.iter().find(|candidate| candidate.chosen);
        let mut values = chosen.map(values).cloned().unwrap_or_default();
        values.resize(self.n_clusters(), None);
        values
    }

    /// How groups were looked for.
    pub fn method(&self) -> ClusterMethod {
        match self.grouping {
            Grouping::KMeans(_) => ClusterMethod::Kmeans,
            Grouping::GaussianMixture(_) => ClusterMethod::GaussianMixture,
            Grouping::Dbscan(_) => ClusterMethod::Dbscan,
            Grouping::KPrototypes(_) => ClusterMethod::Kprototypes,
        }
    }

    /// The feature that accounts for nearly all of the differences between clusters, and its share of them.
    pub fn dominating(&self) -> Option<(&str, f64)> {
        let found = self.dominating.as_ref();
        found.map(|(feature, share)| (feature.as_str(), *share))
    }

    /// Features left out, for want of their source.
    pub fn left_out(&self) -> &[AbsentFeature] {
        &self.left_out
    }

    /// Customers that were clustered, outliers among them.
    pub fn n_customers(&self) -> usize {
        self.n_customers
    }

    /// Mature invoices below which a customer is not placed.
    pub fn min_invoices(&self) -> u32 {
        self.min_invoices
    }
}

/// Every n-th of `n` rows, so that at most `most` remain.
fn thinned(n: usize, most: usize) -> Vec<usize> {
    let step = n.div_ceil(most.max(2)).max(1);
    (0..n).step_by(step).collect()
}
