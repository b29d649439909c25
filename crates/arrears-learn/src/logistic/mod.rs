//! The probability of one of two outcomes: logistic regression by Newton's method.
//!
//! It gives each column a weight, adds up the weighted columns of a row, and turns the sum into a
//! probability. Each weight says how much the log-odds change per unit of its column, the other
//! columns held fixed, so that the prediction of a row can be explained term by term.
//!
//! Use it where a probability must be right and explainable, on columns brought to one scale
//! ([`crate::scaling`]), curved effects being given as columns of their own. It cannot find
//! interactions by itself. The cost is `O(n_rows * n_features^2)` per Newton step, three to eight
//! steps, and no copy of the matrix.
//!
//! ```
//! use arrears_learn::logistic::LogisticParams;
//! use linfa::Dataset;
//! use linfa::traits::{Fit, Predict};
//! use ndarray::array;
//!
//! // Outcome 1 in one of four rows where the column is 0, in three of four where it is 1.
//! let x = array![[0.0], [0.0], [0.0], [0.0], [1.0], [1.0], [1.0], [1.0]];
//! let y = array![1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0];
//! let model = LogisticParams::new().l2(0.0).fit(&Dataset::new(x.clone(), y))?;
//! let p = model.predict(&x)?;
//! assert!((p[0] - 0.25).abs() < 1e-8 && (p[4] - 0.75).abs() < 1e-8);
//! # Ok::<(), arrears_learn::logistic::LogisticError>(())
//! ```
//!
//! ```text
//! minimise  sum_i w_i ( ln(1 + exp(z_i)) - y_i z_i ) + 1/2 * l2 * sum_j f_j b_j^2
//!           with z_i = a + sum_j b_j x_ij + o_i,   p_i = 1 / (1 + exp(-z_i))
//!
//! z_i  log-odds of row i;   p_i  its probability of outcome 1;   y_i  target in [0, 1]
//! a    intercept, never penalised;   b_j  coefficient of column j;   f_j  penalty factor (1)
//! w_i  weight (1);   o_i  offset (0)
//! ```
//!
//! - `l2`: how strongly a coefficient is held back until the rows argue for it; like having seen
//!   that much evidence for 0 beforehand. With scikit-learn's `C` it is `1 / C`.
//! - `tolerance`: how near to the optimum is near enough.
//!
//! **Awkward data.**
//! - A column that earlier ones (or the intercept) determine is left out with coefficient 0 and
//!   listed in [`LogisticModel::aliased`]; with a penalty it stays, and shares its effect.
//! - Without a penalty, columns that tell the outcomes apart without error have no finite optimum:
//!   [`LogisticError::Separated`] names the column. With a penalty there is one, and it is found.
//! - Where rounding leaves the Hessian singular, a ridge is added to invert it and told by
//!   [`LogisticModel::ridge`].
//! - Iterations that run out give a model with [`LogisticModel::converged`] `false`.
//!
//! References: McCullagh and Nelder 1989, Generalized Linear Models, section 4.4,
//! doi:10.1007/978-1-4899-3242-6; ridge: le Cessie and van Houwelingen 1992,
//! doi:10.2307/2347628; separation: Albert and Anderson 1984, doi:10.1093/biomet/71.1.1.

mod error;
mod fit;
mod information;
mod model;
mod newton;
mod params;
mod posterior;

pub use error::{LogisticError, Term};
pub use model::{LogisticModel, sigmoid};
pub use params::{LogisticParams, LogisticValidParams};
pub use posterior::Posterior;
