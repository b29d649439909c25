//! How far the scores of two runs lie apart: the population stability index over bins of the earlier run.
//!
//! The limit is what chance alone would exceed once in twenty if both runs were samples of one population. Most customers
//! are in both runs, so that they differ by less than two samples would: what lies below the limit is surely nothing.

use arrears_learn::drift::{Histogram, NORMAL_95, chance_limit, stability_index};
use serde::Serialize;

use super::tables::RunTables;

/// Bins of the earlier run, each with a tenth of it.
const N_BINS: usize = 10;
/// Rows of either run below which an index tells nothing.
const FEWEST: usize = 30;
/// From here on the custom is to look (Siddiqi 2006, *Credit Risk Scorecards*, chapter 9).
const LOOK: f64 = 0.1;
/// From here on it is to make a new model.
const LARGE: f64 = 0.25;

/// A score of both runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// `p_late` of the open invoices that are not late yet.
    InvoicePLate,
    /// `p_late` of the customers.
    CustomerPLate,
    /// `p_late_30d` of the customers, the risk score.
    CustomerPLate30d,
}

/// How far one score has moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// Which.
    pub score: Score,
    /// Rows in the earlier run.
    pub n_before: u64,
    /// Rows in the later run.
    pub n_now: u64,
    /// Mean of the earlier run.
    pub mean_before: Option<f64>,
    /// Mean of the later run.
    pub mean_now: Option<f64>,
    /// Population stability index; none for fewer than 30 rows in either run.
    pub psi: Option<f64>,
    /// What chance alone exceeds in one of twenty samples.
    pub chance_limit: Option<f64>,
    /// What that says.
    pub verdict: Option<Verdict>,
    /// The bins, and the shares of both runs in them.
    pub bins: Vec<Bin>,
}

/// What an index says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No more than chance.
    Chance,
    /// More than chance, and below 0.1.
    Slight,
    /// From 0.1.
    Look,
    /// From 0.25.
    Large,
}

/// One bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// It holds scores from here; none in the first.
    pub from: Option<f64>,
    /// It holds scores below this; none in the last.
    pub below: Option<f64>,
    /// Rows of the earlier run.
    pub n_before: u64,
    /// Rows of the later run.
    pub n_now: u64,
}

/// The drift of every score that both runs have.
pub fn drift(before: &RunTables, now: &RunTables) -> Vec<Drift> {
    let scores = [
        Score::InvoicePLate,
        Score::CustomerPLate,
        Score::CustomerPLate30d,
    ];
    let both = |score: Score| Some(of(score, &values(score, before)?, &values(score, now)?));
    scores.into_iter().filter_map(both).collect()
}

fn values(score: Score, run: &RunTables) -> Option<Vec<f64>> {
    let customers = || run.customers.as_ref().map(|rows| rows.iter());
    Some(match score {
        Score::InvoicePLate => {
            let invoices = run.invoices.as_ref()?.iter();
            // What is late already has a chance of 1, which is no forecast.
            invoices
                .map(|row| row.p_late)
                .filter(|p| *p < 1.0)
                .collect()
        }
        Score::CustomerPLate => customers()?.filter_map(|row| row.p_late).collect(),
        Score::CustomerPLate30d => customers()?.filter_map(|row| row.p_late_30d).collect(),
    })
}

fn of(score: Score, before: &[f64], now: &[f64]) -> Drift {
    let enough = before.len() >= FEWEST && now.len() >= FEWEST;
    let reference = Histogram::by_quantiles(before, N_BINS);
    let other = reference.of(now);
    let psi = stability_index(&reference.counts, &other.counts).filter(|_| enough);
    let n_bins = reference.edges.len() + 1;
    // Bins that are empty in both say nothing, and leave nothing to chance.
    let counted = reference.counts.iter().zip(&other.counts);
    let n_filled = counted.filter(|(e, a)| **e + **a > 0.0).count();
    let limit = chance_limit(n_filled, before.len() as f64, now.len() as f64, NORMAL_95);
    let edge = |i: Option<usize>| i.and_then(|i| reference.edges.get(i).copied());
    let bins = (0..n_bins).map(|i| Bin {
        from: edge(i.checked_sub(1)),
        below: edge(Some(i)),
        n_before: reference.counts[i] as u64,
        n_now: other.counts[i] as u64,
    });
    Drift {
        score,
        n_before: before.len() as u64,
        n_now: now.len() as u64,
        mean_before: mean(before),
        mean_now: mean(now),
        psi,
        chance_limit: psi.map(|_| limit),
        verdict: psi.map(|psi| verdict(psi, limit)),
        bins: bins.collect(),
    }
}

fn verdict(psi: f64, limit: f64) -> Verdict {
    match psi {
        psi if psi <= limit => Verdict::Chance,
        psi if psi < LOOK => Verdict::Slight,
        psi if psi < LARGE => Verdict::Look,
        _ => Verdict::Large,
    }
}

/// Rows stand in the order of their keys, so the sum has one order.
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_moved_shows_beyond_chance() {
        // Below the median and from 0.9, nothing between: 500 and 500 before, 200 and 800 now.
        let made = |low: usize, high: usize| [vec![0.1; low], vec![0.9; high]].concat();
        let found = of(Score::CustomerPLate, &made(500, 500), &made(200, 800));
        let counted: Vec<_> = found.bins.iter().map(|b| (b.n_before, b.n_now)).collect();
        assert_eq!(counted, [(500, 200), (0, 0), (500, 800)]);
        // (0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5)
        assert!((found.psi.unwrap() - 0.4159).abs() < 2e-3, "{found:?}");
        assert_eq!(found.verdict, Some(Verdict::Large));
        // Chi-squared of one degree of freedom is 3.84 at 95 %.
        assert!((found.chance_limit.unwrap() - 3.84 * 0.002).abs() < 2e-4);
        assert!((found.mean_now.unwrap() - 0.74).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_said_of_few_rows_and_little_of_the_same() {
        let few = of(Score::CustomerPLate, &[0.2; 29], &[0.9; 500]);
        assert_eq!((few.psi, few.verdict), (None, None));
        let same: Vec<f64> = (0..200).map(|i| f64::from(i) / 200.0).collect();
        let found = of(Score::CustomerPLate, &same, &same);
        assert_eq!(found.verdict, Some(Verdict::Chance));
        let verdicts = [0.01, 0.05, 0.1, 0.25].map(|psi| verdict(psi, 0.02));
        use Verdict::{Chance, Large, Look, Slight};
        assert_eq!(verdicts, [Chance, Slight, Look, Large]);
    }
}
