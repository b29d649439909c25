//! Rows by month, a strip of bars for each table: where one stops or has a hole, it shows.

use super::ink::Ink;
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::format::{Format, parse_date};
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ReportError, TableMonths};

/// Months shown at most: the last ones.
pub(crate) const MOST_MONTHS: usize = 60;
/// Height of a strip, its bars and the room above them.
const STRIP: f64 = 46.0;
const BARS: f64 = 32.0;
/// Room for the names of tables.
pub(crate) const NAMES: f64 = 112.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 6.0;
const BOTTOM: f64 = 22.0;

/// The months that all tables together span, oldest first, as numbers that grow by one.
pub(crate) fn span(tables: &[&TableMonths]) -> Option<(i32, i32)> {
    let months = |of: fn(&[crate::MonthCount]) -> Option<&crate::MonthCount>| {
        let found = tables.iter().filter_map(move |table| of(&table.months));
        found.filter_map(|month| number(&month.month))
    };
    let last = months(|months| months.last()).max()?;
    let first = months(|months| months.first()).min()?;
    Some((first.max(last - MOST_MONTHS as i32 + 1), last))
}

/// A month's number.
pub(crate) fn number(month: &str) -> Option<i32> {
    parse_date(month)
        .map(|(year, month, _)| year.saturating_mul(12).saturating_add(month as i32 - 1))
}

/// A strip of bars per table; a month without a row within a table has a mark instead.
pub(crate) fn rows_by_month(
    tables: &[&TableMonths],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let Some((first, last)) = span(tables) else {
        return Ok(Html::default());
    };
    let ends = tables
        .iter()
        .filter_map(|table| {
            let until = table.until.as_ref()?;
            Some(format!("{} {}", t.codes.table(&table.table), f.date(until)))
        })
        .collect::<Vec<_>>();
    let chart = Chart {
        id: "rows-by-month",
        title: t.input.rows_figure,
        description: fill(
            t.input.rows_desc,
            &[
                ("n", &f.count(tables.len() as u64)),
                ("ends", &ends.join(", ")),
            ],
        ),
    };
    let height = TOP + STRIP * tables.len() as f64 + BOTTOM;
    chart.draw(WIDTH, height, |s| {
        for (at, table) in tables.iter().enumerate() {
            let name = t.codes.table(&table.table);
            strip(s, (name, table), (first, last), TOP + STRIP * at as f64)?;
        }
        month_axis(s, (first, last), NAMES, height - BOTTOM)
    })
}

fn strip(
    s: &Surface,
    (name, table): (&str, &TableMonths),
    (first, last): (i32, i32),
    top: f64,
) -> Drawn {
    let base = top + STRIP - 4.0;
    let most = table
        .months
        .iter()
        .map(|m| m.n_rows)
        .max()
        .unwrap_or(0)
        .max(1) as f64;
    s.name(name, NAMES - 8.0, NAMES - 8.0, base - BARS / 2.0)?;
    s.line((NAMES, base), (WIDTH - RIGHT, base), 1.0, Ink::Rule)?;
    let width = column_width((first, last), NAMES);
    for month in &table.months {
        let Some(at) = number(&month.month).filter(|at| (first..=last).contains(at)) else {
            continue;
        };
        let left = NAMES + width * f64::from(at - first);
        let (x0, x1) = (left + width * 0.12, left + width * 0.88);
        if month.n_rows == 0 {
            s.rect(x0, base - BARS, x1, base, Ink::WarnSoft)?;
        } else {
            let size = (BARS * month.n_rows as f64 / most).max(1.0);
            s.rect(x0, base - size, x1, base, Ink::Accent)?;
        }
    }
    Ok(())
}

/// Width of a month.
pub(crate) fn column_width((first, last): (i32, i32), left: f64) -> f64 {
    (WIDTH - RIGHT - left) / f64::from((last - first + 1).max(1))
}

/// Years below the months, each at its January; the first month where no January is shown.
pub(crate) fn month_axis(s: &Surface, span: (i32, i32), left: f64, y: f64) -> Drawn {
    let width = column_width(span, left);
    let is_year = |month: &i32| month.rem_euclid(12) == 0;
    let mut marks: Vec<i32> = (span.0..=span.1).filter(is_year).collect();
    if marks.is_empty() {
        marks.push(span.0);
    }
    for month in marks {
        let x = left + width * f64::from(month - span.0);
        s.line((x, y - 1.0), (x, y + 4.0), 1.0, Ink::Soft)?;
        let text = match is_year(&month) {
            true => month.div_euclid(12).to_string(),
            false => format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
        };
        let align = if x > WIDTH - 40.0 {
            Align::Right
        } else {
            Align::Left
        };
        s.text(&text, x + 2.0, y + 12.0, align, SMALL, Ink::Soft)?;
    }
    Ok(())
}
