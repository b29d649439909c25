//! What customers are clustered by, and on which scale each figure is compared.
//!
//! Only behaviour: how late, how forgetful, how contested, how often other arrangements are asked for. Never the sector,
//! the country or anything else that a customer is rather than does.
//!
//! **Shares** of a handful of invoices jump: one late invoice of five is not a fifth of all. So a share stands on the
//! scale as the chance that the customer's own rate exceeds a threshold, given the invoices seen and a prior whose mean
//! is near that threshold. Few invoices leave it in the middle, many bring it near 0 or 1, and no customer can lie
//! farther out than that, whatever its figures.
//!
//! **Requests** in a year become the chance that the yearly rate exceeds a half.
//!
//! **Days** late, early ones counted as on the due date, become `asinh(days / 30)`, held at a year.
//!
//! Nothing is centred or divided by what other customers do, so that a customer stands where it stood when others change.
//! The thresholds, priors and weights below were chosen once, on generated ledgers (seeds 11, 12 and 13) whose true
//! types were known; what is shipped reads no truth.

use std::borrow::Cow;

use arrears_learn::tails::{beta_upper_tail, gamma_upper_tail};
use serde::{Deserialize, Serialize};

/// Days that count as one month, and as the most.
const MONTH: f64 = 30.0;
const LONGEST: f64 = 365.0;

/// How a figure is brought to the scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// A share: the chance that the rate behind it exceeds a threshold.
    Share {
        /// The feature that counts what it is a share of.
        of: Cow<'static, str>,
        /// The rate asked about.
        threshold: f64,
        /// What is known before the first invoice: hits and misses, as if seen.
        prior: [u32; 2],
    },
    /// Events of a year: the chance that their yearly rate exceeds a threshold.
    Yearly {
        /// The feature with the days for which the customer is known.
        known_for: Cow<'static, str>,
        /// The rate asked about.
        threshold: f64,
        /// What is known beforehand: events, and years without one.
        prior: [u32; 2],
    },
    /// Days late: `asinh(days / 30)`, none below nought.
    Days,
}

/// A figure that customers are clustered by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterFeature {
    /// Its name in the catalogue.
    pub name: Cow<'static, str>,
    /// How it is brought to the scale.
    pub shape: Shape,
    /// What a step on its scale counts: 1 for what tells customers apart, less for what supports it.
    pub weight: f64,
}

/// The default set.
pub(super) static FEATURES: [ClusterFeature; 8] = [
    share("late_ratio_all", "n_mature_all", 0.60, [3, 2], 1.0),
    share(
        "late_14d_share_undisputed",
        "n_undisputed_14d",
        0.15,
        [1, 6],
        1.0,
    ),
    share(
        "late_60d_share_undisputed",
        "n_undisputed_60d",
        0.25,
        [1, 3],
        1.0,
    ),
    share("dispute_share_all", "n_mature_all", 0.10, [1, 9], 1.0),
    ClusterFeature {
        name: Cow::Borrowed("median_days_late_all"),
        shape: Shape::Days,
        weight: 0.25,
    },
    share(
        "billing_errors_per_invoice",
        "n_issued_12m",
        0.10,
        [1, 9],
        0.25,
    ),
    share(
        "dispute_share_billing_12m",
        "n_mature_12m",
        0.10,
        [1, 9],
        0.25,
    ),
    ClusterFeature {
        name: Cow::Borrowed("deviating_requests_12m"),
        shape: Shape::Yearly {
            known_for: Cow::Borrowed("days_since_first_invoice"),
            threshold: 0.5,
            prior: [1, 2],
        },
        weight: 0.5,
    },
];

const fn share(
    name: &'static str,
    of: &'static str,
    threshold: f64,
    prior: [u32; 2],
    weight: f64,
) -> ClusterFeature {
    ClusterFeature {
        name: Cow::Borrowed(name),
        shape: Shape::Share {
            of: Cow::Borrowed(of),
            threshold,
            prior,
        },
        weight,
    }
}

impl ClusterFeature {
    /// The feature that its own is read together with.
    pub fn beside(&self) -> Option<&str> {
        match &self.shape {
            Shape::Share { of, .. } => Some(of),
            Shape::Yearly { known_for, .. } => Some(known_for),
            Shape::Days => None,
        }
    }

    /// Where a value stands; `beside` is that of [`ClusterFeature::beside`]. Both may be unknown.
    pub(super) fn place(&self, value: f64, beside: f64) -> f64 {
        self.weight * self.unweighted(value, beside)
    }

    fn unweighted(&self, value: f64, beside: f64) -> f64 {
        match self.shape {
            Shape::Share {
                threshold, prior, ..
            } => {
                let n = whole(beside);
                // More errors than invoices count as one each.
                let hits = whole(value * f64::from(n)).min(n);
                beta_upper_tail(prior[0] + hits, prior[1] + n - hits, threshold)
            }
            Shape::Yearly {
                threshold, prior, ..
            } => {
                let years = (beside / 365.0).clamp(0.0, 1.0);
                let years = if years.is_nan() { 0.0 } else { years };
                let rate = f64::from(prior[1]) + years;
                gamma_upper_tail(prior[0] + whole(value), rate, threshold)
            }
            Shape::Days if value.is_nan() => 0.0,
            Shape::Days => (value.clamp(0.0, LONGEST) / MONTH).asinh(),
        }
    }
}

/// A count; none where unknown.
fn whole(value: f64) -> u32 {
    // `as` holds what is out of range, and NaN is nought.
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use arrears_features::catalogue::{self, CATALOGUE};

    use super::*;

    #[test]
    fn the_set_is_what_the_catalogue_says_and_of_behaviour_only() {
        let mut ours: Vec<&str> = FEATURES.iter().map(|f| &*f.name).collect();
        let marked = CATALOGUE.iter().filter(|feature| feature.in_clusters);
        let mut theirs: Vec<&str> = marked.map(|feature| feature.id).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
        let people = ["sector", "country", "size", "legal", "model", "language"];
        for feature in &FEATURES {
            assert!(people.iter().all(|word| !feature.name.contains(word)));
            let beside = feature.beside().map(catalogue::feature);
            assert!(
                beside.is_none_or(|found| found.is_some()),
                "{}",
                feature.name
            );
        }
    }

    #[test]
    fn shares_become_chances_by_hand() {
        let late = &FEATURES[0];
        // No invoice: Beta(3, 2) above 0.6 is P(Bin(4, 0.6) <= 2) = 0.4^4 + 4 0.6 0.4^3 + 6 0.36 0.16.
        let none = 0.0256 + 0.1536 + 0.3456;
        assert!((late.place(f64::NAN, f64::NAN) - none).abs() < 1e-12);
        assert!((late.place(f64::NAN, 0.0) - none).abs() < 1e-12);
        let disputes = &FEATURES[3];
        // One of one: Beta(2, 9) above 0.1 is P(Bin(10, 0.1) <= 1) = 0.9^10 + 0.9^9.
        let one = 0.9_f64.powi(10) + 0.9_f64.powi(9);
        assert!((disputes.place(1.0, 1.0) - one).abs() < 1e-12);
        assert!((disputes.place(7.0, 1.0) - one).abs() < 1e-12);
        assert!(disputes.place(0.3, 100.0) > 0.999);
        assert!(disputes.place(0.0, 100.0) < 1e-4);
    }

    #[test]
    fn requests_and_days_by_hand() {
        let requests = &FEATURES[7];
        // None in a year: exp(-0.5 (2 + 1)), of weight one half.
        let none = 0.5 * (-1.5_f64).exp();
        assert!((requests.place(0.0, 4_000.0) - none).abs() < 1e-12);
        let unknown = 0.5 * (-1.0_f64).exp();
        assert!((requests.place(f64::NAN, f64::NAN) - unknown).abs() < 1e-12);
        let days = &FEATURES[4];
        assert_eq!(days.place(-20.0, f64::NAN), 0.0);
        assert!((days.place(30.0, f64::NAN) - 0.25 * 1f64.asinh()).abs() < 1e-12);
        assert_eq!(days.place(9e9, f64::NAN), days.place(365.0, f64::NAN));
        assert_eq!(days.place(f64::NAN, f64::NAN), 0.0);
    }
}
