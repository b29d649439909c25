//! The invoice asked about, and an open invoice's own story.

use arrears_ledger::Day;

use super::follow_up::open_disputes;
use super::state::{due, known_fact};
use super::{Asked, Oracle, put, share};
use crate::table::{Cell, Row};

pub fn features(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let Some((date, due, amount, direct_debit)) = asked.subject else {
        return;
    };
    let ln = |cents: i64| {
        if cents > 0 {
            (cents as f64 / 100.0).ln()
        } else {
            f64::NAN
        }
    };
    let known = oracle.history(asked.customer, asked.day, asked.own);
    let usual: Vec<f64> = known
        .iter()
        .filter(|row| !row.credit_note && row.amount > 0)
        .map(|row| ln(row.amount))
        .collect();
    put(row, "terms_days", f64::from(due - date));
    put(row, "log_amount", ln(amount));
    put(row, "direct_debit", f64::from(u8::from(direct_debit)));
    let mean = share(usual.iter().sum(), usual.len() as f64);
    // A sum of logarithms may be negative, a count may not: the mean is unknown only without invoices.
    put(row, "amount_vs_usual", ln(amount) - mean);
    let text = |names: &[&str], at: u32| Cell::Text(Some(names[at as usize].to_owned()));
    let weekdays = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    row.insert(
        "due_weekday".to_owned(),
        text(&weekdays, Day(due).weekday()),
    );
    row.insert("due_month".to_owned(), text(&months, Day(due).month() - 1));
    put(row, "due_day_of_month", f64::from(Day(due).day_of_month()));
    own(oracle, asked, row);
}

fn own(oracle: &Oracle, asked: &Asked, row: &mut Row) {
    let Some(own) = asked.own else {
        return;
    };
    put(row, "own_days_past_due", f64::from(asked.day - due(own)));
    put(row, "own_age_days", f64::from(asked.day - own.date));
    let steps = oracle.reminders(own, asked.day);
    let depth = steps.iter().map(|step| step.level).max().unwrap_or(0);
    put(row, "own_depth", f64::from(depth));
    let since = steps.iter().filter(|step| step.level == depth && depth > 0);
    let since = since.map(|step| step.sent).min();
    put(
        row,
        "own_days_at_level",
        since.map_or(f64::NAN, |since| f64::from(asked.day - since)),
    );
    put(row, "own_contacts", steps.len() as f64);
    let flag = |is: bool| f64::from(u8::from(is));
    put(
        row,
        "own_dispute_open",
        flag(open_disputes(oracle, own, asked.day) > 0),
    );
    let broken = oracle
        .promises(own, asked.day)
        .iter()
        .any(|(_, broken)| *broken);
    put(row, "own_promise_broken", flag(broken));
    let promised = oracle
        .rows
        .promises
        .iter()
        .filter(|row| row.invoice == own.id)
        .filter(|row| known_fact(own, row.made, row.known_date) <= asked.day)
        .map(|row| row.promised)
        .max();
    put(
        row,
        "own_promise_pending",
        flag(promised.is_some_and(|day| day > asked.day)),
    );
    let state = oracle.state(own, asked.day);
    let claimed = (own.amount - state.credited) as f64;
    put(
        row,
        "own_share_paid",
        share(state.paid as f64, claimed).clamp(0.0, 1.0),
    );
}
