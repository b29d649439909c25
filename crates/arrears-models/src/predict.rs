//! Prediction: every figure of an open invoice, and of a customer's next one, read from one settlement distribution.
//!
//! An open invoice is scored on what is known now (the customer's history as of today, the invoice itself left out)
//! as if it were issued tomorrow, and then conditioned on having stayed open until today. The figures can therefore not
//! contradict each other: they are quantiles and probabilities of one and the same curve.

use arrears_features::columns::Columns;
use arrears_features::{
    Book, CustomerIx, FeatureTable, InvoiceIx, Selection, next_invoice, of_open,
};
use arrears_ledger::Day;
use rayon::prelude::*;

use crate::late::Contribution;
use crate::settlement::{Distribution, Quantile};
use crate::train::customer_rows;
use crate::{ModelError, Trained};

/// Horizons of `p_paid_*`, in days from the as-of date.
pub const PAID_HORIZONS: [i32; 4] = [7, 30, 60, 90];
/// Weeks of expected cash.
pub const CASH_WEEKS: usize = 13;

/// Reasons given with each prediction, besides one that speaks for the customer.
const N_REASONS: usize = 3;

/// A quantile of the settlement date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateQuantile {
    /// The day; due + 365 where the quantile lies beyond it.
    pub day: Day,
    /// Whether the quantile lies beyond due + 365.
    pub beyond: bool,
}

/// What is predicted of one open invoice.
#[derive(Debug, Clone)]
pub struct OpenPrediction {
    /// The invoice.
    pub invoice: InvoiceIx,
    /// Its customer.
    pub customer: CustomerIx,
    /// Open amount in cents.
    pub open_minor: i64,
    /// As-of date less due date.
    pub days_past_due: i32,
    /// Not settled by due + grace; 1 where that day has passed.
    pub p_late: f64,
    /// Not settled by due + 30.
    pub p_late_30d: f64,
    /// Not settled by due + 365.
    pub p_never: f64,
    /// Settled within each of 7, 30, 60 and 90 days from the as-of date.
    pub p_paid: [f64; 4],
    /// Median settlement date.
    pub expected: DateQuantile,
    /// 10 % quantile.
    pub p10: DateQuantile,
    /// 90 % quantile.
    pub p90: DateQuantile,
    /// Median days late.
    pub expected_days_late: i32,
    /// Probability of settlement within each of the next weeks, one entry per week.
    pub p_paid_by_week: [f64; CASH_WEEKS],
    /// The weightiest contributions to the log-odds of being late.
    pub reasons: Vec<Contribution>,
}

/// What is predicted of a customer's next invoice.
#[derive(Debug, Clone)]
pub struct CustomerPrediction {
    /// The customer.
    pub customer: CustomerIx,
    /// That the next invoice is late.
    pub p_late: f64,
    /// That it is not settled by 30 days after its due date.
    pub p_late_30d: f64,
    /// The cluster: from 0, or -1 with too few mature invoices; none where there are no clusters.
    pub cluster: Option<i32>,
    /// The weightiest contributions to the log-odds of being late.
    pub reasons: Vec<Contribution>,
}

/// All predictions at an as-of date: open invoices and customers, both in the book's order.
#[derive(Debug, Clone)]
pub struct Predictions {
    /// The as-of date.
    pub as_of: Day,
    /// A row per open invoice.
    pub open: Vec<OpenPrediction>,
    /// A row per customer with an invoice known by then.
    pub customers: Vec<CustomerPrediction>,
}

/// Predicts every open invoice and every customer as known at the end of `as_of`.
///
/// # Errors
/// A feature of the model that this ledger does not give.
pub fn predict(book: &Book, as_of: Day, trained: &Trained) -> Result<Predictions, ModelError> {
    let (open, customers) = rayon::join(
        || predict_open(book, as_of, trained),
        || predict_customers(book, as_of, trained),
    );
    Ok(Predictions {
        as_of,
        open: open?,
        customers: customers?,
    })
}

fn predict_open(
    book: &Book,
    as_of: Day,
    trained: &Trained,
) -> Result<Vec<OpenPrediction>, ModelError> {
    let features = trained.late.features();
    let FeatureTable {
        invoice,
        frame,
        absent,
        ..
    } = of_open(book, as_of, Selection::Only(&features));
    let columns = complete(frame, &absent, &features)?;
    let p_late = chances(trained, &columns, invoice.len())?;
    let reasons = reasons(trained, &columns, invoice.len())?;
    let rows: Vec<(InvoiceIx, f64, Vec<Contribution>)> = invoice
        .into_iter()
        .flatten()
        .zip(p_late)
        .zip(reasons)
        .map(|((invoice, p), reasons)| (invoice, p, reasons))
        .collect();
    Ok(rows
        .into_par_iter()
        .map(|(invoice, p, reasons)| open_prediction(book, as_of, trained, invoice, p, reasons))
        .collect())
}

fn open_prediction(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    invoice: InvoiceIx,
    p_late: f64,
    reasons: Vec<Contribution>,
) -> OpenPrediction {
    let row = book.invoice(invoice);
    let today = as_of - row.due_date;
    let distribution = trained
        .settlement
        .distribution(p_late, row.terms_days)
        .given_open_at(today);
    let reasons = with_waiting(
        reasons,
        p_late,
        distribution.p_late(),
        as_of - row.invoice_date,
    );
    let date = |q| date_quantile(row.due_date, distribution.quantile(q));
    OpenPrediction {
        invoice,
        customer: row.customer,
        open_minor: book.state(invoice, as_of).open_minor,
        days_past_due: today,
        p_late: distribution.p_late(),
        p_late_30d: distribution.p_late_30d(),
        p_never: distribution.p_never(),
        p_paid: PAID_HORIZONS.map(|days| distribution.settled_by(today + days)),
        expected: date(0.5),
        p10: date(0.1),
        p90: date(0.9),
        expected_days_late: distribution.quantile(0.5).days,
        p_paid_by_week: by_week(&distribution, today),
        reasons,
    }
}

/// The name of the reason that an invoice has been open for some time: what the wait so far adds to the estimate at
/// issue. It is no feature of the catalogue.
pub const DAYS_OPEN: &str = "days_open";

/// Adds to the reasons at issue what the days since then have changed, so that they explain the estimate of today.
fn with_waiting(
    mut reasons: Vec<Contribution>,
    at_issue: f64,
    today: f64,
    days_open: i32,
) -> Vec<Contribution> {
    // An overdue invoice is late for certain, and certainty has no log-odds.
    const CERTAIN: f64 = 1e-6;
    let log_odds = |p: f64| {
        let p = p.clamp(CERTAIN, 1.0 - CERTAIN);
        (p / (1.0 - p)).ln()
    };
    let change = log_odds(today) - log_odds(at_issue);
    if days_open <= 0 || change == 0.0 {
        return reasons;
    }
    let place = reasons.partition_point(|reason| reason.log_odds.abs() >= change.abs());
    let waiting = Contribution {
        feature: DAYS_OPEN.to_owned(),
        value: Some(f64::from(days_open)),
        category: None,
        log_odds: change,
    };
    reasons.insert(place.min(reasons.len()), waiting);
    reasons
}

fn by_week(distribution: &Distribution, today: i32) -> [f64; CASH_WEEKS] {
    std::array::from_fn(|week| {
        let from = today + 7 * week as i32;
        distribution.settled_by(from + 7) - distribution.settled_by(from)
    })
}

fn date_quantile(due: Day, quantile: Quantile) -> DateQuantile {
    DateQuantile {
        day: due + quantile.days,
        beyond: quantile.beyond,
    }
}

fn predict_customers(
    book: &Book,
    as_of: Day,
    trained: &Trained,
) -> Result<Vec<CustomerPrediction>, ModelError> {
    let features = trained.late.features();
    let FeatureTable {
        customer,
        frame,
        absent,
        ..
    } = next_invoice(book, as_of, Selection::Only(&features));
    let n_rows = customer.len();
    let columns = complete(frame, &absent, &features)?;
    let p_late = chances(trained, &columns, n_rows)?;
    let reasons = reasons(trained, &columns, n_rows)?;
    let clusters = clusters(book, as_of, trained)?;
    Ok(customer
        .iter()
        .zip(p_late)
        .zip(reasons)
        .enumerate()
        .map(|(i, ((&customer, p_late), reasons))| CustomerPrediction {
            customer,
            p_late,
            p_late_30d: trained
                .settlement
                .distribution(p_late, DEFAULT_TERMS)
                .p_late_30d(),
            cluster: clusters.as_ref().map(|c| c[i]),
            reasons,
        })
        .collect())
}

/// A base-rate model reads no feature, and a frame without columns does not know its rows.
fn chances(trained: &Trained, columns: &Columns, n_rows: usize) -> Result<Vec<f64>, ModelError> {
    match columns.n_rows() == n_rows {
        true => trained.late.predict(columns),
        false => Ok(vec![trained.late.base_rate(); n_rows]),
    }
}

fn reasons(
    trained: &Trained,
    columns: &Columns,
    n_rows: usize,
) -> Result<Vec<Vec<Contribution>>, ModelError> {
    match columns.n_rows() == n_rows {
        true => trained.late.reasons(columns, N_REASONS),
        false => Ok(vec![Vec::new(); n_rows]),
    }
}

/// Terms do not reach beyond the due date, so any will do for what happens after it.
const DEFAULT_TERMS: i32 = 30;

fn clusters(book: &Book, as_of: Day, trained: &Trained) -> Result<Option<Vec<i32>>, ModelError> {
    let Some(model) = &trained.clusters else {
        return Ok(None);
    };
    let (columns, n_mature) = customer_rows(book, as_of)?;
    Ok(Some(model.assign(&columns, &n_mature)?))
}

/// The model's features, or the first that this ledger does not give.
fn complete(
    frame: polars::prelude::DataFrame,
    absent: &[arrears_features::AbsentFeature],
    features: &[&str],
) -> Result<Columns, ModelError> {
    let columns = Columns::from_frame(frame)?;
    for feature in features {
        if columns.get(feature).is_none() {
            let missing = absent
                .iter()
                .find(|a| a.feature == *feature)
                .map_or("no source", |a| a.missing.as_str());
            return Err(ModelError::FeatureMissing {
                feature: (*feature).to_owned(),
                missing: missing.to_owned(),
            });
        }
    }
    Ok(columns)
}
