//! From features to the columns of a regression: transformed, filled, standardised, one column per category.
//!
//! Everything here is learnt on the training rows and kept with the model: bounds, fill values, means, scales and
//! category levels. A row seen later is placed on that frozen scale, so a column's value times its coefficient is
//! the log-odds by which this invoice differs from the average training invoice: the contributions are additive.

mod fit;
mod transform;

pub use fit::fit;
pub use transform::Transform;

use arrears_features::columns::{Column, Columns};
use ndarray::{Array2, ArrayViewMut1, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ModelError;

/// The frozen way from features to standardised columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Encoding {
    columns: Vec<EncodedColumn>,
}

/// One standardised column: its source feature, what it shows of it, and its place on the training scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedColumn {
    /// The catalogue's name of the feature.
    pub feature: String,
    /// What the column shows of the feature.
    pub part: Part,
    /// Mean over the training rows, before standardising.
    pub mean: f64,
    /// Standard deviation over the training rows.
    pub scale: f64,
}

/// What a column shows of its feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The transformed value, held between the training rows' bounds; `fill` stands for an unknown one.
    Value {
        /// How the raw value is transformed.
        transform: Transform,
        /// Lowest raw value told apart (0.5 % of the training rows are lower).
        low: f64,
        /// Highest raw value told apart.
        high: f64,
        /// Transformed value that stands for an unknown one: the training mean.
        fill: f64,
    },
    /// Whether the value is unknown.
    Unknown,
    /// Whether the category is this one.
    Level(String),
}

impl Encoding {
    /// The columns in order, as the coefficients have them.
    pub fn columns(&self) -> &[EncodedColumn] {
        &self.columns
    }

    /// Names of the features used, in order, each once.
    pub fn features(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.columns.iter().map(|c| c.feature.as_str()).collect();
        names.dedup();
        names
    }

    /// The same encoding without the features that `keep` refuses.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self {
            columns: self
                .columns
                .iter()
                .filter(|column| keep(&column.feature))
                .cloned()
                .collect(),
        }
    }

    /// Standardised columns of `rows`, shape `(n_rows, n_columns)`.
    ///
    /// # Errors
    /// A feature of the model that `rows` does not hold.
    pub fn apply(&self, rows: &Columns) -> Result<Array2<f64>, ModelError> {
        let sources = self
            .columns
            .iter()
            .map(|column| {
                rows.get(&column.feature)
                    .ok_or_else(|| missing(&column.feature))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut out = Array2::zeros((rows.n_rows(), self.columns.len()));
        out.axis_chunks_iter_mut(Axis(0), CHUNK)
            .into_par_iter()
            .enumerate()
            .for_each(|(i, mut block)| {
                for (j, (column, source)) in self.columns.iter().zip(&sources).enumerate() {
                    column.fill(source, i * CHUNK, block.column_mut(j));
                }
            });
        Ok(out)
    }
}

/// Rows filled at once: a block of them stays in the cache while column after column is written across it.
const CHUNK: usize = 512;

impl EncodedColumn {
    fn fill(&self, source: &Column, from: usize, mut out: ArrayViewMut1<f64>) {
        match (&self.part, source) {
            (
                Part::Value {
                    transform,
                    low,
                    high,
                    fill,
                },
                Column::Numeric(values),
            ) => {
                let values = &values[from..from + out.len()];
                for (cell, &raw) in out.iter_mut().zip(values) {
                    let value = if raw.is_nan() {
                        *fill
                    } else {
                        transform.apply(raw.clamp(*low, *high))
                    };
                    *cell = (value - self.mean) / self.scale;
                }
            }
            (Part::Unknown, source) => {
                for (i, cell) in out.iter_mut().enumerate() {
                    *cell = (f64::from(source.is_unknown(from + i)) - self.mean) / self.scale;
                }
            }
            (Part::Level(level), Column::Category { codes, levels }) => {
                let wanted = levels.iter().position(|l| l == level).map(|l| l as u32);
                for (cell, code) in out.iter_mut().zip(&codes[from..]) {
                    let here = code.is_some() && *code == wanted;
                    *cell = (f64::from(here) - self.mean) / self.scale;
                }
            }
            // A numeric feature that this ledger holds as text, or the reverse, says nothing about the row.
            (Part::Value { fill, .. }, Column::Category { .. }) => {
                out.fill((fill - self.mean) / self.scale)
            }
            (Part::Level(_), Column::Numeric(_)) => out.fill(-self.mean / self.scale),
        }
    }
}

fn missing(feature: &str) -> ModelError {
    ModelError::FeatureMissing {
        feature: feature.to_owned(),
        missing: "its source is absent".to_owned(),
    }
}
