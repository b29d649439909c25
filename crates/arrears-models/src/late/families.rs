//! What a reader is told of a row's shares: features that tell of the same behaviour make one reason, as their shares only
//! have a meaning together.
//!
//! How a customer has paid stands in many features at once, and a regression may give one of them a share against the
//! others' (a wide spread that lowers the estimate beside a late share that raises it). Their sum says what that
//! behaviour does to the estimate; the member that is largest in the direction of the sum tells it, one that says itself
//! how late invoices were before any other. Rates of a group (a sector, a country) are no reason of one customer's own:
//! they stay in the estimate, and in [`contributions`](super::LateModel::contributions), and are not told.

use arrears_features::catalogue;

use super::CUSTOMER_LEVEL;

/// What a feature tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// How invoices were paid, followed up, promised and disputed.
    Paying,
    /// Something of its own.
    Alone,
    /// A group that the customer belongs to.
    Group,
}

/// Tables that tell how invoices fared.
const PAYING: [&str; 4] = ["payments", "reminders", "disputes", "promises"];

/// The family of a feature.
pub(super) fn family(feature: &str) -> Family {
    if feature == CUSTOMER_LEVEL {
        return Family::Paying;
    }
    let Some(found) = catalogue::feature(feature) else {
        return Family::Alone;
    };
    let of_group = feature.ends_with("_late_rate") || feature.starts_with("overall_late_rate");
    // Days of payment runs say when a customer pays, not how well.
    let of_calendar = feature.starts_with("run_") || feature.starts_with("due_");
    match found.sources.iter().any(|source| PAYING.contains(source)) {
        true if of_group => Family::Group,
        true if !of_calendar => Family::Paying,
        _ => Family::Alone,
    }
}

/// Whether a feature tells how invoices were paid.
pub(crate) fn tells_of_paying(feature: &str) -> bool {
    family(feature) == Family::Paying
}

/// Whether a feature says itself how often invoices were late.
fn is_lateness(feature: &str) -> bool {
    feature.starts_with("late_")
}

/// The reasons of a row's shares: which of the features tells each, and what it adds with those that it speaks for.
pub(super) fn told(features: &[&str], families: &[Family], shares: &[f64]) -> Vec<(usize, f64)> {
    let of = |wanted: Family| {
        let all = shares.iter().enumerate().map(|(at, share)| (at, *share));
        all.filter(move |(at, share)| *share != 0.0 && families[*at] == wanted)
    };
    let sum: f64 = of(Family::Paying).map(|(_, share)| share).sum();
    let weight = |(at, share): &(usize, f64)| (is_lateness(features[*at]), share.abs());
    let teller = of(Family::Paying)
        .filter(|(_, share)| share * sum > 0.0)
        .max_by(|a, b| {
            let (ours, theirs) = (weight(a), weight(b));
            let by_weight = ours.0.cmp(&theirs.0).then(ours.1.total_cmp(&theirs.1));
            // Of equals the first by name.
            by_weight.then_with(|| features[b.0].cmp(features[a.0]))
        });
    let paying = teller.map(|(at, _)| (at, sum));
    paying.into_iter().chain(of(Family::Alone)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(features: &[&str], shares: &[f64]) -> Vec<(usize, f64)> {
        let families: Vec<Family> = features.iter().map(|name| family(name)).collect();
        super::told(features, &families, shares)
    }

    #[test]
    fn what_tells_of_the_same_behaviour_is_one_reason_that_adds_up() {
        let features = [
            "late_ratio_all",
            "spread_days_late_12m",
            "promises_broken_12m",
            "direct_debit",
            "country_late_rate",
        ];
        let found = told(&features, &[1.5, -0.9, -0.4, -0.25, 0.75]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, 0);
        assert!((found[0].1 - 0.2).abs() < 1e-12, "1.5 - 0.9 - 0.4");
        assert_eq!(found[1], (3, -0.25));
    }

    #[test]
    fn it_is_told_in_the_direction_of_the_sum_and_by_lateness_first() {
        let features = ["late_ratio_all", "spread_days_late_12m", "late_chance_run"];
        let teller = |shares: &[f64]| told(&features, shares)[0].0;
        assert_eq!(
            teller(&[0.25, -1.0, -0.125]),
            2,
            "lateness before a wider spread"
        );
        assert_eq!(
            teller(&[0.25, -1.0, 0.125]),
            1,
            "where none is in the direction"
        );
        assert_eq!(teller(&[0.5, -0.5, 0.25]), 0);
        assert!(
            told(&features, &[0.5, -0.5, 0.0]).is_empty(),
            "nothing is left of them"
        );
    }

    #[test]
    fn every_feature_has_its_family() {
        let of = [
            "late_chance_run",
            "mean_depth_12m",
            "dispute_share_12m",
            "reversals_12m",
            CUSTOMER_LEVEL,
        ];
        assert!(of.iter().all(|feature| family(feature) == Family::Paying));
        let alone = [
            "credit_score",
            "direct_debit",
            "run_month_day_gap",
            "sector",
            "log_amount",
        ];
        assert!(alone.iter().all(|feature| family(feature) == Family::Alone));
        let groups = [
            "sector_late_rate",
            "country_late_rate",
            "overall_late_rate_90d",
        ];
        assert!(
            groups
                .iter()
                .all(|feature| family(feature) == Family::Group)
        );
    }
}
