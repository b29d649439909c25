//! Would the clusters be found again, among other customers and in other invoices of theirs?
//!
//! Each resample draws customers with replacement and, for each of them, its invoices; features are made anew and
//! clusters looked for in what comes out. The customers as they are, are then assigned to those clusters, and the two
//! groupings of the same customers compared: each cluster by its Jaccard similarity with the one it resembles most
//! (Hennig 2007, doi:10.1016/j.csda.2006.11.025), the groupings of two resamples by their adjusted Rand index (Dolnicar
//! and Leisch 2010, doi:10.1007/s11002-009-9083-4).
//!
//! How sure it is that a customer belongs where it stands is another question: of the customers whose invoices were
//! drawn anew, the share that stays in its cluster is `kept`.

use arrears_features::columns::Columns;
use arrears_learn::bootstrap::{best_jaccard, positions};
use arrears_learn::metrics::adjusted_rand_index;
use rayon::prelude::*;

use super::grouping::Grouping;
use super::outliers::Trimmed;
use super::points::Points;
use super::scale::ClusterScale;
use super::search::Search;
use crate::ModelError;

/// Starts of each resample's clustering: a poor start would count against the clusters.
const STARTS: usize = 3;

/// The features of the sampled customers with their invoices drawn anew, one set per seed.
pub(super) type Redraw<'a> = dyn Fn(&[usize], &[u64]) -> Vec<Columns> + Sync + 'a;

/// How one number of clusters held in the resamples.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stability {
    /// Mean Jaccard similarity per cluster; none for one without a sampled customer.
    pub(super) jaccard: Vec<Option<f64>>,
    /// Share of each cluster's customers that stay in it when their invoices are drawn anew.
    pub(super) kept: Vec<Option<f64>>,
    /// Mean adjusted Rand index between resamples.
    pub(super) agreement: Option<f64>,
}

/// One resample: customers of the sample, and where they lie with the invoices drawn.
struct Resample {
    drawn: Vec<usize>,
    points: Points,
    seed: u64,
}

/// The stability of each of `groupings` on the sampled customers; `points` is where they lie, `rows` which they are.
pub(super) fn stability(
    groupings: &[Trimmed],
    points: &Points,
    rows: &[usize],
    scale: &ClusterScale,
    redraw: &Redraw,
    (n_resamples, search): (usize, &Search),
) -> Result<Vec<Stability>, ModelError> {
    if n_resamples == 0 {
        return Ok(vec![Stability::default(); groupings.len()]);
    }
    let seeds: Vec<u64> = (0..n_resamples as u64)
        .map(|at| search.seed.wrapping_add(at))
        .collect();
    let resamples = resamples(points, rows, scale, redraw, &seeds)?;
    groupings
        .par_iter()
        .map(|grouping| of_one(grouping, points, &resamples, search))
        .collect()
}

fn resamples(
    points: &Points,
    rows: &[usize],
    scale: &ClusterScale,
    redraw: &Redraw,
    seeds: &[u64],
) -> Result<Vec<Resample>, ModelError> {
    redraw(rows, seeds)
        .par_iter()
        .zip(seeds)
        .map(|(columns, &seed)| {
            // Stream 0 draws customers; a customer's invoices have streams of their own.
            let drawn = positions(seed, 0, rows.len(), rows.len());
            let points = points.with_numbers(scale.apply(columns)?).select(&drawn);
            Ok(Resample {
                drawn,
                points,
                seed,
            })
        })
        .collect()
}

fn of_one(
    found: &Trimmed,
    points: &Points,
    resamples: &[Resample],
    search: &Search,
) -> Result<Stability, ModelError> {
    let k = found.grouping.n_clusters();
    let placed = found.grouping.place(points)?;
    // Outliers belong to no cluster that could be found again.
    let near: Vec<usize> = (0..points.n_rows())
        .filter(|&i| found.limit.is_none_or(|limit| placed.distances[i] <= limit))
        .collect();
    let own: Vec<usize> = near.iter().map(|&i| placed.labels[i]).collect();
    let again: Vec<Again> = resamples
        .par_iter()
        .map(|resample| Again::of(&found.grouping, points, &placed.labels, resample, search))
        .collect::<Result<_, _>>()?;
    let theirs: Vec<Vec<usize>> = again
        .iter()
        .map(|again| near.iter().map(|&i| again.labels[i]).collect())
        .collect();
    let similar: Vec<Vec<Option<f64>>> = theirs
        .iter()
        .map(|labels| best_jaccard(&own, labels, k))
        .collect();
    Ok(Stability {
        jaccard: (0..k)
            .map(|c| mean(similar.iter().filter_map(|best| best[c])))
            .collect(),
        kept: (0..k).map(|c| kept(&again, c)).collect(),
        agreement: mean(pairs(&theirs)),
    })
}

/// What one resample says of a grouping.
struct Again {
    /// The original customers in the clusters of the resample.
    labels: Vec<usize>,
    /// Per cluster, the customers drawn, and those that stayed.
    stayed: Vec<(usize, usize)>,
}

impl Again {
    fn of(
        grouping: &Grouping,
        points: &Points,
        labels: &[usize],
        resample: &Resample,
        search: &Search,
    ) -> Result<Again, ModelError> {
        let search = Search {
            n_starts: STARTS,
            seed: resample.seed,
            ..*search
        };
        let found = search.again(&resample.points, grouping)?;
        let mut stayed = vec![(0, 0); grouping.n_clusters()];
        let redrawn = grouping.place(&resample.points)?;
        for (&row, &label) in resample.drawn.iter().zip(&redrawn.labels) {
            // One in no crowd is of no cluster that it could stay in.
            if let Some(of) = stayed.get_mut(labels[row]) {
                of.0 += 1;
                of.1 += usize::from(label == labels[row]);
            }
        }
        Ok(Again {
            labels: match found {
                Some(found) => found.place(points)?.labels,
                // Nothing was found: everybody is of one group.
                None => vec![0; points.n_rows()],
            },
            stayed,
        })
    }
}

fn kept(again: &[Again], cluster: usize) -> Option<f64> {
    let sum = |part: fn(&(usize, usize)) -> usize| -> usize {
        again.iter().map(|a| part(&a.stayed[cluster])).sum()
    };
    let (n, stayed) = (sum(|s| s.0), sum(|s| s.1));
    (n > 0).then(|| stayed as f64 / n as f64)
}

/// Agreement of each resample's grouping with the next one's, round the circle.
fn pairs(labels: &[Vec<usize>]) -> impl Iterator<Item = f64> + '_ {
    let n = if labels.len() < 2 { 0 } else { labels.len() };
    (0..n).filter_map(move |at| {
        adjusted_rand_index(&labels[at], &labels[(at + 1) % labels.len()]).ok()
    })
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0usize);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / n as f64)
}
