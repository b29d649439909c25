//! `arrears monitor`.

use std::path::PathBuf;

use arrears::Day;
use clap::Args;

use super::ledger::{AsOf, RegistryArg};
use super::{ConfigArg, LanguageArg};

/// `arrears monitor`.
#[derive(Debug, Args)]
#[command(
    after_help = "Holds the invoices issued since against those that the model learnt from: scores, features, shares missing, \
    new categories, volume; says what quality its probabilities promise; holds what the models in use before each invoice's \
    issue said against what came, where the outcome is known; and splits the change of the average risk into customers, mix \
    and model. Writes monitor.json (all of it, with the alerts) and drift.parquet (a row per feature). Thresholds stand in \
    `[monitor]` of the config.\n\n\
    Example: arrears monitor --as-of 2025-12-31 --registry models"
)]
pub struct Monitor {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    /// Look at the invoices after this day, of the last three months at most [default: the model's as-of date; of a model of
    /// this very day, that of the champion before it]
    #[arg(long, value_name = "DATE")]
    pub since: Option<Day>,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Look at this model alone: its id, a start of it, or champion [default: the champion; what came is judged by the models
    /// that were in use when the invoices were issued]
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// Folder of the results, replaced as a whole [default: `output.dir` of the config with -monitor]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// End with exit code 3 where there is an alert to act on; the results are written all the same
    #[arg(long)]
    pub fail_on_alert: bool,
    #[command(flatten)]
    pub language: LanguageArg,
}
