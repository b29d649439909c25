//! Forecasts of past weeks by the present model, beside what was settled in them: how far expectations by week go astray.
//!
//! Each day is seen as it was known then; the model itself knows more, since it was trained later. Only a sample of
//! customers is looked at, another one on each day.

use arrears_features::{Book, InvoiceIx, Questions};
use arrears_ledger::Day;

use crate::booking::BookingLags;
use crate::predict::{CASH_WEEKS, weeks_of_open};
use crate::{ModelError, Trained};

/// Forecasts made again, and the days between them.
const FORECASTS: i32 = 17;
const APART: i32 = 14;
/// Weeks of each that are looked at.
const WEEKS: usize = 8;
/// What was settled in the last days may not be booked yet.
const UNBOOKED: i32 = 7;
/// Invoices looked at of each day, about.
const SAMPLE: usize = 4_000;

/// One week of a forecast of a past day; numbers of invoices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastWeek {
    /// As-of date of the forecast.
    pub as_of: Day,
    /// The week, from 1.
    pub week: usize,
    /// Expected settlements.
    pub expected: f64,
    /// Settlements known by now.
    pub settled: u32,
}

/// Past weeks as known at the end of `as_of`.
///
/// # Errors
/// A feature of the model that this ledger does not give.
pub fn past_weeks(book: &Book, as_of: Day, trained: &Trained) -> Result<Vec<PastWeek>, ModelError> {
    let lags = BookingLags::of(book, as_of);
    let end = as_of - UNBOOKED;
    let mut found = Vec::new();
    for nth in 1..=FORECASTS {
        let day = as_of - APART * nth;
        let questions = sample(Questions::of_open(book, day), nth as usize);
        if questions.is_empty() {
            continue;
        }
        let chances = weeks_of_open(book, day, trained, &questions, &lags)?;
        let settled = settled(book, &questions, day, as_of);
        let known = (1..=WEEKS).take_while(|&week| day + 7 * week as i32 <= end);
        found.extend(known.map(|week| PastWeek {
            as_of: day,
            week,
            expected: chances.iter().map(|chances| chances[week - 1]).sum(),
            settled: settled[week - 1],
        }));
    }
    Ok(found)
}

/// The questions of some customers: all where they are few.
fn sample(questions: Questions, nth: usize) -> Questions {
    let step = questions.len().div_ceil(SAMPLE);
    if step <= 1 {
        return questions;
    }
    let customers = questions.customers();
    let rows: Vec<usize> = (0..customers.len())
        .filter(|&row| customers[row].0 as usize % step == nth % step)
        .collect();
    questions.select(&rows)
}

/// Settlements by week after `day`, as known at the end of `now`.
fn settled(book: &Book, questions: &Questions, day: Day, now: Day) -> [u32; CASH_WEEKS] {
    let mut counts = [0; CASH_WEEKS];
    let invoices = questions.invoices();
    for &invoice in invoices.iter().flatten() {
        let settled: Option<Day> = settled_on(book, invoice, now);
        let week = settled
            .filter(|on| *on > day)
            .map(|on| ((on - day - 1) / 7) as usize);
        let count = week.and_then(|week| counts.get_mut(week));
        count.into_iter().for_each(|count| *count += 1);
    }
    counts
}

fn settled_on(book: &Book, invoice: InvoiceIx, now: Day) -> Option<Day> {
    let known = book
        .balances(invoice)
        .take_while(|balance| balance.since <= now);
    known.last().and_then(|balance| balance.settled_on)
}
