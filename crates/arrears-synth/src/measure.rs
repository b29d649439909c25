//! The two figures a truth is summarised by.

/// Area under the ROC curve: the chance that a late invoice has a higher score
/// than one on time, ties counting half. `None` with one class alone.
pub fn auc(scores: &[f64], events: &[bool]) -> Option<f64> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let n_events = events.iter().filter(|&&event| event).count() as f64;
    let n_others = events.len() as f64 - n_events;
    let (mut others_below, mut wins) = (0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let events_here = tied.iter().filter(|&&row| events[row]).count() as f64;
        let others_here = tied.len() as f64 - events_here;
        wins += events_here * (others_below + 0.5 * others_here);
        others_below += others_here;
    }
    (n_events > 0.0 && n_others > 0.0).then(|| wins / (n_events * n_others))
}

/// Mean negative log likelihood in nats of probabilities strictly between 0
/// and 1; `None` of nothing.
pub fn log_loss(probabilities: &[f64], events: &[bool]) -> Option<f64> {
    let sum: f64 = probabilities
        .iter()
        .zip(events)
        .map(|(&p, &event)| -(if event { p } else { 1.0 - p }).ln())
        .sum();
    (!events.is_empty()).then(|| sum / events.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_of_small_cases() {
        assert_eq!(
            auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]),
            Some(0.75)
        );
        assert_eq!(auc(&[0.5, 0.5], &[true, false]), Some(0.5));
        assert_eq!(auc(&[0.5, 0.6], &[true, true]), None);
    }

    #[test]
    fn log_loss_of_small_cases() {
        let loss = log_loss(&[0.5, 0.25], &[true, false]).expect("two rows");
        assert!((loss - 0.5 * (2.0_f64.ln() + (4.0_f64 / 3.0).ln())).abs() < 1e-12);
        assert_eq!(log_loss(&[], &[]), None);
    }
}
