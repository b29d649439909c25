//! Settlement of one invoice as it became known: the contract's rules on payments, credits, write-offs and reversals.
//!
//! An invoice is settled from the first day on which payments, discounts, offsets and credit notes less reversals
//! reach its amount less the tolerance. A reversal reopens it from its own date, so that of several such days the
//! last counts; one settlement date then says whether it was late. Because a booking is known later than its date,
//! the same invoice can have one settlement date as known today and another as known tomorrow.

use super::frame::NO_DAY;

/// What a booking does to an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BookingKind {
    /// Payment, discount or offset: cash or its like; negative takes back.
    Cash,
    /// Credit note on the invoice.
    Credit,
    /// Written off as lost.
    WriteOff,
    /// Payment taken back (chargeback, returned direct debit).
    Reversal,
}

impl BookingKind {
    /// The kind that the canonical name stands for, and the amount with its sign: a negative discount, credit or
    /// write-off takes an earlier one back.
    pub(crate) fn of(kind: &str, amount: i64) -> (BookingKind, i64) {
        match kind {
            "credit_note" => (BookingKind::Credit, amount),
            "write_off" => (BookingKind::WriteOff, amount),
            "reversal" => (BookingKind::Reversal, -amount.abs()),
            _ => (BookingKind::Cash, amount),
        }
    }

    /// The same on a credit note, which is used up whatever sign the source gives to that.
    pub(crate) fn on_credit_note(kind: &str, amount: i64) -> (BookingKind, i64) {
        match BookingKind::of(kind, amount) {
            (kind @ (BookingKind::Credit | BookingKind::WriteOff), amount) => (kind, amount.abs()),
            cash => cash,
        }
    }
}

/// A booking on an invoice. The derived order (day known, date, ...) is the order in which bookings are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Booking {
    /// The day it was known, not before the invoice's own.
    pub(crate) known: i32,
    /// Its date, not before the invoice date.
    pub(crate) date: i32,
    /// What it does.
    pub(crate) kind: BookingKind,
    /// Signed amount in cents.
    pub(crate) amount: i64,
}

/// How an invoice stands from one day known to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Payments, discounts, offsets less reversals, in cents.
    pub(crate) paid: i64,
    /// Credited, in cents.
    pub(crate) credited: i64,
    /// Written off, in cents.
    pub(crate) written_off: i64,
    /// Settled from this day, or [`NO_DAY`].
    pub(crate) settled_on: i32,
    /// Credited for half or more on this day, or [`NO_DAY`].
    pub(crate) cancelled_on: i32,
    /// Nothing left but through a write-off from this day, or [`NO_DAY`].
    pub(crate) written_off_on: i32,
}

impl Standing {
    /// Neither settled nor written off.
    pub(crate) fn is_open(&self) -> bool {
        self.settled_on == NO_DAY && self.written_off_on == NO_DAY
    }
}

/// A change of standing that became known on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// The day it became known.
    pub(crate) known: i32,
    /// The invoice.
    pub(crate) invoice: u32,
    /// How it stands from then.
    pub(crate) standing: Standing,
}

/// What settlement needs to know of an invoice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) invoice_date: i32,
    pub(crate) amount: i64,
    pub(crate) tolerance: i64,
    pub(crate) credit_note: bool,
}

impl Claim {
    /// Before any booking: an invoice of no more than the tolerance needs none.
    pub(crate) fn unpaid(&self) -> Standing {
        let nothing = Standing {
            paid: 0,
            credited: 0,
            written_off: 0,
            settled_on: NO_DAY,
            cancelled_on: NO_DAY,
            written_off_on: NO_DAY,
        };
        self.judged(nothing, self.invoice_date)
    }

    /// The residual in the balance, in cents.
    pub(crate) fn residual(&self, standing: &Standing) -> i64 {
        if self.credit_note {
            // A credit note is used up by what is matched to it, whatever sign the source gives that.
            return self.amount + standing.paid.abs() + standing.credited + standing.written_off;
        }
        self.amount - standing.paid - standing.credited - standing.written_off
    }

    /// The standing after a booking, not yet judged.
    fn booked(&self, mut standing: Standing, booking: &Booking) -> Standing {
        match booking.kind {
            BookingKind::Cash | BookingKind::Reversal => standing.paid += booking.amount,
            BookingKind::Credit => standing.credited += booking.amount,
            BookingKind::WriteOff => standing.written_off += booking.amount,
        }
        standing
    }

    /// Judges the sums at the end of `date`; what held before and still holds keeps its date.
    fn judged(&self, mut standing: Standing, date: i32) -> Standing {
        let target = self.amount - self.tolerance;
        let reached = standing.paid + standing.credited >= target;
        let written_off =
            standing.paid + standing.credited + standing.written_off >= target && !reached;
        let cancelled = standing.credited > 0 && 2 * standing.credited >= self.amount;
        let keep = |since: i32, holds: bool| match (holds, since) {
            (false, _) => NO_DAY,
            (true, NO_DAY) => date,
            (true, since) => since,
        };
        standing.settled_on = keep(standing.settled_on, reached);
        standing.written_off_on = keep(standing.written_off_on, written_off);
        standing.cancelled_on = keep(standing.cancelled_on, cancelled);
        standing
    }
}

/// Applies the bookings of invoices, each in the order in which they became known.
///
/// Bookings in date order, the usual case, cost one step each; one that is dated before its predecessor makes the
/// invoice be judged again from the start.
pub(crate) struct Follower {
    claim: Claim,
    /// Bookings known so far, by date.
    by_date: Vec<Booking>,
    /// At the end of the date before the last one.
    before: Standing,
    /// At the end of the last date.
    now: Standing,
}

impl Follower {
    pub(crate) fn new(claim: Claim) -> Follower {
        Follower {
            claim,
            by_date: Vec::new(),
            before: claim.unpaid(),
            now: claim.unpaid(),
        }
    }

    /// Appends a [`Change`] per day on which a booking of the invoice became known.
    pub(crate) fn follow(
        &mut self,
        invoice: u32,
        claim: Claim,
        bookings: &[Booking],
        changes: &mut Vec<Change>,
    ) {
        self.claim = claim;
        self.by_date.clear();
        self.before = claim.unpaid();
        self.now = self.before;
        for (position, booking) in bookings.iter().enumerate() {
            self.take(booking);
            let last_of_day = bookings
                .get(position + 1)
                .is_none_or(|next| next.known != booking.known);
            if last_of_day {
                changes.push(Change {
                    known: booking.known,
                    invoice,
                    standing: self.now,
                });
            }
        }
    }

    fn take(&mut self, booking: &Booking) {
        let place = self
            .by_date
            .partition_point(|known| known.date <= booking.date);
        let in_order = place == self.by_date.len();
        self.by_date.insert(place, *booking);
        if in_order {
            self.step(place);
        } else {
            self.before = self.claim.unpaid();
            self.now = self.before;
            for position in 0..self.by_date.len() {
                self.step(position);
            }
        }
    }

    /// Takes the booking at `position`, after all before it.
    fn step(&mut self, position: usize) {
        let booking = self.by_date[position];
        let new_date = position == 0 || self.by_date[position - 1].date != booking.date;
        if new_date {
            self.before = self.now;
        }
        let sums = self.claim.booked(self.now, &booking);
        // The day's earlier bookings are judged again together with this one: only the end of a day counts.
        let open = Standing {
            settled_on: self.before.settled_on,
            cancelled_on: self.before.cancelled_on,
            written_off_on: self.before.written_off_on,
            ..sums
        };
        self.now = self.claim.judged(open, booking.date);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: Claim = Claim {
        invoice_date: 100,
        amount: 10_000,
        tolerance: 100,
        credit_note: false,
    };

    fn booking(date: i32, kind: &str, amount: i64) -> Booking {
        known_booking(date, date, kind, amount)
    }

    fn known_booking(known: i32, date: i32, kind: &str, amount: i64) -> Booking {
        let (kind, amount) = BookingKind::of(kind, amount);
        Booking {
            known,
            date,
            kind,
            amount,
        }
    }

    /// The last standing, as (settled, cancelled, written off, residual).
    fn end(bookings: &[Booking]) -> (Option<i32>, Option<i32>, Option<i32>, i64) {
        let mut changes = Vec::new();
        Follower::new(CLAIM).follow(0, CLAIM, bookings, &mut changes);
        let standing = changes.last().expect("a booking").standing;
        let day = |day: i32| Some(day).filter(|&day| day != NO_DAY);
        (
            day(standing.settled_on),
            day(standing.cancelled_on),
            day(standing.written_off_on),
            CLAIM.residual(&standing),
        )
    }

    #[test]
    fn parts_settle_on_the_day_the_tolerance_is_reached() {
        let parts = [
            booking(110, "payment", 5_000),
            booking(120, "discount", 200),
            booking(130, "payment", 4_700),
        ];
        assert_eq!(end(&parts[..2]), (None, None, None, 4_800));
        assert_eq!(end(&parts), (Some(130), None, None, 100));
    }

    #[test]
    fn one_cent_below_the_tolerance_is_not_settled() {
        assert_eq!(
            end(&[booking(110, "payment", 9_899)]),
            (None, None, None, 101)
        );
        assert_eq!(end(&[booking(110, "offset", 9_900)]).0, Some(110));
    }

    #[test]
    fn a_reversal_reopens_from_its_own_date() {
        let history = [
            booking(110, "payment", 10_000),
            booking(125, "reversal", 10_000),
            booking(140, "payment", 10_000),
        ];
        assert_eq!(end(&history[..1]).0, Some(110));
        assert_eq!(end(&history[..2]).0, None);
        assert_eq!(
            end(&history).0,
            Some(140),
            "settled from the second payment on"
        );
    }

    #[test]
    fn a_reversal_and_a_payment_of_one_day_count_together() {
        let history = [
            booking(110, "payment", 10_000),
            booking(125, "payment", 10_000),
            booking(125, "reversal", 10_000),
        ];
        assert_eq!(end(&history).0, Some(110), "the day ends as it began");
    }

    #[test]
    fn a_write_off_is_not_settlement_and_later_cash_counts() {
        let history = [
            booking(200, "payment", 4_000),
            booking(300, "write_off", 6_000),
            booking(400, "payment", 6_000),
        ];
        assert_eq!(end(&history[..2]), (None, None, Some(300), 0));
        assert_eq!(end(&history), (Some(400), None, None, -6_000));
    }

    #[test]
    fn a_partial_write_off_leaves_an_open_item() {
        assert_eq!(
            end(&[booking(300, "write_off", 6_000)]),
            (None, None, None, 4_000)
        );
    }

    #[test]
    fn credited_for_half_cancels_and_below_half_reduces() {
        assert_eq!(
            end(&[booking(150, "credit_note", 5_000)]),
            (None, Some(150), None, 5_000)
        );
        let below = [
            booking(150, "credit_note", 4_999),
            booking(160, "payment", 4_901),
        ];
        assert_eq!(end(&below[..1]).1, None);
        assert_eq!(end(&below), (Some(160), None, None, 100));
    }

    #[test]
    fn what_is_taken_back_no_longer_counts() {
        let credited = [
            booking(150, "credit_note", 6_000),
            booking(160, "credit_note", -6_000),
        ];
        assert_eq!(end(&credited[..1]).1, Some(150));
        assert_eq!(end(&credited), (None, None, None, 10_000));
        let written_off = [
            booking(300, "write_off", 10_000),
            booking(320, "write_off", -10_000),
        ];
        assert_eq!(end(&written_off[..1]).2, Some(300));
        assert_eq!(end(&written_off), (None, None, None, 10_000));
        let discounted = [
            booking(110, "payment", 9_700),
            booking(110, "discount", 300),
            booking(125, "discount", -300),
        ];
        assert_eq!(end(&discounted[..2]).0, Some(110));
        assert_eq!(end(&discounted), (None, None, None, 300));
    }

    #[test]
    fn a_booking_known_late_but_dated_early_moves_the_settlement_back() {
        let history = [
            known_booking(130, 130, "payment", 6_000),
            known_booking(150, 110, "payment", 4_000),
        ];
        assert_eq!(end(&history).0, Some(130));
        let history = [
            known_booking(130, 130, "payment", 10_000),
            known_booking(150, 110, "payment", 10_000),
        ];
        assert_eq!(end(&history[..1]).0, Some(130));
        assert_eq!(end(&history).0, Some(110));
    }

    #[test]
    fn nothing_to_pay_is_settled_on_the_invoice_date() {
        let claim = Claim {
            amount: 100,
            ..CLAIM
        };
        assert_eq!(claim.unpaid().settled_on, 100);
        assert_eq!(
            Claim {
                amount: 101,
                ..CLAIM
            }
            .unpaid()
            .settled_on,
            NO_DAY
        );
    }

    #[test]
    fn a_day_known_makes_one_change() {
        let mut changes = Vec::new();
        let bookings = [
            known_booking(130, 110, "payment", 1_000),
            known_booking(130, 120, "payment", 1_000),
            known_booking(131, 131, "payment", 1_000),
        ];
        Follower::new(CLAIM).follow(7, CLAIM, &bookings, &mut changes);
        let known: Vec<(i32, i64)> = changes.iter().map(|c| (c.known, c.standing.paid)).collect();
        assert_eq!(known, [(130, 2_000), (131, 3_000)]);
    }
}
