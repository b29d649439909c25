//! Outcomes with their maturity and censoring, as the contract defines them.
//!
//! An invoice has a label once it is mature, paid or not: to wait for its payment would leave the late ones out. What
//! is not settled is censored: its days late are a lower bound, and models of time to payment use it as such.

use arrears_ledger::Day;
use rayon::prelude::*;

use crate::book::NO_DAY;
use crate::{Book, InvoiceIx};

/// Days after the due date of the second label.
const MONTH: i32 = 30;

/// Outcomes of invoices as known at the end of a day; all vectors have a value per invoice asked for.
///
/// Direct debits have labels like any other invoice: whether to learn from them is the model's choice
/// ([`crate::InvoiceRow::direct_debit`]).
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
    /// Settled, so that `days_late` is exact. Not so where it was cancelled before or on the day of settlement.
    pub settled: Vec<bool>,
    /// Settlement date less due date, in days; of an invoice not settled a lower bound (censored): the day, or the
    /// credit date of a cancelled one, less the due date.
    pub days_late: Vec<i32>,
    /// No label: cancelled (credited for half or more), a credit note, or not known by the day.
    pub excluded: Vec<bool>,
}

/// The outcomes of `invoices`, as known at the end of `known`.
pub fn labels(book: &Book, invoices: &[InvoiceIx], known: Day) -> Labels {
    let outcomes: Vec<Outcome> = invoices
        .par_iter()
        .map(|invoice| outcome(book, invoice.0 as usize, known.0))
        .collect();
    let flags = |flag: fn(&Outcome) -> bool| outcomes.iter().map(flag).collect();
    Labels {
        mature: flags(|outcome| outcome.mature),
        late: flags(|outcome| outcome.late),
        late_30d_mature: flags(|outcome| outcome.late_30d_mature),
        late_30d: flags(|outcome| outcome.late_30d),
        settled: flags(|outcome| outcome.settled),
        days_late: outcomes.iter().map(|outcome| outcome.days_late).collect(),
        excluded: flags(|outcome| outcome.excluded),
    }
}

/// One invoice's part of [`Labels`].
struct Outcome {
    mature: bool,
    late: bool,
    late_30d_mature: bool,
    late_30d: bool,
    settled: bool,
    days_late: i32,
    excluded: bool,
}

fn outcome(book: &Book, invoice: usize, known: i32) -> Outcome {
    let due = book.invoices.due[invoice];
    let standing = book.standing(invoice, known);
    let settled_on = standing.settled_on;
    let cancelled_on = standing.cancelled_on;
    let cancelled = cancelled_on != NO_DAY;
    let settled = settled_on != NO_DAY && (!cancelled || settled_on < cancelled_on);
    let until = match (settled, cancelled) {
        (true, _) => settled_on,
        (false, true) => cancelled_on,
        (false, false) => known,
    };
    let is_known = book.invoices.known[invoice] <= known && !book.invoices.credit_note[invoice];
    let late_by = |day: i32| !settled || settled_on > day;
    let matures = due + book.definitions().grace_days;
    Outcome {
        mature: is_known && matures <= known,
        late: late_by(matures),
        late_30d_mature: is_known && due + MONTH <= known,
        late_30d: late_by(due + MONTH),
        settled: is_known && settled,
        days_late: until.saturating_sub(due),
        excluded: cancelled || !is_known,
    }
}
