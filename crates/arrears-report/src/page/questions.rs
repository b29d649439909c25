//! The four questions: who pays late as a rule, whose reminders run up to a formal notice, which sectors and business
//! models delay, who costs follow-up.

use super::blocks::{self, Block, row};
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::chart::{Interval, Intervals, MOST_ROWS};
use crate::{CustomerShareRow, EffortRow, QuestionReport, ReportError, SectorRow};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, data) = (&view.t.questions, &view.data.questions);
    let blocks = [
        customers(
            view,
            &data.late_rule,
            LATE_RULE,
            [t.rule, t.rule_lead, t.rule_chart, t.rule_of],
        )?,
        customers(
            view,
            &data.formal,
            FORMAL,
            [t.formal, t.formal_lead, t.formal_chart, t.formal_of],
        )?,
        sectors(view)?,
        models(view)?,
        effort(view)?,
    ];
    blocks::section("questions", t.nav, t.title, vec![t.lead], &blocks)
}

const LATE_RULE: &str = "late-rule-chart";
const FORMAL: &str = "formal-chart";

fn customers<'a>(
    view: &View<'a>,
    question: &'a QuestionReport,
    id: &'static str,
    [title, lead, chart_title, column]: [&'a str; 4],
) -> Result<Block<'a>, ReportError> {
    let t = &view.t.questions;
    let table = Table::new(title)
        .text(t.customer)
        .number(column)
        .number(view.t.common.interval)
        .number(view.in_currency(t.amount_in))
        .number(view.in_currency(view.t.common.overdue_in))
        .rows(question.rows.iter().map(|row| customer_cells(view, row)));
    let rows = question.rows.iter().take(MOST_ROWS);
    let rows: Vec<Interval> = rows
        .map(|r| row(view.customer_name(&r.name, &r.customer_id), &r.of))
        .collect();
    let chart = shares(view, id, chart_title, rows, ["", view.t.common.invoices])?;
    Block::new(title, lead)
        .notes(view, &question.notes)
        .chart(view, chart_title, chart, more(view, question.rows.len()))?
        .table(view, &table)
}

fn customer_cells(view: &View, row: &CustomerShareRow) -> Vec<Cell> {
    vec![
        view.customer_cell(&row.name, &row.customer_id, row.natural_person),
        view.of_cell(&row.of),
        view.interval_cell(row.of.low, row.of.high),
        view.money_cell(row.amount_minor),
        view.money_cell(row.overdue_minor),
    ]
}

/// A chart of shares, described by its first row; `second` is the second figure (empty for none), `counted` what the rows
/// are counted in.
pub(super) fn shares(
    view: &View,
    id: &'static str,
    title: &str,
    rows: Vec<Interval>,
    [second, counted]: [&str; 2],
) -> Result<Html, ReportError> {
    let t = &view.t.questions;
    let first = rows
        .first()
        .map_or(("", None), |row| (row.name.as_str(), row.value));
    let values = [
        ("n", view.f.count(rows.len() as u64)),
        ("name", first.0.to_owned()),
        ("share", view.f.maybe_percent(first.1, 0)),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let chart = Intervals {
        id,
        title,
        description: view.fill(t.chart_desc, &values),
        rows,
        shares: true,
        counted,
        key: [view.t.groups.key_share, second],
    };
    chart.draw(&view.f)
}

/// Says that the chart shows the first rows only.
pub(super) fn more(view: &View, n: usize) -> Vec<String> {
    let shown = view.f.count(MOST_ROWS as u64);
    let all = (n > MOST_ROWS).then(|| view.fill(view.t.questions.chart_first, &[("n", &shown)]));
    all.into_iter().collect()
}

fn sectors<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.questions, &view.data.questions);
    let block = delaying(
        view,
        &data.sectors,
        "sectors-chart",
        [
            t.sectors,
            t.sectors_lead,
            view.t.groups.sectors_chart,
            view.t.groups.sector,
        ],
    )?;
    Ok(block.notes(view, &data.sector_notes))
}

fn models<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.questions, &view.data.questions);
    delaying(
        view,
        &data.business_models,
        "models-chart",
        [t.models, "", t.models_chart, t.model],
    )
}

fn delaying<'a>(
    view: &View<'a>,
    rows: &'a [SectorRow],
    id: &'static str,
    [title, lead, chart_title, column]: [&'a str; 4],
) -> Result<Block<'a>, ReportError> {
    let block = Block::new(title, lead);
    if rows.is_empty() {
        return Ok(block.note(view.t.questions.no_group));
    }
    let shown: Vec<Interval> = rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| interval(view, row))
        .collect();
    let key = [view.t.groups.key_shrunken, view.t.common.invoices];
    let chart = shares(view, id, chart_title, shown, key)?;
    block
        .chart(view, chart_title, chart, more(view, rows.len()))?
        .table(view, &sector_table(view, rows, title, column))
}

fn interval(view: &View, row: &SectorRow) -> Interval {
    Interval {
        name: view.say(&row.sector).to_owned(),
        value: row.material_share,
        low: row.material_share_low,
        high: row.material_share_high,
        second: row.shrunken_material_risk,
        n: row.n_invoices,
    }
}

fn sector_table(view: &View, rows: &[SectorRow], title: &str, column: &str) -> Table {
    let t = &view.t;
    Table::new(title)
        .text(column)
        .number(t.common.customers)
        .number(t.common.invoices)
        .number(t.groups.late_share)
        .number(t.common.interval)
        .number(t.groups.shrunken)
        .number(t.groups.dunning)
        .number(view.in_currency(t.common.open_in))
        .text(t.questions.finding)
        .text(t.groups.measure)
        .rows(rows.iter().map(|row| {
            vec![
                Cell::text(view.say(&row.sector)),
                view.count_cell(row.n_customers),
                view.count_cell(row.n_invoices),
                view.percent_cell(row.material_share),
                view.interval_cell(row.material_share_low, row.material_share_high),
                view.percent_cell(row.shrunken_material_risk),
                view.number_cell(row.mean_dunning_level, 2),
                view.money_cell(row.open_minor),
                Cell::text(view.say(&row.finding)),
                Cell::text(view.say(&row.measure)),
            ]
        }))
}

fn effort<'a>(view: &View<'a>) -> Result<Block<'a>, ReportError> {
    let (t, data) = (&view.t.questions, &view.data.questions);
    let per = view.in_currency(t.per_thousand);
    let table = Table::new(t.effort)
        .text(t.customer)
        .number(t.reminders)
        .number(t.calls)
        .number(t.disputes)
        .number(view.in_currency(view.t.common.amount_in))
        .number(per.clone())
        .number(view.t.common.interval)
        .number(view.in_currency(t.days_per_thousand))
        .rows(data.effort.iter().map(|row| effort_cells(view, row)));
    let rows: Vec<Interval> = data
        .effort
        .iter()
        .take(MOST_ROWS)
        .map(|row| effort_row(view, row))
        .collect();
    let first = rows.first().map_or("", |row| row.name.as_str());
    let chart = Intervals {
        id: "effort-chart",
        title: &per,
        description: view.fill(
            t.effort_desc,
            &[("n", &view.f.count(rows.len() as u64)), ("name", first)],
        ),
        rows,
        shares: false,
        counted: view.t.common.invoices,
        key: [t.key_rate, ""],
    };
    let drawn = chart.draw(&view.f)?;
    Block::new(t.effort, t.effort_lead)
        .notes(view, &data.effort_notes)
        .chart(view, &per, drawn, more(view, data.effort.len()))?
        .table(view, &table)
}

fn effort_row(view: &View, row: &EffortRow) -> Interval {
    Interval {
        name: view.customer_name(&row.name, &row.customer_id),
        value: row.per_thousand,
        low: row.low,
        high: row.high,
        second: None,
        n: row.n_invoices,
    }
}

fn effort_cells(view: &View, row: &EffortRow) -> Vec<Cell> {
    let range = match (row.low, row.high) {
        (Some(low), Some(high)) => {
            let ends = [view.f.number(low, 1), view.f.number(high, 1)];
            let text = view.fill(view.t.common.to, &[("low", &ends[0]), ("high", &ends[1])]);
            Cell::number(text.replace(' ', "\u{a0}"), Some(low))
        }
        _ => view.number_cell(None, 0),
    };
    vec![
        view.customer_cell(&row.name, &row.customer_id, row.natural_person),
        view.count_cell(row.n_reminders),
        view.count_cell(row.n_calls),
        view.count_cell(row.n_disputes),
        view.money_cell(row.amount_minor),
        view.number_cell(row.per_thousand, 1),
        range,
        view.number_cell(row.days_per_thousand, 1),
    ]
}
