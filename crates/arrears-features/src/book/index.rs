//! From an id to its position: an open-addressing table that keeps no copy of the ids.
//!
//! A million ids go into the standard map in about 0.3 s, of which most is its keyed hash; ids of a ledger need no
//! defence against chosen keys, so a multiplicative hash over words of eight bytes serves.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const EMPTY: u32 = u32::MAX;

/// Positions by the hash of their id; the ids themselves stay with the caller.
#[derive(Debug, Default)]
pub(crate) struct IdIndex {
    /// Upper half of the hash and position, of length a power of two.
    slots: Vec<(u32, u32)>,
}

impl IdIndex {
    /// Indexes `n` ids given by their hash; of equal ids the first is found.
    pub(crate) fn new(hashes: impl ExactSizeIterator<Item = u64>) -> IdIndex {
        // At most three quarters are taken.
        let n_slots = (hashes.len() * 4 / 3 + 1).next_power_of_two().max(2);
        let mut slots = vec![(0, EMPTY); n_slots];
        for (position, hash) in hashes.enumerate() {
            let mut slot = hash as usize & (n_slots - 1);
            while slots[slot].1 != EMPTY {
                slot = (slot + 1) & (n_slots - 1);
            }
            slots[slot] = ((hash >> 32) as u32, position as u32);
        }
        IdIndex { slots }
    }

    /// The position of `id`, whose candidates are compared by `id_at`.
    pub(crate) fn find<'a>(&self, id: &str, id_at: impl Fn(u32) -> &'a str) -> Option<u32> {
        let hash = hash(id);
        let mask = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let (upper, position) = self.slots[slot];
            if position == EMPTY {
                return None;
            }
            if upper == (hash >> 32) as u32 && id_at(position) == id {
                return Some(position);
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// Hash of an id.
pub(crate) fn hash(id: &str) -> u64 {
    let mut hasher = IdHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// The hash as a hasher, for maps that are only ever looked up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdHasher(u64);

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

impl IdHasher {
    fn word(&mut self, bytes: &[u8]) {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        let mixed = (self.0.rotate_left(23) ^ u64::from_le_bytes(eight)).wrapping_mul(MULTIPLIER);
        self.0 = mixed ^ (mixed >> 32);
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let chunks = bytes.chunks_exact(8);
        let rest = chunks.remainder();
        for chunk in chunks {
            self.word(chunk);
        }
        self.word(rest);
    }

    fn finish(&self) -> u64 {
        let mixed = self.0.wrapping_mul(MULTIPLIER);
        mixed ^ (mixed >> 29)
    }
}

/// A map by id or text that is only ever looked up.
pub(crate) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Numbers distinct texts in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    texts: Vec<String>,
    numbers: IdMap<String, u32>,
}

/// The number that stands for "no text".
pub(crate) const NO_SYMBOL: u32 = u32::MAX;

impl Interner {
    /// The number of `text`.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The texts by number.
    pub(crate) fn into_texts(self) -> Vec<String> {
        self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_by_their_exact_text() {
        let ids: Vec<String> = (0..5_000).map(|i| format!("INV-{i:06}")).collect();
        let index = IdIndex::new(ids.iter().map(|id| hash(id)));
        for (position, id) in ids.iter().enumerate() {
            assert_eq!(
                index.find(id, |i| &ids[i as usize]),
                Some(position as u32),
                "{id}"
            );
        }
        for absent in ["", "INV-5000", "INV-005000", "inv-000001", "INV-000001 "] {
            assert_eq!(index.find(absent, |i| &ids[i as usize]), None, "{absent}");
        }
    }

    #[test]
    fn an_index_without_ids_finds_nothing() {
        assert_eq!(
            IdIndex::new(std::iter::empty::<u64>().collect::<Vec<_>>().into_iter())
                .find("a", |_| ""),
            None
        );
        assert_eq!(IdIndex::default().find("a", |_| ""), None);
    }
}
