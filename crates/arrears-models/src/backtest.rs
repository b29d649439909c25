//! A backtest: train on what was known before a day, predict every invoice issued from it on at its own date. With
//! monthly retraining that is done anew for each month, as the monthly job would have: a rolling origin.

use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx, Labels, Questions, Selection, labels};
use arrears_ledger::Day;
use serde::Serialize;

use crate::evaluate::{
    DaysRow, Evaluation, REGRESSION, REPORTED, Sample, Scores, TREES, evaluate, scores,
};
use crate::groups::amount_quartiles;
use crate::late::{LateModel, sigmoid};
use crate::settlement::Quantile;
use crate::settling::{Forecast, forecasts};
use crate::train::{Training, late_30d};
use crate::{ClusterConfig, ModelConfig, ModelError, train};

/// One test invoice: what was predicted when it was issued, and what is known of it now.
#[derive(Debug, Clone)]
pub struct BacktestRow {
    /// The invoice.
    pub invoice: InvoiceIx,
    /// Predicted probability of being late.
    pub p_late: f64,
    /// Predicted probability of not being settled by 30 days after the due date.
    pub p_late_30d: f64,
    /// Predicted median days late.
    pub expected: Quantile,
    /// Predicted 10 % quantile of days late.
    pub p10: Quantile,
    /// Predicted 90 % quantile of days late.
    pub p90: Quantile,
    /// Whether it was late, where that is known: mature, and not cancelled.
    pub late: Option<bool>,
    /// Whether it was unpaid 30 days after the due date, where that day has passed.
    pub late_30d: Option<bool>,
    /// Days late, where it is settled.
    pub days_late: Option<i32>,
}

/// A backtest's predictions and figures.
pub struct Backtest {
    /// The model of the last origin, trained on what was known before it.
    pub training: Training,
    /// A row per test invoice, in the book's order.
    pub rows: Vec<BacktestRow>,
    /// The figures on the mature test invoices of all origins.
    pub evaluation: Evaluation,
    /// Last test day: the one asked for, or the day of the ledger's last event where that is earlier.
    pub until: Day,
    /// The figures by origin, in order.
    pub origins: Vec<Origin>,
}

/// The figures of one origin: a model trained on what was known before it, tested on what was issued from it on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Origin {
    /// First test day.
    pub from: Day,
    /// Last test day.
    pub until: Day,
    /// The model's figures on the mature invoices issued between them.
    pub model: Scores,
    /// Log loss of the share late in the origin's training, on the same invoices.
    pub base_rate_log_loss: Option<f64>,
}

/// How often a backtest trains anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retraining {
    /// Once, before the test period.
    Never,
    /// Before the first day of each month of it, on what was known by then.
    Monthly,
}

/// Trains as of the eve of `train_until`, and of each month after it if asked to, and tests on the invoices issued from
/// then up to and including `test_until`.
///
/// # Errors
/// Whatever training refuses, or no invoice to test on.
pub fn backtest(
    book: &Book,
    (train_until, test_until): (Day, Option<Day>),
    retraining: Retraining,
    config: &ModelConfig,
    clusters: &ClusterConfig,
    seed: u64,
) -> Result<Backtest, ModelError> {
    let known = book.last_known_day();
    // What happened after the ledger's last event is not known, however far the test is asked to go.
    let until = test_until.unwrap_or(known).min(known);
    let questions = Questions::at_issue(book, train_until, until, known);
    if questions.is_empty() {
        return Err(nothing_to_test(book, train_until, test_until));
    }
    let invoices: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
    let mut test = Test {
        book,
        outcome: labels(book, &invoices, known),
        known,
        tested: vec![None; invoices.len()],
        questions,
        invoices,
    };
    let mut last = None;
    for (from, until) in periods(train_until, until, retraining) {
        let rows = test.issued(from, until);
        if rows.is_empty() {
            continue;
        }
        let training = train(book, from - 1, config, clusters, seed, None)?;
        test.predict(&training, &rows)?;
        last = Some(training);
    }
    let training = last.ok_or_else(|| nothing_to_test(book, train_until, test_until))?;
    test.finish(training, periods(train_until, until, retraining), until)
}

/// First and last day of each origin's test.
fn periods(from: Day, until: Day, retraining: Retraining) -> Vec<(Day, Day)> {
    if retraining == Retraining::Never {
        return vec![(from, until)];
    }
    let month = |from: &Day| (*from, from.month_end().min(until));
    std::iter::successors(Some(month(&from)), |(_, end)| Some(month(&(*end + 1))))
        .take_while(|(from, _)| *from <= until)
        .collect()
}

/// The test invoices of all origins, and what was predicted of those tested so far.
struct Test<'a> {
    book: &'a Book,
    questions: Questions,
    invoices: Vec<InvoiceIx>,
    outcome: Labels,
    known: Day,
    tested: Vec<Option<Tested>>,
}

/// What one invoice's origin said of it.
#[derive(Clone, Copy)]
struct Tested {
    forecast: Forecast,
    /// Log-odds of the regression, and of the trees where they were asked for.
    regression: f64,
    trees: Option<f64>,
    trees_lead: bool,
    /// Share late of the origin's training invoices.
    base_rate: f64,
    /// Median days late of the origin's training invoices.
    median_days: i32,
}

impl Test<'_> {
    /// Rows of the invoices issued in a period.
    fn issued(&self, from: Day, until: Day) -> Vec<usize> {
        (0..self.invoices.len())
            .filter(|&i| {
                let date = self.book.invoice(self.invoices[i]).invoice_date;
                from <= date && date <= until
            })
            .collect()
    }

    fn predict(&mut self, training: &Training, rows: &[usize]) -> Result<(), ModelError> {
        let Training { trained, .. } = training;
        let questions = self.questions.select(rows);
        let mut features = trained.late.features();
        features.extend(trained.settlement.features_at_issue());
        let columns = self.columns(&questions, &features, &trained.late);
        let estimates = trained.late.estimates(&columns)?;
        let seen: Vec<(i32, bool)> = rows
            .iter()
            .map(|&i| (self.outcome.days_late[i], self.outcome.settled[i]))
            .collect();
        let model = &trained.settlement;
        let found = forecasts(self.book, &questions, &columns, &estimates, model, &seen)?;
        for (i, (&row, forecast)) in rows.iter().zip(found).enumerate() {
            self.tested[row] = Some(Tested {
                forecast,
                regression: estimates.regression[i],
                trees: estimates.trees.as_ref().map(|trees| trees[i]),
                trees_lead: estimates.trees_lead,
                base_rate: trained.late.base_rate(),
                median_days: model.median_days(),
            });
        }
        Ok(())
    }

    fn columns(&self, questions: &Questions, features: &[&str], late: &LateModel) -> Columns {
        let (columns, _) = questions.columns(self.book, Selection::Only(features));
        let own = |customer| late.customers().has(self.book.customer_id(customer));
        columns.with_customers(self.book, &questions.customers(), own)
    }

    fn finish(
        self,
        training: Training,
        periods: Vec<(Day, Day)>,
        until: Day,
    ) -> Result<Backtest, ModelError> {
        let reported = self.columns(&self.questions, &REPORTED, &training.trained.late);
        let rows: Vec<BacktestRow> = (0..self.invoices.len())
            .filter_map(|i| Some(self.row(i, self.tested[i]?.forecast)))
            .collect();
        let judged: Vec<usize> = (0..self.invoices.len())
            .filter(|&i| self.tested[i].is_some() && self.is_labelled(i))
            .collect();
        let first = periods.first().map_or(self.known, |(from, _)| *from);
        let evaluation = self.judge(&judged, &reported, amount_quartiles(self.book, first));
        let origins = periods
            .into_iter()
            .map(|(from, until)| {
                let issued = self.issued(from, until);
                let own: Vec<usize> = issued
                    .into_iter()
                    .filter(|i| judged.binary_search(i).is_ok())
                    .collect();
                self.origin((from, until), &own)
            })
            .collect();
        Ok(Backtest {
            training,
            rows,
            evaluation,
            until,
            origins,
        })
    }

    fn is_labelled(&self, i: usize) -> bool {
        self.outcome.mature[i] && !self.outcome.excluded[i]
    }

    fn row(&self, i: usize, forecast: Forecast) -> BacktestRow {
        let Labels {
            late,
            settled,
            days_late,
            excluded,
            ..
        } = &self.outcome;
        BacktestRow {
            invoice: self.invoices[i],
            p_late: forecast.p_late,
            p_late_30d: forecast.p_late_30d,
            expected: forecast.median,
            p10: forecast.p10,
            p90: forecast.p90,
            late: self.is_labelled(i).then_some(late[i]),
            late_30d: late_30d(self.book, self.invoices[i], &self.outcome, i, self.known),
            days_late: (settled[i] && !excluded[i]).then_some(days_late[i]),
        }
    }

    /// The figures of one origin, on its own rows.
    fn origin(&self, (from, until): (Day, Day), rows: &[usize]) -> Origin {
        let tested = self.of(rows);
        let of = |value: fn(&Tested) -> f64| -> Vec<f64> { tested.iter().map(value).collect() };
        let late: Vec<bool> = rows.iter().map(|&i| self.outcome.late[i]).collect();
        let p = of(|tested| tested.forecast.p_late);
        let model = scores(&p, &late, &self.amounts(rows));
        let base = scores(&of(|tested| tested.base_rate), &late, &self.amounts(rows));
        Origin {
            from,
            until,
            model: model.with_days(&self.days(rows, &tested)),
            base_rate_log_loss: base.log_loss,
        }
    }

    fn judge(&self, rows: &[usize], reported: &Columns, amount_quartiles: [i64; 3]) -> Evaluation {
        let tested = self.of(rows);
        let columns = reported.select(rows);
        let days = self.days(rows, &tested);
        let invoice = |i: &usize| self.book.invoice(self.invoices[*i]);
        let of = |value: fn(&Tested) -> f64| -> Vec<f64> { tested.iter().map(value).collect() };
        let late_30d: Vec<Option<bool>> = rows
            .iter()
            .map(|&i| late_30d(self.book, self.invoices[i], &self.outcome, i, self.known))
            .collect();
        let customers: Vec<usize> = rows
            .iter()
            .map(|i| invoice(i).customer.0 as usize)
            .collect();
        evaluate(&Sample {
            p_late: &of(|tested| tested.forecast.p_late),
            late: &rows
                .iter()
                .map(|&i| self.outcome.late[i])
                .collect::<Vec<_>>(),
            p_late_30d: &of(|tested| tested.forecast.p_late_30d),
            late_30d: &late_30d,
            amount_minor: &self.amounts(rows),
            issued: &rows
                .iter()
                .map(|i| invoice(i).invoice_date)
                .collect::<Vec<_>>(),
            customers: &customers,
            columns: &columns,
            rivals: &rivals(&tested),
            base_rate: &of(|tested| tested.base_rate),
            median_days: &tested
                .iter()
                .map(|tested| tested.median_days)
                .collect::<Vec<_>>(),
            amount_quartiles,
            days: &days,
            grace_days: self.book.definitions().grace_days,
        })
    }

    fn of(&self, rows: &[usize]) -> Vec<Tested> {
        rows.iter().filter_map(|&i| self.tested[i]).collect()
    }

    fn days(&self, rows: &[usize], tested: &[Tested]) -> Vec<DaysRow> {
        rows.iter()
            .zip(tested)
            .map(|(&i, tested)| {
                let Labels {
                    days_late, settled, ..
                } = &self.outcome;
                tested.forecast.against(days_late[i], settled[i])
            })
            .collect()
    }

    fn amounts(&self, rows: &[usize]) -> Vec<i64> {
        rows.iter()
            .map(|&i| self.book.invoice(self.invoices[i]).amount_minor)
            .collect()
    }
}

/// The models that did not lead: where the origins differ in which did, both.
fn rivals(tested: &[Tested]) -> Vec<(&'static str, Vec<f64>)> {
    let trees: Option<Vec<f64>> = tested.iter().map(|t| t.trees.map(sigmoid)).collect();
    let mut rivals = Vec::new();
    let Some(trees) = trees else {
        return rivals;
    };
    if tested.iter().any(|t| t.trees_lead) {
        let regression = tested.iter().map(|t| sigmoid(t.regression)).collect();
        rivals.push((REGRESSION, regression));
    }
    if tested.iter().any(|t| !t.trees_lead) {
        rivals.push((TREES, trees));
    }
    rivals
}

fn nothing_to_test(book: &Book, from: Day, until: Option<Day>) -> ModelError {
    let last = (0..book.n_invoices() as u32)
        .map(|i| book.invoice(InvoiceIx(i)).invoice_date)
        .max();
    ModelError::NothingToTest {
        from,
        until,
        last: last.unwrap_or(from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monthly_origins_cover_every_day_once() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let (from, until) = (day("2025-01-15"), day("2025-03-10"));
        let months = periods(from, until, Retraining::Monthly);
        assert_eq!(
            months,
            [
                (from, day("2025-01-31")),
                (day("2025-02-01"), day("2025-02-28")),
                (day("2025-03-01"), until),
            ]
        );
        assert_eq!(periods(from, until, Retraining::Never), [(from, until)]);
    }
}
