//! How a customer settled earlier invoices, the more alike the one at hand the heavier.
//!
//! A customer who pays on Thursdays is late with what falls due on a Wednesday and early with what falls due on a
//! Friday; large amounts wait for a signature; habits change. So the history is read six times, with weights that
//! stress recency, the weekday of the due date and the amount differently. Each reading gives the share settled in
//! each band of days among what was open at its start (a hazard), invoices not settled yet counted for as long as
//! they were seen. With few invoices a reading is drawn towards the plain one, and that towards the hazards of all.
//!
//! ```text
//! h(band) = (sum(w settled in band) + m prior(band)) / (sum(w open at the band's start) + m)
//! ```

use arrears_ledger::Day;

use super::readiness::Readiness;
use super::sweep::{Sweep, last_month_end, log_amount};
use super::view::{Query, Subject};
use crate::bands::{BAND_ENDS, N_BANDS, band_of, band_start};
use crate::book::NO_DAY;
use crate::day_profile::{DayCounts, DayProfile};
use crate::hazards::exposure;
use crate::rates::month_of;

/// Number of readings of the history.
pub const N_LIKENESSES: usize = 6;

/// The readings, by what they stress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Reading {
    /// All invoices alike.
    All,
    /// Half-life 90 days.
    Recent,
    /// Half-life 30 days.
    Latest,
    /// Same weekday of the due date.
    Weekday,
    /// Same weekday, like amount.
    Alike,
    /// Same weekday, like amount, half-life 60 days.
    AlikeRecent,
}

/// Days after which an invoice weighs half in each reading; none where age does not matter.
const HALF_LIVES: [Option<i32>; N_LIKENESSES] =
    [None, Some(90), Some(30), Some(180), Some(180), Some(60)];
/// Weight where the due date is another weekday.
const OTHER_WEEKDAY: [f64; N_LIKENESSES] = [1.0, 1.0, 1.0, 0.15, 0.25, 0.25];
/// The first reading in which the amount matters, and the difference of log amounts at which an invoice weighs half.
const WITH_AMOUNT: usize = Reading::Alike as usize;
const AMOUNT_SCALE: f64 = 0.7;

/// Invoices that the hazards of all are worth in the plain reading, and the plain one in the others.
const PRIOR_OF_ALL: f64 = 4.0;
const PRIOR_OF_OWN: f64 = 2.0;

/// Invoices read one by one, newest due date first; after as many, every second, then every fourth, every eighth.
const READ: usize = 128;
const STRIDES: usize = 4;
/// Invoices not due yet that are read, soonest due first: they tell only whether early payment has stopped.
const READ_UNDUE: usize = 64;

/// Weight by age, from tables: `2^(-age / half-life)` for each reading.
#[derive(Debug)]
pub(crate) struct Likenesses {
    by_age: Vec<[f64; N_LIKENESSES]>,
}

impl Likenesses {
    const AGES: i32 = 2_048;

    pub(crate) fn new() -> Likenesses {
        Likenesses {
            by_age: (0..Self::AGES).map(decay).collect(),
        }
    }

    fn of(&self, age: i32) -> [f64; N_LIKENESSES] {
        let tabled = self.by_age.get(age.max(0) as usize);
        tabled.copied().unwrap_or_else(|| decay(age))
    }
}

fn decay(age: i32) -> [f64; N_LIKENESSES] {
    HALF_LIVES.map(|half_life| match half_life {
        Some(half_life) => (-f64::from(age) / f64::from(half_life)).exp2(),
        None => 1.0,
    })
}

/// Hazards of settlement by band in each reading.
#[derive(Debug)]
pub(crate) struct AlikeHistory {
    /// `[band][reading]`.
    hazards: [[f64; N_LIKENESSES]; N_BANDS],
    /// On which days the customer pays.
    days: DayProfile,
    /// Chance of lateness by the customer's payment runs.
    late_by_run: f64,
    /// Days from invoice date to due date of the invoice asked about.
    terms: i32,
}

impl AlikeHistory {
    /// Reads the history of the sweep's customer, as of the question's day.
    pub(crate) fn of(sweep: &Sweep, query: Query, subject: &Subject) -> AlikeHistory {
        let mut counts = Counts::new(sweep, query.day, subject);
        counts.read();
        let of_all = sweep.book.hazards().at(month_of(last_month_end(query.day)));
        let days = DayProfile {
            holidays: sweep.book.holidays(sweep.customer, query.day),
            ..of_all.days
        };
        AlikeHistory {
            hazards: counts.hazards(&of_all.hazards),
            days: counts.days.profile(&days),
            late_by_run: counts.readiness.late_chance(
                subject.due,
                sweep.book.definitions().grace_days,
                &of_all.hazards,
            ),
            terms: subject.due - subject.date,
        }
    }

    /// On which days the customer pays.
    pub(crate) fn days(&self) -> &DayProfile {
        &self.days
    }

    /// Chance of lateness by the customer's payment runs.
    pub(crate) fn late_by_run(&self) -> f64 {
        self.late_by_run
    }

    /// `[band][reading]`.
    pub(crate) fn hazards(&self) -> &[[f64; N_LIKENESSES]; N_BANDS] {
        &self.hazards
    }

    /// Chance that an invoice of these terms is open still at the end of `day`, counted from the due date. A day
    /// within a band has its share of the band's days.
    pub(crate) fn open_after(&self, day: i32, reading: Reading) -> f64 {
        let mut open = 1.0;
        let first = band_of(-self.terms);
        for (band, hazards) in self.hazards.iter().enumerate().skip(first) {
            let hazard = hazards[reading as usize];
            let end = BAND_ENDS[band];
            if end <= day {
                open *= 1.0 - hazard;
                continue;
            }
            let days = f64::from(end - band_start(band) + 1);
            let passed = f64::from((day - band_start(band) + 1).max(0));
            return open * (1.0 - hazard * passed / days);
        }
        open
    }
}

/// Weights of invoices open at the start of each band and settled in it.
struct Counts<'a, 'b> {
    sweep: &'a Sweep<'b>,
    day: i32,
    weekday: u32,
    log_amount: f64,
    settled: [[f64; N_LIKENESSES]; N_BANDS],
    /// What enters the risk set at each band less what left it before.
    enters: [[f64; N_LIKENESSES]; N_BANDS + 1],
    days: DayCounts,
    readiness: Readiness,
}

impl<'a, 'b> Counts<'a, 'b> {
    fn new(sweep: &'a Sweep<'b>, day: i32, subject: &Subject) -> Self {
        Counts {
            sweep,
            day,
            weekday: Day(subject.due).weekday(),
            log_amount: log_amount(subject.amount),
            settled: [[0.0; N_LIKENESSES]; N_BANDS],
            enters: [[0.0; N_LIKENESSES]; N_BANDS + 1],
            days: DayCounts::NONE,
            readiness: Readiness::new(sweep.settlement_days.rules()),
        }
    }

    fn read(&mut self) {
        let locals = &self.sweep.locals;
        let due = locals.partition_point(|local| local.due <= self.day);
        let counts = |rank: &usize| locals[*rank].counts();
        for rank in (due..locals.len()).filter(counts).take(READ_UNDUE) {
            self.add(rank, 1.0);
        }
        let mut newest_first = (0..due).rev().filter(counts);
        for stride in (0..STRIDES).map(|doubled| 1 << doubled) {
            for _ in 0..READ {
                let Some(rank) = newest_first.next() else {
                    return;
                };
                self.add(rank, stride as f64);
                if stride > 1 {
                    newest_first.nth(stride - 2);
                }
            }
        }
    }

    /// Adds an invoice that stands for `times` as many.
    fn add(&mut self, rank: usize, times: f64) {
        let local = &self.sweep.locals[rank];
        let settled = local.settled_on != NO_DAY;
        let until = if settled { local.settled_on } else { self.day };
        let terms = local.due - local.date;
        let Some((bands, settled_in)) = exposure(terms, until - local.due, settled) else {
            return;
        };
        let weights = self.weights(rank, times);
        let recent = weights[Reading::Recent as usize];
        if settled {
            self.readiness.add_settled(local.due, until, recent);
        } else if until >= local.due {
            self.readiness.add_overdue(until - local.due, recent);
        }
        for (sum, weight) in self.enters[bands.start].iter_mut().zip(weights) {
            *sum += weight;
        }
        for (sum, weight) in self.enters[bands.end].iter_mut().zip(weights) {
            *sum -= weight;
        }
        if let Some(band) = settled_in {
            self.days.add(until);
            for (sum, weight) in self.settled[band].iter_mut().zip(weights) {
                *sum += weight;
            }
        }
    }

    fn weights(&self, rank: usize, times: f64) -> [f64; N_LIKENESSES] {
        let local = &self.sweep.locals[rank];
        let same_weekday = Day(local.due).weekday() == self.weekday;
        let own = self.sweep.log_amounts[rank];
        // Two amounts of nothing are alike, and nothing is unlike any amount: the logarithm is minus infinity.
        let apart = if own == self.log_amount {
            0.0
        } else {
            (own - self.log_amount).abs()
        };
        let scaled = apart * (1.0 / AMOUNT_SCALE);
        let alike_amount = times / (1.0 + scaled * scaled);
        let weekday = if same_weekday {
            &[1.0; N_LIKENESSES]
        } else {
            &OTHER_WEEKDAY
        };
        let mut weights = self.sweep.likenesses.of(self.day - local.due);
        for (reading, weight) in weights.iter_mut().enumerate() {
            let amount = if reading < WITH_AMOUNT {
                times
            } else {
                alike_amount
            };
            *weight *= weekday[reading] * amount;
        }
        weights
    }

    fn hazards(&self, of_all: &[f64; N_BANDS]) -> [[f64; N_LIKENESSES]; N_BANDS] {
        let mut at_risk = [0.0; N_LIKENESSES];
        std::array::from_fn(|band| {
            for (risk, enters) in at_risk.iter_mut().zip(&self.enters[band]) {
                // Taking out what was put in may leave a rounding error behind.
                *risk = f64::max(*risk + enters, 0.0);
            }
            let hazard = |reading: usize, prior: f64, worth: f64| {
                let settled = self.settled[band][reading].min(at_risk[reading]);
                (settled + worth * prior) / (at_risk[reading] + worth)
            };
            let own = hazard(Reading::All as usize, of_all[band], PRIOR_OF_ALL);
            std::array::from_fn(|reading| match reading {
                0 => own,
                _ => hazard(reading, own, PRIOR_OF_OWN),
            })
        })
    }
}
