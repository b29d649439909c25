//! Clusters of two runs: sizes, names, and whether a number still stands for the same group.
//!
//! A number stays with a cluster only along the champions of one registry. Whether it did between two folders is seen from
//! the customers that both have put into a cluster: a number is kept where at least half of those that either run gave it
//! got it from both (the Jaccard index, as in the stability of clusters).

use std::collections::{BTreeMap, BTreeSet};

use arrears_learn::metrics::adjusted_rand_index;
use serde::Serialize;

use super::tables::RunTables;
use crate::customers::profiles::{LITTLE_HISTORY, OUTLIER};

/// The least overlap of a number that was kept.
const KEPT: f64 = 0.5;

/// Clusters of two runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClusterComparison {
    /// Every number of either run: clusters first, then the groups apart (-1, -2).
    pub pairs: Vec<ClusterPair>,
    /// Customers that are in a cluster in both runs.
    pub n_common: u64,
    /// Adjusted Rand index over these, 1 for the same groups under any numbers.
    pub agreement: Option<f64>,
    /// Whether every number in both runs is the same group.
    pub numbers_continue: bool,
}

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClusterPair {
    /// The number.
    pub cluster_id: i32,
    /// Its name in the earlier run.
    pub name_before: Option<String>,
    /// Its name in the later run.
    pub name_now: Option<String>,
    /// Customers in it in the earlier run.
    pub n_before: u64,
    /// Customers in it in the later run.
    pub n_now: u64,
    /// Customers in it in both.
    pub n_both: u64,
    /// Share of those in a cluster in both runs, and in this one in either, that are in it in both.
    pub overlap: Option<f64>,
    /// What became of it.
    pub fate: ClusterFate,
    /// For a number that is no longer the same group: where most of it came from or went.
    pub nearest: Option<Nearest>,
}

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterFate {
    /// The same group.
    Kept,
    /// In both runs, and another group.
    Another,
    /// In the later run alone.
    New,
    /// In the earlier run alone.
    Gone,
    /// No cluster: too few invoices, or unlike all others.
    Apart,
}

/// The other run's cluster that shares most customers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Nearest {
    /// Its number.
    pub cluster_id: i32,
    /// Share of the customers in a cluster in both runs that are in it.
    pub share: f64,
}

/// Compares the clusters under the names that each run gives them; none where a run has no clusters.
pub fn clusters(
    before: &RunTables,
    now: &RunTables,
    names_before: &BTreeMap<i32, String>,
    names_now: &BTreeMap<i32, String>,
) -> Option<ClusterComparison> {
    let (first, second) = (places(before)?, places(now)?);
    let (sizes, sizes_now) = (sizes(&first), sizes(&second));
    let found = |sizes: &BTreeMap<i32, u64>| sizes.keys().any(|id| !apart(*id));
    if !found(&sizes) || !found(&sizes_now) {
        return None;
    }
    let both: Vec<(i32, i32)> = first
        .iter()
        .filter_map(|(id, from)| Some((*from, *second.get(id)?)))
        .collect();
    let common: Vec<(i32, i32)> = both
        .iter()
        .copied()
        .filter(|(from, to)| !apart(*from) && !apart(*to))
        .collect();
    let mut ids: Vec<i32> = sizes.keys().chain(sizes_now.keys()).copied().collect();
    // Clusters by number, then -1 and -2.
    ids.sort_by_key(|id| (apart(*id), id.unsigned_abs()));
    ids.dedup();
    let pairs: Vec<ClusterPair> = ids
        .into_iter()
        .map(|id| {
            let n = |sizes: &BTreeMap<i32, u64>| sizes.get(&id).copied().unwrap_or_default();
            let pair = ClusterPair {
                cluster_id: id,
                name_before: names_before.get(&id).cloned(),
                name_now: names_now.get(&id).cloned(),
                n_before: n(&sizes),
                n_now: n(&sizes_now),
                n_both: both.iter().filter(|pair| **pair == (id, id)).count() as u64,
                overlap: None,
                fate: ClusterFate::Apart,
                nearest: None,
            };
            judged(pair, &common)
        })
        .collect();
    Some(ClusterComparison {
        numbers_continue: pairs.iter().all(|pair| pair.fate != ClusterFate::Another),
        n_common: common.len() as u64,
        agreement: agreement(&common),
        pairs,
    })
}

fn apart(id: i32) -> bool {
    id == LITTLE_HISTORY || id == OUTLIER
}

fn places(run: &RunTables) -> Option<BTreeMap<&str, i32>> {
    let rows = run.customers.as_ref()?.iter();
    Some(
        rows.filter_map(|row| Some((row.customer_id.as_str(), row.cluster_id?)))
            .collect(),
    )
}

fn sizes(places: &BTreeMap<&str, i32>) -> BTreeMap<i32, u64> {
    let mut sizes = BTreeMap::new();
    for id in places.values() {
        *sizes.entry(*id).or_default() += 1;
    }
    sizes
}

/// The pair with its overlap, its fate and, where it is no longer the same group, the nearest.
fn judged(pair: ClusterPair, common: &[(i32, i32)]) -> ClusterPair {
    let id = pair.cluster_id;
    if apart(id) {
        return pair;
    }
    let either = common
        .iter()
        .filter(|(from, to)| *from == id || *to == id)
        .count();
    let both = common.iter().filter(|place| **place == (id, id)).count();
    let overlap = (either > 0).then(|| both as f64 / either as f64);
    let fate = match (pair.n_before, pair.n_now) {
        (0, _) => ClusterFate::New,
        (_, 0) => ClusterFate::Gone,
        _ if overlap.is_some_and(|overlap| overlap >= KEPT) => ClusterFate::Kept,
        _ => ClusterFate::Another,
    };
    let nearest = match fate {
        ClusterFate::Kept | ClusterFate::Apart => None,
        ClusterFate::Gone => nearest(
            common
                .iter()
                .filter(|(from, _)| *from == id)
                .map(|(_, to)| *to),
        ),
        _ => nearest(
            common
                .iter()
                .filter(|(_, to)| *to == id)
                .map(|(from, _)| *from),
        ),
    };
    ClusterPair {
        overlap: overlap.filter(|_| pair.n_before > 0 && pair.n_now > 0),
        fate,
        nearest,
        ..pair
    }
}

/// The commonest of them; of equals the lowest number.
fn nearest(ids: impl Iterator<Item = i32>) -> Option<Nearest> {
    let ids: Vec<i32> = ids.collect();
    let known: BTreeSet<i32> = ids.iter().copied().collect();
    let n_of = |id: &i32| ids.iter().filter(|other| *other == id).count();
    let most = known.iter().rev().max_by_key(|id| n_of(id))?;
    Some(Nearest {
        cluster_id: *most,
        share: n_of(most) as f64 / ids.len() as f64,
    })
}

fn agreement(common: &[(i32, i32)]) -> Option<f64> {
    let labels = |of: fn(&(i32, i32)) -> i32| -> Vec<usize> {
        common
            .iter()
            .map(|pair| of(pair).unsigned_abs() as usize)
            .collect()
    };
    adjusted_rand_index(&labels(|pair| pair.0), &labels(|pair| pair.1)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::tables::CustomerRow;
    use super::*;

    fn run(places: &[Option<i32>]) -> RunTables {
        let row = |(i, cluster_id): (usize, &Option<i32>)| CustomerRow {
            customer_id: format!("c{i}"),
            cluster_id: *cluster_id,
            ..CustomerRow::default()
        };
        RunTables {
            customers: Some(places.iter().enumerate().map(row).collect()),
            ..RunTables::default()
        }
    }

    fn compared(before: &[Option<i32>], now: &[Option<i32>]) -> Option<ClusterComparison> {
        clusters(&run(before), &run(now), &BTreeMap::new(), &BTreeMap::new())
    }

    #[test]
    fn a_number_is_kept_where_half_of_either_is_in_both() {
        // Of 0: two in both, one only before, one only now: 2 of 4. Of 1: one of three.
        let before = [0, 0, 0, 1, 1, -1].map(Some);
        let now = [0, 0, 1, 1, 0, 0].map(Some);
        let found = compared(&before, &now).unwrap();
        let told: Vec<_> = found
            .pairs
            .iter()
            .map(|p| (p.cluster_id, p.n_before, p.n_now, p.n_both, p.fate))
            .collect();
        let expected = [
            (0, 3, 4, 2, ClusterFate::Kept),
            (1, 2, 2, 1, ClusterFate::Another),
            (-1, 1, 0, 0, ClusterFate::Apart),
        ];
        assert_eq!(told, expected);
        assert_eq!((found.pairs[0].overlap, found.n_common), (Some(0.5), 5));
        assert!(!found.numbers_continue);
        let nearest = found.pairs[1].nearest.unwrap();
        assert_eq!((nearest.cluster_id, nearest.share), (0, 0.5));
    }

    #[test]
    fn the_same_groups_under_other_numbers_agree_and_are_new() {
        let found = compared(&[0, 0, 1, 1].map(Some), &[7, 7, 4, 4].map(Some)).unwrap();
        assert_eq!(found.agreement, Some(1.0));
        let fates: Vec<_> = found.pairs.iter().map(|p| (p.cluster_id, p.fate)).collect();
        use ClusterFate::{Gone, New};
        assert_eq!(fates, [(0, Gone), (1, Gone), (4, New), (7, New)]);
        assert_eq!(found.pairs[3].nearest.unwrap().cluster_id, 0);
        assert_eq!(compared(&[None, None], &[Some(0), Some(1)]), None);
    }
}
