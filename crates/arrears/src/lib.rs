//! The monthly job: the public library behind the `arrears` command.
//!
//! A caller loads a [`Config`], lets [`plan`] merge it with what was typed, and hands the plan to [`job`]
//! (or to [`check`], [`init`], [`generate`]). Nothing here prints or exits: progress goes to a [`Progress`],
//! outcomes come back as summaries, failures as an [`Error`] that knows its exit code and its hint.

pub mod check;
pub mod config;
pub mod demo;
pub mod error;
mod findings;
pub mod generate;
pub mod init;
pub mod input;
pub mod job;
mod load;
pub mod look;
mod open_amounts;
pub mod plan;
pub mod pool;
pub mod progress;
pub mod rejects;
mod trust;

pub use arrears_insight::customers::what_if::{Effect, Move};
pub use arrears_insight::money::CashScore;
pub use arrears_ledger::{Day, shown};
pub use arrears_models::{MODEL_FORMAT, Retraining};
pub use arrears_store as store;
pub use config::{Config, ConfigFile};
pub use error::{Error, ExitCode};
pub use load::load_ledger;
pub use plan::{
    AcceptPlan, BacktestPlan, CheckPlan, ComparePlan, ForecastPlan, MonitorPlan, PredictPlan,
    ReportPlan, RetrainPlan, RunPlan, ScorecardPlan, Settings, TrainPlan, Typed, WhatIfPlan,
};
pub use progress::{Progress, Silent, Stage};

/// Sentences and tables that are shown as they are.
pub mod report {
    pub use arrears_report::{Document, DocumentCell, DocumentHead, DocumentPart, DocumentTable};
}

/// Figures as people write them, in three languages.
pub mod text {
    pub use arrears_insight::text::{Language, count, money_to_the_cent};
}

/// The version of this program, as written into models and manifests.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
