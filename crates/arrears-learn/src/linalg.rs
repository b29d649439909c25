//! Cholesky's factor of a small symmetric matrix, and what is solved with it.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// A pivot below this part of its diagonal entry is rounding noise.
const SMALLEST_PIVOT: f64 = 1e-13;

/// The lower-triangular `L` of `L L' = A + ridge * I`.
pub(crate) struct Cholesky {
    lower: Array2<f64>,
    /// What had to be added to the diagonal; 0 unless the matrix is singular to rounding.
    pub(crate) ridge: f64,
}

impl Cholesky {
    /// Factors a positive semi-definite matrix whose entries are of order 1, raising its diagonal
    /// by 1e-12, 1e-10, and so on, until no pivot is lost in rounding. `None` if 1 is not enough,
    /// which takes an indefinite or a non-finite matrix.
    pub(crate) fn new(matrix: ArrayView2<'_, f64>) -> Option<Self> {
        let ridges = [0.0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0];
        ridges.into_iter().find_map(|ridge| {
            let lower = factor(matrix, ridge)?;
            Some(Self { lower, ridge })
        })
    }

    /// `x` in `(L L') x = b`.
    pub(crate) fn solve(&self, b: ArrayView1<'_, f64>) -> Array1<f64> {
        let n = b.len();
        let mut x = b.to_owned();
        for i in 0..n {
            let done: f64 = (0..i).map(|k| self.lower[[i, k]] * x[k]).sum();
            x[i] = (x[i] - done) / self.lower[[i, i]];
        }
        for i in (0..n).rev() {
            let done: f64 = (i + 1..n).map(|k| self.lower[[k, i]] * x[k]).sum();
            x[i] = (x[i] - done) / self.lower[[i, i]];
        }
        x
    }

    /// The diagonal of the inverse.
    pub(crate) fn inverse_diagonal(&self) -> Array1<f64> {
        let n = self.lower.nrows();
        let entry = |i: usize| {
            let mut unit = Array1::zeros(n);
            unit[i] = 1.0;
            self.solve(unit.view())[i]
        };
        (0..n).map(entry).collect()
    }
}

/// Logarithm of the determinant of a positive definite matrix; `None` where it is not one, to rounding.
pub(crate) fn log_determinant(matrix: ArrayView2<'_, f64>) -> Option<f64> {
    let lower = factor(matrix, 0.0)?;
    Some(2.0 * lower.diag().iter().map(|pivot| pivot.ln()).sum::<f64>())
}

fn factor(matrix: ArrayView2<'_, f64>, ridge: f64) -> Option<Array2<f64>> {
    let n = matrix.nrows();
    let mut lower = Array2::<f64>::zeros((n, n));
    for j in 0..n {
        let diagonal = matrix[[j, j]] + ridge;
        let pivot = diagonal - squares_before(&lower, j);
        if pivot.is_nan() || pivot <= SMALLEST_PIVOT * diagonal {
            return None;
        }
        lower[[j, j]] = pivot.sqrt();
        for i in j + 1..n {
            lower[[i, j]] = (matrix[[i, j]] - dot_before(&lower, i, j)) / lower[[j, j]];
        }
    }
    Some(lower)
}

/// Rows and columns that earlier ones determine: those whose pivot, in a factorisation that skips
/// them, is below `tolerance`. The matrix has ones on its diagonal, or zeros for columns of zeros.
pub(crate) fn dependent(correlation: ArrayView2<'_, f64>, tolerance: f64) -> Vec<bool> {
    let n = correlation.nrows();
    let mut lower = Array2::<f64>::zeros((n, n));
    let mut dependent = vec![false; n];
    for j in 0..n {
        let pivot = correlation[[j, j]] - squares_before(&lower, j);
        if pivot <= tolerance {
            // Its column of the factor stays zero, so that it takes nothing from later ones.
            dependent[j] = true;
            continue;
        }
        lower[[j, j]] = pivot.sqrt();
        for i in j + 1..n {
            lower[[i, j]] = (correlation[[i, j]] - dot_before(&lower, i, j)) / lower[[j, j]];
        }
    }
    dependent
}

fn squares_before(lower: &Array2<f64>, j: usize) -> f64 {
    dot_before(lower, j, j)
}

fn dot_before(lower: &Array2<f64>, i: usize, j: usize) -> f64 {
    (0..j).map(|k| lower[[i, k]] * lower[[j, k]]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn solves_by_hand() {
        let cholesky = Cholesky::new(array![[4.0, 2.0], [2.0, 3.0]].view()).unwrap();
        assert_eq!(cholesky.ridge, 0.0);
        let x = cholesky.solve(array![8.0, 8.0].view());
        assert!((&x - &array![1.0, 2.0]).mapv(f64::abs).sum() < 1e-14);
        // The inverse is 1/8 [[3, -2], [-2, 4]].
        let diagonal = cholesky.inverse_diagonal();
        assert!((&diagonal - &array![0.375, 0.5]).mapv(f64::abs).sum() < 1e-14);
    }

    #[test]
    fn a_singular_matrix_gets_a_ridge_and_a_bad_one_none() {
        let singular = Cholesky::new(Array2::ones((3, 3)).view()).unwrap();
        assert!(singular.ridge > 0.0 && singular.ridge < 1e-9);
        assert!(Cholesky::new(array![[f64::NAN]].view()).is_none());
        assert!(Cholesky::new(array![[-3.0]].view()).is_none());
    }

    #[test]
    fn the_later_of_two_equal_columns_is_dependent() {
        let half = 0.5f64.sqrt();
        // Column 2 is the sum of 0 and 1, column 3 is zero.
        let correlation = array![
            [1.0, 0.0, half, 0.0],
            [0.0, 1.0, half, 0.0],
            [half, half, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0],
        ];
        assert_eq!(
            dependent(correlation.view(), 1e-12),
            [false, false, true, true]
        );
    }

    #[test]
    fn a_determinant_by_hand() {
        let matrix = array![[4.0, 2.0], [2.0, 3.0]];
        let found = log_determinant(matrix.view()).unwrap();
        assert!((found - 8.0_f64.ln()).abs() < 1e-12);
        assert!(log_determinant(array![[1.0, 1.0], [1.0, 1.0]].view()).is_none());
    }
}
