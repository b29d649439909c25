//! A multiset of days late that gives its median and maximum without sorting.

/// Days counted together when a rank is looked for.
const BLOCK: usize = 32;

/// Counts per day late, over a range that widens as needed.
#[derive(Debug, Default)]
pub(crate) struct DayCounts {
    /// The day of the first count; a multiple of [`BLOCK`].
    base: i32,
    counts: Vec<u32>,
    blocks: Vec<u32>,
    total: u32,
}

impl DayCounts {
    /// Empties the multiset.
    pub(crate) fn reset(&mut self) {
        if self.total > 0 {
            self.counts.fill(0);
            self.blocks.fill(0);
            self.total = 0;
        }
        if self.counts.len() > 4_096 {
            self.counts.truncate(4_096);
            self.blocks.truncate(4_096 / BLOCK);
        }
    }

    pub(crate) fn add(&mut self, day: i32) {
        let at = self.position(day);
        self.counts[at] += 1;
        self.blocks[at / BLOCK] += 1;
        self.total += 1;
    }

    /// Takes out a day that was added.
    pub(crate) fn remove(&mut self, day: i32) {
        let at = self.position(day);
        self.counts[at] -= 1;
        self.blocks[at / BLOCK] -= 1;
        self.total -= 1;
    }

    /// The largest day.
    pub(crate) fn max(&self) -> Option<i32> {
        let block = self.blocks.iter().rposition(|&count| count > 0)?;
        let days = &self.counts[block * BLOCK..(block + 1) * BLOCK];
        let offset = days.iter().rposition(|&count| count > 0)?;
        Some(self.base + (block * BLOCK + offset) as i32)
    }

    /// The smallest day up to which at least `rank` (from 1) are counted.
    pub(crate) fn at_rank(&self, rank: u32) -> Option<i32> {
        if rank > self.total {
            return None;
        }
        let mut before = 0;
        let mut block = 0;
        while before + self.blocks[block] < rank {
            before += self.blocks[block];
            block += 1;
        }
        let mut at = block * BLOCK;
        while before + self.counts[at] < rank {
            before += self.counts[at];
            at += 1;
        }
        Some(self.base + at as i32)
    }

    /// Days counted, with their counts, in ascending order from `day` on.
    pub(crate) fn from(&self, day: i32) -> impl Iterator<Item = (i32, u32)> + '_ {
        let first = (day - self.base).max(0) as usize;
        let occupied = (first / BLOCK..self.blocks.len()).filter(|&block| self.blocks[block] > 0);
        occupied
            .flat_map(|block| block * BLOCK..(block + 1) * BLOCK)
            .filter(move |&at| at >= first && self.counts[at] > 0)
            .map(|at| (self.base + at as i32, self.counts[at]))
    }

    /// How many lie below `day`.
    pub(crate) fn below(&self, day: i32) -> u32 {
        let end = ((day - self.base).max(0) as usize).min(self.counts.len());
        let blocks: u32 = self.blocks[..end / BLOCK].iter().sum();
        let rest: u32 = self.counts[end - end % BLOCK..end].iter().sum();
        blocks + rest
    }

    /// Where a day is counted, after widening the range to hold it.
    fn position(&mut self, day: i32) -> usize {
        if self.counts.is_empty() {
            // Half a year early to a year late holds nearly every invoice.
            self.base = -192;
            self.counts.resize(576, 0);
            self.blocks.resize(576 / BLOCK, 0);
        }
        if day < self.base {
            let missing = ((self.base - day) as usize).div_ceil(BLOCK);
            self.base -= (missing * BLOCK) as i32;
            self.counts
                .splice(0..0, std::iter::repeat_n(0, missing * BLOCK));
            self.blocks.splice(0..0, std::iter::repeat_n(0, missing));
        }
        let at = (day - self.base) as usize;
        if at >= self.counts.len() {
            let n_blocks = at / BLOCK + 1;
            self.counts.resize(n_blocks * BLOCK, 0);
            self.blocks.resize(n_blocks, 0);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_maximum_agree_with_a_sorted_list() {
        let mut days = vec![0, -3, 400, 12, 12, -700, 5_000, 31, 32, -3];
        let mut counts = DayCounts::default();
        for &day in &days {
            counts.add(day);
        }
        counts.add(9_000);
        counts.remove(9_000);
        days.sort_unstable();
        for (position, &day) in days.iter().enumerate() {
            assert_eq!(counts.at_rank(position as u32 + 1), Some(day));
        }
        assert_eq!(counts.at_rank(11), None);
        assert_eq!(counts.max(), Some(5_000));
        for from in [-1_000, -700, -699, 12, 13, 6_000] {
            let expected: Vec<i32> = days.iter().copied().filter(|&day| day >= from).collect();
            let found: Vec<i32> = counts
                .from(from)
                .flat_map(|(day, n)| std::iter::repeat_n(day, n as usize))
                .collect();
            assert_eq!(found, expected);
            assert_eq!(counts.below(from) as usize, days.len() - expected.len());
        }
    }

    #[test]
    fn a_reset_leaves_nothing() {
        let mut counts = DayCounts::default();
        counts.add(20_000);
        counts.reset();
        assert_eq!((counts.max(), counts.at_rank(1)), (None, None));
        counts.add(-5);
        assert_eq!(counts.max(), Some(-5));
    }
}
