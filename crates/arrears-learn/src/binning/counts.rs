//! Rows with and without the event, and what follows from them.

use serde::{Deserialize, Serialize};

/// Added to every count, so that no odds are 0 or infinite.
const HALF: f64 = 0.5;

/// Rows with and without the event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows with the event.
    pub events: u64,
    /// Rows without.
    pub others: u64,
}

impl Counts {
    /// One more row.
    pub fn add(&mut self, event: bool) {
        if event {
            self.events += 1;
        } else {
            self.others += 1;
        }
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Counts) -> Counts {
        Counts {
            events: self.events + other.events,
            others: self.others + other.others,
        }
    }

    /// All rows.
    pub fn rows(self) -> u64 {
        self.events + self.others
    }

    /// Odds of the event with a half added to both counts.
    pub(super) fn odds(self) -> f64 {
        (self.events as f64 + HALF) / (self.others as f64 + HALF)
    }

    /// Log odds ratio against all rows; 0 without rows.
    pub(super) fn woe(self, all: Counts) -> f64 {
        if self.rows() == 0 {
            return 0.0;
        }
        let (p, q) = self.shares(all);
        (p / q).ln()
    }

    /// This bin's part of the information value: never below 0, since both factors have one sign.
    pub(super) fn information(self, all: Counts) -> f64 {
        if self.rows() == 0 {
            return 0.0;
        }
        let (p, q) = self.shares(all);
        (p - q) * (p / q).ln()
    }

    fn shares(self, all: Counts) -> (f64, f64) {
        let share = |part: u64, whole: u64| (part as f64 + HALF) / (whole as f64 + HALF);
        (
            share(self.events, all.events),
            share(self.others, all.others),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_of_evidence_and_information_by_hand() {
        let all = Counts {
            events: 30,
            others: 70,
        };
        let bin = Counts {
            events: 10,
            others: 10,
        };
        // p = 10.5 / 30.5, q = 10.5 / 70.5; their quotient is 70.5 / 30.5.
        let woe = (70.5f64 / 30.5).ln();
        assert!((bin.woe(all) - woe).abs() < 1e-15);
        let information = (10.5 / 30.5 - 10.5 / 70.5) * woe;
        assert!((bin.information(all) - information).abs() < 1e-15);
        assert_eq!(Counts::default().woe(all), 0.0);
    }
}
