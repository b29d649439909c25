//! Money: what is outstanding, how long it takes, and when it comes in.

mod ageing;
mod cash;
mod kpis;

pub use ageing::{AgeBucket, Bucket, ageing, bucket};
pub use cash::{CashForecast, CashWeek, OpenPrediction, expected_cash};
pub use kpis::{Kpis, kpis};
