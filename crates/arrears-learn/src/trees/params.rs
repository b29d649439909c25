//! What the caller asks of a forest, and the same proved good.

use linfa::ParamGuard;

use crate::validate::{ParamError, at_least_one, non_negative, open_unit, positive};

/// Parameters of a forest as typed by the caller; `check` turns them into [`TreesValidParams`].
#[derive(Debug, Clone, PartialEq)]
pub struct TreesParams(TreesValidParams);

/// Parameters of a forest within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct TreesValidParams {
    pub(super) n_trees: usize,
    pub(super) learning_rate: f64,
    pub(super) n_leaves: usize,
    pub(super) min_leaf_weight: f64,
    pub(super) l2: f64,
    pub(super) row_share: f64,
    pub(super) column_share: f64,
    pub(super) seed: u64,
}

impl TreesParams {
    /// 200 trees of at most 15 leaves, a learning rate of 0.05, an `l2` of 10 and 20 per leaf, seven of ten rows and
    /// half the columns for each tree.
    pub fn new(seed: u64) -> Self {
        Self(TreesValidParams {
            n_trees: 200,
            learning_rate: 0.05,
            n_leaves: 15,
            min_leaf_weight: 20.0,
            l2: 10.0,
            row_share: 0.7,
            column_share: 0.5,
            seed,
        })
    }

    /// Trees, in `[1, inf)`.
    pub fn n_trees(mut self, n_trees: usize) -> Self {
        self.0.n_trees = n_trees;
        self
    }

    /// Share of what is left over that each tree takes up, in `(0, inf)`; smaller wants more trees.
    pub fn learning_rate(mut self, learning_rate: f64) -> Self {
        self.0.learning_rate = learning_rate;
        self
    }

    /// Leaves of a tree at most, in `[1, inf)`.
    pub fn n_leaves(mut self, n_leaves: usize) -> Self {
        self.0.n_leaves = n_leaves;
        self
    }

    /// Least sum of `w_i p_i (1 - p_i)` over the rows of a leaf, in `(0, inf)`.
    pub fn min_leaf_weight(mut self, weight: f64) -> Self {
        self.0.min_leaf_weight = weight;
        self
    }

    /// Strength of the squared penalty on the leaves' values, in `[0, inf)`.
    pub fn l2(mut self, l2: f64) -> Self {
        self.0.l2 = l2;
        self
    }

    /// Share of the rows drawn for each tree, in `(0, 1)`.
    pub fn row_share(mut self, share: f64) -> Self {
        self.0.row_share = share;
        self
    }

    /// Share of the columns drawn for each tree, in `(0, 1)`.
    pub fn column_share(mut self, share: f64) -> Self {
        self.0.column_share = share;
        self
    }
}

impl ParamGuard for TreesParams {
    type Checked = TreesValidParams;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        at_least_one("n_trees", self.0.n_trees)?;
        positive("learning_rate", self.0.learning_rate)?;
        at_least_one("n_leaves", self.0.n_leaves)?;
        positive("min_leaf_weight", self.0.min_leaf_weight)?;
        non_negative("l2", self.0.l2)?;
        open_unit("row_share", self.0.row_share)?;
        open_unit("column_share", self.0.column_share)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked, Self::Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_is_kept() {
        let p = || TreesParams::new(1);
        let refused = [
            (p().n_trees(0), "n_trees"),
            (p().learning_rate(0.0), "learning_rate"),
            (p().learning_rate(f64::NAN), "learning_rate"),
            (p().n_leaves(0), "n_leaves"),
            (p().min_leaf_weight(0.0), "min_leaf_weight"),
            (p().l2(-1e-9), "l2"),
            (p().row_share(0.0), "row_share"),
            (p().row_share(1.0), "row_share"),
            (p().column_share(0.0), "column_share"),
            (p().column_share(1.0), "column_share"),
        ];
        for (params, name) in refused {
            assert_eq!(params.check().unwrap_err().name, name);
        }
        assert!(p().n_trees(1).n_leaves(1).l2(0.0).check().is_ok());
    }
}
