//! The late share of sectors, with how sure it is.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ReportError, SectorRow};

/// How many sectors the chart shows.
pub(crate) const MOST_SECTORS: usize = 15;

const NAMES: f64 = 174.0;
const COUNTS: f64 = 60.0;
const ROW: f64 = 30.0;
const ROOM: Room = Room {
    left: NAMES + 8.0,
    right: COUNTS,
    top: 30.0,
    bottom: 26.0,
};

/// A point, its interval and the shrunken risk per sector, highest first.
pub(crate) fn sectors(rows: &[SectorRow], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let shown = chosen(rows);
    let Some(first) = shown.first() else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "sectors-chart",
        title: t.groups.sectors_chart,
        description: fill(
            t.groups.sectors_desc,
            &[
                ("n", &f.count(shown.len() as u64)),
                ("sector", name(first, t)),
                ("share", &f.maybe_percent(first.material_share, 0)),
            ],
        ),
    };
    let height = ROOM.top + ROW * shown.len() as f64 + ROOM.bottom;
    chart.draw(WIDTH, height, |s| paint(s, &shown, f, t))
}

/// The sectors with the most invoices, then by late share.
fn chosen(rows: &[SectorRow]) -> Vec<&SectorRow> {
    let share = |row: &SectorRow| row.material_share.unwrap_or(-1.0);
    let mut shown: Vec<&SectorRow> = rows.iter().filter(|r| r.material_share.is_some()).collect();
    shown.sort_by(|a, b| {
        b.n_invoices
            .cmp(&a.n_invoices)
            .then_with(|| a.sector.cmp(&b.sector))
    });
    shown.truncate(MOST_SECTORS);
    shown.sort_by(|a, b| {
        share(b)
            .total_cmp(&share(a))
            .then_with(|| a.sector.cmp(&b.sector))
    });
    shown
}

fn paint(s: &Surface, rows: &[&SectorRow], f: &Format, t: &Texts) -> Drawn {
    let ends = rows
        .iter()
        .flat_map(|r| {
            [
                r.material_share,
                r.material_share_high,
                r.shrunken_material_risk,
            ]
        })
        .flatten();
    let highest = ends.filter(|v| v.is_finite()).fold(0.05, f64::max).min(1.0);
    let x = Axis {
        low: 0.0,
        high: (highest * 1.04).min(1.0),
        n_ticks: 5,
        label: &|v| f.percent(v, if highest < 0.1 { 1 } else { 0 }),
        title: "",
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
    for (i, row) in rows.iter().enumerate() {
        let y = n - i as f64 - 0.5;
        line(s, &axes, row, y)?;
        let (_, at) = axes.at(0.0, y);
        s.name(name(row, t), NAMES, NAMES, at)?;
        let count = format!("n {}", f.count(row.n_invoices));
        s.text(&count, WIDTH, at, Align::Right, SMALL, Ink::Soft)?;
    }
    let entries = [
        (t.groups.key_share, Mark::Interval),
        (t.groups.key_shrunken, Mark::Diamond(Ink::Warn)),
    ];
    key(s, WIDTH, 10.0, &entries)
}

fn line(s: &Surface, axes: &Axes, row: &SectorRow, y: f64) -> Drawn {
    if let (Some(low), Some(high)) = (row.material_share_low, row.material_share_high) {
        let ((x0, y0), (x1, _)) = (axes.at(low, y), axes.at(high, y));
        s.rect(x0, y0 - 3.0, x1.max(x0 + 1.0), y0 + 3.0, Ink::AccentSoft)?;
    }
    if let Some(share) = row.material_share {
        s.disc(axes.at(share, y), 4.2, Ink::Accent)?;
    }
    row.shrunken_material_risk
        .map_or(Ok(()), |risk| s.diamond(axes.at(risk, y), 4.6, Ink::Warn))
}

/// The sector's name, or words for there being none.
fn name<'a>(row: &'a SectorRow, t: &'a Texts) -> &'a str {
    if row.sector.is_empty() {
        t.common.unknown
    } else {
        &row.sector
    }
}
