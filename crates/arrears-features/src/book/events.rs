//! What happened to a customer, as small sortable numbers in the order of the days on which it became known.

/// The kinds of events, in the order in which they are applied within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum EventKind {
    /// An invoice became known; the index is the invoice.
    Invoice,
    /// The standing of an invoice changed; the index is the change.
    Change,
    /// A reminder; the index is the reminder.
    Reminder,
    /// A reply to a reminder; the index is the reminder.
    Reply,
    /// A dispute was opened; the index is the dispute.
    DisputeOpened,
    /// A dispute was closed; the index is the dispute.
    DisputeClosed,
    /// A promise fell due, or its outcome changed after that; the index is the turn.
    PromiseTurn,
    /// A promise fell due a year ago; the index is the promise.
    PromiseOld,
    /// A signal; the index is the signal.
    Signal,
    /// A signal is a year old; the index is the signal.
    SignalOld,
    /// A signal ended; the index is the signal.
    SignalEnd,
    /// A reversal; the index is the reversal.
    Reversal,
    /// A reversal is a year old; the index is the reversal.
    ReversalOld,
    /// Cash without an invoice; the index is the booking.
    Cash,
}

const KINDS: [EventKind; 14] = [
    EventKind::Invoice,
    EventKind::Change,
    EventKind::Reminder,
    EventKind::Reply,
    EventKind::DisputeOpened,
    EventKind::DisputeClosed,
    EventKind::PromiseTurn,
    EventKind::PromiseOld,
    EventKind::Signal,
    EventKind::SignalOld,
    EventKind::SignalEnd,
    EventKind::Reversal,
    EventKind::ReversalOld,
    EventKind::Cash,
];

/// Rows of one table that events can point at.
pub(crate) const MAX_ROWS: usize = 1 << 28;

/// A day (upper 32 bits, so that events sort by it), a kind (4 bits) and an index (28 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event(u64);

impl Event {
    pub(crate) fn new(day: i32, kind: EventKind, index: usize) -> Event {
        debug_assert!(index < MAX_ROWS);
        let day = u64::from(day.cast_unsigned() ^ (1 << 31));
        Event(day << 32 | (kind as u64) << 28 | index as u64)
    }

    pub(crate) fn day(self) -> i32 {
        ((self.0 >> 32) as u32 ^ (1 << 31)).cast_signed()
    }

    pub(crate) fn kind(self) -> EventKind {
        KINDS[(self.0 >> 28 & 0xF) as usize]
    }

    pub(crate) fn index(self) -> usize {
        (self.0 & (MAX_ROWS as u64 - 1)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_parts_and_sorts_by_day() {
        for (position, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, position);
            let event = Event::new(-3, kind, MAX_ROWS - 1);
            assert_eq!(
                (event.day(), event.kind(), event.index()),
                (-3, kind, MAX_ROWS - 1)
            );
        }
        let days = [-25_567, -1, 0, 1, 84_370];
        assert!(
            days.windows(2)
                .all(|pair| Event::new(pair[0], EventKind::Cash, 9)
                    < Event::new(pair[1], EventKind::Invoice, 0))
        );
    }
}
