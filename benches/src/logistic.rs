//! Logistic regression with the same L2 penalty; quality is the log loss on the training rows.

use std::error::Error;

use arrears_learn::logistic::{LogisticParams, sigmoid};
use arrears_learn::metrics::log_loss;
use linfa::DatasetBase;
use linfa::ParamGuard;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

use crate::{Measured, data, timed};

const L2: f64 = 1.0;

/// Ours and linfa's on `n_rows` rows of 30 correlated columns.
pub fn compare(n_rows: usize) -> Result<(Measured, Measured), Box<dyn Error>> {
    let (x, y) = data::outcomes(n_rows, 30);
    let truth: Vec<bool> = y.iter().map(|&outcome| outcome > 0.5).collect();
    Ok((ours(&x, &y, &truth)?, linfa(&x, &truth)?))
}

fn ours(x: &Array2<f64>, y: &Array1<f64>, truth: &[bool]) -> Result<Measured, Box<dyn Error>> {
    let params = LogisticParams::new().l2(L2).check()?;
    let (seconds, model) = timed(|| params.fit_weighted(x.view(), y.view(), None, None, None))?;
    let probabilities: Vec<f64> = model
        .log_odds(x.view())?
        .iter()
        .map(|&z| sigmoid(z))
        .collect();
    Ok(Measured {
        seconds,
        quality: log_loss(&probabilities, truth)?,
        n_iterations: Some(model.n_iterations()),
    })
}

fn linfa(x: &Array2<f64>, truth: &[bool]) -> Result<Measured, Box<dyn Error>> {
    let classes = Array1::from_iter(truth.iter().copied());
    let dataset = DatasetBase::new(x.view(), classes.view());
    let params = LogisticRegression::default().alpha(L2);
    let (seconds, model) = timed(|| params.fit(&dataset))?;
    // linfa takes the first class it meets in sorted order as the negative one or not: ask it.
    let of_positive = |p: f64| if model.labels().pos.class { p } else { 1.0 - p };
    let probabilities: Vec<f64> = model
        .predict_probabilities(x)
        .iter()
        .map(|&p| of_positive(p))
        .collect();
    Ok(Measured {
        seconds,
        quality: log_loss(&probabilities, truth)?,
        n_iterations: None,
    })
}
