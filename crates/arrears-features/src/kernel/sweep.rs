//! One sweep over a customer's events, in the order of the days on which they became known.
//!
//! Days pass between events: invoices mature into windows and leave them, and fall overdue. That is done up to the
//! day before an event, then the event is applied, so that what is computed for a day never depends on which other
//! days were asked for. Events touch sums of whole numbers; only the weights of [`super::decay`] are floats.

use arrears_ledger::Day;

use super::alike::Likenesses;
use super::bits::Bits;
use super::decay::{HALF_LIVES, Powers, Weighted};
use super::local::Local;
use super::needs::Needs;
use super::totals::{Marks, Totals};
use super::window::{Span, Window};
use crate::book::{Book, NO_DAY, SignalKind, YEAR};
use crate::civil::civil;
use crate::rates::month_of;
use crate::runs::SettlementDays;

/// The state of one customer as known at the end of a day; reused from customer to customer.
pub(crate) struct Sweep<'b> {
    pub(crate) book: &'b Book,
    pub(crate) needs: Needs,
    pub(crate) customer: usize,
    /// Position in the book of the customer's first invoice.
    pub(super) first: usize,
    /// Invoices by due date, then position; the index is the rank.
    pub(crate) locals: Vec<Local>,
    /// Rank of each position.
    pub(super) rank_of: Vec<u32>,
    pub(crate) windows: [Window; 8],
    pub(crate) totals: Totals,
    pub(crate) marks: Marks,
    /// Ranks of invoices that count.
    pub(crate) counting: Bits,
    /// Ranks of those that nothing has settled.
    pub(crate) unsettled: Bits,
    /// Ranks of open items.
    pub(crate) open: Bits,
    /// Positions of known invoices.
    pub(super) known: Bits,
    pub(crate) floats: Floats,
    pub(super) powers: [Powers; 3],
    /// Weights of alike invoices.
    pub(super) likenesses: Likenesses,
    /// Logarithm of each rank's amount, where alike invoices are asked for.
    pub(super) log_amounts: Vec<f64>,
    /// Days on which invoices that count were settled, where alike invoices are asked for.
    pub(super) settlement_days: SettlementDays,
    pub(super) promise_broken: Vec<bool>,
    pub(super) promise_old: Vec<bool>,
    pub(super) first_promise: usize,
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
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Floats {
    /// Logarithms of the amounts of known invoices.
    pub(crate) log_amount: f64,
    /// Their number.
    pub(crate) n_amounts: i64,
    /// Late ratios at the half-lives.
    pub(crate) recency: [Weighted; 3],
    /// First day that entered a ratio.
    pub(super) base: Option<i32>,
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
    /// Year times 12 plus month.
    pub(crate) month: i32,
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
            likenesses: Likenesses::new(),
            log_amounts: Vec::new(),
            settlement_days: SettlementDays::default(),
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
        self.settlement_days.reset();
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
        self.log_amounts.clear();
        if self.needs.has(Needs::ALIKE) {
            let logarithms = self.locals.iter().map(|local| log_amount(local.amount));
            self.log_amounts.extend(logarithms);
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
            self.next_month_end = month_end + i32::from(civil(Day(month_end + 1)).last);
        }
        self.pass_days(day);
    }

    /// Lets invoices mature into the windows and leave them, and fall overdue.
    pub(super) fn pass_days(&mut self, day: i32) {
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
            month: month_of(day),
            n_year: year.n,
            n_late_year: year.n_late,
            n_quarter: quarter.n,
            n_late_quarter: quarter.n_late,
        };
    }
}

/// Logarithm of an amount in cents; of nothing or less, minus infinity.
pub(super) fn log_amount(amount: i64) -> f64 {
    (amount.max(0) as f64).ln()
}

/// The last day of a month that is not after `day`.
pub(super) fn last_month_end(day: i32) -> i32 {
    let civil = civil(Day(day));
    if civil.day == civil.last {
        return day;
    }
    day - i32::from(civil.day)
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
