//! The fitted coefficients, and the probability they give a row.

use linfa::traits::Predict;
use ndarray::{Array1, ArrayBase, ArrayView1, ArrayView2, Axis, Data, Ix2};
use serde::{Deserialize, Serialize};

use super::error::LogisticError;
use super::newton::Solution;
use crate::{parallel, validate};

/// Fitted logistic regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticModel {
    intercept: f64,
    coefficients: Vec<f64>,
    intercept_standard_error: f64,
    standard_errors: Vec<f64>,
    aliased: Vec<usize>,
    ridge: f64,
    n_iterations: usize,
    converged: bool,
    deviance: f64,
}

impl LogisticModel {
    pub(super) fn new(solution: Solution) -> Self {
        let aliased = solution.aliased.iter().skip(1);
        let aliased = aliased.zip(0..).filter(|&(&aliased, _)| aliased);
        Self {
            intercept: solution.terms[0],
            coefficients: solution.terms.iter().skip(1).copied().collect(),
            intercept_standard_error: solution.standard_errors[0],
            standard_errors: solution.standard_errors.iter().skip(1).copied().collect(),
            aliased: aliased.map(|(_, column)| column).collect(),
            ridge: solution.ridge,
            n_iterations: solution.n_iterations,
            converged: solution.converged,
            deviance: 2.0 * solution.loss,
        }
    }

    /// Log-odds of a row of zeros.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Change of the log-odds per unit of each column, shape `(n_features)`.
    pub fn coefficients(&self) -> ArrayView1<'_, f64> {
        ArrayView1::from(&self.coefficients)
    }

    /// Standard error of the intercept.
    pub fn intercept_standard_error(&self) -> f64 {
        self.intercept_standard_error
    }

    /// Standard errors of the coefficients, shape `(n_features)`: roots of the diagonal of the
    /// inverse Hessian of the penalised objective; 0 for an aliased column, which is held at 0.
    pub fn standard_errors(&self) -> ArrayView1<'_, f64> {
        ArrayView1::from(&self.standard_errors)
    }

    /// Columns left out because earlier ones (or the intercept) determine them; coefficient 0.
    pub fn aliased(&self) -> &[usize] {
        &self.aliased
    }

    /// Relative ridge that had to be added to the Hessian's diagonal to invert it; 0 as a rule.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }

    /// Newton steps taken.
    pub fn n_iterations(&self) -> usize {
        self.n_iterations
    }

    /// Whether the tolerance was met before the iterations ran out.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// Minus twice the weighted log-likelihood of the training rows, without the penalty.
    pub fn deviance(&self) -> f64 {
        self.deviance
    }

    /// Log-odds of each row, shape `(n_rows)`.
    pub fn log_odds(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>, LogisticError> {
        validate::matrix_of_width("x", x, self.coefficients.len())?;
        let log_odds = parallel::chunks(x.nrows(), |range| {
            let rows = x.slice_axis(Axis(0), range.into());
            (rows.dot(&self.coefficients()) + self.intercept).to_vec()
        });
        Ok(log_odds.into_iter().flatten().collect())
    }
}

impl<D: Data<Elem = f64>> Predict<&ArrayBase<D, Ix2>, Result<Array1<f64>, LogisticError>>
    for LogisticModel
{
    /// Probability of outcome 1 for each row, shape `(n_rows)`.
    fn predict(&self, x: &ArrayBase<D, Ix2>) -> Result<Array1<f64>, LogisticError> {
        Ok(self.log_odds(x.view())?.mapv_into(sigmoid))
    }
}

/// `1 / (1 + exp(-z))`.
///
/// For very negative `z` the exponential overflows to infinity and the quotient is 0, which is right;
/// elsewhere the lower tail keeps its full relative precision.
pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
