//! The threshold, from the false-alarm rate that was set: the customers' own months in another order.
//!
//! Whoever shuffles the months of a customer keeps how it pays (its spread, what it forgets, its runs, its disputes) and
//! loses any change. The watch is kept over such shuffled histories month by month; the threshold is the evidence at
//! which as many new alarms are raised per 100 customer-months as was set. Months are moved two by two, with all their
//! invoices: what makes neighbouring invoices alike stays with them. Whoever has plainly changed does not count towards
//! the rate: its late months among the others, in any order, are no normal times.

use arrears_ledger::Day;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::Settings;
use super::evidence::{Common, Reading, evidence};
use super::history::{History, Track};
use super::shocks::{Shocks, month_of};
use super::sighting::{Sighting, sightings};

/// How far the evidence must fall below the threshold to end an alarm: else one would end and begin again.
pub(crate) const SLACK: f64 = 1.5;
/// Settled invoices from which a customer's month counts towards the rate.
pub(crate) const SETTLED: usize = 6;
/// Days after the due date from which an outcome is taken as final enough to be shuffled.
const MATURE_DAYS: i32 = 60;
/// Months watched, shuffled histories (each customer at most so often), and the fewest customer-months that settle a
/// threshold; with fewer it is [`UNSETTLED`].
const MONTHS: usize = 24;
/// Months before those, in which alarms are raised and not counted: what stands when the count begins is not new.
const MONTHS_BEFORE: usize = 6;
pub(super) const HISTORIES: usize = 2_000;
const MOST_OFTEN: usize = 20;
/// Evidence that chance hardly ever reaches: customers that had it do not count towards the rate.
const PLAINLY: f64 = 12.0;
const FEWEST: usize = 500;
const UNSETTLED: f64 = 4.5;

/// What chance alone does on this ledger.
#[derive(Clone, Debug, Default)]
pub(crate) struct InControl {
    /// Evidence from which an alarm is raised: for the worse, for the better.
    pub(crate) worse: f64,
    pub(crate) better: f64,
    /// Customer-months behind them.
    pub(crate) n_months: usize,
    /// Evidence of all shuffled customer-months, ascending.
    worse_by_chance: Vec<f64>,
    better_by_chance: Vec<f64>,
}

/// A shuffled customer's evidence at one month-end, and whether the month counts towards the rate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month {
    pub(crate) worse: f64,
    pub(crate) better: f64,
    pub(crate) counts: bool,
}

impl InControl {
    /// From shuffled histories as known at `settings.as_of`.
    pub(crate) fn of(
        histories: &[History],
        settings: &Settings,
        shocks: &Shocks,
        common: &Common,
    ) -> InControl {
        let days = month_ends(settings.as_of - MATURE_DAYS, MONTHS + MONTHS_BEFORE);
        let step = super::every(histories.len(), HISTORIES);
        let often = (HISTORIES / histories.len().max(1)).clamp(1, MOST_OFTEN);
        let jobs: Vec<(usize, usize)> = (0..histories.len())
            .step_by(step)
            .flat_map(|customer| (0..often).map(move |turn| (customer, turn)))
            .collect();
        let watched: Vec<Vec<Month>> = jobs
            .par_iter()
            .map(|&(customer, turn)| {
                let stream = (customer * MOST_OFTEN + turn) as u64;
                let history = &histories[customer];
                let Some(shuffled) = shuffled(history, settings, shocks, stream) else {
                    return Vec::new();
                };
                let mut months = months(&shuffled, &days, settings, common);
                if changed_before(history, &days, settings, shocks, common) {
                    months.iter_mut().for_each(|month| month.counts = false);
                }
                months
            })
            .collect();
        InControl::settle(&watched, settings.rule.false_alarms_per_100_months)
    }

    fn settle(watched: &[Vec<Month>], rate: f64) -> InControl {
        let flat = || watched.iter().flatten();
        let n_months = flat().filter(|month| month.counts).count();
        let chance = |of: fn(&Month) -> f64| {
            let mut all: Vec<f64> = flat().map(of).filter(|value| value.is_finite()).collect();
            all.sort_by(f64::total_cmp);
            all
        };
        let threshold = |of: fn(&Month) -> f64| {
            if n_months < FEWEST {
                return UNSETTLED;
            }
            threshold(watched, of, rate / 100.0 * n_months as f64)
        };
        InControl {
            worse: threshold(|month| month.worse),
            better: threshold(|month| month.better),
            n_months,
            worse_by_chance: chance(|month| month.worse),
            better_by_chance: chance(|month| month.better),
        }
    }

    /// The share of customers without a change whose evidence is that high on a day.
    pub(crate) fn chance(&self, evidence: f64, for_the_worse: bool) -> f64 {
        let all = if for_the_worse {
            &self.worse_by_chance
        } else {
            &self.better_by_chance
        };
        let above = all.len() - all.partition_point(|&value| value < evidence);
        (above + 1) as f64 / (all.len() + 1) as f64
    }
}

/// The lowest evidence (to a thousandth) at which no more than `allowed` alarms are raised.
fn threshold(watched: &[Vec<Month>], of: fn(&Month) -> f64, allowed: f64) -> f64 {
    let raised =
        |from: f64| -> usize { watched.iter().map(|months| alarms(months, of, from)).sum() };
    let (mut low, mut high) = (-5.0, 30.0);
    while high - low > 1e-3 {
        let middle = (low + high) / 2.0;
        if raised(middle) as f64 > allowed {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// New alarms of one customer in the months that count.
fn alarms(months: &[Month], of: fn(&Month) -> f64, threshold: f64) -> usize {
    let mut on = false;
    let mut n = 0;
    for month in months {
        let now = holds(of(month), threshold, on);
        n += usize::from(now && !on && month.counts);
        on = now;
    }
    n
}

/// Whether an alarm stands: raised at the threshold, held a little below.
pub(crate) fn holds(evidence: f64, threshold: f64, before: bool) -> bool {
    evidence >= if before { threshold - SLACK } else { threshold }
}

/// The last `n` month-ends up to `last`, ascending.
pub(crate) fn month_ends(last: Day, n: usize) -> Vec<Day> {
    let mut days = Vec::with_capacity(n);
    let mut day = if last.month_end() == last {
        last
    } else {
        last - last.day_of_month() as i32
    };
    for _ in 0..n {
        days.push(day);
        day = day - day.day_of_month() as i32;
    }
    days.reverse();
    days
}

fn months(history: &History, days: &[Day], settings: &Settings, common: &Common) -> Vec<Month> {
    let none = Shocks::default();
    let first = history
        .tracks
        .iter()
        .map(|track| track.known)
        .min()
        .unwrap_or(0);
    let month = |(i, day): (usize, &Day)| {
        let seen = sightings(history, day.0, settings.lag, &none);
        let reading = Reading {
            seen: &seen,
            signals: &history.signals,
            first,
            day: day.0,
            common,
        };
        let found = evidence(reading, settings.reach());
        Month {
            worse: found.map_or(f64::NEG_INFINITY, |found| found.worse),
            better: found.map_or(f64::NEG_INFINITY, |found| found.better),
            counts: i >= MONTHS_BEFORE && counts(&seen, day.0),
        }
    };
    days.iter().enumerate().map(month).collect()
}

/// Whether a customer has plainly changed at some time: its months in another order are no normal times.
pub(super) fn changed_before(
    history: &History,
    days: &[Day],
    settings: &Settings,
    shocks: &Shocks,
    common: &Common,
) -> bool {
    let Some(first) = history.tracks.iter().map(|track| track.known).min() else {
        return false;
    };
    let plainly = |day: i32| {
        let seen = sightings(history, day, settings.lag, shocks);
        let reading = Reading {
            seen: &seen,
            signals: &history.signals,
            first,
            day,
            common,
        };
        let found = evidence(reading, settings.reach());
        found.is_some_and(|found| found.worse.max(found.better) >= PLAINLY)
    };
    // One look in half a window, so that no change lies between two.
    let looks = days.iter().rev().step_by(3).map(|day| day.0);
    std::iter::once(settings.as_of.0).chain(looks).any(plainly)
}

/// Whether a customer's month counts: enough settled invoices, and one due in the month.
pub(crate) fn counts(seen: &[Sighting], day: i32) -> bool {
    let due = seen
        .iter()
        .any(|s| s.due <= day && month_of(s.due) == month_of(day));
    due && seen.iter().filter(|s| s.settled).count() >= SETTLED
}

/// The customer's months in another order; `None` where there is too little to shuffle.
fn shuffled(
    history: &History,
    settings: &Settings,
    shocks: &Shocks,
    stream: u64,
) -> Option<History> {
    let until = settings.as_of.0;
    let mature: Vec<&Track> = history
        .tracks
        .iter()
        .filter(|track| track.due <= until - MATURE_DAYS)
        .collect();
    if mature.len() < SETTLED {
        return None;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(settings.seed);
    rng.set_stream(stream);
    let mut blocks: Vec<Vec<&Track>> = Vec::new();
    for pair in mature.chunk_by(|a, b| month_of(a.due) / 2 == month_of(b.due) / 2) {
        blocks.push(pair.to_vec());
    }
    blocks.shuffle(&mut rng);
    let fates = blocks.concat();
    let tracks = mature.iter().zip(fates);
    let tracks = tracks
        .map(|(slot, fate)| moved(slot, fate, history.sector, settings, shocks))
        .collect();
    let first = mature
        .iter()
        .map(|track| track.known)
        .min()
        .unwrap_or(until);
    let signal = |_: &i32| rng.random_range(first.min(until)..=until);
    Some(History {
        sector: history.sector,
        tracks,
        signals: history.signals.iter().map(signal).collect(),
    })
}

/// What happened to `fate`, as if it had been the invoice of `slot`.
fn moved(slot: &Track, fate: &Track, sector: usize, settings: &Settings, shocks: &Shocks) -> Track {
    let until = settings.as_of.0;
    let by = slot.due - fate.due;
    let late = fate.days_late(until, 0).filter(|late| late.1);
    let turns: Vec<(i32, Option<i32>)> = late
        .map(|(days, _)| {
            let paid = slot.due + days - shocks.shift(fate.due, sector).round() as i32;
            (paid + settings.lag, Some(paid))
        })
        .into_iter()
        .collect();
    let shift = |day: Option<i32>| day.map(|day| day + by);
    Track {
        due: slot.due,
        known: slot.known,
        stopped: shift(fate.stopped),
        turns: turns.into_boxed_slice(),
        disputed: shift(fate.disputed),
        in_parts: shift(fate.in_parts),
        promises: fate
            .promises
            .iter()
            .map(|&(day, broken)| (day + by, broken))
            .collect(),
        reminders: fate
            .reminders
            .iter()
            .map(|&(day, answer)| (day + by, shift(answer)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(worse: f64) -> Month {
        Month {
            worse,
            better: f64::NEG_INFINITY,
            counts: true,
        }
    }

    #[test]
    fn an_alarm_is_new_once_until_it_has_fallen() {
        let months = [1.0, 5.0, 4.0, 3.6, 5.0, 3.0, 5.0].map(month);
        // From 5: held at 4 and 3.6 (above 3.5), ended at 3, raised again.
        assert_eq!(alarms(&months, |m| m.worse, 5.0), 2);
        let silent = Month {
            counts: false,
            ..month(9.0)
        };
        assert_eq!(alarms(&[silent, month(9.0)], |m| m.worse, 5.0), 0);
    }

    #[test]
    fn the_threshold_lets_as_many_through_as_was_set() {
        // 1000 customers with one month each and evidence 0.01, 0.02, ... 10.
        let all: Vec<Vec<Month>> = (1..=1_000)
            .map(|i| vec![month(f64::from(i) / 100.0)])
            .collect();
        let found = InControl::settle(&all, 1.0);
        assert!((found.worse - 9.90).abs() < 0.012, "{}", found.worse);
        assert!((found.chance(9.505, true) - 51.0 / 1_001.0).abs() < 1e-9);
        let few = InControl::settle(&all[..100], 1.0);
        assert_eq!(few.worse, UNSETTLED);
    }

    #[test]
    fn month_ends_go_back_from_the_day() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let found = month_ends(day("2025-03-15"), 3);
        assert_eq!(
            found,
            [day("2024-12-31"), day("2025-01-31"), day("2025-02-28")]
        );
        assert_eq!(month_ends(day("2024-02-29"), 1), [day("2024-02-29")]);
    }
}
