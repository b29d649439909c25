//! Clusters: the map, what sets each apart, and how their number was chosen.

use askama::Template;

use super::cluster_figures;
use super::figure::Figure;
use super::migration::{Migrated, migrated};
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::format::NONE;
use crate::texts::Texts;
use crate::{ClusterFeature, ClusterReport, ClusterRow, MapPoint, MoreOften, ReportError, chart};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let t = &view.t;
    let report = view
        .data
        .clusters
        .as_ref()
        .filter(|c| !c.clusters.is_empty());
    let contents = report.map(|report| contents(view, report)).transpose()?;
    Section::new("clusters", t.groups.clusters_nav, &Clusters { t, contents })
}

#[derive(Template)]
#[template(path = "clusters.html")]
struct Clusters<'a> {
    t: &'a Texts,
    contents: Option<Contents<'a>>,
}

struct Contents<'a> {
    counts: String,
    method: &'a str,
    map: Html,
    k_choice: Html,
    paths: Html,
    late_after: Html,
    migrated: Migrated,
    cards: Vec<Card<'a>>,
    /// What stability is, where any is known.
    stability: Option<String>,
    profiles_label: String,
    heads: Vec<u32>,
    profiles: Vec<Profile<'a>>,
}

struct Card<'a> {
    id: u32,
    /// Number of its colour.
    colour: u32,
    name: &'a str,
    profile: Vec<&'a str>,
    more_often: Vec<String>,
    customers: String,
    share: String,
    open: String,
    overdue: String,
    risk: String,
    stability: Option<String>,
    measures: Vec<&'a str>,
}

/// A row of the heat map: a feature over the clusters.
struct Profile<'a> {
    label: &'a str,
    unit: &'a str,
    overall: String,
    cells: Vec<Heat>,
}

struct Heat {
    effect: String,
    mean: String,
    /// CSS class of its colour.
    class: &'static str,
}

fn contents<'a>(view: &View<'a>, report: &'a ClusterReport) -> Result<Contents<'a>, ReportError> {
    let t = &view.t;
    let (n, k) = (
        view.f.count(report.n_customers),
        view.f.count(report.clusters.len() as u64),
    );
    Ok(Contents {
        counts: view.fill(t.groups.clusters_n, &[("n", &n), ("k", &k)]),
        method: view.say(&report.method),
        map: map(view, report)?,
        k_choice: k_choice(view, report)?,
        paths: cluster_figures::paths(view, report)?,
        late_after: cluster_figures::late_after(view, report)?,
        migrated: migrated(view, report)?,
        cards: report.clusters.iter().map(|c| card(view, c)).collect(),
        stability: stability(view, report),
        profiles_label: view.fill(t.common.scrolls, &[("table", t.groups.profiles)]),
        heads: report.clusters.iter().map(|c| c.cluster_id).collect(),
        profiles: profiles(view, report),
    })
}

fn stability(view: &View, report: &ClusterReport) -> Option<String> {
    let mut known = report.clusters.iter().filter(|c| c.stability.is_some());
    let least = view.f.number(report.least_stability, 2);
    known.next()?;
    Some(view.fill(view.t.groups.stability_note, &[("least", &least)]))
}

fn card<'a>(view: &View<'a>, cluster: &'a ClusterRow) -> Card<'a> {
    Card {
        id: cluster.cluster_id,
        colour: cluster.cluster_id % 10,
        name: view.say(&cluster.name),
        profile: view.say_all(&cluster.profile),
        more_often: cluster
            .more_often
            .iter()
            .map(|m| more_often(view, m))
            .collect(),
        customers: view.f.count(cluster.n_customers),
        share: view.f.maybe_percent(cluster.share_of_open, 0),
        open: view.f.money(cluster.open_minor),
        overdue: view.f.money(cluster.overdue_minor),
        risk: view.f.chance(cluster.mean_p_late),
        stability: cluster.stability.map(|s| view.f.number(s, 2)),
        measures: view.say_all(&cluster.measures),
    }
}

fn more_often(view: &View, found: &MoreOften) -> String {
    let share = view.f.percent(found.share, 0);
    let overall = view.f.percent(found.overall, 0);
    let values = [
        ("value", view.say(&found.value)),
        ("share", &share),
        ("overall", &overall),
    ];
    view.fill(view.t.clusters.often_in, &values)
}

fn profiles<'a>(view: &View<'a>, report: &'a ClusterReport) -> Vec<Profile<'a>> {
    let row = |(i, feature): (usize, &'a ClusterFeature)| Profile {
        label: view.say(&feature.label),
        unit: view.unit(&feature.unit),
        overall: mean(view, feature, feature.overall),
        cells: report
            .clusters
            .iter()
            .map(|c| heat(view, feature, c, i))
            .collect(),
    };
    report.features.iter().enumerate().map(row).collect()
}

fn heat(view: &View, feature: &ClusterFeature, cluster: &ClusterRow, i: usize) -> Heat {
    let effect = cluster
        .effect
        .get(i)
        .copied()
        .flatten()
        .filter(|e| e.is_finite());
    let value = cluster.centroid.get(i).copied().flatten();
    Heat {
        effect: effect.map_or_else(|| NONE.to_owned(), |e| view.f.signed(e, 1)),
        mean: mean(view, feature, value),
        class: effect.map_or("h0", heat_class),
    }
}

/// A mean in its unit: shares as percentages.
fn mean(view: &View, feature: &ClusterFeature, value: Option<f64>) -> String {
    match feature.unit.en.as_str() {
        "share" => view.f.maybe_percent(value, 0),
        _ => view.f.figures(value),
    }
}

/// Four steps either way; the figure itself stands in the cell.
fn heat_class(effect: f64) -> &'static str {
    const LOW: [&str; 5] = ["h0", "n1", "n2", "n3", "n4"];
    const HIGH: [&str; 5] = ["h0", "p1", "p2", "p3", "p4"];
    let step = [0.15, 0.4, 0.8, 1.4]
        .iter()
        .filter(|edge| effect.abs() >= **edge)
        .count();
    if effect < 0.0 { LOW[step] } else { HIGH[step] }
}

fn map(view: &View, report: &ClusterReport) -> Result<Html, ReportError> {
    let t = &view.t;
    let points: Vec<&MapPoint> = report.map.iter().collect();
    let table = Table::new(t.groups.map)
        .text(t.groups.cluster)
        .number(t.groups.on_map)
        .number(t.groups.centre_1)
        .number(t.groups.centre_2)
        .rows(report.clusters.iter().map(|c| {
            let own = points
                .iter()
                .filter(|p| p.cluster_id == c.cluster_id)
                .count();
            let centre = chart::centre(&points, c.cluster_id);
            vec![
                Cell::text(format!("{} {}", c.cluster_id, view.say(&c.name))),
                view.count_cell(own as u64),
                view.number_cell(centre.map(|c| c.0), 2),
                view.number_cell(centre.map(|c| c.1), 2),
            ]
        }));
    let variance = report
        .map_variance
        .map(|v| view.fill(t.groups.map_variance, &[("share", &view.f.chance(Some(v)))]));
    let chart = chart::cluster_map(report, &view.f, t)?;
    let beyond = chart::beyond(&points);
    let beyond = (beyond > 0).then(|| {
        let n = view.f.count(beyond as u64);
        view.fill(t.groups.map_beyond, &[("n", &n)])
    });
    let note = variance.into_iter().chain(beyond).collect();
    Figure {
        title: t.groups.map,
        chart,
        note,
        table: Some(table),
    }
    .html(view)
}

fn k_choice(view: &View, report: &ClusterReport) -> Result<Html, ReportError> {
    let t = &view.t;
    let table = Table::new(t.groups.k_choice)
        .number(t.groups.k)
        .number(t.groups.silhouette)
        .number(t.groups.stability_least)
        .number(t.groups.agreement)
        .number(t.groups.calinski)
        .number(t.groups.gap)
        .number(t.groups.inertia)
        .number(t.groups.smallest)
        .number(t.groups.apart)
        .text(t.groups.sound)
        .text(t.groups.chosen)
        .rows(report.k_choice.iter().map(|c| {
            vec![
                view.count_cell(u64::from(c.k)).strong(c.chosen),
                view.number_cell(c.silhouette, 3),
                view.number_cell(c.stability, 2),
                view.number_cell(c.agreement, 2),
                view.number_cell(c.calinski_harabasz, 1),
                view.number_cell(c.gap, 2),
                view.number_cell(c.inertia, 1),
                view.count_cell(c.smallest),
                view.count_cell(c.n_outliers),
                Cell::text(if c.sound { t.common.yes } else { "" }),
                Cell::text(if c.chosen { t.common.yes } else { "" }),
            ]
        }));
    let chart = chart::k_choice(&report.k_choice, &view.f, t)?;
    Figure {
        title: t.groups.k_choice,
        chart,
        note: vec![],
        table: Some(table),
    }
    .html(view)
}

#[cfg(test)]
mod tests {
    use super::heat_class;

    #[test]
    fn heat_follows_size_and_sign() {
        let classes = [-2.0, -0.5, -0.1, 0.0, 0.2, 0.8, 9.0].map(heat_class);
        assert_eq!(classes, ["n4", "n2", "h0", "h0", "p1", "p3", "p4"]);
    }
}
