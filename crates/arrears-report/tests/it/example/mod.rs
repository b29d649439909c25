//! A report of a made-up company with figures as they come: 240 customers,
//! five clusters, thirty months. Nothing in it is random between runs.

mod customers;
mod data;
mod evidence;
mod groups;
mod model;
mod money;
mod pages;
mod questions;
mod watch;
mod worklist;

use arrears_report::*;

pub use customers::*;
pub use data::*;
pub use groups::*;
pub use model::*;
pub use money::*;
pub use pages::*;
pub use questions::*;
pub use worklist::*;

/// A small generator of repeatable numbers in `[0, 1)` (a 64-bit congruence).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    pub fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Roughly normal, mean 0 and deviation 1.
    pub fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

pub fn example() -> ReportData {
    ReportData {
        run: RunInfo {
            title: "Van den Berg & Zonen".into(),
            currency: "EUR".into(),
            as_of: "2025-12-31".into(),
            last_known_day: Some("2025-12-31".into()),
            days_since_last: 0,
            model_id: "2025-12-31-7f3a9c".into(),
            seed: 42,
            version: "0.1.0".into(),
            config_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            forbidden: vec!["country".into()],
            grace_days: 0,
        },
        quality: quality(),
        kpis: kpis(),
        cash: cash(),
        provision: provision(),
        kpi_months: kpi_months(),
        segments: segments(),
        worklist: calls(5),
        n_calls: 41,
        n_to_send: 23,
        n_later: 9,
        n_not_called: 12,
        segment_shares: segment_shares(),
        top_risks: customers(40),
        customers: listed(),
        pages: pages(5),
        risk_over_time: risk_over_time(),
        watch: watch::watch(),
        expected_late: invoices(30),
        late_by_month: months(),
        questions: questions(),
        groups: risk_groups(),
        follow_up: follow_up(),
        reasons: late_reasons(),
        clusters: Some(clusters()),
        model: Some(model()),
        dictionary: dictionary(),
    }
}
