//! A customer's invoices drawn anew: what its features would be, had it had other invoices of the same kind.
//!
//! As many as there are known are drawn from them with replacement, each with all that became of it, and pass through
//! the same windows and sums as the real ones. What belongs to the customer and not to an invoice, such as a signal,
//! stays as it is.

use super::decay::Weighted;
use super::local::Local;
use super::sweep::Sweep;
use super::totals::{Marks, Totals};
use super::view::{NO_INVOICE, Query, View};

/// Answers each draw from the invoices of a customer known at the end of `day`. `draw` is given the number of the draw
/// and how many invoices there are, and returns which of them are taken; none to leave the customer as it is.
pub(crate) fn answer_redrawn(
    sweep: &mut Sweep,
    customer: u32,
    day: i32,
    n_draws: usize,
    mut draw: impl FnMut(usize, usize) -> Option<Vec<usize>>,
    mut answer: impl FnMut(&View),
) {
    let query = Query {
        day,
        row: 0,
        own: NO_INVOICE,
        subject: None,
    };
    sweep.live_until(customer as usize, day);
    let pool = sweep.pool();
    for number in 0..n_draws {
        if let Some(drawn) = draw(number, pool.len()) {
            sweep.redraw(&pool, &drawn, day);
        }
        answer(&View::new(sweep, query, None));
    }
}

impl Sweep<'_> {
    /// Takes up a customer and every event known by the end of `day`.
    fn live_until(&mut self, customer: usize, day: i32) {
        let book = self.book;
        self.start(customer);
        let mut last = i32::MIN;
        for &event in book.events().of(customer) {
            if event.day() > day {
                break;
            }
            if event.day() != last {
                last = event.day();
                self.advance(last - 1);
            }
            self.take(event);
        }
        self.advance(day);
    }

    /// The invoices that may be drawn: those known, credit notes left out.
    pub(super) fn pool(&self) -> Vec<Local> {
        let drawable = |local: &&Local| local.known && !local.credit_note;
        self.locals.iter().filter(drawable).copied().collect()
    }

    /// Takes the invoices of `pool` at `drawn` for the customer's own, as known at the end of `day`. Events can no
    /// longer be taken.
    pub(super) fn redraw(&mut self, pool: &[Local], drawn: &[usize], day: i32) {
        self.locals.clear();
        self.locals.extend(drawn.iter().map(|&at| Local {
            known: false,
            ..pool[at]
        }));
        self.renumber();
        self.forget();
        self.pass_days(day);
        for rank in 0..self.locals.len() {
            self.learn(rank);
        }
    }

    /// Ranks by due date, positions by invoice date, as of real invoices.
    fn renumber(&mut self) {
        self.locals
            .sort_unstable_by_key(|local| (local.due, local.position));
        let mut by_date: Vec<usize> = (0..self.locals.len()).collect();
        by_date.sort_by_key(|&rank| (self.locals[rank].date, rank));
        self.rank_of.clear();
        self.rank_of.resize(self.locals.len(), 0);
        for (position, rank) in by_date.into_iter().enumerate() {
            self.locals[rank].position = position as u32;
            self.rank_of[position] = rank as u32;
        }
    }

    /// Empties every sum over invoices.
    fn forget(&mut self) {
        let n = self.locals.len();
        for window in &mut self.windows {
            window.reset();
        }
        self.totals = Totals::default();
        self.marks = Marks::default();
        for bits in [
            &mut self.counting,
            &mut self.unsettled,
            &mut self.open,
            &mut self.known,
        ] {
            bits.reset(n);
        }
        self.floats.log_amount = 0.0;
        self.floats.n_amounts = 0;
        self.floats.recency = [Weighted::default(); 3];
        self.floats.base = None;
    }
}
