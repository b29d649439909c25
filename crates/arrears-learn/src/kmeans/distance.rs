//! Squared distances from one row to many centres, side by side.
//!
//! Centres are stored in blocks of `L`, column by column, so that the processor computes `L`
//! distances at once. The direct form `sum (x - c)^2` is kept: the expansion
//! `|x|^2 - 2 x c + |c|^2` saves an operation but loses all digits where a row lies close to a
//! centre far from the origin.

/// Centres in blocks of `L`, padded with centres at infinity, which are never nearest.
pub(super) struct PackedCentres<const L: usize> {
    blocks: Vec<[f64; L]>,
    width: usize,
}

/// The nearest centre and the distances to it and to the next one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearest {
    pub(super) label: u32,
    pub(super) squared: f64,
    /// Infinite when there is one centre only.
    pub(super) second_squared: f64,
}

impl<const L: usize> PackedCentres<L> {
    /// Packs centres that stand one after another, `width` values each.
    pub(super) fn new(centres: &[f64], width: usize) -> Self {
        let n_blocks = (centres.len() / width).div_ceil(L);
        let mut blocks = vec![[f64::INFINITY; L]; n_blocks * width];
        for (k, centre) in centres.chunks_exact(width).enumerate() {
            for (column, &value) in centre.iter().enumerate() {
                blocks[k / L * width + column][k % L] = value;
            }
        }
        Self { blocks, width }
    }

    /// The nearest two; the lowest number among equals.
    #[inline]
    pub(super) fn nearest(&self, row: &[f64]) -> Nearest {
        let mut nearest = Nearest {
            label: 0,
            squared: f64::INFINITY,
            second_squared: f64::INFINITY,
        };
        for (block, centres) in self.blocks.chunks_exact(self.width).enumerate() {
            for (lane, squared) in squared_to(centres, row).into_iter().enumerate() {
                if squared < nearest.squared {
                    nearest.second_squared = nearest.squared;
                    nearest.squared = squared;
                    nearest.label = (block * L + lane) as u32;
                } else if squared < nearest.second_squared {
                    nearest.second_squared = squared;
                }
            }
        }
        nearest
    }

    /// Squared distances to all centres of the first block.
    #[inline]
    pub(super) fn first_block(&self, row: &[f64]) -> [f64; L] {
        squared_to(&self.blocks[..self.width], row)
    }
}

#[inline]
fn squared_to<const L: usize>(centres: &[[f64; L]], row: &[f64]) -> [f64; L] {
    let mut squares = [0.0; L];
    for (values, x) in centres.iter().zip(row) {
        for (square, value) in squares.iter_mut().zip(values) {
            let gap = x - value;
            *square += gap * gap;
        }
    }
    squares
}

/// The squared distance of two points.
///
/// Added up in four interleaved parts: one running sum would wait for each addition in turn.
#[inline]
pub(super) fn squared(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut parts = [0.0; 4];
    for (a, b) in a.iter().zip(b) {
        for ((part, a), b) in parts.iter_mut().zip(a).zip(b) {
            *part += (a - b) * (a - b);
        }
    }
    for ((part, a), b) in parts.iter_mut().zip(a_rest).zip(b_rest) {
        *part += (a - b) * (a - b);
    }
    (parts[0] + parts[2]) + (parts[1] + parts[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_two_by_hand() {
        let packed = PackedCentres::<4>::new(&[0.0, 0.0, 3.0, 0.0, 0.0, 1.0], 2);
        let expected = Nearest {
            label: 2,
            squared: 1.0,
            second_squared: 4.0,
        };
        assert_eq!(packed.nearest(&[0.0, 2.0]), expected);
    }

    #[test]
    fn blocks_of_any_size_agree_and_ties_go_to_the_lowest() {
        let centres: Vec<f64> = (0..33).map(|i| f64::from(i * 7 % 11)).collect();
        let (four, eight) = (
            PackedCentres::<4>::new(&centres, 3),
            PackedCentres::<8>::new(&centres, 3),
        );
        let row = [2.0, 5.0, 1.0];
        assert_eq!(four.nearest(&row), eight.nearest(&row));
        let same = PackedCentres::<4>::new(&[1.0; 6], 1);
        assert_eq!(same.nearest(&[0.0]).label, 0);
        let alone = PackedCentres::<4>::new(&[1.0], 1);
        assert_eq!(alone.nearest(&[0.0]).second_squared, f64::INFINITY);
    }
}
