//! What comes over a settlement after it was planned: bankruptcy, a payment
//! taken back, a write-off.

use crate::{
    account::{Entry, EntryKind},
    random::{Stream, chance, whole},
    settle::{Case, Mechanism, Settlement},
};

/// Strikes what a bankrupt customer would have paid, and says whether the
/// invoice is settled.
pub(crate) fn go_bankrupt(settlement: &mut Settlement, case: &Case) {
    let Case {
        customer, invoice, ..
    } = *case;
    let n_planned = settlement.entries.len();
    settlement
        .entries
        .retain(|entry| !customer.is_bankrupt(entry.day));
    if settlement.entries.len() < n_planned && settlement.mechanism != Mechanism::Never {
        settlement.mechanism = Mechanism::Bankrupt;
    }
    let paid: i64 = settlement.entries.iter().map(Entry::settles_minor).sum();
    if paid >= invoice.amount_minor {
        settlement.settled = settlement.entries.iter().map(|entry| entry.day).max();
    }
}

/// Takes back a last payment now and then; it is paid again some weeks later.
pub(crate) fn reverse(settlement: &mut Settlement, case: &Case, rng: &mut Stream) {
    let Case {
        world, customer, ..
    } = *case;
    let given = &world.parameters.mechanisms;
    let reversed = chance(rng, given.reversed);
    let after = whole(rng, given.reversed_after_days);
    let again = whole(rng, given.repaid_after_days);
    let last = settlement.entries.last().copied();
    let (true, Some(_), Some(last)) = (reversed, settlement.settled, last) else {
        return;
    };
    let day = world.calendar.on_or_after(last.day + after);
    let repaid = world.run_after(customer.run, day + again);
    if last.kind != EntryKind::Payment || customer.is_bankrupt(day) {
        return;
    }
    settlement.entries.push(Entry {
        day,
        kind: EntryKind::Reversal,
        ..last
    });
    settlement.settled = None;
    if customer.is_bankrupt(repaid) {
        settlement.mechanism = Mechanism::Bankrupt;
    } else {
        settlement.entries.push(Entry {
            day: repaid,
            ..last
        });
        settlement.settled = Some(repaid);
    }
}

/// Writes most of what will never be paid off, in the end.
pub(crate) fn write_off(settlement: &mut Settlement, case: &Case, rng: &mut Stream) {
    let Case {
        world,
        customer,
        invoice,
        ..
    } = *case;
    let given = &world.parameters.write_offs;
    let written_off = chance(rng, given.share_of_never);
    let after_due = invoice.due + whole(rng, given.after_due_days);
    let after_end = whole(rng, given.after_bankruptcy_days);
    if settlement.settled.is_some() || !written_off {
        return;
    }
    let day = customer
        .bankrupt
        .map_or(after_due, |day| (day + after_end).min(after_due));
    let last = settlement
        .entries
        .last()
        .map_or(invoice.due, |entry| entry.day);
    let day = world.calendar.on_or_after(day.max(invoice.due).max(last));
    let amount_minor = settlement.open_minor(invoice, day);
    settlement.entries.push(Entry {
        day,
        amount_minor,
        kind: EntryKind::WriteOff,
    });
}
