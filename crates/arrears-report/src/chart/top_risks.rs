//! The customers with the highest risk.

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

/// Bars of the chance that the next invoice is late, with the open amount.
pub(crate) fn top_risks(
    customers: &[CustomerRow],
    f: &Format,
    t: &Texts,
) -> Result<Html, ReportError> {
    let shown = &customers[..customers.len().min(MOST)];
    let Some(first) = shown.first() else {
        return Ok(Html::default());
    };
    let row = |customer: &CustomerRow| Bar {
        name: name(customer).to_owned(),
        share: customer.p_late.unwrap_or(0.0),
        ink: if customer.overdue_minor > 0 {
            Ink::Warn
        } else {
            Ink::Accent
        },
        figure: format!(
            "{} · {}",
            f.chance(customer.p_late),
            f.money(customer.open_minor)
        ),
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
