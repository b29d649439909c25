//! `cash_forecast.parquet`: a row per week and source; `kpis.parquet`: a row per month; `statutory_interest.parquet`: a row
//! per overdue invoice.

use arrears_features::Book;
use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::money::{
    Band, CashForecast, CashSource, Claim, FutureSales, KpiMonth, OverdueClaim, TestedWeek,
};

/// One row of `cash_forecast.parquet`; amounts in cents.
struct CashRow {
    source: CashSource,
    week: i32,
    from: Day,
    until: Day,
    expected: i64,
    p10: i64,
    p90: i64,
    total_p10: i64,
    total_p90: i64,
    contractual: Option<i64>,
    remaining: Option<i64>,
    overdue: Option<i64>,
}

/// P10 and P90 by source, and of both together.
pub struct CashBands {
    /// Of open invoices.
    pub open: Band,
    /// Of invoices yet to be issued.
    pub sales: Band,
    /// Of both together, which is not their sum.
    pub total: Band,
}

/// The frame of `cash_forecast.parquet`: the weeks of what is open, then those of what is yet to be sold.
pub fn cash_frame(
    cash: &CashForecast,
    sales: &FutureSales,
    bands: &CashBands,
    as_of: Day,
) -> Result<DataFrame, InsightError> {
    let rows: Vec<CashRow> = open_rows(cash, bands)
        .into_iter()
        .chain(sales_rows(cash, sales, bands))
        .collect();
    let all = || rows.iter();
    let columns = vec![
        column("source", all().map(|row| row.source.code())),
        dates("as_of", all().map(|_| Some(as_of)))?,
        column("week", all().map(|row| row.week)),
        dates("week_start", all().map(|row| Some(row.from)))?,
        dates("week_end", all().map(|row| Some(row.until)))?,
        money("expected", all().map(|row| row.expected)),
        money("p10", all().map(|row| row.p10)),
        money("p90", all().map(|row| row.p90)),
        money("total_p10", all().map(|row| row.total_p10)),
        money("total_p90", all().map(|row| row.total_p90)),
        some_money("contractual", all().map(|row| row.contractual)),
        some_money("remaining", all().map(|row| row.remaining)),
        some_money("expected_overdue", all().map(|row| row.overdue)),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

fn open_rows(cash: &CashForecast, bands: &CashBands) -> Vec<CashRow> {
    let mut remaining = cash.open_minor();
    let mut rows = Vec::with_capacity(cash.weeks.len());
    for (i, week) in cash.weeks.iter().enumerate() {
        remaining -= week.expected_minor;
        rows.push(CashRow {
            source: CashSource::Open,
            week: i as i32 + 1,
            from: week.from,
            until: week.until,
            expected: week.expected_minor,
            p10: bands.open.p10_minor[i],
            p90: bands.open.p90_minor[i],
            total_p10: bands.total.p10_minor[i],
            total_p90: bands.total.p90_minor[i],
            contractual: Some(week.contractual_minor),
            remaining: Some(remaining),
            overdue: Some(week.overdue_minor),
        });
    }
    rows
}

fn sales_rows(cash: &CashForecast, sales: &FutureSales, bands: &CashBands) -> Vec<CashRow> {
    let weeks = cash.weeks.iter().enumerate();
    weeks
        .map(|(i, week)| CashRow {
            source: CashSource::FutureSales,
            week: i as i32 + 1,
            from: week.from,
            until: week.until,
            expected: sales.expected_minor[i],
            p10: bands.sales.p10_minor[i],
            p90: bands.sales.p90_minor[i],
            total_p10: bands.total.p10_minor[i],
            total_p90: bands.total.p90_minor[i],
            contractual: None,
            remaining: None,
            overdue: None,
        })
        .collect()
}

/// The frame of `cash_backtest.parquet`: a row per day of forecast, week and source.
pub fn cash_backtest_frame(tested: &[TestedWeek]) -> Result<DataFrame, InsightError> {
    let all = || tested.iter();
    let start = |tested: &TestedWeek| tested.as_of + (7 * tested.week as i32 - 6);
    let columns = vec![
        column("source", all().map(|week| week.source.code())),
        dates("as_of", all().map(|week| Some(week.as_of)))?,
        column("week", all().map(|week| week.week as i32)),
        dates("week_start", all().map(|week| Some(start(week))))?,
        dates("week_end", all().map(|week| Some(start(week) + 6)))?,
        money("expected", all().map(|week| week.expected_minor)),
        money("p10", all().map(|week| week.p10_minor)),
        money("p90", all().map(|week| week.p90_minor)),
        money("actual", all().map(|week| week.actual_minor)),
        some_money("last_year", all().map(|week| week.last_year_minor)),
        some_money("on_due_date", all().map(|week| week.on_due_date_minor)),
    ];
    Ok(DataFrame::new(tested.len(), columns)?)
}

/// The frame of `kpis.parquet`, in the order of the months.
pub fn kpis_frame(months: &[KpiMonth]) -> Result<DataFrame, InsightError> {
    let all = || months.iter();
    let ageing = |age: usize| all().map(move |month| month.ageing[age].open_minor);
    let columns = vec![
        dates("as_of", all().map(|month| Some(month.day)))?,
        column("n_open", all().map(|month| month.n_open() as i64)),
        column("n_overdue", all().map(|month| month.n_overdue() as i64)),
        money("open_amount", all().map(|month| month.amounts.open)),
        money(
            "overdue_amount",
            all().map(|month| month.amounts.open - month.amounts.current),
        ),
        money("open_current", ageing(0)),
        money("open_1_30", ageing(1)),
        money("open_31_60", ageing(2)),
        money("open_61_90", ageing(3)),
        money("open_over_90", ageing(4)),
        money("opening_amount", all().map(|month| month.amounts.opening)),
        money("sales_amount", all().map(|month| month.amounts.sales)),
        money("booked_amount", all().map(|month| month.amounts.booked)),
        column("dso_days", all().map(|month| month.ratios.dso_days)),
        column(
            "best_possible_dso_days",
            all().map(|month| month.ratios.best_possible_dso_days),
        ),
        column("add_days", all().map(|month| month.ratios.add_days)),
        column("cei_percent", all().map(|month| month.ratios.cei_percent)),
        money("residual_amount", all().map(|month| month.residual_minor)),
        money(
            "credit_notes_amount",
            all().map(|month| month.credit_notes_minor),
        ),
        money(
            "unallocated_amount",
            all().map(|month| month.unallocated_minor),
        ),
        money("own_group_amount", all().map(|month| month.own_group_minor)),
        money("balance", all().map(KpiMonth::balance_minor)),
    ];
    Ok(DataFrame::new(months.len(), columns)?)
}

/// The frame of `statutory_interest.parquet`, in the order of invoice ids.
pub fn statutory_frame(
    book: &Book,
    claims: &[OverdueClaim],
    as_of: Day,
) -> Result<DataFrame, InsightError> {
    let all = || claims.iter();
    let due = |claim: &OverdueClaim| book.invoice(claim.invoice).due_date;
    let of = |part: fn(&Claim) -> i64| all().map(move |row| row.claim.as_ref().ok().map(part));
    let columns = vec![
        column("invoice_id", all().map(|row| book.invoice_id(row.invoice))),
        column(
            "customer_id",
            all().map(|row| book.customer_id(row.customer)),
        ),
        dates("as_of", all().map(|_| Some(as_of)))?,
        dates("due_date", all().map(|row| Some(due(row))))?,
        column("days_past_due", all().map(|row| as_of - due(row))),
        money("open_amount", all().map(|row| row.open_minor)),
        some_money("interest", of(|claim| claim.interest_minor)),
        some_money("collection_costs", of(|claim| claim.costs_minor)),
        column(
            "source",
            all().map(|row| row.claim.ok().map(|claim| claim.country.source())),
        ),
        column(
            "note",
            all().map(|row| row.claim.err().map(|why| why.note())),
        ),
    ];
    Ok(DataFrame::new(claims.len(), columns)?)
}

fn some_money(name: &str, minor: impl Iterator<Item = Option<i64>>) -> Column {
    column(
        name,
        minor.map(|minor| minor.map(|minor| minor as f64 / 100.0)),
    )
}
