//! The customers to look at first: what they owe, and how risky they are.

use super::bars::{Bar, Columns, bars};
use super::ink::Ink;
use super::key::{Mark, key};
use super::surface::{Chart, WIDTH};
use crate::format::Format;
use crate::page::Html;
use crate::texts::{Texts, fill};
use crate::{CustomerRow, ReportError};

/// How many customers the chart shows.
const MOST: usize = 12;

/// Bars of the open amount, the overdue part of it first, with the risk beside.
pub(crate) fn top_risks(
    customers: &[CustomerRow],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let shown = &customers[..customers.len().min(MOST)];
    let Some(first) = shown.first() else {
        return Ok(Html::default());
    };
    let most = shown.iter().map(|c| c.open_minor).max().unwrap_or(0).max(1) as f64;
    let row = |customer: &CustomerRow| {
        let overdue = customer.overdue_minor.clamp(0, customer.open_minor.max(0)) as f64;
        let timely = customer.open_minor.max(0) as f64 - overdue;
        let (amount, risk) = (f.money(customer.open_minor), f.chance(customer.p_late));
        Bar {
            name: name(customer).to_owned(),
            parts: vec![(overdue / most, Ink::Warn), (timely / most, Ink::Accent)],
            figure: format!("{amount} · {risk}"),
        }
    };
    let rows: Vec<Bar> = shown.iter().map(row).collect();
    let chart = Chart {
        id: "top-risks",
        title: t.customers.chart,
        description: fill(
            t.customers.chart_desc,
            &[
                ("n", &f.count(shown.len() as u64)),
                ("name", name(first)),
                ("open", &f.money(first.open_minor)),
                ("p", &f.chance(first.p_late)),
            ],
        ),
    };
    let columns = Columns {
        names: 160.0,
        figures: 112.0,
        row: 30.0,
        top: 24.0,
    };
    let height = columns.top + columns.row * rows.len() as f64;
    chart.draw(WIDTH, height, |s| {
        key(
            s,
            WIDTH,
            8.0,
            &[
                (t.customers.key_overdue, Mark::Bar(Ink::Warn)),
                (t.customers.key_timely, Mark::Bar(Ink::Accent)),
            ],
        )?;
        bars(s, columns, &rows)
    })
}

/// The name, or the identifier where there is none.
fn name(customer: &CustomerRow) -> &str {
    if customer.name.is_empty() {
        &customer.customer_id
    } else {
        &customer.name
    }
}
