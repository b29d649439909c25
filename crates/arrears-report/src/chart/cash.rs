//! Expected cash by week.

use super::axes::{Axes, Axis, Room};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH, text_width};
use crate::format::{Format, MoneyUnit};
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{CashWeek, ReportError};

const HEIGHT: f64 = 268.0;
const ROOM: Room = Room {
    left: 46.0,
    right: 8.0,
    top: 64.0,
    bottom: 30.0,
};

/// Bars of what is expected, marks of what would come in if paid when due.
pub(crate) fn cash(weeks: &[CashWeek], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let Some(most) = weeks.iter().max_by_key(|w| w.expected_minor) else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "cash",
        title: t.money.cash,
        description: fill(
            t.money.cash_desc,
            &[
                ("n", &f.count(weeks.len() as u64)),
                ("week", &f.short_date(&most.from)),
                ("amount", &f.money(most.expected_minor)),
            ],
        ),
    };
    chart.draw(WIDTH, HEIGHT, |s| paint(s, weeks, f, t))
}

fn paint(s: &Surface, weeks: &[CashWeek], f: &Format, t: &Texts) -> Drawn {
    let highest = ceiling(weeks);
    let unit = f.money_unit(highest, t);
    let y = Axis {
        low: 0.0,
        high: unit.of(highest) * 1.04,
        n_ticks: 5,
        label: &|v| unit.tick(v, f),
        title: &unit.name,
    };
    let x = Axis {
        low: 0.0,
        high: weeks.len() as f64,
        n_ticks: 0,
        label: &|_| String::new(),
        title: "",
    };
    let axes = Axes::draw(s, ROOM, &x, &y)?;
    for (i, week) in weeks.iter().enumerate() {
        column(s, &axes, i, week, &unit)?;
        due_mark(s, &axes, i, week, &unit, f)?;
    }
    week_labels(s, &axes, weeks, f)?;
    let [first, second] = entries(weeks, t);
    key(s, WIDTH, 10.0, &first)?;
    key(s, WIDTH, 28.0, &second)
}

fn column(s: &Surface, axes: &Axes, i: usize, week: &CashWeek, unit: &MoneyUnit) -> Drawn {
    let middle = i as f64 + 0.5;
    let (x0, top) = axes.at(middle - 0.36, unit.of(week.expected_minor));
    let (x1, bottom) = axes.at(middle + 0.36, 0.0);
    s.rect(x0, top, x1, bottom, Ink::Accent)?;
    if let (Some(low), Some(high)) = (week.low_minor, week.high_minor) {
        s.line(
            axes.at(middle, unit.of(low)),
            axes.at(middle, unit.of(high)),
            1.5,
            Ink::Text,
        )?;
    }
    Ok(())
}

/// What would come in if paid when due. Where that lies above the chart, as
/// overdue money in the first week does, its amount stands beside the mark.
fn due_mark(
    s: &Surface,
    axes: &Axes,
    i: usize,
    week: &CashWeek,
    unit: &MoneyUnit,
    f: &Format,
) -> Drawn {
    let Some(due) = week
        .contractual_minor
        .filter(|m| *m != 0)
        .map(|m| unit.of(m))
    else {
        return Ok(());
    };
    let middle = i as f64 + 0.5;
    let ((x0, y), (x1, _)) = (axes.at(middle - 0.46, due), axes.at(middle + 0.46, 0.0));
    s.line((x0, y), (x1, y), 2.5, Ink::Warn)?;
    if axes.holds(due) {
        return Ok(());
    }
    let text = format!("↑ {}", f.number(due, 0));
    s.text(&text, x0, y - 10.0, Align::Left, SMALL, Ink::Text)
}

/// The highest amount that the axis shows: of all weeks what is expected, of
/// all but the first what is due. The first holds all that is overdue, and
/// would squeeze the rest.
fn ceiling(weeks: &[CashWeek]) -> i64 {
    let expected = weeks
        .iter()
        .flat_map(|w| [Some(w.expected_minor), w.high_minor]);
    let due = weeks.iter().skip(1).map(|w| w.contractual_minor);
    expected.chain(due).flatten().max().unwrap_or(0).max(0)
}

/// As many week labels as fit beside each other.
fn week_labels(s: &Surface, axes: &Axes, weeks: &[CashWeek], f: &Format) -> Drawn {
    let (left, bottom) = axes.at(0.0, 0.0);
    let (right, _) = axes.at(weeks.len() as f64, 0.0);
    let labels: Vec<String> = weeks.iter().map(|w| f.day_and_month(&w.from)).collect();
    let widest = labels
        .iter()
        .map(|l| text_width(l, SMALL))
        .fold(1.0, f64::max)
        + 10.0;
    let step = (widest * weeks.len() as f64 / (right - left))
        .ceil()
        .max(1.0) as usize;
    for (i, label) in labels.iter().enumerate().step_by(step) {
        let (x, _) = axes.at(i as f64 + 0.5, 0.0);
        let x = x.min(WIDTH - text_width(label, SMALL) / 2.0);
        s.text(label, x, bottom + 14.0, Align::Centre, SMALL, Ink::Soft)?;
    }
    Ok(())
}

/// The key in two lines, the first beside the unit; without a mark that the chart does not have.
fn entries<'a>(weeks: &[CashWeek], t: &Texts) -> [Vec<(&'a str, Mark)>; 2] {
    let mut first = vec![(t.money.key_expected, Mark::Bar(Ink::Accent))];
    if weeks
        .iter()
        .any(|w| w.low_minor.is_some() && w.high_minor.is_some())
    {
        first.push((t.money.key_range, Mark::Range(Ink::Text)));
    }
    let due = weeks.iter().any(|w| w.contractual_minor.is_some());
    let second = (t.money.key_contractual, Mark::Line(Ink::Warn));
    [first, due.then_some(second).into_iter().collect()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn the_key_tells_every_mark_of_the_chart_and_no_other() {
        let week = |range: Option<i64>, due| CashWeek {
            from: "2026-01-01".into(),
            expected_minor: 100_000,
            low_minor: range.map(|r| 100_000 - r),
            high_minor: range.map(|r| 100_000 + r),
            contractual_minor: due,
            ..CashWeek::default()
        };
        let t = Texts::of(Language::Nl);
        let told = |weeks: &[CashWeek]| entries(weeks, &t).map(|line| line.len());
        assert_eq!(told(&[week(Some(2_000), Some(1))]), [2, 1]);
        assert_eq!(told(&[week(None, None)]), [1, 0]);
    }
}
