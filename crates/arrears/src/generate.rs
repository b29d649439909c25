//! `arrears generate` and the sample ledger of `arrears demo`: a synthetic ledger, its config and its truth.

mod config;
mod frames;

use std::path::PathBuf;

use arrears_ledger::Day;
use arrears_ledger::parquet::write_parquet;
use arrears_store::{OutputKind, StagedDir, to_json};
use arrears_synth::{CsvStyle, GenerateParams, Population, SynthTable, to_csv};
use serde::Serialize;

use crate::config::policy::render_policy;
use crate::error::Error;
use crate::progress::{Progress, Stage};

/// What to generate, and where.
#[derive(Debug, Clone)]
pub struct GeneratePlan {
    /// Folder of the ledger, replaced as a whole.
    pub out: PathBuf,
    /// Rows of `invoices`.
    pub n_invoices: usize,
    /// Rows of `customers`.
    pub n_customers: usize,
    /// Seed of the population.
    pub seed: u64,
    /// First possible invoice date.
    pub from: Day,
    /// Last invoice date, and the last day of which anything is known.
    pub until: Day,
    /// How the tables are written.
    pub format: Format,
}

/// How generated tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma, decimal point, ISO dates, canonical names.
    #[default]
    Csv,
    /// As a Dutch ERP package exports: semicolon, decimal comma, dd-mm-yyyy, Dutch headers.
    Dutch,
    /// Parquet with canonical names and types.
    Parquet,
}

/// What was generated.
#[derive(Debug, Clone, Serialize)]
pub struct GenerateSummary {
    /// Folder of the ledger.
    pub out: PathBuf,
    /// Its config.
    pub config: PathBuf,
    /// Table and rows.
    pub tables: Vec<(String, usize)>,
    /// The last day of which anything is known: the as-of date that uses the whole ledger.
    pub until: Day,
    /// The seed.
    pub seed: u64,
}

/// The days a ledger spans unless told otherwise.
pub const DEFAULT_SPAN: (Day, Day) = (
    Day(GenerateParams::DEFAULT_FROM),
    Day(GenerateParams::DEFAULT_UNTIL),
);

/// Size of the sample ledger: invoices and customers.
pub const SAMPLE: (usize, usize) = (6_000, 300);

/// Makes a ledger and puts it in its folder, whole.
pub fn generate(plan: &GeneratePlan, progress: &dyn Progress) -> Result<GenerateSummary, Error> {
    let staged = StagedDir::beside(&plan.out, OutputKind::Ledger)?;
    let params = GenerateParams {
        n_invoices: plan.n_invoices,
        n_customers: plan.n_customers,
        seed: plan.seed,
        from: plan.from.0,
        until: plan.until.0,
    };
    let population = progress.stage(Stage::Generate, 0, || arrears_synth::generate(&params))?;
    let n_tables = (population.tables.len() + population.truth.len()) as u64;
    progress.stage(Stage::Write, n_tables, || {
        write(plan, &population, &staged, progress)
    })?;
    let summary = summary(plan, &population);
    staged.write_manifest(&Made {
        version: crate::VERSION,
        format: plan.format,
        summary: &summary,
    })?;
    staged.commit()?;
    Ok(summary)
}

/// What the manifest says beside the files.
#[derive(Serialize)]
struct Made<'a> {
    version: &'static str,
    format: Format,
    #[serde(flatten)]
    summary: &'a GenerateSummary,
}

fn write(
    plan: &GeneratePlan,
    population: &Population,
    staged: &StagedDir,
    progress: &dyn Progress,
) -> Result<(), Error> {
    for table in &population.tables {
        let name = format!("{}.{}", table.name, extension(plan.format));
        staged.write(&name, &bytes(table, plan.format)?)?;
        progress.advance(Stage::Write, 1);
    }
    for table in &population.truth {
        let name = format!("truth/{}.{}", table.name, extension(plan.format));
        // The truth is for programs: it is never written in a Dutch way.
        let format = if plan.format == Format::Dutch {
            Format::Csv
        } else {
            plan.format
        };
        staged.write(&name, &bytes(table, format)?)?;
        progress.advance(Stage::Write, 1);
    }
    staged.write("truth/summary.json", &to_json(&population.summary)?)?;
    staged.write(
        "arrears.toml",
        config::text(population, plan.format)?.as_bytes(),
    )?;
    staged.write("policy.toml", render_policy().as_bytes())?;
    Ok(())
}

pub(crate) fn extension(format: Format) -> &'static str {
    match format {
        Format::Csv | Format::Dutch => "csv",
        Format::Parquet => "parquet",
    }
}

fn bytes(table: &SynthTable, format: Format) -> Result<Vec<u8>, Error> {
    Ok(match format {
        Format::Csv => to_csv(table, CsvStyle::Iso),
        Format::Dutch => to_csv(table, CsvStyle::Dutch),
        Format::Parquet => write_parquet(&mut frames::frame(table)?, &[])?,
    })
}

fn summary(plan: &GeneratePlan, population: &Population) -> GenerateSummary {
    GenerateSummary {
        out: plan.out.clone(),
        config: plan.out.join("arrears.toml"),
        tables: population
            .tables
            .iter()
            .map(|table| (table.name.clone(), table.n_rows()))
            .collect(),
        until: plan.until,
        seed: plan.seed,
    }
}
