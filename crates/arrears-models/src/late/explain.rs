//! What each feature adds to a prediction. Names and values are looked up only for what is kept: of millions of shares a
//! reader sees three of each row.

use arrears_features::columns::{Column, Columns};
use ndarray::ArrayView1;

use super::families::{Family, family, told};
use super::{CUSTOMER_LEVEL, Contribution, LateModel};
use crate::encoding::Encoding;

/// The features that have a share in a row's log-odds, in the order of the shares: those of the common regression, those
/// that only a customer's departures know, and the customer's level.
pub(super) struct Names<'a> {
    names: Vec<&'a str>,
    families: Vec<Family>,
    columns: Vec<Option<&'a Column>>,
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
            columns: names
                .iter()
                .map(|name| rows.get(name))
                .chain([None])
                .collect(),
            families: families(names.iter().copied().chain([CUSTOMER_LEVEL])),
            names: names.iter().copied().chain([CUSTOMER_LEVEL]).collect(),
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
            columns: names.iter().map(|name| rows.get(name)).collect(),
            families: families(names.iter().copied()),
            names,
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

    /// The contributions that `keep` makes of a row's shares.
    pub(super) fn kept(
        &self,
        row: usize,
        shares: &[f64],
        keep: impl Fn(&Self, &[f64]) -> Vec<(usize, f64)>,
    ) -> Vec<Contribution> {
        let kept = keep(self, shares).into_iter();
        kept.map(|(at, log_odds)| self.contribution(at, row, log_odds))
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
            self.names.len()
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

    /// The weightiest of what is told of a row's shares: `n` by size, and the strongest that lowers the estimate if none
    /// of these does.
    pub(super) fn weightiest(&self, shares: &[f64], n: usize) -> Vec<(usize, f64)> {
        let mut told = told(&self.names, &self.families, shares);
        told.sort_by(|a, b| {
            let by_size = b.1.abs().total_cmp(&a.1.abs());
            by_size.then_with(|| self.names[a.0].cmp(self.names[b.0]))
        });
        let further = told.split_off(n.min(told.len()));
        if !told.iter().any(|(_, share)| *share < 0.0) {
            told.extend(further.into_iter().find(|(_, share)| *share < 0.0));
        }
        told
    }

    /// A share with its feature's name, and the value or category of the row.
    fn contribution(&self, at: usize, row: usize, log_odds: f64) -> Contribution {
        let (name, source) = (self.names[at], self.columns[at]);
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

fn families<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Family> {
    names.map(family).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(shares: &[f64], n: usize) -> Vec<&'static str> {
        let names = Names {
            names: vec!["a", "b", "c", "d", "e"],
            families: vec![Family::Alone; 5],
            columns: vec![None; 5],
            n_common: 5,
            of_column: Vec::new(),
            of_own: Vec::new(),
        };
        let kept = names.weightiest(shares, n).into_iter();
        kept.map(|(at, _)| names.names[at]).collect()
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
