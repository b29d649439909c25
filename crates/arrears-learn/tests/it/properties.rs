//! What holds for any data: other order, other units, twice the rows.

use arrears_learn::calibration::InterceptShift;
use arrears_learn::kmeans::{KMeansModel, KMeansParams};
use arrears_learn::logistic::{LogisticModel, LogisticParams};
use arrears_learn::survival::KaplanMeier;
use arrears_learn::{folds, metrics};
use linfa::ParamGuard;
use linfa::traits::Predict;
use ndarray::{Array1, Array2, ArrayView1};
use proptest::prelude::*;

use crate::support::{assert_near, blobs, noise, permuted, rows, targets};

fn kmeans(x: &Array2<f64>, weights: Option<&Array1<f64>>, k: usize) -> KMeansModel {
    let params = KMeansParams::new(k, 9).n_starts(8).check().unwrap();
    params
        .fit_weighted(x.view(), weights.map(|w| w.view()))
        .unwrap()
}

fn logistic(
    x: &Array2<f64>,
    y: &Array1<f64>,
    weights: Option<ArrayView1<'_, f64>>,
    l2: f64,
) -> LogisticModel {
    let params = LogisticParams::new()
        .l2(l2)
        .tolerance(1e-11)
        .check()
        .unwrap();
    params
        .fit_weighted(x.view(), y.view(), weights, None, None)
        .unwrap()
}

/// Scores with ties, and outcomes of both kinds.
fn scored() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    prop::collection::vec((0u32..=20, any::<bool>()), 2..80).prop_filter_map(
        "both outcomes",
        |rows| {
            let scores = rows.iter().map(|row| f64::from(row.0) / 20.0).collect();
            let outcomes: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let both = outcomes.contains(&true) && outcomes.contains(&false);
            both.then_some((scores, outcomes))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn kmeans_does_not_see_the_order_of_rows(n in 40usize..300, k in 2usize..5) {
        let x = blobs(n, 3, k);
        let order = permuted(n);
        let (a, b) = (kmeans(&x, None, k), kmeans(&rows(&x, &order), None, k));
        assert_near(a.inertia(), b.inertia(), 1e-9, "inertia");
        let (first, second) = (a.predict(&x).unwrap(), b.predict(&x).unwrap());
        let same = metrics::adjusted_rand_index(
            first.as_slice().unwrap(), second.as_slice().unwrap()).unwrap();
        prop_assert_eq!(same, 1.0);
    }

    #[test]
    fn kmeans_in_units_of_four_is_the_same_to_the_last_bit(n in 20usize..400, k in 1usize..8) {
        // A power of two scales every intermediate value exactly.
        let x = Array2::from_shape_fn((n, 2), |(i, j)| noise(i * 2 + j + n));
        let (a, b) = (kmeans(&x, None, k), kmeans(&(&x * 4.0), None, k));
        prop_assert_eq!(a.centres() * 4.0, b.centres());
        prop_assert_eq!(a.inertia() * 16.0, b.inertia());
        prop_assert_eq!(a.n_iterations(), b.n_iterations());
    }

    #[test]
    fn kmeans_counts_a_row_of_weight_two_twice(n in 30usize..150, k in 2usize..5) {
        let x = blobs(n, 2, k);
        let weights = Array1::from_shape_fn(n, |row| (row % 3) as f64);
        let repeated: Vec<usize> = (0..n).flat_map(|row| vec![row; row % 3]).collect();
        let (a, b) = (kmeans(&x, Some(&weights), k), kmeans(&rows(&x, &repeated), None, k));
        assert_near(a.inertia(), b.inertia(), 1e-9, "inertia");
        let mut sizes = [a.cluster_weights().to_vec(), b.cluster_weights().to_vec()];
        sizes.iter_mut().for_each(|sizes| sizes.sort_by(f64::total_cmp));
        prop_assert_eq!(&sizes[0], &sizes[1]);
    }

    #[test]
    fn kmeans_assigns_each_row_to_its_nearest_centre(n in 20usize..300, k in 1usize..15) {
        let x = Array2::from_shape_fn((n.max(k), 3), |(i, j)| noise(i * 3 + j + 7 * n));
        let model = kmeans(&x, None, k);
        let distances = model.distances(x.view()).unwrap();
        let mut inertia = 0.0;
        for (row, label) in model.predict(&x).unwrap().into_iter().enumerate() {
            let least = distances.row(row).iter().copied().fold(f64::INFINITY, f64::min);
            prop_assert!(distances[[row, label]] <= least * (1.0 + 1e-12));
            inertia += least * least;
        }
        assert_near(model.inertia(), inertia, 1e-9, "inertia");
        assert_near(model.cluster_weights().iter().sum(), x.nrows() as f64, 1e-12, "rows");
    }

    #[test]
    fn kmeans_begun_at_its_own_centres_stays_and_elsewhere_is_never_worse_than_there(n in 20usize..300, k in 1usize..15) {
        let x = Array2::from_shape_fn((n.max(k), 3), |(i, j)| noise(i * 3 + j + 7 * n));
        let params = KMeansParams::new(k, 1).tolerance(0.0).check().unwrap();
        let found = params.fit_weighted(x.view(), None).unwrap();
        let again = params.fit_from(x.view(), found.centres().view()).unwrap();
        prop_assert_eq!(again.predict(&x).unwrap(), found.predict(&x).unwrap());
        let elsewhere = x.select(ndarray::Axis(0), &(0..k).collect::<Vec<_>>());
        let from_there = params.fit_from(x.view(), elsewhere.view()).unwrap();
        let inertia = |centres: &Array2<f64>| -> f64 {
            let apart = |row: ndarray::ArrayView1<f64>| {
                let to = |c: ndarray::ArrayView1<f64>| row.iter().zip(&c).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
                centres.outer_iter().map(to).fold(f64::INFINITY, f64::min)
            };
            x.outer_iter().map(apart).sum()
        };
        prop_assert!(from_there.inertia() <= inertia(&elsewhere) * (1.0 + 1e-12));
        prop_assert!(params.fit_from(x.view(), Array2::zeros((k, 2)).view()).is_err());
    }

    #[test]
    fn logistic_counts_a_row_of_weight_two_twice(n in 60usize..400, l2 in 0.1f64..10.0) {
        let x = blobs(n, 2, 30).mapv(|v| v / 10.0 - 2.0);
        let y = targets(&x);
        let weights = Array1::from_shape_fn(n, |row| (row % 3) as f64);
        let repeated: Vec<usize> = (0..n).flat_map(|row| vec![row; row % 3]).collect();
        let a = logistic(&x, &y, Some(weights.view()), l2);
        let again = y.select(ndarray::Axis(0), &repeated);
        let b = logistic(&rows(&x, &repeated), &again, None, l2);
        assert_near(a.coefficients()[0], b.coefficients()[0], 1e-9, "coefficient");
        assert_near(a.standard_errors()[1], b.standard_errors()[1], 1e-9, "standard error");
        assert_near(a.deviance(), b.deviance(), 1e-9, "deviance");
    }

    #[test]
    fn a_loose_tolerance_ends_a_whole_step_nearer(n in 200usize..400, l2 in 0.1f64..10.0) {
        let x = blobs(n, 2, 30).mapv(|v| v / 10.0 - 2.0);
        let y = targets(&x);
        let exact = logistic(&x, &y, None, l2);
        let loose = LogisticParams::new().l2(l2).tolerance(1e-2).check().unwrap();
        let loose = loose.fit_weighted(x.view(), y.view(), None, None, None).unwrap();
        prop_assert!(loose.converged() && loose.n_iterations() < exact.n_iterations());
        // A hundredth of a row's standard error, squared.
        for (a, b) in loose.coefficients().iter().zip(exact.coefficients()) {
            prop_assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
    }

    #[test]
    fn logistic_follows_order_and_units(n in 60usize..400, unit in 0.001f64..1000.0) {
        let x = blobs(n, 2, 30).mapv(|v| v / 10.0 - 2.0);
        let y = targets(&x);
        let order = permuted(n);
        let a = logistic(&x, &y, None, 1.0);
        let b = logistic(&rows(&x, &order), &y.select(ndarray::Axis(0), &order), None, 1.0);
        assert_near(a.coefficients()[0], b.coefficients()[0], 1e-9, "order");
        let mut scaled = x.clone();
        scaled.column_mut(0).mapv_inplace(|v| v * unit);
        // In other units the coefficient is other, and so must the penalty be.
        let params = LogisticParams::new().penalty_factors(vec![unit * unit, 1.0]);
        let params = params.tolerance(1e-11).check().unwrap();
        let c = params.fit_weighted(scaled.view(), y.view(), None, None, None).unwrap();
        assert_near(c.coefficients()[0] * unit, a.coefficients()[0], 1e-9, "unit");
        assert_near(c.intercept(), a.intercept(), 1e-9, "intercept");
    }

    #[test]
    fn ranking_sees_order_alone((scores, outcomes) in scored()) {
        let auc = metrics::auc(&scores, &outcomes).unwrap();
        let curved: Vec<f64> = scores.iter().map(|s| (3.0 * s).exp() - 9.0).collect();
        prop_assert_eq!(auc, metrics::auc(&curved, &outcomes).unwrap());
        let reversed: Vec<f64> = scores.iter().map(|s| -s).collect();
        assert_near(1.0 - auc, metrics::auc(&reversed, &outcomes).unwrap(), 1e-12, "reversed");
        let ks = metrics::ks(&scores, &outcomes).unwrap();
        prop_assert!((0.0..=1.0).contains(&ks) && ks >= (2.0 * auc - 1.0).abs() / 2.0 - 1e-12);
    }

    #[test]
    fn figures_do_not_see_the_order_of_rows((p, y) in scored()) {
        let order = permuted(p.len());
        let q: Vec<f64> = order.iter().map(|&row| p[row]).collect();
        let z: Vec<bool> = order.iter().map(|&row| y[row]).collect();
        prop_assert_eq!(metrics::auc(&p, &y).unwrap(), metrics::auc(&q, &z).unwrap());
        for binning in [metrics::Binning::EqualCount(10), metrics::Binning::EqualWidth(10)] {
            let of = |p: &[f64], y: &[bool]| metrics::ece(p, y, binning).unwrap();
            prop_assert_eq!(of(&p, &y), of(&q, &z));
        }
        assert_near(metrics::brier(&p, &y).unwrap(), metrics::brier(&q, &z).unwrap(), 1e-12, "brier");
        let loss = metrics::log_loss(&p, &y).unwrap();
        assert_near(loss, metrics::log_loss(&q, &z).unwrap(), 1e-12, "log loss");
    }

    #[test]
    fn a_shift_settles_the_total((p, y) in scored()) {
        let z: Vec<f64> = p.iter().map(|p| 8.0 * p - 4.0).collect();
        let fitted = InterceptShift::fit(&z, &y, None).unwrap();
        let sum: f64 = z.iter().map(|z| 1.0 / (1.0 + (-fitted.apply(*z)).exp())).sum();
        let events = y.iter().filter(|&&event| event).count() as f64;
        assert_near(sum, events, 1e-9, "total");
    }

    #[test]
    fn silhouette_follows_order_and_units(n in 10usize..90, k in 2usize..5) {
        let x = Array2::from_shape_fn((n, 3), |(i, j)| noise(i * 3 + j + n));
        let labels: Vec<usize> = (0..n).map(|row| row % k).collect();
        let order = permuted(n);
        let moved: Vec<usize> = order.iter().map(|&row| labels[row]).collect();
        let of = |x: &Array2<f64>, labels: &[usize]| {
            metrics::silhouette(x.view(), &[labels]).unwrap()[0].mean
        };
        let plain = of(&x, &labels);
        assert_near(plain, of(&rows(&x, &order), &moved), 1e-12, "order");
        assert_near(plain, of(&(&x * 1000.0 + 5.0), &labels), 1e-9, "units");
    }

    #[test]
    fn agreement_is_mutual_and_blind_to_names(
        pairs in prop::collection::vec((0usize..4, 0usize..4), 1..60)
    ) {
        let (a, b): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
        let renamed: Vec<usize> = a.iter().map(|label| 9 - 2 * label).collect();
        let of = |a: &[usize], b: &[usize]| metrics::adjusted_rand_index(a, b).unwrap();
        prop_assert_eq!(of(&a, &b), of(&b, &a));
        assert_near(of(&a, &b), of(&renamed, &b), 1e-12, "renamed");
        prop_assert_eq!(of(&a, &renamed), 1.0);
    }

    #[test]
    fn survival_follows_order_time_and_weight(
        seen in prop::collection::vec((-50i32..50, any::<bool>(), 0u8..4), 1..80)
    ) {
        let weights: Vec<f64> = seen.iter().map(|row| f64::from(row.2)).collect();
        prop_assume!(weights.iter().sum::<f64>() > 0.0);
        let times: Vec<i32> = seen.iter().map(|row| row.0).collect();
        let observed: Vec<bool> = seen.iter().map(|row| row.1).collect();
        let curve = KaplanMeier::fit(&times, &observed, Some(&weights)).unwrap();
        let later: Vec<i32> = times.iter().map(|time| time + 1000).collect();
        let moved = KaplanMeier::fit(&later, &observed, Some(&weights)).unwrap();
        let repeated: Vec<usize> =
            (0..seen.len()).rev().flat_map(|row| vec![row; usize::from(seen[row].2)]).collect();
        let (t, o): (Vec<i32>, Vec<bool>) =
            repeated.iter().map(|&row| (times[row], observed[row])).unzip();
        let again = KaplanMeier::fit(&t, &o, None).unwrap();
        prop_assert_eq!(&curve, &again);
        let mut last = 1.0;
        for time in -60..60 {
            let share = curve.survival(time);
            prop_assert!(share <= last && share >= 0.0);
            prop_assert_eq!(share, moved.survival(time + 1000));
            last = share;
        }
        // The definition, one factor per event time.
        let at = |time: i32| {
            let mut events: Vec<i32> = t.iter().zip(&o).filter(|s| *s.1).map(|s| *s.0).collect();
            events.sort_unstable();
            events.dedup();
            events.iter().filter(|&&u| u <= time).map(|&u| {
                let deaths = t.iter().zip(&o).filter(|s| *s.0 == u && *s.1).count() as f64;
                let risk = t.iter().filter(|&&s| s >= u).count() as f64;
                1.0 - deaths / risk
            }).product::<f64>()
        };
        assert_near(curve.survival(3), at(3), 1e-12, "definition");
    }

    #[test]
    fn folds_never_look_ahead(times in prop::collection::vec(-9i32..9, 4..60), n in 1usize..4) {
        let Ok(folds) = folds::time_ordered(&times, n) else { return Ok(()); };
        prop_assert_eq!(folds.len(), n);
        for fold in &folds {
            prop_assert!(!fold.train.is_empty() && !fold.test.is_empty());
            prop_assert!(fold.train.iter().all(|&row| times[row] < fold.test_from));
            prop_assert!(fold.test.iter().all(|&row| times[row] >= fold.test_from));
        }
        let tested: usize = folds.iter().map(|fold| fold.test.len()).sum();
        prop_assert_eq!(tested + folds[0].train.len(), times.len());
    }
}
