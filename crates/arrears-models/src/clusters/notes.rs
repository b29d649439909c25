//! What a reader of the clusters should know first: why there are none, or that one feature makes them.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Share of what sets clusters apart from which one feature is said to make them.
const DOMINATES: f64 = 0.8;

/// Why no clusters were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoClusters {
    /// Too few customers with enough mature invoices.
    TooFew {
        /// Those that there are.
        n: usize,
        /// Mature invoices that a customer needs.
        min_invoices: u32,
    },
    /// The method found no number of groups that was asked for.
    NotFound {
        /// Customers with enough mature invoices.
        n: usize,
    },
    /// They pay alike, in every feature.
    AllAlike {
        /// Customers with enough mature invoices.
        n: usize,
    },
}

/// The fewest customers in which two groups of two can be found.
const FEWEST: usize = 4;

impl NoClusters {
    pub(super) fn of(n: usize, min_invoices: u32) -> NoClusters {
        match n < FEWEST {
            true => NoClusters::TooFew { n, min_invoices },
            false => NoClusters::AllAlike { n },
        }
    }
}

/// The feature that accounts for nearly all of the squared distances between the clusters' means, and its share of them.
pub(super) fn dominating(
    x: &Array2<f64>,
    labels: &[Option<usize>],
    features: &[&str],
) -> Option<(String, f64)> {
    let k = labels.iter().flatten().max()? + 1;
    let mut sums = Array2::<f64>::zeros((k, x.ncols()));
    let mut sizes = vec![0.0; k];
    for (row, label) in x.outer_iter().zip(labels) {
        if let Some(label) = *label {
            sizes[label] += 1.0;
            for (sum, value) in sums.row_mut(label).iter_mut().zip(row) {
                *sum += value;
            }
        }
    }
    let n: f64 = sizes.iter().sum();
    let between = |column: usize| {
        let overall = sums.column(column).sum() / n;
        let of = |k: usize| {
            let mean = sums[[k, column]] / f64::max(sizes[k], 1.0);
            sizes[k] * (mean - overall) * (mean - overall)
        };
        (0..k).map(of).sum::<f64>()
    };
    let parts: Vec<f64> = (0..x.ncols()).map(between).collect();
    let total: f64 = parts.iter().sum();
    let found = parts.iter().position(|&part| part > DOMINATES * total)?;
    Some((features.get(found)?.to_string(), parts[found] / total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_feature_dominates_by_hand() {
        // Between the means (0, 0) and (3, 1) of two rows each: 9 of 10 parts.
        let x = array![[0.0, 0.0], [0.0, 0.0], [3.0, 1.0], [3.0, 1.0]];
        let labels = [Some(0), Some(0), Some(1), Some(1)];
        let (name, share) = dominating(&x, &labels, &["a", "b"]).expect("one");
        assert_eq!(name, "a");
        assert!((share - 0.9).abs() < 1e-12);
        let even = array![[0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [1.0, 1.0]];
        assert_eq!(dominating(&even, &labels, &["a", "b"]), None);
        assert_eq!(dominating(&x, &[None; 4], &["a", "b"]), None);
    }
}
