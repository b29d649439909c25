//! Has a customer changed within the last months, and where? The likelihood ratio of a change, summed over the days on
//! which it may have begun (Shiryaev 1963, doi:10.1137/1108002; Roberts 1966, doi:10.1080/00401706.1966.10490374).
//!
//! ```text
//! evidence = ln  sum over beginnings t  months(t) x ratio(t)
//! ratio(t) = 0.85 x days(t) x product over told (1 + events(t)) / 2  +  0.15 x mean over kinds events(t)
//! days(t)  = mean over courses c of  product over invoices due since t  f(x; c) / f(x; mean, sd)
//! events(t) = mean over odds ratios of the binomial likelihood ratio since t
//! ```
//!
//! A change comes at once (a step: the mean is `d` standard deviations higher from `t` on) or slowly (a ramp of four
//! months, in which the spread and the share of forgotten invoices grow with the mean: who slides into trouble still pays
//! some invoices as ever). Only what is told apart from days late, unanswered reminders and signals, multiplies with them:
//! an invoice passed over, a promise broken and the like are the same late days once more.
//!
//! Mean and standard deviation are the customer's own, from its invoices before `t`: a baseline that the change itself
//! cannot blur. An open invoice counts by the chance of being at least as late as it is by now. Invoices due in one week
//! are often paid in one run, so that each further one counts less.

use super::normal_times::{Baseline, Paying, Tail};
use super::sighting::{N_KINDS, Sighting, UNANSWERED};

/// What is known of all customers: when forgotten invoices are paid, and how frequent events are.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    pub(crate) tail: Tail,
    /// Share of invoices, promises or reminders with each kind of event.
    pub(crate) rates: [f64; N_KINDS],
}

/// What is read of one customer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    /// Its invoices by due date.
    pub(crate) seen: &'a [Sighting],
    /// Days of signals, known by `day`.
    pub(crate) signals: &'a [i32],
    /// The first day on which the customer was known, and the day of the reading.
    pub(crate) first: i32,
    pub(crate) day: i32,
    pub(crate) common: &'a Common,
}

/// Days within which a change must have begun, and the fewest invoices before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reach {
    pub(crate) window_days: i32,
    pub(crate) min_invoices: usize,
}

/// The evidence of a change and where it points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Evidence {
    /// For the worse and for the better: a logarithm.
    pub(crate) worse: f64,
    pub(crate) better: f64,
    /// The likeliest beginning of each: the first invoice since, in the reading.
    pub(crate) worse_from: usize,
    pub(crate) better_from: usize,
    /// Of the evidence for the worse, the share in which days late changed, each kind of event, and signals.
    pub(crate) days_share: f64,
    pub(crate) kind_shares: [f64; N_KINDS],
    pub(crate) signal_share: f64,
}

/// Sizes of a change of days late, in standard deviations, with their weights.
const SIZES: [(f64, f64); 5] = [(1.0, 0.2), (2.0, 0.25), (3.0, 0.25), (4.5, 0.2), (6.5, 0.1)];
/// Sizes that a slow change reaches, with their weights; its days, and its weight among changes for the worse.
const RAMPS: [(f64, f64); 4] = [(2.5, 0.2), (4.0, 0.3), (5.5, 0.3), (8.0, 0.2)];
const RAMP_DAYS: f64 = 122.0;
const SLOWLY: f64 = 0.6;
/// How much the spread grows along a ramp, and how many more invoices are forgotten at its end.
const RAMP_SPREAD: f64 = 1.0;
const RAMP_FORGOTTEN: f64 = 0.3;
/// Kinds that tell something else than days late do.
const TOLD_APART: [usize; 1] = [UNANSWERED];
/// Invoices forgotten more often after a change for the worse; the share left of them after one for the better.
const MORE_FORGOTTEN: f64 = 0.12;
const FEWER_FORGOTTEN: f64 = 0.7;
const MOST_FORGOTTEN: f64 = 0.6;
/// How much each further invoice of a week takes off the weight of all.
const SAME_WEEK: f64 = 0.3;
/// Invoices before a change that the baseline is made from, at most.
const BASELINE_INVOICES: usize = 100;
/// Odds ratios of a change of a rate; what a customer's rate starts from is worth so many invoices.
const ODDS: [f64; 2] = [4.0, 16.0];
const PRIOR_TRIALS: f64 = 10.0;
/// Signals of trouble a year: before a change (worth so many years), and how many more after.
const SIGNALS_A_YEAR: f64 = 0.06;
const PRIOR_YEARS: f64 = 2.0;
const MORE_SIGNALS: f64 = 0.8;
/// Days by which signals may come before the first invoice due since.
pub(super) const SIGNAL_LEAD: i32 = 15;
/// Weight of changes without a change of days late.
const ALONE: f64 = 0.15;
/// Logarithms are held below, so that no sum overflows.
const MOST: f64 = 60.0;

/// The evidence of one customer on one day; `None` where too few invoices tell of normal times.
pub(crate) fn evidence(reading: Reading<'_>, reach: Reach) -> Option<Evidence> {
    let seen = reading.seen;
    let window = reading.day - reach.window_days;
    let start = seen.partition_point(|s| s.due <= window);
    let mut last_due = if start > 0 {
        seen[start - 1].due.max(window)
    } else {
        window
    };
    let mut last_candidate = i32::MIN / 2;
    let mut sums = Sums::default();
    for (from, s) in seen.iter().enumerate().skip(start.max(reach.min_invoices)) {
        let due = s.due;
        // One beginning a week at most: a customer with many invoices has not more chances to change.
        if due - last_candidate < 7 {
            continue;
        }
        let gap = (due - last_due).clamp(1, 60);
        sums.add(from, f64::from(gap) / 30.0, &ratios(reading, from, gap));
        (last_candidate, last_due) = (due, due);
    }
    sums.finish()
}

/// The likelihood ratios of a change from one invoice on.
struct Ratios {
    worse: f64,
    better: f64,
    kinds: [f64; N_KINDS],
    signals: f64,
}

fn ratios(reading: Reading<'_>, from: usize, gap: i32) -> Ratios {
    let baseline = baseline_before(reading.seen, from);
    // It began somewhere between the invoice before and this one.
    let onset = f64::from(reading.seen[from].due) - f64::from(gap) / 2.0;
    let since = &reading.seen[from..];
    let (worse, better) = days_ratios(since, onset, &baseline, &reading.common.tail);
    let mut kinds = [1.0; N_KINDS];
    for (kind, ratio) in kinds.iter_mut().enumerate() {
        *ratio = rate_ratio(reading, from, kind);
    }
    Ratios {
        worse,
        better,
        kinds,
        signals: signal_ratio(reading, reading.seen[from].due - SIGNAL_LEAD),
    }
}

/// How the customer paid before an invoice.
pub(crate) fn baseline_before(seen: &[Sighting], from: usize) -> Baseline {
    let before = &seen[from.saturating_sub(BASELINE_INVOICES)..from];
    let mut days: Vec<f64> = before.iter().map(|s| s.days).collect();
    days.sort_by(f64::total_cmp);
    Baseline::of(&days)
}

/// Mean over the courses of the likelihood ratios of paying later and of paying sooner.
fn days_ratios(since: &[Sighting], onset: f64, baseline: &Baseline, tail: &Tail) -> (f64, f64) {
    let usual = Paying {
        mean: baseline.mean,
        sd: baseline.sd,
        forgotten: baseline.forgotten,
        forgotten_from: baseline.mean + 2.0 * baseline.sd,
        tail,
    };
    let (mut steps, mut ramps) = ([(0.0, 0.0); SIZES.len()], [0.0; RAMPS.len()]);
    for week in since.chunk_by(|a, b| a.due.div_euclid(7) == b.due.div_euclid(7)) {
        let weight = 1.0 / (1.0 + (week.len() - 1) as f64 * SAME_WEEK);
        for s in week {
            let plain = usual.likelihood(s.days, s.settled);
            let log =
                |paying: Paying<'_>| weight * (paying.likelihood(s.days, s.settled) / plain).ln();
            for (sum, (size, _)) in steps.iter_mut().zip(SIZES) {
                sum.0 += log(later(&usual, size));
                sum.1 += log(sooner(&usual, size));
            }
            let way = ((f64::from(s.due) - onset) / RAMP_DAYS).clamp(0.0, 1.0);
            for (sum, (size, _)) in ramps.iter_mut().zip(RAMPS) {
                *sum += log(sliding(&usual, size, way));
            }
        }
    }
    let ratio = |log: f64| log.min(MOST).exp();
    let steps = || steps.iter().zip(SIZES);
    let later: f64 = steps()
        .map(|(log, (_, weight))| weight * ratio(log.0))
        .sum();
    let sooner = steps()
        .map(|(log, (_, weight))| weight * ratio(log.1))
        .sum();
    let ramps = ramps.iter().zip(RAMPS);
    let slowly: f64 = ramps.map(|(&log, (_, weight))| weight * ratio(log)).sum();
    ((1.0 - SLOWLY) * later + SLOWLY * slowly, sooner)
}

/// Later at once, by so many standard deviations.
fn later<'a>(usual: &Paying<'a>, size: f64) -> Paying<'a> {
    Paying {
        mean: usual.mean + size * usual.sd,
        forgotten: (usual.forgotten + MORE_FORGOTTEN).min(MOST_FORGOTTEN),
        ..*usual
    }
}

/// Sooner at once.
fn sooner<'a>(usual: &Paying<'a>, size: f64) -> Paying<'a> {
    Paying {
        mean: usual.mean - size * usual.sd,
        forgotten: usual.forgotten * FEWER_FORGOTTEN,
        ..*usual
    }
}

/// Later and less regularly, a part of the way along a ramp.
fn sliding<'a>(usual: &Paying<'a>, size: f64, way: f64) -> Paying<'a> {
    Paying {
        mean: usual.mean + size * usual.sd * way,
        sd: usual.sd * (1.0 + RAMP_SPREAD * way),
        forgotten: (usual.forgotten + RAMP_FORGOTTEN * way).min(MOST_FORGOTTEN),
        ..*usual
    }
}

/// Trials and events of a kind.
pub(crate) fn total(seen: &[Sighting], kind: usize) -> (f64, f64) {
    let add = |(n, k): (f64, f64), s: &Sighting| {
        let count = s.counts[kind];
        (n + f64::from(count.n), k + f64::from(count.k))
    };
    seen.iter().fold((0.0, 0.0), add)
}

fn rate_ratio(reading: Reading<'_>, from: usize, kind: usize) -> f64 {
    let (n, k) = total(&reading.seen[from..], kind);
    if n == 0.0 {
        return 1.0;
    }
    let (n_before, k_before) = total(&reading.seen[..from], kind);
    let prior = PRIOR_TRIALS * reading.common.rates[kind];
    let usual = (prior + k_before) / (PRIOR_TRIALS + n_before);
    let ratio = |odds: f64| {
        let after = odds * usual / (1.0 - usual + odds * usual);
        let log = k * (after / usual).ln() + (n - k) * ((1.0 - after) / (1.0 - usual)).ln();
        log.min(MOST / 4.0).exp()
    };
    ODDS.map(ratio).iter().sum::<f64>() / ODDS.len() as f64
}

fn signal_ratio(reading: Reading<'_>, since: i32) -> f64 {
    let of = |after: bool| {
        let counted = reading
            .signals
            .iter()
            .filter(|&&day| day <= reading.day && (day > since) == after);
        counted.count() as f64
    };
    let years = |days: i32| f64::from(days.max(1)) / 365.0;
    let before =
        (PRIOR_YEARS * SIGNALS_A_YEAR + of(false)) / (PRIOR_YEARS + years(since - reading.first));
    let log = of(true) * ((before + MORE_SIGNALS) / before).ln()
        - MORE_SIGNALS * years(reading.day - since);
    log.min(MOST / 4.0).exp()
}

/// The sum over beginnings, and how much of it each part holds.
#[derive(Default)]
struct Sums {
    worse: f64,
    better: f64,
    best_worse: Option<(f64, usize)>,
    best_better: Option<(f64, usize)>,
    days: f64,
    kinds: [f64; N_KINDS],
    signals: f64,
}

impl Sums {
    fn add(&mut self, from: usize, months: f64, ratios: &Ratios) {
        let half = |ratio: f64| (1.0 + ratio) / 2.0;
        let parts = (N_KINDS + 1) as f64;
        let alone = months * ALONE / parts;
        let product: f64 = TOLD_APART
            .map(|kind| half(ratios.kinds[kind]))
            .iter()
            .product();
        let with_days = months * (1.0 - ALONE) * ratios.worse * product * half(ratios.signals);
        let events = ratios.kinds.iter().sum::<f64>() + ratios.signals;
        let all = with_days + alone * events;
        let changed = |ratio: f64| with_days * ratio / 2.0 / half(ratio) + alone * ratio;
        self.worse += all;
        self.days += with_days;
        for (sum, &ratio) in self.kinds.iter_mut().zip(&ratios.kinds) {
            // Of the others, too, it is told whether they changed with days late.
            *sum += changed(ratio);
        }
        self.signals += changed(ratios.signals);
        keep_best(&mut self.best_worse, all, from);
        let better = months * ratios.better;
        self.better += better;
        keep_best(&mut self.best_better, better, from);
    }

    fn finish(self) -> Option<Evidence> {
        let (worse_from, better_from) = (self.best_worse?.1, self.best_better?.1);
        Some(Evidence {
            worse: self.worse.max(1e-9).ln(),
            better: self.better.max(1e-9).ln(),
            worse_from,
            better_from,
            days_share: self.days / self.worse,
            kind_shares: self.kinds.map(|sum| sum / self.worse),
            signal_share: self.signals / self.worse,
        })
    }
}

fn keep_best(best: &mut Option<(f64, usize)>, value: f64, from: usize) {
    if best.is_none_or(|(highest, _)| value > highest) {
        *best = Some((value, from));
    }
}

#[cfg(test)]
mod tests;
