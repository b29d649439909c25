//! Sectors and size classes that a cluster has more of than chance would give it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facts::{CustomerFacts, Portfolio};

/// A sector or size class that a cluster has more of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverRepresented {
    /// The sector or size class.
    pub value: String,
    /// Customers of it in the cluster.
    pub n_customers: u64,
    /// Their share of the cluster.
    pub share: f64,
    /// The same drawn towards the share among all customers, by as much as the cluster is small.
    pub shrunken_share: f64,
    /// Share among all customers.
    pub overall_share: f64,
}

/// Customers at the overall share that are added to each cluster: a cluster of as many is drawn halfway.
const PRIOR: f64 = 20.0;

/// Fewest customers, smallest ratio (of the shrunken share) and smallest standard score of an over-represented value; the most told.
const MIN_OVER: (u64, f64, f64, usize) = (5, 1.25, 2.0, 3);

pub(super) fn counts(
    portfolio: &Portfolio,
    members: &[usize],
    value: impl Fn(&CustomerFacts) -> Option<&String>,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for &i in members {
        if let Some(value) = value(&portfolio.customers[i]) {
            *counts.entry(value.clone()).or_insert(0) += 1;
        }
    }
    counts
}

/// Values whose share of the cluster is clearly above their share of all, by the hypergeometric standard score.
pub(super) fn over_represented(
    own: &BTreeMap<String, u64>,
    n_own: u64,
    all: &BTreeMap<String, u64>,
    n_all: u64,
) -> Vec<OverRepresented> {
    let (min_customers, min_ratio, min_score, most) = MIN_OVER;
    let (n, total) = (n_own as f64, n_all as f64);
    let mut found = Vec::new();
    for (value, &count) in own.iter().filter(|&(_, &count)| count >= min_customers) {
        let overall_share = all[value] as f64 / total;
        let variance =
            n * overall_share * (1.0 - overall_share) * (total - n) / (total - 1.0).max(1.0);
        let excess = count as f64 - n * overall_share;
        let share = count as f64 / n;
        let shrunken_share = (count as f64 + PRIOR * overall_share) / (n + PRIOR);
        if shrunken_share >= min_ratio * overall_share && excess >= min_score * variance.sqrt() {
            let value = value.clone();
            found.push(OverRepresented {
                value,
                n_customers: count,
                share,
                shrunken_share,
                overall_share,
            });
        }
    }
    let ratio = |over: &OverRepresented| over.shrunken_share / over.overall_share;
    found.sort_by(|a, b| {
        ratio(b)
            .total_cmp(&ratio(a))
            .then_with(|| a.value.cmp(&b.value))
    });
    found.truncate(most);
    found
}
