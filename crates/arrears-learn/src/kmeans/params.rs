//! What the caller asks of k-means, and the same proved good.

use linfa::ParamGuard;

use crate::validate::{ParamError, at_least_one, non_negative};

/// Parameters of k-means as typed by the caller; `check` turns them into [`KMeansValidParams`].
#[derive(Debug, Clone, PartialEq)]
pub struct KMeansParams(KMeansValidParams);

/// Parameters of k-means within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct KMeansValidParams {
    n_clusters: usize,
    n_starts: usize,
    max_iterations: usize,
    tolerance: f64,
    seed: u64,
}

impl KMeansParams {
    /// `n_clusters` in `[1, inf)`; the seed is required because every figure depends on it.
    ///
    /// The rest starts at 10 starts, 300 iterations and a tolerance of 1e-4.
    pub fn new(n_clusters: usize, seed: u64) -> Self {
        Self(KMeansValidParams {
            n_clusters,
            n_starts: 10,
            max_iterations: 300,
            tolerance: 1e-4,
            seed,
        })
    }

    /// Groups to look for, in `[1, inf)`.
    pub fn n_clusters(mut self, n_clusters: usize) -> Self {
        self.0.n_clusters = n_clusters;
        self
    }

    /// How often to begin anew, in `[1, inf)`; the best of all starts is kept.
    pub fn n_starts(mut self, n_starts: usize) -> Self {
        self.0.n_starts = n_starts;
        self
    }

    /// Lloyd iterations at most per start, in `[1, inf)`.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Stop when the squared movement of all centres together is at most `tolerance` times the
    /// mean variance of the columns; in `[0, inf)`. 0 iterates until no row changes its cluster.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// The seed all starts derive theirs from.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl KMeansValidParams {
    /// Groups to look for.
    pub fn n_clusters(&self) -> usize {
        self.n_clusters
    }

    /// How often to begin anew.
    pub fn n_starts(&self) -> usize {
        self.n_starts
    }

    /// Lloyd iterations at most per start.
    pub fn max_iterations(&self) -> usize {
        self.max_iterations
    }

    /// Squared movement of the centres, in mean column variances, that ends a start.
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// The seed all starts derive theirs from.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl ParamGuard for KMeansParams {
    type Checked = KMeansValidParams;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        at_least_one("n_clusters", self.0.n_clusters)?;
        at_least_one("n_starts", self.0.n_starts)?;
        at_least_one("max_iterations", self.0.max_iterations)?;
        non_negative("tolerance", self.0.tolerance)?;
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

    fn good() -> KMeansParams {
        KMeansParams::new(1, 0)
            .n_starts(1)
            .max_iterations(1)
            .tolerance(0.0)
    }

    #[test]
    fn the_lower_bounds_themselves_are_accepted() {
        assert!(good().check().is_ok());
    }

    #[test]
    fn every_bound_is_kept() {
        let refused = [
            (good().n_clusters(0), "n_clusters"),
            (good().n_starts(0), "n_starts"),
            (good().max_iterations(0), "max_iterations"),
            (good().tolerance(-1e-9), "tolerance"),
            (good().tolerance(f64::NAN), "tolerance"),
            (good().tolerance(f64::INFINITY), "tolerance"),
        ];
        for (params, name) in refused {
            assert_eq!(params.check().unwrap_err().name, name);
        }
    }
}
