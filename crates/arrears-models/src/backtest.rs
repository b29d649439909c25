//! A backtest: train on what was known before a day, predict every invoice issued from it on at its own date.

use arrears_features::columns::Columns;
use arrears_features::{Book, FeatureTable, InvoiceIx, Labels, Selection, at_issue, labels};
use arrears_ledger::Day;
use rayon::prelude::*;

use crate::evaluate::{DaysRow, Evaluation, Sample, evaluate};
use crate::settlement::Quantile;
use crate::train::{Training, days_row, late_30d};
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
    let features = training.trained.late.features();
    let extra = REPORTED.into_iter().filter(|name| !features.contains(name));
    let wanted: Vec<&str> = features.iter().copied().chain(extra).collect();
    let FeatureTable { invoice, frame, .. } =
        at_issue(book, train_until, until, known, Selection::Only(&wanted));
    let invoices: Vec<InvoiceIx> = invoice.into_iter().flatten().collect();
    if invoices.is_empty() {
        return Err(nothing_to_test(book, train_until, until));
    }
    let columns = Columns::from_frame(frame)?;
    let p_late = training.trained.late.predict(&columns)?;
    let outcome = labels(book, &invoices, known);
    let rows = rows(book, &training, &invoices, &p_late, &outcome, known);
    let (evaluation, customer_median_mae) = judge(book, &training, &columns, &rows, &outcome);
    Ok(Backtest {
        training,
        rows,
        evaluation,
        customer_median_mae,
    })
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
    training: &Training,
    invoices: &[InvoiceIx],
    p_late: &[f64],
    labels: &Labels,
    known: Day,
) -> Vec<BacktestRow> {
    let settlement = &training.trained.settlement;
    invoices
        .par_iter()
        .enumerate()
        .map(|(i, &invoice)| {
            let distribution = settlement.distribution(p_late[i], book.invoice(invoice).terms_days);
            BacktestRow {
                invoice,
                p_late: p_late[i],
                p_late_30d: distribution.p_late_30d(),
                expected: distribution.quantile(0.5),
                p10: distribution.quantile(0.1),
                p90: distribution.quantile(0.9),
                late: (labels.mature[i] && !labels.excluded[i]).then_some(labels.late[i]),
                late_30d: late_30d(book, invoice, labels, i, known),
                days_late: (labels.settled[i] && !labels.excluded[i])
                    .then_some(labels.days_late[i]),
            }
        })
        .collect()
}

fn judge(
    book: &Book,
    training: &Training,
    columns: &Columns,
    rows: &[BacktestRow],
    labels: &Labels,
) -> (Evaluation, Option<f64>) {
    let judged: Vec<usize> = (0..rows.len())
        .filter(|&i| rows[i].late.is_some())
        .collect();
    let columns = columns.select(&judged);
    let pick = |i: &usize| &rows[*i];
    let invoice = |i: &usize| book.invoice(rows[*i].invoice);
    let days: Vec<DaysRow> = judged
        .iter()
        .map(|&i| DaysRow {
            predicted: (rows[i].expected.days, rows[i].p10.days, rows[i].p90.days),
            days_late: labels.days_late[i],
            settled: labels.settled[i],
        })
        .collect();
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
    let average = trained
        .settlement
        .distribution(trained.late.base_rate(), 30);
    let fallback = days_row(&average, 0, true).predicted.0;
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
