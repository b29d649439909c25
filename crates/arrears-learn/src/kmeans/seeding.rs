//! Where to begin: greedy k-means++.
//!
//! Each new centre is a row drawn with a chance proportional to its squared distance from the
//! centres so far, the best of a few draws being kept (Arthur and Vassilvitskii 2007, Proc. SODA,
//! pp. 1027-1035, who suggest the greedy form too). Most rows are far nearer to their own
//! centre than any draw could be: by the triangle inequality, a draw at least twice as far from a
//! row's centre as the row itself cannot come nearer, and its distance is not computed (Raff 2021,
//! doi:10.24963/ijcai.2021/410). The result is the same as without.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::Points;
use super::distance::{PackedCentres, squared};
use super::error::KMeansError;
use crate::parallel::CHUNK;

/// Draws compared side by side; more than this many are never made.
const MOST_DRAWS: usize = 4;

/// The centres to begin with, and the nearest of them for each row.
pub(super) struct Seeds {
    pub(super) centres: Vec<f64>,
    pub(super) labels: Vec<u32>,
    pub(super) squared: Vec<f64>,
}

/// Draws `n_clusters` different rows as centres.
pub(super) fn draw(
    points: &Points<'_>,
    n_clusters: usize,
    rng: &mut ChaCha8Rng,
) -> Result<Seeds, KMeansError> {
    let mut search = Search::new(points, rng);
    // scikit-learn's number of draws, capped at what one block of distances holds.
    let n_draws = (2 + (n_clusters as f64).ln() as usize).min(MOST_DRAWS);
    for n_distinct in 1..n_clusters {
        if search.total() <= 0.0 {
            return Err(KMeansError::TooFewDistinctRows {
                n_clusters,
                n_distinct,
            });
        }
        let draws: Vec<usize> = (0..n_draws).map(|_| search.draw_row(rng)).collect();
        let best = search.best_of(&draws);
        search.add(best);
    }
    Ok(search.seeds)
}

/// Begins at the `centres` given, one after the other.
pub(super) fn given(points: &Points<'_>, centres: Vec<f64>) -> Seeds {
    let packed = PackedCentres::<8>::new(&centres, points.rows.width());
    let nearest = points.chunks(|range| {
        let nearest = |row| packed.nearest(points.rows.row(row));
        range.map(nearest).collect::<Vec<_>>()
    });
    let nearest = || nearest.iter().flatten();
    Seeds {
        labels: nearest().map(|nearest| nearest.label).collect(),
        squared: nearest().map(|nearest| nearest.squared).collect(),
        centres,
    }
}

struct Search<'a> {
    points: &'a Points<'a>,
    seeds: Seeds,
    /// Weighted squared distances to the nearest centre, summed per chunk of rows.
    chunk_sums: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(points: &'a Points<'a>, rng: &mut ChaCha8Rng) -> Self {
        let weight = |row: usize| points.weight(row);
        let n_rows = points.rows.n_rows();
        let chunk_sums = points.chunks(|range| range.map(weight).sum());
        let first = pick(&chunk_sums, n_rows, weight, rng);
        let mut search = Self {
            points,
            seeds: Seeds {
                centres: Vec::new(),
                labels: vec![0; n_rows],
                squared: vec![f64::INFINITY; n_rows],
            },
            chunk_sums,
        };
        search.add(first);
        search
    }

    /// The weighted sum of squared distances to the nearest centre.
    fn total(&self) -> f64 {
        self.chunk_sums.iter().sum()
    }

    /// A row with a chance proportional to its weighted squared distance.
    fn draw_row(&self, rng: &mut ChaCha8Rng) -> usize {
        let mass = |row: usize| self.points.weight(row) * self.seeds.squared[row];
        pick(&self.chunk_sums, self.points.rows.n_rows(), mass, rng)
    }

    /// The draw that would leave the least total; the first among equals.
    fn best_of(&self, draws: &[usize]) -> usize {
        let width = self.points.rows.width();
        let candidates: Vec<f64> = draws
            .iter()
            .flat_map(|&row| self.points.rows.row(row))
            .copied()
            .collect();
        let packed = PackedCentres::<MOST_DRAWS>::new(&candidates, width);
        let quarter = self.quarter_squared_to_centres(&packed);
        let sums: Vec<[f64; MOST_DRAWS]> = self.points.chunks(|range| {
            let mut sums = [0.0; MOST_DRAWS];
            for row in range {
                let (label, closest) = (self.seeds.labels[row], self.seeds.squared[row]);
                let mut after = [closest; MOST_DRAWS];
                if quarter[label as usize].iter().any(|&q| q < closest) {
                    let distances = packed.first_block(self.points.rows.row(row));
                    for (after, distance) in after.iter_mut().zip(distances) {
                        *after = after.min(distance);
                    }
                }
                let weight = self.points.weight(row);
                for (sum, after) in sums.iter_mut().zip(after) {
                    *sum += weight * after;
                }
            }
            sums
        });
        let total = |draw: usize| sums.iter().map(|chunk| chunk[draw]).sum::<f64>();
        let totals: Vec<f64> = (0..draws.len()).map(total).collect();
        let best = (0..draws.len()).reduce(|a, b| if totals[b] < totals[a] { b } else { a });
        draws[best.unwrap_or(0)]
    }

    /// Per centre, a quarter of the squared distance to each candidate: a row of that centre whose
    /// own squared distance is not more cannot be nearer to the candidate.
    fn quarter_squared_to_centres(
        &self,
        packed: &PackedCentres<MOST_DRAWS>,
    ) -> Vec<[f64; MOST_DRAWS]> {
        let quarter = |centre| packed.first_block(centre).map(|squared| squared / 4.0);
        let centres = self.seeds.centres.chunks_exact(self.points.rows.width());
        centres.map(quarter).collect()
    }

    /// Makes a row a centre, and each row that is nearer to it than to its own one of its own.
    fn add(&mut self, row: usize) {
        let rows = self.points.rows;
        let centre = rows.row(row);
        let quarter: Vec<f64> = self
            .seeds
            .centres
            .chunks_exact(rows.width())
            .map(|other| squared(other, centre) / 4.0)
            .collect();
        let number = quarter.len() as u32;
        let states = self.seeds.labels.chunks_mut(CHUNK);
        let states = states.zip(self.seeds.squared.chunks_mut(CHUNK));
        self.chunk_sums = self.points.chunks_of(states, |start, (labels, closest)| {
            let mut sum = 0.0;
            for (at, (label, closest)) in labels.iter_mut().zip(closest).enumerate() {
                let reachable = |quarter: &f64| *quarter < *closest;
                if quarter.get(*label as usize).is_none_or(reachable) {
                    let distance = squared(rows.row(start + at), centre);
                    if distance < *closest {
                        (*label, *closest) = (number, distance);
                    }
                }
                sum += self.points.weight(start + at) * *closest;
            }
            sum
        });
        self.seeds.centres.extend_from_slice(centre);
    }
}

/// A row with a chance proportional to `mass(row)`, whose sums per chunk of rows are given.
fn pick(
    chunk_sums: &[f64],
    n_rows: usize,
    mass: impl Fn(usize) -> f64,
    rng: &mut ChaCha8Rng,
) -> usize {
    let mut left = rng.random::<f64>() * chunk_sums.iter().sum::<f64>();
    let mut last = 0;
    for (chunk, &sum) in chunk_sums.iter().enumerate() {
        if sum <= 0.0 {
            continue;
        }
        let rows = chunk * CHUNK..((chunk + 1) * CHUNK).min(n_rows);
        if left >= sum {
            left -= sum;
            // Rounding may carry the walk past the end: then the last row with mass is meant.
            last = rows.rev().find(|&row| mass(row) > 0.0).unwrap_or(last);
            continue;
        }
        for row in rows {
            if mass(row) > 0.0 {
                last = row;
                if left < mass(row) {
                    return row;
                }
                left -= mass(row);
            }
        }
        return last;
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::task_rng;
    use ndarray::Array2;

    #[test]
    fn picks_are_proportional_and_never_of_no_mass() {
        let masses = [0.0, 3.0, 0.0, 1.0, 0.0];
        let mut rng = task_rng(1, 0);
        let mut counts = [0; 5];
        for _ in 0..4000 {
            counts[pick(&[4.0], 5, |row| masses[row], &mut rng)] += 1;
        }
        assert_eq!(counts[0] + counts[2] + counts[4], 0);
        assert!((2850..3150).contains(&counts[1]));
    }

    #[test]
    fn skipping_by_the_triangle_inequality_changes_nothing() {
        let x = Array2::from_shape_fn((600, 3), |(i, j)| ((i * 37 + j * 101) % 83) as f64);
        let points = Points::new(x.view(), None).unwrap();
        let seeds = draw(&points, 12, &mut task_rng(3, 0)).unwrap();
        let packed = PackedCentres::<8>::new(&seeds.centres, 3);
        for row in 0..600 {
            let nearest = packed.nearest(points.rows.row(row));
            assert!((nearest.squared - seeds.squared[row]).abs() <= 1e-12 * nearest.squared);
        }
    }

    #[test]
    fn distinct_rows_are_counted_when_they_run_out() {
        let x = Array2::from_shape_fn((50, 1), |(i, _)| (i % 3) as f64);
        let points = Points::new(x.view(), None).unwrap();
        assert!(draw(&points, 3, &mut task_rng(0, 0)).is_ok());
        let error = draw(&points, 4, &mut task_rng(0, 0)).err().unwrap();
        assert_eq!(error.to_string(), "4 clusters asked of 3 distinct rows");
    }
}
