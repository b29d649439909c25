//! `arrears accept`.

use std::path::PathBuf;

use clap::Args;

use super::ledger::{AsOf, RegistryArg};
use super::{ConfigArg, LanguageArg};

/// `arrears accept`.
#[derive(Debug, Args)]
#[command(
    after_help = "FILE has a row per would-be customer: customer_id, and any of the columns of `customers` (sector, size_class, \
    country, legal_form, consumer), terms_asked, amount, credit_score, and yes or no for terms_extension_requested, \
    prepayment_refused, bankruptcy, lawsuit and negative_review. Writes acceptance.parquet: a risk with its uncertainty, \
    from how other customers paid their first invoices, and suggested terms, part in advance and limit. It refuses nobody; \
    a colleague decides. Of an applicant that is a customer already, a kept model tells what its own history says.\n\n\
    Example: arrears accept applicants.csv --as-of 2025-12-31 --out results/new"
)]
pub struct Accept {
    /// The applicants: text such as CSV, a workbook, or Parquet
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Which model: its id, a start of it, or champion [default: champion, where there is a registry]
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// Folder of the results, replaced as a whole [default: `output.dir` of the config with -acceptance]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArg,
}
