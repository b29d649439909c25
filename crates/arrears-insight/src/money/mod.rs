//! Money: what is outstanding, how long it takes, and when it comes in.

mod ageing;
mod calendar;
mod came_in;
mod cash;
mod kpis;
mod monthly;
mod provision;
mod ratios;
mod sales;
mod shocks;
mod simulate;
mod statutory;
mod tested;
mod waits;
mod weeks;

pub use ageing::{AgeBucket, Bucket, ageing, bucket};
pub use calendar::PayCalendar;
pub use came_in::{CameIn, came_in};
pub use cash::{CashForecast, CashWeek, OpenPrediction, expected_cash};
pub use kpis::{Kpis, kpis};
pub use monthly::{KpiMonth, kpis_by_month};
pub use provision::{ProvisionRow, provision_csv, provision_matrix};
pub use ratios::{Amounts, Ratios};
pub use sales::{FutureSales, future_sales};
pub use shocks::{Loadings, n_futures};
pub use simulate::{Band, Futures, Outstanding, simulate_open};
pub use statutory::{Claim, Country, NoClaim, OverdueClaim, claim, overdue_claims};
pub use tested::{CashScore, CashSource, TestedWeek, cash_scores};
pub use weeks::{PastWeek, WeekLevels, levelled};
