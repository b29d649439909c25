//! The customers of a ledger, numbered in the order of their ids.

use arrears_ledger::{Ledger, Table};

use super::frame::Source;
use super::index::{IdIndex, IdMap, hash};
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

/// Distinct ids in the order of first appearance.
#[derive(Default)]
struct Distinct {
    numbers: IdMap<String, u32>,
}

impl Distinct {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        number
    }

    /// The ids in their own order, and the position of each number in it.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut ids: Vec<(String, u32)> = self.numbers.into_iter().collect();
        ids.sort_unstable();
        let mut rank = vec![0; ids.len()];
        for (position, (_, number)) in ids.iter().enumerate() {
            rank[*number as usize] = position as u32;
        }
        (ids.into_iter().map(|(id, _)| id).collect(), rank)
    }
}
