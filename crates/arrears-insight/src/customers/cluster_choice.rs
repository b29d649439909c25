//! How the clusters were found and their number chosen, as `clusters.json` tells it.

use serde::{Deserialize, Serialize};

/// How the clusters were found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterChoice {
    /// How groups were looked for: `kmeans`, `gaussian_mixture`, `dbscan` or `kprototypes`.
    pub method: String,
    /// Customers that were clustered, outliers among them.
    pub n_customers: u64,
    /// Whether no number of clusters was sound, so that these are the least doubtful.
    pub unclear: bool,
    /// Whether their number is the earlier model's, though another did better, by too little to give it up.
    pub held: bool,
    /// The feature that accounts for nearly all of the differences between clusters, and its share of them.
    pub dominating: Option<Dominating>,
    /// Features left out, for want of their source.
    pub left_out: Vec<LeftOut>,
    /// Every number of clusters that was tried.
    pub candidates: Vec<CandidateEntry>,
}

/// A feature that makes the clusters nearly alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dominating {
    /// The feature.
    pub feature: String,
    /// Its share of the squared distances between the clusters' means.
    pub share: f64,
}

/// A feature left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The feature.
    pub feature: String,
    /// What the ledger lacks.
    pub missing: String,
}

/// One number of clusters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CandidateEntry {
    /// Number of clusters.
    pub k: u64,
    /// Mean silhouette on a sample.
    pub silhouette: Option<f64>,
    /// Calinski-Harabasz index.
    pub calinski_harabasz: Option<f64>,
    /// Gap statistic.
    pub gap: Option<f64>,
    /// Its standard error.
    pub gap_error: Option<f64>,
    /// Sum of squared distances to the centres.
    pub inertia: f64,
    /// Customers in the smallest cluster.
    pub smallest: u64,
    /// Customers far from every centre.
    pub n_outliers: u64,
    /// Per cluster, mean Jaccard similarity with its best match over resamples.
    pub jaccard: Vec<Option<f64>>,
    /// Per cluster, share of its customers that stay in it when their invoices are drawn anew.
    pub kept: Vec<Option<f64>>,
    /// Mean adjusted Rand index between resamples.
    pub agreement: Option<f64>,
    /// Whether every cluster is large enough and found again.
    pub sound: bool,
    /// Whether it was chosen.
    pub chosen: bool,
}
