//! Chance of lateness by payment runs: rules tried day by day, readiness summed invoice by invoice.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use arrears_ledger::Day;

use super::alike::{ENDS, hazards_of_all, read, seen, start};
use super::state::due;
use super::{Asked, Oracle, put};
use crate::rows::Days;
use crate::table::Row;

/// A rule of payment runs with its prior.
struct Rule {
    on: Box<dyn Fn(Days) -> bool + Send + Sync>,
    weekend: Weekend,
    prior: f64,
    density: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Weekend {
    Stays,
    After,
    Before,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut rules = of_week();
    for (on, prior) in of_month() {
        let on = std::sync::Arc::new(on);
        for (weekend, share) in [(Weekend::After, 0.7), (Weekend::Before, 0.3)] {
            let on = on.clone();
            rules.push(rule(Box::new(move |day| on(day)), weekend, share * prior));
        }
    }
    rules
});

type On = Box<dyn Fn(Days) -> bool + Send + Sync>;

fn rule(on: On, weekend: Weekend, prior: f64) -> Rule {
    let mut rule = Rule {
        on,
        weekend,
        prior,
        density: 0.0,
    };
    let (first, last) = (date("1990-01-01"), date("2050-12-31"));
    let runs = (first..=last).filter(|&day| is_run(&rule, day)).count();
    rule.density = runs as f64 / f64::from(last - first + 1);
    rule
}

fn of_week() -> Vec<Rule> {
    let weekday = |day: Days| Day(day).weekday();
    let mut rules = vec![
        rule(Box::new(|_| true), Weekend::Stays, 0.05),
        rule(Box::new(move |day| weekday(day) < 5), Weekend::Stays, 0.35),
    ];
    for one in 0..5 {
        let on = Box::new(move |day| weekday(day) == one);
        rules.push(rule(on, Weekend::Stays, 0.06));
        for other in one + 1..5 {
            let on = Box::new(move |day| [one, other].contains(&weekday(day)));
            rules.push(rule(on, Weekend::Stays, 0.005));
        }
    }
    rules
}

fn of_month() -> Vec<(On, f64)> {
    let month_day = |day: Days| Day(day).day_of_month();
    let month_end = |day: Days| Day(day).month_end() == Day(day);
    let mut rules: Vec<(On, f64)> = vec![
        (Box::new(month_end), 0.03),
        (
            Box::new(move |day| month_day(day) == 15 || month_end(day)),
            0.05,
        ),
        (Box::new(move |day| [1, 15].contains(&month_day(day))), 0.02),
    ];
    for wanted in 1..=30 {
        let on = move |day| month_day(day) == wanted || month_end(day) && month_day(day) < wanted;
        rules.push((Box::new(on), 0.004));
    }
    rules
}

fn date(text: &str) -> Days {
    text.parse::<Day>().expect("a day").0
}

/// A run on a weekend goes out on the Friday before or on the Monday after.
fn is_run(rule: &Rule, day: Days) -> bool {
    let on = &rule.on;
    match (rule.weekend, Day(day).weekday()) {
        (Weekend::Stays, _) => on(day),
        (_, 5 | 6) => false,
        (Weekend::After, 0) => on(day) || on(day - 1) || on(day - 2),
        (Weekend::Before, 4) => on(day) || on(day + 1) || on(day + 2),
        _ => on(day),
    }
}

fn since(rule: &Rule, day: Days) -> f64 {
    let back = (0..).find(|back| is_run(rule, day - back));
    f64::from(back.expect("some day before is a run"))
}

/// Rules with their probabilities.
fn likely(days: &BTreeSet<Days>) -> Vec<(&'static Rule, f64)> {
    let odds = RULES.iter().map(|rule| {
        let each = days.iter().map(|&day| {
            let hit = if is_run(rule, day) {
                0.7 / rule.density
            } else {
                0.0
            };
            (0.3 + hit).ln()
        });
        rule.prior.ln() + each.sum::<f64>()
    });
    let odds: Vec<f64> = odds.collect();
    let most = odds.iter().copied().fold(f64::MIN, f64::max);
    let shares: Vec<f64> = odds.iter().map(|own| (own - most).exp()).collect();
    let kept = RULES.iter().zip(&shares);
    let kept: Vec<_> = kept.filter(|(_, share)| **share > 0.05).collect();
    let left: f64 = kept.iter().map(|(_, share)| **share).sum();
    kept.into_iter()
        .map(|(rule, share)| (rule, share / left))
        .collect()
}

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let Some((_, subject_due, _, _)) = asked.subject else {
        return;
    };
    let known = oracle.history(asked.customer, asked.day, asked.own);
    let counting = known
        .into_iter()
        .filter(|row| oracle.counts(row, asked.day));
    let settled = counting.filter_map(|row| oracle.state(row, asked.day).settled);
    let rules = likely(&settled.collect());
    let mean_since = |day: Days| -> f64 {
        let each = rules.iter().map(|(rule, chance)| chance * since(rule, day));
        each.sum()
    };
    let mut ready: Vec<(f64, f64)> = Vec::new();
    for (row, times) in read(oracle, asked) {
        let (days, settled) = seen(oracle, row, asked.day);
        let age = f64::from((asked.day - due(row)).max(0));
        let weight = times * (-age / 90.0).exp2();
        if weight < 1.0 / 256.0 {
            continue;
        }
        let issue = (row.date - due(row)).clamp(-120, 365);
        let band_passed = ENDS.iter().any(|&end| end >= issue && end <= days);
        if settled {
            let half_wait = mean_since(due(row) + days - 1) / 2.0;
            ready.push((f64::from(days) - half_wait, weight));
        } else if days >= 0 && band_passed {
            ready.push((f64::from(days), weight));
        }
    }
    for (day, _) in &mut ready {
        *day = day.clamp(-90.0, 60.0);
    }
    let of_all = moments(&hazards_of_all(oracle, asked.day));
    let last_run = f64::from(oracle.grace) - mean_since(subject_due + oracle.grace);
    put(row, "late_chance_run", chance(&ready, of_all, last_run));
}

fn chance(ready: &[(f64, f64)], (mean, variance): (f64, f64), last_run: f64) -> f64 {
    let total: f64 = ready.iter().map(|(_, weight)| weight).sum();
    let held = |day: f64| day.min(20.0);
    let sum: f64 = ready.iter().map(|(day, weight)| weight * held(*day)).sum();
    let mut location = (sum + 2.0 * mean) / (total + 2.0);
    let apart = ready
        .iter()
        .map(|(day, weight)| weight * (held(*day) - location).powi(2));
    let mut spread = (apart.sum::<f64>() + variance) / (total + 1.0);
    for _ in 0..3 {
        let near: Vec<f64> = ready
            .iter()
            .map(|(day, weight)| weight * 5.0 / (4.0 + (day - location).powi(2) / spread))
            .collect();
        let weighed = ready.iter().zip(&near);
        let sum: f64 = weighed.clone().map(|((day, _), near)| near * day).sum();
        location = (sum + mean) / (near.iter().sum::<f64>() + 1.0);
        let apart = weighed.map(|((day, _), near)| near * (day - location).powi(2));
        spread = (apart.sum::<f64>() + 2.0 * 64.0) / (total + 2.0);
    }
    let deviation = spread.sqrt();
    let late = ready
        .iter()
        .filter(|(day, _)| *day > 0.0 && *day > location + 3.0 * deviation);
    let forgotten: f64 = late.map(|(_, weight)| weight).sum();
    let forgotten = (forgotten + 4.0 * 0.08) / (total + 4.0);
    let z = (last_run + 0.5 - location) / deviation;
    forgotten + (1.0 - forgotten) * (1.0 - student_t4(z))
}

/// Distribution function of Student's t with four degrees of freedom, by the angle whose tangent is z / 2.
fn student_t4(z: f64) -> f64 {
    let angle = (z / 2.0).atan();
    0.5 + angle.sin() * (1.0 + angle.cos().powi(2) / 2.0) / 2.0
}

fn moments(hazards: &[f64]) -> (f64, f64) {
    let mut open = 1.0;
    let mut shares: Vec<(f64, f64)> = Vec::new();
    for (band, hazard) in hazards.iter().enumerate() {
        let middle = f64::from(start(band) + ENDS[band]) / 2.0;
        shares.push((middle.clamp(-90.0, 20.0), open * hazard));
        open *= 1.0 - hazard;
    }
    shares.push((20.0, open));
    let mean: f64 = shares.iter().map(|(day, share)| day * share).sum();
    let apart = shares
        .iter()
        .map(|(day, share)| share * (day - mean).powi(2));
    (mean, f64::max(apart.sum(), 1.0))
}
