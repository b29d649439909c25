//! `[acceptance]`: what its settings mean, and their ranges.

use super::error::ConfigError;
use super::file::ConfigFile;
use super::meanings::{Section, Shown};

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "acceptance",
    about: "What is suggested for customers without a history; see [acceptance](acceptance.md). Amounts are in the ledger's \
            currency",
    keys: &[
        (
            "max_expected_loss",
            "Expected loss on one new customer that is tolerated: the limit follows from it (above 0)",
        ),
        (
            "loss_share",
            "Share that is lost of what is not paid within a year (above 0, to 1)",
        ),
        ("min_limit", "Lowest limit that is suggested (0 or more)"),
        (
            "max_limit",
            "Highest limit that is suggested (`min_limit` or more)",
        ),
        (
            "round_to",
            "Limits are rounded down to a multiple of this (at least 0.01)",
        ),
        (
            "medium_from",
            "Class `medium` begins at this many times the share of all new customers that is more than 30 days late (0 or more)",
        ),
        (
            "high_from",
            "Class `high` begins at this many times it (`medium_from` or more)",
        ),
        (
            "low_terms_days",
            "Longest terms suggested in class `low`, in days (0 to 3,650)",
        ),
        ("medium_terms_days", "The same in class `medium`"),
        ("high_terms_days", "The same in class `high`"),
        (
            "high_part_in_advance",
            "Part in advance in class `high`, as a share (0 to 1)",
        ),
        (
            "max_part_in_advance",
            "Largest part in advance that is suggested, also for what is asked above the limit (0 to 1)",
        ),
        (
            "columns",
            "Canonical name = column in the file of applicants, as a section `[acceptance.columns]`; the names under \
             `[ledger.customers.columns]` are known too",
        ),
    ],
    shown: Shown::Reference,
};

/// Proves every value to lie in its range.
pub(super) fn check(file: &ConfigFile) -> Result<(), ConfigError> {
    let set = &file.config.acceptance;
    let most = 1e12;
    let days = |days: i32| (0..=3_650).contains(&days);
    let ranges: [(&str, f64, bool, &str); 12] = [
        (
            "max_expected_loss",
            set.max_expected_loss,
            set.max_expected_loss > 0.0 && set.max_expected_loss <= most,
            "above 0",
        ),
        (
            "loss_share",
            set.loss_share,
            set.loss_share > 0.0 && set.loss_share <= 1.0,
            "above 0, to 1",
        ),
        (
            "min_limit",
            set.min_limit,
            (0.0..=most).contains(&set.min_limit),
            "0 or more",
        ),
        (
            "max_limit",
            set.max_limit,
            (set.min_limit..=most).contains(&set.max_limit),
            "`acceptance.min_limit` or more",
        ),
        (
            "round_to",
            set.round_to,
            (0.01..=most).contains(&set.round_to),
            "at least 0.01",
        ),
        (
            "medium_from",
            set.medium_from,
            (0.0..=most).contains(&set.medium_from),
            "0 or more",
        ),
        (
            "high_from",
            set.high_from,
            (set.medium_from..=most).contains(&set.high_from),
            "`acceptance.medium_from` or more",
        ),
        (
            "low_terms_days",
            f64::from(set.low_terms_days),
            days(set.low_terms_days),
            "from 0 to 3,650 days",
        ),
        (
            "medium_terms_days",
            f64::from(set.medium_terms_days),
            days(set.medium_terms_days),
            "from 0 to 3,650 days",
        ),
        (
            "high_terms_days",
            f64::from(set.high_terms_days),
            days(set.high_terms_days),
            "from 0 to 3,650 days",
        ),
        (
            "high_part_in_advance",
            set.high_part_in_advance,
            (0.0..=1.0).contains(&set.high_part_in_advance),
            "from 0 to 1",
        ),
        (
            "max_part_in_advance",
            set.max_part_in_advance,
            (0.0..=1.0).contains(&set.max_part_in_advance),
            "from 0 to 1",
        ),
    ];
    match ranges.into_iter().find(|(_, _, good, _)| !good) {
        None => Ok(()),
        Some((name, received, _, accepted)) => {
            let key = format!("acceptance.{name}");
            Err(ConfigError::OutOfRange {
                path: file.path.clone(),
                line: file.line_of(&key),
                key,
                accepted: accepted.into(),
                received: received.to_string(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), format!("[acceptance]\n{text}\n")) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn every_bound_is_kept() {
        assert_eq!(message("max_expected_loss = 1000"), "sound");
        assert_eq!(
            message("[acceptance.columns]\namount = \"Bedrag\""),
            "sound"
        );
        for (text, told) in [
            (
                "max_expected_loss = 0",
                "`acceptance.max_expected_loss` must be above 0, found 0",
            ),
            (
                "loss_share = 1.1",
                "`acceptance.loss_share` must be above 0, to 1, found 1.1",
            ),
            (
                "max_limit = 100",
                "`acceptance.max_limit` must be `acceptance.min_limit` or more, found 100",
            ),
            (
                "high_from = 0.5",
                "`acceptance.high_from` must be `acceptance.medium_from` or more, found 0.5",
            ),
            (
                "round_to = nan",
                "`acceptance.round_to` must be at least 0.01, found NaN",
            ),
            (
                "high_terms_days = -1",
                "`acceptance.high_terms_days` must be from 0 to 3,650 days, found -1",
            ),
        ] {
            assert_eq!(message(text), format!("`arrears.toml`, line 2: {told}"));
        }
    }
}
