//! Collects what is odd but true: how often, and the first examples.

use super::table::Loaded;
use crate::{Flag, FlagExample, FlagKind, Place, Table};

/// Examples kept by kind, table and file.
const N_EXAMPLES: usize = 10;

/// The flags of a ledger under construction.
#[derive(Debug, Default)]
pub(crate) struct Flags(Vec<Flag>);

impl Flags {
    /// Flags a row of a table; `example` is asked for its id and what is odd, for the first ones only.
    pub fn row(
        &mut self,
        kind: FlagKind,
        table: &Loaded,
        row: usize,
        example: impl FnOnce() -> (String, String),
    ) {
        let (file, place) = table.place(row);
        self.add(kind, table.table, &table.files[file].name, || {
            let (id, detail) = example();
            FlagExample { place, id, detail }
        });
    }

    /// Flags something in a file.
    pub fn add(
        &mut self,
        kind: FlagKind,
        table: Table,
        file: &str,
        example: impl FnOnce() -> FlagExample,
    ) {
        let found = self
            .0
            .iter()
            .rposition(|flag| flag.kind == kind && flag.table == table && flag.file == file);
        let index = found.unwrap_or_else(|| {
            self.0.push(Flag {
                kind,
                table,
                file: file.to_owned(),
                count: 0,
                examples: Vec::new(),
            });
            self.0.len() - 1
        });
        let flag = &mut self.0[index];
        flag.count += 1;
        if flag.examples.len() < N_EXAMPLES {
            flag.examples.push(example());
        }
    }

    /// All flags, by table, then kind, then file as read.
    pub fn into_vec(mut self) -> Vec<Flag> {
        self.0.sort_by_key(|flag| (flag.table, flag.kind));
        self.0
    }
}

/// An example in a file without a table under construction.
pub(crate) fn example(place: Place, id: &str, detail: String) -> FlagExample {
    FlagExample {
        place,
        id: id.to_owned(),
        detail,
    }
}
