//! `risk_history.parquet`: what was said of a customer at the end of a month, as it was scored then.

use arrears_ledger::Day;
use polars::prelude::*;

use super::{column, dates};
use crate::InsightError;
use crate::customers::Segment;

/// A customer on a day.
#[derive(Clone, Copy, Debug)]
pub struct RiskRow<'a> {
    /// The customer.
    pub customer_id: &'a str,
    /// The month's end, or the as-of date of the run.
    pub as_of: Day,
    /// The model that scored it.
    pub model_id: &'a str,
    /// Probability that its next invoice is late.
    pub p_late: f64,
    /// Probability that it is more than 30 days late.
    pub p_late_30d: f64,
    /// Its segment, where it is told.
    pub segment: Option<Segment>,
}

/// The frame of `risk_history.parquet`.
///
/// # Errors
/// Columns that do not fit together, which is a bug of ours.
pub fn risk_history_frame(rows: &[RiskRow<'_>]) -> Result<DataFrame, InsightError> {
    let all = || rows.iter();
    let columns = vec![
        column("customer_id", all().map(|row| row.customer_id)),
        dates("as_of", all().map(|row| Some(row.as_of)))?,
        column("model_id", all().map(|row| row.model_id)),
        column("p_late", all().map(|row| row.p_late)),
        column("p_late_30d", all().map(|row| row.p_late_30d)),
        column(
            "segment",
            all().map(|row| row.segment.map(|segment| segment.code())),
        ),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}
