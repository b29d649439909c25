//! `[worklist]`: what its settings mean, and their ranges.

use super::WorklistConfig;
use super::meanings::{Section, Shown};
use super::validate::{Check, within};

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "worklist",
    about: "Who to call; see [the worklist](worklist.md)",
    keys: &[
        ("per_parent", "Whether customers of one parent share a line"),
        (
            "direct_debit_days",
            "Days past due for which an invoice collected by direct debit is taken to be on its way (0 to 365)",
        ),
        (
            "workbook_lines",
            "Lines of the workbook at most, the first of the list; the CSV has all (1 to 1,000,000)",
        ),
    ],
    shown: Shown::Reference,
};

/// Every setting against its range.
pub(super) fn checks(set: &WorklistConfig) -> Vec<Check> {
    vec![
        within(
            "worklist.direct_debit_days",
            set.direct_debit_days,
            0..=365,
            "from 0 to 365 days",
        ),
        within(
            "worklist.workbook_lines",
            set.workbook_lines,
            1..=1_000_000,
            "from 1 to 1,000,000",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::file::ConfigFile;

    #[test]
    fn every_bound_is_kept() {
        let message = |text: &str| match ConfigFile::parse(
            Path::new("arrears.toml"),
            format!("[worklist]\n{text}\n"),
        ) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        };
        assert_eq!(message("per_parent = true\ndirect_debit_days = 0"), "sound");
        assert_eq!(
            message("direct_debit_days = 366"),
            "`arrears.toml`, line 2: `worklist.direct_debit_days` must be from 0 to 365 days, found 366"
        );
        assert_eq!(
            message("workbook_lines = 0"),
            "`arrears.toml`, line 2: `worklist.workbook_lines` must be from 1 to 1,000,000, found 0"
        );
    }
}
