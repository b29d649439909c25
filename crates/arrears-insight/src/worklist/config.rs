//! `[worklist]`: how the list of calls is made up.

use serde::{Deserialize, Serialize};

/// What a line of the worklist is, and how long a collection by direct debit may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorklistConfig {
    /// Whether customers of one parent share a line.
    pub per_parent: bool,
    /// Days past due for which an invoice collected by direct debit is taken to be on its way.
    pub direct_debit_days: i32,
    /// Lines of the workbook at most, the first of the list; the CSV has all.
    pub workbook_lines: usize,
}

impl Default for WorklistConfig {
    fn default() -> WorklistConfig {
        WorklistConfig {
            per_parent: false,
            direct_debit_days: 7,
            workbook_lines: 5_000,
        }
    }
}
