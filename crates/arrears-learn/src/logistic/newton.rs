//! Newton's steps to the minimum of the penalised loss.
//!
//! The loss is convex, so a full step is nearly always right; a step that does not lower the
//! objective is halved until it does. Terms are scaled by the root of their curvature at the start,
//! so that nothing here depends on the columns' units.

use std::ops::AddAssign;

use ndarray::{Array1, Array2, Axis};

use super::error::{LogisticError, Term};
use super::information::{Information, Sample};
use crate::linalg::{self, Cholesky};

/// A term is left out when earlier ones leave it less than this part of its curvature.
const ALIAS_TOLERANCE: f64 = 1e-12;

/// Curvature in some direction may fall this far below that at the start before it counts as gone:
/// every row that the direction tells apart then has log-odds beyond 18 or so.
const COLLAPSE: f64 = 1e8;

/// The smallest part of a step that is tried.
const SMALLEST_STEP: f64 = 1e-9;

/// What to minimise, and when to stop.
pub(super) struct Problem<'a> {
    pub(super) sample: Sample<'a>,
    /// Penalty per term, 0 for the intercept, shape `(n_terms)`.
    pub(super) penalty: Array1<f64>,
    pub(super) max_iterations: usize,
    pub(super) tolerance: f64,
    pub(super) total_weight: f64,
}

/// Where the steps came to.
pub(super) struct Solution {
    /// Shape `(n_terms)`, the intercept first; 0 for aliased terms.
    pub(super) terms: Array1<f64>,
    /// Shape `(n_terms)`; 0 for aliased terms.
    pub(super) standard_errors: Array1<f64>,
    pub(super) aliased: Vec<bool>,
    pub(super) ridge: f64,
    pub(super) loss: f64,
    pub(super) n_iterations: usize,
    pub(super) converged: bool,
}

/// Minimises from `start`, or from `cold` where `start` is unfit to begin at.
pub(super) fn minimise(
    problem: &Problem<'_>,
    start: Option<Array1<f64>>,
    cold: Array1<f64>,
) -> Result<Solution, LogisticError> {
    let mut newton = Newton::begin(problem, start, cold);
    let mut n_iterations = 0;
    loop {
        let step = newton.step().ok_or(LogisticError::NotFinite)?;
        newton.check_separation(&step, n_iterations)?;
        let distance = (step.decrement / problem.total_weight).max(0.0).sqrt();
        if distance <= problem.tolerance {
            // So near, the step is known to be right, and it squares the distance: it need not be looked at.
            newton.point.terms += &step.direction;
            return Ok(newton.finish(&step, n_iterations, true));
        }
        if n_iterations == problem.max_iterations || !newton.advance(&step) {
            return Ok(newton.finish(&step, n_iterations, false));
        }
        n_iterations += 1;
    }
}

impl Problem<'_> {
    fn evaluate(&self, terms: Array1<f64>) -> Point {
        let mut information = self.sample.information(terms.view());
        let pull = &self.penalty * &terms;
        let penalty = 0.5 * pull.dot(&terms);
        information.gradient += &pull;
        information.hessian.diag_mut().add_assign(&self.penalty);
        Point {
            objective: information.loss + penalty,
            terms,
            information,
        }
    }
}

/// Coefficients, and the penalised loss with its derivatives there.
struct Point {
    terms: Array1<f64>,
    objective: f64,
    information: Information,
}

struct Newton<'p, 'a> {
    problem: &'p Problem<'a>,
    point: Point,
    /// Terms not aliased.
    kept: Vec<usize>,
    /// Root of the curvature at the start, per kept term.
    scale: Array1<f64>,
    /// Scaled Hessian at the start.
    first: Array2<f64>,
}

struct Step {
    cholesky: Cholesky,
    /// Scaled Hessian.
    hessian: Array2<f64>,
    /// Shape `(n_terms)`, in the units of the terms; 0 for aliased ones.
    direction: Array1<f64>,
    /// About twice what a full step lowers the objective by.
    decrement: f64,
}

impl<'p, 'a> Newton<'p, 'a> {
    fn begin(problem: &'p Problem<'a>, start: Option<Array1<f64>>, cold: Array1<f64>) -> Self {
        if let Some(start) = start {
            let newton = Self::at(problem, start);
            // At a far-off start few rows carry weight, and columns may look dependent that are not;
            // and a term that truly is must start at 0.
            let all_kept = newton.kept.len() == newton.point.terms.len();
            if all_kept && newton.point.objective.is_finite() {
                return newton;
            }
        }
        Self::at(problem, cold)
    }

    fn at(problem: &'p Problem<'a>, terms: Array1<f64>) -> Self {
        let point = problem.evaluate(terms);
        let hessian = &point.information.hessian;
        let root = hessian.diag().mapv(f64::sqrt);
        let correlation = scaled(hessian, &root);
        let aliased = linalg::dependent(correlation.view(), ALIAS_TOLERANCE);
        let kept: Vec<usize> = (0..aliased.len()).filter(|&term| !aliased[term]).collect();
        Self {
            problem,
            scale: root.select(Axis(0), &kept),
            first: correlation.select(Axis(0), &kept).select(Axis(1), &kept),
            kept,
            point,
        }
    }

    /// The full step; `None` where the Hessian is not finite.
    fn step(&self) -> Option<Step> {
        let information = &self.point.information;
        let hessian = information.hessian.select(Axis(0), &self.kept);
        let hessian = scaled(&hessian.select(Axis(1), &self.kept), &self.scale);
        let gradient = information.gradient.select(Axis(0), &self.kept) / &self.scale;
        let cholesky = Cholesky::new(hessian.view())?;
        let solved = cholesky.solve(gradient.view());
        let mut direction = Array1::zeros(self.point.terms.len());
        for (&term, value) in self.kept.iter().zip(&solved / &self.scale) {
            direction[term] = -value;
        }
        Some(Step {
            decrement: gradient.dot(&solved),
            cholesky,
            hessian,
            direction,
        })
    }

    /// Takes the step, or the largest half, quarter and so on of it that lowers the objective;
    /// `false` when none does.
    fn advance(&mut self, step: &Step) -> bool {
        // Near the optimum the gain drowns in the rounding of a sum over all rows.
        let rounding = 1e-12 * self.point.objective.abs();
        let mut part = 1.0;
        while part > SMALLEST_STEP {
            let terms = &self.point.terms + &(part * &step.direction);
            let next = self.problem.evaluate(terms);
            let wanted = self.point.objective - 1e-4 * part * step.decrement + rounding;
            if next.objective <= wanted {
                self.point = next;
                return true;
            }
            part /= 2.0;
        }
        false
    }

    /// An error when an unpenalised direction has lost its curvature: the largest ratio of first to
    /// present curvature over all directions, by power iteration.
    fn check_separation(&self, step: &Step, iterations: usize) -> Result<(), LogisticError> {
        let penalty = self.problem.penalty.select(Axis(0), &self.kept);
        if penalty.iter().skip(1).all(|&penalty| penalty > 0.0) {
            return Ok(());
        }
        let mut direction = Array1::from_shape_fn(self.kept.len(), |i| 1.0 + i as f64 / 7.0);
        for _ in 0..20 {
            direction = step.cholesky.solve(self.first.dot(&direction).view());
            direction /= direction.dot(&direction).sqrt();
        }
        let curvature = |matrix: &Array2<f64>| direction.dot(&matrix.dot(&direction));
        let now = curvature(&step.hessian).max(f64::MIN_POSITIVE);
        let pulled = (&direction / &self.scale).mapv(|d| d * d).dot(&penalty);
        if curvature(&self.first) / now < COLLAPSE || pulled > 1e-3 * now {
            return Ok(());
        }
        let largest = (0..self.kept.len())
            .reduce(|a, b| {
                if direction[b].abs() > direction[a].abs() {
                    b
                } else {
                    a
                }
            })
            .unwrap_or(0);
        Err(LogisticError::Separated {
            column: Term::new(self.kept[largest]),
            iterations,
        })
    }

    fn finish(self, step: &Step, n_iterations: usize, converged: bool) -> Solution {
        let n_terms = self.point.terms.len();
        let mut standard_errors = Array1::zeros(n_terms);
        let mut aliased = vec![true; n_terms];
        let inverse = step.cholesky.inverse_diagonal();
        for (&term, error) in self.kept.iter().zip(inverse.mapv(f64::sqrt) / &self.scale) {
            standard_errors[term] = error;
            aliased[term] = false;
        }
        Solution {
            terms: self.point.terms,
            standard_errors,
            aliased,
            ridge: step.cholesky.ridge,
            loss: self.point.information.loss,
            n_iterations,
            converged,
        }
    }
}

/// A matrix with rows and columns divided by `scale`; where that is 0 the entries are.
fn scaled(matrix: &Array2<f64>, scale: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn(matrix.dim(), |(i, j)| {
        if scale[i] == 0.0 || scale[j] == 0.0 {
            0.0
        } else {
            matrix[[i, j]] / scale[i] / scale[j]
        }
    })
}
