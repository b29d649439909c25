//! The sections of `arrears.toml` that no other crate defines.

use arrears_features::Definitions;
use arrears_report::Language;
use serde::{Deserialize, Serialize};

/// `[definitions]`: what counts as late and as settled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefinitionsConfig {
    /// Days after the due date within which a payment still counts as on time (0 to 365).
    pub grace_days: i32,
    /// Amount that may stay unpaid on a settled invoice, in the ledger's currency.
    pub settle_tolerance: f64,
}

impl Default for DefinitionsConfig {
    fn default() -> Self {
        DefinitionsConfig {
            grace_days: 0,
            settle_tolerance: 1.0,
        }
    }
}

impl DefinitionsConfig {
    /// The same definitions in the units the features use (minor units).
    pub fn resolve(&self) -> Definitions {
        Definitions {
            grace_days: self.grace_days,
            settle_tolerance_minor: (self.settle_tolerance * 100.0).round() as i64,
        }
    }
}

/// `[report]`: the report for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportConfig {
    /// Language of the report.
    pub language: Language,
    /// Heading of the report; empty takes the report's own.
    pub title: String,
    /// Customers with a page of their own, at most.
    pub customer_pages: usize,
}

impl Default for ReportConfig {
    fn default() -> Self {
        ReportConfig {
            language: Language::default(),
            title: String::new(),
            customer_pages: 200,
        }
    }
}

/// `[output]`: where results go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutputConfig {
    /// Folder of the results, relative to the config file. Replaced as a whole by every run.
    pub dir: String,
}

impl Default for OutputConfig {
    fn default() -> Self {
        OutputConfig {
            dir: "arrears-out".into(),
        }
    }
}

/// `[registry]`: where models are kept between runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistryConfig {
    /// Folder of the models, relative to the config file. Not set: `run` keeps its model inside its own output
    /// folder, and `train` and `predict` use `registry` beside the config.
    pub path: Option<String>,
    /// Versions kept at most; `retrain` removes the oldest beyond them, never the champion, the one before it, the challenger or what
    /// these were made from.
    pub keep: usize,
}

impl Default for RegistryConfig {
    fn default() -> Self {
        RegistryConfig {
            path: None,
            keep: 36,
        }
    }
}

/// `[checks]`: when a ledger is too faulty to be used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChecksConfig {
    /// Largest share of rejected rows, over all files, at which the job still runs (0 to 1).
    pub max_rejected_share: f64,
}

impl Default for ChecksConfig {
    fn default() -> Self {
        ChecksConfig {
            max_rejected_share: 0.01,
        }
    }
}
