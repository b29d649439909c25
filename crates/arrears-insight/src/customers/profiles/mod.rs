//! What makes the customers of a cluster alike, in figures and in a name.
//!
//! Effect sizes are taken on the very variables the clusters were made from, so they describe and prove nothing:
//! no p-value belongs to them. Behaviour is over the clusters' mature invoices, where a customer with many invoices
//! has a bounded say (see [`crate::statistics::invoice_weight`]).

mod effects;
mod represented;

use std::collections::BTreeMap;

pub use effects::DefiningFeature;
pub use represented::OverRepresented;

use effects::VariableStatistics;
use represented::{counts, over_represented};

use super::following::{Following, LateAfter};
use super::measures::{Measure, for_cluster};
use super::naming::{Portrait, names};
use super::policy::MeasureRule;
use crate::InsightError;
use crate::facts::{Behaviour, CustomerMoney, Portfolio};
use crate::statistics::invoice_weight;
use crate::text::{ClusterName, NameBase, Text, near_the_average};

/// Cluster of a customer with fewer than five mature invoices.
pub const LITTLE_HISTORY: i32 = -1;
/// Cluster of a customer unlike all others.
pub const OUTLIER: i32 = -2;

/// The clusters as found, with one entry per customer of the portfolio.
#[derive(Clone, Debug, Default)]
pub struct Clustering {
    /// Numbers of the clusters, rising; empty when none could be made.
    pub ids: Vec<i32>,
    /// Number of each customer's cluster; [`LITTLE_HISTORY`] or [`OUTLIER`] apart.
    pub assignment: Vec<i32>,
    /// The variables that the clusters were made from.
    pub variables: Vec<ClusterVariable>,
    /// Stability per cluster, in the order of `ids`, in `[0, 1]` (mean Jaccard similarity over resamples); empty when not measured.
    pub stability: Vec<Option<f64>>,
    /// Stability below which a cluster bears no name: `[clusters] min_jaccard`, by which the model was made.
    pub least_stability: f64,
    /// What came after customers were placed.
    pub following: Following,
}

/// A variable that clusters were made from.
#[derive(Clone, Debug, Default)]
pub struct ClusterVariable {
    /// Its identifier in the catalogue.
    pub feature: String,
    /// Its label.
    pub label: Text,
    /// Its unit.
    pub unit: String,
    /// Its value per customer, in original units; not a number where unknown.
    pub values: Vec<f64>,
    /// Centroid per cluster, in the order of the clusters' numbers, in original units.
    pub centroids: Vec<f64>,
    /// Centroid per cluster, on the scale on which the clusters were made.
    pub centroids_standardised: Vec<f64>,
}

/// One cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterProfile {
    /// Its number; -1 for little history, -2 for outliers.
    pub cluster_id: i32,
    /// Its name as a code.
    pub name_code: ClusterName,
    /// Its name in three languages, unique within the run.
    pub name: Text,
    /// Customers in it.
    pub n_customers: u64,
    /// Share of all customers.
    pub share_of_customers: f64,
    /// Of which natural persons.
    pub n_natural_persons: u64,
    /// Open, in cents.
    pub open_minor: i64,
    /// Of which past due, in cents.
    pub overdue_minor: i64,
    /// Share of all that is open.
    pub share_of_open: Option<f64>,
    /// How its invoices were paid.
    pub behaviour: Behaviour,
    /// Its centroid; empty for the groups apart.
    pub centroid: Vec<CentroidValue>,
    /// What sets it apart, the strongest first; the strongest alone where nothing clearly does.
    pub defining: Vec<DefiningFeature>,
    /// Sectors that it has more of than all customers together.
    pub sectors: Vec<OverRepresented>,
    /// Size classes that it has more of than all customers together.
    pub size_classes: Vec<OverRepresented>,
    /// Stability in `[0, 1]`, when measured.
    pub stability: Option<f64>,
    /// How late its customers' next invoices were; nothing for the groups apart.
    pub following: Option<LateAfter>,
    /// What to do with this group.
    pub measures: Vec<Measure>,
}

/// One coordinate of a centroid.
#[derive(Clone, Debug, PartialEq)]
pub struct CentroidValue {
    /// The feature.
    pub feature: String,
    /// Its unit.
    pub unit: String,
    /// In original units; none where it is not a number.
    pub value: Option<f64>,
    /// On the scale on which the clusters were made.
    pub standardised: Option<f64>,
    /// Effect size: (cluster's mean - mean of all clustered) / standard deviation of all.
    pub effect: Option<f64>,
}

/// Smallest effect that defines a cluster, and the most features told. Where none is so large, the largest is told.
const MIN_EFFECT: f64 = 0.3;
const MAX_DEFINING: usize = 5;

/// The profile of every cluster, by its number, and of the groups apart that have customers.
pub fn profiles(
    portfolio: &Portfolio,
    clustering: &Clustering,
    rule: &MeasureRule,
) -> Result<Vec<ClusterProfile>, InsightError> {
    check(portfolio, clustering)?;
    let correlation = portfolio.late_correlation();
    let n_clusters = clustering.ids.len();
    let apart = [LITTLE_HISTORY, OUTLIER];
    let ids = || clustering.ids.iter().copied().chain(apart);
    let members = members(portfolio, clustering);
    let portrait = |(place, id): (usize, i32)| Portrait {
        unclear: is_unclear(clustering, place).then_some(id),
        ..portrait(portfolio, members_of(&members, id), correlation)
    };
    let portraits: Vec<Portrait> = ids().enumerate().map(portrait).collect();
    let clustered: Vec<usize> = (0..portfolio.customers.len())
        .filter(|&i| clustering.assignment[i] >= 0)
        .collect();
    let overall = self::portrait(portfolio, &clustered, correlation);
    let mut name_codes = names(&portraits[..n_clusters], &overall.behaviour, rule);
    name_codes.extend(
        [NameBase::LittleHistory, NameBase::Outliers].map(|base| ClusterName {
            base,
            qualifier: None,
        }),
    );
    let statistics: Vec<VariableStatistics> = clustering
        .variables
        .iter()
        .map(|variable| VariableStatistics::of(&variable.values, &clustered))
        .collect();
    let whole = Whole::of(portfolio);
    let mut all = Vec::new();
    for (place, ((id, portrait), name_code)) in ids().zip(portraits).zip(name_codes).enumerate() {
        let own = members_of(&members, id);
        if id < 0 && own.is_empty() {
            continue;
        }
        let mut profile = describe(portfolio, own, portrait, &whole);
        profile.cluster_id = id;
        profile.name_code = name_code;
        profile.name = Text::of(|language| name_code.say(language));
        profile.measures = for_cluster(name_code.base);
        if place < n_clusters {
            locate(&mut profile, clustering, place, own, &statistics);
        }
        all.push(profile);
    }
    Ok(all)
}

impl ClusterProfile {
    /// What sets the cluster apart, a sentence each, the strongest first and `most` at most; where nothing does, that it
    /// lies close to the average, and what comes nearest to setting it apart.
    pub fn sets_apart(&self, most: usize) -> Vec<Text> {
        let said = |feature: &DefiningFeature| Text::of(|language| feature.say(language));
        let features = self.defining.iter().take(most).map(said);
        let near = !self.defining.iter().any(DefiningFeature::is_telling);
        let near = near.then(near_the_average);
        near.into_iter().chain(features).collect()
    }
}

impl DefiningFeature {
    fn is_telling(&self) -> bool {
        self.effect.abs() >= MIN_EFFECT
    }
}

fn check(portfolio: &Portfolio, clustering: &Clustering) -> Result<(), InsightError> {
    let expected = portfolio.customers.len();
    let same = |what, expected, received| {
        if expected == received {
            Ok(())
        } else {
            Err(InsightError::Misaligned {
                what,
                expected,
                received,
            })
        }
    };
    same("cluster assignment", expected, clustering.assignment.len())?;
    for variable in &clustering.variables {
        same(
            "values of a cluster variable",
            expected,
            variable.values.len(),
        )?;
    }
    let known = |id: &&i32| **id < 0 || clustering.ids.contains(id);
    match clustering.assignment.iter().find(|id| !known(id)) {
        None => Ok(()),
        Some(&received) => Err(InsightError::UnknownCluster {
            received,
            known: clustering.ids.clone(),
        }),
    }
}

/// Whether the cluster at a place was found again too seldom to bear a name; one that was not measured bears one.
fn is_unclear(clustering: &Clustering, place: usize) -> bool {
    let stability = clustering.stability.get(place).copied().flatten();
    stability.is_some_and(|stability| stability < clustering.least_stability)
}

type Members = BTreeMap<i32, Vec<usize>>;

fn members(portfolio: &Portfolio, clustering: &Clustering) -> Members {
    let mut members = Members::new();
    for i in 0..portfolio.customers.len() {
        members.entry(clustering.assignment[i]).or_default().push(i);
    }
    members
}

fn members_of(members: &Members, id: i32) -> &[usize] {
    members.get(&id).map_or(&[], Vec::as_slice)
}

fn portrait(portfolio: &Portfolio, members: &[usize], correlation: f64) -> Portrait {
    let weighted = members.iter().flat_map(|&i| {
        let invoices = portfolio.invoices_of(&portfolio.customers[i]);
        let n = invoices
            .iter()
            .filter(|invoice| invoice.is_behaviour() && invoice.mature)
            .count();
        let weight = invoice_weight(n as u64, correlation);
        invoices.iter().map(move |invoice| (invoice, weight))
    });
    let behaviour = Behaviour::of(weighted, portfolio.known, portfolio.evidence);
    Portrait {
        n_customers: members.len() as u64,
        n_invoices: behaviour.n_mature,
        behaviour,
        unclear: None,
    }
}

/// Totals over all customers.
struct Whole {
    n_customers: u64,
    open_minor: i64,
    sectors: BTreeMap<String, u64>,
    size_classes: BTreeMap<String, u64>,
}

impl Whole {
    fn of(portfolio: &Portfolio) -> Whole {
        let all: Vec<usize> = (0..portfolio.customers.len()).collect();
        Whole {
            n_customers: all.len() as u64,
            open_minor: money(portfolio, &all).open_minor,
            sectors: counts(portfolio, &all, |customer| customer.sector.as_ref()),
            size_classes: counts(portfolio, &all, |customer| customer.size_class.as_ref()),
        }
    }
}

fn describe(
    portfolio: &Portfolio,
    members: &[usize],
    portrait: Portrait,
    whole: &Whole,
) -> ClusterProfile {
    let money = money(portfolio, members);
    let natural = |&&i: &&usize| portfolio.customers[i].natural_person;
    let sectors = counts(portfolio, members, |customer| customer.sector.as_ref());
    let sizes = counts(portfolio, members, |customer| customer.size_class.as_ref());
    ClusterProfile {
        cluster_id: 0,
        name_code: ClusterName {
            base: NameBase::Empty,
            qualifier: None,
        },
        name: Text::default(),
        n_customers: portrait.n_customers,
        share_of_customers: portrait.n_customers as f64 / whole.n_customers.max(1) as f64,
        n_natural_persons: members.iter().filter(natural).count() as u64,
        open_minor: money.open_minor,
        overdue_minor: money.overdue_minor,
        share_of_open: (whole.open_minor > 0)
            .then(|| money.open_minor as f64 / whole.open_minor as f64),
        behaviour: portrait.behaviour,
        centroid: Vec::new(),
        defining: Vec::new(),
        sectors: over_represented(
            &sectors,
            portrait.n_customers,
            &whole.sectors,
            whole.n_customers,
        ),
        size_classes: over_represented(
            &sizes,
            portrait.n_customers,
            &whole.size_classes,
            whole.n_customers,
        ),
        stability: None,
        following: None,
        measures: Vec::new(),
    }
}

/// Fills in where the cluster lies and what sets it apart.
fn locate(
    profile: &mut ClusterProfile,
    clustering: &Clustering,
    place: usize,
    members: &[usize],
    statistics: &[VariableStatistics],
) {
    profile.following = clustering
        .following
        .clusters
        .get(&profile.cluster_id)
        .copied();
    profile.stability = clustering.stability.get(place).copied().flatten();
    let finite = |values: &[f64]| values.get(place).copied().filter(|value| value.is_finite());
    for (variable, overall) in clustering.variables.iter().zip(statistics) {
        let defining = overall.effect(variable, members);
        profile.centroid.push(CentroidValue {
            feature: variable.feature.clone(),
            unit: variable.unit.clone(),
            value: finite(&variable.centroids),
            standardised: finite(&variable.centroids_standardised),
            effect: defining.as_ref().map(|defining| defining.effect),
        });
        profile.defining.extend(defining);
    }
    profile.defining.sort_by(|a, b| {
        b.effect
            .abs()
            .total_cmp(&a.effect.abs())
            .then_with(|| a.feature.cmp(&b.feature))
    });
    let telling = profile
        .defining
        .iter()
        .take_while(|found| found.is_telling());
    let n_told = telling.count().clamp(1, MAX_DEFINING);
    profile.defining.truncate(n_told);
}

fn money(portfolio: &Portfolio, members: &[usize]) -> CustomerMoney {
    let mut total = CustomerMoney::default();
    for &i in members {
        let own = portfolio.money_of(&portfolio.customers[i]);
        total.open_minor += own.open_minor;
        total.overdue_minor += own.overdue_minor;
    }
    total
}

#[cfg(test)]
mod tests;
