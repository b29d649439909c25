//! What can go wrong in a survival fit, and with which value.

use crate::validate::DataError;

/// Why a survival curve was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SurvivalError {
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
}
