//! Which features the regression may use: a few named sets, of which the folds choose one.
//!
//! Some sixteen core features are always in. The further windows of behaviour and the calendar are many columns, each of
//! little weight: on a small or drifting ledger they fit what does not come back, so they must earn their place out of
//! time. The customer's attributes take part through the late rates of the sector and the country.

use serde::{Deserialize, Serialize};

/// A set of features, each holding the ones before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// The core of payment behaviour, and the invoice's terms and amount.
    Core,
    /// Payment behaviour in all its windows, follow-up, exposure, signals and the sector's late rate.
    Behaviour,
    /// Every feature of the model: with the calendar and what moves with it.
    #[default]
    All,
}

const CORE: [&str; 16] = [
    "late_ratio_smoothed",
    "late_ratio_recent_smoothed",
    "late_ratio_recent_smoothed_30d",
    "late_ratio_recent_smoothed_365d",
    "mean_days_late_all",
    "last_days_late_all",
    "spread_days_late_12m",
    "n_mature_all",
    "open_count",
    "overdue_count",
    "oldest_days_past_due",
    "terms_days",
    "log_amount",
    "amount_vs_usual",
    "sector_late_rate",
    "mean_depth_12m",
];
const CALENDAR: [&str; 4] = [
    "due_weekday",
    "due_day_of_month",
    "days_since_first_invoice",
    "overall_late_rate_90d",
];

impl Terms {
    /// Every set, the smallest first: of equals, the first is taken.
    pub const CANDIDATES: [Terms; 3] = [Terms::Core, Terms::Behaviour, Terms::All];

    /// Whether the set has this feature.
    pub fn has(self, feature: &str) -> bool {
        self >= Self::first_with(feature)
    }

    fn first_with(feature: &str) -> Terms {
        if CORE.contains(&feature) {
            Terms::Core
        } else if CALENDAR.contains(&feature) {
            Terms::All
        } else {
            Terms::Behaviour
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrears_features::catalogue;

    #[test]
    fn each_set_holds_the_smaller_ones() {
        for feature in ["late_ratio_smoothed", "late_ratio_90d", "due_weekday"] {
            let within: Vec<bool> = Terms::CANDIDATES
                .iter()
                .map(|terms| terms.has(feature))
                .collect();
            assert!(
                within.windows(2).all(|pair| pair[0] <= pair[1]),
                "{feature}: {within:?}"
            );
        }
        assert!(Terms::Core.has("sector_late_rate") && !Terms::Behaviour.has("due_weekday"));
    }

    #[test]
    fn every_named_feature_is_in_the_catalogue() {
        for name in CORE.iter().chain(&CALENDAR) {
            let known = catalogue::feature(name);
            assert!(known.is_some_and(|feature| feature.in_model), "{name}");
        }
    }
}
