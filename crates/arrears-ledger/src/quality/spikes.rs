//! What is too regular to be true: all due on one day, a day with far too many bookings, one amount over and over,
//! payments dated by month.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::days::{BLOCK, DayCounts, month_number};
use super::frames::{Cents, Frame};
use super::{Dated, Finding, FindingKind, date_column};
use crate::{Day, Table};

/// Share of the invoices due on one day, and how many, that is told ...
const DUE_SHARE: f64 = 0.2;
const DUE_ROWS: u64 = 50;
/// ... where the invoices are dated over more days than one run of invoices and usual terms explain.
const DUE_SPAN: i32 = 60;

/// A day is told where it has this many times the rows of the busiest day of a usual month, and this share of all.
const BUSY_TIMES: f64 = 5.0;
const BUSY_ROWS: u32 = 50;
const BUSY_SHARE: f64 = 0.03;
/// Months from which a usual one is told.
const BUSY_MONTHS: usize = 6;
/// Busy days told for one column.
const BUSY_TOLD: usize = 3;

/// Share of rows with one amount that is told, and how many rows there are to be.
const AMOUNT_SHARE: f64 = 0.25;
const AMOUNT_ROWS: usize = 200;
/// Where so few of the other amounts differ, the company sells at a few prices and nothing is odd.
const PRICES_SHARE: f64 = 0.2;
/// Other amounts looked at, and how many there are to be.
const PRICES_SAMPLE: usize = 5_000;
const PRICES_LEAST: usize = 30;

/// Share of payments on the first (or the last) day of months that is told ...
const EDGE_SHARE: f64 = 0.5;
const EDGE_ROWS: u64 = 60;
const EDGE_MONTHS: usize = 6;
/// ... where as many of them fall on weekends as no bank books: dates of which only the month is known.
const EDGE_WEEKENDS: f64 = 0.1;

/// All spikes of a table.
pub(crate) fn spikes(dated: &Dated<'_>) -> Vec<Finding> {
    let frame = dated.frame;
    let mut found = Vec::new();
    if !matches!(frame.table, Table::Invoices | Table::Payments) {
        return found;
    }
    found.extend(busy_days(
        frame.table,
        date_column(frame.table),
        &dated.days,
    ));
    if let Some(known) = frame.days("known_date") {
        found.extend(busy_days(frame.table, "known_date", &DayCounts::of(&known)));
    }
    found.extend(due_on_one_day(frame));
    found.extend(one_amount(frame));
    found.extend(month_edge(dated));
    found
}

fn due_on_one_day(frame: &Frame) -> Option<Finding> {
    let (due, dates) = (frame.days("due_date")?, frame.days("invoice_date")?);
    let counts = DayCounts::of(&due);
    let (day, n) = busiest(&counts)?;
    let share = f64::from(n) / counts.total() as f64;
    if u64::from(n) < DUE_ROWS || share < DUE_SHARE {
        return None;
    }
    let dated = DayCounts::of_rows(&dates, |row| due.get(row) == Some(day));
    let (from, until) = (dated.quantile(0.05)?, dated.quantile(0.95)?);
    (until - from >= DUE_SPAN).then(|| Finding {
        column: Some(format!("due_date {}", Day(day))),
        from: dated.quantile(0.0).map(Day),
        until: dated.quantile(1.0).map(Day),
        n: u64::from(n),
        share: Some(share),
        ..Finding::new(FindingKind::DueOnOneDay, Table::Invoices)
    })
}

/// The day with most rows; of several the first.
fn busiest(counts: &DayCounts) -> Option<(i32, u32)> {
    let mut days = counts.filled();
    let first = days.next()?;
    Some(days.fold(first, |most, day| if day.1 > most.1 { day } else { most }))
}

fn busy_days(table: Table, column: &str, counts: &DayCounts) -> Vec<Finding> {
    let total = counts.total();
    let mut of_month: BTreeMap<i32, u32> = BTreeMap::new();
    for (day, n) in counts.filled() {
        let most = of_month.entry(month_number(day)).or_default();
        *most = n.max(*most);
    }
    if of_month.len() < BUSY_MONTHS {
        return Vec::new();
    }
    let mut most: Vec<u32> = of_month.into_values().collect();
    most.sort_unstable();
    let usual = most[most.len() / 2];
    // A busy day that comes back within a few days of its date in another year is a season.
    let is_season = |day: i32, n: u32| {
        [-365, 365]
            .into_iter()
            .any(|year| (-4..=4).any(|shift| counts.on(day + year + shift) >= n / 2))
    };
    let mut busy: Vec<(i32, u32)> = counts
        .filled()
        .filter(|&(day, n)| {
            n >= BUSY_ROWS
                && f64::from(n) >= BUSY_TIMES * f64::from(usual)
                && f64::from(n) >= BUSY_SHARE * total as f64
                && !is_season(day, n)
        })
        .collect();
    busy.sort_by_key(|&(day, n)| (std::cmp::Reverse(n), day));
    busy.truncate(BUSY_TOLD);
    let told = busy.into_iter().map(|(day, n)| Finding {
        column: Some(column.to_owned()),
        from: Some(Day(day)),
        until: Some(Day(day)),
        n: u64::from(n),
        expected: Some(u64::from(usual)),
        share: Some(f64::from(n) / total as f64),
        ..Finding::new(FindingKind::ManyOnOneDay, table)
    });
    told.collect()
}

fn one_amount(frame: &Frame) -> Option<Finding> {
    let cents = frame.cents("amount")?;
    if frame.n_rows < AMOUNT_ROWS {
        return None;
    }
    let (amount, n) = most_frequent(&cents, frame.n_rows)?;
    let share = n as f64 / frame.n_rows as f64;
    let is_odd = share >= AMOUNT_SHARE && others_differ(&cents, frame.n_rows, amount);
    is_odd.then(|| Finding {
        column: Some("amount".to_owned()),
        n,
        share: Some(share),
        amount_minor: Some(amount),
        ..Finding::new(FindingKind::OneAmount, frame.table)
    })
}

/// Places kept while looking for a frequent amount: an amount in more than one of nine rows keeps one of eight.
const PLACES: usize = 8;

/// The amount other than 0 that most rows have, if it is in more than one of nine (Misra and Gries 1982,
/// doi:10.1016/0167-6423(82)90012-0): candidates in one pass, their counts in another.
fn most_frequent(cents: &Cents, n_rows: usize) -> Option<(i64, u64)> {
    let blocks = |pass: &(dyn Fn(std::ops::Range<usize>) -> Vec<(i64, u64)> + Sync)| {
        (0..n_rows.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| pass(block * BLOCK..((block + 1) * BLOCK).min(n_rows)))
            .collect::<Vec<_>>()
    };
    let mut candidates: Vec<i64> = blocks(&|rows| {
        let mut kept: Vec<(i64, u64)> = Vec::with_capacity(PLACES);
        for amount in rows
            .filter_map(|row| cents.get(row))
            .filter(|&cents| cents != 0)
        {
            if let Some(place) = kept.iter_mut().find(|(known, _)| *known == amount) {
                place.1 += 1;
            } else if kept.len() < PLACES {
                kept.push((amount, 1));
            } else {
                kept.iter_mut().for_each(|place| place.1 -= 1);
                kept.retain(|place| place.1 > 0);
            }
        }
        kept
    })
    .concat()
    .into_iter()
    .map(|(amount, _)| amount)
    .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let counted = blocks(&|rows| {
        let mut counts: Vec<(i64, u64)> = candidates.iter().map(|&amount| (amount, 0)).collect();
        for amount in rows.filter_map(|row| cents.get(row)) {
            if let Ok(at) = candidates.binary_search(&amount) {
                counts[at].1 += 1;
            }
        }
        counts
    });
    let total = |at: usize| counted.iter().map(|counts| counts[at].1).sum::<u64>();
    let counts = candidates
        .iter()
        .enumerate()
        .map(|(at, &amount)| (amount, total(at)));
    counts.max_by_key(|&(amount, n)| (n, std::cmp::Reverse(amount)))
}

/// Whether the other amounts differ among themselves, judged from some thousands spread over the table.
fn others_differ(cents: &Cents, n_rows: usize, amount: i64) -> bool {
    let step = n_rows.div_ceil(PRICES_SAMPLE).max(1);
    let mut others: Vec<i64> = (0..n_rows)
        .step_by(step)
        .filter_map(|row| cents.get(row))
        .filter(|&other| other != amount)
        .collect();
    let n = others.len();
    others.sort_unstable();
    others.dedup();
    n >= PRICES_LEAST && others.len() as f64 >= PRICES_SHARE * n as f64
}

fn month_edge(dated: &Dated<'_>) -> Option<Finding> {
    if dated.frame.table != Table::Payments {
        return None;
    }
    let total = dated.days.total();
    let on_edge = |first: bool| {
        let is_edge = move |day: i32| match first {
            true => Day(day).day_of_month() == 1,
            false => Day(day).month_end() == Day(day),
        };
        let rows: Vec<(i32, u32)> = dated
            .days
            .filled()
            .filter(|(day, _)| is_edge(*day))
            .collect();
        let count = |rows: &mut dyn Iterator<Item = &(i32, u32)>| {
            rows.map(|(_, n)| u64::from(*n)).sum::<u64>()
        };
        let n = count(&mut rows.iter());
        let on_weekends = count(&mut rows.iter().filter(|(day, _)| Day(*day).weekday() >= 5));
        let is_odd = n >= EDGE_ROWS
            && rows.len() >= EDGE_MONTHS
            && n as f64 >= EDGE_SHARE * total as f64
            && on_weekends as f64 >= EDGE_WEEKENDS * n as f64;
        is_odd.then(|| Finding {
            column: Some("payment_date".to_owned()),
            from: rows.first().map(|(day, _)| Day(*day)),
            until: rows.last().map(|(day, _)| Day(*day)),
            n,
            share: Some(n as f64 / total as f64),
            ..Finding::new(FindingKind::MonthEdge, Table::Payments)
        })
    };
    on_edge(true).or_else(|| on_edge(false))
}
