//! A customer's risk over time, as it was scored then: two lines over the months' ends, and the segments above them.

use super::axes::{Axes, Axis, Room};
use super::customer_months::day_labels;
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, text_width};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{CustomerMonth, ReportError, ScoredThen, ScoringDay};

const HEIGHT: f64 = 236.0;
/// As wide as the bars of the same months, under which it stands.
const ROOM: Room = Room {
    left: 50.0,
    right: 8.0,
    top: 60.0,
    bottom: 30.0,
};

/// A day that was scored.
struct Point<'a> {
    /// Its place among the days.
    at: usize,
    scored: &'a ScoredThen,
    /// Whether another model scored it than the day before it that was scored.
    is_other_model: bool,
}

/// Draws the days that were scored; nothing where there is one at most.
pub(crate) fn customer_risk(
    id: &str,
    months: &[CustomerMonth],
    days: &[ScoringDay],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let points = points(months, days);
    let (Some(first), Some(last)) = (points.first(), points.last().filter(|_| points.len() > 1))
    else {
        return Ok(Html::default());
    };
    let said = |point: &Point| f.chance(Some(point.scored.p_late));
    let chart = Chart {
        id,
        title: t.pages.risk,
        description: fill(
            t.pages.risk_desc,
            &[
                ("from", &f.short_date(&months[first.at].day)),
                ("before", &said(first)),
                ("until", &f.short_date(&months[last.at].day)),
                ("now", &said(last)),
            ],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, months, days, &points, f, t))
}

fn points<'a>(months: &'a [CustomerMonth], days: &'a [ScoringDay]) -> Vec<Point<'a>> {
    let mut before: Option<&str> = None;
    let mut points = Vec::new();
    for (at, (month, day)) in months.iter().zip(days).enumerate() {
        let Some(scored) = &month.scored else {
            continue;
        };
        points.push(Point {
            at,
            scored,
            is_other_model: before.is_some_and(|model| model != day.model_id),
        });
        before = Some(&day.model_id);
    }
    points
}

fn paint(
    s: &Surface,
    months: &[CustomerMonth],
    days: &[ScoringDay],
    points: &[Point],
    f: &Format,
    t: &Texts,
) -> Drawn {
    let highest = points
        .iter()
        .map(|point| point.scored.p_late.max(point.scored.p_late_30d))
        .fold(0.1, f64::max);
    let y = Axis {
        low: 0.0,
        high: (highest * 1.1).min(1.0),
        n_ticks: 4,
        label: &|v| f.percent(v, 0),
        title: "",
    };
    let x = Axis {
        low: 0.0,
        high: months.len() as f64,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    not_yet(s, &axes, days, t)?;
    line(s, &axes, points, Ink::Warn, |scored| scored.p_late_30d)?;
    line(s, &axes, points, Ink::Accent, |scored| scored.p_late)?;
    for point in points {
        let (x, _) = axes.at(point.at as f64 + 0.5, 0.0);
        let segment = &point.scored.segment;
        s.text(segment, x, ROOM.top - 10.0, Align::Centre, SMALL, Ink::Text)?;
    }
    day_labels(s, &axes, months, f)?;
    let lines = [
        (t.pages.key_p_late, Mark::Line(Ink::Accent)),
        (t.pages.p_late_30d, Mark::Line(Ink::Warn)),
    ];
    key(s, WIDTH, 10.0, &lines)?;
    match points.iter().any(|point| point.is_other_model) {
        true => key(
            s,
            WIDTH,
            28.0,
            &[(t.pages.key_other_model, Mark::Ring(Ink::Accent))],
        ),
        false => Ok(()),
    }
}

/// A line that breaks where a day was not scored; its points are hollow where another model speaks.
fn line(
    s: &Surface,
    axes: &Axes,
    points: &[Point],
    ink: Ink,
    share: impl Fn(&ScoredThen) -> f64,
) -> Drawn {
    let place = |point: &Point| axes.at(point.at as f64 + 0.5, share(point.scored));
    for run in points.chunk_by(|a, b| a.at + 1 == b.at) {
        let path: Vec<(f64, f64)> = run.iter().map(place).collect();
        if path.len() > 1 {
            s.path(&path, 2.0, ink)?;
        }
    }
    for point in points {
        match point.is_other_model {
            true => s.ring(place(point), 4.0, ink)?,
            false => s.disc(place(point), 3.2, ink)?,
        }
    }
    Ok(())
}

/// Says where nothing was scored yet, where there is room for it.
fn not_yet(s: &Surface, axes: &Axes, days: &[ScoringDay], t: &Texts) -> Drawn {
    let n = days.iter().take_while(|day| day.by == "not_yet").count();
    let (left, bottom) = axes.at(0.0, 0.0);
    let (right, _) = axes.at(n as f64, 0.0);
    if right - left < text_width(t.pages.not_yet, SMALL) {
        return Ok(());
    }
    let (x, y) = ((left + right) / 2.0, (ROOM.top + bottom) / 2.0);
    s.text(t.pages.not_yet, x, y, Align::Centre, SMALL, Ink::Soft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_says_whether_another_model_speaks_than_before() {
        let scored = |n: u32| CustomerMonth {
            scored: (n > 0).then(ScoredThen::default),
            ..CustomerMonth::default()
        };
        let day = |model: &str| ScoringDay {
            model_id: model.into(),
            ..ScoringDay::default()
        };
        let months = [0, 1, 1, 0, 1, 1].map(scored);
        let days = ["", "a", "a", "a", "b", "b"].map(day);
        let found: Vec<(usize, bool)> = points(&months, &days)
            .iter()
            .map(|point| (point.at, point.is_other_model))
            .collect();
        assert_eq!(found, [(1, false), (2, false), (4, true), (5, false)]);
    }
}
