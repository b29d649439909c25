//! How an invoice stood on a day, and the rows behind it.

use arrears_ledger::Day;

use super::facts::Reminder;
use super::frame::{NO_AMOUNT, NO_DAY};
use super::{
    Balance, Book, CustomerIx, DisputeRow, InvoiceIx, InvoiceState, PromiseRow, ReminderRow,
    SignalRow, Standing,
};

impl Book {
    /// How an invoice stood, as known at the end of `as_of`.
    pub fn state(&self, invoice: InvoiceIx, as_of: Day) -> InvoiceState {
        let position = invoice.0 as usize;
        let day = as_of.0;
        if self.invoices.known[position] > day {
            return InvoiceState::default();
        }
        let standing = self.standing(position, day);
        let claim = self.claim(position);
        let mut state = InvoiceState {
            known: true,
            is_open: !claim.credit_note && standing.is_open(),
            open_minor: claim.residual(&standing),
            paid_minor: standing.paid,
            credited_minor: standing.credited,
            written_off_minor: standing.written_off,
            settled_on: some_day(standing.settled_on),
            cancelled_on: some_day(standing.cancelled_on),
            written_off_on: some_day(standing.written_off_on),
            ..InvoiceState::default()
        };
        self.add_reminders(position, day, &mut state);
        self.add_disputes(position, day, &mut state);
        self.add_promises(position, day, &mut state);
        state
    }

    /// Reminders and calls of an invoice, in the order in which they became known.
    pub fn reminders(&self, invoice: InvoiceIx) -> impl Iterator<Item = ReminderRow<'_>> + '_ {
        let facts = self.facts.reminders.of(invoice.0 as usize).iter();
        facts.map(|fact| ReminderRow {
            sent: Day(fact.sent),
            known: Day(fact.known),
            level: fact.level,
            replied: some_day(fact.replied),
            channel: self.symbol(fact.channel),
        })
    }

    /// Disputes of an invoice, in the order in which they became known.
    pub fn disputes(&self, invoice: InvoiceIx) -> impl Iterator<Item = DisputeRow<'_>> + '_ {
        let facts = self.facts.disputes.of(invoice.0 as usize).iter();
        facts.map(|fact| DisputeRow {
            opened: Day(fact.opened),
            known: Day(fact.known),
            closed: some_day(fact.closed),
            reason: self.symbol(fact.reason_text),
        })
    }

    /// Promises on an invoice, in the order in which they became known.
    pub fn promises(&self, invoice: InvoiceIx) -> impl Iterator<Item = PromiseRow> + '_ {
        let facts = self.facts.promises.of(invoice.0 as usize).iter();
        facts.map(|fact| PromiseRow {
            made: Day(fact.made),
            known: Day(fact.known),
            promised: Day(fact.promised),
            amount_minor: Some(fact.amount).filter(|&amount| amount != NO_AMOUNT),
        })
    }

    /// Signals of a customer, in the order in which they became known.
    pub fn signals(&self, customer: CustomerIx) -> impl Iterator<Item = SignalRow<'_>> + '_ {
        let facts = self.facts.signals.of(customer.0 as usize).iter();
        let texts = self
            .signal_texts
            .as_ref()
            .and_then(|texts| texts.str().ok());
        facts.map(move |fact| SignalRow {
            day: Day(fact.day),
            known: Day(fact.known),
            end: some_day(fact.end),
            invoice: Some(InvoiceIx(fact.invoice)).filter(|&ix| self.is_of(ix, customer)),
            kind: self.symbol(fact.kind_text).unwrap_or(""),
            value: Some(fact.value.0).filter(|value| !value.is_nan()),
            text: texts.and_then(|texts| texts.get(fact.source_row as usize)),
        })
    }

    /// Whether there is such an invoice, and it is the customer's.
    fn is_of(&self, invoice: InvoiceIx, customer: CustomerIx) -> bool {
        self.invoices.customer.get(invoice.0 as usize) == Some(&customer.0)
    }

    /// The day an invoice's goods or service were delivered, where the source says so.
    pub fn delivery_day(&self, invoice: InvoiceIx) -> Option<Day> {
        let day = self.invoices.delivery.get(invoice.0 as usize)?;
        some_day(*day)
    }

    /// Customer cash not allocated to an invoice, in cents, as known at the end of `as_of`; positive is the customer's.
    pub fn unallocated_minor(&self, customer: CustomerIx, as_of: Day) -> i64 {
        let cash = self.facts.cash.of(customer.0 as usize);
        let known = cash.partition_point(|cash| cash.known <= as_of.0);
        cash[..known].iter().map(|cash| cash.amount).sum()
    }

    /// A customer's cash on no invoice known yet: the days on which it changed, and by how many cents; positive is the
    /// customer's. What is on an invoice that is booked later is in it until then.
    pub fn cash_on_account(&self, customer: CustomerIx) -> impl Iterator<Item = (Day, i64)> + '_ {
        let position = customer.0 as usize;
        let unallocated = self.facts.cash.of(position).iter();
        let early = self.facts.early.of(position).iter();
        let all = unallocated.chain(early);
        all.map(|cash| (Day(cash.known), cash.amount))
    }

    /// How an invoice's balance went, as it became known: from the day it was known itself, then at every change.
    pub fn balances(&self, invoice: InvoiceIx) -> impl Iterator<Item = Balance> + '_ {
        let position = invoice.0 as usize;
        let claim = self.claim(position);
        let known = self.invoices.known[position];
        let first = self.standing(position, known);
        let later = self.facts.changes.of(position).iter();
        let later = later
            .filter(move |change| change.known > known)
            .map(|change| (change.known, change.standing));
        std::iter::once((known, first))
            .chain(later)
            .map(move |(since, standing)| Balance {
                since: Day(since),
                is_open: !claim.credit_note && standing.is_open(),
                residual_minor: claim.residual(&standing),
                credited_minor: standing.credited,
                written_off_minor: standing.written_off,
                settled_on: some_day(standing.settled_on),
            })
    }

    /// The claim of an invoice under the book's tolerance.
    pub(crate) fn claim(&self, invoice: usize) -> super::Claim {
        self.invoices
            .claim(invoice, self.definitions.settle_tolerance_minor)
    }

    /// The standing of an invoice as known at the end of a day (whether or not the invoice itself was).
    pub(crate) fn standing(&self, invoice: usize, day: i32) -> Standing {
        let changes = self.facts.changes.of(invoice);
        match changes.partition_point(|change| change.known <= day) {
            0 => self.claim(invoice).unpaid(),
            known => changes[known - 1].standing,
        }
    }

    fn add_reminders(&self, invoice: usize, day: i32, state: &mut InvoiceState) {
        let facts = self.facts.reminders.of(invoice).iter();
        for fact in facts.filter(|fact| fact.known <= day) {
            match fact.level {
                0 => state.n_calls += 1,
                _ => state.n_reminders += 1,
            }
            state.last_reminder = state.last_reminder.max(Some(Day(fact.sent)));
            deepen(fact, state);
        }
    }

    fn add_disputes(&self, invoice: usize, day: i32, state: &mut InvoiceState) {
        let facts = self.facts.disputes.of(invoice).iter();
        for fact in facts.filter(|fact| fact.known <= day) {
            state.has_dispute = true;
            state.dispute_open |= fact.closed == NO_DAY || fact.closed_known() > day;
        }
    }

    fn add_promises(&self, invoice: usize, day: i32, state: &mut InvoiceState) {
        let facts = self.facts.promises.of(invoice).iter();
        let dates = facts
            .filter(|fact| fact.known <= day)
            .map(|fact| Day(fact.promised));
        state.last_promise = dates.max();
        let turns = self.facts.promise_turns.of(invoice);
        // The turns of one promise stand together; the last one by the day holds.
        let broken = turns
            .chunk_by(|a, b| a.promise == b.promise)
            .filter(|turns| {
                let last = turns.iter().rev().find(|turn| turn.day <= day);
                last.is_some_and(|turn| turn.broken)
            });
        state.n_broken_promises = broken.count() as u32;
    }
}

/// Takes a step of the ladder into the depth reached and the day on which it was.
fn deepen(fact: &Reminder, state: &mut InvoiceState) {
    let sent = Some(Day(fact.sent));
    if fact.level > state.depth {
        state.depth = fact.level;
        state.depth_since = sent;
    } else if fact.level > 0 && fact.level == state.depth {
        state.depth_since = state.depth_since.min(sent);
    }
}

fn some_day(day: i32) -> Option<Day> {
    Some(day).filter(|&day| day != NO_DAY).map(Day)
}
