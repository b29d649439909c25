//! Fitted bins, and the weight of evidence they give a value.

use linfa::traits::Predict;
use ndarray::{Array2, ArrayBase, ArrayView2, Axis, Data, Ix2};
use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::error::BinningError;
use super::fit::check_values;
use crate::validate::DataError;

/// One bin: the rows in it, and what they say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    counts: Counts,
    woe: f64,
    information: f64,
}

impl Bin {
    pub(super) fn new(counts: Counts, all: Counts) -> Self {
        Self {
            counts,
            woe: counts.woe(all),
            information: counts.information(all),
        }
    }

    /// Training rows with and without the event.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Log odds ratio of the bin against all rows; 0 without rows.
    pub fn woe(&self) -> f64 {
        self.woe
    }

    /// Its part of the column's information value.
    pub fn information(&self) -> f64 {
        self.information
    }
}

/// Bins of a column of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnBins {
    edges: Vec<f64>,
    bins: Vec<Bin>,
    missing: Bin,
}

impl ColumnBins {
    pub(super) fn count(edges: Vec<f64>, values: &[f64], outcomes: &[bool], all: Counts) -> Self {
        let mut counts = vec![Counts::default(); edges.len() + 1];
        let mut missing = Counts::default();
        for (&value, &event) in values.iter().zip(outcomes) {
            match place(&edges, value) {
                Some(bin) => counts[bin].add(event),
                None => missing.add(event),
            }
        }
        Self {
            edges,
            bins: counts.into_iter().map(|bin| Bin::new(bin, all)).collect(),
            missing: Bin::new(missing, all),
        }
    }

    /// Inner edges, rising; bin `i` holds values from edge `i - 1` up to below edge `i`.
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// Bins of known values, one more than edges.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// The bin of what is missing.
    pub fn missing(&self) -> &Bin {
        &self.missing
    }

    /// Position of the bin of a value; nothing for NaN, which is missing.
    pub fn place(&self, value: f64) -> Option<usize> {
        place(&self.edges, value)
    }

    /// The bin of a value.
    pub fn of(&self, value: f64) -> &Bin {
        self.place(value)
            .map_or(&self.missing, |bin| &self.bins[bin])
    }

    /// What the column tells: at least 0; below 0.02 next to nothing (Siddiqi 2006).
    pub fn information_value(&self) -> f64 {
        let known: f64 = self.bins.iter().map(Bin::information).sum();
        known + self.missing.information()
    }
}

fn place(edges: &[f64], value: f64) -> Option<usize> {
    (!value.is_nan()).then(|| edges.partition_point(|&edge| edge <= value))
}

/// Bins of every column of a matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BinningModel {
    columns: Vec<ColumnBins>,
}

impl BinningModel {
    pub(super) fn new(columns: Vec<ColumnBins>) -> Self {
        Self { columns }
    }

    /// The columns' bins, in order.
    pub fn columns(&self) -> &[ColumnBins] {
        &self.columns
    }

    /// Weight of evidence of every value, shape `(n_rows, n_features)`; NaN is a missing value.
    pub fn transform(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>, BinningError> {
        let (expected, got) = (self.columns.len(), x.ncols());
        if expected != got {
            return Err(DataError::ColumnCount { expected, got }.into());
        }
        let mut woe = Array2::zeros(x.dim());
        for (column, bins) in self.columns.iter().enumerate() {
            let values = x.index_axis(Axis(1), column);
            check_values(&values.to_vec(), column)?;
            let cells = woe.index_axis_mut(Axis(1), column);
            for (cell, &value) in cells.into_iter().zip(values) {
                *cell = bins.of(value).woe();
            }
        }
        Ok(woe)
    }
}

impl<D: Data<Elem = f64>> Predict<&ArrayBase<D, Ix2>, Result<Array2<f64>, BinningError>>
    for BinningModel
{
    /// The same as [`BinningModel::transform`].
    fn predict(&self, x: &ArrayBase<D, Ix2>) -> Result<Array2<f64>, BinningError> {
        self.transform(x.view())
    }
}
