//! `forecast`, on the sample ledger.

use serde_json::Value;

use crate::support::Sandbox;

/// The sample ledger, wherever the tests run.
fn sample() -> String {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    format!("{root}/../../datasets/sample-parquet/arrears.toml")
}

/// The column of a CSV that has no quoted cells.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut lines = csv.lines();
    let at = lines
        .next()
        .unwrap()
        .split(',')
        .position(|cell| cell == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    lines
        .map(|line| line.split(',').nth(at).unwrap().to_owned())
        .collect()
}

#[test]
fn the_sample_ledger_is_forecast_and_adds_up() {
    let sandbox = Sandbox::new();
    let line = format!(
        "forecast -c {} --as-of 2025-12-31 --out cash --registry none",
        sample()
    );
    let text = sandbox.run(&format!("{line} --json --threads 1")).done();
    let summary: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&summary["n_weeks"], &summary["model_id"]),
        (&13.into(), &Value::Null)
    );
    let (expected, open) = (&summary["expected_cash"], &summary["open_amount"]);
    assert!(
        expected.as_f64() > Some(0.0) && expected.as_f64() < open.as_f64(),
        "{text}"
    );
    let matrix = sandbox.read("cash/provision_matrix.csv");
    let amounts = column(&matrix, "open_amount");
    let cents = amounts
        .iter()
        .map(|amount| amount.replace('.', "").parse::<i64>().unwrap());
    assert_eq!(Some(cents.sum::<i64>() as f64 / 100.0), open.as_f64());
    // The same on more threads, and told to a person.
    let first = sandbox.tree();
    let told = sandbox.run(&format!("{line} --threads 3")).done();
    assert!(told.contains(" of it within 13 weeks, and EUR "), "{told}");
    for (path, bytes) in sandbox.tree() {
        let is_manifest = path.ends_with("manifest.json");
        assert!(
            is_manifest || first.get(&path) == Some(&bytes),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_forecast_does_not_replace_a_run() {
    let sandbox = Sandbox::new();
    sandbox.with_earlier_results();
    let line = format!("forecast -c {} --as-of 2025-12-31 --out out", sample());
    let ended = sandbox.fails_without_a_trace(&line);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.stderr.contains("the results of a run"), "{ended:?}");
}

#[test]
fn a_model_that_is_not_there_is_told() {
    let sandbox = Sandbox::new();
    let line = format!(
        "forecast -c {} --as-of 2025-12-31 --out out --registry none --model champion",
        sample()
    );
    let ended = sandbox.fails_without_a_trace(&line);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains("none"), "{ended:?}");
}

#[test]
fn past_forecasts_are_held_against_what_came_in() {
    let sandbox = Sandbox::new();
    let line = format!(
        "backtest --cash -c {} --train-until 2025-10-01 --test-until 2025-12-10 --out tested",
        sample()
    );
    let text = sandbox.run(&format!("{line} --json --threads 1")).done();
    let summary: Value = serde_json::from_str(&text).unwrap();
    // Eight weeks from 1 October end on 25 November: three forecasts.
    assert_eq!(
        (&summary["n_origins"], &summary["n_models"]),
        (&3.into(), &1.into()),
        "{text}"
    );
    let first = &summary["scores"][0];
    assert_eq!(
        (&first["source"], &first["n"]),
        (&"open".into(), &24.into())
    );
    assert!(first["wape"].as_f64() > Some(0.0), "{text}");
    let told = sandbox.run(&format!("{line} --threads 3")).done();
    assert!(
        told.contains("3 forecasts, one a week from 2025-09-30 to 2025-10-14"),
        "{told}"
    );
}

#[test]
fn a_test_without_eight_weeks_is_refused() {
    let sandbox = Sandbox::new();
    let line = format!(
        "backtest --cash -c {} --train-until 2025-12-01 --out tested",
        sample()
    );
    let ended = sandbox.fails_without_a_trace(&line);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains("--train-until"), "{ended:?}");
}
