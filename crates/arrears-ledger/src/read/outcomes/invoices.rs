//! The invoices that filled lists name, and whose they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use polars::prelude::*;

use super::super::identity::resolve_merges;
use super::super::view::{ours, to_cents};
use crate::escape_formula;
use crate::{Day, Ledger, LedgerConfig, LedgerError};

/// An invoice as billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Billed {
    pub(super) invoice_id: String,
    pub(super) customer_id: String,
    pub(super) due: Day,
    pub(super) amount_minor: i64,
}

/// The invoices of the ledger that are asked for.
pub(super) struct Invoices(HashMap<String, Billed>);

impl Invoices {
    /// Looks the ids up in one pass.
    pub(super) fn of(
        ledger: &Ledger,
        ids: impl Iterator<Item = String>,
    ) -> Result<Invoices, LedgerError> {
        let wanted: HashSet<String> = ids.collect();
        let mut found = HashMap::with_capacity(wanted.len());
        if !wanted.is_empty() {
            look_up(&ledger.invoices, &wanted, &mut found)
                .map_err(ours("looking up the invoices of a worklist"))?;
        }
        Ok(Invoices(found))
    }

    pub(super) fn get(&self, id: &str) -> Option<Billed> {
        self.0.get(id).cloned()
    }
}

fn look_up(
    frame: &DataFrame,
    wanted: &HashSet<String>,
    found: &mut HashMap<String, Billed>,
) -> PolarsResult<()> {
    let (ids, customers) = (frame.column("invoice_id")?, frame.column("customer_id")?);
    let (ids, customers) = (ids.str()?, customers.str()?);
    let due = frame.column("due_date")?.cast(&DataType::Int32)?;
    let (due, amounts) = (due.i32()?, frame.column("amount")?.f64()?);
    for row in 0..frame.height() {
        let Some(id) = ids.get(row).filter(|id| wanted.contains(*id)) else {
            continue;
        };
        found.insert(
            id.to_owned(),
            Billed {
                invoice_id: id.to_owned(),
                customer_id: customers.get(row).unwrap_or_default().to_owned(),
                due: Day(due.get(row).unwrap_or_default()),
                amount_minor: to_cents(amounts.get(row).unwrap_or_default()),
            },
        );
    }
    Ok(())
}

/// Who the customers of the ledger are, and who their parents.
pub(super) struct Owners {
    known: HashSet<String>,
    /// Parents by customer: several where the table has its history.
    parents: HashMap<String, Vec<String>>,
    /// Customers that the config has merged since a list was written.
    merged: BTreeMap<String, String>,
}

impl Owners {
    pub(super) fn of(ledger: &Ledger, config: &LedgerConfig) -> Result<Owners, LedgerError> {
        let mut owners = Owners {
            known: HashSet::new(),
            parents: HashMap::new(),
            merged: resolve_merges(&config.merge_customers)?,
        };
        owners
            .read(&ledger.customers)
            .map_err(ours("looking up the customers of a worklist"))?;
        Ok(owners)
    }

    fn read(&mut self, customers: &DataFrame) -> PolarsResult<()> {
        let ids = customers.column("customer_id")?.str()?;
        self.known.extend(ids.iter().flatten().map(str::to_owned));
        let Ok(parents) = customers.column("parent_id") else {
            return Ok(());
        };
        for (id, parent) in ids.iter().zip(parents.str()?.iter()) {
            let (Some(id), Some(parent)) = (id, parent.map(str::trim)) else {
                continue;
            };
            if !parent.is_empty() {
                let own = self.parents.entry(id.to_owned()).or_default();
                own.push(parent.to_owned());
                self.known.insert(parent.to_owned());
            }
        }
        Ok(())
    }

    /// Whether a cell names a customer or a parent, by its id or by that which was merged into it.
    pub(super) fn is_known(&self, cell: &str) -> bool {
        self.known.contains(cell)
            || self.merged.contains_key(cell)
            || cell
                .strip_prefix('\'')
                .is_some_and(|id| self.known.contains(id))
    }

    /// Whether the invoices of a customer are those of who is named: itself, or its parent. A CSV has an id as it is safe
    /// to open.
    pub(super) fn is_of(&self, customer_id: &str, cell: &str) -> bool {
        let named = self.merged.get(cell).map_or(cell, String::as_str);
        let is_it = |id: &str| id == named || escape_formula(id) == named;
        let parents = self.parents.get(customer_id);
        is_it(customer_id) || parents.into_iter().flatten().any(|parent| is_it(parent))
    }
}
