//! What the caller asks of a bootstrap, and the same proved good.

use linfa::ParamGuard;

use crate::validate::{ParamError, at_least_one, open_unit};

/// Parameters of a bootstrap as typed by the caller; `check` turns them into
/// [`BootstrapValidParams`].
#[derive(Debug, Clone, PartialEq)]
pub struct BootstrapParams(BootstrapValidParams);

/// Parameters of a bootstrap within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct BootstrapValidParams {
    n_resamples: usize,
    level: f64,
    seed: u64,
}

impl BootstrapParams {
    /// 1000 resamples and a level of 0.95; the seed is required.
    pub fn new(seed: u64) -> Self {
        Self(BootstrapValidParams {
            n_resamples: 1000,
            level: 0.95,
            seed,
        })
    }

    /// Resamples to draw, in `[1, inf)`.
    pub fn n_resamples(mut self, n_resamples: usize) -> Self {
        self.0.n_resamples = n_resamples;
        self
    }

    /// Share of resamples the interval covers, in `(0, 1)`.
    pub fn level(mut self, level: f64) -> Self {
        self.0.level = level;
        self
    }
}

impl BootstrapValidParams {
    /// Resamples to draw.
    pub fn n_resamples(&self) -> usize {
        self.n_resamples
    }

    /// Share of resamples the interval covers.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The seed all resamples derive theirs from.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl ParamGuard for BootstrapParams {
    type Checked = BootstrapValidParams;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        at_least_one("n_resamples", self.0.n_resamples)?;
        open_unit("level", self.0.level)?;
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
        let p = || BootstrapParams::new(0);
        let refused = [
            (p().n_resamples(0), "n_resamples"),
            (p().level(0.0), "level"),
            (p().level(1.0), "level"),
            (p().level(f64::NAN), "level"),
            (p().level(f64::INFINITY), "level"),
        ];
        for (params, name) in refused {
            assert_eq!(params.check().unwrap_err().name, name);
        }
        assert!(p().n_resamples(1).level(0.5).check().is_ok());
    }
}
