//! `[monitor]`: what the settings mean, and their ranges.

use arrears_models::monitor::MonitorConfig;

use super::meanings::{Section, Shown};
use super::validate::{Check, number, within};

/// The section in the reference of settings.
pub(super) const SECTION: Section = Section {
    name: "monitor",
    about: "When monitoring asks to look, and when to act; see [monitoring](monitoring.md)",
    keys: &[
        ("months", "Months of recent invoices at most (1 to 12)"),
        (
            "psi_look",
            "Stability index of the scores or of a feature, beyond what chance does, to look at (0 to 10)",
        ),
        ("psi_act", "The same, to act on (`psi_look` to 10)"),
        (
            "missing_look",
            "By how much the share of unknown values of a feature may rise before it is to be looked at (0 to 1)",
        ),
        ("missing_act", "The same, to act on (`missing_look` to 1)"),
        (
            "new_category_look",
            "Share of the invoices in categories that the model never saw, to look at (0 to 1)",
        ),
        (
            "new_category_act",
            "The same, to act on (`new_category_look` to 1)",
        ),
        (
            "volume_look",
            "A month's invoices, or payments, as a part of a usual month's, below which to look (0 to 1); so too where a usual \
             month's are such a part of it",
        ),
        (
            "volume_act",
            "The same, to act on where there are too few (0 to `volume_look`)",
        ),
        (
            "history_look",
            "By how much the invoices, or payments, of the months that the model learnt from may have changed in number \
             before it is to be looked at (0 to 1)",
        ),
        ("history_act", "The same, to act on (`history_look` to 1)"),
        (
            "rewritten_look",
            "Share of the invoices of the model's last year that are no longer in the ledger with the same customer, date and \
             amount, to look at (0 to 1)",
        ),
        (
            "rewritten_act",
            "The same, to act on (`rewritten_look` to 1)",
        ),
        (
            "rejected_look",
            "Share of the rows read that were rejected, to look at (0 to 1)",
        ),
        ("rejected_act", "The same, to act on (`rejected_look` to 1)"),
        (
            "realised_months",
            "Months of issue whose invoices, once they have an outcome, are held against what the model in use before their \
             issue said of them (1 to 36)",
        ),
        (
            "min_labels",
            "Fewest invoices with a known outcome that say anything of quality",
        ),
        (
            "loss_look",
            "The lower limit of the log loss less the expected one, above which to look (0 to 10)",
        ),
        (
            "group_labels",
            "Fewest of a sector, size class, country, quartile of amounts, or of new customers",
        ),
        (
            "group_look",
            "By how much such a group's share late may lie off what was promised, either way, before it is to be looked at \
             (0 to 1)",
        ),
        ("group_act", "The same, to act on (`group_look` to 1)"),
        (
            "group_alpha",
            "Probability at most of an alert about any group where none is off (0 to 0.5)",
        ),
    ],
    shown: Shown::Reference,
};

/// Every setting against its range.
pub(super) fn checks(monitor: &MonitorConfig) -> Vec<Check> {
    let from_to = |key, value: f64, (from, to): (f64, f64), accepted| {
        number(key, value, (from..=to).contains(&value), accepted)
    };
    let m = monitor;
    vec![
        within("monitor.months", m.months, 1..=12, "from 1 to 12"),
        from_to("monitor.psi_look", m.psi_look, (0.0, 10.0), "from 0 to 10"),
        from_to(
            "monitor.psi_act",
            m.psi_act,
            (m.psi_look, 10.0),
            "from `psi_look` to 10",
        ),
        from_to(
            "monitor.missing_look",
            m.missing_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.missing_act",
            m.missing_act,
            (m.missing_look, 1.0),
            "from `missing_look` to 1",
        ),
        from_to(
            "monitor.new_category_look",
            m.new_category_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.new_category_act",
            m.new_category_act,
            (m.new_category_look, 1.0),
            "from `new_category_look` to 1",
        ),
        from_to(
            "monitor.volume_look",
            m.volume_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.volume_act",
            m.volume_act,
            (0.0, m.volume_look),
            "from 0 to `volume_look`",
        ),
        from_to(
            "monitor.history_look",
            m.history_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.history_act",
            m.history_act,
            (m.history_look, 1.0),
            "from `history_look` to 1",
        ),
        from_to(
            "monitor.rewritten_look",
            m.rewritten_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.rewritten_act",
            m.rewritten_act,
            (m.rewritten_look, 1.0),
            "from `rewritten_look` to 1",
        ),
        from_to(
            "monitor.rejected_look",
            m.rejected_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.rejected_act",
            m.rejected_act,
            (m.rejected_look, 1.0),
            "from `rejected_look` to 1",
        ),
        within(
            "monitor.realised_months",
            m.realised_months,
            1..=36,
            "from 1 to 36",
        ),
        within(
            "monitor.min_labels",
            m.min_labels,
            1..=1_000_000,
            "from 1 to 1,000,000",
        ),
        from_to(
            "monitor.loss_look",
            m.loss_look,
            (0.0, 10.0),
            "from 0 to 10",
        ),
        within(
            "monitor.group_labels",
            m.group_labels,
            1..=100_000_000,
            "at least 1",
        ),
        from_to(
            "monitor.group_look",
            m.group_look,
            (0.0, 1.0),
            "from 0 to 1",
        ),
        from_to(
            "monitor.group_act",
            m.group_act,
            (m.group_look, 1.0),
            "from `group_look` to 1",
        ),
        from_to(
            "monitor.group_alpha",
            m.group_alpha,
            (0.0, 0.5),
            "from 0 to 0.5",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use crate::config::ConfigFile;
    use std::path::Path;

    fn message(text: &str) -> String {
        match ConfigFile::parse(Path::new("arrears.toml"), text.to_string()) {
            Ok(_) => "sound".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn to_act_on_is_graver_than_to_look_at() {
        assert_eq!(
            message("[monitor]\npsi_look = 0.2\nvolume_act = 0.5"),
            "sound"
        );
        assert_eq!(
            message("[monitor]\npsi_act = 0.05"),
            "`arrears.toml`, line 2: `monitor.psi_act` must be from `psi_look` to 10, found 0.05"
        );
        assert_eq!(
            message("[monitor]\nvolume_act = 0.9"),
            "`arrears.toml`, line 2: `monitor.volume_act` must be from 0 to `volume_look`, found 0.9"
        );
        assert!(message("[monitor]\npsi_look = nan").contains("must be from 0 to 10"));
        assert!(message("[monitor]\nmonths = 0").contains("must be from 1 to 12"));
        assert!(message("[monitor]\nrealised_months = 37").contains("must be from 1 to 36"));
    }
}
