//! Reasons for non-payment: what share of late money each carries, what is written down and what inferred, and the trend.

use super::blocks::{self, Block};
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::chart::{Bar, Ink, PartsOf};
use crate::{ReasonRow, ReasonSector, ReportError};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    if data.rows.is_empty() {
        let block = Block::new(t.by_reason, "").note(t.none);
        return blocks::section("reasons", t.nav, t.title, vec![t.lead], &[block]);
    }
    let blocks = [by_reason(view)?, trend(view)?, by_sector(view)?];
    blocks::section("reasons", t.nav, t.title, vec![t.lead], &blocks)
}

fn minor(row: &ReasonRow) -> i64 {
    row.registered_minor
        .saturating_add(row.inferred_minor)
        .saturating_add(row.unknown_minor)
}

fn share(part: i64, of: i64) -> Option<f64> {
    (of != 0).then(|| part as f64 / of as f64)
}

/// Whether nothing tells the reason of any of it.
fn is_unknown(row: &ReasonRow) -> bool {
    row.unknown_minor != 0 && row.registered_minor == 0 && row.inferred_minor == 0
}

/// The order of the columns of reasons, by their position: what has no reason first, since it bounds what the others say.
fn columns(rows: &[ReasonRow]) -> Vec<usize> {
    let (unknown, known): (Vec<usize>, Vec<usize>) =
        (0..rows.len()).partition(|&i| is_unknown(&rows[i]));
    unknown.into_iter().chain(known).collect()
}

/// Late money per reason in that order, each as a share of its whole.
fn share_cells(view: &View, minor: &[i64], of: i64) -> Vec<Cell> {
    let part = |&i: &usize| share(minor.get(i).copied().unwrap_or(0), of);
    let order = columns(&view.data.reasons.rows);
    order.iter().map(|i| view.percent_cell(part(i))).collect()
}

fn by_reason<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    let total = data.total_minor;
    let table = Table::new(t.by_reason)
        .text(t.reason)
        .number(view.t.common.invoices)
        .number(view.in_currency(t.late_in))
        .number(t.share)
        .number(view.in_currency(t.registered_in))
        .number(view.in_currency(t.inferred_in))
        .number(view.in_currency(view.t.common.open_in))
        .rows(data.rows.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.reason)),
                view.count_cell(row.n),
                view.money_cell(minor(row)),
                view.percent_cell(share(minor(row), total)),
                view.money_cell(row.registered_minor),
                view.money_cell(row.inferred_minor),
                view.money_cell(row.open_minor),
            ]
        }))
        .rows([total_cells(view)]);
    Block::new(t.by_reason, "")
        .notes(view, &data.notes)
        .chart(
            view,
            t.chart,
            reasons_chart(view)?,
            vec![t.basis_note.to_owned()],
        )?
        .table(view, &table)
}

fn total_cells(view: &View) -> Vec<Cell> {
    let data = &view.data.reasons;
    let sum = |of: fn(&ReasonRow) -> i64| data.rows.iter().map(of).fold(0, i64::saturating_add);
    let cells = vec![
        Cell::text(view.t.reasons.total),
        view.count_cell(data.rows.iter().map(|row| row.n).sum()),
        view.money_cell(data.total_minor),
        view.percent_cell(share(data.total_minor, data.total_minor)),
        view.money_cell(sum(|row| row.registered_minor)),
        view.money_cell(sum(|row| row.inferred_minor)),
        view.money_cell(sum(|row| row.open_minor)),
    ];
    cells.into_iter().map(|cell| cell.strong(true)).collect()
}

fn reasons_chart(view: &View) -> Result<Html, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    let most = data.rows.iter().map(minor).max().unwrap_or(0).max(1) as f64;
    let bar = |row: &ReasonRow| Bar {
        name: view.say(&row.reason).to_owned(),
        parts: vec![
            (row.registered_minor as f64 / most, Ink::Accent),
            (row.inferred_minor as f64 / most, Ink::AccentSoft),
            (row.unknown_minor as f64 / most, Ink::Rule),
        ],
        figure: view.f.maybe_percent(share(minor(row), data.total_minor), 0),
    };
    let first = data.rows.first();
    let values = [
        (
            "reason",
            first.map_or("", |row| view.say(&row.reason)).to_owned(),
        ),
        (
            "share",
            view.f
                .maybe_percent(first.and_then(|row| share(minor(row), data.total_minor)), 0),
        ),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let chart = PartsOf {
        id: "reasons-chart",
        title: t.chart,
        description: view.fill(t.desc, &values),
        key: vec![
            (t.registered, Ink::Accent),
            (t.inferred, Ink::AccentSoft),
            (t.unknown, Ink::Rule),
        ],
        bars: data.rows.iter().map(bar).collect(),
        names: 150.0,
        figures: 44.0,
    };
    chart.draw()
}

/// Reasons with a colour of their own in the trend; what comes after them is one part, and what has no reason is grey.
const COLOURED: usize = 5;

/// The colour of each row in the trend.
fn trend_inks(rows: &[ReasonRow]) -> Vec<Ink> {
    let mut n_known = 0;
    let ink = |row: &ReasonRow| {
        if is_unknown(row) {
            return Ink::Rule;
        }
        n_known += 1;
        Ink::Category((n_known - 1).min(COLOURED as u32))
    };
    rows.iter().map(ink).collect()
}

fn trend<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    let mut table = Table::new(t.trend)
        .text(t.quarter)
        .number(view.in_currency(t.late_in));
    for i in columns(&data.rows) {
        table = table.number(view.say(&data.rows[i].reason));
    }
    let table = table.rows(data.quarters.iter().map(|quarter| {
        let total: i64 = quarter.minor.iter().copied().fold(0, i64::saturating_add);
        let mut cells = vec![
            Cell::text(view.f.short_date(&quarter.from)),
            view.money_cell(total),
        ];
        cells.extend(share_cells(view, &quarter.minor, total));
        cells
    }));
    Block::new(t.trend, t.trend_lead)
        .chart(view, t.trend_chart, trend_chart(view)?, vec![])?
        .table(view, &table)
}

fn trend_chart(view: &View) -> Result<Html, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    let inks = trend_inks(&data.rows);
    let mut key: Vec<(&str, Ink)> = Vec::new();
    for (row, &ink) in data.rows.iter().zip(&inks) {
        let is_other = ink == Ink::Category(COLOURED as u32);
        let name = if is_other {
            t.others
        } else {
            view.say(&row.reason)
        };
        if key.iter().all(|entry| entry.1 != ink) {
            key.push((name, ink));
        }
    }
    let bars: Vec<Bar> = data
        .quarters
        .iter()
        .map(|quarter| {
            let total = quarter.minor.iter().copied().fold(0, i64::saturating_add);
            let part = |ink: Ink| -> f64 {
                let own = quarter
                    .minor
                    .iter()
                    .zip(&inks)
                    .filter(|(_, of)| **of == ink);
                own.filter_map(|(&minor, _)| share(minor, total)).sum()
            };
            let parts = key.iter().map(|&(_, ink)| (part(ink), ink)).collect();
            Bar {
                name: view.f.short_date(&quarter.from),
                parts,
                figure: view.f.money(total),
            }
        })
        .collect();
    let chart = PartsOf {
        id: "reasons-trend",
        title: t.trend_chart,
        description: view.fill(
            t.trend_desc,
            &[("n", &view.f.count(data.quarters.len() as u64))],
        ),
        key,
        bars,
        names: 90.0,
        figures: 90.0,
    };
    chart.draw()
}

fn by_sector<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.reasons, &view.data.reasons);
    let mut table = Table::new(t.by_sector)
        .text(view.t.groups.sector)
        .number(view.in_currency(t.late_in));
    for i in columns(&data.rows) {
        table = table.number(view.say(&data.rows[i].reason));
    }
    let table = table.rows(data.sectors.iter().map(|row| sector_cells(view, row)));
    Block::new(t.by_sector, t.by_sector_lead).table(view, &table)
}

fn sector_cells(view: &View, row: &ReasonSector) -> Vec<Cell> {
    let name = if row.sector.is_empty() {
        view.t.common.unknown
    } else {
        &row.sector
    };
    let mut cells = vec![Cell::text(name), view.money_cell(row.late_minor)];
    cells.extend(share_cells(view, &row.minor, row.late_minor));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_reason_is_grey_in_the_chart_and_first_in_the_table() {
        let known = ReasonRow {
            registered_minor: 5,
            inferred_minor: 2,
            ..ReasonRow::default()
        };
        let mut rows = vec![known; 7];
        rows.push(ReasonRow {
            unknown_minor: 9,
            ..ReasonRow::default()
        });
        assert_eq!(columns(&rows), [7, 0, 1, 2, 3, 4, 5, 6]);
        let inks = trend_inks(&rows);
        assert_eq!(inks[7], Ink::Rule);
        assert_eq!(inks[4], Ink::Category(4));
        assert_eq!(inks[5..7], [Ink::Category(5); 2], "all others together");
    }
}
