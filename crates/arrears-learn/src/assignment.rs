//! Which of these belongs to which of those: the assignment of rows to columns with the highest total.
//!
//! Each row gets one column at most and each column one row at most, so that the sum of the chosen
//! entries is as high as any such choice can make it. Entries are whole numbers: equal totals are
//! equal, and the same matrix gives the same choice.
//!
//! ```
//! use arrears_learn::assignment::assign;
//! use ndarray::array;
//!
//! // Taking the highest entry first (9, then 1) would be worth 10; the best choice is worth 16.
//! assert_eq!(assign(array![[9, 8], [8, 1]].view()), [Some(1), Some(0)]);
//! ```
//!
//! The method is that of shortest augmenting paths with potentials (Kuhn 1955,
//! doi:10.1002/nav.3800020109; Munkres 1957, doi:10.1137/0105003; in the form of Jonker and Volgenant
//! 1987, doi:10.1007/BF02278710), `O(n^2 m)` for `n` rows and `m >= n` columns. The crate
//! `pathfinding` has it too, with four crates more in our lock file and as many lines to call it.

use ndarray::ArrayView2;

/// The column of each row in an assignment of the highest total; `None` for a row that is left over
/// where there are more rows than columns.
pub fn assign(value: ArrayView2<'_, i64>) -> Vec<Option<usize>> {
    if value.is_empty() {
        return vec![None; value.nrows()];
    }
    if value.nrows() <= value.ncols() {
        return lowest_cost(value).into_iter().map(Some).collect();
    }
    let mut columns = vec![None; value.nrows()];
    for (column, row) in lowest_cost(value.t()).into_iter().enumerate() {
        columns[row] = Some(column);
    }
    columns
}

/// No column: the root of the path that looks for one.
const NONE: usize = usize::MAX;

/// The column of each row; there are at least as many columns as rows. The cost is the value's negative.
fn lowest_cost(value: ArrayView2<'_, i64>) -> Vec<usize> {
    let mut search = Search {
        value,
        row_potential: vec![0; value.nrows()],
        column_potential: vec![0; value.ncols()],
        row_of: vec![NONE; value.ncols()],
    };
    (0..value.nrows()).for_each(|row| search.add(row));
    let mut columns = vec![0; value.nrows()];
    for (column, &row) in search
        .row_of
        .iter()
        .enumerate()
        .filter(|(_, row)| **row != NONE)
    {
        columns[row] = column;
    }
    columns
}

struct Search<'a> {
    value: ArrayView2<'a, i64>,
    row_potential: Vec<i64>,
    column_potential: Vec<i64>,
    /// Row of each column so far.
    row_of: Vec<usize>,
}

impl Search<'_> {
    /// Gives `row` a column, and other rows another one where the total is the better for it.
    fn add(&mut self, row: usize) {
        let n = self.row_of.len();
        let mut shortest = vec![i64::MAX; n];
        let mut came_from = vec![NONE; n];
        let mut done = vec![false; n];
        let (mut row, mut column) = (row, NONE);
        let root = row;
        loop {
            for next in (0..n).filter(|&next| !done[next]) {
                let reduced = -self.value[[row, next]]
                    - self.row_potential[row]
                    - self.column_potential[next];
                if reduced < shortest[next] {
                    (shortest[next], came_from[next]) = (reduced, column);
                }
            }
            // The first among equals: `min_by_key` keeps it. There is one, as columns do not run out before rows.
            let Some(nearest) = (0..n).filter(|&c| !done[c]).min_by_key(|&c| shortest[c]) else {
                return;
            };
            self.shift(root, shortest[nearest], &done, &mut shortest);
            done[nearest] = true;
            column = nearest;
            row = self.row_of[column];
            if row == NONE {
                break;
            }
        }
        self.augment(root, column, &came_from);
    }

    /// Brings the nearest column to cost 0, keeping it at 0 along the path so far.
    fn shift(&mut self, root: usize, by: i64, done: &[bool], shortest: &mut [i64]) {
        self.row_potential[root] += by;
        for (column, done) in done.iter().enumerate() {
            if *done {
                self.row_potential[self.row_of[column]] += by;
                self.column_potential[column] -= by;
            } else {
                shortest[column] -= by;
            }
        }
    }

    /// Moves every row on the path one column on.
    fn augment(&mut self, root: usize, mut column: usize, came_from: &[usize]) {
        while column != NONE {
            let before = came_from[column];
            self.row_of[column] = if before == NONE {
                root
            } else {
                self.row_of[before]
            };
            column = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    fn total(value: &Array2<i64>, columns: &[Option<usize>]) -> i64 {
        let pairs = columns.iter().enumerate();
        pairs
            .filter_map(|(row, column)| Some(value[[row, (*column)?]]))
            .sum()
    }

    /// Every choice there is.
    fn best_of_all(value: &Array2<i64>, row: usize, taken: &mut Vec<usize>, left: usize) -> i64 {
        if row == value.nrows() {
            return if left == 0 { 0 } else { i64::MIN / 2 };
        }
        let mut best = best_of_all_skipping(value, row, taken, left);
        for column in (0..value.ncols())
            .filter(|c| left > 0 && !taken.contains(c))
            .collect::<Vec<_>>()
        {
            taken.push(column);
            best = best.max(value[[row, column]] + best_of_all(value, row + 1, taken, left - 1));
            taken.pop();
        }
        best
    }

    fn best_of_all_skipping(
        value: &Array2<i64>,
        row: usize,
        taken: &mut Vec<usize>,
        left: usize,
    ) -> i64 {
        let rows_left = value.nrows() - row;
        if rows_left > left {
            best_of_all(value, row + 1, taken, left)
        } else {
            i64::MIN / 2
        }
    }

    #[test]
    fn no_choice_is_worth_more() {
        // A sequence without pattern: x -> 1103515245 x + 12345 modulo 2^31.
        let mut state: i64 = 7;
        for (rows, columns) in [
            (1, 1),
            (2, 2),
            (3, 3),
            (4, 4),
            (5, 5),
            (3, 5),
            (5, 3),
            (1, 6),
            (6, 1),
        ] {
            for _ in 0..40 {
                let value = Array2::from_shape_simple_fn((rows, columns), || {
                    state = (1_103_515_245 * state + 12_345) % (1 << 31);
                    (state >> 16) % 21 - 10
                });
                let found = assign(value.view());
                let mut used: Vec<usize> = found.iter().flatten().copied().collect();
                assert_eq!(used.len(), rows.min(columns));
                used.sort_unstable();
                used.dedup();
                assert_eq!(used.len(), rows.min(columns), "a column was given twice");
                let best = best_of_all(&value, 0, &mut Vec::new(), rows.min(columns));
                assert_eq!(total(&value, &found), best, "{value}");
            }
        }
    }

    #[test]
    fn worked_by_hand() {
        assert_eq!(
            assign(array![[1, 2, 3], [2, 4, 6], [3, 6, 9]].view()),
            [Some(0), Some(1), Some(2)]
        );
        assert_eq!(assign(array![[5], [7]].view()), [None, Some(0)]);
    }

    #[test]
    fn nothing_is_assigned_to_nothing() {
        assert_eq!(assign(Array2::zeros((2, 0)).view()), [None, None]);
        assert!(assign(Array2::zeros((0, 2)).view()).is_empty());
    }
}
