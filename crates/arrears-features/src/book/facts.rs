//! Dated facts as the book keeps them. Each is sorted by its fields in their order, the day known first.

use super::words::{DisputeReason, SignalKind};

/// A reminder or call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reminder {
    pub(crate) known: i32,
    pub(crate) sent: i32,
    pub(crate) level: u8,
    /// Date of the reply, or `NO_DAY`.
    pub(crate) replied: i32,
    /// Symbol of the channel.
    pub(crate) channel: u32,
    pub(crate) invoice: u32,
}

impl Reminder {
    /// The day on which a reply was known; only where there is one.
    pub(crate) fn reply_known(&self) -> i32 {
        self.replied.max(self.known)
    }
}

/// A dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dispute {
    pub(crate) known: i32,
    pub(crate) opened: i32,
    /// Date of closing, or `NO_DAY`.
    pub(crate) closed: i32,
    pub(crate) reason: DisputeReason,
    pub(crate) reason_text: u32,
    pub(crate) invoice: u32,
}

impl Dispute {
    /// The day on which it was known to be closed; only where it is.
    pub(crate) fn closed_known(&self) -> i32 {
        self.closed.max(self.known)
    }
}

/// A promise to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Promise {
    pub(crate) known: i32,
    pub(crate) made: i32,
    pub(crate) promised: i32,
    /// Amount promised in cents, or `NO_AMOUNT` for all of it.
    pub(crate) amount: i64,
    pub(crate) invoice: u32,
}

impl Promise {
    /// The day on which it can be said whether it was kept.
    pub(crate) fn matures(&self) -> i32 {
        self.promised.max(self.known)
    }
}

/// From `day` on a promise counts as broken or kept, until its next turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PromiseTurn {
    pub(crate) day: i32,
    pub(crate) promise: u32,
    pub(crate) broken: bool,
    /// Whether this is the day on which the promise fell due.
    pub(crate) first: bool,
}

/// A signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal {
    pub(crate) known: i32,
    pub(crate) day: i32,
    pub(crate) kind: SignalKind,
    /// Date of its end, or `NO_DAY`.
    pub(crate) end: i32,
    pub(crate) value: Ordered,
    pub(crate) kind_text: u32,
    /// The invoice it is about, or `NO_ROW`.
    pub(crate) invoice: u32,
    pub(crate) source_row: u32,
}

impl Signal {
    /// The day on which its end was known; only where it has one.
    pub(crate) fn end_known(&self) -> i32 {
        self.end.max(self.known)
    }
}

/// A payment taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reversal {
    pub(crate) known: i32,
    pub(crate) date: i32,
    pub(crate) invoice: u32,
}

/// Cash of a customer without an invoice, in cents with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cash {
    pub(crate) known: i32,
    pub(crate) amount: i64,
}

/// A number with the total order of IEEE 754, so that facts can be sorted by content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ordered(pub(crate) f64);

impl PartialEq for Ordered {
    fn eq(&self, other: &Ordered) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Ordered) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Ordered) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
