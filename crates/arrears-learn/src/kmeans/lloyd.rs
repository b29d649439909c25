//! From first centres to settled ones: Lloyd's iterations with Hamerly's bounds.
//!
//! Each row keeps an upper bound on the distance to its own centre and a lower bound on the distance
//! to every other one. When centres move, the bounds move with them; only a row whose bounds cross
//! is looked at again (Hamerly 2010, doi:10.1137/1.9781611972801.12). The assignments are those of
//! the plain algorithm (Lloyd 1982, doi:10.1109/TIT.1982.1056489), up to rows whose two nearest
//! centres are equally far but for rounding.

use super::Points;
use super::bounds::Bounds;
use super::distance::{PackedCentres, squared};
use super::seeding::Seeds;
use super::totals::Totals;
use crate::parallel::CHUNK;

/// When to stop.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    pub(super) max_iterations: usize,
    /// Squared movement of all centres together.
    pub(super) movement: f64,
}

/// What one start came to.
pub(super) struct Run {
    pub(super) centres: Vec<f64>,
    pub(super) inertia: f64,
    pub(super) n_iterations: usize,
    pub(super) converged: bool,
}

/// Iterates until no row changes its cluster, the centres hardly move, or the iterations run out.
pub(super) fn run<const L: usize>(points: &Points<'_>, seeds: Seeds, stop: Stop) -> Run {
    let mut lloyd = Lloyd::new(points, seeds);
    let mut n_iterations = 0;
    let mut converged = false;
    while !converged && n_iterations < stop.max_iterations {
        let moves = lloyd.update();
        let n_changed = lloyd.assign::<L>(&moves);
        n_iterations += 1;
        let moved: f64 = moves.iter().map(|moved| moved * moved).sum();
        converged = n_changed == 0 || moved <= stop.movement;
    }
    let inertia = lloyd.inertia();
    Run {
        centres: lloyd.centres,
        inertia,
        n_iterations,
        converged,
    }
}

struct Lloyd<'a> {
    points: &'a Points<'a>,
    centres: Vec<f64>,
    rows: Vec<RowState>,
    totals: Totals,
}

#[derive(Clone, Copy)]
struct RowState {
    upper: f64,
    lower: f64,
    label: u32,
}

impl<'a> Lloyd<'a> {
    fn new(points: &'a Points<'a>, seeds: Seeds) -> Self {
        let state = |(label, squared): (u32, f64)| RowState {
            upper: squared.sqrt(),
            lower: 0.0,
            label,
        };
        let rows: Vec<RowState> = seeds
            .labels
            .into_iter()
            .zip(seeds.squared)
            .map(state)
            .collect();
        let width = points.rows.width();
        let mut totals = Totals::new(seeds.centres.len() / width, width);
        let chunks = points.chunks(|range| {
            let mut chunk = totals.emptied();
            for row in range {
                chunk.add(rows[row].label, points.rows.row(row), points.weight(row));
            }
            chunk
        });
        chunks.iter().for_each(|chunk| totals.merge(chunk));
        Self {
            points,
            centres: seeds.centres,
            rows,
            totals,
        }
    }

    /// Moves each centre to the mean of its rows; returns how far each moved.
    fn update(&mut self) -> Vec<f64> {
        let before = self.centres.clone();
        for label in 0..self.totals.n_clusters() {
            self.centre_from_totals(label);
        }
        self.refill_empty_clusters();
        let width = self.points.rows.width();
        let pairs = before
            .chunks_exact(width)
            .zip(self.centres.chunks_exact(width));
        pairs.map(|(a, b)| squared(a, b).sqrt()).collect()
    }

    fn centre_from_totals(&mut self, label: usize) {
        if let Some(mean) = self.totals.mean(label) {
            let width = self.points.rows.width();
            for (value, mean) in self.centres[label * width..][..width].iter_mut().zip(mean) {
                *value = mean;
            }
        }
    }

    /// Gives each cluster without rows the row farthest from its own centre, the first among
    /// equals.
    fn refill_empty_clusters(&mut self) {
        for label in 0..self.totals.n_clusters() {
            if !self.totals.is_empty(label) {
                continue;
            }
            let Some(row) = self.farthest_row() else {
                return;
            };
            let (values, weight) = (self.points.rows.row(row), self.points.weight(row));
            let donor = std::mem::replace(&mut self.rows[row].label, label as u32);
            self.totals.remove(donor, values, weight);
            self.totals.add(label as u32, values, weight);
            self.centre_from_totals(donor as usize);
            self.centre_from_totals(label);
            // The bounds know nothing of this jump.
            for state in &mut self.rows {
                (state.upper, state.lower) = (f64::INFINITY, 0.0);
            }
        }
    }

    /// The row of positive weight farthest from its centre; `None` when all stand on theirs.
    fn farthest_row(&self) -> Option<usize> {
        let of_chunk = self.points.chunks(|range| {
            let inside = range.filter(|&row| self.points.weight(row) > 0.0);
            farthest(inside.map(|row| (self.squared_to_own(row), row)))
        });
        let (distance, row) = farthest(of_chunk.into_iter().flatten())?;
        (distance > 0.0).then_some(row)
    }

    fn squared_to_own(&self, row: usize) -> f64 {
        let width = self.points.rows.width();
        let label = self.rows[row].label as usize;
        squared(
            self.points.rows.row(row),
            &self.centres[label * width..][..width],
        )
    }

    /// Gives each row its nearest centre, after centres moved by `moves`; returns how many changed.
    fn assign<const L: usize>(&mut self, moves: &[f64]) -> usize {
        let width = self.points.rows.width();
        let packed = PackedCentres::<L>::new(&self.centres, width);
        let bounds = Bounds::new(&self.centres, width, moves);
        let (points, centres, totals) = (self.points, &self.centres, &self.totals);
        let changes = points.chunks_of(self.rows.chunks_mut(CHUNK), |start, states| {
            let mut changes = Changes::default();
            for (at, state) in states.iter_mut().enumerate() {
                let label = state.label as usize;
                state.upper += moves[label];
                state.lower -= bounds.most_moved_but(label);
                let bound = state.lower.max(bounds.half_gaps[label]);
                if state.upper <= bound {
                    continue;
                }
                let row = points.rows.row(start + at);
                state.upper = squared(row, &centres[label * width..][..width]).sqrt();
                if state.upper <= bound {
                    continue;
                }
                let nearest = packed.nearest(row);
                state.upper = nearest.squared.sqrt();
                state.lower = nearest.second_squared.sqrt();
                if nearest.label != state.label {
                    let weight = points.weight(start + at);
                    let change = changes.totals.get_or_insert_with(|| totals.emptied());
                    change.remove(state.label, row, weight);
                    change.add(nearest.label, row, weight);
                    changes.n_changed += 1;
                    state.label = nearest.label;
                }
            }
            changes
        });
        for change in changes.iter().filter_map(|change| change.totals.as_ref()) {
            self.totals.merge(change);
        }
        changes.iter().map(|change| change.n_changed).sum()
    }

    fn inertia(&self) -> f64 {
        self.points.sum(|row| self.squared_to_own(row))
    }
}

fn farthest(rows: impl Iterator<Item = (f64, usize)>) -> Option<(f64, usize)> {
    rows.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

#[derive(Default)]
struct Changes {
    totals: Option<Totals>,
    n_changed: usize,
}

#[cfg(test)]
mod tests {
    use super::super::seeding;
    use super::*;
    use crate::random::task_rng;
    use ndarray::Array2;

    const STOP: Stop = Stop {
        max_iterations: 500,
        movement: 0.0,
    };

    fn scattered(n_rows: usize) -> Array2<f64> {
        let cell = |(i, j): (usize, usize)| ((i * i * 31 + i * 17 + j * 101) % 997) as f64 / 100.0;
        Array2::from_shape_fn((n_rows, 3), cell)
    }

    /// Lloyd's algorithm without bounds, on the same seeds.
    fn plain(points: &Points<'_>, mut centres: Vec<f64>) -> (Vec<f64>, f64) {
        loop {
            let packed = PackedCentres::<4>::new(&centres, 3);
            let mut totals = Totals::new(centres.len() / 3, 3);
            let mut inertia = 0.0;
            for row in 0..points.rows.n_rows() {
                let nearest = packed.nearest(points.rows.row(row));
                totals.add(nearest.label, points.rows.row(row), 1.0);
                inertia += nearest.squared;
            }
            let next: Vec<f64> = (0..centres.len() / 3)
                .flat_map(|label| totals.mean(label).unwrap())
                .collect();
            if next == centres {
                return (centres, inertia);
            }
            centres = next;
        }
    }

    #[test]
    fn bounds_change_nothing() {
        let x = scattered(3000);
        let points = Points::new(x.view(), None).unwrap();
        for k in [1, 2, 5, 9] {
            let seeds = seeding::draw(&points, k, &mut task_rng(7, k as u64)).unwrap();
            let (centres, inertia) = plain(&points, seeds.centres.clone());
            let run = run::<4>(&points, seeds, STOP);
            assert!(run.converged);
            assert!((run.inertia - inertia).abs() < 1e-9 * inertia, "k = {k}");
            for (a, b) in run.centres.iter().zip(&centres) {
                assert!((a - b).abs() < 1e-9, "k = {k}");
            }
        }
    }

    #[test]
    fn an_empty_cluster_gets_the_farthest_row() {
        // Cluster 1 starts empty; row 3 is the farthest from centre 0.
        let x = ndarray::array![[0.0], [1.0], [2.0], [90.0]];
        let points = Points::new(x.view(), None).unwrap();
        let seeds = Seeds {
            centres: vec![1.0, 500.0],
            labels: vec![0; 4],
            squared: vec![1.0, 0.0, 1.0, 7921.0],
        };
        let run = run::<4>(&points, seeds, STOP);
        assert_eq!(run.centres, [1.0, 90.0]);
        assert_eq!(run.inertia, 2.0);
    }
}
