//! Finds rows by id, for a million ids at a time.
//!
//! An open-addressing table of row numbers: the ids themselves stay in their column, so it costs eight bytes a
//! slot and no allocation per id.

use std::hash::BuildHasher as _;

use polars::prelude::{PlRandomState, StringChunked};
use rayon::prelude::*;

/// No such row.
pub(crate) const NONE: u32 = u32::MAX;

/// The rows of a column of ids (in one chunk) by id.
pub(crate) struct IdIndex<'a> {
    ids: &'a StringChunked,
    /// Upper half of the hash, and the row; `NONE` where free.
    slots: Vec<(u32, u32)>,
    hasher: PlRandomState,
}

impl<'a> IdIndex<'a> {
    /// Indexes the rows that are not `skip`ped; calls `duplicate` with each row whose id an earlier row has, and
    /// that row. Null ids are left out.
    pub fn new(
        ids: &'a StringChunked,
        skip: &[bool],
        mut duplicate: impl FnMut(u32, u32),
    ) -> IdIndex<'a> {
        let n_slots = (ids.len() * 2).next_power_of_two().max(2);
        let mut index = IdIndex {
            ids,
            slots: vec![(0, NONE); n_slots],
            hasher: PlRandomState::default(),
        };
        let array = ids.downcast_as_array();
        for (row, _) in skip.iter().enumerate().filter(|(_, skip)| !**skip) {
            let Some(id) = array.get(row) else { continue };
            let (slot, tag) = index.slot_of(id);
            if index.slots[slot].1 == NONE {
                index.slots[slot] = (tag, row as u32);
            } else {
                duplicate(row as u32, index.slots[slot].1);
            }
        }
        index
    }

    /// The column.
    pub fn ids(&self) -> &'a StringChunked {
        self.ids
    }

    /// The row with this id, or `NONE`.
    pub fn row(&self, id: &str) -> u32 {
        self.slots[self.slot_of(id).0].1
    }

    /// The row of each id of another column (in one chunk), `NONE` for null or unknown ones.
    pub fn rows(&self, ids: &StringChunked) -> Vec<u32> {
        let array = ids.downcast_as_array();
        (0..ids.len())
            .into_par_iter()
            .with_min_len(16 * 1024)
            .map(|row| array.get(row).map_or(NONE, |id| self.row(id)))
            .collect()
    }

    /// The slot that holds this id, or the free one where it would go; and its tag.
    fn slot_of(&self, id: &str) -> (usize, u32) {
        let hash = self.hasher.hash_one(id);
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (found_tag, row) = self.slots[slot];
            if row == NONE
                || (found_tag == tag && self.ids.downcast_as_array().value(row as usize) == id)
            {
                return (slot, tag);
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_and_duplicates_told() {
        let ids: StringChunked = [Some("a"), None, Some("b"), Some("a"), Some("c"), Some("b")]
            .into_iter()
            .collect();
        let mut duplicates = Vec::new();
        let index = IdIndex::new(
            &ids,
            &[false, false, true, false, false, false],
            |row, first| duplicates.push((row, first)),
        );
        assert_eq!(
            duplicates,
            [(3, 0)],
            "row 2 is skipped, so row 5 is the first `b`"
        );
        let asked: StringChunked = [Some("b"), Some("c"), None, Some("x"), Some("a")]
            .into_iter()
            .collect();
        assert_eq!(index.rows(&asked), [5, 4, NONE, NONE, 0]);
    }

    #[test]
    fn many_ids_are_told_apart() {
        let ids: StringChunked = (0..20_000)
            .map(|n| Some(format!("invoice-{n:08}")))
            .collect();
        let index = IdIndex::new(&ids, &vec![false; 20_000], |_, _| panic!("no duplicates"));
        assert_eq!(index.rows(&ids), (0..20_000).collect::<Vec<u32>>());
        assert_eq!(index.row("invoice-99999999"), NONE);
        let none: StringChunked = std::iter::empty::<Option<&str>>().collect();
        assert_eq!(IdIndex::new(&none, &[], |_, _| {}).row(""), NONE);
    }
}
