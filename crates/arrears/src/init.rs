//! `arrears init`: looks at files and writes a commented config with its best mapping.

use std::path::{Path, PathBuf};

use arrears_ledger::{Confidence, Proposal, TableConfig};
use arrears_store::write_atomic;
use serde::Serialize;

use crate::config::{ConfigFile, render};
use crate::error::Error;

/// What was recognised and written.
#[derive(Debug, Clone, Serialize)]
pub struct InitSummary {
    /// The config written.
    pub config: PathBuf,
    /// The tables recognised.
    pub tables: Vec<InitTable>,
    /// Files not recognised, each with the reason.
    pub unrecognised: Vec<(PathBuf, String)>,
    /// What a person should confirm, one sentence each.
    pub confirm: Vec<String>,
    /// What the cells prove, one sentence each.
    pub proven: Vec<String>,
}

/// A table recognised in a file.
#[derive(Debug, Clone, Serialize)]
pub struct InitTable {
    /// The table.
    pub table: String,
    /// The file.
    pub file: PathBuf,
    /// How it is written (encoding, separator, date order), as far as it is text.
    pub written: Option<String>,
    /// Canonical column, the file's column, and whether it is certain.
    pub columns: Vec<InitColumn>,
    /// Columns of the file that nothing uses.
    pub unused: Vec<String>,
}

/// One mapped column.
#[derive(Debug, Clone, Serialize)]
pub struct InitColumn {
    /// Canonical name.
    pub canonical: String,
    /// Name in the file.
    pub column: String,
    /// Whether it needs no second look.
    pub certain: bool,
    /// Why it was chosen.
    pub reason: String,
}

/// Looks at `files` and writes a config to `out`, whose folder must exist. A config that is there already is
/// replaced only with `force`.
pub fn init(files: &[PathBuf], out: &Path, force: bool) -> Result<InitSummary, Error> {
    if out.exists() && !force {
        return Err(Error::ConfigExists {
            path: out.to_path_buf(),
        });
    }
    // `--force` replaces a config, never one of the files it looks at.
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
    let mut proposal = arrears_ledger::propose(files)?;
    if proposal.config.invoices.is_none() {
        return Err(no_invoices(&proposal));
    }
    make_relative(&mut proposal, out);
    let text = render(&proposal.to_toml());
    // Proved before it is written: a config of ours must load.
    ConfigFile::parse(out, text.clone()).map_err(|error| Error::Bug {
        what: error.to_string(),
    })?;
    write_atomic(out, text.as_bytes())?;
    Ok(summary(proposal, out))
}

fn no_invoices(proposal: &Proposal) -> Error {
    let why: Vec<String> = proposal
        .unrecognised
        .iter()
        .map(|(path, reason)| format!("`{}`: {reason}", path.display()))
        .chain(
            proposal
                .tables
                .iter()
                .map(|table| format!("`{}` holds {}", table.path.display(), table.table)),
        )
        .collect();
    Error::NotEnoughData {
        what: format!("none of the files holds invoices ({})", why.join("; ")),
        hint: "an invoice file has at least a number, a customer, an invoice date, a due date or terms, and an amount"
            .into(),
    }
}

/// The files were named from the working directory; the config names them from its own folder.
fn make_relative(proposal: &mut Proposal, out: &Path) {
    let folder = absolute(out)
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default();
    for table in arrears_ledger::Table::ALL {
        if let Some(config) = proposal.config.table(table).cloned() {
            let path = relative(&absolute(Path::new(&config.path)), &folder);
            let path = path.to_string_lossy().replace('\\', "/");
            proposal
                .config
                .set_table(table, TableConfig { path, ..config });
        }
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

fn summary(proposal: Proposal, out: &Path) -> InitSummary {
    let tables = proposal.tables.into_iter().map(|table| InitTable {
        table: table.table.name().to_string(),
        file: table.path,
        written: table.dialect,
        columns: table
            .columns
            .into_iter()
            .map(|column| InitColumn {
                canonical: column.canonical,
                column: column.column,
                certain: column.confidence == Confidence::High,
                reason: column.reason,
            })
            .collect(),
        unused: table.unmapped,
    });
    InitSummary {
        config: out.to_path_buf(),
        tables: tables.collect(),
        unrecognised: proposal.unrecognised,
        confirm: proposal.doubts,
        proven: proposal.proven,
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
