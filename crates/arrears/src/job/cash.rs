//! Cash by week: what is expected of open invoices and of those yet to be issued, and how far it may lie from that.

use std::collections::BTreeSet;

use arrears_features::{Book, CustomerIx};
use arrears_insight::facts::Portfolio;
use arrears_insight::frames::CashBands;
use arrears_insight::money::{
    CashForecast, FutureSales, Loadings, OpenPrediction as OpenMoney, Outstanding, PastWeek,
    PayCalendar, WeekLevels, expected_cash, future_sales, levelled, n_futures, simulate_open,
};
use arrears_ledger::Day;
use arrears_models::{CASH_WEEKS, OpenPrediction, Predictions, Trained, past_weeks};

use crate::error::Error;

/// What comes in by week.
pub struct Cash {
    /// Expected of open invoices.
    pub open: CashForecast,
    /// Expected of invoices yet to be issued.
    pub sales: FutureSales,
    /// Between which amounts four weeks of five lie.
    pub bands: CashBands,
}

impl Cash {
    /// The forecast from one day's predictions; the own group is left out.
    pub fn of(
        book: &Book,
        portfolio: &Portfolio,
        predictions: &Predictions,
        trained: &Trained,
        seed: u64,
    ) -> Result<Cash, Error> {
        let as_of = predictions.as_of;
        let external: BTreeSet<CustomerIx> = portfolio.external().map(|(c, _)| c.ix).collect();
        let open = predictions.open.iter();
        let open: Vec<&OpenPrediction> = open.filter(|p| external.contains(&p.customer)).collect();
        let levels = levels(book, as_of, trained)?;
        let chances: Vec<Chances> = open
            .iter()
            .map(|p| (p.p_paid_by_week, p.open_minor))
            .collect();
        let weeks = levelled(&chances, &levels.open);
        let loadings = Loadings::default();
        let n = n_futures(open.len());
        let items = outstanding(book, &open, &weeks);
        let futures = simulate_open(&items, loadings, &levels.spread, n, seed);
        let sales = future_sales(portfolio, &levels, loadings, n, seed);
        Ok(Cash {
            open: expected(book, as_of, &open, &weeks),
            bands: CashBands {
                total: futures.plus(&sales.futures).band(),
                open: futures.band(),
                sales: sales.futures.band(),
            },
            sales,
        })
    }
}

type Chances = ([f64; CASH_WEEKS], i64);

/// What past weeks and the days on which payments come teach about the weeks to come.
fn levels(book: &Book, as_of: Day, trained: &Trained) -> Result<WeekLevels, Error> {
    let past: Vec<PastWeek> = past_weeks(book, as_of, trained)?
        .into_iter()
        .map(|week| PastWeek {
            as_of: week.as_of,
            week: week.week,
            expected: week.expected,
            settled: f64::from(week.settled),
        })
        .collect();
    let calendar = PayCalendar::of(book, as_of);
    Ok(WeekLevels::new(&calendar, &past, as_of, CASH_WEEKS))
}

fn expected(
    book: &Book,
    as_of: Day,
    open: &[&OpenPrediction],
    weeks: &[[f64; CASH_WEEKS]],
) -> CashForecast {
    let money: Vec<OpenMoney> = open
        .iter()
        .map(|p| OpenMoney {
            open_minor: p.open_minor,
            due_date: book.invoice(p.invoice).due_date,
            p_never: p.p_never,
            p_unbooked: p.p_unbooked,
        })
        .collect();
    expected_cash(&money, as_of, CASH_WEEKS, |i, day| {
        let n = ((day - as_of) / 7).clamp(0, CASH_WEEKS as i32) as usize;
        weeks[i][..n].iter().sum()
    })
}

fn outstanding(
    book: &Book,
    open: &[&OpenPrediction],
    weeks: &[[f64; CASH_WEEKS]],
) -> Vec<Outstanding<CASH_WEEKS>> {
    open.iter()
        .zip(weeks)
        .map(|(p, weeks)| Outstanding {
            customer: p.customer.0,
            due_day: book.invoice(p.invoice).due_date.0,
            open_minor: p.open_minor,
            p_paid_by_week: weeks.map(|share| share * (1.0 - p.p_unbooked)),
        })
        .collect()
}
