//! `run`, `train`, `predict`, `report`, `forecast`, `backtest`.

use std::collections::BTreeMap;

use arrears::job::{self, RunSummary};
use arrears::plan::{PredictPlan, Typed};
use arrears::store::ModelChoice;
use arrears::{BacktestPlan, Error, ForecastPlan, Retraining, RunPlan, TrainPlan};

use super::{Context, to_json};
use crate::args::{Backtest, Forecast, Predict, Run, Train};
use crate::output::{Outcome, Rows, amount, count, counted};

/// `arrears run`.
pub fn run(context: &Context, args: &Run) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        registry: args.registry.clone(),
        previous: args.previous.previous.clone(),
        language: args.language.language,
        resume: args.resume,
        ..context.global.typed()
    };
    let plan = RunPlan::new(context.load_job(&args.config)?, &typed, args.as_of.as_of)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::run(&plan, progress)
    })?;
    outcome(&summary)
}

/// `arrears train`.
pub fn train(context: &Context, args: &Train) -> Result<Outcome, Error> {
    let typed = Typed {
        registry: args.registry.registry.clone(),
        previous: args.previous.previous.clone(),
        ..context.global.typed()
    };
    let plan = TrainPlan::new(
        context.load_job(&args.config)?,
        &typed,
        args.as_of.as_of,
        args.promote,
    )?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::train(&plan, progress)
    })?;
    outcome(&summary)
}

/// `arrears predict`.
pub fn predict(context: &Context, args: &Predict) -> Result<Outcome, Error> {
    let plan = predict_plan(context, args)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::predict(&plan, progress)
    })?;
    outcome(&summary)
}

/// `arrears report`.
pub fn report(context: &Context, args: &Predict) -> Result<Outcome, Error> {
    let plan = predict_plan(context, args)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::report(&plan, progress)
    })?;
    outcome(&summary)
}

/// `arrears forecast`.
pub fn forecast(context: &Context, args: &Forecast) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        registry: args.registry.registry.clone(),
        ..context.global.typed()
    };
    let model = args.model.as_deref().map(ModelChoice::from);
    let plan = ForecastPlan::new(
        context.load_job(&args.config)?,
        &typed,
        args.as_of.as_of,
        model,
    )?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::forecast(&plan, progress)
    })?;
    outcome(&summary)
}

/// `arrears backtest`.
pub fn backtest(context: &Context, args: &Backtest) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        language: args.language.language,
        ..context.global.typed()
    };
    let plan = BacktestPlan::new(
        context.load_job(&args.config)?,
        &typed,
        args.train_until,
        args.test_until,
        if args.monthly {
            Retraining::Monthly
        } else {
            Retraining::Never
        },
    )?;
    if args.cash {
        return super::cash::backtest(context, &plan);
    }
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::backtest(&plan, progress)
    })?;
    outcome(&summary)
}

fn predict_plan(context: &Context, args: &Predict) -> Result<PredictPlan, Error> {
    let typed = Typed {
        out: args.out.clone(),
        registry: args.registry.registry.clone(),
        resume: args.resume,
        language: args.language.language,
        ..context.global.typed()
    };
    PredictPlan::new(
        context.load_job(&args.config)?,
        &typed,
        args.as_of.as_of,
        ModelChoice::from(args.model.as_str()),
    )
}

/// What a job did, for people and for programs.
fn outcome(summary: &RunSummary) -> Result<Outcome, Error> {
    outcome_on(summary, Rows::default())
}

/// The same, with lines of another job before it.
pub fn outcome_on(summary: &RunSummary, before: Rows) -> Result<Outcome, Error> {
    Ok(Outcome {
        text: text(summary, before),
        json: to_json(serde_json::to_value(summary))?,
        failure: None,
    })
}

fn text(summary: &RunSummary, mut rows: Rows) -> String {
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let there =
        "the results are there already, of the same files, settings and version: nothing was done";
    rows.add_some("resumed", summary.already_there.then(|| there.to_owned()))
        .add_some("as of", summary.as_of.map(|day| day.to_string()))
        .add_some("ledger", ledger(summary))
        .add_some(
            "rejected",
            summary
                .n_rejected
                .filter(|n| *n > 0)
                .map(|n| counted(n, "row")),
        )
        .add_some("open", open(summary))
        .add_some("expected", expected(summary))
        .add_some("clusters", summary.n_clusters.map(count))
        .add_some("model", summary.model_id.clone())
        .add_some("quality", quality(&summary.metrics))
        .add_some("against", best_baseline(&summary.metrics))
        .add_list("challenger", &challengers(summary))
        .add_list("note", &summary.warnings)
        .add_some("models", summary.registry.as_ref().map(path))
        .add_some("results", summary.out.as_ref().map(path))
        .add_some("report", summary.report.as_ref().map(path))
        .add("time", format!("{:.1} s", summary.seconds));
    rows.text()
}

fn ledger(summary: &RunSummary) -> Option<String> {
    let (invoices, customers) = (summary.n_invoices?, summary.n_customers?);
    Some(format!(
        "{} of {}",
        counted(invoices, "invoice"),
        counted(customers, "customer")
    ))
}

fn open(summary: &RunSummary) -> Option<String> {
    let n_open = summary.n_open?;
    let worth = |open: f64| amount(open, summary.currency.as_deref().unwrap_or_default());
    let open = summary.open_amount.map(|open| format!(", {}", worth(open)));
    let own = summary
        .own_group_open_amount
        .filter(|open| *open > 0.0)
        .map(|open| format!(" (and {} within the own group)", worth(open)));
    Some(format!(
        "{}{}{}",
        counted(n_open, "invoice"),
        open.unwrap_or_default(),
        own.unwrap_or_default()
    ))
}

fn expected(summary: &RunSummary) -> Option<String> {
    let worth = |sum: f64| amount(sum, summary.currency.as_deref().unwrap_or_default());
    Some(format!(
        "{} of it within {} weeks, and {} from future sales",
        worth(summary.expected_cash?),
        summary.n_weeks?,
        worth(summary.expected_cash_future_sales?)
    ))
}

/// The metrics people ask for first, in their order.
fn quality(metrics: &BTreeMap<String, f64>) -> Option<String> {
    let known = [
        ("auc", "AUC"),
        ("brier", "Brier"),
        ("log_loss", "log loss"),
        ("ece", "calibration error"),
    ];
    let mut shown: Vec<String> = known
        .iter()
        .filter_map(|(key, label)| Some(format!("{label} {:.3}", metrics.get(*key)?)))
        .collect();
    let days = metrics.get("mae_days");
    shown.extend(days.map(|days| format!("mean error {days:.1} days")));
    (!shown.is_empty()).then(|| shown.join(", "))
}

/// What another model would have given, such as trees beside the regression.
fn challengers(summary: &RunSummary) -> Vec<String> {
    let rivals = summary.rivals.iter();
    let sentences = rivals.map(|(name, difference)| {
        let word = if difference.estimate < 0.0 {
            "worse"
        } else {
            "better"
        };
        let (low, high) = match difference.estimate < 0.0 {
            true => (-difference.upper, -difference.lower),
            false => (difference.lower, difference.upper),
        };
        format!(
            "{name} would have been {word}: log loss by {:.4} ({low:.4} to {high:.4})",
            difference.estimate.abs()
        )
    });
    sentences.collect()
}

/// The simple rule that orders invoices best, for comparison.
fn best_baseline(metrics: &BTreeMap<String, f64>) -> Option<String> {
    let (name, auc) = metrics
        .iter()
        .filter_map(|(key, auc)| Some((key.strip_prefix("auc_")?, *auc)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    let brier = metrics.get(&format!("brier_{name}"));
    let brier = brier.map_or(String::new(), |brier| format!(", Brier {brier:.3}"));
    Some(format!("{} AUC {auc:.3}{brier}", rule(name)))
}

fn rule(name: &str) -> &str {
    match name {
        "base_rate" => "the late share of all:",
        "customer_last_outcome" => "the customer's last outcome:",
        "customer_late_ratio" => "the customer's own late ratio:",
        other => other,
    }
}
