//! One amount added to all log-odds, so that predicted and realised totals agree.

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

use super::{CalibrationError, log_odds, sigmoid};
use crate::{parallel, validate};

/// A fitted shift of log-odds.
///
/// ```
/// use arrears_learn::calibration::InterceptShift;
/// // Predicted one half, happened three times in four.
/// let fitted = InterceptShift::fit(&[0.0; 4], &[true, true, true, false], None)?;
/// assert!((fitted.apply_probability(0.5) - 0.75).abs() < 1e-12);
/// # Ok::<(), arrears_learn::calibration::CalibrationError>(())
/// ```
///
/// ```text
/// find d with  sum_i w_i ( y_i - sigmoid(z_i + d) ) = 0
///
/// d  shift of the log-odds;  z_i log-odds predicted;  y_i outcome 0 or 1;  w_i weight (1)
/// ```
///
/// This is the maximum-likelihood intercept with `z` as offset (Steyerberg 2019, Clinical
/// Prediction Models, chapter 20, doi:10.1007/978-3-030-16399-0).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct InterceptShift {
    shift: f64,
    standard_error: f64,
}

impl InterceptShift {
    /// Fits on predicted log-odds and outcomes, with optional weights, all of length `n_rows`. The
    /// log-odds must be finite: clip probabilities of 0 and 1 first.
    pub fn fit(
        log_odds: &[f64],
        outcomes: &[bool],
        weights: Option<&[f64]>,
    ) -> Result<Self, CalibrationError> {
        check(log_odds, outcomes, weights)?;
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let realised = parallel::sum(outcomes.len(), |row| {
            if outcomes[row] { weight(row) } else { 0.0 }
        });
        // Excess of predicted over realised total, and its slope.
        let at = |shift: f64| {
            let predicted = parallel::sum(outcomes.len(), |row| {
                weight(row) * sigmoid(log_odds[row] + shift)
            });
            let slope = parallel::sum(outcomes.len(), |row| {
                let p = sigmoid(log_odds[row] + shift);
                weight(row) * p * (1.0 - p)
            });
            (predicted - realised, slope)
        };
        let shift = root(at);
        Ok(Self {
            shift,
            standard_error: at(shift).1.sqrt().recip(),
        })
    }

    /// What is added to the log-odds.
    pub fn shift(&self) -> f64 {
        self.shift
    }

    /// Standard error of the shift, from the information at the optimum.
    pub fn standard_error(&self) -> f64 {
        self.standard_error
    }

    /// Calibrated log-odds.
    pub fn apply(&self, log_odds: f64) -> f64 {
        log_odds + self.shift
    }

    /// Calibrated probability; 0 and 1 stay as they are.
    pub fn apply_probability(&self, probability: f64) -> f64 {
        sigmoid(self.apply(log_odds(probability)))
    }
}

/// The root of an increasing function, given with its slope: Newton's steps, replaced by halving
/// the bracket whenever one would leave it.
fn root(at: impl Fn(f64) -> (f64, f64)) -> f64 {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut x = 0.0;
    // 200 halvings exhaust f64 several times over; as a rule five Newton steps do.
    for _ in 0..200 {
        let (value, slope) = at(x);
        if value == 0.0 {
            break;
        }
        if value > 0.0 {
            high = x
        } else {
            low = x
        }
        let newton = x - value / slope;
        let next = if newton > low && newton < high {
            newton.clamp(x - 8.0, x + 8.0)
        } else if low.is_finite() && high.is_finite() {
            low + (high - low) / 2.0
        } else {
            x - 8.0 * value.signum()
        };
        let moved = (next - x).abs();
        x = next;
        if moved <= 1e-13 * (1.0 + x.abs()) {
            break;
        }
    }
    x
}

/// One length, finite log-odds, both outcomes present.
pub(super) fn check(
    log_odds: &[f64],
    outcomes: &[bool],
    weights: Option<&[f64]>,
) -> Result<(), CalibrationError> {
    let n_rows = outcomes.len();
    if n_rows == 0 {
        return Err(validate::DataError::Empty { name: "outcomes" }.into());
    }
    validate::vector("log_odds", ArrayView1::from(log_odds), n_rows)?;
    validate::weights(weights.map(ArrayView1::from), n_rows)?;
    let counts = |row: usize| weights.is_none_or(|weights| weights[row] > 0.0);
    let mut present = (0..n_rows)
        .filter(|&row| counts(row))
        .map(|row| outcomes[row]);
    let outcome = present.next().unwrap_or(false);
    if present.all(|other| other == outcome) {
        return Err(CalibrationError::OneOutcome { outcome, n_rows });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_agree_after_the_shift() {
        let z: Vec<f64> = (0..50).map(|i| f64::from(i % 13) - 9.0).collect();
        let y: Vec<bool> = (0..50).map(|i| i % 3 == 0).collect();
        let w: Vec<f64> = (0..50).map(|i| f64::from(1 + i % 4)).collect();
        let fitted = InterceptShift::fit(&z, &y, Some(&w)).unwrap();
        let gap: f64 = (0..50)
            .map(|i| w[i] * (sigmoid(fitted.apply(z[i])) - f64::from(u8::from(y[i]))))
            .sum();
        assert!(gap.abs() < 1e-9, "{gap}");
    }

    #[test]
    fn a_far_off_start_still_arrives() {
        let fitted = InterceptShift::fit(&[600.0, 600.0], &[true, false], None).unwrap();
        assert!((fitted.shift() + 600.0).abs() < 1e-9);
        // Information of two rows at one half: 2 * 1/4.
        assert!((fitted.standard_error() - 2f64.sqrt()).abs() < 1e-9);
    }

    #[test]
    fn one_outcome_is_refused_weights_considered() {
        assert!(InterceptShift::fit(&[0.0], &[true], None).is_err());
        let weights = Some(&[1.0, 0.0][..]);
        let error = InterceptShift::fit(&[0.0, 0.0], &[true, false], weights).unwrap_err();
        assert!(error.to_string().contains("outcomes are true"));
        assert!(InterceptShift::fit(&[f64::NAN, 0.0], &[true, false], None).is_err());
    }
}
