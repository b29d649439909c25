//! What the caller asks of binning, and the same proved good.

use linfa::ParamGuard;

use crate::validate::{ParamError, at_least_one, open_unit};

/// Parameters of binning as typed by the caller; `check` turns them into [`BinningValidParams`].
#[derive(Debug, Clone, PartialEq)]
pub struct BinningParams(BinningValidParams);

/// Parameters of binning within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct BinningValidParams {
    pub(super) n_quantiles: usize,
    pub(super) max_bins: usize,
    pub(super) min_share: f64,
    pub(super) min_outcome_share: f64,
    pub(super) edges: Option<Vec<f64>>,
}

impl Default for BinningParams {
    fn default() -> Self {
        Self::new()
    }
}

impl BinningParams {
    /// From twenty quantiles to eight bins at most, of 5 % of the rows and 2 % of either outcome each.
    pub fn new() -> Self {
        Self(BinningValidParams {
            n_quantiles: 20,
            max_bins: 8,
            min_share: 0.05,
            min_outcome_share: 0.02,
            edges: None,
        })
    }

    /// Bins of equal count that pooling begins with, in `[1, inf)`.
    pub fn n_quantiles(mut self, n_quantiles: usize) -> Self {
        self.0.n_quantiles = n_quantiles;
        self
    }

    /// Bins of known values at most, in `[1, inf)`.
    pub fn max_bins(mut self, max_bins: usize) -> Self {
        self.0.max_bins = max_bins;
        self
    }

    /// Share of all rows that a bin of known values must hold, in `(0, 1)`.
    pub fn min_share(mut self, min_share: f64) -> Self {
        self.0.min_share = min_share;
        self
    }

    /// Share of all rows with the event, and of all rows without it, that a bin of known values must
    /// hold, in `(0, 1)`.
    pub fn min_outcome_share(mut self, min_outcome_share: f64) -> Self {
        self.0.min_outcome_share = min_outcome_share;
        self
    }

    /// Edges to be used as they are, finite and rising; the other parameters then have no say.
    pub fn edges(mut self, edges: Vec<f64>) -> Self {
        self.0.edges = Some(edges);
        self
    }
}

impl ParamGuard for BinningParams {
    type Checked = BinningValidParams;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        at_least_one("n_quantiles", self.0.n_quantiles)?;
        at_least_one("max_bins", self.0.max_bins)?;
        open_unit("min_share", self.0.min_share)?;
        open_unit("min_outcome_share", self.0.min_outcome_share)?;
        let edges = self.0.edges.as_deref().unwrap_or_default();
        let rising = edges.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising || edges.iter().any(|edge| !edge.is_finite()) {
            return Err(ParamError {
                name: "edges",
                accepted: "finite numbers, each above the one before",
                value: format!("{edges:?}"),
            });
        }
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
    fn the_bounds_themselves_are_accepted() {
        let least = BinningParams::new().n_quantiles(1).max_bins(1);
        assert!(least.min_share(f64::MIN_POSITIVE).check().is_ok());
        assert!(BinningParams::new().edges(vec![]).check().is_ok());
        assert!(BinningParams::new().edges(vec![-1.0, 0.5]).check().is_ok());
    }

    #[test]
    fn every_bound_is_kept() {
        let p = BinningParams::new;
        let refused = [
            (p().n_quantiles(0), "n_quantiles"),
            (p().max_bins(0), "max_bins"),
            (p().min_share(0.0), "min_share"),
            (p().min_share(1.0), "min_share"),
            (p().min_share(f64::NAN), "min_share"),
            (p().min_outcome_share(0.0), "min_outcome_share"),
            (p().min_outcome_share(f64::INFINITY), "min_outcome_share"),
            (p().edges(vec![1.0, 1.0]), "edges"),
            (p().edges(vec![2.0, 1.0]), "edges"),
            (p().edges(vec![f64::NAN]), "edges"),
            (p().edges(vec![0.0, f64::INFINITY]), "edges"),
        ];
        for (params, name) in refused {
            assert_eq!(params.check().unwrap_err().name, name);
        }
    }
}
