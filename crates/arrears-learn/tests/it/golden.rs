//! Against scikit-learn, by figures made with `tests/golden/make_golden.py`.

use std::sync::LazyLock;

use arrears_learn::calibration::{Platt, log_odds};
use arrears_learn::kmeans::KMeansParams;
use arrears_learn::logistic::LogisticParams;
use arrears_learn::metrics::{self, Binning};
use arrears_learn::scaling::{RobustScaler, StandardScaler};
use linfa::ParamGuard;
use linfa::traits::Predict;
use ndarray::{Array1, Array2};
use serde_json::Value;

use crate::support::{assert_all_near, assert_near};

static GOLDEN: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../golden/golden.json")).unwrap());

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn vector(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(vector).collect();
    Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).unwrap()
}

fn labels(value: &Value) -> Vec<usize> {
    vector(value)
        .into_iter()
        .map(|label| label as usize)
        .collect()
}

fn weights(section: &Value, case: &Value) -> Option<Array1<f64>> {
    let weighted = case["weighted"].as_bool().unwrap();
    weighted.then(|| Array1::from(vector(&section["weights"])))
}

#[test]
fn logistic() {
    let section = &GOLDEN["logistic"];
    let (x, y) = (matrix(&section["x"]), Array1::from(vector(&section["y"])));
    for case in section["cases"].as_array().unwrap() {
        let weights = weights(section, case);
        let params = LogisticParams::new()
            .l2(number(&case["l2"]))
            .tolerance(1e-12);
        let model = params.check().unwrap();
        let weights = weights.as_ref().map(|w| w.view());
        let model = model
            .fit_weighted(x.view(), y.view(), weights, None, None)
            .unwrap();
        assert!(model.converged() && model.ridge() == 0.0 && model.aliased().is_empty());
        let check = |actual: f64, name: &str| assert_near(actual, number(&case[name]), 1e-9, name);
        check(model.intercept(), "intercept");
        check(model.intercept_standard_error(), "intercept_standard_error");
        check(model.deviance(), "deviance");
        let check = |actual: Vec<f64>, name: &str| {
            assert_all_near(&actual, &vector(&case[name]), 1e-9, name);
        };
        check(model.coefficients().to_vec(), "coefficients");
        check(model.standard_errors().to_vec(), "standard_errors");
    }
}

#[test]
fn clusters() {
    let section = &GOLDEN["clusters"];
    let x = matrix(&section["x"]);
    for case in section["cases"].as_array().unwrap() {
        let k = number(&case["k"]) as usize;
        let weights = weights(section, case);
        let params = KMeansParams::new(k, 1).n_starts(200).tolerance(0.0).check();
        let weights = weights.as_ref().map(|w| w.view());
        let model = params.unwrap().fit_weighted(x.view(), weights).unwrap();
        assert_near(model.inertia(), number(&case["inertia"]), 1e-9, "inertia");
        let mut order: Vec<usize> = (0..k).collect();
        let centres = model.centres();
        order.sort_by(|&a, &b| centres.row(a).iter().partial_cmp(centres.row(b)).unwrap());
        let model = model.reordered(&order).unwrap();
        let expected = matrix(&case["centres"]).into_raw_vec_and_offset().0;
        let actual = model.centres().into_raw_vec_and_offset().0;
        assert_all_near(&actual, &expected, 1e-9, "centres");
        let labels = labels(&case["labels"]);
        assert_eq!(model.predict(&x).unwrap().to_vec(), labels);
        let silhouette = &metrics::silhouette(x.view(), &[&labels]).unwrap()[0];
        assert_near(
            silhouette.mean,
            number(&case["silhouette"]),
            1e-12,
            "silhouette",
        );
        let index = metrics::calinski_harabasz(x.view(), &labels).unwrap();
        assert_near(
            index,
            number(&case["calinski_harabasz"]),
            1e-12,
            "calinski_harabasz",
        );
    }
}

#[test]
fn adjusted_rand_index() {
    let section = &GOLDEN["clusters"];
    let cases = section["cases"].as_array().unwrap();
    let labels: Vec<Vec<usize>> = cases.iter().map(|case| labels(&case["labels"])).collect();
    let expected = matrix(&section["adjusted_rand"]);
    for (i, a) in labels.iter().enumerate() {
        for (j, b) in labels.iter().enumerate() {
            let actual = metrics::adjusted_rand_index(a, b).unwrap();
            assert_near(actual, expected[[i, j]], 1e-12, "adjusted_rand");
        }
    }
}

#[test]
fn ranking_and_probability() {
    let section = &GOLDEN["ranking"];
    let p = vector(&section["p"]);
    let y: Vec<bool> = vector(&section["y"]).iter().map(|&y| y == 1.0).collect();
    let check = |actual: f64, name: &str| assert_near(actual, number(&section[name]), 1e-12, name);
    check(metrics::auc(&p, &y).unwrap(), "auc");
    check(metrics::brier(&p, &y).unwrap(), "brier");
    check(metrics::log_loss(&p, &y).unwrap(), "log_loss");
    check(metrics::ks(&p, &y).unwrap(), "ks");
    let curve = metrics::roc_curve(&p, &y).unwrap();
    let rates: Vec<f64> = curve
        .iter()
        .map(|point| point.false_positive_rate)
        .collect();
    assert_all_near(
        &rates,
        &vector(&section["false_positive_rate"]),
        1e-12,
        "fpr",
    );
    let rates: Vec<f64> = curve.iter().map(|point| point.true_positive_rate).collect();
    assert_all_near(
        &rates,
        &vector(&section["true_positive_rate"]),
        1e-12,
        "tpr",
    );
}

#[test]
fn calibration() {
    let section = &GOLDEN["ranking"];
    let p = vector(&section["p"]);
    let y: Vec<bool> = vector(&section["y"]).iter().map(|&y| y == 1.0).collect();
    let z: Vec<f64> = p.iter().map(|&p| log_odds(p)).collect();
    let line = Platt::fit(&z, &y, None).unwrap();
    assert_near(line.slope(), number(&section["platt_slope"]), 1e-9, "slope");
    assert_near(
        line.intercept(),
        number(&section["platt_intercept"]),
        1e-9,
        "intercept",
    );
    let slope = metrics::calibration_line(&p, &y).unwrap().slope;
    assert_near(slope, line.slope(), 1e-12, "slope of the calibration line");
    let p = vector(&section["off_border"]);
    let bins = metrics::reliability(&p, &y, Binning::EqualWidth(10)).unwrap();
    let rates: Vec<f64> = bins.iter().map(|bin| bin.event_rate).collect();
    assert_all_near(&rates, &vector(&section["event_rate"]), 1e-12, "event_rate");
    let means: Vec<f64> = bins.iter().map(|bin| bin.mean_predicted).collect();
    assert_all_near(
        &means,
        &vector(&section["mean_predicted"]),
        1e-12,
        "mean_predicted",
    );
}

#[test]
fn scaling() {
    let section = &GOLDEN["scaling"];
    let x = matrix(&section["x"]);
    let standard = StandardScaler.fit_matrix(x.view()).unwrap();
    let robust = RobustScaler::new().check().unwrap();
    let robust = robust.fit_matrix(x.view()).unwrap();
    let check = |actual: Vec<f64>, name: &str| {
        assert_all_near(&actual, &vector(&section[name]), 1e-12, name);
    };
    check(standard.centres().to_vec(), "mean");
    check(standard.scales().to_vec(), "standard_deviation");
    check(robust.centres().to_vec(), "median");
    check(robust.scales().to_vec(), "interquartile_range");
}
