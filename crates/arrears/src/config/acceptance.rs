//! `[acceptance]`: what its settings mean, and their ranges.

use super::AcceptanceConfig;
use super::meanings::{Section, Shown};
use super::validate::{Check, number, within};

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

/// Every setting against its range.
pub(super) fn checks(set: &AcceptanceConfig) -> Vec<Check> {
    let most = 1e12;
    let terms = |key, days| within(key, days, 0..=3_650, "from 0 to 3,650 days");
    let share = |key, share: f64| number(key, share, (0.0..=1.0).contains(&share), "from 0 to 1");
    let from = |key, value: f64, least: f64, accepted| {
        number(key, value, (least..=most).contains(&value), accepted)
    };
    vec![
        number(
            "acceptance.max_expected_loss",
            set.max_expected_loss,
            set.max_expected_loss > 0.0 && set.max_expected_loss <= most,
            "above 0",
        ),
        number(
            "acceptance.loss_share",
            set.loss_share,
            set.loss_share > 0.0 && set.loss_share <= 1.0,
            "above 0, to 1",
        ),
        from("acceptance.min_limit", set.min_limit, 0.0, "0 or more"),
        from(
            "acceptance.max_limit",
            set.max_limit,
            set.min_limit,
            "`acceptance.min_limit` or more",
        ),
        from("acceptance.round_to", set.round_to, 0.01, "at least 0.01"),
        from("acceptance.medium_from", set.medium_from, 0.0, "0 or more"),
        from(
            "acceptance.high_from",
            set.high_from,
            set.medium_from,
            "`acceptance.medium_from` or more",
        ),
        terms("acceptance.low_terms_days", set.low_terms_days),
        terms("acceptance.medium_terms_days", set.medium_terms_days),
        terms("acceptance.high_terms_days", set.high_terms_days),
        share("acceptance.high_part_in_advance", set.high_part_in_advance),
        share("acceptance.max_part_in_advance", set.max_part_in_advance),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::ConfigFile;

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
