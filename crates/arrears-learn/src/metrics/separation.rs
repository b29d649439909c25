//! Variance between groups against variance within them.

use ndarray::ArrayView2;

use super::error::MetricError;
use crate::{parallel, validate};

/// The Calinski-Harabasz index: how much wider the group centres are spread than the rows within
/// the groups, per degree of freedom; higher is clearer.
///
/// It costs one pass, `O(n_rows * n_features)`, where [`super::silhouette`] costs `O(n_rows^2)`; it
/// favours round groups of equal size. Infinite when every row stands on its group's centre.
///
/// ```text
/// ch = ( B / (k - 1) ) / ( W / (n - k) )
///
/// B = sum_g n_g |c_g - c|^2   c_g centre of group g, n_g its rows, c centre of all n rows
/// W = sum_i |x_i - c_g(i)|^2  k groups
/// ```
///
/// Calinski and Harabasz 1974, doi:10.1080/03610927408827101.
pub fn calinski_harabasz(x: ArrayView2<'_, f64>, labels: &[usize]) -> Result<f64, MetricError> {
    validate::matrix("x", x)?;
    validate::length("labels", labels.len(), x.nrows())?;
    let (groups, n_groups) = compact(labels);
    check_group_count("calinski_harabasz", n_groups, labels.len())?;
    let width = x.ncols();
    let first = x.row(0);
    let mut sizes = vec![0.0; n_groups];
    groups.iter().for_each(|&group| sizes[group] += 1.0);
    // Sums are of differences from the first row, so that a large common offset costs no digits.
    let sums = parallel::add_all(
        parallel::chunks(x.nrows(), |range| {
            let mut sums = vec![0.0; n_groups * width];
            for row in range {
                let sum = &mut sums[groups[row] * width..][..width];
                for ((sum, value), first) in sum.iter_mut().zip(x.row(row)).zip(first) {
                    *sum += value - first;
                }
            }
            sums
        }),
        n_groups * width,
    );
    let centre = |group: usize, column: usize| sums[group * width + column] / sizes[group];
    let overall = |column: usize| {
        let sum: f64 = (0..n_groups)
            .map(|group| sums[group * width + column])
            .sum();
        sum / labels.len() as f64
    };
    let overall: Vec<f64> = (0..width).map(overall).collect();
    let between: f64 = (0..n_groups)
        .map(|group| {
            let gap = |column: usize| (centre(group, column) - overall[column]).powi(2);
            sizes[group] * (0..width).map(gap).sum::<f64>()
        })
        .sum();
    let within = parallel::sum(x.nrows(), |row| {
        let gap = |column: usize| (x[[row, column]] - first[column]) - centre(groups[row], column);
        (0..width).map(|column| gap(column).powi(2)).sum()
    });
    let (k, n) = (n_groups as f64, labels.len() as f64);
    Ok((between / (k - 1.0)) / (within / (n - k)))
}

/// Labels renumbered to `0..n_groups` in ascending order of the labels that occur.
pub(super) fn compact(labels: &[usize]) -> (Vec<usize>, usize) {
    let mut present = labels.to_vec();
    present.sort_unstable();
    present.dedup();
    let number = |label: &usize| present.partition_point(|other| other < label);
    (labels.iter().map(number).collect(), present.len())
}

/// `Ok` for 2 to `n_rows - 1` groups.
pub(super) fn check_group_count(
    metric: &'static str,
    n_groups: usize,
    n_rows: usize,
) -> Result<(), MetricError> {
    if n_groups >= 2 && n_groups < n_rows {
        return Ok(());
    }
    Err(MetricError::GroupCount {
        metric,
        n_groups,
        n_rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn by_hand() {
        // Centres 1 and 11 around 6: B = 2 * 25 + 2 * 25 = 100; W = 4 * 1; 100 / (4 / 2) = 50.
        let x = array![[0.0], [2.0], [10.0], [12.0]];
        let index = calinski_harabasz(x.view(), &[0, 0, 7, 7]).unwrap();
        assert!((index - 50.0).abs() < 1e-12);
        let shifted = calinski_harabasz((x + 1e9).view(), &[0, 0, 7, 7]).unwrap();
        assert!((shifted - 50.0).abs() < 1e-12);
    }

    #[test]
    fn one_group_or_all_alone_is_undefined() {
        let x = array![[0.0], [2.0], [10.0]];
        assert!(calinski_harabasz(x.view(), &[1, 1, 1]).is_err());
        let error = calinski_harabasz(x.view(), &[0, 1, 2]).unwrap_err();
        assert!(error.to_string().contains("got 3"));
    }
}
