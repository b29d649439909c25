//! Since the last champion: what became of each cluster, and who went where.

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, View};
use crate::chart::{self, Matrix};
use crate::texts::Texts;
use crate::{ClusterFate, ClusterReport, MigrationFlow, MigrationReport, ReportError};

/// What the section of clusters says of it.
pub(super) struct Migrated {
    /// Its heading; empty where there is nothing to compare with, nor a reason to tell.
    pub(super) title: String,
    /// What became of the clusters, a sentence each.
    pub(super) sentences: Vec<String>,
    pub(super) clusters: Html,
    pub(super) segments: Html,
}

pub(super) fn migrated(view: &View, report: &ClusterReport) -> Result<Migrated, ReportError> {
    let (t, migration) = (&view.t.clusters, &report.migration);
    let note = view.say(&migration.note);
    let mut sentences: Vec<String> = Vec::new();
    if !note.is_empty() {
        sentences.push(note.to_owned());
    } else if migration.from.is_empty() {
        sentences.push(t.migration_first.to_owned());
    } else if !migration.clusters.is_empty() {
        sentences.push(t.migration_lead.to_owned());
    }
    sentences.extend(migration.fates.iter().map(|fate| said(view, fate)));
    let date = view.f.date(&migration.from);
    let title = match (migration.from.is_empty(), note.is_empty()) {
        (true, true) => String::new(),
        (true, false) => t.migration_untold.to_owned(),
        (false, _) => view.fill(t.migration_title, &[("date", &date)]),
    };
    let cluster = |id: &str| cluster_name(view, report, id);
    let segment = |id: &str| match id {
        "" => t.not_known.to_owned(),
        id => id.to_owned(),
    };
    Ok(Migrated {
        title,
        sentences,
        clusters: figure(
            view,
            migration,
            &Part {
                id: "migration-clusters",
                title: t.migration_clusters,
                flows: &migration.clusters,
                name: &cluster,
            },
        )?,
        segments: figure(
            view,
            migration,
            &Part {
                id: "migration-segments",
                title: t.migration_segments,
                flows: &migration.segments,
                name: &segment,
            },
        )?,
    })
}

/// Clusters or segments.
struct Part<'a> {
    id: &'static str,
    title: &'a str,
    flows: &'a [MigrationFlow],
    /// What a group is called in rows: a cluster as on its card, by its number and name.
    name: &'a dyn Fn(&str) -> String,
}

fn figure(view: &View, migration: &MigrationReport, part: &Part) -> Result<Html, ReportError> {
    let t = &view.t.clusters;
    let date = view.f.date(&migration.from);
    let stayed = view.f.maybe_percent(stayed(part.flows), 0);
    let values = [("date", date.as_str()), ("share", stayed.as_str())];
    let side = |when: &str| format!("{}, {when}", part_word(part, view));
    let matrix = Matrix {
        id: part.id,
        title: part.title,
        description: view.fill(t.migration_desc, &values),
        axes: (t.then.to_owned(), side(t.now)),
        name: part.name,
    };
    let table = Table::new(part.title)
        .text(t.from)
        .text(t.to)
        .text(t.change)
        .number(view.t.common.customers)
        .number(view.in_currency(view.t.common.open_in))
        .rows(part.flows.iter().map(|flow| {
            vec![
                Cell::text((part.name)(&flow.from)),
                Cell::text((part.name)(&flow.to)),
                Cell::text(change(&flow.change, &view.t)),
                view.count_cell(flow.n_customers),
                view.money_cell(flow.open_minor),
            ]
        }));
    Figure {
        title: part.title,
        chart: chart::migration(part.flows, &matrix)?,
        note: notes(view, part, &values),
        table: Some(table),
    }
    .html(view)
}

/// How to read the matrix, and the columns that stand for groups apart, which have no room for their name.
fn notes(view: &View, part: &Part, values: &[(&str, &str)]) -> Vec<String> {
    let t = &view.t.clusters;
    let is_column = |id: &&str| part.flows.iter().any(|flow| flow.to == *id);
    let apart = [("-1", t.few_invoices), ("-2", t.unlike)];
    let apart = apart.into_iter().filter(|(id, _)| is_column(id));
    let named = apart.map(|(id, name)| view.fill(t.column_of, &[("id", id), ("name", name)]));
    let first = view.fill(t.migration_note, values);
    std::iter::once(first).chain(named).collect()
}

fn part_word<'a>(part: &Part, view: &'a View) -> &'a str {
    match part.id {
        "migration-segments" => view.t.customers.segment,
        _ => view.t.groups.cluster,
    }
}

/// Share of the customers known on both days that are where they were.
fn stayed(flows: &[MigrationFlow]) -> Option<f64> {
    let known = || flows.iter().filter(|flow| !flow.from.is_empty());
    let all: u64 = known().map(|flow| flow.n_customers).sum();
    let same = known().filter(|flow| flow.from == flow.to);
    (all > 0).then(|| same.map(|flow| flow.n_customers).sum::<u64>() as f64 / all as f64)
}

/// A cluster as on its card: its number and its name.
fn cluster_name(view: &View, report: &ClusterReport, id: &str) -> String {
    let t = &view.t.clusters;
    match id {
        "" => return t.not_known.to_owned(),
        "-1" => return format!("\u{2212}1 {}", t.few_invoices),
        "-2" => return format!("\u{2212}2 {}", t.unlike),
        _ => (),
    }
    let mut all = report.clusters.iter();
    match all.find(|cluster| cluster.cluster_id.to_string() == id) {
        Some(cluster) => format!("{id} {}", view.say(&cluster.name)),
        None => view.fill(t.gone, &[("id", id)]),
    }
}

fn change<'a>(code: &'a str, t: &'a Texts) -> &'a str {
    let t = &t.clusters;
    match code {
        "stayed" => t.stayed,
        "moved" => t.moved,
        "split" => t.split,
        "merged" => t.merged,
        "dissolved" => t.dissolved,
        "gathered" => t.gathered,
        "placed" => t.placed,
        "appeared" => t.appeared,
        "better" => t.better,
        "worse" => t.worse,
        other => other,
    }
}

fn said(view: &View, fate: &ClusterFate) -> String {
    let t = &view.t.clusters;
    let text = match fate.event.as_str() {
        "split_from" => t.fate_split,
        "born" => t.fate_born,
        "merged_into" => t.fate_merged,
        "dissolved" => t.fate_dissolved,
        _ => t.fate_kept,
    };
    let (id, other) = (
        fate.cluster_id.to_string(),
        fate.other.unwrap_or_default().to_string(),
    );
    let (before, now) = (view.f.count(fate.n_before), view.f.count(fate.n_now));
    let values = [
        ("id", id.as_str()),
        ("other", &other),
        ("before", &before),
        ("now", &now),
    ];
    view.fill(text, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_called_as_on_its_card() {
        let data = crate::ReportData::default();
        let report = ClusterReport {
            clusters: vec![crate::ClusterRow {
                cluster_id: 3,
                name: crate::Wording::new("disputes first", "betwist eerst", "conteste d’abord"),
                ..crate::ClusterRow::default()
            }],
            ..ClusterReport::default()
        };
        let named = |language, id| cluster_name(&View::new(&data, language), &report, id);
        assert_eq!(named(crate::Language::En, "3"), "3 disputes first");
        assert_eq!(named(crate::Language::Fr, "3"), "3 conteste d’abord");
        assert_eq!(named(crate::Language::Nl, "7"), "7 (niet meer)");
        let few = named(crate::Language::En, "-1");
        assert_eq!(few, "\u{2212}1 too few invoices to group");
    }

    #[test]
    fn customers_not_known_then_do_not_count_as_stayed() {
        let flow = |from: &str, to: &str, n_customers| MigrationFlow {
            from: from.into(),
            to: to.into(),
            n_customers,
            ..MigrationFlow::default()
        };
        let flows = [flow("0", "0", 6), flow("0", "1", 2), flow("", "1", 9)];
        assert_eq!(stayed(&flows), Some(0.75));
        assert_eq!(stayed(&flows[2..]), None);
    }
}
