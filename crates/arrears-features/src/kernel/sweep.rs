//! One sweep over a customer's events, in the order of the days on which they became known.
//!
//! Days pass between events: invoices mature into windows and leave them, and fall overdue. That is done up to the
//! day before an event, then the event is applied, so that what is computed for a day never depends on which other
//! days were asked for. Events touch sums of whole numbers; only the weights of [`super::decay`] are floats.

use arrears_ledger::Day;

use super::bits::Bits;
use super::decay::{Cells, HALF_LIVES, Powers, SIMILAR_HALF_LIFE, Weighted, band};
use super::local::Local;
use super::needs::Needs;
use super::totals::{Marks, Totals};
use super::window::{Span, Window};
use crate::book::{Book, Event, EventKind, NO_DAY, SignalKind, Standing, YEAR};

/// The state of one customer as known at the end of a day; reused from customer to customer.
pub(crate) struct Sweep<'b> {
    pub(crate) book: &'b Book,
    pub(crate) needs: Needs,
    pub(crate) customer: usize,
    /// Position in the book of the customer's first invoice.
    first: usize,
    /// Invoices by due date, then position; the index is the rank.
    pub(crate) locals: Vec<Local>,
    /// Rank of each position.
    rank_of: Vec<u32>,
    pub(crate) windows: [Window; 6],
    pub(crate) totals: Totals,
    pub(crate) marks: Marks,
    /// Ranks of invoices that count.
    pub(crate) counting: Bits,
    /// Ranks of those that nothing has settled.
    pub(crate) unsettled: Bits,
    /// Ranks of open items.
    pub(crate) open: Bits,
    /// Positions of known invoices.
    known: Bits,
    pub(crate) floats: Floats,
    powers: [Powers; 3],
    similar_powers: Powers,
    promise_broken: Vec<bool>,
    promise_old: Vec<bool>,
    first_promise: usize,
    pub(crate) signals: SignalState,
    /// Cash without invoice, in cents.
    pub(crate) cash: i64,
    /// Up to here days have passed.
    advanced: i32,
    next_month_end: i32,
    /// Counts at the last month-end.
    pub(crate) month_end: MonthEnd,
}

/// Sums that are floats, and the references they are relative to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Floats {
    /// Logarithms of the amounts of known invoices.
    pub(crate) log_amount: f64,
    /// Their number.
    pub(crate) n_amounts: i64,
    /// Late ratios at the half-lives.
    pub(crate) recency: [Weighted; 3],
    /// By weekday and amount.
    pub(crate) cells: Cells,
    /// First day that entered a ratio.
    base: Option<i32>,
    /// Its amount.
    reference: i64,
}

/// Signals by kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SignalState {
    /// Dated within 365 days.
    pub(crate) n_year: [i64; SignalKind::COUNT],
    /// Not ended.
    pub(crate) n_active: [i64; SignalKind::COUNT],
    /// Date and value of the latest credit score.
    pub(crate) score: Option<(i32, f64)>,
}

/// The customer's own part in the rates of a month-end: invoices matured within 365 and 90 days, and the late ones.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MonthEnd {
    pub(crate) day: i32,
    pub(crate) n_year: i64,
    pub(crate) n_late_year: i64,
    pub(crate) n_quarter: i64,
    pub(crate) n_late_quarter: i64,
}

impl<'b> Sweep<'b> {
    pub(crate) fn new(book: &'b Book, needs: Needs) -> Sweep<'b> {
        let grace = book.definitions().grace_days;
        let windows = Span::EACH.map(|span| Window {
            active: needs.window(span),
            counted: needs.counted(span),
            offset: span.offset(grace),
            width: span.width(),
            ..Window::default()
        });
        Sweep {
            book,
            needs,
            customer: 0,
            first: 0,
            locals: Vec::new(),
            rank_of: Vec::new(),
            windows,
            totals: Totals::default(),
            marks: Marks::default(),
            counting: Bits::default(),
            unsettled: Bits::default(),
            open: Bits::default(),
            known: Bits::default(),
            floats: Floats::default(),
            powers: HALF_LIVES.map(Powers::new),
            similar_powers: Powers::new(SIMILAR_HALF_LIFE),
            promise_broken: Vec::new(),
            promise_old: Vec::new(),
            first_promise: 0,
            signals: SignalState::default(),
            cash: 0,
            advanced: i32::MIN,
            next_month_end: i32::MIN,
            month_end: MonthEnd::default(),
        }
    }

    /// Forgets the last customer and takes up another, of whom nothing is known yet.
    pub(crate) fn start(&mut self, customer: usize) {
        let own = self.book.invoices.of_customer(customer);
        self.customer = customer;
        self.first = own.start;
        self.load(own.clone());
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
            bits.reset(own.len());
        }
        self.floats.log_amount = 0.0;
        self.floats.n_amounts = 0;
        self.floats.recency = [Weighted::default(); 3];
        self.floats.base = None;
        if self.needs.has(Needs::SIMILAR) {
            self.floats.cells.reset();
        }
        let promises = self.book.facts.promises.range_of(own);
        self.first_promise = promises.start;
        self.promise_broken.clear();
        self.promise_broken.resize(promises.len(), false);
        self.promise_old.clear();
        self.promise_old.resize(promises.len(), false);
        self.signals = SignalState::default();
        self.cash = 0;
        self.advanced = i32::MIN;
        self.next_month_end = i32::MIN;
        self.month_end = MonthEnd::default();
    }

    /// The customer's invoices, by rank.
    fn load(&mut self, own: std::ops::Range<usize>) {
        let invoices = &self.book.invoices;
        let first = own.start;
        self.locals.clear();
        self.locals.extend(own.map(|invoice| {
            let unpaid = self.book.claim(invoice).unpaid();
            Local {
                position: (invoice - first) as u32,
                date: invoices.date[invoice],
                due: invoices.due[invoice],
                amount: invoices.amount[invoice],
                credited: 0,
                residual: invoices.amount[invoice],
                settled_on: unpaid.settled_on,
                level2_since: NO_DAY,
                n_reminders: 0,
                n_calls: 0,
                n_replies: 0,
                reply_days: 0,
                n_open_disputes: 0,
                n_promises: 0,
                n_broken: 0,
                n_broken_year: 0,
                n_reversals_year: 0,
                depth: 0,
                reasons: 0,
                known: false,
                credit_note: invoices.credit_note[invoice],
                direct_debit: invoices.direct_debit[invoice],
                cancelled: false,
                open: unpaid.is_open(),
            }
        }));
        if !self.locals.is_sorted_by_key(|local| local.due) {
            self.locals
                .sort_unstable_by_key(|local| (local.due, local.position));
        }
        self.rank_of.clear();
        self.rank_of.resize(self.locals.len(), 0);
        for (rank, local) in self.locals.iter().enumerate() {
            self.rank_of[local.position as usize] = rank as u32;
        }
    }

    /// The rank of an invoice of the book.
    pub(crate) fn rank(&self, invoice: usize) -> usize {
        self.rank_of[invoice - self.first] as usize
    }

    /// Lets days pass up to the end of `day`.
    pub(crate) fn advance(&mut self, day: i32) {
        if day <= self.advanced {
            return;
        }
        if self.needs.has(Needs::RATES) && day >= self.next_month_end {
            let month_end = last_month_end(day);
            self.pass_days(month_end);
            self.snapshot(month_end);
            self.next_month_end = (Day(month_end) + 1).month_end().0;
        }
        self.pass_days(day);
    }

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
            local.reply_days += (fact.replied - fact.sent).max(0).cast_unsigned();
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

    /// Lets invoices mature into the windows and leave them, and fall overdue.
    fn pass_days(&mut self, day: i32) {
        for at in 0..self.windows.len() {
            if self.windows[at].active {
                self.pass_window(at, day);
            }
        }
        let n = self.locals.len();
        while self.marks.overdue < n && self.locals[self.marks.overdue].due < day {
            let local = &self.locals[self.marks.overdue];
            if local.is_open() {
                self.totals.apply_overdue(local, 1);
            }
            self.marks.overdue += 1;
        }
        while self.marks.issued < n {
            let local = &self.locals[self.rank_of[self.marks.issued] as usize];
            if local.date > day.saturating_sub(YEAR) {
                break;
            }
            if local.known && !local.credit_note {
                self.totals.apply_issued(local, -1);
            }
            self.marks.issued += 1;
        }
        self.advanced = self.advanced.max(day);
    }

    fn pass_window(&mut self, at: usize, day: i32) {
        let n = self.locals.len();
        let Window { offset, width, .. } = self.windows[at];
        while self.windows[at].entered < n {
            let rank = self.windows[at].entered;
            let local = &self.locals[rank];
            if local.due + offset > day {
                break;
            }
            self.windows[at].entered += 1;
            if local.counts() {
                self.windows[at].apply(local, 1);
                if at == Span::All as usize {
                    let late = self.is_late(&self.locals[rank]);
                    self.weigh(rank, late, 1);
                }
            }
        }
        while self.windows[at].left < self.windows[at].entered {
            let local = &self.locals[self.windows[at].left];
            if local.due + offset + width > day {
                break;
            }
            if local.counts() {
                self.windows[at].apply(local, -1);
            }
            self.windows[at].left += 1;
        }
    }

    fn snapshot(&mut self, day: i32) {
        let year = &self.windows[Span::Year as usize].sums;
        let quarter = &self.windows[Span::Quarter as usize].sums;
        self.month_end = MonthEnd {
            day,
            n_year: year.n,
            n_late_year: year.n_late,
            n_quarter: quarter.n,
            n_late_quarter: quarter.n_late,
        };
    }

    /// Adds (`sign` 1) or takes out (`sign` -1) the weights of a matured invoice.
    fn weigh(&mut self, rank: usize, late: bool, sign: i32) {
        if !self.needs.weighs() {
            return;
        }
        let Local { due, amount, .. } = self.locals[rank];
        let base = *self.floats.base.get_or_insert_with(|| {
            self.floats.reference = amount;
            due
        });
        for at in 0..HALF_LIVES.len() {
            if self.needs.has(Needs::RECENCY[at]) {
                let weight = self.powers[at].of(due - base);
                self.floats.recency[at].apply(weight, late, sign);
                if sign < 0 && self.floats.recency[at].is_worn(weight) {
                    self.floats.recency[at] = self.recency_without(at, rank, base);
                }
            }
        }
        if self.needs.has(Needs::SIMILAR) {
            let weight = self.similar_powers.of(due - base);
            self.cell(due, amount).apply(weight, late, sign);
        }
    }

    /// A weighed invoice becomes late (`sign` 1) or turns out not to be (`sign` -1).
    fn turn(&mut self, rank: usize, sign: i32) {
        let Local { due, amount, .. } = self.locals[rank];
        let Some(base) = self.floats.base else {
            return;
        };
        for at in 0..HALF_LIVES.len() {
            if self.needs.has(Needs::RECENCY[at]) {
                let weight = self.powers[at].of(due - base);
                self.floats.recency[at].turn(weight, sign);
            }
        }
        if self.needs.has(Needs::SIMILAR) {
            let weight = self.similar_powers.of(due - base);
            self.cell(due, amount).turn(weight, sign);
        }
    }

    fn cell(&mut self, due: i32, amount: i64) -> &mut Weighted {
        let band = band(amount, self.floats.reference);
        self.floats.cells.cell(Day(due).weekday() as usize, band)
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

    fn is_late(&self, local: &Local) -> bool {
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

    /// Weight and late weight of alike invoices, as of `day`.
    pub(crate) fn alike(&self, due: i32, amount: i64, day: i32) -> (f64, f64) {
        let Some(base) = self.floats.base else {
            return (0.0, 0.0);
        };
        let matures_today = day - self.windows[Span::All as usize].offset;
        let scale = 1.0 / self.similar_powers.of(matures_today - base);
        let weekday = Day(due).weekday() as usize;
        self.floats
            .cells
            .alike(weekday, band(amount, self.floats.reference), scale)
    }
}

/// The last day of a month that is not after `day`.
fn last_month_end(day: i32) -> i32 {
    let next = Day(day) + 1;
    (next - next.day_of_month() as i32).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_end_is_its_own_last() {
        let last =
            |text: &str| Day(last_month_end(text.parse::<Day>().expect("a day").0)).to_string();
        assert_eq!(last("2024-02-29"), "2024-02-29");
        assert_eq!(last("2024-02-28"), "2024-01-31");
        assert_eq!(last("2024-03-01"), "2024-02-29");
    }
}
