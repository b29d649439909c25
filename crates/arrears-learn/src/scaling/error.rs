//! What can go wrong in scaling, and with which value.

use crate::validate::{DataError, ParamError};

/// Why scaling was refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ScalingError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// An error of linfa's own data set type.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
