//! Starts, and the best of them.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use ndarray::{Array1, Array2, ArrayBase, ArrayView1, ArrayView2, Data, Ix2};
use rayon::prelude::*;

use super::distance::PackedCentres;
use super::error::KMeansError;
use super::lloyd::{self, Run, Stop};
use super::model::KMeansModel;
use super::params::{KMeansParams, KMeansValidParams};
use super::{Points, seeding};
use crate::random::task_rng;
use crate::validate::{self, DataError};

impl<D: Data<Elem = f64>, T> Fit<ArrayBase<D, Ix2>, T, KMeansError> for KMeansValidParams {
    type Object = KMeansModel;

    /// Fits on the records, with the data set's weights if it has any.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<KMeansModel, KMeansError> {
        let weights: Option<Array1<f64>> = dataset
            .weights()
            .map(|w| w.iter().map(|&w| f64::from(w)).collect());
        self.fit_weighted(dataset.records().view(), weights.as_ref().map(|w| w.view()))
    }
}

impl KMeansValidParams {
    /// Fits on `x` of shape `(n_rows, n_features)` with optional non-negative weights per row; a
    /// row of weight 2 counts as two equal rows.
    pub fn fit_weighted(
        &self,
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
    ) -> Result<KMeansModel, KMeansError> {
        let mut models = fit_all(x, weights, std::slice::from_ref(self))?;
        models.pop().ok_or(DataError::Empty { name: "x" }.into())
    }

    /// Fits on `x` with one start from `centres`, of shape `(n_clusters, n_features)`, in place of drawn ones: what
    /// was found before is found again where it is still there. Its number of clusters is that of the centres.
    pub fn fit_from(
        &self,
        x: ArrayView2<'_, f64>,
        centres: ArrayView2<'_, f64>,
    ) -> Result<KMeansModel, KMeansError> {
        validate::squares("x", x)?;
        validate::matrix_of_width("centres", centres, x.ncols())?;
        let (x, centres) = (x.as_standard_layout(), centres.as_standard_layout());
        let points = Points::new(x.view(), None).ok_or(DataError::Empty { name: "x" })?;
        if centres.nrows() == 0 {
            return Err(DataError::Empty { name: "centres" }.into());
        }
        let seeds = seeding::given(&points, centres.iter().copied().collect());
        let run = iterate(
            &points,
            seeds,
            centres.nrows(),
            self.stop(points.mean_variance()),
        );
        Ok(finish(&points, 0, run))
    }

    fn stop(&self, mean_variance: f64) -> Stop {
        Stop {
            max_iterations: self.max_iterations(),
            movement: self.tolerance() * mean_variance,
        }
    }
}

/// Fits every number of clusters in `ks`, one model each in that order; each equals what
/// [`KMeansValidParams::fit_weighted`] gives for that number.
///
/// All starts of all numbers form one parallel loop under the current rayon pool.
pub fn sweep(
    x: ArrayView2<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    ks: &[usize],
    params: &KMeansParams,
) -> Result<Vec<KMeansModel>, KMeansError> {
    let params: Vec<KMeansValidParams> = ks
        .iter()
        .map(|&k| params.clone().n_clusters(k).check())
        .collect::<Result<_, _>>()?;
    fit_all(x, weights, &params)
}

fn fit_all(
    x: ArrayView2<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    params: &[KMeansValidParams],
) -> Result<Vec<KMeansModel>, KMeansError> {
    validate::squares("x", x)?;
    validate::weights(weights, x.nrows())?;
    // A view in another layout is copied once; a row-major one is used as it is.
    let x = x.as_standard_layout();
    let weights = weights.map(|weights| weights.to_vec());
    let weights = weights.as_deref().map(ArrayView1::from);
    let points = Points::new(x.view(), weights).ok_or(DataError::Empty { name: "x" })?;
    let mean_variance = points.mean_variance();
    let starts = |at: usize| (0..params[at].n_starts()).map(move |start| (at, start));
    let tasks: Vec<(usize, usize)> = (0..params.len()).flat_map(starts).collect();
    let runs: Vec<Run> = tasks
        .par_iter()
        .map(|&(at, start)| one_start(&points, &params[at], start, mean_variance))
        .collect::<Result<_, _>>()?;
    let mut runs = runs.into_iter();
    let best = |params: &KMeansValidParams| {
        let runs = runs.by_ref().take(params.n_starts()).enumerate();
        runs.reduce(|best, next| {
            if next.1.inertia < best.1.inertia {
                next
            } else {
                best
            }
        })
    };
    let best: Vec<Option<(usize, Run)>> = params.iter().map(best).collect();
    Ok(best
        .into_iter()
        .flatten()
        .map(|(start, run)| finish(&points, start, run))
        .collect())
}

fn one_start(
    points: &Points<'_>,
    params: &KMeansValidParams,
    start: usize,
    mean_variance: f64,
) -> Result<Run, KMeansError> {
    let mut rng = task_rng(params.seed(), start as u64);
    let seeds = seeding::draw(points, params.n_clusters(), &mut rng)?;
    Ok(iterate(
        points,
        seeds,
        params.n_clusters(),
        params.stop(mean_variance),
    ))
}

/// Blocks of four centres for few, of eight for many: no more padding than needed.
fn iterate(points: &Points<'_>, seeds: seeding::Seeds, n_clusters: usize, stop: Stop) -> Run {
    match n_clusters {
        ..=4 | 9..=12 => lloyd::run::<4>(points, seeds, stop),
        _ => lloyd::run::<8>(points, seeds, stop),
    }
}

/// The model of a run, with inertia and cluster weights from one exact assignment, so that they are
/// what `predict` on the same rows gives.
fn finish(points: &Points<'_>, start: usize, run: Run) -> KMeansModel {
    let width = points.rows.width();
    let n_clusters = run.centres.len() / width;
    let packed = PackedCentres::<8>::new(&run.centres, width);
    let parts = points.chunks(|range| {
        // The last entry is the inertia.
        let mut part = vec![0.0; n_clusters + 1];
        for row in range {
            let nearest = packed.nearest(points.rows.row(row));
            part[nearest.label as usize] += points.weight(row);
            part[n_clusters] += points.weight(row) * nearest.squared;
        }
        part
    });
    let mut cluster_weights = crate::parallel::add_all(parts, n_clusters + 1);
    let inertia = cluster_weights.pop().unwrap_or(0.0);
    let shape = (n_clusters, width);
    let centres = Array2::from_shape_fn(shape, |(k, column)| run.centres[k * width + column]);
    KMeansModel::new(
        centres,
        cluster_weights,
        inertia,
        run.n_iterations,
        run.converged,
        start,
    )
}
