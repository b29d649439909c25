//! `arrears retrain`.

use arrears::job::{
    self, Decision, Estimate, Kind, Outcome as Became, Refusal, RetrainSummary, Tested,
};
use arrears::plan::Typed;
use arrears::{Error, ExitCode, RetrainPlan};

use super::{Context, to_json};
use crate::args::Retrain;
use crate::output::{Failure, Outcome, Rows, columns, count, counted};

/// `arrears retrain`.
pub fn retrain(context: &Context, args: &Retrain) -> Result<Outcome, Error> {
    let typed = Typed {
        registry: args.registry.registry.clone(),
        ..context.global.typed()
    };
    let plan = RetrainPlan::new(
        context.load_job(&args.config)?,
        &typed,
        args.as_of.as_of,
        args.dry_run,
    )?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::retrain(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: refused(&summary),
    })
}

/// A refusal is an answer, and the scheduler's to notice.
fn refused(summary: &RetrainSummary) -> Option<Failure> {
    let decision = &summary.decision;
    if !matches!(decision.outcome, Became::Refused | Became::Recalibrated) {
        return None;
    }
    let champion = decision.champion.as_deref().unwrap_or_default();
    Some(Failure {
        message: format!(
            "the new model does not take the place of `{champion}`: {}",
            reasons(decision).join("; ")
        ),
        hint: Some(match (summary.dry_run, rolled_back(decision)) {
            (true, _) => "nothing was written; without `--dry-run` the new model is kept as challenger".into(),
            (false, Some(id)) => format!("the champion goes on predicting; `arrears models promote {id}` overrules"),
            (false, None) => "the champion goes on predicting; `arrears models diff champion challenger` shows what differs, and \
                      `arrears models promote challenger` overrules"
                .into(),
        }),
        code: ExitCode::Gate,
    })
}

/// The new model, where it was rolled back before.
fn rolled_back(decision: &Decision) -> Option<&str> {
    decision.refusals.iter().find_map(|refusal| match refusal {
        Refusal::RolledBack { id } => Some(id.as_str()),
        _ => None,
    })
}

fn reasons(decision: &Decision) -> Vec<String> {
    decision.refusals.iter().map(ToString::to_string).collect()
}

fn text(summary: &RetrainSummary) -> String {
    let decision = &summary.decision;
    let mut rows = Rows::default();
    rows.add("as of", decision.as_of.to_string())
        .add_some("judged on", judged_on(decision))
        .add_some("champion", champion(decision))
        .add_some("new", new(decision))
        .add_some(
            "base rate",
            decision
                .base_rate_log_loss
                .map(|loss| format!("log loss {loss:.4}")),
        )
        .add_some("difference", decision.difference.as_ref().map(difference))
        .add_some(
            "stability",
            decision.stability.map(|found| {
                format!(
                    "PSI {:.3} of the final scores against the tested ones, at one level; the final level lies {:+.2} off",
                    found.psi, found.level
                )
            }),
        )
        .add_some(
            "recalibrated",
            decision.recalibration.as_ref().map(|found| {
                format!(
                    "promised {:.1} %, came {:.1} %: log-odds moved by {:+.3}",
                    100.0 * found.predicted,
                    100.0 * found.realised,
                    found.shift
                )
            }),
        )
        .add("outcome", outcome(summary))
        .add_list("why not", &reasons(decision))
        .add_list("removed", &summary.removed)
        .add("registry", summary.registry.display().to_string())
        .add("time", format!("{:.1} s", summary.seconds));
    rows.text() + &groups(decision)
}

fn judged_on(decision: &Decision) -> Option<String> {
    let (window, n) = (decision.window?, decision.n?);
    let (n_late, n_customers) = (decision.n_late?, decision.n_customers?);
    Some(format!(
        "invoices of {} to {}: {} with a known outcome, {} late, of {}",
        window.from,
        window.until,
        count(n),
        count(n_late),
        counted(n_customers, "customer")
    ))
}

fn champion(decision: &Decision) -> Option<String> {
    let id = decision.champion.as_deref()?;
    let Some(tested) = &decision.champion_test else {
        return Some(id.to_owned());
    };
    let what = match tested.own {
        true => "",
        false => ", its recipe",
    };
    Some(format!("{id}{what}: {}", figures(tested)))
}

fn new(decision: &Decision) -> Option<String> {
    let tested = decision.challenger_test.as_ref().map(figures);
    match (&decision.challenger, tested) {
        (Some(id), Some(tested)) => Some(format!("{id}, its recipe: {tested}")),
        (Some(id), None) => Some(id.clone()),
        (None, tested) => tested,
    }
}

fn figures(tested: &Tested) -> String {
    let figure = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {value:.4}"));
    let all = [
        figure("log loss", tested.scores.log_loss),
        figure("AUC", tested.scores.auc),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn difference(found: &Estimate) -> String {
    format!(
        "{:+.4} in log loss, between {:+.4} and {:+.4} (below 0 the new one is better)",
        found.estimate, found.lower, found.upper
    )
}

fn outcome(summary: &RetrainSummary) -> String {
    let decision = &summary.decision;
    let would = if summary.dry_run { "would be " } else { "" };
    match (decision.outcome, decision.kind) {
        (Became::Promoted, Some(Kind::First)) => format!("{would}promoted: the first model"),
        (Became::Promoted, Some(Kind::Replace)) => {
            format!("{would}promoted: another recipe, better on the test months")
        }
        (Became::Promoted, _) => format!("{would}promoted: the same recipe on newer data"),
        (Became::Refused, _) => format!("{would}refused: the champion stays"),
        (Became::Recalibrated, _) => {
            format!("{would}refused: the champion stays, its level set right")
        }
        (Became::Current, _) => "the champion is of this day already: nothing to do".into(),
    }
}

/// Groups that count, worst first.
fn groups(decision: &Decision) -> String {
    if decision.groups.is_empty() {
        return String::new();
    }
    let mut groups: Vec<_> = decision.groups.iter().collect();
    groups.sort_by(|a, b| a.p_value.total_cmp(&b.p_value));
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            vec![
                format!("{} {}", group.by, group.name),
                count(group.n),
                count(group.n_late),
                format!("{:+.4}", group.log_loss.estimate),
                format!(
                    "{:+.4} to {:+.4}",
                    group.log_loss.lower, group.log_loss.upper
                ),
                format!("{:.3}", group.p_value),
            ]
        })
        .collect();
    let names = [
        "group",
        "invoices",
        "late",
        "difference",
        "95 %",
        "p (Holm)",
    ];
    let right = [false, true, true, true, false, true];
    format!("\n{}", columns(&names, &right, &rows))
}

/// A decision as a line of `models log`.
pub(super) fn line(decision: &Decision) -> Vec<String> {
    let told = match decision.outcome {
        Became::Promoted => "promoted",
        Became::Refused => "refused",
        Became::Recalibrated => "recalibrated",
        Became::Current => "nothing to do",
    };
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
    vec![
        decision.as_of.to_string(),
        told.into(),
        or_dash(&decision.champion),
        or_dash(&decision.challenger),
        decision
            .difference
            .map_or_else(|| "-".into(), |found| format!("{:+.4}", found.estimate)),
        match reasons(decision).as_slice() {
            [] => "-".into(),
            reasons => reasons.join("; "),
        },
    ]
}
