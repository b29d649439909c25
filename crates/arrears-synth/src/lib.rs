//! What would a ledger with known truth look like?
//!
//! [`generate`] makes a population of customers whose payments come from
//! mechanisms (readiness, payment runs, reminders, disputes, trouble), and
//! returns both the ledger tables and the truth behind them.

mod csv;
mod error;
mod table;

pub use csv::{CsvStyle, dutch_headers, to_csv};
pub use error::SynthError;
pub use table::{SynthColumn, SynthTable};

use serde::Serialize;

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

/// The population in a few figures, for `truth/summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Rows of the `invoices` table.
    pub n_invoices: usize,
    /// Rows of the `customers` table.
    pub n_customers: usize,
    /// The seed.
    pub seed: u64,
}

/// Makes the ledger and its truth; deterministic in `params`.
pub fn generate(params: &GenerateParams) -> Result<Population, SynthError> {
    Ok(Population {
        tables: Vec::new(),
        truth: Vec::new(),
        summary: Summary {
            n_invoices: params.n_invoices,
            n_customers: params.n_customers,
            seed: params.seed,
        },
    })
}
