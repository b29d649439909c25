//! Which features the regression may use: a few named sets, of which the folds choose one.
//!
//! Behaviour is always in. The calendar and the customer's attributes are many columns, each of little weight: on a
//! small or drifting ledger they fit what does not come back, so they must earn their place out of time.

use serde::{Deserialize, Serialize};

/// A set of features.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// Every feature of the model.
    #[default]
    All,
    /// Without the due date's calendar.
    NoCalendar,
    /// Without the calendar and without the customer's attributes; the sector's late rate stays.
    Behaviour,
}

const CALENDAR: [&str; 3] = ["due_weekday", "due_month", "due_day_of_month"];
const ATTRIBUTES: [&str; 4] = ["sector", "size_class", "country", "legal_form"];

impl Terms {
    /// Every set, the smallest first: of equals, the first is taken.
    pub const CANDIDATES: [Terms; 3] = [Terms::Behaviour, Terms::NoCalendar, Terms::All];

    /// Whether the set has this feature.
    pub fn has(self, feature: &str) -> bool {
        match self {
            Self::All => true,
            Self::NoCalendar => !CALENDAR.contains(&feature),
            Self::Behaviour => !CALENDAR.contains(&feature) && !ATTRIBUTES.contains(&feature),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behaviour_is_in_every_set_and_each_set_holds_the_smaller_one() {
        for feature in ["late_ratio_all", "sector_late_rate", "terms_days", "due_weekday", "country"] {
            let within: Vec<bool> = Terms::CANDIDATES.iter().map(|terms| terms.has(feature)).collect();
            assert!(within.windows(2).all(|pair| pair[0] <= pair[1]), "{feature}: {within:?}");
        }
        assert!(Terms::Behaviour.has("sector_late_rate") && !Terms::Behaviour.has("sector"));
    }
}
