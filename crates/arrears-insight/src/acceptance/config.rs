//! `[acceptance]`: what follows from the risk of a customer without a history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// From a risk to a class, terms, a part in advance and a limit. Amounts are in the ledger's currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptanceConfig {
    /// Expected loss on one new customer that is tolerated.
    pub max_expected_loss: f64,
    /// Share that is lost of what is not paid within a year.
    pub loss_share: f64,
    /// Lowest limit that is suggested.
    pub min_limit: f64,
    /// Highest limit that is suggested without a look at more than this.
    pub max_limit: f64,
    /// Limits are rounded down to a multiple of this.
    pub round_to: f64,
    /// Class `medium` begins at this many times the share of all new customers that is more than 30 days late.
    pub medium_from: f64,
    /// Class `high` begins at this many times that share.
    pub high_from: f64,
    /// Longest terms suggested in class `low`, in days.
    pub low_terms_days: i32,
    /// The same in class `medium`.
    pub medium_terms_days: i32,
    /// The same in class `high`.
    pub high_terms_days: i32,
    /// Part in advance in class `high`, as a share.
    pub high_part_in_advance: f64,
    /// Largest part in advance that is suggested.
    pub max_part_in_advance: f64,
    /// Canonical name = column in the file of applicants.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

impl Default for AcceptanceConfig {
    fn default() -> AcceptanceConfig {
        AcceptanceConfig {
            max_expected_loss: 500.0,
            loss_share: 1.0,
            min_limit: 250.0,
            max_limit: 50_000.0,
            round_to: 50.0,
            medium_from: 0.8,
            high_from: 1.25,
            low_terms_days: 60,
            medium_terms_days: 30,
            high_terms_days: 14,
            high_part_in_advance: 0.3,
            max_part_in_advance: 0.5,
            columns: BTreeMap::new(),
        }
    }
}
