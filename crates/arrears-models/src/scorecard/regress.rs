//! The regression on weights of evidence, and what a coefficient of it must be.
//!
//! Every weight of evidence speaks for lateness where it is above 0, so a coefficient must be above 0 too: one that is not
//! only corrects another feature, and would give points against the evidence.

use arrears_learn::logistic::{LogisticModel, LogisticParams};
use linfa::ParamGuard;
use ndarray::{Array1, Array2};

use super::choose::Chosen;
use super::{LeftOut, Reason};
use crate::ModelError;

/// Held against the coefficients: very little, so that few rows give no wild points.
const PENALTY: f64 = 1.0;
/// Rows at most on which it is tried whether a feature adds something; the final fit uses every row.
const TRIAL_ROWS: usize = 50_000;
/// A feature adds something when its coefficient is so many standard errors above 0: 5 % of those that add nothing
/// would pass for it on either side.
const CLEAR: f64 = 1.96;

/// Sees on a trial whether the last feature may stay beside the others; where it may, it may make others superfluous.
pub(super) fn try_last(
    chosen: &mut Vec<Chosen>,
    late: &[bool],
    left_out: &mut Vec<LeftOut>,
) -> Result<(), ModelError> {
    let step = late.len().div_ceil(TRIAL_ROWS).max(1);
    let model = fit(chosen, late, step)?;
    let last = chosen.len() - 1;
    match fault(chosen, &model, last) {
        Some(fault) => drop_one(chosen, last, fault, left_out),
        None => {
            prune(chosen, late, step, left_out)?;
        }
    }
    Ok(())
}

/// The regression on every row: what was clear on the rows of a trial may not be so on all of them.
pub(super) fn regress(
    mut chosen: Vec<Chosen>,
    late: &[bool],
    left_out: &mut Vec<LeftOut>,
) -> Result<(Vec<Chosen>, LogisticModel), ModelError> {
    match prune(&mut chosen, late, 1, left_out)? {
        Some(model) => Ok((chosen, model)),
        None => Err(ModelError::NothingTells {
            best: nothing(left_out),
        }),
    }
}

/// Drops the weakest feature until all coefficients are clearly above 0; none where no feature is left.
fn prune(
    chosen: &mut Vec<Chosen>,
    late: &[bool],
    step: usize,
    left_out: &mut Vec<LeftOut>,
) -> Result<Option<LogisticModel>, ModelError> {
    while !chosen.is_empty() {
        let model = fit(chosen, late, step)?;
        let Some((weakest, fault)) = weakest(chosen, &model) else {
            return Ok(Some(model));
        };
        drop_one(chosen, weakest, fault, left_out);
    }
    Ok(None)
}

fn drop_one(
    chosen: &mut Vec<Chosen>,
    at: usize,
    (reason, why): (Reason, String),
    left_out: &mut Vec<LeftOut>,
) {
    let dropped = chosen.remove(at).candidate;
    left_out.push(dropped.left_out(reason, why));
}

/// On every `step`-th row.
fn fit(chosen: &[Chosen], late: &[bool], step: usize) -> Result<LogisticModel, ModelError> {
    let n = late.len().div_ceil(step);
    let y = Array1::from_shape_fn(n, |i| f64::from(late[i * step]));
    let x = Array2::from_shape_fn((n, chosen.len()), |(i, j)| chosen[j].woe[i * step]);
    let params = LogisticParams::new().l2(PENALTY).check()?;
    Ok(params.fit_weighted(x.view(), y.view(), None, None, None)?)
}

/// Of the features with a fault the one whose coefficient is the fewest standard errors above 0, with its fault.
fn weakest(chosen: &[Chosen], model: &LogisticModel) -> Option<(usize, (Reason, String))> {
    let (coefficients, errors) = (model.coefficients(), model.standard_errors());
    let z = |j: usize| coefficients[j] / errors[j].max(f64::MIN_POSITIVE);
    (0..chosen.len())
        .filter_map(|j| Some((j, fault(chosen, model, j)?)))
        .min_by(|(a, _), (b, _)| z(*a).total_cmp(&z(*b)))
}

/// What is wrong with a feature's coefficient, if anything is. One with bins of the user need not add much.
fn fault(chosen: &[Chosen], model: &LogisticModel, at: usize) -> Option<(Reason, String)> {
    let (coefficient, error) = (model.coefficients()[at], model.standard_errors()[at]);
    if coefficient <= 0.0 {
        let why = format!("beside the others its coefficient has the wrong sign: {coefficient:.3}");
        return Some((Reason::WrongSign, why));
    }
    let unclear = coefficient < CLEAR * error && !chosen[at].candidate.given;
    unclear.then(|| {
        let why = format!(
            "it adds too little to the others: a coefficient of {coefficient:.3} with a standard error of {error:.3}"
        );
        (Reason::AddsLittle, why)
    })
}

fn nothing(left_out: &[LeftOut]) -> String {
    match left_out.first() {
        Some(best) => format!("`{}` came first, and {}", best.feature, best.why),
        None => "the ledger gives none".to_owned(),
    }
}
