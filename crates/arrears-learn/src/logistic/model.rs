//! The fitted coefficients, and the probability they give a row.

use linfa::traits::Predict;
use ndarray::{Array1, ArrayBase, ArrayView1, ArrayView2, Data, Ix2};
use serde::{Deserialize, Serialize};

use super::error::LogisticError;
use crate::validate;

/// Fitted logistic regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticModel {
    pub(super) intercept: f64,
    pub(super) coefficients: Vec<f64>,
    pub(super) intercept_standard_error: f64,
    pub(super) standard_errors: Vec<f64>,
    pub(super) aliased: Vec<usize>,
    pub(super) ridge: f64,
    pub(super) n_iterations: usize,
    pub(super) converged: bool,
    pub(super) deviance: f64,
}

impl LogisticModel {
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
        Ok(x.dot(&self.coefficients()) + self.intercept)
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
/// For very negative `z` the naive form still works (`exp` overflows to infinity and the quotient
/// is 0), but loses nothing by it: both tails keep full relative precision where they are small.
pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
