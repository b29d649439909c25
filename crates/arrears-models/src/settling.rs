//! Training and judging of the settlement curves: which invoices teach each landmark, and what was known of them.

use arrears_features::columns::Columns;
use arrears_features::{Book, Histories, InvoiceIx, Questions, Selection, labels};
use arrears_ledger::Day;
use rayon::prelude::*;

use crate::ModelError;
use crate::evaluate::{DaysRow, Evaluation, REPORTED, Sample, evaluate, rivals};
use crate::groups::amount_quartiles;
use crate::late::{Estimates, Fitted, Holdout, LateModel, TrainingRows, sigmoid, thinned};
use crate::settlement::{
    Distribution, HAZARD_FEATURES, Quantile, Rows, Seen, SettlementModel, dates,
};
use crate::train::{amounts, late_30d};

/// The training invoices at issue.
pub(crate) struct Issue<'a> {
    pub(crate) book: &'a Book,
    pub(crate) questions: &'a Questions,
    pub(crate) rows: &'a TrainingRows<'a>,
    /// Invoices at most that teach one landmark, evenly over the ledger.
    pub(crate) hazard_rows: usize,
}

impl Issue<'_> {
    /// Fits the hazards at issue and at every later landmark on what is known at the end of `known`.
    pub(crate) fn fit(&self, fitted: &Fitted, known: Day) -> Result<SettlementModel, ModelError> {
        let labels = self.rows.labels;
        // An invoice counts in the curves for as long as it was seen, whether or not it is mature.
        let all: Vec<usize> = (0..self.rows.issued.len())
            .filter(|&i| labels.mature[i] || !labels.excluded[i])
            .collect();
        let taught: Vec<Taught> = self
            .sample(all.clone())
            .into_iter()
            .map(|row| Taught {
                row,
                score: fitted.estimates.regression[row],
                seen: Seen {
                    days: labels.days_late[row],
                    settled: labels.settled[row],
                    weight: fitted.weights[row],
                },
            })
            .collect();
        let grace = self.book.definitions().grace_days;
        let mut model = self.fit_at_issue(&taught)?;
        for day in SettlementModel::landmark_days(grace) {
            let lasted = all.iter().copied().filter(|&i| labels.days_late[i] > day);
            let lasted = self.sample(lasted.collect());
            self.fit_landmark(&mut model, day, &lasted, fitted, known)?;
        }
        Ok(model)
    }

    /// The latest fold, with hazards fitted on its own training rows alone.
    pub(crate) fn judge(&self, holdout: &Holdout, known: Day) -> Result<Evaluation, ModelError> {
        if holdout.rows.is_empty() {
            return Ok(Evaluation::default());
        }
        let taught: Vec<Taught> = thinned(holdout.train.clone(), self.hazard_rows)
            .into_iter()
            .map(|row| Taught {
                row: row.row,
                score: row.score,
                seen: Seen {
                    days: row.days,
                    settled: row.settled,
                    weight: row.weight,
                },
            })
            .collect();
        let model = self.fit_at_issue(&taught)?;
        let questions = self.questions.select(&holdout.rows);
        let columns = self.rows.columns.select(&holdout.rows);
        let labels = self.rows.labels;
        let outcome: Vec<(i32, bool)> = holdout
            .rows
            .iter()
            .map(|&i| (labels.days_late[i], labels.settled[i]))
            .collect();
        let forecasts = forecasts(
            self.book,
            &questions,
            &columns,
            &holdout.estimates,
            &model,
            &outcome,
        )?;
        let p_late: Vec<f64> = forecasts.iter().map(|forecast| forecast.p_late).collect();
        let p_late_30d: Vec<f64> = forecasts
            .iter()
            .map(|forecast| forecast.p_late_30d)
            .collect();
        let days: Vec<DaysRow> = forecasts
            .iter()
            .zip(&outcome)
            .map(|(forecast, &(days, settled))| forecast.against(days, settled))
            .collect();
        let late_30d: Vec<Option<bool>> = holdout
            .rows
            .iter()
            .map(|&i| late_30d(self.book, self.rows.invoices[i], labels, i, known))
            .collect();
        let (reported, _) = questions.columns(self.book, Selection::Only(&REPORTED));
        let issued: Vec<Day> = holdout.rows.iter().map(|&i| self.rows.issued[i]).collect();
        let from = issued.iter().min().copied().unwrap_or(known);
        Ok(evaluate(&Sample {
            p_late: &p_late,
            late: &holdout.late,
            p_late_30d: &p_late_30d,
            late_30d: &late_30d,
            amount_minor: &amounts(self.book, self.rows, &holdout.rows),
            issued: &issued,
            customers: &customers(&questions),
            columns: &reported,
            rivals: &rivals(&holdout.estimates),
            base_rate: &vec![holdout.base_rate; holdout.rows.len()],
            median_days: &vec![model.median_days(); holdout.rows.len()],
            amount_quartiles: amount_quartiles(self.book, from),
            days: &days,
            grace_days: self.book.definitions().grace_days,
        }))
    }

    /// At most about `hazard_rows` of these training rows: of a small customer all or none, so that the others need not
    /// be looked at, and of a large one evenly.
    fn sample(&self, rows: Vec<usize>) -> Vec<usize> {
        let step = rows.len().div_ceil(self.hazard_rows).max(1);
        let large = (self.hazard_rows / 100).max(1);
        let customer = |row: usize| self.book.invoice(self.rows.invoices[row]).customer.0;
        let by_customer = rows.chunk_by(|a, b| customer(*a) == customer(*b));
        by_customer
            .enumerate()
            .flat_map(|(nth, own)| {
                let is_large = own.len() > large;
                let every = if is_large { step } else { 1 };
                let kept = is_large || nth % step == 0;
                own.iter().copied().step_by(every).filter(move |_| kept)
            })
            .collect()
    }

    fn fit_at_issue(&self, taught: &[Taught]) -> Result<SettlementModel, ModelError> {
        let positions: Vec<usize> = taught.iter().map(|row| row.row).collect();
        let questions = self.questions.select(&positions);
        let (due, terms) = dates(&questions);
        let score: Vec<f64> = taught.iter().map(|row| row.score).collect();
        let seen: Vec<Seen> = taught.iter().map(|row| row.seen).collect();
        let rows = Rows {
            columns: &self.rows.columns.select(&positions),
            score: &score,
            histories: &questions.histories(self.book),
            due: &due,
            terms: &terms,
        };
        SettlementModel::fit(&rows, &seen, self.book.definitions().grace_days)
    }

    fn fit_landmark(
        &self,
        model: &mut SettlementModel,
        day: i32,
        lasted: &[usize],
        fitted: &Fitted,
        known: Day,
    ) -> Result<(), ModelError> {
        let invoices: Vec<InvoiceIx> = lasted.iter().map(|&i| self.rows.invoices[i]).collect();
        let questions = Questions::at_landmark(self.book, &invoices, day, known);
        let (columns, histories) = of_open(self.book, &questions, &fitted.model);
        let score = fitted.model.regression_log_odds(&columns)?;
        let asked: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
        let outcome = labels(self.book, &asked, known);
        let weight_of = |invoice: &InvoiceIx| {
            let at = self.rows.invoices.binary_search(invoice);
            at.map_or(1.0, |at| fitted.weights[at])
        };
        let seen: Vec<Seen> = asked
            .iter()
            .enumerate()
            .map(|(i, invoice)| Seen {
                days: outcome.days_late[i],
                settled: outcome.settled[i],
                weight: weight_of(invoice),
            })
            .collect();
        let (due, terms) = dates(&questions);
        let rows = Rows {
            columns: &columns,
            score: &score,
            histories: &histories,
            due: &due,
            terms: &terms,
        };
        model.fit_landmark(day, &rows, &seen)
    }
}

/// The customer of each question's row, as a number.
pub(crate) fn customers(questions: &Questions) -> Vec<usize> {
    let customers = questions.customers().into_iter();
    customers.map(|customer| customer.0 as usize).collect()
}

/// One invoice that teaches the hazards.
#[derive(Clone, Copy)]
struct Taught {
    /// Position among the training rows.
    row: usize,
    score: f64,
    seen: Seen,
}

/// What is read of one invoice's distribution, so that no curve of many days is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forecast {
    pub(crate) p_late: f64,
    pub(crate) p_late_30d: f64,
    pub(crate) median: Quantile,
    pub(crate) p10: Quantile,
    pub(crate) p90: Quantile,
    /// Share of the outcome's mass between the two outer quantiles ([`Distribution::within`]).
    pub(crate) within: f64,
}

/// Rows whose histories are in memory at once.
const CHUNK: usize = 50_000;

/// Forecasts at issue beside what became of the invoices: days late or the lower bound seen, and whether it is final.
pub(crate) fn forecasts(
    book: &Book,
    questions: &Questions,
    columns: &Columns,
    estimates: &Estimates,
    model: &SettlementModel,
    outcome: &[(i32, bool)],
) -> Result<Vec<Forecast>, ModelError> {
    let all: Vec<usize> = (0..questions.len()).collect();
    let mut forecasts = Vec::with_capacity(all.len());
    for chunk in all.chunks(CHUNK) {
        let questions = questions.select(chunk);
        let (due, terms) = dates(&questions);
        let from = chunk[0];
        let rows = Rows {
            columns: &columns.select(chunk),
            score: &estimates.regression[from..from + chunk.len()],
            histories: &questions.histories(book),
            due: &due,
            terms: &terms,
        };
        let curves = model.at_issue(&rows)?;
        let leading = &estimates.leading()[from..];
        let of_chunk: Vec<Forecast> = (0..chunk.len())
            .into_par_iter()
            .map(|i| {
                let distribution = curves.at_issue(i, sigmoid(leading[i]));
                forecast(&distribution, outcome[from + i])
            })
            .collect();
        forecasts.extend(of_chunk);
    }
    Ok(forecasts)
}

fn forecast(distribution: &Distribution, (days, settled): (i32, bool)) -> Forecast {
    const LOW: f64 = 0.1;
    const HIGH: f64 = 0.9;
    Forecast {
        p_late: distribution.p_late(),
        p_late_30d: distribution.p_late_30d(),
        median: distribution.quantile(0.5),
        p10: distribution.quantile(LOW),
        p90: distribution.quantile(HIGH),
        within: match settled {
            true => distribution.within(days, LOW, HIGH),
            false => distribution.within_after(days, LOW, HIGH),
        },
    }
}

impl Forecast {
    /// The forecast against what became of the invoice.
    pub(crate) fn against(&self, days_late: i32, settled: bool) -> DaysRow {
        DaysRow {
            median: self.median.days,
            within: self.within,
            days_late,
            settled,
        }
    }
}

/// The features that the late-payment model and the hazards read of these questions, where the ledger has them, and the
/// histories.
fn of_open(book: &Book, questions: &Questions, late: &LateModel) -> (Columns, Histories) {
    let own = HAZARD_FEATURES.iter().copied();
    let features: Vec<&str> = late.features().into_iter().chain(own).collect();
    let (columns, histories, _) = questions.columns_and_histories(book, Selection::Only(&features));
    let has_own = |customer| late.customers().has(book.customer_id(customer));
    (
        columns.with_customers(book, &questions.customers(), has_own),
        histories,
    )
}
