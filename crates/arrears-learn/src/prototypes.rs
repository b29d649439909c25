//! Groups by numbers and categories at once: k-prototypes.
//!
//! A group has a mean in the numbers and the most frequent category in each of the others. The distance of a row is the
//! squared Euclidean one over the numbers, and `gamma` for each category that differs.
//!
//! ```text
//! d(row, group) = sum_j (x_j - mean_j)^2 + gamma count(categories that differ)
//! ```
//!
//! Huang 1998, Extensions to the k-means algorithm for clustering large data sets with categorical values,
//! doi:10.1023/A:1009769707641. First groups are drawn as in k-means++ (Arthur and Vassilvitskii 2007) with this distance.

use ndarray::{Array2, ArrayView2};
use rand::Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::parallel;
use crate::random::task_rng;
use crate::validate::{self, DataError, ParamError};

/// A category that is not known; it differs from every other, and is never a group's most frequent one but where it is
/// all there is.
pub const UNKNOWN: u32 = u32::MAX;

/// Rounds at most.
const ROUNDS: usize = 200;

/// Why k-prototypes refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PrototypesError {
    /// A parameter outside its range.
    #[error(transparent)]
    Params(#[from] ParamError),
    /// Data that cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// Rows of numbers and of categories.
#[derive(Debug, Clone, Copy)]
pub struct Mixed<'a> {
    /// Shape `(n_rows, n_numbers)`.
    pub numbers: ArrayView2<'a, f64>,
    /// Shape `(n_rows, n_categories)`; [`UNKNOWN`] where unknown.
    pub categories: ArrayView2<'a, u32>,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrototypesParams {
    /// Groups, 1 or more.
    pub n_clusters: usize,
    /// Starts, 1 or more; the best of them is kept.
    pub n_starts: usize,
    /// What a category that differs counts, 0 or more.
    pub gamma: f64,
    /// Seed of the starts.
    pub seed: u64,
}

/// Fitted groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrototypesModel {
    gamma: f64,
    n_numbers: usize,
    n_categories: usize,
    means: Vec<f64>,
    modes: Vec<u32>,
    cost: f64,
}

impl PrototypesParams {
    /// Fits groups to the rows.
    pub fn fit(&self, rows: Mixed<'_>) -> Result<PrototypesModel, PrototypesError> {
        self.check()?;
        let rows = Table::new(rows)?;
        let starts: Vec<PrototypesModel> = (0..self.n_starts)
            .into_par_iter()
            .map(|start| self.one_start(&rows, start))
            .collect();
        let better = |best: PrototypesModel, next: PrototypesModel| match next.cost < best.cost {
            true => next,
            false => best,
        };
        let best = starts.into_iter().reduce(better);
        best.ok_or(DataError::Empty { name: "numbers" }.into())
    }

    fn check(&self) -> Result<(), ParamError> {
        let at_least_one = |name, value: usize| match value {
            0 => Err(ParamError {
                name,
                accepted: "1 or more",
                value: value.to_string(),
            }),
            _ => Ok(()),
        };
        at_least_one("n_clusters", self.n_clusters)?;
        at_least_one("n_starts", self.n_starts)?;
        if self.gamma >= 0.0 && self.gamma.is_finite() {
            return Ok(());
        }
        Err(ParamError {
            name: "gamma",
            accepted: "0 or more",
            value: self.gamma.to_string(),
        })
    }

    fn one_start(&self, rows: &Table, start: usize) -> PrototypesModel {
        let mut model = self.seeded(rows, start);
        let mut labels = Vec::new();
        for _ in 0..ROUNDS {
            let (next, cost) = model.assign(rows);
            model.cost = cost;
            if next == labels {
                break;
            }
            labels = next;
            model.update(rows, &labels);
        }
        model
    }

    fn seeded(&self, rows: &Table, start: usize) -> PrototypesModel {
        let mut rng = task_rng(self.seed, start as u64);
        let mut model = PrototypesModel {
            gamma: self.gamma,
            n_numbers: rows.n_numbers,
            n_categories: rows.n_categories,
            means: Vec::new(),
            modes: Vec::new(),
            cost: f64::INFINITY,
        };
        let mut row = rng.random_range(0..rows.n);
        let mut nearest = vec![f64::INFINITY; rows.n];
        for _ in 0..self.n_clusters {
            model.means.extend(rows.numbers(row));
            model.modes.extend(rows.categories(row));
            let last = model.n_clusters() - 1;
            for (at, least) in nearest.iter_mut().enumerate() {
                *least = least.min(model.distance(rows, at, last));
            }
            let total: f64 = nearest.iter().sum();
            // Where every row stands on a group, any will do.
            row = match total > 0.0 {
                true => drawn(&nearest, rng.random::<f64>() * total),
                false => rng.random_range(0..rows.n),
            };
        }
        model
    }
}

/// The first row up to which the weights exceed `mark`.
fn drawn(weights: &[f64], mark: f64) -> usize {
    let mut sum = 0.0;
    let found = weights.iter().position(|weight| {
        sum += weight;
        sum > mark
    });
    found.unwrap_or(weights.len() - 1)
}

impl PrototypesModel {
    /// Groups.
    pub fn n_clusters(&self) -> usize {
        match self.n_numbers {
            0 => self.modes.len() / self.n_categories.max(1),
            width => self.means.len() / width,
        }
    }

    /// Means of the numbers, shape `(n_clusters, n_numbers)`.
    pub fn centres(&self) -> Array2<f64> {
        let shape = (self.n_clusters(), self.n_numbers);
        Array2::from_shape_fn(shape, |(k, j)| self.means[k * self.n_numbers + j])
    }

    /// The most frequent category of a group in each column of categories.
    pub fn modes(&self, cluster: usize) -> &[u32] {
        &self.modes[cluster * self.n_categories..(cluster + 1) * self.n_categories]
    }

    /// Sum of the training rows' distances to their groups.
    pub fn cost(&self) -> f64 {
        self.cost
    }

    /// The nearest group of each row; the lowest number among equals.
    pub fn predict(&self, rows: Mixed<'_>) -> Result<Vec<usize>, PrototypesError> {
        validate::matrix_of_width("numbers", rows.numbers, self.n_numbers)?;
        let n = rows.categories.ncols();
        validate::length("categories", n, self.n_categories)?;
        Ok(self.assign(&Table::new(rows)?).0)
    }

    /// The same groups, numbered anew: new group `i` is old group `order[i]`.
    pub fn reordered(&self, order: &[usize]) -> PrototypesModel {
        let mean = |&k: &usize| self.means[k * self.n_numbers..][..self.n_numbers].to_vec();
        PrototypesModel {
            means: order.iter().flat_map(mean).collect(),
            modes: order.iter().flat_map(|&k| self.modes(k).to_vec()).collect(),
            ..self.clone()
        }
    }

    fn distance(&self, rows: &Table, row: usize, cluster: usize) -> f64 {
        let mean = &self.means[cluster * self.n_numbers..][..self.n_numbers];
        let pairs = rows.numbers(row).iter().zip(mean);
        let squared: f64 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
        let pairs = rows.categories(row).iter().zip(self.modes(cluster));
        let n_differ = pairs.filter(|(a, b)| a != b || **a == UNKNOWN).count();
        squared + self.gamma * n_differ as f64
    }

    /// The nearest group of each row, and the sum of distances.
    fn assign(&self, rows: &Table) -> (Vec<usize>, f64) {
        let nearest = |row: usize| {
            let mut best = (f64::INFINITY, 0);
            for k in 0..self.n_clusters() {
                let distance = self.distance(rows, row, k);
                if distance < best.0 {
                    best = (distance, k);
                }
            }
            best
        };
        let chunks = parallel::chunks(rows.n, |range| range.map(nearest).collect::<Vec<_>>());
        let all = chunks.concat();
        let cost = parallel::sum(all.len(), |row| all[row].0);
        (all.into_iter().map(|(_, k)| k).collect(), cost)
    }

    /// Moves each group to the mean and the most frequent categories of its rows; one without rows stays.
    fn update(&mut self, rows: &Table, labels: &[usize]) {
        for k in 0..self.n_clusters() {
            let own: Vec<usize> = (0..rows.n).filter(|&row| labels[row] == k).collect();
            if own.is_empty() {
                continue;
            }
            for j in 0..self.n_numbers {
                let sum: f64 = own.iter().map(|&row| rows.numbers(row)[j]).sum();
                self.means[k * self.n_numbers + j] = sum / own.len() as f64;
            }
            for j in 0..self.n_categories {
                let codes = own.iter().map(|&row| rows.categories(row)[j]);
                self.modes[k * self.n_categories + j] = most_frequent(codes);
            }
        }
    }
}

/// The most frequent known category, the lowest among equals.
fn most_frequent(codes: impl Iterator<Item = u32>) -> u32 {
    let mut codes: Vec<u32> = codes.filter(|&code| code != UNKNOWN).collect();
    codes.sort_unstable();
    let mut best = (0, UNKNOWN);
    for same in codes.chunk_by(|a, b| a == b) {
        if same.len() > best.0 {
            best = (same.len(), same[0]);
        }
    }
    best.1
}

/// Rows in one stretch of memory each.
struct Table {
    n: usize,
    numbers: Vec<f64>,
    n_numbers: usize,
    codes: Vec<u32>,
    n_categories: usize,
}

impl Table {
    fn new(rows: Mixed<'_>) -> Result<Table, DataError> {
        validate::matrix("numbers", rows.numbers)?;
        let n = rows.numbers.nrows();
        validate::length("categories", rows.categories.nrows(), n)?;
        Ok(Table {
            n,
            numbers: rows.numbers.iter().copied().collect(),
            n_numbers: rows.numbers.ncols(),
            codes: rows.categories.iter().copied().collect(),
            n_categories: rows.categories.ncols(),
        })
    }

    fn numbers(&self, row: usize) -> &[f64] {
        &self.numbers[row * self.n_numbers..(row + 1) * self.n_numbers]
    }

    fn categories(&self, row: usize) -> &[u32] {
        &self.codes[row * self.n_categories..(row + 1) * self.n_categories]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn params(n_clusters: usize, gamma: f64) -> PrototypesParams {
        PrototypesParams {
            n_clusters,
            n_starts: 5,
            gamma,
            seed: 4,
        }
    }

    #[test]
    fn categories_split_what_numbers_do_not() {
        let numbers = array![[0.0], [0.1], [0.0], [0.1]];
        let categories = array![[7u32], [7], [3], [3]];
        let rows = Mixed {
            numbers: numbers.view(),
            categories: categories.view(),
        };
        let model = params(2, 1.0).fit(rows).unwrap();
        let labels = model.predict(rows).unwrap();
        assert_eq!(labels[0], labels[1]);
        assert_ne!(labels[0], labels[2]);
        assert_eq!(model.modes(labels[2]), [3]);
        assert!((model.centres()[[labels[0], 0]] - 0.05).abs() < 1e-12);
        // Each row lies 0.05 from its mean: four times its square.
        assert!((model.cost() - 4.0 * 0.0025).abs() < 1e-12);
        // What a category counts decides: without it the numbers split.
        let labels = params(2, 0.0).fit(rows).unwrap().predict(rows).unwrap();
        assert_eq!(labels[0], labels[2]);
        assert_ne!(labels[0], labels[1]);
        let turned = model.reordered(&[1, 0]).predict(rows).unwrap();
        assert_eq!(turned[0], 1 - model.predict(rows).unwrap()[0]);
    }

    #[test]
    fn the_most_frequent_known_category_stands_for_a_group() {
        assert_eq!(
            most_frequent([4, 2, 4, UNKNOWN, UNKNOWN, UNKNOWN].into_iter()),
            4
        );
        assert_eq!(
            most_frequent([9, 2].into_iter()),
            2,
            "the lowest among equals"
        );
        assert_eq!(most_frequent([UNKNOWN].into_iter()), UNKNOWN);
    }

    #[test]
    fn any_number_of_threads_gives_the_same_and_bounds_are_kept() {
        let numbers = Array2::from_shape_fn((5_000, 2), |(i, j)| ((i * 7 + j * 3) % 101) as f64);
        let categories = Array2::from_shape_fn((5_000, 1), |(i, _)| (i % 3) as u32);
        let rows = Mixed {
            numbers: numbers.view(),
            categories: categories.view(),
        };
        let fit = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.unwrap().install(|| params(4, 50.0).fit(rows).unwrap())
        };
        assert_eq!(fit(1), fit(4));
        assert!(params(0, 1.0).fit(rows).is_err());
        assert!(params(2, -1.0).fit(rows).is_err());
        assert!(params(2, f64::NAN).fit(rows).is_err());
        let few = categories.select(ndarray::Axis(0), &[0, 1]);
        let uneven = Mixed {
            numbers: numbers.view(),
            categories: few.view(),
        };
        assert!(params(2, 1.0).fit(uneven).is_err());
        // More groups than rows, and all rows alike: no panic.
        let same = Array2::from_elem((3, 1), 1.0);
        let codes = Array2::from_elem((3, 1), UNKNOWN);
        let rows = Mixed {
            numbers: same.view(),
            categories: codes.view(),
        };
        assert_eq!(params(5, 1.0).fit(rows).unwrap().n_clusters(), 5);
    }
}
