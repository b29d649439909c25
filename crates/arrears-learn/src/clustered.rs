//! How many independent rows are these worth? Rows of one group resemble each other, so that they say less.
//!
//! Two columns of the same thousand rows may be worth a thousand independent ones, or as many as there are groups. The
//! [`intraclass`] correlation says how alike rows of one group are in a column of bins; [`effective_number`] turns it into
//! a number of rows for any groups, also those of another sample: `n` over the design effect (Rao and Scott 1992, A simple
//! method for the analysis of clustered binary data, Biometrics 48, 577-585; Kish 1965, *Survey Sampling*).

use std::collections::BTreeMap;

/// How alike rows of one group are in a column of bins, from 0 (not at all) to 1 (all in one bin); rows without a bin are
/// left out. 0 where there are not two bins and two groups to tell by.
///
/// ```text
/// design = G / (G - 1) sum over groups g and bins k of (o_gk - n_g p_k)^2 / (n p_k)  / (K - 1)
/// rho    = (design - 1) / (m - 1),   m = sum of n_g^2 / n
/// ```
///
/// `o_gk` rows of group `g` in bin `k`, `n_g` rows of the group, `p_k` the share of bin `k` of all `n` rows, `G` groups and
/// `K` bins that have any row.
///
/// ```
/// use arrears_learn::clustered::intraclass;
/// let alike = [Some(0), Some(0), Some(1), Some(1), Some(0), Some(0), Some(1), Some(1)];
/// assert_eq!(intraclass(&alike, 2, &[1, 1, 2, 2, 3, 3, 4, 4]), 1.0);
/// assert_eq!(intraclass(&alike, 2, &[1, 2, 1, 2, 3, 4, 3, 4]), 0.0);
/// ```
pub fn intraclass(bins: &[Option<usize>], n_bins: usize, groups: &[usize]) -> f64 {
    let mut counts: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    let mut total = vec![0.0; n_bins];
    for (bin, group) in bins.iter().zip(groups) {
        if let Some(bin) = *bin {
            counts.entry(*group).or_insert_with(|| vec![0.0; n_bins])[bin] += 1.0;
            total[bin] += 1.0;
        }
    }
    let n: f64 = total.iter().sum();
    let n_used = total.iter().filter(|count| **count > 0.0).count();
    let (n_groups, size) = (counts.len() as f64, mean_size(&counts, n));
    if n_used < 2 || counts.len() < 2 || size <= 1.0 {
        return 0.0;
    }
    let of_group = |counts: &Vec<f64>| -> f64 {
        let n_g: f64 = counts.iter().sum();
        let bins = counts.iter().zip(&total).filter(|(_, all)| **all > 0.0);
        bins.map(|(o, all)| (o - n_g * all / n).powi(2) / all).sum()
    };
    let sum: f64 = counts.values().map(of_group).sum();
    let design = n_groups / (n_groups - 1.0) * sum / (n_used as f64 - 1.0);
    ((design - 1.0) / (size - 1.0)).clamp(0.0, 1.0)
}

fn mean_size(counts: &BTreeMap<usize, Vec<f64>>, n: f64) -> f64 {
    let squares = counts.values().map(|row| row.iter().sum::<f64>().powi(2));
    squares.sum::<f64>() / n.max(1.0)
}

/// The size of the group that a row is in, on average over rows: `sum of n_g^2 / n`; 1 where there are none.
///
/// ```
/// use arrears_learn::clustered::mean_group_size;
/// assert_eq!(mean_group_size(&[7, 7, 7, 9]), 2.5);
/// ```
pub fn mean_group_size(groups: &[usize]) -> f64 {
    let mut sizes: BTreeMap<usize, f64> = BTreeMap::new();
    for group in groups {
        *sizes.entry(*group).or_default() += 1.0;
    }
    let squares: f64 = sizes.values().map(|size| size * size).sum();
    (squares / groups.len().max(1) as f64).max(1.0)
}

/// The number of independent rows that `n` are worth, with each kind of groups its intraclass correlation and mean size.
///
/// ```
/// use arrears_learn::clustered::effective_number;
/// // A hundred rows in groups of five that are alike entirely: twenty.
/// assert_eq!(effective_number(100.0, &[(1.0, 5.0)]), 20.0);
/// assert_eq!(effective_number(100.0, &[(0.0, 5.0), (0.25, 5.0)]), 50.0);
/// ```
pub fn effective_number(n: f64, kinds: &[(f64, f64)]) -> f64 {
    let more = kinds.iter().map(|(rho, size)| rho * (size - 1.0).max(0.0));
    n / (1.0 + more.sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_bin_and_single_groups_say_nothing() {
        assert_eq!(intraclass(&[None, None], 2, &[1, 2]), 0.0);
        assert_eq!(intraclass(&[Some(0), Some(1)], 2, &[1, 1]), 0.0);
        assert_eq!(intraclass(&[Some(0), Some(1)], 2, &[1, 2]), 0.0);
        assert_eq!(intraclass(&[], 0, &[]), 0.0);
        assert_eq!(mean_group_size(&[]), 1.0);
    }

    /// Three groups of two: AA, AB, BB. Shares 1/2; deviations 1, 0, 1 in both bins: 4 / 3, times 3 / 2 for the groups.
    #[test]
    fn half_alike_by_hand() {
        let bins = [0, 0, 0, 1, 1, 1].map(Some);
        let rho = intraclass(&bins, 2, &[1, 1, 2, 2, 3, 3]);
        assert!((rho - 1.0).abs() < 1e-12, "{rho}");
        // Four: AA, AB, AB, BB: the same 4 over 4, times 4 / 3, less one.
        let bins = [0, 0, 0, 1, 0, 1, 1, 1].map(Some);
        let rho = intraclass(&bins, 2, &[1, 1, 2, 2, 3, 3, 4, 4]);
        assert!((rho - 1.0 / 3.0).abs() < 1e-12, "{rho}");
    }
}
