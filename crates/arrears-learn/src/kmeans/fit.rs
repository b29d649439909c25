//! The k-means algorithm.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

use super::error::KMeansError;
use super::model::KMeansModel;
use super::params::{KMeansParams, KMeansValidParams};
use crate::validate;

impl<D: Data<Elem = f64>, T> Fit<ArrayBase<D, Ix2>, T, KMeansError> for KMeansValidParams {
    type Object = KMeansModel;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<KMeansModel, KMeansError> {
        let weights: Option<Array1<f64>> = dataset
            .weights()
            .map(|w| w.iter().map(|&w| f64::from(w)).collect());
        self.fit_weighted(dataset.records().view(), weights.as_ref().map(|w| w.view()))
    }
}

impl KMeansValidParams {
    /// Fits on `x` of shape `(n_rows, n_features)` with optional non-negative weights per row.
    pub fn fit_weighted(
        &self,
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
    ) -> Result<KMeansModel, KMeansError> {
        validate::matrix("x", x)?;
        validate::weights(weights, x.nrows())?;
        Err(validate::DataError::NoWeight.into())
    }
}

/// Fits every number of clusters in `ks`, one model each in that order.
pub fn sweep(
    x: ArrayView2<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    ks: &[usize],
    params: &KMeansParams,
) -> Result<Vec<KMeansModel>, KMeansError> {
    use linfa::ParamGuard;
    ks.iter()
        .map(|&k| {
            params
                .clone()
                .n_clusters(k)
                .check()?
                .fit_weighted(x, weights)
        })
        .collect()
}
