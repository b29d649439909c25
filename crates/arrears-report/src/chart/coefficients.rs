//! The weightiest coefficients with their intervals.

use super::around_zero::{Mark, Row, around_zero, height};
use super::ink::Ink;
use super::surface::{Chart, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{CoefficientRow, ReportError};

/// How many coefficients the chart shows.
const MOST: usize = 15;

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
    let drawn: Vec<Row> = shown.iter().map(|row| point(row, f)).collect();
    chart.draw(WIDTH, height(shown.len()), |s| {
        around_zero(s, &drawn, 0.1, t.model.coefficients_axis, f)
    })
}

fn point<'a>(row: &'a CoefficientRow, f: &Format) -> Row<'a> {
    let half = half_width(row);
    Row {
        name: row.label.get(f.language),
        value: row.coefficient,
        mark: Mark::Point {
            low: row.coefficient - half,
            high: row.coefficient + half,
        },
        ink: if row.coefficient > 0.0 {
            Ink::Warn
        } else {
            Ink::Accent
        },
    }
}

/// Half of a 95 % interval; none where the standard error is not known.
fn half_width(row: &CoefficientRow) -> f64 {
    row.standard_error
        .filter(|e| e.is_finite())
        .map_or(0.0, |e| 1.96 * e)
}
