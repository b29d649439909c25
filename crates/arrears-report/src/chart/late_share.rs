//! The late share by invoice month.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, text_width};
use crate::format::{Format, NONE, parse_date};
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{LateMonth, ReportError};

const HEIGHT: f64 = 280.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 12.0,
    top: 36.0,
    bottom: 34.0,
};

/// Lines by count and by amount; hollow points where a month is not complete.
pub(crate) fn late_share(months: &[LateMonth], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let known: Vec<&LateMonth> = months
        .iter()
        .filter(|m| m.n > 0 && m.late_share.is_some())
        .collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return Ok(Html::default());
    };
    let complete = known.iter().rev().find(|m| m.complete);
    let chart = Chart {
        id: "late-share",
        title: t.money.trend_figure,
        description: fill(
            t.money.trend_desc,
            &[
                ("from", &f.month(&first.month)),
                ("until", &f.month(&last.month)),
                (
                    "month",
                    &complete.map_or_else(|| NONE.to_owned(), |m| f.month(&m.month)),
                ),
                (
                    "share",
                    &f.maybe_percent(complete.and_then(|m| m.late_share), 0),
                ),
            ],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, &known, f, t))
}

fn paint(s: &Surface, months: &[&LateMonth], f: &Format, t: &Texts) -> Drawn {
    let shares = months
        .iter()
        .flat_map(|m| [m.late_share, m.late_share_amount])
        .flatten();
    let highest = shares
        .filter(|v| v.is_finite())
        .fold(0.05, f64::max)
        .min(1.0);
    let y = Axis {
        low: 0.0,
        high: (highest * 1.08).min(1.0),
        n_ticks: 8,
        label: &|v| f.percent(v, if highest < 0.1 { 1 } else { 0 }),
        title: "",
    };
    let x = Axis {
        low: -0.5,
        high: months.len() as f64 - 0.5,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    month_labels(s, &axes, months, f)?;
    line(s, &axes, months, Ink::Category(1), |m| m.late_share_amount)?;
    line(s, &axes, months, Ink::Accent, |m| m.late_share)?;
    let entries = [
        (t.money.key_count, Mark::Line(Ink::Accent)),
        (t.money.key_amount, Mark::Line(Ink::Category(1))),
    ];
    key(s, WIDTH, 10.0, &entries)
}

/// A line over the months that have a share; faint points would be lost on
/// paper, so an incomplete month has a hollow one.
fn line(
    s: &Surface,
    axes: &Axes,
    months: &[&LateMonth],
    ink: Ink,
    share: impl Fn(&LateMonth) -> Option<f64>,
) -> Drawn {
    let points: Vec<((f64, f64), bool)> = months
        .iter()
        .enumerate()
        .filter_map(|(i, m)| share(m).map(|v| (axes.at(i as f64, v), m.complete)))
        .collect();
    s.path(&points.iter().map(|p| p.0).collect::<Vec<_>>(), 2.0, ink)?;
    let radius = if months.len() > 48 { 2.0 } else { 3.2 };
    for (at, complete) in points {
        if complete {
            s.disc(at, radius, ink)?
        } else {
            s.ring(at, 4.2, ink)?
        }
    }
    Ok(())
}

/// Years at their January where months are many, else every month that fits.
fn month_labels(s: &Surface, axes: &Axes, months: &[&LateMonth], f: &Format) -> Drawn {
    let (_, bottom) = axes.at(0.0, 0.0);
    let room = WIDTH - ROOM.left - ROOM.right;
    let widest = text_width("sept. 2025", SMALL) + 12.0;
    let fit = (room / widest).floor().max(1.0) as usize;
    let step = [1, 2, 3, 6, 12, 24, 60]
        .into_iter()
        .find(|step| months.len().div_ceil(*step) <= fit);
    let step = step.unwrap_or(120);
    for (i, month) in months.iter().enumerate() {
        let number = parse_date(&month.month)
            .map_or(i, |(year, m, _)| year.unsigned_abs() as usize * 12 + m - 1);
        if number.is_multiple_of(step) {
            let (x, _) = axes.at(i as f64, 0.0);
            s.line((x, bottom), (x, bottom + 4.0), 1.0, Ink::Rule)?;
            let half = widest / 2.0;
            let x = x.clamp(ROOM.left + half - 20.0, WIDTH - half + 4.0);
            s.text(
                &f.month(&month.month),
                x,
                bottom + 16.0,
                Align::Centre,
                SMALL,
                Ink::Soft,
            )?;
        }
    }
    Ok(())
}
