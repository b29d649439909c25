//! `arrears retrain`.

use clap::Args;

use super::ConfigArg;
use super::ledger::{AsOf, RegistryArg};

/// `arrears retrain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Fits the champion's recipe and today's as of the day before the last three invoice months that have matured, \
    judges both on these, fits today's recipe to everything, and promotes that model only if the rules of `[retrain]` let \
    it. Where they do not, the champion stays, the new model is kept as challenger, and the command ends with exit code 3 \
    and the reasons.\n\n\
    Example: arrears retrain --as-of 2025-12-31 --registry models"
)]
pub struct Retrain {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Decide and tell, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
