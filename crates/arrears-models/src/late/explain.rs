//! What each feature adds to a prediction. Names and values are looked up only for what is kept: of millions of shares a
//! reader sees three of each row.

use arrears_features::columns::{Column, Columns};
use ndarray::ArrayView1;

use super::{CUSTOMER_LEVEL, Contribution, LateModel};
use crate::encoding::Encoding;

/// The features that have a share in a row's log-odds, in the order of the shares: those of the common regression, those
/// that only a customer's departures know, and the customer's level.
pub(super) struct Names<'a> {
    features: Vec<(&'a str, Option<&'a Column>)>,
    /// How many of them the common regression knows.
    n_common: usize,
    /// Which of them each column of the regression is of.
    of_column: Vec<usize>,
    /// The same for the columns of the departures.
    of_own: Vec<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(model: &'a LateModel, rows: &'a Columns) -> Self {
        let mut names = model.encoding.features();
        let n_common = names.len();
        let own = model.customers.features().into_iter();
        let further: Vec<&str> = own.filter(|name| !names.contains(name)).collect();
        names.extend(further);
        let at = |feature: &str| names.iter().position(|name| *name == feature);
        let of_column = model.encoding.columns().iter();
        let of_own = model.customers.columns().iter();
        Self {
            n_common,
            of_column: of_column.filter_map(|column| at(&column.feature)).collect(),
            of_own: of_own.filter_map(|column| at(&column.feature)).collect(),
            features: names
                .iter()
                .map(|name| (*name, rows.get(name)))
                .chain([(CUSTOMER_LEVEL, None)])
                .collect(),
        }
    }

    /// The features of trees, which know no customer's departures.
    pub(super) fn of_trees(encoding: &'a Encoding, rows: &'a Columns) -> Self {
        let names = encoding.features();
        let at = |feature: &str| names.iter().position(|name| *name == feature);
        let columns = encoding.columns().iter();
        Self {
            n_common: names.len(),
            of_column: columns.filter_map(|column| at(&column.feature)).collect(),
            of_own: Vec::new(),
            features: names.iter().map(|name| (*name, rows.get(name))).collect(),
        }
    }

    /// A row's shares, from what each encoded column adds.
    pub(super) fn by_feature(&self, added: ArrayView1<f64>) -> Vec<f64> {
        let mut shares = vec![0.0; self.n_common];
        for (at, added) in self.of_column.iter().zip(added) {
            shares[*at] += added;
        }
        shares
    }

    /// The contributions of a row's shares that `keep` keeps.
    pub(super) fn kept(
        &self,
        row: usize,
        shares: &[f64],
        keep: impl Fn(&Self, &[f64]) -> Vec<usize>,
    ) -> Vec<Contribution> {
        let kept = keep(self, shares).into_iter();
        kept.map(|at| self.contribution(at, row, shares[at]))
            .collect()
    }

    /// A row's shares; those of a customer's own only where it has departures.
    pub(super) fn shares(
        &self,
        model: &LateModel,
        x: ArrayView1<f64>,
        own: Option<(&[f64], ArrayView1<f64>)>,
    ) -> Vec<f64> {
        let n = if own.is_some() {
            self.features.len()
        } else {
            self.n_common
        };
        let mut shares = vec![0.0; n];
        for ((at, x), coefficient) in self.of_column.iter().zip(x).zip(&model.coefficients) {
            shares[*at] += x * coefficient;
        }
        if let Some((departures, x)) = own {
            for ((at, x), departure) in self.of_own.iter().zip(x).zip(&departures[1..]) {
                shares[*at] += x * departure;
            }
            shares[n - 1] = departures[0];
        }
        shares
    }

    /// The weightiest of a row's shares: `n` by size, and the strongest that lowers the estimate if none of these does.
    pub(super) fn weightiest(&self, shares: &[f64], n: usize) -> Vec<usize> {
        let heavier = |a: &usize, b: &usize| {
            let by_size = shares[*b].abs().total_cmp(&shares[*a].abs());
            by_size.then_with(|| self.features[*a].0.cmp(self.features[*b].0))
        };
        let some = || (0..shares.len()).filter(|&at| shares[at] != 0.0);
        let mut kept: Vec<usize> = Vec::with_capacity(n + 1);
        while kept.len() < n {
            let Some(next) = some().filter(|at| !kept.contains(at)).min_by(heavier) else {
                return kept;
            };
            kept.push(next);
        }
        if !kept.iter().any(|&at| shares[at] < 0.0) {
            kept.extend(some().filter(|&at| shares[at] < 0.0).min_by(heavier));
        }
        kept
    }

    /// A share with its feature's name, and the value or category of the row.
    fn contribution(&self, at: usize, row: usize, log_odds: f64) -> Contribution {
        let (name, source) = self.features[at];
        Contribution {
            feature: name.to_owned(),
            value: source.and_then(|source| source.value(row)),
            category: source
                .and_then(|source| source.category(row))
                .map(str::to_owned),
            log_odds,
            past_year: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(shares: &[f64], n: usize) -> Vec<&'static str> {
        let names = Names {
            features: ["a", "b", "c", "d", "e"].map(|name| (name, None)).into(),
            n_common: 5,
            of_column: Vec::new(),
            of_own: Vec::new(),
        };
        let kept = names.weightiest(shares, n).into_iter();
        kept.map(|at| names.features[at].0).collect()
    }

    #[test]
    fn something_always_speaks_for_the_customer() {
        assert_eq!(kept(&[0.5, -0.1, 2.0, 0.0, -0.05], 2), ["c", "a", "b"]);
        assert_eq!(kept(&[0.5, -3.0, 2.0, 0.0, -0.1], 2), ["b", "c"]);
    }

    #[test]
    fn of_equals_the_first_by_name_and_nothing_that_adds_nothing() {
        assert_eq!(kept(&[0.0, 0.5, -0.5, 0.5, 0.0], 2), ["b", "c"]);
        assert_eq!(kept(&[0.0, 0.5, 0.0, 0.0, 0.0], 3), ["b"]);
    }
}
