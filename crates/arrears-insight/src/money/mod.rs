//! Money: what is outstanding, how long it takes, and when it comes in.

mod ageing;
mod cash;
mod kpis;
mod monthly;
mod provision;
mod ratios;
mod sales;
mod shocks;
mod simulate;
mod statutory;

pub use ageing::{AgeBucket, Bucket, ageing, bucket};
pub use cash::{CashForecast, CashWeek, OpenPrediction, expected_cash};
pub use kpis::{Kpis, kpis};
pub use monthly::{KpiMonth, kpis_by_month};
pub use provision::{ProvisionRow, provision_csv, provision_matrix};
pub use ratios::{Amounts, Ratios};
pub use sales::{FutureSales, future_sales};
pub use shocks::Loadings;
pub use simulate::{Band, Outstanding, simulate_open};
pub use statutory::{Claim, Country, NoClaim, OverdueClaim, claim, overdue_claims};
