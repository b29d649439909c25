//! From data to a problem, a place to start, and back to a model.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, ArrayBase, ArrayView1, ArrayView2, Data, Ix1, Ix2};

use super::error::LogisticError;
use super::information::Sample;
use super::model::LogisticModel;
use super::newton::{self, Problem};
use super::params::LogisticValidParams;
use crate::parallel;
use crate::validate::{self, DataError};

/// Rows a rough start is fitted on, at least.
const ROUGH_ROWS: usize = 16_384;

/// The same per term.
const ROUGH_ROWS_PER_TERM: usize = 256;

/// Rough is near enough when within a tenth or so of its standard errors.
const ROUGH_TOLERANCE: f64 = 1e-3;

impl<D: Data<Elem = f64>, Y: Data<Elem = f64>>
    Fit<ArrayBase<D, Ix2>, ArrayBase<Y, Ix1>, LogisticError> for LogisticValidParams
{
    type Object = LogisticModel;

    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, ArrayBase<Y, Ix1>>,
    ) -> Result<LogisticModel, LogisticError> {
        let weights: Option<Array1<f64>> = dataset
            .weights()
            .map(|w| w.iter().map(|&w| f64::from(w)).collect());
        let (x, y) = (dataset.records().view(), dataset.targets().view());
        self.fit_weighted(x, y, weights.as_ref().map(|w| w.view()), None, None)
    }
}

impl LogisticValidParams {
    /// Fits on `x` of shape `(n_rows, n_features)` and targets `y` in `[0, 1]`, shape `(n_rows)`.
    ///
    /// - `weights`: not negative; a row of weight 2 counts as two equal rows.
    /// - `start`: intercept and coefficients to begin at, such as last month's model. It changes
    ///   the number of iterations and, within the tolerance, nothing else.
    /// - `offset`: added to each row's log-odds with a coefficient fixed at 1.
    ///
    /// `x` is not copied and may have any layout.
    pub fn fit_weighted(
        &self,
        x: ArrayView2<'_, f64>,
        y: ArrayView1<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
        start: Option<(f64, ArrayView1<'_, f64>)>,
        offset: Option<ArrayView1<'_, f64>>,
    ) -> Result<LogisticModel, LogisticError> {
        let sample = Sample {
            x: x.reborrow(),
            y: y.reborrow(),
            weights: weights.map(ArrayView1::reborrow),
            offset: offset.map(ArrayView1::reborrow),
        };
        self.validate(&sample)?;
        let start = start
            .map(|start| first_terms(start, x.ncols()))
            .transpose()?;
        let cold = cold_start(&sample)?;
        let problem = self.problem(sample, 1.0);
        let start = start.or_else(|| self.rough_start(&problem));
        let solution = newton::minimise(&problem, start, cold)?;
        Ok(LogisticModel::new(solution))
    }

    fn validate(&self, sample: &Sample<'_>) -> Result<(), LogisticError> {
        let (n_rows, n_features) = sample.x.dim();
        validate::squares("x", sample.x)?;
        validate::unit_vector("y", sample.y, n_rows)?;
        validate::weights(sample.weights, n_rows)?;
        if let Some(offset) = sample.offset {
            validate::vector("offset", offset, n_rows)?;
        }
        if !self.penalty_factors().is_empty() {
            let factors = self.penalty_factors().len();
            validate::length("penalty_factors", factors, n_features)?;
        }
        Ok(())
    }

    /// The problem on a sample that stands for `times` as many rows.
    fn problem<'a>(&self, sample: Sample<'a>, times: f64) -> Problem<'a> {
        let factor = |column| self.penalty_factors().get(column).copied().unwrap_or(1.0);
        let penalty = |term: usize| match term {
            0 => 0.0,
            _ => self.l2() * factor(term - 1) / times,
        };
        Problem {
            penalty: Array1::from_shape_fn(sample.n_terms(), penalty),
            max_iterations: self.max_iterations(),
            tolerance: self.tolerance(),
            total_weight: total_weight(&sample),
            sample,
        }
    }

    /// With very many rows, the optimum of every n-th: nearly right and nearly free, so that the
    /// whole needs two or three steps instead of five or six. `None` with fewer rows, or where the
    /// part has no optimum.
    fn rough_start(&self, problem: &Problem<'_>) -> Option<Array1<f64>> {
        let sample = &problem.sample;
        let wanted = ROUGH_ROWS.max(ROUGH_ROWS_PER_TERM * sample.n_terms());
        let every = sample.x.nrows() / wanted;
        if every < 4 {
            return None;
        }
        let part = sample.every(every);
        let rough = Self {
            tolerance: ROUGH_TOLERANCE.max(self.tolerance),
            ..self.clone()
        };
        let start = cold_start(&part).ok()?;
        let problem = rough.problem(part, sample.x.nrows() as f64 / part.x.nrows() as f64);
        let solution = newton::minimise(&problem, None, start).ok()?;
        let usable = solution.converged && !solution.aliased.contains(&true);
        usable.then_some(solution.terms)
    }
}

/// The caller's start, the intercept first.
fn first_terms(
    (intercept, coefficients): (f64, ArrayView1<'_, f64>),
    n_features: usize,
) -> Result<Array1<f64>, DataError> {
    validate::vector("start", coefficients, n_features)?;
    validate::vector("start", ArrayView1::from(&[intercept]), 1)?;
    Ok(std::iter::once(intercept)
        .chain(coefficients.iter().copied())
        .collect())
}

/// No coefficients, and the intercept that gives the mean target (at the mean offset).
fn cold_start(sample: &Sample<'_>) -> Result<Array1<f64>, LogisticError> {
    let rows = sample.x.nrows();
    let total = total_weight(sample);
    let mean = |values: ArrayView1<'_, f64>| {
        parallel::sum(rows, |row| sample.weight(row) * values[row]) / total
    };
    let counts = |row: &usize| sample.weight(*row) > 0.0;
    let only = |target: f64| (0..rows).filter(counts).all(|row| sample.y[row] == target);
    for target in [0.0, 1.0] {
        if only(target) {
            return Err(LogisticError::OneOutcome { target });
        }
    }
    let offset = sample.offset.map_or(0.0, mean);
    let mut terms = Array1::zeros(sample.n_terms());
    // Kept off 0 and 1, which weights of very different sizes could round to.
    let rate = mean(sample.y).clamp(1e-12, 1.0 - 1e-12);
    terms[0] = (rate / (1.0 - rate)).ln() - offset;
    Ok(terms)
}

fn total_weight(sample: &Sample<'_>) -> f64 {
    parallel::sum(sample.x.nrows(), |row| sample.weight(row))
}
