//! The weightiest coefficients with their intervals.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::surface::{Chart, Drawn, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{CoefficientRow, ReportError};

/// How many coefficients the chart shows.
const MOST: usize = 15;

const NAMES: f64 = 190.0;
const ROW: f64 = 30.0;
const ROOM: Room = Room {
    left: NAMES + 8.0,
    right: 10.0,
    top: 6.0,
    bottom: 46.0,
};

/// Points with intervals around zero; `rows` are sorted by weight.
pub(crate) fn coefficients(
    rows: &[&CoefficientRow],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let shown = &rows[..rows.len().min(MOST)];
    let Some(first) = shown.first() else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "coefficients",
        title: t.model.coefficients,
        description: fill(
            t.model.coefficients_desc,
            &[
                ("n", &f.count(shown.len() as u64)),
                ("feature", first.label.get(f.language)),
                ("value", &f.signed(first.coefficient, 2)),
            ],
        ),
    };
    let height = ROOM.top + ROW * shown.len() as f64 + ROOM.bottom;
    chart.draw(WIDTH, height, |s| paint(s, shown, f, t))
}

fn paint(s: &Surface, rows: &[&CoefficientRow], f: &Format, t: &Texts) -> Drawn {
    let reach = rows.iter().map(|r| r.coefficient.abs() + half_width(r));
    let reach = reach.filter(|v| v.is_finite()).fold(0.1, f64::max);
    let low = if rows.iter().any(|r| r.coefficient - half_width(r) < 0.0) {
        -reach
    } else {
        0.0
    };
    let x = Axis {
        low: low * 1.05,
        high: reach * 1.05,
        n_ticks: 6,
        label: &|v| f.signed(v, if reach < 0.5 { 2 } else { 1 }),
        title: t.model.coefficients_axis,
    };
    let n = rows.len() as f64;
    let y = Axis {
        low: 0.0,
        high: n,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    s.line(axes.at(0.0, 0.0), axes.at(0.0, n), 1.5, Ink::Soft)?;
    for (i, row) in rows.iter().enumerate() {
        let y = n - i as f64 - 0.5;
        let ink = if row.coefficient > 0.0 {
            Ink::Warn
        } else {
            Ink::Accent
        };
        let (low, high) = (
            row.coefficient - half_width(row),
            row.coefficient + half_width(row),
        );
        s.line(axes.at(low, y), axes.at(high, y), 2.0, ink)?;
        s.disc(axes.at(row.coefficient, y), 4.2, ink)?;
        let (_, at) = axes.at(0.0, y);
        s.name(row.label.get(f.language), NAMES, NAMES, at)?;
    }
    Ok(())
}

/// Half of a 95 % interval; none where the standard error is not known.
fn half_width(row: &CoefficientRow) -> f64 {
    row.standard_error
        .filter(|e| e.is_finite())
        .map_or(0.0, |e| 1.96 * e)
}
