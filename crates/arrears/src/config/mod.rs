//! `arrears.toml`: every setting of a run, each with a default.
//!
//! The structs here are the whole file. Reading it is `file`'s work, proving the values good `validate`'s,
//! saying in which line it is wrong `locate`'s, and knowing which keys there are `known`'s.

mod acceptance;
mod clusters;
mod error;
mod file;
mod known;
mod locate;
mod meanings;
mod message;
mod monitor;
mod notify;
pub mod policy;
mod questions;
mod retrain;
mod scorecard;
mod sections;
mod template;
mod trust;
mod validate;
mod worklist;

pub use arrears_insight::acceptance::AcceptanceConfig;
pub use arrears_insight::customers::Policy;
pub use arrears_insight::worklist::WorklistConfig;
pub use arrears_ledger::LedgerConfig;
pub use arrears_models::monitor::MonitorConfig;
pub use arrears_models::retrain::RetrainConfig;
pub use arrears_models::{ClusterConfig, ModelConfig, ScorecardConfig};
pub use arrears_report::Language;
pub use error::ConfigError;
pub use file::ConfigFile;
pub(crate) use file::nearest;
pub use notify::{Ending, NotifyConfig};
pub use policy::{NamedBy, PolicyConfig, PolicyFile};
pub use questions::QuestionsConfig;
pub use sections::{ChecksConfig, DefinitionsConfig, OutputConfig, RegistryConfig, ReportConfig};
pub use template::{render, settings_markdown};
pub use trust::TrustConfig;

use serde::{Deserialize, Serialize};

/// The whole of `arrears.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Seed of every random choice. The same seed gives the same bytes.
    pub seed: u64,
    /// Number of threads; 0 takes every core.
    pub threads: usize,
    /// Which files hold the ledger, and how they are written.
    pub ledger: LedgerConfig,
    /// When a ledger is too faulty to be used.
    pub checks: ChecksConfig,
    /// What counts as late and as settled.
    pub definitions: DefinitionsConfig,
    /// The late-payment model.
    pub model: ModelConfig,
    /// The customer clusters.
    pub clusters: ClusterConfig,
    /// The late-payment estimate as points.
    pub scorecard: ScorecardConfig,
    /// What is suggested for customers without a history.
    pub acceptance: AcceptanceConfig,
    /// The four questions and what stands beside them.
    pub questions: QuestionsConfig,
    /// Who to call.
    pub worklist: WorklistConfig,
    /// The file of the policy.
    pub policy: PolicyConfig,
    /// What may not be used, and who is a natural person.
    pub trust: TrustConfig,
    /// The report for people.
    pub report: ReportConfig,
    /// Where results go.
    pub output: OutputConfig,
    /// Where models are kept between runs.
    pub registry: RegistryConfig,
    /// When a new model may take the place of the one in use.
    pub retrain: RetrainConfig,
    /// When monitoring asks to look, and when to act.
    pub monitor: MonitorConfig,
    /// Who is told how a job ended.
    pub notify: NotifyConfig,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            seed: 1,
            threads: 0,
            ledger: LedgerConfig::default(),
            checks: ChecksConfig::default(),
            definitions: DefinitionsConfig::default(),
            model: ModelConfig::default(),
            clusters: ClusterConfig::default(),
            scorecard: ScorecardConfig::default(),
            acceptance: AcceptanceConfig::default(),
            questions: QuestionsConfig::default(),
            worklist: WorklistConfig::default(),
            policy: PolicyConfig::default(),
            trust: TrustConfig::default(),
            report: ReportConfig::default(),
            output: OutputConfig::default(),
            registry: RegistryConfig::default(),
            retrain: RetrainConfig::default(),
            monitor: MonitorConfig::default(),
            notify: NotifyConfig::default(),
        }
    }
}
