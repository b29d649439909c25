//! Which sign a program gives to what lowers a balance: payments, discounts, credits and write-offs.
//!
//! Some programs write them all as negative amounts. Whether a ledger's does is told by the many: what is taken back
//! was given first, so that it is at most half. One row more, whenever it is dated, never turns all others round: where
//! the signs come near to each other they tell nothing, and the config is asked.

use polars::prelude::*;
use rayon::prelude::*;

use super::super::table::Loaded;
use super::super::view::{AmountView, money, sure};
use crate::schema::ColumnType;
use crate::{LedgerError, NegativeAmounts};

/// Of ten amounts, so many must be negative to be the way in which they are written.
const OF_TEN: usize = 9;

/// The sign that the amounts of one kind have where nothing is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Positive,
    Negative,
}

impl Written {
    /// Whether an amount takes an earlier one back.
    pub fn takes_back(self, cents: i64) -> bool {
        match self {
            Written::Positive => cents < 0,
            Written::Negative => cents > 0,
        }
    }
}

/// How the amounts of a kind are written in a table; `column` has the date of a row.
pub(super) fn written(
    table: &Loaded,
    kind: &'static str,
    column: &str,
    set: Option<NegativeAmounts>,
    of_kind: impl Fn(usize) -> bool + Sync,
) -> Result<Written, LedgerError> {
    let amounts = sure(table.amounts("amount")?)?;
    let sign = |row: usize| match amounts.cents(row) {
        Some(cents) if !table.bad[row] && of_kind(row) => cents.signum(),
        _ => 0,
    };
    let n_of = |wanted: i64| {
        let rows = (0..table.n_rows()).into_par_iter();
        rows.filter(|&row| sign(row) == wanted).count()
    };
    let n_negative = n_of(-1);
    match set {
        _ if n_negative == 0 => return Ok(Written::Positive),
        Some(NegativeAmounts::TakenBack) => return Ok(Written::Positive),
        Some(NegativeAmounts::Size) => return Ok(Written::Negative),
        None => {}
    }
    let n_positive = n_of(1);
    let n = n_negative + n_positive;
    if 10 * n_negative >= OF_TEN * n {
        return Ok(Written::Negative);
    }
    let days = table.days(column)?;
    // Nothing is taken back before it was given.
    let begins_negative = || {
        let day = |row: usize| days.as_ref().and_then(|days| days.get(row));
        let rows = (0..table.n_rows()).filter(|&row| sign(row) != 0);
        rows.min_by_key(|&row| (day(row), row))
            .is_some_and(|row| sign(row) < 0)
    };
    if n_negative < n_positive || n_negative == n_positive && !begins_negative() {
        return Ok(Written::Positive);
    }
    let first = (0..table.n_rows()).find(|&row| sign(row) < 0);
    let (file, place) = table.place(first.unwrap_or(0));
    Err(LedgerError::MixedSigns {
        file: table.files[file].name.clone(),
        place,
        table: table.table,
        kind,
        n_negative,
        n,
    })
}

/// What was decided where amounts are written as negative ones, for `read as`.
pub(super) fn note(table: &Loaded, kind: &str, amounts: &AmountView, rows: &[usize]) -> String {
    let n_negative = rows
        .iter()
        .filter(|&&row| amounts.cents(row).is_some_and(|cents| cents < 0))
        .count();
    format!(
        "`{}`: {n_negative} of {} amounts of kind `{kind}` are negative, so that is how they are written: their size \
         counts (`negative` under `[ledger.{}]`)",
        table.table,
        rows.len(),
        table.table
    )
}

/// Turns the signs of rows round; what they were written as stays on the account of the file.
pub(super) fn turn(table: &mut Loaded, turned: &[bool]) -> Result<(), LedgerError> {
    if !turned.contains(&true) {
        return Ok(());
    }
    let amounts = sure(table.amounts("amount")?)?;
    let cents = |row: usize| Some(amounts.cents(row)? * if turned[row] { -1 } else { 1 });
    let all: Float64Chunked = (0..table.n_rows())
        .map(|row| cents(row).map(|cents| cents as f64 / 100.0))
        .collect();
    table.set("amount", ColumnType::Amount, all.into_series());
    for row in (0..table.n_rows()).filter(|&row| turned[row]) {
        let written = amounts.cents(row).unwrap_or(0);
        table.restated.entry(row).or_insert(written);
    }
    Ok(())
}

/// What a row of the other sign is flagged with.
pub(super) fn taken_back(kind: &str, cents: i64) -> String {
    format!("`{kind}` of {}", money(cents))
}
