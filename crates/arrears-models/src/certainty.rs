//! How sure the figures of an evaluation are: against each baseline, and of the calibration itself.
//!
//! Invoices of one customer resemble each other, so customers are drawn, not invoices: a difference is told with the
//! interval that holds 95 % of 1,000 resamples of whole customers, both models on the same rows (Field and Welsh 2007,
//! doi:10.1111/j.1467-9868.2007.00593.x). Calibration is a line through the log-odds, `logit P(late) = a + b logit p`: a
//! model that means what it says has `b = 1` and `a = 0` (Cox 1958, doi:10.1093/biomet/45.3-4.562). Its intervals take
//! the customers as clusters (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13). How large the calibration error would
//! be of chances that are right is drawn, with a shock that invoices of one customer share (Bröcker and Smith 2007,
//! doi:10.1175/WAF993.1).

use std::collections::BTreeMap;

use arrears_learn::bootstrap::{BootstrapParams, Interval, paired_mean_difference};
use arrears_learn::calibration::Platt;
use arrears_learn::metrics::{Binning, consistent_ece};
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use crate::evaluate::ECE_BINS;
use crate::late::{logit, sigmoid};

/// Seed of the resamples: the same evaluation gives the same intervals.
const SEED: u64 = 1;
/// Calibration error that is good enough however many invoices there are.
const GOOD_ECE: f64 = 0.025;
/// Half-width of a 95 % interval in standard errors.
const NORMAL_95: f64 = 1.959_963_984_540_054;
/// Probabilities nearer to 0 or 1 are held here, so that every log loss is finite.
const LEAST: f64 = 1e-6;

/// An estimate with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate.
    pub estimate: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

/// The line through the log-odds of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CalibrationLine {
    /// Log-odds realised per unit of log-odds promised; 1 is right, below it the predictions are too extreme.
    pub slope: Estimate,
    /// Log-odds realised where even odds were promised; 0 is right.
    pub intercept: Estimate,
}

/// How large the calibration error of a sample may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EceLimit {
    /// The larger of 0.025 and `chance_95`.
    pub limit: f64,
    /// The 95th percentile of the error of chances that are right, on as many invoices of as many customers.
    pub chance_95: f64,
    /// Standard deviation, in log-odds, of what the invoices of one customer share beyond their chances.
    pub customer_shock: f64,
}

/// How large the calibration error may be of these chances, by customers' residuals; none without invoices.
pub fn ece_limit(p: &[f64], late: &[bool], customers: &[usize]) -> Option<EceLimit> {
    let found = consistent_ece(p, late, customers, Binning::EqualCount(ECE_BINS), SEED).ok()?;
    Some(EceLimit {
        limit: found.upper.max(GOOD_ECE),
        chance_95: found.upper,
        customer_shock: found.shock,
    })
}

/// How many independent invoices the late share of these is worth: their number over the design effect, the variance by
/// customers as clusters over that of single invoices; never more than their number.
pub(crate) fn effective_n(late: &[bool], customers: &[usize]) -> f64 {
    let n = late.len() as f64;
    let share = late.iter().filter(|&&late| late).count() as f64 / n.max(1.0);
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (late, customer) in late.iter().zip(customers) {
        *sums.entry(*customer).or_default() += f64::from(*late) - share;
    }
    let between: f64 = sums.values().map(|sum| sum * sum).sum();
    let alone = n * share * (1.0 - share);
    match alone > 0.0 {
        true => n / (between / alone).max(1.0),
        false => n,
    }
}

/// Log loss of `first` less that of `second` on the same invoices; below 0 the first is better.
pub fn log_loss_difference(
    first: &[f64],
    second: &[f64],
    late: &[bool],
    customers: &[usize],
) -> Option<Estimate> {
    let losses = |p: &[f64]| -> Vec<f64> {
        p.iter()
            .zip(late)
            .map(|(p, late)| log_loss(*p, *late))
            .collect()
    };
    let params = BootstrapParams::new(SEED).check().ok()?;
    let interval = paired_mean_difference(&losses(first), &losses(second), customers, &params);
    interval.ok().flatten().map(Estimate::from)
}

/// The calibration line of a sample; none where one outcome, or one threshold, leaves it undefined.
pub fn calibration_line(p: &[f64], late: &[bool], customers: &[usize]) -> Option<CalibrationLine> {
    let z: Vec<f64> = p
        .iter()
        .map(|p| logit(p.clamp(LEAST, 1.0 - LEAST)))
        .collect();
    let fitted = Platt::fit(&z, late, None).ok()?;
    let (a, b) = (fitted.intercept(), fitted.slope());
    // Information (a, ab, b) and, by customer, the score.
    let mut information = [0.0; 3];
    let n_customers = customers.iter().max().map_or(0, |last| last + 1);
    let mut scores = vec![[0.0; 2]; n_customers];
    for ((z, late), customer) in z.iter().zip(late).zip(customers) {
        let p = sigmoid(a + b * z);
        let weight = p * (1.0 - p);
        information[0] += weight;
        information[1] += weight * z;
        information[2] += weight * z * z;
        let error = f64::from(*late) - p;
        scores[*customer][0] += error;
        scores[*customer][1] += error * z;
    }
    let [aa, ab, bb] = information;
    let determinant = aa * bb - ab * ab;
    if determinant <= 0.0 {
        return None;
    }
    // Of each customer's score, what it moves intercept and slope by.
    let moved = scores.iter().map(|[s, t]| {
        let intercept = (bb * s - ab * t) / determinant;
        let slope = (aa * t - ab * s) / determinant;
        (intercept * intercept, slope * slope)
    });
    let (intercept, slope) = moved.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    Some(CalibrationLine {
        slope: Estimate::normal(b, slope.sqrt()),
        intercept: Estimate::normal(a, intercept.sqrt()),
    })
}

impl Estimate {
    fn normal(estimate: f64, standard_error: f64) -> Self {
        Self {
            estimate,
            lower: estimate - NORMAL_95 * standard_error,
            upper: estimate + NORMAL_95 * standard_error,
        }
    }

    /// Whether the interval holds a value.
    pub fn holds(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

impl From<Interval> for Estimate {
    fn from(interval: Interval) -> Self {
        Self {
            estimate: interval.estimate,
            lower: interval.lower,
            upper: interval.upper,
        }
    }
}

pub(crate) fn log_loss(p: f64, late: bool) -> f64 {
    let p = p.clamp(LEAST, 1.0 - LEAST);
    -(if late { p } else { 1.0 - p }).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4,000 invoices of 37 customers whose chances are 0.2 and 0.6 in turn, and come true exactly.
    fn sample() -> (Vec<f64>, Vec<bool>, Vec<usize>) {
        let p = (0..4_000).map(|i| if i % 2 == 0 { 0.2 } else { 0.6 });
        let late = (0..4_000).map(|i| i / 2 % 5 < if i % 2 == 0 { 1 } else { 3 });
        (
            p.collect(),
            late.collect(),
            (0..4_000).map(|i| i % 37).collect(),
        )
    }

    #[test]
    fn what_comes_true_is_calibrated() {
        let (p, late, customers) = sample();
        let line = calibration_line(&p, &late, &customers).expect("a line");
        assert!((line.slope.estimate - 1.0).abs() < 1e-6, "{line:?}");
        assert!(line.intercept.estimate.abs() < 1e-6 && line.intercept.holds(0.0));
    }

    #[test]
    fn predictions_too_extreme_have_a_slope_below_one() {
        let (p, late, customers) = sample();
        let extreme: Vec<f64> = p.iter().map(|p| sigmoid(2.0 * logit(*p))).collect();
        let line = calibration_line(&extreme, &late, &customers).expect("a line");
        assert!(
            (line.slope.estimate - 0.5).abs() < 1e-6 && !line.slope.holds(1.0),
            "{line:?}"
        );
    }

    #[test]
    fn alike_invoices_of_one_customer_widen_the_interval() {
        let (p, late, _) = sample();
        let width = |customers: Vec<usize>| {
            let line = calibration_line(&p, &late, &customers).expect("a line");
            line.intercept.upper - line.intercept.lower
        };
        // The pattern repeats every ten rows: rows of one kind put together resemble each other entirely.
        let alone = width((0..4_000).collect());
        assert!(width((0..4_000).map(|i| i % 10).collect()) > 3.0 * alone);
    }

    #[test]
    fn a_share_is_worth_its_customers_where_their_invoices_are_all_alike() {
        let late = [true, true, false, false, false, false];
        // Three customers of two alike invoices each: three independent ones.
        assert!((effective_n(&late, &[0, 0, 1, 1, 2, 2]) - 3.0).abs() < 1e-12);
        assert!((effective_n(&late, &[0, 1, 2, 3, 4, 5]) - 6.0).abs() < 1e-12);
        assert_eq!(effective_n(&[true; 4], &[0, 0, 1, 1]), 4.0);
    }

    #[test]
    fn the_limit_of_the_error_is_never_below_what_is_good_enough() {
        let (p, late, customers) = sample();
        let limit = ece_limit(&p, &late, &customers).expect("a limit");
        assert_eq!(limit.limit, limit.chance_95.max(0.025));
        let few = ece_limit(&p[..200], &late[..200], &customers[..200]).expect("a limit");
        assert!(few.limit > 0.025 && few.limit == few.chance_95, "{few:?}");
        assert_eq!(ece_limit(&[], &[], &[]), None);
    }

    #[test]
    fn the_truth_beats_a_guess_for_certain() {
        let (p, late, customers) = sample();
        let guess = vec![0.4; p.len()];
        let gain = log_loss_difference(&p, &guess, &late, &customers).expect("a difference");
        assert!(gain.upper < 0.0 && gain.lower < gain.estimate, "{gain:?}");
        assert_eq!(calibration_line(&p, &vec![true; p.len()], &customers), None);
    }
}
