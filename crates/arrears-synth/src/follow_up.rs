//! What is done about an invoice that stays open: reminders, calls, replies
//! and promises.
//!
//! A reminder goes out while the books show the invoice open, so a payment that
//! is booked late still gets one; none goes to a bankrupt customer.

use crate::{
    customer::Customer,
    ladder::Schedule,
    parameters::FollowUp,
    plan::Invoice,
    random::{Stream, chance, exponential, weighted, whole},
    settle::Settlement,
    world::World,
};

/// Amounts up to this remain open without the invoice counting as open.
pub(crate) const TOLERANCE_MINOR: i64 = 100;

/// A reminder or call that was really made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reminder {
    pub invoice: u32,
    pub sent: i32,
    /// 0 a call, 1 to 4 the ladder.
    pub level: u8,
    pub channel: &'static str,
    pub replied: Option<i32>,
}

/// A promise to pay.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Promise {
    pub invoice: u32,
    pub made: i32,
    pub promised: i32,
    pub amount_minor: i64,
    pub known: i32,
}

/// Appends the reminders of an invoice, and the promises made on them.
pub(crate) fn follow_up(
    world: &World,
    (number, invoice): (u32, &Invoice),
    schedule: &Schedule,
    settlement: &Settlement,
    rng: &mut Stream,
    (reminders, promises): (&mut Vec<Reminder>, &mut Vec<Promise>),
) {
    let customer = &world.customers[invoice.customer as usize];
    let habits = world.parameters.follow_up.of(customer.type_on(invoice.due));
    let file = OpenFile {
        world,
        customer,
        invoice,
        settlement,
    };
    let call_after = whole(rng, [3, 7]);
    let calls = chance(rng, habits.call);
    let steps = schedule
        .0
        .iter()
        .zip(1_u8..)
        .filter_map(|(day, level)| day.map(|day| (day, level)));
    let second = schedule.0[1].filter(|_| calls);
    let call = second.map(|day| world.calendar.on_or_after(day + call_after));
    let calls = [call, settlement.call]
        .into_iter()
        .flatten()
        .map(|day| (day, 0));
    let before = reminders.len();
    for (sent, level) in steps.chain(calls) {
        if !file.shows_open(sent) {
            continue;
        }
        let replied = reply(habits, level, sent, settlement, rng);
        let channel = channel(habits, level, rng);
        reminders.push(Reminder {
            invoice: number,
            sent,
            level,
            channel,
            replied,
        });
        if let Some(made) = replied {
            promises.extend(file.promise(habits, number, made, rng));
        }
    }
    reminders[before..].sort_by_key(|reminder| (reminder.sent, reminder.level));
}

/// An invoice's file as the credit controller sees it.
struct OpenFile<'a> {
    world: &'a World,
    customer: &'a Customer,
    invoice: &'a Invoice,
    settlement: &'a Settlement,
}

impl OpenFile<'_> {
    /// Whether the books of the day before show an open, collectable invoice.
    fn shows_open(&self, day: i32) -> bool {
        let booked = |entry_day| self.world.booked(self.invoice.customer, entry_day) < day;
        let (mut settled, mut written_off) = (0, false);
        for entry in &self.settlement.entries {
            if booked(entry.day) {
                settled += entry.settles_minor();
                written_off |= entry.settles_minor() == 0;
            }
        }
        !written_off
            && !self.customer.is_bankrupt(day)
            && self.invoice.amount_minor - settled > TOLERANCE_MINOR
    }

    /// A promise given that day: kept on purpose, or a date out of the air.
    fn promise(
        &self,
        habits: &FollowUp,
        number: u32,
        made: i32,
        rng: &mut Stream,
    ) -> Option<Promise> {
        let promises = chance(rng, habits.promise);
        let means_it = chance(rng, habits.keep);
        let margin = whole(rng, [0, 4]);
        let hope = whole(rng, [5, 14]);
        let lag = whole(rng, self.world.parameters.booking.lag_days);
        let amount_minor = self.settlement.open_minor(self.invoice, made);
        if !promises || amount_minor <= TOLERANCE_MINOR {
            return None;
        }
        let kept_by = self
            .settlement
            .settled
            .filter(|&day| means_it && day - made <= 60);
        Some(Promise {
            invoice: number,
            made,
            promised: kept_by.map_or(made + hope, |day| day + margin),
            amount_minor,
            known: made + lag,
        })
    }
}

/// A reply comes before the money, or not at all.
fn reply(
    habits: &FollowUp,
    level: u8,
    sent: i32,
    settlement: &Settlement,
    rng: &mut Stream,
) -> Option<i32> {
    let replies = chance(rng, habits.reply);
    let wait = if level == 0 {
        0
    } else {
        1 + exponential(rng, 3.0) as i32
    };
    let replied = sent + wait;
    let in_time = settlement.settled.is_none_or(|settled| replied <= settled);
    (replies && in_time).then_some(replied)
}

/// Formal notices go by registered letter, calls by phone.
fn channel(habits: &FollowUp, level: u8, rng: &mut Stream) -> &'static str {
    const INFORMAL: [&str; 4] = ["email", "letter", "messenger", "phone"];
    let chosen = INFORMAL[weighted(rng, &habits.channels)];
    match level {
        0 => "phone",
        1 | 2 => chosen,
        3 => "registered_letter",
        _ => "letter",
    }
}
