//! The frames of a run's Parquet files (segments, warnings, sectors, cash, key figures): the contract's columns, complete and in one
//! order.
//!
//! Writing, sorting by key and row groups are the writer's; these frames are already in key order. Money leaves
//! cents here, and only here.

mod acceptance;
mod evidence;
mod groups;
mod lists;
mod migration;
mod money;
mod nonpayment;
mod risk_history;
mod sectors;
mod segments;
mod warnings;

use arrears_ledger::Day;
use polars::prelude::*;

pub use acceptance::{AcceptanceRow, acceptance_frame};
pub use evidence::evidence_frame;
pub use groups::risk_groups_frame;
pub use lists::{ReasonRow, reasons_column};
pub use migration::migration_frame;
pub use money::{CashBands, cash_backtest_frame, cash_frame, kpis_frame, statutory_frame};
pub use nonpayment::nonpayment_frame;
pub use risk_history::{RiskRow, risk_history_frame};
pub use sectors::sectors_frame;
pub use segments::segments_frame;
pub use warnings::warnings_frame;

/// Cents as Float64 in the ledger's currency.
fn money(name: &str, minor: impl Iterator<Item = i64>) -> Column {
    column(name, minor.map(|minor| minor as f64 / 100.0))
}

/// Days as polars dates.
fn dates(name: &str, days: impl Iterator<Item = Option<Day>>) -> PolarsResult<Column> {
    column(name, days.map(|day| day.map(|day| day.0))).cast(&DataType::Date)
}

/// A column of plain values.
fn column<T>(name: &str, values: impl Iterator<Item = T>) -> Column
where
    Series: NamedFrom<Vec<T>, [T]>,
{
    Series::new(name.into(), values.collect::<Vec<T>>()).into_column()
}
