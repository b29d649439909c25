//! An invoice within the sweep of its customer.

use crate::book::NO_DAY;

/// What is known of one invoice at the sweep's day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Local {
    /// Position in the book less that of the customer's first invoice: the order of invoice dates.
    pub(crate) position: u32,
    pub(crate) date: i32,
    pub(crate) due: i32,
    /// Cents; negative for a credit note.
    pub(crate) amount: i64,
    pub(crate) credited: i64,
    /// Left to pay, in cents.
    pub(crate) residual: i64,
    pub(crate) settled_on: i32,
    /// First step of level 2 or more, or no day.
    pub(crate) level2_since: i32,
    pub(crate) n_reminders: u32,
    pub(crate) n_calls: u32,
    pub(crate) n_replies: u32,
    /// Days from reminder to reply, summed.
    pub(crate) reply_days: i64,
    pub(crate) n_open_disputes: u32,
    pub(crate) n_promises: u32,
    pub(crate) n_broken: u32,
    pub(crate) n_broken_year: u32,
    pub(crate) n_reversals_year: u32,
    pub(crate) depth: u8,
    /// Reasons of disputes, as bits.
    pub(crate) reasons: u8,
    pub(crate) known: bool,
    pub(crate) credit_note: bool,
    pub(crate) direct_debit: bool,
    /// Credited for half or more: no outcome.
    pub(crate) cancelled: bool,
    /// Neither settled nor written off.
    pub(crate) open: bool,
}

impl Local {
    /// Whether its outcome says something of its customer's behaviour.
    pub(crate) fn counts(&self) -> bool {
        self.known && !self.credit_note && !self.direct_debit && !self.cancelled
    }

    /// Whether it is an open item.
    pub(crate) fn is_open(&self) -> bool {
        self.known && !self.credit_note && self.open
    }

    /// Whether it counts and nothing has settled it.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.counts() && self.settled_on == NO_DAY
    }

    /// The amount asked: what was billed less credits, in cents, and no less than nothing.
    pub(crate) fn claimed(&self) -> i64 {
        (self.amount - self.credited).max(0)
    }
}
