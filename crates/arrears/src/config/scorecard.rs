//! `[scorecard]`: what its settings mean, and the proof of the bins that a user gives.
//!
//! The keys of `[scorecard.bins]` are features, so the catalogue says which there are.

use arrears_features::Moment;
use arrears_features::catalogue::{CATALOGUE, FeatureDef, FeatureKind, feature};
use arrears_models::ScorecardConfig;

use super::error::ConfigError;
use super::file::{ConfigFile, nearest};
use super::meanings::{Section, Shown};

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "scorecard",
    about: "The late-payment estimate as points; see [the scorecard](scorecard.md)",
    keys: &[
        (
            "base_score",
            "The score at which the odds are `base_odds` (-100,000 to 100,000)",
        ),
        (
            "base_odds",
            "Odds of payment in time there, to one (above 0, to 1,000,000)",
        ),
        (
            "points_to_double_odds",
            "Points that double the odds (1 to 10,000)",
        ),
        (
            "min_information_value",
            "A feature that tells less than this is left out (0 to 10)",
        ),
        ("max_features", "Features on the card at most (1 to 50)"),
        (
            "bins",
            "Feature = edges of its bins, rising, as a section `[scorecard.bins]`: `overdue_count = [1, 3]` makes below \
             1, 1 to below 3, and 3 or more. Other features get bins of their own",
        ),
    ],
    shown: Shown::Reference,
};

/// Edges that a feature may have, at most.
const MOST_EDGES: usize = 50;

/// Proves the bins of the user: known features of numbers, with rising edges.
pub(super) fn check_bins(file: &ConfigFile) -> Result<(), ConfigError> {
    let ScorecardConfig { bins, .. } = &file.config.scorecard;
    for (name, edges) in bins {
        match feature(name).filter(|found| of_the_card(found)) {
            None => return Err(unknown(file, name)),
            Some(found) if found.kind == FeatureKind::Category => {
                let received = "edges for a category".into();
                return Err(refused(file, name, "left out", received));
            }
            Some(_) => {}
        }
        let rising = edges.windows(2).all(|pair| pair[0] < pair[1]);
        let finite = edges.iter().all(|edge| edge.is_finite());
        if !rising || !finite || !(1..=MOST_EDGES).contains(&edges.len()) {
            let accepted = "a list of 1 to 50 numbers, each above the one before";
            return Err(refused(file, name, accepted, format!("{edges:?}")));
        }
    }
    Ok(())
}

/// Whether a card may have the feature: the model reads it of an invoice at its issue.
fn of_the_card(feature: &FeatureDef) -> bool {
    feature.in_model && feature.moments.contains(&Moment::Issue)
}

fn unknown(file: &ConfigFile, name: &str) -> ConfigError {
    let known: Vec<String> = CATALOGUE
        .iter()
        .filter(|feature| of_the_card(feature) && feature.kind != FeatureKind::Category)
        .map(|feature| feature.id.to_owned())
        .collect();
    ConfigError::UnknownKey {
        path: file.path.clone(),
        line: file.line_of(&key(name)),
        nearest: nearest(name, &known).map(String::into_boxed_str),
        key: name.to_owned(),
        section: "scorecard.bins".into(),
        known: known.into_boxed_slice(),
    }
}

fn refused(file: &ConfigFile, name: &str, accepted: &str, received: String) -> ConfigError {
    ConfigError::OutOfRange {
        path: file.path.clone(),
        line: file.line_of(&key(name)),
        key: key(name),
        accepted: accepted.into(),
        received,
    }
}

fn key(name: &str) -> String {
    format!("scorecard.bins.{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn message(bins: &str) -> String {
        let text = format!("[scorecard.bins]\n{bins}\n");
        match ConfigFile::parse(Path::new("arrears.toml"), text) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn bins_of_known_features_with_rising_edges_are_sound() {
        assert_eq!(
            message("overdue_count = [1, 3]\nterms_days = [14.5]"),
            "sound"
        );
    }

    #[test]
    fn an_unknown_feature_names_the_nearest() {
        assert_eq!(
            message("overdue_count = [1]\noverdue_cuont = [1]"),
            "`arrears.toml`, line 3: unknown key `overdue_cuont` in `[scorecard.bins]`; the nearest known key is \
             `overdue_count`"
        );
    }

    #[test]
    fn edges_that_do_not_rise_are_named() {
        for edges in ["[3, 1]", "[1, 1]", "[]", "[nan]", "[inf]"] {
            let message = message(&format!("overdue_count = {edges}"));
            let start = "`arrears.toml`, line 2: `scorecard.bins.overdue_count` must be a list of 1 to 50 numbers, \
                         each above the one before, found [";
            assert!(message.starts_with(start), "{message}");
        }
        assert_eq!(
            message("overdue_count = [\"one\"]"),
            "`arrears.toml`, line 2: `scorecard.bins.overdue_count` must be a number, found the text \"one\""
        );
    }

    #[test]
    fn edges_of_a_category_are_refused() {
        assert_eq!(
            message("due_weekday = [1, 3]"),
            "`arrears.toml`, line 2: `scorecard.bins.due_weekday` must be left out, found edges for a category"
        );
    }
}
