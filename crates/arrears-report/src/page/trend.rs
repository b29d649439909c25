//! The late share over time.

use askama::Template;

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::texts::Texts;
use crate::{ReportError, chart};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, months) = (&view.t, &view.data.late_by_month);
    let table = Table::new(t.money.trend)
        .text(t.money.month)
        .number(t.money.n_due)
        .number(t.money.late_count)
        .number(t.money.late_amount)
        .number(t.money.n_not_due)
        .text(t.money.complete)
        .rows(months.iter().map(|m| {
            vec![
                Cell::text(view.f.month(&m.month)),
                view.count_cell(m.n),
                view.percent_cell(m.late_share),
                view.percent_cell(m.late_share_amount),
                view.count_cell(m.n_immature),
                Cell::text(if m.complete {
                    t.common.yes
                } else {
                    t.common.no
                }),
            ]
        }));
    let unfinished = months.iter().any(|m| !m.complete);
    let note = if unfinished {
        vec![t.money.trend_immature.to_owned()]
    } else {
        vec![]
    };
    let chart = chart::late_share(months, &view.f, t)?;
    let figure = Figure {
        title: t.money.trend_figure,
        chart,
        note,
        table: Some(table),
    };
    Section::new(
        "trend",
        t.money.trend_nav,
        &Trend {
            t,
            figure: figure.html(view)?,
        },
    )
}

#[derive(Template)]
#[template(path = "trend.html")]
struct Trend<'a> {
    t: &'a Texts,
    figure: Html,
}
