//! What do the numbers say? Estimators and metrics without one domain word.
//!
//! Matrices and vectors of `f64` come in, fitted models and figures come out: nothing here opens a
//! file, knows a data frame, or knows what a row stands for.
//!
//! | module | answers |
//! | --- | --- |
//! | [`kmeans`] | which rows are alike? |
//! | [`mixture`] | which, where groups are ellipses that overlap? |
//! | [`density`] | which, where groups are crowds of any form? |
//! | [`prototypes`] | which, by numbers and categories at once? |
//! | [`logistic`] | how probable is an outcome? |
//! | [`trees`] | how probable is it, curves and interactions included? |
//! | [`survival`] | how long until it happens, when for some rows it has not yet? |
//! | [`calibration`] | how are probabilities brought back to what happened? |
//! | [`scaling`] | how are columns brought to one scale? |
//! | [`binning`] | what does each part of a column's range say of an outcome? |
//! | [`folds`] | how is a model tested on what comes after what it learnt from? |
//! | [`metrics`] | how good is a prediction, how clear a grouping? |
//! | [`tails`] | how sure are we that a rate exceeds a threshold? |
//! | [`bootstrap`] | how sure are we of a difference, or of a cluster? |
//! | [`drift`] | have the rows changed since? |
//! | [`clustered`] | how many independent rows are these worth? |
//! | [`decompose`] | why did an average change? |
//! | [`multiple`] | which of many findings are no luck? |
//! | [`assignment`] | which of these belongs to which of those? |
//!
//! **Shape of an estimator.** `Params` as the caller typed them are checked into `ValidParams`
//! (linfa's [`ParamGuard`](linfa::ParamGuard)), which fit (linfa's [`Fit`](linfa::traits::Fit), or a
//! plain method where weights in `f64` are wanted) a model, which predicts (linfa's
//! [`Predict`](linfa::traits::Predict), always a `Result`, so that a wrong number of columns is an
//! error). Every model is `Serialize` and `Deserialize`.
//!
//! **Same result on any number of threads.** Rows are cut into chunks of fixed size and partial sums
//! combined in row order; each parallel task draws from a generator of its own.
//!
//! **Bad input.** NaN and infinities are refused with the argument, row and column; parameters out of
//! range with their name, range and value.

pub mod assignment;
pub mod binning;
pub mod bootstrap;
pub mod calibration;
pub mod clustered;
pub mod decompose;
pub mod density;
pub mod drift;
pub mod folds;
pub mod kmeans;
mod linalg;
pub mod logistic;
pub mod metrics;
pub mod mixture;
pub mod multiple;
mod parallel;
pub mod prototypes;
mod quantile;
mod random;
pub mod scaling;
pub mod survival;
pub mod tails;
pub mod trees;
mod validate;

pub use validate::{DataError, ParamError};
