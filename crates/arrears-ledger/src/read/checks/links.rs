//! Which rows were cleared together, by the ids of their bookings and of what clears them.

use polars::prelude::*;

use super::super::table::Loaded;
use super::super::view::TextView;
use crate::LedgerError;

/// Which ids belong together: those that some row has as its entry and its clearing.
#[derive(Default)]
pub(super) struct Links {
    /// Number of an id.
    numbers: PlHashMap<String, u32>,
    /// By number, another of the same clearing; itself for the first.
    up: Vec<u32>,
}

impl Links {
    /// The number of an id, which may be new.
    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.up.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        self.up.push(number);
        number
    }

    fn first(&self, mut number: u32) -> u32 {
        while self.up[number as usize] != number {
            number = self.up[number as usize];
        }
        number
    }

    /// Notes the ids of a table's usable rows.
    pub fn note(&mut self, ids: &Ids, bad: &[bool]) {
        for (row, _) in bad.iter().enumerate().filter(|(_, bad)| !**bad) {
            let (entry, clearing) = (ids.entry(row), ids.clearing(row));
            let (Some(entry), Some(clearing)) = (entry, clearing) else {
                if let Some(id) = entry.or(clearing) {
                    self.number(id);
                }
                continue;
            };
            let (a, b) = (self.number(entry), self.number(clearing));
            let (a, b) = (self.first(a), self.first(b));
            // The lower number leads, so that chains stay short and the order is the rows'.
            self.up[a.max(b) as usize] = a.min(b);
        }
    }

    /// The clearing of a row.
    pub fn of(&self, ids: &Ids, row: usize) -> Option<u32> {
        let id = ids.entry(row).or_else(|| ids.clearing(row))?;
        self.numbers.get(id).map(|number| self.first(*number))
    }
}

/// The ids of a table that tell what was cleared with what.
pub(super) struct Ids {
    entry: Option<TextView>,
    clearing: TextView,
}

impl Ids {
    /// The ids of a table, if it has any.
    pub fn of(table: &Loaded) -> Result<Option<Ids>, LedgerError> {
        let entry = table.text("entry_id")?;
        let none = || {
            TextView(StringChunked::full_null(
                "clearing_id".into(),
                table.n_rows(),
            ))
        };
        Ok(match (entry, table.text("clearing_id")?) {
            (None, None) => None,
            (entry, clearing) => Some(Ids {
                entry,
                clearing: clearing.unwrap_or_else(none),
            }),
        })
    }

    fn entry(&self, row: usize) -> Option<&str> {
        self.entry.as_ref().and_then(|entry| entry.get(row))
    }

    /// The clearing; zeros alone are how programs write that there is none.
    fn clearing(&self, row: usize) -> Option<&str> {
        let id = self.clearing.get(row)?;
        id.contains(|character| character != '0').then_some(id)
    }
}
