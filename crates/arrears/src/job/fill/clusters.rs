//! The clusters, how their number was chosen, and the map.

use arrears_insight::customers::ClusterProfile;
use arrears_insight::customers::profiles::OverRepresented;
use arrears_insight::facts::PATH_DAYS;
use arrears_insight::text::Text;
use arrears_models::clusters::ClusterModel;
use arrears_report::{
    ClusterFeature, ClusterReport, ClusterRow, KChoice, LateAfter, MapPoint, MoreOften,
};

use super::{labels, migration, wording};
use crate::job;
use crate::job::analysis::{Analysis, plane};
use crate::job::material::Material;

/// Features at most that a cluster's card tells.
const TOLD: usize = 3;

/// Customers at most on the map.
const MAP_POINTS: usize = 2_000;

pub fn clusters(material: &Material, analysis: &Analysis) -> Option<ClusterReport> {
    let model = material.trained.clusters.as_ref()?;
    let (map, map_variance) = map(analysis);
    Some(ClusterReport {
        features: features(model, analysis),
        clusters: analysis
            .clusters
            .iter()
            .filter_map(|profile| row(profile, analysis))
            .collect(),
        k_choice: model
            .candidates()
            .iter()
            .map(|candidate| KChoice {
                k: candidate.k as u32,
                silhouette: candidate.silhouette,
                inertia: Some(candidate.inertia),
                calinski_harabasz: candidate.calinski_harabasz,
                gap: candidate.gap.map(|gap| gap.gap),
                gap_error: candidate.gap.map(|gap| gap.error),
                stability: candidate.least_stability(),
                agreement: candidate.agreement,
                smallest: candidate.smallest as u64,
                n_outliers: candidate.n_outliers as u64,
                sound: candidate.sound,
                chosen: candidate.chosen,
            })
            .collect(),
        map,
        map_variance,
        n_customers: model.n_customers() as u64,
        method: job::clusters::method(model),
        least_stability: model.min_jaccard(),
        path_days: PATH_DAYS.to_vec(),
        placed_on: analysis
            .following
            .from
            .map_or_else(String::new, |day| day.to_string()),
        late_after: late_after(&analysis.following.overall),
        migration: migration::migration(material, &analysis.migration),
    })
}

fn features(model: &ClusterModel, analysis: &Analysis) -> Vec<ClusterFeature> {
    model
        .features()
        .iter()
        .enumerate()
        .map(|(j, feature)| ClusterFeature {
            feature: (*feature).to_owned(),
            label: wording(&labels::label(feature)),
            unit: arrears_features::catalogue::feature(feature)
                .map_or("", |f| f.unit)
                .into(),
            overall: overall(j, analysis),
        })
        .collect()
}

/// Mean of the clusters' centroids, weighed by their size: the mean of all clustered customers.
fn overall(feature: usize, analysis: &Analysis) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0u64);
    for profile in analysis.clusters.iter().filter(|p| p.cluster_id >= 0) {
        if let Some(value) = profile.centroid.get(feature).and_then(|c| c.value) {
            sum += value * profile.n_customers as f64;
            n += profile.n_customers;
        }
    }
    (n > 0).then(|| sum / n as f64)
}

/// The groups apart (too little history) have no row of their own here.
fn row(profile: &ClusterProfile, analysis: &Analysis) -> Option<ClusterRow> {
    let cluster_id = u32::try_from(profile.cluster_id).ok()?;
    let chances: Vec<f64> = analysis
        .predictions
        .customers
        .iter()
        .filter(|c| c.cluster == Some(profile.cluster_id))
        .map(|c| c.p_late)
        .collect();
    Some(ClusterRow {
        cluster_id,
        name: wording(&profile.name),
        profile: profile.sets_apart(TOLD).iter().map(wording).collect(),
        more_often: more_often(profile),
        n_customers: profile.n_customers,
        share_of_open: profile.share_of_open,
        open_minor: profile.open_minor,
        overdue_minor: profile.overdue_minor,
        settled_by: profile.behaviour.settled_by.to_vec(),
        reached: profile
            .behaviour
            .reached
            .map_or_else(Vec::new, |r| r.map(Some).to_vec()),
        late_after: profile
            .following
            .map(|after| late_after(&after))
            .unwrap_or_default(),
        mean_p_late: (!chances.is_empty())
            .then(|| chances.iter().sum::<f64>() / chances.len() as f64),
        centroid: profile.centroid.iter().map(|c| c.value).collect(),
        effect: profile.centroid.iter().map(|c| c.effect).collect(),
        stability: profile.stability,
        measures: profile
            .measures
            .iter()
            .map(|m| wording(&m.label()))
            .collect(),
    })
}

fn more_often(profile: &ClusterProfile) -> Vec<MoreOften> {
    let row = |over: &OverRepresented, value: &Text| MoreOften {
        value: wording(value),
        share: over.shrunken_share,
        overall: over.overall_share,
    };
    let sectors = profile.sectors.iter();
    let sectors = sectors.map(|over| row(over, &Text::same(&over.value)));
    let sizes = profile.size_classes.iter();
    let sizes = sizes.map(|over| row(over, &arrears_insight::text::value(&over.value)));
    sectors.chain(sizes).collect()
}

fn late_after(after: &arrears_insight::customers::LateAfter) -> LateAfter {
    LateAfter {
        n_customers: after.n_customers,
        n_invoices: after.n_invoices,
        share: after.late_share,
        low: after.interval.map(|interval| interval.low),
        high: after.interval.map(|interval| interval.high),
    }
}

fn map(analysis: &Analysis) -> (Vec<MapPoint>, Option<f64>) {
    let Some(scaled) = &analysis.scaled else {
        return (Vec::new(), None);
    };
    let placed: Vec<usize> = (0..analysis.predictions.customers.len())
        .filter(|&i| {
            analysis.predictions.customers[i]
                .cluster
                .is_some_and(|c| c >= 0)
        })
        .collect();
    let (points, variance) = plane(&scaled.select(ndarray::Axis(0), &placed));
    let step = placed.len().div_ceil(MAP_POINTS).max(1);
    let map = placed
        .iter()
        .zip(points)
        .step_by(step)
        .filter_map(|(&i, (x, y))| {
            let cluster_id = u32::try_from(analysis.predictions.customers[i].cluster?).ok()?;
            Some(MapPoint {
                x,
                y,
                cluster_id,
                customer_id: analysis.portfolio.customers[i].customer_id.clone(),
            })
        })
        .collect();
    (map, variance)
}
