//! One customer's invoices as they stood at the end of a day, in order of due date: days late or a lower bound, free of
//! what moved all customers, and what else happened on each.

use super::history::{History, Track};
use super::shocks::Shocks;

/// One invoice on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sighting {
    /// Due date.
    pub(crate) due: i32,
    /// Days late less the month's shift; a lower bound while `settled` is false.
    pub(crate) days: f64,
    /// Whether it is settled, so that the days are exact.
    pub(crate) settled: bool,
    /// Of each kind of event, how many there could have been and how many there were.
    pub(crate) counts: [Count; N_KINDS],
}

/// Trials and events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) n: u16,
    pub(crate) k: u16,
}

/// Kinds of events that are counted per invoice, reminder or promise.
pub(crate) const N_KINDS: usize = 5;
pub(crate) const SKIPPED: usize = 0;
pub(crate) const DISPUTED: usize = 1;
pub(crate) const IN_PARTS: usize = 2;
pub(crate) const BROKEN: usize = 3;
pub(crate) const UNANSWERED: usize = 4;

/// Days by which a later invoice's due date must be later for its earlier payment to be out of order.
const SKIP_DAYS: i32 = 7;

/// A customer's invoices as known at the end of `day`.
pub(crate) fn sightings(history: &History, day: i32, lag: i32, shocks: &Shocks) -> Vec<Sighting> {
    let seen = history.tracks.iter().filter_map(|track| {
        let (days, settled) = track.days_late(day, lag)?;
        let shift = shocks.shift(track.due, history.sector);
        Some(Sighting {
            due: track.due,
            days: f64::from(days) - shift,
            settled,
            counts: counts(track, day),
        })
    });
    let mut all: Vec<Sighting> = seen.collect();
    mark_skipped(&mut all);
    all
}

/// The events of one invoice by the end of a day.
fn counts(track: &Track, day: i32) -> [Count; N_KINDS] {
    let by = |event: Option<i32>| u16::from(event.is_some_and(|event| event <= day));
    let mut counts = [Count::default(); N_KINDS];
    counts[SKIPPED].n = 1;
    counts[DISPUTED] = Count {
        n: 1,
        k: by(track.disputed),
    };
    counts[IN_PARTS] = Count {
        n: 1,
        k: by(track.in_parts),
    };
    let due = track.promises.iter().filter(|promise| promise.0 <= day);
    for promise in due {
        counts[BROKEN].n += 1;
        counts[BROKEN].k = promise.1.min(u32::from(counts[BROKEN].n)) as u16;
    }
    for reminder in track.reminders.iter().filter(|reminder| reminder.0 <= day) {
        counts[UNANSWERED].n += 1;
        counts[UNANSWERED].k += u16::from(reminder.1.is_none_or(|answered| answered > day));
    }
    counts
}

/// Marks the invoices that were passed over: one due at least a week later was paid before, and they were not.
pub(crate) fn mark_skipped(all: &mut [Sighting]) {
    let paid_on = |s: &Sighting| {
        if s.settled {
            f64::from(s.due) + s.days
        } else {
            f64::INFINITY
        }
    };
    // From the back: the first payment among those due a week later and more.
    let mut first_later = f64::INFINITY;
    let mut later = all.len();
    for i in (0..all.len()).rev() {
        while later > 0 && all[later - 1].due >= all[i].due + SKIP_DAYS {
            later -= 1;
            first_later = first_later.min(paid_on(&all[later]));
        }
        let passed = first_later < paid_on(&all[i]) && f64::from(all[i].due) < first_later;
        all[i].counts[SKIPPED].k = u16::from(passed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(due: i32, days: f64, settled: bool) -> Sighting {
        let mut counts = [Count::default(); N_KINDS];
        counts[SKIPPED].n = 1;
        Sighting {
            due,
            days,
            settled,
            counts,
        }
    }

    #[test]
    fn an_older_invoice_left_while_a_newer_is_paid_is_passed_over() {
        // Due 0 and open; due 5 and paid on 8 (too near in due date); due 30, paid on 28.
        let mut all = [at(0, 40.0, false), at(5, 3.0, true), at(30, -2.0, true)];
        mark_skipped(&mut all);
        let skipped: Vec<u16> = all.iter().map(|s| s.counts[SKIPPED].k).collect();
        assert_eq!(skipped, [1, 0, 0]);
    }

    #[test]
    fn paying_early_out_of_order_is_no_sign() {
        // The newer one was paid before the older was even due.
        let mut all = [at(20, 0.0, true), at(40, -25.0, true)];
        mark_skipped(&mut all);
        assert_eq!(all[0].counts[SKIPPED].k, 0);
    }

    #[test]
    fn only_what_was_known_counts() {
        let track = Track {
            due: 50,
            known: 10,
            disputed: Some(30),
            reminders: Box::new([(80, None), (90, Some(85))]),
            promises: Box::new([(95, 1)]),
            ..Track::default()
        };
        let on = |day| counts(&track, day);
        assert_eq!(on(29)[DISPUTED], Count { n: 1, k: 0 });
        assert_eq!(on(30)[DISPUTED], Count { n: 1, k: 1 });
        assert_eq!(on(84)[UNANSWERED], Count { n: 1, k: 1 });
        assert_eq!(on(90)[UNANSWERED], Count { n: 2, k: 1 });
        assert_eq!(on(94)[BROKEN], Count::default());
        assert_eq!(on(95)[BROKEN], Count { n: 1, k: 1 });
    }
}
