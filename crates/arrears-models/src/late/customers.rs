//! What is particular to a customer with many invoices: its own departures from the coefficients of all.
//!
//! One customer can be a quarter of a ledger, and its rule (Thursdays only; never before the second reminder) need not
//! be that of the others. Each large customer gets a small regression of its own on the core features and the weekday
//! of the due date, with the common model's log-odds as an offset. Its level goes free, and a penalty draws every
//! other departure towards none: with few invoices the common coefficients stay, with thousands they are its own. The folds decide whether there is any, and how strong the
//! penalty is.
//!
//! Reference: Gelman and Hill (2007), Data Analysis Using Regression and Multilevel/Hierarchical Models, chapter 12,
//! doi:10.1017/CBO9780511790942 (partial pooling).

use std::collections::BTreeMap;

use arrears_features::columns::{CUSTOMER_ID, Column, Columns};
use arrears_learn::logistic::LogisticParams;
use linfa::ParamGuard;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, CowArray, Ix2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::terms::Terms;
use crate::ModelError;
use crate::encoding::{EncodedColumn, Encoding};

/// A customer gets departures of its own from this many training invoices.
pub const MIN_OWN_INVOICES: usize = 100;
/// The feature that the departures know beside the core.
const WEEKDAY: &str = "due_weekday";

/// Departures by customer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerEffects {
    encoding: Encoding,
    /// The level first, then a coefficient per column.
    by_customer: BTreeMap<String, Vec<f64>>,
}

/// The rows that departures are learnt from.
pub(super) struct OwnRows<'a> {
    /// Whose row each is, as [`CUSTOMER_ID`] has it.
    pub(super) customers: Option<&'a Column>,
    /// How the features that the departures know are encoded.
    pub(super) encoding: &'a Encoding,
    /// Those features, shape `(n_rows, n_columns)`.
    pub(super) x: ArrayView2<'a, f64>,
    pub(super) late: &'a [bool],
    /// Weight of each row; 0 where it may not be learnt from.
    pub(super) weights: &'a [f64],
    /// The common model's log-odds.
    pub(super) score: &'a [f64],
}

impl CustomerEffects {
    /// Whether the departures know a feature.
    pub(super) fn knows(feature: &str) -> bool {
        Terms::Core.has(feature) || feature == WEEKDAY
    }

    /// Fits the departures of each customer with enough invoices.
    pub(super) fn fit(rows: &OwnRows, penalty: f64) -> Result<Self, ModelError> {
        let Some(Column::Category { codes, levels }) = rows.customers else {
            return Ok(Self::default());
        };
        let mut of_customer: Vec<Vec<usize>> = vec![Vec::new(); levels.len()];
        for (row, code) in codes.iter().enumerate() {
            if let Some(code) = code.filter(|_| rows.weights[row] > 0.0) {
                of_customer[code as usize].push(row);
            }
        }
        let fitted = of_customer
            .into_par_iter()
            .zip(levels)
            .filter(|(own, _)| own.len() >= MIN_OWN_INVOICES)
            .map(|(own, id)| Ok((id.clone(), departures(rows, &own, penalty)?)))
            .collect::<Result<Vec<_>, ModelError>>()?;
        let by_customer = fitted
            .into_iter()
            .filter_map(|(id, effect)| Some((id, effect?)))
            .collect();
        Ok(Self {
            encoding: rows.encoding.clone(),
            by_customer,
        })
    }

    /// Whether a customer has departures.
    pub fn has(&self, customer: &str) -> bool {
        self.by_customer.contains_key(customer)
    }

    /// Customers with departures.
    pub fn n_customers(&self) -> usize {
        self.by_customer.len()
    }

    /// The columns that the departures know, in the order of their coefficients.
    pub(super) fn columns(&self) -> &[EncodedColumn] {
        self.encoding.columns()
    }

    /// Names of the features that the departures read; none without departures.
    pub(super) fn features(&self) -> Vec<&str> {
        match self.by_customer.is_empty() {
            true => Vec::new(),
            false => self.encoding.features(),
        }
    }

    /// Looks up whose row each is, and encodes what the departures know of it.
    pub(super) fn of<'a>(&'a self, rows: &'a Columns) -> Result<RowEffects<'a>, ModelError> {
        let x = match self.by_customer.is_empty() {
            true => Array2::zeros((0, 0)),
            false => self.encoding.apply(rows)?,
        };
        Ok(self.rows(rows.get(CUSTOMER_ID), x.into()))
    }

    /// As [`Self::of`], of rows encoded already.
    pub(super) fn of_encoded<'a>(
        &'a self,
        customers: Option<&'a Column>,
        x: ArrayView2<'a, f64>,
    ) -> RowEffects<'a> {
        self.rows(customers, x.into())
    }

    fn rows<'a>(
        &'a self,
        customers: Option<&'a Column>,
        x: CowArray<'a, f64, Ix2>,
    ) -> RowEffects<'a> {
        let (codes, levels): (&[_], &[String]) = match customers {
            Some(Column::Category { codes, levels }) if !self.by_customer.is_empty() => {
                (codes, levels)
            }
            _ => (&[], &[]),
        };
        let effect = |id: &String| self.by_customer.get(id).map(Vec::as_slice);
        RowEffects {
            codes,
            effects: levels.iter().map(effect).collect(),
            x,
        }
    }
}

/// The departures of some rows.
pub(super) struct RowEffects<'a> {
    codes: &'a [Option<u32>],
    effects: Vec<Option<&'a [f64]>>,
    x: CowArray<'a, f64, Ix2>,
}

impl RowEffects<'_> {
    /// Adds each row's departures to its log-odds.
    pub(super) fn add_to(&self, scores: &mut [f64]) {
        for (row, score) in scores.iter_mut().enumerate() {
            *score += self.score(row);
        }
    }

    /// What is added to a row's log-odds.
    pub(super) fn score(&self, row: usize) -> f64 {
        self.effect(row).map_or(0.0, |(effect, x)| {
            effect[0] + x.dot(&ArrayView1::from(&effect[1..]))
        })
    }

    /// The departures of a row's customer, the level first, and the row as they see it; none without departures.
    pub(super) fn effect(&self, row: usize) -> Option<(&[f64], ArrayView1<'_, f64>)> {
        let code = (*self.codes.get(row)?)?;
        Some((self.effects[code as usize]?, self.x.row(row)))
    }
}

/// One customer's departures; none where all its invoices ended alike, or a regression of them has no optimum.
fn departures(rows: &OwnRows, own: &[usize], penalty: f64) -> Result<Option<Vec<f64>>, ModelError> {
    let late = own.iter().filter(|&&row| rows.late[row]).count();
    if late == 0 || late == own.len() {
        return Ok(None);
    }
    let x = rows.x.select(Axis(0), own);
    let pick = |values: &dyn Fn(usize) -> f64| -> Array1<f64> {
        own.iter().map(|&row| values(row)).collect()
    };
    let y = pick(&|row| f64::from(rows.late[row]));
    let weights = pick(&|row| rows.weights[row]);
    let offset = pick(&|row| rows.score[row]);
    let params = LogisticParams::new().l2(penalty).check()?;
    let model = params.fit_weighted(
        x.view(),
        y.view(),
        Some(weights.view()),
        None,
        Some(offset.view()),
    );
    // A customer that the common model already tells apart for certain has nothing left to depart from.
    Ok(model.ok().map(|model| {
        let coefficients = model.coefficients();
        std::iter::once(model.intercept())
            .chain(coefficients.iter().copied())
            .collect()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding;

    /// 200 invoices of `large`, nine of ten late, and 60 of `small`, all late.
    fn effects() -> (CustomerEffects, Columns) {
        let ids: Vec<Option<String>> = (0..260)
            .map(|i| Some(if i < 200 { "large" } else { "small" }.to_owned()))
            .collect();
        let ratio = (0..260).map(|i| f64::from(i % 7) / 7.0).collect();
        let columns = Columns::from_categories(CUSTOMER_ID, &ids)
            .beside(Columns::from_numeric("late_ratio_smoothed", ratio));
        let late: Vec<bool> = (0..260).map(|i| i >= 200 || i % 10 > 0).collect();
        let encoding = encoding::fit(&columns, &[true; 260]);
        let x = encoding.apply(&columns).expect("the same features");
        let rows = OwnRows {
            customers: columns.get(CUSTOMER_ID),
            encoding: &encoding,
            x: x.view(),
            late: &late,
            weights: &[1.0; 260],
            score: &[0.5; 260],
        };
        (CustomerEffects::fit(&rows, 30.0).expect("a fit"), columns)
    }

    #[test]
    fn a_large_customer_departs_from_the_common_score() {
        let (effects, columns) = effects();
        assert!(
            effects.has("large") && !effects.has("small"),
            "60 invoices are too few"
        );
        let rows = effects.of(&columns).expect("rows");
        let mean = (0..200).map(|row| rows.score(row)).sum::<f64>() / 200.0;
        assert!((mean + 0.5 - 9f64.ln()).abs() < 0.1, "{mean}");
        assert_eq!(rows.score(230), 0.0);
    }

    #[test]
    fn a_row_has_the_departures_of_its_customer() {
        let (effects, columns) = effects();
        let rows = effects.of(&columns).expect("rows");
        let (departures, x) = rows.effect(0).expect("departures");
        assert_eq!(departures.len(), 1 + x.len());
        let sum: f64 = departures[1..].iter().zip(x).map(|(b, x)| b * x).sum();
        assert!((departures[0] + sum - rows.score(0)).abs() < 1e-12);
        assert!(rows.effect(230).is_none());
    }
}
