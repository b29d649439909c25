//! `arrears monitor`: what has changed since the model in use was trained, written for programs and told to people.

mod champions;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use arrears_insight::text::Language;
use arrears_ledger::{Day, Table};
use arrears_models::Trained;
use arrears_models::monitor::{Alert, Drift, LeftOut, Monitored, Watched};
use arrears_store::{ModelMeta, OutputKind, Registry, StagedDir, to_json};
use polars::prelude::DataFrame;
use serde::Serialize;

use champions::Champions;

use super::in_use::{self, Term};
use super::material::{self, Loaded};
use super::output::{self, Manifest, language_of};
use super::tables::{column, frame};
use super::{kept, refuse_beyond, refuse_other_definitions, refuse_the_future};
use crate::error::Error;
use crate::plan::{MonitorPlan, Settings};
use crate::pool;
use crate::progress::{Progress, Stage};

/// `monitor.json`: all that was found.
#[derive(Debug, Clone, Serialize)]
pub struct MonitorReport {
    /// What is known through the end of this day was used.
    pub as_of: Day,
    /// Invoices after this day are recent.
    pub since: Day,
    /// The model.
    pub model_id: String,
    /// Its as-of date.
    pub model_as_of: Day,
    /// The model in use on `since`, where it was another one.
    pub model_before: Option<String>,
    /// What to look at, the gravest first.
    pub alerts: Vec<AlertTold>,
    /// Invoices whose outcome says nothing, as the model that scored them cannot be asked.
    pub left_out: Vec<LeftOutTold>,
    /// The figures.
    #[serde(flatten)]
    pub found: Monitored,
}

/// An alert with its sentence.
#[derive(Debug, Clone, Serialize)]
pub struct AlertTold {
    /// The alert.
    #[serde(flatten)]
    pub alert: Alert,
    /// The same in words, in the language of the report.
    pub sentence: String,
}

/// Invoices that are not judged, and why.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOutTold {
    /// The model that scored them.
    pub id: String,
    /// First invoice date.
    pub from: Day,
    /// Last invoice date.
    pub until: Day,
    /// Those with an outcome.
    pub n: usize,
    /// Why, for programs.
    pub code: &'static str,
    /// All of it in words, in the language of the report.
    pub sentence: String,
}

/// The answer of `monitor`.
#[derive(Debug, Clone, Serialize)]
pub struct MonitorSummary {
    /// What was found.
    #[serde(flatten)]
    pub report: MonitorReport,
    /// Folder of the results.
    pub out: PathBuf,
    /// Wall time.
    pub seconds: f64,
}

/// Holds what was invoiced since against what the model knows, and what was said against what came.
pub fn monitor(plan: &MonitorPlan, progress: &dyn Progress) -> Result<MonitorSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let settings = &plan.settings;
        let (meta, trained) = kept(&plan.registry, &plan.model.clone().unwrap_or_default())?;
        refuse_the_future(&meta, &trained, plan.as_of)?;
        refuse_other_definitions(&meta, &trained, settings)?;
        let registry = Registry::open(&plan.registry)?;
        let since = since(plan, &registry, &meta, &trained)?;
        let before = champion_on(&registry, since, settings)?.filter(|term| term.id != meta.id);
        let before = before.and_then(|term| Some((term.id, term.model?)));
        let staged = StagedDir::beside(&plan.out, OutputKind::Monitor)?;
        let loaded = material::load(settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let champions = match &plan.model {
            Some(_) => None,
            None => Some(Champions::of(
                &registry,
                settings,
                &loaded.book,
                plan.as_of,
            )?),
        };
        let in_use = match &champions {
            Some(champions) => champions.in_use(),
            None => vec![champions::alone(&meta.id, &trained, plan.as_of)],
        };
        let empty = empty(&loaded);
        let watched = Watched {
            book: &loaded.book,
            model: &trained,
            before: before.as_ref().map(|(_, model)| model.as_ref()),
            in_use: &in_use,
            since,
            as_of: plan.as_of,
            rows: rows(&loaded),
            empty: &empty,
        };
        let found = progress.stage(Stage::Monitor, 0, || {
            arrears_models::monitor::monitor(watched, &settings.config.monitor)
        })?;
        let language = language_of(settings);
        let report = MonitorReport {
            as_of: plan.as_of,
            since,
            model_id: meta.id.to_string(),
            model_as_of: trained.as_of,
            model_before: before.as_ref().map(|(id, _)| id.to_string()),
            alerts: told(&found.alerts, n_judged(&found), language),
            left_out: left_out(&found.left_out, language),
            found,
        };
        progress.stage(Stage::Write, 0, || {
            staged.write("monitor.json", &to_json(&report)?)?;
            output::parquet(
                &staged,
                "drift.parquet",
                drift(&report.found)?,
                &["feature"],
            )?;
            let manifest = Manifest::of("monitor", settings, &loaded, plan.as_of, started)?;
            staged.write_manifest(&manifest.with_model(&report.model_id))?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        Ok(MonitorSummary {
            report,
            out: plan.out.clone(),
            seconds: started.elapsed().as_secs_f64(),
        })
    })
}

/// What a person is to look at before anything is learnt from a ledger, in words; nothing where it is as the model knows it.
pub(super) fn gate_alerts(
    loaded: &Loaded,
    model: &Trained,
    as_of: Day,
    settings: &Settings,
) -> Result<Vec<String>, Error> {
    let watched = Watched {
        book: &loaded.book,
        model,
        before: None,
        in_use: &[],
        since: model.as_of,
        as_of,
        rows: rows(loaded),
        empty: &empty(loaded),
    };
    let alerts = arrears_models::monitor::gate_alerts(watched, &settings.config.monitor)?;
    let told = told(&alerts, 1, Language::En);
    Ok(told.into_iter().map(|alert| alert.sentence).collect())
}

/// Models with an invoice that is judged.
fn n_judged(found: &Monitored) -> usize {
    let models = found.realised.iter().flat_map(|came| &came.models);
    models.filter(|model| model.came.n > 0).count()
}

fn told(alerts: &[Alert], n_judged: usize, language: Language) -> Vec<AlertTold> {
    alerts
        .iter()
        .map(|alert| AlertTold {
            sentence: words::sentence(alert, n_judged).get(language).to_owned(),
            alert: alert.clone(),
        })
        .collect()
}

fn left_out(left_out: &[LeftOut], language: Language) -> Vec<LeftOutTold> {
    left_out
        .iter()
        .map(|left| LeftOutTold {
            id: left.id.clone(),
            from: left.issued.from,
            until: left.issued.until,
            n: left.n,
            code: words::code(&left.why),
            sentence: words::left_out(left).get(language).to_owned(),
        })
        .collect()
}

/// Rows read and rejected, of all files.
fn rows(loaded: &Loaded) -> (u64, u64) {
    let sum = |(read, rejected), file: &arrears_ledger::FileCount| {
        (read + file.read, rejected + file.rejected)
    };
    loaded.row_counts.iter().fold((0, 0), sum)
}

/// Tables whose files have no row that is used.
fn empty(loaded: &Loaded) -> Vec<String> {
    let mut used: BTreeMap<Table, u64> = BTreeMap::new();
    for file in &loaded.row_counts {
        *used.entry(file.table).or_default() += file.used;
    }
    let empty = used.into_iter().filter(|(_, n)| *n == 0);
    empty.map(|(table, _)| table.to_string()).collect()
}

/// The day to look back to: as typed, else the model's own; of a model of this very day, that of the champion before it.
fn since(
    plan: &MonitorPlan,
    registry: &Registry,
    meta: &ModelMeta,
    trained: &Trained,
) -> Result<Day, Error> {
    if let Some(since) = plan.since {
        return Ok(since);
    }
    if trained.as_of < plan.as_of {
        return Ok(trained.as_of);
    }
    let earlier = champion_on(registry, plan.as_of - 1, &plan.settings)?;
    earlier.map(|term| term.from).ok_or_else(|| Error::Usage {
        message: format!(
            "model `{}` was trained on what was known on {}: nothing has happened since",
            meta.id, plan.as_of
        ),
        hint: "choose a later `--as-of`, or the day to look back to with `--since DATE`".into(),
    })
}

/// The champion that was in use on a day.
fn champion_on(registry: &Registry, day: Day, settings: &Settings) -> Result<Option<Term>, Error> {
    Ok(in_use::terms(registry, settings, day, day)?.pop())
}

/// `drift.parquet`: a row per feature, and one for the scores.
fn drift(found: &Monitored) -> Result<DataFrame, Error> {
    let rows: Vec<&Drift> = found.scores.iter().chain(&found.features).collect();
    let of = |value: fn(&Drift) -> f64| rows.iter().map(move |row| value(row));
    let level = |row: &&Drift| {
        let about = found.alerts.iter().filter(|alert| {
            let named = || alert.also.contains(&row.feature);
            alert.about == row.feature || named()
        });
        about.map(|alert| alert.level).max().map(words::level)
    };
    Ok(frame(vec![
        column("feature", rows.iter().map(|row| row.feature.as_str())),
        column("index", rows.iter().map(|row| row.index)),
        column("index_chance", rows.iter().map(|row| row.index_chance)),
        column("effective_then", of(|row| row.effective[0])),
        column("effective_now", of(|row| row.effective[1])),
        column("missing_then", of(|row| row.missing[0])),
        column("missing_now", of(|row| row.missing[1])),
        column("missing_chance", of(|row| row.missing_chance)),
        column("new_share", of(|row| row.new_share)),
        column(
            "new_categories",
            rows.iter().map(|row| row.new_categories.join(", ")),
        ),
        column("alert", rows.iter().map(level)),
    ])?)
}
