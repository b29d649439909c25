//! How much nearer is a row to its own group than to the next one? Exact, over all pairs of rows.
//!
//! Distances do not depend on the grouping, so one pass over them serves many groupings. Rows are
//! first ordered by the tuple of all their labels: rows of one tuple (a cell) are then adjacent,
//! their distances are added up once, and only the cells' sums are spread over the groups of each
//! grouping. Nine groupings of 10,000 rows cost hardly more than one.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::MetricError;
use super::separation::{check_group_count, compact};
use crate::validate;

/// The silhouette of one grouping.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Silhouette {
    /// Mean over all rows, in `[-1, 1]`.
    pub mean: f64,
    /// `(label, mean over the group's rows)` by ascending label.
    pub by_group: Vec<(usize, f64)>,
}

/// Exact silhouettes of several groupings of the same rows, in the order given.
///
/// 1 says that each row is far nearer to its own group than to any other, 0 that it stands between
/// two, below 0 that it would fit another better; a row alone in its group counts 0. Compare
/// numbers of clusters by it; it favours round groups and says nothing on whether a group is
/// useful. The cost is `O(n_rows^2 * n_features)` time whatever the number of groupings, and
/// `O(n_rows * n_features)` memory: draw a sample above some 10,000 rows.
///
/// ```
/// use arrears_learn::metrics::silhouette;
/// let x = ndarray::array![[0.0], [1.0], [10.0], [11.0]];
/// let result = silhouette(x.view(), &[&[0, 0, 1, 1], &[0, 1, 0, 1]])?;
/// assert!(result[0].mean > 0.89 && result[1].mean < 0.0);
/// # Ok::<(), arrears_learn::metrics::MetricError>(())
/// ```
///
/// ```text
/// s_i = (b_i - a_i) / max(a_i, b_i)
///
/// a_i  mean Euclidean distance from row i to the other rows of its group
/// b_i  the least, over all other groups, of the mean distance to that group's rows
/// ```
///
/// Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7.
pub fn silhouette(
    x: ArrayView2<'_, f64>,
    groupings: &[&[usize]],
) -> Result<Vec<Silhouette>, MetricError> {
    validate::matrix("x", x)?;
    let groupings: Vec<Grouping> = groupings
        .iter()
        .map(|labels| Grouping::new(labels, x.nrows()))
        .collect::<Result<_, _>>()?;
    if groupings.is_empty() {
        return Ok(Vec::new());
    }
    let cells = Cells::new(&groupings, x.nrows());
    let columns = Columns::new(x, &cells.order);
    let scores: Vec<Vec<f64>> = (0..x.nrows())
        .into_par_iter()
        .map_init(
            || Scratch::new(&columns, &groupings),
            |scratch, position| scratch.scores(position, &columns, &cells, &groupings),
        )
        .collect();
    Ok(groupings
        .iter()
        .enumerate()
        .map(|(g, grouping)| grouping.summarise(&cells.order, |at| scores[at][g]))
        .collect())
}

/// One grouping with labels renumbered to `0..n_groups`.
struct Grouping {
    labels: Vec<usize>,
    groups: Vec<usize>,
    sizes: Vec<f64>,
}

impl Grouping {
    fn new(labels: &[usize], n_rows: usize) -> Result<Self, MetricError> {
        validate::length("labels", labels.len(), n_rows)?;
        let (groups, n_groups) = compact(labels);
        check_group_count("silhouette", n_groups, n_rows)?;
        let mut sizes = vec![0.0; n_groups];
        groups.iter().for_each(|&group| sizes[group] += 1.0);
        Ok(Self {
            labels: labels.to_vec(),
            groups,
            sizes,
        })
    }

    /// The silhouette of a row of group `own`, given its summed distances to each group.
    fn score(&self, own: usize, sums: &[f64]) -> f64 {
        if self.sizes[own] == 1.0 {
            return 0.0;
        }
        let within = sums[own] / (self.sizes[own] - 1.0);
        let other = |group: usize| sums[group] / self.sizes[group];
        let beyond = (0..sums.len())
            .filter(|&group| group != own)
            .map(other)
            .fold(f64::INFINITY, f64::min);
        let widest = within.max(beyond);
        // Rows of both groups all on one spot: neither is nearer.
        if widest == 0.0 {
            0.0
        } else {
            (beyond - within) / widest
        }
    }

    fn summarise(&self, order: &[usize], score: impl Fn(usize) -> f64) -> Silhouette {
        let mut names = vec![0; self.sizes.len()];
        let mut sums = vec![0.0; self.sizes.len()];
        for (at, &row) in order.iter().enumerate() {
            names[self.groups[row]] = self.labels[row];
            sums[self.groups[row]] += score(at);
        }
        let mean = sums.iter().sum::<f64>() / order.len() as f64;
        let means = sums.iter().zip(&self.sizes).map(|(sum, size)| sum / size);
        Silhouette {
            mean,
            by_group: names.into_iter().zip(means).collect(),
        }
    }
}

/// Rows ordered by the tuple of their groups; a cell is a run of equal tuples.
struct Cells {
    order: Vec<usize>,
    ends: Vec<usize>,
}

impl Cells {
    fn new(groupings: &[Grouping], n_rows: usize) -> Self {
        let tuple = |row: usize| groupings.iter().map(move |grouping| grouping.groups[row]);
        let mut order: Vec<usize> = (0..n_rows).collect();
        order.sort_by(|&a, &b| tuple(a).cmp(tuple(b)));
        let same = |a: &usize, b: &usize| tuple(*a).eq(tuple(*b));
        let mut ends = Vec::new();
        for cell in order.chunk_by(same) {
            ends.push(ends.last().copied().unwrap_or(0) + cell.len());
        }
        Self { order, ends }
    }
}

/// Rows of one block of distances.
const LANES: usize = 8;

/// The matrix in the order of the cells, by blocks of [`LANES`] rows, each block column by column,
/// so that the distances from one row to eight others are computed side by side.
struct Columns {
    blocks: Vec<[f64; LANES]>,
    n_rows: usize,
    width: usize,
}

impl Columns {
    fn new(x: ArrayView2<'_, f64>, order: &[usize]) -> Self {
        let (n_rows, width) = x.dim();
        let mut blocks = vec![[0.0; LANES]; n_rows.div_ceil(LANES) * width];
        for (position, &row) in order.iter().enumerate() {
            for (column, &value) in x.row(row).iter().enumerate() {
                blocks[position / LANES * width + column][position % LANES] = value;
            }
        }
        Self {
            blocks,
            n_rows,
            width,
        }
    }

    /// Euclidean distances from the row at `position` to all rows, the padding included.
    fn distances(&self, position: usize, distances: &mut [[f64; LANES]]) {
        let own = &self.blocks[position / LANES * self.width..][..self.width];
        let own: Vec<f64> = own.iter().map(|lane| lane[position % LANES]).collect();
        for (block, out) in self.blocks.chunks_exact(self.width).zip(distances) {
            let mut squares = [0.0; LANES];
            for (values, own) in block.iter().zip(&own) {
                for (square, value) in squares.iter_mut().zip(values) {
                    let gap = value - own;
                    *square += gap * gap;
                }
            }
            *out = squares.map(f64::sqrt);
        }
    }
}

/// What one thread reuses from row to row.
struct Scratch {
    distances: Vec<[f64; LANES]>,
    sums: Vec<Vec<f64>>,
}

impl Scratch {
    fn new(columns: &Columns, groupings: &[Grouping]) -> Self {
        let zeros = |grouping: &Grouping| vec![0.0; grouping.sizes.len()];
        Self {
            distances: vec![[0.0; LANES]; columns.n_rows.div_ceil(LANES)],
            sums: groupings.iter().map(zeros).collect(),
        }
    }

    /// The silhouette of one row in every grouping.
    fn scores(
        &mut self,
        position: usize,
        columns: &Columns,
        cells: &Cells,
        groupings: &[Grouping],
    ) -> Vec<f64> {
        columns.distances(position, &mut self.distances);
        self.sums.iter_mut().for_each(|sums| sums.fill(0.0));
        let distances = self.distances.as_flattened();
        let mut start = 0;
        for &end in &cells.ends {
            let sum = sum(&distances[start..end]);
            for (sums, grouping) in self.sums.iter_mut().zip(groupings) {
                sums[grouping.groups[cells.order[start]]] += sum;
            }
            start = end;
        }
        let row = cells.order[position];
        groupings
            .iter()
            .zip(&self.sums)
            .map(|(grouping, sums)| grouping.score(grouping.groups[row], sums))
            .collect()
    }
}

/// The sum over eight interleaved partial sums, which the processor can add side by side.
fn sum(values: &[f64]) -> f64 {
    let (blocks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    /// The definition, pair by pair.
    fn naive(x: &Array2<f64>, labels: &[usize]) -> f64 {
        let n = labels.len();
        let distance = |i: usize, j: usize| {
            let gap = &x.row(i) - &x.row(j);
            gap.dot(&gap).sqrt()
        };
        let mean_to = |i: usize, group: usize| {
            let members: Vec<usize> = (0..n).filter(|&j| j != i && labels[j] == group).collect();
            let total: f64 = members.iter().map(|&j| distance(i, j)).sum();
            (!members.is_empty()).then(|| total / members.len() as f64)
        };
        let score = |i: usize| {
            let Some(a) = mean_to(i, labels[i]) else {
                return 0.0;
            };
            let others = (0..10).filter(|&group| group != labels[i]);
            let b = others
                .filter_map(|group| mean_to(i, group))
                .fold(f64::INFINITY, f64::min);
            (b - a) / a.max(b)
        };
        (0..n).map(score).sum::<f64>() / n as f64
    }

    #[test]
    fn by_hand() {
        // Row 0: a = 1, b = (10 + 11) / 2; row 1: a = 1, b = (9 + 10) / 2; the rest mirrors.
        let x = array![[0.0], [1.0], [10.0], [11.0]];
        let result = silhouette(x.view(), &[&[0, 0, 4, 4]]).unwrap();
        let expected = (9.5 / 10.5 + 8.5 / 9.5) / 2.0;
        assert!((result[0].mean - expected).abs() < 1e-15);
        assert_eq!(result[0].by_group[1].0, 4);
        assert!((result[0].by_group[1].1 - expected).abs() < 1e-15);
    }

    #[test]
    fn several_groupings_in_one_pass_equal_the_definition() {
        let x = Array2::from_shape_fn((83, 3), |(i, j)| ((i * 37 + j * 11) % 29) as f64);
        let groupings: Vec<Vec<usize>> = (2..6)
            .map(|k| (0..83).map(|i| i * i % 7 % k).collect())
            .collect();
        let views: Vec<&[usize]> = groupings.iter().map(Vec::as_slice).collect();
        let result = silhouette(x.view(), &views).unwrap();
        for (fast, labels) in result.iter().zip(&groupings) {
            assert!((fast.mean - naive(&x, labels)).abs() < 1e-12);
        }
    }

    #[test]
    fn rows_alone_and_rows_on_one_spot_count_zero() {
        let x = array![[0.0], [1.0], [5.0]];
        let lonely = silhouette(x.view(), &[&[0, 0, 1]]).unwrap();
        assert_eq!(lonely[0].by_group[1], (1, 0.0));
        let same = silhouette(Array2::zeros((4, 2)).view(), &[&[0, 0, 1, 1]]).unwrap();
        assert_eq!(same[0].mean, 0.0);
    }

    #[test]
    fn undefined_for_one_group() {
        let x = array![[0.0], [1.0], [5.0]];
        let error = silhouette(x.view(), &[&[3, 3, 3]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`silhouette` needs 2 to 3 - 1 groups, got 1"
        );
    }
}
