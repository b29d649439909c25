//! `nonpayment_reasons.parquet`: a row per customer, reason and where that is known from.

use polars::prelude::*;

use super::{column, dates, money};
use crate::InsightError;
use crate::facts::Portfolio;
use crate::nonpayment::{CustomerReason, Register};

/// The frame of `nonpayment_reasons.parquet`. Its late amounts add up to all late money.
pub fn nonpayment_frame(
    portfolio: &Portfolio,
    register: &Register,
) -> Result<DataFrame, InsightError> {
    let all = || register.customers.iter();
    let customer = |row: &CustomerReason| &portfolio.customers[row.customer];
    let columns = vec![
        column(
            "customer_id",
            all().map(|row| customer(row).customer_id.as_str()),
        ),
        column("reason", all().map(|row| row.reason.code())),
        column("basis", all().map(|row| row.basis.code())),
        column("sector", all().map(|row| customer(row).sector.as_deref())),
        dates("as_of", all().map(|_| Some(portfolio.as_of)))?,
        column("n_invoices", all().map(|row| row.money.n as i64)),
        money("late_amount", all().map(|row| row.money.late_minor)),
        money("open_amount", all().map(|row| row.money.open_minor)),
        dates("last_day", all().map(|row| Some(row.last)))?,
    ];
    Ok(DataFrame::new(register.customers.len(), columns)?)
}
