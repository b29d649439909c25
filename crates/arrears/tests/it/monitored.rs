//! Monitoring through the library: nothing later is looked at, and what a model keeps is what the ledger holds.

use std::path::Path;

use arrears::job::{MonitorReport, monitor};
use arrears::plan::{MonitorPlan, Settings, TrainPlan};
use arrears::store::{ModelChoice, NewModel, Registry};
use arrears::{ConfigFile, Day, MODEL_FORMAT, Silent, Typed, job};
use serde_json::Value;

use crate::changed::{change_after, ledger};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn settings(books: &Path) -> Settings {
    let file = ConfigFile::load(&books.join("arrears.toml")).unwrap();
    Settings::new(file, &Typed::default()).unwrap()
}

/// A generated ledger in `books`, and a model of July beside it.
fn trained(seed: u64) -> tempfile::TempDir {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, seed);
    let plan = TrainPlan {
        settings: settings(&books),
        as_of: day("2024-07-31"),
        registry: base.path().join("registry"),
        promote: true,
        previous: None,
    };
    job::train(&plan, &Silent).unwrap();
    base
}

fn report(base: &Path, books: &str) -> MonitorReport {
    let plan = MonitorPlan {
        settings: settings(&base.join(books)),
        as_of: day("2024-10-31"),
        since: None,
        registry: base.join("registry"),
        model: None,
        out: base.join("monitored"),
    };
    monitor(&plan, &Silent).unwrap().report
}

#[test]
fn what_becomes_known_later_changes_nothing() {
    let base = trained(31);
    let books = |name: &str| base.path().join(name);
    change_after(&books("books"), &books("changed"), day("2024-10-31"));
    let told = |books: &str| {
        let mut report = serde_json::to_value(report(base.path(), books)).unwrap();
        // Rows of the future are read, and may be rejected.
        report["rejected_share"] = Value::Null;
        report
    };
    let whole = told("books");
    assert!(whole["realised"]["n"].as_u64() > Some(100), "{whole:#}");
    assert_eq!(told("changed"), whole);
}

#[test]
fn a_model_kept_without_a_reference_is_held_against_the_ledger_itself() {
    let base = trained(32);
    let kept = report(base.path(), "books");
    let registry = Registry::open(&base.path().join("registry")).unwrap();
    let (_, mut model) = registry
        .load::<Value>(&ModelChoice::Champion, MODEL_FORMAT)
        .unwrap();
    assert!(model.as_object_mut().unwrap().remove("reference").is_some());
    let new = NewModel {
        as_of: "2024-07-31".into(),
        format: MODEL_FORMAT,
        ..NewModel::default()
    };
    let writer = registry.writer().unwrap();
    let id = writer.save(&model, new).unwrap().id.to_string();
    writer.promote(&ModelChoice::Id(id), MODEL_FORMAT).unwrap();
    drop(writer);
    let counted = report(base.path(), "books");
    assert!(kept.found.reference_is_kept && !counted.found.reference_is_kept);
    assert_eq!(counted.found.history, kept.found.history);
    assert_eq!(counted.found.scores, kept.found.scores);
    assert!(kept.found.features.len() > 10);
    assert_eq!(counted.found.features, kept.found.features);
}

#[test]
fn a_table_that_is_no_longer_given_is_named_and_the_rest_is_told() {
    let base = trained(33);
    let config = base.path().join("books/arrears.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let without = text.replace("[ledger.customers]\npath = \"customers.parquet\"\n", "");
    assert_ne!(without, text);
    std::fs::write(&config, without).unwrap();
    let report = report(base.path(), "books");
    let gone = |alert: &&job::AlertTold| alert.alert.code == job::Code::Missing;
    let told = report.alerts.iter().find(gone).expect("an alert");
    assert_eq!(told.alert.level, job::Level::Act);
    assert_eq!(told.alert.value, 1.0);
    // What the model says of an invoice it cannot say without the table, and that is told.
    assert!(report.found.realised.is_none());
    let [left] = report.left_out.as_slice() else {
        panic!("{:?}", report.left_out);
    };
    assert_eq!(
        (left.code, left.from),
        ("feature_missing", day("2024-08-01"))
    );
    assert!(left.n > 100 && left.sentence.contains("which this ledger does not give"));
    let sector = report.found.features.iter().find(|f| f.feature == "sector");
    let sector = sector.expect("the attribute");
    assert!(
        sector.absent.is_some() && sector.index.is_none(),
        "{sector:?}"
    );
}
