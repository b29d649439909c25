//! Gathers what happened to each customer into one list of events, in the order in which it became known.

use std::ops::Range;

use rayon::prelude::*;

use super::Facts;
use super::YEAR;
use super::events::{Event, EventKind};
use super::frame::NO_DAY;
use super::grouped::Grouped;
use super::invoices::Invoices;

/// Chunks that are gathered at the same time.
const BATCH: usize = 64;

/// The events of every customer, sorted; chunks of customers in parallel, joined in order.
pub(super) fn gather_events(invoices: &Invoices, facts: &Facts) -> Grouped<Event> {
    gather(invoices, |batch| {
        let of_chunk = |chunk| events_of(invoices, facts, chunk);
        batch.par_iter().map(of_chunk).collect()
    })
}

/// The same by one thread.
pub(super) fn gather_events_alone(invoices: &Invoices, facts: &Facts) -> Grouped<Event> {
    gather(invoices, |batch| {
        let of_chunk = |chunk| events_of(invoices, facts, chunk);
        batch.iter().map(of_chunk).collect()
    })
}

/// The events of a chunk of customers, and how many each of these has.
type Part = (Vec<u32>, Vec<Event>);

fn gather(invoices: &Invoices, parts_of: impl Fn(&[Range<usize>]) -> Vec<Part>) -> Grouped<Event> {
    let (mut lengths, mut events) = (Vec::new(), Vec::new());
    // A batch at a time: the events of ten million invoices are not held twice.
    for batch in invoices.customer_chunks(16_384).chunks(BATCH) {
        for (n, part) in parts_of(batch) {
            lengths.extend(n);
            events.extend_from_slice(&part);
        }
    }
    Grouped::from_lengths(lengths.into_iter(), events)
}

fn events_of(invoices: &Invoices, facts: &Facts, customers: &Range<usize>) -> Part {
    let mut events = Vec::new();
    let mut lengths = Vec::with_capacity(customers.len());
    for customer in customers.clone() {
        let before = events.len();
        push_events(invoices, facts, customer, &mut events);
        events[before..].sort_unstable();
        lengths.push((events.len() - before) as u32);
    }
    (lengths, events)
}

fn push_events(invoices: &Invoices, facts: &Facts, customer: usize, events: &mut Vec<Event>) {
    let own = invoices.of_customer(customer);
    for invoice in own.clone() {
        events.push(Event::new(
            invoices.known[invoice],
            EventKind::Invoice,
            invoice,
        ));
    }
    for index in facts.changes.range_of(own.clone()) {
        let change = &facts.changes.items()[index];
        events.push(Event::new(change.known, EventKind::Change, index));
    }
    for index in facts.reminders.range_of(own.clone()) {
        let reminder = &facts.reminders.items()[index];
        events.push(Event::new(reminder.known, EventKind::Reminder, index));
        if reminder.replied != NO_DAY {
            events.push(Event::new(reminder.reply_known(), EventKind::Reply, index));
        }
    }
    for index in facts.disputes.range_of(own.clone()) {
        let dispute = &facts.disputes.items()[index];
        events.push(Event::new(dispute.known, EventKind::DisputeOpened, index));
        if dispute.closed != NO_DAY {
            events.push(Event::new(
                dispute.closed_known(),
                EventKind::DisputeClosed,
                index,
            ));
        }
    }
    for index in facts.promises.range_of(own.clone()) {
        let promise = &facts.promises.items()[index];
        push_old(
            events,
            promise.matures(),
            promise.promised,
            EventKind::PromiseOld,
            index,
        );
    }
    for index in facts.promise_turns.range_of(own.clone()) {
        let turn = &facts.promise_turns.items()[index];
        events.push(Event::new(turn.day, EventKind::PromiseTurn, index));
    }
    for index in facts.signals.range(customer) {
        let signal = &facts.signals.items()[index];
        events.push(Event::new(signal.known, EventKind::Signal, index));
        push_old(
            events,
            signal.known,
            signal.day,
            EventKind::SignalOld,
            index,
        );
        if signal.end != NO_DAY {
            events.push(Event::new(signal.end_known(), EventKind::SignalEnd, index));
        }
    }
    let first = facts
        .reversals
        .partition_point(|reversal| (reversal.invoice as usize) < own.start);
    for (offset, reversal) in facts.reversals[first..].iter().enumerate() {
        if reversal.invoice as usize >= own.end {
            break;
        }
        events.push(Event::new(
            reversal.known,
            EventKind::Reversal,
            first + offset,
        ));
        push_old(
            events,
            reversal.known,
            reversal.date,
            EventKind::ReversalOld,
            first + offset,
        );
    }
    for index in facts.cash.range(customer) {
        events.push(Event::new(
            facts.cash.items()[index].known,
            EventKind::Cash,
            index,
        ));
    }
}

/// The day on which something dated is a year old; where it was known only after that, the same day, so that it is
/// forgotten as soon as it is learnt.
fn push_old(events: &mut Vec<Event>, known: i32, date: i32, kind: EventKind, index: usize) {
    events.push(Event::new(known.max(date + YEAR), kind, index));
}
