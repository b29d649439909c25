//! What can go wrong in binning, and with which value.

use crate::validate::{DataError, ParamError};

/// Why bins were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BinningError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// All rows have the event, or none has: no bin can differ from the whole.
    #[error("all {n_rows} outcomes are {outcome}; both are needed")]
    OneOutcome {
        /// The outcome all rows share.
        outcome: bool,
        /// Rows.
        n_rows: usize,
    },
    /// An error of linfa's own data set type.
    #[error("{0}")]
    Linfa(String),
}

impl From<linfa::Error> for BinningError {
    fn from(error: linfa::Error) -> Self {
        Self::Linfa(error.to_string())
    }
}
