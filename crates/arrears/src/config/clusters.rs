//! `[clusters]`: what its settings mean, and their ranges.

use arrears_models::ClusterConfig;

use super::meanings::{Section, Shown};
use super::validate::{Check, number, within};

/// The section and its keys.
pub(super) const SECTION: Section = Section {
    name: "clusters",
    about: "The groups of customers who behave alike",
    keys: &[
        (
            "k_min",
            "Smallest number of clusters tried (2 to 50); two are tried where the customers bear no more",
        ),
        ("k_max", "Largest number of clusters tried"),
        (
            "n_starts",
            "Random starts for each number of clusters (1 to 1,000)",
        ),
        (
            "silhouette_rows",
            "Customers at most on which the separation of clusters is measured",
        ),
        (
            "n_resamples",
            "Times the customers and their invoices are drawn anew to measure how stable each cluster is (0 to 1,000; 0 leaves it out)",
        ),
        (
            "min_invoices",
            "Customers with fewer invoices with a known outcome than this stay apart",
        ),
        (
            "min_share",
            "Smallest share of the customers in a cluster (0 to 0.5)",
        ),
        (
            "min_customers",
            "Fewest customers in a cluster; of fewer than six times as many customers, a sixth of them",
        ),
        (
            "min_jaccard",
            "Jaccard similarity with which every cluster is found again, else they are called unclear (0 to 1)",
        ),
        (
            "max_outlier_share",
            "Share of the customers at most that are kept apart as unlike all others (0 to 0.1)",
        ),
    ],
    shown: Shown::Everywhere,
};

/// Every setting against its range.
pub(super) fn checks(clusters: &ClusterConfig) -> Vec<Check> {
    vec![
        within("clusters.k_min", clusters.k_min, 2..=50, "from 2 to 50"),
        within(
            "clusters.k_max",
            clusters.k_max,
            clusters.k_min..=50,
            "from `clusters.k_min` to 50",
        ),
        within(
            "clusters.n_starts",
            clusters.n_starts,
            1..=1_000,
            "from 1 to 1,000",
        ),
        within(
            "clusters.silhouette_rows",
            clusters.silhouette_rows,
            100..=100_000,
            "from 100 to 100,000",
        ),
        within(
            "clusters.n_resamples",
            clusters.n_resamples,
            0..=1_000,
            "from 0 to 1,000",
        ),
        within(
            "clusters.min_invoices",
            clusters.min_invoices,
            1..=1_000_000,
            "from 1 to 1,000,000",
        ),
        number(
            "clusters.min_share",
            clusters.min_share,
            (0.0..=0.5).contains(&clusters.min_share),
            "from 0 to 0.5",
        ),
        within(
            "clusters.min_customers",
            clusters.min_customers,
            0..=1_000_000,
            "from 0 to 1,000,000",
        ),
        number(
            "clusters.min_jaccard",
            clusters.min_jaccard,
            (0.0..=1.0).contains(&clusters.min_jaccard),
            "from 0 to 1",
        ),
        number(
            "clusters.max_outlier_share",
            clusters.max_outlier_share,
            (0.0..=0.1).contains(&clusters.max_outlier_share),
            "from 0 to 0.1",
        ),
    ]
}
