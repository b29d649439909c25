//! `manifest.json`: the mark of a folder that `arrears` made, and the only file in it that holds times.
//!
//! A folder is replaced only when its manifest says that it is ours and of the same kind, so that a mistyped
//! `--out` cannot remove a folder of someone's own.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::hash::sha256_file;

/// Name of the manifest within its folder.
pub const MANIFEST: &str = "manifest.json";

/// What `made_by` says in every manifest.
const MADE_BY: &str = "arrears";

/// What a folder of results holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputKind {
    /// Predictions, and what comes with them: `run`, `predict`, `report`.
    Run,
    /// An out-of-time test.
    Backtest,
    /// A forecast of cash: `forecast`.
    Forecast,
    /// A scorecard.
    Scorecard,
    /// What monitoring found.
    Monitor,
    /// Advice on customers without a history.
    Acceptance,
    /// A generated ledger with its truth.
    Ledger,
}

impl fmt::Display for OutputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OutputKind::Run => "the results of a run",
            OutputKind::Backtest => "the results of a backtest",
            OutputKind::Forecast => "the results of a forecast",
            OutputKind::Scorecard => "a scorecard",
            OutputKind::Monitor => "what monitoring found",
            OutputKind::Acceptance => "advice on new customers",
            OutputKind::Ledger => "a generated ledger",
        })
    }
}

/// One file of a folder, as its manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Path within the folder, with `/`.
    pub file: String,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

/// The part of a manifest that says whose folder it is.
#[derive(Deserialize)]
struct Mark {
    made_by: String,
    kind: OutputKind,
    #[serde(default)]
    outputs: Vec<OutputFile>,
}

/// A manifest as written: the mark, what the job adds, and the files.
#[derive(Serialize)]
pub(crate) struct Manifest<'a, T> {
    pub made_by: &'static str,
    pub kind: OutputKind,
    #[serde(flatten)]
    pub body: &'a T,
    pub outputs: Vec<OutputFile>,
}

impl<'a, T: Serialize> Manifest<'a, T> {
    pub fn new(kind: OutputKind, body: &'a T, outputs: Vec<OutputFile>) -> Self {
        Manifest {
            made_by: MADE_BY,
            kind,
            body,
            outputs,
        }
    }
}

/// What an `arrears` folder holds; `None` for any other folder.
pub(crate) fn kind_of(folder: &Path) -> Option<OutputKind> {
    mark_of(folder).map(|mark| mark.kind)
}

/// The first name in an `arrears` folder that its manifest does not list. Hidden files are not looked at:
/// file managers leave them anywhere.
pub(crate) fn added_to(folder: &Path) -> Option<String> {
    let listed = mark_of(folder)?.outputs;
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != MANIFEST)
        .collect();
    names.sort();
    let top = |file: &OutputFile| file.file.split('/').next().map(str::to_string);
    let ours: Vec<String> = listed.iter().filter_map(top).collect();
    names.into_iter().find(|name| !ours.contains(name))
}

fn mark_of(folder: &Path) -> Option<Mark> {
    let bytes = fs::read(folder.join(MANIFEST)).ok()?;
    let mark: Mark = serde_json::from_slice(&bytes).ok()?;
    (mark.made_by == MADE_BY).then_some(mark)
}

/// Every file below `folder` but its manifest, by name, with length and hash.
pub(crate) fn list_files(folder: &Path) -> Result<Vec<OutputFile>, StoreError> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.retain(|file: &OutputFile| file.file != MANIFEST);
    files.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<OutputFile>) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::io("open", folder))? {
        let path = entry.map_err(StoreError::io("open", folder))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            let (sha256, bytes) = sha256_file(&path)?;
            files.push(OutputFile {
                file: format!("{prefix}{name}"),
                bytes,
                sha256,
            });
        }
    }
    Ok(())
}
