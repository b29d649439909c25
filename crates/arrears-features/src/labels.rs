//! Outcomes with their maturity and censoring.

use arrears_ledger::Day;

use crate::{Book, InvoiceIx};

/// Outcomes of invoices as known at the end of a day; all vectors have a value per invoice asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// `due + grace` was on or before the day: `late` is an outcome.
    pub mature: Vec<bool>,
    /// Not settled by the end of `due + grace` (meaningful where mature).
    pub late: Vec<bool>,
    /// `due + 30` was on or before the day.
    pub late_30d_mature: Vec<bool>,
    /// Not settled by the end of `due + 30` (meaningful where mature so).
    pub late_30d: Vec<bool>,
    /// Settled, so that `days_late` is exact.
    pub settled: Vec<bool>,
    /// Settlement date less due date, in days; of an invoice not settled a lower bound (censored): the day, or the
    /// credit date of a cancelled one, less the due date.
    pub days_late: Vec<i32>,
    /// No label: cancelled (credited for half or more), a credit note, or not known by the day.
    pub excluded: Vec<bool>,
}

/// The outcomes of `invoices`, as known at the end of `known`.
pub fn labels(_book: &Book, _invoices: &[InvoiceIx], _known: Day) -> Labels {
    Labels::default()
}
