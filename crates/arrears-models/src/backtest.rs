//! A backtest: train on what was known before a day, predict every invoice issued from it on at its own date.

use arrears_features::columns::Columns;
use arrears_features::{Book, InvoiceIx, Labels, Questions, Selection, labels};
use arrears_ledger::Day;

use crate::evaluate::{DaysRow, Evaluation, Sample, evaluate};
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
    /// The model that was tested, trained on what was known before the test period.
    pub training: Training,
    /// A row per test invoice, in the book's order.
    pub rows: Vec<BacktestRow>,
    /// The figures on the mature test invoices.
    pub evaluation: Evaluation,
    /// Mean absolute error of the customer's own median days late on the same invoices, in days.
    pub customer_median_mae: Option<f64>,
}

/// Trains as of the eve of `train_until` and tests on the invoices issued from then up to and including `test_until`.
///
/// # Errors
/// Whatever training refuses, or no invoice to test on.
pub fn backtest(
    book: &Book,
    train_until: Day,
    test_until: Option<Day>,
    config: &ModelConfig,
    clusters: &ClusterConfig,
    seed: u64,
) -> Result<Backtest, ModelError> {
    let training = train(book, train_until - 1, config, clusters, seed)?;
    let known = book.last_known_day();
    let until = test_until.unwrap_or(known);
    let questions = Questions::at_issue(book, train_until, until, known);
    if questions.is_empty() {
        return Err(nothing_to_test(book, train_until, until));
    }
    let columns = test_columns(book, &questions, &training)?;
    let invoices: Vec<InvoiceIx> = questions.invoices().iter().copied().flatten().collect();
    let outcome = labels(book, &invoices, known);
    let score = training.trained.late.log_odds(&columns)?;
    let seen: Vec<(i32, bool)> = outcome
        .days_late
        .iter()
        .zip(&outcome.settled)
        .map(|(days, settled)| (*days, *settled))
        .collect();
    let model = &training.trained.settlement;
    let forecasts = forecasts(book, &questions, &columns, &score, model, &seen)?;
    let rows = rows(book, &invoices, &forecasts, &outcome, known);
    let days: Vec<DaysRow> = forecasts
        .iter()
        .zip(&seen)
        .map(|(forecast, &(days, settled))| forecast.against(days, settled))
        .collect();
    let (evaluation, customer_median_mae) = judge(book, &training, &columns, &rows, &days);
    Ok(Backtest {
        training,
        rows,
        evaluation,
        customer_median_mae,
    })
}

/// The features that the model reads, and those that baselines and groups are read from.
fn test_columns(
    book: &Book,
    questions: &Questions,
    training: &Training,
) -> Result<Columns, ModelError> {
    let late = &training.trained.late;
    let mut features = late.features();
    features.extend(training.trained.settlement.features_at_issue());
    features.extend(REPORTED);
    let table = questions.features(book, Selection::Only(&features));
    let own = |customer| late.customers().has(book.customer_id(customer));
    Ok(Columns::from_frame(table.frame)?.with_customers(book, &table.customer, own))
}

/// Features that baselines and groups are read from, whether or not the model uses them.
const REPORTED: [&str; 7] = [
    "n_mature_all",
    "late_ratio_all",
    "last_days_late_all",
    "median_days_late_all",
    "sector",
    "size_class",
    "country",
];

fn rows(
    book: &Book,
    invoices: &[InvoiceIx],
    forecasts: &[Forecast],
    labels: &Labels,
    known: Day,
) -> Vec<BacktestRow> {
    invoices
        .iter()
        .zip(forecasts)
        .enumerate()
        .map(|(i, (&invoice, forecast))| BacktestRow {
            invoice,
            p_late: forecast.p_late,
            p_late_30d: forecast.p_late_30d,
            expected: forecast.median,
            p10: forecast.p10,
            p90: forecast.p90,
            late: (labels.mature[i] && !labels.excluded[i]).then_some(labels.late[i]),
            late_30d: late_30d(book, invoice, labels, i, known),
            days_late: (labels.settled[i] && !labels.excluded[i]).then_some(labels.days_late[i]),
        })
        .collect()
}

fn judge(
    book: &Book,
    training: &Training,
    columns: &Columns,
    rows: &[BacktestRow],
    days: &[DaysRow],
) -> (Evaluation, Option<f64>) {
    let judged: Vec<usize> = (0..rows.len())
        .filter(|&i| rows[i].late.is_some())
        .collect();
    let columns = columns.select(&judged);
    let pick = |i: &usize| &rows[*i];
    let invoice = |i: &usize| book.invoice(rows[*i].invoice);
    let days: Vec<DaysRow> = judged.iter().map(|&i| days[i]).collect();
    let evaluation = evaluate(&Sample {
        p_late: &judged.iter().map(|i| pick(i).p_late).collect::<Vec<_>>(),
        late: &judged
            .iter()
            .map(|i| pick(i).late == Some(true))
            .collect::<Vec<_>>(),
        p_late_30d: &judged
            .iter()
            .map(|i| pick(i).p_late_30d)
            .collect::<Vec<_>>(),
        late_30d: &judged.iter().map(|i| pick(i).late_30d).collect::<Vec<_>>(),
        amount_minor: &judged
            .iter()
            .map(|i| invoice(i).amount_minor)
            .collect::<Vec<_>>(),
        issued: &judged
            .iter()
            .map(|i| invoice(i).invoice_date)
            .collect::<Vec<_>>(),
        columns: &columns,
        base_rate: training.trained.late.base_rate(),
        days: &days,
        grace_days: book.definitions().grace_days,
    });
    let mae = customer_median_mae(training, &columns, &days);
    (evaluation, mae)
}

/// The customer's own median as a forecast; where there is none, the median of an average invoice.
fn customer_median_mae(training: &Training, columns: &Columns, days: &[DaysRow]) -> Option<f64> {
    let medians = columns.numeric("median_days_late_all")?;
    let trained = &training.trained;
    let fallback = trained.settlement.median_days();
    let error = |(median, row): (&f64, &DaysRow)| {
        let predicted = if median.is_nan() {
            f64::from(fallback)
        } else {
            *median
        };
        let gap = f64::from(row.days_late) - predicted;
        if row.settled { gap.abs() } else { gap.max(0.0) }
    };
    (!days.is_empty()).then(|| medians.iter().zip(days).map(error).sum::<f64>() / days.len() as f64)
}

fn nothing_to_test(book: &Book, from: Day, until: Day) -> ModelError {
    let last = (0..book.n_invoices() as u32)
        .map(|i| book.invoice(InvoiceIx(i)).invoice_date)
        .max();
    ModelError::NothingToTest {
        from,
        until,
        last: last.unwrap_or(until),
    }
}
