//! The probability of one of two outcomes by many small decision trees, each made for what the ones before it left over.
//!
//! A tree asks whether a column lies below a threshold, then another, and gives a row the value of the leaf where it
//! ends; a row's log-odds are the sum over the trees. Unlike a regression it finds curved effects and interactions by
//! itself, and so tells how much a regression on the same columns leaves lying. It needs many rows to do so.
//!
//! The forest is plain data and predicts in every build. Fitting needs the cargo feature `trees`, since it is left to
//! another crate (`forust-ml`, which does as XGBoost does).
//!
//! ```text
//! z_i = base + sum_t value_t(leaf of row i in tree t),   p_i = 1 / (1 + exp(-z_i))
//!
//! z_i - E = sum_j phi_ij      E       log-odds expected before anything is known of the row
//!                             phi_ij  what column j adds to it (SHAP value)
//! ```
//!
//! - `n_trees`: trees at most; a forest of fewer is its beginning ([`Forest::first`]).
//! - `learning_rate`: the share of what is left over that each tree takes up.
//!
//! **What a column adds** ([`Forest::contributions`]) is the mean, over all orders in which the columns could become
//! known, of how far the expectation then moves. A column that is not known yet is averaged over: both sides of its
//! question count, each with its share of the training rows. Contributions add up to the log-odds exactly.
//!
//! References: Friedman 2001, doi:10.1214/aos/1013203451; Chen and Guestrin 2016, doi:10.1145/2939672.2939785; exact
//! contributions in polynomial time: Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9.

mod contributions;
mod error;
#[cfg(feature = "trees")]
mod fit;
mod model;
mod params;

pub use error::TreesError;
pub use model::Forest;
pub use params::{TreesParams, TreesValidParams};
