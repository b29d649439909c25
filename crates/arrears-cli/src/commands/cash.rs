//! `arrears backtest --cash`.

use arrears::job::{self, CashBacktestSummary};
use arrears::{BacktestPlan, CashScore, Error};

use super::{Context, to_json};
use crate::output::{Outcome, Rows, columns, counted};

/// Tests the cash forecast of past weeks.
pub fn backtest(context: &Context, plan: &BacktestPlan) -> Result<Outcome, Error> {
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::backtest_cash(plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

/// What each column of the table is; errors are shares of what came in.
const NAMES: [&str; 9] = [
    "source",
    "week",
    "n",
    "covered",
    "below",
    "above",
    "error",
    "last year",
    "on due date",
];

fn text(summary: &CashBacktestSummary) -> String {
    let scores: Vec<Vec<String>> = summary.scores.iter().map(row).collect();
    let right = NAMES.map(|name| name != "source");
    let mut text = columns(&NAMES, &right, &scores);
    text.push('\n');
    let mut rows = Rows::default();
    rows.add("forecasts", made(summary))
        .add("ledger", ledger(summary))
        .add("results", summary.out.display().to_string())
        .add("time", format!("{:.1} s", summary.seconds));
    text.push_str(&rows.text());
    text
}

fn row(score: &CashScore) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let some = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), percent);
    vec![
        score.source.code().to_owned(),
        score
            .week
            .map_or_else(|| "all".to_owned(), |week| week.to_string()),
        score.n.to_string(),
        percent(score.coverage),
        percent(score.below),
        percent(score.above),
        some(score.wape),
        some(score.wape_last_year),
        some(score.wape_on_due_date),
    ]
}

fn made(summary: &CashBacktestSummary) -> String {
    format!(
        "{}, one a week from {} to {}, by {}",
        counted(summary.n_origins, "forecast"),
        summary.from,
        summary.until,
        counted(summary.n_models, "model")
    )
}

fn ledger(summary: &CashBacktestSummary) -> String {
    format!(
        "{} of {}",
        counted(summary.n_invoices, "invoice"),
        counted(summary.n_customers, "customer")
    )
}
