//! From a column and outcomes to bins.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{ArrayBase, ArrayView2, Data, Ix1, Ix2};
use rayon::prelude::*;

use super::counts::Counts;
use super::edges::{quantile_runs, shortest_between};
use super::error::BinningError;
use super::model::{BinningModel, ColumnBins};
use super::params::BinningValidParams;
use super::pool::pool;
use crate::validate::{self, DataError};

impl<D: Data<Elem = f64>, Y: Data<Elem = bool>>
    Fit<ArrayBase<D, Ix2>, ArrayBase<Y, Ix1>, BinningError> for BinningValidParams
{
    type Object = BinningModel;

    /// Bins every column of a matrix by itself; NaN is a missing value. Weights are not looked at.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, ArrayBase<Y, Ix1>>,
    ) -> Result<BinningModel, BinningError> {
        self.fit_matrix(dataset.records().view(), &dataset.targets().to_vec())
    }
}

impl BinningValidParams {
    /// Bins of one column; NaN is a missing value, an infinity is refused.
    pub fn fit_column(
        &self,
        values: &[f64],
        outcomes: &[bool],
    ) -> Result<ColumnBins, BinningError> {
        let all = check_outcomes(outcomes)?;
        validate::length("values", values.len(), outcomes.len())?;
        check_values(values, 0)?;
        let edges = match &self.edges {
            Some(edges) => edges.clone(),
            None => self.find_edges(values, outcomes, all),
        };
        Ok(ColumnBins::count(edges, values, outcomes, all))
    }

    fn fit_matrix(
        &self,
        x: ArrayView2<'_, f64>,
        outcomes: &[bool],
    ) -> Result<BinningModel, BinningError> {
        if x.is_empty() {
            return Err(DataError::Empty { name: "x" }.into());
        }
        let columns = (0..x.ncols())
            .into_par_iter()
            .map(|column| {
                let values = x.column(column).to_vec();
                check_values(&values, column)?;
                self.fit_column(&values, outcomes)
            })
            .collect::<Result<_, _>>()?;
        Ok(BinningModel::new(columns))
    }

    fn find_edges(&self, values: &[f64], outcomes: &[bool], all: Counts) -> Vec<f64> {
        let mut sorted: Vec<(f64, bool)> = values
            .iter()
            .copied()
            .zip(outcomes.iter().copied())
            .filter(|(value, _)| !value.is_nan())
            .collect();
        sorted.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let runs = quantile_runs(&sorted, self.n_quantiles);
        let initial: Vec<Counts> = runs.iter().map(|run| run.counts).collect();
        let pools = pool(&initial, all, self);
        let inner = pools.split_last().map_or(&[][..], |(_, inner)| inner);
        inner
            .iter()
            .map(|pool| shortest_between(runs[pool.last].high, runs[pool.last + 1].low))
            .collect()
    }
}

/// Counts of both outcomes, which must both occur.
pub(super) fn check_outcomes(outcomes: &[bool]) -> Result<Counts, BinningError> {
    let mut all = Counts::default();
    outcomes.iter().for_each(|&event| all.add(event));
    if outcomes.is_empty() {
        return Err(DataError::Empty { name: "outcomes" }.into());
    }
    if all.events == 0 || all.others == 0 {
        return Err(BinningError::OneOutcome {
            outcome: all.events > 0,
            n_rows: outcomes.len(),
        });
    }
    Ok(all)
}

/// No infinities; NaN stands for what is missing.
pub(super) fn check_values(values: &[f64], column: usize) -> Result<(), DataError> {
    match values.iter().position(|value| value.is_infinite()) {
        None => Ok(()),
        Some(row) => Err(DataError::NotFinite {
            name: "x",
            row,
            column,
            value: values[row],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binning::BinningParams;
    use linfa::{Dataset, ParamGuard};
    use ndarray::array;

    #[test]
    fn a_column_is_cut_where_the_outcome_changes() {
        // Of every ten rows with value v, v have the event.
        let values: Vec<f64> = (0..90).map(|i| f64::from(1 + i / 10)).collect();
        let outcomes: Vec<bool> = (0..90).map(|i| i % 10 < 1 + i / 10).collect();
        let params = BinningParams::new().max_bins(3).check().unwrap();
        let bins = params.fit_column(&values, &outcomes).unwrap();
        assert_eq!(bins.bins().len(), 3);
        let woe: Vec<f64> = bins.bins().iter().map(|bin| bin.woe()).collect();
        assert!(woe[0] < woe[1] && woe[1] < woe[2], "{woe:?}");
        assert!(bins.edges().iter().all(|edge| edge.fract() == 0.0));
        assert_eq!(bins.missing().counts(), Counts::default());
        assert_eq!(bins.missing().woe(), 0.0);
    }

    #[test]
    fn edges_of_the_user_stay_as_they_are() {
        let values = [1.0, 2.0, 3.0, f64::NAN];
        let outcomes = [true, false, true, true];
        let params = BinningParams::new().edges(vec![-5.0, 2.0, 100.0]).check();
        let bins = params.unwrap().fit_column(&values, &outcomes).unwrap();
        assert_eq!(bins.edges(), [-5.0, 2.0, 100.0]);
        let rows: Vec<u64> = bins.bins().iter().map(|bin| bin.counts().rows()).collect();
        assert_eq!(rows, [0, 1, 2, 0]);
        assert_eq!((bins.bins()[0].woe(), bins.bins()[3].woe()), (0.0, 0.0));
        assert_eq!(bins.missing().counts().events, 1);
    }

    #[test]
    fn what_cannot_be_binned_is_named() {
        let params = BinningParams::new().check().unwrap();
        let message = |values: &[f64], outcomes: &[bool]| {
            params.fit_column(values, outcomes).unwrap_err().to_string()
        };
        assert_eq!(
            message(&[1.0, 2.0], &[true, true]),
            "all 2 outcomes are true; both are needed"
        );
        assert!(message(&[], &[]).contains("`outcomes` is empty"));
        assert!(message(&[1.0], &[true, false]).contains("has 1 entries where 2 are needed"));
        assert_eq!(
            message(&[1.0, f64::INFINITY], &[true, false]),
            "`x` must be finite, got `inf` at row 1, column 0"
        );
    }

    #[test]
    fn a_matrix_is_binned_column_by_column() {
        let x = array![[1.0, f64::NAN], [1.0, 3.0], [9.0, 3.0], [9.0, 3.0]];
        let y = array![false, false, true, true];
        let params = BinningParams::new().edges(vec![5.0]).check().unwrap();
        let model = params.fit(&Dataset::new(x.clone(), y)).unwrap();
        let woe = model.transform(x.view()).unwrap();
        // No event of two, two of two: p = 1/5 and 1, q = 1 and 1/5.
        assert!((woe[[0, 0]] + 5f64.ln()).abs() < 1e-12);
        assert!((woe[[3, 0]] - 5f64.ln()).abs() < 1e-12);
        assert_eq!(woe[[0, 1]], model.columns()[1].missing().woe());
        let error = model.transform(array![[1.0]].view()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the model was fitted on 2 columns, got 1"
        );
    }
}
