//! Finds rows by id, for millions of ids at a time.
//!
//! Open-addressing tables of row numbers: the ids themselves stay in their column, so it costs eight bytes a slot and no
//! allocation per id. The ids are dealt by their hash over as many tables as keep each within a core's cache, and the
//! tables are filled at the same time: one table of ten million would wait for memory at each id.

use std::hash::BuildHasher as _;

use polars::prelude::{PlRandomState, StringChunked};
use rayon::prelude::*;

/// No such row.
pub(crate) const NONE: u32 = u32::MAX;

/// Ids of one table of an index, about.
const SHARE: usize = 64 * 1024;
/// Rows after the last one found in which the next id is looked for.
const NEAR: usize = 8;
/// Ids that may be elsewhere, before an index is worth its while for all.
const MOST_MISSED: usize = 1000;
/// Rows that are dealt at a time.
const BLOCK: usize = 512 * 1024;

/// The rows of a column of ids (in one chunk) by id.
pub(crate) struct IdIndex<'a> {
    ids: &'a StringChunked,
    tables: Vec<Slots>,
    /// How many bits of a hash tell the table.
    bits: u32,
    hasher: PlRandomState,
}

/// The hash and the row; `NONE` where free. As many as a power of two.
struct Slots(Vec<(u32, u32)>);

/// A row that is dealt to a table.
#[derive(Clone, Copy, Default)]
struct Dealt {
    hash: u32,
    row: u32,
}

/// The rows of a block by table, and where those of each table end.
struct Block {
    rows: Vec<Dealt>,
    ends: Vec<usize>,
}

impl<'a> IdIndex<'a> {
    /// Indexes the rows that are not `skip`ped; calls `duplicate` with each row whose id an earlier row has, and
    /// that row, in the order of rows. Null ids are left out.
    pub fn new(
        ids: &'a StringChunked,
        skip: &[bool],
        mut duplicate: impl FnMut(u32, u32),
    ) -> IdIndex<'a> {
        IdIndex::dealing(ids, skip, SHARE, &mut duplicate)
    }

    fn dealing(
        ids: &'a StringChunked,
        skip: &[bool],
        share: usize,
        duplicate: &mut dyn FnMut(u32, u32),
    ) -> IdIndex<'a> {
        let n_tables = ids.len().div_ceil(share).next_power_of_two();
        let mut index = IdIndex {
            ids,
            tables: Vec::new(),
            bits: n_tables.trailing_zeros(),
            hasher: PlRandomState::default(),
        };
        let blocks: Vec<Block> = skip
            .par_chunks(BLOCK)
            .enumerate()
            .map(|(block, skip)| index.deal(block * BLOCK, skip))
            .collect();
        let filled: Vec<(Slots, Vec<(u32, u32)>)> = (0..n_tables)
            .into_par_iter()
            .map(|table| index.fill(table, &blocks))
            .collect();
        let mut duplicates: Vec<(u32, u32)> = Vec::new();
        for (slots, found) in filled {
            index.tables.push(slots);
            duplicates.extend(found);
        }
        duplicates.sort_unstable();
        for (row, first) in duplicates {
            duplicate(row, first);
        }
        index
    }

    /// The column.
    pub fn ids(&self) -> &'a StringChunked {
        self.ids
    }

    /// The row with this id, or `NONE`.
    pub fn row(&self, id: &str) -> u32 {
        let hash = self.hash(id);
        let slots = &self.tables[self.table_of(hash)];
        slots.0[slots.find(hash, |row| self.id(row) == id)].1
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

    /// The same without an index, as long as one is not needed: most tables list what they refer to in its own order, so
    /// that an id is found a few rows after the last one. Of equal ids the first is meant, so `ids` must have none.
    pub fn rows_of(ids: &StringChunked, asked: &StringChunked) -> Vec<u32> {
        let (array, wanted) = (ids.downcast_as_array(), asked.downcast_as_array());
        let (mut next, mut n_missed) = (0, 0);
        let mut rows = Vec::with_capacity(asked.len());
        for row in 0..asked.len() {
            let near = next..(next + NEAR).min(ids.len());
            let found = wanted
                .get(row)
                .and_then(|id| near.into_iter().find(|&row| array.get(row) == Some(id)));
            match found {
                Some(found) => next = found + 1,
                None => n_missed += usize::from(wanted.get(row).is_some()),
            }
            if n_missed > MOST_MISSED {
                return IdIndex::new(ids, &vec![false; ids.len()], |_, _| {}).rows(asked);
            }
            rows.push(found.map_or(NONE, |row| row as u32));
        }
        if n_missed > 0 {
            let index = IdIndex::new(ids, &vec![false; ids.len()], |_, _| {});
            let missed = (0..asked.len()).filter(|&row| rows[row] == NONE);
            for row in missed.collect::<Vec<_>>() {
                rows[row] = wanted.get(row).map_or(NONE, |id| index.row(id));
            }
        }
        rows
    }

    fn id(&self, row: u32) -> &str {
        self.ids.downcast_as_array().value(row as usize)
    }

    /// Half a hash: the highest bits tell the table, the lowest the slot, and all of them nearly always the id.
    fn hash(&self, id: &str) -> u32 {
        (self.hasher.hash_one(id) >> 32) as u32
    }

    fn table_of(&self, hash: u32) -> usize {
        (u64::from(hash) >> (32 - self.bits)) as usize
    }

    /// Deals the rows from `first` on, in their order, over the tables.
    fn deal(&self, first: usize, skip: &[bool]) -> Block {
        let array = self.ids.downcast_as_array();
        let rows: Vec<Dealt> = (first..first + skip.len())
            .zip(skip)
            .filter(|(_, skip)| !**skip)
            .filter_map(|(row, _)| {
                let hash = self.hash(array.get(row)?);
                Some(Dealt {
                    hash,
                    row: row as u32,
                })
            })
            .collect();
        let mut next = vec![0_usize; (1 << self.bits) + 1];
        for dealt in &rows {
            next[self.table_of(dealt.hash) + 1] += 1;
        }
        for table in 1..next.len() {
            next[table] += next[table - 1];
        }
        let mut by_table = vec![Dealt::default(); rows.len()];
        for dealt in rows {
            let place = &mut next[self.table_of(dealt.hash)];
            by_table[*place] = dealt;
            *place += 1;
        }
        // Each beginning has moved to the end of its table's rows.
        next.pop();
        Block {
            rows: by_table,
            ends: next,
        }
    }

    /// One table; also the rows whose id an earlier row has, each with that row.
    fn fill(&self, table: usize, blocks: &[Block]) -> (Slots, Vec<(u32, u32)>) {
        let n_rows = blocks.iter().map(|block| block.of(table).len()).sum();
        let mut slots = Slots::for_rows(n_rows);
        let mut duplicates = Vec::new();
        for dealt in blocks.iter().flat_map(|block| block.of(table)) {
            let same = |row| self.id(row) == self.id(dealt.row);
            let slot = slots.find(dealt.hash, same);
            match slots.0[slot] {
                (_, NONE) => slots.0[slot] = (dealt.hash, dealt.row),
                (_, first) => duplicates.push((dealt.row, first)),
            }
        }
        (slots, duplicates)
    }
}

impl Block {
    fn of(&self, table: usize) -> &[Dealt] {
        let start = table.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start..self.ends[table]]
    }
}

impl Slots {
    /// At most three quarters of them will be taken.
    fn for_rows(n_rows: usize) -> Slots {
        Slots(vec![(0, NONE); (n_rows * 4 / 3 + 1).next_power_of_two()])
    }

    /// The slot that holds the id of this hash, as `is` tells of a row, or the free one where it would go.
    fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> usize {
        let mask = self.0.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (tag, row) = self.0[slot];
            if row == NONE || (tag == hash && is(row)) {
                return slot;
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
    fn rows_are_found_without_an_index_as_with_one() {
        let text = |n: usize| Some(format!("{n}"));
        let ids: StringChunked = (0..5_000).map(text).collect();
        let ordered: StringChunked = (0..5_000).filter(|n| n % 7 > 2).map(text).collect();
        let swapped: StringChunked = (0..5_000)
            .map(|n| (n % 10 != 0).then(|| format!("{}", (n + 700 * (n % 900 / 899)) % 5_100)))
            .collect();
        let mixed: StringChunked = (0..9_000).map(|n| text(n * 7_919 % 6_000)).collect();
        let none: StringChunked = std::iter::empty::<Option<&str>>().collect();
        let index = IdIndex::new(&ids, &vec![false; ids.len()], |_, _| {});
        for asked in [&ordered, &swapped, &mixed, &none] {
            assert_eq!(IdIndex::rows_of(&ids, asked), index.rows(asked));
        }
        assert_eq!(IdIndex::rows_of(&none, &ordered)[0], NONE);
    }

    #[test]
    fn many_ids_are_told_apart() {
        let ids: StringChunked = (0..20_000)
            .map(|n| Some(format!("invoice-{n:08}")))
            .collect();
        let index = IdIndex::new(&ids, &vec![false; 20_000], |_, _| panic!("no duplicates"));
        assert_eq!(index.rows(&ids), (0..20_000).collect::<Vec<u32>>());
        assert_eq!(index.row("invoice-99999999"), NONE);
        let dealt = IdIndex::dealing(&ids, &vec![false; 20_000], 100, &mut |_, _| panic!("none"));
        assert_eq!(
            (dealt.tables.len(), dealt.row("invoice-00000123")),
            (256, 123)
        );
        let none: StringChunked = std::iter::empty::<Option<&str>>().collect();
        assert_eq!(IdIndex::new(&none, &[], |_, _| {}).row(""), NONE);
    }

    #[test]
    fn duplicates_are_told_in_the_order_of_rows_whatever_the_tables() {
        let ids: StringChunked = (0..5_000).map(|n| Some(format!("{}", n % 1_700))).collect();
        let skip: Vec<bool> = (0..5_000).map(|row| row % 7 == 0).collect();
        let told = |share: usize| {
            let mut told = Vec::new();
            IdIndex::dealing(&ids, &skip, share, &mut |row, first| {
                told.push((row, first))
            });
            told
        };
        let mut first = std::collections::HashMap::new();
        let plain: Vec<(u32, u32)> = (0..5_000_u32)
            .filter(|row| !skip[*row as usize])
            .filter_map(|row| {
                let earlier = *first.entry(row % 1_700).or_insert(row);
                (earlier != row).then_some((row, earlier))
            })
            .collect();
        assert_eq!(told(SHARE), plain);
        assert_eq!(told(16), plain);
    }
}
