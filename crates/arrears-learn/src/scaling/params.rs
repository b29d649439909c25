//! The two ways to find a column's centre and spread.

use linfa::ParamGuard;

use crate::validate::{ParamError, open_unit};

/// Centre = mean, scale = standard deviation (divisor `n`). It has no parameters to check.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StandardScaler;

/// Centre = median, scale = distance between two quantiles; few far-off rows do not move it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RobustScaler(RobustValidScaler);

/// A robust scaler with quantiles in range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RobustValidScaler {
    lower: f64,
    upper: f64,
}

impl Default for RobustScaler {
    fn default() -> Self {
        Self::new()
    }
}

impl RobustScaler {
    /// The interquartile range: quantiles 0.25 and 0.75.
    pub fn new() -> Self {
        Self(RobustValidScaler {
            lower: 0.25,
            upper: 0.75,
        })
    }

    /// Quantiles whose distance is the scale, `0 < lower < upper < 1`.
    pub fn quantiles(mut self, lower: f64, upper: f64) -> Self {
        self.0.lower = lower;
        self.0.upper = upper;
        self
    }
}

impl RobustValidScaler {
    /// The lower quantile.
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// The upper quantile.
    pub fn upper(&self) -> f64 {
        self.upper
    }
}

impl ParamGuard for RobustScaler {
    type Checked = RobustValidScaler;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        open_unit("lower", self.0.lower)?;
        open_unit("upper", self.0.upper)?;
        if self.0.lower >= self.0.upper {
            return Err(ParamError {
                name: "upper",
                accepted: "above `lower`",
                value: self.0.upper.to_string(),
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
    fn every_bound_is_kept() {
        let refused = [
            (0.0, 0.75, "lower"),
            (f64::NAN, 0.75, "lower"),
            (f64::NEG_INFINITY, 0.75, "lower"),
            (0.25, 1.0, "upper"),
            (0.25, f64::NAN, "upper"),
            (0.25, f64::INFINITY, "upper"),
            (0.5, 0.5, "upper"),
            (0.75, 0.25, "upper"),
        ];
        for (lower, upper, name) in refused {
            let error = RobustScaler::new().quantiles(lower, upper).check();
            assert_eq!(error.unwrap_err().name, name);
        }
        assert!(RobustScaler::new().quantiles(0.01, 0.99).check().is_ok());
    }
}
