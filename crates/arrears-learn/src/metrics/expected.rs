//! What would the metrics be, if the probabilities mean what they say? Known before any outcome is.
//!
//! A row of probability `p` will be an event with chance `p`: every metric of outcomes and probabilities has an expectation
//! over the probabilities alone. That is confidence-based performance estimation (Kivimäki, Białek, Kuberski and Nurminen
//! 2025, arXiv:2505.05295, for metrics of the confusion matrix). It sees that rows have become harder to tell; it cannot see
//! that the same rows have come to behave otherwise, since then the probabilities no longer mean what they say.

use super::MetricError;
use super::probability::LOG_LOSS_CLIP;

/// Mean log loss to be expected, in nats: the mean entropy of the probabilities.
///
/// ```
/// use arrears_learn::metrics::expected_log_loss;
/// let loss = expected_log_loss(&[0.5, 1.0])?;
/// assert!((loss - 0.5 * 2.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// # Errors
/// No row, or a value that is no probability.
pub fn expected_log_loss(probabilities: &[f64]) -> Result<f64, MetricError> {
    check(probabilities)?;
    let losses = probabilities.iter().map(|p| entropy(*p));
    Ok(losses.sum::<f64>() / probabilities.len() as f64)
}

/// The loss to be expected of one row.
pub fn entropy(p: f64) -> f64 {
    let p = p.clamp(LOG_LOSS_CLIP, 1.0 - LOG_LOSS_CLIP);
    -(p * p.ln() + (1.0 - p) * (1.0 - p).ln())
}

/// Area under the ROC curve to be expected: over all pairs of two rows, the chance that one is an event and the other none,
/// and how often the event has the higher probability. `Ok(None)` where no pair can be one of each.
///
/// ```text
/// sum over i != j of p_i (1 - p_j) [p_i > p_j, or 1/2 where equal]  /  sum over i != j of p_i (1 - p_j)
/// ```
///
/// ```
/// use arrears_learn::metrics::expected_auc;
/// // Either the first is the event (0.8 * 0.8) or the second (0.2 * 0.2).
/// let auc = expected_auc(&[0.8, 0.2])?.unwrap();
/// assert!((auc - 0.64 / 0.68).abs() < 1e-12);
/// assert_eq!(expected_auc(&[0.3, 0.3, 0.3])?, Some(0.5));
/// assert_eq!(expected_auc(&[1.0])?, None);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// # Errors
/// No row, or a value that is no probability.
pub fn expected_auc(probabilities: &[f64]) -> Result<Option<f64>, MetricError> {
    check(probabilities)?;
    let mut sorted = probabilities.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (mut ranked, mut pairs) = (0.0, 0.0);
    // Non-events below, and events below: each pair is met once from its higher row.
    let (mut none_below, mut event_below) = (0.0, 0.0);
    for run in sorted.chunk_by(|a, b| a == b) {
        let (p, n) = (run[0], run.len() as f64);
        let within = n * (n - 1.0) * p * (1.0 - p);
        ranked += n * p * none_below + 0.5 * within;
        pairs += n * p * none_below + n * (1.0 - p) * event_below + within;
        none_below += n * (1.0 - p);
        event_below += n * p;
    }
    Ok((pairs > 0.0).then(|| ranked / pairs))
}

fn check(probabilities: &[f64]) -> Result<(), MetricError> {
    super::probability::check(probabilities, &vec![false; probabilities.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every outcome of three rows with its chance, by hand.
    #[test]
    fn the_expectation_is_that_over_all_outcomes() {
        let p = [0.9, 0.5, 0.2];
        let (mut ranked, mut pairs) = (0.0, 0.0);
        for i in 0..3 {
            for j in (0..3).filter(|j| *j != i) {
                pairs += p[i] * (1.0 - p[j]);
                ranked += p[i] * (1.0 - p[j]) * f64::from(p[i] > p[j]);
            }
        }
        let auc = expected_auc(&p).expect("probabilities").expect("pairs");
        assert!((auc - ranked / pairs).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        assert!(expected_auc(&[]).is_err() && expected_log_loss(&[1.5]).is_err());
        assert!(expected_log_loss(&[f64::NAN]).is_err());
    }
}
