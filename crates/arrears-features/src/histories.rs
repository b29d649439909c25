//! How customers settled earlier invoices like the ones asked about, a row per question.

use crate::N_LIKENESSES;
use crate::bands::N_BANDS;
use crate::day_profile::DayProfile;

/// Hazards of settlement by row, band and likeness: the share settled in a band of days among what was open at its
/// start, of the customer's earlier invoices, weighted by likeness to the row's and drawn towards all customers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Histories {
    rows: Vec<History>,
}

/// One row's history.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// `[band][likeness]`.
    pub hazards: [[f32; N_LIKENESSES]; N_BANDS],
    /// On which days the customer pays.
    pub days: DayProfile,
}

impl Histories {
    /// Takes a row per question.
    pub fn new(rows: Vec<History>) -> Histories {
        Histories { rows }
    }

    /// A row per question.
    pub fn rows(&self) -> &[History] {
        &self.rows
    }
}
