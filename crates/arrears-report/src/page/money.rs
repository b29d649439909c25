//! Cash and overdue by week, the key figures month by month, and what of the open amounts will not be paid.

use askama::Template;

use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::ReportError;
use crate::texts::Texts;

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let data = view.data;
    let has_shares = data.provision.iter().any(|age| age.lost_share.is_some());
    let money = Money {
        t: &view.t,
        weeks: some(view, weeks(view))?,
        months: some(view, months(view))?,
        provision: match has_shares {
            true => some(view, provision(view))?,
            false => Html::default(),
        },
    };
    Section::new("money", view.t.money.months_nav, &money)
}

#[derive(Template)]
#[template(path = "money.html")]
struct Money<'a> {
    t: &'a Texts,
    weeks: Html,
    months: Html,
    provision: Html,
}

/// A table's markup, or nothing where it has no rows.
fn some(view: &View, table: Table) -> Result<Html, ReportError> {
    if table.rows.is_empty() {
        return Ok(Html::default());
    }
    table.html(view)
}

fn weeks(view: &View) -> Table {
    let t = &view.t;
    Table::new(t.money.weeks)
        .text(t.money.week_of)
        .number(view.in_currency(t.money.open_cash_in))
        .number(view.in_currency(t.money.sales_in))
        .number(view.in_currency(t.money.total_range_in))
        .number(view.in_currency(t.money.overdue_in))
        .rows(view.data.cash.weeks.iter().map(|week| {
            vec![
                Cell::text(view.f.short_date(&week.from)),
                view.money_cell(week.expected_minor),
                view.maybe_money_cell(week.sales_minor),
                view.range_cell(week.total_low_minor, week.total_high_minor),
                view.maybe_money_cell(week.overdue_minor),
            ]
        }))
}

/// The newest month first: it is the one looked for.
fn months(view: &View) -> Table {
    let t = &view.t;
    let days = |days: Option<f64>| Cell::number(view.f.maybe(days, 1), days);
    Table::new(t.money.months)
        .text(t.money.day)
        .number(view.in_currency(t.money.open_in))
        .number(view.in_currency(t.money.overdue_now_in))
        .number(t.money.dso)
        .number(t.money.bpdso)
        .number(t.money.add)
        .number(t.money.cei)
        .rows(view.data.kpi_months.iter().rev().map(|month| {
            vec![
                Cell::text(view.f.short_date(&month.day)),
                view.money_cell(month.open_minor),
                view.money_cell(month.overdue_minor),
                days(month.dso_days),
                days(month.best_possible_dso_days),
                days(month.add_days),
                view.percent_cell(month.cei_percent.map(|percent| percent / 100.0)),
            ]
        }))
}

/// A part of what is open; none where nothing is.
fn share(part: i64, open: i64) -> Option<f64> {
    (open > 0).then(|| part as f64 / open as f64)
}

fn provision(view: &View) -> Table {
    let (t, ages) = (&view.t, &view.data.provision);
    let open = ages
        .iter()
        .map(|age| age.open_minor)
        .fold(0, i64::saturating_add);
    let lost: Option<i64> = ages.iter().map(|age| age.provision_minor).sum();
    let total = vec![
        Cell::text(t.money.total),
        view.money_cell(open),
        Cell::text(""),
        view.maybe_money_cell(lost),
        view.percent_cell(lost.and_then(|lost| share(lost, open))),
    ];
    Table::new(t.money.provision)
        .text(t.money.age)
        .number(view.in_currency(t.money.open_in))
        .number(t.money.lost_share)
        .number(view.in_currency(t.money.provision_in))
        .number(t.money.provision_share)
        .rows(ages.iter().map(|age| {
            vec![
                Cell::text(t.codes.bucket(&age.bucket)),
                view.money_cell(age.open_minor),
                view.percent_cell(age.lost_share),
                view.maybe_money_cell(age.provision_minor),
                view.percent_cell(
                    age.provision_minor
                        .and_then(|lost| share(lost, age.open_minor)),
                ),
            ]
        }))
        .rows([total])
}
