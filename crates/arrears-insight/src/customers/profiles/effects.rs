//! Effect sizes: how far a cluster's mean of a variable lies from the mean of all, in standard deviations.

use serde::{Deserialize, Serialize};

use super::ClusterVariable;
use crate::text::Text;

/// A feature in which the cluster stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefiningFeature {
    /// The feature.
    pub feature: String,
    /// Its label.
    pub label: Text,
    /// Mean of the cluster, in original units.
    pub cluster_mean: f64,
    /// Mean of all clustered customers.
    pub overall_mean: f64,
    /// Effect size in standard deviations.
    pub effect: f64,
}

/// Mean and standard deviation of a variable over the clustered customers of which it is known.
pub(super) struct VariableStatistics {
    mean: f64,
    deviation: f64,
}

impl VariableStatistics {
    pub(super) fn of(values: &[f64], clustered: &[usize]) -> VariableStatistics {
        let known = || {
            clustered
                .iter()
                .map(|&i| values[i])
                .filter(|value| value.is_finite())
        };
        let n = known().count() as f64;
        let mean = known().sum::<f64>() / n;
        let variance = known().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        VariableStatistics {
            mean,
            deviation: variance.sqrt(),
        }
    }

    /// `None` for a constant variable and for a cluster that has none of it.
    pub(super) fn effect(
        &self,
        variable: &ClusterVariable,
        members: &[usize],
    ) -> Option<DefiningFeature> {
        let known = || {
            members
                .iter()
                .map(|&i| variable.values[i])
                .filter(|v| v.is_finite())
        };
        let cluster_mean = known().sum::<f64>() / known().count() as f64;
        let effect = (cluster_mean - self.mean) / self.deviation;
        effect.is_finite().then(|| DefiningFeature {
            feature: variable.feature.clone(),
            label: variable.label.clone(),
            cluster_mean,
            overall_mean: self.mean,
            effect,
        })
    }
}
