//! What the source says is still open of an invoice, and so what was paid of it where no table of payments says.
//!
//! It is where things ended, on the day of the export, and has no date of its own: only `paid_date` dates what was paid.

use polars::prelude::*;

use super::super::flags::Flags;
use super::super::table::Loaded;
use super::super::view::{money, sure};
use crate::schema::ColumnType;
use crate::{FlagKind, LedgerError};

/// What was paid of an invoice that was paid; in full where nothing is said of the rest. An amount that cannot be the
/// rest of an invoice (a customer's balance, say) says nothing; that it differs from the ledger is told by `check`.
pub(crate) fn paid(billed: i64, open: Option<i64>) -> i64 {
    rest(billed, open).map_or(billed, |open| billed - open)
}

/// What is open of an invoice by its own column, where that can be.
fn rest(billed: i64, open: Option<i64>) -> Option<i64> {
    open.filter(|open| (0..=billed).contains(open))
}

/// Brings the open amounts of invoices in another currency to the ledger's, as their amounts were.
pub(crate) fn convert(table: &mut Loaded) -> Result<(), LedgerError> {
    let Some(open) = table.amounts("open_amount")? else {
        return Ok(());
    };
    if table.restated.is_empty() {
        return Ok(());
    }
    let amounts = sure(table.amounts("amount")?)?;
    let converted = |row: usize| {
        let open = open.cents(row)?;
        let Some(&original) = table.restated.get(&row) else {
            return Some(open);
        };
        let product = i128::from(open) * i128::from(amounts.cents(row)?);
        i64::try_from(rounded(product, i128::from(original))?).ok()
    };
    let series: Float64Chunked = (0..table.n_rows())
        .map(|row| converted(row).map(|cents| cents as f64 / 100.0))
        .collect();
    table.set("open_amount", ColumnType::Amount, series.into_series());
    Ok(())
}

/// A quotient rounded to the nearest, halves away from zero; `None` by zero.
fn rounded(product: i128, by: i128) -> Option<i128> {
    let (product, by) = (product * by.signum(), by.abs());
    (by != 0).then(|| (2 * product + product.signum() * by) / (2 * by))
}

/// Where no table of payments says what was paid: flags what was paid in part, and what was paid on no known day.
pub(crate) fn flag(table: &Loaded, flags: &mut Flags) -> Result<(), LedgerError> {
    let Some(open) = table.amounts("open_amount")? else {
        return Ok(());
    };
    let (ids, kinds) = (sure(table.text("invoice_id")?)?, sure(table.text("kind")?)?);
    let (amounts, dates) = (sure(table.amounts("amount")?)?, table.days("paid_date")?);
    for row in (0..table.n_rows()).filter(|&row| !table.bad[row]) {
        let billed = amounts.cents(row).unwrap_or(0);
        let (Some(open), Some("invoice")) = (rest(billed, open.cents(row)), kinds.get(row)) else {
            continue;
        };
        let date = dates.as_ref().and_then(|dates| dates.get(row));
        let (kind, day) = match date {
            Some(day) if open != 0 => (FlagKind::PaidInPart, format!(", paid on {day}")),
            None if open != billed => (FlagKind::PaidUndated, String::new()),
            _ => continue,
        };
        flags.row(kind, table, row, || {
            let detail = format!("billed {}, open {}{day}", money(billed), money(open));
            (ids.get(row).unwrap_or_default().to_owned(), detail)
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_paid_is_the_amount_less_what_is_open() {
        assert_eq!(paid(1_000, None), 1_000);
        assert_eq!(paid(1_000, Some(0)), 1_000);
        assert_eq!(paid(1_000, Some(400)), 600);
        assert_eq!(paid(1_000, Some(1_000)), 0);
        for balance in [-1, 1_001] {
            assert_eq!(
                paid(1_000, Some(balance)),
                1_000,
                "{balance} is no rest of it"
            );
        }
    }

    #[test]
    fn a_quotient_is_rounded_to_the_nearest() {
        assert_eq!(rounded(7, 2), Some(4));
        assert_eq!(rounded(-7, 2), Some(-4));
        assert_eq!(rounded(7, -2), Some(-4));
        assert_eq!(rounded(10, 3), Some(3));
        assert_eq!(rounded(1, 0), None);
    }
}
