//! What the caller asks of logistic regression, and the same proved good.

use linfa::ParamGuard;

use crate::validate::{ParamError, at_least_one, non_negative, positive};

/// Parameters of logistic regression as typed by the caller; `check` turns them into
/// [`LogisticValidParams`].
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticParams(LogisticValidParams);

/// Parameters of logistic regression within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticValidParams {
    pub(super) l2: f64,
    pub(super) penalty_factors: Vec<f64>,
    pub(super) max_iterations: usize,
    pub(super) tolerance: f64,
}

impl Default for LogisticParams {
    fn default() -> Self {
        Self::new()
    }
}

impl LogisticParams {
    /// A penalty of 1, 50 iterations and a tolerance of 1e-8.
    pub fn new() -> Self {
        Self(LogisticValidParams {
            l2: 1.0,
            penalty_factors: Vec::new(),
            max_iterations: 50,
            tolerance: 1e-8,
        })
    }

    /// Strength of the squared penalty on the coefficients (never on the intercept), in
    /// `[0, inf)`; scikit-learn's `1 / C`. It acts on the columns as given: scale them first.
    pub fn l2(mut self, l2: f64) -> Self {
        self.0.l2 = l2;
        self
    }

    /// Multiplies `l2` per coefficient, each in `[0, inf)`; empty (the default) means 1 for all.
    pub fn penalty_factors(mut self, factors: Vec<f64>) -> Self {
        self.0.penalty_factors = factors;
        self
    }

    /// Newton iterations at most, in `[1, inf)`.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Stop when the optimum is about this near, in standard errors that one row of weight 1
    /// would give (times `sqrt(n_rows)` for standard errors of the fit); in `(0, inf)`. The step
    /// from there is still taken, and leaves about the square of this.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }
}

impl LogisticValidParams {
    /// Strength of the squared penalty.
    pub fn l2(&self) -> f64 {
        self.l2
    }

    /// Factors on `l2` per coefficient; empty means 1 for all.
    pub fn penalty_factors(&self) -> &[f64] {
        &self.penalty_factors
    }

    /// Newton iterations at most.
    pub fn max_iterations(&self) -> usize {
        self.max_iterations
    }

    /// Distance to the optimum that ends the iterations.
    pub fn tolerance(&self) -> f64 {
        self.tolerance
    }
}

impl ParamGuard for LogisticParams {
    type Checked = LogisticValidParams;
    type Error = ParamError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        non_negative("l2", self.0.l2)?;
        for &factor in &self.0.penalty_factors {
            non_negative("penalty_factors", factor)?;
        }
        at_least_one("max_iterations", self.0.max_iterations)?;
        positive("tolerance", self.0.tolerance)?;
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
    fn the_lower_bounds_themselves_are_accepted() {
        let params = LogisticParams::new().l2(0.0).penalty_factors(vec![0.0]);
        assert!(
            params
                .max_iterations(1)
                .tolerance(f64::MIN_POSITIVE)
                .check()
                .is_ok()
        );
    }

    #[test]
    fn every_bound_is_kept() {
        let p = LogisticParams::new;
        let refused = [
            (p().l2(-1e-9), "l2"),
            (p().l2(f64::NAN), "l2"),
            (p().l2(f64::INFINITY), "l2"),
            (p().penalty_factors(vec![1.0, -1e-9]), "penalty_factors"),
            (p().penalty_factors(vec![f64::NAN]), "penalty_factors"),
            (p().penalty_factors(vec![f64::INFINITY]), "penalty_factors"),
            (p().max_iterations(0), "max_iterations"),
            (p().tolerance(0.0), "tolerance"),
            (p().tolerance(-1.0), "tolerance"),
            (p().tolerance(f64::NAN), "tolerance"),
            (p().tolerance(f64::INFINITY), "tolerance"),
        ];
        for (params, name) in refused {
            assert_eq!(params.check().unwrap_err().name, name);
        }
    }
}
