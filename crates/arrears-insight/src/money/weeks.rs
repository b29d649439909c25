//! What past weeks teach about weeks to come: how far pay days move cash, and how far a whole week lies from what is expected.
//!
//! The model's own forecasts are made again for days of the past year, on a sample of customers, and what was settled is counted
//! beside them. With `r` the log of settled over expected, and `c` the [calendar's](super::calendar) weight of that week:
//!
//! ```text
//! r(o, h) = s_h c(o + h) + e,   s_h = (sum(c r / v) + s0 / t^2) / (sum(c^2 / v) + 1 / t^2)
//! var_h   = (sum(e^2 - 1/n) + n0 sd0^2) / (N - 1 + n0)
//! ```
//!
//! `v` is what invoices that are independent leave, `1/n` with `n` expected settlements, and `sd0^2`. `var_h` is the variance that
//! all invoices have in common in a week of that horizon: the method of moments for one factor (Vasicek 2002), drawn
//! towards a prior worth `n0` forecasts, so that a small ledger, where chance hides it, gets the prior.

use arrears_ledger::Day;

use super::calendar::PayCalendar;

/// Standard deviation of a week's log before anything was seen, and how many forecasts that is worth.
const PRIOR_SD: f64 = 0.16;
const PRIOR_N: f64 = 6.0;
/// How far the calendar moves expectations before anything was seen, and the standard deviation of that.
const PRIOR_SLOPE: f64 = 0.7;
const PRIOR_SLOPE_SD: f64 = 0.5;
/// A past week counts as no further from what was expected than this, as a logarithm: e times as much, or as little.
const MOST_LOG: f64 = 1.0;
/// The common spread of a week is no more: beyond it the middle of the futures would fall far below their mean.
const MOST_SD: f64 = 0.6;
/// Weeks in which less is expected tell nothing.
const LEAST: f64 = 5.0;

/// A week of a forecast made for a past day, beside what was settled in it; numbers of invoices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastWeek {
    /// As-of date of the forecast.
    pub as_of: Day,
    /// The week, from 1.
    pub week: usize,
    /// Expected settlements.
    pub expected: f64,
    /// Settlements.
    pub settled: f64,
}

/// What weeks to come are taken for, by horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct WeekLevels {
    /// Factor on what is expected of open invoices in each week: its pay days.
    pub open: Vec<f64>,
    /// The same on invoices yet to be issued, of which no pay day is known.
    pub sales: Vec<f64>,
    /// Standard deviation of the logarithm of what all invoices have in common in each week.
    pub spread: Vec<f64>,
}

impl WeekLevels {
    /// The levels of `n_weeks` weeks after `as_of`. A week further ahead than those tested has the last one's figures.
    pub fn new(
        calendar: &PayCalendar,
        past: &[PastWeek],
        as_of: Day,
        n_weeks: usize,
    ) -> WeekLevels {
        let tested = past.iter().map(|week| week.week).max().unwrap_or(0).max(1);
        let taught: Vec<(f64, f64)> = (1..=tested)
            .map(|week| taught(calendar, past, week))
            .collect();
        let of = |week: usize| taught[week.min(tested - 1)];
        let log_weight = |week: usize| calendar.log_weight(as_of + (7 * week as i32 + 1));
        WeekLevels {
            open: (0..n_weeks)
                .map(|week| (of(week).0 * log_weight(week)).exp())
                .collect(),
            sales: (0..n_weeks).map(|week| log_weight(week).exp()).collect(),
            spread: (0..n_weeks).map(|week| of(week).1).collect(),
        }
    }
}

/// How far the calendar moves a week of this horizon, and the spread of what is left.
fn taught(calendar: &PayCalendar, past: &[PastWeek], week: usize) -> (f64, f64) {
    let seen: Vec<(f64, f64, f64)> = past
        .iter()
        .filter(|past| past.week == week && past.expected >= LEAST)
        .map(|past| {
            let from = past.as_of + (7 * week as i32 - 6);
            // Half a settlement on both sides: a week without any has a logarithm too.
            let log = ((past.settled + 0.5) / (past.expected + 0.5)).ln();
            // One payer's catch-up is no habit of all.
            let log = log.clamp(-MOST_LOG, MOST_LOG);
            (calendar.log_weight(from), log, 1.0 / past.expected)
        })
        .collect();
    let mut weight = 1.0 / (PRIOR_SLOPE_SD * PRIOR_SLOPE_SD);
    let mut moved = PRIOR_SLOPE * weight;
    for (calendar, log, chance) in &seen {
        let variance = chance + PRIOR_SD * PRIOR_SD;
        moved += calendar * log / variance;
        weight += calendar * calendar / variance;
    }
    let slope = (moved / weight).clamp(0.0, 1.2);
    let left: f64 = seen
        .iter()
        .map(|(calendar, log, chance)| (log - slope * calendar).powi(2) - chance)
        .sum();
    let all = left.max(0.0) + PRIOR_N * PRIOR_SD * PRIOR_SD;
    // One degree of freedom went into the slope.
    let n = (seen.len() as f64 - 1.0).max(0.0);
    (slope, (all / (n + PRIOR_N)).sqrt().min(MOST_SD))
}

/// The same chances by week with each week's total, weighed by amount, changed by a factor. What one week gains, others and
/// later lose; nobody's chances exceed 1.
///
/// ```text
/// p'_w = p_w f_w / (sum(p f) + 1 - sum(p))
/// ```
///
/// with the factors `f` found by repetition, so that the totals are what they should be.
pub fn levelled<const WEEKS: usize>(
    chances: &[([f64; WEEKS], i64)],
    level: &[f64],
) -> Vec<[f64; WEEKS]> {
    let plain: Vec<[f64; WEEKS]> = chances.iter().map(|(p, _)| *p).collect();
    let target: Vec<f64> = totals(chances, &plain)
        .iter()
        .zip(level)
        .map(|(sum, f)| sum * f)
        .collect();
    let mut factors: [f64; WEEKS] =
        std::array::from_fn(|week| level.get(week).copied().unwrap_or(1.0));
    let mut found = tilted(&plain, &factors);
    for _ in 0..ROUNDS {
        for (week, sum) in totals(chances, &found)
            .into_iter()
            .enumerate()
            .take(target.len())
        {
            if sum > 0.0 {
                factors[week] = (factors[week] * target[week] / sum).clamp(0.05, 20.0);
            }
        }
        found = tilted(&plain, &factors);
    }
    found
}

const ROUNDS: usize = 10;

fn totals<const WEEKS: usize>(chances: &[([f64; WEEKS], i64)], p: &[[f64; WEEKS]]) -> [f64; WEEKS] {
    let mut sums = [0.0; WEEKS];
    for ((_, open), p) in chances.iter().zip(p) {
        sums.iter_mut()
            .zip(p)
            .for_each(|(sum, p)| *sum += *open as f64 * p);
    }
    sums
}

fn tilted<const WEEKS: usize>(plain: &[[f64; WEEKS]], factors: &[f64; WEEKS]) -> Vec<[f64; WEEKS]> {
    let one = |p: &[f64; WEEKS]| {
        let rest = (1.0 - p.iter().sum::<f64>()).max(0.0);
        let all: f64 = rest + p.iter().zip(factors).map(|(p, f)| p * f).sum::<f64>();
        std::array::from_fn(|week| {
            if all > 0.0 {
                p[week] * factors[week] / all
            } else {
                0.0
            }
        })
    };
    plain.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(settled: &[f64]) -> Vec<PastWeek> {
        let week = |(i, &settled): (usize, &f64)| PastWeek {
            as_of: Day(20_000 + 7 * i as i32),
            week: 1,
            expected: 10_000.0,
            settled,
        };
        settled.iter().enumerate().map(week).collect()
    }

    #[test]
    fn what_weeks_have_in_common_is_found() {
        // Every other week a fifth more or less: a standard deviation of 0.2, beside a prior worth six.
        let seen: Vec<f64> = (0..200)
            .map(|i| 10_000.0 * if i % 2 == 0 { 0.2_f64 } else { -0.2 }.exp())
            .collect();
        let found = WeekLevels::new(&PayCalendar::EVEN, &past(&seen), Day(30_000), 3);
        assert!((found.spread[2] - 0.2).abs() < 0.005, "{found:?}");
        assert_eq!(found.open, [1.0; 3]);
        // Nothing seen: the prior.
        let none = WeekLevels::new(&PayCalendar::EVEN, &[], Day(30_000), 2);
        assert!(none.spread.iter().all(|sd| (sd - PRIOR_SD).abs() < 1e-12));
    }

    #[test]
    fn what_is_chance_is_not_taken_for_common() {
        // 100 expected, and 90 or 110: no more than invoices that are independent.
        let mut seen = past(&[90.0, 110.0].repeat(50));
        seen.iter_mut().for_each(|week| week.expected = 100.0);
        let found = WeekLevels::new(&PayCalendar::EVEN, &seen, Day(30_000), 1);
        assert!(found.spread[0] < 0.05, "{found:?}");
    }

    #[test]
    fn one_catch_up_of_thousands_is_bounded() {
        let mut seen = past(&[10.0, 5_000.0, 10.0, 10.0]);
        seen.iter_mut().for_each(|week| week.expected = 10.0);
        let found = WeekLevels::new(&PayCalendar::EVEN, &seen, Day(30_000), 1);
        assert!(found.spread[0] < 0.5, "{found:?}");
        // Thousands too many, and too few, in every week: the bound itself.
        let mut seen = past(&[100_000.0; 60]);
        seen.iter_mut().for_each(|week| week.expected = 10.0);
        let found = WeekLevels::new(&PayCalendar::EVEN, &seen, Day(30_000), 1);
        assert_eq!(found.spread, [MOST_SD]);
    }

    #[test]
    fn totals_are_changed_and_no_chance_exceeds_one() {
        let chances = [([0.5, 0.3], 100), ([0.6, 0.2], 300), ([0.0, 0.0], 50)];
        let found = levelled(&chances, &[0.8, 1.5]);
        let sums = totals(&chances, &found);
        assert!((sums[0] - 0.8 * 230.0).abs() < 1.0, "{sums:?}");
        assert!((sums[1] - 1.5 * 90.0).abs() < 1.0, "{sums:?}");
        assert!(found.iter().all(|p| p.iter().sum::<f64>() <= 1.0 + 1e-12));
        assert_eq!(found[2], [0.0, 0.0]);
        assert_eq!(levelled(&chances, &[1.0, 1.0])[0], [0.5, 0.3]);
    }
}
