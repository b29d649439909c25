//! Parallel loops whose result does not depend on the number of threads.
//!
//! The one idea: rows are cut into chunks of a fixed size, never by the number of threads, and
//! what the chunks return is combined in row order. A float sum is then always added up the same
//! way, whoever computed its parts.

use std::ops::Range;

use ndarray::ArrayView2;
use rayon::prelude::*;

/// Rows of one chunk. Changing it changes results in their last digits.
pub(crate) const CHUNK: usize = 2048;

/// Runs `work` on each chunk of `0..n`, and returns the results in row order.
pub(crate) fn chunks<T: Send>(n: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let range = |chunk: usize| chunk * CHUNK..((chunk + 1) * CHUNK).min(n);
    match n.div_ceil(CHUNK) {
        0 => Vec::new(),
        1 => vec![work(0..n)],
        n_chunks => (0..n_chunks)
            .into_par_iter()
            .map(|chunk| work(range(chunk)))
            .collect(),
    }
}

/// The sum over rows of `term`, added up in a fixed order.
pub(crate) fn sum(n: usize, term: impl Fn(usize) -> f64 + Sync) -> f64 {
    chunks(n, |range| range.map(&term).sum::<f64>())
        .into_iter()
        .sum()
}

/// The element-wise sum of vectors of length `width`, added up in the order given.
pub(crate) fn add_all(parts: Vec<Vec<f64>>, width: usize) -> Vec<f64> {
    let mut total = vec![0.0; width];
    for part in parts {
        for (sum, value) in total.iter_mut().zip(part) {
            *sum += value;
        }
    }
    total
}

/// Rows of a matrix in standard layout as slices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    values: &'a [f64],
    width: usize,
}

impl<'a> Rows<'a> {
    /// `None` when `x` is not in standard (row-major, gapless) layout.
    pub(crate) fn new(x: ArrayView2<'a, f64>) -> Option<Self> {
        let width = x.ncols();
        x.to_slice().map(|values| Self { values, width })
    }

    pub(crate) fn row(&self, row: usize) -> &'a [f64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_every_row_once_and_in_order() {
        for n in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5] {
            let rows: Vec<usize> = chunks(n, |range| range.collect::<Vec<_>>()).concat();
            assert!(rows.into_iter().eq(0..n));
        }
    }

    #[test]
    fn a_sum_is_bitwise_the_same_on_one_and_on_four_threads() {
        let term = |row: usize| 1.0 / (row as f64 + 0.1);
        let total = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap().install(|| sum(100_003, term))
        };
        assert_eq!(f64::to_bits(total(1)), f64::to_bits(total(4)));
    }
}
