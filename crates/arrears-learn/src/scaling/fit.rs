//! Centre and spread of each column.
//!
//! A column is summed over fixed chunks of rows in a fixed order, so the scales do not depend on
//! the number of threads. The variance is taken around the mean in a second pass: the one-pass form
//! (mean of squares less squared mean) loses all digits when the mean is large beside the spread.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{ArrayBase, ArrayView2, Axis, Data, Ix2};
use rayon::prelude::*;

use super::error::ScalingError;
use super::model::Scaler;
use super::params::{RobustValidScaler, StandardScaler};
use crate::quantile::quantile;
use crate::{parallel, validate};

impl<D: Data<Elem = f64>, T> Fit<ArrayBase<D, Ix2>, T, ScalingError> for StandardScaler {
    type Object = Scaler;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Scaler, ScalingError> {
        self.fit_matrix(dataset.records().view())
    }
}

impl<D: Data<Elem = f64>, T> Fit<ArrayBase<D, Ix2>, T, ScalingError> for RobustValidScaler {
    type Object = Scaler;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Scaler, ScalingError> {
        self.fit_matrix(dataset.records().view())
    }
}

impl StandardScaler {
    /// Fits on `x`, shape `(n_rows, n_features)`.
    pub fn fit_matrix(&self, x: ArrayView2<'_, f64>) -> Result<Scaler, ScalingError> {
        validate::matrix("x", x)?;
        let first = x.row(0);
        // Sums are of differences from the first row, so that a column of equal values has a
        // spread of exactly 0 rather than of rounding noise.
        let shift = column_means(x, |value, column| value - first[column]);
        let means: Vec<f64> = shift.iter().zip(first).map(|(s, f)| s + f).collect();
        let variances = column_means(x, |value, column| {
            let deviation = (value - first[column]) - shift[column];
            deviation * deviation
        });
        let scale = |variance: &f64| variance.sqrt();
        Ok(Scaler::new(
            means.into_iter().zip(variances.iter().map(scale)).collect(),
        ))
    }
}

impl RobustValidScaler {
    /// Fits on `x`, shape `(n_rows, n_features)`.
    pub fn fit_matrix(&self, x: ArrayView2<'_, f64>) -> Result<Scaler, ScalingError> {
        validate::matrix("x", x)?;
        let columns = (0..x.ncols())
            .into_par_iter()
            .map(|column| {
                let mut values = x.column(column).to_vec();
                values.sort_unstable_by(f64::total_cmp);
                let at = |q| quantile(&values, q).unwrap_or(0.0);
                (at(0.5), at(self.upper()) - at(self.lower()))
            })
            .collect();
        Ok(Scaler::new(columns))
    }
}

/// Mean over rows of `term(value, column)` for every column.
fn column_means(x: ArrayView2<'_, f64>, term: impl Fn(f64, usize) -> f64 + Sync) -> Vec<f64> {
    let partial = parallel::chunks(x.nrows(), |range| {
        let mut sums = vec![0.0; x.ncols()];
        for row in x.slice_axis(Axis(0), range.into()).outer_iter() {
            for (column, (sum, &value)) in sums.iter_mut().zip(row).enumerate() {
                *sum += term(value, column);
            }
        }
        sums
    });
    let mut means = parallel::add_all(partial, x.ncols());
    means.iter_mut().for_each(|sum| *sum /= x.nrows() as f64);
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::ParamGuard;
    use ndarray::array;

    use crate::scaling::RobustScaler;

    #[test]
    fn standard_scaling_by_hand() {
        let x = array![[1.0, 5.0], [3.0, 5.0]];
        let scaler = StandardScaler.fit_matrix(x.view()).unwrap();
        assert_eq!(scaler.centres(), array![2.0, 5.0]);
        assert_eq!(scaler.scales(), array![1.0, 1.0]);
        assert_eq!(scaler.constant(), [false, true]);
        let scaled = scaler.transform(x.view()).unwrap();
        assert_eq!(scaled, array![[-1.0, 0.0], [1.0, 0.0]]);
        assert_eq!(scaler.inverse(scaled.view()).unwrap(), x);
    }

    #[test]
    fn robust_scaling_by_hand() {
        // Of 0, 1, 2, 3, 1000: median 2, quartiles 1 and 3.
        let x = array![[0.0], [1000.0], [2.0], [1.0], [3.0]];
        let params = RobustScaler::new().check().unwrap();
        let scaler = params.fit_matrix(x.view()).unwrap();
        assert_eq!(scaler.centres(), array![2.0]);
        assert_eq!(scaler.scales(), array![2.0]);
    }

    #[test]
    fn a_large_mean_does_not_swallow_the_spread() {
        let x = array![[1e9 + 1.0], [1e9 + 2.0], [1e9 + 3.0]];
        let scaler = StandardScaler.fit_matrix(x.view()).unwrap();
        let expected = (2.0f64 / 3.0).sqrt();
        assert!((scaler.scales()[0] - expected).abs() < 1e-12);
    }

    #[test]
    fn a_constant_column_has_exactly_no_spread() {
        let x = ndarray::Array2::from_elem((1000, 1), 0.1);
        let scaler = StandardScaler.fit_matrix(x.view()).unwrap();
        assert_eq!(scaler.constant(), [true]);
        assert_eq!(scaler.centres()[0], 0.1);
    }
}
