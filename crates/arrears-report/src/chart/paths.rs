//! The typical invoice's path: the share settled by days after the due date, a line per cluster.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ClusterReport, ClusterRow, ReportError};

const HEIGHT: f64 = 300.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 26.0,
    top: 34.0,
    bottom: 48.0,
};
/// Least room between the numbers at the ends of lines.
const APART: f64 = 13.0;

/// A line per cluster, its number at the end.
pub(crate) fn paths(report: &ClusterReport, f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let drawn: Vec<&ClusterRow> = report
        .clusters
        .iter()
        .filter(|c| c.settled_by.iter().flatten().count() > 1)
        .collect();
    if drawn.is_empty() || report.path_days.len() < 2 {
        return Ok(Html::default());
    }
    let chart = Chart {
        id: "cluster-paths",
        title: t.clusters.paths,
        description: fill(
            t.clusters.paths_desc,
            &[("k", &f.count(drawn.len() as u64))],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, &drawn, &report.path_days, f, t))
}

fn paint(s: &Surface, clusters: &[&ClusterRow], days: &[i32], f: &Format, t: &Texts) -> Drawn {
    let last = days.len() - 1;
    // Days stand at even distances: most happens around the due date.
    let x = Axis {
        low: 0.0,
        high: last as f64,
        n_ticks: 0,
        label: &|_| String::new(),
        title: t.clusters.paths_axis,
    };
    let y = Axis {
        low: 0.0,
        high: 1.0,
        n_ticks: 5,
        label: &|v| f.percent(v, 0),
        title: t.clusters.settled,
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    for (i, day) in days.iter().enumerate() {
        let (px, py) = axes.at(i as f64, 0.0);
        s.text(
            &f.signed(f64::from(*day), 0),
            px,
            py + 14.0,
            Align::Centre,
            SMALL,
            Ink::Soft,
        )?;
    }
    let mut ends = Vec::new();
    for cluster in clusters {
        let points: Vec<(f64, f64)> = cluster
            .settled_by
            .iter()
            .enumerate()
            .filter_map(|(i, share)| Some(axes.at(i as f64, (*share)?)))
            .collect();
        let ink = Ink::Category(cluster.cluster_id);
        s.path(&points, 2.2, ink)?;
        for point in &points {
            s.disc(*point, 3.0, ink)?;
        }
        ends.extend(points.last().map(|&(x, y)| (cluster.cluster_id, x, y)));
    }
    for (id, x, y) in spaced(ends) {
        s.text(&id.to_string(), x + 7.0, y, Align::Left, SMALL, Ink::Text)?;
    }
    Ok(())
}

/// The numbers from top to bottom, moved apart where lines end together.
fn spaced(mut ends: Vec<(u32, f64, f64)>) -> Vec<(u32, f64, f64)> {
    ends.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
    let mut lowest = f64::NEG_INFINITY;
    for end in &mut ends {
        end.2 = end.2.max(lowest + APART);
        lowest = end.2;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_at_the_ends_do_not_cover_each_other() {
        let ends = spaced(vec![(0, 1.0, 50.0), (1, 1.0, 20.0), (2, 1.0, 51.0)]);
        let at: Vec<(u32, f64)> = ends.into_iter().map(|(id, _, y)| (id, y)).collect();
        assert_eq!(at, [(1, 20.0), (0, 50.0), (2, 63.0)]);
    }
}
