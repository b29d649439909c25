//! `arrears scorecard`.

use std::path::PathBuf;

use clap::Args;

use super::ConfigArg;
use super::ledger::AsOf;

/// `arrears scorecard`.
#[derive(Debug, Args)]
#[command(
    after_help = "Writes scorecard.csv (a row per bin), scorecard.json (to be loaded again), scorecard.sql (a query that \
    gives the score) and scored_invoices.parquet (every invoice with the card's features and its score). Bins of one's \
    own stand in `[scorecard.bins]` of the config.\n\n\
    Example: arrears scorecard --as-of 2025-12-31 --out card"
)]
pub struct Scorecard {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    /// Folder of the results, replaced as a whole [default: `output.dir` of the config with -scorecard]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
