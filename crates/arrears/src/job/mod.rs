//! The jobs themselves: run, train, retrain, monitor, predict, report, forecast, backtest, scorecard, accept,
//! what-if.
//!
//! Each is the same road, entered and left at different points: the ledger becomes a book (`material`), the book a
//! model (`arrears-models`), model and book an analysis (`analysis`), and the analysis files (`output`). Nothing is
//! written before all of it is ready; results replace the earlier ones as a whole.

mod acceptance;
mod analysis;
mod cash;
mod cash_backtest;
mod clusters;
mod compare;
mod earlier;
mod fill;
mod forecast;
mod in_use;
mod keep;
mod labels;
mod material;
mod metrics;
mod money;
mod monitor;
mod notes;
mod output;
mod policy_notes;
mod questions;
mod resume;
mod retrain;
mod rule_values;
mod scorecard;
mod summary;
mod tables;
mod then;
mod what_if;
mod wording;
mod worklist;

use std::path::Path;
use std::time::Instant;

use arrears_features::{Definitions, Selection, of_customers};
use arrears_ledger::Day;
use arrears_models::{MODEL_FORMAT, Trained, Training};
use arrears_store::{ModelChoice, ModelId, ModelMeta, OutputKind, Registry, StagedDir};

pub use acceptance::{AcceptanceSummary, ApplicantSummary, TrustSummary, accept};
pub use arrears_models::certainty::Estimate;
pub use arrears_models::monitor::{
    Alert, Came, Change, Code, Drift, Expected, GroupLevel, Level, ModelRealised, Monitored,
    MonthRealised, MonthVolume, Realised, RiskChange, Usual,
};
pub use arrears_models::retrain::{Kind, Refusal, Tested};
pub use cash_backtest::{CashBacktestSummary, backtest_cash};
pub use compare::{
    Changed, CompareSummary, InputChange, InputState, ModelComparison, RunSide, Scores,
    Tested as ModelTested, compare, rows_left_out,
};
pub use forecast::forecast;
pub use monitor::{AlertTold, LeftOutTold, MonitorReport, MonitorSummary, monitor};
pub use retrain::{Decision, Outcome, RetrainSummary, retrain};
pub use scorecard::{FeatureSummary, ScorecardSummary, load_scorecard, scorecard};
pub use summary::RunSummary;
pub use what_if::{ChangeEffect, WhatIfSummary, what_if};

use crate::error::Error;
use crate::plan::{BacktestPlan, PredictPlan, ReportPlan, RunPlan, Settings, TrainPlan};
use crate::pool;
use crate::progress::{Progress, Stage};
use earlier::Last;
use keep::{Origin, keep};
use material::{Loaded, Material};
use metrics::MetricsFile;
use resume::Wanted;
use then::RiskHistory;
use worklist::Worklist;

/// The monthly job: check, features, clusters and models, predictions, report.
pub fn run(plan: &RunPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let last = Last::find(
            plan.registry.as_deref(),
            plan.previous.as_deref(),
            plan.as_of,
        )?;
        let staged = StagedDir::beside(&plan.out, OutputKind::Run)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let wanted = Wanted {
            command: "run",
            settings: &plan.settings,
            as_of: plan.as_of,
            out: &plan.out,
            model_id: None,
        };
        if let Some(summary) = wanted.already_there(plan.resume, &loaded, started)? {
            return Ok(summary);
        }
        rule_values::check(&loaded.book, plan.as_of, &plan.settings.policy)?;
        let training = fit(&loaded, &plan.settings, plan.as_of, &last, progress)?;
        let registry_dir = plan
            .registry
            .clone()
            .unwrap_or_else(|| staged.path().join("registry"));
        let origin = Origin {
            settings: &plan.settings,
            loaded: &loaded,
            recipe: &plan.settings.config.model,
            parent: None,
        };
        let meta = keep(&registry_dir, &origin, &training.trained, true)?;
        let id = meta.id.to_string();
        let material = Material::new(&plan.settings, &loaded, plan.as_of, &training.trained, id)
            .after(
                &last,
                earlier::kept(plan.registry.as_deref(), plan.previous.as_deref())?,
            );
        let summary = write_run("run", staged, material, true, started, progress)?;
        Ok(RunSummary {
            registry: Some(plan.registry_in_place()),
            ..summary
        })
    })
}

/// Fits a model and keeps it in the registry.
pub fn train(plan: &TrainPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let previous = plan.previous.as_deref();
        let last = Last::find(Some(&plan.registry), previous, plan.as_of)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let training = fit(&loaded, &plan.settings, plan.as_of, &last, progress)?;
        let origin = Origin {
            settings: &plan.settings,
            loaded: &loaded,
            recipe: &plan.settings.config.model,
            parent: None,
        };
        let meta = keep(&plan.registry, &origin, &training.trained, plan.promote)?;
        let id = meta.id.to_string();
        let material = Material::new(&plan.settings, &loaded, plan.as_of, &training.trained, id)
            .after(&last, Some(plan.registry.clone()));
        let summary = RunSummary::of(&material, started);
        Ok(RunSummary {
            registry: Some(plan.registry.clone()),
            ..summary
        })
    })
}

/// Scores open invoices and customers with a kept model.
pub fn predict(plan: &PredictPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    with_kept_model("predict", plan, false, progress)
}

/// As [`predict`], with the report.
pub fn report(plan: &ReportPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    with_kept_model("report", plan, true, progress)
}

/// The out-of-time test.
pub fn backtest(plan: &BacktestPlan, progress: &dyn Progress) -> Result<RunSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let staged = StagedDir::beside(&plan.out, OutputKind::Backtest)?;
        let loaded = material::load(&plan.settings, plan.train_until - 1, progress)?;
        let config = &plan.settings.config;
        let tested = progress.stage(Stage::Model, 0, || {
            arrears_models::backtest(
                &loaded.book,
                (plan.train_until, plan.test_until),
                plan.retraining,
                &config.model,
                &config.clusters,
                config.seed,
            )
        })?;
        let as_of = tested.training.trained.as_of;
        let mut material = Material::new(
            &plan.settings,
            &loaded,
            as_of,
            &tested.training.trained,
            String::new(),
        );
        material.test = tested.evaluation.clone();
        material.origins = tested.origins.clone();
        material.absent = tested.training.absent.clone();
        let notes = notes::of_test(&tested, plan.test_until);
        progress.stage(Stage::Write, 0, || {
            output::parquet(
                &staged,
                "backtest.parquet",
                tables::backtest(&loaded.book, &tested)?,
                &["invoice_id"],
            )?;
            let metrics = MetricsFile::new(as_of, &material.test, &material.trained.in_sample)
                .with_model(&material.trained.late)
                .with_origins(&material.origins);
            output::documents(
                &staged,
                &material,
                &fill::backtest(&material, &notes),
                &metrics,
            )?;
            staged.write_manifest(&output::Manifest::new("backtest", &material, started)?)?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        let mut summary = RunSummary::of(&material, started);
        summary
            .warnings
            .extend(notes.into_iter().map(|note| note.en));
        summary.metrics.extend(
            metrics::customer_median_mae(&material.test)
                .map(|mae| ("customer_median_mae_days".to_owned(), mae)),
        );
        Ok(RunSummary {
            out: Some(plan.out.clone()),
            report: Some(output::report_in(&plan.out)),
            model_id: None,
            ..summary
        })
    })
}

fn with_kept_model(
    command: &str,
    plan: &PredictPlan,
    with_report: bool,
    progress: &dyn Progress,
) -> Result<RunSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let (meta, trained) = kept(&plan.registry, &plan.model)?;
        refuse_the_future(&meta, &trained, plan.as_of)?;
        refuse_other_definitions(&meta, &trained, &plan.settings)?;
        // What has changed is told since the model's own day; on that day, since the champion before it.
        let last = match trained.as_of < plan.as_of {
            true => Last::Model(Box::new(trained.clone())),
            false => Last::find(Some(&plan.registry), None, plan.as_of)?,
        };
        let staged = StagedDir::beside(&plan.out, OutputKind::Run)?;
        let loaded = material::load(&plan.settings, plan.as_of, progress)?;
        refuse_beyond(&loaded, plan.as_of)?;
        let wanted = Wanted {
            command,
            settings: &plan.settings,
            as_of: plan.as_of,
            out: &plan.out,
            model_id: Some(meta.id.to_string()),
        };
        if let Some(summary) = wanted.already_there(plan.resume, &loaded, started)? {
            return Ok(summary);
        }
        rule_values::check(&loaded.book, plan.as_of, &plan.settings.policy)?;
        let material = Material::new(
            &plan.settings,
            &loaded,
            plan.as_of,
            &trained,
            meta.id.to_string(),
        )
        .after(&last, Some(plan.registry.clone()));
        let summary = write_run(command, staged, material, with_report, started, progress)?;
        Ok(RunSummary {
            registry: Some(plan.registry.clone()),
            ..summary
        })
    })
}

/// A model of the registry in a folder, proved to be one that this version can predict with.
fn kept(registry: &Path, choice: &ModelChoice) -> Result<(ModelMeta, Trained), Error> {
    usable(&Registry::open(registry)?, choice)
}

/// A model of a registry, proved to be one that this version can predict with.
fn usable(registry: &Registry, choice: &ModelChoice) -> Result<(ModelMeta, Trained), Error> {
    let (meta, trained) = registry.load::<Trained>(choice, MODEL_FORMAT)?;
    match trained.check() {
        Ok(()) => Ok((meta, trained)),
        Err(error) => Err(Error::NotEnoughData {
            what: format!(
                "model `{}` in `{}` cannot be used: {error}; arrears {} wrote it, and this is {}",
                meta.id,
                registry.dir().display(),
                meta.code_version,
                crate::VERSION
            ),
            hint: error.hint().unwrap_or_default(),
        }),
    }
}

/// Proves that this version can predict with a kept model: whole bytes may still be no such model.
///
/// # Errors
/// A damaged model, one of another format, or one whose parts do not fit together.
pub fn prove(registry: &Registry, id: &ModelId) -> Result<(), Error> {
    usable(registry, &ModelChoice::Id(id.to_string())).map(|_| ())
}

/// A model knows the outcomes up to its own as-of date: predicting an earlier day with it would look ahead.
fn refuse_the_future(meta: &ModelMeta, trained: &Trained, as_of: Day) -> Result<(), Error> {
    if trained.as_of <= as_of {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!(
            "model `{}` was trained on what was known on {}, which lies after the as-of date {as_of}: it has seen that future",
            meta.id, trained.as_of
        ),
        hint: format!(
            "choose `--as-of {}` or later, or an older model with `--model ID`",
            trained.as_of
        ),
    })
}

/// Days that the as-of date may lie after the ledger's last event: a quiet month.
const QUIET: i32 = 31;

/// Long after the ledger's last event, everything due since would count as late.
fn refuse_beyond(loaded: &Loaded, as_of: Day) -> Result<(), Error> {
    let last = loaded.book.last_known_day();
    let gap = as_of - last;
    if gap <= QUIET {
        return Ok(());
    }
    Err(Error::NotEnoughData {
        what: format!(
            "the ledger's last event is dated {last}, {gap} days before the as-of date {as_of}: what was paid since is \
             not in it, and would count as late"
        ),
        hint: format!("export the ledger again, or choose `--as-of {last}`"),
    })
}

/// What late and settled mean is part of a model: read with other definitions its figures would contradict each other.
fn refuse_other_definitions(
    meta: &ModelMeta,
    trained: &Trained,
    settings: &Settings,
) -> Result<(), Error> {
    refuse_forbidden(meta, trained, settings)?;
    if trained.definitions == settings.definitions {
        return Ok(());
    }
    let words = |definitions: &Definitions| {
        let tolerance = definitions.settle_tolerance_minor as f64 / 100.0;
        format!(
            "grace_days = {}, settle_tolerance = {tolerance:.2}",
            definitions.grace_days
        )
    };
    Err(Error::NotEnoughData {
        what: format!(
            "model `{}` was trained with {}; the config says {}",
            meta.id,
            words(&trained.definitions),
            words(&settings.definitions)
        ),
        hint: "train a model with these definitions, or set `[definitions]` as they were".into(),
    })
}

/// A model that learnt from what may not be used now is not used.
fn refuse_forbidden(meta: &ModelMeta, trained: &Trained, settings: &Settings) -> Result<(), Error> {
    match forbidden(trained, settings) {
        None => Ok(()),
        Some((feature, column)) => Err(Error::NotEnoughData {
            what: format!(
                "model `{}` uses `{feature}`, made of `{column}`, which `[trust] forbidden` names",
                meta.id
            ),
            hint: "train a model anew: it will not have it".into(),
        }),
    }
}

/// A feature of a model that is made of a forbidden column, and that column.
fn forbidden<'a>(trained: &'a Trained, settings: &'a Settings) -> Option<(&'a str, &'a str)> {
    let trust = &settings.config.trust;
    let of_clusters = trained
        .clusters
        .iter()
        .flat_map(|clusters| clusters.features());
    let mut used = trained.late.features().into_iter().chain(of_clusters);
    used.find_map(|feature| Some((feature, trust.forbids(feature)?)))
}

/// Models and clusters side by side.
fn fit(
    loaded: &Loaded,
    settings: &Settings,
    as_of: Day,
    last: &Last,
    progress: &dyn Progress,
) -> Result<Training, Error> {
    let config = &settings.config;
    progress.stage(Stage::Model, 0, || {
        Ok(arrears_models::train(
            &loaded.book,
            as_of,
            &config.model,
            &config.clusters,
            config.seed,
            last.model(),
        )?)
    })
}

fn write_run(
    command: &str,
    staged: StagedDir,
    mut material: Material,
    with_report: bool,
    started: Instant,
    progress: &dyn Progress,
) -> Result<RunSummary, Error> {
    let analysis = analysis::analyse(&material, progress)?;
    let features = of_customers(&material.book, material.as_of, Selection::All);
    material.absent = features.absent.clone();
    let features = tables::features(&material.book, features)?;
    let target = staged.target().to_path_buf();
    let worklist = progress.stage(Stage::Insight, 0, || Worklist::of(&material, &analysis));
    let history = progress.stage(Stage::Insight, 0, || {
        let customers = fill::with_a_page(&material, &analysis, &worklist);
        RiskHistory::of(
            &material,
            &analysis,
            customers,
            &fill::month_ends(&analysis),
        )
    })?;
    let report = progress.stage(Stage::Report, 0, || {
        fill::report(&material, &analysis, &worklist, &history)
    });
    progress.stage(Stage::Write, 0, || {
        output::tables(&staged, &material, &analysis, features)?;
        history.write(&analysis, &staged)?;
        worklist.write(&material, &staged)?;
        output::readme(&staged, &material)?;
        if with_report {
            let metrics =
                MetricsFile::new(material.as_of, &material.test, &material.trained.in_sample)
                    .with_model(&material.trained.late)
                    .with_segments(&analysis.segment_shares);
            output::documents(&staged, &material, &report, &metrics)?;
        }
        staged.write_manifest(&output::Manifest::new(command, &material, started)?)?;
        staged.commit()?;
        Ok::<(), Error>(())
    })?;
    let mut summary = RunSummary::of_money(&material, &analysis.money, started);
    let of_policy = analysis.policy_notes.iter();
    summary
        .warnings
        .extend(of_policy.map(|note| note.en.clone()));
    let untold = analysis.migration.untold.as_ref();
    summary.warnings.extend(untold.map(|note| note.en.clone()));
    summary.warnings.extend(worklist.lack(&material));
    Ok(RunSummary {
        report: with_report.then(|| output::report_in(&target)),
        out: Some(target),
        ..summary
    })
}
