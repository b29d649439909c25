//! Who went where since the last champion.

use arrears_insight::customers::Migration;
use arrears_insight::customers::migration::{Event, Fate, Grouping};
use arrears_report::{ClusterFate, MigrationFlow, MigrationReport};

use super::sentence;
use crate::job::material::Material;

pub fn migration(material: &Material, migration: &Migration) -> MigrationReport {
    let flows = |kind| {
        let rows = migration.rows.iter().filter(move |row| row.kind == kind);
        let flow = |row: &arrears_insight::customers::migration::MigrationRow| MigrationFlow {
            from: row.from.clone().unwrap_or_default(),
            to: row.to.clone(),
            change: row.change.code().to_owned(),
            n_customers: row.n_customers,
            open_minor: row.open_minor,
        };
        rows.map(flow).collect()
    };
    let notes = [material.numbering(), migration.untold.clone()];
    let notes = notes.iter().flatten().map(sentence);
    let note = notes.reduce(|first, second| first.and(&second));
    MigrationReport {
        from: migration
            .from
            .map_or_else(String::new, |day| day.to_string()),
        note: note.unwrap_or_default(),
        clusters: flows(Grouping::Cluster),
        segments: flows(Grouping::Segment),
        fates: migration.fates.iter().filter_map(fate).collect(),
    }
}

fn fate(fate: &Fate) -> Option<ClusterFate> {
    let (event, other) = match fate.event {
        Event::Kept => ("kept", None),
        Event::SplitFrom(id) => ("split_from", Some(id)),
        Event::Born => ("born", None),
        Event::MergedInto(id) => ("merged_into", Some(id)),
        Event::Dissolved => ("dissolved", None),
    };
    Some(ClusterFate {
        cluster_id: u32::try_from(fate.cluster_id).ok()?,
        event: event.to_owned(),
        other: other.and_then(|id| u32::try_from(id).ok()),
        n_before: fate.n_before,
        n_now: fate.n_now,
    })
}
