//! The customers that have a page: what happened to their invoices and how they stood, by what was known on the as-of date.

use std::collections::{HashMap, HashSet};

use arrears_features::{Book, CustomerIx, InvoiceIx, InvoiceRow, InvoiceState};
use arrears_insight::customers::Segment;
use arrears_ledger::Day;
use arrears_models::OpenPrediction;
use arrears_report::{
    CustomerMonth, CustomerPage, OpenInvoiceRow, RiskOverTime, ScoredThen, ScoringDay,
    TimelineEvent, TimelineInvoice, WorklistRow,
};
use rayon::prelude::*;

use super::customers::{by_risk, customer, invoice};
use super::sentence;
use crate::job::analysis::Analysis;
use crate::job::material::Material;
use crate::job::then::{By, RiskHistory, Score, ScoredDay};
use crate::job::worklist::Worklist;

/// Invoices drawn on a page, open ones before settled ones.
const TIMELINE: usize = 16;
/// Open invoices listed on a page.
const OPEN: usize = 30;
/// Months' ends shown, and the one before the first.
const MONTHS: usize = 14;

/// The customers that have a page, as many as the config allows: those to call first, then those listed with a warning, then
/// those with most money at risk. As places in the portfolio.
pub fn with_a_page(material: &Material, analysis: &Analysis, worklist: &Worklist) -> Vec<usize> {
    let by_risk = by_risk(analysis);
    let place: HashMap<&str, usize> = by_risk
        .iter()
        .map(|&i| (analysis.customers[i].customer_id.as_str(), i))
        .collect();
    let n = material.settings.config.report.customer_pages;
    let first = worklist
        .followed()
        .filter_map(|row| place.get(row.customer_id.as_str()));
    let mut taken = HashSet::new();
    first
        .take(n / 2)
        .chain(&analysis.listed.warned)
        .chain(&by_risk)
        .copied()
        .filter(|&i| taken.insert(i))
        .take(n)
        .collect()
}

/// The pages of the customers in the history.
pub fn pages(
    material: &Material,
    analysis: &Analysis,
    worklist: &Worklist,
    history: &RiskHistory,
) -> Vec<CustomerPage> {
    let calls: HashMap<&str, &WorklistRow> = worklist
        .lines()
        .map(|row| (row.customer_id.as_str(), row))
        .collect();
    let open = open_by_customer(analysis);
    let ends = ends_and_before(analysis);
    let chosen = history.customers.par_iter().enumerate();
    chosen
        .map(|(place, &i)| {
            let ix = analysis.portfolio.customers[i].ix;
            let row = customer(material, analysis, i);
            let open = open.get(&ix).map_or(&[][..], Vec::as_slice);
            let mut months = months(material, &ends, ix);
            for (month, day) in months.iter_mut().zip(&history.days) {
                month.scored = day.scores[place].as_ref().map(scored);
            }
            CustomerPage {
                call: calls
                    .get(row.customer_id.as_str())
                    .map(|row| (*row).clone()),
                open: open_rows(material, open),
                n_open: open.len() as u64,
                timeline: timeline(&material.book, ix, material.as_of),
                months,
                customer: row,
            }
        })
        .collect()
}

fn scored(score: &Score) -> ScoredThen {
    ScoredThen {
        p_late: score.p_late,
        p_late_30d: score.p_late_30d,
        segment: score.segment.map_or("", Segment::code).to_owned(),
    }
}

/// Whose word the pages' risk over time is.
pub fn risk_over_time(history: &RiskHistory) -> RiskOverTime {
    let day = |scored: &ScoredDay| {
        let (by, model_id, model_of) = match &scored.by {
            By::Model { id, as_of } => ("model", id.clone(), as_of.to_string()),
            By::NotYet => ("not_yet", String::new(), String::new()),
            By::Unfit => ("unfit", String::new(), String::new()),
        };
        ScoringDay {
            day: scored.day.to_string(),
            by: by.to_owned(),
            model_id,
            model_of,
        }
    };
    RiskOverTime {
        days: history.days.iter().map(day).collect(),
        notes: history.notes.iter().map(sentence).collect(),
        is_unnamed: history.is_unnamed,
    }
}

fn open_by_customer(analysis: &Analysis) -> HashMap<CustomerIx, Vec<&OpenPrediction>> {
    let mut open: HashMap<CustomerIx, Vec<&OpenPrediction>> = HashMap::new();
    for prediction in &analysis.predictions.open {
        open.entry(prediction.customer)
            .or_default()
            .push(prediction);
    }
    open
}

/// The first by due date. Why stands with the customer, so the invoices' own reasons are left out.
fn open_rows(material: &Material, open: &[&OpenPrediction]) -> Vec<OpenInvoiceRow> {
    let mut open = open.to_vec();
    open.sort_by_key(|p| (std::cmp::Reverse(p.days_past_due), p.invoice));
    open.iter()
        .take(OPEN)
        .map(|p| OpenInvoiceRow {
            reasons: Vec::new(),
            ..invoice(material, p)
        })
        .collect()
}

/// The customer's invoices known on a day, credit notes left out, with their state then.
fn known(
    book: &Book,
    customer: CustomerIx,
    day: Day,
) -> impl Iterator<Item = (InvoiceIx, InvoiceRow, InvoiceState)> + '_ {
    let invoices = book.invoices_of(customer).map(InvoiceIx);
    invoices.filter_map(move |ix| {
        let (row, state) = (book.invoice(ix), book.state(ix, day));
        (state.known && !row.is_credit_note).then_some((ix, row, state))
    })
}

fn timeline(book: &Book, customer: CustomerIx, as_of: Day) -> Vec<TimelineInvoice> {
    let mut found: Vec<_> = known(book, customer, as_of).collect();
    found.sort_by_key(|(ix, row, state)| {
        (
            std::cmp::Reverse((state.is_open, row.invoice_date)),
            std::cmp::Reverse(*ix),
        )
    });
    found.truncate(TIMELINE);
    found.sort_by_key(|(ix, row, _)| (row.invoice_date, *ix));
    let line = |(ix, row, state): &(InvoiceIx, InvoiceRow, InvoiceState)| {
        let ends = [state.settled_on, state.cancelled_on, state.written_off_on];
        TimelineInvoice {
            invoice_id: book.invoice_id(*ix).to_owned(),
            invoice_date: row.invoice_date.to_string(),
            due_date: row.due_date.to_string(),
            amount_minor: row.amount_minor,
            ended_on: match state.is_open {
                true => None,
                false => ends.into_iter().flatten().min().map(|day| day.to_string()),
            },
            events: events(book, *ix, row.amount_minor, as_of),
        }
    };
    found.iter().map(line).collect()
}

/// What is known of an invoice at the end of the as-of date, by day.
fn events(book: &Book, invoice: InvoiceIx, amount_minor: i64, as_of: Day) -> Vec<TimelineEvent> {
    let mut events = bookings(book, invoice, amount_minor, as_of);
    let event = |day: Day, kind: &str| (day, happened(day, kind));
    let sent = book.reminders(invoice).filter(|row| row.known <= as_of);
    events.extend(sent.map(|row| {
        let kind = if row.level == 0 { "call" } else { "reminder" };
        let mut event = event(row.sent, kind);
        event.1.level = row.level;
        event
    }));
    let promised = book.promises(invoice).filter(|row| row.known <= as_of);
    events.extend(promised.map(|row| {
        let mut event = event(row.made, "promise");
        event.1.until = Some(row.promised.to_string());
        event.1.amount_minor = row.amount_minor;
        event
    }));
    for row in book.disputes(invoice).filter(|row| row.known <= as_of) {
        let mut opened = event(row.opened, "dispute");
        opened.1.reason = row.reason.unwrap_or_default().to_owned();
        events.push(opened);
        let closed = row.closed.filter(|day| *day <= as_of);
        events.extend(closed.map(|day| event(day, "dispute_closed")));
    }
    events.sort_by_key(|(day, _)| *day);
    events.into_iter().map(|(_, event)| event).collect()
}

fn happened(day: Day, kind: &str) -> TimelineEvent {
    TimelineEvent {
        day: day.to_string(),
        kind: kind.to_owned(),
        ..TimelineEvent::default()
    }
}

/// What was booked against an invoice, told from how its balance went.
fn bookings(
    book: &Book,
    invoice: InvoiceIx,
    amount_minor: i64,
    as_of: Day,
) -> Vec<(Day, TimelineEvent)> {
    let (mut residual, mut credited, mut written_off) = (amount_minor, 0, 0);
    let mut events = Vec::new();
    for balance in book.balances(invoice).filter(|b| b.since <= as_of) {
        let credit = balance.credited_minor - credited;
        let loss = balance.written_off_minor - written_off;
        let paid = residual - balance.residual_minor - credit - loss;
        let back = (-paid).max(0);
        let parts = [
            ("payment", paid),
            ("credit", credit),
            ("write_off", loss),
            ("reversal", back),
        ];
        for (kind, minor) in parts.into_iter().filter(|(_, minor)| *minor > 0) {
            let mut event = happened(balance.since, kind);
            event.amount_minor = Some(minor);
            events.push((balance.since, event));
        }
        residual = balance.residual_minor;
        credited = balance.credited_minor;
        written_off = balance.written_off_minor;
    }
    events
}

/// The ends of the months that pages show, and the as-of date; the first is the one before those shown.
fn ends_and_before(analysis: &Analysis) -> Vec<Day> {
    let all = &analysis.money.months;
    all[all.len().saturating_sub(MONTHS)..]
        .iter()
        .map(|month| month.day)
        .collect()
}

/// The ends of the months that pages show, oldest first, and the as-of date.
pub fn month_ends(analysis: &Analysis) -> Vec<Day> {
    ends_and_before(analysis).into_iter().skip(1).collect()
}

fn months(material: &Material, ends: &[Day], customer: CustomerIx) -> Vec<CustomerMonth> {
    let (book, as_of) = (&material.book, material.as_of);
    let grace = book.definitions().grace_days;
    let today: Vec<_> = known(book, customer, as_of)
        .filter(|(_, row, state)| !row.direct_debit && state.cancelled_on.is_none())
        .map(|(_, row, state)| (row.due_date + grace, state.settled_on))
        .collect();
    let month = |ends: &[Day]| {
        let (before, day) = (ends[0], ends[1]);
        let due = today.iter().filter(|(due, _)| *due > before && *due <= day);
        let late = due
            .clone()
            .filter(|(due, paid)| paid.is_none_or(|paid| paid > *due));
        let mut month = CustomerMonth {
            day: day.to_string(),
            n_due: due.count() as u64,
            n_late: late.count() as u64,
            ..CustomerMonth::default()
        };
        for (_, row, state) in known(book, customer, day).filter(|(_, _, state)| state.is_open) {
            month.open_minor += state.open_minor;
            if row.due_date < day {
                month.overdue_minor += state.open_minor;
            }
        }
        month
    };
    ends.windows(2).map(month).collect()
}
