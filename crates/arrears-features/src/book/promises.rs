//! Whether promises to pay were kept, as it became known.

use std::ops::Range;

use super::facts::{Promise, PromiseTurn};
use super::frame::{NO_AMOUNT, NO_DAY};
use super::settlement::{Booking, BookingKind, Change, Standing};

/// Appends the turns of one invoice's promises (at `positions` of the book).
///
/// A promise is kept when by the end of the promised day the invoice was settled or cancelled or, where an amount
/// was promised, that much was paid from the day it was made. What is booked later can still turn it.
pub(crate) fn turns(
    positions: Range<usize>,
    promises: &[Promise],
    unpaid: &Standing,
    changes: &[Change],
    bookings: &[Booking],
    tolerance: i64,
    turns: &mut Vec<PromiseTurn>,
) {
    for (position, promise) in positions.zip(promises) {
        let kept = |day: i32| {
            let known = changes.partition_point(|change| change.known <= day);
            let standing = match known {
                0 => unpaid,
                _ => &changes[known - 1].standing,
            };
            within(standing.settled_on, promise.promised)
                || within(standing.cancelled_on, promise.promised)
                || paid_enough(promise, bookings, day, tolerance)
        };
        let first = promise.matures();
        let mut broken = !kept(first);
        let mut turn = |day, broken, first| {
            turns.push(PromiseTurn {
                day,
                promise: position as u32,
                broken,
                first,
            });
        };
        turn(first, broken, true);
        for change in changes.iter().filter(|change| change.known > first) {
            if broken == kept(change.known) {
                broken = !broken;
                turn(change.known, broken, false);
            }
        }
    }
}

fn within(day: i32, limit: i32) -> bool {
    day != NO_DAY && day <= limit
}

fn paid_enough(promise: &Promise, bookings: &[Booking], day: i32, tolerance: i64) -> bool {
    let counts = |booking: &&Booking| {
        booking.known <= day
            && (promise.made..=promise.promised).contains(&booking.date)
            && matches!(booking.kind, BookingKind::Cash | BookingKind::Reversal)
    };
    promise.amount != NO_AMOUNT
        && bookings
            .iter()
            .filter(counts)
            .map(|booking| booking.amount)
            .sum::<i64>()
            >= promise.amount - tolerance
}
