//! Shapes that bring skewed features nearer to what a linear term can use.

use serde::{Deserialize, Serialize};

/// How a raw feature value is transformed before it is standardised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// As it is.
    Identity,
    /// `sign(x) * ln(1 + |x|)`: money and counts, which span orders of magnitude.
    SignedLog,
    /// `asinh(x / 30)`: days; within a month a day counts as a day, far out only its magnitude does.
    Days,
    /// `ln(x / (1 - x))` with x held within 0.01 and 0.99: shares, on the scale that the model adds up.
    Logit,
}

impl Transform {
    /// The transform for a feature of this unit, as the catalogue names units.
    pub fn for_unit(unit: &str) -> Self {
        match unit {
            "days" => Self::Days,
            "share" | "probability" | "ratio 0..1" => Self::Logit,
            "currency" | "count" => Self::SignedLog,
            _ => Self::Identity,
        }
    }

    /// The transform for the clusters' scale, where shares stay shares: a logit would make a whole group of the
    /// difference between one late invoice in a hundred and none.
    pub fn for_clusters(unit: &str) -> Self {
        match Self::for_unit(unit) {
            Self::Logit => Self::Identity,
            other => other,
        }
    }

    /// The transformed value.
    ///
    /// The plain forms of `ln_1p` and `asinh`, which take a third of their time: what they lose near nought is no
    /// more than the last digit of 1.
    pub fn apply(self, x: f64) -> f64 {
        match self {
            Self::Identity => x,
            Self::SignedLog => (1.0 + x.abs()).ln().copysign(x),
            Self::Days => {
                let days = x.abs() / 30.0;
                (days + (days * days + 1.0).sqrt()).ln().copysign(x)
            }
            Self::Logit => {
                let p = x.clamp(0.01, 0.99);
                (p / (1.0 - p)).ln()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        assert_eq!(Transform::Identity.apply(-3.5), -3.5);
        assert!((Transform::SignedLog.apply(-(std::f64::consts::E - 1.0)) + 1.0).abs() < 1e-12);
        assert!((Transform::Days.apply(30.0) - 1f64.asinh()).abs() < 1e-12);
        assert_eq!(Transform::Logit.apply(0.5), 0.0);
        assert_eq!(Transform::Logit.apply(0.0), Transform::Logit.apply(0.01));
    }

    #[test]
    fn all_rise_and_keep_zero_in_place() {
        for t in [Transform::SignedLog, Transform::Days] {
            assert_eq!(t.apply(0.0), 0.0);
            assert!(t.apply(-40.0) < t.apply(-1.0) && t.apply(1.0) < t.apply(400.0));
        }
    }
}
