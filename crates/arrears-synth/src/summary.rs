//! The population in a few figures, all computed from the truth.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    GenerateParams,
    calendar::year_month_day,
    customer_type::CustomerType,
    measure::{auc, log_loss},
    odds::Odds,
    parameters::parameters_hash,
    simulate::Events,
    table::SynthTable,
    world::World,
};

/// What `truth/summary.json` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Rows of the `invoices` table.
    pub n_invoices: usize,
    /// Rows of the `customers` table.
    pub n_customers: usize,
    /// The seed.
    pub seed: u64,
    /// First possible invoice date, `yyyy-mm-dd`.
    pub from: String,
    /// Last day observed, `yyyy-mm-dd`.
    pub until: String,
    /// FNV-1a of `generator.toml`, 64 bits, hexadecimal.
    pub parameters_fnv1a: String,
    /// Share of the invoices settled by the end of the due date.
    pub on_time_share: f64,
    /// Share settled more than 90 days after the due date, or never.
    pub over_90_days_or_never_share: f64,
    /// Log loss in nats of the late share itself, as a constant prediction.
    pub log_loss_base: f64,
    /// Log loss in nats of the true `p_late`: no forecast at issue does better.
    pub log_loss_truth: f64,
    /// Area under the ROC curve of the true `p_late`.
    pub auc_truth: Option<f64>,
    /// Customers of each type.
    pub customers_by_type: BTreeMap<String, usize>,
    /// Invoices by what decided their settlement.
    pub invoices_by_mechanism: BTreeMap<String, usize>,
    /// Rows of each ledger table.
    pub rows: BTreeMap<String, usize>,
}

impl Summary {
    pub(crate) fn new(
        request: &GenerateParams,
        world: &World,
        events: &Events,
        odds: &[Odds],
        tables: &[SynthTable],
    ) -> Self {
        const LONG_AFTER: i32 = 90;
        let n = world.invoices.len() as f64;
        let late: Vec<bool> = events.outcomes.iter().map(|outcome| outcome.late).collect();
        let p_late: Vec<f64> = odds.iter().map(|odds| odds.p_late).collect();
        let late_share = late.iter().filter(|&&late| late).count() as f64 / n;
        let n_long = world
            .invoices
            .iter()
            .zip(&events.outcomes)
            .filter(|(invoice, outcome)| {
                outcome
                    .settled
                    .is_none_or(|day| day - invoice.due > LONG_AFTER)
            })
            .count();
        let mechanisms = events
            .outcomes
            .iter()
            .map(|outcome| outcome.mechanism.name());
        let types = world
            .customers
            .iter()
            .map(|customer| customer.customer_type);
        Self {
            n_invoices: world.invoices.len(),
            n_customers: world.customers.len(),
            seed: request.seed,
            from: iso(request.from),
            until: iso(request.until),
            parameters_fnv1a: parameters_hash(),
            on_time_share: 1.0 - late_share,
            over_90_days_or_never_share: n_long as f64 / n,
            log_loss_base: entropy(late_share),
            log_loss_truth: log_loss(&p_late, &late).unwrap_or(0.0),
            auc_truth: auc(&p_late, &late),
            customers_by_type: count(types.map(CustomerType::name)),
            invoices_by_mechanism: count(mechanisms),
            rows: tables
                .iter()
                .map(|table| (table.name.clone(), table.n_rows()))
                .collect(),
        }
    }
}

fn count<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        match counts.get_mut(name) {
            Some(count) => *count += 1,
            None => drop(counts.insert(name.to_owned(), 1)),
        }
    }
    counts
}

/// The log loss of a constant prediction at its own share; 0 at 0 and 1.
fn entropy(share: f64) -> f64 {
    [share, 1.0 - share]
        .iter()
        .filter(|&&part| part > 0.0)
        .map(|part| -part * part.ln())
        .sum()
}

fn iso(day: i32) -> String {
    let (year, month, day_of_month) = year_month_day(day);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}
