//! What a score means: which odds stand at which number of points.

use serde::{Deserialize, Serialize};

use crate::late::sigmoid;

/// The scale of a card's points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// The score at which the odds are `base_odds`.
    pub base_score: f64,
    /// Odds of payment in time there, to one.
    pub base_odds: f64,
    /// Points that double the odds.
    pub points_to_double_odds: f64,
}

impl Scale {
    /// Points per unit of log-odds of payment in time.
    pub fn factor(&self) -> f64 {
        self.points_to_double_odds / std::f64::consts::LN_2
    }

    /// The score at even odds.
    pub fn offset(&self) -> f64 {
        self.base_score - self.factor() * self.base_odds.ln()
    }

    /// Probability of being late that belongs to a score.
    pub fn p_late(&self, score: i64) -> f64 {
        sigmoid((self.offset() - score as f64) / self.factor())
    }

    /// Points of an invoice whose log-odds of lateness are these, before those of its features.
    pub(super) fn base_points(&self, log_odds: f64) -> i64 {
        (self.offset() - self.factor() * log_odds).round() as i64
    }

    /// Points of a difference in the log-odds of lateness.
    pub(super) fn points(&self, log_odds: f64) -> i64 {
        (-self.factor() * log_odds).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale {
        base_score: 600.0,
        base_odds: 50.0,
        points_to_double_odds: 20.0,
    };

    #[test]
    fn odds_double_by_hand() {
        for (score, odds) in [(600, 50.0), (620, 100.0), (580, 25.0)] {
            let p: f64 = SCALE.p_late(score);
            assert!(((1.0 - p) / p - odds).abs() < 1e-9, "{score}");
        }
        // 20 / ln 2 = 28.853901, and 600 - 28.853901 * ln 50 = 487.122876.
        assert!((SCALE.factor() - 28.853_901).abs() < 1e-6);
        assert!((SCALE.offset() - 487.122_876).abs() < 1e-6);
    }

    #[test]
    fn points_are_whole_and_back_again() {
        // Odds of four to one in time: 487.12 + 28.85 * ln 4 = 527.12.
        assert_eq!(SCALE.base_points(-(4f64.ln())), 527);
        assert_eq!((SCALE.points(2f64.ln()), SCALE.points(0.0)), (-20, 0));
        assert!((SCALE.p_late(527) - 0.2).abs() < 0.001);
    }

    #[test]
    fn far_scores_are_still_probabilities() {
        assert_eq!(SCALE.p_late(i64::MIN / 2), 1.0);
        assert_eq!(SCALE.p_late(i64::MAX / 2), 0.0);
    }
}
