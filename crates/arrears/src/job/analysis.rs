//! What a model says of a ledger on a day, and what that means: predictions, clusters, segments, sectors, money.

use arrears_features::columns::Columns;
use arrears_features::{Book, CustomerIx, FeatureTable, Selection, catalogue, of_customers};
use arrears_insight::InsightError;
use arrears_insight::customers::{
    ClusterProfile, ClusterVariable, Clustering, CustomerInsight, CustomerScores, Policy, assess,
    profiles,
};
use arrears_insight::facts::Portfolio;
use arrears_insight::late_share::{LateMonth, late_share_by_month};
use arrears_insight::sectors::{SectorInsight, sectors};
use arrears_ledger::Day;
use arrears_models::{Predictions, Trained, predict};
use ndarray::{Array2, Axis};

use super::money::Money;
use super::questions::Asked;
use super::{labels, rule_values};
use crate::config::PolicyFile;
use crate::error::Error;
use crate::plan::Settings;
use crate::progress::{Progress, Stage};

/// Everything that the outputs are made from.
pub struct Analysis {
    /// Predictions of open invoices and customers.
    pub predictions: Predictions,
    /// The facts behind the statements below.
    pub portfolio: Portfolio,
    /// A row per cluster.
    pub clusters: Vec<ClusterProfile>,
    /// The clustered customers on the clusters' scale, in the portfolio's order; none without clusters.
    pub scaled: Option<Array2<f64>>,
    /// A row per customer, in the portfolio's order.
    pub customers: Vec<CustomerInsight>,
    /// A row per sector.
    pub sectors: Vec<SectorInsight>,
    /// What is outstanding, and what comes in.
    pub money: Money,
    /// Late share by invoice month.
    pub months: Vec<LateMonth>,
    /// The four questions, and what stands beside them.
    pub asked: Asked,
}

/// Applies a model to a ledger on a day.
pub fn analyse(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Analysis, Error> {
    let (config, policy) = (&settings.config, &settings.policy);
    let (currency, seed) = (&config.ledger.currency, config.seed);
    let predictions = progress.stage(Stage::Predict, 0, || predict(book, as_of, trained))?;
    progress.stage(Stage::Insight, 0, || {
        let found = describe(book, trained, policy, currency, seed, predictions)?;
        let asked = Asked::of(book, &found, &policy.policy, &config.questions)?;
        Ok(Analysis { asked, ..found })
    })
}

fn describe(
    book: &Book,
    trained: &Trained,
    policy: &PolicyFile,
    currency: &str,
    seed: u64,
    predictions: Predictions,
) -> Result<Analysis, Error> {
    let grounds = Grounds::of(book, trained, currency, &predictions)?;
    let mut clusters = grounds.clusters(&policy.policy)?;
    let customers = grounds.assess_in(book, &clusters, policy)?;
    policy.policy.handle_clusters(&mut clusters);
    let Grounds {
        portfolio, scaled, ..
    } = grounds;
    let mut sectors = sectors(&portfolio, &policy.policy.measures);
    policy.policy.handle_sectors(&mut sectors);
    Ok(Analysis {
        sectors,
        money: Money::of(book, &portfolio, &predictions, trained, seed)?,
        months: late_share_by_month(&portfolio),
        asked: Asked::default(),
        customers,
        predictions,
        portfolio,
        clusters,
        scaled,
    })
}

/// What customers are assessed from, whatever the policy.
pub struct Grounds {
    /// The facts.
    pub portfolio: Portfolio,
    clustering: Clustering,
    scaled: Option<Array2<f64>>,
    p_late: Vec<Option<f64>>,
    p_late_30d: Vec<Option<f64>>,
}

impl Grounds {
    /// The facts, clusters and estimates of a day.
    pub fn of(
        book: &Book,
        trained: &Trained,
        currency: &str,
        predictions: &Predictions,
    ) -> Result<Grounds, Error> {
        let as_of = predictions.as_of;
        let found = &predictions.customers;
        let customers: Vec<CustomerIx> = found.iter().map(|c| c.customer).collect();
        let (clustering, scaled) = clustering(book, as_of, trained, predictions)?;
        Ok(Grounds {
            portfolio: Portfolio::from_book(book, as_of, currency, &customers),
            clustering,
            scaled,
            p_late: found.iter().map(|c| Some(c.p_late)).collect(),
            p_late_30d: found.iter().map(|c| Some(c.p_late_30d)).collect(),
        })
    }

    /// A row per customer under a policy.
    pub fn assess(&self, book: &Book, policy: &PolicyFile) -> Result<Vec<CustomerInsight>, Error> {
        self.assess_in(book, &self.clusters(&policy.policy)?, policy)
    }

    fn clusters(&self, policy: &Policy) -> Result<Vec<ClusterProfile>, Error> {
        match self.clustering.n_clusters {
            0 => Ok(Vec::new()),
            _ => Ok(profiles(
                &self.portfolio,
                &self.clustering,
                &policy.measures,
            )?),
        }
    }

    fn assess_in(
        &self,
        book: &Book,
        clusters: &[ClusterProfile],
        policy: &PolicyFile,
    ) -> Result<Vec<CustomerInsight>, Error> {
        let portfolio = &self.portfolio;
        let customers: Vec<CustomerIx> = portfolio.customers.iter().map(|c| c.ix).collect();
        let scores = CustomerScores {
            p_late: self.p_late.clone(),
            p_late_30d: self.p_late_30d.clone(),
            values: rule_values::of(book, portfolio.as_of, &customers, policy)?,
        };
        let assignment = &self.clustering.assignment;
        assess(portfolio, &scores, assignment, clusters, &policy.policy)
            .map_err(|error| refused(error, policy))
    }
}

/// What a policy says wrong has its file and line; anything else is passed on.
fn refused(error: InsightError, policy: &PolicyFile) -> Error {
    match error {
        InsightError::Policy { .. }
        | InsightError::PolicyAt { .. }
        | InsightError::Overlap { .. }
        | InsightError::NoSegment { .. } => policy.error(error).into(),
        other => other.into(),
    }
}

/// The clusters in the shape that the profiles are made from; no clusters where the model has none.
fn clustering(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    predictions: &Predictions,
) -> Result<(Clustering, Option<Array2<f64>>), Error> {
    let Some(model) = &trained.clusters else {
        return Ok((Clustering::default(), None));
    };
    let features = model.features();
    let FeatureTable { frame, .. } = of_customers(book, as_of, Selection::Only(&model.columns()));
    let columns = Columns::from_frame(frame)?;
    let assignment: Vec<i32> = predictions
        .customers
        .iter()
        .map(|c| c.cluster.unwrap_or(-1))
        .collect();
    let centres = model.centres();
    let variables = features
        .iter()
        .enumerate()
        .map(|(j, feature)| {
            let values = columns.numeric(feature).unwrap_or_default().to_vec();
            ClusterVariable {
                feature: (*feature).to_owned(),
                label: labels::label(feature),
                unit: catalogue::feature(feature)
                    .map_or("", |f| f.unit)
                    .to_owned(),
                centroids: means(&values, &assignment, model.n_clusters()),
                centroids_standardised: centres.column(j).to_vec(),
                values,
            }
        })
        .collect();
    let scaled = model.scaled(&columns)?;
    let clustering = Clustering {
        n_clusters: model.n_clusters(),
        assignment,
        variables,
        stability: model.stability(),
    };
    Ok((clustering, Some(scaled)))
}

/// Mean of the known values per cluster, in the feature's own unit; not a number for a cluster without any.
fn means(values: &[f64], assignment: &[i32], n_clusters: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0usize); n_clusters];
    for (value, cluster) in values.iter().zip(assignment) {
        if let Some(sum) = usize::try_from(*cluster)
            .ok()
            .and_then(|c| sums.get_mut(c))
            .filter(|_| !value.is_nan())
        {
            *sum = (sum.0 + value, sum.1 + 1);
        }
    }
    sums.into_iter()
        .map(|(sum, n)| if n == 0 { f64::NAN } else { sum / n as f64 })
        .collect()
}

/// The clustered customers on a plane: their first two principal components, and the share of variance these hold.
///
/// The components are found by orthogonal iteration from fixed starting vectors, so the same customers give the same
/// picture; each points towards where its largest loading is positive.
pub fn plane(scaled: &Array2<f64>) -> (Vec<(f64, f64)>, Option<f64>) {
    let n = scaled.nrows();
    if n < 2 || scaled.ncols() < 2 {
        return (vec![(0.0, 0.0); n], None);
    }
    let mean = scaled.mean_axis(Axis(0)).unwrap_or_default();
    let centred = scaled - &mean;
    let covariance = centred.t().dot(&centred) / n as f64;
    let total = covariance.diag().sum();
    let (first, l1) = component(&covariance, None);
    let (second, l2) = component(&covariance, Some(&first));
    let points = centred
        .outer_iter()
        .map(|row| (row.dot(&first), row.dot(&second)))
        .collect();
    (points, (total > 0.0).then(|| (l1 + l2) / total))
}

fn component(
    covariance: &Array2<f64>,
    apart_from: Option<&ndarray::Array1<f64>>,
) -> (ndarray::Array1<f64>, f64) {
    let p = covariance.nrows();
    let mut v = ndarray::Array1::from_shape_fn(p, |j| {
        1.0 + 0.1 * j as f64 * if j % 2 == 0 { 1.0 } else { -1.0 }
    });
    for _ in 0..300 {
        if let Some(other) = apart_from {
            let along = v.dot(other);
            v = &v - &(other * along);
        }
        let next = covariance.dot(&v);
        let length = next.dot(&next).sqrt();
        if length < 1e-12 {
            return (ndarray::Array1::zeros(p), 0.0);
        }
        v = next / length;
    }
    if let Some(other) = apart_from {
        let along = v.dot(other);
        v = &v - &(other * along);
        let length = v.dot(&v).sqrt().max(1e-12);
        v /= length;
    }
    let largest = v
        .iter()
        .copied()
        .fold(0.0f64, |a, b| if b.abs() > a.abs() { b } else { a });
    let v = if largest < 0.0 { -v } else { v };
    let variance = v.dot(&covariance.dot(&v));
    (v, variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_plane_keeps_what_varies() {
        let x = array![
            [1.0, 0.0, 0.0],
            [-1.0, 0.0, 0.0],
            [0.0, 0.5, 0.0],
            [0.0, -0.5, 0.0]
        ];
        let (points, share) = plane(&x);
        assert!(
            (points[0].0.abs() - 1.0).abs() < 1e-9 && points[0].1.abs() < 1e-9,
            "{points:?}"
        );
        assert!((points[2].1.abs() - 0.5).abs() < 1e-9, "{points:?}");
        assert!((share.expect("varies") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn means_leave_unknown_values_out() {
        let found = means(&[1.0, f64::NAN, 3.0, 9.0], &[0, 0, 0, -1], 2);
        assert_eq!(found[0], 2.0);
        assert!(found[1].is_nan());
    }
}
