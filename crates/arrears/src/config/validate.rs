//! The ranges of every setting: one table of checks, each with the range its message gives.

use arrears_models::ChallengerKind;
use arrears_models::late::TREES_BUILT;

use super::Config;
use super::error::ConfigError;
use super::file::ConfigFile;
use super::questions::check_questions;
use super::scorecard::check_bins;
use super::trust;

/// Proves every value of a config to lie in its range.
pub fn validate(file: &ConfigFile) -> Result<(), ConfigError> {
    match checks(&file.config).into_iter().find(|check| !check.good) {
        None => check_bins(file)
            .and_then(|()| super::clusters::check(file))
            .and_then(|()| super::retrain::check_features(file))
            .and_then(|()| check_questions(file))
            .and_then(|()| trust::check(file)),
        Some(check) => Err(ConfigError::OutOfRange {
            path: file.path.clone(),
            line: file.line_of(check.key),
            key: check.key.into(),
            accepted: check.accepted.into(),
            received: check.received,
        }),
    }
}

/// One setting against its range.
pub(super) struct Check {
    key: &'static str,
    good: bool,
    accepted: &'static str,
    received: String,
}

fn checks(config: &Config) -> Vec<Check> {
    let Config {
        definitions,
        model,
        clusters,
        scorecard,
        acceptance,
        worklist,
        ..
    } = config;
    let tolerance = definitions.settle_tolerance;
    let share = config.checks.max_rejected_share;
    let payments = config.ledger.payments.as_ref();
    let least_sure = payments
        .and_then(|table| table.min_confidence)
        .unwrap_or(0.0);
    let penalties_good = !model.penalties.is_empty()
        && model
            .penalties
            .iter()
            .all(|value| value.is_finite() && *value >= 0.0);
    let mut checks = vec![
        within(
            "threads",
            config.threads,
            0..=1024,
            "from 0 (every core) to 1024",
        ),
        text(
            "ledger.currency",
            &config.ledger.currency,
            is_currency,
            "a code of three capitals, such as EUR",
        ),
        number(
            "ledger.payments.min_confidence",
            least_sure,
            (0.0..=1.0).contains(&least_sure),
            "from 0 to 1",
        ),
        number(
            "checks.max_rejected_share",
            share,
            (0.0..=1.0).contains(&share),
            "from 0 to 1",
        ),
        within(
            "definitions.grace_days",
            definitions.grace_days,
            0..=365,
            "from 0 to 365 days",
        ),
        number(
            "definitions.settle_tolerance",
            tolerance,
            (0.0..=1_000_000.0).contains(&tolerance),
            "from 0 to 1,000,000",
        ),
        Check {
            key: "model.penalties",
            good: penalties_good,
            accepted: "a list of at least one number, each 0 or more",
            received: format!("{:?}", model.penalties),
        },
        within("model.n_folds", model.n_folds, 2..=20, "from 2 to 20"),
        within(
            "model.fold_rows",
            model.fold_rows,
            1_000..=100_000_000,
            "at least 1,000",
        ),
        within(
            "model.hazard_rows",
            model.hazard_rows,
            1_000..=100_000_000,
            "at least 1,000",
        ),
        within(
            "model.min_invoices",
            model.min_invoices,
            1..=1_000_000,
            "from 1 to 1,000,000",
        ),
        Check {
            key: "model.challenger",
            good: model.challenger == ChallengerKind::None || TREES_BUILT,
            accepted: "\"none\" in this build (`cargo build --release --features trees` makes one that has trees)",
            received: "\"trees\"".into(),
        },
        number(
            "model.challenger_margin",
            model.challenger_margin,
            (0.0..=1.0).contains(&model.challenger_margin),
            "from 0 to 1",
        ),
        number(
            "scorecard.base_score",
            scorecard.base_score,
            (-100_000.0..=100_000.0).contains(&scorecard.base_score),
            "from -100,000 to 100,000",
        ),
        number(
            "scorecard.base_odds",
            scorecard.base_odds,
            (1e-6..=1e6).contains(&scorecard.base_odds),
            "from 0.000001 to 1,000,000",
        ),
        number(
            "scorecard.points_to_double_odds",
            scorecard.points_to_double_odds,
            (1.0..=10_000.0).contains(&scorecard.points_to_double_odds),
            "from 1 to 10,000",
        ),
        number(
            "scorecard.min_information_value",
            scorecard.min_information_value,
            (0.0..=10.0).contains(&scorecard.min_information_value),
            "from 0 to 10",
        ),
        within(
            "scorecard.max_features",
            scorecard.max_features,
            1..=50,
            "from 1 to 50",
        ),
        text(
            "output.dir",
            &config.output.dir,
            |dir| !dir.trim().is_empty(),
            "the name of a folder",
        ),
    ];
    checks.push(within(
        "registry.keep",
        config.registry.keep,
        3..=100_000,
        "from 3 to 100,000",
    ));
    checks.extend(super::clusters::checks(clusters));
    checks.extend(super::acceptance::checks(acceptance));
    checks.extend(super::worklist::checks(worklist));
    checks.push(within(
        "report.customer_pages",
        config.report.customer_pages,
        0..=2_000,
        "from 0 to 2,000",
    ));
    checks.extend(super::retrain::checks(&config.retrain));
    checks.extend(super::monitor::checks(&config.monitor));
    checks.extend(super::notify::checks(&config.notify));
    checks
}

pub(super) fn within<T: PartialOrd + ToString>(
    key: &'static str,
    value: T,
    range: std::ops::RangeInclusive<T>,
    accepted: &'static str,
) -> Check {
    Check {
        key,
        good: range.contains(&value),
        accepted,
        received: value.to_string(),
    }
}

/// NaN lies in no range, so a range test is a finiteness test too.
pub(super) fn number(key: &'static str, value: f64, good: bool, accepted: &'static str) -> Check {
    Check {
        key,
        good,
        accepted,
        received: value.to_string(),
    }
}

fn text(
    key: &'static str,
    value: &str,
    good: impl Fn(&str) -> bool,
    accepted: &'static str,
) -> Check {
    Check {
        key,
        good: good(value),
        accepted,
        received: format!("\"{value}\""),
    }
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_string()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_defaults_are_good() {
        let bad: Vec<&str> = checks(&Config::default())
            .iter()
            .filter(|check| !check.good)
            .map(|check| check.key)
            .collect();
        assert!(bad.is_empty(), "{bad:?}");
    }

    #[test]
    fn a_message_gives_line_range_and_value() {
        assert_eq!(
            message("\n[definitions]\ngrace_days = 366\n"),
            "`arrears.toml`, line 3: `definitions.grace_days` must be from 0 to 365 days, found 366"
        );
    }

    /// A value just inside and just outside of every bound, and the values no comparison catches.
    #[test]
    fn every_bound_holds() {
        let cases = [
            (
                "definitions",
                "grace_days",
                vec!["0", "365"],
                vec!["-1", "366"],
            ),
            (
                "definitions",
                "settle_tolerance",
                vec!["0", "1000000.0"],
                vec!["-0.01", "1000000.1", "nan", "inf"],
            ),
            (
                "checks",
                "max_rejected_share",
                vec!["0", "1"],
                vec!["-0.1", "1.1", "nan", "inf"],
            ),
            (
                "ledger",
                "currency",
                vec!["\"USD\""],
                vec!["\"eur\"", "\"EURO\"", "\"\""],
            ),
            (
                "model",
                "penalties",
                vec!["[0]", "[1, 2.5]"],
                vec!["[]", "[-1]", "[nan]", "[inf]"],
            ),
            ("model", "n_folds", vec!["2", "20"], vec!["1", "21"]),
            (
                "model",
                "fold_rows",
                vec!["1000", "100000000"],
                vec!["999", "100000001"],
            ),
            ("model", "hazard_rows", vec!["1000"], vec!["0", "999"]),
            (
                "model",
                "min_invoices",
                vec!["1", "1000000"],
                vec!["0", "1000001"],
            ),
            (
                "model",
                "challenger",
                if TREES_BUILT {
                    vec!["\"none\"", "\"trees\""]
                } else {
                    vec!["\"none\""]
                },
                if TREES_BUILT {
                    vec!["\"forest\""]
                } else {
                    vec!["\"trees\"", "\"forest\""]
                },
            ),
            (
                "model",
                "challenger_margin",
                vec!["0", "1"],
                vec!["-0.001", "1.1", "nan"],
            ),
            (
                "report",
                "customer_pages",
                vec!["0", "2000"],
                vec!["-1", "2001"],
            ),
            ("clusters", "k_min", vec!["2", "10"], vec!["1", "51"]),
            ("clusters", "k_max", vec!["3", "50"], vec!["2", "51"]),
            ("clusters", "n_starts", vec!["1", "1000"], vec!["0", "1001"]),
            (
                "clusters",
                "silhouette_rows",
                vec!["100", "100000"],
                vec!["99", "100001"],
            ),
            ("clusters", "n_resamples", vec!["0", "1000"], vec!["1001"]),
            (
                "clusters",
                "min_customers",
                vec!["0", "1000000"],
                vec!["1000001"],
            ),
            (
                "clusters",
                "min_jaccard",
                vec!["0", "1"],
                vec!["-0.1", "1.1", "nan"],
            ),
            (
                "clusters",
                "max_outlier_share",
                vec!["0", "0.1"],
                vec!["-0.1", "0.2", "nan"],
            ),
            (
                "clusters",
                "min_invoices",
                vec!["1", "1000000"],
                vec!["0", "1000001"],
            ),
            (
                "clusters",
                "min_share",
                vec!["0", "0.5"],
                vec!["-0.1", "0.51", "nan", "inf"],
            ),
            (
                "scorecard",
                "base_score",
                vec!["-100000.0", "0", "100000"],
                vec!["-100000.1", "100000.1", "nan", "inf"],
            ),
            (
                "scorecard",
                "base_odds",
                vec!["0.000001", "1000000"],
                vec!["0", "-1", "1000000.1", "nan", "inf"],
            ),
            (
                "scorecard",
                "points_to_double_odds",
                vec!["1", "10000"],
                vec!["0.99", "10000.1", "nan"],
            ),
            (
                "scorecard",
                "min_information_value",
                vec!["0", "10"],
                vec!["-0.1", "10.1", "nan"],
            ),
            (
                "scorecard",
                "max_features",
                vec!["1", "50"],
                vec!["0", "51"],
            ),
            ("output", "dir", vec!["\"out\""], vec!["\" \""]),
        ];
        for (section, key, good, bad) in cases {
            for value in good {
                assert_eq!(
                    message(&format!("[{section}]\n{key} = {value}\n")),
                    "sound",
                    "{section}.{key} = {value}"
                );
            }
            for value in bad {
                let message = message(&format!("[{section}]\n{key} = {value}\n"));
                assert!(
                    message.contains(&format!("line 2: `{section}.{key}` must be ")),
                    "{key} = {value}: {message}"
                );
            }
        }
    }
}
