//! How the creditor follows up: the ladder, the lag from delivery to invoice, channels, account managers, losses.

use super::blocks::{self, Block, row};
use super::questions::{more, shares};
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::chart::{Bar, Ink, Interval, MOST_ROWS, PartsOf};
use crate::{LadderRow, ManagerRow, ReportError};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, data) = (&view.t.follow_up, &view.data.follow_up);
    let mut blocks = Vec::new();
    if !data.ladder.is_empty() {
        blocks.push(ladder(view)?);
    }
    if !data.lags.is_empty() {
        blocks.push(lags(view)?);
    }
    if !data.channels.is_empty() {
        blocks.push(channels(view)?);
    }
    if !data.managers.is_empty() {
        blocks.push(managers(view)?);
    }
    blocks.push(Block::new(t.loss, t.loss_lead).notes(view, &data.loss_notes));
    if !data.absent.is_empty() {
        blocks.push(Block::new(t.absent, t.absent_lead).notes(view, &data.absent));
    }
    blocks::section("follow-up", t.nav, t.title, vec![t.lead], &blocks)
}

fn ladder<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, rows) = (&view.t.follow_up, &view.data.follow_up.ladder);
    let table = Table::new(t.ladder)
        .text(t.segment)
        .text(t.step)
        .number(t.day)
        .number(t.fell_due)
        .number(t.on_time)
        .number(view.t.common.interval)
        .number(t.early)
        .number(t.late)
        .number(t.not_sent)
        .number(t.median_day)
        .rows(rows.iter().map(|row| ladder_cells(view, row)));
    Block::new(t.ladder, t.ladder_lead)
        .notes(view, &view.data.follow_up.ladder_notes)
        .chart(
            view,
            t.ladder_chart,
            ladder_chart(view)?,
            vec![t.ladder_note.to_owned()],
        )?
        .table(view, &table)
}

fn ladder_chart(view: &View) -> Result<Html, ReportError> {
    let t = &view.t.follow_up;
    let all = view
        .data
        .follow_up
        .ladder
        .iter()
        .filter(|row| row.segment.is_empty() && row.on_time.n > 0);
    let bars: Vec<Bar> = all
        .map(|row| {
            let part = |k: u64| k as f64 / row.on_time.n as f64;
            Bar {
                name: step_name(view, row),
                parts: vec![
                    (part(row.n_early), Ink::AccentSoft),
                    (part(row.on_time.k), Ink::Accent),
                    (part(row.n_late), Ink::WarnSoft),
                    (part(row.n_not_sent), Ink::Warn),
                ],
                figure: format!("n {}", view.f.count(row.on_time.n)),
            }
        })
        .collect();
    let chart = PartsOf {
        id: "ladder-chart",
        title: t.ladder_chart,
        description: view.fill(t.ladder_desc, &[("n", &view.f.count(bars.len() as u64))]),
        key: vec![
            (t.early, Ink::AccentSoft),
            (t.on_time, Ink::Accent),
            (t.late, Ink::WarnSoft),
            (t.not_sent, Ink::Warn),
        ],
        bars,
        names: 132.0,
        figures: 60.0,
    };
    chart.draw()
}

fn step_name(view: &View, row: &LadderRow) -> String {
    let t = &view.t.follow_up;
    let name = match row.level {
        0 => t.level_0,
        1 => t.level_1,
        2 => t.level_2,
        3 => t.level_3,
        4 => t.level_4,
        _ => t.level_5,
    };
    format!("{} {name}", row.level)
}

fn ladder_cells(view: &View, row: &LadderRow) -> Vec<Cell> {
    let n = row.on_time.n.max(1) as f64;
    let share = |k: u64| view.percent_cell(Some(k as f64 / n));
    vec![
        Cell::text(if row.segment.is_empty() {
            view.t.follow_up.all
        } else {
            &row.segment
        }),
        Cell::text(step_name(view, row)),
        day_cell(view, row.day),
        view.count_cell(row.on_time.n),
        view.percent_cell(row.on_time.share),
        view.interval_cell(row.on_time.low, row.on_time.high),
        share(row.n_early),
        share(row.n_late),
        share(row.n_not_sent),
        day_cell(view, row.median_day),
    ]
}

/// A day after the due date: `+14`.
fn day_cell(view: &View, day: Option<i32>) -> Cell {
    match day {
        Some(day) => Cell::number(format!("{day:+}"), Some(f64::from(day))),
        None => view.number_cell(None, 0),
    }
}

fn lags<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, rows) = (&view.t.follow_up, &view.data.follow_up.lags);
    let table = Table::new(t.lags)
        .text(t.lag)
        .number(view.t.common.invoices)
        .number(t.late_share)
        .number(view.t.common.interval)
        .rows(rows.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.name)),
                view.count_cell(row.late.n),
                view.percent_cell(row.late.share),
                view.interval_cell(row.late.low, row.late.high),
            ]
        }));
    let shown: Vec<Interval> = rows
        .iter()
        .map(|r| row(view.say(&r.name), &r.late))
        .collect();
    let key = ["", view.t.common.invoices];
    let chart = shares(view, "lags-chart", t.lags_chart, shown, key)?;
    Block::new(t.lags, t.lags_lead)
        .chart(view, t.lags_chart, chart, vec![])?
        .table(view, &table)
}

fn channels<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, rows) = (&view.t.follow_up, &view.data.follow_up.channels);
    let table = Table::new(t.channels)
        .text(t.channel)
        .number(t.contacts)
        .number(t.paid_14)
        .number(view.t.common.interval)
        .number(t.median_paid)
        .number(t.mean_level)
        .number(t.replied)
        .rows(rows.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.channel)),
                view.count_cell(row.paid.n),
                view.percent_cell(row.paid.share),
                view.interval_cell(row.paid.low, row.paid.high),
                view.number_cell(row.median_days.map(f64::from), 0),
                view.number_cell(Some(row.mean_level), 1),
                view.percent_cell(row.replied),
            ]
        }));
    let shown: Vec<Interval> = rows
        .iter()
        .take(MOST_ROWS)
        .map(|r| row(view.say(&r.channel), &r.paid))
        .collect();
    let key = ["", t.contacts];
    let chart = shares(view, "channels-chart", t.channels_chart, shown, key)?;
    Block::new(t.channels, t.channels_lead)
        .chart(view, t.channels_chart, chart, more(view, rows.len()))?
        .table(view, &table)
}

fn managers<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, rows) = (&view.t.follow_up, &view.data.follow_up.managers);
    let table = Table::new(t.managers)
        .text(t.manager)
        .number(view.t.common.customers)
        .number(view.in_currency(t.due_in))
        .number(view.in_currency(t.late_in))
        .number(view.in_currency(view.t.common.overdue_in))
        .number(view.in_currency(t.written_off_in))
        .number(view.t.groups.late_share)
        .number(view.t.common.interval)
        .rows(rows.iter().map(|row| manager_cells(view, row)));
    let shown: Vec<Interval> = rows
        .iter()
        .take(MOST_ROWS)
        .map(|r| row(manager_name(view, r), &r.late))
        .collect();
    let key = ["", view.t.common.invoices];
    let chart = shares(view, "managers-chart", t.managers_chart, shown, key)?;
    Block::new(t.managers, t.managers_lead)
        .chart(view, t.managers_chart, chart, more(view, rows.len()))?
        .table(view, &table)
}

fn manager_name(view: &View, row: &ManagerRow) -> String {
    match row.manager.as_str() {
        "" => view.t.common.unknown.to_owned(),
        name => name.to_owned(),
    }
}

fn manager_cells(view: &View, row: &ManagerRow) -> Vec<Cell> {
    vec![
        Cell::text(manager_name(view, row)),
        view.count_cell(row.n_customers),
        view.money_cell(row.due_minor),
        view.money_cell(row.late_minor),
        view.money_cell(row.overdue_minor),
        view.money_cell(row.written_off_minor),
        view.percent_cell(row.late.share),
        view.interval_cell(row.late.low, row.late.high),
    ]
}
