//! How sure a penalised fit is of the log-odds of any row, one it has not seen included.
//!
//! Read the penalty as a prior: before any row was seen, coefficient `j` was normal with mean 0 and variance
//! `1 / (l2 f_j)`. Then the inverse of the objective's curvature at its optimum is about the covariance of intercept and
//! coefficients given the rows (Laplace's approximation), and a row's log-odds have the variance
//!
//! ```text
//! var(z) = (1, x)' H^-1 (1, x)        H = sum_i w_i p_i (1 - p_i) (1, x_i)(1, x_i)' + l2 diag(0, f)
//! ```
//!
//! A column that few rows speak of keeps nearly its prior variance: such a row is told with a wide interval.
//!
//! Reference: MacKay (1992), The evidence framework applied to classification networks, doi:10.1162/neco.1992.4.5.720.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use super::error::LogisticError;
use super::information::Sample;
use super::model::LogisticModel;
use super::params::LogisticValidParams;
use crate::linalg::Cholesky;
use crate::validate;

/// Covariance of intercept and coefficients given the rows they were fitted on.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// The intercept first, shape `(n_features + 1, n_features + 1)`.
    covariance: Array2<f64>,
}

impl LogisticValidParams {
    /// The covariance of what was fitted on `x` (shape `(n_rows, n_features)`) with these parameters and `weights`.
    ///
    /// # Errors
    /// Rows of another width than the model's, numbers that are not finite, or columns too far apart in size.
    pub fn posterior(
        &self,
        model: &LogisticModel,
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
    ) -> Result<Posterior, LogisticError> {
        validate::matrix_of_width("x", x.reborrow(), model.coefficients().len())?;
        validate::weights(weights.as_ref().map(ArrayView1::view), x.nrows())?;
        // The curvature does not depend on the outcomes.
        let outcomes = Array1::zeros(x.nrows());
        let sample = Sample {
            x: x.reborrow(),
            y: outcomes.view(),
            weights: weights.map(ArrayView1::reborrow),
            offset: None,
        };
        let terms: Array1<f64> = std::iter::once(model.intercept())
            .chain(model.coefficients().iter().copied())
            .collect();
        let mut curvature = sample.information(terms.view()).hessian;
        for column in 0..x.ncols() {
            let factor = self.penalty_factors().get(column).copied().unwrap_or(1.0);
            curvature[[column + 1, column + 1]] += self.l2() * factor;
        }
        let covariance = inverse(&curvature).ok_or(LogisticError::NotFinite)?;
        Ok(Posterior { covariance })
    }
}

impl Posterior {
    /// Variance of the log-odds of a row, shape `(n_features)`.
    pub fn variance(&self, row: ArrayView1<'_, f64>) -> f64 {
        let at = |term: usize| if term == 0 { 1.0 } else { row[term - 1] };
        let n_terms = self.covariance.nrows();
        let of_term = |i: usize| -> f64 {
            (0..n_terms)
                .map(|j| self.covariance[[i, j]] * at(j))
                .sum::<f64>()
                * at(i)
        };
        (0..n_terms).map(of_term).sum::<f64>().max(0.0)
    }
}

/// The inverse of a positive definite matrix, scaled by its diagonal on the way.
fn inverse(matrix: &Array2<f64>) -> Option<Array2<f64>> {
    let root = matrix.diag().mapv(f64::sqrt);
    let scaled = Array2::from_shape_fn(matrix.dim(), |(i, j)| matrix[[i, j]] / root[i] / root[j]);
    let cholesky = Cholesky::new(scaled.view())?;
    let n = matrix.nrows();
    let mut inverse = Array2::zeros((n, n));
    for j in 0..n {
        let mut unit = Array1::zeros(n);
        unit[j] = 1.0;
        let column = cholesky.solve(unit.view());
        for i in 0..n {
            inverse[[i, j]] = column[i] / root[i] / root[j];
        }
    }
    Some(inverse)
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;
    use ndarray::array;

    use super::super::LogisticParams;
    use super::*;

    #[test]
    fn where_columns_say_nothing_it_is_the_variance_of_a_share() {
        // 8 rows, half of them 1: the log-odds of a half have the variance 1 / (8 * 1/4).
        let x = Array2::zeros((8, 1));
        let y = array![1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0];
        let params = LogisticParams::new().check().unwrap();
        let model = params
            .fit_weighted(x.view(), y.view(), None, None, None)
            .unwrap();
        let posterior = params.posterior(&model, x.view(), None).unwrap();
        assert!((posterior.variance(array![0.0].view()) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_column_that_no_row_speaks_of_keeps_its_prior_variance() {
        let x = array![[1.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 0.0]];
        let y = array![1.0, 0.0, 1.0, 0.0];
        let params = LogisticParams::new().l2(4.0).check().unwrap();
        let model = params
            .fit_weighted(x.view(), y.view(), None, None, None)
            .unwrap();
        let posterior = params.posterior(&model, x.view(), None).unwrap();
        let of = |row: ndarray::Array1<f64>| posterior.variance(row.view());
        assert!((of(array![0.0, 1.0]) - of(array![0.0, 0.0]) - 0.25).abs() < 1e-12);
        // By hand: H = [[1, 1/2], [1/2, 1/2 + 4]], whose inverse has 4.5 / 4.25 at its corner.
        assert!((of(array![0.0, 0.0]) - 4.5 / 4.25).abs() < 1e-9);
    }

    #[test]
    fn a_row_of_weight_two_counts_as_two() {
        let (x, y) = (array![[0.0], [1.0]], array![0.0, 1.0]);
        let params = LogisticParams::new().check().unwrap();
        let of = |x: &Array2<f64>, y: &Array1<f64>, weights: Option<Array1<f64>>| {
            let weights = weights.as_ref().map(|weights| weights.view());
            let model = params
                .fit_weighted(x.view(), y.view(), weights, None, None)
                .unwrap();
            let posterior = params.posterior(&model, x.view(), weights).unwrap();
            posterior.variance(array![1.0].view())
        };
        let twice = of(
            &array![[0.0], [1.0], [0.0], [1.0]],
            &array![0.0, 1.0, 0.0, 1.0],
            None,
        );
        assert!((of(&x, &y, Some(array![2.0, 2.0])) - twice).abs() < 1e-9);
    }
}
