//! Customers unlike all others, kept apart so that they pull no centre.
//!
//! Groups are found, then those who lie far from their group's centre are set aside and the groups found again without
//! them (trimmed k-means: Cuesta-Albertos, Gordaliza and Matrán 1997, doi:10.1214/aos/1031833664). Far is beyond
//! Tukey's outer fence of the distances, the upper quartile and three times the distance between the quartiles (Tukey
//! 1977, *Exploratory Data Analysis*), and never more than a set share of the customers. The limit found is kept with
//! the groups, and holds for customers that come later.

use super::grouping::{Grouping, Placed, apart};
use super::points::Points;
use super::search::Search;
use crate::ModelError;

/// A grouping, and the distance from its centre beyond which a customer belongs to no group.
#[derive(Debug, Clone)]
pub(super) struct Trimmed {
    pub(super) grouping: Grouping,
    pub(super) limit: Option<f64>,
}

/// A grouping of `x` into each number of groups, at most `share` of its rows set aside.
pub(super) fn trimmed(
    points: &Points,
    ks: &[usize],
    share: f64,
    search: &Search,
) -> Result<Vec<Trimmed>, ModelError> {
    search
        .all(points, ks)?
        .into_iter()
        .map(|grouping| without_outliers(points, grouping, share, search))
        .collect()
}

fn without_outliers(
    points: &Points,
    grouping: Grouping,
    share: f64,
    search: &Search,
) -> Result<Trimmed, ModelError> {
    if let Grouping::Dbscan(_) = grouping {
        // Who is in no crowd is an outlier already: nobody at a finite distance is.
        let limit = Some(f64::MAX);
        return Ok(Trimmed { grouping, limit });
    }
    let distances = to_large_groups(points, &grouping, share)?;
    let Some(limit) = limit(&distances, share) else {
        let limit = None;
        return Ok(Trimmed { grouping, limit });
    };
    let near: Vec<usize> = (0..points.n_rows())
        .filter(|&i| distances[i] <= limit)
        .collect();
    let inner = points.select(&near);
    let k = grouping.n_clusters();
    // Without the far rows there may be too few kinds of rows left.
    let again = match near.len() < points.n_rows() && inner.distinct(k) >= k {
        true => search.all(&inner, &[k])?.pop(),
        false => None,
    };
    Ok(Trimmed {
        grouping: again.unwrap_or(grouping),
        limit: Some(limit),
    })
}

/// How far each row lies from its group's centre; a row of a group that could be set aside as a whole (no larger than half
/// of `share`), from the nearest centre of the others: a few far rows may have drawn a centre of their own.
fn to_large_groups(
    points: &Points,
    grouping: &Grouping,
    share: f64,
) -> Result<Vec<f64>, ModelError> {
    let Placed { labels, distances } = grouping.place(points)?;
    let mut sizes = vec![0usize; grouping.n_clusters()];
    labels.iter().for_each(|&label| sizes[label] += 1);
    let large = |k: &usize| sizes[*k] as f64 > 0.5 * share * points.n_rows() as f64;
    let others: Vec<usize> = (0..sizes.len()).filter(large).collect();
    let centres = grouping.centres();
    let nearest = |row: usize| {
        let each = others.iter().map(|&k| apart(points, row, &centres, k));
        each.fold(f64::INFINITY, f64::min)
    };
    let of_row = |row: usize| match large(&labels[row]) || others.is_empty() {
        true => distances[row],
        false => nearest(row),
    };
    Ok((0..labels.len()).map(of_row).collect())
}

/// The distance beyond which a row is an outlier; none where no row may be one.
fn limit(distances: &[f64], share: f64) -> Option<f64> {
    if share <= 0.0 || distances.is_empty() {
        return None;
    }
    let mut distances = distances.to_vec();
    distances.sort_by(f64::total_cmp);
    let at = |q: f64| distances[((distances.len() - 1) as f64 * q).round() as usize];
    let (lower, upper) = (at(0.25), at(0.75));
    let fence = upper + 3.0 * (upper - lower);
    // Where all stand on their centres but a few, the fence is nought: then nobody is far.
    (fence > 0.0).then(|| fence.max(at(1.0 - share)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ClusterMethod;

    #[test]
    fn the_limit_is_the_fence_unless_too_many_lie_beyond_it() {
        // Quartiles 25 and 75 of 0..=100: the fence is 225.
        let even: Vec<f64> = (0..101).map(f64::from).collect();
        assert_eq!(limit(&even, 0.02), Some(225.0));
        // Ten of a hundred lie far out; at most two of them may be set aside.
        let mut skewed: Vec<f64> = (0..91).map(|i| f64::from(i) / 90.0).collect();
        skewed.extend((1..=10).map(|i| 100.0 * f64::from(i)));
        assert_eq!(limit(&skewed, 0.02), Some(800.0));
        assert_eq!(limit(&even, 0.0), None);
        assert_eq!(limit(&[0.0; 9], 0.02), None);
    }

    #[test]
    fn one_far_point_no_longer_pulls_a_centre() {
        let mut values: Vec<f64> = (0..60)
            .map(|i| f64::from(i % 3) + f64::from(i) * 1e-3)
            .collect();
        values.push(40.0);
        let x = ndarray::Array2::from_shape_fn((61, 1), |(row, _)| values[row]);
        let x = Points::of_numbers(x);
        let search = Search {
            method: ClusterMethod::Kmeans,
            n_starts: 5,
            seed: 1,
        };
        let found = trimmed(&x, &[2], 0.05, &search).expect("a grouping");
        let centres = found[0].grouping.centres();
        assert!(centres.iter().all(|&centre| centre < 3.0), "{centres}");
        assert!(found[0].limit.expect("a limit") < 40.0);
    }
}
