//! Late ratios and days late.

use super::follow_up::is_disputed;
use super::state::due;
use super::{Asked, Oracle, put, share};
use crate::rows::{Days, Invoice};
use crate::table::Row;

pub const WINDOWS: [(&str, i32); 4] = [("all", 1_000_000), ("12m", 365), ("6m", 182), ("90d", 90)];

impl Oracle<'_> {
    /// Invoices that count with `due + offset` within `width` days.
    pub fn matured(&self, asked: &Asked, offset: i32, width: i32) -> Vec<&Invoice> {
        let rows = self.history(asked.customer, asked.day, asked.own);
        let within = |row: &&Invoice| {
            let day = due(row) + offset;
            asked.day - width < day && day <= asked.day
        };
        rows.into_iter()
            .filter(|row| self.counts(row, asked.day))
            .filter(within)
            .collect()
    }

    pub fn late_ratio(&self, asked: &Asked, offset: i32, width: i32) -> f64 {
        let rows = self.matured(asked, offset, width);
        let late = rows
            .iter()
            .filter(|row| self.is_late(row, offset, asked.day))
            .count();
        share(late as f64, rows.len() as f64)
    }

    /// Days late, and whether that is final.
    fn days_late(&self, row: &Invoice, day: Days) -> (f64, bool) {
        match self.state(row, day).settled {
            Some(settled) => (f64::from(settled - due(row)), true),
            None => (f64::from(day - due(row)), false),
        }
    }
}

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    for (name, width) in WINDOWS {
        window(oracle, asked, name, width, row);
    }
    let ratio = |width| oracle.late_ratio(asked, oracle.grace, width);
    put(row, "trend_late_ratio", ratio(90) - ratio(365));
    let mean = |width| mean_days_late(oracle, asked, width);
    put(row, "trend_days_late", mean(90) - mean(365));
    put(row, "late_14d_ratio_12m", oracle.late_ratio(asked, 14, 365));
    put(row, "late_30d_ratio_12m", oracle.late_ratio(asked, 30, 365));
    let n = |width| oracle.matured(asked, oracle.grace, width).len() as f64;
    put(row, "n_mature_all", n(1_000_000));
    put(row, "n_mature_12m", n(365));
    undisputed(oracle, asked, row);
    weighted(oracle, asked, row);
}

/// Lateness of what was never contested.
fn undisputed(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    for days in [14, 60] {
        let rows = oracle.matured(asked, days, 1_000_000);
        let rows: Vec<&Invoice> = rows
            .into_iter()
            .filter(|row| !is_disputed(oracle, row, asked.day))
            .collect();
        let late = rows
            .iter()
            .filter(|row| oracle.is_late(row, days, asked.day))
            .count();
        let n = rows.len() as f64;
        put(row, &format!("n_undisputed_{days}d"), n);
        put(
            row,
            &format!("late_{days}d_share_undisputed"),
            share(late as f64, n),
        );
    }
}

fn mean_days_late(oracle: &Oracle, asked: &Asked, width: i32) -> f64 {
    let rows = oracle.matured(asked, oracle.grace, width);
    let sum: f64 = rows
        .iter()
        .map(|row| oracle.days_late(row, asked.day).0)
        .sum();
    share(sum, rows.len() as f64)
}

fn window(oracle: &Oracle, asked: &Asked, name: &str, width: i32, row: &mut Row) {
    let rows = oracle.matured(asked, oracle.grace, width);
    let n = rows.len() as f64;
    let mut set = |id: &str, value: f64| put(row, &format!("{id}_{name}"), value);
    set("late_ratio", oracle.late_ratio(asked, oracle.grace, width));
    let amount = |row: &Invoice| (row.amount - oracle.state(row, asked.day).credited).max(0) as f64;
    let total: f64 = rows.iter().map(|row| amount(row)).sum();
    let late = rows
        .iter()
        .filter(|row| oracle.is_late(row, oracle.grace, asked.day));
    set(
        "late_ratio_amount",
        share(late.map(|row| amount(row)).sum(), total),
    );

    let days: Vec<(f64, bool)> = rows
        .iter()
        .map(|row| oracle.days_late(row, asked.day))
        .collect();
    let mean = mean_days_late(oracle, asked, width);
    set("mean_days_late", mean);
    set("median_days_late", kaplan_meier_median(&days));
    let squares: f64 = days
        .iter()
        .map(|(days, _)| (days - mean) * (days - mean))
        .sum();
    set(
        "spread_days_late",
        if n >= 2.0 {
            (squares / (n - 1.0)).sqrt()
        } else {
            f64::NAN
        },
    );
    set(
        "worst_days_late",
        days.iter()
            .map(|(days, _)| *days)
            .reduce(f64::max)
            .unwrap_or(f64::NAN),
    );
    let last = rows
        .iter()
        .max_by_key(|row| (due(row), row.date, row.id.as_str()));
    set(
        "last_days_late",
        last.map_or(f64::NAN, |row| oracle.days_late(row, asked.day).0),
    );

    let early = days
        .iter()
        .filter(|(days, settled)| *settled && *days < 0.0)
        .count();
    set("early_share", share(early as f64, n));
    let to_settle = |row: &&Invoice| {
        f64::from(oracle.state(row, asked.day).settled.unwrap_or(asked.day) - row.date)
    };
    set("days_to_settle", share(rows.iter().map(to_settle).sum(), n));
}

/// The smallest time at which the curve is at or below one half; the largest time where it never is.
fn kaplan_meier_median(times: &[(f64, bool)]) -> f64 {
    let mut events: Vec<f64> = times
        .iter()
        .filter(|time| time.1)
        .map(|time| time.0)
        .collect();
    events.sort_by(f64::total_cmp);
    events.dedup();
    let mut survival = 1.0;
    for event in events {
        let at_risk = times.iter().filter(|time| time.0 >= event).count() as f64;
        let settled = times
            .iter()
            .filter(|time| time.1 && time.0 == event)
            .count() as f64;
        survival *= 1.0 - settled / at_risk;
        if survival <= 0.5 + 1e-9 {
            return event;
        }
    }
    times
        .iter()
        .map(|time| time.0)
        .reduce(f64::max)
        .unwrap_or(f64::NAN)
}

fn weighted(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let rows = oracle.matured(asked, oracle.grace, 1_000_000);
    let weight = |row: &Invoice, half_life: f64| {
        let age = f64::from(asked.day - due(row) - oracle.grace);
        (-age / half_life).exp2()
    };
    let sums = |weight: &dyn Fn(&Invoice) -> f64| {
        let all: f64 = rows.iter().map(|row| weight(row)).sum();
        let late = rows
            .iter()
            .filter(|row| oracle.is_late(row, oracle.grace, asked.day));
        (all, late.map(|row| weight(row)).sum::<f64>())
    };
    for half_life in [30, 90, 365] {
        let (all, late) = sums(&|row| weight(row, f64::from(half_life)));
        put(
            row,
            &format!("late_ratio_recent_{half_life}d"),
            share(late, all),
        );
    }
    let prior = oracle.prior(asked);
    let smoothed = |(all, late): (f64, f64), n: f64| (late + n * prior) / (all + n);
    put(row, "late_ratio_smoothed", smoothed(sums(&|_| 1.0), 5.0));
    for (id, half_life) in [
        ("late_ratio_recent_smoothed", 90.0),
        ("late_ratio_recent_smoothed_30d", 30.0),
        ("late_ratio_recent_smoothed_365d", 365.0),
    ] {
        put(row, id, smoothed(sums(&|row| weight(row, half_life)), 2.0));
    }
}
