//! `arrears compare`.

use std::path::PathBuf;

use clap::Args;

use super::LanguageArg;

/// `arrears compare`.
#[derive(Debug, Args)]
#[command(
    after_help = "Sets two runs side by side: what they were made from, segments and who moved, clusters, key figures, the \
    model, drift of the scores, warnings, and how the chances of the earlier run came out. It reads the folders of `run`, \
    `report` and `predict` and nothing else: neither the ledger nor the models.\n\n\
    Example: arrears compare results/2025-11 results/2025-12 --out december.html"
)]
pub struct Compare {
    /// Folder of the earlier run
    #[arg(value_name = "RUN_A")]
    pub before: PathBuf,
    /// Folder of the later run
    #[arg(value_name = "RUN_B")]
    pub now: PathBuf,
    /// Where to write the comparison as a page, one HTML file [default: nowhere]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file that `--out` names
    #[arg(long, requires = "out")]
    pub force: bool,
    #[command(flatten)]
    pub language: LanguageArg,
}
