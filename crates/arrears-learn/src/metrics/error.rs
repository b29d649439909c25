//! What makes a metric undefined.

use crate::validate::{DataError, ParamError};

/// Why a metric has no value.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MetricError {
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// All outcomes are the same, so that there is nothing to rank or to fit.
    #[error("`{metric}` needs both outcomes, got {n_rows} rows that are all {outcome}")]
    OneOutcome {
        /// The metric.
        metric: &'static str,
        /// The outcome all rows share.
        outcome: bool,
        /// Rows.
        n_rows: usize,
    },
    /// The number of groups is outside what the metric is defined for.
    #[error("`{metric}` needs 2 to {n_rows} - 1 groups, got {n_groups}")]
    GroupCount {
        /// The metric.
        metric: &'static str,
        /// Groups that hold at least one row.
        n_groups: usize,
        /// Rows.
        n_rows: usize,
    },
    /// The fit behind a calibration line failed.
    #[error("the calibration line has no fit: {0}")]
    Calibration(#[from] crate::calibration::CalibrationError),
}
