//! What can go wrong between a ledger and a model, with the figures a user can act on.

use arrears_features::FeatureError;
use arrears_learn::kmeans::KMeansError;
use arrears_learn::logistic::LogisticError;
use arrears_learn::{DataError, ParamError};
use arrears_ledger::Day;

/// Why no model was trained, or why one cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Nothing was known yet on the as-of date.
    #[error("no invoice is known on {as_of}: the ledger starts on {first}")]
    NothingKnown {
        /// The as-of date asked for.
        as_of: Day,
        /// The first day on which an invoice is known.
        first: Day,
    },
    /// No invoice has a known outcome yet.
    #[error(
        "no invoice was due on or before {as_of}: there are {n_invoices} invoices, the first due on {first_due}, and nothing to learn from yet"
    )]
    NothingMature {
        /// The as-of date asked for.
        as_of: Day,
        /// Invoices known by then.
        n_invoices: usize,
        /// The first due date among them.
        first_due: Day,
    },
    /// A backtest without an invoice to test on.
    #[error("no invoice is dated from {from} to {until}: the ledger ends on {last}")]
    NothingToTest {
        /// First invoice date asked for.
        from: Day,
        /// Last invoice date asked for.
        until: Day,
        /// Last invoice date in the ledger.
        last: Day,
    },
    /// The model asks for a feature that this ledger does not give.
    #[error("the model uses the feature `{feature}`, which this ledger does not give: {missing}")]
    FeatureMissing {
        /// The feature's name.
        feature: String,
        /// What its source lacks.
        missing: String,
    },
    /// The features could not be computed.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// A setting of an estimator is out of range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Numbers that no estimator takes.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The regression refused its input.
    #[error("late-payment model: {0}")]
    Logistic(#[from] LogisticError),
    /// The clustering refused its input.
    #[error("risk clusters: {0}")]
    KMeans(#[from] KMeansError),
}

impl ModelError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NothingKnown { first, .. } => Some(format!("choose an as-of date after {first}")),
            Self::NothingMature { first_due, .. } => {
                Some(format!("choose an as-of date well after {first_due}"))
            }
            Self::NothingToTest { last, .. } => Some(format!(
                "choose a test period that ends on or before {last}"
            )),
            Self::FeatureMissing { .. } => Some(
                "train a model on this ledger first, or add the missing table to arrears.toml"
                    .into(),
            ),
            Self::Features(error) => error.hint(),
            Self::Params(_) | Self::Data(_) | Self::Logistic(_) | Self::KMeans(_) => None,
        }
    }
}
