//! What a feature can see: the customer as known at the end of a day, and the invoice asked about.

use std::cell::OnceCell;

use arrears_ledger::Day;

use super::alike::AlikeHistory;
use super::sweep::Sweep;
use super::window::{Span, Sums, ratio};
use crate::book::{NO_AMOUNT, NO_SYMBOL, Promise, SignalKind, YEAR};
use crate::civil::civil;
use crate::rates::Rate;
use crate::{InvoiceIx, InvoiceState};

/// Unknown.
pub(crate) const UNKNOWN: f64 = f64::NAN;

/// No own invoice to leave out.
pub(crate) const NO_INVOICE: u32 = u32::MAX;

/// A question: this customer, as of this day, about this invoice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query {
    /// As-of day.
    pub(crate) day: i32,
    /// Row of the answer, within the customer's chunk.
    pub(crate) row: u32,
    /// The invoice that history leaves out, or [`NO_INVOICE`].
    pub(crate) own: u32,
    /// The invoice asked about, if any.
    pub(crate) subject: Option<Subject>,
}

/// What is known of an invoice when it is made out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) date: i32,
    pub(crate) due: i32,
    /// Cents.
    pub(crate) amount: i64,
    pub(crate) direct_debit: bool,
}

/// The customer and the question.
pub(crate) struct View<'a, 'b> {
    pub(crate) sweep: &'a Sweep<'b>,
    pub(crate) query: Query,
    /// A row already answered for the same customer and day.
    pub(crate) same_as: Option<u32>,
    /// Late rate of the sector, asked for by several features.
    sector_rate: OnceCell<f64>,
    /// History of alike invoices, asked for by several features.
    alike: OnceCell<AlikeHistory>,
}

impl<'a, 'b> View<'a, 'b> {
    pub(crate) fn new(sweep: &'a Sweep<'b>, query: Query, same_as: Option<u32>) -> View<'a, 'b> {
        View {
            sweep,
            query,
            same_as,
            sector_rate: OnceCell::new(),
            alike: OnceCell::new(),
        }
    }
}

impl View<'_, '_> {
    pub(crate) fn day(&self) -> i32 {
        self.query.day
    }

    pub(crate) fn sums(&self, span: Span) -> &Sums {
        &self.sweep.windows[span as usize].sums
    }

    /// Late share of a window.
    pub(crate) fn late_ratio(&self, span: Span) -> f64 {
        let sums = self.sums(span);
        ratio(sums.n_late, sums.n)
    }

    /// Median days late of a window by Kaplan-Meier: unsettled invoices are censored at their days past due.
    ///
    /// The curve falls to one half at the smallest `t` with `S(t) <= 1/2`. Up to the smallest censored value nothing
    /// has left the risk set, so `S` is the plain share above `t`, and the median a rank. Where the curve never falls
    /// so far the largest value, settled or not, stands as a lower bound.
    pub(crate) fn median_days_late(&self, span: Span) -> f64 {
        let window = &self.sweep.windows[span as usize];
        let n = window.sums.n as u32;
        if n == 0 {
            return UNKNOWN;
        }
        let ranks = window.left..window.entered;
        let by_rank = window.days_late.at_rank(n.div_ceil(2));
        let Some(last_unsettled) = self.sweep.unsettled.last(ranks.clone()) else {
            return by_rank.map_or(UNKNOWN, f64::from);
        };
        let locals = &self.sweep.locals;
        let least_censored = self.day() - locals[last_unsettled].due;
        if let Some(median) = by_rank.filter(|&median| median <= least_censored) {
            return f64::from(median);
        }
        let mut at_risk = n - window.days_late.below(least_censored + 1);
        let mut survival = f64::from(at_risk) / f64::from(n);
        // Ranks from here on are censored before the days late at hand: they fell due too late to be that late.
        let mut censored = last_unsettled + 1;
        for (days_late, count) in window.days_late.from(least_censored + 1) {
            let latest_due = self.day() - days_late;
            let older = &locals[ranks.start..censored];
            let newer = ranks.start + older.partition_point(|local| local.due <= latest_due);
            at_risk -= self.sweep.unsettled.count(newer..censored);
            censored = newer;
            survival *= f64::from(at_risk - count) / f64::from(at_risk);
            at_risk -= count;
            // A product that should be one half may come out a rounding error above it.
            if survival <= 0.5 + 1e-12 {
                return f64::from(days_late);
            }
        }
        self.worst_days_late(span)
    }

    /// The largest days late of a window; unsettled invoices count with their lower bound.
    pub(crate) fn worst_days_late(&self, span: Span) -> f64 {
        let window = &self.sweep.windows[span as usize];
        let oldest = self.sweep.unsettled.first(window.left..window.entered);
        let past_due = oldest.map(|rank| self.day() - self.sweep.locals[rank].due);
        let worst = window.days_late.max().max(past_due);
        worst.map_or(UNKNOWN, f64::from)
    }

    /// Days late of the invoice of a window that matured last; its lower bound where unsettled.
    pub(crate) fn last_days_late(&self, span: Span) -> f64 {
        let window = &self.sweep.windows[span as usize];
        let Some(rank) = self.sweep.counting.last(window.left..window.entered) else {
            return UNKNOWN;
        };
        let local = &self.sweep.locals[rank];
        let until = if local.is_unsettled() {
            self.day()
        } else {
            local.settled_on
        };
        f64::from(until - local.due)
    }

    /// Days past due of the oldest overdue item, 0 where nothing is overdue.
    pub(crate) fn oldest_days_past_due(&self) -> f64 {
        let oldest = self.sweep.open.first(0..self.sweep.marks.overdue);
        oldest.map_or(0.0, |rank| {
            f64::from(self.day() - self.sweep.locals[rank].due)
        })
    }

    /// Days since the first and since the last invoice date known.
    pub(crate) fn days_since(&self) -> Option<(f64, f64)> {
        let (first, last) = self.sweep.known_dates()?;
        Some((f64::from(self.day() - first), f64::from(self.day() - last)))
    }

    /// Mean logarithm of the amounts of known invoices.
    pub(crate) fn usual_log_amount(&self) -> f64 {
        let floats = &self.sweep.floats;
        if floats.n_amounts == 0 {
            return UNKNOWN;
        }
        floats.log_amount / floats.n_amounts as f64
    }

    /// Something of the invoice asked about.
    pub(crate) fn of_subject(&self, value: impl Fn(&Subject) -> f64) -> f64 {
        self.query.subject.as_ref().map_or(UNKNOWN, value)
    }

    /// Something of how the invoice asked about stands.
    pub(crate) fn of_own(&self, value: impl Fn(&InvoiceState, i32) -> f64) -> f64 {
        if self.query.own == NO_INVOICE {
            return UNKNOWN;
        }
        let invoice = InvoiceIx(self.query.own);
        let due = self.sweep.book.invoices.due[self.query.own as usize];
        value(
            &self.sweep.book.state(invoice, Day(self.day())),
            self.day() - due,
        )
    }

    /// Mean days from the last weekday of settlement to `due`, over this customer's settlements.
    pub(crate) fn weekday_gap(&self, due: Day) -> f64 {
        let totals = &self.sweep.totals;
        let days = (0..7).map(|weekday| {
            let gap = (due.weekday() as usize + 7 - weekday) % 7;
            totals.by_weekday[weekday] * gap as i64
        });
        ratio(days.sum(), totals.n_settled)
    }

    /// Mean days from the last day of the month of settlement to `due`, over this customer's settlements.
    pub(crate) fn month_day_gap(&self, due: Day) -> f64 {
        let totals = &self.sweep.totals;
        let gaps = days_since_month_days(due);
        let days = totals
            .by_month_day
            .iter()
            .zip(gaps)
            .map(|(count, gap)| count * i64::from(gap));
        ratio(days.sum(), totals.n_settled)
    }

    /// The number of a customer attribute, on the as-of day.
    pub(crate) fn symbol(&self, category: usize) -> u32 {
        let row = self
            .sweep
            .book
            .attributes
            .row(self.sweep.customer, self.day());
        row.map_or(NO_SYMBOL, |row| row.symbols[category])
    }

    /// The credit limit in cents that may be used on the as-of day.
    pub(crate) fn credit_limit(&self) -> Option<i64> {
        let row = self
            .sweep
            .book
            .attributes
            .row(self.sweep.customer, self.day())?;
        Some(row.credit_limit).filter(|&limit| limit != NO_AMOUNT)
    }

    /// Signals of a kind dated within 365 days.
    pub(crate) fn signals(&self, kind: SignalKind) -> f64 {
        self.sweep.signals.n_year[kind as usize] as f64
    }

    /// Promises made within 365 days for less than what was open when they were made.
    pub(crate) fn instalments_promised(&self) -> usize {
        let book = self.sweep.book;
        let own = book.invoices.of_customer(self.sweep.customer);
        let promises = &book.facts.promises.items()[book.facts.promises.range_of(own)];
        let counts = |promise: &&Promise| {
            let invoice = promise.invoice as usize;
            let young = promise.made > self.day() - YEAR && promise.made <= self.day();
            young
                && promise.known <= self.day()
                && promise.amount != NO_AMOUNT
                && promise.invoice != self.query.own
                && book.invoices.known[invoice] <= promise.made
                && !book.invoices.credit_note[invoice]
                && !book.invoices.direct_debit[invoice]
        };
        let of_part = |promise: &&Promise| {
            let made = Day(promise.made);
            let state = book.state(InvoiceIx(promise.invoice), made);
            promise.amount < state.open_minor
        };
        promises.iter().filter(counts).filter(of_part).count()
    }

    /// Whether a signal of a kind is known and has not ended.
    pub(crate) fn is_signalled(&self, kind: SignalKind) -> f64 {
        f64::from(u8::from(self.sweep.signals.n_active[kind as usize] > 0))
    }

    /// Rate of all other customers at the last month-end: invoices matured within 365 and 90 days.
    pub(crate) fn overall(&self) -> Rate {
        let own = &self.sweep.month_end;
        self.sweep.book.rates().overall(own.month).without(own)
    }

    /// Rate of all other customers with the same attribute at the last month-end.
    pub(crate) fn group(&self, category: usize) -> Option<Rate> {
        let symbol = self.symbol(category);
        if symbol == NO_SYMBOL {
            return None;
        }
        let own = &self.sweep.month_end;
        let rate = self.sweep.book.rates().group(category, symbol, own.month);
        let attributes = &self.sweep.book.attributes;
        let at_month_end = attributes.row(self.sweep.customer, own.day);
        let was_in = at_month_end.is_some_and(|row| row.symbols[category] == symbol);
        Some(if was_in { rate.without(own) } else { rate })
    }

    /// Late rate of the group, shrunk to that of all by the weight of some invoices.
    pub(crate) fn group_rate(&self, category: usize) -> f64 {
        const INVOICES: f64 = 20.0;
        let Some(group) = self.group(category) else {
            return UNKNOWN;
        };
        let overall = self.overall().year();
        (group.n_late_year as f64 + INVOICES * overall) / (group.n_year as f64 + INVOICES)
    }

    /// How the customer settled invoices like the one asked about; none without one.
    pub(crate) fn alike(&self) -> Option<&AlikeHistory> {
        let subject = self.query.subject.as_ref()?;
        Some(
            self.alike
                .get_or_init(|| AlikeHistory::of(self.sweep, self.query, subject)),
        )
    }

    /// Late rate of the sector.
    pub(crate) fn sector_rate(&self) -> f64 {
        *self.sector_rate.get_or_init(|| self.group_rate(0))
    }

    /// The late rate to expect of a customer without history: that of the sector, else of all.
    pub(crate) fn prior(&self) -> f64 {
        let sector = self.sector_rate();
        if sector.is_nan() {
            return self.overall().year();
        }
        sector
    }
}

/// Days from the last 1st, 2nd, ... 30th and last day of a month to `day`, 0 where it is one. A month that ends before
/// such a day has it on its last day.
fn days_since_month_days(day: Day) -> [i32; 31] {
    let today = civil(day);
    let before = civil(day - i32::from(today.day));
    let (today, last, before) = (
        i32::from(today.day),
        i32::from(today.last),
        i32::from(before.last),
    );
    std::array::from_fn(|at| {
        let wanted = at as i32 + 1;
        let this_month = if at == 30 { last } else { wanted.min(last) };
        let month_before = if at == 30 { before } else { wanted.min(before) };
        if this_month <= today {
            today - this_month
        } else {
            today + before - month_before
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_a_day_of_the_month() {
        let since = |text: &str, wanted: usize| {
            days_since_month_days(text.parse().expect("a day"))[wanted - 1]
        };
        assert_eq!(since("2025-01-20", 15), 5);
        assert_eq!(since("2025-01-15", 15), 0);
        assert_eq!(since("2025-01-10", 15), 26, "since the 15th of December");
        assert_eq!(since("2025-01-31", 31), 0);
        assert_eq!(since("2025-02-27", 31), 27, "since the end of January");
        assert_eq!(
            since("2025-02-28", 30),
            0,
            "no 30th in February: its last day"
        );
        assert_eq!(since("2025-03-05", 30), 5, "since the end of February");
        assert_eq!(since("2025-04-30", 31), 0);
    }
}
