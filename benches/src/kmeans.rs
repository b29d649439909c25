//! k-means: five starts each from k-means++, the same tolerance; quality is the inertia per row.

use std::error::Error;

use arrears_learn::kmeans::KMeansParams;
use linfa::DatasetBase;
use linfa::ParamGuard;
use linfa::traits::Fit;
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::{Array2, ArrayView2};

use crate::{Measured, data, timed};

const N_CLUSTERS: usize = 8;
const N_STARTS: usize = 5;
const MAX_ITERATIONS: usize = 300;
const TOLERANCE: f64 = 1e-4;

/// Ours and linfa's on `n_rows` points of 12 columns.
pub fn compare(n_rows: usize) -> Result<(Measured, Measured), Box<dyn Error>> {
    let points = data::groups(n_rows, 12, N_CLUSTERS);
    Ok((ours(&points)?, linfa(&points)?))
}

fn ours(points: &Array2<f64>) -> Result<Measured, Box<dyn Error>> {
    let params = KMeansParams::new(N_CLUSTERS, 1)
        .n_starts(N_STARTS)
        .max_iterations(MAX_ITERATIONS)
        .tolerance(TOLERANCE)
        .check()?;
    let (seconds, model) = timed(|| params.fit_weighted(points.view(), None))?;
    Ok(Measured {
        seconds,
        quality: inertia_per_row(points.view(), model.centres().view()),
        n_iterations: Some(model.n_iterations()),
    })
}

fn linfa(points: &Array2<f64>) -> Result<Measured, Box<dyn Error>> {
    let dataset = DatasetBase::from(points.view());
    let params = KMeans::params(N_CLUSTERS)
        .n_runs(N_STARTS)
        .init_method(KMeansInit::KMeansPlusPlus)
        .max_n_iterations(MAX_ITERATIONS as u64)
        .tolerance(TOLERANCE);
    let (seconds, model) = timed(|| params.fit(&dataset))?;
    Ok(Measured {
        seconds,
        quality: inertia_per_row(points.view(), model.centroids().view()),
        n_iterations: None,
    })
}

/// Mean squared distance to the nearest centre, by one plain loop for both.
fn inertia_per_row(points: ArrayView2<'_, f64>, centres: ArrayView2<'_, f64>) -> f64 {
    let nearest = |point: ndarray::ArrayView1<'_, f64>| {
        let distance = |centre: ndarray::ArrayView1<'_, f64>| -> f64 {
            point.iter().zip(centre).map(|(a, b)| (a - b).powi(2)).sum()
        };
        centres
            .rows()
            .into_iter()
            .map(distance)
            .fold(f64::INFINITY, f64::min)
    };
    points.rows().into_iter().map(nearest).sum::<f64>() / points.nrows() as f64
}
