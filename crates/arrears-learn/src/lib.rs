//! What do the numbers say? Estimators and metrics without one domain word.

pub mod bootstrap;
pub mod calibration;
pub mod folds;
pub mod kmeans;
mod linalg;
pub mod logistic;
pub mod metrics;
mod parallel;
mod quantile;
mod random;
pub mod scaling;
pub mod survival;
mod validate;

pub use validate::{DataError, ParamError};
