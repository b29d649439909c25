//! The last twelve months, by due date.

use arrears_ledger::Day;

use crate::facts::InvoiceFacts;

/// Days of the window.
pub(crate) const WINDOW_DAYS: i32 = 365;

/// Whether an invoice fell due in the twelve months that end `lag` days before the last known day.
///
/// With a lag, what is asked is known of all of them by then, of early payers no sooner than of late ones.
pub(crate) fn due_lately(invoice: &InvoiceFacts, known: Day, lag: i32) -> bool {
    let last = known - lag;
    invoice.due_date <= last && invoice.due_date > last - WINDOW_DAYS
}
