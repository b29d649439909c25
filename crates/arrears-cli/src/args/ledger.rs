//! The commands that work on a ledger.

use std::path::PathBuf;

use arrears::Day;
use clap::Args;

use super::{ConfigArg, LanguageArg};

/// `arrears init`.
#[derive(Debug, Args)]
#[command(after_help = "Example: arrears init exports/*.csv")]
pub struct Init {
    /// The files of the ledger: text such as CSV, workbooks (xlsx, xls, ods), Parquet, and documents, also in a folder or
    /// zipped: audit files (XML Auditfile Financieel), UBL invoices, bank statements (CAMT.053, MT940)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where to write the config
    #[arg(long, short, value_name = "FILE", default_value = "arrears.toml")]
    pub out: PathBuf,
    /// Replace a config that is there already
    #[arg(long)]
    pub force: bool,
}

/// `arrears read`.
#[derive(Debug, Args)]
#[command(
    after_help = "Shows the encoding, what separates and quotes cells, the header, what each column holds, the first \
    rows, and what is doubtful. The table written has the header and every cell as text, none changed.\n\n\
    Of a document (XML Auditfile Financieel, UBL, CAMT.053, MT940) it shows one table and names the others; `--table` \
    chooses.\n\n\
    Example: arrears read export.csv --out table.csv"
)]
pub struct Read {
    /// The file: a text export such as CSV, a workbook, a document, or a folder of invoices
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Of a document: the table to show and write [default: invoices, else its first]
    #[arg(long, short, value_name = "NAME")]
    pub table: Option<String>,
    /// Where to write the table as CSV (UTF-8, commas) [default: nowhere]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file that `--out` names
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// `arrears check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Rows that cannot be used are written with file, line, column, value and reason, and beside them \
    control_totals.csv: debits, credits and what is open, per customer; of bank statements bank_matches.csv too. With \
    `--out may.csv` these are may-control_totals.csv and may-bank_matches.csv. Nothing else is written."
)]
pub struct Check {
    #[command(flatten)]
    pub config: ConfigArg,
    /// Day of the control totals [default: `ledger.control.date` of the config, else the ledger's last day]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Day>,
    /// Where to write the rejected rows [default: rejected_rows.csv beside the config]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// `--as-of`.
#[derive(Debug, Clone, Args)]
pub struct AsOf {
    /// Use what is known through the end of this day, such as 2025-12-31
    #[arg(long, value_name = "DATE")]
    pub as_of: Day,
}

/// `arrears run`.
#[derive(Debug, Args)]
#[command(after_help = "Example: arrears run --as-of 2025-12-31 --out results/2025-12")]
pub struct Run {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    /// Folder of the results, replaced as a whole; `{month}` and `{as_of}` in it stand for the as-of date
    /// [default: `output.dir` of the config]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Leave results alone that are there already, complete, and of the same day, files, settings, version and model
    #[arg(long)]
    pub resume: bool,
    /// Folder of the models [default: `registry.path` of the config, else inside the results]
    #[arg(long, value_name = "DIR")]
    pub registry: Option<PathBuf>,
    #[command(flatten)]
    pub previous: PreviousArg,
    #[command(flatten)]
    pub language: LanguageArg,
}

/// `--previous`, whose clusters keep their numbers.
#[derive(Debug, Clone, Args)]
pub struct PreviousArg {
    /// Results of an earlier run, or a folder of models (a run made with `--registry` keeps its models there: name that
    /// folder): its clusters keep their numbers [default: the folder of the models, where it is named]
    #[arg(long, value_name = "DIR")]
    pub previous: Option<PathBuf>,
}

/// `--registry`, where models are kept between runs.
#[derive(Debug, Clone, Args)]
pub struct RegistryArg {
    /// Folder of the models [default: `registry.path` of the config, else registry beside it]
    #[arg(long, value_name = "DIR")]
    pub registry: Option<PathBuf>,
}

/// `arrears train`.
#[derive(Debug, Args)]
#[command(
    after_help = "The first model of a registry becomes its champion; a later one with `--promote`, or by \
    `arrears models promote`."
)]
pub struct Train {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    #[command(flatten)]
    pub registry: RegistryArg,
    #[command(flatten)]
    pub previous: PreviousArg,
    /// Make the new model champion at once
    #[arg(long)]
    pub promote: bool,
}

/// `arrears predict` and `arrears report`.
#[derive(Debug, Args)]
pub struct Predict {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Which model: its id, a start of it, or champion
    #[arg(long, value_name = "ID", default_value = "champion")]
    pub model: String,
    /// Folder of the results, replaced as a whole; `{month}` and `{as_of}` in it stand for the as-of date
    /// [default: `output.dir` of the config]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Leave results alone that are there already, complete, and of the same day, files, settings, version and model
    #[arg(long)]
    pub resume: bool,
    #[command(flatten)]
    pub language: LanguageArg,
}

/// `arrears forecast`.
#[derive(Debug, Args)]
#[command(
    after_help = "Writes cash_forecast.parquet (what is expected by week, with P10 and P90, of open invoices and of \
    future sales), kpis.parquet (key figures by month), provision_matrix.csv (what of each age will not be paid) and statutory_interest.parquet (what the law lets charge on what is overdue). Without a registry, and without `--model`, a model is fitted for \
    the occasion and not kept.\n\n\
    Example: arrears forecast --as-of 2025-12-31 --out results/cash"
)]
pub struct Forecast {
    #[command(flatten)]
    pub config: ConfigArg,
    #[command(flatten)]
    pub as_of: AsOf,
    #[command(flatten)]
    pub registry: RegistryArg,
    /// Which model: its id, a start of it, or champion [default: champion, where there is a registry]
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// Folder of the results, replaced as a whole [default: `output.dir` of the config with -forecast]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `arrears backtest`.
#[derive(Debug, Args)]
#[command(
    after_help = "Trains on what was known before the day of `--train-until`, and predicts every invoice \
    issued from that day on, each as of the day before its own date.\n\n\
    With `--cash` it makes the cash forecast of every week from that day on, as it would have been then, and writes \
    cash_backtest.parquet: what was expected of each of the next eight weeks, P10 and P90, what came in, and what the same \
    weeks of last year and payment of all on the due date would have said.\n\n\
    Example: arrears backtest --train-until 2025-07-01"
)]
pub struct Backtest {
    #[command(flatten)]
    pub config: ConfigArg,
    /// The day training ends: what was known before it trains, invoices dated on or after it test
    #[arg(long, value_name = "DATE")]
    pub train_until: Day,
    /// Last invoice date of the test, included [default: to the end of the ledger]
    #[arg(long, value_name = "DATE")]
    pub test_until: Option<Day>,
    /// Train anew before each month of the test, on what was known by then, as the monthly job would have
    #[arg(long)]
    pub monthly: bool,
    /// Test the cash forecast instead: made every week from that day on, and held against the eight weeks after it
    #[arg(long)]
    pub cash: bool,
    /// Folder of the results, replaced as a whole [default: `output.dir` of the config with -backtest]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArg,
}
