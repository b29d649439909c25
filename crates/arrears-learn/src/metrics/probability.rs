//! Proper scores of predicted probabilities: Brier score and log loss.
//!
//! Both are lowest in expectation for the true probability, so neither can be improved by
//! exaggeration (Gneiting and Raftery 2007, doi:10.1198/016214506000001437).

use ndarray::ArrayView1;

use super::error::MetricError;
use crate::{parallel, validate};

/// Probabilities nearer than this to 0 or 1 count as this near in [`log_loss`].
pub const LOG_LOSS_CLIP: f64 = 1e-15;

/// Mean squared difference between probability and outcome: 0 is perfect, 0.25 is what a constant
/// 0.5 earns.
///
/// ```
/// let score = arrears_learn::metrics::brier(&[0.2, 0.9], &[false, true])?;
/// assert!((score - (0.04 + 0.01) / 2.0).abs() < 1e-15);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// brier = 1/n * sum_i (p_i - y_i)^2      p_i probability in [0, 1], y_i outcome 0 or 1
/// ```
///
/// Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.
pub fn brier(probabilities: &[f64], outcomes: &[bool]) -> Result<f64, MetricError> {
    check(probabilities, outcomes)?;
    let term = |row: usize| (probabilities[row] - f64::from(u8::from(outcomes[row]))).powi(2);
    Ok(parallel::sum(outcomes.len(), term) / outcomes.len() as f64)
}

/// Mean negative log-likelihood in nats; 0 is perfect, ln 2 is what a constant 0.5 earns.
///
/// One confident miss can outweigh everything else: a probability of exactly 0 for what then
/// happens would cost infinity, so probabilities are first brought into
/// `[LOG_LOSS_CLIP, 1 - LOG_LOSS_CLIP]`, and such a miss costs 34.5.
///
/// ```
/// let loss = arrears_learn::metrics::log_loss(&[0.5, 0.5], &[false, true])?;
/// assert!((loss - 2f64.ln()).abs() < 1e-15);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// log_loss = -1/n * sum_i ( y_i ln p_i + (1 - y_i) ln(1 - p_i) )
/// ```
pub fn log_loss(probabilities: &[f64], outcomes: &[bool]) -> Result<f64, MetricError> {
    check(probabilities, outcomes)?;
    let term = |row: usize| {
        let p = probabilities[row].clamp(LOG_LOSS_CLIP, 1.0 - LOG_LOSS_CLIP);
        // ln(1 - p) by ln_1p keeps its digits where p is small and 1 - p rounds to 1.
        if outcomes[row] {
            -p.ln()
        } else {
            -(-p).ln_1p()
        }
    };
    Ok(parallel::sum(outcomes.len(), term) / outcomes.len() as f64)
}

/// At least one row, one length, probabilities in `[0, 1]`.
pub(super) fn check(probabilities: &[f64], outcomes: &[bool]) -> Result<(), MetricError> {
    let n_rows = outcomes.len();
    if n_rows == 0 {
        return Err(validate::DataError::Empty { name: "outcomes" }.into());
    }
    let values = ArrayView1::from(probabilities);
    Ok(validate::unit_vector("probabilities", values, n_rows)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_loss_by_hand_and_clipped() {
        let loss = log_loss(&[0.2, 0.9], &[false, true]).unwrap();
        assert!((loss + (0.8f64.ln() + 0.9f64.ln()) / 2.0).abs() < 1e-15);
        let miss = log_loss(&[0.0], &[true]).unwrap();
        assert!((miss + LOG_LOSS_CLIP.ln()).abs() < 1e-12);
        assert!(log_loss(&[0.0], &[false]).unwrap() < 2e-15);
    }

    #[test]
    fn bad_input_is_named() {
        let message = |p: &[f64]| brier(p, &[true]).unwrap_err().to_string();
        assert!(message(&[1.5]).contains("`probabilities` must be in [0, 1], got `1.5`"));
        assert!(message(&[f64::NAN]).contains("NaN"));
        assert!(message(&[]).contains("has 0 entries where 1 are needed"));
        assert!(brier(&[], &[]).is_err());
    }
}
