//! `arrears scorecard`.

use arrears::job::{self, FeatureSummary, ScorecardSummary};
use arrears::plan::Typed;
use arrears::{Error, ScorecardPlan};

use super::{Context, load, to_json};
use crate::args::Scorecard;
use crate::output::{Outcome, Rows, columns, counted};

/// `arrears scorecard`.
pub fn scorecard(context: &Context, args: &Scorecard) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        ..context.global.typed()
    };
    let plan = ScorecardPlan::new(load(&args.config)?, &typed, args.as_of.as_of)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::scorecard(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

fn text(summary: &ScorecardSummary) -> String {
    let features: Vec<Vec<String>> = summary.features.iter().map(row).collect();
    let names = ["feature", "information", "coefficient", "error", "points"];
    let mut text = columns(&names, &[false, true, true, true, true], &features);
    text.push('\n');
    let mut rows = Rows::default();
    rows.add("as of", summary.as_of.to_string())
        .add("learnt from", learnt_from(summary))
        .add("points", scale(summary))
        .add_some(
            "quality",
            summary.auc.map(|auc| quality(auc, summary.log_loss)),
        )
        .add_some(
            "against",
            summary.regression_auc.map(|auc| {
                format!(
                    "the regression: {}",
                    quality(auc, summary.regression_log_loss)
                )
            }),
        )
        .add_list("note", &summary.warnings)
        .add("results", summary.out.display().to_string())
        .add("time", format!("{:.1} s", summary.seconds));
    text.push_str(&rows.text());
    text
}

fn row(feature: &FeatureSummary) -> Vec<String> {
    vec![
        feature.feature.clone(),
        format!("{:.3}", feature.information_value),
        format!("{:.3}", feature.coefficient),
        format!("{:.3}", feature.standard_error),
        format!("{} to {}", feature.points_from, feature.points_to),
    ]
}

fn learnt_from(summary: &ScorecardSummary) -> String {
    let share = 100.0 * summary.n_late as f64 / summary.n_invoices as f64;
    let invoices = counted(summary.n_invoices, "invoice");
    format!("{invoices} with a known outcome, {share:.1} % late")
}

fn scale(summary: &ScorecardSummary) -> String {
    format!(
        "{} points to begin with; at {} the odds of payment in time are {} to 1, {} more double them",
        summary.base_points, summary.base_score, summary.base_odds, summary.points_to_double_odds
    )
}

fn quality(auc: f64, log_loss: Option<f64>) -> String {
    let log_loss = log_loss.map(|loss| format!(", log loss {loss:.3}"));
    format!("AUC {auc:.3}{}", log_loss.unwrap_or_default())
}
