//! Are the clusters tighter than those that would be found where there are none?

use arrears_learn::metrics::{Gap, gap, uniform_like};
use ndarray::Array2;
use rayon::prelude::*;

use super::grouping::Grouping;
use super::points::Points;
use super::search::Search;
use super::thinned;
use crate::ModelError;
use crate::config::ClusterMethod;

/// Customers at most, references without groups, and starts of each fit.
const ROWS: usize = 1_000;
const REFERENCES: u64 = 10;
const STARTS: usize = 2;

/// The gap statistic of each of `ks`, on a sample; none where the method has no such thing, or found no such number.
pub(super) fn gaps(
    points: &Points,
    ks: &[usize],
    search: &Search,
) -> Result<Vec<Option<Gap>>, ModelError> {
    let numbers = matches!(
        search.method,
        ClusterMethod::Kmeans | ClusterMethod::GaussianMixture
    );
    if !numbers {
        return Ok(vec![None; ks.len()]);
    }
    let few = points.select(&thinned(points.n_rows(), ROWS));
    let search = Search {
        n_starts: STARTS,
        ..*search
    };
    let own = dispersions(&few, ks, &search)?;
    let references: Vec<Vec<Option<f64>>> = (0..REFERENCES)
        .into_par_iter()
        .map(|index| {
            let x: Array2<f64> = uniform_like(few.x.view(), search.seed, index)?;
            dispersions(&Points::of_numbers(x), ks, &search)
        })
        .collect::<Result<_, ModelError>>()?;
    let of = |at: usize| {
        let others: Option<Vec<f64>> = references.iter().map(|r| r[at]).collect();
        gap(own[at]?, &others?)
    };
    Ok((0..ks.len()).map(of).collect())
}

/// Sum of squared distances to the nearest centre, for each number of groups that is found.
fn dispersions(
    points: &Points,
    ks: &[usize],
    search: &Search,
) -> Result<Vec<Option<f64>>, ModelError> {
    let n_distinct = points.distinct(ks.last().map_or(0, |&k| k));
    let possible: Vec<usize> = ks.iter().copied().filter(|&k| k <= n_distinct).collect();
    let found = search.all(points, &possible)?;
    let of = |&k: &usize| -> Result<Option<f64>, ModelError> {
        let same = |grouping: &&Grouping| grouping.n_clusters() == k;
        let Some(grouping) = found.iter().find(same) else {
            return Ok(None);
        };
        let distances = grouping.place(points)?.distances;
        Ok(Some(distances.iter().map(|d| d * d).sum()))
    };
    ks.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap_of(x: Array2<f64>, method: ClusterMethod) -> Vec<Option<f64>> {
        let search = Search {
            method,
            n_starts: 3,
            seed: 2,
        };
        let found = gaps(&Points::of_numbers(x), &[2, 3], &search).expect("no error");
        found.into_iter().map(|gap| Some(gap?.gap)).collect()
    }

    #[test]
    fn three_crowds_are_tighter_than_chance_and_most_so_as_three() {
        let x = Array2::from_shape_fn((300, 2), |(row, column)| {
            let centre = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)][row % 3];
            let jitter = 0.05 * ((row * 7 + column * 13) as f64).sin();
            jitter + if column == 0 { centre.0 } else { centre.1 }
        });
        let found = gap_of(x.clone(), ClusterMethod::Kmeans);
        assert!(found[1] > Some(1.0) && found[1] > found[0], "{found:?}");
        assert_eq!(gap_of(x, ClusterMethod::Dbscan), [None, None]);
        // Two kinds of rows can make no three groups.
        let two = Array2::from_shape_fn((40, 1), |(row, _)| (row % 2) as f64);
        assert_eq!(gap_of(two, ClusterMethod::Kmeans), [None, None]);
    }
}
