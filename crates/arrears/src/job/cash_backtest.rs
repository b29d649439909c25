//! `backtest --cash`: the cash forecast made every week as it would have been then, beside what came in.
//!
//! Each forecast sees what was known at the end of its own day, and is made by a model that knew no more: trained before
//! the first one, or anew in each month. What came in is looked up afterwards.

use std::path::PathBuf;
use std::time::Instant;

use arrears_features::{Book, CustomerIx};
use arrears_insight::facts::Portfolio;
use arrears_insight::frames::cash_backtest_frame;
use arrears_insight::money::{CameIn, CashScore, CashSource, TestedWeek, came_in, cash_scores};
use arrears_ledger::Day;
use arrears_models::{Retraining, Trained, predict};
use arrears_store::{OutputKind, StagedDir, to_json};
use serde::Serialize;

use super::cash::Cash;
use super::earlier::Last;
use super::fit;
use super::material::{self, Loaded};
use super::output::{self, Manifest};
use crate::error::Error;
use crate::plan::BacktestPlan;
use crate::pool;
use crate::progress::{Progress, Stage};

/// Weeks that each forecast is judged on.
const WEEKS: usize = 8;
/// The same week of last year: 52 weeks before, so that weekdays agree.
const LAST_YEAR: i32 = 364;

/// What a backtest of the cash forecast came to.
#[derive(Debug, Clone, Serialize)]
pub struct CashBacktestSummary {
    /// As-of date of the first forecast.
    pub from: Day,
    /// As-of date of the last.
    pub until: Day,
    /// Forecasts made, one a week.
    pub n_origins: usize,
    /// Models trained for them.
    pub n_models: usize,
    /// Invoices in the ledger.
    pub n_invoices: usize,
    /// Customers in the ledger.
    pub n_customers: usize,
    /// Of each source, all weeks together and then week by week.
    pub scores: Vec<CashScore>,
    /// Folder of the results.
    pub out: PathBuf,
    /// Wall time.
    pub seconds: f64,
}

/// Makes the forecasts of past weeks and holds them against what came in.
pub fn backtest_cash(
    plan: &BacktestPlan,
    progress: &dyn Progress,
) -> Result<CashBacktestSummary, Error> {
    pool::run(|| {
        let started = Instant::now();
        let staged = StagedDir::beside(&plan.out, OutputKind::Backtest)?;
        let loaded = material::load(&plan.settings, plan.train_until - 1, progress)?;
        let days = origins(plan, &loaded.book)?;
        let (tested, n_models) = tested(plan, &loaded, &days, progress)?;
        let scores = cash_scores(&tested);
        let (from, until) = (days[0], days[days.len() - 1]);
        progress.stage(Stage::Write, 0, || {
            let frame = cash_backtest_frame(&tested)?;
            let keys = ["source", "as_of", "week"];
            output::parquet(&staged, "cash_backtest.parquet", frame, &keys)?;
            staged.write("cash_metrics.json", &to_json(&scores)?)?;
            let manifest = Manifest::of("backtest", &plan.settings, &loaded, until, started)?;
            staged.write_manifest(&manifest)?;
            staged.commit()?;
            Ok::<(), Error>(())
        })?;
        Ok(CashBacktestSummary {
            from,
            until,
            n_origins: days.len(),
            n_models,
            n_invoices: loaded.book.n_invoices(),
            n_customers: loaded.book.n_customers(),
            scores,
            out: plan.out.clone(),
            seconds: started.elapsed().as_secs_f64(),
        })
    })
}

/// The days of the forecasts: every week from the eve of `--train-until`, as long as all its weeks are known.
fn origins(plan: &BacktestPlan, book: &Book) -> Result<Vec<Day>, Error> {
    let last = book.last_known_day();
    let end = plan.test_until.unwrap_or(last).min(last) - 7 * WEEKS as i32;
    let first = plan.train_until - 1;
    let days: Vec<Day> = std::iter::successors(Some(first), |&day| Some(day + 7))
        .take_while(|&day| day <= end)
        .collect();
    if days.is_empty() {
        return Err(Error::NotEnoughData {
            what: format!(
                "no forecast made on {first} or later can be held against {WEEKS} weeks: the test ends on {}",
                plan.test_until.unwrap_or(last).min(last)
            ),
            hint: format!("choose `--train-until {}` or earlier", end + 1),
        });
    }
    Ok(days)
}

/// Every forecast beside what came in, and how many models were trained.
fn tested(
    plan: &BacktestPlan,
    loaded: &Loaded,
    days: &[Day],
    progress: &dyn Progress,
) -> Result<(Vec<TestedWeek>, usize), Error> {
    let book = &loaded.book;
    let known_from = first_known(book);
    let truth = came_in(book, days, WEEKS);
    let a_year_before: Vec<Day> = days.iter().map(|&day| day - LAST_YEAR).collect();
    let last_year = came_in(book, &a_year_before, WEEKS);
    let mut model: Option<Trained> = None;
    let mut n_models = 0;
    let mut tested = Vec::new();
    for (i, &day) in days.iter().enumerate() {
        let kept = model.take().filter(|model| is_current(plan, model, day));
        let trained = match kept {
            Some(kept) => kept,
            None => {
                n_models += 1;
                fit(loaded, &plan.settings, day, &Last::None, progress)?.trained
            }
        };
        let cash = forecast(plan, book, day, &trained, progress)?;
        let before = known_from
            .is_some_and(|first| first <= a_year_before[i])
            .then_some(&last_year[i]);
        tested.extend(weeks(day, &cash, &truth[i], before));
        model = Some(trained);
    }
    Ok((tested, n_models))
}

/// Whether a model may still be used: once trained for all, or in the month in which it was.
fn is_current(plan: &BacktestPlan, model: &Trained, day: Day) -> bool {
    let month = |day: Day| (day + 1).month_end();
    plan.retraining == Retraining::Never || month(model.as_of) == month(day)
}

fn first_known(book: &Book) -> Option<Day> {
    let invoices = (0..book.n_invoices() as u32).map(arrears_features::InvoiceIx);
    invoices.map(|ix| book.invoice(ix).known_day).min()
}

fn forecast(
    plan: &BacktestPlan,
    book: &Book,
    day: Day,
    trained: &Trained,
    progress: &dyn Progress,
) -> Result<Cash, Error> {
    let config = &plan.settings.config;
    let predictions = progress.stage(Stage::Predict, 0, || predict(book, day, trained))?;
    progress.stage(Stage::Insight, 0, || {
        let customers: Vec<CustomerIx> = predictions.customers.iter().map(|c| c.customer).collect();
        let portfolio = Portfolio::from_book(book, day, &config.ledger.currency, &customers);
        Cash::of(book, &portfolio, &predictions, trained, config.seed)
    })
}

/// The weeks of one forecast, by source.
fn weeks(day: Day, cash: &Cash, truth: &CameIn, last_year: Option<&CameIn>) -> Vec<TestedWeek> {
    let all = |came: &CameIn, week: usize| {
        came.open[week] + came.future_sales[week] + came.elsewhere[week]
    };
    let mut tested = Vec::with_capacity(3 * WEEKS);
    for week in 0..WEEKS {
        let expected = &cash.open.weeks[week];
        let (open, sales) = (expected.expected_minor, cash.sales.expected_minor[week]);
        let due = last_year.map(|year| year.sales_when_due[week]);
        let row = |source, expected_minor, actual_minor| {
            let band = match source {
                CashSource::Open => &cash.bands.open,
                CashSource::FutureSales => &cash.bands.sales,
                CashSource::Total => &cash.bands.total,
            };
            let last_year_minor = last_year.map(|year| match source {
                CashSource::Open => year.open[week],
                CashSource::FutureSales => year.future_sales[week],
                CashSource::Total => all(year, week),
            });
            TestedWeek {
                as_of: day,
                week: week + 1,
                source,
                expected_minor,
                p10_minor: band.p10_minor[week],
                p90_minor: band.p90_minor[week],
                actual_minor,
                last_year_minor,
                on_due_date_minor: match source {
                    CashSource::Open => Some(expected.contractual_minor),
                    CashSource::FutureSales => due,
                    CashSource::Total => due.map(|due| due + expected.contractual_minor),
                },
            }
        };
        tested.push(row(CashSource::Open, open, truth.open[week]));
        tested.push(row(
            CashSource::FutureSales,
            sales,
            truth.future_sales[week],
        ));
        tested.push(row(CashSource::Total, open + sales, all(truth, week)));
    }
    tested
}
