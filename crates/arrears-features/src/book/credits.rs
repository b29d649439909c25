//! Credit notes that name their invoice: what they take off it, and what of them is thereby used up.
//!
//! A linked credit note is credited on its invoice from the day on which both are known, for as much of it as is not
//! booked elsewhere. Where a later booking uses the credit note up (it was paid out, or set off against another
//! invoice), the invoice loses that part of its credit again. The same is always taken from the one and given to the
//! other, so that the sum of what is open never changes by a link.

use super::grouped::Grouped;
use super::invoices::{Invoices, NO_ROW};
use super::settlement::{Booking, BookingKind};

/// Bookings, each with the invoice or credit note it is on.
#[derive(Debug, Default)]
pub(super) struct BookingRows {
    pub(super) keys: Vec<u32>,
    pub(super) rows: Vec<Booking>,
}

impl BookingRows {
    /// By invoice.
    pub(super) fn grouped(&self, n_invoices: usize) -> Grouped<Booking> {
        Grouped::collect(n_invoices, &self.keys, &self.rows)
    }

    /// Adds those that follow from the links of `invoices`, given the bookings of the payments table.
    pub(super) fn add_linked(&mut self, invoices: &Invoices, bookings: &Grouped<Booking>) {
        for &(note, invoice) in invoices.links() {
            let link = Link {
                note,
                invoice,
                size: invoices.amount[note as usize].abs(),
                known: invoices.known[note as usize].max(invoices.known[invoice as usize]),
                date: invoices.date[note as usize].max(invoices.date[invoice as usize]),
            };
            link.book(bookings.of(note as usize), self);
        }
    }
}

/// A credit note and the invoice it names.
struct Link {
    note: u32,
    invoice: u32,
    /// In cents.
    size: i64,
    /// Both are known from this day.
    known: i32,
    /// The later of their dates.
    date: i32,
}

impl Link {
    /// Credits the invoice with what `own`, the bookings on the credit note itself, leave of it, as that became known.
    fn book(&self, own: &[Booking], linked: &mut BookingRows) {
        let first = own.partition_point(|booking| booking.known <= self.known);
        let mut used = Used::default();
        own[..first].iter().for_each(|booking| used.add(booking));
        let mut credited = 0;
        self.credit(&mut credited, used, self.known, self.date, linked);
        for booking in &own[first..] {
            used.add(booking);
            let date = booking.date.max(self.date);
            self.credit(&mut credited, used, booking.known, date, linked);
        }
    }

    /// Brings the credit to what is left now.
    fn credit(
        &self,
        credited: &mut i64,
        used: Used,
        known: i32,
        date: i32,
        linked: &mut BookingRows,
    ) {
        let left = (self.size - used.total()).max(0);
        let amount = left - *credited;
        if amount == 0 {
            return;
        }
        *credited = left;
        for key in [self.invoice, self.note] {
            linked.keys.push(key);
            linked.rows.push(Booking {
                known,
                date,
                kind: BookingKind::Credit,
                amount,
            });
        }
    }
}

/// What is booked on a credit note itself.
#[derive(Debug, Default, Clone, Copy)]
struct Used {
    /// With the sign of the source.
    cash: i64,
    other: i64,
}

impl Used {
    fn add(&mut self, booking: &Booking) {
        match booking.kind {
            BookingKind::Cash | BookingKind::Reversal => self.cash += booking.amount,
            BookingKind::Credit | BookingKind::WriteOff => self.other += booking.amount,
        }
    }

    fn total(&self) -> i64 {
        self.cash.abs() + self.other
    }
}

/// The links of credit notes to the invoices that `named` says, by position; a link to nothing, to itself or to
/// another credit note is none, nor is that of an invoice.
pub(super) fn links(credit_note: &[bool], named: &[u32]) -> Vec<(u32, u32)> {
    let is_link = |&(note, invoice): &(u32, u32)| {
        credit_note[note as usize]
            && invoice != NO_ROW
            && invoice != note
            && !credit_note[invoice as usize]
    };
    let pairs = named
        .iter()
        .enumerate()
        .map(|(note, &invoice)| (note as u32, invoice));
    pairs.filter(is_link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: Link = Link {
        note: 1,
        invoice: 0,
        size: 3_000,
        known: 150,
        date: 140,
    };

    /// Credits on the invoice as (known, date, cents), after the same on the credit note.
    fn credits(own: &[(i32, BookingKind, i64)]) -> Vec<(i32, i32, i64)> {
        let own: Vec<Booking> = own
            .iter()
            .map(|&(day, kind, amount)| Booking {
                known: day,
                date: day,
                kind,
                amount,
            })
            .collect();
        let mut linked = BookingRows::default();
        LINK.book(&own, &mut linked);
        let of = |key: u32| {
            let rows = linked.keys.iter().zip(&linked.rows);
            rows.filter(move |(found, _)| **found == key)
                .map(|(_, row)| (row.known, row.date, row.amount))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(0), of(1), "what one gets, the other gives");
        of(0)
    }

    #[test]
    fn a_link_credits_all_that_is_not_used_elsewhere() {
        use BookingKind::{Cash, WriteOff};
        assert_eq!(credits(&[]), [(150, 140, 3_000)]);
        assert_eq!(credits(&[(145, Cash, -1_000)]), [(150, 140, 2_000)]);
        assert_eq!(
            credits(&[(160, Cash, -1_000), (170, WriteOff, 500)]),
            [(150, 140, 3_000), (160, 160, -1_000), (170, 170, -500)]
        );
        assert_eq!(credits(&[(120, Cash, -9_000)]), [], "nothing is left of it");
    }

    #[test]
    fn a_refund_that_bounces_gives_the_credit_back() {
        use BookingKind::{Cash, Reversal};
        assert_eq!(
            credits(&[(160, Cash, 3_000), (165, Reversal, -3_000)]),
            [(150, 140, 3_000), (160, 160, -3_000), (165, 165, 3_000)]
        );
    }

    #[test]
    fn only_a_credit_note_is_linked_and_only_to_an_invoice() {
        let credit_note = [false, true, true, true, false];
        assert_eq!(
            links(&credit_note, &[1, 0, 1, NO_ROW, 0]),
            [(1, 0)],
            "2 names a credit note, 3 nothing, and 0 and 4 are invoices"
        );
    }
}
