//! `arrears monitor`.

use arrears::job::{
    self, AlertTold, Came, Change, Drift, Expected, Level, MonitorReport, MonitorSummary, Realised,
};
use arrears::plan::Typed;
use arrears::store::ModelChoice;
use arrears::{Error, ExitCode, MonitorPlan};

use super::{Context, load, to_json};
use crate::args::Monitor;
use crate::output::{Failure, Outcome, Rows, columns, count, counted};

/// Features shown: those that moved most.
const SHOWN: usize = 8;

/// `arrears monitor`.
pub fn monitor(context: &Context, args: &Monitor) -> Result<Outcome, Error> {
    let typed = Typed {
        out: args.out.clone(),
        registry: args.registry.registry.clone(),
        language: args.language.language,
        ..context.global.typed()
    };
    let model = args.model.as_deref().map(ModelChoice::from);
    let days = (args.since, args.as_of.as_of);
    let plan = MonitorPlan::new(load(&args.config)?, &typed, days, model)?;
    let summary = context.work(plan.settings.config.threads, |progress| {
        job::monitor(&plan, progress)
    })?;
    Ok(Outcome {
        text: text(&summary),
        json: to_json(serde_json::to_value(&summary))?,
        failure: failure(&summary.report.alerts).filter(|_| args.fail_on_alert),
    })
}

/// What a scheduler is to notice.
fn failure(alerts: &[AlertTold]) -> Option<Failure> {
    let grave: Vec<&str> = alerts
        .iter()
        .filter(|told| told.alert.level == Level::Act)
        .map(|told| told.sentence.as_str())
        .collect();
    (!grave.is_empty()).then(|| Failure {
        message: format!("there is something to act on: {}", grave.join("; ")),
        hint: Some("the results are written: monitor.json has the figures".into()),
        code: ExitCode::Gate,
    })
}

fn text(summary: &MonitorSummary) -> String {
    let report = &summary.report;
    let found = &report.found;
    let mut rows = Rows::default();
    rows.add("as of", report.as_of.to_string())
        .add("model", report.model_id.clone())
        .add_some(
            "before",
            report
                .model_before
                .as_ref()
                .map(|id| format!("{id}, in use on {}", report.since)),
        )
        .add("recent", recent(report))
        .add(
            "against",
            format!(
                "invoices of {} to {}{}",
                found.reference.from,
                found.reference.until,
                match found.reference_is_kept {
                    true => "",
                    false => ", counted in today's ledger: the model was kept without them",
                }
            ),
        )
        .add_some("scores", found.scores.as_ref().map(moved))
        .add_some("expected", found.expected.as_ref().map(expected))
        .add_some("came", found.realised.as_ref().map(came))
        .add_some("left out", left_out(report))
        .add_some(
            "average risk",
            found.change.as_ref().map(|change| risk(&change.by_count)),
        )
        .add_some("settled", settled(found.settled))
        .add("results", summary.out.display().to_string())
        .add("time", format!("{:.1} s", summary.seconds));
    alerts(&report.alerts)
        + "\n"
        + &rows.text()
        + &volume(report)
        + &features(report)
        + &months(report)
        + &models(report)
}

fn alerts(alerts: &[AlertTold]) -> String {
    if alerts.is_empty() {
        return "no alerts\n".into();
    }
    let row = |told: &AlertTold| {
        let level = match told.alert.level {
            Level::Act => "act",
            Level::Look => "look",
        };
        vec![level.to_owned(), told.sentence.clone()]
    };
    let rows: Vec<Vec<String>> = alerts.iter().map(row).collect();
    columns(&["alert", "what"], &[false, false], &rows)
}

fn recent(report: &MonitorReport) -> String {
    let found = &report.found;
    format!(
        "{} of {}, issued {} to {}",
        counted(found.n, "invoice"),
        counted(found.n_customers, "customer"),
        found.window.from,
        found.window.until
    )
}

fn moved(scores: &Drift) -> String {
    match scores.index {
        Some(index) => format!(
            "PSI {index:.3}, by chance up to {}",
            decimals(scores.index_chance)
        ),
        None => "too few, or all alike: no PSI".into(),
    }
}

fn expected(expected: &Expected) -> String {
    format!(
        "{} late, log loss {:.4}{}, if the probabilities mean what they say",
        percent(expected.late),
        expected.log_loss,
        auc(expected.auc)
    )
}

fn came(came: &Realised) -> String {
    let loss = |loss: Option<f64>| loss.map_or_else(|| "-".into(), |loss| format!("{loss:.4}"));
    format!(
        "{} of {} late since {}, log loss {}{} (base rate {}, expected {}){}",
        count(came.n_late),
        counted(came.n, "invoice"),
        came.window.from,
        loss(came.scores.log_loss),
        auc(came.scores.auc),
        loss(came.base_rate_log_loss),
        loss(came.expected.map(|expected| expected.log_loss)),
        match came.models.iter().filter(|model| model.came.n > 0).count() {
            0 | 1 => String::new(),
            n => format!(", scored by {n} models in turn"),
        }
    )
}

/// Told only where there is any: one sentence per model.
fn left_out(report: &MonitorReport) -> Option<String> {
    let sentences: Vec<&str> = report
        .left_out
        .iter()
        .map(|left| left.sentence.as_str())
        .collect();
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

fn settled(settled: [Option<f64>; 2]) -> Option<String> {
    let [then, now] = settled;
    Some(format!(
        "{} of what fell due recently, {} in as many days up to the model's",
        percent(now?),
        percent(then?)
    ))
}

fn auc(auc: Option<f64>) -> String {
    auc.map(|auc| format!(", AUC {auc:.3}")).unwrap_or_default()
}

fn risk(change: &Change) -> String {
    let points = |part: f64| format!("{:+.1}", 100.0 * part);
    format!(
        "{} to {}: {} points, of which customers {}, mix {}, model {}",
        percent(change.before),
        percent(change.after),
        points(change.total),
        points(change.within),
        points(change.weights + change.entries + change.exits),
        points(change.scale)
    )
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn volume(report: &MonitorReport) -> String {
    let of_usual = |usual: &Option<job::Usual>| {
        usual.map_or_else(
            || "-".into(),
            |usual| format!("{:.0} %", 100.0 * usual.ratio),
        )
    };
    let rows: Vec<Vec<String>> = report
        .found
        .volume
        .iter()
        .map(|month| {
            vec![
                match month.until == month.month.month_end() {
                    true => month.month.to_string()[..7].to_owned(),
                    false => format!("to {}", month.until),
                },
                count(month.n_invoices),
                of_usual(&month.invoices),
                count(month.n_payments),
                of_usual(&month.payments),
            ]
        })
        .collect();
    let names = ["month", "invoices", "of usual", "payments", "of usual"];
    table(&names, &rows)
}

/// The features that moved furthest beyond what chance does.
fn features(report: &MonitorReport) -> String {
    let mut moved: Vec<&Drift> = report.found.features.iter().collect();
    let beyond = |drift: &Drift| {
        let chance = drift
            .index_chance
            .map_or(f64::INFINITY, |chance| chance.max(0.01));
        drift.index.unwrap_or(0.0) / chance
    };
    moved.sort_by(|a, b| beyond(b).total_cmp(&beyond(a)));
    let row = |drift: &&Drift| {
        vec![
            drift.feature.clone(),
            decimals(drift.index),
            decimals(drift.index_chance),
            percent(drift.missing[0]),
            percent(drift.missing[1]),
        ]
    };
    let rows: Vec<Vec<String>> = moved.iter().take(SHOWN).map(row).collect();
    let names = ["moved most", "CSI", "by chance", "missing then", "now"];
    table(&names, &rows)
}

fn decimals(value: Option<f64>) -> String {
    value.map_or_else(|| "-".into(), |value| format!("{value:.3}"))
}

/// Headings of what came, beside what was promised.
const CAME: [&str; 5] = [
    "known",
    "promised late",
    "late",
    "log loss expected",
    "came",
];

fn months(report: &MonitorReport) -> String {
    let months = report.found.realised.iter().flat_map(|came| &came.months);
    let rows: Vec<Vec<String>> = months
        .map(|month| {
            let issued = vec![month.month.to_string()[..7].to_owned()];
            [issued, figures(&month.came)].concat()
        })
        .collect();
    table(&[&["issued"], &CAME[..]].concat(), &rows)
}

/// One model alone says what all of them say.
fn models(report: &MonitorReport) -> String {
    let models = report.found.realised.iter().flat_map(|came| &came.models);
    let rows: Vec<Vec<String>> = models
        .map(|model| {
            let issued = format!("{} to {}", model.from, model.until);
            [vec![model.id.clone(), issued], figures(&model.came)].concat()
        })
        .collect();
    match rows.len() {
        0 | 1 => String::new(),
        _ => table(&[&["model", "issued"], &CAME[..]].concat(), &rows),
    }
}

fn figures(came: &Came) -> Vec<String> {
    let share = |share: Option<f64>| share.map_or_else(|| "-".into(), percent);
    let loss = |loss: Option<f64>| loss.map_or_else(|| "-".into(), |loss| format!("{loss:.4}"));
    let late = (came.n > 0).then(|| came.n_late as f64 / came.n as f64);
    vec![
        count(came.n),
        share(came.promised),
        share(late),
        loss(came.expected_log_loss),
        loss(came.log_loss),
    ]
}

fn table(names: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let right: Vec<bool> = (0..names.len()).map(|column| column > 0).collect();
    format!("\n{}", columns(names, &right, rows))
}
