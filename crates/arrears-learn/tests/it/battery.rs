//! The checks every estimator of a matrix passes, written once.

use std::error::Error;

use arrears_learn::bootstrap::{BootstrapParams, jaccard_stability, paired_mean_difference};
use arrears_learn::calibration::InterceptShift;
use arrears_learn::kmeans::{KMeansError, KMeansParams};
use arrears_learn::logistic::LogisticParams;
use arrears_learn::metrics;
use arrears_learn::scaling::{RobustScaler, StandardScaler};
use arrears_learn::survival::KaplanMeier;
use linfa::traits::{Fit, Predict};
use linfa::{Dataset, DatasetBase, ParamGuard};
use ndarray::{Array2, Axis};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::support::{blobs, targets};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A fitted model as its JSON and a way to predict.
struct Fitted {
    json: String,
    predict: Box<Predictor>,
}

type Predictor = dyn Fn(&Array2<f64>) -> Outcome<Vec<f64>> + Send;

/// An estimator with its name.
type Subject = (&'static str, fn(&Array2<f64>) -> Outcome<Fitted>);

const SUBJECTS: [Subject; 4] = [
    ("kmeans", |x| {
        // As many clusters as there are rows when there are few.
        let params = KMeansParams::new(x.nrows().clamp(1, 5), 11).n_starts(3);
        let model = params.fit(&DatasetBase::from(x.clone()))?;
        fitted(model, |model, x| {
            let labels = model.predict(x)?;
            Ok(labels.iter().map(|&label| label as f64).collect())
        })
    }),
    ("logistic", |x| {
        let y = if x.is_empty() {
            ndarray::Array1::zeros(x.nrows())
        } else {
            targets(&x.mapv(|v| if v.is_finite() { v } else { 0.0 }))
        };
        let model = LogisticParams::new().fit(&Dataset::new(x.clone(), y))?;
        fitted(model, |model, x| Ok(model.predict(x)?.to_vec()))
    }),
    ("standard scaler", |x| {
        let model = StandardScaler.fit(&DatasetBase::from(x.clone()))?;
        fitted(model, |model, x| {
            Ok(model.predict(x)?.iter().copied().collect())
        })
    }),
    ("robust scaler", |x| {
        let model = RobustScaler::new().fit(&DatasetBase::from(x.clone()))?;
        fitted(model, |model, x| {
            Ok(model.predict(x)?.iter().copied().collect())
        })
    }),
];

fn fitted<M: Serialize + DeserializeOwned + PartialEq + Send + 'static>(
    model: M,
    predict: fn(&M, &Array2<f64>) -> Outcome<Vec<f64>>,
) -> Outcome<Fitted> {
    let json = serde_json::to_string(&model)?;
    let reloaded: M = serde_json::from_str(&json)?;
    assert!(
        reloaded == model,
        "a model must come back from JSON as it was"
    );
    Ok(Fitted {
        json,
        predict: Box::new(move |x| predict(&model, x)),
    })
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(work)
}

#[test]
fn same_seed_same_result_on_one_and_on_many_threads() {
    // Enough rows for every loop to be cut into chunks and to run in parallel.
    let x = blobs(70_001, 3, 4);
    for (name, fit) in SUBJECTS {
        let on = |threads| {
            on_threads(threads, || {
                let fitted = fit(&x).unwrap();
                ((fitted.predict)(&x).unwrap(), fitted.json)
            })
        };
        let first = on(1);
        assert!(first == on(1), "{name}: twice the same");
        assert!(first == on(4), "{name}: one thread and four");
    }
}

#[test]
fn figures_are_the_same_on_one_and_on_many_threads() {
    let x = blobs(3001, 3, 4);
    let labels: Vec<usize> = (0..3001).map(|row| row * row % 4).collect();
    let p: Vec<f64> = (0..50_021).map(crate::support::noise).collect();
    let y: Vec<bool> = (0..50_021).map(|row| p[row / 2] < p[row]).collect();
    let groups: Vec<usize> = (0..50_021).map(|row| row / 7).collect();
    let times: Vec<i32> = p.iter().map(|p| (p * 300.0) as i32).collect();
    let all = || {
        let bootstrap = BootstrapParams::new(5).n_resamples(40).check().unwrap();
        let cluster = |rows: &[usize], seed: u64| {
            let x = x.select(Axis(0), rows);
            let params = KMeansParams::new(4, seed).n_starts(2);
            let model = params.fit(&DatasetBase::from(x.clone()))?;
            Ok::<_, KMeansError>(model.predict(&x)?.to_vec())
        };
        let stability = jaccard_stability(&labels[..], 4, &bootstrap, cluster).unwrap();
        let interval = paired_mean_difference(&p, &p[..], &groups, &bootstrap).unwrap();
        let shift = InterceptShift::fit(&p, &y, None).unwrap();
        let figures = [
            metrics::auc(&p, &y).unwrap(),
            metrics::brier(&p, &y).unwrap(),
            metrics::log_loss(&p, &y).unwrap(),
            metrics::ece(&p, &y, Default::default()).unwrap(),
            metrics::calinski_harabasz(x.view(), &labels).unwrap(),
        ];
        let silhouette = metrics::silhouette(x.view(), &[&labels, &labels]).unwrap();
        let curve = KaplanMeier::fit(&times, &y, Some(&p)).unwrap();
        (stability, interval, shift, figures, silhouette, curve)
    };
    let first = on_threads(1, all);
    assert!(first == on_threads(4, all));
    assert_eq!(first.4[0], first.4[1]);
}

#[test]
fn the_input_is_left_as_it_was_and_its_layout_does_not_matter() {
    let x = blobs(5000, 3, 4);
    let before = x.clone();
    let columns = x.t().as_standard_layout().reversed_axes().to_owned();
    for (name, fit) in SUBJECTS {
        let fitted = fit(&x).unwrap();
        (fitted.predict)(&x).unwrap();
        assert_eq!(x, before, "{name}");
        assert_eq!(fitted.json, fit(&columns).unwrap().json, "{name}");
    }
}

#[test]
fn a_wrong_number_of_columns_is_an_error() {
    let x = blobs(50, 3, 4);
    for (name, fit) in SUBJECTS {
        let fitted = fit(&x).unwrap();
        let error = (fitted.predict)(&blobs(50, 4, 4)).unwrap_err();
        let expected = "the model was fitted on 3 columns, got 4";
        assert_eq!(error.to_string(), expected, "{name}");
        assert!((fitted.predict)(&blobs(50, 2, 4)).is_err(), "{name}");
    }
}

#[test]
fn no_rows_predict_nothing_and_fit_not_at_all() {
    for (name, fit) in SUBJECTS {
        let fitted = fit(&blobs(50, 3, 4)).unwrap();
        let none = (fitted.predict)(&Array2::zeros((0, 3))).unwrap();
        assert!(none.is_empty(), "{name}");
        for shape in [(0, 3), (3, 0), (0, 0)] {
            let error = fit(&Array2::zeros(shape)).err().unwrap();
            assert!(
                error.to_string().contains("`x` is empty"),
                "{name}: {error}"
            );
        }
    }
}

#[test]
fn nan_and_infinity_are_refused_where_they_stand() {
    for (name, fit) in SUBJECTS {
        let good = blobs(5000, 3, 4);
        let fitted = fit(&good).unwrap();
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut x = good.clone();
            x[[4321, 2]] = bad;
            let expected = format!("`x` must be finite, got `{bad}` at row 4321, column 2");
            assert_eq!(fit(&x).err().unwrap().to_string(), expected, "{name}");
            let error = (fitted.predict)(&x).unwrap_err();
            assert_eq!(error.to_string(), expected, "{name}");
        }
    }
}

#[test]
fn constant_columns_do_no_harm() {
    let mut x = blobs(200, 3, 4);
    x.column_mut(1).fill(1e6);
    for (name, fit) in SUBJECTS {
        let fitted = fit(&x).unwrap();
        let predictions = (fitted.predict)(&x).unwrap();
        assert!(predictions.iter().all(|p| p.is_finite()), "{name}");
        assert!(!fitted.json.contains("null"), "{name}: JSON knows no NaN");
    }
}

#[test]
fn a_single_row_fits_or_says_why_not() {
    let x = blobs(1, 3, 4);
    for (name, fit) in SUBJECTS {
        match fit(&x) {
            Ok(fitted) => {
                let predictions = (fitted.predict)(&x).unwrap();
                assert!(predictions.iter().all(|p| p.is_finite()), "{name}");
            }
            Err(error) => assert!(error.to_string().contains("both outcomes"), "{name}"),
        }
    }
}

#[test]
fn a_strided_view_fits_like_its_copy() {
    let x = blobs(4000, 3, 4);
    let mut every_other = x.view();
    every_other.slice_axis_inplace(Axis(0), ndarray::Slice::new(0, None, 2));
    let y = targets(&every_other.to_owned());
    let params = LogisticParams::new();
    let a = params
        .fit(&DatasetBase::new(every_other, y.clone()))
        .unwrap();
    let b = params
        .fit(&Dataset::new(every_other.to_owned(), y))
        .unwrap();
    assert_eq!(a, b);
    let params = KMeansParams::new(4, 1);
    let a = params.fit(&DatasetBase::from(every_other)).unwrap();
    let b = params
        .fit(&DatasetBase::from(every_other.to_owned()))
        .unwrap();
    assert_eq!(a, b);
}
