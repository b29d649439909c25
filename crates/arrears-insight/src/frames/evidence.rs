//! `evidence.parquet`: a row per invoice of the last six months.

use arrears_features::Book;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::evidence::{EvidenceRow, EvidenceSources};
use crate::facts::Portfolio;

/// The frame of `evidence.parquet`; what the ledger has no table for is null.
pub fn evidence_frame(
    book: &Book,
    portfolio: &Portfolio,
    rows: &[EvidenceRow],
) -> Result<DataFrame, InsightError> {
    let sources = EvidenceSources::of(book);
    let all = || rows.iter();
    let customer = |row: &EvidenceRow| &portfolio.customers[row.customer];
    let counts = |name: &str, has: bool, of: fn(&EvidenceRow) -> u32| {
        column(name, all().map(|row| has.then(|| of(row))))
    };
    let columns = vec![
        column("invoice_id", all().map(|row| book.invoice_id(row.ix))),
        column(
            "customer_id",
            all().map(|row| customer(row).customer_id.as_str()),
        ),
        column("sector", all().map(|row| customer(row).sector.as_deref())),
        dates("as_of", all().map(|_| Some(portfolio.as_of)))?,
        dates("invoice_date", all().map(|row| Some(row.invoice_date)))?,
        dates("due_date", all().map(|row| Some(row.due_date)))?,
        money("amount", all().map(|row| row.amount_minor)),
        money("open_amount", all().map(EvidenceRow::open_minor)),
        money("paid_amount", all().map(|row| row.state.paid_minor)),
        money("credited_amount", all().map(|row| row.state.credited_minor)),
        money(
            "written_off_amount",
            all().map(|row| row.state.written_off_minor),
        ),
        dates("settled_on", all().map(|row| row.state.settled_on))?,
        column("days_late", all().map(|row| row.days_late)),
        column("n_bookings", all().map(|row| row.n_bookings)),
        dates("last_booking", all().map(|row| row.last_booking))?,
        column(
            "dunning_level",
            all().map(|row| sources.reminders.then(|| i32::from(row.state.depth))),
        ),
        counts("n_reminders", sources.reminders, |row| {
            row.state.n_reminders
        }),
        counts("n_calls", sources.reminders, |row| row.state.n_calls),
        counts("n_replies", sources.reminders, |row| row.n_replies),
        dates("last_reminder", all().map(|row| row.state.last_reminder))?,
        column("last_channel", all().map(|row| row.last_channel.as_deref())),
        counts("n_disputes", sources.disputes, |row| row.n_disputes),
        column(
            "dispute_open",
            all().map(|row| sources.disputes.then_some(row.state.dispute_open)),
        ),
        column(
            "dispute_reason",
            all().map(|row| row.dispute_reason.as_deref()),
        ),
        counts("n_promises", sources.promises, |row| row.n_promises),
        dates("last_promise", all().map(|row| row.state.last_promise))?,
        counts("n_broken_promises", sources.promises, |row| {
            row.state.n_broken_promises
        }),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}
