//! What each column adds to a row's log-odds: exact SHAP values of trees (Lundberg et al. 2020, algorithm 2).
//!
//! Along a path from the root, `weight[k]` holds the summed weight of all sets of `k` known columns among those asked so
//! far, times the share of training rows that come this way when the others are unknown. Adding a column to the path
//! and taking one out again are both linear in its length, so that no set is ever listed.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::error::TreesError;
use super::model::{Forest, Tree};
use crate::validate;

/// One column of the path: the share of the training rows that come through without knowing it, whether this row does
/// when it is known (1 or 0), and the weight of the sets of its position's size.
#[derive(Debug, Clone, Copy)]
struct Asked {
    column: Option<usize>,
    unknown: f64,
    known: f64,
    weight: f64,
}

impl Forest {
    /// What each column adds to each row's log-odds, shape `(n_rows, n_columns)`: with
    /// [`expected_log_odds`](Forest::expected_log_odds) a row adds up to its log-odds.
    ///
    /// # Errors
    /// Another number of columns than the forest has, or a value that is not finite.
    pub fn contributions(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>, TreesError> {
        validate::matrix_of_width("x", x, self.n_columns)?;
        let mut phi = Array2::zeros(x.dim());
        phi.axis_iter_mut(Axis(0))
            .into_par_iter()
            .enumerate()
            .for_each(|(i, mut phi)| {
                let mut own = vec![0.0; self.n_columns];
                for tree in &self.trees {
                    let mut walk = Walk {
                        tree,
                        row: x.row(i),
                        phi: &mut own,
                    };
                    let root = Asked {
                        column: None,
                        unknown: 1.0,
                        known: 1.0,
                        weight: 0.0,
                    };
                    walk.down(0, Vec::new(), root);
                }
                phi.iter_mut().zip(own).for_each(|(phi, own)| *phi = own);
            });
        Ok(phi)
    }
}

struct Walk<'a> {
    tree: &'a Tree,
    row: ArrayView1<'a, f64>,
    phi: &'a mut [f64],
}

impl Walk<'_> {
    fn down(&mut self, node: usize, mut path: Vec<Asked>, next: Asked) {
        extend(&mut path, next);
        let Some((left, right)) = self.tree.branches(node) else {
            return self.leaf(node, &path);
        };
        let column = self.tree.column[node] as usize;
        let (mut unknown, mut known) = (1.0, 1.0);
        if let Some(at) = path.iter().position(|asked| asked.column == Some(column)) {
            (unknown, known) = (path[at].unknown, path[at].known);
            without(&mut path, at);
        }
        let covers = self.tree.cover[left] + self.tree.cover[right];
        let goes_left = self.tree.goes_left(node, self.row);
        for (branch, taken) in [(left, goes_left), (right, !goes_left)] {
            let asked = Asked {
                column: Some(column),
                unknown: unknown * self.tree.cover[branch] / covers,
                known: if taken { known } else { 0.0 },
                weight: 0.0,
            };
            self.down(branch, path.clone(), asked);
        }
    }

    fn leaf(&mut self, node: usize, path: &[Asked]) {
        for (at, asked) in path.iter().enumerate() {
            let Some(column) = asked.column else {
                continue;
            };
            let mut others = path.to_vec();
            without(&mut others, at);
            let weight: f64 = others.iter().map(|asked| asked.weight).sum();
            self.phi[column] += weight * (asked.known - asked.unknown) * self.tree.value[node];
        }
    }
}

/// Adds a column to the path.
fn extend(path: &mut Vec<Asked>, next: Asked) {
    let length = path.len();
    let weight = if length == 0 { 1.0 } else { 0.0 };
    path.push(Asked { weight, ..next });
    let n = (length + 1) as f64;
    for i in (0..length).rev() {
        path[i + 1].weight += next.known * path[i].weight * (i + 1) as f64 / n;
        path[i].weight *= next.unknown * (length - i) as f64 / n;
    }
}

/// Takes a column out of the path: what [`extend`] did, undone.
fn without(path: &mut Vec<Asked>, at: usize) {
    let last = path.len() - 1;
    let n = path.len() as f64;
    let Asked { unknown, known, .. } = path[at];
    let mut carried = path[last].weight;
    for i in (0..last).rev() {
        if known == 0.0 {
            path[i].weight *= n / (unknown * (last - i) as f64);
        } else {
            let before = path[i].weight;
            path[i].weight = carried * n / ((i + 1) as f64 * known);
            carried = before - path[i].weight * unknown * (last - i) as f64 / n;
        }
    }
    for i in at..last {
        let weight = path[i].weight;
        path[i] = Asked {
            weight,
            ..path[i + 1]
        };
    }
    path.pop();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trees::model::tests::by_hand;
    use ndarray::array;
    use proptest::prelude::*;

    /// The log-odds expected of a row of which only some columns are known.
    fn expected(tree: &Tree, node: usize, row: ArrayView1<'_, f64>, known: u32) -> f64 {
        let Some((left, right)) = tree.branches(node) else {
            return tree.value[node];
        };
        if known >> tree.column[node] & 1 == 1 {
            let branch = if tree.goes_left(node, row) {
                left
            } else {
                right
            };
            return expected(tree, branch, row, known);
        }
        let share = tree.cover[left] / (tree.cover[left] + tree.cover[right]);
        share * expected(tree, left, row, known) + (1.0 - share) * expected(tree, right, row, known)
    }

    /// The definition, over every set of other columns.
    fn by_definition(forest: &Forest, row: ArrayView1<'_, f64>, column: u32) -> f64 {
        let n = forest.n_columns() as u32;
        let factorial = |k: u32| (1..=k).map(f64::from).product::<f64>();
        let sets = (0..1u32 << n).filter(|set| set >> column & 1 == 0);
        sets.map(|set| {
            let size = set.count_ones();
            let weight = factorial(size) * factorial(n - size - 1) / factorial(n);
            let with = |known| -> f64 {
                let trees = forest.trees.iter();
                trees.map(|tree| expected(tree, 0, row, known)).sum()
            };
            weight * (with(set | 1 << column) - with(set))
        })
        .sum()
    }

    /// A tree of a given depth whose node `k` asks about `columns[k]` at `thresholds[k]`.
    fn grown(depth: u32, columns: &[u32], numbers: &[f64]) -> Tree {
        fn grow(tree: &mut Tree, depth: u32, columns: &[u32], numbers: &[f64]) -> f64 {
            let here = tree.value.len();
            let number = numbers[here % numbers.len()];
            tree.column.push(columns[here % columns.len()]);
            tree.threshold.push(number);
            tree.right.push(0);
            tree.value.push(2.0 * number - 1.0);
            tree.cover.push(0.1 + number);
            if depth == 0 || here % 7 == 6 {
                return tree.cover[here];
            }
            let left = grow(tree, depth - 1, columns, numbers);
            tree.right[here] = tree.value.len() as u32;
            let right = grow(tree, depth - 1, columns, numbers);
            tree.cover[here] = left + right;
            left + right
        }
        let mut tree = Tree::default();
        grow(&mut tree, depth, columns, numbers);
        tree
    }

    #[test]
    fn one_question_moves_its_column_alone() {
        // Left of the root or not is all there is to know of this row: -1 against a mean of -0.05, twice.
        let phi = by_hand().contributions(array![[0.0, 1.0, 9.0]].view());
        let phi = phi.expect("three columns");
        assert_eq!(phi[[0, 2]], 0.0);
        let sum = phi.sum() + by_hand().expected_log_odds();
        assert!((sum + 1.75).abs() < 1e-12, "{phi}");
    }

    proptest! {
        #[test]
        fn contributions_are_those_of_the_definition_and_add_up(
            columns in prop::collection::vec(0u32..5, 31),
            numbers in prop::collection::vec(0.01f64..0.99, 31),
            row in prop::collection::vec(0.0f64..1.0, 5),
            depth in 0u32..5,
        ) {
            let forest = Forest {
                base: -0.3,
                n_columns: 5,
                trees: vec![grown(depth, &columns, &numbers), grown(2, &columns[3..], &numbers[5..])],
            };
            let x = Array2::from_shape_vec((1, 5), row).expect("one row");
            let phi = forest.contributions(x.view()).expect("five columns");
            for column in 0..5 {
                let exact = by_definition(&forest, x.row(0), column);
                prop_assert!((phi[[0, column as usize]] - exact).abs() < 1e-9, "{phi} {exact}");
            }
            let z = forest.log_odds(x.view()).expect("five columns")[0];
            prop_assert!((phi.sum() + forest.expected_log_odds() - z).abs() < 1e-9);
        }
    }
}
