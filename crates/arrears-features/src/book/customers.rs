//! The customers of a ledger, numbered in the order of their ids.

use arrears_ledger::{Ledger, Table};

use super::frame::Source;
use super::index::{IdIndex, hash};
use super::invoices::NO_ROW;
use crate::FeatureError;

/// The customers of the ledger by id, with or without invoices.
pub(super) struct Customers {
    pub(super) ids: Vec<String>,
    pub(super) index: IdIndex,
    /// The customer of each row of the customers table.
    pub(super) of_rows: Vec<u32>,
    /// The customer of each row of the invoices table.
    pub(super) of_invoices: Vec<u32>,
}

impl Customers {
    pub(super) fn read(ledger: &Ledger) -> Result<Customers, FeatureError> {
        let invoices = Source::new(Table::Invoices, &ledger.invoices);
        let customers = Source::new(Table::Customers, &ledger.customers);
        let mut distinct = Distinct::default();
        let mut number = |source: &Source| -> Result<Vec<u32>, FeatureError> {
            if source.n_rows() == 0 {
                return Ok(Vec::new());
            }
            let ids = source.text("customer_id")?;
            Ok(ids
                .iter()
                .map(|id| distinct.number(id.unwrap_or("")))
                .collect())
        };
        let mut of_rows = number(&customers)?;
        let mut of_invoices = number(&invoices)?;
        let (ids, rank) = distinct.sorted();
        of_rows
            .iter_mut()
            .for_each(|customer| *customer = rank[*customer as usize]);
        of_invoices
            .iter_mut()
            .for_each(|customer| *customer = rank[*customer as usize]);
        let hashes: Vec<u64> = ids.iter().map(|id| hash(id)).collect();
        Ok(Customers {
            index: IdIndex::new(hashes.into_iter()),
            ids,
            of_rows,
            of_invoices,
        })
    }

    pub(super) fn find(&self, id: &str) -> u32 {
        let found = self.index.find(id, |position| &self.ids[position as usize]);
        found.unwrap_or(NO_ROW)
    }
}

/// Distinct ids in the order of first appearance, end to end in one text: asked once for each invoice, they had better
/// stand close together.
struct Distinct {
    text: String,
    ends: Vec<usize>,
    /// Upper half of the hash and number, [`NO_ROW`] where free; as many as a power of two.
    slots: Vec<(u32, u32)>,
}

impl Default for Distinct {
    fn default() -> Distinct {
        Distinct {
            text: String::new(),
            ends: Vec::new(),
            slots: vec![(0, NO_ROW); 1024],
        }
    }
}

impl Distinct {
    fn number(&mut self, id: &str) -> u32 {
        let hash = hash(id);
        let slot = self.slot(hash, id);
        if self.slots[slot].1 != NO_ROW {
            return self.slots[slot].1;
        }
        let number = self.ends.len() as u32;
        self.slots[slot] = ((hash >> 32) as u32, number);
        self.text.push_str(id);
        self.ends.push(self.text.len());
        if self.ends.len() * 2 > self.slots.len() {
            self.widen();
        }
        number
    }

    fn id(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number]]
    }

    /// The slot that holds an id, or the free one where it would go.
    fn slot(&self, hash: u64, id: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (upper, number) = self.slots[slot];
            if number == NO_ROW || (upper == (hash >> 32) as u32 && self.id(number) == id) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn widen(&mut self) {
        self.slots = vec![(0, NO_ROW); self.slots.len() * 4];
        for number in 0..self.ends.len() as u32 {
            let hash = hash(self.id(number));
            let slot = self.slot(hash, self.id(number));
            self.slots[slot] = ((hash >> 32) as u32, number);
        }
    }

    /// The ids in their own order, and the position of each number in it.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut numbers: Vec<u32> = (0..self.ends.len() as u32).collect();
        numbers.sort_unstable_by_key(|&number| self.id(number));
        let mut rank = vec![0; numbers.len()];
        for (position, &number) in numbers.iter().enumerate() {
            rank[number as usize] = position as u32;
        }
        let ids = numbers.iter().map(|&number| self.id(number).to_owned());
        (ids.collect(), rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbered_by_appearance_and_sorted_by_text() {
        let mut distinct = Distinct::default();
        let ids: Vec<String> = (0..5_000)
            .map(|n| format!("C{}", n * 7_919 % 5_000))
            .collect();
        for (number, id) in ids.iter().enumerate() {
            assert_eq!(distinct.number(id), number as u32);
        }
        assert_eq!(
            (distinct.number("C0"), distinct.number(&ids[4_999])),
            (0, 4_999)
        );
        let mut expected = ids.clone();
        expected.sort_unstable();
        let (sorted, rank) = distinct.sorted();
        assert_eq!(sorted, expected);
        assert!((0..5_000).all(|number| sorted[rank[number] as usize] == ids[number]));
    }
}
