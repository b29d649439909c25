//! The scale that customers are compared on: transformed, filled, robustly centred, bounded.

use arrears_features::catalogue;
use arrears_features::columns::{Column, Columns};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::ModelError;
use crate::encoding::Transform;

/// Interquartile ranges from the median beyond which a value is held.
const BOUND: f64 = 4.0;

/// The frozen scale of the clustering features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterScale {
    features: Vec<ScaledFeature>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ScaledFeature {
    name: String,
    transform: Transform,
    /// Median of the transformed values; it also stands for an unknown value.
    median: f64,
    /// Spread: the interquartile range, or the standard deviation where more than half the customers are equal.
    spread: f64,
}

impl ClusterScale {
    /// Learns the scale of `rows`; a feature that does not vary is left out.
    pub fn fit(rows: &Columns) -> Self {
        let features = rows
            .iter()
            .filter_map(|(name, column)| match column {
                Column::Numeric(values) => scaled(name, values),
                Column::Category { .. } => None,
            })
            .collect();
        Self { features }
    }

    /// Names of the features, in column order.
    pub fn features(&self) -> Vec<&str> {
        self.features
            .iter()
            .map(|feature| feature.name.as_str())
            .collect()
    }

    /// `rows` on the scale, shape `(n_rows, n_features)`.
    ///
    /// # Errors
    /// A feature of the scale that `rows` does not hold.
    pub fn apply(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        let mut out = Array2::zeros((rows.n_rows(), self.features.len()));
        for (j, feature) in self.features.iter().enumerate() {
            let Some(Column::Numeric(values)) = rows.get(&feature.name) else {
                let missing = "its source is absent".to_owned();
                return Err(ModelError::FeatureMissing {
                    feature: feature.name.clone(),
                    missing,
                });
            };
            for (cell, &raw) in out.column_mut(j).iter_mut().zip(values) {
                *cell = feature.place(raw);
            }
        }
        Ok(out)
    }
}

impl ScaledFeature {
    fn place(&self, raw: f64) -> f64 {
        if raw.is_nan() {
            return 0.0;
        }
        ((self.transform.apply(raw) - self.median) / self.spread).clamp(-BOUND, BOUND)
    }
}

fn scaled(name: &str, values: &[f64]) -> Option<ScaledFeature> {
    let transform =
        catalogue::feature(name).map_or(Transform::Identity, |f| Transform::for_clusters(f.unit));
    let mut known: Vec<f64> = values
        .iter()
        .filter(|x| !x.is_nan())
        .map(|x| transform.apply(*x))
        .collect();
    if known.len() < 2 {
        return None;
    }
    known.sort_by(f64::total_cmp);
    let at = |q: f64| known[((known.len() - 1) as f64 * q).round() as usize];
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let deviation =
        (known.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / known.len() as f64).sqrt();
    // 1.349 interquartile ranges are one standard deviation of a normal; a rare event has a range of zero.
    let spread = ((at(0.75) - at(0.25)) / 1.349).max(deviation);
    let median = at(0.5);
    (deviation > 1e-9).then(|| ScaledFeature {
        name: name.to_owned(),
        transform,
        median,
        spread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_zero_and_extremes_are_held() {
        let mut values: Vec<f64> = (0..101).map(f64::from).collect();
        values.push(1e12);
        values.push(f64::NAN);
        let rows = Columns::from_numeric("some", values);
        let x = ClusterScale::fit(&rows)
            .apply(&rows)
            .expect("the same features");
        assert!(x.column(0).iter().all(|v| v.abs() <= BOUND));
        assert_eq!(x[[102, 0]], 0.0, "an unknown value stands at the median");
    }

    #[test]
    fn a_constant_feature_is_left_out() {
        let rows = Columns::from_numeric("some", vec![3.0; 20]);
        assert!(ClusterScale::fit(&rows).features().is_empty());
    }
}
