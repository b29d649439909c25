//! The weighted late ratios of the sweep.

use super::decay::{HALF_LIVES, Weighted};
use super::local::Local;
use super::needs::Needs;
use super::sweep::Sweep;
use super::window::Span;
use crate::book::NO_DAY;

impl Sweep<'_> {
    /// Adds (`sign` 1) or takes out (`sign` -1) the weights of a matured invoice.
    pub(super) fn weigh(&mut self, rank: usize, late: bool, sign: i32) {
        if !self.needs.weighs() {
            return;
        }
        let Local { due, .. } = self.locals[rank];
        let base = *self.floats.base.get_or_insert(due);
        for at in 0..HALF_LIVES.len() {
            if self.needs.has(Needs::RECENCY[at]) {
                let weight = self.powers[at].of(due - base);
                self.floats.recency[at].apply(weight, late, sign);
                if sign < 0 && self.floats.recency[at].is_worn(weight) {
                    self.floats.recency[at] = self.recency_without(at, rank, base);
                }
            }
        }
    }

    /// A weighed invoice becomes late (`sign` 1) or turns out not to be (`sign` -1).
    pub(super) fn turn(&mut self, rank: usize, sign: i32) {
        let Local { due, .. } = self.locals[rank];
        let Some(base) = self.floats.base else {
            return;
        };
        for at in 0..HALF_LIVES.len() {
            if self.needs.has(Needs::RECENCY[at]) {
                let weight = self.powers[at].of(due - base);
                self.floats.recency[at].turn(weight, sign);
            }
        }
    }

    /// The sums of a half-life made anew without one invoice, when taking it out left too few digits.
    fn recency_without(&self, at: usize, without: usize, base: i32) -> Weighted {
        let mut sum = Weighted::default();
        for rank in 0..self.windows[Span::All as usize].entered {
            let local = &self.locals[rank];
            if rank != without && local.counts() {
                sum.apply(self.powers[at].of(local.due - base), self.is_late(local), 1);
            }
        }
        sum
    }

    pub(super) fn is_late(&self, local: &Local) -> bool {
        let offset = self.windows[Span::All as usize].offset;
        local.settled_on == NO_DAY || local.settled_on > local.due + offset
    }

    /// The late share of the weight at a half-life.
    pub(crate) fn recency(&self, at: usize) -> f64 {
        self.floats.recency[at].ratio()
    }

    /// Weight and late weight at a half-life, as of `day`: an invoice that matures that day weighs 1.
    pub(crate) fn recency_weights(&self, at: usize, day: i32) -> (f64, f64) {
        let due = day - self.windows[Span::All as usize].offset;
        let base = self.floats.base.unwrap_or(due);
        self.floats.recency[at].scaled(1.0 / self.powers[at].of(due - base))
    }
}
