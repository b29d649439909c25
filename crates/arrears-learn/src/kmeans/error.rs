//! What can go wrong in k-means, and with which value.

use crate::validate::{DataError, ParamError};

/// Why a k-means fit or prediction was refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum KMeansError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Fewer different points than clusters: some cluster would have no point of its own.
    #[error("{n_clusters} clusters asked of {n_distinct} distinct rows")]
    TooFewDistinctRows {
        /// The clusters asked for.
        n_clusters: usize,
        /// Different rows of positive weight in the data.
        n_distinct: usize,
    },
    /// An error of linfa's own data set type.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
