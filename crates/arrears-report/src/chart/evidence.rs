//! The model against simple rules, and without each of its parts.

use super::around_zero::{Mark, Row, around_zero, height};
use super::ink::Ink;
use super::surface::{Chart, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{LossDifference, PartRow, ReportError};

/// Differences in log loss that the axis shows at least.
const LEAST: f64 = 0.001;

/// The model's log loss less each rule's, with intervals.
pub(crate) fn differences(
    rows: &[LossDifference],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let Some(first) = rows.first() else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "differences",
        title: t.evidence.differences,
        description: fill(
            t.evidence.differences_desc,
            &[
                ("n", &f.count(rows.len() as u64)),
                ("rule", first.name.get(f.language)),
                ("value", &f.signed(first.log_loss.estimate, 3)),
                ("low", &f.signed(first.log_loss.low, 3)),
                ("high", &f.signed(first.log_loss.high, 3)),
            ],
        ),
    };
    let drawn: Vec<Row> = rows
        .iter()
        .map(|row| Row {
            name: row.name.get(f.language),
            value: row.log_loss.estimate,
            mark: Mark::Point {
                low: row.log_loss.low,
                high: row.log_loss.high,
            },
            ink: ink(row.log_loss.estimate > 0.0),
        })
        .collect();
    chart.draw(WIDTH, height(rows.len()), |s| {
        around_zero(s, &drawn, LEAST, t.evidence.differences_axis, f)
    })
}

/// What is lost without each part; `rows` are sorted by it.
pub(crate) fn parts(rows: &[&PartRow], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let Some(first) = rows.first() else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "parts",
        title: t.evidence.parts,
        description: fill(
            t.evidence.parts_desc,
            &[
                ("n", &f.count(rows.len() as u64)),
                ("part", first.part.get(f.language)),
                ("value", &f.signed(first.difference, 4)),
            ],
        ),
    };
    let drawn: Vec<Row> = rows
        .iter()
        .map(|row| Row {
            name: row.part.get(f.language),
            value: row.difference,
            mark: Mark::Bar,
            ink: ink(row.difference < 0.0),
        })
        .collect();
    chart.draw(WIDTH, height(rows.len()), |s| {
        around_zero(s, &drawn, LEAST, t.evidence.differences_axis, f)
    })
}

/// The ink of what speaks against the model, or for it.
fn ink(against: bool) -> Ink {
    if against { Ink::Warn } else { Ink::Accent }
}
