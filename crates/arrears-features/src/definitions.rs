//! The two figures on which every definition of lateness rests.

use serde::{Deserialize, Serialize};

/// When an invoice counts as late and as settled; the keys of `[definitions]` in `arrears.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Definitions {
    /// Days after the due date on which an invoice is not yet late.
    pub grace_days: i32,
    /// Shortfall, in cents, up to which an invoice still counts as settled.
    pub settle_tolerance_minor: i64,
}

impl Default for Definitions {
    fn default() -> Self {
        Definitions {
            grace_days: 0,
            settle_tolerance_minor: 100,
        }
    }
}
