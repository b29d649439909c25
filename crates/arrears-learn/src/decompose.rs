//! Why did an average change? Exactly, into what its groups did, how much of each there was, and who measured.
//!
//! An average over groups may move without any group having moved: more weight on the high ones is enough. With weights
//! `w_g` that add up to one and means `p_g`, before (0) and after (1), and `R` halfway between the two averages:
//!
//! ```text
//! within  = sum over groups in both   of (w0 + w1) / 2 (p1 - p0)
//! weights = sum over groups in both   of (w1 - w0) ((p0 + p1) / 2 - R)
//! entries = sum over groups only after  of   w1 (p1 - R)
//! exits   = sum over groups only before of - w0 (p0 - R)
//! scale   = sum over groups after     of   w1 (q1 - p1)
//! ```
//!
//! `q` is what a second scale says of the same rows. The five add up to the change from the first scale's average before to
//! the second scale's after; `R` cancels out, and makes an entry count only by as far as it lies off the average. The first
//! two are Marshall's and Edgeworth's midpoint weights, so that neither date is preferred; the form with entries and exits
//! against a common level is that of Griliches and Regev (1995, doi:10.1016/0304-4076(94)01601-U).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A row: its group, its weight, and what the first and the second scale say of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The group.
    pub group: usize,
    /// Its weight, above 0.
    pub weight: f64,
    /// What the first scale says.
    pub first: f64,
    /// What the second scale says; of rows before it is not read.
    pub second: f64,
}

/// A change of an average and its parts, which add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The first scale's average before.
    pub before: f64,
    /// The second scale's average after.
    pub after: f64,
    /// The change.
    pub total: f64,
    /// Groups that are there before and after, and moved themselves.
    pub within: f64,
    /// More or less weight on such groups.
    pub weights: f64,
    /// Groups that came.
    pub entries: f64,
    /// Groups that went.
    pub exits: f64,
    /// The same rows on another scale.
    pub scale: f64,
}

/// The change from `before` to `after`; none where either has no weight.
///
/// ```
/// use arrears_learn::decompose::{Row, change};
/// let row = |group, weight, p| Row { group, weight, first: p, second: p };
/// // Group 1 went from 0.1 to 0.3 and is half of it all: that explains 0.1. Nothing else moved.
/// let found = change(&[row(1, 5.0, 0.1), row(2, 5.0, 0.5)], &[row(1, 2.0, 0.3), row(2, 2.0, 0.5)]).unwrap();
/// assert!((found.total - 0.1).abs() < 1e-12 && (found.within - 0.1).abs() < 1e-12);
/// assert!(found.weights.abs() + found.entries + found.exits + found.scale < 1e-12);
/// ```
pub fn change(before: &[Row], after: &[Row]) -> Option<Change> {
    let (old, new) = (by_group(before)?, by_group(after)?);
    let mean = |groups: &BTreeMap<usize, Group>, of: fn(&Group) -> f64| -> f64 {
        groups.values().map(|group| group.weight * of(group)).sum()
    };
    let (p0, p1, q1) = (
        mean(&old, |group| group.first),
        mean(&new, |group| group.first),
        mean(&new, |group| group.second),
    );
    let level = 0.5 * (p0 + p1);
    let mut found = Change {
        before: p0,
        after: q1,
        total: q1 - p0,
        within: 0.0,
        weights: 0.0,
        entries: 0.0,
        exits: 0.0,
        scale: q1 - p1,
    };
    for (group, now) in &new {
        match old.get(group) {
            Some(then) => {
                found.within += 0.5 * (then.weight + now.weight) * (now.first - then.first);
                found.weights +=
                    (now.weight - then.weight) * (0.5 * (then.first + now.first) - level);
            }
            None => found.entries += now.weight * (now.first - level),
        }
    }
    for then in old.iter().filter(|(group, _)| !new.contains_key(group)) {
        found.exits -= then.1.weight * (then.1.first - level);
    }
    Some(found)
}

/// A group's part of all weight, and its means.
struct Group {
    weight: f64,
    first: f64,
    second: f64,
}

fn by_group(rows: &[Row]) -> Option<BTreeMap<usize, Group>> {
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    if total <= 0.0 {
        return None;
    }
    let mut sums: BTreeMap<usize, Group> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.weight > 0.0) {
        let sum = sums.entry(row.group).or_insert(Group {
            weight: 0.0,
            first: 0.0,
            second: 0.0,
        });
        sum.weight += row.weight;
        sum.first += row.weight * row.first;
        sum.second += row.weight * row.second;
    }
    for sum in sums.values_mut() {
        sum.first /= sum.weight;
        sum.second /= sum.weight;
        sum.weight /= total;
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(group: usize, weight: f64, first: f64, second: f64) -> Row {
        Row {
            group,
            weight,
            first,
            second,
        }
    }

    /// Before: 1 at 0.2 and 2 at 0.4 (weights 3 and 1), average 0.25. After: 1 at 0.3 and 3 at 0.8 (weights 1 and 1),
    /// average 0.55; the second scale says 0.1 more of each, 0.65. The level is 0.4.
    #[test]
    fn every_part_by_hand() {
        let before = [row(1, 3.0, 0.2, 9.0), row(2, 1.0, 0.4, 9.0)];
        let after = [row(1, 1.0, 0.3, 0.4), row(3, 1.0, 0.8, 0.9)];
        let found = change(&before, &after).expect("a change");
        let close = |value: f64, wanted: f64| assert!((value - wanted).abs() < 1e-12, "{found:?}");
        close(found.before, 0.25);
        close(found.after, 0.65);
        // (0.75 + 0.5) / 2 times 0.1.
        close(found.within, 0.0625);
        // (0.5 - 0.75) (0.25 - 0.4).
        close(found.weights, 0.0375);
        close(found.entries, 0.5 * (0.8 - 0.4));
        // The one that went lay on the level.
        close(found.exits, 0.0);
        close(found.scale, 0.1);
        close(found.total, 0.4);
    }

    #[test]
    fn the_parts_always_add_up() {
        for seed in 0..50_u32 {
            let value = |i: u32| f64::from((seed * 7_919 + i * 104_729) % 97) / 97.0;
            let rows = |from: u32| -> Vec<Row> {
                (from..from + 20)
                    .map(|i| {
                        row(
                            (i % 13) as usize,
                            0.1 + value(i),
                            value(i + 1),
                            value(i + 2),
                        )
                    })
                    .collect()
            };
            let found = change(&rows(0), &rows(6 + seed % 5)).expect("a change");
            let sum = found.within + found.weights + found.entries + found.exits + found.scale;
            assert!((sum - found.total).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn nothing_on_either_side_is_no_change() {
        assert_eq!(change(&[], &[row(1, 1.0, 0.5, 0.5)]), None);
        assert_eq!(
            change(&[row(1, 1.0, 0.5, 0.5)], &[row(1, 0.0, 0.5, 0.5)]),
            None
        );
    }
}
