//! Every number of clusters that is tried, and how it does.

use arrears_learn::metrics;
use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::grouping::Placed;
use super::outliers::Trimmed;
use super::stability::Stability;

/// One number of clusters, and how it did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Number of clusters.
    pub k: usize,
    /// Mean silhouette on a sample, in `[-1, 1]`; absent where the sample fell into one cluster.
    pub silhouette: Option<f64>,
    /// Sum of squared distances to the nearest centre.
    pub inertia: f64,
    /// Calinski-Harabasz index; absent where it is infinite, as every customer stands on its cluster's centre.
    pub calinski_harabasz: Option<f64>,
    /// How much tighter the clusters are than those found in points without groups; absent for crowds and categories.
    pub gap: Option<metrics::Gap>,
    /// Customers in the smallest cluster.
    pub smallest: usize,
    /// Customers that lie far from every centre.
    pub n_outliers: usize,
    /// Per cluster, how well it is found again: mean Jaccard similarity; absent where it was not asked for.
    pub jaccard: Vec<Option<f64>>,
    /// Per cluster, the share of its customers that stay in it when their invoices are drawn anew.
    pub kept: Vec<Option<f64>>,
    /// Mean adjusted Rand index between resamples.
    pub agreement: Option<f64>,
    /// Whether every cluster is large enough and found again.
    pub sound: bool,
    /// Whether this number was chosen.
    pub chosen: bool,
}

impl Candidate {
    /// How well its least stable cluster is found again; none where that was not measured.
    pub fn least_stability(&self) -> Option<f64> {
        self.jaccard.iter().flatten().copied().reduce(f64::min)
    }
}

/// Customers in their groups, none where they lie beyond the limit.
pub(super) struct Members {
    pub(super) labels: Vec<Option<usize>>,
    pub(super) inertia: f64,
}

impl Members {
    pub(super) fn new(placed: &Placed, limit: Option<f64>) -> Members {
        let near = |distance: f64| limit.is_none_or(|limit| distance <= limit);
        let rows = placed.labels.iter().zip(&placed.distances);
        let inside = placed.distances.iter().filter(|&&d| near(d));
        Members {
            labels: rows
                .map(|(&label, &distance)| near(distance).then_some(label))
                .collect(),
            inertia: inside.map(|d| d * d).sum(),
        }
    }

    fn sizes(&self, k: usize) -> Vec<usize> {
        let mut sizes = vec![0; k];
        for label in self.labels.iter().flatten() {
            sizes[*label] += 1;
        }
        sizes
    }
}

/// What the figures of a candidate rest on.
pub(super) struct Sampled<'a> {
    /// All customers on the scale.
    pub(super) x: &'a Array2<f64>,
    /// Those of them that the silhouette is taken on.
    pub(super) sample: &'a [usize],
}

/// The candidates of `groupings`, with the members of each.
pub(super) fn candidates(
    groupings: &[Trimmed],
    members: &[Members],
    stability: Vec<Stability>,
    gaps: Vec<Option<metrics::Gap>>,
    points: &Sampled,
) -> Vec<Candidate> {
    let silhouettes = silhouettes(points, members);
    groupings
        .iter()
        .zip(members)
        .zip(stability)
        .zip(silhouettes.into_iter().zip(gaps))
        .map(|(((grouping, members), stability), (silhouette, gap))| {
            let k = grouping.grouping.n_clusters();
            let sizes = members.sizes(k);
            Candidate {
                k,
                silhouette,
                inertia: members.inertia,
                calinski_harabasz: calinski_harabasz(points.x, members),
                gap,
                smallest: sizes.iter().copied().min().unwrap_or(0),
                n_outliers: members.labels.len() - sizes.iter().sum::<usize>(),
                jaccard: stability.jaccard,
                kept: stability.kept,
                agreement: stability.agreement,
                sound: false,
                chosen: false,
            }
        })
        .collect()
}

fn calinski_harabasz(x: &Array2<f64>, members: &Members) -> Option<f64> {
    let (rows, labels) = inside(members, 0..x.nrows());
    let index = match rows.len() == x.nrows() {
        true => metrics::calinski_harabasz(x.view(), &labels),
        false => metrics::calinski_harabasz(x.select(Axis(0), &rows).view(), &labels),
    };
    index.ok().filter(|index| index.is_finite())
}

/// Mean silhouette of each grouping on the sample; distances are computed once for all of them. Outliers count as a
/// group of their own, so that every grouping is over the same customers.
fn silhouettes(points: &Sampled, members: &[Members]) -> Vec<Option<f64>> {
    let x = points.x.select(Axis(0), points.sample);
    let sampled: Vec<Vec<usize>> = members
        .iter()
        .map(|m| {
            let label = |&i: &usize| m.labels[i].map_or(0, |label| label + 1);
            points.sample.iter().map(label).collect()
        })
        .collect();
    let views: Vec<&[usize]> = sampled.iter().map(Vec::as_slice).collect();
    match metrics::silhouette(x.view(), &views) {
        Ok(all) => all.iter().map(|s| Some(s.mean)).collect(),
        // One labelling that is undefined on the sample leaves the others as they are.
        Err(_) => views
            .iter()
            .map(|v| Some(metrics::silhouette(x.view(), &[v]).ok()?[0].mean))
            .collect(),
    }
}

/// The rows that belong to a group, and to which.
fn inside(members: &Members, rows: impl Iterator<Item = usize>) -> (Vec<usize>, Vec<usize>) {
    rows.filter_map(|row| members.labels[row].map(|label| (row, label)))
        .unzip()
}
