//! Prediction: every figure of an open invoice, and of a customer's next one, read from one settlement distribution.
//!
//! An open invoice is scored on what is known now (the customer's history as of today, the invoice itself left out)
//! as if it were issued tomorrow, and then conditioned on having stayed open until today. The figures can therefore not
//! contradict each other: they are quantiles and probabilities of one and the same curve.

use arrears_features::columns::Columns;
use arrears_features::{Book, CustomerIx, Histories, InvoiceIx, Questions, Selection};
use arrears_ledger::Day;
use rayon::prelude::*;

use crate::booking::BookingLags;
use crate::late::families::tells_of_paying;
use crate::late::{Contribution, Estimates, PastYear, sigmoid};
use crate::settlement::{Distribution, Quantile, Rows, dates};
use crate::train::CustomerRows;
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
    /// That it is settled already and not yet booked, by how late settlements are booked in this ledger.
    pub p_unbooked: f64,
    /// Probability of settlement within each of the next weeks, one entry per week, if it is not settled already.
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
    /// The number of the cluster, or -1 with too few mature invoices; none where there are no clusters.
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
    let questions = Questions::of_open(book, as_of);
    let known = known(book, trained, &questions, trained.settlement.features())?;
    let rows = known.rows();
    let curves = trained.settlement.of_open(&rows)?;
    let reasons = known.reasons(trained)?;
    let lags = BookingLags::of(book, as_of);
    let invoices: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
    Ok(reasons
        .into_par_iter()
        .enumerate()
        .map(|(i, reasons)| {
            let p_late = sigmoid(known.estimates.leading()[i]);
            let today = as_of - known.due[i];
            let (distribution, p_unbooked) = curves.open_by_the_books(i, p_late, today, &lags);
            OpenPrediction {
                p_unbooked,
                ..open_prediction(book, as_of, invoices[i], p_late, &distribution, reasons)
            }
        })
        .collect())
}

/// Chances of settlement by week of some open invoices, what is settled already and unbooked taken off.
///
/// # Errors
/// A feature of the model that this ledger does not give.
pub(crate) fn weeks_of_open(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    questions: &Questions,
    lags: &BookingLags,
) -> Result<Vec<[f64; CASH_WEEKS]>, ModelError> {
    let known = known(book, trained, questions, trained.settlement.features())?;
    let rows = known.rows();
    let curves = trained.settlement.of_open(&rows)?;
    Ok((0..questions.len())
        .into_par_iter()
        .map(|i| {
            let (p_late, today) = (sigmoid(known.estimates.leading()[i]), as_of - known.due[i]);
            let (curve, unbooked) = curves.open_by_the_books(i, p_late, today, lags);
            by_week(&curve, today).map(|chance| (1.0 - unbooked) * chance)
        })
        .collect())
}

/// What prediction knows of some questions' rows.
struct Known {
    columns: Columns,
    estimates: Estimates,
    histories: Histories,
    due: Vec<Day>,
    terms: Vec<i32>,
}

impl Known {
    fn rows(&self) -> Rows<'_> {
        Rows {
            columns: &self.columns,
            score: &self.estimates.regression,
            histories: &self.histories,
            due: &self.due,
            terms: &self.terms,
        }
    }

    /// The reasons of each row, with the customer's own figures behind the one that speaks of how it pays.
    fn reasons(&self, trained: &Trained) -> Result<Vec<Vec<Contribution>>, ModelError> {
        let mut reasons = trained.late.reasons(&self.columns, N_REASONS)?;
        let figures = PAST_YEAR.map(|name| self.columns.numeric(name));
        let [Some(n), Some(ratio), Some(days)] = figures else {
            return Ok(reasons);
        };
        for (row, reasons) in reasons.iter_mut().enumerate() {
            let of_history = reasons
                .iter_mut()
                .find(|reason| tells_of_paying(&reason.feature));
            if let Some(reason) = of_history.filter(|_| n[row] > 0.0) {
                reason.past_year = Some(PastYear {
                    n_invoices: n[row] as u32,
                    n_late: (ratio[row] * n[row]).round() as u32,
                    mean_days_late: days[row],
                });
            }
        }
        Ok(reasons)
    }
}

/// Matured invoices, late ratio and mean days late of the last 12 months.
const PAST_YEAR: [&str; 3] = ["n_mature_12m", "late_ratio_12m", "mean_days_late_12m"];

/// The features of the late-payment model and of the hazards, or the first that this ledger does not give.
fn known(
    book: &Book,
    trained: &Trained,
    questions: &Questions,
    of_hazards: Vec<&str>,
) -> Result<Known, ModelError> {
    let mut features = trained.late.features();
    features.extend(of_hazards);
    let asked: Vec<&str> = features.iter().copied().chain(PAST_YEAR).collect();
    let (columns, histories, absent) =
        questions.columns_and_histories(book, Selection::Only(&asked));
    complete(&columns, &absent, &features)?;
    let own = |customer| trained.late.customers().has(book.customer_id(customer));
    let columns = columns.with_customers(book, &questions.customers(), own);
    let (due, terms) = dates(questions);
    Ok(Known {
        estimates: trained.late.estimates(&columns)?,
        histories,
        columns,
        due,
        terms,
    })
}

fn open_prediction(
    book: &Book,
    as_of: Day,
    invoice: InvoiceIx,
    p_late: f64,
    distribution: &Distribution,
    reasons: Vec<Contribution>,
) -> OpenPrediction {
    let row = book.invoice(invoice);
    let today = as_of - row.due_date;
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
        p_unbooked: 0.0,
        p_paid_by_week: by_week(distribution, today),
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
        past_year: None,
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

/// Predicts every customer as known at the end of `as_of`.
///
/// # Errors
/// A feature of the model that this ledger does not give.
pub fn predict_customers(
    book: &Book,
    as_of: Day,
    trained: &Trained,
) -> Result<Vec<CustomerPrediction>, ModelError> {
    let questions = Questions::next_invoice(book, as_of);
    let own = trained.settlement.features_at_issue();
    let known = known(book, trained, &questions, own)?;
    let rows = known.rows();
    let curves = trained.settlement.at_issue(&rows)?;
    let reasons = known.reasons(trained)?;
    let clusters = clusters(book, as_of, trained)?;
    Ok(questions
        .customers()
        .into_par_iter()
        .zip(reasons)
        .enumerate()
        .map(|(i, (customer, reasons))| {
            let distribution = curves.at_issue(i, sigmoid(known.estimates.leading()[i]));
            CustomerPrediction {
                customer,
                p_late: distribution.p_late(),
                p_late_30d: distribution.p_late_30d(),
                cluster: clusters.as_ref().map(|c| c[i]),
                reasons,
            }
        })
        .collect())
}

/// The chances of a customer's next invoice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomerChances {
    /// The customer.
    pub customer: CustomerIx,
    /// That the next invoice is late.
    pub p_late: f64,
    /// That it is not settled by 30 days after its due date.
    pub p_late_30d: f64,
}

/// The chances that [`predict_customers`] gives, of some customers only: a row for each that has an invoice known by then.
/// The customers are given in the book's order.
///
/// # Errors
/// A feature of the model that this ledger does not give.
pub fn chances_of(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    customers: &[CustomerIx],
) -> Result<Vec<CustomerChances>, ModelError> {
    let questions = Questions::next_invoice_of(book, as_of, customers.iter().copied());
    let known = known(
        book,
        trained,
        &questions,
        trained.settlement.features_at_issue(),
    )?;
    let rows = known.rows();
    let curves = trained.settlement.at_issue(&rows)?;
    let chances = |(i, customer): (usize, CustomerIx)| {
        let distribution = curves.at_issue(i, sigmoid(known.estimates.leading()[i]));
        CustomerChances {
            customer,
            p_late: distribution.p_late(),
            p_late_30d: distribution.p_late_30d(),
        }
    };
    Ok(questions
        .customers()
        .into_par_iter()
        .enumerate()
        .map(chances)
        .collect())
}

fn clusters(book: &Book, as_of: Day, trained: &Trained) -> Result<Option<Vec<i32>>, ModelError> {
    Ok(clusters_on(book, as_of, trained)?
        .map(|found| found.into_iter().map(|(_, id)| id).collect()))
}

/// The cluster of every customer known at the end of `as_of`, in the book's order; none where there are no clusters.
///
/// # Errors
/// A feature of the clusters that this ledger does not give.
pub fn clusters_on(
    book: &Book,
    as_of: Day,
    trained: &Trained,
) -> Result<Option<Vec<(CustomerIx, i32)>>, ModelError> {
    let Some(model) = &trained.clusters else {
        return Ok(None);
    };
    let rows = CustomerRows::of(book, as_of, &model.columns());
    let ids = model.assign(&rows.columns, &rows.n_mature)?;
    Ok(Some(rows.customers.into_iter().zip(ids).collect()))
}

/// That the model's features are all there, or the first that this ledger does not give.
fn complete(
    columns: &Columns,
    absent: &[arrears_features::AbsentFeature],
    features: &[&str],
) -> Result<(), ModelError> {
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
    Ok(())
}
