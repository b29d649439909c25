//! How many clusters: every number in the configured range is fitted, and one of them chosen.
//!
//! Among the numbers whose clusters all are large enough and found again in resamples (see [`super::stability`]), the
//! highest mean silhouette wins (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7). Where no number is that sound, the
//! one whose groupings agree most between resamples is taken, and marked unclear.

use arrears_features::columns::Columns;
use ndarray::{Array2, Axis};

use super::candidates::{Candidate, Members, Points, candidates};
use super::grouping::{Grouping, Search, distinct};
use super::identity::{Earlier, identify};
use super::outliers::{Trimmed, trimmed};
use super::stability::{Redraw, stability};
use super::{ClusterModel, ClusterScale};
use crate::ModelError;
use crate::config::ClusterConfig;

/// The feature whose mean orders the clusters.
const RISK: &str = "late_ratio_all";

/// Customers at most that groupings are fitted on, and that their stability is measured on.
const FITTED_ROWS: usize = 20_000;
const RESAMPLED_ROWS: usize = 2_000;

/// The least share of customers that a cluster may hold where the smallest number of them asked for is too many: with 90
/// customers a cluster of 15 is worth telling, and 30 would leave room for three at most.
const SHARE_OF_FEW: f64 = 1.0 / 6.0;

/// Customers to be clustered.
pub struct Customers<'a> {
    /// What they do, a row each: the columns of [`super::default_columns`] that there are.
    pub columns: Columns,
    /// Their mature invoices.
    pub n_mature: Vec<u32>,
    /// The columns of some rows with their invoices drawn anew, once per seed.
    pub redraw: &'a Redraw<'a>,
}

/// Clusters the customers with enough mature invoices. Nothing when fewer than two can be told apart. Clusters that are
/// those of an `earlier` model keep their number.
///
/// # Errors
/// An estimator that refuses its input.
pub fn fit(
    customers: &Customers,
    config: &ClusterConfig,
    seed: u64,
    earlier: Option<&Earlier>,
) -> Result<Option<ClusterModel>, ModelError> {
    let placed: Vec<usize> = (0..customers.columns.n_rows())
        .filter(|&i| customers.n_mature[i] >= config.min_invoices)
        .collect();
    let rows = customers.columns.select(&placed);
    let scale = ClusterScale::fit(&rows);
    if scale.features().is_empty() {
        return Ok(None);
    }
    let x = scale.apply(&rows)?;
    let fitted = x.select(Axis(0), &thinned(x.nrows(), FITTED_ROWS));
    let ks = numbers(&fitted, config);
    let search = Search {
        n_starts: config.n_starts,
        seed,
    };
    let mut found = trimmed(&fitted, &ks, config.max_outlier_share, &search)?;
    if found.is_empty() {
        return Ok(None);
    }
    let members: Vec<Members> = found
        .iter()
        .map(|t| Ok(Members::new(&t.grouping.place(&x)?, t.limit)))
        .collect::<Result<_, ModelError>>()?;
    let few = thinned(x.nrows(), RESAMPLED_ROWS);
    let drawn: Vec<usize> = few.iter().map(|&i| placed[i]).collect();
    let stability = stability(
        &found,
        &x.select(Axis(0), &few),
        &drawn,
        &scale,
        customers.redraw,
        (config.n_resamples, seed),
    )?;
    let sample = thinned(x.nrows(), config.silhouette_rows);
    let points = Points {
        x: &x,
        sample: &sample,
    };
    let mut candidates = candidates(&found, &members, stability, &points);
    let Choice { best, unclear } = choose(&mut candidates, placed.len(), config);
    let order = by_risk(&members[best], candidates[best].k, &rows);
    let Trimmed { grouping, limit } = found.swap_remove(best);
    let earlier = earlier.map(|earlier| earlier.select(&placed));
    let (order, identity) = identify(
        earlier.as_ref(),
        &x,
        &members[best].labels,
        &grouping.centres(),
        &order,
    );
    Ok(Some(ClusterModel {
        grouping: renumbered(grouping, &order, &mut candidates[best]),
        identity,
        scale,
        limit,
        unclear,
        candidates,
        min_invoices: config.min_invoices,
        n_customers: placed.len(),
    }))
}

/// The numbers of clusters that the data can bear: two where it cannot bear the smallest asked for.
fn numbers(x: &Array2<f64>, config: &ClusterConfig) -> Vec<usize> {
    let n_distinct = distinct(x.view(), config.k_max + 1);
    let most = config.k_max.min(n_distinct).min(x.nrows() / 2);
    let least = if most < config.k_min { 2 } else { config.k_min };
    (least..=most).collect()
}

/// Every n-th of `n` rows, so that at most `most` remain.
fn thinned(n: usize, most: usize) -> Vec<usize> {
    let step = n.div_ceil(most.max(2)).max(1);
    (0..n).step_by(step).collect()
}

struct Choice {
    best: usize,
    unclear: bool,
}

/// Judges every candidate, and chooses one.
fn choose(candidates: &mut [Candidate], n: usize, config: &ClusterConfig) -> Choice {
    let least = least_size(n, config);
    for candidate in candidates.iter_mut() {
        let again = |j: &Option<f64>| j.is_none_or(|j| j >= config.min_jaccard);
        let large = candidate.smallest as f64 >= least;
        candidate.sound = large && candidate.jaccard.iter().all(again);
    }
    let score = |i: usize| {
        let Candidate {
            sound,
            silhouette,
            agreement,
            smallest,
            ..
        } = candidates[i];
        let large = smallest as f64 >= least;
        let second = match sound {
            true => silhouette,
            // Without resamples there is no agreement to go by.
            false => agreement.or(silhouette),
        };
        (sound, large, second.unwrap_or(f64::NEG_INFINITY))
    };
    let better = |a: &usize, b: &usize| {
        let (ours, theirs) = (score(*a), score(*b));
        (ours.0, ours.1)
            .cmp(&(theirs.0, theirs.1))
            .then(ours.2.total_cmp(&theirs.2))
            .then(b.cmp(a))
    };
    let best = (0..candidates.len()).max_by(better).unwrap_or(0);
    candidates[best].chosen = true;
    Choice {
        best,
        unclear: !candidates[best].sound,
    }
}

/// Customers that every cluster of a sound clustering of `n` has.
fn least_size(n: usize, config: &ClusterConfig) -> f64 {
    let n = n as f64;
    let of_few = (config.min_customers as f64).min(SHARE_OF_FEW * n);
    of_few.max(config.min_share * n)
}

/// Clusters in the order of their members' mean late ratio.
fn by_risk(members: &Members, k: usize, rows: &Columns) -> Vec<usize> {
    let mut sums = vec![(0.0, 0.0); k];
    let late = rows.numeric(RISK).unwrap_or_default();
    for (label, &late) in members.labels.iter().zip(late) {
        if let Some(label) = label.filter(|_| !late.is_nan()) {
            sums[label].0 += late;
            sums[label].1 += 1.0;
        }
    }
    let mean = |k: usize| sums[k].0 / f64::max(sums[k].1, 1.0);
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
    order
}

fn renumbered(grouping: Grouping, order: &[usize], chosen: &mut Candidate) -> Grouping {
    let sorted = |values: &[Option<f64>]| {
        let of = |&k: &usize| values.get(k).copied().flatten();
        order.iter().map(of).collect()
    };
    chosen.jaccard = sorted(&chosen.jaccard);
    chosen.kept = sorted(&chosen.kept);
    grouping.reordered(order)
}

#[cfg(test)]
mod tests {
    use super::super::{OUTLIER, TOO_FEW_INVOICES};
    use super::*;
    use arrears_features::columns::Column;

    fn candidate(k: usize, silhouette: f64, smallest: usize, jaccard: f64) -> Candidate {
        Candidate {
            k,
            silhouette: Some(silhouette),
            inertia: 1.0,
            calinski_harabasz: None,
            smallest,
            n_outliers: 0,
            jaccard: vec![Some(jaccard), Some(0.99)],
            kept: vec![None; 2],
            agreement: Some(jaccard),
            sound: false,
            chosen: false,
        }
    }

    fn chosen(candidates: &[Candidate], n: usize) -> (usize, bool) {
        let mut candidates = candidates.to_vec();
        let choice = choose(&mut candidates, n, &ClusterConfig::default());
        assert_eq!(candidates.iter().filter(|c| c.chosen).count(), 1);
        (choice.best, choice.unclear)
    }

    #[test]
    fn the_highest_silhouette_of_the_sound_ones_wins() {
        let all = [
            candidate(3, 0.5, 40, 0.9),
            candidate(4, 0.6, 40, 0.76),
            candidate(5, 0.7, 40, 0.74),
            candidate(6, 0.8, 29, 0.99),
        ];
        assert_eq!(chosen(&all, 1_000), (1, false));
        // One in a hundred of 4,100 is 41.
        assert_eq!(chosen(&all, 4_100), (3, true));
        // Of 120 customers, a sixth is 20: the cluster of 29 is large enough.
        assert_eq!(chosen(&all, 120), (3, false));
    }

    #[test]
    fn where_none_is_sound_the_one_that_agrees_most_is_taken_and_unclear() {
        let all = [
            candidate(3, 0.9, 40, 0.6),
            candidate(4, 0.5, 40, 0.7),
            candidate(5, 0.5, 9, 0.74),
        ];
        assert_eq!(chosen(&all, 1_000), (1, true));
    }

    fn shares(values: &[f64], n: f64) -> Columns {
        let column = |name: &str, values: Vec<f64>| (name.to_owned(), Column::Numeric(values));
        Columns::from_columns(vec![
            column("late_ratio_all", values.to_vec()),
            column("n_mature_all", vec![n; values.len()]),
        ])
    }

    fn fitted(columns: Columns, n_mature: Vec<u32>) -> Option<ClusterModel> {
        let again = columns.clone();
        let redraw = |rows: &[usize], seeds: &[u64]| vec![again.select(rows); seeds.len()];
        let customers = Customers {
            columns,
            n_mature,
            redraw: &redraw,
        };
        fit(&customers, &ClusterConfig::default(), 1, None).expect("no error")
    }

    #[test]
    fn fewer_customers_than_clusters_and_all_alike_are_not_clustered() {
        assert!(fitted(shares(&[0.1, 0.9, 0.5], 9.0), vec![9; 3]).is_none());
        assert!(fitted(shares(&[0.5; 50], 9.0), vec![9; 50]).is_none());
        assert!(fitted(shares(&[], 9.0), vec![]).is_none());
    }

    #[test]
    fn two_kinds_of_customers_are_two_clusters() {
        let values: Vec<f64> = (0..40).map(|i| f64::from(i % 2)).collect();
        let model = fitted(shares(&values, 10.0), vec![10; 40]).expect("clusters");
        assert_eq!(model.n_clusters(), 2);
        assert!(!model.is_unclear());
    }

    /// Late ratio and disputed share of three kinds of customers of about 20 invoices.
    fn three_kinds(n_customers: usize) -> Columns {
        let kind = |i: usize| [(0.9, 0.0), (0.1, 0.0), (0.2, 0.5)][i % 3];
        let column = |name: &str, value: &dyn Fn(usize) -> f64| {
            let values = (0..n_customers).map(value).collect();
            (name.to_owned(), Column::Numeric(values))
        };
        Columns::from_columns(vec![
            column("late_ratio_all", &|i| kind(i).0),
            column("dispute_share_all", &|i| kind(i).1),
            column("n_mature_all", &|i| 18.0 + (i / 3 % 5) as f64),
        ])
    }

    #[test]
    fn three_groups_are_found_numbered_by_risk_and_found_again() {
        let rows = three_kinds(300);
        let model = fitted(rows.clone(), vec![20; 300]).expect("clusters");
        assert_eq!(model.n_clusters(), 3);
        assert!(!model.is_unclear());
        assert!(
            model.stability().iter().all(|s| *s > Some(0.95)),
            "{:?}",
            model.stability()
        );
        let mut few = vec![20; 300];
        few[3] = 4;
        let labels = model.assign(&rows, &few).expect("the same features");
        assert_eq!(labels[..4], [2, 0, 1, TOO_FEW_INVOICES]);
        assert!(!labels.contains(&OUTLIER));
    }
}
