//! Segments A, B and C.

use askama::Template;

use super::table::Cell;
use super::{Html, Section, Table, View};
use crate::texts::Texts;
use crate::{ReportError, SegmentRow};

pub(super) fn section(view: &View) -> Result<Section, ReportError> {
    let rows = view.data.segments.iter().map(|s| card(view, s)).collect();
    let shares = match view.data.segment_shares.is_empty() {
        true => None,
        false => Some(shares(view).html(view)?),
    };
    let segments = Segments {
        t: &view.t,
        rows,
        shares,
    };
    Section::new("segments", view.t.customers.segments_title, &segments)
}

#[derive(Template)]
#[template(path = "segments.html")]
struct Segments<'a> {
    t: &'a Texts,
    rows: Vec<Card<'a>>,
    shares: Option<Html>,
}

/// How the segments fall in each group; a dash where a group is too small to be told.
fn shares(view: &View) -> Table {
    let t = view.t.customers;
    let rows = view.data.segment_shares.iter().map(|row| {
        let name = match view.say(&row.name) {
            "" => t.shares_unknown,
            name => name,
        };
        let share = |i: usize| view.percent_cell(row.shares.map(|shares| shares[i]));
        vec![
            Cell::text(view.say(&row.by)),
            Cell::text(name),
            match row.n_customers {
                Some(n) => view.count_cell(n),
                None => view.percent_cell(None),
            },
            share(0),
            share(1),
            share(2),
        ]
    });
    Table::new(t.shares)
        .text(t.shares_of)
        .text(t.shares_group)
        .number(view.t.common.customers)
        .number("A")
        .number("B")
        .number("C")
        .rows(rows)
}

struct Card<'a> {
    segment: &'a str,
    customers: String,
    meaning: &'a str,
    risk: String,
    open: String,
    overdue: String,
    measures: Vec<&'a str>,
}

fn card<'a>(view: &View<'a>, row: &'a SegmentRow) -> Card<'a> {
    Card {
        segment: &row.segment,
        customers: view.fill(
            view.t.customers.segment_n,
            &[("n", &view.f.count(row.n_customers))],
        ),
        meaning: view.say(&row.meaning),
        risk: view.f.chance(row.mean_p_late),
        open: view.f.money(row.open_minor),
        overdue: view.f.money(row.overdue_minor),
        measures: view.say_all(&row.measures),
    }
}
