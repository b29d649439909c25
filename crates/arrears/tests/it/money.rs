//! Money adds up: every month's balance to the rows of the ledger, and what is forecast to what is open; and what was
//! forecast is held against what came in.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrears::plan::Settings;
use arrears::store::ModelChoice;
use arrears::{
    BacktestPlan, ConfigFile, Day, ForecastPlan, Retraining, RunPlan, Silent, TrainPlan, Typed, job,
};
use arrears_ledger::quality::control_totals;
use polars::prelude::*;

use crate::changed::{change_after, ledger};

const FILES: [&str; 4] = [
    "cash_forecast.parquet",
    "kpis.parquet",
    "provision_matrix.csv",
    "statutory_interest.parquet",
];

fn settings(dir: &Path) -> Settings {
    let file = ConfigFile::load(&dir.join("arrears.toml")).unwrap();
    Settings::new(file, &Typed::default()).unwrap()
}

fn forecast(books: &Path, registry: &Path, as_of: Day, out: &Path) -> job::RunSummary {
    let plan = ForecastPlan {
        settings: settings(books),
        as_of,
        registry: registry.to_owned(),
        model: None,
        out: out.to_owned(),
    };
    job::forecast(&plan, &Silent).unwrap()
}

fn read(path: PathBuf) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap()
}

fn days(frame: &DataFrame, name: &str) -> Vec<Day> {
    let days = frame.column(name).unwrap().cast(&DataType::Int32).unwrap();
    days.i32()
        .unwrap()
        .iter()
        .map(|day| Day(day.unwrap()))
        .collect()
}

fn cents(frame: &DataFrame, name: &str) -> Vec<i64> {
    let amounts = frame.column(name).unwrap().f64().unwrap();
    let cents = amounts
        .iter()
        .map(|amount| (amount.unwrap_or(0.0) * 100.0).round() as i64);
    cents.collect()
}

fn texts(frame: &DataFrame, name: &str) -> Vec<String> {
    let texts = frame.column(name).unwrap().str().unwrap().iter();
    texts
        .map(|text| text.unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_months_balance_is_that_of_the_ledgers_rows() {
    for (seed, as_of) in [(7, (2024, 12, 31)), (8, (2024, 10, 14))] {
        let base = tempfile::tempdir().unwrap();
        let books = base.path().join("books");
        ledger(&books, seed);
        let as_of = Day::from_ymd(as_of.0, as_of.1, as_of.2).unwrap();
        let out = base.path().join("cash");
        let summary = forecast(&books, &base.path().join("none"), as_of, &out);
        let told = |warning: &&String| warning.contains("kpis.parquet");
        assert_eq!(summary.warnings.iter().find(told), None);
        let plan = settings(&books);
        let rows = arrears_ledger::read(&plan.config.ledger, &plan.base_dir).unwrap();
        let kpis = read(out.join("kpis.parquet"));
        assert!(kpis.height() > 20);
        for (day, balance) in days(&kpis, "as_of")
            .into_iter()
            .zip(cents(&kpis, "balance"))
        {
            let expected = control_totals(&rows, day).unwrap().total.balance();
            assert_eq!(balance, expected, "seed {seed}, {day}");
        }
    }
}

#[test]
fn a_run_and_a_forecast_say_the_same_and_add_up_to_what_is_open() {
    let base = tempfile::tempdir().unwrap();
    let (books, out) = (base.path().join("books"), base.path().join("run"));
    ledger(&books, 9);
    let as_of = Day::from_ymd(2024, 11, 30).unwrap();
    let run = RunPlan {
        settings: settings(&books),
        as_of,
        out: out.clone(),
        registry: Some(base.path().join("registry")),
        previous: None,
        resume: false,
    };
    let summary = job::run(&run, &Silent).unwrap();
    let again = base.path().join("cash");
    forecast(&books, &base.path().join("registry"), as_of, &again);
    for file in [
        "cash_forecast.parquet",
        "kpis.parquet",
        "provision_matrix.csv",
    ] {
        assert!(
            fs::read(out.join(file)).unwrap() == fs::read(again.join(file)).unwrap(),
            "{file}"
        );
    }
    let open = (summary.open_amount.unwrap() * 100.0).round() as i64;
    let kpis = read(out.join("kpis.parquet"));
    assert_eq!(cents(&kpis, "open_amount").last(), Some(&open));
    let ages = [
        "open_current",
        "open_1_30",
        "open_31_60",
        "open_61_90",
        "open_over_90",
    ];
    let by_age = ages.iter().map(|age| cents(&kpis, age).pop().unwrap());
    assert_eq!(by_age.sum::<i64>(), open);
    let cash = read(out.join("cash_forecast.parquet"));
    let (expected, remaining) = (cents(&cash, "expected"), cents(&cash, "remaining"));
    let sources = texts(&cash, "source");
    let mut of_open = (0..cash.height()).filter(|&row| sources[row] == "open");
    let all: i64 = of_open.clone().map(|row| expected[row]).sum();
    assert_eq!(all + remaining[of_open.next_back().unwrap()], open);
    let claims = read(out.join("statutory_interest.parquet"));
    let overdue: i64 = cents(&claims, "open_amount").iter().sum();
    assert_eq!(cents(&kpis, "overdue_amount").last(), Some(&overdue));
    assert!(
        cents(&claims, "interest")
            .iter()
            .any(|&interest| interest > 0)
    );
    let matrix = fs::read_to_string(out.join("provision_matrix.csv")).unwrap();
    let amounts = matrix
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(7).unwrap());
    let sum: i64 = amounts
        .map(|amount| amount.replace('.', "").parse::<i64>().unwrap())
        .sum();
    assert_eq!(sum, open);
}

#[test]
fn what_became_known_later_changes_no_figure() {
    let base = tempfile::tempdir().unwrap();
    let (original, changed) = (base.path().join("books"), base.path().join("changed"));
    let day = Day::from_ymd(2024, 7, 15).unwrap();
    ledger(&original, 6);
    change_after(&original, &changed, day);
    let none = base.path().join("none");
    let (one, other) = (base.path().join("one"), base.path().join("other"));
    forecast(&original, &none, day, &one);
    forecast(&changed, &none, day, &other);
    for file in FILES {
        assert!(
            fs::read(one.join(file)).unwrap() == fs::read(other.join(file)).unwrap(),
            "{file}"
        );
    }
}

/// What was paid in each week after `as_of` on the invoices known by then, in cents.
fn came_in(books: &Path, as_of: Day, n_weeks: usize) -> Vec<i64> {
    let invoices = read(books.join("invoices.parquet"));
    let (dates, booked) = (days(&invoices, "invoice_date"), known(&invoices));
    let known: BTreeMap<String, Day> = texts(&invoices, "invoice_id")
        .into_iter()
        .zip(dates.iter().zip(booked))
        .map(|(id, (&date, booked))| (id, booked.map_or(date, |booked| booked.max(date))))
        .collect();
    let payments = read(books.join("payments.parquet"));
    let (ids, dates) = (
        texts(&payments, "invoice_id"),
        days(&payments, "payment_date"),
    );
    let (amounts, kinds) = (cents(&payments, "amount"), texts(&payments, "kind"));
    let mut weeks = vec![0; n_weeks];
    for row in 0..payments.height() {
        let is_open = known.get(&ids[row]).is_some_and(|&known| known <= as_of);
        let week = usize::try_from((dates[row] - as_of - 1).div_euclid(7));
        if let (true, "payment", Ok(week)) = (is_open, kinds[row].as_str(), week)
            && week < n_weeks
        {
            weeks[week] += amounts[row];
        }
    }
    weeks
}

fn known(invoices: &DataFrame) -> Vec<Option<Day>> {
    let Ok(days) = invoices.column("known_date") else {
        return vec![None; invoices.height()];
    };
    let days = days.cast(&DataType::Int32).unwrap();
    days.i32().unwrap().iter().map(|day| day.map(Day)).collect()
}

/// No more than a check of sense, with wide bounds: 56 weeks of one small ledger, neighbours of each other.
/// docs/money.md has what was measured on more.
#[test]
fn most_weeks_lie_between_their_p10_and_p90() {
    const N_WEEKS: usize = 8;
    let base = tempfile::tempdir().unwrap();
    let (books, registry) = (base.path().join("books"), base.path().join("registry"));
    ledger(&books, 11);
    let first = Day::from_ymd(2024, 4, 30).unwrap();
    let train = TrainPlan {
        settings: settings(&books),
        as_of: first,
        registry: registry.clone(),
        promote: true,
        previous: None,
    };
    job::train(&train, &Silent).unwrap();
    let (mut n, mut n_within) = (0, 0);
    for origin in (0..7).map(|i| first + 28 * i) {
        let out = base.path().join("cash");
        forecast(&books, &registry, origin, &out);
        let cash = read(out.join("cash_forecast.parquet"));
        let (p10, p90) = (cents(&cash, "p10"), cents(&cash, "p90"));
        let sources = texts(&cash, "source");
        let rows = (0..cash.height()).filter(|&row| sources[row] == "open");
        for (row, paid) in rows.zip(came_in(&books, origin, N_WEEKS)) {
            n += 1;
            n_within += u32::from(p10[row] <= paid && paid <= p90[row]);
        }
    }
    let share = f64::from(n_within) / f64::from(n);
    assert!((0.6..0.97).contains(&share), "{n_within} of {n}");
}

#[test]
fn a_model_asked_for_by_name_must_be_there() {
    let base = tempfile::tempdir().unwrap();
    let books = base.path().join("books");
    ledger(&books, 7);
    let plan = ForecastPlan {
        settings: settings(&books),
        as_of: Day::from_ymd(2024, 10, 31).unwrap(),
        registry: base.path().join("none"),
        model: Some(ModelChoice::Champion),
        out: base.path().join("cash"),
    };
    let error = job::forecast(&plan, &Silent).unwrap_err().to_string();
    assert!(error.contains("none"), "{error}");
    assert!(!base.path().join("cash").exists());
}

#[test]
fn a_forecast_tested_is_the_one_of_its_day() {
    let base = tempfile::tempdir().unwrap();
    let (books, changed) = (base.path().join("books"), base.path().join("changed"));
    ledger(&books, 10);
    let first = Day::from_ymd(2024, 8, 31).unwrap();
    let tested = base.path().join("tested");
    let plan = BacktestPlan {
        settings: settings(&books),
        train_until: first + 1,
        test_until: Some(first + 7 * 9),
        retraining: Retraining::Never,
        out: tested.clone(),
    };
    let summary = job::backtest_cash(&plan, &Silent).unwrap();
    assert_eq!((summary.n_origins, summary.n_models), (2, 1));
    // The same as from a ledger of which all that was known later is another.
    change_after(&books, &changed, first);
    let out = base.path().join("cash");
    forecast(&changed, &base.path().join("none"), first, &out);
    let of_week = |path: PathBuf, column: &str| -> BTreeMap<(String, i32), i64> {
        let table = read(path);
        let weeks = table.column("week").unwrap().i32().unwrap().clone();
        let keys = texts(&table, "source").into_iter().zip(weeks.iter());
        let rows = keys.zip(cents(&table, column)).zip(days(&table, "as_of"));
        rows.filter(|(((source, week), _), day)| {
            *day == first && source != "total" && week.unwrap() <= 8
        })
        .map(|(((source, week), amount), _)| ((source, week.unwrap()), amount))
        .collect()
    };
    for column in ["expected", "p10", "p90"] {
        let found = of_week(tested.join("cash_backtest.parquet"), column);
        assert_eq!(found.len(), 16);
        assert_eq!(
            found,
            of_week(out.join("cash_forecast.parquet"), column),
            "{column}"
        );
    }
}
