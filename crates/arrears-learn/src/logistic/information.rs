//! One pass over the rows: objective, gradient and Hessian at given coefficients.
//!
//! Rows are taken in blocks of 512. A block is copied to scratch with a leading column of ones; once
//! its loss and gradient are taken, its rows are multiplied by the roots of their Newton weights, and
//! the product of the scratch with itself, of which one triangle is made, is its part of the Hessian.
//! The matrix itself is never copied as a whole, and may have any layout. Blocks are summed in row
//! order.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;

/// Rows multiplied at once: few enough to stay in the second-level cache, many enough for `gemm`.
const BLOCK: usize = 512;

/// Blocks one task works through before its sums are handed on.
const BLOCKS_PER_TASK: usize = 16;

/// Columns multiplied at once: fewer save more of the other triangle, and leave `gemm` less to work on.
const PANEL: usize = 24;

/// The rows a likelihood is taken over. `terms` is one more than the columns: the intercept is the
/// first term.
#[derive(Clone, Copy)]
pub(super) struct Sample<'a> {
    pub(super) x: ArrayView2<'a, f64>,
    pub(super) y: ArrayView1<'a, f64>,
    pub(super) weights: Option<ArrayView1<'a, f64>>,
    pub(super) offset: Option<ArrayView1<'a, f64>>,
}

/// Minus the log-likelihood at some coefficients, with its derivatives.
pub(super) struct Information {
    pub(super) loss: f64,
    /// Shape `(n_terms)`.
    pub(super) gradient: Array1<f64>,
    /// Shape `(n_terms, n_terms)`.
    pub(super) hessian: Array2<f64>,
}

impl<'a> Sample<'a> {
    /// Every `step`-th row, the first included.
    pub(super) fn every(mut self, step: usize) -> Self {
        let rows = Slice::new(0, None, step as isize);
        let thin = |mut values: ArrayView1<'a, f64>| {
            values.slice_axis_inplace(Axis(0), rows);
            values
        };
        self.x.slice_axis_inplace(Axis(0), rows);
        Self {
            x: self.x,
            y: thin(self.y),
            weights: self.weights.map(thin),
            offset: self.offset.map(thin),
        }
    }

    pub(super) fn n_terms(&self) -> usize {
        self.x.ncols() + 1
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[row])
    }

    /// `terms` has shape `(n_terms)`, the intercept first.
    pub(super) fn information(&self, terms: ArrayView1<'_, f64>) -> Information {
        let task = BLOCK * BLOCKS_PER_TASK;
        let n_rows = self.x.nrows();
        let parts: Vec<Part> = (0..n_rows.div_ceil(task))
            .into_par_iter()
            .map(|index| {
                let end = ((index + 1) * task).min(n_rows);
                self.part(terms, index * task..end)
            })
            .collect();
        let mut total = Part::new(self.n_terms());
        for part in parts {
            total.add(&part);
        }
        total.into_information()
    }

    fn part(&self, terms: ArrayView1<'_, f64>, rows: Range<usize>) -> Part {
        let n_terms = self.n_terms();
        let mut part = Part::new(n_terms);
        let mut scratch = Array2::zeros((BLOCK.min(rows.len()), n_terms));
        for start in rows.clone().step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows.end);
            let mut scratch = scratch.slice_axis_mut(Axis(0), (..block.len()).into());
            scratch.column_mut(0).fill(1.0);
            scratch
                .slice_axis_mut(Axis(1), (1..).into())
                .assign(&self.x.slice_axis(Axis(0), block.clone().into()));
            self.weigh(block, terms, &mut scratch, &mut part);
            part.add_products(scratch.view());
        }
        part
    }

    /// Adds the block's loss and gradient, and multiplies its rows by the roots of their Newton weights.
    fn weigh(
        &self,
        rows: Range<usize>,
        terms: ArrayView1<'_, f64>,
        block: &mut ArrayViewMut2<'_, f64>,
        part: &mut Part,
    ) {
        for (row, mut values) in rows.zip(block.rows_mut()) {
            let offset = self.offset.map_or(0.0, |offset| offset[row]);
            let point = Point::new(values.dot(&terms) + offset);
            let weight = self.weight(row);
            part.loss += weight * point.loss(self.y[row]);
            part.gradient
                .scaled_add(weight * (point.probability - self.y[row]), &values);
            let root = (weight * point.variance).sqrt();
            values.iter_mut().for_each(|value| *value *= root);
        }
    }
}

/// Loss, gradient, and the lower triangle of the Hessian; above the diagonal only some of it stands.
struct Part {
    loss: f64,
    gradient: Array1<f64>,
    products: Array2<f64>,
}

impl Part {
    fn new(n_terms: usize) -> Self {
        Self {
            loss: 0.0,
            gradient: Array1::zeros(n_terms),
            products: Array2::zeros((n_terms, n_terms)),
        }
    }

    fn add(&mut self, other: &Part) {
        self.loss += other.loss;
        self.gradient += &other.gradient;
        self.products += &other.products;
    }

    /// Adds a block's products of columns, a panel of columns with itself and those after it.
    fn add_products(&mut self, block: ArrayView2<'_, f64>) {
        for start in (0..block.ncols()).step_by(PANEL) {
            let end = (start + PANEL).min(block.ncols());
            let rest = block.slice_axis(Axis(1), (start..).into());
            let panel = block.slice_axis(Axis(1), (start..end).into());
            let mut products = self.products.slice_axis_mut(Axis(0), (start..).into());
            products.slice_axis_inplace(Axis(1), (start..end).into());
            general_mat_mul(1.0, &rest.t(), &panel, 1.0, &mut products);
        }
    }

    fn into_information(self) -> Information {
        let entry = |(i, j): (usize, usize)| self.products[[i.max(j), i.min(j)]];
        Information {
            loss: self.loss,
            hessian: Array2::from_shape_fn(self.products.dim(), entry),
            gradient: self.gradient,
        }
    }
}

/// What one row's log-odds `z` say.
struct Point {
    log_odds: f64,
    probability: f64,
    variance: f64,
    /// `ln(1 + exp(-|z|))`.
    tail: f64,
}

impl Point {
    #[inline]
    fn new(log_odds: f64) -> Self {
        // exp of a non-positive number never overflows, and both tails keep their digits.
        let small = (-log_odds.abs()).exp();
        let probability = if log_odds >= 0.0 { 1.0 } else { small } / (1.0 + small);
        Self {
            log_odds,
            probability,
            variance: small / ((1.0 + small) * (1.0 + small)),
            // Not `ln_1p`, which takes thrice as long for digits that a sum of losses does not hold.
            tail: (1.0 + small).ln(),
        }
    }

    /// `ln(1 + exp(z)) - y z`.
    #[inline]
    fn loss(&self, y: f64) -> f64 {
        self.log_odds.max(0.0) - y * self.log_odds + self.tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_row_by_hand() {
        // z = 1 + 2 * 0.5 + 1 = 3 with weight 2 and target 1.
        let (x, y) = (array![[0.5]], array![1.0]);
        let (weights, offset) = (array![2.0], array![1.0]);
        let sample = Sample {
            x: x.view(),
            y: y.view(),
            weights: Some(weights.view()),
            offset: Some(offset.view()),
        };
        let information = sample.information(array![1.0, 2.0].view());
        let p = 1.0 / (1.0 + (-3f64).exp());
        assert!((information.loss + 2.0 * p.ln()).abs() < 1e-14);
        assert!((information.gradient[1] - 2.0 * (p - 1.0) * 0.5).abs() < 1e-14);
        assert!((information.hessian[[1, 1]] - 2.0 * p * (1.0 - p) * 0.25).abs() < 1e-14);
        assert!((information.hessian[[0, 1]] - 2.0 * p * (1.0 - p) * 0.5).abs() < 1e-14);
    }

    #[test]
    fn blocks_add_up_to_the_plain_sums_in_any_layout() {
        let n = 2 * BLOCK * BLOCKS_PER_TASK + BLOCK + 7;
        let x = Array2::from_shape_fn((n, 2), |(i, j)| ((i * 7 + j * 5) % 11) as f64 - 5.0);
        let y = Array1::from_shape_fn(n, |i| (i % 2) as f64);
        let terms = array![0.3, -0.2, 0.1];
        let of = |x: ArrayView2<'_, f64>| {
            Sample {
                x: x.reborrow(),
                y: y.view(),
                weights: None,
                offset: None,
            }
            .information(terms.view())
        };
        let (mut gradient, mut corner) = (0.0, 0.0);
        for i in 0..n {
            let z = 0.3 - 0.2 * x[[i, 0]] + 0.1 * x[[i, 1]];
            let p = 1.0 / (1.0 + (-z).exp());
            gradient += (p - y[i]) * x[[i, 0]];
            corner += p * (1.0 - p) * x[[i, 0]] * x[[i, 1]];
        }
        let rows = of(x.view());
        assert!((rows.gradient[1] - gradient).abs() < 1e-8);
        assert!((rows.hessian[[1, 2]] - corner).abs() < 1e-8);
        let columns = x.t().to_owned();
        assert_eq!(of(columns.t()).hessian, rows.hessian);
    }

    #[test]
    fn extreme_log_odds_stay_finite_and_exact() {
        let point = Point::new(800.0);
        assert_eq!((point.probability, point.loss(1.0)), (1.0, 0.0));
        assert_eq!(point.loss(0.0), 800.0);
        let point = Point::new(-800.0);
        assert_eq!((point.probability, point.loss(0.0)), (0.0, 0.0));
    }
}
