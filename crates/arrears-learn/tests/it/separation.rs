//! Logistic regression on data that break the plain algorithm.

use arrears_learn::logistic::{LogisticError, LogisticModel, LogisticParams, Term};
use linfa::ParamGuard;
use ndarray::{Array1, Array2, array};

use crate::support::{assert_near, blobs, noise, targets};

fn fit(x: &Array2<f64>, y: &Array1<f64>, l2: f64) -> Result<LogisticModel, LogisticError> {
    let params = LogisticParams::new().l2(l2).check().unwrap();
    params.fit_weighted(x.view(), y.view(), None, None, None)
}

/// Column 0 is noise, column 1 tells the outcomes apart.
fn separated() -> (Array2<f64>, Array1<f64>) {
    let x = Array2::from_shape_fn((60, 2), |(i, j)| match j {
        0 => noise(i),
        _ => i as f64 / 10.0,
    });
    let y = Array1::from_shape_fn(60, |i| f64::from(u8::from(i >= 25)));
    (x, y)
}

#[test]
fn complete_separation_names_the_column() {
    let (x, y) = separated();
    let error = fit(&x, &y, 0.0).unwrap_err();
    let LogisticError::Separated { column, iterations } = &error else {
        panic!("{error}");
    };
    assert_eq!(*column, Term::Column(1));
    assert!(*iterations < 30);
    assert!(
        error.to_string().contains("mainly along column 1"),
        "{error}"
    );
}

#[test]
fn a_penalty_makes_separation_harmless() {
    let (x, y) = separated();
    for l2 in [1e-3, 1.0] {
        let model = fit(&x, &y, l2).unwrap();
        assert!(model.converged() && model.coefficients()[1].is_finite());
    }
}

#[test]
fn quasi_separation_is_found() {
    // The flag is 1 in ten rows, all of outcome 1; elsewhere both outcomes occur.
    let x = Array2::from_shape_fn((200, 2), |(i, j)| match j {
        0 => noise(i),
        _ => f64::from(u8::from(i % 20 == 0)),
    });
    let y = Array1::from_shape_fn(200, |i| f64::from(u8::from(i % 20 == 0 || i % 3 == 0)));
    let error = fit(&x, &y, 0.0).unwrap_err();
    let column = Term::Column(1);
    assert!(matches!(error, LogisticError::Separated { column: c, .. } if c == column));
    // A penalty on that column alone is enough.
    let params = LogisticParams::new()
        .l2(1.0)
        .penalty_factors(vec![0.0, 1.0]);
    let params = params.check().unwrap();
    let model = params
        .fit_weighted(x.view(), y.view(), None, None, None)
        .unwrap();
    assert!(model.converged());
    // A penalty on the other one is not.
    let params = LogisticParams::new()
        .l2(1.0)
        .penalty_factors(vec![1.0, 0.0]);
    let params = params.check().unwrap();
    assert!(
        params
            .fit_weighted(x.view(), y.view(), None, None, None)
            .is_err()
    );
}

#[test]
fn a_rare_outcome_is_not_taken_for_separation() {
    let x = Array2::from_shape_fn((200_000, 1), |(i, _)| noise(i));
    let y = Array1::from_shape_fn(200_000, |i| f64::from(u8::from(i % 40_000 == 1)));
    let model = fit(&x, &y, 0.0).unwrap();
    assert!(model.converged());
    let p = 1.0 / (1.0 + (-model.intercept() - model.coefficients()[0] * 0.5).exp());
    assert!(p > 1e-5 && p < 1e-4);
}

#[test]
fn a_determined_column_is_left_out_and_told() {
    let base = blobs(300, 2, 50).mapv(|v| v / 10.0 - 2.0);
    let y = targets(&base);
    let x = Array2::from_shape_fn((300, 5), |(i, j)| match j {
        0 | 1 => base[[i, j]],
        2 => base[[i, 0]] + base[[i, 1]],
        3 => 7.0,
        _ => 0.0,
    });
    let full = fit(&x, &y, 0.0).unwrap();
    let plain = fit(&base, &y, 0.0).unwrap();
    assert_eq!(full.aliased(), [2, 3, 4]);
    assert_eq!(full.standard_errors()[3], 0.0);
    assert_near(
        full.coefficients()[0],
        plain.coefficients()[0],
        1e-9,
        "coefficient",
    );
    assert_near(full.deviance(), plain.deviance(), 1e-9, "deviance");
    // With a penalty nothing has to go, and equal columns share.
    let x = Array2::from_shape_fn((300, 2), |(i, _)| base[[i, 0]]);
    let shared = fit(&x, &y, 1.0).unwrap();
    assert!(shared.aliased().is_empty() && shared.converged());
    assert_near(
        shared.coefficients()[0],
        shared.coefficients()[1],
        1e-9,
        "share",
    );
}

#[test]
fn a_warm_start_changes_the_way_but_not_the_end() {
    let x = blobs(2000, 3, 50).mapv(|v| v / 10.0 - 2.0);
    let y = targets(&x);
    let params = LogisticParams::new().check().unwrap();
    let cold = params
        .fit_weighted(x.view(), y.view(), None, None, None)
        .unwrap();
    let begin = |intercept: f64, coefficients: Array1<f64>| {
        let start = Some((intercept, coefficients.view()));
        params
            .fit_weighted(x.view(), y.view(), None, start, None)
            .unwrap()
    };
    let warm = begin(cold.intercept(), cold.coefficients().to_owned());
    assert_eq!(warm.n_iterations(), 0);
    // From afar, even where the loss overflows, the same optimum.
    for far in [array![30.0, -20.0, 5.0], array![1e300, 1e300, -1e300]] {
        let from_far = begin(-3.0, far);
        assert!(from_far.converged());
        assert_near(
            from_far.coefficients()[0],
            cold.coefficients()[0],
            1e-6,
            "coefficient",
        );
    }
    let start = array![0.0];
    let wrong = Some((0.0, start.view()));
    assert!(
        params
            .fit_weighted(x.view(), y.view(), None, wrong, None)
            .is_err()
    );
}

#[test]
fn an_offset_takes_the_place_of_a_known_effect() {
    let x = blobs(1000, 2, 50).mapv(|v| v / 10.0 - 2.0);
    let y = targets(&x);
    let params = LogisticParams::new().l2(0.0).check().unwrap();
    let full = params
        .fit_weighted(x.view(), y.view(), None, None, None)
        .unwrap();
    let offset = &x.column(0) * full.coefficients()[0];
    let rest = x.column(1).insert_axis(ndarray::Axis(1));
    let fitted = params.fit_weighted(rest, y.view(), None, None, Some(offset.view()));
    let fitted = fitted.unwrap();
    assert_near(
        fitted.coefficients()[0],
        full.coefficients()[1],
        1e-7,
        "coefficient",
    );
    assert_near(fitted.intercept(), full.intercept(), 1e-7, "intercept");
}

#[test]
fn what_the_optimum_must_satisfy_it_does() {
    // Without a penalty the fitted probabilities add up to the outcomes, column by column; enough
    // rows for the rough start on a part of them.
    let x = blobs(80_000, 3, 50).mapv(|v| v / 10.0 - 2.0);
    let y = targets(&x);
    let model = fit(&x, &y, 0.0).unwrap();
    let p = model
        .log_odds(x.view())
        .unwrap()
        .mapv(arrears_learn::logistic::sigmoid);
    let gap = &p - &y;
    assert!(gap.sum().abs() < 1e-4);
    assert!(x.t().dot(&gap).iter().all(|g| g.abs() < 1e-3));
    assert!(
        model.n_iterations() <= 4,
        "the rough start should leave little to do"
    );
}

#[test]
fn bad_targets_weights_and_factors_are_named() {
    let (x, y) = separated();
    let params = LogisticParams::new().check().unwrap();
    let message = |y: Array1<f64>, weights: Option<Array1<f64>>| {
        let weights = weights.as_ref().map(|w| w.view());
        let result = params.fit_weighted(x.view(), y.view(), weights, None, None);
        result.unwrap_err().to_string()
    };
    let mut high = y.clone();
    high[3] = 1.5;
    assert_eq!(
        message(high, None),
        "`y` must be in [0, 1], got `1.5` at row 3"
    );
    assert!(message(Array1::zeros(60), None).contains("all targets are 0"));
    assert!(message(Array1::ones(60), None).contains("all targets are 1"));
    assert!(message(Array1::ones(9), None).contains("has 9 entries where 60 are needed"));
    let mut only_ones = Array1::zeros(60);
    only_ones[59] = 1.0;
    assert!(message(y.clone(), Some(only_ones)).contains("all targets are 1"));
    assert!(message(y.clone(), Some(Array1::zeros(60))).contains("sum to zero"));
    let factors = LogisticParams::new()
        .penalty_factors(vec![1.0; 3])
        .check()
        .unwrap();
    let error = factors
        .fit_weighted(x.view(), y.view(), None, None, None)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`penalty_factors` has 3 entries")
    );
}
