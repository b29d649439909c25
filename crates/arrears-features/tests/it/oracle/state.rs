//! How an invoice stood, from all bookings known by a day.

use super::Oracle;
use crate::rows::{Days, Invoice, Payment, Promise, Reminder};

/// How an invoice stood.
#[derive(Debug)]
pub struct State {
    pub settled: Option<Days>,
    pub cancelled: Option<Days>,
    pub written_off: Option<Days>,
    pub paid: i64,
    pub credited: i64,
    pub residual: i64,
    pub is_open: bool,
}

pub fn known(invoice: &Invoice) -> Days {
    invoice
        .known_date
        .map_or(invoice.date, |known| known.max(invoice.date))
}

pub fn due(invoice: &Invoice) -> Days {
    invoice.original_due.unwrap_or(invoice.due)
}

/// The day on which a fact about an invoice was known.
pub fn known_fact(invoice: &Invoice, date: Days, known_date: Option<Days>) -> Days {
    known(invoice).max(date).max(known_date.unwrap_or(date))
}

/// Cash, credit and write-off of a booking; of a credit note, credit and write-off by their size.
fn parts(payment: &Payment, on_credit_note: bool) -> (i64, i64, i64) {
    let amount = payment.amount;
    let other = if on_credit_note { amount.abs() } else { amount };
    match payment.kind.as_str() {
        "credit_note" => (0, other, 0),
        "write_off" => (0, 0, other),
        "reversal" => (-amount.abs(), 0, 0),
        _ => (amount, 0, 0),
    }
}

/// The place of a kind in the order in which bookings of one day are taken.
fn rank(kind: &str) -> u8 {
    match kind {
        "credit_note" => 1,
        "write_off" => 2,
        "reversal" => 3,
        _ => 0,
    }
}

impl Oracle<'_> {
    /// Bookings of an invoice known by a day, as (date, cash, credit, write-off, kind).
    pub fn bookings(&self, invoice: &Invoice, day: Days) -> Vec<(Days, i64, i64, i64, &str)> {
        let mut bookings: Vec<_> = self
            .own_bookings(invoice, day)
            .into_iter()
            .map(|row| {
                let (cash, credit, written) = parts(row, invoice.credit_note);
                let date = row.date.max(invoice.date);
                (date, cash, credit, written, row.kind.as_str())
            })
            .collect();
        let of_link = |note: &&Invoice| {
            note.credit_note
                && (note.credits.as_ref() == Some(&invoice.id) || note.id == invoice.id)
        };
        for note in self.rows.invoices.iter().filter(of_link) {
            if let Some(target) = self.credited(note) {
                let credits = self.link_credits(note, target, day).into_iter();
                bookings.extend(credits.map(|(date, amount)| (date, 0, amount, 0, "credit_note")));
            }
        }
        bookings
    }

    /// Rows of the payments table on an invoice known by a day, in the order in which they became known.
    fn own_bookings(&self, invoice: &Invoice, day: Days) -> Vec<&Payment> {
        let known = |row: &Payment| known_fact(invoice, row.date, row.known_date);
        let rows = self.rows.payments.iter();
        let mut rows: Vec<&Payment> = rows
            .filter(|row| row.invoice.as_ref() == Some(&invoice.id) && known(row) <= day)
            .collect();
        let signed = |row: &Payment| {
            let (cash, credit, written) = parts(row, invoice.credit_note);
            cash + credit + written
        };
        let date = |row: &Payment| row.date.max(invoice.date);
        rows.sort_by_key(|row| (known(row), date(row), rank(&row.kind), signed(row)));
        rows
    }

    /// The invoice that a credit note is taken off.
    fn credited(&self, note: &Invoice) -> Option<&Invoice> {
        let id = note.credits.as_ref()?;
        let target = self.rows.invoices.iter().find(|row| row.id == *id)?;
        (!target.credit_note).then_some(target)
    }

    /// What a link credits by a day, as (date, cents): all that the bookings on the credit note leave of it.
    fn link_credits(&self, note: &Invoice, target: &Invoice, day: Days) -> Vec<(Days, i64)> {
        let both = known(note).max(known(target));
        if both > day {
            return Vec::new();
        }
        let own = self.own_bookings(note, day);
        let left = |n: usize| {
            let (mut cash, mut other) = (0, 0);
            for row in &own[..n] {
                let (paid, credit, written) = parts(row, true);
                cash += paid;
                other += credit + written;
            }
            (note.amount.abs() - cash.abs() - other).max(0)
        };
        let date = note.date.max(target.date);
        let first = own
            .iter()
            .filter(|row| known_fact(note, row.date, row.known_date) <= both)
            .count();
        let mut credits = vec![(date, left(first))];
        for (n, row) in own.iter().enumerate().skip(first) {
            credits.push((row.date.max(date), left(n + 1) - left(n)));
        }
        credits
    }

    pub fn state(&self, invoice: &Invoice, day: Days) -> State {
        let bookings = self.bookings(invoice, day);
        let amount = if invoice.credit_note {
            -invoice.amount.abs()
        } else {
            invoice.amount
        };
        let mut days: Vec<Days> = bookings.iter().map(|row| row.0).collect();
        days.push(invoice.date);
        days.sort_unstable();
        days.dedup();
        let sums = |until: Days| {
            let mut sums = (0, 0, 0);
            for row in bookings.iter().filter(|row| row.0 <= until) {
                sums = (sums.0 + row.1, sums.1 + row.2, sums.2 + row.3);
            }
            sums
        };
        let target = amount - self.tolerance;
        let reached = |until: Days| sums(until).0 + sums(until).1 >= target;
        let cancelled = |until: Days| sums(until).1 > 0 && 2 * sums(until).1 >= amount;
        let written = |until: Days| {
            let (cash, credit, written) = sums(until);
            !reached(until) && cash + credit + written >= target
        };
        // The first day from which it holds on every later day.
        let since = |holds: &dyn Fn(Days) -> bool| {
            let mut days = days.iter().copied();
            days.find(|&from| holds(from) && self.all_after(&bookings, from, holds))
        };
        let (paid, credited, written_off) = sums(day.max(*days.last().expect("a day")));
        State {
            settled: since(&reached),
            cancelled: since(&cancelled),
            written_off: since(&written),
            paid,
            credited,
            residual: if invoice.credit_note {
                amount + paid.abs() + credited + written_off
            } else {
                amount - paid - credited - written_off
            },
            is_open: since(&reached).is_none() && since(&written).is_none(),
        }
    }

    fn all_after(
        &self,
        bookings: &[(Days, i64, i64, i64, &str)],
        from: Days,
        holds: &dyn Fn(Days) -> bool,
    ) -> bool {
        bookings
            .iter()
            .filter(|row| row.0 > from)
            .all(|row| holds(row.0))
    }

    /// Reminders of an invoice known by a day.
    pub fn reminders(&self, invoice: &Invoice, day: Days) -> Vec<&Reminder> {
        let rows = self.rows.reminders.iter();
        rows.filter(|row| row.invoice == invoice.id)
            .filter(|row| known_fact(invoice, row.sent, row.known_date) <= day)
            .collect()
    }

    /// Promises of an invoice that fell due by a day, and whether they were broken.
    pub fn promises(&self, invoice: &Invoice, day: Days) -> Vec<(&Promise, bool)> {
        let rows = self.rows.promises.iter();
        rows.filter(|row| row.invoice == invoice.id && row.promised <= day)
            .filter(|row| known_fact(invoice, row.made, row.known_date) <= day)
            .map(|row| (row, !self.kept(invoice, row, day)))
            .collect()
    }

    fn kept(&self, invoice: &Invoice, promise: &Promise, day: Days) -> bool {
        let state = self.state(invoice, day);
        let by_then = |day: Option<Days>| day.is_some_and(|day| day <= promise.promised);
        let paid: i64 = self
            .bookings(invoice, day)
            .iter()
            .filter(|row| (promise.made..=promise.promised).contains(&row.0))
            .map(|row| row.1)
            .sum();
        let enough = promise
            .amount
            .is_some_and(|amount| paid >= amount - self.tolerance);
        by_then(state.settled) || by_then(state.cancelled) || enough
    }

    /// Late at `due + offset`, as known by a day.
    pub fn is_late(&self, invoice: &Invoice, offset: i32, day: Days) -> bool {
        self.state(invoice, day)
            .settled
            .is_none_or(|settled| settled > due(invoice) + offset)
    }

    /// Whether its outcome counts as behaviour, as known by a day.
    pub fn counts(&self, invoice: &Invoice, day: Days) -> bool {
        !invoice.credit_note
            && !invoice.direct_debit
            && known(invoice) <= day
            && self.state(invoice, day).cancelled.is_none()
    }
}
