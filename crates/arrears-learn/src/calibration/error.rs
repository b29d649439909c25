//! What can go wrong in calibration, and with which value.

use crate::logistic::LogisticError;
use crate::validate::DataError;

/// Why a calibration was refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CalibrationError {
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// All rows (of positive weight) have the same outcome: any shift could be made larger.
    #[error("all {n_rows} outcomes are {outcome}; both are needed to calibrate")]
    OneOutcome {
        /// The outcome all rows share.
        outcome: bool,
        /// Rows.
        n_rows: usize,
    },
    /// The logistic fit failed.
    #[error(transparent)]
    Logistic(#[from] LogisticError),
}
