//! What can go wrong in a job, with the exit code and the remedy of each.
//!
//! Crates below have their own error types; this one gathers them, says whose fault it is (the input, the way
//! the command was typed, a quality gate, the environment) and keeps the remedy apart from the message.

use std::path::PathBuf;

use arrears_features::FeatureError;
use arrears_insight::InsightError;
use arrears_ledger::LedgerError;
use arrears_models::ModelError;
use arrears_report::ReportError;
use arrears_store::StoreError;
use arrears_synth::SynthError;
use thiserror::Error as ThisError;

use crate::config::ConfigError;

/// How a command ends, as a scheduler sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Done.
    Done = 0,
    /// The input is at fault: a file, a column, a setting.
    Input = 1,
    /// The command was typed wrongly.
    Usage = 2,
    /// A quality gate refused; nothing was overwritten.
    Gate = 3,
    /// The environment refused (disk full, permission, lock held): trying again is safe.
    Environment = 4,
    /// A bug of ours, as a panic is.
    Bug = 101,
}

/// Any failure of a job.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// `arrears.toml` is missing, malformed or holds a bad value.
    #[error(transparent)]
    Config(Box<ConfigError>),
    /// The ledger's files cannot be used.
    #[error(transparent)]
    Ledger(Box<LedgerError>),
    /// Features cannot be computed, or a ledger is refused for training.
    #[error(transparent)]
    Features(Box<FeatureError>),
    /// Results or models cannot be stored or loaded.
    #[error(transparent)]
    Store(Box<StoreError>),
    /// What was typed contradicts itself or the config.
    #[error("{message}")]
    Usage {
        /// What contradicts what.
        message: String,
        /// What would be right.
        hint: String,
    },
    /// The data is readable but there is not enough of it for what was asked.
    #[error("{what}")]
    NotEnoughData {
        /// What is missing, with the counts.
        what: String,
        /// What would be enough.
        hint: String,
    },
    /// Too many rows of the ledger were rejected for its figures to mean anything.
    #[error(
        "{n_rejected} of {n_read} rows were rejected, more than the {allowed_percent} % that `[checks] max_rejected_share` allows; the first: {first}"
    )]
    TooManyRejected {
        /// Rows rejected.
        n_rejected: u64,
        /// Rows read.
        n_read: u64,
        /// Share allowed, in per cent.
        allowed_percent: f64,
        /// The first rejected row, in words.
        first: String,
    },
    /// What is open here is not what the general ledger says is open.
    #[error("{message}")]
    Unreconciled {
        /// The figures, the customers and the likeliest causes.
        message: String,
    },
    /// Two runs cannot be set side by side.
    #[error("{message}")]
    Incomparable {
        /// Which, and why.
        message: String,
        /// What would be right.
        hint: String,
    },
    /// A file of the ledger was written to while the job read it.
    #[error("`{}` changed while it was read", path.display())]
    InputChanged {
        /// The file.
        path: PathBuf,
    },
    /// No model can be trained or used.
    #[error(transparent)]
    Models(Box<ModelError>),
    /// Customers or sectors cannot be described.
    #[error(transparent)]
    Insight(#[from] InsightError),
    /// The report cannot be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// No ledger can be generated with these parameters.
    #[error(transparent)]
    Generate(#[from] SynthError),
    /// `init` would overwrite a config.
    #[error("`{}` exists already", path.display())]
    ConfigExists {
        /// The file.
        path: PathBuf,
    },
    /// A quality gate refused the outcome; nothing was overwritten.
    #[error("{reason}")]
    Gate {
        /// Which gate, with the figures.
        reason: String,
    },
    /// A state that should not exist.
    #[error("{what}; this is a bug in arrears")]
    Bug {
        /// What was found.
        what: String,
    },
}

impl Error {
    /// How the command ends.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::Store(error) => store_code(error),
            Error::Config(error) => config_code(error),
            Error::Ledger(error) => ledger_code(error),
            Error::Usage { .. } | Error::ConfigExists { .. } | Error::Generate(_) => {
                ExitCode::Usage
            }
            Error::Gate { .. } => ExitCode::Gate,
            Error::InputChanged { .. } => ExitCode::Environment,
            Error::Bug { .. } | Error::Insight(_) | Error::Report(_) => ExitCode::Bug,
            Error::Features(_)
            | Error::Models(_)
            | Error::NotEnoughData { .. }
            | Error::TooManyRejected { .. }
            | Error::Incomparable { .. }
            | Error::Unreconciled { .. } => ExitCode::Input,
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::Config(error) => error.hint(),
            Error::Ledger(error) => match &**error {
                error @ LedgerError::Empty { .. } => Some(error.hint().unwrap_or_else(|| {
                    "export all invoices of the last two years or more, paid ones included".into()
                })),
                error => error.hint(),
            },
            Error::Models(error) => error.hint(),
            Error::Store(error) => error.hint(),
            Error::Usage { hint, .. }
            | Error::NotEnoughData { hint, .. }
            | Error::Incomparable { hint, .. } => Some(hint.clone()),
            Error::TooManyRejected { .. } => Some(
                "`arrears check` lists every rejected row in `rejected_rows.csv`: mend them, or set `max_rejected_share` \
                 under `[checks]` higher where they are no matter"
                    .into(),
            ),
            Error::Unreconciled { .. } => Some(
                "`arrears check` writes the balance of every customer to `control_totals.csv`; `[ledger.control]` holds \
                 the general ledger's"
                    .into(),
            ),
            Error::ConfigExists { .. } => Some("`--force` replaces it; `--out FILE` writes another".into()),
            Error::Bug { .. } | Error::Insight(_) | Error::Report(_) => Some("please report it, with the command and the version".into()),
            Error::InputChanged { .. } => {
                Some("wait until its export is complete, then run again; nothing was written".into())
            }
            Error::Gate { .. } => Some("what was there before is untouched".into()),
            Error::Features(error) => error.hint(),
            Error::Generate(_) => None,
        }
    }
}

/// The large ones are boxed, so that a result stays small where nothing goes wrong.
macro_rules! boxed {
    ($($variant:ident: $inner:ty),*) => { $(
        impl From<$inner> for Error {
            fn from(error: $inner) -> Error {
                Error::$variant(Box::new(error))
            }
        }
    )* };
}
boxed!(Config: ConfigError, Ledger: LedgerError, Features: FeatureError, Models: ModelError, Store: StoreError);

fn config_code(error: &ConfigError) -> ExitCode {
    match error {
        ConfigError::Unreadable(error) => store_code(error),
        _ => ExitCode::Input,
    }
}

/// A file that is not there is the input's fault; one that may not be read is the environment's.
fn ledger_code(error: &LedgerError) -> ExitCode {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    match error {
        LedgerError::Io { source, .. } if !matches!(source.kind(), NotFound | NotADirectory) => {
            ExitCode::Environment
        }
        LedgerError::Unbalanced { .. }
        | LedgerError::UnbalancedCents { .. }
        | LedgerError::Internal { .. } => ExitCode::Bug,
        _ => ExitCode::Input,
    }
}

fn store_code(error: &StoreError) -> ExitCode {
    match error {
        StoreError::NotOurs { .. }
        | StoreError::NotAFolder { .. }
        | StoreError::NoFolder { .. }
        | StoreError::NotAText {
            action: "write", ..
        }
        | StoreError::OtherKind { .. }
        | StoreError::NotOurFile { .. } => ExitCode::Usage,
        StoreError::Io { action, source, .. }
            if *action != "read" && source.kind() == std::io::ErrorKind::NotADirectory =>
        {
            ExitCode::Usage
        }
        error if error.is_bug() => ExitCode::Bug,
        error if error.is_environment() => ExitCode::Environment,
        _ => ExitCode::Input,
    }
}
