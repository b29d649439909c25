//! What a job did, in the figures a person wants to see at once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use arrears_ledger::Day;
use arrears_models::certainty::Estimate;
use arrears_models::evaluate::{REGRESSION, TREES};
use arrears_models::late::Separation;
use serde::Serialize;

use super::material::Material;
use super::metrics::headline;
use super::money::Money;
use super::{clusters, notes};
use crate::findings;
use crate::input::cents;

/// What a job did. Fields that do not apply stay `None`.
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
    /// Invoices open on the as-of date, those of the own group left out.
    pub n_open: Option<usize>,
    /// What is open on them, in the ledger's currency.
    pub open_amount: Option<f64>,
    /// What customers of the own group owe besides.
    pub own_group_open_amount: Option<f64>,
    /// What is expected of open invoices within the weeks of the forecast, those of the own group left out.
    pub expected_cash: Option<f64>,
    /// What is expected besides of invoices yet to be issued.
    pub expected_cash_future_sales: Option<f64>,
    /// Weeks of the forecast.
    pub n_weeks: Option<usize>,
    /// The ledger's currency.
    pub currency: Option<String>,
    /// Number of clusters found.
    pub n_clusters: Option<usize>,
    /// Metrics by name, such as `auc`, `brier`, `log_loss`, `n_train`, `n_test`.
    pub metrics: BTreeMap<String, f64>,
    /// By how much the log loss of the model in use differs from another model's, such as `trees`; below 0 it is better.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rivals: BTreeMap<String, Estimate>,
    /// Whether the results were there already, and nothing was done.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub already_there: bool,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// Wall time.
    pub seconds: f64,
}

impl RunSummary {
    /// The figures of the ledger and the model.
    pub(super) fn of(material: &Material, started: Instant) -> Self {
        let mut metrics = headline(&material.test);
        metrics.insert("n_train".to_owned(), material.trained.late.n_rows() as f64);
        let rules = material.test.baselines.iter();
        for baseline in rules.filter(|rule| !is_rival(&rule.name)) {
            if let Some(brier) = baseline.scores.brier {
                metrics.insert(format!("brier_{}", baseline.name), brier);
            }
            if let Some(auc) = baseline.scores.auc {
                metrics.insert(format!("auc_{}", baseline.name), auc);
            }
        }
        Self {
            as_of: Some(material.as_of),
            model_id: Some(material.model_id.clone()),
            n_customers: Some(material.book.n_customers()),
            n_invoices: Some(material.book.n_invoices()),
            n_rejected: Some(material.rejected.len()),
            currency: Some(material.settings.config.ledger.currency.clone()),
            n_clusters: material
                .trained
                .clusters
                .as_ref()
                .map(|clusters| clusters.n_clusters()),
            metrics,
            rivals: rivals(material),
            warnings: warnings(material),
            seconds: started.elapsed().as_secs_f64(),
            ..Self::default()
        }
    }

    /// The same, with what is open on the day.
    pub(super) fn of_money(material: &Material, money: &Money, started: Instant) -> Self {
        let kpis = &money.kpis;
        let general = Self::of(material, started);
        let mut warnings = general.warnings.clone();
        warnings.extend(unexplained(material, money));
        Self {
            warnings,
            n_open: Some(kpis.n_open as usize),
            open_amount: Some(kpis.open_minor as f64 / 100.0),
            own_group_open_amount: Some(kpis.intercompany_open_minor as f64 / 100.0),
            ..general
        }
    }
}

/// Whether a name among the baselines is that of a model, not of a simple rule.
pub(super) fn is_rival(name: &str) -> bool {
    [REGRESSION, TREES].contains(&name)
}

fn rivals(material: &Material) -> BTreeMap<String, Estimate> {
    let differences = material.test.differences.iter();
    differences
        .filter(|difference| is_rival(&difference.name))
        .map(|difference| (difference.name.clone(), difference.log_loss))
        .collect()
}

/// That the control totals, which are added up from the rows alone, have another balance than the key figures.
fn unexplained(material: &Material, money: &Money) -> Option<String> {
    let (balance, control) = (
        money.balance_minor()?,
        material.input.control.total.balance(),
    );
    (balance != control).then(|| {
        format!(
            "the balance in `kpis.parquet` is {}, in `control_totals.csv` {}: what is on nobody's account is in the latter \
             alone",
            cents(balance),
            cents(control)
        )
    })
}

fn warnings(material: &Material) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(note) = material.trained.late.note() {
        warnings.push(format!(
            "the late-payment model is the base rate alone: {note}"
        ));
    }
    let separated = notes::of_separation(&material.trained.late, Separation::is_broad);
    warnings.extend(separated.into_iter().map(|note| note.en));
    warnings.extend(material.numbering().map(|note| note.en));
    match &material.trained.clusters {
        Some(model) => warnings.extend(clusters::notes(model)),
        None => warnings.push(clusters::none(material.trained.no_clusters)),
    }
    let no_worklist = material.no_worklist.as_deref();
    warnings.extend(no_worklist.map(findings::no_worklist));
    if !material.rejected.is_empty() {
        let n = material.rejected.len();
        let rows = if n == 1 { "row was" } else { "rows were" };
        warnings.push(format!(
            "{n} {rows} rejected; `rejected_rows.csv` says which and why"
        ));
    }
    let found = findings::in_english(&material.input.quality);
    warnings.extend(
        found
            .into_iter()
            .filter(|(grave, _)| *grave)
            .map(|(_, text)| text),
    );
    let last = material.book.last_known_day();
    if last < material.as_of {
        warnings.push(format!("the ledger's last event is dated {last}, before the as-of date: later events are not in it"));
    }
    warnings
}
