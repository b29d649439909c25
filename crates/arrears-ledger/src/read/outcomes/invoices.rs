//! The invoices that filled lists name.

use std::collections::{HashMap, HashSet};

use polars::prelude::*;

use super::super::view::{ours, to_cents};
use crate::{Day, Ledger, LedgerError};

/// An invoice as billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Billed {
    pub(super) invoice_id: String,
    pub(super) customer_id: String,
    pub(super) due: Day,
    pub(super) amount_minor: i64,
}

/// Those of the ledger that are asked for.
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
