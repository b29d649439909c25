//! Was every group late as often as promised? Each group against the chances of its own invoices.
//!
//! Where one sector has changed, every quartile of amounts that holds some of its invoices is off too. So the group that
//! stands out most is told first, its invoices are set aside, and the others are asked again without them; where all of the
//! invoices together stand out more than any group, that is what is told, and nothing else.

use std::collections::BTreeMap;

use arrears_learn::bootstrap::{BootstrapParams, paired_mean_resamples};
use arrears_learn::multiple::holm;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::MonitorConfig;
use crate::ModelError;
use crate::certainty::Estimate;
use crate::judged::Grouping;

/// Seed of the resamples: the same invoices give the same intervals.
const SEED: u64 = 1;
/// Resamples, so that many groups can be told apart from luck together.
const RESAMPLES: usize = 10_000;
/// A group says more of its customers than of the model with fewer of them.
const MIN_CUSTOMERS: usize = 10;
/// What all invoices together are grouped by.
const ALL: &str = "all";

/// Whether a group was late as often as promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupLevel {
    /// What the invoices are grouped by; `all` for all of them.
    pub by: String,
    /// The group.
    pub name: String,
    /// Invoices with an outcome.
    pub n: usize,
    /// Customers they are of.
    pub n_customers: usize,
    /// Share late that was promised.
    pub promised: f64,
    /// Share late.
    pub realised: f64,
    /// The second less the first, with its interval.
    pub difference: Estimate,
    /// Probability, adjusted for the number of groups, of so large a difference either way where there is none.
    pub p_value: f64,
    /// Whether it stands out, those that stand out more set aside.
    pub stands_out: bool,
}

/// Invoices with what was promised and what came.
pub(super) struct Outcomes<'a> {
    pub(super) p: &'a [f64],
    pub(super) late: &'a [bool],
    pub(super) customers: &'a [usize],
    /// What a resample draws: customers, and of a large one its months.
    pub(super) drawn: &'a [usize],
}

/// All invoices and every group that is large enough, the surest first.
pub(super) fn levels(
    outcomes: &Outcomes,
    groupings: &[Grouping],
    config: &MonitorConfig,
) -> Result<Vec<GroupLevel>, ModelError> {
    let mut rows = candidates(outcomes.p.len(), groupings);
    let mut found = round(outcomes, &rows, config)?;
    let mut left = found.clone();
    while let Some(most) = standing_out(&left, config) {
        for group in found.iter_mut().filter(|group| same(group, &most)) {
            group.stands_out = true;
        }
        if most.by == ALL {
            break;
        }
        let key = (most.by.clone(), most.name.clone());
        let aside = rows.remove(&key).unwrap_or_default();
        for rows in rows.values_mut() {
            rows.retain(|row| aside.binary_search(row).is_err());
        }
        left = round(outcomes, &rows, config)?;
    }
    found.sort_by(|a, b| a.p_value.total_cmp(&b.p_value));
    Ok(found)
}

/// Rows of each group, by what they are grouped by and its name, ascending.
type Candidates = BTreeMap<(String, String), Vec<usize>>;

fn candidates(n: usize, groupings: &[Grouping]) -> Candidates {
    let mut rows = Candidates::new();
    for (by, names) in groupings {
        for (i, name) in names.iter().enumerate() {
            let key = ((*by).to_owned(), name.clone());
            rows.entry(key).or_default().push(i);
        }
    }
    // A kind with one group says what the whole says.
    rows.retain(|_, rows| rows.len() < n);
    rows.insert((ALL.to_owned(), String::new()), (0..n).collect());
    rows
}

fn round(
    outcomes: &Outcomes,
    rows: &Candidates,
    config: &MonitorConfig,
) -> Result<Vec<GroupLevel>, ModelError> {
    let mut found = Vec::new();
    for ((by, name), rows) in rows {
        if rows.len() >= config.group_labels {
            found.extend(outcomes.level(by, name, rows)?);
        }
    }
    let alone: Vec<f64> = found.iter().map(|group| group.p_value).collect();
    for (group, p_value) in found.iter_mut().zip(holm(&alone)) {
        group.p_value = p_value;
    }
    Ok(found)
}

/// The group that is off for sure, and by most in standard errors.
fn standing_out(groups: &[GroupLevel], config: &MonitorConfig) -> Option<GroupLevel> {
    let is_off = |group: &&GroupLevel| {
        group.p_value <= config.group_alpha && group.difference.estimate.abs() >= config.group_look
    };
    let strength = |group: &GroupLevel| {
        let width = group.difference.upper - group.difference.lower;
        group.difference.estimate.abs() / width.max(1e-9)
    };
    let most = groups.iter().filter(is_off);
    most.max_by(|a, b| strength(a).total_cmp(&strength(b)))
        .cloned()
}

fn same(a: &GroupLevel, b: &GroupLevel) -> bool {
    (&a.by, &a.name) == (&b.by, &b.name)
}

impl Outcomes<'_> {
    fn level(
        &self,
        by: &str,
        name: &str,
        rows: &[usize],
    ) -> Result<Option<GroupLevel>, ModelError> {
        let mut customers: Vec<usize> = rows.iter().map(|&i| self.customers[i]).collect();
        customers.sort_unstable();
        customers.dedup();
        if customers.len() < MIN_CUSTOMERS {
            return Ok(None);
        }
        let params = BootstrapParams::new(SEED).n_resamples(RESAMPLES).check()?;
        let late: Vec<f64> = rows.iter().map(|&i| f64::from(self.late[i])).collect();
        let p: Vec<f64> = rows.iter().map(|&i| self.p[i]).collect();
        let drawn: Vec<usize> = rows.iter().map(|&i| self.drawn[i]).collect();
        let resamples = paired_mean_resamples(&late, &p, &drawn, &params)?;
        let one_sided = resamples
            .p_value_above(0.0)
            .min(resamples.p_value_below(0.0));
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        Ok(resamples.interval().map(|interval| GroupLevel {
            by: by.to_owned(),
            name: name.to_owned(),
            n: rows.len(),
            n_customers: customers.len(),
            promised: mean(&p),
            realised: mean(&late),
            difference: interval.into(),
            p_value: (2.0 * one_sided).min(1.0),
            stands_out: false,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 900 invoices of 90 customers in sectors a, b, c and amounts x, y; three in ten were promised to be late.
    fn told(is_late: impl Fn(usize) -> bool) -> Vec<String> {
        let n = 900;
        let name = |i: usize, names: &[&str]| names[i % names.len()].to_owned();
        let groupings: [Grouping; 2] = [
            (
                "sector",
                (0..n).map(|i| name(i % 90, &["a", "b", "c"])).collect(),
            ),
            (
                "amount",
                (0..n).map(|i| name(i / 90, &["x", "y"])).collect(),
            ),
        ];
        let outcomes = Outcomes {
            p: &vec![0.3; n],
            late: &(0..n).map(is_late).collect::<Vec<_>>(),
            customers: &(0..n).map(|i| i % 90).collect::<Vec<_>>(),
            drawn: &(0..n).map(|i| i % 90).collect::<Vec<_>>(),
        };
        let found = levels(&outcomes, &groupings, &MonitorConfig::default()).expect("levels");
        assert_eq!(found.len(), 6, "{found:?}");
        let out = found.iter().filter(|group| group.stands_out);
        out.map(|group| format!("{} {}", group.by, group.name).trim().to_owned())
            .collect()
    }

    /// From 0 to 9, without a pattern (the finaliser of SplitMix64).
    fn dice(i: usize) -> u64 {
        let z = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % 10
    }

    #[test]
    fn one_sector_that_changed_is_told_and_the_amounts_that_hold_it_are_not() {
        assert_eq!(told(|i| dice(i) < 3), Vec::<String>::new());
        assert_eq!(
            told(|i| dice(i) < 3 || i % 90 % 3 == 1 && dice(i) < 8),
            ["sector b"]
        );
    }

    #[test]
    fn where_all_have_changed_no_group_is_to_blame() {
        assert_eq!(told(|i| dice(i) < 6), ["all"]);
    }
}
