//! The fitted centres and scales, and the way there and back.

use linfa::traits::Predict;
use ndarray::{Array2, ArrayBase, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Data, Ix2};
use serde::{Deserialize, Serialize};

use super::error::ScalingError;
use crate::validate;

/// Fitted scaling: `scaled = (value - centre) / scale`, per column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    centres: Vec<f64>,
    scales: Vec<f64>,
    constant: Vec<bool>,
}

impl Scaler {
    pub(super) fn new(columns: Vec<(f64, f64)>) -> Self {
        let constant: Vec<bool> = columns.iter().map(|&(_, scale)| scale == 0.0).collect();
        Self {
            centres: columns.iter().map(|&(centre, _)| centre).collect(),
            scales: columns
                .iter()
                .map(|&(_, scale)| if scale == 0.0 { 1.0 } else { scale })
                .collect(),
            constant,
        }
    }

    /// What is subtracted, per column, in the column's unit.
    pub fn centres(&self) -> ArrayView1<'_, f64> {
        ArrayView1::from(&self.centres)
    }

    /// What is divided by, per column, in the column's unit; 1 for a column without spread.
    pub fn scales(&self) -> ArrayView1<'_, f64> {
        ArrayView1::from(&self.scales)
    }

    /// Which columns had no spread in training.
    pub fn constant(&self) -> &[bool] {
        &self.constant
    }

    /// Scales a copy of `x`, shape `(n_rows, n_features)`.
    pub fn transform(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>, ScalingError> {
        let mut scaled = x.to_owned();
        self.transform_in_place(scaled.view_mut())?;
        Ok(scaled)
    }

    /// Scales `x` where it stands.
    pub fn transform_in_place(&self, mut x: ArrayViewMut2<'_, f64>) -> Result<(), ScalingError> {
        validate::matrix_of_width("x", x.view(), self.centres.len())?;
        for mut row in x.axis_iter_mut(Axis(0)) {
            for ((value, centre), scale) in row.iter_mut().zip(&self.centres).zip(&self.scales) {
                *value = (*value - centre) / scale;
            }
        }
        Ok(())
    }

    /// Back to the columns' own units.
    pub fn inverse(&self, scaled: ArrayView2<'_, f64>) -> Result<Array2<f64>, ScalingError> {
        validate::matrix_of_width("scaled", scaled, self.centres.len())?;
        let mut x = scaled.to_owned();
        for mut row in x.axis_iter_mut(Axis(0)) {
            for ((value, centre), scale) in row.iter_mut().zip(&self.centres).zip(&self.scales) {
                *value = *value * scale + centre;
            }
        }
        Ok(x)
    }
}

impl<D: Data<Elem = f64>> Predict<&ArrayBase<D, Ix2>, Result<Array2<f64>, ScalingError>>
    for Scaler
{
    /// The same as [`Scaler::transform`].
    fn predict(&self, x: &ArrayBase<D, Ix2>) -> Result<Array2<f64>, ScalingError> {
        self.transform(x.view())
    }
}
