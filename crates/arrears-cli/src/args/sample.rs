//! The commands that make a ledger.

use std::path::PathBuf;

use arrears::Day;
use arrears::generate::{DEFAULT_SPAN, SAMPLE};
use clap::{Args, ValueEnum};

use super::LanguageArg;

/// `arrears demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "Makes 6,000 invoices of 300 customers over three years, in the style of a Dutch \
    bookkeeping export, and runs the monthly job on them."
)]
pub struct Demo {
    /// Folder of the sample ledger (in ledger) and the results (in run)
    #[arg(long, short, value_name = "DIR", default_value = "arrears-demo")]
    pub out: PathBuf,
    #[command(flatten)]
    pub language: LanguageArg,
}

/// `arrears generate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Payments come from mechanisms (payment runs, forgetting, disputes, trouble), so the truth \
    behind every customer and invoice is known; it goes to DIR/truth."
)]
pub struct Generate {
    /// Folder of the ledger, replaced as a whole
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
    /// Number of invoices
    #[arg(long, value_name = "N", default_value_t = SAMPLE.0)]
    pub invoices: usize,
    /// Number of customers
    #[arg(long, value_name = "N", default_value_t = SAMPLE.1)]
    pub customers: usize,
    /// How the files are written
    #[arg(long, value_enum, default_value = "csv")]
    pub format: Format,
    /// Write CSV as a Dutch bookkeeping package does: semicolon, decimal comma, dd-mm-yyyy, Dutch headers
    #[arg(long)]
    pub dutch: bool,
    /// First possible invoice date
    #[arg(long, value_name = "DATE", default_value_t = DEFAULT_SPAN.0)]
    pub from: Day,
    /// Last invoice date, and the last day of which anything is known
    #[arg(long, value_name = "DATE", default_value_t = DEFAULT_SPAN.1)]
    pub until: Day,
}

/// How generated files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text: comma, decimal point, ISO dates
    Csv,
    /// Parquet
    Parquet,
}
