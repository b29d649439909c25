//! How good were the predictions: the model and its baselines, on the same invoices, overall and by group.
//!
//! Every figure is out of time unless the sample is called `train`. The baselines are what an analyst would use
//! instead: the training base rate, the customer's last outcome, median and smoothed late ratio.

use arrears_features::columns::Columns;
use arrears_learn::metrics::{self, Binning, RocPoint};
use arrears_ledger::Day;
use serde::{Deserialize, Serialize};

use crate::certainty::{
    CalibrationLine, EceLimit, Estimate, calibration_line, ece_limit, log_loss_difference,
};
use crate::groups::{Group, HistoryScores, by_group, by_history};
use crate::late::{Estimates, sigmoid};

/// The regression, beside trees that lead.
pub const REGRESSION: &str = "regression";
/// Gradient-boosted trees, beside the regression.
pub const TREES: &str = "trees";

/// Training invoices that the base rate is worth in a customer's smoothed late ratio.
const PRIOR_INVOICES: f64 = 3.0;
/// The baseline that forecasts days as well.
pub(crate) const MEDIAN_DAYS: &str = "customer_median_days";
/// Bins of the expected calibration error, of equal count.
pub(crate) const ECE_BINS: usize = 10;

/// Features that baselines and groups are read from, whether or not the model uses them.
pub(crate) const REPORTED: [&str; 7] = [
    "n_mature_all",
    "late_ratio_all",
    "last_days_late_all",
    "median_days_late_all",
    "sector",
    "size_class",
    "country",
];

/// Figures of one set of probabilities against the outcomes. A figure that is undefined is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Invoices with an outcome.
    pub n: usize,
    /// Share late.
    pub event_rate: f64,
    /// Mean predicted probability.
    pub mean_p_late: Option<f64>,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// `2 * auc - 1`.
    pub gini: Option<f64>,
    /// Mean squared error of the probability.
    pub brier: Option<f64>,
    /// Mean negative log likelihood, in nats.
    pub log_loss: Option<f64>,
    /// Expected calibration error over ten bins of equal count.
    pub ece: Option<f64>,
    /// Largest distance between the two score distributions.
    pub ks: Option<f64>,
    /// Predicted late amount over realised late amount.
    pub late_amount_ratio: Option<f64>,
    /// Mean absolute error of the median settlement day, in days; open invoices count with the error seen so far.
    pub mae_days: Option<f64>,
    /// Share of the invoices settled between the 10 % and the 90 % quantile, a day's mass counting in proportion (the
    /// expectation of the randomised probability integral transform); 0.8 where the distributions are right.
    pub interval_coverage: Option<f64>,
}

/// A named set of scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// The baseline.
    pub name: String,
    /// The figures.
    pub scores: Scores,
}

/// A ROC curve with its owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Roc {
    /// `model` or a baseline's name.
    pub name: String,
    /// False-positive and true-positive rate.
    pub points: Vec<(f64, f64)>,
}

/// One bin of the reliability diagram.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityPoint {
    /// Invoices in the bin.
    pub n: usize,
    /// Mean predicted probability.
    pub predicted: f64,
    /// Share late.
    pub realised: f64,
}

/// All that is known of how good a model was on a sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// First invoice date of the sample.
    pub from: Option<Day>,
    /// Last invoice date of the sample.
    pub until: Option<Day>,
    /// The model's figures.
    pub model: Scores,
    /// The baselines' figures on the same invoices.
    pub baselines: Vec<Named>,
    /// The model's log loss less each baseline's; below 0 the model is better.
    pub differences: Vec<Difference>,
    /// The line through the model's log-odds.
    pub calibration: Option<CalibrationLine>,
    /// What chance alone does to the model's calibration error.
    #[serde(default)]
    pub ece_limit: Option<EceLimit>,
    /// The model's figures by group.
    pub by_group: Vec<Group>,
    /// The amounts in cents between the groups by amount: quartiles of what was invoiced before the sample.
    #[serde(default)]
    pub amount_quartiles: [i64; 3],
    /// New customers, and returning ones.
    #[serde(default)]
    pub by_history: Vec<HistoryScores>,
    /// ROC curves of the model and the baselines.
    pub roc: Vec<Roc>,
    /// The model's reliability diagram, ten bins of equal count.
    pub reliability: Vec<ReliabilityPoint>,
    /// The model's figures on the other event: not settled by 30 days after due, on the invoices due that long ago.
    pub late_30d: Scores,
}

/// How much better or worse the model is than a baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The baseline.
    pub name: String,
    /// Log loss of the model less the baseline's, with its 95 % interval.
    pub log_loss: Estimate,
}

/// A settlement forecast against what is known of the settlement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DaysRow {
    /// Predicted median, in days from the due date.
    pub median: i32,
    /// Share of the outcome's mass between the 10 % and the 90 % quantile.
    pub within: f64,
    /// Days late, or the lower bound seen so far.
    pub days_late: i32,
    /// Whether `days_late` is final.
    pub settled: bool,
}

/// What is judged: one entry per labelled invoice in every vector.
pub struct Sample<'a> {
    /// The model's probability of being late.
    pub p_late: &'a [f64],
    /// Whether it was late.
    pub late: &'a [bool],
    /// The model's probability of being unpaid 30 days after due.
    pub p_late_30d: &'a [f64],
    /// Whether it was, where that day has passed.
    pub late_30d: &'a [Option<bool>],
    /// Invoice amount in cents.
    pub amount_minor: &'a [i64],
    /// Invoice date.
    pub issued: &'a [Day],
    /// Customer, as a number.
    pub customers: &'a [usize],
    /// Features at issue: the baselines and groups are read from them.
    pub columns: &'a Columns,
    /// Other models on the same invoices, by name.
    pub rivals: &'a [(&'static str, Vec<f64>)],
    /// Share late of the training invoices of the model that predicted each.
    pub base_rate: &'a [f64],
    /// Median days late of the training invoices of the model that predicted each.
    pub median_days: &'a [i32],
    /// Quartiles of the amounts invoiced before the sample, in cents.
    pub amount_quartiles: [i64; 3],
    /// Settlement forecasts, where there are any.
    pub days: &'a [DaysRow],
    /// Grace days of the definition of late.
    pub grace_days: i32,
}

/// Probabilities of the model that does not lead, where there are two.
pub(crate) fn rivals(estimates: &Estimates) -> Vec<(&'static str, Vec<f64>)> {
    let chances = |log_odds: &[f64]| log_odds.iter().map(|&z| sigmoid(z)).collect();
    match &estimates.trees {
        None => Vec::new(),
        Some(_) if estimates.trees_lead => vec![(REGRESSION, chances(&estimates.regression))],
        Some(trees) => vec![(TREES, chances(trees))],
    }
}

/// Judges a sample.
pub fn evaluate(sample: &Sample) -> Evaluation {
    if sample.late.is_empty() {
        return Evaluation::default();
    }
    let baselines: Vec<(&str, Vec<f64>)> = baselines(sample)
        .into_iter()
        .chain(sample.rivals.iter().cloned())
        .collect();
    let model = scores(sample.p_late, sample.late, sample.amount_minor).with_days(sample.days);
    let named = |(name, p): &(&str, Vec<f64>)| {
        let mut scores = scores(p, sample.late, sample.amount_minor);
        if *name == MEDIAN_DAYS {
            scores.mae_days = median_mae_days(sample);
        }
        Named {
            name: (*name).to_owned(),
            scores,
        }
    };
    let curves = std::iter::once(("model", sample.p_late))
        .chain(baselines.iter().map(|(n, p)| (*n, p.as_slice())));
    Evaluation {
        from: sample.issued.iter().min().copied(),
        until: sample.issued.iter().max().copied(),
        model,
        differences: differences(sample, &baselines),
        calibration: calibration_line(sample.p_late, sample.late, sample.customers),
        baselines: baselines.iter().map(named).collect(),
        ece_limit: ece_limit(sample.p_late, sample.late, sample.customers),
        by_group: by_group(sample),
        amount_quartiles: sample.amount_quartiles,
        by_history: by_history(sample),
        roc: curves
            .filter_map(|(name, p)| roc(name, p, sample.late))
            .collect(),
        reliability: reliability(sample.p_late, sample.late),
        late_30d: late_30d(sample),
    }
}

fn differences(sample: &Sample, baselines: &[(&str, Vec<f64>)]) -> Vec<Difference> {
    let against = |(name, p): &(&str, Vec<f64>)| {
        let log_loss = log_loss_difference(sample.p_late, p, sample.late, sample.customers)?;
        Some(Difference {
            name: (*name).to_owned(),
            log_loss,
        })
    };
    baselines.iter().filter_map(against).collect()
}

fn late_30d(sample: &Sample) -> Scores {
    let known: Vec<(usize, bool)> = sample
        .late_30d
        .iter()
        .enumerate()
        .filter_map(|(i, late)| Some((i, (*late)?)))
        .collect();
    let p: Vec<f64> = known.iter().map(|(i, _)| sample.p_late_30d[*i]).collect();
    let late: Vec<bool> = known.iter().map(|(_, late)| *late).collect();
    let amounts: Vec<i64> = known.iter().map(|(i, _)| sample.amount_minor[*i]).collect();
    scores(&p, &late, &amounts)
}

/// Every figure of one set of probabilities; what one outcome alone leaves undefined is absent.
pub fn scores(p: &[f64], late: &[bool], amount_minor: &[i64]) -> Scores {
    let expected: f64 = p.iter().zip(amount_minor).map(|(p, a)| p * *a as f64).sum();
    let realised: f64 = late
        .iter()
        .zip(amount_minor)
        .filter(|(l, _)| **l)
        .map(|(_, a)| *a as f64)
        .sum();
    let auc = metrics::auc(p, late).ok();
    Scores {
        n: late.len(),
        event_rate: late.iter().filter(|&&l| l).count() as f64 / late.len().max(1) as f64,
        mean_p_late: (!p.is_empty()).then(|| p.iter().sum::<f64>() / p.len() as f64),
        auc,
        gini: auc.map(|auc| 2.0 * auc - 1.0),
        brier: metrics::brier(p, late).ok(),
        log_loss: metrics::log_loss(p, late).ok(),
        ece: metrics::ece(p, late, Binning::EqualCount(ECE_BINS)).ok(),
        ks: metrics::ks(p, late).ok(),
        late_amount_ratio: (realised > 0.0).then(|| expected / realised),
        mae_days: None,
        interval_coverage: None,
    }
}

impl Scores {
    /// Adds the figures of the settlement days.
    pub(crate) fn with_days(mut self, days: &[DaysRow]) -> Self {
        self.mae_days = mae_days(days);
        self.interval_coverage = interval_coverage(days);
        self
    }
}

fn baselines(sample: &Sample) -> Vec<(&'static str, Vec<f64>)> {
    let base = sample.base_rate;
    let mut out = vec![("base_rate", base.to_vec())];
    let outcomes = [
        ("customer_last_outcome", "last_days_late_all"),
        (MEDIAN_DAYS, "median_days_late_all"),
    ];
    for (name, feature) in outcomes {
        if let Some(days) = sample.columns.numeric(feature) {
            out.push((name, as_one_outcome(sample, days)));
        }
    }
    let count = sample.columns.numeric("n_mature_all");
    if let (Some(ratio), Some(count)) = (sample.columns.numeric("late_ratio_all"), count) {
        let p = |((ratio, n), base): ((&f64, &f64), &f64)| match ratio.is_nan() || n.is_nan() {
            true => *base,
            false => (ratio * n + PRIOR_INVOICES * base) / (n + PRIOR_INVOICES),
        };
        let ratios = ratio.iter().zip(count).zip(base).map(p);
        out.push(("customer_late_ratio", ratios.collect()));
    }
    out
}

/// Days late as one outcome, late or not, smoothed as the ratio is: worth one invoice against the prior's three.
fn as_one_outcome(sample: &Sample, days: &[f64]) -> Vec<f64> {
    let grace = f64::from(sample.grace_days);
    let p = |(days, base): (&f64, &f64)| match days.is_nan() {
        true => *base,
        false => (f64::from(*days > grace) + PRIOR_INVOICES * base) / (1.0 + PRIOR_INVOICES),
    };
    days.iter().zip(sample.base_rate).map(p).collect()
}

/// The customer's own median as a forecast; where there is none, the median of an average invoice.
fn median_mae_days(sample: &Sample) -> Option<f64> {
    let medians = sample.columns.numeric("median_days_late_all")?;
    let error = |((median, row), common): ((&f64, &DaysRow), &i32)| {
        let predicted = if median.is_nan() {
            f64::from(*common)
        } else {
            *median
        };
        let gap = f64::from(row.days_late) - predicted;
        if row.settled { gap.abs() } else { gap.max(0.0) }
    };
    let errors = medians
        .iter()
        .zip(sample.days)
        .zip(sample.median_days)
        .map(error);
    (!sample.days.is_empty()).then(|| errors.sum::<f64>() / sample.days.len() as f64)
}

fn roc(name: &str, p: &[f64], late: &[bool]) -> Option<Roc> {
    let points = metrics::roc_curve(p, late).ok()?;
    let rates = |point: &RocPoint| (point.false_positive_rate, point.true_positive_rate);
    Some(Roc {
        name: name.to_owned(),
        points: points.iter().map(rates).collect(),
    })
}

fn reliability(p: &[f64], late: &[bool]) -> Vec<ReliabilityPoint> {
    let bins = metrics::reliability(p, late, Binning::EqualCount(ECE_BINS)).unwrap_or_default();
    bins.iter()
        .map(|bin| ReliabilityPoint {
            n: bin.n_rows,
            predicted: bin.mean_predicted,
            realised: bin.event_rate,
        })
        .collect()
}

fn mae_days(rows: &[DaysRow]) -> Option<f64> {
    let error = |row: &DaysRow| match row.settled {
        true => f64::from((row.days_late - row.median).abs()),
        false => f64::from((row.days_late - row.median).max(0)),
    };
    mean(rows, error)
}

fn interval_coverage(rows: &[DaysRow]) -> Option<f64> {
    mean(rows, |row| row.within)
}

fn mean(rows: &[DaysRow], value: impl Fn(&DaysRow) -> f64) -> Option<f64> {
    (!rows.is_empty()).then(|| rows.iter().map(value).sum::<f64>() / rows.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_outcome_leaves_ranking_undefined_but_not_the_rest() {
        let s = scores(&[0.2, 0.3], &[false, false], &[100, 300]);
        assert_eq!((s.auc, s.gini, s.late_amount_ratio), (None, None, None));
        assert!((s.brier.expect("defined") - 0.065).abs() < 1e-12);
    }

    #[test]
    fn the_late_amount_ratio_weighs_by_money() {
        let s = scores(&[0.5, 0.25], &[true, false], &[200, 400]);
        assert_eq!(s.late_amount_ratio, Some(1.0));
    }

    #[test]
    fn an_open_invoice_errs_by_what_is_seen_so_far() {
        let open = |days_late| DaysRow {
            median: 5,
            within: 0.5,
            days_late,
            settled: false,
        };
        let settled = DaysRow {
            median: 5,
            within: 1.0,
            days_late: 2,
            settled: true,
        };
        assert_eq!(
            mae_days(&[settled, open(1), open(25)]),
            Some((3.0 + 0.0 + 20.0) / 3.0)
        );
        assert_eq!(
            interval_coverage(&[settled, open(1), open(25)]),
            Some(2.0 / 3.0)
        );
    }
}
