//! Groups of customers with alike payment behaviour.

use serde::{Deserialize, Serialize};

use crate::{MigrationReport, Wording};

/// The clusters and how their number was chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterReport {
    /// The features the clusters are made from: the columns of every profile.
    pub features: Vec<ClusterFeature>,
    /// The clusters, by identifier.
    pub clusters: Vec<ClusterRow>,
    /// Every number of clusters that was tried, in order.
    pub k_choice: Vec<KChoice>,
    /// Customers on a map of two principal components (up to 2,000).
    pub map: Vec<MapPoint>,
    /// Share of variance that the two components hold, when known.
    pub map_variance: Option<f64>,
    /// Customers that were clustered.
    pub n_customers: u64,
    /// How the clusters were made, in a sentence.
    pub method: Wording,
    /// Mean Jaccard similarity below which a cluster is called unclear.
    pub least_stability: f64,
    /// Days after the due date at which the settled share of each cluster is taken.
    pub path_days: Vec<i32>,
    /// The day by whose knowledge customers were placed to be judged by what followed.
    pub placed_on: String,
    /// The late share that followed of all clustered customers together.
    pub late_after: LateAfter,
    /// Who went where since the last champion.
    pub migration: MigrationReport,
}

/// Invoices issued after customers were placed, and due by now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LateAfter {
    /// Customers with such an invoice.
    pub n_customers: u64,
    /// Such invoices.
    pub n_invoices: u64,
    /// Share late; none where there are too few.
    pub share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// A sector or size class that a cluster has more of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoreOften {
    /// The sector or size class, in words where there are any.
    pub value: Wording,
    /// Its share of the cluster, drawn towards the share of all by as much as the cluster is small.
    pub share: f64,
    /// Its share of all customers.
    pub overall: f64,
}

/// A feature of the clusters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterFeature {
    /// Its identifier in the catalogue.
    pub feature: String,
    /// Its label.
    pub label: Wording,
    /// Its unit.
    pub unit: Wording,
    /// Mean over all clustered customers, in original units.
    pub overall: Option<f64>,
}

/// One cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterRow {
    /// Identifier, from 0.
    pub cluster_id: u32,
    /// Its name.
    pub name: Wording,
    /// What sets it apart, a sentence each, the strongest first.
    pub profile: Vec<Wording>,
    /// Sectors and size classes that it has more of.
    pub more_often: Vec<MoreOften>,
    /// Customers in it.
    pub n_customers: u64,
    /// Share of the open amount that they hold.
    pub share_of_open: Option<f64>,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past due.
    pub overdue_minor: i64,
    /// Mean probability that the next invoice is late.
    pub mean_p_late: Option<f64>,
    /// Centroid in original units, by the features' order.
    pub centroid: Vec<Option<f64>>,
    /// Effect sizes, by the features' order: the cluster's mean less the mean
    /// of all, in standard deviations.
    pub effect: Vec<Option<f64>>,
    /// Mean Jaccard similarity over resamples in `[0, 1]`, when known.
    pub stability: Option<f64>,
    /// Share of its invoices settled by each of the report's `path_days`.
    pub settled_by: Vec<Option<f64>>,
    /// Share that reached dunning level 1, 2 and 3 or more; empty without reminders.
    pub reached: Vec<Option<f64>>,
    /// How late its customers' invoices were that followed.
    pub late_after: LateAfter,
    /// What to do with this group.
    pub measures: Vec<Wording>,
}

/// One number of clusters that was tried.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KChoice {
    /// Number of clusters.
    pub k: u32,
    /// Mean silhouette in `[-1, 1]`, high is better.
    pub silhouette: Option<f64>,
    /// Sum of squared distances to the centres.
    pub inertia: Option<f64>,
    /// Calinski-Harabasz index, high is better.
    pub calinski_harabasz: Option<f64>,
    /// Gap statistic: how much tighter than clusters found where there are none.
    pub gap: Option<f64>,
    /// Its standard error.
    pub gap_error: Option<f64>,
    /// Mean Jaccard similarity with which the least stable cluster is found again, in `[0, 1]`.
    pub stability: Option<f64>,
    /// Mean adjusted Rand index between resamples.
    pub agreement: Option<f64>,
    /// Customers in the smallest cluster.
    pub smallest: u64,
    /// Customers far from every centre.
    pub n_outliers: u64,
    /// Whether every cluster is large enough and found again.
    pub sound: bool,
    /// Whether this one was taken.
    pub chosen: bool,
}

/// A customer on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MapPoint {
    /// First principal component.
    pub x: f64,
    /// Second principal component.
    pub y: f64,
    /// Cluster.
    pub cluster_id: u32,
    /// Customer.
    pub customer_id: String,
}
