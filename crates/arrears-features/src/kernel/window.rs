//! Sums over the invoices that matured within a span of days.

use super::day_counts::DayCounts;
use super::local::Local;
use crate::book::{DisputeReason, NO_DAY};

/// Windows of the sweep: over which invoices, and what counts as late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Span {
    /// All that matured.
    All,
    /// Matured within 365 days.
    Year,
    /// Matured within 182 days.
    HalfYear,
    /// Matured within 90 days.
    Quarter,
    /// 14 days past due within 365 days; late means not settled by then.
    Material,
    /// 30 days past due within 365 days; late means not settled by then.
    Month,
    /// 14 days past due, however long ago; late means not settled by then.
    MaterialAll,
    /// 60 days past due, however long ago; late means not settled by then.
    SevereAll,
}

impl Span {
    /// Every window.
    pub(crate) const EACH: [Span; 8] = [
        Span::All,
        Span::Year,
        Span::HalfYear,
        Span::Quarter,
        Span::Material,
        Span::Month,
        Span::MaterialAll,
        Span::SevereAll,
    ];

    /// Days after the due date on which an invoice enters, under the definitions' grace.
    pub(crate) fn offset(self, grace_days: i32) -> i32 {
        match self {
            Span::Material | Span::MaterialAll => 14,
            Span::Month => 30,
            Span::SevereAll => 60,
            _ => grace_days,
        }
    }

    /// Days that an invoice stays.
    pub(crate) fn width(self) -> i32 {
        match self {
            // No two days of a ledger lie further apart.
            Span::All | Span::MaterialAll | Span::SevereAll => 1 << 20,
            Span::Year | Span::Material | Span::Month => 365,
            Span::HalfYear => 182,
            Span::Quarter => 90,
        }
    }
}

/// Sums over a window's invoices; all whole numbers, so that what is added can be taken out again exactly.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// Whether a selected feature reads it.
    pub(crate) active: bool,
    /// Whether days late are counted one by one, for median and worst.
    pub(crate) counted: bool,
    /// Days after the due date at which lateness is judged.
    pub(crate) offset: i32,
    /// Days that an invoice stays.
    pub(crate) width: i32,
    /// Ranks below this have entered.
    pub(crate) entered: usize,
    /// Ranks below this have left.
    pub(crate) left: usize,
    /// The sums.
    pub(crate) sums: Sums,
    /// Days late of settled invoices.
    pub(crate) days_late: DayCounts,
}

/// See [`Window`]. "Unsettled" sums are of what changes with the as-of day by itself.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) n: i64,
    pub(crate) n_late: i64,
    /// Cents, less credits.
    pub(crate) amount: i64,
    pub(crate) amount_late: i64,
    pub(crate) n_unsettled: i64,
    /// Of settled invoices.
    pub(crate) days_late: i64,
    pub(crate) days_late_squared: i64,
    /// Of settled invoices, from the invoice date.
    pub(crate) days_to_settle: i64,
    pub(crate) n_early: i64,
    /// Of unsettled invoices.
    pub(crate) unsettled_due: i64,
    pub(crate) unsettled_due_squared: i64,
    pub(crate) unsettled_date: i64,
    pub(crate) depth: i64,
    pub(crate) n_by_depth: [i64; 6],
    pub(crate) n_level2: i64,
    pub(crate) n_level2_unsettled: i64,
    /// Days from the first step of level 2 or more to settlement, of settled invoices.
    pub(crate) level2_days: i64,
    /// Days of that step, of unsettled invoices.
    pub(crate) unsettled_level2_day: i64,
    pub(crate) n_disputed: i64,
    /// Of disputed invoices, the late ones.
    pub(crate) n_disputed_late: i64,
    pub(crate) n_by_reason: [i64; DisputeReason::COUNT],
    pub(crate) n_reminders: i64,
    pub(crate) n_calls: i64,
}

impl Window {
    /// Empties the window for the next customer.
    pub(crate) fn reset(&mut self) {
        self.entered = 0;
        self.left = 0;
        self.sums = Sums::default();
        self.days_late.reset();
    }

    /// Whether the invoice of this rank stands in the window, if it counts at all.
    pub(crate) fn holds(&self, rank: usize) -> bool {
        self.active && self.left <= rank && rank < self.entered
    }

    /// Adds (`sign` 1) or takes out (`sign` -1) an invoice.
    pub(crate) fn apply(&mut self, invoice: &Local, sign: i64) {
        let sums = &mut self.sums;
        let due = i64::from(invoice.due);
        let settled = invoice.settled_on != NO_DAY;
        let late = !settled || invoice.settled_on > invoice.due + self.offset;
        sums.n += sign;
        sums.amount += sign * invoice.claimed();
        if late {
            sums.n_late += sign;
            sums.amount_late += sign * invoice.claimed();
        }
        if settled {
            let days_late = i64::from(invoice.settled_on) - due;
            sums.days_late += sign * days_late;
            sums.days_late_squared += sign * days_late * days_late;
            sums.days_to_settle += sign * i64::from(invoice.settled_on - invoice.date);
            sums.n_early += sign * i64::from(days_late < 0);
        } else {
            sums.n_unsettled += sign;
            sums.unsettled_due += sign * due;
            sums.unsettled_due_squared += sign * due * due;
            sums.unsettled_date += sign * i64::from(invoice.date);
        }
        if self.counted && settled {
            let days_late = invoice.settled_on - invoice.due;
            match sign {
                1 => self.days_late.add(days_late),
                _ => self.days_late.remove(days_late),
            }
        }
        if late && invoice.reasons != 0 {
            sums.n_disputed_late += sign;
        }
        sums.follow_up(invoice, settled, sign);
    }
}

impl Sums {
    /// Reminders and disputes; most invoices have none.
    fn follow_up(&mut self, invoice: &Local, settled: bool, sign: i64) {
        self.n_by_depth[invoice.depth as usize] += sign;
        if invoice.n_reminders + invoice.n_calls > 0 {
            self.depth += sign * i64::from(invoice.depth);
            self.n_reminders += sign * i64::from(invoice.n_reminders);
            self.n_calls += sign * i64::from(invoice.n_calls);
        }
        if invoice.level2_since != NO_DAY {
            self.n_level2 += sign;
            if settled {
                let days = (invoice.settled_on - invoice.level2_since).max(0);
                self.level2_days += sign * i64::from(days);
            } else {
                self.n_level2_unsettled += sign;
                self.unsettled_level2_day += sign * i64::from(invoice.level2_since);
            }
        }
        if invoice.reasons != 0 {
            self.n_disputed += sign;
            for (reason, count) in self.n_by_reason.iter_mut().enumerate() {
                *count += sign * i64::from(invoice.reasons >> reason & 1);
            }
        }
    }

    /// Invoices that nobody contested.
    pub(crate) fn n_undisputed(&self) -> i64 {
        self.n - self.n_disputed
    }

    /// The late ones of those.
    pub(crate) fn n_undisputed_late(&self) -> i64 {
        self.n_late - self.n_disputed_late
    }

    /// Mean days late as of a day; unsettled invoices count with their lower bound.
    pub(crate) fn mean_days_late(&self, day: i32) -> f64 {
        ratio(self.total_days_late(day), self.n)
    }

    /// Sample standard deviation of days late; unsettled invoices count with their lower bound.
    pub(crate) fn spread_days_late(&self, day: i32) -> f64 {
        if self.n < 2 {
            return f64::NAN;
        }
        let day = i128::from(day);
        let total = i128::from(self.total_days_late(day as i32));
        // The sum over unsettled invoices of (day - due)^2, expanded so that it need not be kept per day.
        let squares = i128::from(self.days_late_squared) + i128::from(self.n_unsettled) * day * day
            - 2 * day * i128::from(self.unsettled_due)
            + i128::from(self.unsettled_due_squared);
        let n = i128::from(self.n);
        // Whole numbers up to the last step: the naive difference of two large floats loses digits.
        ((n * squares - total * total) as f64 / (n * (n - 1)) as f64).sqrt()
    }

    fn total_days_late(&self, day: i32) -> i64 {
        self.days_late + self.n_unsettled * i64::from(day) - self.unsettled_due
    }

    /// Mean days from invoice date to settlement; unsettled invoices count with their age.
    pub(crate) fn mean_days_to_settle(&self, day: i32) -> f64 {
        let unsettled = self.n_unsettled * i64::from(day) - self.unsettled_date;
        ratio(self.days_to_settle + unsettled, self.n)
    }

    /// Mean days spent at level 2 or more, of invoices that reached it.
    pub(crate) fn mean_level2_days(&self, day: i32) -> f64 {
        let unsettled = self.n_level2_unsettled * i64::from(day) - self.unsettled_level2_day;
        ratio(self.level2_days + unsettled, self.n_level2)
    }

    /// The deepest level reached.
    pub(crate) fn worst_depth(&self) -> f64 {
        let depth = self.n_by_depth.iter().rposition(|&n| n > 0);
        depth.map_or(f64::NAN, |depth| depth as f64)
    }
}

/// A quotient of whole numbers, NaN where the divisor is none.
pub(crate) fn ratio(numerator: i64, denominator: i64) -> f64 {
    if denominator <= 0 {
        return f64::NAN;
    }
    numerator as f64 / denominator as f64
}
