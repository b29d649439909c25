//! What stops a ledger from being read at all. Faulty rows are no error: see [`crate::RejectedRow`].

use std::path::PathBuf;

use crate::Table;

/// Why a ledger could not be read. [`LedgerError::hint`] says what would put it right.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// A file the config names is not there.
    #[error("the file `{}` of table `{table}` does not exist", path.display())]
    MissingFile {
        /// The table.
        table: Table,
        /// The file, or the pattern that matches none.
        path: PathBuf,
    },
}

impl LedgerError {
    /// What would put it right, if we can tell.
    pub fn hint(&self) -> Option<String> {
        None
    }
}
