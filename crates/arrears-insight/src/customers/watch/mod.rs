//! The watch: which customers pay otherwise than before, since when, by how much, and how sure that is.
//!
//! 1. `history`: what was known of every invoice on every day;
//! 2. `shocks`: what moved all customers in a month, taken out;
//! 3. `normal_times`: how the customer pays while nothing changes;
//! 4. `evidence`: the likelihood ratio of a change within the last months, over days late (with open invoices as lower
//!    bounds), order of payment, payments in part, disputes, broken promises, unanswered reminders and signals;
//! 5. `in_control`: the threshold, from the false-alarm rate that was set;
//! 6. `change`: what is said of a customer, and `followed`: what became of earlier warnings.
//!
//! Nothing known after the as-of day is used, so that what becomes known later cannot change an earlier warning.

mod change;
mod evidence;
mod followed;
mod history;
mod in_control;
mod later;
mod normal_times;
mod shocks;
mod sighting;

use std::collections::BTreeMap;

use arrears_features::{Book, CustomerIx};
use arrears_ledger::Day;
use rayon::prelude::*;

pub use change::{Change, Direction, Level, RateChange, Step};
pub use followed::Followed;
pub use later::later_since;

use super::warnings::WarningRule;
use crate::facts::Portfolio;
use evidence::{Common, Evidence, Reach, Reading, evidence};
use history::History;
use in_control::InControl;
use normal_times::{Baseline, Tail};
use shocks::Shocks;
use sighting::{N_KINDS, Sighting, sightings};

/// What the watch found.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// Per customer of the portfolio; `None` where nothing changed.
    pub changes: Vec<Option<Change>>,
    /// Per customer, whether its month counts towards the rate of false alarms: six settled invoices, and one due in it.
    pub counted: Vec<bool>,
    /// How the watch was set, and what it may be wrong in.
    pub account: Account,
}

impl Watched {
    /// A customer's change.
    pub fn of(&self, customer: usize) -> Option<&Change> {
        self.changes.get(customer)?.as_ref()
    }
}

/// How the watch was set, and what it may be wrong in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// New false alarms per 100 customer-months, as set.
    pub false_alarms_per_100_months: f64,
    /// Evidence from which a change for the worse is told.
    pub threshold: f64,
    /// Shuffled customer-months that the threshold was found on.
    pub n_shuffled_months: u64,
    /// Customers with enough invoices to be watched.
    pub n_watched: u64,
    /// Of which had an invoice due in the month: those that the rate is counted on.
    pub n_counted: u64,
    /// Customers warned of now.
    pub n_warned: u64,
    /// Of which for the first time.
    pub n_new: u64,
    /// What became of the warnings of a quarter ago.
    pub followed: Option<Followed>,
}

/// The rule with what belongs to one reading of the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) rule: WarningRule,
    pub(crate) as_of: Day,
    /// Days by which payments are booked late.
    pub(crate) lag: i32,
    pub(crate) seed: u64,
}

impl Settings {
    /// Those of one reading of the ledger.
    fn of(histories: &[History], as_of: Day, rule: &WarningRule, seed: u64) -> Settings {
        Settings {
            rule: rule.clone(),
            as_of,
            lag: booking_lag(histories),
            seed,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        Reach {
            window_days: self.rule.window_days,
            min_invoices: self.rule.min_invoices as usize,
        }
    }
}

/// Watches the customers of a portfolio, as known at its as-of day.
pub fn watch(book: &Book, portfolio: &Portfolio, rule: &WarningRule, seed: u64) -> Watched {
    let customers = portfolio.customers.iter();
    let watched: Vec<Watchee> = customers
        .map(|customer| Watchee {
            ix: customer.ix,
            sector: customer.sector.as_deref(),
            // The own group pays as the group decides.
            is_watched: !customer.intercompany,
        })
        .collect();
    let histories = histories(book, portfolio.known, &watched);
    let settings = Settings::of(&histories, portfolio.known, rule, seed);
    watch_histories(&histories, &settings)
}

/// Watches histories: the work of [`watch`].
fn watch_histories(histories: &[History], settings: &Settings) -> Watched {
    let (as_of, rule) = (settings.as_of, &settings.rule);
    let shocks = Shocks::of(histories, as_of.0, settings.lag);
    let common = Common::of(histories, settings, &shocks);
    let in_control = InControl::of(histories, settings, &shocks, &common);
    let now = Moment {
        histories,
        settings,
        common: &common,
        day: as_of,
        shocks,
    };
    let found: Vec<Option<Evidence>> = (0..histories.len())
        .into_par_iter()
        .map(|i| now.evidence(i))
        .collect();
    let changes = change::changes(&now, &now.months_before(), &found, &in_control);
    let before = now.on(as_of - followed::DAYS);
    let counted: Vec<bool> = (0..histories.len())
        .into_par_iter()
        .map(|i| in_control::counts(&now.seen(i), as_of.0))
        .collect();
    let followed = followed::followed(&before, &now, in_control.worse);
    let worse = || {
        let all = changes.iter().flatten();
        all.filter(|change| change.direction == Direction::Worse)
    };
    let account = Account {
        false_alarms_per_100_months: rule.false_alarms_per_100_months,
        threshold: in_control.worse,
        n_shuffled_months: in_control.n_months as u64,
        n_watched: found.iter().flatten().count() as u64,
        n_counted: counted.iter().filter(|&&counts| counts).count() as u64,
        n_warned: worse().count() as u64,
        n_new: worse().filter(|change| change.is_new).count() as u64,
        followed,
    };
    Watched {
        changes,
        counted,
        account,
    }
}

/// All customers on one day.
pub(crate) struct Moment<'a> {
    pub(crate) histories: &'a [History],
    pub(crate) settings: &'a Settings,
    pub(crate) common: &'a Common,
    pub(crate) day: Day,
    pub(crate) shocks: Shocks,
}

impl<'a> Moment<'a> {
    /// The same customers on an earlier day.
    fn on(&self, day: Day) -> Moment<'a> {
        Moment {
            day,
            shocks: Shocks::of(self.histories, day.0, self.settings.lag),
            ..*self
        }
    }

    /// The same customers at the month-ends over which a change is followed back, oldest first.
    fn months_before(&self) -> Vec<Moment<'a>> {
        in_control::month_ends(self.day - 1, change::MONTHS_BACK)
            .into_iter()
            .map(|day| self.on(day))
            .collect()
    }

    /// A customer's invoices on this day.
    pub(crate) fn seen(&self, customer: usize) -> Vec<Sighting> {
        sightings(
            &self.histories[customer],
            self.day.0,
            self.settings.lag,
            &self.shocks,
        )
    }

    /// A customer's evidence on this day.
    pub(crate) fn evidence(&self, customer: usize) -> Option<Evidence> {
        let history = &self.histories[customer];
        let seen = self.seen(customer);
        let first = history.tracks.iter().map(|track| track.known).min()?;
        let reading = Reading {
            seen: &seen,
            signals: &history.signals,
            first,
            day: self.day.0,
            common: self.common,
        };
        evidence(reading, self.settings.reach())
    }
}

/// A customer as the watch needs it.
struct Watchee<'a> {
    ix: CustomerIx,
    sector: Option<&'a str>,
    /// Whether it has a history at all.
    is_watched: bool,
}

/// A history per customer, as known at the end of a day; an empty one for who is not watched.
fn histories(book: &Book, known: Day, customers: &[Watchee<'_>]) -> Vec<History> {
    let mut sectors: BTreeMap<&str, usize> = BTreeMap::new();
    for sector in customers.iter().filter_map(|customer| customer.sector) {
        let next = sectors.len() + 1;
        sectors.entry(sector).or_insert(next);
    }
    let sector = |name: Option<&str>| name.and_then(|name| sectors.get(name)).copied();
    let history = |customer: &Watchee<'_>| match customer.is_watched {
        true => {
            let sector = sector(customer.sector).unwrap_or(0);
            History::of(book, customer.ix, sector, known)
        }
        false => History::default(),
    };
    customers.par_iter().map(history).collect()
}

/// Every how manieth of `n` customers is read where at most so many are.
fn every(n: usize, most: usize) -> usize {
    n.div_ceil(most).max(1)
}

/// Customers that the booking lag is read from, and what all customers tell, at most.
const LAG_CUSTOMERS: usize = 1_000;
const COMMON_CUSTOMERS: usize = 5_000;

/// Whether the customer at a place, of so many, is among those that anything is read from that is said of others.
fn is_sampled(place: usize, n: usize) -> bool {
    let samples = [
        LAG_CUSTOMERS,
        COMMON_CUSTOMERS,
        shocks::MAX_CUSTOMERS,
        in_control::HISTORIES,
    ];
    samples
        .iter()
        .any(|&most| place.is_multiple_of(every(n, most)))
}

/// Days from payment to booking, as a rule: the median over customers' settled invoices, ten at most.
fn booking_lag(histories: &[History]) -> i32 {
    let step = every(histories.len(), LAG_CUSTOMERS);
    let turns = histories
        .iter()
        .step_by(step)
        .flat_map(|history| &history.tracks);
    let mut lags: Vec<i32> = turns
        .filter_map(|track| track.turns.first())
        .filter_map(|&(known, settled)| settled.map(|day| known - day))
        .collect();
    let middle = lags.len() / 2;
    if lags.is_empty() {
        return 0;
    }
    (*lags.select_nth_unstable(middle).1).clamp(0, 10)
}

impl Common {
    /// What all customers tell of forgotten invoices and of events.
    fn of(histories: &[History], settings: &Settings, shocks: &Shocks) -> Common {
        /// Days after which an invoice's fate is clear.
        const CLEAR_DAYS: i32 = 120;
        let day = settings.as_of.0;
        let step = every(histories.len(), COMMON_CUSTOMERS);
        let parts: Vec<Told> = histories
            .par_iter()
            .step_by(step)
            .map(|history| {
                let seen = sightings(history, day, settings.lag, shocks);
                let clear = &seen[..seen.partition_point(|s| s.due <= day - CLEAR_DAYS)];
                Told {
                    forgotten: forgotten(clear, settings.reach().min_invoices),
                    totals: std::array::from_fn(|kind| evidence::total(clear, kind)),
                }
            })
            .collect();
        let rate = |kind: usize| {
            let add = |(n, k): (f64, f64), part: &Told| {
                let own = part.totals[kind];
                (n + own.0, k + own.1)
            };
            let (n, k) = parts.iter().fold((0.0, 0.0), add);
            ((k + 1.0) / (n + 20.0)).clamp(0.005, 0.9)
        };
        let tails: Vec<Option<f64>> = parts
            .iter()
            .flat_map(|part| part.forgotten.iter().copied())
            .collect();
        Common {
            tail: Tail::of(&tails),
            rates: std::array::from_fn(rate),
        }
    }
}

/// What one customer tells of all.
struct Told {
    /// Days late of its forgotten invoices; none while open.
    forgotten: Vec<Option<f64>>,
    /// Of each kind of event, how many there could have been and were.
    totals: [(f64, f64); N_KINDS],
}

/// Days late of a customer's forgotten invoices.
fn forgotten(seen: &[Sighting], fewest: usize) -> Vec<Option<f64>> {
    if seen.len() <= fewest {
        return Vec::new();
    }
    let mut days: Vec<f64> = seen.iter().map(|s| s.days).collect();
    days.sort_by(f64::total_cmp);
    let baseline = Baseline::of(&days);
    let late = seen.iter().filter(|s| baseline.is_forgotten(s.days));
    late.map(|s| s.settled.then_some(s.days)).collect()
}

#[cfg(test)]
mod tests;
