//! Follows every invoice through its bookings, in parallel.

use std::ops::Range;

use rayon::prelude::*;

use super::facts::{Promise, PromiseTurn, Reversal};
use super::grouped::Grouped;
use super::invoices::Invoices;
use super::promises::turns;
use super::settlement::{Booking, BookingKind, Change, Follower};
use crate::Definitions;

/// Chunks of invoices that are followed at the same time.
const BATCH: usize = 64;

/// What settlement follows from.
pub(super) struct BookingParts<'a> {
    pub(super) invoices: &'a Invoices,
    pub(super) bookings: &'a Grouped<Booking>,
    pub(super) promises: &'a Grouped<Promise>,
    pub(super) definitions: &'a Definitions,
}

impl BookingParts<'_> {
    /// Follows every invoice through its bookings; chunks of invoices in parallel, joined in order.
    pub(super) fn follow(&self) -> (Grouped<Change>, Grouped<PromiseTurn>, Vec<Reversal>) {
        let n = self.invoices.len();
        let chunks: Vec<Range<usize>> = (0..n)
            .step_by(16_384)
            .map(|start| start..(start + 16_384).min(n))
            .collect();
        let mut all = Followed::default();
        // A batch at a time: what follows for ten million invoices is not held twice.
        for batch in chunks.chunks(BATCH) {
            let parts: Vec<Followed> = batch
                .par_iter()
                .map(|chunk| self.follow_chunk(chunk.clone()))
                .collect();
            parts.iter().for_each(|part| all.append(part));
        }
        (
            Grouped::from_lengths(all.n_changes.into_iter(), all.changes),
            Grouped::from_lengths(all.n_turns.into_iter(), all.turns),
            all.reversals,
        )
    }

    fn follow_chunk(&self, chunk: Range<usize>) -> Followed {
        let mut out = Followed::default();
        let tolerance = self.definitions.settle_tolerance_minor;
        let mut follower: Option<Follower> = None;
        for invoice in chunk {
            let claim = self.invoices.claim(invoice, tolerance);
            let bookings = self.bookings.of(invoice);
            let before = out.changes.len();
            if !bookings.is_empty() {
                follower.get_or_insert_with(|| Follower::new(claim)).follow(
                    invoice as u32,
                    claim,
                    bookings,
                    &mut out.changes,
                );
            }
            out.n_changes.push((out.changes.len() - before) as u32);
            let turns_before = out.turns.len();
            let promises = self.promises.range(invoice);
            if !promises.is_empty() {
                turns(
                    promises,
                    self.promises.of(invoice),
                    &claim.unpaid(),
                    &out.changes[before..],
                    bookings,
                    tolerance,
                    &mut out.turns,
                );
            }
            out.n_turns.push((out.turns.len() - turns_before) as u32);
            let reversed = bookings
                .iter()
                .filter(|booking| booking.kind == BookingKind::Reversal);
            out.reversals.extend(reversed.map(|booking| Reversal {
                known: booking.known,
                date: booking.date,
                invoice: invoice as u32,
            }));
        }
        out
    }
}

#[derive(Default)]
struct Followed {
    changes: Vec<Change>,
    n_changes: Vec<u32>,
    turns: Vec<PromiseTurn>,
    n_turns: Vec<u32>,
    reversals: Vec<Reversal>,
}

impl Followed {
    /// Puts what follows for the next invoices behind the others.
    fn append(&mut self, part: &Followed) {
        self.changes.extend_from_slice(&part.changes);
        self.n_changes.extend_from_slice(&part.n_changes);
        self.turns.extend_from_slice(&part.turns);
        self.n_turns.extend_from_slice(&part.n_turns);
        self.reversals.extend_from_slice(&part.reversals);
    }
}
