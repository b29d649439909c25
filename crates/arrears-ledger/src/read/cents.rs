//! The account of cents: what a file's amounts add up to before any check, and after all of them.
//!
//! The figures of a row are taken when its cells get their type. When the table is closed, what was read is what was
//! used and what was rejected; and what stands in the ledger is what was used, however it was spread over invoices.
//! A check that dropped a row, or changed an amount on the way, would show here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::cells::{Fault, Parsed};
use super::document::Refused;
use super::plan::PlannedColumn;
use super::source::RawFile;
use super::table::{Loaded, LoadedFile};
use super::view::AmountView;
use crate::{CentsCount, FileCount, LedgerError, Table};

/// The columns in which a source may write a row's money.
const COLUMNS: [&str; 3] = ["amount", "debit", "credit"];

/// Rows that one task adds up.
const BLOCK: usize = 64 * 1024;

/// The amounts of a table as they were read.
pub(crate) struct CentsIn {
    /// Amount, debit and credit, as far as the source has them.
    written: [Option<AmountView>; 3],
    /// Whether the amount of a row is the figure that is written, and not made from others.
    is_plain: bool,
    n_unreadable: Vec<u64>,
    /// By file: what all rows of this table add up to, and how many have no amount.
    by_file: Vec<(i128, u64)>,
    table: Table,
}

/// Rows whose amount cannot be read, by file.
pub(crate) fn n_unreadable(
    table: Table,
    planned: &[PlannedColumn],
    parsed: &[Vec<Option<Parsed>>],
) -> Vec<u64> {
    let is_money = |column: &PlannedColumn| {
        column.table == table && COLUMNS.contains(&column.canonical.as_str())
    };
    let of_file = |columns: &Vec<Option<Parsed>>| {
        let money = columns.iter().zip(planned).filter(|(_, c)| is_money(c));
        let faults = money.flat_map(|(parsed, _)| parsed.iter().flat_map(|p| &p.faults));
        let rows: BTreeSet<u32> = faults
            .filter(|(_, fault)| matches!(fault, Fault::Unreadable | Fault::TooLarge))
            .map(|(row, _)| *row)
            .collect();
        rows.len() as u64
    };
    parsed.iter().map(of_file).collect()
}

impl CentsIn {
    /// The sums of a table whose rows are not yet checked; `None` without amounts.
    pub fn of(table: &Loaded, unreadable: &[u64]) -> Result<Option<CentsIn>, LedgerError> {
        let [amount, debit, credit] = COLUMNS;
        let written = [
            table.amounts(amount)?,
            table.amounts(debit)?,
            table.amounts(credit)?,
        ];
        if written.iter().all(Option::is_none) {
            return Ok(None);
        }
        let mut cents = CentsIn {
            is_plain: written[1].is_none()
                && written[2].is_none()
                && table.series("side").is_none(),
            written,
            n_unreadable: Vec::new(),
            by_file: Vec::new(),
            table: table.table,
        };
        for (file, &unreadable) in table.files.iter().zip(unreadable) {
            // A row that no table takes is told by this one.
            let nobodys: BTreeSet<usize> = table
                .rejected
                .iter()
                .filter_map(|told| told.row.filter(|&row| table.is_others(row)))
                .collect();
            let own = |row: usize| !table.is_others(row) || nobodys.contains(&row);
            let (sum, n_none) = cents.sum(rows_of(file), own);
            cents.by_file.push((sum, n_none.saturating_sub(unreadable)));
            let n_unreadable = unreadable + file.n_ragged - file.refused_cents.1;
            cents.n_unreadable.push(n_unreadable);
        }
        Ok(Some(cents))
    }

    /// What is written of a row's money, in cents: its amount, else debit less credit.
    pub fn of_row(&self, row: usize) -> Option<i64> {
        let [amount, debit, credit] = &self.written;
        let of = |view: &Option<AmountView>| view.as_ref().and_then(|view| view.cents(row));
        let two_sided = || match (of(debit), of(credit)) {
            (None, None) => None,
            (debit, credit) => Some(debit.unwrap_or(0).saturating_sub(credit.unwrap_or(0))),
        };
        of(amount).or_else(two_sided)
    }

    /// Closes the account of a file: `bad` says of each row of the table whether it is left out, `rejected` are the
    /// rows of the file that were told as such.
    pub fn account(
        &self,
        index: usize,
        file: &LoadedFile,
        bad: &[bool],
        rejected: impl Iterator<Item = usize>,
    ) -> Result<CentsCount, LedgerError> {
        let (refused, _) = file.refused_cents;
        let (rows, n_empty) = self.by_file[index];
        let read = rows + refused;
        let (used, _) = self.sum(rows_of(file), |row| !bad[row]);
        let rejected = rejected
            .filter_map(|row| self.of_row(row))
            .map(i128::from)
            .sum::<i128>()
            + refused;
        if read != used + rejected {
            return Err(unbalanced(&file.name, read, used, rejected));
        }
        let whole = |total: i128| {
            i64::try_from(total).map_err(|_| LedgerError::TooMuchMoney {
                file: file.name.clone(),
                table: self.table,
                total: total.to_string().into(),
            })
        };
        Ok(CentsCount {
            read: whole(read)?,
            used: whole(used)?,
            rejected: whole(rejected)?,
            n_unreadable: self.n_unreadable[index],
            n_empty,
        })
    }

    /// The cents of some rows, and how many of these have none.
    fn sum(&self, rows: Range<usize>, takes: impl Fn(usize) -> bool + Sync) -> (i128, u64) {
        match &self.written {
            // The usual case, and half the time of the general one.
            [Some(amount), None, None] => add_up(rows, takes, |row| amount.cents(row)),
            _ => add_up(rows, takes, |row| self.of_row(row)),
        }
    }
}

/// What stands in the ledger's column of amounts after the checks, before rejected rows are taken out.
pub(super) struct Used(Option<i128>);

impl Loaded {
    /// Adds up the amounts of the rows that are used. Where the source writes them as they are, they are what was read:
    /// those that were restated (in another currency, or by their size) by what they were before.
    pub(super) fn cents_used(&self, counts: &[FileCount]) -> Result<Used, LedgerError> {
        let (Some(cents), Some(amounts)) = (&self.cents, self.amounts("amount")?) else {
            return Ok(Used(None));
        };
        let is_used = |row: usize| !self.bad[row];
        let (used, _) = add_up(0..self.n_rows(), is_used, |row| amounts.cents(row));
        let of_files = counts.iter().filter_map(|count| count.cents.as_ref());
        let read = of_files.map(|cents| i128::from(cents.used)).sum::<i128>();
        let restated = self.restated.iter().filter(|(row, _)| !self.bad[**row]);
        let turned = restated.map(|(row, written)| {
            i128::from(*written) - i128::from(amounts.cents(*row).unwrap_or(0))
        });
        let written = used + turned.sum::<i128>();
        if cents.is_plain && written != read {
            return Err(unbalanced(&self.table.to_string(), read, written, 0));
        }
        Ok(Used(Some(used)))
    }

    /// Proves that what is left is what was used, with what was made of credit notes that clearing used up.
    pub(super) fn prove_cents(&self, used: Used) -> Result<(), LedgerError> {
        let (Used(Some(used)), Some(amounts)) = (used, self.amounts("amount")?) else {
            return Ok(());
        };
        let n_rows = self.series("amount").map_or(0, |series| series.len());
        let (left, _) = add_up(0..n_rows, |_| true, |row| amounts.cents(row));
        let made = self.shares.as_ref().map_or(0, |shares| shares.cents_made());
        if left != used + made {
            return Err(unbalanced(&self.table.to_string(), used + made, left, 0));
        }
        Ok(())
    }
}

/// The cents of the rows that are taken, and how many of these have none.
fn add_up(
    rows: Range<usize>,
    takes: impl Fn(usize) -> bool + Sync,
    cents: impl Fn(usize) -> Option<i64> + Sync,
) -> (i128, u64) {
    rows.into_par_iter()
        .with_min_len(BLOCK)
        .filter(|&row| takes(row))
        .fold(
            || (0, 0),
            |(sum, n_none), row| match cents(row) {
                Some(cents) => (sum + i128::from(cents), n_none),
                None => (sum, n_none + 1),
            },
        )
        .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

fn rows_of(file: &LoadedFile) -> Range<usize> {
    file.start..file.start + file.n_rows
}

fn unbalanced(file: &str, read: i128, used: i128, rejected: i128) -> LedgerError {
    LedgerError::UnbalancedCents {
        file: file.to_owned(),
        account: format!("{read} cents read, {used} used, {rejected} rejected").into(),
    }
}

/// Rows with an amount that says more than cents, and its column.
pub(super) fn rounded_rows(
    planned: &[PlannedColumn],
    raw: &[RawFile],
    parsed: &[Vec<Option<Parsed>>],
) -> BTreeMap<usize, String> {
    let (mut found, mut start) = (BTreeMap::new(), 0);
    for (file, columns) in raw.iter().zip(parsed) {
        for (column, parsed) in planned.iter().zip(columns) {
            for &row in parsed.iter().flat_map(|parsed| &parsed.rounded) {
                let name = || column.canonical.clone();
                found.entry(start + row as usize).or_insert_with(name);
            }
        }
        start += file.n_rows;
    }
    found
}

/// What the refused records of a document add up to, and how many they are whose amount can be read.
pub(super) fn refused_cents(refused: &[Refused]) -> (i128, u64) {
    let cents = refused.iter().filter_map(|refused| refused.cents);
    cents.fold((0, 0), |(sum, n), cents| (sum + i128::from(cents), n + 1))
}
