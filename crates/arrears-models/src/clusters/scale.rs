//! The scale that customers are compared on: each feature in its shape and weight, those that do not vary left out.

use arrears_features::columns::{Column, Columns};
use arrears_learn::prototypes::UNKNOWN;
use ndarray::Array2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::features::{ClusterFeature, FEATURES};
use super::points::Points;
use crate::ModelError;

/// A feature whose values on the scale have a standard deviation no greater is the same for all.
const SAME: f64 = 1e-9;

/// The scale of the clustering features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterScale {
    features: Vec<ClusterFeature>,
    /// Categories that take part, beside the numbers.
    #[serde(default)]
    categories: Vec<Levels>,
}

/// A feature of categories, and those that it had; a category's code is its position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Levels {
    name: String,
    levels: Vec<String>,
}

impl ClusterScale {
    /// The features of the default set that `rows` holds and that vary, and those of `categories` that it holds.
    pub fn fit(rows: &Columns, categories: &[String]) -> Self {
        let varies = |feature: &&ClusterFeature| {
            let values = rows
                .numeric(&feature.name)
                .map(|_| placed(feature, rows))
                .and_then(Result::ok);
            values.is_some_and(|values| deviation(&values) > SAME)
        };
        let levels = |name: &String| match rows.get(name) {
            Some(Column::Category { levels, .. }) => Some(Levels {
                name: name.clone(),
                levels: levels.clone(),
            }),
            _ => None,
        };
        Self {
            features: FEATURES.iter().filter(varies).cloned().collect(),
            categories: categories.iter().filter_map(levels).collect(),
        }
    }

    /// Names of the features, in column order.
    pub fn features(&self) -> Vec<&str> {
        self.features.iter().map(|feature| &*feature.name).collect()
    }

    /// Columns that are read.
    pub fn columns(&self) -> Vec<&str> {
        let categories = self.categories.iter().map(|levels| levels.name.as_str());
        columns(&self.features)
            .into_iter()
            .chain(categories)
            .collect()
    }

    /// `rows` with their numbers on the scale, and their categories.
    pub(super) fn points(&self, rows: &Columns) -> Result<Points, ModelError> {
        let codes: Vec<Vec<u32>> = self
            .categories
            .iter()
            .map(|levels| levels.codes(rows))
            .collect::<Result<_, _>>()?;
        let shape = (rows.n_rows(), codes.len());
        Ok(Points {
            x: self.apply(rows)?,
            codes: Array2::from_shape_fn(shape, |(row, at)| codes[at][row]),
        })
    }

    /// `rows` on the scale, shape `(n_rows, n_features)`.
    ///
    /// # Errors
    /// A feature of the scale that `rows` does not hold.
    pub fn apply(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        let columns: Vec<Vec<f64>> = self
            .features
            .par_iter()
            .map(|feature| placed(feature, rows))
            .collect::<Result<_, _>>()?;
        let shape = (rows.n_rows(), columns.len());
        Ok(Array2::from_shape_fn(shape, |(row, at)| columns[at][row]))
    }
}

impl Levels {
    /// The code of each row; one unknown when the scale was made is unknown.
    fn codes(&self, rows: &Columns) -> Result<Vec<u32>, ModelError> {
        let Some(column @ Column::Category { .. }) = rows.get(&self.name) else {
            return Err(missing(&self.name));
        };
        let code = |row: usize| {
            let level = column.category(row)?;
            let found = self.levels.iter().position(|known| known == level)?;
            Some(found as u32)
        };
        Ok((0..rows.n_rows())
            .map(|row| code(row).unwrap_or(UNKNOWN))
            .collect())
    }
}

/// Every column that the default set reads.
pub fn default_columns() -> Vec<&'static str> {
    columns(&FEATURES)
}

fn columns(features: &[ClusterFeature]) -> Vec<&str> {
    let names = features
        .iter()
        .flat_map(|feature| [Some(&*feature.name), feature.beside()]);
    let mut all: Vec<&str> = names.flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn placed(feature: &ClusterFeature, rows: &Columns) -> Result<Vec<f64>, ModelError> {
    let values = known(&feature.name, rows)?;
    let Some(beside) = feature.beside() else {
        return Ok(values
            .iter()
            .map(|&value| feature.place(value, f64::NAN))
            .collect());
    };
    let beside = known(beside, rows)?;
    let pairs = values.iter().zip(beside);
    Ok(pairs
        .map(|(&value, &beside)| feature.place(value, beside))
        .collect())
}

fn known<'a>(name: &str, rows: &'a Columns) -> Result<&'a [f64], ModelError> {
    match rows.get(name) {
        Some(Column::Numeric(values)) => Ok(values),
        _ => Err(missing(name)),
    }
}

fn missing(name: &str) -> ModelError {
    ModelError::FeatureMissing {
        feature: name.to_owned(),
        missing: "its source is absent".to_owned(),
    }
}

fn deviation(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (squares / n).sqrt()
}
