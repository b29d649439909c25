//! How a customer stood at each month's end: what was open, what of it was overdue, and how many invoices were late.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, text_width};
use crate::format::Format;
use crate::page::Html;
use crate::texts::Texts;
use crate::{CustomerMonth, ReportError};

const HEIGHT: f64 = 220.0;
const ROOM: Room = Room {
    left: 50.0,
    right: 8.0,
    top: 44.0,
    bottom: 30.0,
};

/// Draws a bar for each month's end, oldest first; nothing where nothing was ever open.
pub(crate) fn customer_months(
    id: &str,
    months: &[CustomerMonth],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let highest = months.iter().map(|m| m.open_minor).max().unwrap_or(0);
    if highest <= 0 {
        return Ok(Html::default());
    }
    let chart = Chart {
        id,
        title: t.pages.months,
        description: t.pages.months_desc.to_owned(),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, months, highest, f, t))
}

fn paint(s: &Surface, months: &[CustomerMonth], highest: i64, f: &Format, t: &Texts) -> Drawn {
    let unit = f.money_unit(highest, t);
    let y = Axis {
        low: 0.0,
        high: unit.of(highest) * 1.2,
        n_ticks: 4,
        label: &|v| unit.tick(v, f),
        title: &unit.name,
    };
    let x = Axis {
        low: 0.0,
        high: months.len() as f64,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    for (i, month) in months.iter().enumerate() {
        let middle = i as f64 + 0.5;
        let (x0, top) = axes.at(middle - 0.34, unit.of(month.open_minor.max(0)));
        let (x1, bottom) = axes.at(middle + 0.34, 0.0);
        let (_, part) = axes.at(middle, unit.of(month.overdue_minor.max(0)));
        s.rect(x0, top, x1, bottom, Ink::Accent)?;
        if month.overdue_minor > 0 {
            s.rect(x0, part, x1, bottom, Ink::WarnSoft)?;
        }
        if month.n_due > 0 {
            let text = format!("{}/{}", f.count(month.n_late), f.count(month.n_due));
            let x = (x0 + x1) / 2.0;
            s.text(&text, x, top - 8.0, Align::Centre, SMALL - 2.0, Ink::Text)?;
        }
    }
    day_labels(s, &axes, months, f)?;
    let t = &t.customers;
    key(
        s,
        WIDTH,
        10.0,
        &[
            (t.key_timely, Mark::Bar(Ink::Accent)),
            (t.key_overdue, Mark::Bar(Ink::WarnSoft)),
        ],
    )
}

/// As many days as fit, the last one among them.
pub(super) fn day_labels(s: &Surface, axes: &Axes, months: &[CustomerMonth], f: &Format) -> Drawn {
    let (_, bottom) = axes.at(0.0, 0.0);
    let widest = text_width("31 sept. 2025", SMALL) + 8.0;
    let fit = ((WIDTH - ROOM.left) / widest).floor().max(1.0) as usize;
    let step = months.len().div_ceil(fit).max(1);
    for (i, month) in months.iter().enumerate().rev().step_by(step) {
        let label = f.short_date(&month.day);
        let half = text_width(&label, SMALL) / 2.0;
        let (x, _) = axes.at(i as f64 + 0.5, 0.0);
        let x = x.min(WIDTH - half);
        s.text(&label, x, bottom + 14.0, Align::Centre, SMALL, Ink::Soft)?;
    }
    Ok(())
}
