//! Risk groups: characteristics that go with late payment, found in one period and tested in the next.

use super::blocks::{self, Block};
use super::questions::{more, shares};
use super::table::{Cell, Table};
use super::{Section, View};
use crate::chart::{Interval, MOST_ROWS};
use crate::{GroupRow, ReportError};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, data) = (&view.t.questions, &view.data.groups);
    let (higher, lower): (Vec<&GroupRow>, Vec<&GroupRow>) =
        data.rows.iter().partition(|row| row.higher);
    let blocks = [
        block(
            view,
            &higher,
            "groups-chart",
            [t.groups_higher, t.groups_chart],
        )?
        .notes(view, &data.notes),
        block(
            view,
            &lower,
            "groups-lower-chart",
            [t.groups_lower, t.groups_lower_chart],
        )?,
    ];
    let n_blocks = if lower.is_empty() { 1 } else { 2 };
    blocks::section(
        "groups",
        t.groups_nav,
        t.groups_title,
        vec![t.groups_lead, t.groups_caution],
        &blocks[..n_blocks],
    )
}

fn block<'a>(
    view: &View<'a>,
    rows: &[&'a GroupRow],
    id: &'static str,
    [title, chart_title]: [&'a str; 2],
) -> Result<Block<'a>, ReportError> {
    let t = &view.t.questions;
    let table = Table::new(title)
        .text(t.group)
        .number(view.t.common.customers)
        .number(t.earlier)
        .number(view.t.common.interval)
        .number(t.rest)
        .number(t.later)
        .number(t.later_rest)
        .text(t.confirmed)
        .text(t.parts)
        .number(view.in_currency(view.t.common.overdue_in))
        .rows(rows.iter().map(|row| cells(view, row)));
    let shown = rows.iter().take(MOST_ROWS).map(|row| Interval {
        name: view.say(&row.short_name).to_owned(),
        value: row.earlier.share,
        low: row.earlier.low,
        high: row.earlier.high,
        second: row.later.share,
        n: row.n_customers,
    });
    let key = [t.key_later, view.t.common.customers];
    let chart = shares(view, id, chart_title, shown.collect(), key)?;
    Block::new(title, "")
        .chart(view, chart_title, chart, more(view, rows.len()))?
        .table(view, &table)
}

fn cells(view: &View, row: &GroupRow) -> Vec<Cell> {
    let t = &view.t.questions;
    let yes_no = |answer: Option<bool>, none: &'static str| match answer {
        Some(true) => view.t.common.yes,
        Some(false) => view.t.common.no,
        None => none,
    };
    vec![
        Cell::text(view.say(&row.name)),
        view.count_cell(row.n_customers),
        view.percent_cell(row.earlier.share),
        view.interval_cell(row.earlier.low, row.earlier.high),
        view.percent_cell(row.rest_share),
        view.percent_cell(row.later.share),
        view.percent_cell(row.later_rest_share),
        Cell::text(yes_no(row.confirmed, t.too_few)),
        Cell::text(match row.parts_explain {
            Some(true) => t.parts_yes,
            Some(false) => t.parts_no,
            None => "",
        }),
        view.money_cell(row.overdue_minor),
    ]
}
