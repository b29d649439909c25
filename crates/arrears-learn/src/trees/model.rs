//! The forest as plain data, and the log-odds it gives a row.

use ndarray::{Array1, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use super::error::TreesError;
use crate::{parallel, validate};

/// Fitted trees.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    pub(super) base: f64,
    pub(super) n_columns: usize,
    pub(super) trees: Vec<Tree>,
}

/// One tree, by node: the root first, and each node followed by the whole of its left branch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tree {
    /// The column asked about.
    pub(super) column: Vec<u32>,
    /// A row goes left below it.
    pub(super) threshold: Vec<f64>,
    /// Where the right branch begins; 0 for a leaf, since the root is nobody's branch.
    pub(super) right: Vec<u32>,
    /// Log-odds that a leaf adds.
    pub(super) value: Vec<f64>,
    /// Weight of the training rows that came through, by which branches are averaged.
    pub(super) cover: Vec<f64>,
}

impl Tree {
    /// Left and right branch of a node; nothing for a leaf.
    pub(super) fn branches(&self, node: usize) -> Option<(usize, usize)> {
        let right = self.right[node] as usize;
        (right > 0).then_some((node + 1, right))
    }

    pub(super) fn goes_left(&self, node: usize, row: ArrayView1<'_, f64>) -> bool {
        row[self.column[node] as usize] < self.threshold[node]
    }

    fn value(&self, row: ArrayView1<'_, f64>) -> f64 {
        let mut node = 0;
        while let Some((left, right)) = self.branches(node) {
            node = if self.goes_left(node, row) {
                left
            } else {
                right
            };
        }
        self.value[node]
    }

    /// The mean of the leaves by the rows that ended in them.
    pub(super) fn expected(&self, node: usize) -> f64 {
        match self.branches(node) {
            None => self.value[node],
            Some((left, right)) => {
                let share = self.cover[left] / (self.cover[left] + self.cover[right]);
                share * self.expected(left) + (1.0 - share) * self.expected(right)
            }
        }
    }
}

impl Forest {
    /// Log-odds of each row, shape `(n_rows)`.
    ///
    /// # Errors
    /// Another number of columns than the forest has, or a value that is not finite.
    pub fn log_odds(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>, TreesError> {
        validate::matrix_of_width("x", x, self.n_columns)?;
        let of_row = |row: usize| {
            let values = self.trees.iter().map(|tree| tree.value(x.row(row)));
            values.fold(self.base, |sum, value| sum + value)
        };
        let chunks = parallel::chunks(x.nrows(), |rows| rows.map(of_row).collect::<Vec<f64>>());
        Ok(chunks.concat().into())
    }

    /// Log-odds that the forest expects of a row of which nothing is known.
    pub fn expected_log_odds(&self) -> f64 {
        let trees = self.trees.iter().map(|tree| tree.expected(0));
        trees.fold(self.base, |sum, value| sum + value)
    }

    /// The forest of the first `n` trees.
    #[must_use]
    pub fn first(&self, n: usize) -> Self {
        Self {
            base: self.base,
            n_columns: self.n_columns,
            trees: self.trees.iter().take(n).cloned().collect(),
        }
    }

    /// Number of trees.
    pub fn n_trees(&self) -> usize {
        self.trees.len()
    }

    /// Number of columns of a row.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use ndarray::array;

    /// Left of 0.5 in column 0 a leaf of -1; right of it, -0.5 or 2 by column 1 at 3. Covers 6, 1 and 3.
    pub(in crate::trees) fn by_hand() -> Forest {
        let tree = Tree {
            column: vec![0, 0, 1, 0, 0],
            threshold: vec![0.5, 0.0, 3.0, 0.0, 0.0],
            right: vec![2, 0, 4, 0, 0],
            value: vec![0.0, -1.0, 0.0, -0.5, 2.0],
            cover: vec![10.0, 6.0, 4.0, 1.0, 3.0],
        };
        Forest {
            base: 0.25,
            n_columns: 3,
            trees: vec![tree.clone(), tree],
        }
    }

    #[test]
    fn a_row_gets_the_leaves_it_ends_in() {
        let x = array![[0.0, 9.0, 0.0], [0.5, 2.9, 0.0], [1.0, 3.0, 0.0]];
        let z = by_hand().log_odds(x.view()).expect("three columns");
        assert_eq!(z.to_vec(), [-1.75, -0.75, 4.25]);
        let first = by_hand().first(1).log_odds(x.view()).expect("three");
        assert_eq!(first.to_vec(), [-0.75, -0.25, 2.25]);
    }

    #[test]
    fn nothing_known_gives_the_mean_by_training_rows() {
        let mean = (-6.0 - 0.5 + 6.0) / 10.0;
        assert!((by_hand().expected_log_odds() - (0.25 + 2.0 * mean)).abs() < 1e-12);
    }

    #[test]
    fn another_number_of_columns_is_an_error() {
        let refused = by_hand().log_odds(array![[0.0, 1.0]].view());
        assert!(matches!(refused, Err(TreesError::Data(_))));
    }

    #[test]
    fn storing_keeps_every_bit() {
        let mut forest = by_hand();
        forest.trees[0].value[1] = f64::from(-0.1f32);
        forest.trees[0].threshold[0] = 0.1 + 0.2;
        let text = serde_json::to_string(&forest).expect("json");
        assert_eq!(serde_json::from_str::<Forest>(&text).expect("json"), forest);
    }
}
