//! `arrears accept`.

use arrears::job::{self, AcceptanceSummary, ApplicantSummary, TrustSummary};
use arrears::plan::Typed;
use arrears::store::ModelChoice;
use arrears::{AcceptPlan, Error};

use super::{Context, load, to_json};
use crate::args::Accept;
use crate::output::{Outcome, Rows, amount, columns, counted};

/// `arrears accept`.
pub fn accept(context: &Context, args: &Accept) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        registry: args.registry.registry.clone(),
        language: args.language.language,
        ..context.global.typed()
    };
    let model = args.model.as_deref().map(ModelChoice::from);
    let file = args.file.clone();
    let plan = AcceptPlan::new(load(&args.config)?, &typed, file, args.as_of.as_of, model)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::accept(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: None,
    })
}

/// Applicants shown; the file has them all.
const SHOWN: usize = 30;

fn text(summary: &AcceptanceSummary) -> String {
    let names = [
        "applicant",
        "late (90 %)",
        "over 30 days",
        "never paid",
        "like it",
        "class",
        "terms",
        "in advance",
        "limit",
    ];
    let right = [false, true, true, true, true, false, true, true, true];
    let applicants = summary.applicants.iter().take(SHOWN);
    let rows: Vec<Vec<String>> = applicants.map(|one| row(one, &summary.currency)).collect();
    let mut text = columns(&names, &right, &rows);
    let more = summary.applicants.len().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&format!("  and {more} more, in acceptance.parquet\n"));
    }
    text.push('\n');
    let mut rows = Rows::default();
    rows.add("as of", summary.as_of.to_string())
        .add("learnt from", learnt_from(summary))
        .add_some("trust", summary.trust.as_ref().map(trust))
        .add(
            "meaning",
            "an estimate of payment behaviour from other customers' first invoices; it judges and refuses nobody: a \
             colleague decides",
        )
        .add_list("note", &summary.warnings)
        .add("results", summary.out.display().to_string())
        .add("time", format!("{:.1} s", summary.seconds));
    text.push_str(&rows.text());
    text
}

fn row(one: &ApplicantSummary, currency: &str) -> Vec<String> {
    let id = arrears::shown(&one.customer_id);
    let person = if one.natural_person {
        " (natural person)"
    } else {
        ""
    };
    let known = match (one.in_ledger, one.p_late_history) {
        (false, _) => String::new(),
        (true, None) => " (in the ledger)".to_owned(),
        (true, Some(p)) => format!(" (in the ledger; late {:.0} % by own history)", 100.0 * p),
    };
    let dash = || "-".to_owned();
    vec![
        format!("{id}{person}{known}"),
        range(one.p_late),
        range(one.p_late_30d),
        range(one.p_never),
        one.n_comparable.to_string(),
        one.risk_class.to_owned(),
        one.terms_days
            .map_or_else(dash, |days| counted(days.unsigned_abs() as usize, "day")),
        one.part_in_advance
            .map_or_else(dash, |part| format!("{:.0} %", 100.0 * part)),
        one.suggested_limit
            .map_or_else(dash, |limit| amount(limit, currency)),
    ]
}

/// An estimate with its interval, in per cent.
fn range([p, low, high]: [f64; 3]) -> String {
    format!(
        "{:.0} % ({:.0} to {:.0})",
        100.0 * p,
        100.0 * low,
        100.0 * high
    )
}

fn learnt_from(summary: &AcceptanceSummary) -> String {
    let whose = if summary.of_new_customers {
        "new customer"
    } else {
        "customer"
    };
    format!(
        "the first invoices of {}, {:.0} % late",
        counted(summary.n_customers, whose),
        100.0 * summary.late_share
    )
}

fn trust(trust: &TrustSummary) -> String {
    format!(
        "{} who began from {} on: {:.0} % late, {:.0} % expected; log loss {:.3}, of the base rate {:.3}; {} of {} groups \
         within their 90 % interval",
        counted(trust.n_customers, "customer"),
        trust.from,
        100.0 * trust.late_share,
        100.0 * trust.expected_share,
        trust.log_loss,
        trust.log_loss_base_rate,
        trust.n_covered,
        trust.n_groups
    )
}
