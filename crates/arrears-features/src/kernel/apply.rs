//! What each event does to the state of the sweep.

use super::local::Local;
use super::needs::Needs;
use super::sweep::Sweep;
use super::window::Span;
use crate::book::{Event, EventKind, NO_DAY, SignalKind, Standing};

impl Sweep<'_> {
    /// Takes up an event; days up to the one before it have passed.
    pub(crate) fn take(&mut self, event: Event) {
        let index = event.index();
        match event.kind() {
            EventKind::Invoice => self.learn(self.rank(index)),
            EventKind::Change => {
                let change = self.book.facts.changes.items()[index];
                self.change_standing(self.rank(change.invoice as usize), &change.standing);
            }
            EventKind::Reminder => self.remind(index),
            EventKind::Reply => self.reply(index),
            EventKind::DisputeOpened => self.dispute(index),
            EventKind::DisputeClosed => {
                let invoice = self.book.facts.disputes.items()[index].invoice;
                self.update(self.rank(invoice as usize), |local| {
                    local.n_open_disputes -= 1
                });
            }
            EventKind::PromiseTurn => self.turn_promise(index),
            EventKind::PromiseOld => self.age_promise(index),
            EventKind::Signal => self.signal(index),
            EventKind::SignalOld => {
                let kind = self.book.facts.signals.items()[index].kind;
                self.signals.n_year[kind as usize] -= 1;
            }
            EventKind::SignalEnd => {
                let kind = self.book.facts.signals.items()[index].kind;
                self.signals.n_active[kind as usize] -= 1;
            }
            EventKind::Reversal => {
                let invoice = self.book.facts.reversals[index].invoice;
                self.update(self.rank(invoice as usize), |local| {
                    local.n_reversals_year += 1
                });
            }
            EventKind::ReversalOld => {
                let invoice = self.book.facts.reversals[index].invoice;
                self.update(self.rank(invoice as usize), |local| {
                    local.n_reversals_year -= 1
                });
            }
            EventKind::Cash => self.cash += self.book.facts.cash.items()[index].amount,
        }
    }

    /// An invoice becomes known.
    pub(crate) fn learn(&mut self, rank: usize) {
        self.locals[rank].known = true;
        self.apply(rank, 1);
        self.note(rank);
        self.apply_amount(rank, 1);
        if let Some(late) = self.weighed(rank) {
            self.weigh(rank, late, 1);
        }
    }

    /// The reverse of [`Sweep::learn`], for features that leave an invoice itself out. The caller keeps
    /// [`Sweep::floats`] and puts them back.
    pub(crate) fn unlearn(&mut self, rank: usize) {
        if let Some(late) = self.weighed(rank) {
            self.weigh(rank, late, -1);
        }
        self.apply_amount(rank, -1);
        self.apply(rank, -1);
        self.locals[rank].known = false;
        self.note(rank);
    }

    fn apply_amount(&mut self, rank: usize, sign: i64) {
        let local = &self.locals[rank];
        if self.needs.has(Needs::AMOUNTS) && !local.credit_note && local.amount > 0 {
            self.floats.n_amounts += sign;
            self.floats.log_amount += sign as f64 * (local.amount as f64 / 100.0).ln();
            if self.floats.n_amounts == 0 {
                self.floats.log_amount = 0.0;
            }
        }
    }

    /// Dates of the first and the last known invoice.
    pub(crate) fn known_dates(&self) -> Option<(i32, i32)> {
        let n = self.locals.len();
        let date = |position: usize| self.locals[self.rank_of[position] as usize].date;
        Some((date(self.known.first(0..n)?), date(self.known.last(0..n)?)))
    }

    /// Changes an invoice, in every sum that it is part of.
    fn update(&mut self, rank: usize, change: impl FnOnce(&mut Local)) {
        if !self.locals[rank].known {
            change(&mut self.locals[rank]);
            return;
        }
        let before = self.weighed(rank);
        self.apply(rank, -1);
        change(&mut self.locals[rank]);
        self.apply(rank, 1);
        self.note(rank);
        let after = self.weighed(rank);
        // Weights are touched only where they change, so that no rounding piles up.
        match (before, after) {
            (Some(before), None) => self.weigh(rank, before, -1),
            (None, Some(after)) => self.weigh(rank, after, 1),
            (Some(true), Some(false)) => self.turn(rank, -1),
            (Some(false), Some(true)) => self.turn(rank, 1),
            _ => {}
        }
    }

    /// Whether an invoice is late, if it is part of the weights.
    fn weighed(&self, rank: usize) -> Option<bool> {
        let local = &self.locals[rank];
        let weighed = local.counts() && self.windows[Span::All as usize].holds(rank);
        weighed.then(|| self.is_late(local))
    }

    /// Adds or takes out a known invoice.
    fn apply(&mut self, rank: usize, sign: i64) {
        let local = &self.locals[rank];
        self.totals.apply(local, rank, self.marks, sign);
        if local.counts() {
            if local.settled_on != NO_DAY && self.needs.has(Needs::ALIKE) {
                match sign {
                    1 => self.settlement_days.add(local.settled_on),
                    _ => self.settlement_days.remove(local.settled_on),
                }
            }
            for window in &mut self.windows {
                if window.holds(rank) {
                    window.apply(local, sign);
                }
            }
        }
    }

    fn note(&mut self, rank: usize) {
        let local = &self.locals[rank];
        self.counting.set(rank, local.counts());
        self.unsettled.set(rank, local.is_unsettled());
        self.open.set(rank, local.is_open());
        self.known
            .set(local.position as usize, local.known && !local.credit_note);
    }

    fn change_standing(&mut self, rank: usize, standing: &Standing) {
        let claim = self
            .book
            .claim(self.first + self.locals[rank].position as usize);
        let residual = claim.residual(standing);
        self.update(rank, |local| {
            local.settled_on = standing.settled_on;
            local.cancelled = standing.cancelled_on != NO_DAY;
            local.open = standing.is_open();
            local.credited = standing.credited;
            local.residual = residual;
        });
    }

    fn remind(&mut self, index: usize) {
        let fact = self.book.facts.reminders.items()[index];
        self.update(self.rank(fact.invoice as usize), |local| {
            match fact.level {
                0 => local.n_calls += 1,
                _ => local.n_reminders += 1,
            }
            local.depth = local.depth.max(fact.level);
            if fact.level >= 2 {
                local.level2_since = match local.level2_since {
                    NO_DAY => fact.sent,
                    since => since.min(fact.sent),
                };
            }
        });
    }

    fn reply(&mut self, index: usize) {
        let fact = self.book.facts.reminders.items()[index];
        self.update(self.rank(fact.invoice as usize), |local| {
            local.n_replies += 1;
            local.reply_days += i64::from((fact.replied - fact.sent).max(0));
        });
    }

    fn dispute(&mut self, index: usize) {
        let fact = self.book.facts.disputes.items()[index];
        self.update(self.rank(fact.invoice as usize), |local| {
            local.n_open_disputes += 1;
            local.reasons |= 1 << fact.reason as u8;
        });
    }

    fn turn_promise(&mut self, index: usize) {
        let turn = self.book.facts.promise_turns.items()[index];
        let promise = turn.promise as usize - self.first_promise;
        let was_broken = self.promise_broken[promise];
        let old = self.promise_old[promise];
        self.promise_broken[promise] = turn.broken;
        let invoice = self.book.facts.promises.items()[turn.promise as usize].invoice;
        self.update(self.rank(invoice as usize), |local| {
            local.n_promises += u32::from(turn.first);
            local.n_broken = local.n_broken + u32::from(turn.broken) - u32::from(was_broken);
            if !old {
                local.n_broken_year =
                    local.n_broken_year + u32::from(turn.broken) - u32::from(was_broken);
            }
        });
    }

    fn age_promise(&mut self, index: usize) {
        self.promise_old[index - self.first_promise] = true;
        if self.promise_broken[index - self.first_promise] {
            let invoice = self.book.facts.promises.items()[index].invoice;
            self.update(self.rank(invoice as usize), |local| {
                local.n_broken_year -= 1
            });
        }
    }

    fn signal(&mut self, index: usize) {
        let fact = self.book.facts.signals.items()[index];
        self.signals.n_year[fact.kind as usize] += 1;
        self.signals.n_active[fact.kind as usize] += 1;
        let value = fact.value.0;
        if fact.kind == SignalKind::CreditScore && !value.is_nan() {
            // Of scores of one day the highest counts, whatever the order of rows.
            let newer = |(day, score): (i32, f64)| {
                fact.day > day || (fact.day == day && value.total_cmp(&score).is_gt())
            };
            if self.signals.score.is_none_or(newer) {
                self.signals.score = Some((fact.day, value));
            }
        }
    }
}
