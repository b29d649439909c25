//! Checks of `reminders`, `disputes`, `promises` and `signals`.

use super::super::currency::ForeignInvoices;
use super::super::flags::Flags;
use super::super::reasons;
use super::super::table::Loaded;
use super::super::view::sure;
use super::{InvoiceLookup, KnownCustomers, reject_unknown_customers};
use crate::{FlagKind, LedgerError, RejectKind, Table};

/// The highest level of the ladder.
const HIGHEST_LEVEL: i32 = 5;

/// Checks one of the four tables.
pub(crate) fn check(
    table: &mut Loaded,
    invoices: &InvoiceLookup<'_>,
    foreign: &ForeignInvoices,
    known: KnownCustomers<'_>,
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let is_signals = table.table == Table::Signals;
    let invoice_rows = invoices.resolve(table, is_signals)?;
    if table.table == Table::Promises {
        let invoice_of = |row: usize| Some(invoice_rows[row] as usize);
        foreign.convert_column(table, "amount", invoice_of)?;
    }
    if is_signals {
        reject_unknown_customers(table, known)?;
    }
    reject_impossible_levels(table)?;
    let (start, end) = match table.table {
        Table::Reminders => ("sent_date", "replied_date"),
        Table::Disputes => ("opened_date", "closed_date"),
        Table::Promises => ("made_date", "promised_date"),
        _ => ("signal_date", "end_date"),
    };
    flag_end_before_start(table, start, end, flags)
}

fn reject_impossible_levels(table: &mut Loaded) -> Result<(), LedgerError> {
    let Some(levels) = table.integers("level")? else {
        return Ok(());
    };
    for row in 0..table.n_rows() {
        if let Some(level) = levels
            .get(row)
            .filter(|level| !(0..=HIGHEST_LEVEL).contains(level))
        {
            table.reject(
                row,
                "level",
                &level.to_string(),
                RejectKind::Impossible,
                reasons::outside(
                    table.table,
                    "level",
                    &format!("a step of the ladder from 0 to {HIGHEST_LEVEL}"),
                ),
            );
        }
    }
    Ok(())
}

fn flag_end_before_start(
    table: &Loaded,
    start: &str,
    end: &str,
    flags: &mut Flags,
) -> Result<(), LedgerError> {
    let (Some(starts), Some(ends)) = (table.days(start)?, table.days(end)?) else {
        return Ok(());
    };
    let key = if table.table == Table::Signals {
        "customer_id"
    } else {
        "invoice_id"
    };
    let ids = sure(table.text(key)?)?;
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        if let (Some(from), Some(to)) = (starts.get(row), ends.get(row))
            && to < from
        {
            flags.row(FlagKind::EndBeforeStart, table, row, || {
                (
                    ids.get(row).unwrap_or_default().to_owned(),
                    format!("`{start}` {from}, `{end}` {to}"),
                )
            });
        }
    }
    Ok(())
}
