//! A straight line through log-odds.

use linfa::ParamGuard;
use ndarray::{Array1, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use super::{CalibrationError, intercept_shift, log_odds, sigmoid};
use crate::logistic::{LogisticError, LogisticParams};

/// A fitted stretch and shift of log-odds (Platt scaling).
///
/// Use it where predictions are too extreme (slope below 1) or too timid (above 1) as well as off
/// on average; some hundred rows of the rarer outcome are wanted. Rows that one threshold tells
/// apart without error have no finite slope and are an error.
///
/// ```
/// use arrears_learn::calibration::Platt;
/// // Odds of 9 and 1/9 promised, 3 and 1/3 realised.
/// let z = [9f64.ln(), -(9f64.ln())];
/// let (log_odds, outcomes) = ([z[0], z[0], z[0], z[0], z[1], z[1], z[1], z[1]],
///     [true, true, true, false, false, false, false, true]);
/// let fitted = Platt::fit(&log_odds, &outcomes, None)?;
/// assert!((fitted.slope() - 0.5).abs() < 1e-9);
/// assert!((fitted.apply_probability(0.9) - 0.75).abs() < 1e-9);
/// # Ok::<(), arrears_learn::calibration::CalibrationError>(())
/// ```
///
/// ```text
/// calibrated log-odds = a + b z       a intercept, b slope, by maximum likelihood
/// ```
///
/// Platt 1999, in Advances in Large Margin Classifiers; without its smoothed targets, which
/// matter only for a handful of rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    intercept: f64,
    slope: f64,
}

impl Platt {
    /// Fits on predicted log-odds and outcomes, with optional weights, all of length `n_rows`.
    ///
    /// Where all log-odds are equal the slope is 0.
    pub fn fit(
        log_odds: &[f64],
        outcomes: &[bool],
        weights: Option<&[f64]>,
    ) -> Result<Self, CalibrationError> {
        intercept_shift::check(log_odds, outcomes, weights)?;
        let x = ArrayView2::from_shape((log_odds.len(), 1), log_odds)
            .map_err(|error| LogisticError::from(linfa::Error::from(error)))?;
        let y: Array1<f64> = outcomes.iter().map(|&o| f64::from(u8::from(o))).collect();
        let params = LogisticParams::new().l2(0.0).tolerance(1e-10);
        let fitted = params.check().map_err(LogisticError::from)?.fit_weighted(
            x,
            y.view(),
            weights.map(ArrayView1::from),
            None,
            None,
        )?;
        Ok(Self {
            intercept: fitted.intercept(),
            slope: fitted.coefficients()[0],
        })
    }

    /// Calibrated log-odds where the predicted ones are 0.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Calibrated log-odds per unit of predicted ones.
    pub fn slope(&self) -> f64 {
        self.slope
    }

    /// Calibrated log-odds.
    pub fn apply(&self, log_odds: f64) -> f64 {
        // Without slope even infinite log-odds say nothing; 0 times infinity would be NaN.
        if self.slope == 0.0 {
            return self.intercept;
        }
        self.intercept + self.slope * log_odds
    }

    /// Calibrated probability.
    pub fn apply_probability(&self, probability: f64) -> f64 {
        sigmoid(self.apply(log_odds(probability)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_predictions_have_no_slope_and_give_the_rate() {
        let fitted = Platt::fit(&[2.0; 4], &[true, false, false, false], None).unwrap();
        assert_eq!(fitted.slope(), 0.0);
        for p in [0.0, 0.3, 1.0] {
            assert!((fitted.apply_probability(p) - 0.25).abs() < 1e-9);
        }
    }

    #[test]
    fn certainty_stays_certain() {
        let fitted = Platt {
            intercept: 1.0,
            slope: 0.5,
        };
        assert_eq!(fitted.apply_probability(0.0), 0.0);
        assert_eq!(fitted.apply_probability(1.0), 1.0);
    }

    #[test]
    fn what_a_threshold_tells_apart_has_no_slope() {
        let error = Platt::fit(&[1.0, 2.0, 3.0], &[false, true, true], None).unwrap_err();
        assert!(error.to_string().contains("separated"), "{error}");
    }
}
