//! One landmark: the hazards of every band after it, from what was known on it.

use arrears_features::bands::{N_BANDS, bands_ended};
use arrears_features::exposure;
use ndarray::{Array2, ArrayView1, Axis, Slice};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::curves::{OfBand, of_band};
use super::stage::{Lines, Stage, stages};
use super::{HAZARD_FEATURES, Rows, Seen};
use crate::ModelError;
use crate::encoding::{self, Encoding};

/// Scores beyond this are as certain as any.
const MAX_SCORE: f64 = 6.0;

/// The hazards from one landmark on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Landmark {
    /// Days past due; none for issue.
    day: Option<i32>,
    encoding: Encoding,
    stages: Vec<Stage>,
}

impl Landmark {
    /// Fits the hazards of each stage, side by side.
    pub(super) fn fit(day: Option<i32>, rows: &Rows, seen: &[Seen]) -> Result<Self, ModelError> {
        let encoding = encoding::fit(rows.columns, &vec![true; seen.len()])
            .only(|feature| HAZARD_FEATURES.contains(&feature));
        let of_row = of_rows(&encoding, rows)?;
        let of_band = |row: usize, band: usize| of_band(rows, row, band);
        let first = day.map_or(0, bands_ended);
        let stages = stages(first)
            .into_par_iter()
            .map(|bands| {
                Stage::fit(&Lines {
                    lines: at_risk(rows, seen, &bands),
                    bands,
                    of_band: &of_band,
                    of_row: of_row.view(),
                    seen,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            day,
            encoding,
            stages,
        })
    }

    /// Days past due; none for issue.
    pub(super) fn day(&self) -> Option<i32> {
        self.day
    }

    pub(super) fn features(&self) -> Vec<&str> {
        self.encoding.features()
    }

    /// The score and the encoded features of each row.
    pub(super) fn of_rows(&self, rows: &Rows) -> Result<Array2<f64>, ModelError> {
        of_rows(&self.encoding, rows)
    }

    /// Hazards by band; none before the landmark.
    pub(super) fn hazards(
        &self,
        of_row: ArrayView1<f64>,
        of_band: impl Fn(usize) -> OfBand,
    ) -> [f64; N_BANDS] {
        let mut hazards = [0.0; N_BANDS];
        for stage in &self.stages {
            stage.hazards(of_row, &of_band, &mut hazards);
        }
        hazards
    }
}

/// The bands in which each invoice was seen, of those of a stage.
fn at_risk(
    rows: &Rows,
    seen: &[Seen],
    bands: &std::ops::Range<usize>,
) -> Vec<(usize, usize, bool)> {
    let mut lines = Vec::new();
    for (row, seen) in seen.iter().enumerate() {
        let Some((exposed, settled_in)) = exposure(rows.terms[row], seen.days, seen.settled) else {
            continue;
        };
        let from = exposed.start.max(bands.start);
        for band in from..exposed.end.min(bands.end) {
            lines.push((row, band, settled_in == Some(band)));
        }
    }
    lines
}

fn of_rows(encoding: &Encoding, rows: &Rows) -> Result<Array2<f64>, ModelError> {
    let encoded = encoding.apply(rows.columns)?;
    let mut out = Array2::zeros((rows.score.len(), 1 + encoded.ncols()));
    for (cell, score) in out.column_mut(0).iter_mut().zip(rows.score) {
        *cell = score.clamp(-MAX_SCORE, MAX_SCORE);
    }
    if encoded.ncols() > 0 {
        out.slice_axis_mut(Axis(1), Slice::from(1..))
            .assign(&encoded);
    }
    Ok(out)
}
