//! Sectors: which of them wait, how sure that is, and what to agree with them.

use askama::Template;

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::texts::Texts;
use crate::{ReportError, SectorRow, chart};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, rows) = (&view.t, &view.data.sectors);
    let n = view.f.count(chart::MOST_SECTORS as u64);
    let mut note = vec![t.groups.sectors_lead.to_owned()];
    if rows.len() > chart::MOST_SECTORS {
        note.push(view.fill(t.groups.sectors_more, &[("n", &n)]));
    }
    let figure = Figure {
        title: t.groups.sectors_chart,
        chart: chart::sectors(rows, &view.f, t)?,
        note,
        table: None,
    };
    let sectors = Sectors {
        t,
        any: !rows.is_empty(),
        figure: figure.html(view)?,
        table: table(view, rows).html(view)?,
    };
    Section::new("sectors", t.groups.sectors_title, &sectors)
}

#[derive(Template)]
#[template(path = "sectors.html")]
struct Sectors<'a> {
    t: &'a Texts,
    any: bool,
    figure: Html,
    table: Html,
}

fn table(view: &View, rows: &[SectorRow]) -> Table {
    let t = &view.t;
    Table::new(t.groups.sectors_title)
        .text(t.groups.sector)
        .number(t.common.customers)
        .number(t.common.invoices)
        .number(t.groups.late_share)
        .number(t.common.interval)
        .number(t.groups.shrunken)
        .number(t.groups.dunning)
        .number(view.in_currency(t.common.open_in))
        .text(t.groups.measure)
        .rows(rows.iter().map(|row| cells(view, row)))
}

fn cells(view: &View, row: &SectorRow) -> Vec<Cell> {
    let unnamed = row.sector.is_empty();
    vec![
        Cell::text(if unnamed {
            view.t.common.unknown
        } else {
            &row.sector
        }),
        view.count_cell(row.n_customers),
        view.count_cell(row.n_invoices),
        view.percent_cell(row.material_share),
        interval(view, row.material_share_low, row.material_share_high),
        view.percent_cell(row.shrunken_material_risk),
        view.number_cell(row.mean_dunning_level, 2),
        view.money_cell(row.open_minor),
        Cell::text(view.say(&row.measure)),
    ]
}

/// A 95 % interval, sorted by its lower end.
pub(super) fn interval(view: &View, low: Option<f64>, high: Option<f64>) -> Cell {
    let (Some(low), Some(high)) = (low, high) else {
        return view.number_cell(None, 0);
    };
    let ends = [view.f.percent(low, 0), view.f.percent(high, 0)];
    let text = view.fill(view.t.common.to, &[("low", &ends[0]), ("high", &ends[1])]);
    Cell::number(text.replace(' ', "\u{a0}"), Some(low))
}
