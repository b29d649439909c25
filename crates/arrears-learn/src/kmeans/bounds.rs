//! Which rows cannot have changed their nearest centre.

use super::distance::squared;

/// What the centres' positions and movements say about all rows at once.
pub(super) struct Bounds {
    /// Half the distance from each centre to its nearest other one: a row no farther than that from
    /// its centre is nearest to it.
    pub(super) half_gaps: Vec<f64>,
    most: f64,
    most_label: usize,
    second: f64,
}

impl Bounds {
    pub(super) fn new(centres: &[f64], width: usize, moves: &[f64]) -> Self {
        let centre = |label: usize| &centres[label * width..][..width];
        let half_gap = |a: usize| {
            let others = (0..moves.len()).filter(|&b| b != a);
            let nearest = others.map(|b| squared(centre(a), centre(b)));
            nearest.fold(f64::INFINITY, f64::min).sqrt() / 2.0
        };
        let mut bounds = Self {
            half_gaps: (0..moves.len()).map(half_gap).collect(),
            most: 0.0,
            most_label: 0,
            second: 0.0,
        };
        for (label, &moved) in moves.iter().enumerate() {
            if moved > bounds.most {
                bounds.second = bounds.most;
                (bounds.most, bounds.most_label) = (moved, label);
            } else if moved > bounds.second {
                bounds.second = moved;
            }
        }
        bounds
    }

    /// How far any centre but `label` moved at most.
    #[inline]
    pub(super) fn most_moved_but(&self, label: usize) -> f64 {
        if label == self.most_label {
            self.second
        } else {
            self.most
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let bounds = Bounds::new(&[0.0, 4.0, 10.0], 1, &[0.5, 2.0, 1.0]);
        assert_eq!(bounds.half_gaps, [2.0, 2.0, 3.0]);
        assert_eq!(bounds.most_moved_but(0), 2.0);
        assert_eq!(bounds.most_moved_but(1), 1.0);
        assert_eq!(Bounds::new(&[0.0], 1, &[1.0]).half_gaps, [f64::INFINITY]);
    }
}
