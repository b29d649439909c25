//! What can go wrong: only inputs that contradict each other or a policy that contradicts itself.

/// An input that no statement can be made from.
#[derive(Debug, thiserror::Error)]
pub enum InsightError {
    /// A list that has to have one entry per customer has another length.
    #[error("`{what}` has {received} entries for {expected} customers: it needs one per customer")]
    Misaligned {
        /// The list.
        what: &'static str,
        /// Entries it has to have.
        expected: usize,
        /// Entries it has.
        received: usize,
    },
    /// A customer is assigned to a cluster that does not exist.
    #[error("a customer is assigned to cluster {received}; the clusters are {known:?}")]
    UnknownCluster {
        /// The cluster.
        received: i32,
        /// Clusters there are.
        known: Vec<i32>,
    },
    /// A setting of the policy lies outside its range.
    #[error("policy `{setting}` is {received}: it must be {accepted}")]
    Policy {
        /// The setting, as written in the policy.
        setting: &'static str,
        /// The value it has.
        received: String,
        /// The range it must lie in.
        accepted: &'static str,
    },
    /// The same, of a setting whose name holds a name of the policy's own, such as a ladder's.
    #[error("policy `{setting}` is {received}: it must be {accepted}")]
    PolicyAt {
        /// The setting, as written in the policy; the place in a list counts from 0.
        setting: String,
        /// The value it has.
        received: String,
        /// The range it must lie in.
        accepted: String,
    },
    /// Rules that decide alone fit some customers not at all.
    #[error(
        "the policy leaves {n} of {of} customer{} without a segment{} `{examples}`: no rule fits {}",
        if *of == 1 { "" } else { "s" },
        if *n == 1 { "," } else { ", such as" },
        if *n == 1 { "it" } else { "them" }
    )]
    NoSegment {
        /// Customers left out.
        n: usize,
        /// Of so many.
        of: usize,
        /// Some of them.
        examples: String,
    },
    /// Two thresholds overlap, so that a customer would belong to two segments or one of them never decides.
    #[error(
        "policy thresholds overlap: `{lower}` is {lower_value}, which must be {} `{upper}` at {upper_value}",
        if *may_be_equal { "at most" } else { "below" }
    )]
    Overlap {
        /// The threshold that has to be the lower.
        lower: String,
        /// Its value.
        lower_value: f64,
        /// The threshold that has to be the higher.
        upper: String,
        /// Its value.
        upper_value: f64,
        /// Whether they may be equal.
        may_be_equal: bool,
    },
    /// A pattern belongs to segments A and C.
    #[error(
        "policy `a.patterns` and `c.patterns` both have `{pattern}`: a pattern belongs to one of the two"
    )]
    PatternInBoth {
        /// The pattern.
        pattern: &'static str,
    },
    /// A probability outside `[0, 1]` (or not a number) was handed in.
    #[error("`{what}` of customer `{customer_id}` is {received}: a probability lies in [0, 1]")]
    NotAProbability {
        /// Which probability.
        what: &'static str,
        /// Whose.
        customer_id: String,
        /// The value.
        received: f64,
    },
    /// The ledger by customer could not be read.
    #[error(transparent)]
    Features(#[from] arrears_features::FeatureError),
    /// polars refused to build an output frame: a bug of ours.
    #[error("an output frame could not be built (a bug of ours): {0}")]
    Frame(#[from] polars::error::PolarsError),
}

impl InsightError {
    /// Whether the policy is at fault, so that its file and line can be named.
    pub fn is_of_policy(&self) -> bool {
        matches!(
            self,
            InsightError::Policy { .. }
                | InsightError::PolicyAt { .. }
                | InsightError::Overlap { .. }
                | InsightError::PatternInBoth { .. }
                | InsightError::NoSegment { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_customer_without_a_segment_is_no_customers() {
        let told = |n, of, examples: &str| {
            InsightError::NoSegment {
                n,
                of,
                examples: examples.into(),
            }
            .to_string()
        };
        assert_eq!(
            told(1, 1, "a"),
            "the policy leaves 1 of 1 customer without a segment, `a`: no rule fits it"
        );
        assert_eq!(
            told(2, 9, "a`, `b"),
            "the policy leaves 2 of 9 customers without a segment, such as `a`, `b`: no rule fits them"
        );
    }
}
