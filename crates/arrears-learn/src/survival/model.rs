//! The fitted curve, and what may be read from it.

use serde::{Deserialize, Serialize};

use super::fit::Total;

/// A Kaplan-Meier curve: the share still without the event after each time.
///
/// It learns from rows whose event has not come yet: each counts as at risk for as long as it was
/// seen, which plain averages over finished rows would leave out and so come out too early. Use it
/// for medians and shares over time; it takes for granted that rows were not lost because their
/// event was near. One curve costs one sort.
///
/// ```
/// use arrears_learn::survival::KaplanMeier;
/// // Events at 1 and 3; one row was last seen at 2, without the event.
/// let curve = KaplanMeier::fit(&[1, 2, 3], &[true, false, true], None)?;
/// assert!((curve.survival(0) - 1.0).abs() < 1e-15);
/// assert!((curve.survival(2) - 2.0 / 3.0).abs() < 1e-15);
/// assert_eq!(curve.quantile(0.5), Some(3));
/// # Ok::<(), arrears_learn::survival::SurvivalError>(())
/// ```
///
/// ```text
/// S(t) = product over event times u <= t of ( 1 - d_u / n_u )
///
/// S(t)  chance of no event up to and including time t, in [0, 1]
/// d_u   weight of the events at time u
/// n_u   weight at risk: rows whose time is u or later (a row last seen at u counts)
/// ```
///
/// **Beyond the data.** Before the first event `S` is 1. After the last event it keeps its last
/// value: 0 when the last row of all had the event, else the share never observed to have it. A
/// quantile the curve does not reach is `None`; nothing is extrapolated.
///
/// Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452; variance by Greenwood 1926.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KaplanMeier {
    steps: Vec<SurvivalStep>,
    first_time: i32,
    last_time: i32,
    total_weight: f64,
}

/// One event time of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SurvivalStep {
    /// The event time.
    pub time: i32,
    /// Weight at risk then.
    pub at_risk: f64,
    /// Weight of the events then.
    pub events: f64,
    /// Share without the event after this time, in `[0, 1]`.
    pub survival: f64,
    /// Greenwood's variance of `survival`; 0 where `survival` is 0. With weights other than counts
    /// it is only as good as reading a weight of 2 as two independent rows.
    pub variance: f64,
}

/// Survival this little above the asked share still counts as having reached it: a product of
/// fractions that is 1/2 on paper may come out a rounding error above.
const ROUNDING: f64 = 1e-12;

impl KaplanMeier {
    pub(super) fn from_steps(
        steps: Vec<SurvivalStep>,
        first_time: i32,
        totals: Vec<Total>,
    ) -> Self {
        Self {
            steps,
            first_time,
            last_time: totals.last().map_or(first_time, |total| total.time),
            total_weight: totals.iter().map(|total| total.leaving).sum(),
        }
    }

    /// The event times in order, with what happened at each.
    pub fn steps(&self) -> &[SurvivalStep] {
        &self.steps
    }

    /// The earliest time of any row of positive weight.
    pub fn first_time(&self) -> i32 {
        self.first_time
    }

    /// The latest time of any row of positive weight, with or without event.
    pub fn last_time(&self) -> i32 {
        self.last_time
    }

    /// Weight (rows, when unweighted) the curve was fitted on.
    pub fn total_weight(&self) -> f64 {
        self.total_weight
    }

    /// Chance of no event up to and including `time`.
    pub fn survival(&self, time: i32) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// Greenwood's variance of [`Self::survival`].
    pub fn variance(&self, time: i32) -> f64 {
        self.step_at(time).map_or(0.0, |step| step.variance)
    }

    /// Chance of no event up to and including `time`, given none up to and including `given`.
    ///
    /// 1 for `time <= given`; `None` when the curve leaves nobody at `given`.
    pub fn conditional_survival(&self, time: i32, given: i32) -> Option<f64> {
        let reached = self.survival(given);
        if reached == 0.0 {
            return None;
        }
        Some(if time <= given {
            1.0
        } else {
            self.survival(time) / reached
        })
    }

    /// The first time by which at least the share `q` has had the event; `None` when the curve
    /// does not come down that far, or `q` is not in `(0, 1]`.
    pub fn quantile(&self, q: f64) -> Option<i32> {
        let inside = q > 0.0 && q <= 1.0;
        let above = |step: &SurvivalStep| step.survival > 1.0 - q + ROUNDING;
        let step = self.steps.get(self.steps.partition_point(above))?;
        inside.then_some(step.time)
    }

    /// Mean of the time, counting everything later than `until` as `until`.
    ///
    /// Beyond the last event the curve is taken as flat, so that rows never observed to have the
    /// event count as `until`.
    pub fn restricted_mean(&self, until: i32) -> f64 {
        let mut mean = f64::from(self.first_time.min(until));
        let (mut from, mut level) = (mean, 1.0);
        for step in self.steps.iter().take_while(|step| step.time < until) {
            mean += level * (f64::from(step.time) - from);
            (from, level) = (f64::from(step.time), step.survival);
        }
        mean + level * (f64::from(until) - from)
    }

    fn step_at(&self, time: i32) -> Option<&SurvivalStep> {
        let after = self.steps.partition_point(|step| step.time <= time);
        self.steps[..after].last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn by_hand_with_ties_and_negative_times() {
        // At risk 5, 4, 2: S = 4/5, 4/5 * 3/4 = 3/5, then 3/5 * 1/2 = 3/10.
        let times = [-3, 0, 0, 2, 4];
        let observed = [true, true, false, true, false];
        let curve = KaplanMeier::fit(&times, &observed, None).unwrap();
        assert!(near(curve.survival(-4), 1.0));
        assert!(near(curve.survival(-3), 0.8) && near(curve.survival(-1), 0.8));
        assert!(near(curve.survival(0), 0.6) && near(curve.survival(1), 0.6));
        assert!(near(curve.survival(2), 0.3) && near(curve.survival(1_000), 0.3));
        let greenwood = 0.36 * (1.0 / 20.0 + 1.0 / 12.0);
        assert!(near(curve.variance(0), greenwood));
        assert_eq!((curve.first_time(), curve.last_time()), (-3, 4));
    }

    #[test]
    fn quantiles_are_reached_or_none() {
        let curve = KaplanMeier::fit(&[1, 2, 3, 4], &[true, true, false, false], None).unwrap();
        assert_eq!(curve.quantile(0.25), Some(1));
        assert_eq!(curve.quantile(0.5), Some(2));
        assert_eq!(curve.quantile(0.51), None);
        for q in [0.0, -1.0, 1.1, f64::NAN] {
            assert_eq!(curve.quantile(q), None);
        }
        // Ten rows, one event a day: after three the share is 7/10 only up to rounding.
        let days: Vec<i32> = (1..=10).collect();
        let curve = KaplanMeier::fit(&days, &[true; 10], None).unwrap();
        for day in 1..=10 {
            assert_eq!(curve.quantile(f64::from(day) / 10.0), Some(day));
        }
        assert_eq!(curve.survival(10), 0.0);
        assert_eq!(curve.variance(10), 0.0);
    }

    #[test]
    fn a_weight_of_two_is_two_rows() {
        let weighted = KaplanMeier::fit(&[1, 5, 7], &[true, false, true], Some(&[2.0, 1.0, 0.0]));
        let repeated = KaplanMeier::fit(&[1, 1, 5], &[true, true, false], None);
        assert_eq!(weighted, repeated);
    }

    #[test]
    fn means_and_conditional_shares() {
        let curve = KaplanMeier::fit(&[-2, 0, 4], &[true; 3], None).unwrap();
        assert!(near(curve.restricted_mean(10), 2.0 / 3.0));
        assert!(near(curve.restricted_mean(1), -1.0 / 3.0));
        assert!(near(curve.restricted_mean(-5), -5.0));
        assert!(near(curve.conditional_survival(0, -2).unwrap(), 0.5));
        assert_eq!(curve.conditional_survival(-2, 0), Some(1.0));
        assert_eq!(curve.conditional_survival(5, 4), None);
    }

    #[test]
    fn without_events_nothing_falls() {
        let curve = KaplanMeier::fit(&[1, 2], &[false, false], None).unwrap();
        assert_eq!(curve.survival(9), 1.0);
        assert_eq!(curve.quantile(0.01), None);
        assert!(KaplanMeier::fit(&[], &[], None).is_err());
        assert!(KaplanMeier::fit(&[1], &[true, true], None).is_err());
        assert!(KaplanMeier::fit(&[1], &[true], Some(&[f64::NAN])).is_err());
    }
}
