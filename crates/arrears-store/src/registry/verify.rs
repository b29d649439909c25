//! Reads everything in a registry and says what is damaged.

use std::path::Path;

use serde::Serialize;

use super::pointer::Pointer;
use super::versions;
use crate::error::StoreError;

/// The outcome of verifying one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was verified: an id, or `champion`.
    pub what: String,
    /// What is wrong with it; `None` when it is sound.
    pub problem: Option<String>,
}

/// Every version by id, then the pointer.
pub fn verify(dir: &Path) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    for id in versions::ids(dir)? {
        let problem = versions::load(dir, &id)
            .err()
            .map(|error| error.to_string());
        findings.push(Finding {
            what: id.to_string(),
            problem,
        });
    }
    let problem = match Pointer::read(dir) {
        Ok(None) => return Ok(findings),
        Ok(Some(pointer)) => versions::load(dir, &pointer.champion)
            .err()
            .map(|error| error.to_string()),
        Err(error) => Some(error.to_string()),
    };
    findings.push(Finding {
        what: "champion".into(),
        problem,
    });
    Ok(findings)
}
