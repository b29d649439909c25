//! How many clusters: silhouette and stability of every number that was tried.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, in_lines, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{KChoice, ReportError};

const HEIGHT: f64 = 220.0;
/// Height of a line of the key.
const LINE: f64 = 18.0;
const ROOM: Room = Room {
    left: 42.0,
    right: 16.0,
    top: 14.0,
    bottom: 48.0,
};

/// A line of silhouettes with the chosen number marked, and a faint one of the least stability, where it was measured.
pub(crate) fn k_choice(tried: &[KChoice], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let points: Vec<(u32, f64, bool)> = tried
        .iter()
        .filter_map(|c| {
            c.silhouette
                .filter(|s| s.is_finite())
                .map(|s| (c.k, s, c.chosen))
        })
        .collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Ok(Html::default());
    };
    let chosen = tried
        .iter()
        .find(|c| c.chosen)
        .map_or_else(String::new, |c| c.k.to_string());
    let chart = Chart {
        id: "k-choice",
        title: t.groups.k_choice,
        description: fill(
            t.groups.k_desc,
            &[
                ("from", &first.0.to_string()),
                ("until", &last.0.to_string()),
                ("k", &chosen),
            ],
        ),
    };
    let stability: Vec<(u32, f64)> = tried
        .iter()
        .filter_map(|c| c.stability.filter(|s| s.is_finite()).map(|s| (c.k, s)))
        .collect();
    let chosen = points.iter().find(|point| point.2);
    let chosen = chosen.map(|point| format!("{} · {}", t.groups.chosen, f.number(point.1, 2)));
    let mut entries = vec![(t.groups.silhouette, Mark::Line(Ink::Accent))];
    if !stability.is_empty() {
        entries.push((t.groups.stability_least, Mark::Line(Ink::AccentSoft)));
    }
    entries.extend(chosen.as_deref().map(|text| (text, Mark::Disc(Ink::Warn))));
    let lines = in_lines(&entries);
    let above = LINE * lines.len() as f64;
    chart.draw(WIDTH, HEIGHT + above, |s| {
        for (i, line) in lines.iter().enumerate() {
            key(s, WIDTH, 10.0 + LINE * i as f64, line)?;
        }
        paint(s, above, &points, &stability, f, t)
    })
}

fn paint(
    s: &Surface,
    above: f64,
    points: &[(u32, f64, bool)],
    stability: &[(u32, f64)],
    f: &Format,
    t: &Texts,
) -> Drawn {
    let values = || {
        points
            .iter()
            .map(|p| p.1)
            .chain(stability.iter().map(|p| p.1))
    };
    let low = values().fold(0.0, f64::min);
    let high = values().fold(0.0, f64::max);
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let y = Axis {
        low,
        high: high * 1.12,
        n_ticks: 5,
        label: &|v| f.number(v, 2),
        title: "",
    };
    let x = Axis {
        low: f64::from(first) - 0.4,
        high: f64::from(last) + 0.4,
        n_ticks: 0,
        label: &|_| String::new(),
        title: t.groups.k_axis,
    };
    let room = Room {
        top: ROOM.top + above,
        ..ROOM
    };
    let axes = Axes::draw(s, room, &x, &y)?;
    let at = |p: &(u32, f64, bool)| axes.at(f64::from(p.0), p.1);
    let line: Vec<(f64, f64)> = stability
        .iter()
        .map(|p| axes.at(f64::from(p.0), p.1))
        .collect();
    s.path(&line, 2.0, Ink::AccentSoft)?;
    s.path(&points.iter().map(at).collect::<Vec<_>>(), 2.0, Ink::Accent)?;
    for point in points {
        let (px, py) = at(point);
        let (_, bottom) = axes.at(f64::from(point.0), low);
        s.text(
            &point.0.to_string(),
            px,
            bottom + 14.0,
            Align::Centre,
            SMALL,
            Ink::Soft,
        )?;
        if point.2 {
            s.disc((px, py), 6.0, Ink::Warn)?;
        } else {
            s.disc((px, py), 3.5, Ink::Accent)?;
        }
    }
    Ok(())
}
