//! What is outstanding, and what comes in.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// What is outstanding at the as-of date (VAT included, intercompany left out).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kpis {
    /// Open amount.
    pub open_minor: i64,
    /// Of which past its due date.
    pub overdue_minor: i64,
    /// Open invoices.
    pub n_open: u64,
    /// Of which past their due date.
    pub n_overdue: u64,
    /// Customers with an open invoice.
    pub n_customers_open: u64,
    /// Customers in the ledger at the as-of date.
    pub n_customers: u64,
    /// The open amount by age, youngest first: `current`, `1-30`, `31-60`, `61-90`, `90+`.
    pub ageing: Vec<AgeBucket>,
    /// Days sales outstanding: receivables / credit sales x days, over 90 days.
    pub dso_days: Option<f64>,
    /// The same with the receivables that are not yet due only.
    pub best_possible_dso_days: Option<f64>,
    /// Average days delinquent: DSO less best possible DSO.
    pub add_days: Option<f64>,
    /// Collection effectiveness index, in percent (100 is best).
    pub cei_percent: Option<f64>,
}

/// Open items of one age.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgeBucket {
    /// `current`, `1-30`, `31-60`, `61-90` or `90+` (days past due).
    pub bucket: String,
    /// Open amount.
    pub amount_minor: i64,
    /// Open invoices.
    pub n: u64,
}

/// Expected cash from the invoices that are open at the as-of date.
///
/// Amounts are expectations: open amount times the probability that it is
/// settled in that week. Invoices still to be issued are not in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CashForecast {
    /// Weeks from the day after the as-of date, in order (13 as a rule).
    pub weeks: Vec<CashWeek>,
    /// Expected to be paid already, and not yet booked.
    pub unbooked_minor: i64,
    /// Expected after the last week, within 365 days past due.
    pub later_minor: i64,
    /// Not expected within 365 days past due.
    pub never_minor: i64,
    /// How the settlement dates were predicted.
    pub method: Wording,
}

/// Expected cash of one week.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CashWeek {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Expected amount.
    pub expected_minor: i64,
    /// What would come in if every open invoice were paid on its due date
    /// (overdue ones in the first week), for comparison.
    pub contractual_minor: Option<i64>,
    /// Lower end of an 80 % interval, when there is one.
    pub low_minor: Option<i64>,
    /// Upper end of an 80 % interval, when there is one.
    pub high_minor: Option<i64>,
    /// Expected besides of invoices not yet issued or booked.
    pub sales_minor: Option<i64>,
    /// Lower end of an 80 % interval of both together.
    pub total_low_minor: Option<i64>,
    /// Upper end of the same.
    pub total_high_minor: Option<i64>,
    /// Of what is open now, expected to be open and past due at the week's end.
    pub overdue_minor: Option<i64>,
}

/// What of the open amounts of one age will not be paid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProvisionAge {
    /// As [`AgeBucket::bucket`].
    pub bucket: String,
    /// Open amount.
    pub open_minor: i64,
    /// Share of such amounts that was never paid; `None` where the past does not tell.
    pub lost_share: Option<f64>,
    /// What will not be paid; likewise.
    pub provision_minor: Option<i64>,
}

/// The key figures at one day, as known then.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KpiMonth {
    /// A month's end, or the as-of date.
    pub day: String,
    /// Open amount.
    pub open_minor: i64,
    /// Of which past its due date.
    pub overdue_minor: i64,
    /// As [`Kpis::dso_days`].
    pub dso_days: Option<f64>,
    /// As [`Kpis::best_possible_dso_days`].
    pub best_possible_dso_days: Option<f64>,
    /// As [`Kpis::add_days`].
    pub add_days: Option<f64>,
    /// As [`Kpis::cei_percent`].
    pub cei_percent: Option<f64>,
}

/// Late share of the invoices of one month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LateMonth {
    /// Invoice month, `2025-11`.
    pub month: String,
    /// Mature invoices: those whose due date (and grace) has passed.
    pub n: u64,
    /// Share of them that was late, by count.
    pub late_share: Option<f64>,
    /// Share of their amount that was late.
    pub late_share_amount: Option<f64>,
    /// Invoices of the month that are not yet mature.
    pub n_immature: u64,
    /// Whether the month is complete: every invoice of it is mature. An
    /// incomplete month is drawn apart: its short terms mature first.
    pub complete: bool,
}
