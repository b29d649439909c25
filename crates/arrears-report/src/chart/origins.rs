//! How the model did by origin: log loss beside the base rate, and the late share beside what was predicted.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, text_width};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{OriginRow, ReportError};

const HEIGHT: f64 = 280.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 12.0,
    top: 36.0,
    bottom: 34.0,
};

/// Two figures by origin.
struct Lines<'a> {
    /// The main line, then the other.
    keys: [&'a str; 2],
    values: [fn(&OriginRow) -> Option<f64>; 2],
    label: &'a dyn Fn(f64) -> String,
}

/// The log loss of the model and of the base rate; of two origins or more.
pub(crate) fn origins_loss(rows: &[OriginRow], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let [first, .., last] = rows else {
        return Ok(Html::default());
    };
    let better = |row: &&OriginRow| {
        row.log_loss
            .zip(row.base_rate_log_loss)
            .is_some_and(|(own, base)| own < base)
    };
    let chart = Chart {
        id: "origins-loss",
        title: t.evidence.origins_loss,
        description: fill(
            t.evidence.origins_loss_desc,
            &[
                ("n", &f.count(rows.len() as u64)),
                ("from", &f.short_date(&first.from)),
                ("until", &f.short_date(&last.until)),
                (
                    "better",
                    &f.count(rows.iter().filter(better).count() as u64),
                ),
            ],
        ),
    };
    let lines = Lines {
        keys: [t.model.model, t.evidence.base_rate],
        values: [|row| row.log_loss, |row| row.base_rate_log_loss],
        label: &|v| f.number(v, 2),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, rows, &lines, f))
}

/// The observed late share and the predicted one; of two origins or more.
pub(crate) fn origins_share(
    rows: &[OriginRow],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let [first, .., last] = rows else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "origins-share",
        title: t.evidence.origins_share,
        description: fill(
            t.evidence.origins_share_desc,
            &[
                ("n", &f.count(rows.len() as u64)),
                ("from", &f.short_date(&first.from)),
                ("until", &f.short_date(&last.until)),
                ("predicted", &f.maybe_percent(last.mean_p_late, 1)),
                ("observed", &f.maybe_percent(last.event_rate, 1)),
            ],
        ),
    };
    let lines = Lines {
        keys: [t.model.predicted, t.model.observed],
        values: [|row| row.mean_p_late, |row| row.event_rate],
        label: &|v| f.percent(v, 0),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, rows, &lines, f))
}

fn paint(s: &Surface, rows: &[OriginRow], lines: &Lines, f: &Format) -> Drawn {
    let values = rows
        .iter()
        .flat_map(|row| lines.values.map(|value| value(row)));
    let highest = values
        .flatten()
        .filter(|v| v.is_finite())
        .fold(0.05, f64::max);
    let y = Axis {
        low: 0.0,
        high: highest * 1.08,
        n_ticks: 8,
        label: lines.label,
        title: "",
    };
    let x = Axis {
        low: -0.5,
        high: rows.len() as f64 - 0.5,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    labels(s, &axes, rows, f)?;
    let inks = [Ink::Accent, Ink::Category(1)];
    for (value, ink) in lines.values.iter().zip(inks).rev() {
        let known = rows.iter().enumerate();
        let points: Vec<(f64, f64)> = known
            .filter_map(|(i, row)| Some(axes.at(i as f64, value(row).filter(|v| v.is_finite())?)))
            .collect();
        s.path(&points, 2.0, ink)?;
        for point in points {
            s.disc(point, 3.2, ink)?;
        }
    }
    let entries = [0, 1].map(|i| (lines.keys[i], Mark::Line(inks[i])));
    key(s, WIDTH, 10.0, &entries)
}

/// The first day of as many origins as fit.
fn labels(s: &Surface, axes: &Axes, rows: &[OriginRow], f: &Format) -> Drawn {
    let (_, bottom) = axes.at(0.0, 0.0);
    let widest = rows
        .iter()
        .map(|row| text_width(&f.month(&row.from), SMALL))
        .fold(1.0, f64::max);
    let fit = ((WIDTH - ROOM.left - ROOM.right) / (widest + 10.0))
        .floor()
        .max(1.0);
    let step = rows.len().div_ceil(fit as usize);
    for (i, row) in rows.iter().enumerate().step_by(step) {
        let (x, _) = axes.at(i as f64, 0.0);
        s.line((x, bottom), (x, bottom + 4.0), 1.0, Ink::Rule)?;
        let x = x.min(WIDTH - widest / 2.0);
        s.text(
            &f.month(&row.from),
            x,
            bottom + 16.0,
            Align::Centre,
            SMALL,
            Ink::Soft,
        )?;
    }
    Ok(())
}
