//! Calibration: predicted against observed late shares.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::surface::{Chart, Drawn, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ReliabilityBin, ReportError};

const HEIGHT: f64 = 382.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 22.0,
    top: 36.0,
    bottom: 46.0,
};

/// Points with intervals around the diagonal, over bars of how many invoices
/// where that differs.
pub(crate) fn calibration(
    bins: &[ReliabilityBin],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    if bins.is_empty() {
        return Ok(Html::default());
    }
    let chart = Chart {
        id: "calibration",
        title: t.model.reliability,
        description: fill(
            t.model.reliability_desc,
            &[("n", &f.count(bins.len() as u64))],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, bins, f, t))
}

fn paint(s: &Surface, bins: &[ReliabilityBin], f: &Format, t: &Texts) -> Drawn {
    let percent = |v: f64| f.percent(v, 0);
    let axis = |title| Axis {
        low: 0.0,
        high: 1.0,
        n_ticks: 7,
        label: &percent,
        title,
    };
    let axes = Axes::draw(s, ROOM, &axis(t.model.predicted), &axis(t.model.observed))?;
    let most = bins.iter().map(|b| b.n).max().unwrap_or(1).max(1);
    for bin in bins.iter().filter(|_| uneven(bins)) {
        let height = 0.16 * bin.n as f64 / most as f64;
        let ((x, top), (_, bottom)) = (axes.at(bin.predicted, height), axes.at(0.0, 0.0));
        s.rect(
            x - 7.0,
            top.min(bottom - 1.0),
            x + 7.0,
            bottom,
            Ink::AccentSoft,
        )?;
    }
    s.dashed(axes.at(0.0, 0.0), axes.at(1.0, 1.0), 1.5, Ink::Soft)?;
    for bin in bins {
        if let (Some(low), Some(high)) = (bin.low, bin.high) {
            s.line(
                axes.at(bin.predicted, low),
                axes.at(bin.predicted, high),
                1.5,
                Ink::Accent,
            )?;
        }
        s.disc(axes.at(bin.predicted, bin.observed), 4.4, Ink::Accent)?;
    }
    Ok(())
}

/// Whether the bins differ in size, so that bars of their sizes say something.
pub(crate) fn uneven(bins: &[ReliabilityBin]) -> bool {
    let sizes = || bins.iter().map(|b| b.n);
    sizes().max().unwrap_or(0) > 2 * sizes().min().unwrap_or(0)
}
