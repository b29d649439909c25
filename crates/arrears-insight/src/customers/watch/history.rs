//! What was known of each invoice on each day: the only door through which the watch sees a ledger.
//!
//! A history holds every turn with the day on which it became known, so that the same history answers for any day up to
//! the as-of date, and an event known later cannot change what it says of an earlier day.

use arrears_features::{Book, CustomerIx, InvoiceIx};
use arrears_ledger::Day;

/// One invoice's turns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Track {
    /// Due date.
    pub(crate) due: i32,
    /// The day it became known.
    pub(crate) known: i32,
    /// The day from which its lateness says nothing more: disputed or credited for half.
    pub(crate) stopped: Option<i32>,
    /// When it became known whether it is settled, and since when.
    pub(crate) turns: Box<[(i32, Option<i32>)]>,
    /// The day on which a dispute became known.
    pub(crate) disputed: Option<i32>,
    /// The day on which a payment in part became known.
    pub(crate) in_parts: Option<i32>,
    /// Promises: the day after which each was due, with the number broken by then.
    pub(crate) promises: Box<[(i32, u32)]>,
    /// Reminders: the day on which an answer could have been in, and the day of the answer.
    pub(crate) reminders: Box<[(i32, Option<i32>)]>,
}

/// One customer's invoices that tell of its behaviour, by due date, and its signals.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) sector: usize,
    pub(crate) tracks: Vec<Track>,
    /// Days on which signals of trouble became known.
    pub(crate) signals: Vec<i32>,
}

/// How long a customer has to answer a reminder.
const ANSWER_DAYS: i32 = 14;

/// Signals that count: what the customer does or what is done to it, not what our own follow-up makes of it.
const SIGNALS: [&str; 5] = [
    "terms_extension_requested",
    "prepayment_refused",
    "direct_debit_revoked",
    "lawsuit",
    "negative_review",
];

impl History {
    /// The history of one customer as known by `as_of`; what is known later is left out.
    pub(crate) fn of(book: &Book, customer: CustomerIx, sector: usize, as_of: Day) -> History {
        let mut tracks: Vec<Track> = book
            .invoices_of(customer)
            .filter_map(|ix| track(book, InvoiceIx(ix), as_of))
            .collect();
        tracks.sort_by_key(|track| track.due);
        let signals = book
            .signals(customer)
            .filter(|signal| signal.known <= as_of)
            .filter(|signal| SIGNALS.contains(&crate::facts::canonical(signal.kind).as_str()))
            .map(|signal| signal.known.0)
            .collect();
        History {
            sector,
            tracks,
            signals,
        }
    }
}

fn track(book: &Book, ix: InvoiceIx, as_of: Day) -> Option<Track> {
    let row = book.invoice(ix);
    if row.is_credit_note || row.direct_debit || row.known_day > as_of || row.amount_minor <= 0 {
        return None;
    }
    let disputed = book
        .disputes(ix)
        .filter(|dispute| dispute.known <= as_of)
        .map(|dispute| dispute.known.0)
        .min();
    let mut track = Track {
        due: row.due_date.0,
        known: row.known_day.0,
        disputed,
        stopped: disputed,
        ..Track::default()
    };
    follow(book, ix, as_of, row.amount_minor, &mut track);
    track.reminders = reminders(book, ix, as_of, &track);
    track.promises = promises(book, ix, as_of);
    Some(track)
}

/// Takes the balance's turns: settlement, cancellation and the first payment in part.
fn follow(book: &Book, ix: InvoiceIx, as_of: Day, amount: i64, track: &mut Track) {
    let mut turns: Vec<(i32, Option<i32>)> = Vec::new();
    for balance in book
        .balances(ix)
        .take_while(|balance| balance.since <= as_of)
    {
        let since = balance.since.0;
        let settled = balance.settled_on.map(|day| day.0);
        let last = turns.last().and_then(|turn| turn.1);
        if settled != last {
            turns.push((since, settled));
        }
        if 2 * balance.credited_minor >= amount && balance.credited_minor > 0 {
            track.stopped = Some(track.stopped.map_or(since, |day| day.min(since)));
        }
        let credits = balance.credited_minor + balance.written_off_minor;
        let paid = amount - balance.residual_minor - credits;
        if balance.is_open && paid > 0 && track.in_parts.is_none() {
            track.in_parts = Some(since);
        }
    }
    track.turns = turns.into_boxed_slice();
}

/// Without those sent on or after the day of settlement: no answer to such an error of ours says nothing.
fn reminders(book: &Book, ix: InvoiceIx, as_of: Day, track: &Track) -> Box<[(i32, Option<i32>)]> {
    let real = book.reminders(ix);
    let real = real.filter(|reminder| reminder.level > 0 && reminder.known <= as_of);
    let real = real.filter(|reminder| track.was_unpaid(reminder.sent.0, reminder.known.0));
    real.map(|reminder| {
        let replied = reminder.replied.filter(|&day| day <= as_of);
        (reminder.known.0 + ANSWER_DAYS, replied.map(|day| day.0))
    })
    .collect()
}

/// The book says how many are broken on a day; it is asked on the days after each was due.
fn promises(book: &Book, ix: InvoiceIx, as_of: Day) -> Box<[(i32, u32)]> {
    let mut days: Vec<i32> = book
        .promises(ix)
        .filter(|promise| promise.known <= as_of)
        .map(|promise| promise.promised.max(promise.known).0 + 1)
        .filter(|&day| day <= as_of.0)
        .collect();
    days.sort_unstable();
    days.into_iter()
        .map(|day| (day, book.state(ix, Day(day)).n_broken_promises))
        .collect()
}

impl Track {
    /// The day of settlement as known at the end of `day`.
    fn settled_on(&self, day: i32) -> Option<i32> {
        let turn = self.turns.iter().rev().find(|turn| turn.0 <= day);
        turn.and_then(|turn| turn.1)
    }

    /// Whether a reminder was sent before the day of settlement, as known when its answer could have been in.
    fn was_unpaid(&self, sent: i32, known: i32) -> bool {
        let settled = self.settled_on(known + ANSWER_DAYS);
        settled.is_none_or(|settled| sent < settled)
    }

    /// Days late as known at the end of `day` (`true`), or what they are at least; `None` while it is unknown.
    ///
    /// A payment of the last `lag` days may not be booked yet: the bound is that much lower.
    pub(crate) fn days_late(&self, day: i32, lag: i32) -> Option<(i32, bool)> {
        if self.known > day {
            return None;
        }
        let settled = self.settled_on(day);
        let stopped = self.stopped.filter(|&stop| stop <= day);
        match (settled, stopped) {
            (Some(on), stop) if stop.is_none_or(|stop| on < stop) => Some((on - self.due, true)),
            (_, stop) => Some((stop.unwrap_or(day) - lag - self.due, false)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_seen_as_it_was_known() {
        // Due on day 100, known from 70, paid on 110 and booked on 113, taken back on 120.
        let track = Track {
            due: 100,
            known: 70,
            turns: Box::new([(113, Some(110)), (120, None)]),
            ..Track::default()
        };
        assert_eq!(track.days_late(69, 3), None);
        assert_eq!(track.days_late(112, 3), Some((9, false)));
        assert_eq!(track.days_late(113, 3), Some((10, true)));
        assert_eq!(track.days_late(125, 3), Some((22, false)));
    }

    #[test]
    fn a_reminder_of_a_settled_invoice_is_not_waited_for() {
        // Paid on 110 and booked on 113.
        let track = Track {
            turns: Box::new([(113, Some(110))]),
            ..Track::default()
        };
        assert!(track.was_unpaid(109, 109));
        assert!(!track.was_unpaid(110, 110));
        assert!(!track.was_unpaid(112, 112), "the money was there");
        let booked_late = Track {
            turns: Box::new([(200, Some(110))]),
            ..Track::default()
        };
        assert!(booked_late.was_unpaid(112, 112), "nobody knew");
    }

    #[test]
    fn a_dispute_stops_the_clock() {
        let track = Track {
            due: 100,
            known: 70,
            stopped: Some(90),
            turns: Box::new([(180, Some(180))]),
            ..Track::default()
        };
        assert_eq!(track.days_late(200, 0), Some((-10, false)));
        assert_eq!(track.days_late(85, 0), Some((-15, false)));
    }
}
