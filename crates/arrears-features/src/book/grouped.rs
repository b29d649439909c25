//! Rows grouped by a key in one flat vector, so that a million small groups cost no allocation each.

use std::ops::Range;

/// Items in the order of their group; those of group `g` stand at `start[g]..start[g + 1]`. Without items there is no `start`:
/// a ledger of ten million invoices without reminders needs no ten million zeros.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grouped<T> {
    start: Vec<u32>,
    items: Vec<T>,
}

impl<T> Grouped<T> {
    /// Takes over items that are grouped already; `lengths` has the size of each group.
    pub(crate) fn from_lengths(lengths: impl Iterator<Item = u32>, items: Vec<T>) -> Grouped<T> {
        if items.is_empty() {
            return Grouped {
                start: Vec::new(),
                items,
            };
        }
        let mut start = vec![0];
        let mut end = 0;
        for length in lengths {
            end += length;
            start.push(end);
        }
        debug_assert_eq!(end as usize, items.len());
        Grouped { start, items }
    }

    /// The positions of a group in [`Grouped::items`].
    pub(crate) fn range(&self, group: usize) -> Range<usize> {
        self.range_of(group..group + 1)
    }

    /// The positions of consecutive groups.
    pub(crate) fn range_of(&self, groups: Range<usize>) -> Range<usize> {
        if self.items.is_empty() {
            return 0..0;
        }
        self.start[groups.start] as usize..self.start[groups.end] as usize
    }

    /// The items of a group.
    pub(crate) fn of(&self, group: usize) -> &[T] {
        &self.items[self.range(group)]
    }

    /// All items.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Copy + Ord> Grouped<T> {
    /// Groups `items` by `keys` and sorts each group by content, so that the order of rows never matters. A key of
    /// `n_groups` or more leaves its item out.
    pub(crate) fn collect(n_groups: usize, keys: &[u32], items: &[T]) -> Grouped<T> {
        if items.is_empty() {
            return Grouped {
                start: Vec::new(),
                items: Vec::new(),
            };
        }
        let mut start = vec![0u32; n_groups + 1];
        for &key in keys {
            if let Some(count) = start.get_mut(key as usize + 1) {
                *count += 1;
            }
        }
        for group in 0..n_groups {
            start[group + 1] += start[group];
        }
        let mut next = start.clone();
        let mut order = vec![0u32; start[n_groups] as usize];
        for (row, &key) in keys.iter().enumerate() {
            if (key as usize) < n_groups {
                order[next[key as usize] as usize] = row as u32;
                next[key as usize] += 1;
            }
        }
        drop(next);
        let mut sorted: Vec<T> = order.iter().map(|&row| items[row as usize]).collect();
        for group in 0..n_groups {
            let range = start[group] as usize..start[group + 1] as usize;
            if range.len() > 1 {
                sorted[range].sort_unstable();
            }
        }
        Grouped {
            start,
            items: sorted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_grouped_and_sorted_by_content() {
        let grouped = Grouped::collect(3, &[2, 0, 2, 9, 2], &[5, 1, 3, 7, 4]);
        assert_eq!(grouped.of(0), [1]);
        assert_eq!(grouped.of(1), [0; 0]);
        assert_eq!(grouped.of(2), [3, 4, 5], "the item of key 9 is left out");
        assert_eq!(grouped.range_of(0..2), 0..1);
        let empty: Grouped<u8> = Grouped::collect(3, &[], &[]);
        assert_eq!((empty.of(2), empty.range_of(0..3)), (&[][..], 0..0));
        assert_eq!(Grouped::collect(3, &[9], &[1]).of(2), [0; 0]);
    }
}
