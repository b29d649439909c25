//! Sums over all known invoices of a customer, matured or not.

use arrears_ledger::Day;

use super::local::Local;
use crate::book::NO_DAY;
use crate::civil::civil;

/// What is open, what was billed, on which days payments came. Whole numbers, so that an invoice can be taken out.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Totals {
    /// Invoices known (no credit notes).
    pub(crate) n_known: i64,
    /// Issued within 365 days.
    pub(crate) n_issued_year: i64,
    /// Their amount in cents.
    pub(crate) amount_issued_year: i64,
    pub(crate) n_open: i64,
    pub(crate) open_amount: i64,
    /// Open with the due date passed.
    pub(crate) n_overdue: i64,
    pub(crate) overdue_amount: i64,
    /// Everything outstanding, credit notes and residuals included, in cents.
    pub(crate) balance: i64,
    pub(crate) n_open_disputes: i64,
    pub(crate) n_promises: i64,
    pub(crate) n_broken: i64,
    pub(crate) n_broken_year: i64,
    pub(crate) n_reversals_year: i64,
    pub(crate) n_contacts: i64,
    pub(crate) n_replies: i64,
    pub(crate) reply_days: i64,
    /// Settled invoices (no direct debits).
    pub(crate) n_settled: i64,
    /// The same by weekday of settlement.
    pub(crate) by_weekday: [i64; 7],
    /// The same by day of the month of settlement, the last day of any month as the 31st.
    pub(crate) by_month_day: [i64; 31],
}

/// Where the sweep stands: which invoices have aged past a mark.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Marks {
    /// Positions below this were issued more than 365 days ago.
    pub(crate) issued: usize,
    /// Ranks below this have their due date behind them.
    pub(crate) overdue: usize,
}

impl Totals {
    /// Adds (`sign` 1) or takes out (`sign` -1) a known invoice.
    pub(crate) fn apply(&mut self, invoice: &Local, rank: usize, marks: Marks, sign: i64) {
        self.balance += sign * invoice.residual;
        if invoice.credit_note {
            return;
        }
        self.n_known += sign;
        if invoice.position as usize >= marks.issued {
            self.apply_issued(invoice, sign);
        }
        if invoice.is_open() {
            self.n_open += sign;
            self.open_amount += sign * invoice.residual;
            if rank < marks.overdue {
                self.apply_overdue(invoice, sign);
            }
        }
        self.n_reversals_year += sign * i64::from(invoice.n_reversals_year);
        if !invoice.direct_debit {
            self.apply_behaviour(invoice, sign);
        }
    }

    /// Adds or takes out an invoice issued within a year.
    pub(crate) fn apply_issued(&mut self, invoice: &Local, sign: i64) {
        self.n_issued_year += sign;
        self.amount_issued_year += sign * invoice.amount;
    }

    /// Adds or takes out an open invoice past its due date.
    pub(crate) fn apply_overdue(&mut self, invoice: &Local, sign: i64) {
        self.n_overdue += sign;
        self.overdue_amount += sign * invoice.residual;
    }

    fn apply_behaviour(&mut self, invoice: &Local, sign: i64) {
        let contacts = invoice.n_reminders + invoice.n_calls;
        if contacts > 0 {
            self.n_contacts += sign * i64::from(contacts);
            self.n_replies += sign * i64::from(invoice.n_replies);
            self.reply_days += sign * invoice.reply_days;
        }
        self.n_open_disputes += sign * i64::from(invoice.n_open_disputes);
        if invoice.n_promises > 0 {
            self.n_promises += sign * i64::from(invoice.n_promises);
            self.n_broken += sign * i64::from(invoice.n_broken);
            self.n_broken_year += sign * i64::from(invoice.n_broken_year);
        }
        if invoice.settled_on != NO_DAY && !invoice.cancelled {
            let day = Day(invoice.settled_on);
            self.n_settled += sign;
            self.by_weekday[day.weekday() as usize] += sign;
            self.by_month_day[month_day(day)] += sign;
        }
    }
}

/// Day of the month from 0, the last day of any month as the 31st: a month-end run pays on the 28th to the 31st.
pub(crate) fn month_day(day: Day) -> usize {
    let civil = civil(day);
    if civil.day == civil.last {
        return 30;
    }
    usize::from(civil.day) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_a_month_is_one_day() {
        let month_day = |text: &str| month_day(text.parse().expect("a day"));
        assert_eq!(month_day("2024-02-29"), 30);
        assert_eq!(month_day("2024-02-28"), 27);
        assert_eq!(month_day("2025-02-28"), 30);
        assert_eq!(month_day("2025-01-31"), 30);
        assert_eq!(month_day("2025-01-01"), 0);
    }
}
