//! What can go wrong between a ledger and a model, with the figures a user can act on.

use arrears_features::FeatureError;
use arrears_learn::binning::BinningError;
use arrears_learn::density::DensityError;
use arrears_learn::kmeans::KMeansError;
use arrears_learn::logistic::LogisticError;
use arrears_learn::mixture::MixtureError;
use arrears_learn::prototypes::PrototypesError;
use arrears_learn::trees::TreesError;
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
    #[error(
        "no invoice is dated {from} or later{}: the ledger's last invoice is dated {last}",
        until.map_or_else(String::new, |day| format!(", and {day} or earlier"))
    )]
    NothingToTest {
        /// First invoice date asked for.
        from: Day,
        /// Last invoice date asked for, if any was.
        until: Option<Day>,
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
    /// A kept model reads a feature that this program does not know.
    #[error("it reads the feature `{feature}`, which this version does not know")]
    UnknownFeature {
        /// The feature's name.
        feature: String,
    },
    /// A kept model lacks parts, or has too many.
    #[error("it has {n} {what} for {n_columns} columns")]
    Parts {
        /// Which parts.
        what: &'static str,
        /// How many there are.
        n: usize,
        /// Columns of the regression.
        n_columns: usize,
    },
    /// Too few invoices with a known outcome for points that mean anything.
    #[error(
        "a scorecard wants {least} invoices with a known outcome, and {n} have one: {n_late} late, {} in time",
        n - n_late
    )]
    TooFewLabels {
        /// Invoices with a known outcome.
        n: usize,
        /// Of which late.
        n_late: usize,
        /// The fewest that would do.
        least: usize,
    },
    /// Too few customers' first invoices to say anything of the next new one.
    #[error(
        "what new customers do is told by the first invoices of {n} customers, where {least} are wanted"
    )]
    TooFewFirstInvoices {
        /// Customers whose first invoice has a known outcome.
        n: usize,
        /// The fewest that would do.
        least: usize,
    },
    /// All invoices had one outcome: nothing tells them apart.
    #[error("all {n} invoices with a known outcome were paid {}: a scorecard wants both", if *late { "late" } else { "in time" })]
    OneOutcome {
        /// Invoices with a known outcome.
        n: usize,
        /// Which outcome.
        late: bool,
    },
    /// No feature tells enough to be on a scorecard.
    #[error("no feature tells enough for a scorecard: {best}")]
    NothingTells {
        /// The best there was, in words.
        best: String,
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
    /// The bins of a feature could not be made.
    #[error("scorecard: {0}")]
    Binning(#[from] BinningError),
    /// Trees were asked for in a build that cannot fit them.
    #[error("this build has no trees to challenge the regression with")]
    TreesNotBuilt,
    /// The trees refused their input.
    #[error("challenger: {0}")]
    Trees(#[from] TreesError),
    /// The regression refused its input.
    #[error("late-payment model: {0}")]
    Logistic(#[from] LogisticError),
    /// The clustering refused its input.
    #[error("risk clusters: {0}")]
    KMeans(#[from] KMeansError),
    /// The same by normal distributions.
    #[error("risk clusters: {0}")]
    Mixture(#[from] MixtureError),
    /// The same by crowds.
    #[error("risk clusters: {0}")]
    Density(#[from] DensityError),
    /// The same by numbers and categories.
    #[error("risk clusters: {0}")]
    Prototypes(#[from] PrototypesError),
}

impl ModelError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NothingKnown { first, .. } => Some(format!("choose an as-of date after {first}")),
            Self::NothingMature { first_due, .. } => {
                Some(format!("choose an as-of date well after {first_due}"))
            }
            Self::NothingToTest { from, last, .. } if from > last => Some(format!(
                "choose a `--train-until` well before {last}"
            )),
            Self::NothingToTest { .. } => Some("choose a longer test period".into()),
            Self::FeatureMissing { .. } => Some(
                "train a model on this ledger first, or add the missing table to arrears.toml"
                    .into(),
            ),
            Self::TooFewLabels { .. } => Some(
                "choose a later as-of date, export a longer history, or set `min_invoices` under `[model]` lower".into(),
            ),
            Self::TooFewFirstInvoices { .. } => Some(
                "choose a later as-of date, or export a longer history".into(),
            ),
            Self::OneOutcome { .. } => Some(
                "choose another as-of date, export a longer history, or look at `grace_days` under `[definitions]`"
                    .into(),
            ),
            Self::NothingTells { .. } => {
                Some("set `min_information_value` under `[scorecard]` lower, or export a longer history".into())
            }
            Self::TreesNotBuilt => Some(
                "build with `cargo build --release --features trees`, or leave `challenger` under `[model]` out".into(),
            ),
            Self::UnknownFeature { .. } | Self::Parts { .. } => {
                Some("train a model with this version".into())
            }
            Self::Features(error) => error.hint(),
            Self::Params(_)
            | Self::Data(_)
            | Self::Binning(_)
            | Self::Logistic(_)
            | Self::Trees(_)
            | Self::KMeans(_)
            | Self::Mixture(_)
            | Self::Density(_)
            | Self::Prototypes(_) => None,
        }
    }
}
