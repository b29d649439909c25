//! Against linfa's own estimators.

use arrears_learn::kmeans::{KMeansParams, sweep};
use arrears_learn::logistic::LogisticParams;
use linfa::traits::Fit;
use linfa::{Dataset, DatasetBase, ParamGuard};

use crate::support::{assert_all_near, assert_near, blobs, noise, targets};

#[test]
fn kmeans_with_more_starts_is_not_worse_than_linfa() {
    // Groups that overlap, so that starts matter.
    let x = blobs(2000, 4, 7).mapv(|v| v * 0.3) + 0.0;
    let x = ndarray::Array2::from_shape_fn(x.dim(), |(i, j)| x[[i, j]] + 6.0 * noise(i * 9 + j));
    for k in [2, 3, 7, 10] {
        let ours = KMeansParams::new(k, 3)
            .n_starts(40)
            .tolerance(0.0)
            .check()
            .unwrap();
        let ours = ours.fit_weighted(x.view(), None).unwrap();
        let theirs = linfa_clustering::KMeans::params(k)
            .n_runs(10)
            .tolerance(1e-9);
        let theirs = theirs.fit(&DatasetBase::from(x.clone())).unwrap();
        // linfa reports the mean over the rows.
        let theirs = theirs.inertia() * x.nrows() as f64;
        assert!(
            ours.inertia() <= theirs * 1.0005,
            "{k}: {} {theirs}",
            ours.inertia()
        );
    }
}

#[test]
fn kmeans_finds_the_inertia_linfa_finds_where_groups_are_clear() {
    let x = blobs(600, 3, 4);
    let ours = KMeansParams::new(4, 3).check().unwrap();
    let ours = ours.fit_weighted(x.view(), None).unwrap();
    let theirs = linfa_clustering::KMeans::params(4).tolerance(1e-9);
    let theirs = theirs.fit(&DatasetBase::from(x.clone())).unwrap();
    assert_near(ours.inertia() / 600.0, theirs.inertia(), 1e-9, "inertia");
}

#[test]
fn a_sweep_is_the_single_fits() {
    let x = blobs(900, 3, 6);
    let params = KMeansParams::new(1, 5).n_starts(4);
    let swept = sweep(x.view(), None, &[4, 2, 6], &params).unwrap();
    for (model, k) in swept.iter().zip([4, 2, 6]) {
        let single = params.clone().n_clusters(k).check().unwrap();
        assert_eq!(*model, single.fit_weighted(x.view(), None).unwrap());
    }
}

#[test]
fn logistic_coefficients_are_linfas() {
    let x = blobs(3000, 3, 60).mapv(|v| v / 10.0 - 2.0);
    let y = targets(&x);
    let labels = y.mapv(|v| v > 0.5);
    for l2 in [0.1, 1.0, 50.0] {
        let ours = LogisticParams::new().l2(l2);
        let ours = ours.fit(&Dataset::new(x.clone(), y.clone())).unwrap();
        let theirs = linfa_logistic::LogisticRegression::default()
            .alpha(l2)
            .gradient_tolerance(1e-9)
            .max_iterations(1000)
            .fit(&Dataset::new(x.clone(), labels.clone()))
            .unwrap();
        // linfa calls the label it meets first, or most, positive: its sign may be the other.
        let sign = if theirs.labels().pos.class { 1.0 } else { -1.0 };
        let expected: Vec<f64> = theirs.params().iter().map(|b| b * sign).collect();
        let actual = ours.coefficients().to_vec();
        assert_all_near(&actual, &expected, 1e-5, "coefficients");
        assert_near(
            ours.intercept(),
            theirs.intercept() * sign,
            1e-5,
            "intercept",
        );
    }
}
