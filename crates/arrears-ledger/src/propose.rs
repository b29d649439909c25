//! Looks at files and proposes a config, for `arrears init`.

use std::path::PathBuf;

use crate::{DateOrder, DecimalMark, LedgerConfig, LedgerError, Table};

/// What was recognised in a set of files.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The config proposed.
    pub config: LedgerConfig,
    /// Per table proposed: its file, columns and how sure we are.
    pub tables: Vec<TableProposal>,
    /// Files that were not recognised, with the reason.
    pub unrecognised: Vec<(PathBuf, String)>,
    /// What a person should confirm, one sentence each.
    pub doubts: Vec<String>,
}

impl Proposal {
    /// The `[ledger]` part of `arrears.toml`, with comments.
    pub fn to_toml(&self) -> String {
        String::new()
    }
}

/// One table recognised in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct TableProposal {
    /// The table.
    pub table: Table,
    /// The file.
    pub path: PathBuf,
    /// Mapped columns, in the schema's order.
    pub columns: Vec<ColumnProposal>,
    /// Columns of the file that no table of the proposal uses.
    pub unmapped: Vec<String>,
    /// Encoding and separator found, for a text file.
    pub dialect: Option<String>,
    /// Order of the dates found, for a text file; `None` where every date is ISO.
    pub date_order: Option<DateOrder>,
    /// Decimal mark found, for a text file with decimals.
    pub decimal_mark: Option<DecimalMark>,
}

/// One canonical column and the file's column for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnProposal {
    /// Canonical name.
    pub canonical: String,
    /// Name in the file.
    pub column: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
}

/// How sure a mapping is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Look at it.
    Low,
    /// Likely.
    Medium,
    /// The name is the canonical one or a well-known synonym, and the values fit.
    High,
}

/// Recognises tables and columns in `files` and proposes a config (paths as given).
pub fn propose(files: &[PathBuf]) -> Result<Proposal, LedgerError> {
    let _ = files;
    Ok(Proposal {
        config: LedgerConfig::default(),
        tables: Vec::new(),
        unrecognised: Vec::new(),
        doubts: Vec::new(),
    })
}
