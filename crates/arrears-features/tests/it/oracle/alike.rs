//! Chances of lateness by likeness-weighted history: the shares settled band by band, summed invoice by invoice.

use arrears_ledger::Day;

use super::state::{due, known};
use super::{Asked, Oracle, put};
use crate::rows::{Days, Invoice};
use crate::table::Row;

/// Last day of each band; the first begins 120 days before the due date.
pub const ENDS: [Days; 30] = [
    -30, -21, -14, -10, -7, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 9, 11, 14, 17, 21, 25, 30, 38, 45,
    60, 90, 120, 180, 365,
];

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let Some((date, subject_due, amount, _)) = asked.subject else {
        return;
    };
    let of_all = hazards_of_all(oracle, asked.day);
    let history = read(oracle, asked);
    let same_weekday = |row: &Invoice| Day(due(row)).weekday() == Day(subject_due).weekday();
    let decay = |row: &Invoice, half_life: f64| {
        (-f64::from((asked.day - due(row)).max(0)) / half_life).exp2()
    };
    let likeness = |row: &Invoice| {
        let of_day = if same_weekday(row) { 1.0 } else { 0.25 };
        let of_amount = match (row.amount > 0, amount > 0) {
            (true, true) => {
                let apart = (row.amount as f64 / amount as f64).ln() / 0.7;
                1.0 / (1.0 + apart * apart)
            }
            (false, false) => 1.0,
            _ => 0.0,
        };
        of_day * of_amount
    };
    let plain = hazards(&history, asked.day, oracle, &|_| 1.0, &of_all, 4.0);
    let mut set = |id: &str, weight: &dyn Fn(&Invoice) -> f64| {
        let read = hazards(&history, asked.day, oracle, weight, &plain, 2.0);
        put(row, id, open_after(&read, subject_due - date, oracle.grace));
    };
    set("late_chance_recent", &|row| decay(row, 90.0));
    set("late_chance_latest", &|row| decay(row, 30.0));
    set("late_chance_weekday", &|row| {
        decay(row, 180.0) * if same_weekday(row) { 1.0 } else { 0.15 }
    });
    set("late_chance_alike", &|row| {
        decay(row, 180.0) * likeness(row)
    });
    set("late_chance_alike_recent", &|row| {
        decay(row, 60.0) * likeness(row)
    });
    let open = open_after(&plain, subject_due - date, oracle.grace);
    put(row, "late_chance_all", open);
}

/// The customer's invoices that are read, and for how many each stands: 64 that are not due, soonest first; of the others,
/// newest first, 128 one by one, then 128 of every two, of every four, of every eight.
pub fn read<'a>(oracle: &'a Oracle, asked: &Asked) -> Vec<(&'a Invoice, f64)> {
    let rows = oracle.history(asked.customer, asked.day, asked.own);
    let mut counting: Vec<&Invoice> = rows
        .into_iter()
        .filter(|row| oracle.counts(row, asked.day))
        .collect();
    counting.sort_by_key(|row| (due(row), row.date, row.id.clone()));
    let (past, undue): (Vec<&Invoice>, Vec<&Invoice>) =
        counting.into_iter().partition(|row| due(row) <= asked.day);
    let mut read: Vec<(&Invoice, f64)> = undue.into_iter().take(64).map(|row| (row, 1.0)).collect();
    let starts = [0, 128, 128 + 256, 128 + 256 + 512, 128 + 256 + 512 + 1024];
    for (at, row) in past.into_iter().rev().enumerate() {
        let stretch = starts
            .iter()
            .rposition(|&start| start <= at)
            .expect("a stretch");
        let stride = 1 << stretch;
        if stretch < 4 && (at - starts[stretch]) % stride == 0 {
            read.push((row, stride as f64));
        }
    }
    read
}

/// Days after the due date to settlement, or seen open, and whether it was one; as known at the end of `day`.
pub fn seen(oracle: &Oracle, row: &Invoice, day: Days) -> (Days, bool) {
    match oracle.state(row, day).settled {
        Some(settled) => (settled - due(row), true),
        None => (day - due(row), false),
    }
}

pub fn start(band: usize) -> Days {
    if band == 0 { -120 } else { ENDS[band - 1] + 1 }
}

fn hazards(
    rows: &[(&Invoice, f64)],
    day: Days,
    oracle: &Oracle,
    weight: &dyn Fn(&Invoice) -> f64,
    prior: &[f64],
    worth: f64,
) -> Vec<f64> {
    let in_band = |band: usize| {
        let (mut settled_in, mut at_risk) = (0.0, 0.0);
        for (row, times) in rows {
            let weight = times * weight(row);
            let (days, settled) = seen(oracle, row, day);
            let issue = (row.date - due(row)).clamp(-120, 365);
            // What was paid before the invoice date, or more than 120 days early, counts as on the first day.
            let days = if settled {
                days.max(issue).max(-120)
            } else {
                days
            };
            let begun = ENDS[band] >= issue;
            let left = if settled {
                days < start(band)
            } else {
                days < ENDS[band]
            };
            if begun && !left {
                at_risk += weight;
                let here = days <= ENDS[band];
                settled_in += if settled && here { weight } else { 0.0 };
            }
        }
        (settled_in + worth * prior[band]) / (at_risk + worth)
    };
    (0..ENDS.len()).map(in_band).collect()
}

fn open_after(hazards: &[f64], terms: Days, grace: Days) -> f64 {
    let mut open = 1.0;
    for (band, hazard) in hazards.iter().enumerate() {
        if ENDS[band] < (-terms).clamp(-120, 365) {
            continue;
        }
        let days = ENDS[band] - start(band) + 1;
        let passed = (grace - start(band) + 1).clamp(0, days);
        open *= 1.0 - hazard * f64::from(passed) / f64::from(days);
    }
    open
}

/// The same over all customers at the last month-end: invoices due within 400 days before it.
pub fn hazards_of_all(oracle: &Oracle, day: Days) -> Vec<f64> {
    let month_end = |day: Days| Day(day).month_end().0;
    let of_day = Day(day);
    let last = if month_end(day) == day {
        day
    } else {
        day - of_day.day_of_month() as i32
    };
    let known_days = oracle.rows.invoices.iter().map(known);
    let first_known = known_days.min().map(month_end);
    if first_known.is_none_or(|first| last < first) {
        return vec![0.04; ENDS.len()];
    }
    let rows: Vec<(&Invoice, f64)> = oracle
        .rows
        .invoices
        .iter()
        .filter(|row| known(row) <= last && due(row) + 400 > last)
        .filter(|row| oracle.counts(row, last))
        .map(|row| (row, 1.0))
        .collect();
    hazards(&rows, last, oracle, &|_| 1.0, &[0.04; 30], 20.0)
}
