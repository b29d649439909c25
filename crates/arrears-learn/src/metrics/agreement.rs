//! Are two groupings of the same rows the same?

use std::collections::BTreeMap;

use super::error::MetricError;
use crate::validate;

/// How far two groupings put the same pairs of rows together, beyond what chance would: 1 for the
/// same grouping under any numbering, about 0 for unrelated ones, below 0 for less than chance.
///
/// Use it to ask whether clusters found on other data or with another seed are the same clusters.
/// The cost is `O(n_rows log n_rows)`. Two groupings that both put all rows into one group, or each
/// row into its own, agree trivially and score 1.
///
/// ```
/// let index = arrears_learn::metrics::adjusted_rand_index(&[0, 0, 1, 1], &[5, 5, 2, 2])?;
/// assert_eq!(index, 1.0);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// ari = (S - E) / (M - E),  S = sum_ij C(n_ij, 2),  A = sum_i C(a_i, 2),  B = sum_j C(b_j, 2),
///       E = A B / C(n, 2),  M = (A + B) / 2
///
/// n_ij  rows in group i of the first and group j of the second grouping
/// a_i, b_j  rows in group i of the first, j of the second;   C(n, 2) = n (n - 1) / 2
/// ```
///
/// Hubert and Arabie 1985, eq. 5, doi:10.1007/BF01908075.
pub fn adjusted_rand_index(first: &[usize], second: &[usize]) -> Result<f64, MetricError> {
    validate::length("second", second.len(), first.len())?;
    if first.is_empty() {
        return Err(validate::DataError::Empty { name: "first" }.into());
    }
    let both = pairs_within(first.iter().zip(second));
    let a = pairs_within(first.iter());
    let b = pairs_within(second.iter());
    let all = choose_two(first.len() as u64);
    if a == b && (a == 0 || a == all) {
        return Ok(1.0);
    }
    let expected = a as f64 * b as f64 / all as f64;
    let most = (a as f64 + b as f64) / 2.0;
    Ok((both as f64 - expected) / (most - expected))
}

fn pairs_within<K: Ord>(keys: impl Iterator<Item = K>) -> u64 {
    let mut counts: BTreeMap<K, u64> = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts.into_values().map(choose_two).sum()
}

fn choose_two(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // n_ij = 2, 1, 1: S = 1; a = 2, 2: A = 2; b = 3, 1: B = 3; E = 1, M = 2.5, so 0 / 1.5.
        let index = adjusted_rand_index(&[0, 0, 1, 1], &[0, 0, 0, 1]).unwrap();
        assert_eq!(index, 0.0);
        // Crossing groupings: S = 0, A = B = 2, E = 2/3, M = 2.
        let index = adjusted_rand_index(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap();
        assert!((index + 0.5).abs() < 1e-15);
    }

    #[test]
    fn trivial_groupings_agree_and_lengths_are_checked() {
        assert_eq!(adjusted_rand_index(&[0, 0], &[7, 7]).unwrap(), 1.0);
        assert_eq!(adjusted_rand_index(&[0, 1], &[1, 0]).unwrap(), 1.0);
        assert_eq!(adjusted_rand_index(&[3], &[0]).unwrap(), 1.0);
        assert!(adjusted_rand_index(&[0], &[0, 1]).is_err());
        assert!(adjusted_rand_index(&[], &[]).is_err());
    }
}
