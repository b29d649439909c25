//! The jobs themselves: run, train, predict, report, backtest.

use std::collections::BTreeMap;
use std::path::PathBuf;

use arrears_ledger::Day;
use serde::Serialize;

use crate::error::Error;
use crate::plan::{BacktestPlan, PredictPlan, ReportPlan, RunPlan, TrainPlan};
use crate::progress::Progress;

/// What a job did, in the figures a person wants to see at once. Fields that do not apply stay `None`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunSummary {
    /// The as-of date.
    pub as_of: Option<Day>,
    /// Folder of the results.
    pub out: Option<PathBuf>,
    /// The report.
    pub report: Option<PathBuf>,
    /// The model made or used.
    pub model_id: Option<String>,
    /// Folder the model stands in.
    pub registry: Option<PathBuf>,
    /// Customers in the ledger.
    pub n_customers: Option<usize>,
    /// Invoices in the ledger.
    pub n_invoices: Option<usize>,
    /// Rows of input rejected by the checks.
    pub n_rejected: Option<usize>,
    /// Invoices open on the as-of date.
    pub n_open: Option<usize>,
    /// What is open on the as-of date, in the ledger's currency.
    pub open_amount: Option<f64>,
    /// The ledger's currency.
    pub currency: Option<String>,
    /// Number of clusters found.
    pub n_clusters: Option<usize>,
    /// Metrics by name, such as `auc`, `brier`, `log_loss`, `n_train`, `n_test`.
    pub metrics: BTreeMap<String, f64>,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

/// The monthly job: check, features, clusters and models, predictions, report.
pub fn run(plan: &RunPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    let _ = (plan, progress);
    Err(unfinished("run"))
}

/// Fits a model and keeps it in the registry.
pub fn train(plan: &TrainPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    let _ = (plan, progress);
    Err(unfinished("train"))
}

/// Scores open invoices and customers with a kept model.
pub fn predict(plan: &PredictPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    let _ = (plan, progress);
    Err(unfinished("predict"))
}

/// As [`predict`], with the report.
pub fn report(plan: &ReportPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    let _ = (plan, progress);
    Err(unfinished("report"))
}

/// The out-of-time test.
pub fn backtest(plan: &BacktestPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    let _ = (plan, progress);
    Err(unfinished("backtest"))
}

fn unfinished(command: &str) -> Error {
    Error::Bug {
        what: format!("`{command}` is not finished"),
    }
}
