//! `arrears models`.

use std::path::PathBuf;

use arrears::job::{Decision, prove};
use arrears::plan::{Typed, registry_of};
use arrears::store::{
    Before, Finding, ModelChoice, ModelId, ModelMeta, Registry, StoreError, VersionInfo, diff,
};
use arrears::{Error, ExitCode, MODEL_FORMAT};
use serde_json::{Value, json};

use super::{load, to_json};
use crate::args::{Models, ModelsCommand};
use crate::output::{Failure, Outcome, Rows, columns, count, one_line};

/// `arrears models`.
pub fn models(args: &Models) -> Result<Outcome, Error> {
    let folder = folder(args)?;
    let registry = match &args.command {
        // What promoting would heal must not keep it from being tried.
        ModelsCommand::Promote { .. } => Registry::open_to_heal(&folder)?,
        _ => Registry::open(&folder)?,
    };
    match &args.command {
        ModelsCommand::List => list(&registry),
        ModelsCommand::Show { id } => show(&registry, id),
        ModelsCommand::Diff { a, b } => compare(&registry, a, b),
        ModelsCommand::Log => log(&registry),
        ModelsCommand::Promote { id } => promote(&registry, id),
        ModelsCommand::Rollback => rollback(&registry),
        ModelsCommand::Verify => verify(&registry),
    }
}

/// The registry typed, else the config's; a config is only needed where none was typed.
fn folder(args: &Models) -> Result<PathBuf, Error> {
    match &args.registry {
        Some(registry) => Ok(registry.clone()),
        None => Ok(registry_of(
            &load(&args.config.clone().into())?,
            &Typed::default(),
        )),
    }
}

fn list(registry: &Registry) -> Result<Outcome, Error> {
    let versions = registry.list()?;
    let names = ["", "model", "as of", "seed", "features", "AUC", "version"];
    let right = [false, false, false, true, true, true, false];
    let rows: Vec<Vec<String>> = versions.iter().map(row).collect();
    let mut text = columns(&names, &right, &rows);
    if rows.is_empty() {
        let dir = registry.dir().display().to_string();
        text = format!("  no models in {}\n", one_line(&dir));
    }
    done(text, to_json(serde_json::to_value(&versions))?)
}

fn row(version: &VersionInfo) -> Vec<String> {
    let meta = &version.meta;
    vec![
        mark(version).into(),
        meta.id.to_string(),
        meta.as_of.clone(),
        meta.seed.to_string(),
        count(meta.features.len()),
        meta.metrics
            .get("auc")
            .map(|auc| format!("{auc:.3}"))
            .unwrap_or_default(),
        meta.code_version.clone(),
    ]
}

/// What a version is to the registry. A challenger that was rolled back is told as the latter: it says why it is none in use.
fn mark(version: &VersionInfo) -> &'static str {
    match (version.champion, version.rolled_back, version.challenger) {
        (true, ..) => "champion",
        (_, true, _) => "rolled back",
        (_, _, true) => "challenger",
        _ => "",
    }
}

fn show(registry: &Registry, id: &str) -> Result<Outcome, Error> {
    let meta = registry.meta(&ModelChoice::from(id))?;
    let champion = registry.champion()?.as_ref() == Some(&meta.id);
    done(
        passport(&meta, champion),
        to_json(serde_json::to_value(&meta))?,
    )
}

fn passport(meta: &ModelMeta, champion: bool) -> String {
    let mut rows = Rows::default();
    let window = meta
        .data_window
        .as_ref()
        .map(|(from, to)| format!("{from} to {to}"));
    rows.add(
        "model",
        format!("{}{}", meta.id, if champion { " (champion)" } else { "" }),
    )
    .add("as of", meta.as_of.clone())
    .add_some("invoices of", window)
    .add("version", meta.code_version.clone())
    .add("format", meta.format.to_string())
    .add("seed", meta.seed.to_string())
    .add_some("made from", meta.parent.clone())
    .add("SHA-256", meta.sha256.clone())
    .add("settings", meta.config_sha256.clone());
    for (name, hash) in &meta.inputs {
        rows.add("input", format!("{name}  {hash}"));
    }
    for (name, value) in &meta.metrics {
        rows.add(name, figure(*value));
    }
    rows.add_list("features", &meta.features);
    rows.text()
}

/// A count whole, any other figure to four decimals.
fn figure(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value}")
    } else {
        format!("{value:.4}")
    }
}

fn compare(registry: &Registry, a: &str, b: &str) -> Result<Outcome, Error> {
    let (a, b) = (
        registry.meta(&ModelChoice::from(a))?,
        registry.meta(&ModelChoice::from(b))?,
    );
    let changes = diff(&a, &b);
    let rows: Vec<Vec<String>> = changes
        .iter()
        .map(|change| {
            vec![
                change.field.clone(),
                short(&change.before),
                short(&change.after),
            ]
        })
        .collect();
    let text = if rows.is_empty() {
        format!("  {} is the same model as {}\n", a.id, b.id)
    } else {
        columns(&["field", a.id.as_str(), b.id.as_str()], &[false; 3], &rows)
    };
    done(text, to_json(serde_json::to_value(&changes))?)
}

/// A value on one line.
fn short(value: &Value) -> String {
    match value {
        Value::Null => "-".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// What was decided, a line per decision with what it rests on.
fn log(registry: &Registry) -> Result<Outcome, Error> {
    let (decisions, problems) = registry.decisions::<Decision>()?;
    let names = [
        "as of",
        "outcome",
        "champion before",
        "new model",
        "difference",
        "why not",
    ];
    let rows: Vec<Vec<String>> = decisions.iter().map(super::retrain::line).collect();
    let mut text = columns(&names, &[false; 6], &rows);
    if rows.is_empty() {
        let dir = registry.dir().display().to_string();
        text = format!("  no decision in {}\n", one_line(&dir));
    }
    let champion = registry.champion()?.map(|id| id.to_string());
    if let Some(id) = &champion {
        text.push_str(&format!("\n  in use now  {id}\n"));
    }
    let rolled_back = registry.rolled_back()?;
    let warnings: Vec<String> = problems
        .iter()
        .map(|problem| format!("left out: {problem}"))
        .collect();
    let ids: Vec<&str> = rolled_back.iter().map(ModelId::as_str).collect();
    for id in &ids {
        text.push_str(&format!("  rolled back {id}\n"));
    }
    for warning in &warnings {
        text.push_str(&format!("  warning     {warning}\n"));
    }
    done(
        text,
        json!({
            "champion": champion,
            "rolled_back": ids,
            "decisions": to_json(serde_json::to_value(&decisions))?,
            "warnings": warnings,
        }),
    )
}

fn promote(registry: &Registry, id: &str) -> Result<Outcome, Error> {
    let id = registry.resolve(&ModelChoice::from(id))?;
    prove(registry, &id)?;
    let before = registry
        .writer()?
        .promote(&ModelChoice::Id(id.to_string()), MODEL_FORMAT)?;
    let text = match &before {
        Before::Champion(before) if *before == id => format!("  {id} was the champion already\n"),
        Before::Champion(before) => format!("  champion is now {id}, before {before}\n"),
        Before::Rebuilt(known) => match known.iter().map(ModelId::as_str).collect::<Vec<_>>() {
            known if known.is_empty() => format!("  champion is now {id}\n"),
            known => format!(
                "  champion is now {id}; no pointer could be read, and the champions before it were rebuilt from `decisions/`: {}\n",
                known.join(", ")
            ),
        },
    };
    let last = match &before {
        Before::Champion(before) => Some(before),
        Before::Rebuilt(known) => known.last(),
    };
    done(
        text,
        json!({ "champion": id.as_str(), "before": last.map(ModelId::as_str) }),
    )
}

fn rollback(registry: &Registry) -> Result<Outcome, Error> {
    let writer = registry.writer()?;
    prove(registry, &registry.earlier_champion()?)?;
    let id = writer.rollback(MODEL_FORMAT)?;
    done(
        format!("  champion is again {id}\n"),
        json!({ "champion": id.as_str() }),
    )
}

fn verify(registry: &Registry) -> Result<Outcome, Error> {
    let mut findings = registry.verify()?;
    // Whole bytes may still be no model that this version can predict with.
    for finding in findings.iter_mut().filter(|found| found.problem.is_none()) {
        let Ok(id) = registry.resolve(&ModelChoice::Id(finding.what.clone())) else {
            continue;
        };
        finding.problem = match prove(registry, &id) {
            // A model that another version wrote is no damage.
            Err(Error::Store(error)) if matches!(*error, StoreError::OtherFormat { .. }) => None,
            proved => proved.err().map(|error| error.to_string()),
        };
    }
    let mut rows = Rows::default();
    for Finding { what, problem } in &findings {
        rows.add(what, problem.as_deref().unwrap_or("sound"));
    }
    let n_bad = findings
        .iter()
        .filter(|finding| finding.problem.is_some())
        .count();
    let failure = (n_bad > 0).then(|| Failure {
        message: format!(
            "{n_bad} of {} entries are damaged in `{}`",
            findings.len(),
            registry.dir().display()
        ),
        hint: Some(match findings.iter().any(|found| found.what == "registry") {
            true => "copy it again whole; a new start takes an empty folder".into(),
            false => "`arrears models promote ID` chooses a sound model; training again heals a damaged one".into(),
        }),
        code: ExitCode::Input,
    });
    Ok(Outcome {
        text: rows.text(),
        json: to_json(serde_json::to_value(&findings))?,
        failure,
    })
}

fn done(text: String, json: Value) -> Result<Outcome, Error> {
    Ok(Outcome {
        text,
        json,
        failure: None,
    })
}
