//! Whom would the new model serve worse? The difference by group of customers or invoices.
//!
//! An average may improve while one sector pays for it. Groups too small to tell are not tested; the others are tested
//! together, so that looking at many does not refuse by luck.

use std::collections::BTreeMap;

use arrears_learn::bootstrap::{BootstrapParams, paired_mean_resamples};
use arrears_learn::multiple::holm;
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use super::RetrainConfig;
use crate::ModelError;
use crate::certainty::Estimate;
use crate::judged::Grouping;

/// How the two did on one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupDifference {
    /// What the invoices are grouped by.
    pub by: String,
    /// The group.
    pub name: String,
    /// Invoices with a known outcome.
    pub n: usize,
    /// Of which late.
    pub n_late: usize,
    /// Log loss of the new model less the champion's; below 0 the new one is better.
    pub log_loss: Estimate,
    /// Probability, adjusted for the number of groups, of so large a difference where the new model is no worse than allowed.
    pub p_value: f64,
}

/// What is compared: losses of both on each row, with the rows' outcomes and what they are drawn by.
pub(super) struct Losses<'a> {
    /// The new model's.
    pub(super) new: &'a [f64],
    /// The champion's.
    pub(super) champion: &'a [f64],
    pub(super) late: &'a [bool],
    /// What is drawn: a number per customer, or per month of a large one.
    pub(super) drawn: &'a [usize],
}

/// Every group that counts, by kind and name; `margin` is how much worse the new model may be.
pub(super) fn by_group(
    losses: &Losses,
    groupings: &[Grouping],
    margin: f64,
    seed: u64,
    config: &RetrainConfig,
) -> Result<Vec<GroupDifference>, ModelError> {
    let params = BootstrapParams::new(seed)
        .n_resamples(config.n_resamples)
        .check()?;
    let mut found = Vec::new();
    for (by, names) in groupings {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            rows.entry(name).or_default().push(i);
        }
        // A kind with one group says what the whole says.
        for (name, rows) in rows
            .into_iter()
            .filter(|(_, rows)| rows.len() < names.len())
        {
            let n_late = rows.iter().filter(|&&i| losses.late[i]).count();
            if rows.len() < config.group_labels || n_late < config.group_events {
                continue;
            }
            let of = |values: &[f64]| -> Vec<f64> { rows.iter().map(|&i| values[i]).collect() };
            let drawn: Vec<usize> = rows.iter().map(|&i| losses.drawn[i]).collect();
            let resamples =
                paired_mean_resamples(&of(losses.new), &of(losses.champion), &drawn, &params)?;
            found.extend(resamples.interval().map(|interval| GroupDifference {
                by: (*by).to_owned(),
                name: name.to_owned(),
                n: rows.len(),
                n_late,
                log_loss: interval.into(),
                p_value: resamples.p_value_above(margin),
            }));
        }
    }
    let alone: Vec<f64> = found.iter().map(|group| group.p_value).collect();
    for (group, p_value) in found.iter_mut().zip(holm(&alone)) {
        group.p_value = p_value;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 600 rows of 60 customers; the new model is worse by 0.1 in "b", a third of them, and better by 0.1 elsewhere.
    #[test]
    fn a_group_that_pays_for_the_average_is_found() {
        let n = 600;
        let names: Vec<String> = (0..n).map(|i| ["a", "b", "c"][i % 3].to_owned()).collect();
        let champion: Vec<f64> = (0..n).map(|i| 0.4 + 0.01 * (i % 7) as f64).collect();
        let new: Vec<f64> = (0..n)
            .map(|i| champion[i] + if i % 3 == 1 { 0.1 } else { -0.1 })
            .collect();
        let losses = Losses {
            new: &new,
            champion: &champion,
            late: &(0..n).map(|i| i % 2 == 0).collect::<Vec<_>>(),
            drawn: &(0..n).map(|i| i / 10).collect::<Vec<_>>(),
        };
        let config = RetrainConfig {
            n_resamples: 199,
            ..RetrainConfig::default()
        };
        let groupings = [
            ("sector", names.clone()),
            ("country", vec!["NL".to_owned(); n]),
        ];
        let found = by_group(&losses, &groupings, 0.005, 1, &config).expect("groups");
        let worse: Vec<(&str, bool)> = found
            .iter()
            .map(|group| (group.name.as_str(), group.p_value <= 0.05))
            .collect();
        assert_eq!(worse, [("a", false), ("b", true), ("c", false)]);
        // Three tests, 199 resamples of which none at the margin or below: 3 / 200.
        assert!((found[1].p_value - 0.015).abs() < 1e-12);
        let strict = RetrainConfig {
            group_labels: 201,
            ..config
        };
        assert!(
            by_group(&losses, &groupings, 0.005, 1, &strict)
                .expect("none")
                .is_empty()
        );
    }
}
