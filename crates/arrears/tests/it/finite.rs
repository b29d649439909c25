//! No figure that is no number: every Parquet, CSV and JSON file of every job, on the sample ledger and on odd ones.

use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrears::plan::Settings;
use arrears::{
    BacktestPlan, ConfigFile, Day, ForecastPlan, Retraining, RunPlan, ScorecardPlan, Silent, Typed,
    job,
};
use polars::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Runs every job that writes figures, and proves that these are finite or absent. A scorecard may be refused.
fn all_finite(books: &Path, as_of: Day, train_until: Day) {
    let base = tempfile::tempdir().unwrap();
    let settings = || {
        let file = ConfigFile::load(&books.join("arrears.toml")).unwrap();
        Settings::new(file, &Typed::default()).unwrap()
    };
    let out = |name: &str| base.path().join(name);
    let run = RunPlan {
        settings: settings(),
        as_of,
        out: out("run"),
        registry: None,
        previous: None,
        resume: false,
    };
    job::run(&run, &Silent).unwrap();
    let backtest = BacktestPlan {
        settings: settings(),
        train_until,
        test_until: None,
        retraining: Retraining::Never,
        out: out("backtest"),
    };
    job::backtest(&backtest, &Silent).unwrap();
    let forecast = ForecastPlan {
        settings: settings(),
        as_of,
        registry: out("none"),
        model: None,
        out: out("forecast"),
    };
    job::forecast(&forecast, &Silent).unwrap();
    let card = ScorecardPlan {
        settings: settings(),
        as_of,
        out: out("card"),
    };
    let _ = job::scorecard(&card, &Silent);
    let mut n_files = 0;
    for path in files(base.path()) {
        let found = not_finite(&path);
        assert!(found.is_none(), "{}: {}", path.display(), found.unwrap());
        n_files += 1;
    }
    assert!(n_files > 20, "{n_files} files");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// The first value of a file that is neither finite nor absent.
fn not_finite(path: &Path) -> Option<String> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("parquet") => {
            let frame = ParquetReader::new(File::open(path).unwrap())
                .finish()
                .unwrap();
            let mut columns = frame.columns().iter();
            columns.find_map(|column| in_series(column.as_materialized_series()))
        }
        Some("json") => {
            // JSON has no word for either: a number out of range would not be read, and text is looked at.
            let value: serde_json::Value =
                serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            in_json(&value)
        }
        Some("csv") => {
            let text = fs::read_to_string(path).unwrap();
            let mut cells = text.split(['\n', ',', ';']);
            cells
                .find(|cell| is_word(cell.trim_matches('"')))
                .map(str::to_owned)
        }
        _ => None,
    }
}

fn in_series(series: &Series) -> Option<String> {
    match series.dtype() {
        DataType::Float64 => {
            let mut values = series.f64().unwrap().iter().flatten();
            values
                .find(|value| !value.is_finite())
                .map(|value| format!("{} is {value}", series.name()))
        }
        DataType::Float32 => panic!("{}: no file has such a column", series.name()),
        DataType::List(_) => in_series(
            &series
                .explode(ExplodeOptions {
                    empty_as_null: true,
                    keep_nulls: true,
                })
                .unwrap(),
        ),
        DataType::Struct(_) => series
            .struct_()
            .unwrap()
            .fields_as_series()
            .iter()
            .find_map(in_series),
        _ => None,
    }
}

fn in_json(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => is_word(text).then(|| text.clone()),
        serde_json::Value::Array(items) => items.iter().find_map(in_json),
        serde_json::Value::Object(fields) => fields
            .iter()
            .find_map(|(key, value)| Some(format!("{key}: {}", in_json(value)?))),
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    ["nan", "inf", "+inf", "-inf", "infinity", "-infinity"].contains(&text.to_lowercase().as_str())
}

/// Two years of one invoice a month of every customer, due after thirty days: the amount and the days late of each.
fn books(n_customers: i32, of: impl Fn(i32, i32) -> (i32, i32)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut csv = String::from("invoice_id,customer_id,invoice_date,due_date,amount,paid_date\n");
    for (customer, month) in
        (0..n_customers).flat_map(|customer| (0..24).map(move |month| (customer, month)))
    {
        let issued = Day::from_ymd(2023 + month / 12, (month % 12 + 1) as u32, 5).unwrap();
        let (amount, days_late) = of(customer, month);
        let paid = issued + 30 + days_late;
        writeln!(
            csv,
            "F{customer}-{month},C{customer},{issued},{},{amount}.00,{paid}",
            issued + 30
        )
        .unwrap();
    }
    fs::write(dir.path().join("invoices.csv"), csv).unwrap();
    fs::write(
        dir.path().join("arrears.toml"),
        "[ledger.invoices]\npath = \"invoices.csv\"\n",
    )
    .unwrap();
    dir
}

fn mixed(customer: i32, month: i32) -> i32 {
    (customer * 7 + month * 11) % 45 - 20
}

fn odd(books: &tempfile::TempDir) {
    all_finite(books.path(), day("2024-12-31"), day("2024-07-01"));
}

#[test]
fn the_sample_ledger() {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    let books = Path::new(&root).join("../../datasets/sample-nl");
    all_finite(&books, day("2025-12-31"), day("2025-07-01"));
}

#[test]
fn one_customer() {
    odd(&books(1, |customer, month| {
        (50 + month * 7, mixed(customer, month))
    }));
}

#[test]
fn all_amounts_equal() {
    odd(&books(20, |customer, month| (100, mixed(customer, month))));
}

#[test]
fn all_paid_on_the_due_date() {
    odd(&books(20, |customer, month| {
        (50 + customer * 13 + month * 7, 0)
    }));
}

/// Clusters without any spread, and features that tell the outcome.
#[test]
fn customers_who_are_late_always_or_never() {
    odd(&books(20, |customer, _| {
        (100, if customer % 2 == 0 { 9 } else { -3 })
    }));
}

#[test]
fn what_is_not_finite_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("some.csv"), "a,b\n1,\n2,NaN\n").unwrap();
    fs::write(path("some.json"), "{\"a\": [1, null, \"-inf\"]}").unwrap();
    let mut frame = df!("a" => [Some(1.0), None, Some(f64::INFINITY)]).unwrap();
    ParquetWriter::new(File::create(path("some.parquet")).unwrap())
        .finish(&mut frame)
        .unwrap();
    for name in ["some.csv", "some.json", "some.parquet"] {
        assert!(not_finite(&path(name)).is_some(), "{name}");
    }
}
