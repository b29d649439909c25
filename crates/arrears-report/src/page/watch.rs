//! Customers that pay otherwise than before: what changed, since when, by how much, how sure, and what is at stake.

use askama::Template;

use super::figure::Figure;
use super::table::{Cell, Table};
use super::{Html, Section, View};
use crate::texts::Texts;
use crate::{ReportError, WatchRow, chart};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let (t, found) = (&view.t, &view.data.watch);
    let figure = Figure {
        title: t.watch.chart,
        chart: chart::strips(&found.warned, &view.f, t)?,
        note: vec![t.watch.chart_note.to_owned()],
        table: None,
    };
    let table = |caption, rows: &[WatchRow]| -> Result<Html, ReportError> {
        if rows.is_empty() {
            return Ok(Html::default());
        }
        table(view, caption, rows).html(view)
    };
    let watch = Watch {
        t,
        notes: notes(view),
        warned: table(t.watch.table, &found.warned)?,
        figure: figure.html(view)?,
        improved: table(t.watch.improved, &found.improved)?,
        natural_persons: found
            .warned
            .iter()
            .chain(&found.improved)
            .any(|row| row.natural_person),
    };
    Section::new("warnings", t.watch.nav, &watch)
}

#[derive(Template)]
#[template(path = "watch.html")]
struct Watch<'a> {
    t: &'a Texts,
    notes: Vec<String>,
    warned: Html,
    figure: Html,
    improved: Html,
    natural_persons: bool,
}

/// How the watch was set, what became of earlier warnings, how sure they are, and what the list leaves out.
fn notes(view: &View) -> Vec<String> {
    let (t, f, found) = (&view.t.watch, &view.f, &view.data.watch);
    let mut notes = Vec::new();
    if found.n_watched > 0 {
        let expected = found.n_counted as f64 * found.false_alarms_per_100_months / 100.0;
        notes.push(view.fill(
            t.rate,
            &[
                ("rate", &f.number(found.false_alarms_per_100_months, 1)),
                ("n", &f.count(found.n_counted)),
                (
                    "expected",
                    &f.number(expected, usize::from(expected < 10.0)),
                ),
                ("new", &f.count(found.n_new)),
                ("warned", &f.count(found.n_warned)),
                ("watched", &f.count(found.n_watched)),
            ],
        ));
    }
    if let Some(followed) = found
        .followed
        .as_ref()
        .filter(|followed| followed.n_judged > 0)
    {
        let share = |part: u64, of: u64| (of > 0).then(|| part as f64 / of as f64);
        notes.push(view.fill(
            t.followed,
            &[
                ("warned", &f.count(followed.n_warned)),
                ("judged", &f.count(followed.n_judged)),
                ("later", &f.count(followed.n_later)),
                (
                    "share",
                    &f.maybe_percent(share(followed.n_later, followed.n_judged), 0),
                ),
                (
                    "others",
                    &f.maybe_percent(share(followed.n_others_later, followed.n_others), 0),
                ),
            ],
        ));
    }
    if !found.warned.is_empty() {
        notes.push(t.sure.to_owned());
    }
    let (shown, total) = (found.warned.len() as u64, found.n_with_warning);
    if shown < total {
        notes.push(view.fill(
            t.capped,
            &[("n", &f.count(shown)), ("total", &f.count(total))],
        ));
    }
    notes
}

fn table(view: &View, caption: &str, rows: &[WatchRow]) -> Table {
    let t = &view.t;
    Table::new(caption)
        .text(t.customers.customer)
        .text(t.customers.segment)
        .number(view.in_currency(t.common.open_in))
        .text(t.watch.changed)
        .text(t.watch.certainty)
        .text(t.customers.measures)
        .rows(rows.iter().map(|row| cells(view, row)))
}

fn cells(view: &View, row: &WatchRow) -> Vec<Cell> {
    let t = &view.t;
    let mut who = match row.name.as_str() {
        "" => row.customer_id.clone(),
        name => format!("{name} ({})", row.customer_id),
    };
    if row.natural_person {
        who = format!("{who}, {}", t.customers.natural_person);
    }
    let changes = view.say_all(&row.changes).join(". ");
    let words = view.say(&row.certainty);
    let sure = match row.certainty_share {
        Some(share) => format!("{words} ({})", view.f.percent(share, 0)),
        None => t.watch.recorded.to_owned(),
    };
    let sure = if row.is_new {
        format!("{sure}, {}", t.watch.new)
    } else {
        sure
    };
    vec![
        Cell::text(who).leading_to(view.page_of(&row.customer_id)),
        Cell::text(&row.segment),
        view.money_cell(row.open_minor),
        Cell::text(changes),
        Cell::text(sure),
        Cell::text(view.say_all(&row.measures).join(". ")),
    ]
}
