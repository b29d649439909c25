//! The job's roads meet: what `run` does in one go, `train` and `predict` do in two.

use std::fs;
use std::path::Path;

use arrears::plan::Settings;
use arrears::store::ModelChoice;
use arrears::{
    BacktestPlan, ConfigFile, Day, PredictPlan, Retraining, RunPlan, Silent, TrainPlan, Typed, job,
};
use polars::prelude::*;

use crate::changed::{change_after, ledger};

fn settings(dir: &Path) -> Settings {
    let file = ConfigFile::load(&dir.join("arrears.toml")).unwrap();
    Settings::new(file, &Typed::default()).unwrap()
}

#[test]
fn a_kept_model_predicts_what_the_run_predicted() {
    let base = tempfile::tempdir().unwrap();
    let (books, as_of) = (
        base.path().join("books"),
        Day::from_ymd(2024, 10, 31).unwrap(),
    );
    ledger(&books, 7);
    let run = RunPlan {
        settings: settings(&books),
        as_of,
        out: base.path().join("run"),
        registry: None,
        previous: None,
        resume: false,
    };
    job::run(&run, &Silent).unwrap();
    let train = TrainPlan {
        settings: settings(&books),
        as_of,
        registry: base.path().join("registry"),
        promote: true,
        previous: None,
    };
    job::train(&train, &Silent).unwrap();
    let predict = PredictPlan {
        settings: settings(&books),
        as_of,
        registry: train.registry.clone(),
        model: ModelChoice::Champion,
        out: base.path().join("predicted"),
        resume: false,
    };
    job::predict(&predict, &Silent).unwrap();
    for file in [
        "predictions.parquet",
        "segments.parquet",
        "features.parquet",
        "sectors.parquet",
        "segment_migration.parquet",
        "clusters.json",
    ] {
        assert!(
            fs::read(run.out.join(file)).unwrap() == fs::read(predict.out.join(file)).unwrap(),
            "{file}"
        );
    }
}

/// A test invoice with the chance of being late, and of being so by 30 days: the one is read from the regression, the
/// other from the hazards and the histories behind them.
type Predicted = (String, [f64; 2]);

/// Predictions of a backtest to the end of the ledger, by invoice.
fn tested(dir: &Path, out: &Path, train_until: Day) -> Vec<Predicted> {
    tested_by(BacktestPlan {
        settings: settings(dir),
        train_until,
        test_until: None,
        retraining: Retraining::Never,
        out: out.to_owned(),
    })
}

fn tested_by(plan: BacktestPlan) -> Vec<Predicted> {
    let out = plan.out.clone();
    job::backtest(&plan, &Silent).unwrap();
    let file = fs::File::open(out.join("backtest.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    let ids = frame.column("invoice_id").unwrap().str().unwrap();
    let chances = |column: &str| frame.column(column).unwrap().f64().unwrap().clone();
    let (late, late_30d) = (chances("p_late"), chances("p_late_30d"));
    ids.iter()
        .zip(late.iter().zip(late_30d.iter()))
        .map(|(id, (late, late_30d))| {
            let id = id.unwrap().to_owned();
            (id, [late.unwrap(), late_30d.unwrap()])
        })
        .collect()
}

#[test]
fn a_backtest_predicts_from_what_was_known_at_each_invoice() {
    let base = tempfile::tempdir().unwrap();
    let (books, changed) = (base.path().join("books"), base.path().join("changed"));
    ledger(&books, 8);
    let (train_until, day) = (
        Day::from_ymd(2024, 5, 1).unwrap(),
        Day::from_ymd(2024, 8, 31).unwrap(),
    );
    change_after(&books, &changed, day);
    let before = tested(&books, &base.path().join("a"), train_until);
    let after = tested(&changed, &base.path().join("b"), train_until);
    let known_on = known_days(&books);
    let known: Vec<&Predicted> = before
        .iter()
        .filter(|(id, _)| known_on[id] <= day.0)
        .collect();
    assert!(known.len() > 100 && known.len() < before.len());
    for (id, p) in known {
        let (_, again) = after.iter().find(|(other, _)| other == id).unwrap();
        assert!(
            p == again,
            "{id}: {p:?} became {again:?} by what was known later"
        );
    }
}

#[test]
fn a_monthly_backtest_is_one_of_each_month_put_together() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 8);
    let day = |month, day| Day::from_ymd(2024, month, day).unwrap();
    let plan = |from, until, retraining, out: &str| BacktestPlan {
        settings: settings(&books),
        train_until: from,
        test_until: Some(until),
        retraining,
        out: base.path().join(out),
    };
    let monthly = plan(day(9, 1), day(10, 20), Retraining::Monthly, "monthly");
    let whole = tested_by(monthly);
    let september = plan(day(9, 1), day(9, 30), Retraining::Never, "september");
    let october = plan(day(10, 1), day(10, 20), Retraining::Never, "october");
    let mut parts = [tested_by(september), tested_by(october)].concat();
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(parts.len() > 50, "{}", parts.len());
    assert!(whole == parts, "to the bit");
    let metrics = fs::read_to_string(base.path().join("monthly/metrics.json")).unwrap();
    let metrics: serde_json::Value = serde_json::from_str(&metrics).unwrap();
    assert_eq!(metrics["origins"].as_array().unwrap().len(), 2);
    assert_eq!(metrics["origins"][1]["from"], "2024-10-01");
    assert!(metrics["origins"][1]["base_rate_log_loss"].is_f64());
    let report = fs::read_to_string(base.path().join("monthly/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let origins = report["model"]["origins"].as_array().unwrap();
    assert_eq!(
        origins[1]["log_loss"],
        metrics["origins"][1]["model"]["log_loss"]
    );
}

#[test]
fn the_ablation_tells_what_is_lost_without_the_payment_history() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 8);
    let mut settings = settings(&books);
    settings.config.model.ablation = true;
    tested_by(BacktestPlan {
        settings,
        train_until: Day::from_ymd(2024, 9, 1).unwrap(),
        test_until: None,
        retraining: Retraining::Never,
        out: base.path().join("tested"),
    });
    let metrics = fs::read_to_string(base.path().join("tested/metrics.json")).unwrap();
    let metrics: serde_json::Value = serde_json::from_str(&metrics).unwrap();
    let parts = metrics["ablation"].as_array().unwrap();
    let log_loss = |part: &str| {
        let found = parts.iter().find(|found| found["without"] == part);
        found.unwrap_or_else(|| panic!("{part}"))["log_loss"]
            .as_f64()
            .unwrap()
    };
    assert!(
        log_loss("payment_history") > log_loss("nothing"),
        "{parts:?}"
    );
    let report = fs::read_to_string(base.path().join("tested/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let shown = report["model"]["parts"].as_array().unwrap();
    assert_eq!(shown.len() + 1, parts.len());
    assert_eq!(report["model"]["folds_log_loss"], log_loss("nothing"));
    let refinements = report["model"]["refinements"].as_array().unwrap();
    let chosen = refinements.iter().filter(|row| row["chosen"] == true);
    assert_eq!((refinements.len(), chosen.count()), (8, 2));
}

/// The day from which each invoice is known: the later of its date and the day it was booked.
fn known_days(dir: &Path) -> std::collections::HashMap<String, i32> {
    let file = fs::File::open(dir.join("invoices.parquet")).unwrap();
    let frame = ParquetReader::new(file).finish().unwrap();
    let days = |column: &str| {
        let column = frame.column(column).unwrap().cast(&DataType::Int32);
        column.unwrap().i32().unwrap().clone()
    };
    let (dated, booked) = (days("invoice_date"), days("known_date"));
    let ids = frame.column("invoice_id").unwrap().str().unwrap();
    ids.iter()
        .zip(dated.iter().zip(booked.iter()))
        .map(|(id, (dated, booked))| (id.unwrap().to_owned(), dated.max(booked).unwrap()))
        .collect()
}
