//! What the user may set about the models: the `[model]`, `[clusters]` and `[scorecard]` sections of `arrears.toml`.

use std::collections::BTreeMap;

use arrears_features::Moment;
use arrears_features::catalogue::{CATALOGUE, FeatureDef};
use serde::{Deserialize, Serialize};

/// Settings of the late-payment model, section `[model]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelConfig {
    /// Features that the model may use, by their names in the catalogue; empty for all that it marks as in the model.
    pub features: Vec<String>,
    /// L2 penalties to choose from, on the scale of the summed log likelihood of standardised columns.
    pub penalties: Vec<f64>,
    /// Time-ordered folds inside the training period, on which the penalty is chosen and calibration is measured.
    pub n_folds: usize,
    /// Rows at most in each fold's fits; the final fit always uses every row.
    pub fold_rows: usize,
    /// Invoices at most that teach the hazards of settlement at issue, and at each later landmark.
    pub hazard_rows: usize,
    /// Fewer mature invoices than this give the base rate instead of a regression.
    pub min_invoices: usize,
    /// Whether to measure on the folds what the model loses without each of its parts.
    pub ablation: bool,
    /// What is tried beside the regression; none by default.
    pub challenger: ChallengerKind,
    /// By how much the challenger's log loss on the folds must be lower for it to take the regression's place.
    pub challenger_margin: f64,
}

impl ModelConfig {
    /// The features that the model may use, in the catalogue's order.
    pub fn candidates(&self) -> Vec<&'static str> {
        let asked = |feature: &&FeatureDef| {
            let named = match self.features.is_empty() {
                true => feature.in_model,
                false => self.features.iter().any(|name| name == feature.id),
            };
            named && feature.moments.contains(&Moment::Issue)
        };
        CATALOGUE
            .iter()
            .filter(asked)
            .map(|feature| feature.id)
            .collect()
    }

    /// The recipe that makes the same model again with a catalogue that has grown: its features named one by one.
    pub fn spelt_out(&self) -> Self {
        Self {
            features: self.candidates().into_iter().map(str::to_owned).collect(),
            ..self.clone()
        }
    }
}

/// What may be tried beside the regression.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengerKind {
    /// Nothing: the regression stands alone.
    #[default]
    None,
    /// Gradient-boosted trees, in a build with the cargo feature `trees`.
    Trees,
}

impl Default for ModelConfig {
    fn default() -> Self {
        Self {
            features: Vec::new(),
            penalties: vec![30.0, 100.0, 300.0, 1000.0],
            n_folds: 4,
            fold_rows: 20_000,
            hazard_rows: 25_000,
            min_invoices: 50,
            ablation: false,
            challenger: ChallengerKind::None,
            challenger_margin: 0.005,
        }
    }
}

/// How groups of customers are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterMethod {
    /// Nearest of some centres.
    #[default]
    Kmeans,
    /// Most probable of some normal distributions.
    GaussianMixture,
    /// Crowds of customers that touch.
    Dbscan,
    /// Nearest of some centres that have categories too.
    Kprototypes,
}

/// Most groups that a mixture of normal distributions is fitted with: the cost of a fit rises with their number and with the
/// customers, and every number is fitted anew in each resample.
pub const MOST_MIXTURE_GROUPS: usize = 12;

/// Settings of the risk clusters, section `[clusters]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterConfig {
    /// How groups are looked for.
    pub method: ClusterMethod,
    /// Categories of customers that take part, with `method = "kprototypes"` only.
    pub categories: Vec<String>,
    /// Smallest number of clusters tried.
    pub k_min: usize,
    /// Largest number of clusters tried; [`MOST_MIXTURE_GROUPS`] at most of a mixture.
    pub k_max: usize,
    /// k-means++ restarts for each number of clusters.
    pub n_starts: usize,
    /// Customers at most on which the silhouette is computed.
    pub silhouette_rows: usize,
    /// Resamples of the customers on which each cluster's stability is measured; 0 leaves it out.
    pub n_resamples: usize,
    /// Customers with fewer mature invoices than this stay apart (`cluster_id` -1).
    pub min_invoices: u32,
    /// A sound clustering gives every cluster at least this share of the customers.
    pub min_share: f64,
    /// And at least this many customers, or a sixth of them where that is fewer.
    pub min_customers: usize,
    /// In a sound clustering every cluster is found again in resamples with at least this mean Jaccard similarity.
    pub min_jaccard: f64,
    /// Share of the customers at most that are kept apart as unlike all others (`cluster_id` -2); 0 for none.
    pub max_outlier_share: f64,
}

impl Default for ClusterConfig {
    fn default() -> Self {
        Self {
            method: ClusterMethod::Kmeans,
            categories: Vec::new(),
            k_min: 3,
            k_max: 10,
            n_starts: 10,
            silhouette_rows: 5_000,
            n_resamples: 30,
            min_invoices: 5,
            min_share: 0.01,
            min_customers: 30,
            min_jaccard: 0.75,
            max_outlier_share: 0.02,
        }
    }
}

/// Settings of the scorecard, section `[scorecard]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScorecardConfig {
    /// The score at which the odds are `base_odds`.
    pub base_score: f64,
    /// Odds of payment in time at the base score, to one.
    pub base_odds: f64,
    /// Points that double the odds.
    pub points_to_double_odds: f64,
    /// A feature that tells less than this is left out.
    pub min_information_value: f64,
    /// Features on the card at most.
    pub max_features: usize,
    /// Edges of the bins of features, where the user gives them: bin `i` holds values from edge `i - 1` up to below
    /// edge `i`.
    pub bins: BTreeMap<String, Vec<f64>>,
}

impl Default for ScorecardConfig {
    fn default() -> Self {
        Self {
            base_score: 600.0,
            base_odds: 50.0,
            points_to_double_odds: 20.0,
            min_information_value: 0.02,
            max_features: 10,
            bins: BTreeMap::new(),
        }
    }
}
