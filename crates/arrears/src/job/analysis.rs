//! What a model says of a ledger on a day, and what that means: predictions, clusters, segments, sectors, money.

use arrears_features::columns::Columns;
use arrears_features::{Book, CustomerIx, FeatureTable, Selection, catalogue, of_customers};
use arrears_insight::InsightError;
use arrears_insight::customers::shares::{SegmentShares, segment_shares};
use arrears_insight::customers::warnings::{Listed, listed};
use arrears_insight::customers::{
    ClusterProfile, ClusterVariable, Clustering, CustomerInsight, CustomerScores, FOLLOWING_DAYS,
    Following, Migration, Now, Place, Policy, Watched, ambiguous, assess, following, migration,
    profiles, watch,
};
use arrears_insight::facts::Portfolio;
use arrears_insight::late_share::{LateMonth, late_share_by_month};
use arrears_insight::sectors::{SectorInsight, sectors};
use arrears_insight::text::Text;
use arrears_ledger::Day;
use arrears_models::{Predictions, Trained, clusters_on, predict};
use ndarray::{Array2, Axis};

use super::earlier::{self, Last};
use super::material::Material;
use super::money::Money;
use super::questions::Asked;
use super::{labels, policy_notes, rule_values};
use crate::config::PolicyFile;
use crate::error::Error;
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
    /// What came after customers were placed in clusters.
    pub following: Following,
    /// Who went where since the last champion; empty without one.
    pub migration: Migration,
    /// Who pays otherwise than before.
    pub watched: Watched,
    /// Of those, the ones the report lists.
    pub listed: Listed,
    /// What the policy says that means nothing on this ledger, or two things at once.
    pub policy_notes: Vec<Text>,
    /// How the segments fall in each sector, size class and country.
    pub segment_shares: Vec<SegmentShares>,
    /// A row per sector.
    pub sectors: Vec<SectorInsight>,
    /// What is outstanding, and what comes in.
    pub money: Money,
    /// Late share by invoice month.
    pub months: Vec<LateMonth>,
    /// The four questions, and what stands beside them.
    pub asked: Asked,
}

/// Applies the material's model to its ledger on its day.
pub fn analyse(material: &Material, progress: &dyn Progress) -> Result<Analysis, Error> {
    let settings = material.settings;
    let predictions = progress.stage(Stage::Predict, 0, || {
        predict(&material.book, material.as_of, material.trained)
    })?;
    progress.stage(Stage::Insight, 0, || {
        let found = describe(material, predictions)?;
        let policy = &settings.policy.policy;
        let asked = Asked::of(&material.book, &found, policy, &settings.config)?;
        Ok(Analysis { asked, ..found })
    })
}

fn describe(material: &Material, predictions: Predictions) -> Result<Analysis, Error> {
    let (book, trained) = (&material.book, material.trained);
    let (config, policy) = (&material.settings.config, &material.settings.policy);
    let currency = &config.ledger.currency;
    let grounds = Grounds::of(book, trained, currency, config.seed, &predictions)?;
    let mut clusters = grounds.clusters(&policy.policy)?;
    let Assessed {
        customers,
        watched,
        notes,
    } = grounds.assess_in(book, &clusters, policy)?;
    policy.policy.handle_clusters(&mut clusters);
    let Grounds {
        portfolio,
        scaled,
        clustering,
        ..
    } = grounds;
    let migration = migrated(material, &portfolio, &clustering.ids, &customers)?;
    let mut sectors = sectors(&portfolio, &policy.policy.measures);
    policy.policy.handle_sectors(&mut sectors);
    Ok(Analysis {
        migration,
        following: clustering.following,
        segment_shares: segment_shares(&portfolio, &customers),
        sectors,
        money: Money::of(book, &portfolio, &predictions, trained, config.seed)?,
        months: late_share_by_month(&portfolio),
        asked: Asked::default(),
        listed: listed(&customers, &policy.policy.warnings),
        customers,
        watched,
        policy_notes: notes,
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
    seed: u64,
}

impl Grounds {
    /// The facts, clusters and estimates of a day.
    pub fn of(
        book: &Book,
        trained: &Trained,
        currency: &str,
        seed: u64,
        predictions: &Predictions,
    ) -> Result<Grounds, Error> {
        let as_of = predictions.as_of;
        let found = &predictions.customers;
        let customers: Vec<CustomerIx> = found.iter().map(|c| c.customer).collect();
        let portfolio = Portfolio::from_book(book, as_of, currency, &customers);
        let (clustering, scaled) = clustering(book, as_of, trained, predictions, &portfolio)?;
        Ok(Grounds {
            portfolio,
            clustering,
            scaled,
            p_late: found.iter().map(|c| Some(c.p_late)).collect(),
            p_late_30d: found.iter().map(|c| Some(c.p_late_30d)).collect(),
            seed,
        })
    }

    /// A row per customer under a policy.
    pub fn assess(&self, book: &Book, policy: &PolicyFile) -> Result<Assessed, Error> {
        let clusters = self.clusters(&policy.policy)?;
        self.assess_in(book, &clusters, policy)
    }

    fn clusters(&self, policy: &Policy) -> Result<Vec<ClusterProfile>, Error> {
        match self.clustering.ids.is_empty() {
            true => Ok(Vec::new()),
            false => Ok(profiles(
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
    ) -> Result<Assessed, Error> {
        let chances = (self.p_late.clone(), self.p_late_30d.clone());
        let found = (&*self.clustering.assignment, clusters);
        assess_by(book, &self.portfolio, chances, found, policy, self.seed)
    }
}

/// Every customer under a policy.
pub struct Assessed {
    /// A row per customer.
    pub customers: Vec<CustomerInsight>,
    /// Who pays otherwise than before.
    pub watched: Watched,
    /// What the policy says that means nothing on this ledger, or two things at once.
    pub notes: Vec<Text>,
}

/// A row per customer under a policy: of the chances that its next invoice is late and 30 days late, its cluster, and the
/// clusters' profiles.
fn assess_by(
    book: &Book,
    portfolio: &Portfolio,
    (p_late, p_late_30d): (Vec<Option<f64>>, Vec<Option<f64>>),
    (assignment, clusters): (&[i32], &[ClusterProfile]),
    policy: &PolicyFile,
    seed: u64,
) -> Result<Assessed, Error> {
    let customers: Vec<CustomerIx> = portfolio.customers.iter().map(|c| c.ix).collect();
    let scores = CustomerScores {
        p_late,
        p_late_30d,
        values: rule_values::of(book, portfolio.as_of, &customers, policy)?,
        watched: watch(book, portfolio, &policy.policy.warnings, seed),
    };
    let found = assess(portfolio, &scores, assignment, clusters, &policy.policy)
        .map_err(|error| refused(error, policy))?;
    let mut notes = policy_notes::unknown_names(book, portfolio.as_of, &customers, policy);
    notes.extend(policy_notes::of_ambiguous(
        &ambiguous(portfolio, &scores, &policy.policy),
        policy,
    ));
    Ok(Assessed {
        customers: found,
        watched: scores.watched,
        notes,
    })
}

/// Who went where since the last champion, as far as it can be applied to this ledger.
fn migrated(
    material: &Material,
    portfolio: &Portfolio,
    ids: &[i32],
    customers: &[CustomerInsight],
) -> Result<Migration, Error> {
    let Some(last) = material.last.and_then(Last::model) else {
        return Ok(Migration::default());
    };
    match earlier::before(material, last, portfolio)? {
        Ok(before) => Ok(migration(before, ids, &now(customers))?),
        Err(why) => Ok(Migration {
            // Where the clusters are numbered anew for the same reason, that says it already.
            untold: Some(why).filter(|_| !earlier::is_told(material.trained)),
            ..Migration::default()
        }),
    }
}

/// Where each customer stands today.
fn now(customers: &[CustomerInsight]) -> Vec<Now> {
    let now = |customer: &CustomerInsight| Now {
        place: Place {
            cluster: customer.cluster_id,
            segment: Some(customer.segment),
        },
        open_minor: customer.money.open_minor,
    };
    customers.iter().map(now).collect()
}

/// What a policy says wrong has its file and line; anything else is passed on.
pub fn refused(error: InsightError, policy: &PolicyFile) -> Error {
    match error.is_of_policy() {
        true => policy.error(error).into(),
        false => error.into(),
    }
}

/// The clusters in the shape that the profiles are made from; no clusters where the model has none.
fn clustering(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    predictions: &Predictions,
    portfolio: &Portfolio,
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
                centroids: means(&values, &assignment, model.identity().ids()),
                centroids_standardised: centres.column(j).to_vec(),
                values,
            }
        })
        .collect();
    let scaled = model.scaled(&columns)?;
    let clustering = Clustering {
        ids: model.identity().ids().to_vec(),
        assignment,
        variables,
        stability: model.stability(),
        least_stability: model.min_jaccard(),
        following: followed(book, as_of, trained, portfolio)?,
    };
    Ok((clustering, Some(scaled)))
}

/// How late the invoices were of customers placed by what was known some time before.
fn followed(
    book: &Book,
    as_of: Day,
    trained: &Trained,
    portfolio: &Portfolio,
) -> Result<Following, Error> {
    let from = as_of - FOLLOWING_DAYS;
    let Some(placed) = clusters_on(book, from, trained)? else {
        return Ok(Following::default());
    };
    let mut by_customer = vec![None; book.n_customers()];
    for (customer, id) in placed {
        by_customer[customer.0 as usize] = Some(id);
    }
    let customers = portfolio.customers.iter();
    let then: Vec<Option<i32>> = customers.map(|c| by_customer[c.ix.0 as usize]).collect();
    Ok(following(portfolio, &then, from)?)
}

/// Mean of the known values per cluster, in the feature's own unit; not a number for a cluster without any.
fn means(values: &[f64], assignment: &[i32], ids: &[i32]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0usize); ids.len()];
    for (value, cluster) in values.iter().zip(assignment).filter(|(v, _)| !v.is_nan()) {
        if let Ok(place) = ids.binary_search(cluster) {
            sums[place] = (sums[place].0 + value, sums[place].1 + 1);
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
        let found = means(&[1.0, f64::NAN, 3.0, 9.0], &[4, 4, 4, -1], &[4, 7]);
        assert_eq!(found[0], 2.0);
        assert!(found[1].is_nan());
    }
}
