//! Customers as points: numbers on the scale, and categories where they take part.

use ndarray::{Array2, Axis};

/// Customers on the scale.
#[derive(Debug, Clone)]
pub(super) struct Points {
    /// Shape `(n_rows, n_features)`.
    pub(super) x: Array2<f64>,
    /// Codes of categories, shape `(n_rows, n_categories)`; no column where no category takes part.
    pub(super) codes: Array2<u32>,
}

impl Points {
    /// Numbers alone.
    pub(super) fn of_numbers(x: Array2<f64>) -> Points {
        let codes = Array2::zeros((x.nrows(), 0));
        Points { x, codes }
    }

    pub(super) fn n_rows(&self) -> usize {
        self.x.nrows()
    }

    pub(super) fn select(&self, rows: &[usize]) -> Points {
        Points {
            x: self.x.select(Axis(0), rows),
            codes: self.codes.select(Axis(0), rows),
        }
    }

    /// The categories beside other numbers: those of customers whose invoices were drawn anew.
    pub(super) fn with_numbers(&self, x: Array2<f64>) -> Points {
        let codes = self.codes.clone();
        Points { x, codes }
    }

    /// Numbers alone, in which two customers of different category lie `squared` farther apart, squared.
    pub(super) fn flat(&self, squared: f64) -> Array2<f64> {
        if self.codes.ncols() == 0 {
            return self.x.clone();
        }
        let mut kinds: Vec<(usize, u32)> = self
            .codes
            .indexed_iter()
            .map(|((_, column), &code)| (column, code))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let width = self.x.ncols();
        let one = (squared / 2.0).sqrt();
        Array2::from_shape_fn((self.n_rows(), width + kinds.len()), |(row, at)| {
            match at.checked_sub(width).map(|at| kinds[at]) {
                None => self.x[[row, at]],
                Some((column, code)) if self.codes[[row, column]] == code => one,
                Some(_) => 0.0,
            }
        })
    }

    /// How many rows differ, counted up to `enough`.
    pub(super) fn distinct(&self, enough: usize) -> usize {
        let mut seen: Vec<(Vec<u64>, Vec<u32>)> = Vec::new();
        for (row, codes) in self.x.outer_iter().zip(self.codes.outer_iter()) {
            let key = (row.iter().map(|v| v.to_bits()).collect(), codes.to_vec());
            if !seen.contains(&key) {
                seen.push(key);
            }
            if seen.len() >= enough {
                break;
            }
        }
        seen.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_category_that_differs_sets_apart_by_as_much_as_asked() {
        let points = Points {
            x: array![[0.5], [0.5], [0.5]],
            codes: array![[3u32], [3], [8]],
        };
        let flat = points.flat(0.25);
        let squared = |a: usize, b: usize| {
            let pairs = flat.row(a).into_iter().zip(flat.row(b));
            pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>()
        };
        assert_eq!(squared(0, 1), 0.0);
        assert!((squared(0, 2) - 0.25).abs() < 1e-12);
        assert_eq!(points.distinct(9), 2);
        assert_eq!(Points::of_numbers(points.x.clone()).distinct(9), 1);
    }
}
