//! Finds out whether few of a column's cells differ: dates, currencies, kinds, terms.
//!
//! Such cells are kept once, with a number per row: a fifth of the room, and each is read once for what it means.

/// Bytes of a cell that is looked up; a column with longer ones is kept as it is written.
pub(crate) const MOST_BYTES: usize = 16;
/// Different cells of a piece, at most.
const MOST_CELLS: usize = 4096;
/// Cells after which it is looked whether ...
const ENOUGH: usize = 512;
/// ... so many differ that nothing would be won.
const MANY: usize = 256;
/// A slot that is free.
const FREE: u16 = u16::MAX;

/// The different cells so far, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Few {
    keys: Vec<Key>,
    /// Numbers by hash, [`FREE`] where there is none; as many as a power of two.
    slots: Vec<u16>,
    last: Option<(Key, u16)>,
}

/// A short cell as a number, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u128, u8);

impl Key {
    /// That of a cell, if it is short.
    pub fn of(cell: &[u8]) -> Option<Key> {
        let mut wide = [0; MOST_BYTES];
        wide.get_mut(..cell.len())?.copy_from_slice(cell);
        Some(Key(u128::from_le_bytes(wide), cell.len() as u8))
    }

    /// The same of a short cell, taken with what follows it in the text: quicker than by its length.
    #[inline]
    pub fn of_wide(wide: &[u8; MOST_BYTES], length: usize) -> Key {
        let beyond = 8 * (MOST_BYTES - length) as u32;
        let bits = u128::from_le_bytes(*wide);
        // A shift by the whole width is none; an empty cell has no bits.
        let bits = bits.checked_shl(beyond).unwrap_or(0);
        Key(bits.checked_shr(beyond).unwrap_or(0), length as u8)
    }

    fn hash(self) -> usize {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let (low, high) = (self.0 as u64, (self.0 >> 64) as u64);
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(ODD) ^ u64::from(self.1);
        (mixed ^ (mixed >> 32)) as usize
    }
}

/// What is known of a cell.
pub(crate) enum Found {
    /// It was there before, under this number.
    Known(u16),
    /// It is the first of its kind.
    New(u16),
    /// There are too many different ones.
    TooMany,
}

impl Few {
    /// The number of a cell that comes after so many others.
    #[inline]
    pub fn number(&mut self, key: Key, n_before: usize) -> Found {
        if let Some((last, number)) = self.last
            && last == key
        {
            return Found::Known(number);
        }
        self.look_up(key, n_before)
    }

    fn look_up(&mut self, key: Key, n_before: usize) -> Found {
        let n = self.keys.len();
        if n == MOST_CELLS || (n_before == ENOUGH && n > MANY) {
            return Found::TooMany;
        }
        if 2 * n >= self.slots.len() {
            self.widen();
        }
        let slot = self.slot(key);
        let known = self.slots[slot];
        let number = if known == FREE { n as u16 } else { known };
        self.last = Some((key, number));
        if known != FREE {
            return Found::Known(number);
        }
        self.slots[slot] = number;
        self.keys.push(key);
        Found::New(number)
    }

    /// The slot that holds a cell, or the free one where it would go.
    fn slot(&self, key: Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() & mask;
        loop {
            let number = self.slots[slot];
            if number == FREE || self.keys[number as usize] == key {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn widen(&mut self) {
        self.slots = vec![FREE; (4 * self.slots.len()).max(16)];
        for number in 0..self.keys.len() {
            let slot = self.slot(self.keys[number]);
            self.slots[slot] = number as u16;
        }
    }
}
