//! A customer's risk over time on its page: as it was scored then, or why there is nothing to show yet.

use askama::Template;

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, View};
use crate::texts::Texts;
use crate::{CustomerMonth, CustomerPage, ReportError, ScoringDay, chart};

/// The chart with its table; in words where fewer than two days were scored.
pub(super) fn over_time(
    view: &View,
    number: usize,
    page: &CustomerPage,
) -> Result<Html, ReportError> {
    let (t, risk) = (&view.t, &view.data.risk_over_time);
    let id = format!("risk-{number}");
    let mut note = vec![t.pages.risk_note.to_owned()];
    note.extend(notes(view));
    let figure = Figure {
        title: t.pages.risk,
        chart: chart::customer_risk(&id, &page.months, &risk.days, &view.f, t)?,
        note,
        table: Some(table(view, page)),
    };
    let drawn = figure.html(view)?;
    if !drawn.is_empty() {
        return Ok(drawn);
    }
    let empty = Empty {
        t,
        lines: not_shown(view),
    };
    Ok(Html(empty.render()?))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "<figure>
<figcaption>{{ t.pages.risk }}</figcaption>
{%- for line in lines %}
<p class=\"note\">{{ line }}</p>
{%- endfor %}
</figure>"
)]
struct Empty<'a> {
    t: &'a Texts,
    lines: Vec<String>,
}

/// Why days are left open.
fn notes(view: &View) -> Vec<String> {
    let notes = view.say_all(&view.data.risk_over_time.notes);
    notes.into_iter().map(str::to_owned).collect()
}

/// Why there is no chart: nothing was scored before today, or no invoice of this customer was known then.
fn not_shown(view: &View) -> Vec<String> {
    let (t, risk) = (&view.t.pages, &view.data.risk_over_time);
    let earlier = risk.days.iter().rev().skip(1);
    if earlier.clone().any(|day| day.by == "model") {
        return vec![t.risk_unknown.to_owned()];
    }
    let mut lines = vec![t.risk_begins.to_owned()];
    lines.extend(notes(view));
    if risk.is_unnamed {
        lines.push(t.risk_unnamed.to_owned());
    }
    lines
}

fn table(view: &View, page: &CustomerPage) -> Table {
    let t = &view.t;
    let days = page.months.iter().zip(&view.data.risk_over_time.days);
    Table::new(t.pages.risk)
        .text(t.pages.day)
        .number(t.pages.key_p_late)
        .number(t.pages.p_late_30d)
        .text(t.customers.segment)
        .text(t.pages.model_of)
        .rows(days.map(|(month, day)| cells(view, month, day)))
}

fn cells(view: &View, month: &CustomerMonth, day: &ScoringDay) -> Vec<Cell> {
    let t = &view.t.pages;
    let scored = month.scored.as_ref();
    // Sorted by ten-thousandths: hundreds of pages need not carry every digit.
    let sorted = |p: f64| (p * 10_000.0).round() / 10_000.0;
    let chance = |p: Option<f64>| Cell::number(view.f.chance(p), p.map(sorted));
    let segment = scored.map_or("", |scored| &scored.segment);
    let by = match (day.by.as_str(), scored) {
        ("model", Some(_)) => view.f.short_date(&day.model_of),
        ("model", None) => t.no_invoice.to_owned(),
        ("unfit", _) => t.left_open.to_owned(),
        _ => t.not_yet.to_owned(),
    };
    vec![
        Cell::text(view.f.short_date(&month.day)).by_day(&month.day),
        chance(scored.map(|scored| scored.p_late)),
        chance(scored.map(|scored| scored.p_late_30d)),
        Cell::text(match segment {
            "" => crate::format::NONE,
            segment => segment,
        }),
        Cell::text(by),
    ]
}
