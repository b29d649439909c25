//! Sectors: which of them wait, and what to agree with them.

use serde::{Deserialize, Serialize};

use crate::Wording;

/// One sector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SectorRow {
    /// The sector or business model as the ledger names it, or the level of the classification that small ones joined.
    pub sector: Wording,
    /// Customers.
    pub n_customers: u64,
    /// Mature invoices that the share is made from.
    pub n_invoices: u64,
    /// Share of them that was materially late (more than 14 days).
    pub material_share: Option<f64>,
    /// Lower end of its 95 % interval.
    pub material_share_low: Option<f64>,
    /// Upper end of its 95 % interval.
    pub material_share_high: Option<f64>,
    /// The same risk at a typical customer of the sector: each customer has a bounded say, and small sectors are drawn
    /// towards the mean of all.
    pub shrunken_material_risk: Option<f64>,
    /// Mean of the highest dunning level that its invoices reached.
    pub mean_dunning_level: Option<f64>,
    /// Open amount.
    pub open_minor: i64,
    /// The step of the ladder after which late invoices are most often paid; may be empty.
    pub finding: Wording,
    /// What to agree with this sector; may be empty.
    pub measure: Wording,
}
