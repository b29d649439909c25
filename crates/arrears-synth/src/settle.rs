//! How an invoice comes to be paid, or not: the payment mechanism.
//!
//! Each invoice draws whether it is never paid, disputed, or forgotten, in
//! that order of precedence; otherwise it is ready some days from its due date
//! and paid in the customer's next run. Where the specification is silent:
//!
//! - readiness counts from the first whole day on which it is reached, and
//!   nothing is ready before the day after issue;
//! - a disputed invoice is paid in the first run after it is ready and the
//!   dispute closed; a full credit note settles it on the day of closing;
//! - the long tail is added to the readiness, so it does not delay an invoice
//!   that was forgotten;
//! - what is paid after a reminder is paid on the next business day, outside
//!   the run;
//! - the rest of a payment in parts follows in the run 7 or 14 days later;
//! - direct debit is collected on the last business day up to the due date;
//!   where the customer never pays, the mandate is refused;
//! - a bankrupt customer pays nothing any more.

use crate::{
    account::{Entry, EntryKind},
    aftermath::{go_bankrupt, reverse, write_off},
    customer::{Behaviour, Customer},
    ladder::Schedule,
    plan::Invoice,
    random::{Stream, between, chance, exponential, noise, normal, unit, weighted, whole},
    world::World,
};

/// What decided when an invoice was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mechanism {
    OnTerms,
    DirectDebit,
    LongTail,
    Forgotten,
    Incident,
    Disputed,
    Credited,
    Never,
    Bankrupt,
}

impl Mechanism {
    /// The name in the truth tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OnTerms => "on_terms",
            Self::DirectDebit => "direct_debit",
            Self::LongTail => "long_tail",
            Self::Forgotten => "forgotten",
            Self::Incident => "incident",
            Self::Disputed => "disputed",
            Self::Credited => "credited",
            Self::Never => "never",
            Self::Bankrupt => "bankrupt",
        }
    }
}

/// When a contested invoice was contested, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dispute {
    pub opened: i32,
    pub closed: i32,
}

/// The whole future of an invoice, uncensored.
#[derive(Debug, Clone)]
pub(crate) struct Settlement {
    pub mechanism: Mechanism,
    /// The day of the last entry that settles it; `None` if never.
    pub settled: Option<i32>,
    /// By day; write-offs included.
    pub entries: Vec<Entry>,
    pub dispute: Option<Dispute>,
    /// A call in place of reminders that were all skipped.
    pub call: Option<i32>,
}

impl Settlement {
    /// The amount still open at the end of a day, as things really stand.
    pub(crate) fn open_minor(&self, invoice: &Invoice, day: i32) -> i64 {
        let settled: i64 = self
            .entries
            .iter()
            .filter(|entry| entry.day <= day)
            .map(Entry::settles_minor)
            .sum();
        invoice.amount_minor - settled
    }
}

/// An invoice, whose it is, and what it meets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub world: &'a World,
    pub customer: &'a Customer,
    pub invoice: &'a Invoice,
    /// Days by which the month of the due date moves it.
    pub shock_days: f64,
    pub schedule: &'a Schedule,
    /// The one invoice that an otherwise faultless customer forgets.
    pub incident: bool,
}

/// Draws the settlement of an invoice.
pub(crate) fn settle(case: &Case, rng: &mut Stream) -> Settlement {
    let course = Course::draw(case, rng);
    let mut settlement = Settlement {
        mechanism: course.mechanism,
        settled: None,
        entries: course.entries(case, rng),
        dispute: course.dispute,
        call: course.call,
    };
    go_bankrupt(&mut settlement, case);
    reverse(&mut settlement, case, rng);
    write_off(&mut settlement, case, rng);
    settlement
}

/// What was drawn for an invoice before any money moves.
struct Course {
    mechanism: Mechanism,
    /// The first day of payment; meaningless if never.
    first_day: i32,
    dispute: Option<Dispute>,
    call: Option<i32>,
}

impl Course {
    fn draw(case: &Case, rng: &mut Stream) -> Self {
        let Case {
            world,
            customer,
            invoice,
            incident,
            ..
        } = *case;
        let behaviour = customer.behaviour(&world.parameters, customer.onset, invoice.due);
        let never = chance(rng, behaviour.never);
        let contested = chance(rng, customer.dispute);
        let forgotten = chance(rng, behaviour.forget) || incident;
        let long_tail = chance(rng, customer.long_tail);
        let (ready, dispute) = (
            ready_day(case, &behaviour, long_tail, rng),
            draw_dispute(world, invoice, rng),
        );
        let after_reminder = AfterReminder::draw(case, rng);
        let credited = chance(rng, world.parameters.disputes.credit_note_share)
            && chance(rng, world.parameters.disputes.full_credit_share);
        if invoice.direct_debit {
            let mechanism = if never {
                Mechanism::Never
            } else {
                Mechanism::DirectDebit
            };
            let collected = world.calendar.on_or_before(invoice.due);
            return Self {
                mechanism,
                first_day: collected,
                dispute: None,
                call: None,
            };
        }
        let contested = contested && !incident;
        let never = never && !incident;
        let forgotten = forgotten && !contested && !never;
        let run_after = |ready| world.run_after(customer.run, ready);
        let (mechanism, first_day) = match () {
            () if never => (Mechanism::Never, run_after(ready)),
            () if contested && credited => (
                Mechanism::Credited,
                world.calendar.on_or_after(dispute.closed),
            ),
            () if contested => (Mechanism::Disputed, run_after(ready.max(dispute.closed))),
            () if incident => (Mechanism::Incident, after_reminder.paid),
            () if forgotten => (Mechanism::Forgotten, after_reminder.paid),
            () if long_tail => (Mechanism::LongTail, run_after(ready)),
            () => (Mechanism::OnTerms, run_after(ready)),
        };
        Self {
            mechanism,
            first_day,
            dispute: contested.then_some(dispute),
            call: after_reminder.call.filter(|_| forgotten),
        }
    }

    /// The money that moves if nobody goes bankrupt and nothing is reversed.
    fn entries(&self, case: &Case, rng: &mut Stream) -> Vec<Entry> {
        let Case {
            world,
            customer,
            invoice,
            ..
        } = *case;
        let mechanisms = &world.parameters.mechanisms;
        let disputes = &world.parameters.disputes;
        let in_parts = chance(rng, transfer_share(world, mechanisms.in_parts));
        let first_share = between(rng, mechanisms.first_part_range);
        let lag = mechanisms.rest_after_days[usize::from(unit(rng) >= 0.5)];
        let partial_credit = chance(rng, partial_credit_share(world));
        let credit_share = between(rng, disputes.partial_credit_range);
        let amount = invoice.amount_minor;
        let entry = |day, amount_minor, kind| Entry {
            day,
            amount_minor,
            kind,
        };
        let part = |amount: i64, share: f64| (amount as f64 * share).round() as i64;
        if self.mechanism == Mechanism::Credited {
            return vec![entry(self.first_day, amount, EntryKind::CreditNote)];
        }
        let mut entries = Vec::new();
        let mut left = amount;
        if let (Mechanism::Disputed, true, Some(dispute)) =
            (self.mechanism, partial_credit, self.dispute)
        {
            let credit = part(amount, credit_share);
            let day = world.calendar.on_or_after(dispute.closed);
            entries.push(entry(day, credit, EntryKind::CreditNote));
            left -= credit;
        }
        let never = self.mechanism == Mechanism::Never;
        if in_parts && !invoice.direct_debit {
            let first = part(left, first_share);
            entries.push(entry(self.first_day, first, EntryKind::Payment));
            let rest_day = world.run_after(customer.run, self.first_day + lag);
            if !never {
                entries.push(entry(rest_day, left - first, EntryKind::Payment));
            }
        } else if !never {
            entries.push(entry(self.first_day, left, EntryKind::Payment));
        }
        entries
    }
}

/// Payments in parts are a share of all invoices, but none is by direct debit.
pub(crate) fn transfer_share(world: &World, share_of_all: f64) -> f64 {
    let mechanisms = &world.parameters.mechanisms;
    share_of_all / (1.0 - mechanisms.direct_debit_customers * mechanisms.direct_debit_invoices)
}

/// The chance of a partial credit note for a dispute without a full one.
fn partial_credit_share(world: &World) -> f64 {
    let disputes = &world.parameters.disputes;
    let full = disputes.credit_note_share * disputes.full_credit_share;
    (disputes.credit_note_share - full) / (1.0 - full)
}

fn ready_day(case: &Case, behaviour: &Behaviour, long_tail: bool, rng: &mut Stream) -> i32 {
    let Case {
        world,
        invoice,
        shock_days,
        ..
    } = *case;
    let given = &world.parameters.behaviour;
    let tail = exponential(rng, given.long_tail_days);
    let readiness = behaviour.readiness_mean
        + given.amount_days * invoice.standardised_amount
        + shock_days
        + behaviour.readiness_sd * noise(rng)
        + if long_tail { tail } else { 0.0 };
    (invoice.due + readiness.ceil() as i32).clamp(invoice.issue + 1, world.calendar.last() - 366)
}

fn draw_dispute(world: &World, invoice: &Invoice, rng: &mut Stream) -> Dispute {
    let given = &world.parameters.disputes;
    let opened = invoice.issue + whole(rng, given.opens_after_days);
    let lasts = given.median_days * (given.sigma * normal(rng)).exp();
    Dispute {
        opened,
        closed: opened + (lasts.round() as i32).max(1),
    }
}

/// How a forgotten invoice is remembered.
struct AfterReminder {
    paid: i32,
    call: Option<i32>,
}

impl AfterReminder {
    fn draw(case: &Case, rng: &mut Stream) -> Self {
        let Case {
            world,
            invoice,
            schedule,
            ..
        } = *case;
        let given = &world.parameters.forgotten;
        let level = 1 + weighted(rng, &given.level_shares);
        let wait = exponential(rng, given.mean_days_after_reminder)
            .ceil()
            .max(1.0) as i32;
        let call_day = world
            .calendar
            .on_or_after(invoice.due + given.fallback_call_days);
        let sent = schedule.first_from(level).map(|(_, day)| day);
        Self {
            paid: world.calendar.on_or_after(sent.unwrap_or(call_day) + wait),
            call: sent.is_none().then_some(call_day),
        }
    }
}
