//! Fitting a forest by the crate that makes its trees, and taking over what it made.

use std::collections::HashMap;

use forust_ml::objective::ObjectiveType;
use forust_ml::sampler::SampleMethod;
use forust_ml::tree::Tree as Made;
use forust_ml::{GradientBooster, Matrix};
use ndarray::{ArrayView1, ArrayView2};

use super::error::TreesError;
use super::model::{Forest, Tree};
use super::params::TreesValidParams;
use crate::validate;

/// Questions on the way to a leaf at most.
const MAX_DEPTH: usize = 8;

impl TreesValidParams {
    /// Fits a forest to the targets `y`, 0 or 1, with weights of the rows.
    ///
    /// # Errors
    /// Shapes that differ, values that are not finite, targets that are all alike.
    pub fn fit(
        &self,
        x: ArrayView2<'_, f64>,
        y: ArrayView1<'_, f64>,
        weights: ArrayView1<'_, f64>,
    ) -> Result<Forest, TreesError> {
        validate::matrix("x", x)?;
        validate::unit_vector("y", y, x.nrows())?;
        validate::weights(Some(weights), x.nrows())?;
        two_outcomes(y, weights)?;
        let by_column: Vec<f64> = x.t().iter().copied().collect();
        let matrix = Matrix::new(&by_column, x.nrows(), x.ncols());
        let mut booster = self.booster();
        booster
            .fit(&matrix, &y.to_vec(), &weights.to_vec(), None)
            .map_err(|error| TreesError::Refused(error.to_string()))?;
        Ok(Forest {
            base: booster.base_score,
            n_columns: x.ncols(),
            trees: booster.trees.iter().map(taken_over).collect(),
        })
    }

    /// One thread: a forest must not depend on how many there are, and several are fitted side by side.
    fn booster(&self) -> GradientBooster {
        GradientBooster::default()
            .set_objective_type(ObjectiveType::LogLoss)
            .set_initialize_base_score(true)
            .set_iterations(self.n_trees)
            .set_learning_rate(self.learning_rate as f32)
            .set_max_leaves(self.n_leaves)
            .set_max_depth(MAX_DEPTH)
            .set_min_leaf_weight(self.min_leaf_weight as f32)
            .set_l2(self.l2 as f32)
            .set_sample_method(SampleMethod::Random)
            .set_subsample(self.row_share as f32)
            .set_colsample_bytree(self.column_share)
            .set_seed(self.seed)
            .set_parallel(false)
    }
}

fn two_outcomes(y: ArrayView1<'_, f64>, weights: ArrayView1<'_, f64>) -> Result<(), TreesError> {
    let mut counted = y.iter().zip(weights).filter(|(_, w)| **w > 0.0);
    let Some((&target, _)) = counted.next() else {
        return Ok(());
    };
    match counted.any(|(other, _)| *other != target) {
        true => Ok(()),
        false => Err(TreesError::OneOutcome { target }),
    }
}

/// The nodes of one tree, each followed by its left branch: the order in which [`Tree`] keeps them.
fn taken_over(made: &Made) -> Tree {
    let at: HashMap<usize, usize> = made
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.num, at))
        .collect();
    let mut tree = Tree::default();
    // A right branch waits with the position of the node that leads to it.
    let mut waiting = vec![(0, None)];
    while let Some((num, parent)) = waiting.pop() {
        let here = tree.value.len();
        if let Some(parent) = parent {
            tree.right[parent] = here as u32;
        }
        let node = &made.nodes[at[&num]];
        tree.column.push(node.split_feature as u32);
        tree.threshold.push(node.split_value);
        tree.right.push(0);
        tree.value.push(f64::from(node.weight_value));
        tree.cover
            .push(f64::from(node.hessian_sum.max(f32::MIN_POSITIVE)));
        if !node.is_leaf {
            waiting.push((node.right_child, Some(here)));
            waiting.push((node.left_child, None));
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trees::TreesParams;
    use linfa::ParamGuard;
    use ndarray::{Array1, Array2};

    /// Nine of ten outcomes are 1 where two columns are both below or both above their corner.
    fn crossed() -> (Array2<f64>, Array1<f64>) {
        let spread = |i: usize, k: usize| ((i * k) % 1009) as f64 / 504.5 - 1.0;
        let x = Array2::from_shape_fn((3_000, 3), |(i, j)| spread(i, [37, 101, 419][j]));
        let y = x.rows().into_iter().enumerate();
        let y =
            y.map(|(i, row)| f64::from(((row[0] - 0.3) * (row[1] + 0.2) > 0.0) != (i % 10 == 0)));
        let y = y.collect();
        (x, y)
    }

    fn fitted(params: TreesParams) -> (Forest, Array2<f64>, Array1<f64>) {
        let (x, y) = crossed();
        let params = params.check().expect("in range");
        let forest = params.fit(x.view(), y.view(), Array1::ones(y.len()).view());
        (forest.expect("a forest"), x, y)
    }

    #[test]
    fn an_interaction_is_found() {
        // A tree of one column shows no interaction.
        let params = TreesParams::new(1).column_share(0.99).min_leaf_weight(2.0);
        let (forest, x, y) = fitted(params);
        let z = forest.log_odds(x.view()).expect("a prediction");
        let right = z.iter().zip(&y).filter(|(z, y)| (**z > 0.0) == (**y > 0.5));
        let right = right.count();
        assert!(right > 2_550, "{right} of 2,700 that follow the rule");
    }

    #[test]
    fn what_was_made_is_taken_over_to_the_last_leaf() {
        let (forest, x, y) = fitted(TreesParams::new(7));
        let params = TreesParams::new(7).check().expect("in range");
        let by_column: Vec<f64> = x.t().iter().copied().collect();
        let matrix = Matrix::new(&by_column, x.nrows(), x.ncols());
        let mut booster = params.booster();
        booster
            .fit(&matrix, &y.to_vec(), &vec![1.0; y.len()], None)
            .expect("a fit");
        let theirs = booster.predict(&matrix, false);
        let ours = forest.log_odds(x.view()).expect("a prediction");
        assert_eq!(ours.to_vec(), theirs);
    }

    #[test]
    fn a_seed_gives_one_forest_on_any_number_of_threads() {
        let on = |n: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
            pool.expect("a pool").install(|| {
                let (forest, x, _) = fitted(TreesParams::new(3).n_trees(40));
                let phi = forest.contributions(x.view()).expect("contributions");
                (forest, phi)
            })
        };
        assert_eq!(on(1), on(4));
        assert_ne!(fitted(TreesParams::new(4).n_trees(40)).0, on(1).0);
    }

    #[test]
    fn weights_count_as_rows() {
        let (x, y) = crossed();
        let params = TreesParams::new(1).check().expect("in range");
        let weights = y.mapv(|y| 1.0 + 2.0 * y);
        let forest = params.fit(x.view(), y.view(), weights.view());
        let forest = forest.expect("a forest");
        let share = y.dot(&weights) / weights.sum();
        let mean = forest.expected_log_odds();
        let base = (share / (1.0 - share)).ln();
        assert!((forest.base - base).abs() < 1e-3, "{} {base}", forest.base);
        assert!(mean > 0.5, "{mean}");
    }

    #[test]
    fn one_outcome_and_bad_values_are_refused() {
        let (mut x, y) = crossed();
        let params = TreesParams::new(1).check().expect("in range");
        let ones = Array1::ones(y.len());
        let one = params.fit(x.view(), ones.view(), ones.view());
        assert!(matches!(one, Err(TreesError::OneOutcome { target: 1.0 })));
        x[[5, 1]] = f64::NAN;
        let bad = params.fit(x.view(), y.view(), ones.view());
        assert!(matches!(bad, Err(TreesError::Data(_))));
    }
}
