//! What the model learnt from, kept with it: so many invoices, with such scores and such features.

use arrears_features::Book;
use arrears_features::columns::Column;
use arrears_learn::clustered::{effective_number, intraclass, mean_group_size};
use arrears_learn::drift::Histogram;
use arrears_ledger::Day;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::sample::Sample;
use super::volume::Flow;
use super::window;
use crate::ModelError;
use crate::late::LateModel;
use crate::retrain::Window;
use crate::train::AtIssue;

/// Bins of a feature, and of the scores.
const BINS: usize = 10;
/// Categories with a smaller share are counted together.
const LEAST_SHARE: f64 = 0.005;
/// The name of the scores among the columns.
pub(super) const SCORES: &str = "scores";

/// The invoices of the twelve months up to a model's as-of date, as it saw them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Their dates.
    pub window: Window,
    /// Rows that the histograms count.
    pub n: usize,
    /// All invoices of these months, as known at their end.
    pub n_invoices: usize,
    /// Payments booked in them.
    pub n_payments: usize,
    /// Invoices of the customer that a row is of, on average over rows.
    pub customer_size: f64,
    /// The model's log-odds.
    pub scores: Option<ColumnReference>,
    /// Its features, and the customers' attributes.
    pub columns: Vec<ColumnReference>,
}

/// One column of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReference {
    /// The catalogue's name.
    pub feature: String,
    /// Rows in which it is unknown.
    pub n_missing: usize,
    /// The known ones.
    pub bins: Bins,
    /// How alike invoices of one customer are in it, 0 to 1.
    pub by_customer: f64,
    /// How alike invoices of one month are in it, 0 to 1.
    pub by_month: f64,
    /// Independent invoices that the known ones are worth.
    pub effective: f64,
}

/// Its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bins {
    /// Numbers.
    Number(Histogram),
    /// Categories.
    Category {
        /// Those with a share of their own, sorted.
        levels: Vec<String>,
        /// Rows of each, and last those of all others.
        counts: Vec<f64>,
        /// Every one that was ever seen, sorted.
        seen: Vec<String>,
    },
}

impl Reference {
    /// Of what a model was just trained on.
    pub(crate) fn of_training(
        book: &Book,
        model: &LateModel,
        at_issue: &AtIssue,
        as_of: Day,
    ) -> Result<Self, ModelError> {
        let window = window::year_before(as_of);
        let sample = Sample::of_training(book, model, at_issue, window)?;
        Ok(Self::new(&sample, window, &Flow::of(book)))
    }

    /// Of today's ledger, for a model that was kept without one.
    pub(super) fn of_ledger(
        book: &Book,
        model: &LateModel,
        as_of: Day,
        flow: &Flow,
    ) -> Result<Self, ModelError> {
        let window = window::year_before(as_of);
        let sample = Sample::at_issue(book, model, window, as_of)?;
        Ok(Self::new(&sample, window, flow))
    }

    pub(super) fn new(sample: &Sample, window: Window, flow: &Flow) -> Self {
        let scores = sample.log_odds.as_ref().map(|log_odds| {
            let scores = Column::Numeric(log_odds.clone());
            ColumnReference::of(SCORES, &scores, sample)
        });
        let of = |name: &String| Some(ColumnReference::of(name, sample.columns.get(name)?, sample));
        Self {
            window,
            n: sample.customers.len(),
            n_invoices: flow.n_invoices(window, window.until),
            n_payments: flow.n_payments(window),
            customer_size: mean_group_size(&sample.customers),
            scores,
            columns: sample.features.par_iter().filter_map(of).collect(),
        }
    }

    /// The same where every log-odds was moved.
    pub(crate) fn moved(&self, shift: f64) -> Self {
        let mut moved = self.clone();
        if let Some(ColumnReference {
            bins: Bins::Number(histogram),
            ..
        }) = &mut moved.scores
        {
            histogram.edges.iter_mut().for_each(|edge| *edge += shift);
        }
        moved
    }
}

impl ColumnReference {
    fn of(feature: &str, column: &Column, sample: &Sample) -> Self {
        let n = sample.customers.len();
        let bins = match column {
            Column::Numeric(values) => Bins::Number(Histogram::by_values(values, BINS)),
            Column::Category { codes, levels } => categories(codes, levels),
        };
        let mut found = Self {
            feature: feature.to_owned(),
            n_missing: (0..n).filter(|&i| column.is_unknown(i)).count(),
            bins,
            by_customer: 0.0,
            by_month: 0.0,
            effective: 0.0,
        };
        let of_rows = found.bins_of(column, n);
        let n_bins = found.bins.n();
        found.by_customer = intraclass(&of_rows, n_bins, &sample.customers);
        found.by_month = intraclass(&of_rows, n_bins, &sample.months);
        found.effective = found.effective_number(&of_rows, sample);
        found
    }

    /// The bin of each row; none where the value is unknown.
    pub(super) fn bins_of(&self, column: &Column, n: usize) -> Vec<Option<usize>> {
        (0..n)
            .map(|i| match &self.bins {
                Bins::Number(histogram) => column.value(i).map(|value| histogram.bin(value)),
                Bins::Category { levels, .. } => column.category(i).map(|name| {
                    let at = levels.binary_search_by(|level| level.as_str().cmp(name));
                    at.unwrap_or(levels.len())
                }),
            })
            .collect()
    }

    /// The independent rows that those with a bin are worth.
    pub(super) fn effective_number(&self, bins: &[Option<usize>], sample: &Sample) -> f64 {
        let n = bins.iter().flatten().count() as f64;
        let size = |groups: &[usize]| {
            let rows = groups.iter().zip(bins).filter(|(_, bin)| bin.is_some());
            mean_group_size(&rows.map(|(group, _)| *group).collect::<Vec<_>>())
        };
        let alike = [
            (self.by_customer, size(&sample.customers)),
            (self.by_month, size(&sample.months)),
        ];
        effective_number(n, &alike)
    }
}

impl Bins {
    /// Bins of known values.
    pub(super) fn n(&self) -> usize {
        self.counts().len()
    }

    /// Rows in each.
    pub(super) fn counts(&self) -> &[f64] {
        match self {
            // The last of a histogram is for what is unknown.
            Bins::Number(histogram) => &histogram.counts[..histogram.edges.len() + 1],
            Bins::Category { counts, .. } => counts,
        }
    }
}

fn categories(codes: &[Option<u32>], seen: &[String]) -> Bins {
    let mut counts = vec![0.0; seen.len()];
    for code in codes.iter().flatten() {
        counts[*code as usize] += 1.0;
    }
    let n: f64 = counts.iter().sum();
    let own = |i: &usize| counts[*i] > 0.0 && counts[*i] >= LEAST_SHARE * n;
    let kept: Vec<usize> = (0..seen.len()).filter(own).collect();
    let of_kept: Vec<f64> = kept.iter().map(|&i| counts[i]).collect();
    let others = n - of_kept.iter().sum::<f64>();
    Bins::Category {
        levels: kept.iter().map(|&i| seen[i].clone()).collect(),
        counts: of_kept.into_iter().chain([others]).collect(),
        seen: seen.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_a_level_moved_stay_in_their_bins() {
        let scores = vec![-1.0, -0.5, 0.5, 1.0];
        let sample = Sample {
            columns: Default::default(),
            features: Vec::new(),
            absent: Vec::new(),
            log_odds: Some(scores.clone()),
            customers: (0..4).collect(),
            months: vec![1, 1, 2, 2],
            amounts: vec![100; 4],
        };
        let window = window::year_before(Day(20_000));
        let moved = Reference::new(&sample, window, &Flow::default()).moved(0.25);
        let reference = moved.scores.expect("scores");
        let now = Column::Numeric(scores.iter().map(|z| z + 0.25).collect());
        let bins = reference.bins_of(&now, 4);
        assert_eq!(bins, [0, 1, 2, 3].map(Some));
    }

    #[test]
    fn small_categories_are_counted_together_and_none_is_forgotten() {
        let seen: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        // 500 of a, 498 of b, 2 of c, and d of an earlier year.
        let codes: Vec<Option<u32>> = (0..1_000)
            .map(|i| Some(if i < 500 { 0 } else { 1 + u32::from(i > 997) }))
            .collect();
        let Bins::Category {
            levels,
            counts,
            seen: all,
        } = categories(&codes, &seen)
        else {
            panic!("categories")
        };
        assert_eq!(levels, ["a", "b"]);
        assert_eq!(counts, [500.0, 498.0, 2.0]);
        assert_eq!(all, seen);
    }
}
