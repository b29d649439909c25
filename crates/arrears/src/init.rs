//! `arrears init`: looks at files, writes a commented config with its best mapping, and tries it out.
//!
//! A config is written whatever was recognised: where the invoices are not, or not whole, it is a skeleton that says
//! what was seen and what is to be filled in, and the summary says so.

use std::path::{Path, PathBuf};

use arrears_ledger::{
    Confidence, KnownExport, Preview, Proposal, TableConfig, TableProposal, propose,
};
use arrears_store::write_atomic;
use serde::Serialize;

use crate::config::{ChecksConfig, ConfigFile, render};
use crate::error::Error;

/// What was recognised and written.
#[derive(Debug, Clone, Serialize)]
pub struct InitSummary {
    /// The config written.
    pub config: PathBuf,
    /// Whether the invoices were found with every column they need.
    pub whole: bool,
    /// Known exports among the files.
    pub known: Vec<InitKnown>,
    /// The tables recognised.
    pub tables: Vec<InitTable>,
    /// Files not recognised, each with the reason.
    pub unrecognised: Vec<(PathBuf, String)>,
    /// What a person should confirm, one sentence each.
    pub confirm: Vec<String>,
    /// What the cells prove, one sentence each.
    pub proven: Vec<String>,
    /// The first rows of each table, as the config reads them; empty where it cannot be read yet.
    pub preview: Vec<InitPreview>,
    /// Rows read, used and rejected, a sentence per file and table.
    pub account: Vec<String>,
    /// The first rejected rows, a sentence each.
    pub rejected: Vec<String>,
    /// Why the config cannot be read yet.
    pub unread: Option<String>,
}

/// A file recognised as a known export.
#[derive(Debug, Clone, Serialize)]
pub struct InitKnown {
    /// The file.
    pub file: PathBuf,
    /// The profile in `profiles/`.
    pub profile: String,
    /// What it is.
    pub name: String,
    /// How sure, in words.
    pub sure: String,
    /// What goes wrong with such an export.
    pub traps: Vec<String>,
}

/// A table recognised in a file.
#[derive(Debug, Clone, Serialize)]
pub struct InitTable {
    /// The table.
    pub table: String,
    /// The file.
    pub file: PathBuf,
    /// The sheet, where the workbook has several.
    pub sheet: Option<String>,
    /// How it is written (encoding, separator, date order), as far as it is text.
    pub written: Option<String>,
    /// Which rows are the table's, in words.
    pub only: Option<String>,
    /// Canonical column, the file's column, and how sure that is.
    pub columns: Vec<InitColumn>,
    /// Required columns that were not found.
    pub missing: Vec<String>,
    /// Columns of the file that nothing uses.
    pub unused: Vec<String>,
}

/// One mapped column.
#[derive(Debug, Clone, Serialize)]
pub struct InitColumn {
    /// Canonical name.
    pub canonical: String,
    /// Name in the file; empty where the file has none.
    pub column: String,
    /// Whether it needs no second look.
    pub certain: bool,
    /// How sure: high, medium or low.
    pub confidence: String,
    /// Why it was chosen.
    pub reason: String,
}

/// The first rows of a table.
#[derive(Debug, Clone, Serialize)]
pub struct InitPreview {
    /// The table.
    pub table: String,
    /// Its rows.
    pub n_rows: usize,
    /// The columns shown.
    pub columns: Vec<String>,
    /// Their cells.
    pub rows: Vec<Vec<String>>,
}

/// Looks at `files` and writes a config to `out`, whose folder must exist. A config that is there already is
/// replaced only with `force`.
pub fn init(files: &[PathBuf], out: &Path, force: bool) -> Result<InitSummary, Error> {
    if out.exists() && !force {
        return Err(Error::ConfigExists {
            path: out.to_path_buf(),
        });
    }
    // `--force` replaces a config, never one of the files it looks at, nor another.
    let same = |file: &PathBuf| matches!((file.canonicalize(), out.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if let Some(file) = files.iter().find(|file| same(file)) {
        return Err(Error::Usage {
            message: format!(
                "the config would replace `{}`, which it is to be made from",
                file.display()
            ),
            hint: "give another file with `--out FILE`".into(),
        });
    }
    if out.exists() && !holds_toml(out) {
        return Err(Error::Usage {
            message: format!(
                "`{}` holds something else than a config, which would be lost",
                out.display()
            ),
            hint: "give another file with `--out FILE`".into(),
        });
    }
    let mut proposal = propose(files)?;
    let folder = folder_of(out);
    make_relative(&mut proposal, &folder);
    let text = render(&proposal.to_toml());
    // Proved before it is written: a config of ours must load.
    ConfigFile::parse(out, text.clone()).map_err(|error| Error::Bug {
        what: error.to_string(),
    })?;
    write_atomic(out, text.as_bytes())?;
    let mut summary = summary(&proposal, out);
    if proposal.is_whole() {
        summary.try_out(proposal.preview(&folder));
    }
    Ok(summary)
}

impl InitSummary {
    fn try_out(&mut self, preview: Result<Preview, arrears_ledger::LedgerError>) {
        let preview = match preview {
            Ok(preview) => preview,
            Err(error) => {
                let hint = error.hint().map(|hint| format!(": {hint}"));
                self.unread = Some(format!("{error}{}", hint.unwrap_or_default()));
                return;
            }
        };
        self.preview = preview
            .tables
            .into_iter()
            .map(|table| InitPreview {
                table: table.table.name().to_string(),
                n_rows: table.n_rows,
                columns: table.columns,
                rows: table.rows,
            })
            .collect();
        let account = preview.counts.iter().map(|count| {
            format!(
                "`{}` as {}: {} of {} rows used, {} rejected",
                count.file, count.table, count.used, count.read, count.rejected
            )
        });
        self.account = account.collect();
        let rejected = preview.rejected.iter().map(|row| {
            format!(
                "`{}` line {}, `{}` is `{}`: {}",
                row.file, row.line, row.column, row.value, row.reason
            )
        });
        self.rejected = rejected.collect();
        let more = preview.n_rejected - preview.rejected.len();
        if more > 0 {
            self.rejected.push(format!("and {more} more"));
        }
        self.rejected
            .extend(beyond_limit(preview.n_faulty, preview.n_read));
    }
}

/// That a run would refuse so many rejected rows, and the key that sets the limit.
fn beyond_limit(n_faulty: u64, n_read: u64) -> Option<String> {
    let share = ChecksConfig::default().max_rejected_share;
    (n_faulty as f64 > share * n_read as f64).then(|| {
        format!(
            "{n_faulty} of {n_read} rows are more than the {} % that `[checks] max_rejected_share` allows: a run will refuse \
             them unless they are mended or it is set higher",
            share * 100.0
        )
    })
}

/// Whether a file is TOML, as a config is, however wrong it may be as one.
fn holds_toml(path: &Path) -> bool {
    arrears_store::read_text(path).is_ok_and(|text| text.parse::<toml::Table>().is_ok())
}

fn folder_of(out: &Path) -> PathBuf {
    absolute(out)
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// The files were named from the working directory; the config names them from its own folder.
fn make_relative(proposal: &mut Proposal, folder: &Path) {
    let seen_from = |path: &Path| {
        let path = relative(&absolute(path), folder);
        path.to_string_lossy().replace('\\', "/")
    };
    for table in arrears_ledger::Table::ALL {
        if let Some(config) = proposal.config.table(table).cloned() {
            let path = seen_from(Path::new(&config.path));
            proposal
                .config
                .set_table(table, TableConfig { path, ..config });
        }
    }
    for file in &mut proposal.seen {
        file.path = PathBuf::from(seen_from(&file.path));
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// `path` as seen from `folder`, both absolute; `path` itself when they share no root.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let n_shared = path
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    if n_shared == 0 {
        return path.to_path_buf();
    }
    let up = folder
        .components()
        .skip(n_shared)
        .map(|_| std::path::Component::ParentDir);
    up.chain(path.components().skip(n_shared)).collect()
}

fn summary(proposal: &Proposal, out: &Path) -> InitSummary {
    InitSummary {
        config: out.to_path_buf(),
        whole: proposal.is_whole(),
        known: proposal.known.iter().map(known).collect(),
        tables: proposal.tables.iter().map(table).collect(),
        unrecognised: proposal.unrecognised.clone(),
        confirm: once(&proposal.doubts),
        proven: once(&proposal.proven),
        preview: Vec::new(),
        account: Vec::new(),
        rejected: Vec::new(),
        unread: None,
    }
}

/// Sentences as they come, none twice: a file of several tables is asked about for each of them.
fn once(sentences: &[String]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for sentence in sentences {
        if !told.contains(sentence) {
            told.push(sentence.clone());
        }
    }
    told
}

fn known(export: &KnownExport) -> InitKnown {
    let how = if export.is_sure { "sure" } else { "likely" };
    InitKnown {
        file: export.path.clone(),
        profile: export.id.clone(),
        name: export.name.clone(),
        sure: format!(
            "{how}: {} of {} telling headers",
            export.n_found, export.n_wanted
        ),
        traps: export.traps.clone(),
    }
}

fn table(table: &TableProposal) -> InitTable {
    let only: Vec<String> = table
        .only
        .iter()
        .map(|(column, values)| format!("{column} is {}", values.join(", ")))
        .collect();
    InitTable {
        table: table.table.name().to_string(),
        file: table.path.clone(),
        sheet: table.sheet.clone(),
        written: table.dialect.clone(),
        only: (!only.is_empty()).then(|| only.join(" and ")),
        columns: table
            .columns
            .iter()
            .map(|column| InitColumn {
                canonical: column.canonical.clone(),
                column: column.column.clone(),
                certain: column.confidence == Confidence::High,
                confidence: column.confidence.to_string(),
                reason: column.reason.clone(),
            })
            .collect(),
        missing: table.missing.clone(),
        unused: table.unmapped.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_config() {
        let seen = |path: &str, folder: &str| {
            relative(Path::new(path), Path::new(folder))
                .display()
                .to_string()
        };
        assert_eq!(seen("/data/2025/inv.csv", "/data"), "2025/inv.csv");
        assert_eq!(
            seen("/data/2025/inv.csv", "/data/config/a"),
            "../../2025/inv.csv"
        );
        assert_eq!(seen("/inv.csv", "/"), "inv.csv");
    }

    #[test]
    fn a_config_that_is_there_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("arrears.toml");
        std::fs::write(&out, "mine").unwrap();
        let error = init(&[], &out, false).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{}` exists already", out.display())
        );
        assert_eq!(std::fs::read_to_string(&out).unwrap(), "mine");
    }
}
