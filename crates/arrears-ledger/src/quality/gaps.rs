//! Time without rows: gaps within a table, tables that end or begin apart from the others, and stray dates.

use super::days::DayCounts;
use super::{Dated, Finding, FindingKind};
use crate::{Day, Table};

/// The shortest gap told, in days without a row: longer than any holiday closing, as long as the shortest month.
const SHORTEST_GAP: i32 = 28;
/// A gap is this much longer than the steps usual in the table: bookings of the fifth of every month step by 31.
const TIMES_USUAL: f64 = 1.75;
/// A gap in which fewer rows were to be expected may be chance.
const EXPECTED_IN_GAP: f64 = 10.0;
/// Days from which the usual number of rows is read, on either side.
const AROUND: i32 = 90;
/// The same days of another year with less than this share of the expected rows make it a season.
const SEASON: f64 = 0.25;

/// The shortest silence at the end of a table that is told.
const SHORTEST_END: i32 = 14;
/// A silence at the end is this much longer than the longest step usual in the table.
const TIMES_LONGEST: f64 = 2.0;
/// Rows that were to be expected in it.
const EXPECTED_AT_END: f64 = 20.0;

/// Days by which payments may begin after the invoices: terms, and lateness.
const LAG_OF_PAYMENTS: i32 = 90;

/// Stretches without a row within a table of invoices or payments.
pub(crate) fn gaps(dated: &Dated<'_>) -> Vec<Finding> {
    let table = dated.frame.table;
    let Some(body) = dated
        .body
        .filter(|_| matches!(table, Table::Invoices | Table::Payments))
    else {
        return Vec::new();
    };
    let steps = dated.days.steps(body);
    let usual = step_quantile(&steps, 0.8);
    let days = &dated.days;
    let of_step = |&(last, next): &(i32, i32)| {
        let n_days = next - last - 1;
        if n_days < SHORTEST_GAP || f64::from(next - last) < TIMES_USUAL * f64::from(usual) {
            return None;
        }
        let before = rate(days, body, last - AROUND + 1, last);
        let after = rate(days, body, next, next + AROUND - 1);
        let expected = before.min(after) * f64::from(n_days);
        let is_season = [-365, 365].into_iter().any(|shift| {
            let (from, until) = (last + 1 + shift, next - 1 + shift);
            let inside = body.0 <= from && until <= body.1;
            inside && (days.within(from..=until) as f64) < SEASON * expected
        });
        (expected >= EXPECTED_IN_GAP && !is_season).then(|| Finding {
            from: Some(Day(last + 1)),
            until: Some(Day(next - 1)),
            expected: Some(expected.round() as u64),
            ..Finding::new(FindingKind::Gap, table)
        })
    };
    steps.iter().filter_map(of_step).collect()
}

/// Rows per day from one day to another. Of a table that is younger than that the rate is too low, never too high: a
/// day's run of invoices is no daily rate.
fn rate(days: &DayCounts, body: (i32, i32), from: i32, until: i32) -> f64 {
    let inside = from.max(body.0)..=until.min(body.1);
    days.within(inside) as f64 / f64::from((until - from + 1).max(1))
}

/// The step from one day with rows to the next that a share of the steps stays within.
fn step_quantile(steps: &[(i32, i32)], share: f64) -> i32 {
    let mut lengths: Vec<i32> = steps.iter().map(|(last, next)| next - last).collect();
    lengths.sort_unstable();
    let at = (share * lengths.len() as f64) as usize;
    lengths
        .get(at.min(lengths.len().saturating_sub(1)))
        .copied()
        .unwrap_or(1)
}

/// Tables that end while others go on, and payments that begin long after the invoices.
pub(crate) fn ends_and_starts(dated: &[Dated<'_>]) -> Vec<Finding> {
    let Some(end) = dated.iter().filter_map(|one| one.body).map(|b| b.1).max() else {
        return Vec::new();
    };
    let mut found: Vec<Finding> = dated
        .iter()
        .filter_map(|one| ends_early(one, end))
        .collect();
    found.extend(starts_late(dated));
    found
}

fn ends_early(dated: &Dated<'_>, end: i32) -> Option<Finding> {
    let body = dated.body?;
    let silence = end - body.1;
    let longest = step_quantile(&dated.days.steps(body), 0.99);
    let expected = rate(&dated.days, body, body.1 - AROUND + 1, body.1) * f64::from(silence);
    let told = silence >= SHORTEST_END
        && f64::from(silence) >= TIMES_LONGEST * f64::from(longest)
        && expected >= EXPECTED_AT_END;
    told.then(|| Finding {
        from: Some(Day(body.1)),
        until: Some(Day(end)),
        expected: Some(expected.round() as u64),
        ..Finding::new(FindingKind::EndsEarly, dated.frame.table)
    })
}

/// Invoices of the first days are all paid or open; what was paid before the first payment looks unpaid for ever.
fn starts_late(dated: &[Dated<'_>]) -> Option<Finding> {
    let of = |table: Table| dated.iter().find(|one| one.frame.table == table);
    let (invoices, payments) = (of(Table::Invoices)?, of(Table::Payments)?);
    // A few old open items at the start of the invoices, and a few early payments, decide nothing.
    let begin = invoices.days.quantile(0.02)?;
    let first = payments.days.quantile(0.005)?;
    let body = payments.body?;
    let missing = first - begin - LAG_OF_PAYMENTS;
    let expected = rate(&payments.days, body, first, first + AROUND - 1) * f64::from(missing);
    (missing > 0 && expected >= EXPECTED_AT_END).then(|| Finding {
        from: Some(Day(begin)),
        until: Some(Day(first)),
        expected: Some(expected.round() as u64),
        ..Finding::new(FindingKind::StartsLate, Table::Payments)
    })
}

/// Rows dated far from all others: most often a wrong year.
pub(crate) fn strays(dated: &Dated<'_>) -> Vec<Finding> {
    let Some(body) = dated.body else {
        return Vec::new();
    };
    let of_side = |kind: FindingKind, outside: &dyn Fn(i32) -> bool| {
        let rows: Vec<(i32, u32)> = dated
            .days
            .filled()
            .filter(|(day, _)| outside(*day))
            .collect();
        let (first, last) = (rows.first()?, rows.last()?);
        Some(Finding {
            from: Some(Day(first.0)),
            until: Some(Day(last.0)),
            n: rows.iter().map(|(_, n)| u64::from(*n)).sum(),
            ..Finding::new(kind, dated.frame.table)
        })
    };
    [
        of_side(FindingKind::FutureDates, &|day| day > body.1),
        of_side(FindingKind::StrayDates, &|day| day < body.0),
    ]
    .into_iter()
    .flatten()
    .collect()
}
