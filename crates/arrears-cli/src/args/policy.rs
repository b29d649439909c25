//! `arrears policy`.

use std::path::PathBuf;

use clap::Args;

use super::ledger::{AsOf, RegistryArg};
use super::{ConfigArg, LanguageArg};

/// `arrears policy`.
#[derive(Debug, Args)]
#[command(
    after_help = "Holds another policy against the one in force, on the same ledger and with the same model: how many \
    customers and how much money each change moves from segment to segment, one at a time and all together, and how \
    the invoices of those customers were paid in the last twelve months, which is an association and no effect. \
    Nothing is written.\n\n\
    The model is the champion of the registry, else that of the last run's results; where there is neither, one is fitted \
    for the occasion and not kept.\n\n\
    Example: arrears policy --what-if other.toml --as-of 2025-12-31"
)]
pub struct Policy {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    /// The other policy
    #[arg(long, value_name = "FILE", required = true)]
    pub what_if: PathBuf,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Which model: its id, a start of it, or champion [default: champion, where there is one]
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    #[command(flatten)]
    pub language: LanguageArg,
}
