//! The rows to cluster: matrix, weights, and how loops over them are run.

use std::ops::Range;

use ndarray::{ArrayView1, ArrayView2};
use rayon::prelude::*;

use crate::parallel::{self, CHUNK, Rows};

/// Rows below which one start runs on one thread: starts and numbers of clusters fill the others.
const PARALLEL_ROWS: usize = 65_536;

/// Rows with optional weights, both contiguous.
pub(super) struct Points<'a> {
    pub(super) rows: Rows<'a>,
    weights: Option<&'a [f64]>,
}

impl<'a> Points<'a> {
    /// `None` unless the matrix is in standard layout and the weights are contiguous.
    pub(super) fn new(
        x: ArrayView2<'a, f64>,
        weights: Option<ArrayView1<'a, f64>>,
    ) -> Option<Self> {
        let weights = match weights {
            None => None,
            Some(weights) => Some(weights.to_slice()?),
        };
        let rows = Rows::new(x)?;
        Some(Self { rows, weights })
    }

    #[inline]
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[row])
    }

    /// Runs `work` on each chunk of rows and returns the results in row order.
    pub(super) fn chunks<T: Send>(&self, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
        let n_rows = self.rows.n_rows();
        if n_rows >= PARALLEL_ROWS {
            return parallel::chunks(n_rows, work);
        }
        let range = |start: usize| start..(start + CHUNK).min(n_rows);
        let starts = (0..n_rows).step_by(CHUNK);
        starts.map(|start| work(range(start))).collect()
    }

    /// The same over the chunks of something per row; `work` also receives a chunk's first row.
    pub(super) fn chunks_of<C: Send, T: Send>(
        &self,
        chunks: impl Iterator<Item = C>,
        work: impl Fn(usize, C) -> T + Sync,
    ) -> Vec<T> {
        let chunks = chunks.enumerate();
        if self.rows.n_rows() < PARALLEL_ROWS {
            return chunks.map(|(i, chunk)| work(i * CHUNK, chunk)).collect();
        }
        let chunks: Vec<(usize, C)> = chunks.collect();
        chunks
            .into_par_iter()
            .map(|(i, chunk)| work(i * CHUNK, chunk))
            .collect()
    }

    /// The weighted sum over rows of `term`, added up in a fixed order.
    pub(super) fn sum(&self, term: impl Fn(usize) -> f64 + Sync) -> f64 {
        let sums = self.chunks(|range| range.map(|row| self.weight(row) * term(row)).sum::<f64>());
        sums.into_iter().sum()
    }

    /// The weighted variance of the columns, on average.
    pub(super) fn mean_variance(&self) -> f64 {
        let width = self.rows.width();
        let first = self.rows.row(0);
        let total: f64 = self.sum(|_| 1.0);
        // Around the first row, then around the mean: see `scaling/fit.rs`.
        let sums = self.chunks(|range| {
            let mut sums = vec![0.0; width];
            for row in range {
                for ((sum, value), first) in sums.iter_mut().zip(self.rows.row(row)).zip(first) {
                    *sum += self.weight(row) * (value - first);
                }
            }
            sums
        });
        let sums = parallel::add_all(sums, width);
        let mean: Vec<f64> = sums.iter().zip(first).map(|(s, f)| f + s / total).collect();
        self.sum(|row| super::distance::squared(self.rows.row(row), &mean)) / total / width as f64
    }
}
