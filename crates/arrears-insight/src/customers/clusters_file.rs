//! The content of `clusters.json`: a cluster's centroid in original units, size, name, profile and stability.

use std::collections::BTreeMap;

use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use super::cluster_choice::ClusterChoice;
use super::following::{Following, LateAfter};
use super::measures::Measure;
use super::profiles::{CentroidValue, ClusterProfile, DefiningFeature, OverRepresented};
use crate::facts::{Behaviour, Portfolio};
use crate::text::{ClusterName, Language, Text, statement};

/// `clusters.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClustersFile {
    /// The as-of day.
    pub as_of: Day,
    /// ISO 4217 code of the amounts.
    pub currency: String,
    /// What these figures are, and are not.
    pub statement: String,
    /// The day by whose knowledge customers were placed for `late_after`; null without clusters.
    pub placed_on: Option<Day>,
    /// The late share that followed of all clustered customers together.
    pub late_after_overall: LateAfter,
    /// How they were found and their number chosen; null where there are none.
    pub choice: Option<ClusterChoice>,
    /// The clusters, then customers with little history (-1) and outliers (-2), where there are any.
    pub clusters: Vec<ClusterEntry>,
}

/// One cluster in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClusterEntry {
    /// Its number, as in `segments.parquet`.
    pub cluster_id: i32,
    /// Its name in the run's language, unique within the run.
    pub name: String,
    /// Its name in all languages.
    pub names: Text,
    /// Its code, the same in all languages; null where the name says nothing of how it pays.
    pub code: Option<String>,
    /// Customers in it.
    pub size: u64,
    /// Its centroid in original units, by feature; empty for the groups apart.
    pub centroid: BTreeMap<String, Option<f64>>,
    /// The same on the scale on which the clusters were made.
    pub centroid_standardised: BTreeMap<String, Option<f64>>,
    /// Mean Jaccard similarity over resamples, in `[0, 1]`; null when not measured.
    pub stability: Option<f64>,
    /// Its customers' invoices of the following 90 days; null for the groups apart.
    pub late_after: Option<LateAfter>,
    /// What its customers have in common.
    pub profile: ProfileEntry,
}

/// The profile of one cluster in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileEntry {
    /// Its name as a code.
    pub name_code: ClusterName,
    /// Share of all customers.
    pub share_of_customers: f64,
    /// Customers that are natural persons.
    pub n_natural_persons: u64,
    /// Open, in the ledger's currency.
    pub open_amount: f64,
    /// Of which past due.
    pub overdue_amount: f64,
    /// Share of all that is open.
    pub share_of_open: Option<f64>,
    /// How its invoices were paid.
    pub behaviour: Behaviour,
    /// Effect size per feature: (cluster's mean - mean of all clustered) / standard deviation of all.
    pub effects: BTreeMap<String, Option<f64>>,
    /// What sets it apart, the strongest first; the strongest alone where nothing clearly does.
    pub defining: Vec<DefiningFeature>,
    /// Sectors that it has more of than all customers together.
    pub sectors: Vec<OverRepresented>,
    /// Size classes that it has more of than all customers together.
    pub size_classes: Vec<OverRepresented>,
    /// What to do with this group.
    pub measures: Vec<Measure>,
}

impl ClustersFile {
    /// The file's content, with names in `language`.
    pub fn new(
        portfolio: &Portfolio,
        choice: Option<ClusterChoice>,
        clusters: &[ClusterProfile],
        following: &Following,
        language: Language,
    ) -> ClustersFile {
        ClustersFile {
            as_of: portfolio.as_of,
            currency: portfolio.currency.clone(),
            statement: statement().get(language).to_owned(),
            placed_on: following.from,
            late_after_overall: following.overall,
            choice,
            clusters: clusters
                .iter()
                .map(|cluster| ClusterEntry::new(cluster, language))
                .collect(),
        }
    }
}

impl ClusterEntry {
    fn new(cluster: &ClusterProfile, language: Language) -> ClusterEntry {
        let by_feature = |value: fn(&CentroidValue) -> Option<f64>| {
            cluster
                .centroid
                .iter()
                .map(|c| (c.feature.clone(), value(c)))
                .collect()
        };
        ClusterEntry {
            cluster_id: cluster.cluster_id,
            name: cluster.name.get(language).to_owned(),
            names: cluster.name.clone(),
            code: cluster.name_code.code().map(str::to_owned),
            size: cluster.n_customers,
            centroid: by_feature(|c| c.value),
            centroid_standardised: by_feature(|c| c.standardised),
            stability: cluster.stability,
            late_after: cluster.following,
            profile: ProfileEntry {
                name_code: cluster.name_code,
                share_of_customers: cluster.share_of_customers,
                n_natural_persons: cluster.n_natural_persons,
                open_amount: cluster.open_minor as f64 / 100.0,
                overdue_amount: cluster.overdue_minor as f64 / 100.0,
                share_of_open: cluster.share_of_open,
                behaviour: cluster.behaviour.clone(),
                effects: by_feature(|c| c.effect),
                defining: cluster.defining.clone(),
                sectors: cluster.sectors.clone(),
                size_classes: cluster.size_classes.clone(),
                measures: cluster.measures.clone(),
            },
        }
    }
}
