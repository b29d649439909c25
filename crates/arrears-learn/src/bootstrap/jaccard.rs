//! Would this cluster be found again in other data?

use std::collections::BTreeMap;

use rand::{Rng, RngCore};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::params::BootstrapValidParams;
use crate::random::task_rng;
use crate::validate::{self, DataError};

/// How stable each cluster is under resampling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JaccardStability {
    /// Mean over the resamples of the best Jaccard similarity per cluster, in `[0, 1]`: 0.75 and
    /// more is a stable cluster, 0.85 highly so, 0.5 and less one that dissolves (Hennig 2008).
    pub mean: Vec<f64>,
    /// Share of resamples in which the similarity was 0.5 or less.
    pub dissolved: Vec<f64>,
    /// Resamples each cluster had a row in.
    pub n_resamples: Vec<usize>,
}

/// Clusters again on bootstrap samples, and compares each original cluster with its nearest match.
///
/// `labels` holds the original cluster of each row, in `0..n_clusters`. `cluster` receives row
/// numbers drawn with replacement and a seed, and returns a label for each of them. As in Hennig's
/// procedure, the similarity counts each distinct drawn row once. It needs no truth and tells which
/// clusters to trust; a cluster can be stable and meaningless (any cut through one cloud along its
/// long axis is).
///
/// ```text
/// J(A, B) = |A and B| / |A or B|,   stability of A = mean over resamples of max_B J(A*, B)
///
/// A* original cluster A, restricted to the drawn rows;  B clusters found in the resample
/// ```
///
/// Hennig 2007, doi:10.1016/j.csda.2006.11.025, section 2; thresholds: Hennig 2008,
/// doi:10.1016/j.jmva.2007.07.002.
pub fn jaccard_stability<E: From<DataError> + Send>(
    labels: &[usize],
    n_clusters: usize,
    params: &BootstrapValidParams,
    cluster: impl Fn(&[usize], u64) -> Result<Vec<usize>, E> + Sync,
) -> Result<JaccardStability, E> {
    check(labels, n_clusters)?;
    let resample = |index: usize| {
        let mut rng = task_rng(params.seed(), index as u64);
        let seed = rng.next_u64();
        let rows: Vec<usize> = (0..labels.len())
            .map(|_| rng.random_range(0..labels.len()))
            .collect();
        let found = cluster(&rows, seed)?;
        validate::length("labels of the resample", found.len(), rows.len())?;
        // Equal rows may have come back with equal labels only; the last one stands for all.
        let distinct: BTreeMap<usize, usize> = rows.into_iter().zip(found).collect();
        let original: Vec<usize> = distinct.keys().map(|&row| labels[row]).collect();
        let found: Vec<usize> = distinct.into_values().collect();
        Ok(best_jaccard(&original, &found, n_clusters))
    };
    let resamples: Vec<Vec<Option<f64>>> = (0..params.n_resamples())
        .into_par_iter()
        .map(resample)
        .collect::<Result<_, E>>()?;
    Ok(summarise(&resamples, n_clusters))
}

/// The similarity of each cluster `0..n_clusters` of `original` to its most similar cluster in
/// `found`, both labels per row; `None` for a cluster without rows.
///
/// ```
/// use arrears_learn::bootstrap::best_jaccard;
/// // Cluster 0 has rows 0 to 2, of which two meet again with no other; cluster 1 gains a row.
/// let best = best_jaccard(&[0, 0, 0, 1], &[5, 5, 6, 6], 3);
/// assert_eq!(best, [Some(2.0 / 3.0), Some(0.5), None]);
/// ```
pub fn best_jaccard(original: &[usize], found: &[usize], n_clusters: usize) -> Vec<Option<f64>> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut own = vec![0; n_clusters];
    for (&a, &b) in original.iter().zip(found) {
        *sizes.entry(b).or_default() += 1;
        *common.entry((a, b)).or_default() += 1;
        if let Some(size) = own.get_mut(a) {
            *size += 1;
        }
    }
    let mut best = vec![None; n_clusters];
    for ((a, b), both) in common {
        if a < n_clusters {
            let either = own[a] + sizes[&b] - both;
            let similarity = both as f64 / either as f64;
            best[a] = Some(best[a].map_or(similarity, |best: f64| best.max(similarity)));
        }
    }
    best
}

fn check(labels: &[usize], n_clusters: usize) -> Result<(), DataError> {
    if labels.is_empty() {
        return Err(DataError::Empty { name: "labels" });
    }
    match labels.iter().position(|&label| label >= n_clusters) {
        None => Ok(()),
        Some(row) => Err(DataError::OutOfRange {
            name: "labels",
            accepted: "below `n_clusters`",
            row,
            value: labels[row] as f64,
        }),
    }
}

fn summarise(resamples: &[Vec<Option<f64>>], n_clusters: usize) -> JaccardStability {
    let of = |cluster: usize| resamples.iter().filter_map(move |best| best[cluster]);
    let n_resamples: Vec<usize> = (0..n_clusters).map(|cluster| of(cluster).count()).collect();
    let share = |cluster: usize, sum: f64| sum / n_resamples[cluster].max(1) as f64;
    JaccardStability {
        mean: (0..n_clusters)
            .map(|cluster| share(cluster, of(cluster).sum()))
            .collect(),
        dissolved: (0..n_clusters)
            .map(|cluster| share(cluster, of(cluster).filter(|&j| j <= 0.5).count() as f64))
            .collect(),
        n_resamples,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::BootstrapParams;
    use linfa::ParamGuard;

    fn params() -> BootstrapValidParams {
        BootstrapParams::new(5).n_resamples(50).check().unwrap()
    }

    #[test]
    fn a_clustering_that_never_changes_is_stable() {
        let labels: Vec<usize> = (0..90).map(|row| row % 3).collect();
        let same = |rows: &[usize], _| Ok::<_, DataError>(rows.iter().map(|r| r % 3 + 4).collect());
        let stability = jaccard_stability(&labels, 3, &params(), same).unwrap();
        assert_eq!(stability.mean, [1.0; 3]);
        assert_eq!(stability.dissolved, [0.0; 3]);
    }

    #[test]
    fn a_cluster_always_split_in_two_dissolves() {
        // Cluster 0 (even rows) is found whole, cluster 1 in two halves.
        let labels: Vec<usize> = (0..400).map(|row| row % 2).collect();
        let split = |row: &usize| if row.is_multiple_of(2) { 0 } else { row % 4 };
        let cluster = |rows: &[usize], _| Ok::<_, DataError>(rows.iter().map(split).collect());
        let stability = jaccard_stability(&labels, 2, &params(), cluster).unwrap();
        assert_eq!(stability.mean[0], 1.0);
        assert!((stability.mean[1] - 0.5).abs() < 0.1);
    }

    #[test]
    fn labels_are_checked_and_errors_passed_on() {
        let cluster = |rows: &[usize], _| Ok::<_, DataError>(rows[1..].to_vec());
        assert!(jaccard_stability(&[0, 2], 2, &params(), cluster).is_err());
        let error = jaccard_stability(&[0, 1], 2, &params(), cluster).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("has 1 entries where 2 are needed")
        );
    }
}
