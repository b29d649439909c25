//! The frames of `predictions.parquet`, `features.parquet`, `backtest.parquet` and `scored_invoices.parquet`.

use arrears_features::columns::Columns;
use arrears_features::{Book, FeatureError, FeatureTable, InvoiceIx, labels};
use arrears_insight::frames::{ReasonRow, reasons_column};
use arrears_insight::money::bucket;
use arrears_insight::text::Language;
use arrears_ledger::Day;
use arrears_models::scorecard::Scorecard;
use arrears_models::{Backtest, DateQuantile, OpenPrediction, Predictions};
use polars::prelude::*;

use super::wording;
use crate::error::Error;

/// A row per open invoice.
pub fn predictions(
    book: &Book,
    predictions: &Predictions,
    model_id: &str,
    currency: &str,
    language: Language,
) -> Result<DataFrame, FeatureError> {
    let open = &predictions.open;
    let invoice = |p: &OpenPrediction| book.invoice(p.invoice);
    let reasons: Vec<Vec<ReasonRow>> = open
        .iter()
        .map(|p| {
            p.reasons
                .iter()
                .map(|reason| wording::row(reason, currency, language))
                .collect()
        })
        .collect();
    let quantile = |name: &str, of: fn(&OpenPrediction) -> DateQuantile| {
        dates(name, open.iter().map(|p| of(p).day))
    };
    let beyond = |name: &str, of: fn(&OpenPrediction) -> DateQuantile| {
        column(name, open.iter().map(|p| of(p).beyond))
    };
    frame(vec![
        column(
            "invoice_id",
            open.iter().map(|p| book.invoice_id(p.invoice)),
        ),
        column(
            "customer_id",
            open.iter().map(|p| book.customer_id(p.customer)),
        ),
        dates("as_of", open.iter().map(|_| predictions.as_of))?,
        dates("invoice_date", open.iter().map(|p| invoice(p).invoice_date))?,
        dates("due_date", open.iter().map(|p| invoice(p).due_date))?,
        column(
            "open_amount",
            open.iter().map(|p| p.open_minor as f64 / 100.0),
        ),
        column("days_past_due", open.iter().map(|p| p.days_past_due)),
        column("p_late", open.iter().map(|p| p.p_late)),
        column("p_late_30d", open.iter().map(|p| p.p_late_30d)),
        column("p_never", open.iter().map(|p| p.p_never)),
        column("p_paid_7d", open.iter().map(|p| p.p_paid[0])),
        column("p_paid_30d", open.iter().map(|p| p.p_paid[1])),
        column("p_paid_60d", open.iter().map(|p| p.p_paid[2])),
        column("p_paid_90d", open.iter().map(|p| p.p_paid[3])),
        quantile("expected_pay_date", |p| p.expected)?,
        beyond("expected_pay_date_beyond", |p| p.expected),
        quantile("pay_date_p10", |p| p.p10)?,
        beyond("pay_date_p10_beyond", |p| p.p10),
        quantile("pay_date_p90", |p| p.p90)?,
        beyond("pay_date_p90_beyond", |p| p.p90),
        column(
            "bucket_expected",
            open.iter().map(|p| bucket(p.expected_days_late).code()),
        ),
        reasons_column("reasons", &reasons)?,
        column("model_id", open.iter().map(|_| model_id)),
    ])
}

/// A row per customer: the catalogue's columns as known on the as-of date.
pub fn features(book: &Book, table: FeatureTable) -> Result<DataFrame, FeatureError> {
    let mut columns = vec![
        column(
            "customer_id",
            table.customer.iter().map(|&c| book.customer_id(c)),
        ),
        dates("as_of", table.as_of.iter().copied())?,
    ];
    columns.extend(table.frame.columns().iter().cloned());
    frame(columns)
}

/// A row per test invoice: what was predicted at its date, and what is known of it now.
pub fn backtest(book: &Book, backtest: &Backtest) -> Result<DataFrame, FeatureError> {
    let rows = &backtest.rows;
    frame(vec![
        column(
            "invoice_id",
            rows.iter().map(|r| book.invoice_id(r.invoice)),
        ),
        column(
            "customer_id",
            rows.iter()
                .map(|r| book.customer_id(book.invoice(r.invoice).customer)),
        ),
        dates(
            "invoice_date",
            rows.iter().map(|r| book.invoice(r.invoice).invoice_date),
        )?,
        column("p_late", rows.iter().map(|r| r.p_late)),
        column("p_late_30d", rows.iter().map(|r| r.p_late_30d)),
        column("expected_days_late", rows.iter().map(|r| r.expected.days)),
        column("days_late_p10", rows.iter().map(|r| r.p10.days)),
        column("days_late_p90", rows.iter().map(|r| r.p90.days)),
        column("days_late_p90_beyond", rows.iter().map(|r| r.p90.beyond)),
        column("late", rows.iter().map(|r| r.late)),
        column("late_30d", rows.iter().map(|r| r.late_30d)),
        column("days_late", rows.iter().map(|r| r.days_late)),
    ])
}

/// A row per invoice: its features at issue, the score they give and what is known of it now.
pub fn scored(
    book: &Book,
    table: FeatureTable,
    card: &Scorecard,
    known: Day,
) -> Result<DataFrame, Error> {
    let invoices: Vec<InvoiceIx> = table.invoice.iter().copied().flatten().collect();
    let scores = card.scores(&Columns::from_frame(table.frame.clone())?)?;
    let labels = labels(book, &invoices, known);
    let late = (0..invoices.len())
        .map(|i| (labels.mature[i] && !labels.excluded[i]).then_some(labels.late[i]));
    let mut columns = vec![
        column("invoice_id", invoices.iter().map(|&i| book.invoice_id(i))),
        column(
            "customer_id",
            table.customer.iter().map(|&c| book.customer_id(c)),
        ),
        dates(
            "invoice_date",
            invoices.iter().map(|&i| book.invoice(i).invoice_date),
        )
        .map_err(FeatureError::from)?,
    ];
    columns.extend(table.frame.columns().iter().cloned());
    columns.push(column("score", scores.iter().copied()));
    columns.push(column("p_late", scores.iter().map(|&s| card.p_late(s))));
    columns.push(column("late", late));
    Ok(frame(columns)?)
}

pub(super) fn frame(columns: Vec<Column>) -> Result<DataFrame, FeatureError> {
    let height = columns.first().map_or(0, Column::len);
    Ok(DataFrame::new(height, columns)?)
}

pub(super) fn column<T>(name: &str, values: impl Iterator<Item = T>) -> Column
where
    Series: NamedFrom<Vec<T>, [T]>,
{
    Series::new(name.into(), values.collect::<Vec<T>>()).into_column()
}

fn dates(name: &str, days: impl Iterator<Item = Day>) -> PolarsResult<Column> {
    column(name, days.map(|day| day.0)).cast(&DataType::Date)
}
