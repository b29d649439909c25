//! `[clusters]`: what its settings mean, and their ranges.

use arrears_features::Moment;
use arrears_features::catalogue::{FeatureKind, feature};
use arrears_models::{ClusterConfig, ClusterMethod, MOST_MIXTURE_GROUPS};

use super::error::ConfigError;
use super::file::ConfigFile;
use super::meanings::{Section, Shown};
use super::validate::{Check, number, within};

/// The section and its keys.
pub(super) const SECTION: Section = Section {
    name: "clusters",
    about: "The groups of customers who behave alike",
    keys: &[
        (
            "method",
            "How groups are looked for: \"kmeans\", \"gaussian_mixture\", \"dbscan\" or \"kprototypes\"; see [clusters](clusters.md)",
        ),
        (
            "categories",
            "Categories of customers that take part, with `method = \"kprototypes\"` only: `sector`, `size_class`, `country`, `legal_form`",
        ),
        (
            "k_min",
            "Smallest number of clusters tried (2 to 50); two are tried where the customers bear no more",
        ),
        (
            "k_max",
            "Largest number of clusters tried (`k_min` to 50; to 12 with `gaussian_mixture`)",
        ),
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

/// Refuses what does not go with the method.
pub(super) fn check(file: &ConfigFile) -> Result<(), ConfigError> {
    check_mixture(file).and_then(|()| check_categories(file))
}

/// Refuses more groups of a mixture than can be fitted in a reasonable time.
fn check_mixture(file: &ConfigFile) -> Result<(), ConfigError> {
    const KEY: &str = "clusters.k_max";
    let clusters = &file.config.clusters;
    if clusters.method != ClusterMethod::GaussianMixture || clusters.k_max <= MOST_MIXTURE_GROUPS {
        return Ok(());
    }
    Err(ConfigError::OutOfRange {
        path: file.path.clone(),
        line: file.line_of(KEY).max(file.line_of("clusters.method")),
        key: KEY.into(),
        accepted: format!(
            "at most {MOST_MIXTURE_GROUPS} where `clusters.method` is \"gaussian_mixture\", whose fits cost more the more \
             groups there are"
        ),
        received: clusters.k_max.to_string(),
    })
}

/// Refuses categories that no method reads, and those that are none.
fn check_categories(file: &ConfigFile) -> Result<(), ConfigError> {
    const KEY: &str = "clusters.categories";
    let clusters = &file.config.clusters;
    let mixed = clusters.method == ClusterMethod::Kprototypes;
    let is_category = |name: &&String| {
        let found = feature(name.as_str()).filter(|f| f.moments.contains(&Moment::Customer));
        found.is_some_and(|f| f.kind == FeatureKind::Category)
    };
    let unknown = clusters.categories.iter().find(|name| !is_category(name));
    let (accepted, received) = match (unknown, clusters.categories.is_empty()) {
        (Some(name), _) => (
            "`sector`, `size_class`, `country` or `legal_form`",
            name.clone(),
        ),
        (None, false) if !mixed => (
            "empty, unless `clusters.method` is \"kprototypes\"",
            format!("{:?}", clusters.categories),
        ),
        (None, true) if mixed => (
            "at least one category, as `clusters.method` is \"kprototypes\"",
            "[]".to_owned(),
        ),
        _ => return Ok(()),
    };
    Err(ConfigError::OutOfRange {
        path: file.path.clone(),
        line: file.line_of(KEY).max(file.line_of("clusters.method")),
        key: KEY.into(),
        accepted: accepted.into(),
        received,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_string()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_mixture_has_twelve_groups_at_most() {
        let with = |k_max: u32| {
            message(&format!(
                "[clusters]\nmethod = \"gaussian_mixture\"\nk_max = {k_max}"
            ))
        };
        assert_eq!(with(12), "sound");
        assert_eq!(
            with(13),
            "`arrears.toml`, line 3: `clusters.k_max` must be at most 12 where `clusters.method` is \"gaussian_mixture\", \
             whose fits cost more the more groups there are, found 13"
        );
        assert_eq!(message("[clusters]\nk_max = 50"), "sound");
    }

    #[test]
    fn categories_go_with_their_method() {
        let with = |settings: &str| message(&format!("[clusters]\n{settings}"));
        assert_eq!(with("method = \"dbscan\""), "sound");
        assert_eq!(
            with("method = \"kprototypes\"\ncategories = [\"country\"]"),
            "sound"
        );
        assert_eq!(
            with("categories = [\"country\"]"),
            "`arrears.toml`, line 2: `clusters.categories` must be empty, unless `clusters.method` is \"kprototypes\", found [\"country\"]"
        );
        assert_eq!(
            with("method = \"kprototypes\""),
            "`arrears.toml`, line 2: `clusters.categories` must be at least one category, as `clusters.method` is \"kprototypes\", found []"
        );
        assert!(
            with("method = \"kprototypes\"\ncategories = [\"late_ratio_all\"]").contains(
                "must be `sector`, `size_class`, `country` or `legal_form`, found late_ratio_all"
            )
        );
        assert!(with("method = \"means\"").contains("`arrears.toml`, line 2"));
    }
}
