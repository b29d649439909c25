//! How many clusters: every number in the configured range is fitted, and the silhouette decides among the usable ones.
//!
//! A clustering is usable when it has at least three clusters (two only repeat late and not late) and none smaller than a
//! set share of the customers: a group of three customers is a list of exceptions, not a segment. Among the usable, the
//! highest mean silhouette wins (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7), taken on a sample of customers. The
//! chosen clusters are then looked for again in resamples of the customers (Hennig 2007,
//! doi:10.1016/j.csda.2006.11.025).

use arrears_features::columns::Columns;
use arrears_learn::bootstrap::{BootstrapParams, jaccard_stability};
use arrears_learn::kmeans::{KMeansModel, KMeansParams, sweep};
use arrears_learn::metrics;
use linfa::ParamGuard;
use linfa::traits::Predict;
use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::{ClusterModel, ClusterScale};
use crate::ModelError;
use crate::config::ClusterConfig;

/// Name of the feature whose centre orders the clusters.
const RISK: &str = "late_ratio_all";

/// Smallest number of clusters that is chosen where any other is usable.
const LEAST_CHOSEN: usize = 3;

/// One number of clusters, and how it did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Number of clusters.
    pub k: usize,
    /// Mean silhouette on the sample, in `[-1, 1]`; absent where the sample fell into one cluster.
    pub silhouette: Option<f64>,
    /// Sum of squared distances to the nearest centre.
    pub inertia: f64,
    /// Calinski-Harabasz index; absent where it is infinite, as every customer stands on its cluster's centre.
    pub calinski_harabasz: Option<f64>,
    /// Customers in the smallest cluster.
    pub smallest: usize,
    /// Whether this number was chosen.
    pub chosen: bool,
}

/// Clusters the customers with enough mature invoices. Nothing when fewer than two can be told apart.
///
/// # Errors
/// An estimator that refuses its input.
pub fn fit(
    rows: &Columns,
    n_mature: &[u32],
    config: &ClusterConfig,
    seed: u64,
) -> Result<Option<ClusterModel>, ModelError> {
    let placed: Vec<usize> = (0..rows.n_rows())
        .filter(|&i| n_mature[i] >= config.min_invoices)
        .collect();
    let rows = rows.select(&placed);
    let scale = ClusterScale::fit(&rows);
    if scale.features().is_empty() {
        return Ok(None);
    }
    let x = scale.apply(&rows)?;
    let models = fit_all(&x, config, seed)?;
    if models.is_empty() {
        return Ok(None);
    }
    let labels: Vec<Vec<usize>> = models
        .iter()
        .map(|m| labels(m, &x))
        .collect::<Result<_, _>>()?;
    let mut candidates = compare(&x, &models, &labels, config);
    let best = choose(&candidates, placed.len(), config);
    candidates[best].chosen = true;
    let kmeans = by_risk(&models[best], &scale);
    let stability = stability(&kmeans, &x, config, seed)?;
    let min_invoices = config.min_invoices;
    Ok(Some(ClusterModel {
        scale,
        kmeans,
        candidates,
        stability,
        min_invoices,
        n_customers: placed.len(),
    }))
}

/// One model for each number of clusters that the data can bear.
fn fit_all(
    x: &Array2<f64>,
    config: &ClusterConfig,
    seed: u64,
) -> Result<Vec<KMeansModel>, ModelError> {
    let n_distinct = distinct(x, config.k_max + 1);
    let ks: Vec<usize> = (config.k_min..=config.k_max)
        .filter(|&k| k <= n_distinct && 2 * k <= x.nrows())
        .collect();
    if ks.is_empty() {
        return Ok(Vec::new());
    }
    let params = KMeansParams::new(ks[0], seed).n_starts(config.n_starts);
    Ok(sweep(x.view(), None, &ks, &params)?)
}

fn distinct(x: &Array2<f64>, enough: usize) -> usize {
    let mut seen: Vec<Vec<u64>> = Vec::new();
    for row in x.outer_iter() {
        let bits: Vec<u64> = row.iter().map(|v| v.to_bits()).collect();
        if !seen.contains(&bits) {
            seen.push(bits);
        }
        if seen.len() >= enough {
            break;
        }
    }
    seen.len()
}

fn labels(model: &KMeansModel, x: &Array2<f64>) -> Result<Vec<usize>, ModelError> {
    Ok(model.predict(x)?.to_vec())
}

fn compare(
    x: &Array2<f64>,
    models: &[KMeansModel],
    labels: &[Vec<usize>],
    config: &ClusterConfig,
) -> Vec<Candidate> {
    let silhouettes = silhouettes(x, labels, config.silhouette_rows);
    let smallest = |labels: &[usize], k: usize| {
        (0..k)
            .map(|c| labels.iter().filter(|&&l| l == c).count())
            .min()
            .unwrap_or(0)
    };
    models
        .iter()
        .zip(labels)
        .zip(silhouettes)
        .map(|((model, labels), silhouette)| Candidate {
            k: model.n_clusters(),
            silhouette,
            inertia: model.inertia(),
            calinski_harabasz: metrics::calinski_harabasz(x.view(), labels)
                .ok()
                .filter(|index| index.is_finite()),
            smallest: smallest(labels, model.n_clusters()),
            chosen: false,
        })
        .collect()
}

/// Mean silhouette of each labelling on every n-th customer; distances are computed once for all of them.
fn silhouettes(x: &Array2<f64>, labels: &[Vec<usize>], most: usize) -> Vec<Option<f64>> {
    let sample = thinned(x.nrows(), most);
    let x = x.select(Axis(0), &sample);
    let sampled: Vec<Vec<usize>> = labels
        .iter()
        .map(|l| sample.iter().map(|&i| l[i]).collect())
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

/// Starts of each resample's clustering: a poor start would count against the clusters.
const RESAMPLE_STARTS: usize = 3;

/// How well each cluster is found again, on the same sample of customers as the silhouette.
fn stability(
    model: &KMeansModel,
    x: &Array2<f64>,
    config: &ClusterConfig,
    seed: u64,
) -> Result<Vec<Option<f64>>, ModelError> {
    let k = model.n_clusters();
    let sample = thinned(x.nrows(), config.silhouette_rows);
    if config.n_resamples == 0 {
        return Ok(vec![None; k]);
    }
    let x = x.select(Axis(0), &sample);
    let params = BootstrapParams::new(seed)
        .n_resamples(config.n_resamples)
        .check()?;
    let again = |drawn: &[usize], seed: u64| -> Result<Vec<usize>, ModelError> {
        let rows = x.select(Axis(0), drawn);
        // Copies of one customer cannot be told apart: there may be fewer distinct rows than clusters.
        let k = k.min(distinct(&rows, k));
        let params = KMeansParams::new(k, seed).n_starts(RESAMPLE_STARTS);
        let found = sweep(rows.view(), None, &[k], &params)?;
        labels(&found[0], &rows)
    };
    let found = jaccard_stability(&labels(model, &x)?, k, &params, again)?;
    let pairs = found.mean.iter().zip(&found.n_resamples);
    Ok(pairs.map(|(mean, &n)| (n > 0).then_some(*mean)).collect())
}

/// Every n-th of `n` rows, so that at most `most` remain.
fn thinned(n: usize, most: usize) -> Vec<usize> {
    let step = n.div_ceil(most.max(2)).max(1);
    (0..n).step_by(step).collect()
}

fn choose(candidates: &[Candidate], n: usize, config: &ClusterConfig) -> usize {
    let least = config.min_share * n as f64;
    let score = |i: usize| candidates[i].silhouette.unwrap_or(f64::NEG_INFINITY);
    let better = |a: &usize, b: &usize| {
        let usable =
            |i: usize| candidates[i].k >= LEAST_CHOSEN && candidates[i].smallest as f64 >= least;
        (usable(*a).cmp(&usable(*b)))
            .then(score(*a).total_cmp(&score(*b)))
            .then(b.cmp(a))
    };
    (0..candidates.len()).max_by(better).unwrap_or(0)
}

/// The same clusters, numbered by rising late share of their centre.
fn by_risk(model: &KMeansModel, scale: &ClusterScale) -> KMeansModel {
    let column = scale
        .features()
        .iter()
        .position(|name| *name == RISK)
        .unwrap_or(0);
    let centres = model.centres();
    let mut order: Vec<usize> = (0..model.n_clusters()).collect();
    order.sort_by(|&a, &b| {
        centres[[a, column]]
            .total_cmp(&centres[[b, column]])
            .then(a.cmp(&b))
    });
    model.reordered(&order).unwrap_or_else(|| model.clone())
}

#[cfg(test)]
mod tests {
    use super::super::TOO_FEW_INVOICES;
    use super::*;

    fn candidate(k: usize, silhouette: f64, smallest: usize) -> Candidate {
        Candidate {
            k,
            silhouette: Some(silhouette),
            inertia: 1.0,
            calinski_harabasz: None,
            smallest,
            chosen: false,
        }
    }

    #[test]
    fn a_tiny_cluster_loses_to_a_usable_one() {
        let candidates = [
            candidate(2, 0.9, 1),
            candidate(3, 0.5, 20),
            candidate(4, 0.6, 15),
        ];
        let config = |min_share| ClusterConfig {
            min_share,
            ..ClusterConfig::default()
        };
        assert_eq!(choose(&candidates, 100, &config(0.1)), 2);
        assert_eq!(
            choose(&candidates, 1000, &config(0.1)),
            0,
            "if none is usable the silhouette alone decides"
        );
    }

    #[test]
    fn fewer_customers_than_clusters_are_not_clustered() {
        let rows = Columns::from_numeric("late_ratio_all", vec![0.1, 0.9, 0.5]);
        let model = fit(&rows, &[9, 9, 9], &ClusterConfig::default(), 1).expect("no error");
        assert!(model.is_none());
    }

    #[test]
    fn three_groups_are_found_and_numbered_by_risk() {
        let values: Vec<f64> = (0..60)
            .map(|i| [0.9, 0.1, 0.4][i % 3] + i as f64 * 1e-4)
            .collect();
        let rows = Columns::from_numeric("late_ratio_all", values);
        let model = fit(&rows, &[9; 60], &ClusterConfig::default(), 1)
            .expect("no error")
            .expect("clusters");
        let labels = model.assign(&rows, &[9; 60]).expect("the same features");
        assert_eq!(model.n_clusters(), 3);
        assert!(
            model.stability().iter().all(|s| *s > Some(0.95)),
            "{:?}",
            model.stability()
        );
        assert_eq!(labels[..3], [2, 0, 1]);
        let mut few = vec![9; 60];
        few[3] = 4;
        assert_eq!(
            model.assign(&rows, &few).expect("the same features")[3],
            TOO_FEW_INVOICES
        );
    }
}
