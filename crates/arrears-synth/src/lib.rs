//! What would a ledger with known truth look like?
//!
//! [`generate`] makes a population of customers whose payments come from
//! mechanisms (readiness, payment runs, reminders, disputes, trouble), and
//! returns both the ledger tables and the truth behind them. Outcomes never
//! come from a formula in the features that a model is given.
//!
//! ```
//! use arrears_synth::{CsvStyle, GenerateParams, generate, to_csv};
//!
//! let population = generate(&GenerateParams::new(1_000, 30, 1))?;
//! let invoices = &population.tables[1];
//! assert_eq!((invoices.name.as_str(), invoices.n_rows()), ("invoices", 1_000));
//! let csv = to_csv(invoices, CsvStyle::Dutch);
//! assert!(csv.starts_with(b"Factuurnr;Debiteurnr;Factuurdatum;Vervaldatum;Bedrag;"));
//! # Ok::<(), arrears_synth::SynthError>(())
//! ```
//!
//! The parameters stand in `generator.toml`. Per invoice, the work is a draw of
//! its mechanisms and a sweep over about 400 days for its true odds, some 6
//! microseconds in all, on one thread.

mod account;
mod aftermath;
mod attributes;
mod calendar;
mod csv;
mod customer;
mod customer_type;
mod deal;
mod dutch;
mod error;
mod follow_up;
mod ladder;
mod measure;
mod names;
mod odds;
mod odds_tables;
mod parameters;
mod plan;
mod random;
mod readiness;
mod runs;
mod sectors;
mod settle;
mod shocks;
mod signals;
mod simulate;
mod special;
mod summary;
mod table;
mod tables;
mod tenure;
mod truth;
mod world;

pub use csv::{CsvStyle, to_csv};
pub use dutch::dutch_headers;
pub use error::SynthError;
pub use measure::{auc, log_loss};
pub use parameters::parameters_hash;
pub use summary::Summary;
pub use table::{SynthColumn, SynthTable};

use attributes::Attributes;
use simulate::simulate;
use tables::{Ids, tables};
use truth::{all_odds, truth};
use world::World;

/// What to generate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateParams {
    /// Rows of the `invoices` table, met exactly.
    pub n_invoices: usize,
    /// Rows of the `customers` table, met exactly.
    pub n_customers: usize,
    /// Same parameters and seed, same tables.
    pub seed: u64,
    /// First possible invoice date, in days since 1970-01-01.
    pub from: i32,
    /// Last invoice date and last day observed, in days since 1970-01-01.
    pub until: i32,
}

impl GenerateParams {
    /// 2023-01-01 in days since 1970-01-01, the default of `from`.
    pub const DEFAULT_FROM: i32 = 19_358;
    /// 2025-12-31 in days since 1970-01-01, the default of `until`.
    pub const DEFAULT_UNTIL: i32 = 20_453;

    /// That many invoices and customers over the default three years.
    pub fn new(n_invoices: usize, n_customers: usize, seed: u64) -> Self {
        Self {
            n_invoices,
            n_customers,
            seed,
            from: Self::DEFAULT_FROM,
            until: Self::DEFAULT_UNTIL,
        }
    }

    fn check(&self) -> Result<(), SynthError> {
        const N_DAYS: std::ops::RangeInclusive<i64> = 28..=7_305;
        const YEARS: [i32; 2] = [7_305, 43_829];
        let (from, until) = (self.from, self.until);
        let in_range = from >= YEARS[0] && until <= YEARS[1];
        if !(1..=10_000_000).contains(&self.n_customers) {
            let received = self.n_customers;
            return Err(SynthError::Customers { received });
        }
        if !(1..=100_000_000).contains(&self.n_invoices) {
            let received = self.n_invoices;
            return Err(SynthError::Invoices { received });
        }
        if !in_range || !N_DAYS.contains(&(i64::from(until) - i64::from(from) + 1)) {
            return Err(SynthError::Span { from, until });
        }
        Ok(())
    }
}

/// A ledger and the truth behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// `customers`, `invoices`, `payments`, `reminders`, `disputes`,
    /// `promises`, `signals`, as observed at the end of `until`.
    pub tables: Vec<SynthTable>,
    /// `true_customers`, `true_invoices`, `shocks`.
    pub truth: Vec<SynthTable>,
    /// What `truth/summary.json` says.
    pub summary: Summary,
}

/// Makes the ledger and its truth; deterministic in `params`.
pub fn generate(params: &GenerateParams) -> Result<Population, SynthError> {
    params.check()?;
    let world = World::draw(params)?;
    let events = simulate(&world);
    let attributes = attributes(&world);
    let odds = all_odds(&world);
    let ids = Ids::new(&world);
    let tables = tables(&world, &events, &attributes, &ids);
    let summary = Summary::new(params, &world, &events, &odds, &tables);
    let truth = truth(&world, &events, &attributes, &odds, &ids);
    Ok(Population {
        tables,
        truth,
        summary,
    })
}

fn attributes(world: &World) -> Vec<Attributes> {
    let draw = |(index, customer)| {
        Attributes::draw(world.seed, index, customer, &world.parameters, world.span)
    };
    world.customers.iter().enumerate().map(draw).collect()
}
