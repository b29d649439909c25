//! What can go wrong with a forest, and with which value.

use crate::validate::{DataError, ParamError};

/// Why a forest was not fitted, or did not predict.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TreesError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// All targets (of positive weight) are 0, or all are 1: there is nothing to tell apart.
    #[error("all targets are {target}; both outcomes are needed")]
    OneOutcome {
        /// The outcome all rows share.
        target: f64,
    },
    /// The crate that makes the trees refused.
    #[error("the trees could not be made: {0}")]
    Refused(String),
}
