//! How far columns are filled by month: a row per column, a cell per month, the darker the fuller.

use super::ink::Ink;
use super::rows_by_month::{column_width, month_axis, number, span};
use super::surface::{Align, Chart, Drawn, SMALL, Surface, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{ColumnShare, ReportError, TableMonths};

/// Columns shown at most.
pub(crate) const MOST_COLUMNS: usize = 24;
const ROW: f64 = 17.0;
const NAMES: f64 = 172.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 22.0;
/// Width of a step of the scale, with its percentage.
const STEP: f64 = 60.0;
/// The faintest shade: filled, but hardly.
const FAINTEST: f64 = 0.12;

/// A column and its table.
pub(crate) type Filled<'a> = (&'a TableMonths, &'a ColumnShare);

/// The columns that are worth a row: not filled everywhere, and somewhere. The fullest first within a table, since a
/// hole in these is the news.
pub(crate) fn chosen(tables: &[TableMonths]) -> Vec<Filled<'_>> {
    let mut chosen = Vec::new();
    for table in tables.iter().filter(|table| !table.months.is_empty()) {
        let mut columns: Vec<Filled> = table
            .columns
            .iter()
            .filter(|column| column.share < 1.0 && column.n_filled > 0)
            .map(|column| (table, column))
            .collect();
        columns.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        chosen.extend(columns);
    }
    chosen.truncate(MOST_COLUMNS);
    chosen
}

/// A heat map; nothing where every column is filled throughout.
pub(crate) fn coverage(rows: &[Filled<'_>], f: &Format, t: &Texts) -> Result<Html, ReportError> {
    let tables: Vec<&TableMonths> = rows.iter().map(|(table, _)| *table).collect();
    let (Some(months), Some((table, column))) = (span(&tables), rows.last()) else {
        return Ok(Html::default());
    };
    let chart = Chart {
        id: "coverage",
        title: t.input.coverage_figure,
        description: fill(
            t.input.coverage_desc,
            &[
                ("n", &f.count(rows.len() as u64)),
                ("column", &format!("{}.{}", table.table, column.column)),
                ("share", &f.percent(column.share, 0)),
            ],
        ),
    };
    let height = TOP + ROW * rows.len() as f64 + BOTTOM;
    chart.draw(WIDTH, height, |s| {
        scale(s, f)?;
        for (at, row) in rows.iter().enumerate() {
            cells(s, row, months, TOP + ROW * at as f64)?;
        }
        month_axis(s, months, NAMES, height - BOTTOM)
    })
}

fn cells(s: &Surface, (table, column): &Filled<'_>, months: (i32, i32), top: f64) -> Drawn {
    let middle = top + ROW / 2.0;
    let name = format!("{}.{}", table.table, column.column);
    let name = super::surface::shortened(&name, NAMES - 8.0, SMALL);
    s.text(&name, NAMES - 6.0, middle, Align::Right, SMALL, Ink::Text)?;
    let width = column_width(months, NAMES);
    for (month, share) in table.months.iter().zip(&column.by_month) {
        let at = number(&month.month).filter(|at| (months.0..=months.1).contains(at));
        let (Some(at), Some(share)) = (at, share) else {
            continue;
        };
        let left = NAMES + width * f64::from(at - months.0);
        cell(s, (left, top + 1.5), (width, ROW - 3.0), *share)?;
    }
    Ok(())
}

/// A cell from its upper left corner; an empty one is a line, so that it is told from a month without rows.
fn cell(s: &Surface, (left, top): (f64, f64), (width, height): (f64, f64), share: f64) -> Drawn {
    let (right, bottom) = (left + width * 0.94, top + height);
    if share <= 0.0 {
        let middle = (top + bottom) / 2.0;
        return s.line((left, middle), (right, middle), 1.0, Ink::Warn);
    }
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    s.shape(&corners, share.clamp(FAINTEST, 1.0), Ink::Accent)
}

/// What the shades mean.
fn scale(s: &Surface, f: &Format) -> Drawn {
    let steps = [0.0, 0.25, 0.5, 0.75, 1.0];
    let first = WIDTH - STEP * steps.len() as f64;
    for (at, share) in steps.into_iter().enumerate() {
        let left = first + STEP * at as f64;
        cell(s, (left, 6.0), (12.0, 11.0), share)?;
        s.text(
            &f.percent(share, 0),
            left + 15.0,
            11.5,
            Align::Left,
            SMALL,
            Ink::Soft,
        )?;
    }
    Ok(())
}
