//! One stretch of bands with common coefficients: the same things matter on all days of early payment, of the days
//! around the due date, of the weeks and of the months after it, and not equally much in each.

use arrears_features::bands::{BAND_ENDS, N_BANDS};
use arrears_learn::logistic::LogisticParams;
use linfa::ParamGuard;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use super::Seen;
use super::curves::{N_OF_BAND, OfBand};
use crate::ModelError;
use crate::late::{TOLERANCE, sigmoid};

/// Last day of each stage.
const STAGE_ENDS: [i32; 7] = [-10, -1, 0, 5, 14, 45, 365];
/// Fewer settlements, or fewer bands without one, than this teach a stage no coefficients: it takes the customer's own
/// share, at the level seen.
const MIN_EVENTS: usize = 25;
/// L2 penalty of the features; the history and the levels of the bands go nearly free.
const PENALTY: f64 = 20.0;
const NEARLY_FREE: f64 = 0.05;

/// Levels by band and common coefficients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    /// Its first band.
    first: usize,
    /// Log-odds of settlement in each of its bands.
    levels: Vec<f64>,
    /// Coefficients of what differs by band.
    of_band: [f64; N_OF_BAND],
    /// Coefficients of what an invoice brings to every band: the score, then the features.
    of_row: Vec<f64>,
}

/// The bands of each stage, from `from` on.
pub(super) fn stages(from: usize) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    STAGE_ENDS
        .iter()
        .map(|end| {
            let until = BAND_ENDS.partition_point(|band| band <= end);
            let bands = start.max(from)..until;
            start = until;
            bands
        })
        .filter(|bands| !bands.is_empty())
        .collect()
}

/// Bands at risk of settlement, one line each: the invoice's row, the band, whether it was settled in it.
pub(super) struct Lines<'a> {
    pub(super) bands: std::ops::Range<usize>,
    pub(super) lines: Vec<(usize, usize, bool)>,
    pub(super) of_band: &'a (dyn Fn(usize, usize) -> OfBand + Sync),
    pub(super) of_row: ArrayView2<'a, f64>,
    pub(super) seen: &'a [Seen],
}

impl Stage {
    /// Fits the stage, or leaves it to the customer's own shares where there is too little to learn from.
    ///
    /// # Errors
    /// An estimator that refuses its input.
    pub(super) fn fit(lines: &Lines) -> Result<Self, ModelError> {
        let n = lines.lines.len();
        let n_settled = lines.lines.iter().filter(|line| line.2).count();
        let n_bands = lines.bands.len();
        if n_settled < MIN_EVENTS || n - n_settled < MIN_EVENTS {
            let level = lines.level(n_settled);
            return Ok(Self::own_shares(&lines.bands, level, lines.of_row.ncols()));
        }
        let y: Array1<f64> = lines.lines.iter().map(|line| f64::from(line.2)).collect();
        let weights: Array1<f64> = lines.lines.iter().map(|l| lines.seen[l.0].weight).collect();
        let x = lines.matrix();
        let mut factors = vec![NEARLY_FREE; n_bands - 1 + N_OF_BAND + 1];
        factors.resize(x.ncols(), 1.0);
        let params = LogisticParams::new()
            .l2(PENALTY)
            .penalty_factors(factors)
            .tolerance(TOLERANCE)
            .check()?;
        let model = params.fit_weighted(x.view(), y.view(), Some(weights.view()), None, None)?;
        let coefficients = model.coefficients();
        let levels = (0..n_bands)
            .map(|band| match band {
                0 => model.intercept(),
                band => model.intercept() + coefficients[band - 1],
            })
            .collect();
        Ok(Self {
            first: lines.bands.start,
            levels,
            of_band: std::array::from_fn(|i| coefficients[n_bands - 1 + i]),
            of_row: coefficients
                .iter()
                .skip(n_bands - 1 + N_OF_BAND)
                .copied()
                .collect(),
        })
    }

    /// Hazards that are the customer's own plain shares, their log-odds shifted by `level`.
    fn own_shares(bands: &std::ops::Range<usize>, level: f64, n_of_row: usize) -> Self {
        Self {
            first: bands.start,
            levels: vec![level; bands.len()],
            of_band: std::array::from_fn(|i| if i == 0 { 1.0 } else { 0.0 }),
            of_row: vec![0.0; n_of_row],
        }
    }

    /// Fills in the hazards of the stage's bands.
    pub(super) fn hazards(
        &self,
        of_row: ArrayView1<f64>,
        of_band: impl Fn(usize) -> OfBand,
        hazards: &mut [f64; N_BANDS],
    ) {
        let common: f64 = of_row.iter().zip(&self.of_row).map(|(x, b)| x * b).sum();
        for (i, level) in self.levels.iter().enumerate() {
            let band = self.first + i;
            let own: f64 = of_band(band)
                .iter()
                .zip(&self.of_band)
                .map(|(x, b)| x * b)
                .sum();
            hazards[band] = sigmoid(level + common + own);
        }
    }
}

impl Lines<'_> {
    /// By how much the customers' own shares are to be shifted so that as many settlements are expected as were seen,
    /// drawn towards no shift with the weight of one settlement.
    fn level(&self, n_settled: usize) -> f64 {
        let own = |line: &(usize, usize, bool)| sigmoid((self.of_band)(line.0, line.1)[0]);
        let expected: f64 = self.lines.iter().map(own).sum();
        ((n_settled as f64 + 1.0) / (expected + 1.0)).ln()
    }

    /// A column per band but the first, what differs by band, what the row brings.
    fn matrix(&self) -> Array2<f64> {
        let n_levels = self.bands.len() - 1;
        let width = n_levels + N_OF_BAND + self.of_row.ncols();
        let mut x = Array2::zeros((self.lines.len(), width));
        for (mut out, &(row, band, _)) in x.rows_mut().into_iter().zip(&self.lines) {
            if band > self.bands.start {
                out[band - self.bands.start - 1] = 1.0;
            }
            for (i, value) in (self.of_band)(row, band).into_iter().enumerate() {
                out[n_levels + i] = value;
            }
            for (i, value) in self.of_row.row(row).iter().enumerate() {
                out[n_levels + N_OF_BAND + i] = *value;
            }
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stages_cover_every_band_once() {
        let all = stages(0);
        assert_eq!(all.len(), STAGE_ENDS.len());
        assert_eq!((all[0].start, all[6].end), (0, N_BANDS));
        assert!(all.windows(2).all(|pair| pair[0].end == pair[1].start));
        let late = stages(12);
        assert_eq!(late[0].start, 12);
        assert_eq!(late.last().map(|bands| bands.end), Some(N_BANDS));
    }

    #[test]
    fn own_shares_are_the_hazards_themselves() {
        let stage = Stage::own_shares(&(3..5), 0.0, 2);
        let mut hazards = [0.0; N_BANDS];
        let of_row = Array1::from(vec![5.0, -3.0]);
        let share: f64 = 0.3;
        let mut of_band = [0.0; N_OF_BAND];
        of_band[0] = (share / (1.0 - share)).ln();
        stage.hazards(of_row.view(), |_| of_band, &mut hazards);
        assert!((hazards[3] - 0.3).abs() < 1e-12 && (hazards[4] - 0.3).abs() < 1e-12);
        assert_eq!((hazards[2], hazards[5]), (0.0, 0.0));
    }
}
