//! Writing a folder of results: every file beside the target, hashed, then exchanged as a whole.

use std::path::Path;
use std::time::Instant;

use arrears_insight::customers::{ClustersFile, Policy};
use arrears_insight::frames::{
    ReasonRow, migration_frame, sectors_frame, segments_frame, warnings_frame,
};
use arrears_insight::text::{Language, statement};
use arrears_ledger::parquet::write_parquet_saying;
use arrears_ledger::{Day, InputFile, bank_matches_csv, rejected_rows_csv};
use arrears_report::ReportData;
use arrears_store::{StagedDir, to_json};
use polars::prelude::DataFrame;
use serde::Serialize;

use super::analysis::Analysis;
use super::keep::hashed;
use super::material::{Loaded, Material};
use super::metrics::MetricsFile;
use super::{clusters, tables, wording};
use crate::config::Config;
use crate::error::Error;
use crate::plan::Settings;

/// `manifest.json`: the one file that holds times.
#[derive(Serialize)]
pub struct Manifest<'a> {
    command: &'a str,
    version: &'a str,
    as_of: String,
    seed: u64,
    model_id: &'a str,
    config_sha256: &'a str,
    config: &'a Config,
    policy: &'a Policy,
    threads: usize,
    started_at: String,
    seconds: f64,
    row_counts: &'a [arrears_ledger::FileCount],
    inputs: Vec<Input>,
}

#[derive(Serialize)]
struct Input {
    path: String,
    bytes: u64,
    sha256: String,
}

impl<'a> Manifest<'a> {
    /// The account of a job that began at `started`.
    pub fn new(command: &'a str, material: &'a Material, started: Instant) -> Result<Self, Error> {
        Ok(Self {
            model_id: &material.model_id,
            ..Self::of(
                command,
                material.settings,
                material,
                material.as_of,
                started,
            )?
        })
    }

    /// The same, with the kept model that was used.
    pub fn with_model(self, model_id: &'a str) -> Self {
        Self { model_id, ..self }
    }

    /// The same of a job that keeps no model.
    pub fn of(
        command: &'a str,
        settings: &'a Settings,
        loaded: &'a Loaded,
        as_of: Day,
        started: Instant,
    ) -> Result<Self, Error> {
        let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
        let took = started.elapsed();
        Ok(Self {
            command,
            version: crate::VERSION,
            as_of: as_of.to_string(),
            seed: settings.config.seed,
            model_id: "",
            config_sha256: &settings.config_sha256,
            config: &settings.config,
            policy: &settings.policy.policy,
            threads: rayon::current_num_threads(),
            started_at: (now - took).format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            seconds: took.as_secs_f64(),
            row_counts: &loaded.row_counts,
            inputs: loaded.inputs.iter().map(input).collect::<Result<_, _>>()?,
        })
    }
}

fn input(file: &InputFile) -> Result<Input, Error> {
    let (sha256, bytes) = hashed(file)?;
    Ok(Input {
        path: file.path.display().to_string(),
        bytes,
        sha256,
    })
}

/// Writes the tables of a run.
pub fn tables(
    dir: &StagedDir,
    material: &Material,
    analysis: &Analysis,
    features: DataFrame,
) -> Result<(), Error> {
    let (language, currency) = (
        language(material),
        &material.settings.config.ledger.currency,
    );
    let as_of = analysis.predictions.as_of;
    let predictions = tables::predictions(
        &material.book,
        &analysis.predictions,
        &material.model_id,
        currency,
        language,
    )?;
    parquet(dir, "predictions.parquet", predictions, &["invoice_id"])?;
    let further: Vec<Vec<ReasonRow>> = analysis
        .predictions
        .customers
        .iter()
        .map(|c| {
            c.reasons
                .iter()
                .map(|reason| wording::row(reason, currency, language))
                .collect()
        })
        .collect();
    let segments = segments_frame(
        &analysis.customers,
        &further,
        &analysis.migration.places,
        as_of,
        currency,
        language,
    )?;
    parquet(dir, "segments.parquet", segments, &["customer_id"])?;
    let listed = &analysis.listed;
    let shown = [&listed.warned[..], &listed.improved[..]].concat();
    let warnings = warnings_frame(&analysis.customers, &shown, as_of, language)?;
    parquet(dir, "warnings.parquet", warnings, &["customer_id", "code"])?;
    parquet(dir, "features.parquet", features, &["customer_id"])?;
    parquet(
        dir,
        "sectors.parquet",
        sectors_frame(&analysis.sectors, as_of, language)?,
        &["sector"],
    )?;
    let choice = material.trained.clusters.as_ref().map(clusters::choice);
    parquet(
        dir,
        "segment_migration.parquet",
        migration_frame(&analysis.migration, &analysis.clusters, as_of, language)?,
        &["grouping", "from_group", "to_group"],
    )?;
    let clusters = ClustersFile::new(
        &analysis.portfolio,
        choice,
        &analysis.clusters,
        &analysis.following,
        language,
    );
    dir.write("clusters.json", &to_json(&clusters)?)?;
    analysis
        .asked
        .write(&material.book, &analysis.portfolio, dir, language)?;
    analysis.money.write(&material.book, dir)
}

/// Writes the report for people, for programs and for the file, the metrics, and what became of the input.
pub fn documents(
    dir: &StagedDir,
    material: &Material,
    report: &ReportData,
    metrics: &MetricsFile,
) -> Result<(), Error> {
    let language = material.settings.config.report.language;
    dir.write("report.html", &arrears_report::html(report, language)?)?;
    dir.write("report.json", &arrears_report::json(report))?;
    dir.write(
        "model_card.md",
        arrears_report::model_card(report, language).as_bytes(),
    )?;
    dir.write("metrics.json", &to_json(metrics)?)?;
    input_account(dir, material)
}

/// Writes what became of the input: the rejected rows, the control totals, the entries of bank statements.
pub fn input_account(dir: &StagedDir, material: &Material) -> Result<(), Error> {
    dir.write("rejected_rows.csv", &rejected_rows_csv(&material.rejected))?;
    dir.write("control_totals.csv", &material.input.control_csv())?;
    if !material.bank_matches.is_empty() {
        dir.write(
            "bank_matches.csv",
            &bank_matches_csv(&material.bank_matches),
        )?;
    }
    Ok(())
}

/// Writes one frame, sorted by its keys.
pub fn parquet(
    dir: &StagedDir,
    name: &str,
    mut frame: DataFrame,
    keys: &[&str],
) -> Result<(), Error> {
    let said = statement();
    let said = [("statement", said.en.as_str())];
    dir.write(name, &write_parquet_saying(&mut frame, keys, &said)?)?;
    Ok(())
}

/// The language of texts in tables.
pub fn language(material: &Material) -> Language {
    language_of(material.settings)
}

/// The same, where there is no model.
pub fn language_of(settings: &Settings) -> Language {
    match settings.config.report.language {
        arrears_report::Language::En => Language::En,
        arrears_report::Language::Nl => Language::Nl,
        arrears_report::Language::Fr => Language::Fr,
    }
}

/// Writes what the folder is and is not, for who opens a table of it alone.
pub fn readme(dir: &StagedDir, material: &Material) -> Result<(), Error> {
    let said = statement();
    let trust = &material.settings.config.trust;
    let forbidden = match trust.forbidden.as_slice() {
        [] => String::new(),
        names => format!("\n[trust] forbidden: {}.\n", names.join(", ")),
    };
    let text = format!(
        "arrears {} - {}\n\n{}\n{}\n{}\n{forbidden}",
        crate::VERSION,
        material.as_of,
        said.en,
        said.nl,
        said.fr
    );
    dir.write("README.txt", text.as_bytes())?;
    Ok(())
}

/// The path of the report in a folder of results.
pub fn report_in(dir: &Path) -> std::path::PathBuf {
    dir.join("report.html")
}
