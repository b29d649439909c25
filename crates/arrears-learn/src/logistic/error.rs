//! What can go wrong in logistic regression, and with which value.

use crate::validate::{DataError, ParamError};

/// Why a logistic fit or prediction was refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LogisticError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// All targets (of positive weight) are 0, or all are 1: the intercept has no finite optimum.
    #[error("all targets are {target}; both outcomes are needed")]
    OneOutcome {
        /// The outcome all rows share.
        target: f64,
    },
    /// Some combination of columns tells the outcomes apart without error, so that without a
    /// penalty its coefficient grows for ever.
    #[error(
        "the outcomes are separated, mainly along {column}, after {iterations} iterations; \
         without a penalty the coefficients have no finite optimum"
    )]
    Separated {
        /// The column with the largest part in the separating direction.
        column: Term,
        /// Newton iterations done when it was found.
        iterations: usize,
    },
    /// The columns' values lie too far apart in size for their squares to be added up.
    #[error("the columns are too far apart in size to be fitted; scale them first")]
    NotFinite,
    /// An error of linfa's own data set type.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// One term of the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// The constant.
    Intercept,
    /// A column, counted from 0.
    Column(usize),
}

impl Term {
    /// Terms are counted with the intercept first.
    pub(super) fn new(term: usize) -> Self {
        term.checked_sub(1).map_or(Self::Intercept, Self::Column)
    }
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Intercept => f.write_str("the intercept"),
            Self::Column(column) => write!(f, "column {column}"),
        }
    }
}
