//! The last invoices of customers that changed: a strip for each, days late by due date.

use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, TEXT, WIDTH, shortened};
use crate::format::{Format, parse_date};
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{PathPoint, ReportError, WatchRow};

/// Strips drawn at most.
const MOST: usize = 8;
const STRIP: f64 = 92.0;
/// Room of a strip for its name, at its left for the scale, and below.
const NAME: f64 = 24.0;
const LEFT: f64 = 44.0;
const BELOW: f64 = 12.0;
/// Days beyond which a point is held at the edge: one very late invoice must not flatten all others.
const HIGHEST: f64 = 90.0;

/// Draws the first customers that have a path.
pub(crate) fn strips(rows: &[WatchRow], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let shown: Vec<&WatchRow> = rows
        .iter()
        .filter(|row| row.since.is_some() && points(row).len() > 1)
        .take(MOST)
        .collect();
    if shown.is_empty() {
        return Ok(Html::default());
    }
    let chart = Chart {
        id: "strips",
        title: t.watch.chart,
        description: fill(t.watch.chart_desc, &[("n", &f.count(shown.len() as u64))]),
    };
    chart.draw(WIDTH, STRIP * shown.len() as f64, |s| {
        for (i, row) in shown.iter().enumerate() {
            strip(s, row, STRIP * i as f64, f)?;
        }
        Ok(())
    })
}

/// Where an invoice's due date lies, in days, and the invoice.
fn points(row: &WatchRow) -> Vec<(f64, &PathPoint)> {
    let place = |point: &'_ PathPoint| day(&point.due);
    row.path
        .iter()
        .filter_map(|point| Some((place(point)?, point)))
        .collect()
}

/// Days along the axis: months of 31 days keep the order, and are even enough for a strip.
pub(super) fn day(date: &str) -> Option<f64> {
    let (year, month, day) = parse_date(date)?;
    let day = day.unwrap_or(1);
    Some(f64::from(year) * 372.0 + (month as f64 - 1.0) * 31.0 + day as f64)
}

struct Scale {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
    top: f64,
}

impl Scale {
    fn of(points: &[(f64, &PathPoint)], before: f64, top: f64) -> Scale {
        let days = || points.iter().map(|(_, point)| f64::from(point.days));
        let (first, last) = (points[0].0, points[points.len() - 1].0);
        Scale {
            first,
            last: last.max(first + 1.0),
            low: days().fold(before.min(0.0), f64::min).max(-HIGHEST) - 3.0,
            high: days().fold(before.max(5.0), f64::max).min(HIGHEST) + 3.0,
            top,
        }
    }

    fn at(&self, day: f64, late: f64) -> (f64, f64) {
        let share = ((day - self.first) / (self.last - self.first)).clamp(0.0, 1.0);
        let height = STRIP - NAME - BELOW;
        let late = late.clamp(self.low, self.high);
        let up = (late - self.low) / (self.high - self.low);
        (
            LEFT + share * (WIDTH - LEFT - 12.0),
            self.top + NAME + height * (1.0 - up),
        )
    }
}

fn strip(s: &Surface, row: &WatchRow, top: f64, f: &Format) -> Drawn {
    let points = points(row);
    let before = row.days_before.filter(|days| days.is_finite());
    let scale = Scale::of(&points, before.unwrap_or(0.0), top);
    let name = if row.name.is_empty() {
        &row.customer_id
    } else {
        &row.name
    };
    let name = shortened(name, WIDTH - LEFT, TEXT);
    s.text(&name, LEFT, top + 10.0, Align::Left, TEXT, Ink::Text)?;
    let (left, right) = (scale.first, scale.last);
    s.line(scale.at(left, 0.0), scale.at(right, 0.0), 1.0, Ink::Rule)?;
    let (_, zero) = scale.at(left, 0.0);
    for late in [scale.high - 3.0, 0.0] {
        let (x, y) = scale.at(left, late);
        if late > 0.0 && zero - y < SMALL {
            // Its number would cover that of the line itself.
            continue;
        }
        let text = f.number(late, 0);
        s.text(&text, x - 8.0, y, Align::Right, SMALL, Ink::Soft)?;
    }
    let since = row.since.as_deref().and_then(day);
    if let (Some(since), Some(before)) = (since, before) {
        s.dashed(
            scale.at(left, before),
            scale.at(since, before),
            1.2,
            Ink::Soft,
        )?;
    }
    if let Some(since) = since {
        let (low, high) = (scale.low, scale.high);
        s.line(scale.at(since, low), scale.at(since, high), 1.2, Ink::Soft)?;
    }
    for (day, point) in points {
        let at = scale.at(day, f64::from(point.days));
        let ink = match point.days {
            1.. => Ink::Warn,
            _ => Ink::Accent,
        };
        if point.settled {
            s.disc(at, 3.0, ink)?;
        } else {
            s.ring(at, 3.6, ink)?;
        }
    }
    Ok(())
}
