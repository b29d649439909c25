//! A set of positions, for finding the first or last member of a range.

use std::ops::Range;

/// Positions as bits of words.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Empties the set and makes room for positions below `n`.
    pub(crate) fn reset(&mut self, n: usize) {
        self.words.clear();
        self.words.resize(n.div_ceil(64), 0);
    }

    pub(crate) fn set(&mut self, position: usize, member: bool) {
        let bit = 1 << (position % 64);
        match member {
            true => self.words[position / 64] |= bit,
            false => self.words[position / 64] &= !bit,
        }
    }

    /// Members in a range.
    pub(crate) fn count(&self, range: Range<usize>) -> u32 {
        if range.is_empty() {
            return 0;
        }
        let (first, last) = (range.start / 64, (range.end - 1) / 64);
        let from = !0 << (range.start % 64);
        let until = !0 >> (63 - (range.end - 1) % 64);
        if first == last {
            return (self.words[first] & from & until).count_ones();
        }
        let inner: u32 = self.words[first + 1..last]
            .iter()
            .map(|word| word.count_ones())
            .sum();
        (self.words[first] & from).count_ones() + inner + (self.words[last] & until).count_ones()
    }

    /// The first member in a range.
    pub(crate) fn first(&self, range: Range<usize>) -> Option<usize> {
        if range.is_empty() {
            return None;
        }
        let mut word = range.start / 64;
        let mut bits = self.words[word] & (!0 << (range.start % 64));
        while bits == 0 {
            word += 1;
            if word * 64 >= range.end {
                return None;
            }
            bits = self.words[word];
        }
        Some(word * 64 + bits.trailing_zeros() as usize).filter(|&found| found < range.end)
    }

    /// The last member in a range.
    pub(crate) fn last(&self, range: Range<usize>) -> Option<usize> {
        if range.is_empty() {
            return None;
        }
        let mut word = (range.end - 1) / 64;
        let mut bits = self.words[word] & (!0 >> (63 - (range.end - 1) % 64));
        while bits == 0 {
            if word * 64 <= range.start {
                return None;
            }
            word -= 1;
            bits = self.words[word];
        }
        Some(word * 64 + 63 - bits.leading_zeros() as usize).filter(|&found| found >= range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_last_agree_with_a_search() {
        let members = [0, 5, 63, 64, 130, 191];
        let mut bits = Bits::default();
        bits.reset(192);
        for position in members {
            bits.set(position, true);
        }
        bits.set(70, true);
        bits.set(70, false);
        for start in 0..192 {
            for end in start..=192 {
                let inside = || {
                    members
                        .iter()
                        .copied()
                        .filter(|at| (start..end).contains(at))
                };
                assert_eq!(
                    bits.count(start..end) as usize,
                    inside().count(),
                    "{start}..{end}"
                );
                assert_eq!(bits.first(start..end), inside().next(), "{start}..{end}");
                assert_eq!(
                    bits.last(start..end),
                    inside().next_back(),
                    "{start}..{end}"
                );
            }
        }
    }
}
