//! ROC curves: late invoices found against false alarms.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, shortened};
use crate::format::Format;
use crate::language::Language;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ReportError, RocCurve, ScoreKind};

const PLOT: f64 = 300.0;
const KEY_ROW: f64 = 20.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 22.0,
    top: 36.0,
    bottom: 46.0,
};

/// The model's curve, strong, over those of the baselines.
pub(crate) fn roc(curves: &[RocCurve], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let Some(model) = curves.iter().find(|c| c.kind == ScoreKind::Model) else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "roc",
        title: t.model.roc,
        description: fill(t.model.roc_desc, &[("auc", &f.maybe(model.auc, 3))]),
    };
    let key = KEY_ROW * curves.len() as f64;
    chart.draw(WIDTH, ROOM.top + PLOT + ROOM.bottom + key, |s| {
        paint(s, curves, f, t)
    })
}

fn paint(s: &Surface, curves: &[RocCurve], f: &Format, t: &Texts) -> Drawn {
    let key = KEY_ROW * curves.len() as f64;
    let room = Room {
        bottom: ROOM.bottom + key,
        ..ROOM
    };
    let percent = |v: f64| f.percent(v, 0);
    let axis = |title| Axis {
        low: 0.0,
        high: 1.0,
        n_ticks: 7,
        label: &percent,
        title,
    };
    let axes = Axes::draw(s, room, &axis(t.model.roc_x), &axis(t.model.roc_y))?;
    s.dashed(axes.at(0.0, 0.0), axes.at(1.0, 1.0), 1.5, Ink::Soft)?;
    for (i, curve) in curves.iter().enumerate().rev() {
        let points: Vec<(f64, f64)> = thinned(&curve.points)
            .map(|&(x, y)| axes.at(x, y))
            .collect();
        let width = if curve.kind == ScoreKind::Model {
            3.0
        } else {
            1.8
        };
        s.path(&points, width, ink(curve, i))?;
    }
    for (i, curve) in curves.iter().enumerate() {
        key_row(
            s,
            curve,
            i,
            s.size().1 - key + KEY_ROW * (i as f64 + 0.5),
            f,
        )?;
    }
    Ok(())
}

/// At most some 400 points: a curve of a million invoices looks no finer.
fn thinned(points: &[(f64, f64)]) -> impl Iterator<Item = &(f64, f64)> {
    let step = points.len().div_ceil(400).max(1);
    let last = points.len().saturating_sub(1);
    points
        .iter()
        .enumerate()
        .filter(move |(i, _)| i % step == 0 || *i == last)
        .map(|(_, p)| p)
}

fn key_row(s: &Surface, curve: &RocCurve, i: usize, y: f64, f: &Format) -> Drawn {
    let language: Language = f.language;
    let text = match curve.auc {
        Some(auc) => format!("AUC {} · {}", f.number(auc, 3), curve.name.get(language)),
        None => curve.name.get(language).to_owned(),
    };
    s.line((ROOM.left, y), (ROOM.left + 20.0, y), 3.0, ink(curve, i))?;
    let room = WIDTH - ROOM.left - 34.0;
    s.text(
        &shortened(&text, room, SMALL),
        ROOM.left + 28.0,
        y,
        Align::Left,
        SMALL,
        Ink::Text,
    )
}

fn ink(curve: &RocCurve, i: usize) -> Ink {
    match curve.kind {
        ScoreKind::Model => Ink::Accent,
        _ => Ink::Category(i as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_curve_is_thinned_but_keeps_its_ends() {
        let points: Vec<(f64, f64)> = (0..10_001).map(|i| (f64::from(i), 0.0)).collect();
        let kept: Vec<f64> = thinned(&points).map(|p| p.0).collect();
        assert!(kept.len() <= 402);
        assert_eq!((kept[0], kept[kept.len() - 1]), (0.0, 10_000.0));
        assert_eq!(thinned(&[]).count(), 0);
    }
}
