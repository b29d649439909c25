//! The two figures on which every definition of lateness rests.

use crate::FeatureError;
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

impl Definitions {
    pub(crate) fn check(&self) -> Result<(), FeatureError> {
        if !(0..=365).contains(&self.grace_days) {
            return Err(FeatureError::Definition {
                key: "grace_days",
                value: i64::from(self.grace_days),
                range: "0 to 365 days",
            });
        }
        if !(0..=1_000_000_000).contains(&self.settle_tolerance_minor) {
            return Err(FeatureError::Definition {
                key: "settle_tolerance_minor",
                value: self.settle_tolerance_minor,
                range: "0 to 1,000,000,000 cents",
            });
        }
        Ok(())
    }
}

impl Default for Definitions {
    fn default() -> Self {
        Definitions {
            grace_days: 0,
            settle_tolerance_minor: 100,
        }
    }
}
