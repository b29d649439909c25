//! `[retrain]` and the features of `[model]`: what the settings mean, and their ranges.

use arrears_features::Moment;
use arrears_features::catalogue::{CATALOGUE, feature};
use arrears_models::retrain::RetrainConfig;

use super::error::ConfigError;
use super::file::{ConfigFile, nearest};
use super::meanings::{Section, Shown};
use super::validate::{Check, number, within};

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "retrain",
    about: "When a new model may take the place of the one in use; see [retraining](retraining.md)",
    keys: &[
        (
            "months",
            "Mature invoice months that both recipes are judged on (1 to 24)",
        ),
        (
            "mature_share",
            "A month is mature when it is over and this share of its invoices have a known outcome (0.5 to 1)",
        ),
        (
            "min_labels",
            "Fewest invoices with a known outcome, in those months, that a comparison rests on",
        ),
        (
            "n_resamples",
            "Resamples of the customers for the interval of the difference (100 to 100,000)",
        ),
        (
            "refresh_limit",
            "The same recipe on newer data is refused where the upper limit of the log-loss difference lies above this (0 to 1)",
        ),
        (
            "replace_gain",
            "Another recipe needs a log loss that is lower by at least this, and an upper limit below 0 (0 to 1)",
        ),
        (
            "group_labels",
            "A sector, size class, country, quartile of amounts, or the new customers count from this many labels ...",
        ),
        ("group_events", "... and this many late ones"),
        (
            "group_alpha",
            "Probability at most of refusing for a group where none does worse (0 to 0.5)",
        ),
        (
            "max_psi",
            "Population stability index at most between the tested model's scores on those months and the final one's (0 to 10)",
        ),
        (
            "max_level",
            "Log-odds at most by which the final model may lie off what those months turned out to be, either way; the default \
             doubles or halves the odds (0.05 to 10)",
        ),
        (
            "recalibrate_after_months",
            "Months after which a champion that stays is recalibrated where its level is off (0 to 120)",
        ),
        (
            "refuse_on_data_alerts",
            "Whether to refuse where [monitoring](monitoring.md) takes the ledger for a corrupted import (months half empty, \
             attributes or tables gone missing, history lost or rewritten, rows rejected), or finds that the scores have moved by far",
        ),
    ],
    shown: Shown::Reference,
};

/// Every setting against its range.
pub(super) fn checks(retrain: &RetrainConfig) -> Vec<Check> {
    let share = |value: f64, most: f64| (0.0..=most).contains(&value);
    vec![
        within("retrain.months", retrain.months, 1..=24, "from 1 to 24"),
        number(
            "retrain.mature_share",
            retrain.mature_share,
            (0.5..=1.0).contains(&retrain.mature_share),
            "from 0.5 to 1",
        ),
        within(
            "retrain.min_labels",
            retrain.min_labels,
            1..=1_000_000,
            "from 1 to 1,000,000",
        ),
        within(
            "retrain.n_resamples",
            retrain.n_resamples,
            100..=100_000,
            "from 100 to 100,000",
        ),
        number(
            "retrain.refresh_limit",
            retrain.refresh_limit,
            share(retrain.refresh_limit, 1.0),
            "from 0 to 1",
        ),
        number(
            "retrain.replace_gain",
            retrain.replace_gain,
            share(retrain.replace_gain, 1.0),
            "from 0 to 1",
        ),
        within(
            "retrain.group_labels",
            retrain.group_labels,
            1..=100_000_000,
            "at least 1",
        ),
        within(
            "retrain.group_events",
            retrain.group_events,
            1..=100_000_000,
            "at least 1",
        ),
        number(
            "retrain.group_alpha",
            retrain.group_alpha,
            share(retrain.group_alpha, 0.5),
            "from 0 to 0.5",
        ),
        number(
            "retrain.max_psi",
            retrain.max_psi,
            share(retrain.max_psi, 10.0),
            "from 0 to 10",
        ),
        number(
            "retrain.max_level",
            retrain.max_level,
            (0.05..=10.0).contains(&retrain.max_level),
            "from 0.05 to 10",
        ),
        within(
            "retrain.recalibrate_after_months",
            retrain.recalibrate_after_months,
            0..=120,
            "from 0 to 120",
        ),
    ]
}

/// Refuses features of the model that the catalogue does not have of an invoice at its issue.
pub(super) fn check_features(file: &ConfigFile) -> Result<(), ConfigError> {
    const KEY: &str = "model.features";
    let at_issue =
        |name: &str| feature(name).is_some_and(|feature| feature.moments.contains(&Moment::Issue));
    let asked = &file.config.model.features;
    let Some(unknown) = asked.iter().find(|name| !at_issue(name)) else {
        return Ok(());
    };
    let known: Vec<String> = CATALOGUE
        .iter()
        .filter(|feature| feature.moments.contains(&Moment::Issue))
        .map(|feature| feature.id.to_owned())
        .collect();
    let near = nearest(unknown, &known)
        .map_or_else(String::new, |name| format!(" (did you mean `{name}`?)"));
    Err(ConfigError::OutOfRange {
        path: file.path.clone(),
        line: file.line_of(KEY),
        key: KEY.into(),
        accepted: "features of an invoice at its issue, as docs/data-dictionary.md lists them"
            .into(),
        received: format!("\"{unknown}\"{near}"),
    })
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
    fn features_are_those_of_the_catalogue() {
        assert_eq!(message("[model]\nfeatures = [\"late_ratio_all\"]"), "sound");
        assert_eq!(
            message("[model]\nfeatures = [\"late_ratio_al\"]"),
            "`arrears.toml`, line 2: `model.features` must be features of an invoice at its issue, as \
             docs/data-dictionary.md lists them, found \"late_ratio_al\" (did you mean `late_ratio_all`?)"
        );
        // Days past due are known of an open invoice, not of one that is being issued.
        assert!(message("[model]\nfeatures = [\"days_past_due\"]").contains("must be features"));
    }

    #[test]
    fn limits_have_their_ranges() {
        assert_eq!(message("[retrain]\nmonths = 6\nmax_psi = 0.2"), "sound");
        assert_eq!(
            message("[retrain]\nmature_share = 0.2"),
            "`arrears.toml`, line 2: `retrain.mature_share` must be from 0.5 to 1, found 0.2"
        );
        assert!(message("[retrain]\nrefresh_limit = nan").contains("must be from 0 to 1"));
    }
}
