//! Of everything predicted at 20%, did 20% happen? Bins, their average gap, and a fitted line.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::MetricError;
use super::probability;
use crate::{calibration, validate};

/// How probabilities are put into bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binning {
    /// Bins of equal size by rank. Rows of equal probability are never split over two bins: all go
    /// to the bin of their middle rank, so that the order of rows cannot matter.
    EqualCount(usize),
    /// Bins of equal width over `[0, 1]`, `[0, 0.1)`, `[0.1, 0.2)`, and so on; the last one is
    /// closed.
    EqualWidth(usize),
}

impl Default for Binning {
    /// Ten bins of equal count.
    fn default() -> Self {
        Self::EqualCount(10)
    }
}

/// Rows of like predicted probability, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Rows in the bin, at least 1.
    pub n_rows: usize,
    /// Lowest probability in the bin.
    pub lower: f64,
    /// Highest probability in the bin.
    pub upper: f64,
    /// Mean probability, in `[0, 1]`.
    pub mean_predicted: f64,
    /// Share of the rows with the event, in `[0, 1]`.
    pub event_rate: f64,
}

/// The bins that hold rows, by ascending probability.
pub fn reliability(
    probabilities: &[f64],
    outcomes: &[bool],
    binning: Binning,
) -> Result<Vec<ReliabilityBin>, MetricError> {
    probability::check(probabilities, outcomes)?;
    let n_bins = match binning {
        Binning::EqualCount(n_bins) | Binning::EqualWidth(n_bins) => n_bins,
    };
    validate::at_least_one("n_bins", n_bins)?;
    let mut rows: Vec<(f64, bool)> = probabilities
        .iter()
        .copied()
        .zip(outcomes.iter().copied())
        .collect();
    rows.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let bins = bin_numbers(&rows, n_bins, binning);
    let mut result = Vec::with_capacity(n_bins);
    let mut start = 0;
    for run in bins.chunk_by(|a, b| a == b) {
        result.push(summarise(&rows[start..start + run.len()]));
        start += run.len();
    }
    Ok(result)
}

/// The bin of each row, of rows by ascending probability.
pub(super) fn bin_numbers(rows: &[(f64, bool)], n_bins: usize, binning: Binning) -> Vec<usize> {
    let n_rows = rows.len();
    let mut bins = Vec::with_capacity(n_rows);
    for tied in rows.chunk_by(|a, b| a.0 == b.0) {
        let bin = match binning {
            // Twice the middle rank over twice the rows, in integers.
            Binning::EqualCount(_) => n_bins * (2 * bins.len() + tied.len()) / (2 * n_rows),
            Binning::EqualWidth(_) => (tied[0].0 * n_bins as f64) as usize,
        };
        bins.resize(bins.len() + tied.len(), bin.min(n_bins - 1));
    }
    bins
}

fn summarise(rows: &[(f64, bool)]) -> ReliabilityBin {
    let n = rows.len() as f64;
    ReliabilityBin {
        n_rows: rows.len(),
        lower: rows[0].0,
        upper: rows[rows.len() - 1].0,
        mean_predicted: rows.iter().map(|row| row.0).sum::<f64>() / n,
        event_rate: rows.iter().filter(|row| row.1).count() as f64 / n,
    }
}

/// Expected calibration error: the average distance between predicted and realised share over the
/// bins, weighted by their rows; 0 is perfect.
///
/// With ten bins of 100 rows each, sampling alone gives about 0.03: compare models on the same
/// rows, and read small differences as none.
///
/// ```
/// use arrears_learn::metrics::{Binning, ece};
/// let error = ece(&[0.2, 0.2, 0.6, 0.6], &[false, false, true, false], Binning::EqualCount(2))?;
/// assert!((error - (0.2 + 0.1) / 2.0).abs() < 1e-15);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// ece = sum_b n_b / n * | mean p in b - event rate in b |
/// ```
///
/// Naeini, Cooper and Hauskrecht 2015, doi:10.1609/aaai.v29i1.9602.
pub fn ece(probabilities: &[f64], outcomes: &[bool], binning: Binning) -> Result<f64, MetricError> {
    let bins = reliability(probabilities, outcomes, binning)?;
    let gap =
        |bin: &ReliabilityBin| bin.n_rows as f64 * (bin.mean_predicted - bin.event_rate).abs();
    Ok(bins.iter().map(gap).sum::<f64>() / outcomes.len() as f64)
}

/// The logistic line through predicted log-odds and outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CalibrationLine {
    /// Calibration in the large: the shift of log-odds, at slope 1, that makes predicted and
    /// realised totals equal. 0 is perfect; above 0 the predictions are too low.
    pub intercept: f64,
    /// Slope of the line with its own intercept. 1 is perfect; below 1 the predictions are too
    /// extreme; 0 when all predictions are the same.
    pub slope: f64,
}

/// Fits the line; probabilities are clipped as in [`super::log_loss`] before their log-odds are
/// taken.
///
/// Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7 ("weak calibration").
pub fn calibration_line(
    probabilities: &[f64],
    outcomes: &[bool],
) -> Result<CalibrationLine, MetricError> {
    probability::check(probabilities, outcomes)?;
    let clip = probability::LOG_LOSS_CLIP;
    let log_odds = |p: &f64| calibration::log_odds(p.clamp(clip, 1.0 - clip));
    let log_odds: Vec<f64> = probabilities.iter().map(log_odds).collect();
    let line = calibration::Platt::fit(&log_odds, outcomes, None)?;
    let shift = calibration::InterceptShift::fit(&log_odds, outcomes, None)?;
    Ok(CalibrationLine {
        intercept: shift.shift(),
        slope: line.slope(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_of_equal_count_differ_by_one_row_at_most() {
        let p: Vec<f64> = (0..23).map(|i| f64::from(i) / 23.0).collect();
        let bins = reliability(&p, &[true; 23], Binning::EqualCount(10)).unwrap();
        assert_eq!(bins.len(), 10);
        assert!(bins.iter().all(|bin| (2..=3).contains(&bin.n_rows)));
        assert_eq!(bins.iter().map(|bin| bin.n_rows).sum::<usize>(), 23);
    }

    #[test]
    fn tied_rows_stay_together_whatever_their_order() {
        let p = [0.1, 0.5, 0.5, 0.5, 0.5, 0.9];
        let y = [false, true, false, true, false, true];
        let bins = reliability(&p, &y, Binning::EqualCount(3)).unwrap();
        let sizes: Vec<usize> = bins.iter().map(|bin| bin.n_rows).collect();
        assert_eq!(sizes, [1, 4, 1]);
        assert_eq!((bins[1].mean_predicted, bins[1].event_rate), (0.5, 0.5));
    }

    #[test]
    fn bins_of_equal_width_close_at_one() {
        let bins = reliability(&[0.0, 0.1, 1.0], &[false; 3], Binning::EqualWidth(10)).unwrap();
        assert_eq!(bins.len(), 3);
        assert_eq!((bins[2].lower, bins[2].upper), (1.0, 1.0));
        assert!(reliability(&[0.5], &[true], Binning::EqualWidth(0)).is_err());
    }

    #[test]
    fn a_calibrated_model_has_line_zero_one() {
        // 1 of 4 at 0.25 and 3 of 4 at 0.75 happened.
        let p = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75];
        let y = [true, false, false, false, true, true, true, false];
        let line = calibration_line(&p, &y).unwrap();
        assert!(line.intercept.abs() < 1e-8 && (line.slope - 1.0).abs() < 1e-8);
    }

    #[test]
    fn doubled_log_odds_have_slope_one_half() {
        // Odds of 1/9 and 9 are the squares of the realised 1/3 and 3.
        let p = [0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9];
        let y = [true, false, false, false, true, true, true, false];
        let line = calibration_line(&p, &y).unwrap();
        assert!(line.intercept.abs() < 1e-8 && (line.slope - 0.5).abs() < 1e-8);
    }
}
