//! Months in one registry: clusters keep their numbers, and the migration says who went where.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrears::job::RunSummary;
use arrears::plan::Settings;
use arrears::store::{ModelChoice, NewModel, Registry};
use arrears::{ConfigFile, Day, Error, MODEL_FORMAT, RunPlan, Silent, Typed, job};
use polars::prelude::*;
use serde_json::Value;

use crate::changed::ledger;

/// A ledger, a registry beside it and results by month.
pub struct Months {
    pub base: tempfile::TempDir,
}

impl Months {
    pub fn new(seed: u64) -> Months {
        let base = tempfile::tempdir().unwrap();
        ledger(&base.path().join("books"), seed);
        Months { base }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.base.path().join(name)
    }

    pub fn plan(&self, month: u32, out: &str) -> RunPlan {
        let file = ConfigFile::load(&self.path("books/arrears.toml")).unwrap();
        RunPlan {
            settings: Settings::new(file, &Typed::default()).unwrap(),
            as_of: Day::from_ymd(2024, month + 1, 1).unwrap() - 1,
            out: self.path(out),
            registry: Some(self.path("registry")),
            previous: None,
            resume: false,
        }
    }

    /// The run of a month's end, into the shared registry.
    pub fn run(&self, month: u32, out: &str) -> RunSummary {
        job::run(&self.plan(month, out), &Silent).unwrap()
    }
}

pub fn read(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap()
}

fn ints(frame: &DataFrame, column: &str) -> Vec<Option<i32>> {
    frame
        .column(column)
        .unwrap()
        .i32()
        .unwrap()
        .iter()
        .collect()
}

pub fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    let column = frame.column(column).unwrap().str().unwrap();
    column.iter().map(|text| text.map(str::to_owned)).collect()
}

fn ids(out: &Path) -> Vec<i64> {
    let file: Value =
        serde_json::from_slice(&fs::read(out.join("clusters.json")).unwrap()).unwrap();
    let clusters = file["clusters"].as_array().unwrap();
    let ids = clusters.iter().map(|c| c["cluster_id"].as_i64().unwrap());
    ids.filter(|id| *id >= 0).collect()
}

#[test]
fn two_months_in_one_registry_have_the_same_clusters_and_tell_who_moved() {
    let months = Months::new(5);
    months.run(9, "september");
    months.run(10, "october");
    let (before, after) = (months.path("september"), months.path("october"));

    let first = read(&before.join("segment_migration.parquet"));
    assert_eq!(first.height(), 0, "the first month has nothing before it");
    let segments = read(&before.join("segments.parquet"));
    assert!(
        ints(&segments, "previous_cluster_id")
            .iter()
            .all(Option::is_none)
    );

    // The numbers of the second month are the first's, or were never given.
    let (then, now) = (ids(&before), ids(&after));
    assert!(now.iter().any(|id| then.contains(id)), "{then:?} {now:?}");
    let highest = then.iter().max().unwrap();
    assert!(
        now.iter().all(|id| then.contains(id) || id > highest),
        "{then:?} {now:?}"
    );

    // What the second month says of the first is what the first said: the ledger was not corrected in between.
    let (old, new) = (segments, read(&after.join("segments.parquet")));
    let was: BTreeMap<Option<String>, (Option<i32>, Option<String>)> = texts(&old, "customer_id")
        .into_iter()
        .zip(
            ints(&old, "cluster_id")
                .into_iter()
                .zip(texts(&old, "segment")),
        )
        .collect();
    let said = ints(&new, "previous_cluster_id")
        .into_iter()
        .zip(texts(&new, "previous_segment"));
    for (customer, said) in texts(&new, "customer_id").into_iter().zip(said) {
        let expected = was.get(&customer).cloned().unwrap_or_default();
        assert_eq!(said, expected, "{customer:?}");
    }

    let migration = read(&after.join("segment_migration.parquet"));
    let counted = |grouping: &str| -> u64 {
        let n = migration.column("n_customers").unwrap().u64().unwrap();
        let of = texts(&migration, "grouping");
        let own = n
            .iter()
            .zip(of)
            .filter(|(_, g)| g.as_deref() == Some(grouping));
        own.map(|(n, _)| n.unwrap()).sum()
    };
    assert_eq!(counted("cluster"), new.height() as u64);
    assert_eq!(counted("segment"), new.height() as u64);
    let kinds: BTreeSet<Option<String>> = texts(&migration, "change").into_iter().collect();
    assert!(kinds.contains(&Some("stayed".to_owned())), "{kinds:?}");
    let report = fs::read_to_string(after.join("report.json")).unwrap();
    assert!(report.contains("\"from\": \"2024-09-30\""));
}

#[test]
fn a_month_again_gives_the_same_bytes() {
    let months = Months::new(6);
    months.run(9, "september");
    months.run(10, "once");
    months.run(10, "again");
    for file in [
        "segments.parquet",
        "segment_migration.parquet",
        "clusters.json",
        "report.html",
    ] {
        let of = |out: &str| fs::read(months.path(out).join(file)).unwrap();
        assert!(of("once") == of("again"), "{file}");
    }
}

#[test]
fn a_run_with_models_of_its_own_follows_the_one_that_is_named() {
    let months = Months::new(7);
    let own = |month, out: &str, previous: Option<&str>| {
        let plan = RunPlan {
            registry: None,
            previous: previous.map(|name| months.path(name)),
            ..months.plan(month, out)
        };
        job::run(&plan, &Silent)
    };
    own(9, "results", None).unwrap();
    let alone = own(10, "alone", None).unwrap();
    told(&alone, "no earlier model was looked for");
    let page = fs::read_to_string(months.path("alone/report.html")).unwrap();
    assert!(page.contains("o earlier model was looked for"));
    assert_eq!(
        read(&months.path("alone/segment_migration.parquet")).height(),
        0
    );
    // The results named may be those that are replaced.
    own(10, "results", Some("results")).unwrap();
    assert!(read(&months.path("results/segment_migration.parquet")).height() > 0);

    let refused = |month, previous: &str| match own(month, "results", Some(previous)) {
        Err(Error::Usage { message, hint }) => {
            assert!(!hint.is_empty());
            if previous == "books" {
                assert!(hint.contains("made with `--registry`"), "{hint}");
            }
            message.replace(&months.base.path().display().to_string(), "BASE")
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(10, "books"),
        "`BASE/books` is neither a registry nor a run that holds one"
    );
    assert_eq!(
        refused(10, "results"),
        "`BASE/results` holds no champion from before 2024-10-31"
    );
}

/// Replaces the champion of the first month by an altered model.
pub fn altered(months: &Months, format: u32, alter: impl Fn(&mut Value)) -> String {
    months.run(9, "september");
    let registry = Registry::open(&months.path("registry")).unwrap();
    let (_, mut model) = registry
        .load::<Value>(&ModelChoice::Champion, MODEL_FORMAT)
        .unwrap();
    alter(&mut model);
    let new = NewModel {
        as_of: "2024-09-30".into(),
        code_version: "9.8.7".into(),
        format,
        ..NewModel::default()
    };
    let id = registry
        .writer()
        .unwrap()
        .save(&model, new)
        .unwrap()
        .id
        .to_string();
    registry
        .writer()
        .unwrap()
        .promote(&ModelChoice::Id(id.clone()), format)
        .unwrap();
    id
}

fn told(summary: &RunSummary, words: &str) {
    let warnings = &summary.warnings;
    assert!(
        warnings.iter().any(|w| w.contains(words)),
        "{words}: {warnings:#?}"
    );
}

#[test]
fn a_champion_of_another_format_is_told_and_numbers_begin_again() {
    let months = Months::new(8);
    let id = altered(&months, 77, |model| model["seed"] = 99.into());
    let summary = months.run(10, "october");
    told(
        &summary,
        &format!(
            "the earlier model `{id}` cannot be read, so the clusters are numbered from 0 again"
        ),
    );
    told(&summary, "has format 77, which arrears 9.8.7 wrote");
    assert_eq!(ids(&months.path("october"))[0], 0);
    assert_eq!(
        read(&months.path("october/segment_migration.parquet")).height(),
        0
    );
    let page = fs::read_to_string(months.path("october/report.html")).unwrap();
    assert!(page.contains("are numbered from 0 again"));
}

#[test]
fn a_champion_on_features_that_the_ledger_lacks_is_told_and_numbers_are_new() {
    let months = Months::new(8);
    altered(&months, MODEL_FORMAT, |model| {
        model["clusters"]["scale"]["features"][0]["name"] = "phase_of_the_moon".into();
    });
    let highest = *ids(&months.path("september")).iter().max().unwrap();
    let summary = months.run(10, "october");
    told(
        &summary,
        "the clusters are numbered anew, as they cannot be matched with those of the model of 2024-09-30: it rests on \
         `phase_of_the_moon`, which this ledger does not give",
    );
    assert!(ids(&months.path("october")).iter().all(|id| *id > highest));
}

#[test]
fn too_few_customers_in_common_and_other_definitions_are_told() {
    let months = Months::new(9);
    altered(&months, MODEL_FORMAT, |model| {
        model["clusters"]["min_invoices"] = 10_000.into();
    });
    let summary = months.run(10, "october");
    told(&summary, "0 customers are clustered by both, fewer than 30");

    let months = Months::new(9);
    altered(&months, MODEL_FORMAT, |model| {
        model["definitions"]["grace_days"] = 3.into();
    });
    let summary = months.run(10, "october");
    told(
        &summary,
        "it was made with another `grace_days` or `settle_tolerance`",
    );
    assert_eq!(
        read(&months.path("october/segment_migration.parquet")).height(),
        0
    );
}

/// Generated ledgers number their customers alike: the earlier model would find every customer of the other ledger.
#[test]
fn a_run_of_another_ledger_is_told_and_nobody_is_compared_with_it() {
    let (here, there) = (Months::new(9), Months::new(10));
    there.run(9, "september");
    let plan = RunPlan {
        registry: None,
        previous: Some(there.path("registry")),
        ..here.plan(10, "october")
    };
    let summary = job::run(&plan, &Silent).unwrap();
    let words = "the clusters are numbered anew, as they cannot be matched with those of the model of 2024-09-30: it was made \
                 on another ledger, with hardly a customer's invoice in common (of 500 marked invoices, 0 are in this one)";
    told(&summary, words);
    let n_told = summary
        .warnings
        .iter()
        .filter(|w| w.contains("another ledger"));
    assert_eq!(n_told.count(), 1, "{:#?}", summary.warnings);
    let out = here.path("october");
    assert_eq!(read(&out.join("segment_migration.parquet")).height(), 0);
    let segments = read(&out.join("segments.parquet"));
    let previous = texts(&segments, "previous_segment");
    assert!(previous.iter().all(Option::is_none));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("Compared with the model before"));
    assert!(page.contains("it was made on another ledger"));
}

#[test]
fn a_feature_that_the_earlier_estimate_lacks_is_told_though_the_clusters_can_be_matched() {
    let months = Months::new(8);
    months.run(9, "september");
    // Clusters are made from nothing of reminders, the estimate is.
    let config = months.path("books/arrears.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, without(&text, "reminders")).unwrap();
    let summary = months.run(10, "october");
    let out = months.path("october");
    assert_eq!(read(&out.join("segment_migration.parquet")).height(), 0);
    told(
        &summary,
        "who went where is not told, as the model of 2024-09-30 cannot be applied to this ledger: it rests on",
    );
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("Who went where is not told"));
}

/// The config without the section of one table.
fn without(config: &str, table: &str) -> String {
    let head = format!("[ledger.{table}");
    let mut kept = true;
    let lines = config.lines().filter(|line| {
        if line.starts_with('[') {
            kept = !line.starts_with(&head);
        }
        kept
    });
    lines.map(|line| format!("{line}\n")).collect()
}
