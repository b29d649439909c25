//! How many clusters: every number in the configured range is fitted, and one of them chosen.
//!
//! Among the numbers whose clusters all are large enough and found again in resamples (see [`super::stability`]), the
//! highest mean silhouette wins (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7). Where no number is that sound, the
//! one whose groupings agree most between resamples is taken, and marked unclear. The number of the clusters of an
//! earlier model is held until another is better by more than chance and rounding move these figures from month to
//! month: else customers who changed nothing would change cluster.

use arrears_features::AbsentFeature;
use arrears_features::columns::Columns;
use ndarray::Array2;

use super::candidates::{Candidate, Members, Sampled, candidates};
use super::gaps::gaps;
use super::grouping::Grouping;
use super::identity::{Earlier, identify};
use super::notes::{NoClusters, dominating};
use super::outliers::{Trimmed, trimmed};
use super::points::Points;
use super::search::{CATEGORY, Search};
use super::stability::{Redraw, stability};
use super::{ClusterModel, ClusterScale, thinned};
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

/// How much higher the silhouette (or the agreement, where no number is sound) must be for another number of clusters
/// than the earlier model's.
const HELD_WITHIN: f64 = 0.05;

/// Customers to be clustered.
pub struct Customers<'a> {
    /// What they do, a row each: the columns of [`super::default_columns`] that there are.
    pub columns: Columns,
    /// Their mature invoices.
    pub n_mature: Vec<u32>,
    /// The columns of some rows with their invoices drawn anew, once per seed.
    pub redraw: &'a Redraw<'a>,
    /// Columns left out, for want of their source.
    pub absent: Vec<AbsentFeature>,
}

/// Clusters the customers with enough mature invoices, or says why there are none to be told apart. Clusters that are
/// those of an `earlier` model keep their number.
///
/// # Errors
/// An estimator that refuses its input.
pub fn fit(
    customers: &Customers,
    config: &ClusterConfig,
    seed: u64,
    earlier: Option<&Earlier>,
) -> Result<Result<ClusterModel, NoClusters>, ModelError> {
    let placed: Vec<usize> = (0..customers.columns.n_rows())
        .filter(|&i| customers.n_mature[i] >= config.min_invoices)
        .collect();
    let none = NoClusters::of(placed.len(), config.min_invoices);
    let rows = customers.columns.select(&placed);
    let scale = ClusterScale::fit(&rows, &config.categories);
    if scale.features().is_empty() {
        return Ok(Err(none));
    }
    let points = scale.points(&rows)?;
    let fitted = points.select(&thinned(points.n_rows(), FITTED_ROWS));
    let search = Search {
        method: config.method,
        n_starts: config.n_starts,
        seed,
    };
    let ks = numbers(&fitted, config);
    let found = trimmed(&fitted, &ks, config.max_outlier_share, &search)?;
    if found.is_empty() {
        let n = placed.len();
        return Ok(Err(match ks.is_empty() {
            true => none,
            false => NoClusters::NotFound { n },
        }));
    }
    let compared = Compared::new(customers, &placed, &points, &scale, found, config, &search)?;
    let earlier = earlier.map(|earlier| earlier.select(&placed));
    let earlier = earlier.as_ref();
    compared
        .chosen(&rows, &points, scale, customers, config, earlier)
        .map(Ok)
}

/// Every number of clusters with its members and figures.
struct Compared {
    found: Vec<Trimmed>,
    members: Vec<Members>,
    candidates: Vec<Candidate>,
}

impl Compared {
    fn new(
        customers: &Customers,
        placed: &[usize],
        points: &Points,
        scale: &ClusterScale,
        found: Vec<Trimmed>,
        config: &ClusterConfig,
        search: &Search,
    ) -> Result<Compared, ModelError> {
        let members: Vec<Members> = found
            .iter()
            .map(|t| Ok(Members::new(&t.grouping.place(points)?, t.limit)))
            .collect::<Result<_, ModelError>>()?;
        let few = thinned(points.n_rows(), RESAMPLED_ROWS);
        let drawn: Vec<usize> = few.iter().map(|&i| placed[i]).collect();
        let sample = points.select(&few);
        let resampled = (config.n_resamples, search);
        let stability = stability(&found, &sample, &drawn, scale, customers.redraw, resampled)?;
        let ks: Vec<usize> = found.iter().map(|t| t.grouping.n_clusters()).collect();
        let gaps = gaps(points, &ks, search)?;
        let flat: Array2<f64> = points.flat(CATEGORY);
        let sampled = Sampled {
            x: &flat,
            sample: &thinned(points.n_rows(), config.silhouette_rows),
        };
        let candidates = candidates(&found, &members, stability, gaps, &sampled);
        Ok(Compared {
            found,
            members,
            candidates,
        })
    }

    /// The number of clusters that is chosen, as a model.
    fn chosen(
        mut self,
        rows: &Columns,
        points: &Points,
        scale: ClusterScale,
        customers: &Customers,
        config: &ClusterConfig,
        earlier: Option<&Earlier>,
    ) -> Result<ClusterModel, ModelError> {
        let n_customers = points.n_rows();
        let held = earlier.and_then(Earlier::n_clusters);
        let Choice {
            best,
            unclear,
            held,
        } = choose(&mut self.candidates, n_customers, config, held);
        let members = &self.members[best];
        let order = by_risk(members, self.candidates[best].k, rows);
        let dominating = dominating(&points.x, &members.labels, &scale.features());
        let Trimmed { grouping, limit } = self.found.swap_remove(best);
        let centres = grouping.centres();
        let (order, identity) = identify(earlier, &points.x, &members.labels, &centres, &order);
        Ok(ClusterModel {
            identity,
            grouping: renumbered(grouping, &order, &mut self.candidates[best]),
            scale,
            limit,
            unclear,
            held,
            min_jaccard: config.min_jaccard,
            candidates: self.candidates,
            dominating,
            left_out: customers.absent.clone(),
            min_invoices: config.min_invoices,
            n_customers,
        })
    }
}

/// The numbers of clusters that the data can bear: two where it cannot bear the smallest asked for.
fn numbers(points: &Points, config: &ClusterConfig) -> Vec<usize> {
    let n_distinct = points.distinct(config.k_max + 1);
    let most = config.k_max.min(n_distinct).min(points.n_rows() / 2);
    let least = if most < config.k_min { 2 } else { config.k_min };
    (least..=most).collect()
}

struct Choice {
    best: usize,
    unclear: bool,
    /// Whether another number did better than that of the earlier model, which is kept.
    held: bool,
}

/// Judges every candidate, and chooses one: that of `held` clusters where it is as sound as the best and little worse.
fn choose(
    candidates: &mut [Candidate],
    n: usize,
    config: &ClusterConfig,
    held: Option<usize>,
) -> Choice {
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
    let is_held = |&i: &usize| {
        let (held, best) = (score(i), score(best));
        (held.0, held.1) == (best.0, best.1) && held.2 >= best.2 - HELD_WITHIN
    };
    let of_held = candidates.iter().position(|c| Some(c.k) == held);
    let chosen = of_held.filter(is_held).unwrap_or(best);
    candidates[chosen].chosen = true;
    Choice {
        best: chosen,
        unclear: !candidates[chosen].sound,
        held: chosen != best,
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
    use crate::config::ClusterMethod;
    use arrears_features::columns::Column;

    fn candidate(k: usize, silhouette: f64, smallest: usize, jaccard: f64) -> Candidate {
        Candidate {
            k,
            silhouette: Some(silhouette),
            smallest,
            jaccard: vec![Some(jaccard), Some(0.99)],
            agreement: Some(jaccard),
            ..Candidate::default()
        }
    }

    fn chosen(candidates: &[Candidate], n: usize) -> (usize, bool) {
        let mut candidates = candidates.to_vec();
        let choice = choose(&mut candidates, n, &ClusterConfig::default(), None);
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
    fn the_number_of_an_earlier_model_is_held_until_another_is_clearly_better() {
        let chosen = |silhouette, jaccard, other| {
            let mut all = [
                candidate(4, silhouette, 40, jaccard),
                candidate(5, 0.60, 40, other),
            ];
            let choice = choose(&mut all, 1_000, &ClusterConfig::default(), Some(4));
            (choice.best, choice.held, choice.unclear)
        };
        let held = |silhouette, jaccard| chosen(silhouette, jaccard, 0.9);
        assert_eq!(held(0.56, 0.9), (0, true, false), "a little lower");
        assert_eq!(held(0.54, 0.9), (1, false, false), "clearly lower");
        assert_eq!(held(0.61, 0.9), (0, false, false), "the best by itself");
        assert_eq!(held(0.56, 0.7), (1, false, false), "no longer found again");
        // None is sound: of those, too, the earlier number is held where another agrees a little more.
        assert_eq!(chosen(0.3, 0.70, 0.72), (0, true, true));
        assert_eq!(chosen(0.3, 0.60, 0.72), (1, false, true));
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

    fn fitted(columns: Columns, n_mature: Vec<u32>) -> Result<ClusterModel, NoClusters> {
        fitted_by(&ClusterConfig::default(), columns, n_mature)
    }

    fn fitted_by(
        config: &ClusterConfig,
        columns: Columns,
        n_mature: Vec<u32>,
    ) -> Result<ClusterModel, NoClusters> {
        let again = columns.clone();
        let redraw = |rows: &[usize], seeds: &[u64]| vec![again.select(rows); seeds.len()];
        let customers = Customers {
            columns,
            n_mature,
            redraw: &redraw,
            absent: Vec::new(),
        };
        fit(&customers, config, 1, None).expect("no error")
    }

    #[test]
    fn fewer_customers_than_clusters_and_all_alike_are_not_clustered() {
        let few = fitted(shares(&[0.1, 0.9, 0.5], 9.0), vec![9; 3]);
        assert_eq!(
            few.expect_err("three"),
            NoClusters::TooFew {
                n: 3,
                min_invoices: 5
            }
        );
        let alike = fitted(shares(&[0.5; 50], 9.0), vec![9; 50]);
        assert_eq!(alike.expect_err("alike"), NoClusters::AllAlike { n: 50 });
        assert!(fitted(shares(&[], 9.0), vec![]).is_err());
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

    /// Few numbers of clusters, starts and resamples: enough for three kinds that lie far apart.
    fn quick(method: ClusterMethod) -> ClusterConfig {
        ClusterConfig {
            method,
            k_min: 2,
            k_max: 4,
            n_starts: 3,
            n_resamples: 2,
            ..ClusterConfig::default()
        }
    }

    #[test]
    fn every_method_finds_the_three_kinds_and_places_others_the_same() {
        let rows = three_kinds(210);
        for method in [
            ClusterMethod::Kmeans,
            ClusterMethod::GaussianMixture,
            ClusterMethod::Dbscan,
            ClusterMethod::Kprototypes,
        ] {
            let model = fitted_by(&quick(method), rows.clone(), vec![20; 210]).expect("clusters");
            assert_eq!(
                model.n_clusters(),
                3,
                "{method:?}: {:?}",
                model.candidates()
            );
            let labels = model.assign(&rows, &[20; 210]).expect("the same columns");
            assert_eq!(labels[..3], [2, 0, 1], "{method:?}");
            assert!((3..210).all(|i| labels[i] == labels[i % 3]), "{method:?}");
        }
    }

    #[test]
    fn categories_make_clusters_of_their_own() {
        let country = |i: usize| Some(["NL", "BE"][i / 3 % 2].to_owned());
        let countries: Vec<Option<String>> = (0..210).map(country).collect();
        let rows = three_kinds(210).beside(Columns::from_categories("country", &countries));
        let config = ClusterConfig {
            categories: vec!["country".to_owned()],
            k_min: 5,
            k_max: 7,
            ..quick(ClusterMethod::Kprototypes)
        };
        let model = fitted_by(&config, rows, vec![20; 210]).expect("clusters");
        assert!(model.columns().contains(&"country"));
        assert_eq!(model.n_clusters(), 6, "{:?}", model.candidates());
    }

    #[test]
    fn one_feature_that_tells_all_is_named() {
        let values: Vec<f64> = (0..90).map(|i| [0.0, 0.5, 1.0][i % 3]).collect();
        let model = fitted(shares(&values, 10.0), vec![10; 90]).expect("clusters");
        let (feature, share) = model.dominating().expect("one feature");
        assert_eq!((feature, share), ("late_ratio_all", 1.0));
        let model = fitted(three_kinds(300), vec![20; 300]).expect("clusters");
        assert_eq!(model.dominating(), None);
    }
}
