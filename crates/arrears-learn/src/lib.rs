//! What do the numbers say? Estimators and metrics without one domain word.

pub mod kmeans;
pub mod logistic;
mod parallel;
pub mod scaling;
mod validate;

pub use validate::{DataError, ParamError};
