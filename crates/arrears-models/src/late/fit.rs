//! Training: choose on the folds, then fit on every mature invoice.

use arrears_features::columns::{CUSTOMER_ID, Columns};
use arrears_features::{InvoiceIx, Labels};
use arrears_learn::logistic::{LogisticModel, LogisticParams};
use arrears_ledger::Day;
use linfa::ParamGuard;
use ndarray::{Array1, ArrayView1, ArrayView2};

use super::LateModel;
use super::choose::{self, Recipe, choose};
use super::customers::{CustomerEffects, OwnRows};
use super::estimates::Estimates;
use super::folds::{self, FoldReport, Holdout};
use super::separation::separated;
use super::terms::Terms;
use crate::ModelError;
use crate::config::ModelConfig;
use crate::encoding::{self, Encoding};

/// The invoices known on the as-of date, as seen when they were issued, and what became of them.
pub struct TrainingRows<'a> {
    /// Features at issue, one row per invoice.
    pub columns: &'a Columns,
    /// Which invoice each row is.
    pub invoices: &'a [InvoiceIx],
    /// Invoice date of each row.
    pub issued: &'a [Day],
    /// Labels as known on the as-of date.
    pub labels: &'a Labels,
    /// Labels as known on an earlier day.
    pub labels_at: &'a (dyn Fn(&[InvoiceIx], Day) -> Labels + Sync),
}

impl TrainingRows<'_> {
    /// Whether the row has an outcome to learn from: mature, and not cancelled before it was.
    pub fn usable(&self, i: usize) -> bool {
        self.labels.mature[i] && !self.labels.excluded[i]
    }
}

/// A fitted model, the log-odds it gives each training row (unusable ones too), and its out-of-time sample.
pub struct Fitted {
    /// The model.
    pub model: LateModel,
    /// Its log-odds for every training row, in their order.
    pub estimates: Estimates,
    /// How much each training row counts, by its age.
    pub weights: Vec<f64>,
    /// The latest fold, predicted by a model trained before it.
    pub holdout: Holdout,
}

/// Fits the late-payment model.
///
/// # Errors
/// An estimator that refuses its input.
pub fn fit(rows: &TrainingRows, config: &ModelConfig) -> Result<Fitted, ModelError> {
    let used: Vec<bool> = (0..rows.issued.len()).map(|i| rows.usable(i)).collect();
    let late: Vec<bool> = used
        .iter()
        .zip(&rows.labels.late)
        .filter(|(used, _)| **used)
        .map(|(_, l)| *l)
        .collect();
    if let Some(note) = too_little(&late, config) {
        return Ok(base_rate(rows, &late, note));
    }
    let choice = choose(rows, config)?;
    let recipe = choice
        .as_ref()
        .map_or_else(|| fallback(config), |choice| choice.recipe);
    let shift = choice.as_ref().map_or(0.0, |c| c.shift);
    let encoding = encoding::fit(rows.columns, &used);
    let common = encoding.only(|feature| recipe.terms.has(feature));
    if common.columns().is_empty() {
        return Ok(base_rate(
            rows,
            &late,
            "no feature differs between the invoices with a known outcome".into(),
        ));
    }
    let weights = row_weights(rows, recipe.half_life);
    let (regression, mut score) = regress_common(rows, &common, &used, &weights, recipe)?;
    let intercept = regression.intercept() + shift;
    let separated = separated(&common, rows.columns, &used, &rows.labels.late);
    let mut model = LateModel {
        encoding: common,
        intercept,
        coefficients: regression.coefficients().to_vec(),
        standard_errors: regression.standard_errors().to_vec(),
        customers: CustomerEffects::default(),
        challenger: None,
        intercept_shift: shift,
        terms: recipe.terms,
        penalty: Some(recipe.penalty),
        half_life: recipe.half_life,
        base_rate: folds::share(&late),
        n_rows: late.len(),
        note: None,
        separated,
        folds: FoldReport::default(),
    };
    if let Some(penalty) = recipe.customer_penalty {
        let encoding = encoding.only(CustomerEffects::knows);
        let x = encoding.apply(rows.columns)?;
        let customers = rows.columns.get(CUSTOMER_ID);
        let own = OwnRows {
            customers,
            encoding: &encoding,
            x: x.view(),
            late: &rows.labels.late,
            weights: &used_only(&weights, &used),
            score: &score,
        };
        model.customers = CustomerEffects::fit(&own, penalty)?;
        let effects = model.customers.of_encoded(customers, x.view());
        effects.add_to(&mut score);
    }
    // Only now: departures learnt from shifted log-odds would take the shift back, since their level goes free, and the
    // folds measured them beside the shift.
    score.iter_mut().for_each(|score| *score += shift);
    let mut estimates = Estimates {
        regression: score,
        ..Estimates::default()
    };
    let mut holdout = Holdout::default();
    if let Some(choice) = choice {
        if let Some(trees) = &choice.challenger {
            let (challenger, score) = trees.fit(rows, &encoding, &used)?;
            estimates.trees_lead = challenger.leads;
            estimates.trees = Some(score);
            model.challenger = Some(challenger);
        }
        (model.folds, holdout) = (choice.report, choice.holdout);
    }
    Ok(Fitted {
        model,
        estimates,
        weights,
        holdout,
    })
}

/// The regression of all customers, and its log-odds for every row.
fn regress_common(
    rows: &TrainingRows,
    encoding: &Encoding,
    used: &[bool],
    weights: &[f64],
    recipe: Recipe,
) -> Result<(LogisticModel, Vec<f64>), ModelError> {
    let x = encoding.apply(rows.columns)?;
    let y: Array1<f64> = rows.labels.late.iter().map(|&l| f64::from(l)).collect();
    let weights = Array1::from(used_only(weights, used));
    let model = regress(x.view(), y.view(), weights.view(), recipe.penalty, None)?;
    let score = (x.dot(&model.coefficients()) + model.intercept()).to_vec();
    Ok((model, score))
}

/// Weights by age, counted from the latest issue.
pub(super) fn row_weights(rows: &TrainingRows, half_life: Option<f64>) -> Vec<f64> {
    let latest = rows.issued.iter().max().copied().unwrap_or(Day(0));
    let ages: Vec<f64> = rows
        .issued
        .iter()
        .map(|&day| f64::from(latest - day))
        .collect();
    choose::weights(&ages, half_life)
}

fn used_only(weights: &[f64], used: &[bool]) -> Vec<f64> {
    weights
        .iter()
        .zip(used)
        .map(|(weight, used)| if *used { *weight } else { 0.0 })
        .collect()
}

/// Where a regression ends, as [`LogisticParams::tolerance`] has it: the last step leaves a millionth, which is a
/// thousandth of a standard error with a million rows.
pub(crate) const TOLERANCE: f64 = 1e-3;

/// Where a regression begins.
pub(super) struct Start {
    pub(super) intercept: f64,
    pub(super) coefficients: Array1<f64>,
}

impl From<&LogisticModel> for Start {
    fn from(model: &LogisticModel) -> Self {
        Self {
            intercept: model.intercept(),
            coefficients: model.coefficients().to_owned(),
        }
    }
}

/// One penalised regression; the intercept goes free.
pub(super) fn regress(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    weights: ArrayView1<f64>,
    penalty: f64,
    start: Option<&Start>,
) -> Result<LogisticModel, ModelError> {
    let params = LogisticParams::new()
        .l2(penalty)
        .tolerance(TOLERANCE)
        .check()?;
    let start = start.map(|start| (start.intercept, start.coefficients.view()));
    Ok(params.fit_weighted(x, y, Some(weights), start, None)?)
}

fn too_little(late: &[bool], config: &ModelConfig) -> Option<String> {
    if late.len() < config.min_invoices {
        let (n, least) = (late.len(), config.min_invoices);
        return Some(format!(
            "only {n} invoices have a known outcome, and a regression wants {least}"
        ));
    }
    if !folds::varies(late) {
        let all = if late[0] { "late" } else { "in time" };
        return Some(format!(
            "all {} invoices with a known outcome were paid {all}",
            late.len()
        ));
    }
    None
}

fn base_rate(rows: &TrainingRows, late: &[bool], note: String) -> Fitted {
    let p = folds::share(late);
    let model = LateModel {
        encoding: Encoding::default(),
        intercept: folds::base_log_odds(late),
        coefficients: Vec::new(),
        standard_errors: Vec::new(),
        customers: CustomerEffects::default(),
        challenger: None,
        intercept_shift: 0.0,
        terms: Terms::default(),
        penalty: None,
        half_life: None,
        base_rate: p,
        n_rows: late.len(),
        note: Some(note),
        separated: Vec::new(),
        folds: Default::default(),
    };
    Fitted {
        model,
        estimates: Estimates {
            regression: vec![folds::base_log_odds(late); rows.issued.len()],
            ..Estimates::default()
        },
        weights: vec![1.0; rows.issued.len()],
        holdout: Holdout::default(),
    }
}

/// Without folds to choose on: the middle penalty of the list, and no refinement.
fn fallback(config: &ModelConfig) -> Recipe {
    Recipe {
        terms: Terms::Behaviour,
        penalty: config.penalties[config.penalties.len() / 2],
        half_life: None,
        customer_penalty: None,
    }
}
