//! Customers on a map of two principal components.

use super::axes::{Axes, Axis, Room};
use super::ink::{Ink, N_CATEGORIES};
use super::surface::{Align, Chart, Drawn, Surface, TEXT, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ClusterReport, MapPoint, ReportError};

const HEIGHT: f64 = 400.0;
const ROOM: Room = Room {
    left: 12.0,
    right: 12.0,
    top: 26.0,
    bottom: 26.0,
};

/// A mark per customer; colour and form say which cluster, and so does a number.
pub(crate) fn cluster_map(
    report: &ClusterReport,
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let points: Vec<&MapPoint> = report
        .map
        .iter()
        .filter(|p| p.x.is_finite() && p.y.is_finite())
        .collect();
    if points.is_empty() {
        return Ok(Html::default());
    }
    let chart = Chart {
        id: "cluster-map",
        title: t.groups.map,
        description: fill(
            t.groups.map_desc,
            &[
                ("n", &f.count(points.len() as u64)),
                ("k", &f.count(report.clusters.len() as u64)),
            ],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, &points, report, t))
}

fn paint(s: &Surface, points: &[&MapPoint], report: &ClusterReport, t: &Texts) -> Drawn {
    let (x_low, x_high) = spread(points.iter().map(|p| p.x));
    let (y_low, y_high) = spread(points.iter().map(|p| p.y));
    let bare = |low, high, title| Axis {
        low,
        high,
        n_ticks: 0,
        label: &|_| String::new(),
        title,
    };
    let axes = Axes::draw(
        s,
        ROOM,
        &bare(x_low, x_high, t.groups.map_axis_1),
        &bare(y_low, y_high, t.groups.map_axis_2),
    )?;
    let radius = if points.len() > 600 { 2.4 } else { 3.4 };
    for point in points {
        mark(s, axes.at(point.x, point.y), radius, point.cluster_id)?;
    }
    for cluster in &report.clusters {
        if let Some((x, y)) = centre(points, cluster.cluster_id) {
            label(s, axes.at(x, y), cluster.cluster_id)?;
        }
    }
    Ok(())
}

/// A disc, square, triangle or diamond: no cluster is told by colour alone.
fn mark(s: &Surface, at: (f64, f64), radius: f64, cluster: u32) -> Drawn {
    let (x, y, r) = (at.0, at.1, radius);
    let ink = Ink::Category(cluster);
    match cluster % 4 {
        0 => s.disc(at, r, ink),
        1 => s.shape(
            &[(x - r, y + r), (x, y - r * 1.2), (x + r, y + r)],
            1.0,
            ink,
        ),
        2 => s.rect(x - r * 0.9, y - r * 0.9, x + r * 0.9, y + r * 0.9, ink),
        _ => s.diamond(at, r * 1.25, ink),
    }
}

/// The cluster's number at its middle.
fn label(s: &Surface, at: (f64, f64), cluster: u32) -> Drawn {
    s.disc(at, 12.0, Ink::Category(cluster % N_CATEGORIES))?;
    s.disc(at, 10.0, Ink::Ground)?;
    s.text(
        &cluster.to_string(),
        at.0,
        at.1,
        Align::Centre,
        TEXT,
        Ink::Text,
    )
}

/// Medians of a cluster's points: a mean would follow its outliers.
pub(crate) fn centre(points: &[&MapPoint], cluster: u32) -> Option<(f64, f64)> {
    let own = || points.iter().filter(move |p| p.cluster_id == cluster);
    Some((median(own().map(|p| p.x))?, median(own().map(|p| p.y))?))
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The customers that lie beyond the map's edge and are drawn on it.
pub(crate) fn beyond(points: &[&MapPoint]) -> usize {
    let drawn = || points.iter().filter(|p| p.x.is_finite() && p.y.is_finite());
    if drawn().count() == 0 {
        return 0;
    }
    let (x, y) = (spread(drawn().map(|p| p.x)), spread(drawn().map(|p| p.y)));
    let within = |(low, high): (f64, f64), value: f64| low <= value && value <= high;
    drawn()
        .filter(|p| !(within(x, p.x) && within(y, p.y)))
        .count()
}

/// The range that holds all values, or all but those far out: 1 in 50 at each end may lie beyond the rest by half the
/// length of the rest and no more, so that few odd customers do not squeeze all others into a corner.
fn spread(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    let cut = values.len() / 50;
    let (inner_low, inner_high) = (values[cut], values[last - cut]);
    let reach = (inner_high - inner_low) / 2.0;
    let low = values[0].max(inner_low - reach);
    let high = values[last].min(inner_high + reach);
    let margin = ((high - low) * 0.05).max(1e-9);
    (low - margin, high + margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_centre_is_not_drawn_by_an_outlier() {
        let point = |x| MapPoint {
            x,
            y: 1.0,
            cluster_id: 3,
            ..MapPoint::default()
        };
        let points = [point(1.0), point(2.0), point(900.0)];
        let points: Vec<&MapPoint> = points.iter().collect();
        assert_eq!(centre(&points, 3), Some((2.0, 1.0)));
        assert_eq!(centre(&points, 4), None);
    }

    #[test]
    fn an_outlier_does_not_squeeze_the_map_and_is_counted() {
        let point = |x: f64| MapPoint {
            x,
            ..MapPoint::default()
        };
        let mut points: Vec<MapPoint> = (0..100).map(|i| point(f64::from(i))).collect();
        let (low, high) = spread(points.iter().map(|p| p.x));
        assert!(low < 0.0 && high > 99.0, "nothing is cut: {low} to {high}");
        assert_eq!(beyond(&points.iter().collect::<Vec<_>>()), 0);
        points.push(point(9_000.0));
        let (_, high) = spread(points.iter().map(|p| p.x));
        assert!((100.0..200.0).contains(&high), "{high}");
        assert_eq!(beyond(&points.iter().collect::<Vec<_>>()), 1);
        assert_eq!(beyond(&[]), 0);
    }
}
